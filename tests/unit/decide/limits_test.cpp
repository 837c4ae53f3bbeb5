// R5: the limits of the proof, each at its edge and one step beyond.
#include <catch2/catch.hpp>

#include "analyse_world.hpp"
#include "engine/decide/bitmap.hpp"
#include "engine/decide/compile.hpp"
#include "engine/decide/diagram.hpp"

namespace baton::test {
namespace {

bool is_explored(const PolicyBuilder& builder, const WalkQuery& query) {
  return Walk::explore(*builder.policy, query, {}).has_value();
}

// Of an account that never leaves its first stage, so that the walks stay small.
std::vector<std::string> stages(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i) names.push_back("s" + std::to_string(i));
  return names;
}

TEST_CASE("R5: beyond the limit of situations nothing is proved, and that is said") {
  Company company;
  const LeafId leaf = company.leaf("x");
  company.structure("s");
  company.owns(company.ae, {leaf}).account_stages = StageSet::of(company.prospect);
  company.owns_otherwise(company.am, {leaf});
  ProofBudget few;
  few.walk.situations = 3;
  const std::vector<Finding> findings = analyse(company.program(), few, {});
  REQUIRE(findings.size() == 1);
  CHECK(findings.front().kind == Finding::Kind::NotProved);
  CHECK(findings.front().leaf == leaf);
  CHECK_FALSE(findings.front().unconfirmed);
}

TEST_CASE("R5: beyond the limit of steps nothing is proved, and that is said") {
  Company company;
  const FieldRef arr = company.field("arr", money_type());
  const LeafId leaf = company.leaf("x");
  company.structure("s");
  company.owns(company.ae, {leaf}).condition = below(arr, 100);
  company.owns(company.am, {leaf}).condition = at_least(arr, 100);
  for (const std::uint64_t steps : {0, 1}) {
    const std::vector<Finding> findings = analyse(company.program(), {.steps = steps}, {});
    CHECK(std::ranges::any_of(findings, [](const Finding& f) { return f.kind == Finding::Kind::NotProved; }));
  }
}

TEST_CASE("R5: a situation holds 12 anchors") {
  PolicyBuilder builder(stages(14));
  WalkQuery query;
  for (std::size_t stage = 1; stage <= max_anchors; ++stage) query.anchors.push_back(builder.entering(StageId{stage}));
  CHECK(is_explored(builder, query));
  query.anchors.push_back(builder.entering(StageId{max_anchors + 1}));
  CHECK_FALSE(is_explored(builder, query));
}

TEST_CASE("R5: a situation holds 16 transitions by date") {
  PolicyBuilder builder({"customer"});
  const RecordTypeId deal = builder.record("deal", {"open", "won"});
  const FieldRef closes = builder.field(deal, "closes", date_type(), true);
  for (int day = 1; day <= 17; ++day) {
    CHECK(is_explored(builder, {deal, {}, {}, {}}));
    Transition transition;
    transition.from = StageSet::of(StageId{0});
    transition.to = StageId{1};
    transition.at = DateTrigger{DateTrigger::Kind::Before, days(day), closes, {}};
    builder.policy->records[deal.index].lifecycle.transitions.push_back(transition);
  }
  CHECK_FALSE(is_explored(builder, {deal, {}, {}, {}}));
}

TEST_CASE("R5: a situation holds 32 fields of a record") {
  PolicyBuilder builder({"customer"});
  const RecordTypeId deal = builder.record("deal", {"open"});
  WalkQuery query{deal, {}, {}, {}};
  for (int i = 0; i <= 32; ++i) {
    CHECK(is_explored(builder, query));
    query.record_fields.push_back(builder.field(deal, "f" + std::to_string(i), bool_type(), true).field);
  }
  CHECK_FALSE(is_explored(builder, query));
}

TEST_CASE("R5: a situation holds 64 bits of other records, two for each stage that is asked about") {
  PolicyBuilder builder({"customer"});
  const RecordTypeId deal = builder.record("deal", stages(32));
  const RecordTypeId longer = builder.record("longer", stages(33));
  CHECK(is_explored(builder, {std::nullopt, {}, {deal}, {}}));
  CHECK_FALSE(is_explored(builder, {std::nullopt, {}, {longer}, {}}));
}

TEST_CASE("R5: a table that is too large for a diagram, or for bitmaps, has none") {
  Company company;
  const FieldRef arr = company.field("arr", money_type()), score = company.field("score", number_type(0, 1'000));
  const LeafId leaf = company.leaf("x");
  company.structure("s");
  for (Scalar i = 1; i <= 100; ++i) {
    company.owns(company.ae, {leaf}).condition = Condition::all_of({below(arr, i), at_least(score, 7 * i)});
  }
  company.owns_otherwise(company.am, {leaf});
  const Program program = company.program();
  const Space& space = program.parts().space;
  const Table& table = program.parts().structures[0].owners[leaf.index].table;
  CHECK(Diagram::build(space, table));
  CHECK_FALSE(Diagram::build(space, table, {.states = 1}));
  CHECK_FALSE(Diagram::build(space, table, {.nodes = 1}));
  CHECK_FALSE(Diagram::build(space, table, {.work = 1}));
  CHECK(Bitmap::build(space, table));
  CHECK_FALSE(Bitmap::build(space, table, 1));
}

}  // namespace
}  // namespace baton::test
