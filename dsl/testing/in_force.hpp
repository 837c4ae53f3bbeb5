// What of a structure can take effect at all: handoffs, escalations and SLAs of the top level and of what a structure
// rests on are in it also where nothing ever sets them off. Tests are not asked for those.
#pragma once

#include <vector>

#include "engine/model/org.hpp"
#include "engine/model/policy.hpp"

namespace baton::dsl {

class InForce {
 public:
  InForce(const Policy& policy, const Org& org, StructureId structure);

  // The receiver owns something of what it moves that the giver has owned before: here, or in a structure that org.yaml
  // may have chosen for the account before this one.
  bool can_open(const Handoff& handoff) const;
  // An event, a date, a handoff that can open or an SLA raises it.
  bool can_be_raised(EscalationId escalation) const;

 private:
  const Structure& structure_;
  std::vector<const Structure*> before_;  // those that can serve an account before, this one included
};

}  // namespace baton::dsl
