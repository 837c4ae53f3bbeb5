// What a structure says besides owners, taken apart into named parts in the policy's words, so that two versions can be
// compared part by part. Internal to clause_changes.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/model/policy.hpp"

namespace baton::host {

struct ClauseWords {
  std::string name;                                        // "handoff sales_to_am"
  std::vector<std::pair<std::string, std::string>> parts;  // {"finish", "within 10 business days"}; names are unique
};

// In order: handoffs, moves at once, escalations, SLAs, credits, supports. Names are unique.
std::vector<ClauseWords> clauses_of(const Policy& policy, const Structure& structure);

}  // namespace baton::host
