// For which accounts and moments two versions of a project give a responsibility to different roles: proved, not
// sampled.
//
// Both versions' tables are cut with each other over one space (engine/decide/joint). A part in which the owners differ
// is kept if some account can be there, and each kind of difference is shown once by a history that the engine replays
// under both versions. Owners are those that section 4 names; a giver who still holds a leaf is looked at by replaying
// real events.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/decide/analyse_example.hpp"
#include "engine/decide/joint.hpp"

namespace baton::host {

// One responsibility passes from one role to another, wherever `boxes` say.
struct OwnerDifference {
  LeafId leaf;
  std::optional<RoleId> before, after;  // nullopt: nobody
  Boxes boxes;                          // wide, they may overlap; as `exact` where these are very many
  Boxes exact;                          // disjoint; each has accounts
  Witness witness;
  Example example;
};

struct Differences {
  std::vector<OwnerDifference> owners;  // by leaf, then by roles
  std::vector<LeafId> not_proved;       // equal or not: not decided within the budget
};

// Two versions in one space. `before` and `after` run the joint policy, each with its own choice of structures.
struct Versions {
  Versions(const Policy& policy_before, const Org& org_before, const Policy& policy_after, const Org& org_after);

  Joint joint;
  std::shared_ptr<const Program> before, after;  // of one space: a box means the same in both
};

Differences find_differences(const Versions& versions, const ProofBudget& budget);

}  // namespace baton::host
