// What a structure says besides owners, taken apart into named parts in the policy's words, so that two versions can be
// compared part by part. Internal to clause_changes.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/model/policy.hpp"

namespace baton::host {

struct ClauseWords {
  using Parts = std::vector<std::pair<std::string, std::string>>;
  std::string name;                 // "handoff sales_to_am"
  Parts parts;                      // {"finish", "within 10 business days"}; names are unique
  const Condition* when = nullptr;  // what it asks besides when it is triggered; of the policy
  std::optional<RecordTypeId> per;
};

// In order: handoffs, moves at once, escalations, SLAs, credits, supports. Names are unique.
std::vector<ClauseWords> clauses_of(const Policy& policy, const Structure& structure);

}  // namespace baton::host
