// When it changes hands: O2, O3, O3b, O3c, O4, T4.
#include <catch2/catch.hpp>

#include "engine/flow/handoffs.hpp"
#include "engine/flow/ownership.hpp"
#include "tests/unit/flow/world.hpp"

namespace baton::testing {

namespace {

// acme with its first handoff open since Monday 2026-02-02, 15:00.
Replay handing_over(Policy policy) {
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  return replay;
}

std::string change(Replay& replay, std::string_view time, std::string_view type, Replay::Values values = {}) {
  const auto decisions = replay.on(time, "acme", type, values);
  return decisions.empty() ? "rejected: " + replay.error : changes_of(decisions.back(), replay.program());
}

// Who owns relationship while onboarding: the AM, unless the account is key.
Policy with_key_accounts() {
  Policy policy = sample_policy();
  auto& statements = policy.structures[0].statements;
  statements[1].condition = is(policy, "key", 0);
  return policy;
}
void owned_when_key(Policy& policy, std::string_view role_name) {
  Statement& statement = add_statement(policy, 0, role_name, {"relationship", "comms", "escalation"});
  statement.condition = is(policy, "key", 1);
  statement.layer = policy.structures[0].statements[1].layer;
}

// The contracts' renewals go from the AM to the RS when they open.
void add_renewals_handoff(Policy& policy) {
  auto& structure = policy.structures[0];
  structure.statements[4].record_stages = StageSet::of(StageId{0});
  add_statement(policy, 0, "RS", {"renewal"}).record_stages = StageSet::of(StageId{1});
  Handoff renewals;
  renewals.name = "to_renewals";
  renewals.moves = leaves(policy, {"renewal"});
  renewals.from = role(policy, "AM");
  renewals.to = role(policy, "RS");
  structure.handoffs.push_back(renewals);
}

Policy without_items() {
  Policy policy = sample_policy();
  policy.structures[0].handoffs[0].checklist.clear();
  return policy;
}

}  // namespace

TEST_CASE("a handoff's states, as the table has them") {
  using S = HandoffState;
  using M = HandoffMove;
  const auto row = [](S state) {
    std::vector<S> result;
    for (M move : {M::Work, M::Return, M::Due, M::Complete, M::Cutover, M::Withdraw, M::Displace}) {
      result.push_back(after(state, move));
    }
    return result;
  };
  const std::vector<S> usual{S::Started, S::Returned, S::Overdue, S::Finished, S::CutOver, S::Cancelled, S::Superseded};
  CHECK(row(S::Open) == usual);
  CHECK(row(S::Started) == usual);
  CHECK(row(S::Returned) == usual);
  CHECK(row(S::Overdue) ==
        std::vector<S>{S::Overdue, S::Overdue, S::Overdue, S::Finished, S::CutOver, S::Cancelled, S::Superseded});
}

TEST_CASE("O4: items and acceptance come in any order") {
  Replay replay = handing_over(sample_policy());
  CHECK(change(replay, "2026-02-03", "handover.approved") ==
        "handoff sales_to_am started AE dana -> AM kim due 2026-02-16T17:00:00Z missing story,intro_call accepted");
  CHECK(change(replay, "2026-02-04", "intro.held") ==
        "handoff sales_to_am started AE dana -> AM kim due 2026-02-16T17:00:00Z missing story accepted");
  CHECK(change(replay, "2026-02-05", "handoff.item_done", {{"handoff", "sales_to_am"}, {"item", "story"}}) ==
        "relationship: AE dana -> AM kim (clause ae_am) | comms: AE dana -> AM kim (clause ae_am) | "
        "escalation: AE dana -> AM kim (clause ae_am) | "
        "handoff sales_to_am finished AE dana -> AM kim due 2026-02-16T17:00:00Z accepted");
}

TEST_CASE("O4: doing a thing twice changes nothing") {
  Replay replay = handing_over(sample_policy());
  replay.on("2026-02-03", "acme", "intro.held");
  CHECK(change(replay, "2026-02-04", "intro.held") == "");
  replay.on("2026-02-05", "acme", "handover.approved");
  CHECK(change(replay, "2026-02-06", "handoff.accepted", {{"handoff", "sales_to_am"}}) == "");
}

TEST_CASE("a return opens the items again") {
  Replay replay = handing_over(sample_policy());
  replay.on("2026-02-03", "acme", "handover.approved");
  replay.on("2026-02-03", "acme", "intro.held");
  CHECK(change(replay, "2026-02-04", "handoff.returned", {{"handoff", "sales_to_am"}, {"reason", "no story"}}) ==
        "handoff sales_to_am returned AE dana -> AM kim due 2026-02-16T17:00:00Z missing story,intro_call");
  CHECK(change(replay, "2026-02-05", "intro.held") ==
        "handoff sales_to_am started AE dana -> AM kim due 2026-02-16T17:00:00Z missing story");
}

TEST_CASE("O4: a missed start gives a decision and changes no state") {
  Replay replay = handing_over(sample_policy());
  const auto fired = replay.advance("2026-02-04T17:00");
  REQUIRE(fired.size() == 2);
  CHECK(describe(fired[0], replay.program()) ==
        "2026-02-04T17:00:00Z timer/acme/handoff/sales_to_am/1/start | handoff sales_to_am open AE dana -> AM kim "
        "due 2026-02-16T17:00:00Z missing story,intro_call | "
        "next 2026-02-04T17:00:00Z item story of handoff sales_to_am should be done");
  CHECK(fired[1].id == "timer/acme/handoff/sales_to_am/1/item story");
  CHECK(fired[1].next->at == at("2026-02-16T17:00"));
}

TEST_CASE("O4: overdue runs from `due` until it ends, done items or not") {
  Replay replay = handing_over(sample_policy());
  replay.advance("2026-02-16T17:00");
  CHECK(change(replay, "2026-02-17", "intro.held") ==
        "handoff sales_to_am overdue AE dana -> AM kim due 2026-02-16T17:00:00Z missing story");
  CHECK(change(replay, "2026-02-17", "handoff.returned", {{"handoff", "sales_to_am"}}) ==
        "handoff sales_to_am overdue AE dana -> AM kim due 2026-02-16T17:00:00Z missing story,intro_call");
}

TEST_CASE("an overdue handoff raises its escalation, which closes when it finishes") {
  Policy policy = without_items();
  Escalation late;
  late.name = "handoff_overdue";
  late.when = Condition::always();
  Target head;
  head.kind = Target::Kind::Position;
  head.name = "head_of_cs";
  late.tiers.push_back({{head}, std::nullopt, {}});
  policy.structures[0].escalations.push_back(late);
  policy.structures[0].handoffs[0].overdue_escalates = EscalationId{0};
  Replay replay = handing_over(policy);
  replay.advance("2026-02-16T16:59");
  const auto fired = replay.advance("2026-02-16T17:00");
  REQUIRE(fired.size() == 1);
  CHECK(changes_of(fired[0], replay.program()) ==
        "handoff sales_to_am overdue AE dana -> AM kim due 2026-02-16T17:00:00Z | "
        "escalation handoff_overdue calling tier 1 ines");
  CHECK(change(replay, "2026-02-17", "handover.approved") ==
        "relationship: AE dana -> AM kim (clause ae_am) | comms: AE dana -> AM kim (clause ae_am) | "
        "escalation: AE dana -> AM kim (clause ae_am) | "
        "handoff sales_to_am finished AE dana -> AM kim due 2026-02-16T17:00:00Z accepted | "
        "escalation handoff_overdue closed tier 1 ines");
}

TEST_CASE("the cutover moves what it holds even when unfinished") {
  Replay replay = handing_over(sample_policy());
  replay.advance("2026-03-02T16:59");
  const auto fired = replay.advance("2026-03-02T17:00");
  REQUIRE(fired.size() == 1);
  CHECK(describe(fired[0], replay.program()) ==
        "2026-03-02T17:00:00Z timer/acme/handoff/sales_to_am/1/cutover | relationship: AE dana -> AM kim (clause "
        "ae_am) | comms: AE dana -> AM kim (clause ae_am) | escalation: AE dana -> AM kim (clause ae_am) | "
        "handoff sales_to_am cut_over AE dana -> AM kim due 2026-02-16T17:00:00Z missing story,intro_call");
}

TEST_CASE("items whose condition does not hold do not count") {
  Policy policy = sample_policy();
  policy.structures[0].handoffs[0].checklist[0].applies = is(policy, "key", 1);
  Replay replay = handing_over(policy);
  CHECK(replay.account("acme").handoffs[0].items[0].applies == false);
  CHECK(change(replay, "2026-02-03", "account.updated", {{"key", 1}}) ==
        "handoff sales_to_am open AE dana -> AM kim due 2026-02-16T17:00:00Z missing story,intro_call");
  replay.on("2026-02-03", "acme", "intro.held");
  replay.on("2026-02-03", "acme", "handover.approved");
  CHECK(replay.owner("acme", "relationship") == "AE dana");
  replay.on("2026-02-04", "acme", "account.updated", {{"key", 0}});  // the last missing item applies no more
  CHECK(replay.owner("acme", "relationship") == "AM kim");
}

TEST_CASE("what opens a handoff does none of its items") {
  Policy policy = sample_policy();
  policy.structures[0].handoffs[0].checklist[1].done_on = on(policy, "deal.closed_won");
  Replay replay = handing_over(policy);
  CHECK(replay.account("acme").handoffs[0].items[1].done == false);
}

TEST_CASE("O3: a leaf that moves back to the giver leaves it; with the last one it is cancelled") {
  Policy policy = with_key_accounts();
  owned_when_key(policy, "AE");
  Replay replay = handing_over(policy);
  CHECK(change(replay, "2026-02-03", "account.updated", {{"key", 1}}) ==
        "handoff sales_to_am cancelled AE dana -> AM kim due 2026-02-16T17:00:00Z missing story,intro_call");
  CHECK(replay.owner("acme", "relationship") == "AE dana");
  CHECK(replay.account("acme").handoffs.empty());
  CHECK(change(replay, "2026-02-04T15:00", "account.updated", {{"key", 0}}) ==
        "handoff sales_to_am open n2 AE dana -> AM kim due 2026-02-18T17:00:00Z missing story,intro_call");
}

TEST_CASE("O3: a leaf that moves on to a third role leaves it as superseded") {
  Policy policy = with_key_accounts();
  owned_when_key(policy, "CSM");
  Replay replay = handing_over(policy);
  CHECK(change(replay, "2026-02-03", "account.updated", {{"key", 1}}) ==
        "relationship: AE dana -> CSM ana (clause ae_am) | comms: AE dana -> CSM ana (clause ae_am) | "
        "escalation: AE dana -> CSM ana (clause ae_am) | "
        "handoff sales_to_am superseded AE dana -> AM kim due 2026-02-16T17:00:00Z missing story,intro_call");
}

TEST_CASE("O3: a handoff whose leaves go back, or on, lists all that it held when this step began") {
  for (const std::string_view to : {"AE", "CSM"}) {
    Policy policy = with_key_accounts();
    owned_when_key(policy, to);
    Replay replay = handing_over(policy);
    const auto decisions = replay.on("2026-02-03", "acme", "account.updated", {{"key", 1}});
    REQUIRE(decisions.size() == 1);
    REQUIRE(decisions[0].handoffs.size() == 1);
    CHECK(decisions[0].handoffs[0].moves == leaves(policy, {"relationship", "comms", "escalation"}));
  }
}

TEST_CASE("O3: it holds a leaf only while that is active, and ends as superseded when none is") {
  Replay replay = handing_over(sample_policy());
  CHECK(change(replay, "2026-02-03", "account.churned") ==
        "stage onboarding -> churned | relationship: AE dana -> none (clause ae_am) | "
        "comms: AE dana -> none (clause ae_am) | onboarding: AM kim -> none (clause ae_am) | "
        "escalation: AE dana -> none (clause ae_am) | "
        "handoff sales_to_am superseded AE dana -> AM kim due 2026-02-16T17:00:00Z missing story,intro_call");
}

TEST_CASE("O3: a covered leaf that moves later joins the running one; its dates stay") {
  Policy policy = sample_policy();
  auto& structure = policy.structures[0];
  structure.statements[1].leaves = leaves(policy, {"relationship", "comms"});
  structure.statements[0].leaves = leaves(policy, {"relationship", "comms"});
  add_statement(policy, 0, "AE", {"escalation"}).condition = is(policy, "key", 0);
  add_statement(policy, 0, "AM", {"escalation"}).condition = is(policy, "key", 1);
  Replay replay = handing_over(policy);
  CHECK(replay.account("acme").handoffs[0].leaves.size() == 2);
  CHECK(change(replay, "2026-02-05", "account.updated", {{"key", 1}}) ==
        "handoff sales_to_am open AE dana -> AM kim due 2026-02-16T17:00:00Z missing story,intro_call");
  CHECK(replay.account("acme").handoffs[0].leaves.size() == 3);
  CHECK(replay.owner("acme", "escalation") == "AE dana");
}

TEST_CASE("O3: a move that `moves at once` covers, or nothing does, is at once") {
  Replay replay = handing_over(sample_policy());
  replay.on("2026-02-16", "acme", "onboarding.completed");
  replay.advance("2026-05-03T14:59");
  CHECK(replay.owner("acme", "expansion") == "AE dana");
  replay.advance("2026-05-03T15:00");
  CHECK(replay.owner("acme", "expansion") == "AM kim");
  CHECK(replay.account("acme").handoffs.empty());
}

TEST_CASE("O3c: the leaves of each record open one instance a record") {
  Policy policy = sample_policy();
  add_renewals_handoff(policy);
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}});
  replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C2"}});
  CHECK(change(replay, "2026-02-01", "renewal.opened", {{"contract", "C1"}}) ==
        "handoff to_renewals of C1 open AM kim -> RS pat");
  CHECK(change(replay, "2026-02-02", "renewal.opened", {{"contract", "C2"}}) ==
        "handoff to_renewals of C2 open AM kim -> RS pat");
  CHECK(
      change(replay, "2026-02-03", "handoff.accepted", {{"handoff", "to_renewals"}, {"contract", "C2"}}) ==
      "renewal of C2: AM kim -> RS pat (clause ae_am) | handoff to_renewals of C2 finished AM kim -> RS pat accepted");
  CHECK(replay.owner("acme", "renewal", "C1") == "AM kim");
}

