// Differences put into sentences: for whom, and when, a responsibility passes to whom.
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

struct DifferenceCases {
  std::vector<DifferenceCase> list;
  std::string by;  // more cases than anybody reads: what they depend on; the list is void then
};

class CaseSpeaker {
 public:
  explicit CaseSpeaker(const Versions& versions);
  // `per`: the type of the records that the boxes are about; nullopt: about accounts.
  DifferenceCases cases(const std::optional<RecordTypeId>& per, const Boxes& boxes);

 private:
  Box among(const std::optional<RecordTypeId>& per, const Box& box);
  DifferenceCase spoken(const std::optional<RecordTypeId>& per, const Box& box);
  std::string subjects(const Boxes& boxes) const;

  const Policy& policy_;
  const Space& space_;
  Possible possible_;
};

// Responsibilities that pass between the same roles in the same places.
struct Passing {
  std::vector<LeafId> leaves;
  std::optional<RoleId> before, after;
  DifferenceCases cases;
  Witness witness;
  Example example;
};

// In order of the responsibilities.
std::vector<Passing> passings(const Versions& versions, const Differences& differences);

}  // namespace baton::host
