// What time alone changes: S7, T1, T2, T7.
#include <catch2/catch.hpp>

#include "tests/unit/flow/world.hpp"
#include "tests/unit/model/zones_by_hand.hpp"

namespace baton::testing {

namespace {

// acme, a customer; onboarding entered on 2026-01-31T10:00.
Replay customer(Policy policy) {
  policy.structures[0].handoffs.clear();
  Replay replay(policy);
  replay.on("2026-01-30", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-01-31T10:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  replay.on("2026-01-31T11:00", "acme", "onboarding.completed");
  return replay;
}

Policy with_window(Span span) {
  Policy policy = sample_policy();
  policy.structures[0].statements[5].windows = {for_after(span, entering(policy, "onboarding"))};
  return policy;
}

}  // namespace

TEST_CASE("T1: a window ends at the local time of day at which it began, and is half open") {
  Replay replay = customer(with_window(days(90)));
  CHECK(replay.advance("2026-05-01T09:59:59").empty());
  CHECK(replay.owner("acme", "expansion") == "AE dana");
  CHECK(replay.say_until("2026-05-01T10:00") ==
        std::vector<std::string>{"2026-05-01T10:00:00Z timer/acme/window/ae_am/1/passed | "
                                 "expansion: AE dana -> AM kim (clause ae_am)"});
  CHECK(replay.owner("acme", "expansion") == "AM kim");
}

TEST_CASE("S3: an event at the very instant at which a window ends does not hide that end") {
  Policy policy = with_window(days(90));
  policy.structures[0].handoffs[0].cutover_after.reset();
  Replay replay(policy);
  replay.on("2026-01-30", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-01-31T10:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  replay.on("2026-01-31T11:00", "acme", "onboarding.completed");
  replay.on("2026-05-01T10:00", "acme", "handoff.item_done", {{"handoff", "sales_to_am"}, {"item", "story"}});
  CHECK(replay.owner("acme", "expansion") == "AE dana");
  replay.advance("2026-05-01T10:00");
  CHECK(replay.owner("acme", "expansion") == "AM kim");
}

TEST_CASE("S3: a record that enters its stage anew leaves to the timer what time alone changes at that instant") {
  Policy policy = with_window(days(90));
  policy.structures[0].handoffs.clear();
  add_transition(policy.records[record(policy, "deal").index].lifecycle, {"open"}, "open").on =
      on(policy, "deal.opened");
  Replay replay = customer(policy);
  replay.on("2026-02-10", "acme", "deal.opened", {{"deal", "D2"}});
  const auto decisions = replay.on("2026-05-01T10:00", "acme", "deal.opened", {{"deal", "D2"}});
  REQUIRE(decisions.size() == 1);
  CHECK(decisions[0].changes.empty());
  CHECK(replay.advance("2026-05-01T10:00").size() == 1);
  CHECK(replay.owner("acme", "expansion") == "AM kim");
}

TEST_CASE("T2: Jan 31 + 1 month is the end of February") {
  Replay replay = customer(with_window({1, Unit::Month, false}));
  CHECK(replay.advance("2026-02-28T09:59:59").empty());
  CHECK(replay.advance("2026-02-28T10:00").size() == 1);
}

TEST_CASE("T1: hours are exact") {
  Replay replay = customer(with_window(hours(36)));
  CHECK(replay.advance("2026-02-01T21:59:59").empty());
  CHECK(replay.advance("2026-02-01T22:00").size() == 1);
}

TEST_CASE("O1: a window runs from the latest occurrence") {
  Policy policy = with_window(days(90));
  add_transition(policy.lifecycle, {"customer"}, "onboarding").on = on(policy, "qbr.held");
  Replay replay = customer(policy);
  replay.on("2026-03-01", "acme", "qbr.held");
  replay.on("2026-03-01", "acme", "onboarding.completed");
  CHECK(replay.advance("2026-05-29T23:59").empty());
  CHECK(replay.advance("2026-05-30").size() == 1);
}

TEST_CASE("S7: a boundary that changes nothing gives no decision, and `next` looks past it") {
  Policy policy = with_window(days(90));
  // Two statements for one role, side by side in time: the AE owns closing either way.
  auto& statements = policy.structures[0].statements;
  const AnchorId onboarding = entering(policy, "onboarding");
  statements[7].windows = {for_after(days(30), onboarding)};
  Statement& later = add_statement(policy, 0, "AM", {"nrr"});
  later.verb = Verb::Carries;
  later.windows = {from_after(days(30), onboarding)};
  Replay replay = customer(policy);
  const auto snapshot = replay.engine().snapshot("acme", at("2026-01-31T11:00"));
  CHECK(snapshot->next->at == at("2026-05-01T10:00"));
  CHECK(snapshot->next->what == "expansion passes from AE to AM");
  CHECK(replay.advance("2026-05-01T09:59").empty());
  // The reason follows the statement that holds now.
  const auto owners = replay.engine().snapshot("acme", at("2026-04-01"))->owners;
  CHECK(owners.back().because.at.line == 9);
}

TEST_CASE("S7: all windows of one account that end at one instant give one decision") {
  Policy policy = with_window(days(90));
  const AnchorId onboarding = entering(policy, "onboarding");
  policy.structures[0].statements[7].windows = {for_after(days(90), onboarding)};
  Statement& later = add_statement(policy, 0, "CSM", {"nrr"});
  later.verb = Verb::Carries;
  later.windows = {from_after(days(90), onboarding)};
  Replay replay = customer(policy);
  const auto fired = replay.advance("2026-06-01");
  REQUIRE(fired.size() == 1);
  CHECK(changes_of(fired[0], replay.program()) ==
        "expansion: AE dana -> AM kim (clause ae_am) | nrr: AM kim -> CSM ana (clause ae_am)");
}

TEST_CASE("S7: a support that begins gives a decision") {
  Policy policy = sample_policy();
  Statement& support = add_statement(policy, 0, "RS", {"renewal"});
  support.verb = Verb::Supports;
  support.windows = {from_before(days(120), field(policy, "contract.end"))};
  policy.records[record(policy, "contract").index].lifecycle.transitions.erase(
      policy.records[record(policy, "contract").index].lifecycle.transitions.begin() + 1);
  Replay replay(policy);
  const auto decisions =
      replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2026-12-31"}});
  CHECK(decisions[0].next->at == at("2026-09-02"));
  CHECK(decisions[0].next->what == "RS begins to support renewal of C1");
  const auto fired = replay.advance("2026-12-31");
  REQUIRE(fired.size() == 1);
  CHECK(fired[0].record->id == "C1");
  const auto owners = replay.engine().snapshot("acme", at("2026-12-31"))->records[0].owners;
  REQUIRE(owners[0].supports.size() == 1);
  CHECK(owners[0].supports[0].role == role(policy, "RS"));
}

TEST_CASE("S5, T7: a window before a date moves with it; an unknown date lies infinitely ahead") {
  Policy policy = sample_policy();
  auto& structure = policy.structures[0];
  structure.statements[4].windows = {{Window::Kind::UntilBefore, days(60), {}, field(policy, "contract.end")}};
  add_statement(policy, 0, "RS", {"renewal"}).windows = {from_before(days(60), field(policy, "contract.end"))};
  Replay replay(policy);
  CHECK(!replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}})[0].next);
  CHECK(replay.owner("acme", "renewal", "C1") == "AM kim");
  replay.on("2026-01-06", "acme", "contract.amended", {{"contract", "C1"}, {"end", "2026-07-01"}});
  replay.on("2026-01-07", "acme", "contract.amended", {{"contract", "C1"}, {"end", "2026-12-31"}});
  replay.advance("2026-10-31T23:59");
  CHECK(replay.owner("acme", "renewal", "C1") == "AM kim");
  replay.advance("2026-11-01");
  CHECK(replay.owner("acme", "renewal", "C1") == "RS pat");
}

