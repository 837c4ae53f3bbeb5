#include <catch2/catch.hpp>

#include "tests/unit/flow/world.hpp"

namespace baton::testing {

using Lines = std::vector<std::string>;

TEST_CASE("an account from its first deal to its customer") {
  Replay replay;
  CHECK(
      replay.say("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}}) ==
      Lines{"2026-01-05T00:00:00Z crm/e1 | stage none -> opportunity | relationship: none -> AE dana (clause ae_am) | "
            "comms: none -> AE dana (clause ae_am) | escalation: none -> AE dana (clause ae_am) | "
            "closing of D1: none -> AE dana (clause ae_am)"});
  CHECK(replay.say("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}}) ==
        Lines{"2026-02-02T15:00:00Z crm/e2 | stage opportunity -> onboarding | "
              "onboarding: none -> AM kim (clause ae_am) | closing of D1: AE dana -> none (clause ae_am) | "
              "handoff sales_to_am open AE dana -> AM kim due 2026-02-16T17:00:00Z missing story,intro_call | "
              "next 2026-02-04T17:00:00Z handoff sales_to_am should have started"});
  CHECK(replay.say("2026-02-03T15:00", "acme", "handoff.item_done", {{"handoff", "sales_to_am"}, {"item", "story"}}) ==
        Lines{"2026-02-03T15:00:00Z crm/e3 | handoff sales_to_am started AE dana -> AM kim due 2026-02-16T17:00:00Z "
              "missing intro_call | next 2026-02-16T17:00:00Z handoff sales_to_am becomes overdue"});
  replay.on("2026-02-10T15:00", "acme", "intro.held");
  CHECK(replay.say("2026-02-11T15:00", "acme", "handover.approved") ==
        Lines{"2026-02-11T15:00:00Z crm/e5 | relationship: AE dana -> AM kim (clause ae_am) | "
              "comms: AE dana -> AM kim (clause ae_am) | escalation: AE dana -> AM kim (clause ae_am) | "
              "handoff sales_to_am finished AE dana -> AM kim due 2026-02-16T17:00:00Z accepted"});
  CHECK(replay.say("2026-02-16", "acme", "onboarding.completed") ==
        Lines{"2026-02-16T00:00:00Z crm/e6 | stage onboarding -> customer | "
              "onboarding: AM kim -> none (clause ae_am) | expansion: none -> AE dana (clause ae_am) | "
              "nrr: none -> AM kim (clause ae_am) | next 2026-05-03T15:00:00Z expansion passes from AE to AM"});
}

TEST_CASE("V1: the first event must leave every field without a default known") {
  Policy policy = sample_policy();
  policy.account_fields[field(policy, "arr").field.index].initial = std::nullopt;
  auto& kind = policy.records[record(policy, "deal").index].fields[0];
  kind.initial = std::nullopt;
  Replay replay(policy);
  CHECK(replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}, {"kind", "new"}}).empty());
  CHECK(replay.error == "the first event of the account `acme` must give `arr`");
  CHECK(replay.engine().world().accounts.empty());

  CHECK(replay.on("2026-01-05", "acme", "account.updated", {{"arr", 100}}).size() == 1);
  CHECK(replay.on("2026-01-06", "acme", "deal.opened", {{"deal", "D1"}}).empty());
  CHECK(replay.error == "the first event of the deal `D1` must give `deal.kind`");
  CHECK(replay.account("acme").records.empty());
  CHECK(replay.on("2026-01-06", "acme", "deal.opened", {{"deal", "D1"}, {"kind", "new"}}).size() == 1);
}

TEST_CASE("V1: a payload field is required unless it or what it updates may be unknown or has a default, or is known") {
  Policy policy = sample_policy();
  EventType& signing = policy.events[event(policy, "contract.signed").index];
  signing.payload[1].optional = false;  // `end`: the contract's may be unknown
  Replay replay(policy);
  CHECK(replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}}).size() == 1);
  Field own = policy.field(signing.payload[0].target);  // money, with a default
  own.name = "fee";
  own.initial = {};
  signing.payload.push_back(
      {"fee", {Scope::Event, {}, event(policy, "contract.signed"), FieldId{signing.own.size()}}, false, {}});
  signing.own.push_back(own);
  Replay asking(policy);
  CHECK(asking.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}}).empty());
  CHECK(asking.error == "`fee` is missing: `contract.signed` must give it");
}

