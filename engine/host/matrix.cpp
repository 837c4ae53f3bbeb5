// Each cell is the leaf's table cut down to one stage. What no account can be is taken out first (the same search that
// proves the policy): coordinate by coordinate, so that sentences need not speak of it, then box by box. The boxes of
// each role are then widened into as few as possible against those of the others, and put into words.
#include "engine/host/matrix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "engine/decide/analyse_tables.hpp"
#include "engine/host/cover.hpp"
#include "engine/host/words.hpp"

namespace baton::host {
namespace {

// Beyond these a condition is no sentence any more: what it looks at is named instead.
constexpr std::size_t most_boxes = 400, most_alternatives = 6;

// What a case of a cell says, before it is decided what stands in the cell and what in a note.
struct Spoken {
  std::string words;  // "when key or from 90 days after entering onboarding"
  std::string brief;  // "from day 90"
};

class MatrixMaker {
 public:
  MatrixMaker(const Program& program, StructureId structure)
      : program_(program),
        policy_(program.policy()),
        space_(program.parts().space),
        structure_(structure),
        said_(program.policy().structures[structure.index]),
        possible_(program) {}

  Matrix make() {
    matrix_.name = said_.name;
    matrix_.title = said_.title;
    matrix_.serves = served();
    matrix_.has_handoffs = !said_.handoffs.empty();
    for (const bool metric : {false, true}) {
      add_panel(std::nullopt, metric);
      for (std::size_t i = 0; i < policy_.records.size(); ++i) add_panel(RecordTypeId{i}, metric);
    }
    note_roles();
    return std::move(matrix_);
  }

 private:
  std::string served() const;
  std::string panel_title(std::optional<RecordTypeId> record, bool metric) const;
  void add_panel(std::optional<RecordTypeId> record, bool metric);
  void add_columns(MatrixPanel& panel, bool metric) const;
  MatrixRow make_row(const MatrixPanel& panel, LeafId leaf);
  MatrixCell make_cell(LeafId leaf, const Box& stage, TableProof* proof);
  std::vector<DimensionId> telling(const Table& table, const Box& stage) const;
  std::optional<Box> possible_part(const Table& table, const Box& stage, TableProof* proof) const;
  void speak(MatrixCell& cell, LeafId leaf, const Box& within);
  std::string subjects(const MatrixCase& one, const Box& within) const;
  Spoken spoken(const MatrixCell& cell, std::size_t which, const Box& within) const;
  Coordinate beginning(const MatrixCase& one, const Table& table) const;
  void put_usual_first(MatrixCell& cell, const Table& table, const Box& within);
  void show(MatrixCase& one, const Spoken& spoken, LeafId leaf);
  std::string reason(const MatrixCase& one, LeafId leaf) const;
  std::size_t note(const std::string& text);
  void note_roles();

