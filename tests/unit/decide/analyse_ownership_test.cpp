#include <catch2/catch.hpp>

#include "analyse_world.hpp"

namespace baton::test {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

TEST_CASE("R1: one owner in every stage is sound") {
  Company company;
  const LeafId leaf = company.leaf("relationship");
  company.structure("s");
  company.owns(company.ae, {leaf}).account_stages = StageSet::of(company.opportunity);
  company.owns_otherwise(company.am, {leaf});
  CHECK(company.told() == Told{});
}

TEST_CASE("A leaf without a statement is a gap, told with a history") {
  Company company;
  company.leaf("relationship", StageSet::of(company.customer));
  company.structure("s");
  const std::vector<Finding> findings = company.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].kind == Finding::Kind::Gap);
  CHECK(findings[0].example == Pairs{{"stage", "customer"}});
  std::vector<std::optional<EventId>> types;
  for (const WitnessEvent& event : findings[0].witness->events) types.push_back(event.type);
  CHECK(types == std::vector<std::optional<EventId>>{company.opened, company.closed_won, company.completed});
}

TEST_CASE("A gap is shown at its boundary") {
  Company company;
  const FieldRef arr = company.field("arr", money_type());
  const LeafId leaf = company.leaf("relationship", StageSet::of(company.customer));
  company.structure("s");
  company.owns(company.am, {leaf}).condition = at_least(arr, 1'000'000);
  const std::vector<Finding> findings = company.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].example == Pairs{{"stage", "customer"}, {"arr", "9999.99"}});
}

TEST_CASE("Two roles at one moment are an overlap; one role twice is none; nobody counts as an owner") {
  Company company;
  const FieldRef key = company.defaulted("key", bool_type(), 0);
  const LeafId leaf = company.leaf("relationship");
  company.structure("s");
  company.owns(company.am, {leaf});
  company.owns(company.am, {leaf}).condition = is(key, 1);
  CHECK(company.told() == Told{});
  company.owns(company.csm, {leaf}).condition = is(key, 1);
  CHECK(company.told() == Told{"overlap relationship 0,2", "overlap relationship 1,2"});
  company.policy->structures[0].statements.pop_back();
  company.owns(std::nullopt, {leaf}).condition = is(key, 1);
  CHECK(company.told() == Told{"overlap relationship 0,2", "overlap relationship 1,2"});
}

TEST_CASE("Unknown values: a comparison and its opposite leave a gap (T7)") {
  Company company;
  const FieldRef health = company.field("health", number_type(0, 100), true);
  const LeafId leaf = company.leaf("health");
  company.structure("s");
  company.owns(company.am, {leaf}).condition = below(health, 50);
  company.owns(company.csm, {leaf}).condition = at_least(health, 50);
  const std::vector<Finding> findings = company.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].kind == Finding::Kind::Gap);
  CHECK(findings[0].example.back() == std::pair<std::string, std::string>{"health", "unknown"});
  company.owns(company.ae, {leaf}).condition = Condition::negation(known(health));
  CHECK(company.told() == Told{});
}

TEST_CASE("Comparisons of fields: chains are understood") {
  Company company;
  const FieldRef a = company.field("a", money_type()), b = company.field("b", money_type()),
                 c = company.field("c", money_type());
  const LeafId leaf = company.leaf("x");
  company.structure("s");
  company.owns(company.am, {leaf});
  // a < b, b < c and c < a never hold together.
  company.owns(company.csm, {leaf}).condition =
      Condition::all_of({compare_fields(a, Relation::Less, b), compare_fields(b, Relation::Less, c),
                         compare_fields(c, Relation::Less, a)});
  CHECK(company.told() == Told{"dead x 1"});
  company.policy->structures[0].statements.back().condition = Condition::all_of(
      {compare_fields(a, Relation::Less, b), compare_fields(b, Relation::Less, c), below(c, 200), at_least(a, 198)});
  CHECK(company.told() == Told{"dead x 1"});
  company.policy->structures[0].statements.back().condition = Condition::all_of(
      {compare_fields(a, Relation::Less, b), compare_fields(b, Relation::Less, c), below(c, 201), at_least(a, 198)});
  CHECK(company.told() == Told{"overlap x 0,1"});
}

