// The word for every state and reason, as programs read it (the contract's) and as people do.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "engine/host/answer_text.hpp"
#include "engine/host/decision_json.hpp"
#include "tests/unit/host/world.hpp"

using namespace baton;
using namespace baton::host;

namespace {

// Dana is AE of an account in its first stage, and nothing else is known.
Snapshot quiet() {
  Snapshot made;
  made.account = "acme";
  made.at = Instant{1'770'044'400'000};
  Snapshot::Owner owner;
  owner.leaf = LeafId(1);
  owner.holder = {RoleId(0), PersonId(0), TeamId(0)};
  owner.because = {Because::Kind::Clause, "ae_am", {}};
  made.owners = {owner};
  return made;
}

HandoffReport handing(HandoffState state) {
  HandoffReport report;
  report.handoff = "sales_to_am";
  report.state = state;
  report.moves = {LeafId(1)};
  report.from = {RoleId(0), PersonId(0), std::nullopt};
  report.to = {RoleId(1), std::nullopt, TeamId(1)};
  report.accepted = true;
  return report;
}

std::string for_people(const Snapshot& snapshot, bool colour = false) {
  AnswerStyle style;
  style.colour = colour;
  return snapshot_text(snapshot, *test::small_program(), style);
}
nlohmann::json as_json(const Snapshot& snapshot) {
  return nlohmann::json::parse(snapshot_json(snapshot, *test::small_program()));
}
bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("each state of a handoff has its word") {
  const std::tuple<HandoffState, std::string, std::string> rows[] = {
      {HandoffState::Open, "open", "open, not yet started"},
      {HandoffState::Started, "started", "under way"},
      {HandoffState::Returned, "returned", "returned by the receiver"},
      {HandoffState::Overdue, "overdue", "overdue"},
      {HandoffState::Finished, "finished", "finished"},
      {HandoffState::CutOver, "cut_over", "moved unfinished"},
      {HandoffState::Cancelled, "cancelled", "cancelled"},
      {HandoffState::Superseded, "superseded", "superseded"}};
  for (const auto& [state, key, words] : rows) {
    Snapshot snapshot = quiet();
    snapshot.handoffs = {handing(state)};
    INFO(key);
    CHECK(as_json(snapshot)["handoffs"][0]["state"] == key);
    CHECK(as_json(snapshot)["handoffs"][0]["accepted"] == true);
    CHECK(holds(for_people(snapshot), "  sales_to_am: " + words + "\n"));
    const bool late = state == HandoffState::Overdue || state == HandoffState::Returned;
    CHECK(holds(for_people(snapshot, true), "\033[31m" + words + "\033[0m") == late);
  }
}

TEST_CASE("each reason to pass over somebody has its word") {
  using Why = PassedOver::Why;
  const std::tuple<Why, std::string, std::string> rows[] = {
      {Why::Away, "away", "is away"},
      {Why::Left, "left", "has left"},
      {Why::Full, "full", "is full"},
      {Why::NotYetThere, "not_yet_there", "is not there yet"},
      {Why::NotInTeam, "not_in_team", "is in no team that covers this account"},
      {Why::PinnedElsewhere, "pinned_elsewhere", "was not chosen: the seat is pinned"},
      {Why::NextInLine, "next_in_line", "is further down the line"},
      {Why::MoreLoaded, "more_loaded", "has more accounts"},
      {Why::MoreForWeight, "more_for_weight", "has more accounts for their weight"},
      {Why::LaterInList, "later_in_list", "carries as much, and comes later in the list"},
      {Why::SeatHeld, "seat_held", "could take it, but the seat is held"}};
  for (const auto& [why, key, words] : rows) {
    INFO(key);
    Decision decision;
    decision.assigned = {{RoleId(1), std::nullopt, PersonId(1), TeamId(1), "round_robin", {{PersonId(2), why, {}}}}};
    std::string out;
    append_decision(out, decision, *test::small_program());
    CHECK(nlohmann::json::parse(out)["data"]["assigned"][0]["passed_over"][0]["why"] == key);
    Snapshot snapshot = quiet();
    snapshot.owners[0].why_not = {{PersonId(2), why, std::nullopt}};
    CHECK(holds(for_people(snapshot), "  AE  Lee Park " + words + "\n"));
  }
}

TEST_CASE("who sits there by hand is said, and until when") {
  Snapshot snapshot = quiet();
  CHECK_FALSE(holds(for_people(snapshot), "pinned"));
  snapshot.owners[0].pinned = true;
  CHECK(holds(for_people(snapshot), " the seat is pinned by hand\n"));
  snapshot.owners[0].pinned_until = Instant{};
  CHECK(holds(for_people(snapshot), " the seat is pinned by hand until "));
}

TEST_CASE("each state of an escalation and of an SLA has its word") {
  const std::pair<EscalationState, const char*> escalations[] = {{EscalationState::Calling, "calling"},
                                                                 {EscalationState::Acknowledged, "acknowledged"},
                                                                 {EscalationState::Closed, "closed"},
                                                                 {EscalationState::Exhausted, "exhausted"}};
  for (const auto& [state, key] : escalations) {
    Snapshot snapshot = quiet();
    snapshot.escalations = {{"critical_issue", std::nullopt, 1, state, 1, {}, {}, std::nullopt, {}}};
    CHECK(as_json(snapshot)["escalations"][0]["state"] == key);
  }
  const std::pair<SlaState, const char*> slas[] = {{SlaState::Running, "running"},
                                                   {SlaState::Paused, "paused"},
                                                   {SlaState::Met, "met"},
                                                   {SlaState::Breached, "breached"},
                                                   {SlaState::Cancelled, "cancelled"}};
  for (const auto& [state, key] : slas) {
    Snapshot snapshot = quiet();
    snapshot.slas = {{"qbr", std::nullopt, 1, state, {}, std::nullopt}};
    CHECK(as_json(snapshot)["slas"][0]["state"] == key);
  }
}

TEST_CASE("escalations, promises, stand-ins and empty seats, for people") {
  Snapshot snapshot = quiet();
  snapshot.owners[0].secondary = {{RoleId(1), PersonId(1), Instant{1'771'365'600'000}}, {RoleId(1), PersonId(2), {}}};
  Snapshot::Owner nobody;
  nobody.leaf = LeafId(0);
  nobody.because = {Because::Kind::Seat, "AM", {}};
  snapshot.owners.push_back(nobody);
  snapshot.escalations = {
      {"critical_issue",
       RecordName{RecordTypeId(0), "D-1"},
       1,
       EscalationState::Calling,
       2,
       {PersonId(0), PersonId(1)},
       {},
       Instant{1'771'365'600'000},
       {{1, "nobody is there"}}},
      {"critical_issue", std::nullopt, 2, EscalationState::Calling, 1, {}, {}, std::nullopt, {}},
      {"critical_issue", std::nullopt, 3, EscalationState::Acknowledged, 1, {PersonId(2)}, {}, {}, {}},
      {"critical_issue", std::nullopt, 4, EscalationState::Acknowledged, 1, {}, {}, {}, {}}};
  snapshot.slas = {
      {"qbr", std::nullopt, 1, SlaState::Running, {RoleId(1), PersonId(1), {}}, Instant{1'771'365'600'000}},
      {"gone", std::nullopt, 1, SlaState::Paused, {RoleId(0), PersonId(0), {}}, std::nullopt},
      {"far", std::nullopt, 1, SlaState::Running, {RoleId(0), PersonId(0), {}}, std::nullopt}};
  Policy policy = test::small_policy();
  Sla qbr;
  qbr.name = "qbr";
  qbr.owes = {{EventId(0), {}}, {EventId(1), {}}};
  policy.structures[0].slas = {qbr};
  const Program program(std::make_shared<const Policy>(policy), std::make_shared<const Org>(test::small_org()));
  CHECK(snapshot_text(snapshot, program, {}) == R"(acme  is in stage prospect, structure ae_am "AE + AM"
as of Mon 2 Feb 2026, 10:00 (America/New_York)

Who owns what
  AE      Dana Ruiz  relationship
                     because structure ae_am says so
                     AM Kim Osei stays as secondary owner until Tue 17 Feb 2026, 17:00; AM Lee Park stays as
                     secondary owner
  nobody             closing
                     because the seat of AM was filled anew

Escalations
  critical_issue of deal D-1: calling Dana Ruiz, Kim Osei, tier 2, until Tue 17 Feb 2026, 17:00
      tier 1 was skipped: nobody is there
  critical_issue: calling nobody, tier 1, until it is closed
  critical_issue: acknowledged, in the hands of Lee Park
  critical_issue: acknowledged, in the hands of nobody

Promised
  qbr: AM Kim Osei owes deal.opened or account.churned by Tue 17 Feb 2026, 17:00
  gone: AE Dana Ruiz owes it; the clock is paused
  far: AE Dana Ruiz owes it; its time is up after 2099 only

What happens next
  nothing, until something happens on the account
)");
}

TEST_CASE("records that are over are told in short") {
  Snapshot snapshot = quiet();
  for (int i = 1; i <= 9; ++i) {
    snapshot.records.push_back({{RecordTypeId(0), "D-" + std::to_string(i)}, StageId(1), {}});
  }
  CHECK(holds(for_people(snapshot), R"(
Nothing is owned for deal D-1 (won), deal D-2 (won), deal D-3 (won), deal D-4 (won), deal D-5 (won), deal D-6
(won) and 3 more
)"));
  snapshot = quiet();
  snapshot.owners.clear();
  CHECK(holds(for_people(snapshot), "Who owns what\n  nothing is to be owned in this stage\n"));
}

TEST_CASE("what one holder owns for one reason shares a paragraph, records alike share a section") {
  Policy policy = test::small_policy();
  RecordType order = policy.records[0];
  order.name = "order";
  policy.records.push_back(order);
  policy.structures[0].title.clear();
  Snapshot snapshot = quiet();
  Snapshot::Owner helped = snapshot.owners[0];
  helped.supports = {{RoleId(1), PersonId(1)}, {RoleId(1), std::nullopt}};
  Snapshot::Owner held = helped;
  held.leaf = LeafId(0);
  held.secondary = {{RoleId(1), PersonId(2), std::nullopt}};
  Snapshot::Owner empty_seat = snapshot.owners[0];
  empty_seat.holder.person.reset();
  snapshot.owners = {helped, held, empty_seat};
  Snapshot::Owner other = snapshot.owners[2];
  other.holder = {RoleId(1), PersonId(1), TeamId(1)};
  const auto record = [](std::size_t type, const char* id, std::size_t stage, const Snapshot::Owner& owner) {
    return Snapshot::Record{{RecordTypeId(type), id}, StageId(stage), {owner}};
  };
  snapshot.records = {record(0, "D-1", 0, other), record(1, "O-1", 0, other), record(0, "D-2", 0, empty_seat),
                      record(0, "D-3", 0, other), record(0, "D-4", 1, other)};
  const Program program(std::make_shared<const Policy>(policy), std::make_shared<const Org>(test::small_org()));
  CHECK(snapshot_text(snapshot, program, {}) == R"(acme  is in stage prospect, structure ae_am
as of Mon 2 Feb 2026, 10:00 (America/New_York)

Who owns what
  AE  Dana Ruiz           relationship
                          because structure ae_am says so
                          AM Kim Osei supports; AM supports
  AE  Dana Ruiz           closing
                          because structure ae_am says so
                          AM Lee Park stays as secondary owner; AM Kim Osei supports; AM supports
  AE  (nobody sits here)  relationship
                          because structure ae_am says so

2 of type deal are open: D-1, D-3
  AM  Kim Osei            relationship
                          because structure ae_am says so

The order O-1 is open
  AM  Kim Osei            relationship
                          because structure ae_am says so

The deal D-2 is open
  AE  (nobody sits here)  relationship
                          because structure ae_am says so

The deal D-4 is won
  AM  Kim Osei            relationship
                          because structure ae_am says so

What happens next
  nothing, until something happens on the account
)");
}

TEST_CASE("a handoff says what is missing by its titles, and every date that it has") {
  Policy policy = test::small_policy();
  ChecklistItem terms;
  terms.name = "terms";
  terms.title = "Data terms signed";
  ChecklistItem people;
  people.name = "people";
  people.by = RoleId(1);
  Handoff& handoff = policy.structures[0].handoffs[0];
  handoff.checklist.push_back(terms);
  handoff.checklist.push_back(people);
  Handoff before = handoff;
  before.name = "another";
  policy.structures[0].handoffs.insert(policy.structures[0].handoffs.begin(), before);
  Snapshot snapshot = quiet();
  HandoffReport report = handing(HandoffState::Open);
  report.moves = {LeafId(0), LeafId(1)};
  report.accepted = false;
  report.missing = {"terms", "people", "gone"};
  report.start_by = Instant{1'770'044'400'000};
  report.due = Instant{1'771'365'600'000};
  report.cutover = Instant{1'772'575'200'000};
  snapshot.handoffs = {report};
  const Program program(std::make_shared<const Policy>(policy), std::make_shared<const Org>(test::small_org()));
  CHECK(holds(snapshot_text(snapshot, program, {}), R"(
Changing hands
  sales_to_am: open, not yet started
      closing, relationship from AE Dana Ruiz to AM
      still missing: Data terms signed
                     people (AM)
                     gone
                     the receiver's acceptance
      to be started by Mon 2 Feb 2026, 10:00; due Tue 17 Feb 2026, 17:00; moves even when unfinished on Tue 3
      Mar 2026, 17:00
)"));
}
