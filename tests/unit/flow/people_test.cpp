#include "engine/flow/people.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/flow/one_account.hpp"

namespace baton::testing {
namespace {

// The id, or "-" for nobody.
std::string name_of(const OneAccount& world, std::optional<PersonId> person) {
  return person ? world.program.org().people[person->index].id : "-";
}
std::string there_for(const OneAccount& world, std::string_view id, std::string_view time) {
  return name_of(world, present(world.program, world.world, world.person_id(id), at(time)));
}

TEST_CASE("P3: away days are inclusive, in the zone of the person's own calendar") {
  const Policy policy = sample_policy();
  Org org = sample_org(policy);
  const std::int32_t tokyo = 9 * 3'600'000;
  org.calendars.push_back(Calendar("jp", Zone("Asia/Tokyo", {{never, tokyo}}), {{0, 540, 1020}}, {}));
  org.people[person(org, "kim").index].calendar = CalendarId{1};
  OneAccount world(policy, org);
  world.away("kim", "2026-07-01", "2026-07-14");
  world.away("lee", "2026-07-01", "2026-07-14");
  const auto away = [&](std::string_view id, std::string_view time) {
    return is_away(world.program, world.world, world.person_id(id), at(time));
  };
  CHECK_FALSE(away("kim", "2026-06-30T14:59:59"));
  CHECK(away("kim", "2026-06-30T15:00"));  // 1 July in Tokyo
  CHECK(away("kim", "2026-07-14T14:59:59"));
  CHECK_FALSE(away("kim", "2026-07-14T15:00"));
  CHECK(away("lee", "2026-07-14T23:59:59"));
  CHECK_FALSE(away("lee", "2026-07-15"));
}

TEST_CASE("P6: a person is there from the first instant of `from` to the last one of `until`") {
  const Policy policy = sample_policy();
  Org org = sample_org(policy);
  Person& kim = org.people[person(org, "kim").index];
  kim.from = day("2026-03-10");
  kim.until = day("2026-03-20");
  const OneAccount world(policy, org);
  const auto gone = [&](std::string_view time) {
    return is_gone(world.program, world.world, world.person_id("kim"), at(time));
  };
  CHECK(gone("2026-03-09T23:59:59"));
  CHECK_FALSE(gone("2026-03-10"));
  CHECK_FALSE(gone("2026-03-20T23:59:59"));
  CHECK(gone("2026-03-21"));
}

TEST_CASE("P3: absences that touch are one") {
  OneAccount world;
  world.away("kim", "2026-07-01", "2026-07-14");
  world.away("kim", "2026-07-15", "2026-07-20");
  const auto until = away_until(world.program, world.world, world.person_id("kim"), at("2026-07-03"));
  REQUIRE(until);
  CHECK(to_string(*until) == "2026-07-20");
  CHECK_FALSE(away_until(world.program, world.world, world.person_id("kim"), at("2026-07-21")));
}

TEST_CASE("P3: covers are followed until someone is there") {
  OneAccount world;
  world.away("kim", "2026-07-01", "2026-07-14", "lee");
  world.away("lee", "2026-07-10", "2026-07-12", "ana");
  CHECK(there_for(world, "kim", "2026-06-30") == "kim");
  CHECK(there_for(world, "kim", "2026-07-01") == "lee");
  CHECK(there_for(world, "kim", "2026-07-10") == "ana");
  SECTION("a circle reaches nobody") {
    world.away("ana", "2026-07-10", "2026-07-12", "kim");
    CHECK(there_for(world, "kim", "2026-07-11") == "-");
  }
  SECTION("no cover, or one who has left, reaches nobody") {
    world.leaves("ana");
    CHECK(there_for(world, "lee", "2026-07-11") == "-");
    CHECK(there_for(world, "ana", "2026-01-01") == "-");
  }
}

TEST_CASE("O3d: a manager who has left is represented by the next one up the line") {
  const Policy policy = sample_policy();
  Org org = sample_org(policy);
  org.people[person(org, "kim").index].manager = person(org, "lee");
  org.people[person(org, "lee").index].manager = person(org, "ana");
  OneAccount world(policy, org);
  const auto manager = [&](std::string_view id) {
    return name_of(world, standing_manager(world.program, world.world, world.person_id(id), at("2026-03-02")));
  };
  CHECK(manager("kim") == "lee");
  world.leaves("lee");
  CHECK(manager("kim") == "ana");
  world.leaves("ana");
  CHECK(manager("kim") == "ines");
  world.leaves("ines");
  CHECK(manager("kim") == "-");
}

TEST_CASE("a line of managers that is a circle has no end to reach") {
  const Policy policy = sample_policy();
  Org org = sample_org(policy);
  org.people[person(org, "kim").index].manager = person(org, "lee");
  org.people[person(org, "lee").index].manager = person(org, "kim");
  OneAccount world(policy, org);
  world.leaves("lee");
  CHECK_FALSE(standing_manager(world.program, world.world, world.person_id("kim"), at("2026-03-02")));
}

// Whoever owns relationship is called, then their manager, and owes a report.
Policy with_calls_to_the_owner() {
  Policy policy = sample_policy();
  Target owner, manager, position;
  owner.kind = manager.kind = Target::Kind::OwnerOf;
  owner.leaf = manager.leaf = leaf(policy, "relationship");
  manager.managers = 1;
  position.kind = Target::Kind::Position;
  position.name = "head_of_cs";
  Escalation trouble;
  trouble.name = "trouble";
  trouble.on = {on(policy, "intro.held")};
  trouble.tiers = {{{owner}, hours(1), {}}, {{manager}, hours(1), {}}, {{position}, std::nullopt, {}}};
  Sla report;
  report.name = "report";
  report.on = trouble.on;
  report.owner = owner;
  report.owes = {on(policy, "onboarding.completed")};
  report.within = business_days(1);
  Structure& structure = policy.structures[0];
  structure.escalations = {trouble};
  structure.slas = {report};
  structure.handoffs[0].checklist.clear();
  return policy;
}

// dana, AE, gives to the AM and leaves; pat is her manager, on a calendar of Tuesday and Wednesday, 14:00-20:00.
std::vector<std::string> calls_after_dana_left(Policy policy, bool erin_takes_the_seat) {
  Org org = sample_org(policy);
  org.calendars.push_back(Calendar("late", Zone(), {{1, 840, 1200}, {2, 840, 1200}}, {}));
  org.people[person(org, "dana").index].manager = person(org, "pat");
  org.people[person(org, "pat").index].manager = person(org, "lee");
  org.people[person(org, "pat").index].calendar = CalendarId{1};
  if (!erin_takes_the_seat) org.teams[team(org, "ae").index].members.resize(1);
  Replay replay(policy, org);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  replay.on("2026-02-03T09:00", "org", "person.left", {{"person", "dana"}});
  std::vector<Decision> decisions = replay.on("2026-02-03T10:00", "acme", "intro.held");
  for (Decision& decision : replay.advance("2026-02-03T11:00")) decisions.push_back(std::move(decision));
  std::vector<std::string> said;
  for (const Decision& decision : decisions) said.push_back(changes_of(decision, replay.program()));
  return said;
}

TEST_CASE("O3d: the manager of a giver who has left is the owner for tiers and SLAs, too, whoever sits there now") {
  for (const bool erin_takes_the_seat : {false, true}) {
    CHECK(calls_after_dana_left(with_calls_to_the_owner(), erin_takes_the_seat) ==
          std::vector<std::string>{"escalation trouble calling tier 1 pat until 2026-02-03T11:00:00Z | "
                                   "sla report running AE pat due 2026-02-04T20:00:00Z",
                                   "escalation trouble calling tier 2 lee until 2026-02-03T12:00:00Z"});
  }
}

}  // namespace
}  // namespace baton::testing
