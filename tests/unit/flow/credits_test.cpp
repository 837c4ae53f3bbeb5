#include <catch2/catch.hpp>

#include "engine/flow/slas.hpp"
#include "tests/unit/flow/one_account.hpp"

namespace baton::testing {
namespace {

// credit deal.closed_won where deal.kind is expansion { ... }, on an account with AE dana and AM kim.
OneAccount company(std::vector<Credit::Share> shares) {
  Policy policy = sample_policy();
  Credit credit;
  credit.name = "deal.closed_won";
  credit.on = on(policy, "deal.closed_won", is(policy, "deal.kind", 1));
  credit.shares = std::move(shares);
  policy.structures[0].credits = {credit};
  OneAccount world(policy);
  world.owns("AE", "comms");
  world.owns("AM", "relationship");
  world.fill();
  world.set("deal.kind", 1, world.begin_record("deal", "D1"));
  return world;
}

constexpr RoleId ae{0}, am{1}, csm{2};

TEST_CASE("O7: who gets the credit, by the seats of that moment") {
  OneAccount world = company({{ae, 7'000}, {am, 2'000}, {csm, 1'000}});
  world.set("deal.amount", 1'000'000, 0);
  CHECK(world.happens("deal.closed_won", 0) ==
        "credit deal.closed_won AE dana 70% 7000 | credit deal.closed_won AM kim 20% 2000 | "
        "credit deal.closed_won CSM - 10% 1000");
  CHECK(world.happens("deal.closed_lost", 0).empty());
  world.set("deal.kind", 0, 0);
  CHECK(world.happens("deal.closed_won", 0).empty());
}

TEST_CASE("O7: shares are whole minor units by largest remainder, ties to the first named") {
  struct Row {
    Scalar amount;
    std::vector<std::int64_t> percents;
    std::vector<Scalar> parts;
  };
  const std::int64_t most = 99'999'999'999'999'999;  // 15 digits before the point
  for (const Row& row :
       {Row{100, {3'333, 3'333, 3'334}, {33, 33, 34}}, Row{1, {5'000, 5'000}, {1, 0}},
        Row{2, {3'333, 3'333, 3'334}, {1, 0, 1}}, Row{101, {7'000, 3'000}, {71, 30}},
        Row{-101, {7'000, 3'000}, {-71, -30}}, Row{-1, {5'000, 5'000}, {-1, 0}}, Row{0, {5'000, 5'000}, {0, 0}},
        Row{most, {9'999, 1}, {99'989'999'999'999'999, 10'000'000'000'000}}}) {
    std::vector<Credit::Share> shares;
    for (const std::int64_t percent : row.percents) shares.push_back({RoleId{shares.size()}, percent});
    OneAccount world = company(shares);
    world.set("deal.amount", row.amount, 0);
    world.happens("deal.closed_won", 0);
    std::vector<Scalar> parts;
    for (const CreditReport& credit : world.decision.credits) parts.push_back(credit.amount.value_or(unknown));
    CHECK(parts == row.parts);
  }
}

TEST_CASE("O8: the amount is that of the event's record, else there is none") {
  OneAccount world = company({{ae, 10'000}});
  CHECK(world.happens("deal.closed_won", 0) == "credit deal.closed_won AE dana 100% 0");
  world.set("deal.amount", unknown, 0);
  CHECK(world.happens("deal.closed_won", 0) == "credit deal.closed_won AE dana 100%");
}

TEST_CASE("O8: an amount that is no money is none") {
  Policy policy = sample_policy();
  policy.records[record(policy, "deal").index].fields[field(policy, "deal.amount").field.index].type.kind =
      TypeKind::Number;
  Credit credit;
  credit.name = "deal.closed_won";
  credit.on = on(policy, "deal.closed_won");
  credit.shares = {{ae, 10'000}};
  policy.structures[0].credits = {credit};
  OneAccount world(policy);
  world.set("deal.amount", 100, world.begin_record("deal", "D1"));
  CHECK(world.happens("deal.closed_won", 0) == "credit deal.closed_won AE - 100%");
}

TEST_CASE("O8: an event without a record has no amount") {
  Policy policy = sample_policy();
  Credit credit;
  credit.name = "qbr.held";
  credit.on = on(policy, "qbr.held");
  credit.shares = {{am, 10'000}};
  policy.structures[0].credits = {credit};
  OneAccount world(policy);
  CHECK(world.happens("qbr.held") == "credit qbr.held AM - 100%");
}

}  // namespace
}  // namespace baton::testing
