#include "engine/host/clause_changes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/decide/move_search.hpp"

#include "engine/host/clause_words.hpp"

namespace baton::host {
namespace {

using Parts = ClauseWords::Parts;

const std::string* find(const Parts& parts, const std::string& name) {
  const auto found = std::ranges::find(parts, name, &Parts::value_type::first);
  return found == parts.end() ? nullptr : &found->second;
}

// "finish within 10 business days becomes within 5 business days".
std::vector<std::string> changed_parts(const Parts& before, const Parts& after) {
  std::vector<std::string> changes;
  for (const auto& [name, words] : before) {
    const std::string* now = find(after, name);
    if (now == nullptr) changes.push_back(fmt::format("{} {} is gone", name, words));
    if (now != nullptr && *now != words) changes.push_back(fmt::format("{} {} becomes {}", name, words, *now));
  }
  for (const auto& [name, words] : after) {
    if (find(before, name) == nullptr) changes.push_back(fmt::format("{} {} is new", name, words));
  }
  return changes;
}

// The different wordings of one clause, numbered.
class Wordings {
 public:
  std::size_t number_of(const Parts& parts) {
    const auto number = static_cast<std::size_t>(std::ranges::find(list_, parts) - list_.begin());
    if (number == list_.size()) list_.push_back(parts);
    return number;
  }
  const Parts& operator[](std::size_t number) const { return list_[number]; }

 private:
  std::vector<Parts> list_;
};

// False: too many boxes.
bool add(Division& division, const Answer& answer, const std::optional<Boxes>& boxes) {
  if (!boxes) return false;
  Boxes& all = division[answer];
  all.insert(all.end(), boxes->begin(), boxes->end());
  return all.size() <= max_table_boxes;
}

// One clause name in all structures of both versions: which of its wordings holds where?
class Clause {
 public:
  Clause(std::string name, const std::vector<std::vector<ClauseWords>>& clauses)
      : name_(std::move(name)), clauses_(clauses) {}

  const std::optional<RecordTypeId>& per() const { return per_; }
  const Wordings& wordings() const { return wordings_; }

  // nullopt: too many boxes.
  std::optional<Division> divide(const Program& program) {
    const Table& choice = program.parts().structure_rows.table;
    if (!choice.within_budget) return std::nullopt;
    Division division;
    for (const TableRow& row : choice.rows) {
      const ClauseWords* clause = find_in(program.org().structures[row.number].use);
      if (!put(within(row.boxes, choice.universe), clause, program.parts().space, division)) return std::nullopt;
    }
    return division;
  }

  bool gives(const Program& program, const View& view, const Answer& answer) {
    const auto row = program.structure_row(view);
    if (!row) return false;
    const ClauseWords* clause = find_in(program.org().structures[*row].use);
    const bool there = clause != nullptr && (clause->when == nullptr || holds(*clause->when, view));
    return answer == (there ? Answer(wordings_.number_of(clause->parts)) : std::nullopt);
  }

 private:
  const ClauseWords* find_in(StructureId structure) const {
    const auto found = std::ranges::find(clauses_[structure.index], name_, &ClauseWords::name);
    return found == clauses_[structure.index].end() ? nullptr : &*found;
  }

  bool put(Boxes chosen, const ClauseWords* clause, const Space& space, Division& division) {
    if (clause == nullptr) return add(division, std::nullopt, chosen);
    if (clause->per) per_ = clause->per;
    const Answer answer = wordings_.number_of(clause->parts);
    if (clause->when == nullptr) return add(division, answer, chosen);
    const auto asked = boxes_of(space, *clause->when, max_table_boxes);
    return asked && add(division, answer, intersect(chosen, *asked, max_table_boxes)) &&
           add(division, std::nullopt, subtract(space, std::move(chosen), *asked, max_table_boxes));
  }

  std::string name_;
  const std::vector<std::vector<ClauseWords>>& clauses_;
  Wordings wordings_;
  std::optional<RecordTypeId> per_;
};

// Which team fills the role's seats?
class Coverage {
 public:
  explicit Coverage(RoleId role) : role_(role) {}

  const Wordings& wordings() const { return wordings_; }

