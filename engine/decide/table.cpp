// Builds tables: each row's own guard as boxes, less the guards of what stands before it (R6).
#include "engine/decide/table.hpp"

#include <algorithm>

namespace baton {
namespace {

// A row's own guard, and the rows whose guards it yields to.
struct Guard {
  std::uint32_t number = 0;
  std::optional<Boxes> boxes;
  std::vector<std::size_t> yields_to;  // positions in the list of guards
  bool is_row = true;                  // false: only there to be yielded to
};

bool is_about(const Statement& statement, LeafId leaf) {
  return std::ranges::find(statement.leaves, leaf) != statement.leaves.end();
}

void restrict_to_known(const Space& space, std::optional<RecordTypeId> record, Box& universe) {
  for (std::size_t i = 0; i < space.size(); ++i) {
    const Dimension& dimension = space.dimensions()[i];
    if (dimension.may_be_unknown || (dimension.record && dimension.record != record)) continue;
    universe.set(DimensionId{i}, CoordSet::range(1, dimension.size));
  }
}

Box universe_of(const Space& space, const Leaf& leaf) {
  Box universe;
  universe.set(space.account_stage(), CoordSet::of(leaf.account_stages, space[space.account_stage()].size));
  if (leaf.per) {
    const DimensionId stage = space.record_stage(*leaf.per);
    universe.set(stage, CoordSet::of(leaf.record_stages, space[stage].size));
  }
  restrict_to_known(space, leaf.per, universe);
  return universe;
}

std::optional<Boxes> effective(const Space& space, const std::vector<Guard>& guards, const Guard& guard) {
  std::optional<Boxes> boxes = guard.boxes;
  for (const std::size_t other : guard.yields_to) {
    if (!boxes || !guards[other].boxes) return std::nullopt;
    boxes = subtract(space, std::move(*boxes), *guards[other].boxes, max_table_boxes);
  }
  return boxes;
}

void note_dimensions(const Space& space, Table& table) {
  std::vector<bool> named(space.size(), false);
  for (const TableRow& row : table.rows) {
    for (const Box& box : row.boxes) {
      for (const Box::Side& side : box.sides()) named[side.dimension.index] = true;
    }
  }
  for (std::size_t i = 0; i < named.size(); ++i) {
    if (named[i]) table.dimensions.push_back(DimensionId{i});
  }
}

Table assemble(const Space& space, Box universe, const std::vector<Guard>& guards) {
  Table table;
  table.universe = std::move(universe);
  std::size_t total = 0;
  for (const Guard& guard : guards) {
    if (!guard.is_row) continue;
    TableRow& row = table.rows.emplace_back(TableRow{guard.number, {}});
    auto boxes = effective(space, guards, guard);
    if (boxes) {
      std::erase_if(*boxes, [&](const Box& box) { return !overlap(box, table.universe); });
      total += boxes->size();
      row.boxes = std::move(*boxes);
    }
    if (!boxes || total > max_table_boxes) table.within_budget = false;
  }
  if (!table.within_budget) {
    for (TableRow& row : table.rows) row.boxes.clear();
  }
  note_dimensions(space, table);
  return table;
}

// The guards of every owning statement about the leaf, in order of declaration.
std::vector<Guard> owner_guards(const Space& space, const Policy& policy, const Structure& structure, LeafId leaf) {
  std::vector<Guard> guards;
  for (std::uint32_t i = 0; i < structure.statements.size(); ++i) {
    const Statement& statement = structure.statements[i];
    if (statement.verb == Verb::Supports || !is_about(statement, leaf)) continue;
    guards.push_back({i, boxes_of(space, policy, statement, max_table_boxes), {}, true});
  }
  return guards;
}

void yield_to_enclosing(const Structure& structure, const std::vector<Guard>& guards, Guard& guard) {
  const std::uint32_t layer = structure.statements[guard.number].layer;
  for (std::size_t other = 0; other < guards.size(); ++other) {
    if (encloses(structure, structure.statements[guards[other].number].layer, layer)) guard.yields_to.push_back(other);
  }
}

// Rows of org.yaml: an `otherwise` row yields to every row that is none.
template <class Row>
Table row_table(const Space& space, const std::vector<Row>& rows) {
  std::vector<Guard> guards;
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    Guard guard{i, boxes_of(space, rows[i].where, max_table_boxes), {}, true};
    for (std::size_t other = 0; rows[i].otherwise && other < rows.size(); ++other) {
      if (!rows[other].otherwise) guard.yields_to.push_back(other);
    }
    guards.push_back(std::move(guard));
  }
  Box universe;
  restrict_to_known(space, std::nullopt, universe);
  return assemble(space, std::move(universe), guards);
}

}  // namespace

bool encloses(const Structure& structure, std::uint32_t enclosing, std::uint32_t layer) {
  for (auto outer = structure.layers[layer].enclosing; outer; outer = structure.layers[*outer].enclosing) {
    if (*outer == enclosing) return true;
  }
  return false;
}

Table owner_table(const Space& space, const Policy& policy, const Structure& structure, LeafId leaf) {
  std::vector<Guard> guards = owner_guards(space, policy, structure, leaf);
  for (Guard& guard : guards) yield_to_enclosing(structure, guards, guard);
  return assemble(space, universe_of(space, policy.leaves[leaf.index]), guards);
}

Table support_table(const Space& space, const Policy& policy, const Structure& structure, LeafId leaf,
                    StatementId statement) {
  std::vector<Guard> guards = owner_guards(space, policy, structure, leaf);
  for (Guard& guard : guards) guard.is_row = false;
  Guard support{
      statement.index, boxes_of(space, policy, structure.statements[statement.index], max_table_boxes), {}, true};
  yield_to_enclosing(structure, guards, support);
  guards.push_back(std::move(support));
  return assemble(space, universe_of(space, policy.leaves[leaf.index]), guards);
}

Table structure_table(const Space& space, const Org& org) {
  return row_table(space, org.structures);
}

Table coverage_table(const Space& space, const Org& org, RoleId role) {
  if (role.index >= org.coverage.size()) return row_table(space, std::vector<CoverageRow>{});
  return row_table(space, org.coverage[role.index]);
}

}  // namespace baton
