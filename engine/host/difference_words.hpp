// Differences of ownership put into sentences: for whom, and when, a responsibility passes to whom.
#pragma once

#include <string>
#include <vector>

#include "engine/host/differences.hpp"

namespace baton::host {

// One part of where a difference holds. Both void: for all accounts, always.
struct DifferenceCase {
  std::string who;   // "segment is enterprise and arr >= 100k"
  std::string when;  // "during account customer from 90 days after entering onboarding"
};

// Responsibilities that pass between the same roles in the same places.
struct Passing {
  std::vector<LeafId> leaves;
  std::optional<RoleId> before, after;
  std::vector<DifferenceCase> cases;
  std::string by;  // more cases than anybody reads: what they depend on; `cases` is void then
  Witness witness;
  Example example;
};

// In order of the responsibilities.
std::vector<Passing> passings(const Versions& versions, const Differences& differences);

}  // namespace baton::host
