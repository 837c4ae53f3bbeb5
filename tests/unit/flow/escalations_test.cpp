#include "engine/flow/escalations.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/flow/one_account.hpp"

namespace baton::testing {
namespace {

using Lines = std::vector<std::string>;

Target owner_of(const Policy& policy, std::string_view leaf_name, std::uint32_t managers = 0) {
  Target target;
  target.kind = Target::Kind::OwnerOf;
  target.managers = managers;
  target.leaf = leaf(policy, leaf_name);
  return target;
}
Target seat(const Policy& policy, std::string_view role_name) {
  Target target;
  target.role = role(policy, role_name);
  return target;
}
Target named(Target::Kind kind, std::string_view id) {
  Target target;
  target.kind = kind;
  target.name = id;
  return target;
}
Tier tier(std::vector<Target> targets, std::optional<Span> lasts = std::nullopt) {
  return {targets, lasts, {}};
}

// The language's critical_issue: per ticket, to the owner of escalation, the owner's manager, CSM and team, position.
Escalation critical_issue(const Policy& policy) {
  Escalation escalation;
  escalation.name = "critical_issue";
  escalation.per = record(policy, "ticket");
  escalation.on = {on(policy, "ticket.opened")};
  escalation.when = is(policy, "ticket.severity", 1);
  escalation.tiers = {tier({owner_of(policy, "escalation")}, Span{30, Unit::Minute, false}),
                      tier({owner_of(policy, "escalation", 1)}, business_hours(2)),
                      tier({seat(policy, "CSM"), named(Target::Kind::Team, "rs")}, business_days(1)),
                      tier({named(Target::Kind::Position, "head_of_cs")})};
  escalation.notify = {role(policy, "AE"), role(policy, "RS")};
  escalation.paused_record_stages = stages(policy.records[escalation.per->index].lifecycle, {"waiting"});
  escalation.acknowledged_on = {on(policy, "ticket.acknowledged")};
  escalation.closed_on = {on(policy, "ticket.resolved")};
  return escalation;
}

// An account of the sample company, with critical_issue as the test changes it; kim's manager is lee, lee's ines. AE
// dana, AM kim and CSM ana are seated; T1 is a critical ticket.
template <class Change>
OneAccount company(Change change) {
  Policy policy = sample_policy();
  Escalation escalation = critical_issue(policy);
  change(policy, escalation);
  policy.structures[0].escalations = {escalation};
  Org org = sample_org(policy);
  org.people[person(org, "kim").index].manager = person(org, "lee");
  OneAccount world(policy, org);
  world.owns("AE", "comms");
  world.owns("AM", "escalation");
  world.owns("CSM", "relationship");
  world.fill();
  world.set("ticket.severity", 1, world.begin_record("ticket", "T1"));
  return world;
}
OneAccount company() {
  return company([](const Policy&, Escalation&) {});
}

TEST_CASE("an escalation climbs tier by tier, each on the called person's clock, the last without end") {
  OneAccount world = company();
  world.clock("2026-03-02T16:00");
  CHECK(world.happens("ticket.opened", 0) ==
        "escalation critical_issue of T1 calling tier 1 kim (dana) until 2026-03-02T16:30:00Z");
  CHECK(world.until("2026-12-31") ==
        Lines{"2026-03-02T16:30:00Z tier 2: escalation critical_issue of T1 calling tier 2 lee until "
              "2026-03-03T10:30:00Z",
              "2026-03-03T10:30:00Z tier 3: escalation critical_issue of T1 calling tier 3 ana pat until "
              "2026-03-04T17:00:00Z",
              "2026-03-04T17:00:00Z tier 4: escalation critical_issue of T1 calling tier 4 ines"});
  CHECK(world.tell(Event::Kind::EscalationClosed, "critical_issue", 0) ==
        "escalation critical_issue of T1 closed tier 4 ines");
  CHECK(world.state().escalations.empty());
}

TEST_CASE("its conditions are asked when it is triggered") {
  OneAccount world = company();
  world.set("ticket.severity", 0, 0);
  CHECK(world.happens("ticket.opened", 0).empty());
}

TEST_CASE("acknowledgement stops the climb, closing ends it") {
  OneAccount world = company();
  world.happens("ticket.opened", 0);
  SECTION("by its own clauses") {
    CHECK(world.happens("ticket.acknowledged", 0) == "escalation critical_issue of T1 acknowledged tier 1 kim");
    CHECK(world.until("2026-12-31").empty());
    CHECK(world.happens("ticket.resolved", 0) == "escalation critical_issue of T1 closed tier 1 kim");
  }
  SECTION("by name") {
    CHECK(world.tell(Event::Kind::EscalationAcknowledged, "critical_issue", 0) ==
          "escalation critical_issue of T1 acknowledged tier 1 kim");
    CHECK(world.tell(Event::Kind::EscalationAcknowledged, "critical_issue", 0).empty());
  }
  SECTION("what is not running cannot be acknowledged") {
    CHECK(world.tell(Event::Kind::EscalationAcknowledged, "critical_issue") ==
          "no escalation `critical_issue` is running");
    CHECK(world.tell(Event::Kind::EscalationClosed, "other", 0) == "no escalation `other` of `T1` is running");
  }
  SECTION("another ticket's events are another ticket's") {
    world.begin_record("ticket", "T2");
    CHECK(world.happens("ticket.resolved", 1).empty());
  }
}

TEST_CASE("O5: one escalation per (account, escalation, record); a second trigger is noted, not restarted") {
  OneAccount world = company();
  world.happens("ticket.opened", 0);
  world.clock("2026-03-02T09:20");
  CHECK(world.happens("ticket.opened", 0) ==
        "escalation critical_issue of T1 calling tier 1 kim until 2026-03-02T09:30:00Z");
  CHECK(world.state().escalations.size() == 1);
  world.set("ticket.severity", 1, world.begin_record("ticket", "T2"));
  CHECK(world.happens("ticket.opened", 1) ==
        "escalation critical_issue of T2 calling tier 1 kim (dana) until 2026-03-02T09:50:00Z");
  world.happens("ticket.resolved", 0);
  world.happens("ticket.opened", 0);
  CHECK(world.state().escalations.back().n == 2);
  CHECK(world.state().escalations.back().instance == 3);
}

TEST_CASE("S4: an event that both ends and begins an escalation ends the running one first") {
  OneAccount world = company(
      [](const Policy& policy, Escalation& escalation) { escalation.closed_on = {on(policy, "ticket.opened")}; });
  world.happens("ticket.opened", 0);
  CHECK(world.happens("ticket.opened", 0) ==
        "escalation critical_issue of T1 closed tier 1 kim | "
        "escalation critical_issue of T1 calling tier 1 kim (dana) until 2026-03-02T09:30:00Z");
}

// ---- whom a tier calls

TEST_CASE("someone who is away is represented by their cover, the manager is the owner's, not the cover's") {
  OneAccount world = company();
  world.away("kim", "2026-03-02", "2026-03-31", "ana");
  CHECK(world.happens("ticket.opened", 0) ==
        "escalation critical_issue of T1 calling tier 1 ana (dana) until 2026-03-02T09:30:00Z");
  CHECK(world.until("2026-03-02T10:00") ==
        Lines{"2026-03-02T09:30:00Z tier 2: escalation critical_issue of T1 calling tier 2 lee until "
              "2026-03-02T11:30:00Z"});
}

TEST_CASE("T4: a deadline is fixed when it is set, persons are looked up at every moment") {
  OneAccount world = company();
  world.happens("ticket.opened", 0);
  world.pin("AM", "pat");
  CHECK(world.enters("customer") == "escalation critical_issue of T1 calling tier 1 pat until 2026-03-02T09:30:00Z");
  CHECK(world.enters("customer").empty());
  world.happens("ticket.acknowledged", 0);
  world.pin("AM", "kim");
  CHECK(world.happens("ticket.resolved", 0) == "escalation critical_issue of T1 closed tier 1 pat");
}

TEST_CASE("T4: a tier that reaches nobody any more passes to the next one at once") {
  const auto alone = [](const Policy&, Escalation& escalation) { escalation.tiers.resize(1); };
  SECTION("and to the one after it, if that reaches nobody either") {
    OneAccount world = company();
    world.happens("ticket.opened", 0);
    world.owns("", "escalation");
    CHECK(world.enters("customer") ==
          "escalation critical_issue of T1 calling tier 3 ana pat until 2026-03-03T17:00:00Z "
          "skipped 1: it calls nobody any more skipped 2: it would call nobody");
    CHECK(world.enters("customer").empty());
    CHECK(world.happens("ticket.acknowledged", 0) == "escalation critical_issue of T1 acknowledged tier 3 ana pat");
  }
  SECTION("not while it is paused") {
    OneAccount world = company();
    world.happens("ticket.opened", 0);
    world.enters("waiting", 0);
    world.owns("", "escalation");
    CHECK(world.enters("customer") == "escalation critical_issue of T1 calling tier 1");
    CHECK(world.enters("open", 0) ==
          "escalation critical_issue of T1 calling tier 3 ana pat until 2026-03-03T17:00:00Z "
          "skipped 1: it calls nobody any more skipped 2: it would call nobody");
  }
  SECTION("the last one calls nobody until somebody is there") {
    OneAccount world = company(alone);
    world.happens("ticket.opened", 0);
    world.owns("", "escalation");
    CHECK(world.enters("customer") == "escalation critical_issue of T1 calling tier 1 until 2026-03-02T09:30:00Z");
    world.owns("AM", "escalation");
    CHECK(world.enters("customer") == "escalation critical_issue of T1 calling tier 1 kim until 2026-03-02T09:30:00Z");
  }
  SECTION("who was acknowledged stays named") {
    OneAccount world = company();
    world.happens("ticket.opened", 0);
    world.happens("ticket.acknowledged", 0);
    world.owns("", "escalation");
    CHECK(world.enters("customer").empty());
  }
}

TEST_CASE("a tier that would call nobody, or only people just called, is skipped at once, and it says so") {
  SECTION("nobody") {
    OneAccount world = company();
    world.away("kim", "2026-03-02", "2026-03-31");
    CHECK(world.happens("ticket.opened", 0) ==
          "escalation critical_issue of T1 calling tier 2 lee (dana) until 2026-03-02T11:00:00Z "
          "skipped 1: it would call nobody");
  }
  SECTION("only those just called") {
    OneAccount world = company();
    world.away("lee", "2026-03-02", "2026-03-31", "kim");
    world.happens("ticket.opened", 0);
    CHECK(world.until("2026-03-02T10:00") ==
          Lines{"2026-03-02T09:30:00Z tier 2: escalation critical_issue of T1 calling tier 3 ana pat until "
                "2026-03-03T17:00:00Z skipped 2: it would call only people just called"});
  }
  SECTION("the last tier is never skipped, and calls away or not") {
    OneAccount world = company([](const Policy&, Escalation& escalation) {
      escalation.tiers.erase(escalation.tiers.begin() + 1, escalation.tiers.begin() + 3);
    });
    world.away("ines", "2026-03-02", "2026-03-31");
    world.away("kim", "2026-03-02", "2026-03-31");
    CHECK(world.happens("ticket.opened", 0) ==
          "escalation critical_issue of T1 calling tier 2 ines (dana) skipped 1: it would call nobody");
  }
}

TEST_CASE("a leaf without an owner, or an empty seat, calls nobody; calls fill no seats") {
  OneAccount world = company();
  world.owns("", "escalation");
  world.owns("RS", "expansion");
  CHECK(world.happens("ticket.opened", 0) ==
        "escalation critical_issue of T1 calling tier 3 ana pat (dana) until 2026-03-03T17:00:00Z "
        "skipped 1: it would call nobody skipped 2: it would call nobody");
  CHECK(world.holder("RS") == "-");
}

TEST_CASE("a team is its fallback, else the member next in line") {
  OneAccount world = company(
      [](const Policy&, Escalation& escalation) { escalation.tiers = {tier({named(Target::Kind::Team, "am")})}; });
  CHECK(world.happens("ticket.opened", 0) == "escalation critical_issue of T1 calling tier 1 lee (dana)");
  CHECK(world.world.teams[1].next == 1);
}

TEST_CASE("P8: a team is its fallback where someone answers for them, else the member next in line who is there") {
  Policy policy = sample_policy();
  Escalation escalation = critical_issue(policy);
  escalation.tiers = {tier({named(Target::Kind::Team, "am")})};
  policy.structures[0].escalations = {escalation};
  Org org = sample_org(policy);
  org.teams[team(org, "am").index].fallback = person(org, "pat");
  OneAccount world(policy, org);
  world.set("ticket.severity", 1, world.begin_record("ticket", "T1"));
  const auto called = [&] {
    world.happens("ticket.opened", 0);
    return world.program.org().people[world.state().escalations.at(0).calls.at(0).index].id;
  };
  SECTION("there") {
    CHECK(called() == "pat");
  }
  SECTION("covered") {
    world.away("pat", "2026-03-02", "2026-03-31", "ana");
    CHECK(called() == "ana");
  }
  SECTION("away") {
    world.away("pat", "2026-03-02", "2026-03-31");
    world.away("kim", "2026-03-02", "2026-03-31");
    CHECK(called() == "lee");
  }
  SECTION("away, and the next in line has left") {
    world.away("pat", "2026-03-02", "2026-03-31");
    world.leaves("kim");
    CHECK(called() == "lee");
  }
  SECTION("like all of the team") {
    for (const char* id : {"pat", "kim", "lee"}) world.away(id, "2026-03-02", "2026-03-31");
    CHECK(called() == "pat");
  }
}

TEST_CASE("O8: several called in one tier: it ends at the latest of their deadlines") {
  Policy policy = sample_policy();
  Escalation escalation = critical_issue(policy);
  escalation.tiers = {tier({named(Target::Kind::Person, "kim"), named(Target::Kind::Person, "ana")}, business_hours(2)),
                      tier({named(Target::Kind::Position, "head_of_cs")})};
  policy.structures[0].escalations = {escalation};
  Org org = sample_org(policy);
  org.calendars.push_back(Calendar("late", Zone(), {{0, 840, 1200}}, {}));  // Mondays 14:00-20:00
  org.people[person(org, "ana").index].calendar = CalendarId{1};
  OneAccount world(policy, org);
  world.set("ticket.severity", 1, world.begin_record("ticket", "T1"));
  CHECK(world.happens("ticket.opened", 0) ==
        "escalation critical_issue of T1 calling tier 1 kim ana until 2026-03-02T16:00:00Z");
}

TEST_CASE("O8: who is meant by several targets of a tier is called once, and told once for several seats") {
  OneAccount world = company([](const Policy& policy, Escalation& escalation) {
    escalation.tiers = {tier({owner_of(policy, "escalation"), seat(policy, "AM")})};
  });
  world.owns("RS", "expansion");
  world.pin("RS", "dana");
  CHECK(world.happens("ticket.opened", 0) == "escalation critical_issue of T1 calling tier 1 kim (dana)");
}

TEST_CASE("O5: for someone who has left the last tier calls the manager, or who covers for them, away or not") {
  OneAccount world = company(
      [](const Policy&, Escalation& escalation) { escalation.tiers = {tier({named(Target::Kind::Person, "kim")})}; });
  world.leaves("kim");
  SECTION("there") {
    CHECK(world.happens("ticket.opened", 0) == "escalation critical_issue of T1 calling tier 1 lee (dana)");
  }
  SECTION("covered") {
    world.away("lee", "2026-03-02", "2026-03-31", "ana");
    CHECK(world.happens("ticket.opened", 0) == "escalation critical_issue of T1 calling tier 1 ana (dana)");
  }
  SECTION("away") {
    world.away("lee", "2026-03-02", "2026-03-31");
    CHECK(world.happens("ticket.opened", 0) == "escalation critical_issue of T1 calling tier 1 lee (dana)");
  }
}

TEST_CASE("T4: a last tier that reaches nobody ends on the default calendar") {
  OneAccount world = company([](const Policy&, Escalation& escalation) { escalation.tiers.resize(1); });
  world.owns("", "escalation");
  world.happens("ticket.opened", 0);
  CHECK(world.until("2026-12-31") ==
        Lines{"2026-03-02T09:30:00Z exhausted: escalation critical_issue of T1 exhausted tier 1"});
}

TEST_CASE("a last tier with a time is exhausted by it") {
  OneAccount world = company([](const Policy&, Escalation& escalation) { escalation.tiers.resize(1); });
  world.happens("ticket.opened", 0);
  CHECK(world.until("2026-12-31") ==
        Lines{"2026-03-02T09:30:00Z exhausted: escalation critical_issue of T1 exhausted tier 1 kim"});
  CHECK(world.state().escalations.empty());
}

// ---- pauses

TEST_CASE("T5: a pause keeps the time left: elapsed for plain units, working time for business units") {
  OneAccount world = company();
  world.clock("2026-03-02T16:00");
  world.happens("ticket.opened", 0);
  SECTION("elapsed") {
    world.clock("2026-03-02T16:10");
    CHECK(world.enters("waiting", 0) == "escalation critical_issue of T1 calling tier 1 kim");
    CHECK(world.until("2026-03-05T22:00").empty());
    CHECK(world.enters("open", 0) == "escalation critical_issue of T1 calling tier 1 kim until 2026-03-05T22:20:00Z");
  }
  SECTION("working") {
    world.until("2026-03-02T16:45");  // tier 2 since 16:30: 1 h 45 min of work left
    world.enters("waiting", 0);
    world.until("2026-03-06T16:00");  // a Friday
    CHECK(world.enters("open", 0) == "escalation critical_issue of T1 calling tier 2 lee until 2026-03-09T09:45:00Z");
  }
}

TEST_CASE("T5: what begins while paused waits with all its time") {
  OneAccount world = company();
  world.enters("waiting", 0);
  CHECK(world.happens("ticket.opened", 0) == "escalation critical_issue of T1 calling tier 1 kim (dana)");
  world.clock("2026-03-03T12:00");
  CHECK(world.enters("open", 0) == "escalation critical_issue of T1 calling tier 1 kim until 2026-03-03T12:30:00Z");
}

// ---- dates, and what raises it

TEST_CASE("S5: an escalation begins on a date of its record, once per value of the date") {
  OneAccount world = company([](const Policy& policy, Escalation& escalation) {
    escalation.per = record(policy, "contract");
    escalation.on = {};
    escalation.at_dates = {before(days(30), field(policy, "contract.end"))};
    escalation.when = {};
    escalation.paused_record_stages = {};
    escalation.tiers = {tier({named(Target::Kind::Position, "head_of_cs")})};
  });
  const std::uint32_t contract = world.begin_record("contract", "C1");
  world.set("contract.end", day("2026-05-01").number, contract);
  const std::string begins = " date: escalation critical_issue of C1 calling tier 1 ines (dana)";
  CHECK(world.until("2026-04-15") == Lines{"2026-04-01T00:00:00Z" + begins});
  CHECK(world.until("2026-12-31").empty());
}

TEST_CASE(
    "S5: what begins at one instant after one anchor begins once each, escalation by escalation, record by record") {
  Policy policy = sample_policy();
  Escalation first = critical_issue(policy);
  first.per = record(policy, "contract");
  first.on = {};
  first.when = {};
  first.at_dates = {after(days(10), latest(policy, "contract.signed", "contract"))};
  Escalation second = first;
  second.name = "second";
  policy.structures[0].escalations = {first, second};
  Replay replay(policy);
  replay.on("2026-03-02", "acme", "contract.signed", {{"contract", "C1"}});
  replay.on("2026-03-02", "acme", "contract.signed", {{"contract", "C2"}});
  CHECK(replay.advance("2026-03-12").size() == 4);
  CHECK(replay.account("acme").escalations.size() == 4);
}

TEST_CASE("O5: raised by a breach or an overdue handoff; it closes when what raised it ends well") {
  OneAccount world = company([](const Policy& policy, Escalation& escalation) {
    escalation.per = std::nullopt;
    escalation.on = {};
    escalation.when = is(policy, "key", 1);
    escalation.paused_record_stages = {};
  });
  Step asked = world.step();
  raise_escalation(asked, EscalationId{0}, std::nullopt, 7);
  CHECK(world.decision.escalations.empty());  // its conditions are asked
  world.set("key", 1);
  Step raised = world.step();
  raise_escalation(raised, EscalationId{0}, std::nullopt, 7);
  CHECK(changes_of(world.decision, world.program) ==
        "escalation critical_issue calling tier 1 kim (dana) until 2026-03-02T09:30:00Z");
  Step settled = world.step();
  settle_raised(settled, 8);
  CHECK(world.decision.escalations.empty());
  settle_raised(settled, 7);
  CHECK(changes_of(world.decision, world.program) == "escalation critical_issue closed tier 1 kim");
}

TEST_CASE("O5: an overdue handoff raises it, the handoff's end closes it") {
  Policy policy = sample_policy();
  Escalation escalation = critical_issue(policy);
  escalation.name = "handoff_overdue";
  escalation.per = std::nullopt;
  escalation.on = {};
  escalation.when = {};
  escalation.paused_record_stages = {};
  escalation.tiers = {tier({owner_of(policy, "escalation", 1)})};
  policy.structures[0].escalations = {escalation};
  policy.structures[0].handoffs[0].overdue_escalates = EscalationId{0};
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  std::string raised;
  for (const Decision& decision : replay.advance("2026-02-17")) raised = changes_of(decision, replay.program());
  CHECK(raised ==
        "handoff sales_to_am overdue AE dana -> AM kim due 2026-02-16T17:00:00Z missing story,intro_call | "
        "escalation handoff_overdue calling tier 1 ines (dana)");
  replay.on("2026-02-18", "acme", "handoff.item_done", {{"handoff", "sales_to_am"}, {"item", "story"}});
  replay.on("2026-02-18", "acme", "intro.held");
  const auto finished = replay.on("2026-02-18", "acme", "handover.approved");
  REQUIRE(finished.size() == 1);
  REQUIRE(finished[0].escalations.size() == 1);
  CHECK(finished[0].escalations[0].state == EscalationState::Closed);
  CHECK(replay.account("acme").escalations.empty());
}

TEST_CASE("O5: a cutover does not end well, so what the overdue handoff raised goes on; a withdrawal closes it") {
  Policy policy = sample_policy();
  Escalation escalation = critical_issue(policy);
  escalation.per = std::nullopt;
  escalation.on = {};
  escalation.when = {};
  escalation.paused_record_stages = {};
  escalation.tiers = {tier({named(Target::Kind::Position, "head_of_cs")})};
  policy.structures[0].escalations = {escalation};
  policy.structures[0].handoffs[0].overdue_escalates = EscalationId{0};
  policy.structures[0].statements[1].condition = is(policy, "key", 0);
  add_statement(policy, 0, "AE", {"relationship", "comms", "escalation"}).condition = is(policy, "key", 1);
  policy.structures[0].statements.back().layer = policy.structures[0].statements[1].layer;
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  replay.advance("2026-02-17");
  REQUIRE(replay.account("acme").escalations.size() == 1);
  SECTION("cut over") {
    replay.advance("2026-03-03");
    CHECK(replay.owner("acme", "comms") == "AM kim");
    CHECK(replay.account("acme").escalations.size() == 1);
  }
  SECTION("withdrawn") {
    replay.on("2026-02-18", "acme", "account.updated", {{"key", 1}});
    CHECK(replay.owner("acme", "comms") == "AE dana");
    CHECK(replay.account("acme").escalations.empty());
  }
}

}  // namespace
}  // namespace baton::testing