TEST_CASE("V1: only an optional field can be unknown") {
  Replay replay;
  CHECK(replay.on("2026-01-05", "acme", "account.updated", {{"arr", "unknown"}}).empty());
  CHECK(replay.error == "`arr` cannot be unknown");
  CHECK(replay.on("2026-01-05", "acme", "account.updated", {{"review_on", "unknown"}}).size() == 1);
}

TEST_CASE("V2: a record begins with the first event that names it, whatever it is") {
  Replay replay;
  CHECK(replay.say("2026-01-05", "acme", "deal.closed_won", {{"deal", "D1"}}) ==
        Lines{"2026-01-05T00:00:00Z crm/e1 | stage none -> prospect"});
  REQUIRE(replay.account("acme").records.size() == 1);
  CHECK(replay.account("acme").records[0].facts.stage == StageId{1});  // won: from its start stage, at once
}

TEST_CASE("V2: an event of records that names none is refused") {
  Replay replay;
  CHECK(replay.on("2026-01-05", "acme", "contract.signed", {{"end", "2026-12-31"}}).empty());
  CHECK(replay.error == "`contract` is missing: `contract.signed` names one");
}

TEST_CASE("V2: org is no account") {
  Replay replay;
  CHECK(replay.on("2026-01-05", "org", "account.churned").empty());
  CHECK(replay.error == "`org` is no account");
  CHECK(replay.on("2026-01-05", "acme", "person.left", {{"person", "kim"}}).empty());
  CHECK(replay.error == "`person.left` is about the org: its subject must be `org`, not `acme`");
}

TEST_CASE("O4: items, acceptance and returns for nothing open reject the line") {
  Replay replay;
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-01-06", "acme", "handoff.accepted", {{"handoff", "sales_to_am"}});
  CHECK(replay.error == "no handoff `sales_to_am` is open for `acme`");
  replay.on("2026-01-06", "other", "handoff.accepted", {{"handoff", "sales_to_am"}});
  CHECK(replay.error == "nothing is known of the account `other`, so `handoff.accepted` has nothing to act on");
  replay.on("2026-01-06", "acme", "handoff.accepted", {{"handoff", "sales_to_am"}, {"deal", "D9"}});
  CHECK(replay.error == "the account `acme` has no deal `D9`");
  replay.on("2026-01-06", "acme", "handoff.accepted", {{"handoff", "sales_to_am"}, {"deal", "D1"}});
  CHECK(replay.error == "no handoff `sales_to_am` is open for `acme`, deal `D1`");
  replay.on("2026-01-07", "acme", "deal.closed_won", {{"deal", "D1"}});
  replay.on("2026-01-08", "acme", "handoff.item_done", {{"handoff", "sales_to_am"}, {"item", "dpa"}});
  CHECK(replay.error == "handoff `sales_to_am` has no item `dpa`");
}

TEST_CASE("a rejected seat leaves no account and no record behind") {
  Replay replay;
  replay.on("2026-01-05", "org", "person.left", {{"person", "kim"}});
  CHECK(replay.on("2026-01-05", "acme", "seat.assigned", {{"role", "AM"}, {"person", "kim"}}).empty());
  CHECK(replay.engine().world().accounts.empty());
  replay.on("2026-01-06", "acme", "account.updated");
  CHECK(replay.on("2026-01-06", "acme", "seat.assigned", {{"role", "AM"}, {"person", "kim"}, {"deal", "D1"}}).empty());
  CHECK(replay.account("acme").records.empty());
  CHECK(replay.account("acme").record_by_name.empty());
}

TEST_CASE("P3: who leaves gives one decision for org, then one for each changed account") {
  Replay replay;
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-01-06", "globex", "deal.opened", {{"deal", "D1"}});
  CHECK(replay.owner("acme", "relationship") == "AE dana");
  CHECK(replay.owner("globex", "relationship") == "AE erin");
  CHECK(replay.say("2026-01-07", "org", "person.left", {{"person", "dana"}}) ==
        Lines{"2026-01-07T00:00:00Z crm/e3",
              "2026-01-07T00:00:00Z crm/e3#acme | relationship: AE dana -> AE erin (seat AE) | "
              "comms: AE dana -> AE erin (seat AE) | escalation: AE dana -> AE erin (seat AE) | "
              "closing of D1: AE dana -> AE erin (seat AE)"});
  CHECK(replay.on("2026-01-08", "org", "person.left", {{"person", "dana"}}).empty());
  CHECK(replay.error == "`dana` has left already");
}