TEST_CASE("O3b: `everything` yields to what names the leaf, the top level to the structure's own") {
  const Policy policy = sample_policy();
  const LeafId relationship = leaf(policy, "relationship");
  const RoleId ae = role(policy, "AE"), am = role(policy, "AM");
  Structure structure;
  const auto add = [&](bool everything, bool top_level) {
    Handoff handoff;
    handoff.moves = {relationship};
    handoff.from = ae;
    handoff.to = am;
    handoff.everything = everything;
    handoff.top_level = top_level;
    structure.handoffs.push_back(handoff);
  };
  add(true, true);
  CHECK(covering_handoff(structure, relationship, ae, am) == HandoffId{0});
  add(false, true);
  CHECK(covering_handoff(structure, relationship, ae, am) == HandoffId{1});
  add(true, false);  // the structure's own, as the proof has it, too
  CHECK(covering_handoff(structure, relationship, ae, am) == HandoffId{2});
  add(false, false);
  CHECK(covering_handoff(structure, relationship, ae, am) == HandoffId{3});
  CHECK(covering_handoff(structure, relationship, am, ae) == std::nullopt);
  CHECK(covering_handoff(structure, leaf(policy, "comms"), ae, am) == std::nullopt);
  MoveAtOnce at_once;
  at_once.moves = {relationship};
  at_once.from = at_once.to = {ae, am};
  structure.handoffs.resize(3);
  structure.moves_at_once = {at_once};
  CHECK(covering_handoff(structure, relationship, ae, am) == std::nullopt);
}

