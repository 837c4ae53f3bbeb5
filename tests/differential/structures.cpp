// Structures that are sound by the way they are made: each responsibility's accounts are cut into parts of which
// exactly one holds, part by part, and each part is given to a role. A few are spoilt on purpose.
#include <algorithm>

#include "tests/differential/world.hpp"

namespace baton::differential {
namespace {

// Some accounts and moments: all that the qualifiers hold for, in these stages.
struct Part {
  std::vector<Piece> qualifiers;
  std::vector<std::size_t> stages;
};

class Writer {
 public:
  Writer(Plan& plan, Dice& dice, Parameters* parameters) : plan_(plan), dice_(dice), parameters_(parameters) {}

  // Statements for leaves that are alike; notes who owns what.
  std::vector<Piece> statements(const std::vector<std::size_t>& leaves, std::vector<std::set<std::size_t>>& owns) {
    leaves_ = leaves;
    owns_ = &owns;
    const PlanLeaf& first = plan_.leaves[leaves.front()];
    per_ = first.per;
    active_ = first.stages;
    std::vector<Piece> lines = layer(2);
    if (dice_.percent(35)) lines.push_back(supports());
    return lines;
  }

 private:
  // What a layer says, then perhaps what holds where it says nothing.
  std::vector<Piece> layer(std::size_t depth) {
    if (depth == 0 || dice_.percent(45)) return whole();
    std::vector<Piece> lines;
    const std::size_t role = dice_.below(plan_.roles.size());  // one: so they may meet
    const std::size_t count = 1 + dice_.below(2);
    for (std::size_t i = 0; i < count; ++i) lines.push_back(optional(statement(role, loose_part())));
    if (dice_.percent(50)) {
      lines.push_back(statement(dice_.below(plan_.roles.size()), {{Piece("otherwise")}, active_}));
      return lines;
    }
    lines.push_back(optional(block("otherwise", layer(depth - 1))));
    return lines;
  }

  // Any qualifiers at all.
  Part loose_part() {
    Part part{{}, active_};
    if (dice_.percent(40)) part.stages = dice_.some(active_, 1 + dice_.below(active_.size()));
    if (dice_.percent(60)) {
      if (auto since = anchor(plan_, per_, dice_)) {
        part.qualifiers.push_back(since_anchor(dice_.percent(60) ? "for " : "from ", std::move(*since)));
      }
    }
    if (part.qualifiers.empty() || dice_.percent(30)) {
      part.qualifiers.push_back(dice_.pick(alternatives(plan_, {per_, {}, true}, dice_, parameters_)));
    }
    if (dice_.percent(15)) {
      if (const auto date = date_field(plan_, per_, dice_)) part.qualifiers.push_back(halves(*date)[dice_.below(2)]);
    }
    return part;
  }

  Piece since_anchor(const std::string& word, Piece since) {
    Piece piece = row({window_span(plan_, dice_, parameters_), std::move(since)}, " after ");
    piece.before = word;
    return piece;
  }

  std::vector<Piece> halves(const std::string& date) {
    const Piece span = window_span(plan_, dice_, parameters_);
    std::vector<Piece> both;
    for (const char* word : {"until ", "from "}) {
      Piece half = row({span, Piece(date)}, " before ");
      half.before = word;
      both.push_back(std::move(half));
    }
    return both;
  }

  // Everything, cut into parts.
  std::vector<Piece> whole() {
    std::vector<Part> parts{{{}, active_}};
    const std::size_t cuts = dice_.below(4);
    for (std::size_t i = 0; i < cuts && parts.size() < 7; ++i) cut(parts);
    std::vector<Piece> lines;
    const std::size_t last_role = dice_.below(plan_.roles.size());
    bool rest = false;
    for (Part& part : parts) {
      const bool otherwise = parts.size() > 1 && dice_.percent(25);
      if (otherwise) {
        rest = true;
      } else if (dice_.percent(6)) {
        lines.push_back(nobody(part));
      } else {
        lines.push_back(statement(dice_.below(plan_.roles.size()), part));
      }
    }
    if (rest) lines.push_back(statement(last_role, {{Piece("otherwise")}, active_}));
    return lines;
  }

  void cut(std::vector<Part>& parts) {
    const std::size_t chosen = dice_.below(parts.size());
    const Part part = parts[chosen];
    std::vector<Part> pieces;
    if (part.stages.size() > 1 && dice_.percent(40)) {
      pieces = by_stage(part);
    } else if (const auto date = date_field(plan_, per_, dice_); date && dice_.percent(25)) {
      pieces = with_each(part, halves(*date));
    } else if (part.stages.size() == 1 && dice_.percent(40)) {
      pieces = by_age(part);
    } else {
      pieces = with_each(part, alternatives(plan_, {per_, {}, true}, dice_, parameters_));
    }
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(chosen));
    parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(chosen), pieces.begin(), pieces.end());
  }

  std::vector<Part> by_stage(const Part& part) {
    const std::size_t split = 1 + dice_.below(part.stages.size() - 1);
    Part early = part, late = part;
    early.stages.assign(part.stages.begin(), part.stages.begin() + static_cast<std::ptrdiff_t>(split));
    late.stages.assign(part.stages.begin() + static_cast<std::ptrdiff_t>(split), part.stages.end());
    return {early, late};
  }

  // Who is in a stage has entered it.
  std::vector<Part> by_age(const Part& part) {
    const Piece entering("entering " + plan_.life_of(per_).stages[part.stages.front()]);
    const Piece span = window_span(plan_, dice_, parameters_);
    std::vector<Piece> both;
    for (const char* word : {"for ", "from "}) {
      Piece half = row({span, entering}, " after ");
      half.before = word;
      both.push_back(std::move(half));
    }
    return with_each(part, both);
  }

