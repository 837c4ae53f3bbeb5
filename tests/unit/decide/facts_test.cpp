// Conditions and windows, asked straight over the facts.
#include "engine/decide/facts.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/decide/world.hpp"

namespace baton::test {
namespace {

struct Fixture {
  PolicyBuilder builder{{"prospect", "customer"}};
  RecordTypeId deal = builder.record("deal", {"open", "won"});
  FieldRef health = builder.field("health", number_type(0, 100), true);
  FieldRef goal = builder.field("goal", number_type(0, 100), true);
  FieldRef renews_on = builder.field("renews_on", date_type(), true);
  FieldRef amount = builder.field(deal, "amount", money_type(), true);
  AnchorId signed_at = builder.after_event(builder.event("signed"));
  AccountFacts account = initial_account_facts(*builder.policy);
  Zone utc;

  View view(Instant now) const { return {&account, nullptr, {}, nullptr, now}; }
};

TEST_CASE("T7: a comparison with an unknown value is false, its `not` true") {
  Fixture f;
  const auto value = GENERATE(Scalar{unknown}, Scalar{40}, Scalar{50}, Scalar{60});
  f.account.fields[f.health.field.index] = value;
  f.account.fields[f.goal.field.index] = 50;
  const View view = f.view(new_year);
  const bool is_known = value != unknown;
  for (const auto& [relation, expected] :
       {std::pair{Relation::Equal, value == 50}, std::pair{Relation::NotEqual, is_known && value != 50},
        std::pair{Relation::Less, is_known && value < 50}, std::pair{Relation::LessEqual, is_known && value <= 50},
        std::pair{Relation::Greater, value > 50}, std::pair{Relation::GreaterEqual, value >= 50}}) {
    for (const Condition& condition : {compare(f.health, relation, 50), compare_fields(f.health, relation, f.goal)}) {
      CHECK(holds(condition, view) == expected);
      CHECK(holds(Condition::negation(condition), view) == !expected);
    }
  }
  CHECK(holds(known(f.health), view) == is_known);
  CHECK(holds(in(f.health, {40, 60}), view) == (value == 40 || value == 60));
}

TEST_CASE("a record's field is unknown where no such record is looked at") {
  Fixture f;
  RecordFacts deal = initial_record_facts(*f.builder.policy, f.deal);
  deal.fields[f.amount.field.index] = 700;
  View view = f.view(new_year);
  CHECK_FALSE(holds(known(f.amount), view));
  view.record = &deal;
  view.record_type = f.deal;
  CHECK(holds(is(f.amount, 700), view));
}

TEST_CASE("`any deal is open` counts the account's records in those stages") {
  Fixture f;
  const Condition any_open = any_record_is(f.deal, StageSet::of(StageId{0}));
  CHECK_FALSE(holds(any_open, f.view(new_year)));
  f.account.records_in_stage[f.deal.index] = {0, 3};
  CHECK_FALSE(holds(any_open, f.view(new_year)));
  f.account.records_in_stage[f.deal.index] = {1, 3};
  CHECK(holds(any_open, f.view(new_year)));
}

TEST_CASE("T1: windows are half open; an anchor that never was, a date that is unknown") {
  struct Row {
    Window::Kind kind;
    bool before, at, without;
  };
  Fixture f;
  const auto row =
      GENERATE(Row{Window::Kind::ForAfter, true, false, false}, Row{Window::Kind::FromAfter, false, true, false},
               Row{Window::Kind::UntilAfter, true, false, true}, Row{Window::Kind::UntilBefore, true, false, true},
               Row{Window::Kind::FromBefore, false, true, false});
  const Window window{row.kind, days(10), f.signed_at, f.renews_on};
  CAPTURE(static_cast<int>(row.kind));
  CHECK(holds(window, f.view(after_days(5)), f.utc) == row.without);
  CHECK(boundary(window, f.view(after_days(5)), f.utc) == far_future);

  f.account.anchors[f.signed_at.index] = new_year;
  f.account.fields[f.renews_on.field.index] = date_after(20);
  CHECK(boundary(window, f.view(after_days(5)), f.utc) == after_days(10));
  CHECK(holds(window, f.view(after_days(10, -1)), f.utc) == row.before);
  CHECK(holds(window, f.view(after_days(10)), f.utc) == row.at);
}

TEST_CASE("V1: an account begins in the start stage, with defaults, and nothing has happened") {
  PolicyBuilder builder({"prospect", "customer"});
  builder.field("arr", money_type());
  builder.policy->account_fields[0].initial = 0;
  builder.field("health", number_type(0, 100), true);
  builder.policy->lifecycle.start = StageId{1};
  const RecordTypeId deal = builder.record("deal", {"open", "won"});
  builder.after_event(builder.event("signed"));
  const AccountFacts facts = initial_account_facts(*builder.policy);
  CHECK(facts.stage == StageId{1});
  CHECK(facts.fields == std::vector<Scalar>{0, unknown});
  CHECK(facts.anchors == std::vector<Instant>{never});
  CHECK(facts.records_in_stage == std::vector<std::vector<std::uint32_t>>{{0, 0}});
  CHECK(initial_record_facts(*builder.policy, deal).stage == StageId{0});
}

}  // namespace
}  // namespace baton::test
