// Tables: layers, universes, and what becomes of them when they are frozen.
#include "engine/decide/table.hpp"

#include <catch2/catch.hpp>

#include "engine/decide/compile.hpp"
#include "tests/unit/decide/world.hpp"

namespace baton::test {
namespace {

std::string text_of(const Table& table, const Space& space, const Policy& policy) {
  std::string text;
  for (const TableRow& row : table.rows) {
    text += std::to_string(row.number) + ":";
    for (const Box& box : row.boxes) text += " [" + to_string(box, space, policy) + "]";
    text += "\n";
  }
  return text;
}

struct Fixture {
  PolicyBuilder builder{{"opportunity", "customer"}};
  FieldRef segment = builder.field("segment", enum_type({"smb", "mid", "large"}, true));
  FieldRef region = builder.field("region", enum_type({"amer", "emea"}));
  RoleId ae = builder.role("AE"), am = builder.role("AM"), csm = builder.role("CSM");
  LeafId leaf = builder.leaf("expansion", StageSet::of(StageId{1}));
  Fixture() { builder.structure("ae_am"); }

  std::string owners() const {
    const Space space(*builder.policy, *builder.org);
    return text_of(owner_table(space, *builder.policy, builder.policy->structures[0], leaf), space, *builder.policy);
  }
};

TEST_CASE("R6: `otherwise` negates the statements of enclosing layers, `nobody` included") {
  Fixture f;
  f.builder.owns(f.ae, {f.leaf}).condition = is(f.segment, 0);
  f.builder.owns(std::nullopt, {f.leaf}).condition = is(f.segment, 1);
  f.builder.owns_otherwise(f.am, {f.leaf});
  CHECK(f.owners() ==
        "0: [segment in 1]\n"
        "1: [segment in 2]\n"
        "2: [segment in 0|3]\n");
}

TEST_CASE("R6: layers nest, and two side by side do not negate each other") {
  Fixture f;
  f.builder.owns(f.ae, {f.leaf}).condition = is(f.segment, 0);
  const std::uint32_t first = f.builder.layer();
  const std::uint32_t second = f.builder.layer();
  Statement& in_first = f.builder.owns(f.csm, {f.leaf});
  in_first.layer = first;
  in_first.condition = is(f.region, 0);
  f.builder.owns_otherwise(f.am, {f.leaf}, first);
  f.builder.owns(f.am, {f.leaf}).layer = second;
  CHECK(f.owners() ==
        "0: [segment in 1]\n"
        "1: [segment in 0|2..3, region in 1]\n"
        "2: [segment in 0|2..3, region in 0|2]\n"
        "3: [segment in 0|2..3]\n");
}

TEST_CASE("R6: `otherwise` looks at the statements about the same leaf only, and helpers switch nobody off") {
  Fixture f;
  const LeafId other = f.builder.leaf("adoption");
  f.builder.owns(f.ae, {other});
  f.builder.supports(f.csm, {f.leaf});
  f.builder.owns_otherwise(f.am, {f.leaf, other});
  CHECK(f.owners() == "2: [everything]\n");
}

TEST_CASE("R9: a row without a box that meets the leaf's active stages can never hold") {
  Fixture f;
  f.builder.owns(f.ae, {f.leaf}).account_stages = StageSet::of(StageId{0});
  f.builder.owns(f.am, {f.leaf});
  f.builder.owns_otherwise(f.csm, {f.leaf});
  CHECK(f.owners() == "0:\n1: [everything]\n2:\n");
}

TEST_CASE("the universe holds the active stages, and no unknown value that cannot be") {
  Fixture f;
  f.builder.owns(f.ae, {f.leaf}).condition = is(f.segment, 0);
  const Space space(*f.builder.policy, *f.builder.org);
  const Table table = owner_table(space, *f.builder.policy, f.builder.policy->structures[0], f.leaf);
  CHECK(to_string(table.universe, space, *f.builder.policy) == "stage in 1, segment in 1..3");
}

TEST_CASE("two rows that meet are found among five thousand in a few steps each") {
  PolicyBuilder builder({"customer"});
  const FieldRef arr = builder.field("arr", money_type());
  const FieldRef region = builder.field("region", enum_type({"amer", "emea", "apac"}));
  const LeafId leaf = builder.leaf("closing");
  builder.structure("s");
  for (Scalar i = 0; i < 5'000; ++i) {
    builder.owns(std::nullopt, {leaf}).condition = Condition::all_of({is(arr, i / 3 * 7), is(region, i % 3)});
  }
  builder.owns(std::nullopt, {leaf}).condition = Condition::all_of({is(arr, 700), is(region, 1)});
  const Space space(*builder.policy, *builder.org);
  const Table table = owner_table(space, *builder.policy, builder.policy->structures[0], leaf);
  StepBudget budget{100'000};
  CHECK(meeting_rows(space, table, budget) == std::vector<RowPair>{{301, 5'000}});
  StepBudget none{0};
  CHECK_FALSE(meeting_rows(space, table, none));
}

// Many wide ranges on many dimensions: diagrams blow up, bitmaps do not.
struct WideRanges {
  static constexpr std::size_t dimensions = 10;
  PolicyBuilder builder{{"customer"}};
  std::vector<FieldRef> fields;
  explicit WideRanges(std::size_t statements) {
    for (std::size_t i = 0; i < dimensions; ++i) fields.push_back(builder.field("f" + std::to_string(i), money_type()));
    const LeafId leaf = builder.leaf("closing");
    const RoleId role = builder.role("AE");
    builder.structure("s");
    for (std::size_t i = 0; i < statements; ++i) {
      std::vector<Condition> parts;
      for (std::size_t d = 0; d < dimensions; ++d) {
        const Scalar low = static_cast<Scalar>((i * 37 + d * 101 + i * d * 13) % 700);
        parts.push_back(at_least(fields[d], low));
        parts.push_back(below(fields[d], low + 500));
      }
      builder.owns(role, {leaf}).condition = Condition::all_of(parts);
    }
  }
};

TEST_CASE("a table that blows up as a diagram is answered by bitmaps, the same way") {
  const WideRanges world(150);
  const Program program = world.builder.program();
  const Question& question = program.parts().structures[0].owners[0];
  REQUIRE(question.table.within_budget);
  CHECK(question.selector.diagram() == nullptr);
  REQUIRE(question.selector.bitmap() != nullptr);
  AccountFacts facts = initial_account_facts(*world.builder.policy);
  const View view{&facts, nullptr, {}, nullptr, new_year};
  std::size_t owned = 0;
  for (Scalar round = 0; round < 500; ++round) {
    for (std::size_t d = 0; d < WideRanges::dimensions; ++d) {
      facts.fields[d] = (round * 211 + static_cast<Scalar>(d) * round) % 900;
    }
    const auto holding = program.holding(StructureId{0}, LeafId{0}, view);
    const auto owner = program.owner(StructureId{0}, LeafId{0}, view);
    REQUIRE(owner == (holding.empty() ? std::nullopt : std::optional(holding.front())));
    owned += owner ? 1 : 0;
  }
  CHECK(owned > 100);
  CHECK(owned < 500);
}

TEST_CASE("R5: a table over budget has no rows to prove, and is answered by the statements themselves") {
  PolicyBuilder builder({"customer"});
  std::vector<Condition> parts;
  for (int i = 0; i < 20; ++i) {
    const FieldRef a = builder.field("a" + std::to_string(i), bool_type());
    const FieldRef b = builder.field("b" + std::to_string(i), bool_type());
    parts.push_back(Condition::any_of({is(a, 1), is(b, 1)}));
  }
  const LeafId leaf = builder.leaf("closing");
  builder.structure("s");
  builder.owns(builder.role("AE"), {leaf}).condition = Condition::all_of(parts);
  builder.owns_otherwise(builder.role("AM"), {leaf});
  const Program program = builder.program();
  const Question& question = program.parts().structures[0].owners[0];
  CHECK_FALSE(question.table.within_budget);
  CHECK(question.selector.empty());
  AccountFacts facts = initial_account_facts(*builder.policy);
  for (Scalar& value : facts.fields) value = 1;
  const View view{&facts, nullptr, {}, nullptr, new_year};
  CHECK(program.owner(StructureId{0}, leaf, view) == StatementId{0});
  facts.fields[0] = facts.fields[1] = 0;
  CHECK(program.owner(StructureId{0}, leaf, view) == StatementId{1});
}

}  // namespace
}  // namespace baton::test
