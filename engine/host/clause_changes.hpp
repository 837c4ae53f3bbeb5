// What two versions say otherwise besides owners: handoffs, moves at once, escalations, SLAs, credits, supports, and
// the team structure itself. A clause of one name is told apart by its words; for which accounts its words are others
// is proved, as for owners, from the rows that choose the structures and from what the clause asks `when` it is
// triggered.
#pragma once

#include <string>
#include <vector>

#include "engine/host/difference_words.hpp"

namespace baton::host {

struct ClauseChange {
  enum class Kind { Changed, Added, Removed, NotDecided };
  Kind kind = Kind::Changed;
  std::string clause;              // "handoff sales_to_am"
  std::vector<std::string> parts;  // Changed: "finish within 10 business days becomes within 5 business days"
  DifferenceCases cases;           // for whom, and when
  Boxes exact;                     // the same: disjoint; each has accounts
};

// In order of the later version's structures; clauses that the earlier version alone has come last.
std::vector<ClauseChange> clause_changes(const Versions& versions, const ProofBudget& budget);

}  // namespace baton::host
