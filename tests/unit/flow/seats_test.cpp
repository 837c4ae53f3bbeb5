#include "engine/flow/seats.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/flow/one_account.hpp"

namespace baton::testing {
namespace {

using Lines = std::vector<std::string>;

// The sample company with the AM team (kim, lee, pat) changed as the test wants it.
template <class Change>
OneAccount with_team(Change change) {
  const Policy policy = sample_policy();
  Org org = sample_org(policy);
  Team& am = org.teams[team(org, "am").index];
  am.members.push_back({person(org, "pat"), 10'000});
  change(org, am);
  return OneAccount(policy, org);
}
OneAccount with_team() {
  return with_team([](Org&, Team&) {});
}

// Who gets the AM's seat on each of `count` new accounts.
std::string dealt(OneAccount& world, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    world.account("dealt " + std::to_string(world.world.accounts.size())).owns("AM", "comms");
    world.fill();
    text += (i == 0 ? "" : " ") + world.holder("AM");
  }
  return text;
}

// ---- filling

TEST_CASE("S2: seats are filled in the order in which roles are declared, and only where a role is in use") {
  OneAccount world;
  world.owns("RS", "expansion");
  world.owns("AE", "comms");
  CHECK(world.fill() == "AE dana round_robin | RS pat round_robin");
  CHECK(world.fill().empty());
  CHECK(world.holder("AM") == "-");
}

TEST_CASE("P2: a role is in use where it owns, gives, takes or stays, on the account or a record") {
  OneAccount world;
  const RoleId ae = role(world.program.policy(), "AE"), am = role(world.program.policy(), "AM");
  RunningHandoff handoff;
  handoff.from.role = ae;
  handoff.to.role = am;
  world.state().handoffs.push_back(handoff);
  const std::uint32_t deal = world.begin_record("deal", "D1");
  world.owns("RS", "closing", deal);
  CHECK(roles_in_use(world.step()) == std::vector<bool>{true, true, false, true});
  world.state().handoffs[0].state = HandoffState::CutOver;
  world.owns("", "closing", deal);
  CHECK(roles_in_use(world.step()) == std::vector<bool>{false, false, false, false});
}

TEST_CASE("P2: a stay counts after the handoff has finished or was cut over, and only while it holds") {
  Policy policy = sample_policy();
  Stay stay;
  stay.role = role(policy, "AE");
  stay.account_stages = stages(policy.lifecycle, {"onboarding"});
  policy.structures[0].handoffs[0].stays.push_back(stay);
  OneAccount world(policy);
  world.stage("onboarding");
  world.owns("AM", "comms");
  world.state().handoffs.emplace_back().leaves = leaves(policy, {"comms"});
  const auto in_use = [&](HandoffState state) -> bool {
    world.state().handoffs[0].state = state;
    return roles_in_use(world.step())[0];
  };
  CHECK(in_use(HandoffState::Finished));
  CHECK(in_use(HandoffState::CutOver));
  CHECK_FALSE(in_use(HandoffState::Open));
  CHECK_FALSE(in_use(HandoffState::Cancelled));
  CHECK_FALSE(in_use(HandoffState::Superseded));
  world.owns("", "comms");  // nobody to stay beside
  CHECK_FALSE(in_use(HandoffState::Finished));
  world.owns("AM", "comms");
  world.stage("customer");
  CHECK_FALSE(in_use(HandoffState::Finished));
}

// ---- the teams' rules

TEST_CASE("P1: round_robin takes the member after the last one taken, in list order") {
  OneAccount world = with_team();
  CHECK(dealt(world, 4) == "kim lee pat kim");
  world.away("lee", "2026-03-01", "2026-03-31");
  world.account("next").owns("AM", "comms");
  CHECK(world.fill() == "AM pat round_robin, lee away until 2026-03-31");
  CHECK(dealt(world, 2) == "kim pat");
}

TEST_CASE("P1: CRM choices move no pointer") {
  OneAccount world = with_team();
  world.owns("AM", "comms");
  CHECK(world.pin("AM", "pat") == "AM pat pinned");
  CHECK(dealt(world, 2) == "kim lee");
}

TEST_CASE("P1: least_loaded takes the lowest load for its weight, ties in list order") {
  OneAccount world = with_team([](Org&, Team& am) {
    am.assign = Assign::LeastLoaded;
    am.members[1].weight = 5'000;
    am.members[2].weight = 20'000;
  });
  // Loads for weight 1, 1/2, 2: each takes the seat while its load / weight is the lowest.
  CHECK(dealt(world, 7) == "kim lee pat pat kim pat pat");
  CHECK(world.load("kim") == 2);
  CHECK(world.load("lee") == 1);
  CHECK(world.load("pat") == 4);
}

TEST_CASE("P1: weighted is smooth weighted round robin") {
  OneAccount world = with_team([](Org&, Team& am) {
    am.assign = Assign::Weighted;
    am.members[0].weight = 50'000;
  });
  CHECK(dealt(world, 7) == "kim kim lee kim pat kim kim");
}

// ---- who is passed over

TEST_CASE("P2: members who are away, have left, are not yet there or are full are passed over") {
  OneAccount world = with_team([](Org& org, Team& am) {
    am.assign = Assign::LeastLoaded;
    am.members.push_back({person(org, "erin"), 10'000});
    am.members.push_back({person(org, "ines"), 10'000});
    org.people[person(org, "lee").index].capacity.accounts = 0;
    org.people[person(org, "erin").index].from = day("2026-04-01");
  });
  world.away("kim", "2026-03-02", "2026-03-06");
  world.leaves("pat");
  world.owns("AM", "comms");
  CHECK(world.fill() == "AM ines least_loaded, kim away until 2026-03-06, lee full, pat left, erin not yet there");
}

TEST_CASE("P2: full by the number of accounts, or by the sum of a field with this account's") {
  OneAccount world = with_team([](Org& org, Team&) {
    const Policy policy = sample_policy();
    org.people[person(org, "kim").index].capacity.accounts = 1;
    org.people[person(org, "lee").index].capacity.sums = {{field(policy, "arr").field, 1'000}};
  });
  world.account("a").owns("AM", "comms");
  world.fill();
  world.account("b").owns("AM", "comms");
  world.set("arr", 600);
  CHECK(world.fill() == "AM lee round_robin");
  world.account("c").owns("AM", "comms");
  world.fill();
  world.account("d").owns("AM", "comms");
  world.set("arr", 401);
  CHECK(world.fill() == "AM pat round_robin, kim full, lee full");

  SECTION("a field that changes changes the load") {
    world.account("b").set("arr", 599);
    world.fill();
    world.account("e").owns("AM", "comms");
    world.set("arr", 401);
    CHECK(world.fill() == "AM lee round_robin, kim full");
  }
}

TEST_CASE("P2: where all are full the least loaded takes it, flagged, and no pointer moves") {
  OneAccount world = with_team([](Org& org, Team& am) {
    am.members.pop_back();
    org.people[person(org, "kim").index].capacity.accounts = 2;
    org.people[person(org, "lee").index].capacity.accounts = 1;
  });
  CHECK(dealt(world, 3) == "kim lee kim");
  world.account("next").owns("AM", "comms");
  CHECK(world.fill() == "AM lee least_loaded_full, kim full");
  CHECK(world.state().seats[1].flagged);
  CHECK(world.world.teams[1].next == 1);
}

TEST_CASE("P2: where nobody is there the fallback takes it") {
  OneAccount world = with_team([](Org& org, Team& am) {
    am.members.resize(2);
    am.fallback = person(org, "ines");
  });
  world.away("kim", "2026-03-02", "2026-03-06");
  world.leaves("lee");
  world.owns("AM", "comms");
  CHECK(world.fill() == "AM ines fallback, kim away until 2026-03-06, lee left");
  CHECK_FALSE(world.state().seats[1].flagged);
  CHECK(world.fill().empty());
}

TEST_CASE("P2: without a fallback the seat stays empty, flagged, said once, and is filled when someone is back") {
  OneAccount world = with_team([](Org&, Team& am) { am.members.resize(2); });
  world.away("kim", "2026-03-02", "2026-03-06");
  world.away("lee", "2026-03-01", "2026-03-04");
  world.away("lee", "2026-03-05", "2026-03-05");
  world.owns("AM", "comms");
  CHECK(world.fill() == "AM - empty, kim away until 2026-03-06, lee away until 2026-03-05");
  CHECK(world.state().seats[1].flagged);
  CHECK(world.fill().empty());
  CHECK(world.until("2026-03-31") ==
        Lines{"2026-03-06T00:00:00Z filled: AM lee round_robin, kim away until 2026-03-06"});
  CHECK_FALSE(world.state().seats[1].flagged);
}

TEST_CASE("P2: a fallback who has left takes no seat") {
  OneAccount world = with_team([](Org& org, Team& am) {
    am.members.resize(1);
    am.fallback = person(org, "ines");
  });
  world.leaves("kim");
  world.leaves("ines");
  world.owns("AM", "comms");
  CHECK(world.fill() == "AM - empty, kim left");
}

TEST_CASE("P2: who has come and gone has left, and is not yet to come") {
  OneAccount world = with_team([](Org& org, Team&) {
    Person& kim = org.people[person(org, "kim").index];
    kim.from = day("2026-01-01");
    kim.until = day("2026-02-28");
  });
  world.owns("AM", "comms");
  CHECK(world.fill() == "AM lee round_robin, kim left");
}

TEST_CASE("P2: a member who has left hides no other's return") {
  OneAccount world = with_team([](Org&, Team& am) { am.members.resize(2); });
  world.leaves("kim");
  world.away("lee", "2026-03-01", "2026-03-04");
  world.owns("AM", "comms");
  world.fill();
  CHECK(world.until("2026-03-31") == Lines{"2026-03-05T00:00:00Z filled: AM lee round_robin, kim left"});
}

TEST_CASE("P2: the load counts seats in use; a holder whose seat is not counted keeps it") {
  OneAccount world = with_team();
  world.owns("AM", "comms");
  world.fill();
  CHECK(world.load("kim") == 1);
  world.owns("", "comms");
  CHECK(world.fill().empty());
  CHECK(world.load("kim") == 0);
  CHECK(world.holder("AM") == "kim");
  world.owns("AM", "expansion");
  CHECK(world.fill().empty());
  CHECK(world.load("kim") == 1);
}

TEST_CASE("P2: a seat that is out of use has left the load before another is filled") {
  OneAccount world = with_team([](Org& org, Team& am) {
    am.members.resize(1);
    org.people[person(org, "kim").index].capacity.accounts = 1;
    org.teams[team(org, "rs").index].members = {{person(org, "kim"), 10'000}};
  });
  world.owns("RS", "comms");
  CHECK(world.fill() == "RS kim round_robin");
  world.owns("AM", "comms");
  CHECK(world.fill() == "AM kim round_robin");
}

// ---- moving

OneAccount with_coverage() {
  return with_team([](Org& org, Team&) {
    const Policy policy = sample_policy();
    Team key;
    key.id = "key_accounts";
    key.role = role(policy, "AM");
    key.members = {{person(org, "ana"), 10'000}, {person(org, "lee"), 10'000}};
    org.teams.push_back(key);
    auto& rows = org.coverage[role(policy, "AM").index];
    rows.insert(rows.begin(), {TeamId{org.teams.size() - 1}, is(policy, "key", 1), false, {}});
  });
}

TEST_CASE("an unpinned seat moves when coverage moves the account to another team") {
  OneAccount world = with_coverage();
  world.owns("AM", "comms");
  CHECK(world.fill() == "AM kim round_robin");
  world.set("key", 1);
  CHECK(world.fill() == "AM ana round_robin");
  CHECK(world.load("kim") == 0);
  CHECK(world.load("ana") == 1);
  world.owns("", "comms");
  world.set("key", 0);
  CHECK(world.fill().empty());
  CHECK(world.holder("AM") == "ana");
}

TEST_CASE("P7: a pin takes anyone, and survives a change of coverage") {
  OneAccount world = with_coverage();
  world.owns("AM", "comms");
  world.fill();
  CHECK(world.pin("AM", "erin") == "AM erin pinned");
  CHECK(world.load("kim") == 0);
  CHECK(world.load("erin") == 1);
  world.set("key", 1);
  CHECK(world.fill().empty());
  CHECK(world.holder("AM") == "erin");
}

TEST_CASE("P7: when a pin ends its holder stays if in the team that coverage now gives, else it is filled anew") {
  OneAccount world = with_coverage();
  world.owns("AM", "comms");
  world.fill();
  SECTION("in the team") {
    world.pin("AM", "lee", "2026-04-01");
    world.set("key", 1);
    CHECK(world.until("2026-04-30") == Lines{"2026-04-01T00:00:00Z unpinned: AM lee kept"});
    CHECK(world.fill().empty());
    world.set("key", 0);  // from now on coverage counts again
    CHECK(world.fill() == "AM lee round_robin");
  }
  SECTION("not in the team") {
    world.pin("AM", "pat", "2026-04-01");
    world.set("key", 1);
    CHECK(world.until("2026-04-30") == Lines{"2026-04-01T00:00:00Z unpinned: AM ana round_robin"});
    CHECK(world.load("pat") == 0);
  }
}

TEST_CASE("P7: person.left and seat.released end a pin") {
  OneAccount world = with_team();
  world.owns("AM", "comms");
  world.pin("AM", "pat");
  SECTION("released") {
    CHECK(world.release("AM") == "AM kim round_robin");
    CHECK_FALSE(world.state().seats[1].pinned);
  }
  SECTION("left") {
    world.leaves("pat");
    Step step = world.step();
    CHECK(vacate(step, world.person_id("pat")).size() == 1);
    CHECK(vacate(step, world.person_id("pat")).empty());
    CHECK(world.fill() == "AM kim round_robin");
    CHECK(world.load("pat") == 0);
  }
  SECTION("left while the role is not in use") {
    world.owns("", "comms");
    world.fill();
    world.leaves("pat");
    CHECK(world.fill() == "AM - released");
    CHECK(world.fill().empty());
  }
}

TEST_CASE("P7: a departed person, or a pin that would end before it begins, is refused") {
  OneAccount world = with_team();
  world.owns("AM", "comms");
  world.fill();
  world.leaves("pat");
  CHECK(world.pin("AM", "pat") == "`pat` is not there any more and cannot be given a seat");
  CHECK(world.pin("AM", "lee", "2026-03-02T09:00") == "the seat of `lee` would end before it begins");
  CHECK(world.holder("AM") == "kim");
}

TEST_CASE("a record may have a seat of its own, else the account's serves") {
  OneAccount world = with_team();
  const std::uint32_t first = world.begin_record("contract", "C1");
  const std::uint32_t second = world.begin_record("contract", "C2");
  world.owns("AM", "renewal", first);
  CHECK(world.pin("AM", "pat", "2026-04-01", first) == "AM of C1 pat pinned");
  CHECK(world.load("pat") == 0);  // the load counts seats of accounts
  world.owns("AM", "renewal", second);
  CHECK(world.fill() == "AM kim round_robin");
  CHECK(world.holder("AM", first) == "pat");
  CHECK(world.holder("AM", second) == "kim");
  SECTION("until its pin ends") {
    CHECK(world.until("2026-04-30") == Lines{"2026-04-01T00:00:00Z unpinned: AM of C1 - released"});
    CHECK(world.holder("AM", first) == "kim");
  }
  SECTION("or it is released") {
    CHECK(world.release("AM", first) == "AM of C1 - released");
  }
  SECTION("and another role's seat of that record goes by itself") {
    world.pin("RS", "lee", "", first);
    CHECK(world.release("RS", first) == "RS of C1 - released");
    CHECK(world.holder("AM", first) == "pat");
  }
  SECTION("or its holder leaves") {
    world.leaves("pat");
    CHECK(world.fill() == "AM of C1 - released");
  }
}

TEST_CASE("P3: the accounts of a person, in the order in which their seats were filled") {
  OneAccount world;
  for (const char* id : {"b", "a", "c"}) world.account(id);
  for (const char* id : {"c", "a", "b"}) world.account(id).owns("CSM", "comms");
  for (const char* id : {"c", "a", "b"}) {
    world.account(id);
    world.fill();
  }
  CHECK(accounts_of(world.world, world.person_id("ana")) == std::vector<std::uint32_t>{3, 2, 1});
  CHECK(accounts_of(world.world, world.person_id("kim")).empty());
}

// Each member who does not hold the AM's seat, and the number of the reason.
std::string reasons_against(const OneAccount& world) {
  std::string text;
  for (const PassedOver& over : why_not(world.program, world.world, world.state(), std::nullopt,
                                        role(world.program.policy(), "AM"), at("2026-03-02"))) {
    text += world.program.org().people[over.person.index].id + std::to_string(static_cast<int>(over.why)) + " ";
  }
  return text;
}

TEST_CASE("who: each member who does not hold the seat, and why") {
  OneAccount world = with_team([](Org&, Team& am) { am.assign = Assign::LeastLoaded; });
  world.away("lee", "2026-03-02", "2026-03-06");
  world.owns("AM", "comms");
  world.fill();
  CHECK(reasons_against(world) == "lee0 pat9 ");  // away, later in the list
  world.pin("AM", "kim");
  CHECK(reasons_against(world) == "lee0 pat5 ");  // away, pinned elsewhere
}

TEST_CASE("who: that another has more accounts is said only where it is true, without the seat that is asked about") {
  OneAccount world = with_team([](Org& org, Team& am) {
    am.assign = Assign::LeastLoaded;
    am.members[2].weight = 5'000;  // pat
    am.fallback = person(org, "ines");
  });
  constexpr const char *more = "7 ", *for_weight = "8 ", *later = "9 ", *held = "10 ";
  CHECK(dealt(world, 1) == "kim");
  CHECK(reasons_against(world) == std::string("lee") + later + "pat" + later);  // 0, 0, 0
  CHECK(dealt(world, 1) == "lee");
  CHECK(reasons_against(world) == std::string("kim") + more + "pat" + later);  // 1, 0, 0
  CHECK(dealt(world, 1) == "pat");
  CHECK(reasons_against(world) == std::string("kim") + more + "lee" + more);  // 1, 1, 0
  CHECK(dealt(world, 1) == "kim");
  CHECK(reasons_against(world) == std::string("lee") + later + "pat" + for_weight);  // 1, 1, 1 at half the weight
  world.account("dealt 2");
  world.pin("AM", "kim");
  world.account("dealt 3");
  CHECK(reasons_against(world) == std::string("kim") + more + "lee" + held);  // 3, 0, 0: lee has given one away
  for (const char* id : {"kim", "lee", "pat"}) world.away(id, "2026-03-02", "2026-03-02");
  world.account("fallen back").owns("AM", "comms");
  world.fill();
  CHECK(world.holder("AM") == "ines");
  for (const char* id : {"kim", "lee", "pat"}) world.world.people[world.person_id(id).index].away.clear();
  CHECK(reasons_against(world) == std::string("kim") + held + "lee" + held + "pat" + held);
}

// ---- through the engine

TEST_CASE("P3: person.left gives one decision for org, then one for each changed account, its seat filled anew") {
  Replay replay;
  for (const char* id : {"b", "a", "c"}) replay.on("2026-01-05", id, "deal.opened", {{"deal", "D1"}});
  std::string text;
  for (const Decision& decision : replay.on("2026-01-06", "org", "person.left", {{"person", "dana"}})) {
    text += decision.subject;
    for (const SeatAssignment& assigned : decision.assigned) {
      text += " " + replay.org().people[assigned.person->index].id + " " + assigned.how;
      for (const PassedOver& over : assigned.passed_over) text += ", not " + replay.org().people[over.person.index].id;
    }
    text += "; ";
  }
  CHECK(text == "org; b erin round_robin; c erin round_robin, not dana; ");
  CHECK(replay.owner("b", "comms") == "AE erin");
  CHECK(replay.owner("a", "comms") == "AE erin");
}

// Both teams are erin and lee; dana, who sits as AE and AM, is in neither.
Org two_in_both_teams(const Policy& policy, Assign assign) {
  Org org = sample_org(policy);
  for (const char* id : {"ae", "am"}) {
    org.teams[team(org, id).index].members = {{person(org, "erin"), 10'000}, {person(org, "lee"), 10'000}};
    org.teams[team(org, id).index].assign = assign;
  }
  return org;
}

TEST_CASE("P3: seats are refilled in the order in which they were filled, whatever their account and role") {
  const Policy policy = sample_policy();
  const Org org = two_in_both_teams(policy, Assign::RoundRobin);
  Replay replay(policy, org);
  const auto pin = [&](const char* time, const char* account, const char* role_name) {
    replay.on(time, account, "seat.assigned", {{"role", role_name}, {"person", "dana"}});
  };
  for (const char* id : {"x", "y"}) replay.on("2026-01-05", id, "deal.opened", {{"deal", "D1"}});
  for (const char* id : {"x", "y"}) replay.on("2026-01-06", id, "deal.closed_won", {{"deal", "D1"}});
  pin("2026-01-07T01:00", "x", "AM");
  pin("2026-01-07T02:00", "y", "AM");
  pin("2026-01-07T03:00", "y", "AE");
  pin("2026-01-07T04:00", "x", "AE");
  std::string text;
  for (const Decision& decision : replay.on("2026-01-08", "org", "person.left", {{"person", "dana"}})) {
    text += decision.subject;
    for (const SeatAssignment& assigned : decision.assigned) {
      text += " " + policy.roles[assigned.role.index].name + " " + org.people[assigned.person->index].id;
    }
    text += "; ";
  }
  // The AM's team deals erin, lee, the AE's too: y's AE seat was filled before x's.
  CHECK(text == "org; x AM erin AE lee; y AM lee AE erin; ");
}

TEST_CASE("P3: the capacity that one refilled seat takes is gone for the next") {
  const Policy policy = sample_policy();
  Org org = two_in_both_teams(policy, Assign::LeastLoaded);
  org.people[person(org, "erin").index].capacity.accounts = 1;
  Replay replay(policy, org);
  replay.on("2026-01-05", "x", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-01-06", "x", "deal.closed_won", {{"deal", "D1"}});
  for (const char* name : {"AM", "AE"}) {
    replay.on("2026-01-07", "x", "seat.assigned", {{"role", name}, {"person", "dana"}});
  }
  const auto left = replay.on("2026-01-08", "org", "person.left", {{"person", "dana"}});
  REQUIRE(left.size() == 2);
  REQUIRE(left[1].assigned.size() == 2);
  CHECK(org.people[left[1].assigned[0].person->index].id == "erin");  // AM, filled first
  CHECK(org.people[left[1].assigned[1].person->index].id == "lee");
}

TEST_CASE("P3: an absence that is told later moves the moment at which an empty seat is filled") {
  const Policy policy = sample_policy();
  Org org = sample_org(policy);
  org.teams[team(org, "ae").index].members.pop_back();
  org.people[person(org, "dana").index].away = {{day("2026-01-01"), day("2026-01-10"), std::nullopt}};
  Replay replay(policy, org);
  const auto opened = replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  REQUIRE(opened.size() == 1);
  REQUIRE(opened[0].next);
  CHECK(to_string(opened[0].next->at) + " " + opened[0].next->what == "2026-01-11T00:00:00Z seat AE can be filled");
  CHECK(replay.owner("acme", "comms") == "AE -");
  replay.on("2026-01-06", "org", "person.away", {{"person", "dana"}, {"from", "2026-01-11"}, {"to", "2026-01-12"}});
  CHECK(replay.advance("2026-01-12").empty());
  const auto filled = replay.advance("2026-01-13");
  REQUIRE(filled.size() == 1);
  CHECK(filled[0].id == "timer/acme/seat/AE/1/filled");
  CHECK(replay.owner("acme", "comms") == "AE dana");
}

TEST_CASE("P7: a seat's pin through the engine, and a refusal that changes nothing") {
  Replay replay;
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-01-06", "acme", "seat.assigned", {{"role", "AE"}, {"person", "kim"}, {"until", "2026-02-01"}});
  CHECK(replay.owner("acme", "comms") == "AE kim");
  const auto ended = replay.advance("2026-02-01");
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].id == "timer/acme/seat/AE/1/unpinned");
  CHECK(replay.owner("acme", "comms") == "AE erin");
  replay.on("2026-02-02", "org", "person.left", {{"person", "kim"}});
  CHECK(replay.on("2026-02-03", "acme", "seat.assigned", {{"role", "AE"}, {"person", "kim"}}).empty());
  CHECK(replay.error == "`kim` is not there any more and cannot be given a seat");
  CHECK(replay.owner("acme", "comms") == "AE erin");
}

}  // namespace
}  // namespace baton::testing
