// A small company whose tests are built by hand: what runs them is shown here without what reads them.
#pragma once

#include <algorithm>
#include <cstdio>
#include <utility>

#include "dsl/testing/run_tests.hpp"
#include "tests/unit/dsl/lowered.hpp"

namespace baton::dsl::test {

inline const char* const company = R"(
account { segment: smb < mid_market   arr: money = 0 }
record deal { kind: new | expansion   amount: money = 0 }
event account.began { segment }
event deal.opened { deal, kind, amount }
event deal.won { deal, amount }
event angry.call
event calmed
event asked
event replied
event lost
lifecycle account { start prospect   prospect -> customer on deal.won   customer -> prospect on lost }
lifecycle deal { start open   open -> won on deal.won }
role AE
role AM
role RS
responsibility closing per deal during open
responsibility comms, relationship during prospect, customer
responsibility renewal during customer
metric nrr
structure ours {
  AE owns closing
  AE owns comms for 90 days after entering customer
  AE owns comms during prospect
  AM owns comms otherwise
  AE owns relationship during prospect
  AM owns relationship otherwise
  nobody owns renewal when segment is smb because "self-service"
  AM owns renewal otherwise
  AM carries nrr
  RS supports comms
  handoff to_am {
    moves relationship from AE to AM
    start within 2 days
    finish within 5 days
    checklist { notes "Notes" by AE }
    cutover after 10 days
    AE stays until 30 days after entering customer
  }
  comms moves at once between AE, AM because "a date both have known from the start"
  escalation angry {
    on angry.call
    tier AE for 2 hours
    tier manager of AE for 1 hour
    tier position head
    closed on calmed
  }
  sla reply { on asked   owner of comms owes replied within 1 day }
  credit deal.won { AE 70%  AM 30% }
}
structure theirs { AM owns everything  AM carries everything }
)";

// "2026-02-02", "2026-02-02T15:00"; UTC.
inline Instant at(const char* text) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0;
  std::sscanf(text, "%d-%d-%dT%d:%d", &year, &month, &day, &hour, &minute);
  const Day date = day_of({year, static_cast<unsigned>(month), static_cast<unsigned>(day)});
  return Instant{(std::int64_t{date.number} * 1440 + hour * 60 + minute) * 60'000};
}

template <class Id, class Items>
Id named(const Items& items, const std::string& name) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].name == name) return Id(i);
  }
  FAIL("no such name: " << name);
  return Id{};
}

class Company {
 public:
  explicit Company(const std::string& text = company) : lowered_(lower_text({text})), org_(std::make_shared<Org>()) {
    org_->calendars.emplace_back();
    people({"boss", "dana", "kim", "lee", "rob"});
    org_->people[1].manager = org_->people[2].manager = PersonId(0);
    org_->positions.push_back({.id = "head", .holder = PersonId(0), .at = {}});
    org_->coverage.resize(policy().roles.size());
    team("sellers", "AE", {1});
    team("keepers", "AM", {2, 3});
    team("renewers", "RS", {4});
    org_->structures.push_back({.use = structure("ours"), .where = {}, .otherwise = true, .at = {}});
    program = std::make_shared<const Program>(std::make_shared<Policy>(policy()), org_);
  }

  const Policy& policy() const { return lowered_.policy; }
  const Sources& sources() const { return lowered_.sources; }
  StructureId structure(const std::string& name) const { return named<StructureId>(policy().structures, name); }
  LeafId leaf(const std::string& name) const { return named<LeafId>(policy().leaves, name); }
  StageId stage(const std::string& name) const { return named<StageId>(policy().lifecycle.stages, name); }
  Party role(const std::string& name) const {
    Party party;
    party.kind = Party::Kind::Role;
    party.role = named<RoleId>(policy().roles, name);
    party.text = name;
    return party;
  }
  Party person(const std::string& id, std::uint32_t managers = 0) const {
    Party party;
    party.kind = Party::Kind::Person;
    party.managers = managers;
    party.person =
        PersonId(static_cast<std::size_t>(std::ranges::find(org_->people, id, &Person::id) - org_->people.begin()));
    party.text = id;
    return party;
  }
  Party team_party(const std::string& id) const {
    Party party;
    party.kind = Party::Kind::Team;
    party.team = TeamId(static_cast<std::size_t>(std::ranges::find(org_->teams, id, &Team::id) - org_->teams.begin()));
    return party;
  }

  Event event(const char* time, const std::string& type, const std::vector<std::pair<std::string, Scalar>>& values = {},
              const std::string& record = "") const {
    Event event;
    event.type = named<EventId>(policy().events, type);
    const EventType& declared = policy().events[event.type->index];
    event.at = at(time);
    event.source = "test";
    event.id = type + time;
    event.type_name = type;
    event.subject = "acme";
    event.record = declared.record;
    event.record_id = record;
    for (const auto& [key, value] : values) {
      const auto field = std::ranges::find(declared.payload, key, &PayloadField::key);
      event.values.push_back({field->target, value});
    }
    return event;
  }
  TestStep happens(const Event& event, std::uint32_t line = 0) const {
    return {TestStep::Happens{event}, event.at, "acme", origin(line)};
  }
  TestStep expects(const Expected& expected, const char* time = nullptr, std::uint32_t line = 0) const {
    return {TestStep::Expects{expected}, time ? std::optional(at(time)) : std::nullopt, "acme", origin(line)};
  }
  static Origin origin(std::uint32_t line) { return {"tests.baton", line, 3, 0, 0}; }

  // A prospect with one deal, won on the 2nd of February.
  std::vector<TestStep> history() const {
    return {happens(event("2026-01-05", "account.began", {{"segment", 1}})),
            happens(event("2026-01-06", "deal.opened", {{"kind", 0}, {"amount", 100'000}}, "D1")),
            happens(event("2026-02-02T15:00", "deal.won", {{"amount", 100'001}}, "D1"))};
  }

  TestResult run(std::vector<TestStep> steps, RecordedEvents recorded = {}) const {
    Test test;
    test.title = "a test";
    test.at = origin(1);
    test.steps = std::move(steps);
    return run(test, std::move(recorded));
  }
  TestResult run(const Test& test, RecordedEvents recorded = {}) const {
    return TestRunner(program, sources(), std::move(recorded)).run(test);
  }

  std::shared_ptr<const Program> program;

 private:
  void people(const std::vector<std::string>& ids) {
    for (const std::string& id : ids) {
      Person& person = org_->people.emplace_back();
      person.id = id;
    }
  }
  void team(const std::string& id, const std::string& role_name, const std::vector<std::uint32_t>& members) {
    Team& team = org_->teams.emplace_back();
    team.id = id;
    team.role = named<RoleId>(policy().roles, role_name);
    for (const std::uint32_t member : members) team.members.push_back({PersonId(member)});
    org_->coverage[team.role.index].push_back(
        {.team = TeamId(org_->teams.size() - 1), .where = {}, .otherwise = true, .at = {}});
  }

  Lowered lowered_;
  std::shared_ptr<Org> org_;
};

}  // namespace baton::dsl::test
