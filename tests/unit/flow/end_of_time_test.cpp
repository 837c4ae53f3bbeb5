// T2: time ends with the year 2099. What would be due later never is, and hides nothing that is due before.
#include <catch2/catch.hpp>

#include "tests/unit/flow/world.hpp"

namespace baton::testing {
namespace {

constexpr Span too_long{100, Unit::Year, false};

Target position(std::string_view name) {
  Target target;
  target.kind = Target::Kind::Position;
  target.name = name;
  return target;
}

// One of everything that has a deadline, each beyond the end.
Policy policy_beyond() {
  Policy policy = sample_policy();
  Handoff& handoff = policy.structures[0].handoffs[0];
  handoff.start_within = handoff.finish_within = handoff.cutover_after = too_long;
  handoff.checklist[0].within = too_long;
  Escalation alarm;
  alarm.name = "alarm";
  alarm.on = {on(policy, "intro.held")};
  alarm.tiers = {{{position("head_of_cs")}, too_long, {}}};
  Sla owed;
  owed.name = "owed";
  owed.on = alarm.on;
  owed.owner = position("head_of_cs");
  owed.owes = {on(policy, "account.churned")};
  owed.within = too_long;
  owed.warns_before = days(3);
  owed.paused_account_stages = stages(policy.lifecycle, {"customer"});
  Sla every = owed;
  every.name = "every";
  every.on = {};
  every.every = too_long;
  every.every_account_stages = stages(policy.lifecycle, {"onboarding"});
  policy.structures[0].escalations = {alarm};
  policy.structures[0].slas = {owed, every};
  add_transition(policy.lifecycle, {"onboarding"}, "churned").at = after(too_long, entering(policy, "onboarding"));
  return policy;
}

TEST_CASE("T2: a deadline beyond the end of time is none, and nothing comes of it") {
  Replay replay(policy_beyond());
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  const auto begun = replay.on("2026-02-03", "acme", "intro.held");
  REQUIRE(begun.size() == 1);
  CHECK(changes_of(begun[0], replay.program()) ==
        "handoff sales_to_am started AE dana -> AM kim missing story | "
        "escalation alarm calling tier 1 ines | sla owed running nobody");
  CHECK_FALSE(begun[0].next);
  CHECK(replay.advance("2099-12-31T23:59").empty());
  const AccountState& acme = replay.account("acme");
  REQUIRE(acme.handoffs.size() == 1);
  CHECK_FALSE(acme.handoffs[0].ended());
  REQUIRE(acme.slas.size() == 1);
  CHECK(acme.slas[0].state == SlaState::Running);
  CHECK_FALSE(acme.slas[0].warn_at);
  REQUIRE(acme.escalations.size() == 1);
  CHECK(acme.escalations[0].state == EscalationState::Calling);
}

TEST_CASE("T2, T5: a pause keeps all the time there is") {
  Replay replay(policy_beyond());
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  replay.on("2026-02-03", "acme", "intro.held");
  replay.on("2026-02-04", "acme", "onboarding.completed");
  const auto& slas = replay.account("acme").slas;
  REQUIRE(slas.size() == 1);
  CHECK(slas[0].state == SlaState::Paused);
  replay.on("2026-02-05", "acme", "account.churned");
  CHECK(slas.empty());
}

TEST_CASE("T2, T5: what begins in a pause beyond the end goes on beyond it") {
  Policy policy = policy_beyond();
  policy.structures[0].slas[0].paused_account_stages = stages(policy.lifecycle, {"onboarding"});
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  replay.on("2026-02-03", "acme", "intro.held");
  const auto& slas = replay.account("acme").slas;
  REQUIRE(slas.size() == 1);
  CHECK(slas[0].state == SlaState::Paused);
  replay.on("2026-02-04", "acme", "onboarding.completed");
  CHECK(slas[0].state == SlaState::Running);
  replay.advance("2099-12-31T23:59");
  REQUIRE(slas.size() == 1);
  CHECK(slas[0].state == SlaState::Running);
}

TEST_CASE("S5: an escalation by a date begins only where its conditions hold then") {
  Policy policy = sample_policy();
  Escalation review;
  review.name = "review";
  review.at_dates = {before(days(10), field(policy, "review_on"))};
  review.when = is(policy, "key", 1);
  review.tiers = {{{position("head_of_cs")}, std::nullopt, {}}};
  policy.structures[0].escalations = {review};
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  const auto asked = replay.on("2026-01-06", "acme", "account.updated", {{"review_on", "2026-06-11"}});
  REQUIRE(asked.size() == 1);
  CHECK_FALSE(asked[0].next);
  CHECK(replay.advance("2026-05-31").empty());
  CHECK(replay.on("2026-05-31", "acme", "account.updated", {{"key", 1}})[0].next->at == at("2026-06-01"));
  replay.advance("2026-06-01");
  CHECK(replay.account("acme").escalations.size() == 1);
}

}  // namespace
}  // namespace baton::testing