  static std::vector<Part> with_each(const Part& part, const std::vector<Piece>& qualifiers) {
    std::vector<Part> parts;
    for (const Piece& qualifier : qualifiers) {
      parts.push_back(part);
      parts.back().qualifiers.push_back(qualifier);
    }
    return parts;
  }

  Piece names() const {
    std::vector<std::string> words;
    for (const std::size_t leaf : leaves_) words.push_back(plan_.leaves[leaf].name);
    return list(words);
  }

  std::vector<Piece> qualified(Piece subject, const Part& part) {
    std::vector<Piece> pieces{std::move(subject), names()};
    if (part.stages.size() < active_.size()) pieces.push_back(optional(during(plan_, per_, part.stages)));
    for (const Piece& qualifier : part.qualifiers) pieces.push_back(optional(qualifier));
    return pieces;
  }

  Piece statement(std::size_t role, const Part& part) {
    const bool metric = plan_.leaves[leaves_.front()].metric;
    for (const std::size_t leaf : leaves_) (*owns_)[leaf].insert(role);
    return optional(row(qualified(plan_.roles[role] + (metric ? " carries" : " owns"), part)));
  }

  Piece nobody(const Part& part) {
    const bool metric = plan_.leaves[leaves_.front()].metric;
    std::vector<Piece> pieces = qualified(metric ? "nobody carries" : "nobody owns", part);
    pieces.emplace_back("because \"it helps itself\"");
    return optional(row(std::move(pieces)));
  }

  Piece supports() { return optional(row(qualified(dice_.pick(plan_.roles) + " supports", loose_part()))); }

  Plan& plan_;
  Dice& dice_;
  Parameters* parameters_;
  std::vector<std::size_t> leaves_, active_;
  RecordOf per_;
  std::vector<std::set<std::size_t>>* owns_ = nullptr;
};

// Leaves that may be said in one statement.
std::vector<std::vector<std::size_t>> groups(const Plan& plan, Dice& dice) {
  std::vector<std::vector<std::size_t>> all;
  for (std::size_t i = 0; i < plan.leaves.size(); ++i) {
    const PlanLeaf& leaf = plan.leaves[i];
    const auto alike = [&](const std::vector<std::size_t>& group) {
      const PlanLeaf& other = plan.leaves[group.front()];
      return other.metric == leaf.metric && other.per == leaf.per && other.stages == leaf.stages;
    };
    const auto group = std::ranges::find_if(all, alike);
    if (group != all.end() && dice.percent(60)) {
      group->push_back(i);
    } else {
      all.push_back({i});
    }
  }
  return all;
}

std::string head_of(const std::string& name, const Parameters& parameters) {
  std::string head = "structure " + name;
  for (std::size_t i = 0; i < parameters.all.size(); ++i) {
    head += (i == 0 ? " (" : ", ") + parameters.all[i].name + " = " + parameters.all[i].value;
  }
  return parameters.all.empty() ? head : head + ")";
}

// One statement gets another role, or is said twice: this may or may not be a mistake.
void spoil(std::vector<Piece>& lines, Dice& dice) {
  const std::size_t chosen = dice.below(lines.size());
  if (dice.percent(50) && lines.size() > 1) {
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(chosen));
  } else if (!lines[chosen].parts.empty()) {
    std::vector<Piece>& parts = lines[chosen].parts;
    if (parts.size() > 2 && parts.back().optional) parts.pop_back();
  }
}

Piece own_structure(Plan& plan, std::size_t index, const std::string& extends, const std::string& name, Dice& dice) {
  Parameters parameters;
  const bool takes_parameters = extends.empty() && dice.percent(40);
  Writer writer(plan, dice, takes_parameters ? &parameters : nullptr);
  std::vector<Piece> lines;
  for (const auto& group : groups(plan, dice)) {
    if (!extends.empty() && dice.percent(50)) continue;
    for (const std::size_t leaf : group) plan.owns[index][leaf].clear();
    const auto statements = writer.statements(group, plan.owns[index]);
    lines.insert(lines.end(), statements.begin(), statements.end());
  }
  if (dice.percent(8) && !lines.empty()) spoil(lines, dice);
  for (Piece& flow : flows_of(plan, {index}, dice)) lines.push_back(std::move(flow));
  std::string head = head_of(name, parameters);
  if (!extends.empty()) head += " extends " + extends;
  return optional(block(head, std::move(lines)));
}

Piece instance(Plan& plan, std::size_t index, const std::string& name, const std::string& of, Dice& dice) {
  const std::size_t from = dice.below(plan.roles.size()), to = dice.below(plan.roles.size());
  for (std::set<std::size_t>& roles : plan.owns[index]) {
    if (roles.erase(from) > 0) roles.insert(to);
  }
  return optional("structure " + name + " = " + of + " with " + plan.roles[from] + " as " + plan.roles[to]);
}

}  // namespace

std::vector<Piece> structures_text(Plan& plan, Dice& dice) {
  static const std::vector<std::string> names = {"first", "second", "third"};
  const std::size_t count = 1 + dice.below(3);
  std::vector<Piece> items;
  for (std::size_t i = 0; i < count; ++i) {
    const bool derived = i > 0 && dice.percent(60);
    if (derived) {
      plan.owns.push_back(plan.owns[i - 1]);
    } else {
      plan.owns.emplace_back(plan.leaves.size());
    }
    const bool by_instance = derived && dice.percent(40);
    plan.structures.push_back(names[i]);
    items.push_back(by_instance ? instance(plan, i, names[i], names[i - 1], dice)
                                : own_structure(plan, i, derived ? names[i - 1] : "", names[i], dice));
  }
  return items;
}

}  // namespace baton::differential
