// How test results name what they found: roles with their persons, records, times of the org's zone.
#pragma once

#include <string>

#include "engine/flow/engine.hpp"

namespace baton::dsl {

std::string_view state_word(HandoffState state);     // "cut_over"
std::string_view state_word(EscalationState state);  // "calling"
std::string_view state_word(SlaState state);         // "breached"

class Words {
 public:
  explicit Words(const Program& program) : policy_(program.policy()), org_(program.org()) {}

  const std::string& leaf(LeafId id) const { return policy_.leaves[id.index].name; }
  const std::string& role(RoleId id) const { return policy_.roles[id.index].name; }
  const std::string& person(PersonId id) const { return org_.people[id.index].id; }
  std::string people(const std::vector<PersonId>& ids) const;  // "kim, lee"; "nobody"
  std::string seat(std::optional<RoleId> role, std::optional<PersonId> person) const;
  std::string holder(const Holder& holder) const { return seat(holder.role, holder.person); }  // "AM (kim)"
  std::string of(const std::optional<RecordName>& record) const;                               // " of D1"; ""
  std::string record(const RecordName& name) const;                                            // "deal D1"
  std::string time(Instant at) const;                                                          // "2026-01-05T09:00"
  // "AM (kim) owns expansion.source of D1", "nobody owns adoption", "AM (kim) carries nrr".
  std::string owns(const Holder& holder, LeafId leaf, const std::optional<RecordName>& record) const;
  // "handoff sales_to_am of D1 is open, from AE (dana) to AM (kim), due 2026-02-17T17:00, missing risks, not accepted"
  std::string report(const HandoffReport& report) const;
  std::string report(const EscalationReport& report) const;
  std::string report(const SlaReport& report) const;
  std::string report(const CreditReport& report) const;  // "AE (dana) 70% of 1500"
  std::string report(const NextChange& next) const;

  const Policy& policy() const { return policy_; }
  const Org& org() const { return org_; }

 private:
  const Policy& policy_;
  const Org& org_;
};

}  // namespace baton::dsl