  std::optional<Division> divide(const Program& program) {
    const Table& table = program.parts().coverage[role_.index].table;
    if (!table.within_budget) return std::nullopt;
    Division division;
    Boxes covered;
    for (const TableRow& row : table.rows) {
      const Boxes boxes = within(row.boxes, table.universe);
      covered.insert(covered.end(), boxes.begin(), boxes.end());
      if (!add(division, team(program, row.number), boxes)) return std::nullopt;
    }
    const auto rest = subtract(program.parts().space, Boxes{Box{}}, covered, max_table_boxes);
    if (!add(division, std::nullopt, rest)) return std::nullopt;
    return division;
  }

  bool gives(const Program& program, const View& view, const Answer& answer) {
    const auto row = program.coverage_row(role_, view);
    return answer == (row ? team(program, *row) : std::nullopt);
  }

 private:
  Answer team(const Program& program, std::size_t row) {
    const Org& org = program.org();
    return wordings_.number_of({{"team", org.teams[org.coverage[role_.index][row].team.index].id}});
  }

  RoleId role_;
  Wordings wordings_;
};

class Comparer {
 public:
  Comparer(const Versions& versions, const ProofBudget& budget)
      : versions_(versions), dividing_(versions, budget), speaker_(versions) {
    for (const Structure& structure : versions.joint.policy.structures) {
      clauses_.push_back(clauses_of(versions.joint.policy, structure));
      // Which structure it is, is told like any other clause.
      clauses_.back().insert(clauses_.back().begin(), {"team structure", {{"use", structure.name}}, nullptr, {}});
    }
  }

  std::vector<ClauseChange> run() {
    std::vector<std::string> names;
    for (const Program* program : {versions_.after.get(), versions_.before.get()}) {
      for (const StructureRow& row : program->org().structures) {
        for (const ClauseWords& clause : clauses_[row.use.index]) {
          if (std::ranges::find(names, clause.name) == names.end()) names.push_back(clause.name);
        }
      }
    }
    for (const std::string& name : names) {
      Clause clause(name, clauses_);
      compare(name, clause, [&] { return clause.per(); });
    }
    const std::vector<Role>& roles = versions_.joint.policy.roles;
    for (std::size_t i = 0; i < roles.size(); ++i) {
      Coverage coverage{RoleId{i}};
      compare("seats of " + roles[i].name, coverage, [] { return std::nullopt; });
    }
    return std::move(changes_);
  }

 private:
  using Kind = ClauseChange::Kind;

  // `per_of`: known when it has been divided.
  template <class Question>
  void compare(const std::string& name, Question& question, const auto& per_of) {
    const auto before = question.divide(*versions_.before), after = question.divide(*versions_.after);
    if (!before || !after) return changes_.push_back({Kind::NotDecided, name, {}, {}, {}});
    const auto gives = [&](const Program& program, const View& view, const Answer& answer) {
      return question.gives(program, view, answer);
    };
    const std::optional<RecordTypeId> per = per_of();
    const DividedParts divided = dividing_.compare(per, *before, *after, gives);
    for (const DivisionPart& part : divided.parts) tell(name, question.wordings(), per, part);
    if (!divided.decided) changes_.push_back({Kind::NotDecided, name, {}, {}, {}});
  }

  void tell(const std::string& name, const Wordings& wordings, const std::optional<RecordTypeId>& per,
            const DivisionPart& part) {
    ClauseChange change{Kind::Changed, name, {}, speaker_.cases(per, part.boxes), part.exact};
    if (part.before && part.after) {
      change.parts = changed_parts(wordings[*part.before], wordings[*part.after]);
    } else if (part.before) {
      change.kind = Kind::Removed;
    } else {
      change.kind = Kind::Added;
      for (const auto& [title, words] : wordings[*part.after]) change.parts.push_back(title + ' ' + words);
    }
    changes_.push_back(std::move(change));
  }

  const Versions& versions_;
  Dividing dividing_;
  CaseSpeaker speaker_;
  std::vector<std::vector<ClauseWords>> clauses_;  // by StructureId of the joint policy
  std::vector<ClauseChange> changes_;
};

}  // namespace

std::vector<ClauseChange> clause_changes(const Versions& versions, const ProofBudget& budget) {
  return Comparer(versions, budget).run();
}

}  // namespace baton::host
