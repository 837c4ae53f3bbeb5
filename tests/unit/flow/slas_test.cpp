#include "engine/flow/slas.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/flow/one_account.hpp"

namespace baton::testing {
namespace {

using Lines = std::vector<std::string>;

Target owner_of(const Policy& policy, std::string_view leaf_name) {
  Target target;
  target.kind = Target::Kind::OwnerOf;
  target.leaf = leaf(policy, leaf_name);
  return target;
}

// renewal_kickoff: within 10 business days of contract.signed the owner of renewal owes renewal.opened.
Sla kickoff(const Policy& policy) {
  Sla sla;
  sla.name = "kickoff";
  sla.per = record(policy, "contract");
  sla.on = {on(policy, "contract.signed")};
  sla.owner = owner_of(policy, "renewal");
  sla.owes = {on(policy, "renewal.opened")};
  sla.within = business_days(10);
  sla.cancelled_on = {on(policy, "account.churned")};
  return sla;
}

// at_risk: calls ines without end.
Escalation at_risk() {
  Escalation escalation;
  escalation.name = "at_risk";
  Target head;
  head.kind = Target::Kind::Position;
  head.name = "head_of_cs";
  escalation.tiers = {{{head}, std::nullopt, {}}};
  return escalation;
}

// The sample company with that SLA as the test changes it; kim, the AM, owns the renewal of contract C1.
template <class Change>
OneAccount company(Change change) {
  Policy policy = sample_policy();
  Sla sla = kickoff(policy);
  change(policy, sla);
  policy.structures[0].slas = {sla};
  policy.structures[0].escalations = {at_risk()};
  OneAccount world(policy);
  world.owns("AM", "renewal", world.begin_record("contract", "C1"));
  world.fill();
  return world;
}
OneAccount company() {
  return company([](const Policy&, Sla&) {});
}

TEST_CASE("an SLA runs until what is owed happens, or it is due") {
  OneAccount world = company();
  CHECK(world.happens("contract.signed", 0) == "sla kickoff of C1 running AM kim due 2026-03-16T17:00:00Z");
  SECTION("met") {
    world.clock("2026-03-10");
    CHECK(world.happens("renewal.opened", 0) == "sla kickoff of C1 met AM kim");
    CHECK(world.until("2026-12-31").empty());
  }
  SECTION("breached") {
    CHECK(world.until("2026-12-31") ==
          Lines{"2026-03-16T17:00:00Z due: sla kickoff of C1 breached AM kim due 2026-03-16T17:00:00Z"});
    CHECK(world.state().slas.empty());
  }
  SECTION("cancelled, by an event that names no record") {
    CHECK(world.happens("account.churned") == "sla kickoff of C1 cancelled AM kim");
    CHECK(world.until("2026-12-31").empty());
  }
}

TEST_CASE("an SLA that runs is listed again when another owes, and only then") {
  Policy policy = sample_policy();
  Sla sla = kickoff(policy);
  sla.owner = owner_of(policy, "comms");
  policy.structures[0].slas = {sla};
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-01-06", "acme", "contract.signed", {{"contract", "C1"}, {"arr", 500}});
  const auto owes = [&](const std::vector<Decision>& decisions) {
    std::string text;
    for (const SlaReport& said : decisions.back().slas) text += replay.org().people[said.owner.person->index].id;
    return text;
  };
  CHECK(owes(replay.on("2026-01-07", "acme", "seat.assigned", {{"role", "AE"}, {"person", "dana"}})).empty());
  CHECK(owes(replay.on("2026-01-08", "acme", "seat.assigned", {{"role", "AE"}, {"person", "erin"}})) == "erin");
  CHECK(owes(replay.on("2026-01-09", "acme", "account.updated", {{"arr", 1}})).empty());
  CHECK(owes(replay.on("2026-01-12", "org", "person.left", {{"person", "erin"}})) == "dana");
  CHECK(owes(replay.on("2026-01-13", "acme", "renewal.opened", {{"contract", "C1"}})) == "dana");  // met
  CHECK(owes(replay.on("2026-01-14", "acme", "seat.assigned", {{"role", "AE"}, {"person", "kim"}})).empty());
}

TEST_CASE("S3: an SLA is kept at its very instant") {
  OneAccount world = company();
  world.happens("contract.signed", 0);
  world.clock("2026-03-16T17:00");  // the event comes before the timer
  CHECK(world.happens("renewal.opened", 0) == "sla kickoff of C1 met AM kim");
}

TEST_CASE("an SLA's conditions are asked when it is triggered") {
  OneAccount world = company([](const Policy& policy, Sla& sla) {
    sla.when = compare(policy, "contract.arr", Relation::GreaterEqual, 5'000'000);
  });
  CHECK(world.happens("contract.signed", 0).empty());
  world.set("contract.arr", 5'000'000, 0);
  CHECK(world.happens("contract.signed", 0) == "sla kickoff of C1 running AM kim due 2026-03-16T17:00:00Z");
}

TEST_CASE("O6: a record's occurrence meets that record's SLAs, one without a record all that run") {
  OneAccount world = company([](const Policy& policy, Sla& sla) { sla.owes.push_back(on(policy, "qbr.held")); });
  world.owns("AM", "renewal", world.begin_record("contract", "C2"));
  world.happens("contract.signed", 0);
  world.happens("contract.signed", 1);
  SECTION("this contract's") {
    CHECK(world.happens("renewal.opened", 1) == "sla kickoff of C2 met AM kim");
    CHECK(world.state().slas.size() == 1);
  }
  SECTION("all") {
    CHECK(world.happens("qbr.held") == "sla kickoff of C1 met AM kim | sla kickoff of C2 met AM kim");
  }
}

TEST_CASE("a second trigger begins an instance of its own; one occurrence meets both") {
  OneAccount world = company();
  world.happens("contract.signed", 0);
  world.clock("2026-03-03T09:00");
  CHECK(world.happens("contract.signed", 0) == "sla kickoff of C1 running AM kim due 2026-03-17T17:00:00Z");
  CHECK(world.state().slas.back().n == 2);
  CHECK(world.happens("renewal.opened", 0) == "sla kickoff of C1 met AM kim | sla kickoff of C1 met AM kim");
}

TEST_CASE("S4, O6: an event that both meets and triggers meets the running one and begins another") {
  OneAccount world = company([](const Policy& policy, Sla& sla) { sla.owes = {on(policy, "contract.signed")}; });
  world.happens("contract.signed", 0);
  world.clock("2026-03-03T09:00");
  CHECK(world.happens("contract.signed", 0) ==
        "sla kickoff of C1 met AM kim | sla kickoff of C1 running AM kim due 2026-03-17T17:00:00Z");
}

// ---- whose calendar, whose duty

TEST_CASE("T4: the deadline runs on the owner's calendar of the beginning; who owes is looked up at every moment") {
  Policy policy = sample_policy();
  policy.structures[0].slas = {kickoff(policy)};
  Org org = sample_org(policy);
  org.calendars.push_back(Calendar("mondays", Zone(), {{0, 540, 720}}, {}));
  org.people[person(org, "kim").index].calendar = CalendarId{1};
  OneAccount world(policy, org);
  world.owns("AM", "renewal", world.begin_record("contract", "C1"));
  SECTION("kim's") {
    world.fill();
    CHECK(world.happens("contract.signed", 0) == "sla kickoff of C1 running AM kim due 2026-05-11T12:00:00Z");
    world.pin("AM", "lee");
    CHECK(world.until("2026-12-31") ==
          Lines{"2026-05-11T12:00:00Z due: sla kickoff of C1 breached AM lee due 2026-05-11T12:00:00Z"});
  }
  SECTION("nobody there: the default calendar") {
    CHECK(world.happens("contract.signed", 0) == "sla kickoff of C1 running AM - due 2026-03-16T17:00:00Z");
  }
}

// ---- warnings and pauses

TEST_CASE("an SLA warns ahead of its deadline, on the same calendar") {
  struct Row {
    Span ahead;
    const char* at;
  };
  for (const Row& row : {Row{business_days(2), "2026-03-12T09:00:00Z"}, Row{days(2), "2026-03-14T17:00:00Z"},
                         Row{business_hours(9), "2026-03-13T16:00:00Z"}}) {
    OneAccount world = company([&](const Policy&, Sla& sla) { sla.warns_before = row.ahead; });
    world.happens("contract.signed", 0);
    CHECK(world.until("2026-12-31") ==
          Lines{std::string(row.at) + " warning: sla kickoff of C1 running AM kim due 2026-03-16T17:00:00Z",
                "2026-03-16T17:00:00Z due: sla kickoff of C1 breached AM kim due 2026-03-16T17:00:00Z"});
  }
}

TEST_CASE("a warning whose moment has passed at the beginning is not given") {
  OneAccount world = company([](const Policy&, Sla& sla) { sla.warns_before = days(30); });
  world.happens("contract.signed", 0);
  CHECK(world.until("2026-12-31").size() == 1);
}

TEST_CASE("T5: a pause keeps the working time left, and the warning moves along") {
  OneAccount world = company([](const Policy& policy, Sla& sla) {
    sla.paused_record_stages = stages(policy.records[sla.per->index].lifecycle, {"renewing"});
    sla.within = business_hours(12);
    sla.warns_before = business_hours(4);
  });
  CHECK(world.happens("contract.signed", 0) == "sla kickoff of C1 running AM kim due 2026-03-03T13:00:00Z");
  world.clock("2026-03-02T15:00");  // 6 hours of work gone, 6 left
  CHECK(world.enters("renewing", 0) == "sla kickoff of C1 paused AM kim");
  CHECK(world.until("2026-03-06T14:00").empty());  // a Friday
  CHECK(world.enters("live", 0) == "sla kickoff of C1 running AM kim due 2026-03-09T12:00:00Z");
  CHECK(world.until("2026-12-31") ==
        Lines{"2026-03-06T16:00:00Z warning: sla kickoff of C1 running AM kim due 2026-03-09T12:00:00Z",
              "2026-03-09T12:00:00Z due: sla kickoff of C1 breached AM kim due 2026-03-09T12:00:00Z"});
}

TEST_CASE("a warning whose moment has passed when a pause ends is not given") {
  OneAccount world = company([](const Policy& policy, Sla& sla) {
    sla.paused_record_stages = stages(policy.records[sla.per->index].lifecycle, {"renewing"});
    sla.within = business_hours(9);
    sla.warns_before = days(2);
  });
  world.until("2026-03-06T09:00");  // a Friday: due on Monday, warns on Saturday
  world.happens("contract.signed", 0);
  world.until("2026-03-06T16:00");
  world.enters("renewing", 0);
  world.until("2026-03-10T09:00");
  CHECK(world.enters("live", 0) == "sla kickoff of C1 running AM kim due 2026-03-10T11:00:00Z");
  CHECK(world.until("2026-12-31") ==
        Lines{"2026-03-10T11:00:00Z due: sla kickoff of C1 breached AM kim due 2026-03-10T11:00:00Z"});
}

TEST_CASE("a warning that was given before a pause is not given again") {
  OneAccount world = company([](const Policy& policy, Sla& sla) {
    sla.paused_record_stages = stages(policy.records[sla.per->index].lifecycle, {"renewing"});
    sla.within = days(10);
    sla.warns_before = days(5);
  });
  world.happens("contract.signed", 0);
  CHECK(world.until("2026-03-08").size() == 1);
  world.enters("renewing", 0);
  world.until("2026-03-20");
  CHECK(world.enters("live", 0) == "sla kickoff of C1 running AM kim due 2026-03-24T09:00:00Z");
  CHECK(world.until("2026-12-31") ==
        Lines{"2026-03-24T09:00:00Z due: sla kickoff of C1 breached AM kim due 2026-03-24T09:00:00Z"});
}

TEST_CASE("what is owed can be done during a pause") {
  OneAccount world = company([](const Policy& policy, Sla& sla) {
    sla.paused_record_stages = stages(policy.records[sla.per->index].lifecycle, {"renewing"});
  });
  world.enters("renewing", 0);
  CHECK(world.happens("contract.signed", 0) == "sla kickoff of C1 paused AM kim");
  CHECK(world.happens("renewal.opened", 0) == "sla kickoff of C1 met AM kim");
}

// ---- breaches

TEST_CASE("O5: a breach escalates; what is owed, done late, closes what the breach raised") {
  OneAccount world = company([](const Policy&, Sla& sla) { sla.breach_escalates = EscalationId{0}; });
  world.happens("contract.signed", 0);
  CHECK(world.until("2026-03-31") == Lines{"2026-03-16T17:00:00Z due: escalation at_risk calling tier 1 ines | "
                                           "sla kickoff of C1 breached AM kim due 2026-03-16T17:00:00Z"});
  CHECK(world.happens("renewal.opened", 0) == "escalation at_risk closed tier 1 ines");
  CHECK(world.state().slas.empty());
  CHECK(world.happens("renewal.opened", 0).empty());
}

// ---- dates and ticks

TEST_CASE("S5: an SLA begins on a date of its record, anew where the date moves") {
  OneAccount world = company([](const Policy& policy, Sla& sla) {
    sla.on = {};
    sla.at_dates = {before(days(120), field(policy, "contract.end"))};
    sla.within = days(5);
  });
  world.set("contract.end", day("2026-10-01").number, 0);
  CHECK(world.until("2026-06-03").size() == 1);
  world.happens("renewal.opened", 0);
  CHECK(world.until("2026-06-30").empty());
  world.set("contract.end", day("2027-10-01").number, 0);
  CHECK(world.until("2027-06-03T12:00") ==
        Lines{"2027-06-03T00:00:00Z date: sla kickoff of C1 running AM kim due 2027-06-08T00:00:00Z"});
}

TEST_CASE("O6: what happens at the very instant at which a date begins an SLA meets it") {
  OneAccount world = company(
      [](const Policy& policy, Sla& sla) { sla.at_dates = {before(days(120), field(policy, "contract.end"))}; });
  world.set("contract.end", day("2026-10-01").number, 0);
  world.clock("2026-06-03");
  CHECK(world.happens("renewal.opened", 0).empty());
  CHECK(world.until("2026-12-31") == Lines{"2026-06-03T00:00:00Z date: sla kickoff of C1 met AM kim"});
}

// qbr: every month during onboarding and customer the AM owes qbr.held within 15 days.
OneAccount with_ticks() {
  return company([](const Policy& policy, Sla& sla) {
    sla = Sla{};
    sla.name = "qbr";
    sla.every = Span{1, Unit::Month, false};
    sla.every_account_stages = stages(policy.lifecycle, {"onboarding", "customer"});
    sla.when = is(policy, "key", 1);
    sla.owner.role = role(policy, "AM");
    sla.owes = {on(policy, "qbr.held")};
    sla.within = days(3);
  });
}

TEST_CASE(
    "O6: that it met one SLA does not keep an occurrence from meeting another that a date begins at that instant") {
  Policy policy = sample_policy();
  const Sla by_event = kickoff(policy);
  Sla by_date = by_event;
  by_date.name = "by_date";
  by_date.on = {};
  by_date.at_dates = {before(days(120), field(policy, "contract.end"))};
  policy.structures[0].slas = {by_event, by_date};
  OneAccount world(policy);
  world.set("contract.end", day("2026-10-01").number, world.begin_record("contract", "C1"));
  world.clock("2026-06-03");
  world.happens("renewal.opened", 0);
  CHECK(world.until("2026-12-31") == Lines{"2026-06-03T00:00:00Z date: sla by_date of C1 met nobody"});
}

TEST_CASE("T6: the k-th tick is k periods after the latest entry from outside, clamped, not after the last tick") {
  OneAccount world = with_ticks();
  world.set("key", 1);
  world.clock("2026-01-31T10:00");
  world.enters("onboarding");
  world.until("2026-02-10");
  world.enters("customer");  // still inside
  const Lines lines = world.until("2026-04-30T10:00");
  REQUIRE(lines.size() == 5);
  CHECK(lines[0] == "2026-02-28T10:00:00Z tick: sla qbr running AM kim due 2026-03-03T10:00:00Z");
  CHECK(lines[1] == "2026-03-03T10:00:00Z due: sla qbr breached AM kim due 2026-03-03T10:00:00Z");
  CHECK(lines[2] == "2026-03-31T10:00:00Z tick: sla qbr running AM kim due 2026-04-03T10:00:00Z");
  CHECK(lines[4] == "2026-04-30T10:00:00Z tick: sla qbr running AM kim due 2026-05-03T10:00:00Z");
}

TEST_CASE("T6: leaving stops the ticks, coming back begins them anew, conditions are asked at each") {
  OneAccount world = with_ticks();
  world.clock("2026-01-31T10:00");
  world.enters("customer");
  CHECK(world.until("2026-02-28T10:00").empty());
  world.enters("churned");
  CHECK(world.until("2026-05-01").empty());
  world.enters("customer");
  world.set("key", 1);
  CHECK(world.until("2026-06-01") ==
        Lines{"2026-06-01T00:00:00Z tick: sla qbr running AM kim due 2026-06-04T00:00:00Z"});
}

// visit: every month during account customer, of every contract, the AM owes renewal.opened within 3 days.
OneAccount with_ticks_of_contracts(bool live_only) {
  return company([live_only](const Policy& policy, Sla& sla) {
    sla.on = {};
    sla.every = Span{1, Unit::Month, false};
    sla.every_account_stages = stages(policy.lifecycle, {"onboarding", "customer"});
    if (live_only) sla.every_record_stages = stages(policy.records[sla.per->index].lifecycle, {"live"});
    sla.within = days(3);
  });
}

TEST_CASE("T6: a record's ticks by the account's stage count from the account's entry, also if the record came later") {
  OneAccount world = with_ticks_of_contracts(false);
  world.clock("2026-01-10T10:00");
  world.enters("onboarding");
  world.until("2026-01-25");
  world.enters("customer");  // still inside
  world.until("2026-02-05");
  world.begin_record("contract", "C2");
  world.enters("renewing", 0);
  CHECK(world.until("2026-02-10T10:00") ==
        Lines{"2026-02-10T10:00:00Z tick: sla kickoff of C1 running AM kim due 2026-02-13T10:00:00Z",
              "2026-02-10T10:00:00Z tick: sla kickoff of C2 running nobody due 2026-02-13T10:00:00Z"});
  world.enters("churned");
  CHECK(world.until("2026-06-01").size() == 2);  // the breaches
}

TEST_CASE("T6: ticks by stages of both count from whichever entry came last") {
  OneAccount world = with_ticks_of_contracts(true);
  world.clock("2026-01-10T10:00");
  world.enters("customer");
  world.until("2026-01-20T10:00");
  world.enters("renewing", 0);
  CHECK(world.until("2026-03-01T10:00").empty());
  world.enters("live", 0);
  CHECK(world.until("2026-04-01T10:00") ==
        Lines{"2026-04-01T10:00:00Z tick: sla kickoff of C1 running AM kim due 2026-04-04T10:00:00Z"});
}

TEST_CASE("T6: ticks go on under another structure from the entry into the stage") {
  Policy policy = sample_policy();
  policy.structures.push_back(policy.structures[0]);
  Sla sla = kickoff(policy);
  sla.per = std::nullopt;
  sla.on = {};
  sla.every = days(10);
  sla.every_account_stages = stages(policy.lifecycle, {"customer"});
  sla.owner.kind = Target::Kind::Role;
  policy.structures[1].slas = {sla};
  OneAccount world(policy);
  world.clock("2026-03-02T09:00");
  world.enters("customer");
  CHECK(world.until("2026-03-25").empty());
  world.state().structure = StructureId{1};
  world.happens("qbr.held");
  const Lines lines = world.until("2026-04-01T12:00");
  REQUIRE(lines.size() == 1);
  CHECK(lines[0] == "2026-04-01T09:00:00Z tick: sla kickoff running AE - due 2026-04-15T17:00:00Z");
}

TEST_CASE("T6, S3: a structure that comes into force at the very instant of a tick does not lose it") {
  Policy policy = sample_policy();
  policy.structures.push_back(policy.structures[0]);
  Sla sla = kickoff(policy);
  sla.per = std::nullopt;
  sla.on = {};
  sla.every = days(10);
  sla.every_account_stages = stages(policy.lifecycle, {"customer"});
  policy.structures[1].slas = {sla};
  OneAccount world(policy);
  world.enters("customer");
  CHECK(world.until("2026-03-12T08:59").empty());
  world.clock("2026-03-12T09:00");
  world.state().structure = StructureId{1};
  world.happens("qbr.held");
  CHECK(world.until("2026-03-12T09:00").size() == 1);
}

TEST_CASE("T6: a record for which a tick's conditions do not hold hides no other record's tick") {
  OneAccount world = company([](const Policy& policy, Sla& sla) {
    sla.on = {};
    sla.every = days(10);
    sla.every_account_stages = stages(policy.lifecycle, {"customer"});
    sla.when = is(policy, "contract.arr", 1);
    sla.within = days(20);
  });
  const std::uint32_t other = world.begin_record("contract", "C2");
  world.set("contract.arr", 1, other);
  world.enters("customer");
  CHECK(world.until("2026-03-12T09:00") ==
        Lines{"2026-03-12T09:00:00Z tick: sla kickoff of C2 running nobody due 2026-04-01T09:00:00Z"});
}

TEST_CASE("T5: a paused SLA hides no deadline of those that run") {
  OneAccount world = company([](const Policy& policy, Sla& sla) {
    sla.paused_record_stages = stages(policy.records[sla.per->index].lifecycle, {"renewing"});
  });
  world.happens("contract.signed", 0);
  world.happens("contract.signed", world.begin_record("contract", "C2"));
  world.enters("renewing", 0);
  CHECK(world.until("2026-12-31") ==
        Lines{"2026-03-16T17:00:00Z due: sla kickoff of C2 breached nobody due 2026-03-16T17:00:00Z"});
}

TEST_CASE("an SLA through the engine: begun by a date, paused by a stage, breached, escalated") {
  Policy policy = sample_policy();
  Sla sla = kickoff(policy);
  sla.on = {};
  sla.at_dates = {before(days(120), field(policy, "contract.end"))};
  sla.within = days(5);
  sla.paused_account_stages = stages(policy.lifecycle, {"churned"});
  sla.breach_escalates = EscalationId{0};
  policy.structures[0].slas = {sla};
  policy.structures[0].escalations = {at_risk()};
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-01-06", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2026-10-01"}});
  Lines lines;
  for (const Decision& decision : replay.advance("2026-07-01")) {
    if (!decision.slas.empty()) lines.push_back(decision.id + " " + changes_of(decision, replay.program()));
  }
  CHECK(lines == Lines{"timer/acme/sla/kickoff/1/date sla kickoff of C1 running AM kim due 2026-06-08T00:00:00Z",
                       "timer/acme/sla/kickoff/1/due escalation at_risk calling tier 1 ines | "
                       "sla kickoff of C1 breached AM kim due 2026-06-08T00:00:00Z"});
  const auto late = replay.on("2026-07-02", "acme", "renewal.opened", {{"contract", "C1"}});
  REQUIRE(late.size() == 1);
  CHECK(late[0].escalations.size() == 1);
  CHECK(replay.account("acme").slas.empty());
}

}  // namespace
}  // namespace baton::testing