  const Program& program_;
  const Policy& policy_;
  const Space& space_;
  StructureId structure_;
  const Structure& said_;
  Possible possible_;
  Matrix matrix_;
  std::size_t columns_ = 0;
};

std::string MatrixMaker::served() const {
  std::vector<std::string> wheres;
  for (const StructureRow& row : program_.org().structures) {
    if (row.use != structure_) continue;
    if (row.otherwise) {
      wheres.push_back(program_.org().structures.size() == 1 ? "all accounts" : "all other accounts");
    } else {
      const std::string where = condition_words(policy_, row.where);
      wheres.push_back(where.empty() ? "all accounts" : "accounts where " + where);
    }
  }
  return joined(wheres, ", and ");
}

std::string MatrixMaker::panel_title(std::optional<RecordTypeId> record, bool metric) const {
  if (!record) return metric ? "Metrics" : "Account";
  const std::string& name = policy_.records[record->index].name;
  return (metric ? "Metrics of each " : "Each ") + name;
}

void MatrixMaker::add_columns(MatrixPanel& panel, bool metric) const {
  const Lifecycle& lifecycle = panel.record ? policy_.records[panel.record->index].lifecycle : policy_.lifecycle;
  StageSet active;
  for (const Leaf& leaf : policy_.leaves) {
    if (leaf.metric == metric && leaf.per == panel.record) active = active | leaf.record_stages;
  }
  for (const StageId stage : in_order_of_life(lifecycle)) {
    if (panel.record && !active.has(stage)) continue;
    panel.stages.push_back(stage);
    panel.columns.push_back(lifecycle.stages[stage.index].name);
  }
}

// Metrics that are owned alike share a row.
bool alike(const MatrixRow& a, const MatrixRow& b) {
  const auto same_case = [](const MatrixCase& x, const MatrixCase& y) {
    return x.role == y.role && x.words == y.words && x.note == y.note;
  };
  return std::ranges::equal(a.cells, b.cells, [&](const MatrixCell& x, const MatrixCell& y) {
    return std::ranges::equal(x.cases, y.cases, same_case);
  });
}

void MatrixMaker::add_panel(std::optional<RecordTypeId> record, bool metric) {
  MatrixPanel panel;
  panel.record = record;
  panel.title = panel_title(record, metric);
  add_columns(panel, metric);
  for (std::size_t i = 0; i < policy_.leaves.size(); ++i) {
    const Leaf& leaf = policy_.leaves[i];
    if (leaf.metric != metric || leaf.per != record) continue;
    MatrixRow row = make_row(panel, LeafId{i});
    const auto like = std::ranges::find_if(panel.rows, [&](const MatrixRow& other) { return alike(row, other); });
    if (!metric || like == panel.rows.end()) {
      panel.rows.push_back(std::move(row));
    } else {
      like->leaves.push_back(LeafId{i});
      like->name += ", " + row.name;
      like->group = like->name;
      like->part.clear();
    }
  }
  if (!panel.rows.empty()) matrix_.panels.push_back(std::move(panel));
}

MatrixRow MatrixMaker::make_row(const MatrixPanel& panel, LeafId id) {
  const Leaf& leaf = policy_.leaves[id.index];
  MatrixRow row;
  row.leaves = {id};
  row.name = leaf.name;
  const std::size_t dot = leaf.name.find('.');
  row.group = leaf.name.substr(0, dot);
  if (dot != std::string::npos) row.part = leaf.name.substr(dot + 1);
  columns_ = panel.stages.size();

  const Table& table = program_.parts().structures[structure_.index].owners[id.index].table;
  Feasibility* feasible = table.within_budget ? possible_.about(leaf.per, table.dimensions) : nullptr;
  StepBudget budget{ProofBudget{}.steps};
  std::optional<TableProof> proof;
  if (feasible != nullptr) proof.emplace(program_, table, *feasible, budget);
  const DimensionId stages = leaf.per ? space_.record_stage(*leaf.per) : space_.account_stage();
  for (const StageId stage : panel.stages) {
    Box box = table.universe;
    const bool active = box.restrict(stages, CoordSet::one(stage.index));
    row.cells.push_back(active ? make_cell(id, box, proof ? &*proof : nullptr) : MatrixCell{});
  }
  return row;
}

bool can_be(TableProof* proof, const Box& box) {
  return proof == nullptr || proof->find_any({box}) != TableProof::Verdict::None;
}

// What the rows look at in this stage, if they name several roles there; else nothing needs to be told apart.
std::vector<DimensionId> MatrixMaker::telling(const Table& table, const Box& stage) const {
  std::vector<bool> looked_at(space_.size(), false);
  std::set<std::optional<RoleId>> roles;
  for (const TableRow& row : table.rows) {
    for (const Box& box : row.boxes) {
      if (!overlap(box, stage)) continue;
      roles.insert(said_.statements[row.number].role);
      for (const Box::Side& side : box.sides()) looked_at[side.dimension.index] = true;
    }
  }
  std::vector<DimensionId> list;
  for (std::size_t i = 0; i < looked_at.size() && roles.size() > 1; ++i) {
    if (looked_at[i]) list.push_back(DimensionId{i});
  }
  return list;
}

// The stage without the coordinates at which no account can be; nullopt: none can be there at all.
std::optional<Box> MatrixMaker::possible_part(const Table& table, const Box& stage, TableProof* proof) const {
  Box part = stage;
  for (const DimensionId dimension : telling(table, stage)) {
    CoordSet can;
    const CoordSet all = stage.at(dimension, space_);
    for (Coordinate at = 0; at < space_[dimension].size; ++at) {
      if (!all.has(at)) continue;
      Box box = part;
      box.set(dimension, CoordSet::one(at));
      if (can_be(proof, box)) can.add({at, at + 1});
    }
    if (can.empty()) return std::nullopt;
    part.set(dimension, can);
  }
  return part;
}

MatrixCell MatrixMaker::make_cell(LeafId leaf, const Box& stage, TableProof* proof) {
  const Table& table = program_.parts().structures[structure_.index].owners[leaf.index].table;
  MatrixCell cell;
  const std::optional<Box> within = possible_part(table, stage, proof);
  if (!within) return cell;
  for (const TableRow& row : table.rows) {
    const std::optional<RoleId> role = said_.statements[row.number].role;
    for (const Box& box : row.boxes) {
      const std::optional<Box> part = intersect(box, *within);
      if (!part || !can_be(proof, *part)) continue;
      auto one = std::ranges::find(cell.cases, role, &MatrixCase::role);
      if (one == cell.cases.end()) one = cell.cases.insert(one, {role, {}, "", 0});
      one->boxes.push_back(*part);
    }
  }
  speak(cell, leaf, *within);
  return cell;
}

// Every reason that the structure gives for leaving the leaf to nobody there.
std::string MatrixMaker::reason(const MatrixCase& one, LeafId leaf) const {
  std::vector<std::string> reasons;
  for (const TableRow& row : program_.parts().structures[structure_.index].owners[leaf.index].table.rows) {
    const Statement& statement = said_.statements[row.number];
    const auto meets = [&](const Box& box) {
      return std::ranges::any_of(one.boxes, [&](const Box& other) { return overlap(box, other); });
    };
    if (statement.role || statement.because.empty() || std::ranges::none_of(row.boxes, meets)) continue;
    if (std::ranges::find(reasons, statement.because) == reasons.end()) reasons.push_back(statement.because);
  }
  return joined(reasons, "; ");
}

// "in some cases, by segment, arr and days since entering onboarding".
std::string MatrixMaker::subjects(const MatrixCase& one, const Box& within) const {
  std::vector<std::string> names;
  for (const Box& box : one.boxes) {
    for (const Box::Side& side : box.sides()) {
      const std::string name = name_of(space_[side.dimension], policy_);
      const bool says_something = !side.set.contains(within.at(side.dimension, space_));
      if (says_something && std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
  }
  return "in some cases, by " + joined(names, " and ");
}

Spoken MatrixMaker::spoken(const MatrixCell& cell, std::size_t which, const Box& within) const {
  Boxes others;
  for (std::size_t i = 0; i < cell.cases.size(); ++i) {
    if (i != which) others.insert(others.end(), cell.cases[i].boxes.begin(), cell.cases[i].boxes.end());
  }
  const MatrixCase& one = cell.cases[which];
  if (one.boxes.size() + others.size() > most_boxes) return {subjects(one, within), ""};
  Spoken made;
  std::vector<std::string> parts;
  for (const Box& box : cover(space_, within, one.boxes, others)) {
    const BoxWords words = words_of(space_, policy_, box, within);
    if (std::ranges::find(parts, words.words) != parts.end()) continue;
    parts.push_back(words.words);
    made.brief = words.brief;
  }
  if (parts.size() > most_alternatives) return {subjects(one, within), ""};
  made.words = joined(parts, ", or ");
  if (parts.size() > 1) made.brief.clear();
  return made;
}

// Where the case begins in time, by the first window that the table looks at.
Coordinate MatrixMaker::beginning(const MatrixCase& one, const Table& table) const {
  for (const DimensionId dimension : table.dimensions) {
    const Dimension::Kind kind = space_[dimension].kind;
    if (kind != Dimension::Kind::Elapsed && kind != Dimension::Kind::Distance) continue;
    Coordinate first = std::numeric_limits<Coordinate>::max();
    for (const Box& box : one.boxes) first = std::min(first, box.at(dimension, space_).least());
    return first;
  }
  return 0;
}

// The usual case needs no words: the first in time, else the one that takes the most words to say.
void MatrixMaker::put_usual_first(MatrixCell& cell, const Table& table, const Box& within) {
  const auto begins = [&](const MatrixCase& one) { return beginning(one, table); };
  std::ranges::stable_sort(cell.cases, std::less(), begins);
  if (begins(cell.cases[0]) < begins(cell.cases[1])) return;
  std::size_t usual = 0, longest = 0;
  for (std::size_t i = 0; i < cell.cases.size(); ++i) {
    const std::size_t length = spoken(cell, i, within).words.size();
    if (length >= longest) usual = i;
    longest = std::max(length, longest);
  }
  std::rotate(cell.cases.begin(), cell.cases.begin() + static_cast<std::ptrdiff_t>(usual),
              cell.cases.begin() + static_cast<std::ptrdiff_t>(usual) + 1);
}

// What fits stands in the cell. A note says the rest, and why it is nobody.
void MatrixMaker::show(MatrixCase& one, const Spoken& spoken, LeafId leaf) {
  const std::size_t limit = columns_ <= 3 ? 44 : 28;
  const std::string because = one.role ? "" : reason(one, leaf);
  const bool fits = spoken.words.size() <= limit;
  one.words = fits ? spoken.words : spoken.brief;
  if (fits && because.empty()) return;
  one.note = note(fmt::format("{}{}{}{}{}", role_words(policy_, one.role), spoken.words.empty() ? "" : " ",
                              spoken.words, because.empty() ? "" : ": ", because));
}

void MatrixMaker::speak(MatrixCell& cell, LeafId leaf, const Box& within) {
  if (cell.cases.size() > 1) {
    put_usual_first(cell, program_.parts().structures[structure_.index].owners[leaf.index].table, within);
  }
  for (std::size_t i = 0; i < cell.cases.size(); ++i) {
    show(cell.cases[i], i == 0 ? Spoken{} : spoken(cell, i, within), leaf);
  }
}

std::size_t MatrixMaker::note(const std::string& text) {
  const auto there = std::ranges::find(matrix_.notes, text);
  if (there != matrix_.notes.end()) return static_cast<std::size_t>(there - matrix_.notes.begin()) + 1;
  matrix_.notes.push_back(text);
  return matrix_.notes.size();
}

void MatrixMaker::note_roles() {
  std::vector<bool> owns(policy_.roles.size(), false);
  for (const MatrixPanel& panel : matrix_.panels) {
    for (const MatrixRow& row : panel.rows) {
      for (const MatrixCell& cell : row.cells) {
        for (const MatrixCase& one : cell.cases) {
          if (one.role) owns[one.role->index] = true;
          matrix_.has_nobody = matrix_.has_nobody || !one.role;
        }
      }
    }
  }
  for (std::size_t i = 0; i < owns.size(); ++i) {
    if (owns[i]) matrix_.roles.push_back(RoleId{i});
  }
}

}  // namespace

Matrix make_matrix(const Program& program, StructureId structure) {
  return MatrixMaker(program, structure).make();
}

std::vector<StructureId> structures_in_use(const Program& program) {
  std::vector<StructureId> used;
  for (std::size_t i = 0; i < program.policy().structures.size(); ++i) {
    const auto uses = [&](const StructureRow& row) { return row.use.index == i; };
    if (std::ranges::any_of(program.org().structures, uses)) used.push_back(StructureId{i});
  }
  return used;
}

std::string role_words(const Policy& policy, const std::optional<RoleId>& role) {
  return role ? policy.roles[role->index].name : "nobody";
}

}  // namespace baton::host
