// What of a structure can take effect at all: handoffs, escalations and SLAs of the top level are in every structure,
// also where nothing ever sets them off. Tests are not asked for those.
#pragma once

#include "engine/model/policy.hpp"

namespace baton::dsl {

// The receiver owns something of what it moves.
bool can_open(const Structure& structure, const Handoff& handoff);
// An event, a date, a handoff that can open or an SLA raises it.
bool can_be_raised(const Structure& structure, EscalationId escalation);

}  // namespace baton::dsl