TEST_CASE("P3: owners do not change by absence") {
  Replay replay;
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  CHECK(replay
            .on("2026-01-06", "org", "person.away",
                {{"person", "dana"}, {"from", "2026-01-06"}, {"to", "2026-01-09"}, {"cover", "erin"}})
            .size() == 1);
  CHECK(replay.owner("acme", "relationship") == "AE dana");
}

TEST_CASE("O3d: a giver who has left is represented by the first manager who has not") {
  Replay replay;
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  const auto lines = replay.say("2026-02-03", "org", "person.left", {{"person", "dana"}});
  REQUIRE(lines.size() == 2);
  CHECK(lines[1] ==
        "2026-02-03T00:00:00Z crm/e3#acme | relationship: AE dana -> AE ines (handoff sales_to_am) | "
        "comms: AE dana -> AE ines (handoff sales_to_am) | escalation: AE dana -> AE ines (handoff sales_to_am) | "
        "handoff sales_to_am open AE ines -> AM kim due 2026-02-16T17:00:00Z missing story,intro_call | next "
        "2026-02-04T17:00:00Z handoff sales_to_am should have "
        "started");
  CHECK(replay.owner("acme", "relationship") == "AE ines");
}

TEST_CASE("a running handoff is listed again when its giver or its receiver is another person, and only then") {
  Replay replay;
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  const auto parties = [&](const std::vector<Decision>& decisions) {
    std::string text;
    for (const HandoffReport& said : decisions.back().handoffs) {
      text += replay.org().people[said.from.person->index].id + " -> " + replay.org().people[said.to.person->index].id;
    }
    return text;
  };
  CHECK(parties(replay.on("2026-02-03T01:00", "acme", "account.updated", {{"arr", 1}})).empty());
  CHECK(parties(replay.on("2026-02-03T02:00", "acme", "seat.assigned", {{"role", "CSM"}, {"person", "ana"}})).empty());
  CHECK(parties(replay.on("2026-02-03T03:00", "acme", "seat.assigned", {{"role", "AM"}, {"person", "lee"}})) ==
        "dana -> lee");
  CHECK(parties(replay.on("2026-02-03T04:00", "acme", "account.updated", {{"arr", 2}})).empty());
  CHECK(parties(replay.on("2026-02-03T05:00", "org", "person.left", {{"person", "dana"}})) == "ines -> lee");
}

TEST_CASE("ids: `%` and `/` inside a part are percent-encoded") {
  Replay replay;
  replay.on("2026-01-05", "a/b%", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-01-05", "a/b%", "deal.closed_won", {{"deal", "D1"}});
  const auto fired = replay.advance("2026-01-08");
  REQUIRE(fired.size() == 2);
  CHECK(fired[0].id == "timer/a%2Fb%25/handoff/sales_to_am/1/start");
  CHECK(fired[0].subject == "a/b%");
  CHECK(fired[0].cause.kind == "handoff");
  CHECK(fired[0].cause.name == "sales_to_am");
  CHECK(fired[0].cause.what == "start");
  CHECK(fired[1].id == "timer/a%2Fb%25/handoff/sales_to_am/1/item story");
}

TEST_CASE("ids: N counts the instances of a handoff, whatever their record and whether their timers fired") {
  Policy policy = sample_policy();
  add_transition(policy.lifecycle, {"customer", "onboarding"}, "opportunity").on = on(policy, "qbr.held");
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-01-05T01:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  replay.on("2026-01-05T02:00", "acme", "qbr.held");
  replay.on("2026-01-05T03:00", "acme", "deal.closed_won", {{"deal", "D2"}});
  const auto fired = replay.advance("2026-01-07T17:00");
  REQUIRE(!fired.empty());
  CHECK(fired[0].id == "timer/acme/handoff/sales_to_am/2/start");
  CHECK(fired[0].handoffs[0].n == 2);
}

TEST_CASE("who: a snapshot says who owns, why, and what comes next") {
  Replay replay;
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  const auto snapshot = replay.engine().snapshot("acme", at("2026-02-02T15:00"));
  REQUIRE(snapshot);
  REQUIRE(snapshot->owners.size() == 4);  // relationship, comms, onboarding, escalation
  CHECK(snapshot->owners[0].because.kind == Because::Kind::Handoff);
  CHECK(snapshot->owners[0].because.name == "sales_to_am");
  CHECK(snapshot->owners[2].because.kind == Because::Kind::Clause);
  CHECK(snapshot->owners[2].because.at.line == 4);
  REQUIRE(snapshot->owners[2].why_not.size() == 1);  // the AM's team is kim and lee
  CHECK(snapshot->owners[2].why_not[0].person == person(replay.org(), "lee"));
  REQUIRE(snapshot->records.size() == 1);
  CHECK(snapshot->records[0].owners.empty());
  REQUIRE(snapshot->handoffs.size() == 1);
  CHECK(snapshot->next->at == at("2026-02-04T17:00"));
  CHECK(!replay.engine().snapshot("nobody", at("2026-02-02T15:00")));
}

TEST_CASE("V1: null makes an optional field unknown, and an absent one stays as it is") {
  Replay replay;
  replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}, {"arr", 500}, {"end", "2026-12-31"}});
  const auto end = [&] { return replay.account("acme").records[0].facts.fields[1]; };
  replay.on("2026-01-06", "acme", "contract.amended", {{"contract", "C1"}, {"arr", 700}});
  CHECK(end() == day("2026-12-31").number);
  replay.on("2026-01-07", "acme", "contract.amended", {{"contract", "C1"}, {"end", "unknown"}});
  CHECK(end() == unknown);
  CHECK(replay.account("acme").records[0].facts.fields[0] == 700);
  CHECK(replay.advance("2026-12-31").empty());  // S5: the date is gone, and so is its timer
}

