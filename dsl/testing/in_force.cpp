#include "dsl/testing/in_force.hpp"

#include <algorithm>

namespace baton::dsl {

bool can_open(const Structure& structure, const Handoff& handoff) {
  if (!handoff.top_level) return true;
  const auto moved = [&](LeafId leaf) { return std::ranges::find(handoff.moves, leaf) != handoff.moves.end(); };
  return std::ranges::any_of(structure.statements, [&](const Statement& statement) {
    return statement.verb != Verb::Supports && statement.role == handoff.to &&
           std::ranges::any_of(statement.leaves, moved);
  });
}

bool can_be_raised(const Structure& structure, EscalationId id) {
  const Escalation& escalation = structure.escalations[id.index];
  if (!escalation.top_level || !escalation.on.empty() || !escalation.at_dates.empty()) return true;
  const auto by_handoff = [&](const Handoff& handoff) {
    return handoff.overdue_escalates == id && can_open(structure, handoff);
  };
  return std::ranges::any_of(structure.handoffs, by_handoff) ||
         std::ranges::find(structure.slas, std::optional(id), &Sla::breach_escalates) != structure.slas.end();
}

}  // namespace baton::dsl
