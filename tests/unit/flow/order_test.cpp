// In which order things happen: S2 to S4.
#include <catch2/catch.hpp>

#include "engine/flow/timers.hpp"
#include "tests/unit/flow/world.hpp"

namespace baton::testing {

using Lines = std::vector<std::string>;

namespace {

Lines ids(const std::vector<Decision>& decisions) {
  Lines result;
  for (const Decision& decision : decisions) result.push_back(decision.subject + " " + decision.id);
  return result;
}

}  // namespace

TEST_CASE("S2: conditions see the state after the fields are set") {
  Policy policy = sample_policy();
  policy.structures[0].statements[2].condition = is(policy, "key", 0);
  add_statement(policy, 0, "CSM", {"closing"}).condition = is(policy, "key", 1);
  add_event(policy, "deal.flagged", "deal", {"key"});
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  const auto decisions = replay.on("2026-01-06", "acme", "deal.flagged", {{"deal", "D1"}, {"account.key", 1}});
  CHECK(changes_of(decisions[0], replay.program()) == "closing of D1: AE dana -> CSM ana (clause ae_am)");
}

TEST_CASE("S2: the record's stage moves before the account's") {
  Policy policy = sample_policy();
  Condition any_open;
  any_open.op = Condition::Op::AnyRecordIs;
  any_open.record = record(policy, "deal");
  any_open.stages = StageSet::of(StageId{0});
  auto& back = add_transition(policy.lifecycle, {"opportunity"}, "prospect");
  back.on = on(policy, "deal.closed_lost");
  back.when = Condition::negation(any_open);
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D2"}});
  CHECK(replay.on("2026-01-06", "acme", "deal.closed_lost", {{"deal", "D1"}})[0].stage_to == StageId{1});
  CHECK(replay.on("2026-01-07", "acme", "deal.closed_lost", {{"deal", "D2"}})[0].stage_to == StageId{0});
}

TEST_CASE("S2: seats are filled in the order in which roles are declared") {
  Policy policy = sample_policy();
  add_statement(policy, 0, "RS", {"closing"}).verb = Verb::Supports;
  Replay replay(policy);
  const auto decisions = replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  REQUIRE(decisions[0].assigned.size() == 1);  // helpers fill no seat
  CHECK(decisions[0].assigned[0].role == role(policy, "AE"));
  const auto won = replay.on("2026-01-06", "acme", "deal.closed_won", {{"deal", "D1"}});
  REQUIRE(won[0].assigned.size() == 1);
  CHECK(won[0].assigned[0].role == role(policy, "AM"));
}

TEST_CASE("S3: at one instant events come before timers, so a deadline is kept at its very instant") {
  Replay replay;
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  const auto kept =
      replay.on("2026-02-04T17:00", "acme", "handoff.item_done", {{"handoff", "sales_to_am"}, {"item", "story"}});
  CHECK(ids(kept) == Lines{"acme crm/e3"});
  CHECK(replay.advance("2026-02-16T16:59").empty());
  CHECK(ids(replay.on("2026-02-16T17:00:01", "acme", "qbr.held")) ==
        Lines{"acme timer/acme/handoff/sales_to_am/1/due", "acme crm/e4"});
}

TEST_CASE("S3: timers of one instant go by account, record, kind, declaration, beginning") {
  Policy policy = sample_policy();
  policy.structures[0].handoffs[0].start_within = days(90);
  policy.structures[0].handoffs[0].checklist.clear();
  policy.structures[0].handoffs[0].finish_within = policy.structures[0].handoffs[0].cutover_after = std::nullopt;
  Replay replay(policy);
  for (const char* account : {"zeta", "alpha"}) {
    replay.on("2026-01-05", account, "deal.opened", {{"deal", "D1"}});
  }
  for (const char* account : {"alpha", "zeta"}) {
    replay.on("2026-02-02", account, "deal.closed_won", {{"deal", "D1"}});
    replay.on("2026-02-02", account, "onboarding.completed");
    replay.on("2026-02-02", account, "contract.signed", {{"contract", "C1"}, {"end", "2026-08-31"}});
  }
  CHECK(ids(replay.advance("2026-05-03")) ==
        Lines{"zeta timer/zeta/window/ae_am/1/passed", "zeta timer/zeta/handoff/sales_to_am/1/start",
              "zeta timer/zeta/stage/contract/1/reached", "alpha timer/alpha/window/ae_am/1/passed",
              "alpha timer/alpha/handoff/sales_to_am/1/start", "alpha timer/alpha/stage/contract/1/reached"});
}

TEST_CASE("S3: timers that timers set for the same instant follow in the next round") {
  Policy policy = sample_policy();
  // A contract that is renewed by date ends the day its account's review is due: known only when the first has fired.
  auto& contract = policy.records[record(policy, "contract").index].lifecycle;
  add_transition(contract, {"renewing"}, "lapsed").at = before(days(120), field(policy, "contract.end"));
  Replay replay(policy);
  for (const char* account : {"a", "b"}) {
    replay.on("2026-01-05", account, "contract.signed", {{"contract", "C1"}, {"end", "2026-08-31"}});
  }
  CHECK(ids(replay.advance("2026-05-03")) ==
        Lines{"a timer/a/stage/contract/1/reached", "b timer/b/stage/contract/1/reached",
              "a timer/a/stage/contract/2/reached", "b timer/b/stage/contract/2/reached"});
}

TEST_CASE("S3: a timer that an earlier one of its instant has made void does not fire") {
  Policy policy = sample_policy();
  policy.structures[0].handoffs[0].cutover_after = business_days(10);  // the instant at which it is due
  policy.structures[0].handoffs[0].checklist[0].within = business_days(10);
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  replay.advance("2026-02-04T17:00");
  CHECK(ids(replay.advance("2026-03-31")) ==
        Lines{"acme timer/acme/handoff/sales_to_am/1/due", "acme timer/acme/handoff/sales_to_am/1/cutover"});
}

TEST_CASE("S4: an event that both ends and begins something ends the running one first") {
  Policy policy = sample_policy();
  auto& handoffs = policy.structures[0].handoffs;
  handoffs[0].checklist.clear();
  handoffs[0].accepted_on = {on(policy, "onboarding.completed")};
  policy.structures[0].statements[1].account_stages = stages(policy.lifecycle, {"onboarding"});
  add_statement(policy, 0, "CSM", {"relationship", "comms", "escalation"}).account_stages =
      stages(policy.lifecycle, {"customer"});
  Handoff next = handoffs[0];
  next.name = "am_to_csm";
  next.from = role(policy, "AM");
  next.to = role(policy, "CSM");
  handoffs.push_back(next);
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-01-06", "acme", "deal.closed_won", {{"deal", "D1"}});
  // It finishes the first, so the AM owns; and begins the second, which the same event does not accept.
  const auto decisions = replay.on("2026-01-07", "acme", "onboarding.completed");
  CHECK(changes_of(decisions[0], replay.program()) ==
        "stage onboarding -> customer | relationship: AE dana -> AM kim (handoff am_to_csm) | "
        "comms: AE dana -> AM kim (handoff am_to_csm) | onboarding: AM kim -> none (clause ae_am) | "
        "expansion: none -> AE dana (clause ae_am) | escalation: AE dana -> AM kim (handoff am_to_csm) | "
        "nrr: none -> AM kim (clause ae_am) | "
        "handoff sales_to_am finished AE dana -> AM kim due 2026-01-20T17:00:00Z accepted | "
        "handoff am_to_csm open AM kim -> CSM ana due 2026-01-21T17:00:00Z");
}

TEST_CASE("the same events give the same decisions, byte for byte") {
  const auto replay_all = [] {
    Replay replay;
    Lines lines;
    const auto add = [&](const Lines& more) { lines.insert(lines.end(), more.begin(), more.end()); };
    for (const char* account : {"a", "b", "c"}) {
      add(replay.say("2026-01-05", account, "deal.opened", {{"deal", "D1"}}));
      add(replay.say("2026-02-02", account, "deal.closed_won", {{"deal", "D1"}}));
    }
    add(replay.say_until("2026-12-31"));
    return lines;
  };
  CHECK(replay_all() == replay_all());
}

TEST_CASE("S2: what begins sees the structure, the owners and the seats that its event brings") {
  Policy policy = sample_policy();
  policy.structures.push_back(policy.structures[0]);
  Structure& key = policy.structures[1];
  key.name = "key_accounts";
  key.handoffs.clear();
  for (std::size_t i : {0U, 1U}) key.statements[i].role = role(policy, "CSM");
  Target owner;
  owner.kind = Target::Kind::OwnerOf;
  owner.leaf = leaf(policy, "comms");
  Escalation call;
  call.name = "call";
  call.on = {on(policy, "deal.closed_won")};
  call.tiers = {{{owner}, std::nullopt, {}}};
  Sla kickoff;
  kickoff.name = "kickoff";
  kickoff.on = call.on;
  kickoff.owner = owner;
  kickoff.owes = {on(policy, "qbr.held")};
  kickoff.within = days(3);
  key.escalations = {call};
  key.slas = {kickoff};
  key.credits = {{"deal.closed_won", on(policy, "deal.closed_won"), {{role(policy, "CSM"), 10'000}}, false, {}}};
  Org org = sample_org(policy);
  org.structures = {{StructureId{1}, compare(policy, "arr", Relation::Greater, 0), false, {}},
                    {StructureId{0}, {}, true, {}}};
  Replay replay(policy, org);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  const auto decisions =
      replay.on("2026-01-06", "acme", "deal.closed_won", {{"deal", "D1"}, {"account.arr", 100}, {"amount", 500}});
  REQUIRE(decisions.size() == 1);
  CHECK(changes_of(decisions[0], replay.program()) ==
        "stage opportunity -> onboarding | structure ae_am -> key_accounts | relationship: AE dana -> CSM ana (clause "
        "key_accounts) | comms: AE dana -> CSM ana (clause key_accounts) | onboarding: none -> AM kim (clause "
        "key_accounts) | escalation: AE dana -> CSM ana (clause key_accounts) | closing of D1: AE dana -> none (clause "
        "key_accounts) | escalation call calling tier 1 ana | sla kickoff running CSM ana due 2026-01-09T00:00:00Z | "
        "credit deal.closed_won CSM ana 100% 5");
}

TEST_CASE("S3: timers of one instant go by record, then kind, then declaration, then beginning") {
  Policy policy = sample_policy();
  Structure& structure = policy.structures[0];
  structure.statements[5].windows = {for_after(days(7), entering(policy, "onboarding"))};
  structure.handoffs[0].checklist.clear();
  structure.handoffs[0].start_within = days(7);
  structure.handoffs[0].finish_within = structure.handoffs[0].cutover_after = std::nullopt;
  Target head;
  head.kind = Target::Kind::Position;
  head.name = "head_of_cs";
  Escalation call;
  call.name = "call";
  call.on = {on(policy, "qbr.held")};
  call.tiers = {{{head}, days(7), {}}};
  Sla first;
  first.name = "first";
  first.on = call.on;
  first.owner = head;
  first.owes = {on(policy, "intro.held")};
  first.within = days(7);
  Sla second = first;
  second.name = "second";
  structure.escalations = {call};
  structure.slas = {second, first};
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-02-02", "acme", "qbr.held");
  replay.on("2026-02-02", "acme", "qbr.held");
  replay.on("2026-02-02", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2026-06-09"}});
  replay.on("2026-02-02", "acme", "contract.signed", {{"contract", "C2"}, {"end", "2026-06-09"}});
  replay.on("2026-02-02", "acme", "deal.closed_won", {{"deal", "D1"}});
  replay.on("2026-02-02", "acme", "onboarding.completed");
  replay.on("2026-02-02", "acme", "seat.assigned", {{"role", "AM"}, {"person", "lee"}, {"until", "2026-02-09"}});
  const auto fired = replay.advance("2026-02-09");
  Lines said;
  for (const Decision& decision : fired)
    said.push_back(decision.id + (decision.record ? " " + decision.record->id : ""));
  CHECK(said == Lines{"timer/acme/seat/AM/1/unpinned", "timer/acme/window/ae_am/1/passed",
                      "timer/acme/handoff/sales_to_am/1/start", "timer/acme/escalation/call/1/exhausted",
                      "timer/acme/sla/second/1/due", "timer/acme/sla/second/2/due", "timer/acme/sla/first/1/due",
                      "timer/acme/sla/first/2/due", "timer/acme/stage/contract/1/reached C1",
                      "timer/acme/stage/contract/2/reached C2"});
}

TEST_CASE("S3: an account's moment is kept while another's moves thousands of times, and only the last one counts") {
  TimerQueue queue;
  const Instant kept{5'000};
  queue.set(0, kept);
  queue.set(2, kept);
  for (std::int64_t ms = 9'000; ms >= kept.ms; --ms) queue.set(1, Instant{ms});
  queue.set(1, far_future);
  CHECK(queue.earliest() == kept);
  CHECK(queue.take(kept) == std::vector<std::uint32_t>{0, 2});
  CHECK(queue.earliest() == far_future);
}

}  // namespace baton::testing