TEST_CASE("O3d: the last report of a handoff names the manager who gave for someone who has left") {
  Replay replay;
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  replay.on("2026-02-03", "org", "person.left", {{"person", "dana"}});
  const auto fired = replay.advance("2026-03-02T17:00");
  REQUIRE_FALSE(fired.empty());
  const Decision& last = fired.back();
  REQUIRE(last.handoffs.size() == 1);
  CHECK(last.handoffs[0].state == HandoffState::CutOver);
  REQUIRE(last.handoffs[0].from.person);
  CHECK(replay.program().org().people[last.handoffs[0].from.person->index].id == "ines");
}

TEST_CASE("P3: a manager who represents a giver leaves in their turn; those whom they called are called no more") {
  Policy policy = sample_policy();
  Target owner;
  owner.kind = Target::Kind::OwnerOf;
  owner.leaf = leaf(policy, "comms");
  Escalation call;
  call.name = "call";
  call.on = {on(policy, "qbr.held")};
  call.tiers = {{{owner}, std::nullopt, {}}};
  policy.structures[0].escalations = {call};
  Org org = sample_org(policy);
  org.people[person(org, "dana").index].manager = person(org, "pat");
  Replay replay(policy, org);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  replay.on("2026-02-03", "org", "person.left", {{"person", "dana"}});
  CHECK(replay.owner("acme", "comms") == "AE pat");
  const auto left = replay.on("2026-02-04", "org", "person.left", {{"person", "pat"}});
  REQUIRE(left.size() == 2);
  CHECK(changes_of(left[1], replay.program()) ==
        "relationship: AE pat -> AE ines (handoff sales_to_am) | comms: AE pat -> AE ines (handoff sales_to_am) | "
        "escalation: AE pat -> AE ines (handoff sales_to_am) | "
        "handoff sales_to_am open AE ines -> AM kim due 2026-02-16T17:00:00Z missing story,intro_call");
}

Target target(Target::Kind kind, const char* name) {
  Target made;
  made.kind = kind;
  made.name = name;
  return made;
}

// The first structure has one escalation, which begins after each review.
void call_after_review(Policy& policy, std::vector<Tier> tiers) {
  Escalation call;
  call.name = "call";
  call.on = {on(policy, "qbr.held")};
  call.tiers = std::move(tiers);
  policy.structures[0].escalations = {call};
}

TEST_CASE("P3: an account that only calls who leaves is told whom it calls now") {
  Policy policy = sample_policy();
  call_after_review(policy, {{{target(Target::Kind::Person, "pat")}, std::nullopt, {}}});
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "qbr.held");
  const auto left = replay.on("2026-01-06", "org", "person.left", {{"person", "pat"}});
  REQUIRE(left.size() == 2);
  CHECK(changes_of(left[1], replay.program()) == "escalation call calling tier 1 ines");
}

