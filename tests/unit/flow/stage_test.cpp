// Stages and the dates that bring them about: S5, S6, O1.
#include <catch2/catch.hpp>

#include "tests/unit/flow/world.hpp"
#include "tests/unit/model/zones_by_hand.hpp"

namespace baton::testing {

namespace {

// The contract's stage after everything up to `time`.
std::string stage_at(Replay& replay, std::string_view time) {
  replay.advance(time);
  const RecordState& contract = replay.account("acme").records[0];
  return replay.policy().records[contract.type.index].lifecycle.stages[contract.facts.stage.index].name;
}

}  // namespace

TEST_CASE("S5: a stage is reached by its date") {
  Replay replay;
  replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2026-12-31"}});
  CHECK(stage_at(replay, "2026-09-01T23:59") == "live");
  CHECK(stage_at(replay, "2026-09-02") == "renewing");  // 120 days before
}

TEST_CASE("S5: a date that moves is computed anew; the old timer does not fire") {
  Replay replay;
  replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2026-12-31"}});
  replay.on("2026-02-01", "acme", "contract.amended", {{"contract", "C1"}, {"end", "2027-12-31"}});
  CHECK(stage_at(replay, "2026-12-31") == "live");
  CHECK(stage_at(replay, "2027-09-02") == "renewing");
}

TEST_CASE("S5: already past when the date becomes known, it fires at once if the date is still ahead, else never") {
  SECTION("ahead") {
    Replay replay;
    const auto decisions =
        replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2026-02-01"}});
    REQUIRE(decisions.size() == 1);
    CHECK(decisions[0].next->at == at("2026-01-05"));
    const auto fired = replay.advance("2026-01-05");
    REQUIRE(fired.size() == 1);
    CHECK(fired[0].id == "timer/acme/stage/contract/1/reached");
    CHECK(stage_at(replay, "2026-01-05") == "renewing");
  }
  SECTION("behind") {
    Replay replay;
    replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2026-01-05"}});
    CHECK(replay.advance("2030-01-01").empty());
    CHECK(stage_at(replay, "2030-01-01") == "live");
  }
}

TEST_CASE("S5: a date becomes known when it is first told, however late, and not anew when it is told again") {
  SECTION("late") {
    Replay replay;
    replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}});
    replay.on("2026-10-01", "acme", "contract.amended", {{"contract", "C1"}, {"end", "2026-12-31"}});
    CHECK(stage_at(replay, "2026-10-01") == "renewing");
  }
  SECTION("again") {
    Replay replay;
    replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2026-12-31"}});
    replay.on("2026-08-01", "acme", "renewal.opened", {{"contract", "C1"}});
    replay.on("2026-10-01", "acme", "renewal.won", {{"contract", "C1"}, {"end", "2026-12-31"}});
    CHECK(stage_at(replay, "2026-12-31") == "live");  // its moment passed while the renewal was open
  }
}

TEST_CASE("V1: what an event declares as its own default fills the fields that are still unknown") {
  Policy policy = sample_policy();
  auto& payload = policy.events[event(policy, "contract.signed").index].payload;  // arr, end
  payload[1].initial = day("2026-12-31").number;
  const auto end_of = [&](Replay& replay) {
    return replay.account("acme").records[0].facts.fields[field(policy, "contract.end").field.index];
  };
  SECTION("whatever else it declares") {
    Replay replay(policy);
    replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}});
    CHECK(end_of(replay) == day("2026-12-31").number);
  }
  SECTION("and whatever else it gives") {
    payload[0].initial = 5;
    Replay replay(policy);
    replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}, {"arr", 7}});
    CHECK(end_of(replay) == day("2026-12-31").number);
  }
}

TEST_CASE("V1: an event's own default fills a field of the account, and what only conditions ask about") {
  Policy policy = sample_policy();
  const EventId held = event(policy, "intro.held");
  const FieldRef size{Scope::Event, {}, held, FieldId{0}}, review = field(policy, "review_on");
  EventType& type = policy.events[held.index];
  Field own;
  own.name = "size";
  own.type = {.kind = TypeKind::Number, .labels = {}, .min = 0, .max = 9};
  type.own.push_back(own);
  type.payload.push_back({"size", size, false, 3});
  type.payload.push_back({"review_on", review, false, day("2026-06-01").number});
  const AnchorId large = latest(policy, "intro.held");
  Condition& where = policy.anchors[large.index].event.where;
  where.op = Condition::Op::Compare;
  where.field = size;
  where.value = 3;
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  const AccountFacts& acme = replay.account("acme").facts;
  const auto review_on = [&] { return acme.fields[review.field.index]; };
  replay.on("2026-01-06", "acme", "intro.held");
  CHECK(review_on() == day("2026-06-01").number);
  CHECK(acme.anchors[large.index] == at("2026-01-06"));
  replay.on("2026-01-07", "acme", "intro.held", {{"size", 4}, {"review_on", "2026-07-01"}});
  CHECK(replay.error == "");
  CHECK(review_on() == day("2026-07-01").number);
  CHECK(acme.anchors[large.index] == at("2026-01-06"));
  replay.on("2026-01-08", "acme", "intro.held");
  CHECK(review_on() == day("2026-07-01").number);  // a default is for what is unknown
  CHECK(acme.anchors[large.index] == at("2026-01-08"));
}

