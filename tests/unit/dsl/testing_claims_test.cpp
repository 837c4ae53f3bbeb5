// Claims about owners, proved over the example company; each that fails is shown with the engine's own answer.
#include <algorithm>
#include <catch2/catch.hpp>

#include "dsl/project.hpp"
#include "dsl/testing/claims.hpp"
#include "tests/unit/dsl/lowered.hpp"

namespace {

using namespace baton;
using namespace baton::dsl;

const Project& acme() {
  static const Project project = load(std::string(BATON_SOURCE_DIR) + "/examples/acme");
  return project;
}

template <class Item>
std::size_t position(const std::vector<Item>& items, const std::string& name) {
  const auto found = std::ranges::find(items, name, &Item::name);
  REQUIRE(found != items.end());
  return static_cast<std::size_t>(found - items.begin());
}

RoleId role(const std::string& name) {
  return RoleId{position(acme().policy->roles, name)};
}
LeafId leaf(const std::string& name) {
  return LeafId{position(acme().policy->leaves, name)};
}
StructureId structure(const std::string& name) {
  return StructureId{position(acme().policy->structures, name)};
}

Condition segment_is(const std::string& label) {
  const Policy& policy = *acme().policy;
  const std::size_t field = position(policy.account_fields, "segment");
  const auto& labels = policy.account_fields[field].type.labels;
  Condition condition;
  condition.op = Condition::Op::Compare;
  condition.field = {Scope::Account, {}, {}, FieldId{field}};
  condition.value = std::ranges::find(labels, label) - labels.begin();
  return condition;
}

Claim claim(Claim::Kind kind, std::optional<RoleId> who, std::vector<LeafId> leaves, Condition when = {}) {
  Claim made;
  made.kind = kind;
  made.role = who;
  made.leaves = std::move(leaves);
  made.when = std::move(when);
  return made;
}

TestResult prove(Claim made, std::optional<StructureId> where = {}) {
  Claims claims;
  claims.structure = where;
  claims.claims = {std::move(made)};
  Suite suite;
  suite.claims = {claims};
  return ClaimsRunner(acme().program, suite, acme().sources).run(claims);
}

using Outcome = TestResult::Outcome;

}  // namespace

TEST_CASE("claims: what no statement and no handoff can bring about is proved") {
  CHECK(prove(claim(Claim::Kind::Never, role("AE"), {leaf("nrr"), leaf("grr")}), structure("ae_am")).outcome ==
        Outcome::Passed);
  CHECK(prove(claim(Claim::Kind::Never, std::nullopt, {leaf("renewal.lead")})).outcome == Outcome::Passed);
  CHECK(prove(claim(Claim::Kind::Always, role("AM"), {leaf("renewal.lead")}), structure("ae_am")).outcome ==
        Outcome::Passed);
}

TEST_CASE("claims: a statement that breaks one is shown with a history") {
  const TestResult result = prove(claim(Claim::Kind::Never, role("AM"), {leaf("renewal.lead")}), structure("ae_am"));
  REQUIRE(result.outcome == Outcome::Failed);
  REQUIRE(result.failures.size() == 1);
  CHECK(result.failures[0].found.starts_with("AM owns `renewal.lead`, for example of a contract in stage `live`"));
  CHECK(result.failures[0].why.find("rules/ae_am.baton") != std::string::npos);
  CHECK(!result.failures[0].timeline.empty());
}

// By the statements an AM owns `comms` of every customer from onboarding on; the AE holds it until the handoff is done.
TEST_CASE("claims: O3: what a handoff gives breaks a claim once it is finished") {
  const TestResult result = prove(claim(Claim::Kind::Never, role("AM"), {leaf("relationship")}), structure("ae_am"));
  REQUIRE(result.outcome == Outcome::Failed);
  REQUIRE(result.failures.size() == 1);
  CHECK(result.failures.front().found.starts_with(
      "AM owns `relationship`, for example of an account in stage `onboarding`"));
  const auto& timeline = result.failures.front().timeline;
  REQUIRE(!timeline.empty());
  CHECK(timeline.back().ends_with("handoff.accepted { handoff: sales_to_am }"));
  const auto says = [&](const char* words) {
    return std::ranges::any_of(timeline,
                               [&](const std::string& line) { return line.find(words) != std::string::npos; });
  };
  CHECK(says("item: story"));
  CHECK(says("region: amer"));
  CHECK(!says("item: data_terms"));  // asked for in emea only
}

