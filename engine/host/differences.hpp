// For which accounts and moments two versions of a project give a responsibility to different roles: proved, not
// sampled.
//
// Owners are those that section 4 names; a giver who still holds a leaf is looked at by replaying real events.
#pragma once

#include <optional>
#include <vector>

#include "engine/host/divisions.hpp"

namespace baton::host {

// One responsibility passes from one role to another, wherever `boxes` say.
struct OwnerDifference {
  LeafId leaf;
  std::optional<RoleId> before, after;  // nullopt: nobody, also where the leaf is not active
  Boxes boxes;                          // wide, they may overlap; as `exact` where these are very many
  Boxes exact;                          // disjoint; each has accounts
  Witness witness;
  Example example;
};

struct Differences {
  std::vector<OwnerDifference> owners;  // by leaf, then by roles
  std::vector<LeafId> not_proved;       // equal or not: not decided within the budget
};

Differences find_differences(const Versions& versions, const ProofBudget& budget);

}  // namespace baton::host
