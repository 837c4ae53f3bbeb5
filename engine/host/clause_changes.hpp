// What two versions say otherwise within structures of one name that both use: handoffs, moves at once, escalations,
// SLAs, credits, supports. Compared by name and by wording, for owners are compared by proof.
#pragma once

#include <string>
#include <vector>

#include "engine/model/org.hpp"

namespace baton::host {

struct ClauseChange {
  enum class Kind { Changed, Added, Removed };
  Kind kind = Kind::Changed;
  std::vector<std::string> structures;  // names; several where the same is said in each
  std::vector<std::string> accounts;    // whom org.yaml sends to each: "accounts where segment is smb"
  std::string clause;                   // "handoff sales_to_am"
  std::vector<std::string> parts;       // Changed: "finish within 10 business days becomes within 5 business days"
};

// In order of the later version's structures; whole structures that one version alone uses come last.
std::vector<ClauseChange> clause_changes(const Policy& before, const Org& org_before, const Policy& after,
                                         const Org& org_after);

}  // namespace baton::host
