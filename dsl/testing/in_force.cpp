#include "dsl/testing/in_force.hpp"

#include <algorithm>

namespace baton::dsl {

namespace {

bool owns(const Structure& structure, RoleId role, LeafId leaf) {
  return std::ranges::any_of(structure.statements, [&](const Statement& statement) {
    return statement.verb != Verb::Supports && statement.role == role &&
           std::ranges::find(statement.leaves, leaf) != statement.leaves.end();
  });
}

}  // namespace

InForce::InForce(const Policy& policy, const Org& org, StructureId structure)
    : structure_(policy.structures[structure.index]), before_{&structure_} {
  if (std::ranges::find(org.structures, structure, &StructureRow::use) == org.structures.end()) return;
  for (const StructureRow& row : org.structures) before_.push_back(&policy.structures[row.use.index]);
}

bool InForce::can_open(const Handoff& handoff) const {
  return std::ranges::any_of(handoff.moves, [&](LeafId leaf) {
    const auto gives = [&](const Structure* structure) { return owns(*structure, handoff.from, leaf); };
    return owns(structure_, handoff.to, leaf) && std::ranges::any_of(before_, gives);
  });
}

bool InForce::can_be_raised(EscalationId id) const {
  const Escalation& escalation = structure_.escalations[id.index];
  if (!escalation.top_level || !escalation.on.empty() || !escalation.at_dates.empty()) return true;
  const auto by_handoff = [&](const Handoff& handoff) { return handoff.overdue_escalates == id && can_open(handoff); };
  return std::ranges::any_of(structure_.handoffs, by_handoff) ||
         std::ranges::find(structure_.slas, std::optional(id), &Sla::breach_escalates) != structure_.slas.end();
}

}  // namespace baton::dsl