TEST_CASE("of several transitions the first one declared whose conditions hold is taken") {
  Policy policy = sample_policy();
  policy.lifecycle.transitions[0].when = is(policy, "deal.kind", 0);
  add_transition(policy.lifecycle, {"prospect"}, "customer").on =
      on(policy, "deal.opened", is(policy, "deal.amount", 7));
  add_transition(policy.lifecycle, {"prospect"}, "onboarding").on = on(policy, "deal.opened");
  Replay replay(policy);
  const auto reached = [&](std::string_view account, Replay::Values values) {
    return policy.lifecycle.stages[replay.on("2026-01-05", account, "deal.opened", values)[0].stage_to->index].name;
  };
  CHECK(reached("a", {{"deal", "D1"}, {"kind", "new"}, {"amount", 7}}) == "opportunity");
  CHECK(reached("b", {{"deal", "D1"}, {"kind", "expansion"}, {"amount", 7}}) == "customer");
  CHECK(reached("c", {{"deal", "D1"}, {"kind", "expansion"}, {"amount", 8}}) == "onboarding");
}

TEST_CASE("S5, T3: a night shift that opens only when the date has come is too late, and `next` does not name it") {
  Policy policy = sample_policy();
  policy.records[record(policy, "contract").index].lifecycle.transitions[1].at->span = business_days(1);
  Org org = sample_org(policy);
  // The shift before the date opens at 20:00 in New York: 01:00 of the date in UTC, the org's zone.
  std::vector<Shift> nights;
  for (int weekday = 0; weekday < 7; ++weekday) nights.push_back({weekday, 20 * 60, 23 * 60});
  org.calendars[0] = Calendar("nights", new_york(), nights, {});
  Replay replay(policy, org);
  const auto decisions =
      replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2026-12-31"}});
  REQUIRE(decisions.size() == 1);
  CHECK((!decisions[0].next || decisions[0].next->at < at("2026-12-30")));
  CHECK(stage_at(replay, "2027-06-01") == "live");
}

TEST_CASE("S5: once per value of the date") {
  Replay replay;
  replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2026-12-31"}});
  CHECK(stage_at(replay, "2026-10-01") == "renewing");
  replay.on("2026-10-02", "acme", "renewal.won", {{"contract", "C1"}});  // its end stays
  CHECK(stage_at(replay, "2026-11-01") == "live");
  replay.on("2026-11-02", "acme", "contract.amended", {{"contract", "C1"}, {"end", "2027-12-31"}});
  replay.on("2026-11-03", "acme", "contract.amended", {{"contract", "C1"}, {"end", "2026-12-31"}});
  CHECK(stage_at(replay, "2026-12-30") == "live");
}

TEST_CASE("S5: conditions and the stage are asked when it fires, and a moment that passed them is missed") {
  Policy policy = sample_policy();
  auto& contract = policy.records[record(policy, "contract").index].lifecycle;
  contract.transitions[1].when = is(policy, "key", 1);
  SECTION("the condition comes true too late") {
    Replay replay(policy);
    replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2026-12-31"}});
    CHECK(replay.advance("2026-09-02").empty());
    replay.on("2026-09-03", "acme", "account.updated", {{"key", 1}});
    CHECK(stage_at(replay, "2026-12-30") == "live");
  }
  SECTION("the condition comes true in time") {
    Replay replay(policy);
    replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2026-12-31"}});
    replay.on("2026-09-01", "acme", "account.updated", {{"key", 1}});
    CHECK(stage_at(replay, "2026-09-02") == "renewing");
  }
}

