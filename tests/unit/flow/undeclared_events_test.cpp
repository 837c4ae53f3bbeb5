// Events that need no declaration do what they say, and then set off what the text hangs on them.
#include <catch2/catch.hpp>

#include "tests/unit/flow/world.hpp"

namespace baton::testing {
namespace {

// The event as the text names it, with texts of its own.
void add_undeclared(Policy& policy, EventKind kind, std::initializer_list<std::string_view> own = {}) {
  EventType& event = add_event(policy, name_of(kind));
  event.kind = kind;
  for (const std::string_view name : own) {
    Field field;
    field.name = name;
    field.type.kind = TypeKind::Text;
    event.own.push_back(field);
  }
}

// WORD is "TEXT": a condition on the first text of the event's own.
Condition says(Policy& policy, EventKind kind, std::string_view text) {
  policy.texts.push_back(std::string(text));
  Condition condition;
  condition.op = Condition::Op::Compare;
  condition.field = {Scope::Event, {}, *policy.event_of(kind), FieldId{0}};
  condition.value = static_cast<Scalar>(policy.texts.size() - 1);
  return condition;
}

EventTrigger on(const Policy& policy, EventKind kind, Condition where = {}) {
  return {*policy.event_of(kind), std::move(where)};
}

Replay onboarding(const Policy& policy) {
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  return replay;
}

std::string change(Replay& replay, std::string_view time, std::string_view type, Replay::Values values = {}) {
  const auto decisions = replay.on(time, "acme", type, values);
  return decisions.empty() ? "rejected: " + replay.error : changes_of(decisions.back(), replay.program());
}

Escalation calls_ines() {
  Escalation escalation;
  escalation.name = "alarm";
  Target head;
  head.kind = Target::Kind::Position;
  head.name = "head_of_cs";
  escalation.tiers = {{{head}, std::nullopt, {}}};
  return escalation;
}

TEST_CASE("account.updated moves a stage where its fields say so, after they are set") {
  Policy policy = sample_policy();
  add_undeclared(policy, EventKind::AccountUpdated);
  add_transition(policy.lifecycle, {"onboarding"}, "customer").on =
      on(policy, EventKind::AccountUpdated, is(policy, "key", 1));
  Replay replay = onboarding(policy);
  CHECK(change(replay, "2026-02-03", "account.updated", {{"arr", 10}}) == "");
  CHECK_THAT(change(replay, "2026-02-04", "account.updated", {{"key", 1}}),
             Catch::StartsWith("stage onboarding -> customer | "));
}

TEST_CASE("a window counts from the receiver's acceptance, and what opens nothing moves nothing") {
  Policy policy = sample_policy();
  add_undeclared(policy, EventKind::HandoffAccepted, {"handoff"});
  policy.structures[0].statements[5].windows = {for_after(days(10), latest(policy, "handoff.accepted"))};
  Replay replay = onboarding(policy);
  replay.on("2026-02-10", "acme", "onboarding.completed");
  CHECK(replay.owner("acme", "expansion") == "AM kim");
  CHECK(change(replay, "2026-02-11", "handoff.accepted", {{"handoff", "no_such"}}) ==
        "rejected: no handoff `no_such` is open for `acme`");
  CHECK(replay.owner("acme", "expansion") == "AM kim");
  change(replay, "2026-02-12", "handoff.accepted", {{"handoff", "sales_to_am"}});
  CHECK(replay.owner("acme", "expansion") == "AE dana");
  replay.advance("2026-02-22");
  CHECK(replay.owner("acme", "expansion") == "AM kim");
}

TEST_CASE("an escalation begins with a return of one handoff, and others' events end it") {
  Policy policy = sample_policy();
  add_undeclared(policy, EventKind::HandoffReturned, {"handoff"});
  add_undeclared(policy, EventKind::SeatAssigned, {"role"});
  add_undeclared(policy, EventKind::ItemDone, {"item"});
  Escalation alarm = calls_ines(), never = alarm;
  alarm.on = {on(policy, EventKind::HandoffReturned, says(policy, EventKind::HandoffReturned, "sales_to_am"))};
  never.name = "never";
  never.on = {on(policy, EventKind::HandoffReturned, says(policy, EventKind::HandoffReturned, "another"))};
  alarm.acknowledged_on = {on(policy, EventKind::SeatAssigned, says(policy, EventKind::SeatAssigned, "AM"))};
  alarm.closed_on = {on(policy, EventKind::ItemDone, says(policy, EventKind::ItemDone, "story"))};
  policy.structures[0].escalations = {alarm, never};
  Replay replay = onboarding(policy);
  const auto states = [&] {
    std::vector<EscalationState> seen;
    for (const auto& running : replay.account("acme").escalations) seen.push_back(running.state);
    return seen;
  };
  using States = std::vector<EscalationState>;
  replay.on("2026-02-03", "acme", "handoff.returned", {{"handoff", "sales_to_am"}, {"reason", "no story"}});
  CHECK(states() == States{EscalationState::Calling});
  replay.on("2026-02-04", "acme", "seat.assigned", {{"role", "AE"}, {"person", "erin"}});
  CHECK(states() == States{EscalationState::Calling});
  replay.on("2026-02-05", "acme", "seat.assigned", {{"role", "AM"}, {"person", "lee"}});
  CHECK(states() == States{EscalationState::Acknowledged});
  replay.on("2026-02-06", "acme", "handoff.item_done", {{"handoff", "sales_to_am"}, {"item", "story"}});
  CHECK(states().empty());
}

TEST_CASE("the end of one escalation begins an SLA, and an acceptance meets it") {
  Policy policy = sample_policy();
  add_undeclared(policy, EventKind::EscalationClosed, {"escalation"});
  add_undeclared(policy, EventKind::HandoffAccepted, {"handoff"});
  Escalation alarm = calls_ines();
  alarm.on = {testing::on(policy, "intro.held")};
  Sla review;
  review.name = "review";
  review.on = {on(policy, EventKind::EscalationClosed, says(policy, EventKind::EscalationClosed, "alarm"))};
  review.owner.role = role(policy, "AE");
  review.owes = {on(policy, EventKind::HandoffAccepted)};
  review.within = days(3);
  policy.structures[0].escalations = {alarm};
  policy.structures[0].slas = {review};
  Replay replay = onboarding(policy);
  replay.on("2026-02-03", "acme", "intro.held");
  CHECK(change(replay, "2026-02-04", "escalation.closed", {{"escalation", "alarm"}}) ==
        "escalation alarm closed tier 1 ines | sla review running AE dana due 2026-02-07T00:00:00Z");
  CHECK_THAT(change(replay, "2026-02-05", "handoff.accepted", {{"handoff", "sales_to_am"}}),
             Catch::EndsWith("sla review met AE dana"));
}

TEST_CASE("in a record's lifecycle and anchors only the event with the record's id counts") {
  Policy policy = sample_policy();
  add_undeclared(policy, EventKind::HandoffAccepted, {"handoff"});
  RecordType& contract = policy.records[record(policy, "contract").index];
  add_transition(contract.lifecycle, {"live"}, "renewing").on = on(policy, EventKind::HandoffAccepted);
  const AnchorId accepted = latest(policy, "handoff.accepted", "contract");
  policy.structures[0].handoffs[0].moves.push_back(leaf(policy, "renewal"));
  const std::uint32_t rest = policy.structures[0].statements[1].layer;
  policy.structures[0].statements[4].layer = rest;
  Statement& giver = add_statement(policy, 0, "AE", {"renewal"});
  giver.condition = is(policy, "key", 0);
  Replay replay = onboarding(policy);
  replay.on("2026-02-03", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2027-02-01"}});
  replay.on("2026-02-03", "acme", "contract.signed", {{"contract", "C2"}, {"end", "2027-02-01"}});
  replay.on("2026-02-04", "acme", "account.updated", {{"key", 1}});
  const auto& records = replay.account("acme").records;
  const auto live = stage(contract.lifecycle, "live"), renewing = stage(contract.lifecycle, "renewing");
  replay.on("2026-02-05", "acme", "handoff.accepted", {{"handoff", "sales_to_am"}});
  CHECK(replay.error == "");
  CHECK(records[1].facts.stage == live);
  CHECK(records[1].facts.anchors[accepted.index] == never);
  replay.on("2026-02-06", "acme", "handoff.accepted", {{"handoff", "sales_to_am"}, {"contract", "C2"}});
  CHECK(replay.error == "");
  CHECK(records[1].facts.stage == live);
  CHECK(records[2].facts.stage == renewing);
  CHECK(records[2].facts.anchors[accepted.index] == at("2026-02-06"));
}

TEST_CASE("what is accepted for one record says nothing of records of another kind, nor of the account") {
  Policy policy = sample_policy();
  add_undeclared(policy, EventKind::HandoffAccepted, {"handoff"});
  const RecordTypeId contract = record(policy, "contract"), ticket = record(policy, "ticket");
  for (const RecordTypeId type : {contract, ticket}) {
    Lifecycle& lifecycle = policy.records[type.index].lifecycle;
    lifecycle.transitions.insert(lifecycle.transitions.begin(), Transition{});
    Transition& accepted = lifecycle.transitions.front();
    accepted.from = StageSet::of(StageId{0});
    accepted.to = StageId{1};
    accepted.on = on(policy, EventKind::HandoffAccepted);
  }
  const AnchorId of_contract = latest(policy, "handoff.accepted", "contract");
  const AnchorId of_ticket = latest(policy, "handoff.accepted", "ticket");
  const AnchorId of_account = latest(policy, "handoff.accepted");
  policy.structures[0].handoffs[0].moves.push_back(leaf(policy, "renewal"));
  policy.structures[0].statements[4].layer = policy.structures[0].statements[1].layer;
  add_statement(policy, 0, "AE", {"renewal"}).condition = is(policy, "key", 0);
  Replay replay = onboarding(policy);
  replay.on("2026-02-03", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2027-02-01"}});
  replay.on("2026-02-03", "acme", "ticket.opened", {{"ticket", "T1"}});
  replay.on("2026-02-04", "acme", "account.updated", {{"key", 1}});
  const AccountState& acme = replay.account("acme");
  const RecordFacts &deal = acme.records[0].facts, &c1 = acme.records[1].facts, &t1 = acme.records[2].facts;

  replay.on("2026-02-05", "acme", "handoff.accepted", {{"handoff", "sales_to_am"}});
  REQUIRE(replay.error == "");
  CHECK(c1.stage == StageId{0});
  CHECK(t1.stage == StageId{0});
  CHECK(acme.facts.anchors[of_account.index] == at("2026-02-05"));
  CHECK(acme.facts.anchors[of_contract.index] == never);
  CHECK(c1.anchors[of_contract.index] == never);

  replay.on("2026-02-06", "acme", "handoff.accepted", {{"handoff", "sales_to_am"}, {"contract", "C1"}});
  REQUIRE(replay.error == "");
  CHECK(c1.stage == StageId{1});
  CHECK(t1.stage == StageId{0});
  CHECK(c1.anchors[of_contract.index] == at("2026-02-06"));
  for (const RecordFacts* other : {&deal, &c1, &t1}) CHECK(other->anchors[of_ticket.index] == never);
  CHECK(deal.anchors[of_contract.index] == never);
  CHECK(t1.anchors[of_contract.index] == never);
  CHECK(acme.facts.anchors[of_contract.index] == never);
}

TEST_CASE(
    "a declared event that names a record moves the stages of all records of another kind, and of its own that one") {
  Policy policy = sample_policy();
  for (const char* name : {"contract", "ticket"}) {
    Lifecycle& lifecycle = policy.records[record(policy, name).index].lifecycle;
    add_transition(lifecycle, {lifecycle.stages[0].name}, lifecycle.stages[1].name).on =
        testing::on(policy, "contract.amended");
  }
  const AnchorId amended = latest(policy, "contract.amended", "ticket");
  Replay replay = onboarding(policy);
  replay.on("2026-02-03", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2027-02-01"}});
  replay.on("2026-02-03", "acme", "contract.signed", {{"contract", "C2"}, {"end", "2027-02-01"}});
  replay.on("2026-02-03", "acme", "ticket.opened", {{"ticket", "T1"}});
  replay.on("2026-02-03", "acme", "ticket.opened", {{"ticket", "T2"}});
  replay.on("2026-02-04", "acme", "contract.amended", {{"contract", "C2"}, {"end", "2028-02-01"}});
  const AccountState& acme = replay.account("acme");
  std::vector<StageId> stages;
  for (const RecordState& one : acme.records) stages.push_back(one.facts.stage);
  const StageId won{1}, first{0}, second{1};
  CHECK(stages == std::vector{won, first, second, second, second});
  for (const RecordState& one : acme.records)
    CHECK(one.facts.anchors[amended.index] == never);  // O1: no ticket is named
}

TEST_CASE("N1: a handoff of records can have its giver stay by the record's stages") {
  Policy policy = sample_policy();
  Handoff& handoff = policy.structures[0].handoffs[0];
  handoff.moves = {leaf(policy, "renewal")};
  handoff.checklist.clear();
  Stay stay;
  stay.role = role(policy, "AE");
  stay.record_stages = stages(policy.records[record(policy, "contract").index].lifecycle, {"renewing"});
  handoff.stays = {stay};
  policy.structures[0].statements[4].layer = policy.structures[0].statements[1].layer;
  add_statement(policy, 0, "AE", {"renewal"}).condition = is(policy, "key", 0);
  Replay replay = onboarding(policy);
  replay.on("2026-02-03", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2027-02-01"}});
  replay.on("2026-02-04", "acme", "account.updated", {{"key", 1}});
  replay.on("2026-02-05", "acme", "handoff.accepted", {{"handoff", "sales_to_am"}, {"contract", "C1"}});
  const auto beside = [&](std::string_view time) {
    const auto snapshot = replay.engine().snapshot("acme", at(time));
    return snapshot->records[1].owners[0].secondary.size();
  };
  CHECK(replay.owner("acme", "renewal", "C1") == "AM kim");
  CHECK(beside("2026-02-05") == 0);
  replay.on("2026-02-06", "acme", "renewal.opened", {{"contract", "C1"}});
  CHECK(beside("2026-02-06") == 1);
}

}  // namespace
}  // namespace baton::testing