TEST_CASE("T4: an absence in force at once gives a decision to each account whose escalation then calls another") {
  Policy policy = sample_policy();
  call_after_review(policy, {{{target(Target::Kind::Person, "pat")}, days(5), {}},
                             {{target(Target::Kind::Position, "head_of_cs")}, std::nullopt, {}}});
  Replay replay(policy);
  replay.on("2026-01-05", "globex", "account.updated");
  for (const char* id : {"acme", "umbrella"}) replay.on("2026-01-05", id, "qbr.held");
  replay.on("2026-01-05T01:00", "umbrella", "escalation.acknowledged", {{"escalation", "call"}});
  const auto away = [&](const char* time, const char* from, const char* to, const char* cover) {
    return replay.on(time, "org", "person.away", {{"person", "pat"}, {"from", from}, {"to", to}, {"cover", cover}});
  };
  CHECK(away("2026-01-06T01:00", "2026-01-07", "2026-01-07", "kim").size() == 1);  // not in force yet
  const auto told = away("2026-01-06T02:00", "2026-01-06", "2026-01-06", "lee");
  REQUIRE(told.size() == 2);
  CHECK(told[1].id == "crm/e6#acme");
  CHECK(changes_of(told[1], replay.program()) == "escalation call calling tier 1 lee until 2026-01-10T00:00:00Z");
  CHECK(away("2026-01-06T03:00", "2026-01-06", "2026-01-06", "lee").size() == 1);  // nobody else is called
}

TEST_CASE("a decision lists escalations and SLAs in the order of their beginning, whichever moved first") {
  Policy policy = sample_policy();
  call_after_review(policy, {{{target(Target::Kind::Person, "pat")}, std::nullopt, {}}});
  auto& escalations = policy.structures[0].escalations;
  escalations.push_back(escalations[0]);
  escalations[0].name = "first";
  escalations[1].name = "second";
  escalations[1].on.push_back(on(policy, "ticket.opened"));
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "ticket.opened", {{"ticket", "T1"}});
  const auto both = replay.on("2026-01-06", "acme", "qbr.held");
  REQUIRE(both.size() == 1);
  CHECK(changes_of(both[0], replay.program()) ==
        "escalation second calling tier 1 pat | escalation first calling tier 1 pat");
}

TEST_CASE("ids: dates that find an escalation running have ids of their own") {
  Policy policy = sample_policy();
  Target head;
  head.kind = Target::Kind::Position;
  head.name = "head_of_cs";
  Escalation call;
  call.name = "call";
  call.per = record(policy, "contract");
  for (int ahead : {90, 60, 30}) call.at_dates.push_back(before(days(ahead), field(policy, "contract.end")));
  call.tiers = {{{head}, std::nullopt, {}}};
  policy.records[call.per->index].lifecycle.transitions.erase(
      policy.records[call.per->index].lifecycle.transitions.begin() + 1);
  policy.structures[0].escalations = {call};
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}, {"end", "2026-12-31"}});
  Lines ids;
  for (const Decision& decision : replay.advance("2026-12-31")) {
    ids.push_back(decision.id);
    REQUIRE(decision.escalations.size() == 1);  // O5: noted, not restarted
    CHECK(decision.escalations[0].n == 1);
  }
  CHECK(ids == Lines{"timer/acme/escalation/call/1/date", "timer/acme/escalation/call/2/date",
                     "timer/acme/escalation/call/3/date"});
}

TEST_CASE("who: of a record that is not there nobody is meant") {
  Replay replay;
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  Target seat;
  seat.kind = Target::Kind::Role;
  seat.role = role(replay.policy(), "AE");
  const RecordTypeId deal = record(replay.policy(), "deal");
  const auto meant = [&](const char* id) {
    return replay.engine().meant_by("acme", seat, RecordName{deal, id}, at("2026-01-05"));
  };
  CHECK(meant("D1"));
  CHECK_FALSE(meant("D2"));
}

TEST_CASE("who: a role that two statements let support is named once") {
  Policy policy = sample_policy();
  for (int i = 0; i < 2; ++i) add_statement(policy, 0, "CSM", {"relationship"}).verb = Verb::Supports;
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  CHECK(replay.engine().snapshot("acme", at("2026-01-05"))->owners[0].supports.size() == 1);
}

}  // namespace baton::testing