TEST_CASE("S5: `D after ANCHOR` runs from the latest one") {
  Policy policy = sample_policy();
  const AnchorId opened = latest(policy, "deal.opened");
  add_transition(policy.lifecycle, {"opportunity"}, "prospect").at = after(days(30), opened);
  Replay replay(policy);
  replay.on("2026-01-05T12:00", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-01-20T12:00", "acme", "deal.opened", {{"deal", "D2"}});
  CHECK(replay.advance("2026-02-19T11:59").empty());
  const auto fired = replay.advance("2026-02-19T12:00");
  REQUIRE(fired.size() == 1);
  CHECK(fired[0].id == "timer/acme/stage/account/1/reached");
  CHECK(fired[0].stage_to == StageId{0});
}

TEST_CASE("S6: what a date has brought about is not undone when the date moves") {
  Replay replay;
  replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2026-12-31"}});
  CHECK(stage_at(replay, "2026-09-02") == "renewing");
  replay.on("2026-09-03", "acme", "contract.amended", {{"contract", "C1"}, {"end", "2028-12-31"}});
  CHECK(stage_at(replay, "2026-12-31") == "renewing");
}

TEST_CASE("S6: a stage timer fires only if its transition exists then") {
  Replay replay;
  replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2026-12-31"}});
  replay.on("2026-06-01", "acme", "renewal.opened", {{"contract", "C1"}});
  CHECK(replay.advance("2026-12-31").empty());
  CHECK(stage_at(replay, "2026-12-31") == "renewing");
}

TEST_CASE("O1: the start stage is entered with the first event, before its own transition") {
  Policy policy = sample_policy();
  const AnchorId start = entering(policy, "prospect");
  const AnchorId next = entering(policy, "opportunity");
  const AnchorId open = entering(policy, "open", "deal");
  const AnchorId opened = latest(policy, "deal.opened", "deal");
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  const AccountState& account = replay.account("acme");
  CHECK(account.facts.anchors[start.index] == at("2026-01-05"));
  CHECK(account.facts.anchors[next.index] == at("2026-01-05"));
  CHECK(account.facts.anchors[opened.index] == never);  // it is the record's
  CHECK(account.records[0].facts.anchors[open.index] == at("2026-01-05"));
  CHECK(account.records[0].facts.anchors[opened.index] == at("2026-01-05"));
}

TEST_CASE("O1: every occurrence moves an anchor, self-transitions included") {
  Policy policy = sample_policy();
  add_transition(policy.lifecycle, {"opportunity"}, "opportunity").on = on(policy, "qbr.held");
  const AnchorId entered = entering(policy, "opportunity");
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-01-09", "acme", "qbr.held");
  CHECK(replay.account("acme").facts.anchors[entered.index] == at("2026-01-09"));
}

TEST_CASE("O1: in per-record text an event that names the record means this record's occurrence") {
  Policy policy = sample_policy();
  const AnchorId signed_at = latest(policy, "contract.signed", "contract");
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}});
  replay.on("2026-01-06", "acme", "contract.signed", {{"contract", "C2"}});
  CHECK(replay.account("acme").records[0].facts.anchors[signed_at.index] == at("2026-01-05"));
  CHECK(replay.account("acme").records[1].facts.anchors[signed_at.index] == at("2026-01-06"));
}

TEST_CASE("an event that names no record moves the stages of all its records") {
  Policy policy = sample_policy();
  auto& contract = policy.records[record(policy, "contract").index].lifecycle;
  add_transition(contract, {"live", "renewing"}, "lapsed").on = on(policy, "account.churned");
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}});
  replay.on("2026-01-06", "acme", "contract.signed", {{"contract", "C2"}});
  CHECK(replay.account("acme").live == std::vector<std::uint32_t>{0, 1});
  replay.on("2026-02-01", "acme", "account.churned");
  CHECK(replay.account("acme").facts.records_in_stage[1] == std::vector<std::uint32_t>{0, 0, 2});
  CHECK(replay.account("acme").live.empty());
}

TEST_CASE("S5: whether an item's conditions and structure let a date begin it is asked at its moment, once for all") {
  Policy policy = sample_policy();
  Target head;
  head.kind = Target::Kind::Position;
  head.name = "head_of_cs";
  Escalation call;
  call.name = "call";
  call.per = record(policy, "contract");
  call.at_dates = {before(days(30), field(policy, "contract.end"))};
  call.tiers = {{{head}, std::nullopt, {}}};
  policy.records[call.per->index].lifecycle.transitions.erase(
      policy.records[call.per->index].lifecycle.transitions.begin() + 1);
  policy.structures.push_back(policy.structures[0]);
  policy.structures[1].escalations = {call};
  Org org = sample_org(policy);
  org.structures = {{StructureId{1}, is(policy, "key", 1), false, {}}, {StructureId{0}, {}, true, {}}};
  Replay replay(policy, org);
  replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2026-03-31"}});
  SECTION("its structure rules in time") {
    replay.on("2026-02-28", "acme", "account.updated", {{"key", 1}});
    const auto fired = replay.advance("2026-03-31");
    REQUIRE(fired.size() == 1);
    CHECK(fired[0].id == "timer/acme/escalation/call/1/date");
  }
  SECTION("its structure rules too late") {
    replay.advance("2026-03-01");
    CHECK(!replay.on("2026-03-02", "acme", "account.updated", {{"key", 1}})[0].next);
    CHECK(replay.advance("2026-12-31").empty());
  }
}