TEST_CASE("Windows: `for` leaves the time after it, and the time before the anchor") {
  Company company;
  const AnchorId entering = company.entering(company.onboarding);
  const LeafId leaf = company.leaf("expansion", StageSet::of(company.customer));
  company.structure("s");
  company.owns(company.ae, {leaf}).windows = {for_after(days(90), entering)};
  const std::vector<Finding> findings = company.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].example == Pairs{{"stage", "customer"}, {"entering onboarding", "90 days after"}});
  company.owns(company.am, {leaf}).windows = {from_after(days(90), entering)};
  // R3: a customer has been through onboarding, so `never` is no gap.
  CHECK(company.told() == Told{});
}

TEST_CASE("R3: a stage that may be reached without the anchor leaves `never` open") {
  Company company;
  const AnchorId entering = company.entering(company.customer);
  const LeafId leaf = company.leaf("x", StageSet::of(company.churned));
  company.structure("s");
  company.owns(company.ae, {leaf}).windows = {for_after(days(90), entering)};
  company.owns(company.am, {leaf}).windows = {from_after(days(90), entering)};
  const std::vector<Finding> findings = company.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].example == Pairs{{"stage", "churned"}, {"entering customer", "never"}});
}

TEST_CASE("R3: the order of anchors that the lifecycle forces") {
  Company company;
  const AnchorId onboarding = company.entering(company.onboarding), customer = company.entering(company.customer);
  const LeafId leaf = company.leaf("x", StageSet::of(company.customer));
  company.structure("s");
  company.owns(company.ae, {leaf});
  // A customer entered onboarding before becoming one: never the other way round.
  company.owns(company.am, {leaf}).windows = {for_after(days(30), onboarding), from_after(days(30), customer)};
  CHECK(company.told() == Told{"dead x 1"});
  company.policy->structures[0].statements.back().windows = {from_after(days(30), onboarding),
                                                             for_after(days(30), customer)};
  CHECK(company.told() == Told{"overlap x 0,1"});
}

TEST_CASE("R2: unit families of one anchor: only what a real instant produces") {
  Company company;
  const AnchorId entering = company.entering(company.customer);
  const LeafId leaf = company.leaf("x", StageSet::of(company.customer));
  company.structure("s");
  company.owns(company.ae, {leaf});
  Statement& other = company.owns(company.am, {leaf});
  other.windows = {for_after(months(1), entering), from_after(days(31), entering)};
  CHECK(company.told() == Told{"dead x 1"});
  company.policy->structures[0].statements.back().windows = {for_after(months(1), entering),
                                                             from_after(days(30), entering)};
  CHECK(company.told() == Told{"overlap x 0,1"});
  company.policy->structures[0].statements.back().windows = {from_after(months(1), entering),
                                                             for_after(days(29), entering)};
  CHECK(company.told() == Told{"overlap x 0,1"});
  company.policy->structures[0].statements.back().windows = {from_after(months(1), entering),
                                                             for_after(days(28), entering)};
  CHECK(company.told() == Told{"dead x 1"});
}

TEST_CASE("Windows before a date, with the hours of a day") {
  Company company;
  const FieldRef end = company.field("end", date_type(), true);
  const LeafId leaf = company.leaf("x");
  company.structure("s");
  company.owns(company.ae, {leaf}).windows = {until_before(days(30), end)};
  company.owns(company.am, {leaf}).windows = {from_before(days(30), end)};
  CHECK(company.told() == Told{});  // T7: an unknown date lies infinitely ahead
  Statement& late = company.owns(company.am, {leaf});
  late.windows = {from_before(hours(5), end), until_before(hours(4), end)};
  CHECK(company.told() == Told{});
  company.policy->structures[0].statements.back().role = company.csm;
  CHECK(company.told() == Told{"overlap x 1,2"});
}