namespace {

// A second structure, for key accounts; what it says of relationship, and its handoffs, are the test's.
Policy two_structures(std::string_view owner, bool with_handoff) {
  Policy policy = sample_policy();
  Structure other = policy.structures[0];
  other.name = "key_accounts";
  policy.structures.push_back(other);
  for (int i : {0, 1}) policy.structures[1].statements[static_cast<std::size_t>(i)].role = role(policy, owner);
  if (!with_handoff) policy.structures[1].handoffs.clear();
  return policy;
}
Replay two_structures_replay(const Policy& policy) {
  Org org = sample_org(policy);
  org.structures = {{StructureId{1}, is(policy, "key", 1), false, {}}, {StructureId{0}, {}, true, {}}};
  Replay replay(policy, org);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  return replay;
}

}  // namespace

TEST_CASE("O2: a running handoff goes on if the new structure has one of that name") {
  Replay replay = two_structures_replay(two_structures("AM", true));
  CHECK(change(replay, "2026-02-03", "account.updated", {{"key", 1}}) == "structure ae_am -> key_accounts");
  CHECK(replay.owner("acme", "relationship") == "AE dana");
  replay.on("2026-02-04", "acme", "handover.approved");
  replay.on("2026-02-04", "acme", "intro.held");
  replay.on("2026-02-04", "acme", "handoff.item_done", {{"handoff", "sales_to_am"}, {"item", "story"}});
  CHECK(replay.owner("acme", "relationship") == "AM kim");
}

