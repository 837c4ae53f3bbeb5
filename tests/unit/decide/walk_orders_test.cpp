#include "engine/decide/walk.hpp"

#include <catch2/catch.hpp>

#include <set>

#include "analyse_world.hpp"

namespace baton::test {
namespace {

// The orders of the query's anchors in a stage of the account: "12" is first then second, "11" both at once, "0" never.
std::set<std::string> orders(const Walk& walk, StageId stage) {
  std::set<std::string> result;
  for (const Walk::Node& node : walk.nodes()) {
    if (node.situation.account_stage != stage.index) continue;
    std::string order;
    for (std::size_t i = 0; i < walk.query().anchors.size(); ++i) order += std::to_string(node.situation.order[i]);
    result.insert(order);
  }
  return result;
}

TEST_CASE("R3: the orders of anchors are those that the lifecycle allows") {
  Company company;
  const AnchorId onboarding = company.entering(company.onboarding), customer = company.entering(company.customer);
  const auto walk = Walk::explore(*company.policy, {std::nullopt, {onboarding, customer}, {}, {}}, {1000});
  REQUIRE(walk);
  CHECK(orders(*walk, company.prospect) == std::set<std::string>{"00"});
  CHECK(orders(*walk, company.customer) == std::set<std::string>{"12"});
  CHECK(orders(*walk, company.onboarding) == std::set<std::string>{"10", "21"});
}

TEST_CASE("V1: an event that lacks a required field begins neither an account nor a record") {
  Company company;
  company.field("region", enum_type({"amer", "emea"}));
  const auto walk = Walk::explore(*company.policy, {company.deal, {}, {}, {}}, {1000});
  REQUIRE(walk);
  for (const Walk::Node& node : walk->nodes()) {
    if (node.step.first_of_account) CHECK(node.step.kind == WalkStep::Kind::Updated);
  }
}

TEST_CASE("R5: over budget there is no answer") {
  Company company;
  CHECK(!Walk::explore(*company.policy, {company.deal, {}, {company.deal}, {}}, {3}));
}

TEST_CASE("R5: edges beyond the limit are left out, and the walk knows it") {
  Company company;
  const WalkQuery query{company.deal, {}, {company.deal}, {}};
  const auto whole = Walk::explore(*company.policy, query, {});
  REQUIRE(whole);
  CHECK(whole->has_all_edges());
  const std::size_t all = whole->edges().size();
  REQUIRE(all > 1);
  CHECK(Walk::explore(*company.policy, query, {max_situations, all})->has_all_edges());
  const auto cut = Walk::explore(*company.policy, query, {max_situations, all - 1});
  CHECK_FALSE(cut->has_all_edges());
  CHECK(cut->edges().size() == all - 1);
  CHECK(cut->nodes().size() == whole->nodes().size());
}

}  // namespace
}  // namespace baton::test