TEST_CASE("Leaves per record: the record's stages and the account's are walked together") {
  Company company;
  const LeafId leaf = company.leaf_per(company.deal, "closing", StageSet::of(company.open));
  company.structure("s");
  Statement& statement = company.owns(company.ae, {leaf});
  // Where a deal is open the account has left prospect: the first event of a deal may be any, but those that leave it
  // open are deal.opened ...
  statement.account_stages.bits &= ~StageSet::of(company.prospect).bits;
  CHECK(company.told() == Told{});
  // ... and an account in any later stage may have an open deal.
  statement.account_stages.bits &= ~StageSet::of(company.customer).bits;
  CHECK(company.told() == Told{"gap closing 0"});
}

TEST_CASE("`any deal is open` follows the lifecycles") {
  Company company;
  const LeafId leaf = company.leaf("x", StageSet::of(company.opportunity));
  company.structure("s");
  company.owns(company.ae, {leaf}).condition = any_record_is(company.deal, StageSet::of(company.open));
  CHECK(company.told() == Told{"gap x 0"});  // the deal may be lost, and nothing leads back to prospect
  Transition& back = company.transition(company.policy->lifecycle, StageSet::of(company.opportunity), company.prospect,
                                        company.closed_lost);
  back.when = Condition::negation(any_record_is(company.deal, StageSet::of(company.open)));
  CHECK(company.told() == Told{"gap x 0"});  // deal.opened may name a deal that was lost, and so is not open
  company.transition(company.policy->records[company.deal.index].lifecycle,
                     StageSet::of(company.won) | StageSet::of(company.lost), company.open, company.opened);
  CHECK(company.told() == Told{});
  company.owns(company.am, {leaf}).condition =
      Condition::all_of({any_record_is(company.deal, StageSet::of(company.open)),
                         any_record_is(company.deal, StageSet::of(company.won))});
  // Opened, won and opened again leaves opportunity on the way; after churning it comes back with both.
  CHECK(company.told() == Told{"overlap x 0,1"});
}

TEST_CASE("R9: an `otherwise` with nothing left, and a support that can never hold, are dead") {
  Company company;
  const LeafId leaf = company.leaf("x", StageSet::of(company.customer));
  company.structure("s");
  company.owns(company.am, {leaf});
  company.owns_otherwise(company.csm, {leaf});
  company.supports(company.ae, {leaf}).account_stages = StageSet::of(company.prospect);
  CHECK(company.told() == Told{"dead x 1", "dead x 2"});
}

TEST_CASE("Leaves with the same gap are one finding") {
  Company company;
  const FieldRef key = company.defaulted("key", bool_type(), 0);
  const LeafId lead = company.leaf("renewal.lead"), number = company.leaf("renewal.number");
  company.structure("s");
  company.owns(company.am, {lead, number}).condition = is(key, 1);
  const std::vector<Finding> findings = company.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].leaves == std::vector<LeafId>{lead, number});
}

TEST_CASE("A stage that nothing leads to is said; statements about it are dead") {
  Company company;
  company.policy->lifecycle.stages.push_back({"limbo", {}});
  const LeafId leaf = company.leaf("x");
  company.structure("s");
  company.owns(company.am, {leaf});
  company.owns(company.csm, {leaf}).account_stages = StageSet::of(StageId{5});
  CHECK(company.told() == Told{"unreachable", "dead x 1"});
}

TEST_CASE("A transition by date: what its stage presupposes of the date") {
  Company company;
  const RecordTypeId contract = company.record("contract", {"live", "renewing"});
  const FieldRef end = company.field(contract, "end", date_type());
  const EventId signed_on = company.event("contract.signed", contract);
  company.policy->events[signed_on.index].payload.push_back({"end", end, false, {}});
  Transition by_date;
  by_date.from = StageSet::of(StageId{0});
  by_date.to = StageId{1};
  by_date.at = DateTrigger{DateTrigger::Kind::Before, days(120), end, {}};
  company.policy->records[contract.index].lifecycle.transitions.push_back(by_date);
  const LeafId leaf = company.leaf_per(contract, "renewal", StageSet::of(StageId{0}));
  company.structure("s");
  company.owns(company.am, {leaf}).windows = {until_before(days(120), end)};
  // While live the date is further ahead than 120 days; or it was past when it became known (S5).
  const std::vector<Finding> findings = company.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].kind == Finding::Kind::Gap);
  const Witness& witness = *findings[0].witness;
  CHECK(witness.events.back().values.front().value <= witness.at.ms / day_ms);
}