TEST_CASE("O2: else it ends as superseded, and the new structure rules at once") {
  Replay replay = two_structures_replay(two_structures("CSM", false));
  CHECK(change(replay, "2026-02-03", "account.updated", {{"key", 1}}) ==
        "structure ae_am -> key_accounts | relationship: AE dana -> CSM ana (clause key_accounts) | "
        "comms: AE dana -> CSM ana (clause key_accounts) | escalation: AE dana -> CSM ana (clause key_accounts) | "
        "handoff sales_to_am superseded AE dana -> AM kim due 2026-02-16T17:00:00Z missing story,intro_call");
}

TEST_CASE("S2: what was missing when another structure ends a handoff goes by the facts after the event") {
  Policy policy = two_structures("CSM", false);
  policy.structures[0].handoffs[0].checklist[0].applies = is(policy, "key", 1);
  Replay replay = two_structures_replay(policy);
  const std::string said = change(replay, "2026-02-03", "account.updated", {{"key", 1}});
  CHECK(said.ends_with("superseded AE dana -> AM kim due 2026-02-16T17:00:00Z missing story,intro_call"));
}

TEST_CASE("P7: a pin survives a change of structure") {
  Replay replay = two_structures_replay(two_structures("AM", true));
  replay.on("2026-02-02T16:00", "acme", "seat.assigned", {{"role", "AE"}, {"person", "kim"}});
  CHECK(change(replay, "2026-02-03", "account.updated", {{"key", 1}}) == "structure ae_am -> key_accounts");
  CHECK(replay.owner("acme", "relationship") == "AE kim");
}