TEST_CASE("S7: a window that opens a handoff changes no owner, and gives a decision") {
  Policy policy = sample_policy();
  Handoff expansion;
  expansion.name = "expansion_to_am";
  expansion.moves = leaves(policy, {"expansion"});
  expansion.from = role(policy, "AE");
  expansion.to = role(policy, "AM");
  expansion.finish_within = business_days(5);
  policy.structures[0].moves_at_once.clear();
  policy.structures[0].handoffs = {expansion};
  Replay replay(policy);
  replay.on("2026-01-30", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-01-31T10:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  const auto decisions = replay.on("2026-01-31T11:00", "acme", "onboarding.completed");
  CHECK(decisions[0].next->what == "handoff expansion_to_am opens");
  CHECK(replay.say_until("2026-05-01T10:00") ==
        std::vector<std::string>{
            "2026-05-01T10:00:00Z timer/acme/window/ae_am/1/passed | handoff expansion_to_am open AE dana -> AM kim "
            "due 2026-05-08T17:00:00Z | next 2026-05-08T17:00:00Z handoff expansion_to_am becomes overdue"});
  CHECK(replay.owner("acme", "expansion") == "AE dana");
}

TEST_CASE("events between two boundaries leave the windows as they are") {
  Replay replay = customer(with_window(days(90)));
  for (int i = 0; i < 50; ++i) {
    const std::string id = "T" + std::to_string(i);
    replay.on("2026-03-01", "acme", "ticket.opened", {{"ticket", id}});
    replay.on("2026-03-01", "acme", "ticket.resolved", {{"ticket", id}});
  }
  CHECK(replay.account("acme").live.empty());
  CHECK(replay.advance("2026-06-01").size() == 1);
}

TEST_CASE("S7: windows of two records that end at one instant give a decision each") {
  Policy policy = sample_policy();
  auto& structure = policy.structures[0];
  structure.statements[4].windows = {{Window::Kind::UntilBefore, days(60), {}, field(policy, "contract.end")}};
  add_statement(policy, 0, "RS", {"renewal"}).windows = {from_before(days(60), field(policy, "contract.end"))};
  Replay replay(policy);
  for (const char* id : {"C2", "C1"}) {
    replay.on("2026-01-05", "acme", "contract.signed", {{"contract", id}, {"end", "2026-04-01"}});
  }
  replay.advance("2026-01-30");
  const auto fired = replay.advance("2026-01-31");
  REQUIRE(fired.size() == 2);
  CHECK(fired[0].id == "timer/acme/window/ae_am/1/passed");
  CHECK(changes_of(fired[0], replay.program()) == "renewal of C2: AM kim -> RS pat (clause ae_am)");
  CHECK(fired[1].id == "timer/acme/window/ae_am/2/passed");
  CHECK(changes_of(fired[1], replay.program()) == "renewal of C1: AM kim -> RS pat (clause ae_am)");
}

TEST_CASE("T1: a date is the first instant of that day in the org's zone") {
  Policy policy = sample_policy();
  Org org = sample_org(policy);
  org.zone = new_york();
  Replay replay(policy, org);
  replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2026-12-31"}});
  const auto fired = replay.advance("2026-12-31");
  REQUIRE(fired.size() == 1);
  CHECK(fired[0].at == at("2026-09-02T04:00"));
}

}  // namespace baton::testing