TEST_CASE("A stage by date after an anchor is reached with the anchor that old") {
  Company company;
  const AnchorId entering = company.entering(company.onboarding);
  Transition by_date;
  by_date.from = StageSet::of(company.onboarding);
  by_date.to = company.customer;
  by_date.at = DateTrigger{DateTrigger::Kind::After, days(60), {}, entering};
  company.policy->lifecycle.transitions.push_back(by_date);
  const LeafId leaf = company.leaf("x", StageSet::of(company.onboarding));
  company.structure("s");
  company.owns(company.am, {leaf}).windows = {for_after(days(60), entering)};
  CHECK(company.told() == Told{});
  company.policy->structures[0].statements.back().windows = {for_after(days(59), entering)};
  CHECK(company.told() == Told{"gap x 0"});
}

TEST_CASE("A `where` is met by the values of the history") {
  Company company;
  const FieldRef kind = company.field(company.deal, "kind", enum_type({"new", "expansion"}));
  company.policy->events[company.opened.index].payload.push_back({"kind", kind, false, {}});
  const AnchorId won_new = company.after_event(company.closed_won);
  company.policy->anchors[won_new.index].event.where = is(kind, 1);
  const LeafId leaf = company.leaf("x", StageSet::of(company.customer));
  company.structure("s");
  company.owns(company.am, {leaf}).windows = {for_after(days(90), won_new)};
  CHECK(company.told() == Told{"gap x 0"});
  company.owns(company.csm, {leaf}).windows = {from_after(days(90), won_new)};
  // R3: an anchor with `where` is never presupposed.
  const std::vector<Finding> findings = company.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].example == Pairs{{"stage", "customer"}, {"deal.closed_won", "never"}});
}

TEST_CASE("Org rows: gaps, overlaps and dead rows of structures and coverage") {
  Company company;
  const FieldRef region = company.field("region", enum_type({"amer", "emea", "apac"}));
  const LeafId leaf = company.leaf("x");
  const StructureId s = company.structure("s");
  company.owns(company.am, {leaf});
  company.org->structures = {{s, is(region, 0), false, {}}, {s, is(region, 1), false, {}}};
  company.org->coverage.resize(3);
  company.org->coverage[company.am.index] = {{TeamId{0}, is(region, 0), false, {}}};
  CHECK(company.told() == Told{"structure gap", "coverage gap"});
  company.org->structures.push_back({s, in(region, {1, 2}), false, {}});
  CHECK(company.told() == Told{"structure overlap", "coverage gap"});
  company.org->structures = {{s, Condition::always(), false, {}}, {s, Condition::always(), true, {}}};
  company.org->coverage[company.am.index].push_back({TeamId{1}, Condition::always(), true, {}});
  CHECK(company.told() == Told{"dead row"});
}

TEST_CASE("What two structures have from one line is said once; what only looks alike is said of each") {
  const Origin line{"a.baton", 3, 5, 0, 9};
  const auto told = [&](const Origin& other, bool same_leaf) {
    Company company;
    const FieldRef key = company.defaulted("key", bool_type(), 0);
    const LeafId x = company.leaf("x", StageSet::of(company.customer));
    const LeafId y = company.leaf("y", StageSet::of(company.onboarding));
    for (const char* name : {"s", "t"}) {
      company.structure(name);
      const bool second = company.policy->structures.size() == 2;
      const LeafId faulty = second && !same_leaf ? y : x;
      Statement& statement = company.owns(company.ae, {faulty});
      statement.condition = is(key, 1);
      statement.at = second ? other : line;
      company.owns(company.am, {faulty == x ? y : x});
    }
    return company.told().size();
  };
  CHECK(told(line, true) == 1);
  CHECK(told(line, false) == 2);
  CHECK(told({"a.baton", 3, 6, 0, 9}, true) == 2);
  CHECK(told({"a.baton", 4, 5, 0, 9}, true) == 2);
  CHECK(told({"b.baton", 3, 5, 0, 9}, true) == 2);
}

}  // namespace
}  // namespace baton::test