TEST_CASE("O2: a structure change is a cause of moves like any other") {
  Policy policy = two_structures("CSM", true);
  auto& handoff = policy.structures[1].handoffs[0];
  handoff.name = "to_csm";
  handoff.from = role(policy, "AE");
  handoff.to = role(policy, "CSM");
  Org org = sample_org(policy);
  org.structures = {{StructureId{1}, is(policy, "key", 1), false, {}}, {StructureId{0}, {}, true, {}}};
  Replay replay(policy, org);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  CHECK(change(replay, "2026-02-02T15:00", "account.updated", {{"key", 1}}) ==
        "structure ae_am -> key_accounts | "
        "handoff to_csm open AE dana -> CSM ana due 2026-02-16T17:00:00Z missing story,intro_call");
}

TEST_CASE("O4: `stays` counts only after the move") {
  Policy policy = without_items();
  Stay stay;
  stay.role = role(policy, "AE");
  stay.windows = {until_after(days(60), entering(policy, "onboarding"))};
  policy.structures[0].handoffs[0].stays = {stay};
  Replay replay = handing_over(policy);
  const auto secondary = [&](std::string_view time) {
    const auto owners = replay.engine().snapshot("acme", at(time))->owners;
    return owners[0].secondary.empty() ? std::optional<Instant>() : owners[0].secondary[0].until;
  };
  CHECK(secondary("2026-02-02T15:00") == std::nullopt);
  const auto done = replay.on("2026-02-05", "acme", "handover.approved");
  CHECK(secondary("2026-02-05") == at("2026-04-03T15:00"));
  CHECK(done.back().next->at == at("2026-04-03T15:00"));
  CHECK(done.back().next->what == "AE is no longer secondary owner of relationship");
  const auto fired = replay.advance("2026-04-03T15:00");
  REQUIRE(fired.size() == 1);
  CHECK(fired[0].id == "timer/acme/window/ae_am/1/passed");
  CHECK(secondary("2026-04-03T15:00") == std::nullopt);
  CHECK(replay.account("acme").handoffs.empty());
}

TEST_CASE("T4: deadlines run on the receiver's calendar, an item's on its doer's") {
  Policy policy = sample_policy();
  Org org = sample_org(policy);
  std::vector<Shift> weekend{{5, 10 * 60, 12 * 60}, {6, 10 * 60, 12 * 60}};
  org.calendars.push_back(Calendar("weekend", Zone(), weekend, {}));
  org.people[person(org, "kim").index].calendar = CalendarId{1};
  Replay replay(policy, org);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  const auto decisions = replay.on("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  CHECK(decisions[0].handoffs[0].start_by == at("2026-02-08T12:00"));                // kim's second day
  CHECK(replay.account("acme").handoffs[0].items[0].due == at("2026-02-04T17:00"));  // dana's second day
}

TEST_CASE("T4: a deadline is fixed when it is set; persons are looked up at every moment") {
  Replay replay = handing_over(sample_policy());
  replay.on("2026-02-03", "acme", "seat.assigned", {{"role", "AM"}, {"person", "lee"}});
  CHECK(replay.engine().snapshot("acme", at("2026-02-03"))->handoffs[0].to.person == person(replay.org(), "lee"));
  CHECK(replay.account("acme").handoffs[0].due == at("2026-02-16T17:00"));
}

TEST_CASE("T4: where nobody is there to receive, the default calendar counts") {
  Policy policy = sample_policy();
  Org org = sample_org(policy);
  org.coverage[role(policy, "AM").index].clear();
  Replay replay(policy, org);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  const auto decisions = replay.on("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  CHECK(decisions[0].handoffs[0].to.person == std::nullopt);
  CHECK(decisions[0].handoffs[0].due == at("2026-02-16T17:00"));
  CHECK(replay.owner("acme", "onboarding") == "AM -");  // a role without coverage: empty, and said once
  REQUIRE(decisions[0].assigned.size() == 1);
  CHECK(decisions[0].assigned[0].how == "empty");
  CHECK(replay.on("2026-02-03", "acme", "qbr.held")[0].assigned.empty());
}

TEST_CASE("O2: a running handoff that goes on keeps the text that it began with") {
  Policy policy = two_structures("AM", true);
  policy.structures[1].handoffs[0].checklist.clear();
  policy.structures[1].handoffs[0].finish_within = days(1);
  Replay replay = two_structures_replay(policy);
  replay.on("2026-02-03", "acme", "account.updated", {{"key", 1}});
  CHECK(change(replay, "2026-02-03", "handover.approved") ==
        "handoff sales_to_am started AE dana -> AM kim due 2026-02-16T17:00:00Z missing story,intro_call accepted");
}

TEST_CASE("O3: one of several leaves goes back, on, or ends; the handoff goes on with the others") {
  Policy policy = sample_policy();
  auto& structure = policy.structures[0];
  for (std::size_t i : {0U, 1U}) structure.statements[i].leaves = leaves(policy, {"relationship", "comms"});
  add_statement(policy, 0, "AE", {"escalation"}).condition = compare(policy, "arr", Relation::LessEqual, 0);
  add_statement(policy, 0, "AM", {"escalation"}).condition = is(policy, "arr", 1);
  add_statement(policy, 0, "CSM", {"escalation"}).condition = compare(policy, "arr", Relation::Greater, 1);
  Replay replay(policy);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}, {"account.arr", 1}});
  REQUIRE(replay.account("acme").handoffs[0].leaves.size() == 3);
  const std::string goes_on =
      "handoff sales_to_am open AE dana -> AM kim due 2026-02-16T17:00:00Z missing story,intro_call";
  SECTION("back to the giver") {
    CHECK(change(replay, "2026-02-03", "account.updated", {{"arr", 0}}) == goes_on);
    CHECK(replay.owner("acme", "escalation") == "AE dana");
    CHECK(change(replay, "2026-02-04", "account.updated", {{"arr", 1}}) == goes_on);  // and joins it again
  }
  SECTION("on to a third role") {
    CHECK(change(replay, "2026-02-03", "account.updated", {{"arr", 2}}) ==
          "escalation: AE dana -> CSM ana (clause ae_am) | " + goes_on);
  }
  CHECK(replay.owner("acme", "comms") == "AE dana");
}

