#include "engine/host/differences.hpp"

#include <algorithm>

#include "engine/decide/move_search.hpp"

namespace baton::host {
namespace {

// The stages in which a leaf is not active, as disjoint boxes.
Boxes inactive(const Program& program, LeafId leaf) {
  const Leaf& there = program.policy().leaves[leaf.index];
  const Space& space = program.parts().space;
  Box active;
  const auto keep = [&](DimensionId stage, const StageSet& stages) {
    return active.restrict(stage, CoordSet::of(stages, space[stage].size));
  };
  if (!keep(space.account_stage(), there.account_stages)) return {Box{}};
  if (there.per && !keep(space.record_stage(*there.per), there.record_stages)) return {Box{}};
  return subtract(space, Box{}, active);
}

// Where each role owns a leaf, over all structures that org.yaml chooses; nobody does where it is active in the other
// version alone. nullopt: too many boxes.
std::optional<Division> owners_of(const Program& program, const Program& other, LeafId leaf) {
  Division owners;
  const auto other_alone =
      subtract(program.parts().space, inactive(program, leaf), inactive(other, leaf), max_table_boxes);
  if (!other_alone) return std::nullopt;
  if (!other_alone->empty()) owners[std::nullopt] = *other_alone;
  const Table& choice = program.parts().structure_rows.table;
  if (!choice.within_budget) return std::nullopt;
  for (const TableRow& row : choice.rows) {
    const StructureId structure = program.org().structures[row.number].use;
    const Table& table = program.parts().structures[structure.index].owners[leaf.index].table;
    if (!table.within_budget) return std::nullopt;
    const Boxes chosen = within(row.boxes, choice.universe);
    for (const TableRow& statement : table.rows) {
      const auto parts = intersect(within(statement.boxes, table.universe), chosen, max_table_boxes);
      if (!parts) return std::nullopt;
      const auto role = program.policy().structures[structure.index].statements[statement.number].role;
      Boxes& boxes = owners[role ? Answer(role->index) : std::nullopt];
      boxes.insert(boxes.end(), parts->begin(), parts->end());
      if (boxes.size() > max_table_boxes) return std::nullopt;
    }
  }
  return owners;
}

std::optional<RoleId> role_of(const Answer& answer) {
  return answer ? std::optional(RoleId{*answer}) : std::nullopt;
}

// Does the version name this owner of the leaf, where the account of the view is?
bool names(const Program& program, const View& view, LeafId leaf, const std::optional<RoleId>& owner) {
  if (!program.is_active(leaf, view)) return !owner;
  const auto row = program.structure_row(view);
  if (!row) return false;
  const StructureId structure = program.org().structures[*row].use;
  const auto statement = program.owner(structure, leaf, view);
  return statement && program.policy().structures[structure.index].statements[statement->index].role == owner;
}

}  // namespace

Differences find_differences(const Versions& versions, const ProofBudget& budget) {
  const Policy& policy = versions.joint.policy;
  const auto in = [](const std::vector<LeafId>& leaves, LeafId leaf) {
    return std::ranges::find(leaves, leaf) != leaves.end();
  };
  Dividing dividing(versions, budget);
  Differences found;
  for (std::size_t i = 0; i < policy.leaves.size(); ++i) {
    const LeafId leaf{i};
    if (in(versions.joint.only_before, leaf) || in(versions.joint.only_after, leaf)) continue;
    const auto old_owners = owners_of(*versions.before, *versions.after, leaf);
    const auto owners = owners_of(*versions.after, *versions.before, leaf);
    DividedParts divided{{}, false};
    if (old_owners && owners) {
      divided = dividing.compare(policy.leaves[i].per, *old_owners, *owners,
                                 [&](const Program& program, const View& view, const Answer& answer) {
                                   return names(program, view, leaf, role_of(answer));
                                 });
    }
    if (!divided.decided) found.not_proved.push_back(leaf);
    for (DivisionPart& part : divided.parts) {
      found.owners.push_back({leaf, role_of(part.before), role_of(part.after), std::move(part.boxes),
                              std::move(part.exact), std::move(part.witness), std::move(part.example)});
    }
  }
  return found;
}

}  // namespace baton::host