TEST_CASE("claims: O3: a giver who still holds the leaf breaks a claim too") {
  Claim made = claim(Claim::Kind::Never, role("AE"), {leaf("comms")});
  const Lifecycle& lifecycle = acme().policy->lifecycle;
  made.account_stages = StageSet::of(StageId{position(lifecycle.stages, "customer")});
  const TestResult result = prove(made, structure("ae_am"));
  REQUIRE(result.outcome == Outcome::Failed);
  CHECK(result.failures[0].why.starts_with(
      "since handoff sales_to_am is not finished and the giver holds what it moves"));
}

// The AM of a customer who grows gives to the CSM, but has to get the customer from the AE first.
TEST_CASE("claims: O3: who gives in the second of two handoffs has finished the first") {
  const test::Lowered lowered = test::lower_text({R"(
account { segment: smb < mid_market }
event account.began { segment }
event deal.won
event account.grown
lifecycle account { start prospect   prospect -> customer on deal.won   customer -> strategic on account.grown }
role AE
role AM
role CSM
responsibility comms
structure chain {
  AE  owns comms during prospect
  AM  owns comms during customer
  CSM owns comms during strategic
  handoff first  { moves comms from AE to AM    finish within 5 days }
  handoff second { moves comms from AM to CSM   finish within 5 days }
}
)"});
  auto org = std::make_shared<Org>();
  org->calendars.emplace_back();
  org->coverage.resize(3);
  org->structures = {{.use = StructureId{0}, .where = {}, .otherwise = true, .at = {}}};
  Suite suite;
  Claim made = claim(Claim::Kind::Never, RoleId{1}, {LeafId{0}});
  made.account_stages = StageSet::of(StageId{2});
  suite.claims.emplace_back().claims = {made};
  const auto program = std::make_shared<const Program>(std::make_shared<Policy>(lowered.policy), org);
  const TestResult result = ClaimsRunner(program, suite, lowered.sources).run(suite.claims.front());
  REQUIRE(result.outcome == Outcome::Failed);
  CHECK(result.failures[0].why.starts_with("since handoff second is not finished"));
}

// In the library an SDR owns `prospecting` of prospects and the AE that of qualified leads and of lost customers.
// Between a lead and a lost customer lies the sale, in which nobody owns it, so no handoff that began with the lead is
// left.
TEST_CASE("claims: O3: a giver holds no leaf that was inactive since") {
  const Project library = load(std::string(BATON_SOURCE_DIR) + "/rules/tests");
  const Policy& policy = *library.policy;
  Claims claims;
  claims.structure = StructureId{position(policy.structures, "sdr_ae_am")};
  claims.claims = {claim(Claim::Kind::Always, RoleId{position(policy.roles, "AE")},
                         {LeafId{position(policy.leaves, "prospecting")}})};
  const auto outcome_during = [&](const char* stage) {
    claims.claims.front().account_stages = StageSet::of(StageId{position(policy.lifecycle.stages, stage)});
    Suite suite;
    suite.claims = {claims};
    return ClaimsRunner(library.program, suite, library.sources).run(claims).outcome;
  };
  CHECK(outcome_during("churned") == Outcome::Passed);
  CHECK(outcome_during("qualified") == Outcome::Failed);
}

// A small customer is handed over by the AE. When it grows, the handoff goes on as it began, though the handoff of that
// name is now one by the CSM.
TEST_CASE("claims: O2: a handoff goes on under the text of another structure") {
  const test::Lowered lowered = test::lower_text({R"(
account { segment: smb < mid_market }
event account.began { segment }
event deal.won
lifecycle account { start prospect   prospect -> customer on deal.won }
role AE
role AM
role CSM
responsibility comms
structure small {
  AE owns comms during prospect
  AM owns comms during customer
  handoff onwards { moves comms from AE to AM   finish within 5 days }
}
structure large {
  CSM owns comms during prospect
  AM  owns comms during customer
  handoff onwards { moves comms from CSM to AM   finish within 5 days }
}
)"});
  Condition is_small;
  is_small.op = Condition::Op::Compare;
  is_small.field = {Scope::Account, {}, {}, FieldId{0}};
  auto org = std::make_shared<Org>();
  org->calendars.emplace_back();
  org->coverage.resize(3);
  org->structures = {{.use = StructureId{0}, .where = is_small, .otherwise = false, .at = {}},
                     {.use = StructureId{1}, .where = {}, .otherwise = true, .at = {}}};
  Suite suite;
  Claims& claims = suite.claims.emplace_back();
  Claim made = claim(Claim::Kind::Never, RoleId{0}, {LeafId{0}}, Condition::negation(is_small));
  made.account_stages = StageSet::of(StageId{1});
  claims.claims = {made};
  const auto program = std::make_shared<const Program>(std::make_shared<Policy>(lowered.policy), org);
  const TestResult result = ClaimsRunner(program, suite, lowered.sources).run(claims);
  REQUIRE(result.outcome == Outcome::Failed);
  CHECK(result.failures[0].why.starts_with("since handoff onwards is not finished"));
}

TEST_CASE("claims: each account is looked at in the structure that org.yaml chooses for it") {
  Claim made = claim(Claim::Kind::Never, role("CSM"), {leaf("adoption")}, segment_is("enterprise"));
  CHECK(prove(made, structure("ae_am")).outcome == Outcome::Passed);
  CHECK(prove(made).outcome == Outcome::Failed);
}

TEST_CASE("claims: a case that no account can meet is said") {
  Condition never_true;
  never_true.op = Condition::Op::False;
  Claim made = claim(Claim::Kind::Always, role("AM"), {leaf("renewal.lead")}, never_true);
  const TestResult invariant = prove(made);
  REQUIRE(invariant.outcome == Outcome::Failed);
  CHECK(invariant.failures[0].found == "no account can ever be there, so this claims nothing");
  made.must_be_possible = true;
  const TestResult result = prove(made);
  REQUIRE(result.outcome == Outcome::Failed);
  CHECK(result.failures[0].found == "no account can ever be there, so nobody owns `renewal.lead` there");
}

TEST_CASE("claims: where nothing is active nobody owns it, and that a role does is wrong") {
  const auto prospects = [](Claim made) {
    made.account_stages = StageSet::of(StageId{position(acme().policy->lifecycle.stages, "prospect")});
    return prove(made);
  };
  const LeafId adoption = leaf("adoption"), health = leaf("health");
  CHECK(prospects(claim(Claim::Kind::Never, role("AM"), {adoption})).outcome == Outcome::Passed);
  const TestResult one = prospects(claim(Claim::Kind::Always, role("AM"), {adoption}));
  REQUIRE(one.outcome == Outcome::Failed);
  CHECK(one.failures[0].found == "`adoption` is never active there, so nobody owns it");
  const TestResult two = prospects(claim(Claim::Kind::Always, role("AM"), {adoption, health}));
  REQUIRE(two.outcome == Outcome::Failed);
  CHECK(two.failures[0].found == "nothing of this is ever active there, so nobody owns it");
}

TEST_CASE("claims: a giver who holds since a record has another value is shown with that value") {
  const Project project = load(std::string(BATON_SOURCE_DIR) + "/examples/zendesk");
  const Policy& policy = *project.policy;
  const std::size_t ticket = position(policy.records, "ticket");
  const std::size_t severity = position(policy.records[ticket].fields, "severity");
  Claim made;
  made.kind = Claim::Kind::Always;
  made.role = RoleId{position(policy.roles, "L2")};
  made.leaves = {LeafId{position(policy.leaves, "answer")}};
  made.when.op = Condition::Op::Compare;
  made.when.field = {Scope::Record, RecordTypeId{ticket}, {}, FieldId{severity}};
  made.when.value = 1;  // high
  Suite suite;
  suite.claims = {Claims{}};
  suite.claims.front().claims = {made};
  const TestResult result = ClaimsRunner(project.program, suite, project.sources).run(suite.claims.front());
  REQUIRE(result.outcome == Outcome::Failed);
  REQUIRE(result.failures.size() == 1);
  CHECK(result.failures.front().found.ends_with("with ticket.severity = high"));
  CHECK(result.failures.front().timeline.back().find("ticket.raised { ticket: T1, severity: high }") !=
        std::string::npos);
}