TEST_CASE("O3: of leaves that end one by one the last supersedes the handoff") {
  Policy policy = sample_policy();
  policy.leaves[leaf(policy, "comms").index].account_stages = stages(policy.lifecycle, {"opportunity", "onboarding"});
  Replay replay = handing_over(policy);
  replay.on("2026-02-03", "acme", "onboarding.completed");
  CHECK(replay.owner("acme", "comms") == "");
  CHECK(replay.account("acme").handoffs[0].leaves == leaves(policy, {"relationship", "escalation"}));
  const auto churned = replay.on("2026-02-04", "acme", "account.churned");
  REQUIRE(churned[0].handoffs.size() == 1);
  CHECK(churned[0].handoffs[0].state == HandoffState::Superseded);
}

TEST_CASE("O4: a return is no start: the start is still missed") {
  Replay replay = handing_over(sample_policy());
  replay.on("2026-02-03", "acme", "handoff.returned", {{"handoff", "sales_to_am"}});
  const auto fired = replay.advance("2026-02-04T17:00");
  REQUIRE(fired.size() == 2);
  CHECK(fired[0].id == "timer/acme/handoff/sales_to_am/1/start");
  CHECK(fired[0].handoffs[0].state == HandoffState::Returned);
}

TEST_CASE("O4: acceptance alone is a start") {
  Replay replay = handing_over(sample_policy());
  replay.on("2026-02-03", "acme", "handover.approved");
  replay.on("2026-02-03", "acme", "handoff.returned", {{"handoff", "sales_to_am"}});
  const auto fired = replay.advance("2026-02-04T17:00");
  REQUIRE(fired.size() == 1);
  CHECK(fired[0].id == "timer/acme/handoff/sales_to_am/1/item story");
}

TEST_CASE("O4: `stays` counts after a cutover, and neither after a cancelled nor a superseded handoff") {
  Policy policy = with_key_accounts();
  owned_when_key(policy, "CSM");
  Stay stay;
  stay.role = role(policy, "AE");
  policy.structures[0].handoffs[0].stays = {stay};
  Replay replay = handing_over(policy);
  const auto stays_beside = [&](std::string_view time) {
    return replay.engine().snapshot("acme", at(time))->owners[0].secondary.size();
  };
  SECTION("cut over") {
    replay.advance("2026-03-02T17:00");
    CHECK(replay.owner("acme", "relationship") == "AM kim");
    CHECK(stays_beside("2026-03-02T17:00") == 1);
  }
  SECTION("superseded") {
    replay.on("2026-02-03", "acme", "account.updated", {{"key", 1}});
    CHECK(replay.owner("acme", "relationship") == "CSM ana");
    CHECK(stays_beside("2026-02-03") == 0);
  }
}

