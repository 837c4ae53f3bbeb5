// The machines of seats, escalations and SLAs by themselves: accounts whose stage and owners a test sets by hand, and
// a clock. What the engine decides about stages and ownership is left out, so a test shows one rule and nothing else.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/flow/step.hpp"
#include "tests/unit/flow/world.hpp"

namespace baton::testing {

class OneAccount {
 public:
  explicit OneAccount(Policy policy = sample_policy()) : OneAccount(policy, sample_org(policy)) {}
  OneAccount(Policy policy, Org org);

  // The account at hand; a new id begins a new account.
  OneAccount& account(std::string_view id);
  void clock(std::string_view time) { now_ = at(time); }
  void stage(std::string_view name);
  void stage_of(RecordIndex record, std::string_view name);
  void set(std::string_view field_name, Scalar value, RecordIndex record = std::nullopt);
  std::uint32_t begin_record(std::string_view type, std::string_view id);
  // `role_name` "": the leaf is not active any more.
  void owns(std::string_view role_name, std::string_view leaf_name, RecordIndex record = std::nullopt);
  void away(std::string_view id, std::string_view from, std::string_view to, std::string_view cover = "");
  void leaves(std::string_view id) { world.people[person_id(id).index].left = true; }

  // Each of these is one step; its answer is what the decision says: "AM kim round_robin, lee away".
  std::string fill();
  std::string pin(std::string_view role_name, std::string_view id, std::string_view until = "",
                  RecordIndex record = std::nullopt);
  std::string release(std::string_view role_name, RecordIndex record = std::nullopt);
  // A declared event: ends and begins escalations and SLAs, and gives credit.
  std::string happens(std::string_view name, RecordIndex record = std::nullopt);
  // Stages pause or go on.
  std::string enters(std::string_view name, RecordIndex record = std::nullopt);
  // escalation.acknowledged or .closed; the error, if there is one.
  std::string tell(Event::Kind kind, std::string_view escalation, RecordIndex record = std::nullopt);
  // Fires what is due up to and including `time`: "2026-03-02T09:30:00Z tier 2: escalation ...", one line each.
  std::vector<std::string> until(std::string_view time);

  Step step();  // a new one, with an empty decision
  PersonId person_id(std::string_view id) const { return testing::person(program.org(), id); }
  std::int64_t load(std::string_view id) const { return world.people[person_id(id).index].accounts; }
  std::string holder(std::string_view role_name, RecordIndex record = std::nullopt) const;
  AccountState& state() { return *world.accounts[at_hand_]; }
  const AccountState& state() const { return *world.accounts[at_hand_]; }

  Program program;
  World world;
  Decision decision;

 private:
  std::string said() const;

  std::uint32_t at_hand_ = 0;
  Instant now_ = testing::at("2026-03-02T09:00");  // a Monday
};

}  // namespace baton::testing
