// What can be said of a resolved policy and org without a proof: escalation chains that end at no one, tiers without
// time, roles without coverage, names that org.yaml does not know (rules R7, O5, O8).
#pragma once

#include "dsl/diagnostics.hpp"
#include "engine/model/org.hpp"

namespace baton::dsl {

void check_static(const Policy& policy, const Org& org, const Sources& sources, Emitter& emitter);

}  // namespace baton::dsl