TEST_CASE("O4: a stay that has run out is over, seen or not, though its anchor moves again") {
  Policy policy = without_items();
  Stay stay;
  stay.role = role(policy, "AE");
  stay.windows = {until_after(days(60), entering(policy, "onboarding"))};
  policy.structures[0].handoffs[0].stays = {stay};
  add_transition(policy.lifecycle, {"churned"}, "onboarding").on = on(policy, "qbr.held");
  Replay replay = handing_over(policy);
  replay.on("2026-02-05", "acme", "handover.approved");
  replay.on("2026-02-20", "acme", "account.churned");
  const auto stays_beside = [&](std::string_view time) {
    return !replay.engine().snapshot("acme", at(time))->owners[0].secondary.empty();
  };
  SECTION("in time") {
    replay.on("2026-03-20", "acme", "qbr.held");
    CHECK(stays_beside("2026-03-20"));
  }
  SECTION("too late") {
    replay.on("2026-06-01", "acme", "qbr.held");
    CHECK(!stays_beside("2026-06-01"));
  }
}

namespace {

// sales_to_am has ended and says who stays for good; its second one is open since Wednesday 2026-04-01, 09:00.
Replay again_after_staying(Policy policy) {
  Stay stay;
  stay.role = role(policy, "AE");
  policy.structures[0].handoffs[0].stays = {stay};
  Org org = sample_org(policy);
  if (policy.structures.size() > 1) {
    org.structures = {{StructureId{1}, is(policy, "key", 1), false, {}}, {StructureId{0}, {}, true, {}}};
  }
  Replay replay(policy, org);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  replay.advance("2026-03-02T17:00");  // cut over
  replay.on("2026-03-10", "acme", "account.churned");
  replay.on("2026-03-20", "acme", "deal.opened", {{"deal", "D2"}});
  replay.on("2026-04-01T09:00", "acme", "deal.closed_won", {{"deal", "D2"}});
  return replay;
}

}  // namespace

TEST_CASE("O4: a handoff that is kept for who stays hides none that runs after it") {
  Policy policy = sample_policy();
  Structure other = policy.structures[0];
  other.name = "key_accounts";
  other.handoffs.clear();
  policy.structures.push_back(other);
  Replay replay = again_after_staying(policy);
  REQUIRE(replay.account("acme").handoffs.size() == 2);
  REQUIRE(replay.account("acme").handoffs[0].ended());
  SECTION("from what happens") {
    CHECK(change(replay, "2026-04-01T10:00", "intro.held") ==
          "handoff sales_to_am started n2 AE dana -> AM kim due 2026-04-15T17:00:00Z missing story");
    replay.on("2026-04-01T11:00", "acme", "handover.approved");
    replay.on("2026-04-01T12:00", "acme", "handoff.item_done", {{"handoff", "sales_to_am"}, {"item", "story"}});
    CHECK(replay.owner("acme", "relationship") == "AM kim");
  }
  SECTION("from time") {
    CHECK(replay.advance("2026-04-03T17:00").size() == 2);  // the start and the story
  }
  SECTION("from a structure that does not know it") {
    CHECK(change(replay, "2026-04-02", "account.updated", {{"key", 1}}).starts_with("structure ae_am -> key_accounts"));
    CHECK(replay.owner("acme", "relationship") == "AM kim");
  }
}

TEST_CASE("O3: what a handoff holds it still holds when one before it is forgotten") {
  Policy policy = sample_policy();
  add_renewals_handoff(policy);
  Replay replay = again_after_staying(policy);
  replay.on("2026-04-01T10:00", "acme", "contract.signed", {{"contract", "C1"}});
  replay.on("2026-04-01T10:00", "acme", "renewal.opened", {{"contract", "C1"}});
  REQUIRE(replay.account("acme").handoffs.size() == 3);
  replay.advance("2026-04-29T17:00");  // the second one of sales is cut over, so the first one does not count any more
  REQUIRE(replay.account("acme").handoffs.size() == 2);
  CHECK(change(replay, "2026-05-04", "renewal.won", {{"contract", "C1"}}) ==
        "handoff to_renewals of C1 cancelled AM kim -> RS pat");
}