TEST_CASE("S6: a stage that several dates bring about is reached once") {
  Policy policy = sample_policy();
  auto& contract = policy.records[record(policy, "contract").index].lifecycle;
  add_transition(contract, {"live"}, "lapsed").at = before(days(100), field(policy, "contract.end"));
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2026-12-31"}});
  CHECK(replay.advance("2026-12-31").size() == 1);
  CHECK(stage_at(replay, "2026-12-31") == "renewing");
}

TEST_CASE("N1: the `when` of an account's transition may ask about the record that its event names") {
  Policy policy = sample_policy();
  policy.lifecycle.transitions[0].when = is(policy, "deal.kind", 0);
  Replay replay(policy);
  CHECK(replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}, {"kind", "expansion"}})[0].stage_to ==
        StageId{0});
  CHECK(replay.on("2026-01-06", "acme", "deal.opened", {{"deal", "D2"}, {"kind", "new"}})[0].stage_to == StageId{1});
}

TEST_CASE("O1: the condition of an anchor is asked when the event happens") {
  Policy policy = sample_policy();
  const AnchorId large = latest(policy, "deal.closed_won");
  policy.anchors[large.index].event.where = compare(policy, "deal.amount", Relation::GreaterEqual, 100);
  const AnchorId any = latest(policy, "deal.closed_won");
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "deal.closed_won", {{"deal", "D1"}, {"amount", 100}});
  replay.on("2026-01-06", "acme", "deal.closed_won", {{"deal", "D2"}, {"amount", 99}});
  CHECK(replay.account("acme").facts.anchors[large.index] == at("2026-01-05"));
  CHECK(replay.account("acme").facts.anchors[any.index] == at("2026-01-06"));
}

TEST_CASE("S5: a date that is not known hides none of the others by which a stage can be left") {
  Policy policy = sample_policy();
  const AnchorId signed_at = latest(policy, "contract.signed", "contract");
  auto& contract = policy.records[record(policy, "contract").index].lifecycle;
  add_transition(contract, {"live"}, "lapsed").at = after(days(30), signed_at);
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}});
  CHECK(stage_at(replay, "2026-02-04") == "lapsed");
}

TEST_CASE("T6: the account's stage and a record's run from their latest entry") {
  Replay replay;
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-01-09", "acme", "contract.signed", {{"contract", "C1"}});
  CHECK(replay.account("acme").stage_since == at("2026-01-05"));
  CHECK(replay.account("acme").records[1].stage_since == at("2026-01-09"));
  replay.on("2026-02-02", "acme", "deal.closed_won", {{"deal", "D1"}});
  replay.on("2026-03-01", "acme", "renewal.opened", {{"contract", "C1"}});
  CHECK(replay.account("acme").stage_since == at("2026-02-02"));
  CHECK(replay.account("acme").records[1].stage_since == at("2026-03-01"));
}

TEST_CASE("R2: the last record that leaves a stage concerns the account, as the first one that enters it does") {
  Policy policy = sample_policy();
  const Lifecycle& tickets = policy.records[record(policy, "ticket").index].lifecycle;
  Condition troubled;
  troubled.op = Condition::Op::AnyRecordIs;
  troubled.record = record(policy, "ticket");
  troubled.stages = stages(tickets, {"open"});
  policy.structures[0].statements[0].condition =
      Condition::negation(troubled);  // AE owns relationship during opportunity
  add_statement(policy, 0, "CSM", {"relationship", "comms", "escalation"}).condition = troubled;
  policy.structures[0].statements.back().account_stages = stages(policy.lifecycle, {"opportunity"});
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  CHECK(replay.owner("acme", "relationship") == "AE dana");
  for (const char* ticket : {"T1", "T2"}) {  // T1 is resolved already when T2 is
    replay.on("2026-01-06", "acme", "ticket.opened", {{"ticket", ticket}});
    CHECK(replay.owner("acme", "relationship") == "CSM ana");
    replay.on("2026-01-06", "acme", "ticket.resolved", {{"ticket", ticket}});
    CHECK(replay.owner("acme", "relationship") == "AE dana");
  }
}

}  // namespace baton::testing