TEST_CASE("O4: who stays does so until the first of several windows ends") {
  Policy policy = without_items();
  const AnchorId onboarding = entering(policy, "onboarding");
  Stay stay;
  stay.role = role(policy, "AE");
  stay.windows = {from_after(days(1), onboarding), until_after(days(60), onboarding), until_after(days(30), onboarding),
                  until_after(days(90), onboarding)};
  policy.structures[0].handoffs[0].stays = {stay};
  Replay replay = handing_over(policy);
  replay.on("2026-02-05", "acme", "handover.approved");
  const auto now = replay.engine().snapshot("acme", at("2026-02-05"));
  REQUIRE(now->owners[0].secondary.size() == 1);
  CHECK(now->owners[0].secondary[0].until == at("2026-03-04T15:00"));
  CHECK(now->handoffs.empty());  // it is no handoff that runs
}

TEST_CASE("O4: who stays after a record's handoff hides nobody who stays after the account's") {
  Policy policy = without_items();
  add_renewals_handoff(policy);
  Stay stay;
  stay.role = role(policy, "AM");
  policy.structures[0].handoffs[1].stays = {stay};
  stay.role = role(policy, "AE");
  stay.windows = {until_after(days(60), entering(policy, "onboarding"))};
  policy.structures[0].handoffs[0].stays = {stay};
  Structure other = policy.structures[0];
  other.handoffs.clear();
  policy.structures.push_back(other);
  Org org = sample_org(policy);
  org.structures = {{StructureId{1}, is(policy, "key", 1), false, {}}, {StructureId{0}, {}, true, {}}};
  Replay replay(policy, org);
  replay.on("2026-01-05", "acme", "deal.opened", {{"deal", "D1"}});
  replay.on("2026-01-05", "acme", "contract.signed", {{"contract", "C1"}});
  replay.on("2026-01-06", "acme", "renewal.opened", {{"contract", "C1"}});
  replay.on("2026-01-07", "acme", "handoff.accepted", {{"handoff", "to_renewals"}, {"contract", "C1"}});
  replay.on("2026-02-02T15:00", "acme", "deal.closed_won", {{"deal", "D1"}});
  replay.on("2026-02-05", "acme", "handover.approved");
  REQUIRE(replay.account("acme").handoffs.size() == 2);
  const auto stays = [&](std::string_view time) {
    return replay.engine().snapshot("acme", at(time))->owners[0].secondary.size();
  };
  CHECK(stays("2026-02-05") == 1);
  // O2: so it goes on under a structure that knows nothing of that handoff.
  const auto changed = replay.on("2026-02-06", "acme", "account.updated", {{"key", 1}});
  CHECK(stays("2026-02-06") == 1);
  REQUIRE(changed.back().next);
  CHECK(changed.back().next->at == at("2026-04-03T15:00"));
}

TEST_CASE("O4: who stays is named once, and not while they own it again") {
  Policy policy = with_key_accounts();
  owned_when_key(policy, "AE");
  policy.structures[0].handoffs[0].checklist.clear();
  Stay stay;
  stay.role = role(policy, "AE");
  policy.structures[0].handoffs[0].stays = {stay, stay};
  Replay replay = handing_over(policy);
  replay.on("2026-02-05", "acme", "handover.approved");
  CHECK(replay.engine().snapshot("acme", at("2026-02-05"))->owners[0].secondary.size() == 1);
  replay.on("2026-02-06", "acme", "account.updated", {{"key", 1}});
  CHECK(replay.owner("acme", "relationship") == "AE dana");
  CHECK(replay.engine().snapshot("acme", at("2026-02-06"))->owners[0].secondary.empty());
}

TEST_CASE("O4: who stays after one record's handoff does not stay on another record") {
  Policy policy = sample_policy();
  add_renewals_handoff(policy);
  Stay stay;
  stay.role = role(policy, "CSM");
  policy.structures[0].handoffs[1].stays = {stay};
  Replay replay(policy);
  for (const char* contract : {"C1", "C2"}) {
    replay.on("2026-01-05", "acme", "contract.signed", {{"contract", contract}});
    replay.on("2026-01-06", "acme", "renewal.opened", {{"contract", contract}});
  }
  replay.on("2026-01-07", "acme", "handoff.accepted", {{"handoff", "to_renewals"}, {"contract", "C1"}});
  const auto records = replay.engine().snapshot("acme", at("2026-01-07"))->records;
  REQUIRE(records.size() == 2);
  CHECK(records[0].owners[0].secondary.size() == 1);
  CHECK(records[1].owners[0].secondary.empty());
}

TEST_CASE("O3d: a giver's seat that somebody else is given changes the owner because of the seat, not of the handoff") {
  Replay replay = handing_over(sample_policy());
  const auto decisions = replay.on("2026-02-03", "acme", "seat.assigned", {{"role", "AE"}, {"person", "erin"}});
  REQUIRE(decisions.size() == 1);
  REQUIRE(!decisions[0].changes.empty());
  CHECK(decisions[0].changes[0].because.kind == Because::Kind::Seat);
}

}  // namespace baton::testing
