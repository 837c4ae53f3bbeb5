// Where values and moments fall among the cuts of a space.
#include "engine/decide/space.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "tests/unit/decide/world.hpp"

namespace baton::test {
namespace {

// A structure with one statement a condition, so that the space has their cuts.
Space space_of(PolicyBuilder& builder, const std::vector<Condition>& conditions,
               const std::vector<Window>& windows = {}) {
  const RoleId role = builder.role("AE");
  const LeafId leaf = builder.leaf("closing");
  builder.structure("s");
  for (const Condition& condition : conditions) builder.owns(role, {leaf}).condition = condition;
  builder.owns(role, {leaf}).windows = windows;
  return {*builder.policy, *builder.org};
}

TEST_CASE("R2: a field is cut where a comparison changes its mind") {
  struct Row {
    Relation relation;
    std::vector<std::int64_t> cuts;
  };
  const auto row =
      GENERATE(Row{Relation::Less, {50}}, Row{Relation::GreaterEqual, {50}}, Row{Relation::LessEqual, {51}},
               Row{Relation::Greater, {51}}, Row{Relation::Equal, {50, 51}}, Row{Relation::NotEqual, {50, 51}});
  PolicyBuilder builder({"customer"});
  const FieldRef arr = builder.field("arr", money_type());
  const Space space = space_of(builder, {compare(arr, row.relation, 50)});
  CHECK(space[*space.field(arr)].cuts == row.cuts);
}

TEST_CASE("R2: cuts that split nothing are not kept: the ends of a range, and what lies outside it") {
  PolicyBuilder builder({"customer"});
  const FieldRef health = builder.field("health", number_type(0, 100), true);
  const Space space = space_of(builder, {at_least(health, 0), compare(health, Relation::Greater, 100),
                                         below(health, -5), is(health, 100), at_least(health, 500)});
  const Dimension& dimension = space[*space.field(health)];
  CHECK(dimension.cuts == std::vector<std::int64_t>{100});
  CHECK(dimension.size == 3);
  CHECK(values_at(dimension, 1).least == 0);
  CHECK(values_at(dimension, 1).greatest == 99);
  CHECK(values_at(dimension, 2).least == 100);
  CHECK(values_at(dimension, 2).greatest == 100);
}

TEST_CASE("R2: coordinates of fields") {
  PolicyBuilder builder({"customer"});
  const FieldRef segment = builder.field("segment", enum_type({"smb", "mid", "large"}, true));
  const FieldRef key = builder.field("key", bool_type());
  const FieldRef arr = builder.field("arr", money_type(), true);
  const FieldRef target = builder.field("target", money_type(), true);
  const FieldRef industry = builder.field("industry", text_type());
  const Scalar unused = builder.text("unused"), education = builder.text("education");
  const Space space = space_of(builder, {is(segment, 1), is(key, 1), at_least(arr, 100), below(arr, 500),
                                         is(industry, education), compare_fields(target, Relation::Less, arr)});
  AccountFacts facts = initial_account_facts(*builder.policy);
  const auto coordinate = [&](DimensionId id, FieldRef ref, Scalar value) {
    facts.fields[ref.field.index] = value;
    return space.coordinate(id, {&facts, nullptr, {}, nullptr, new_year}, builder.org->zone);
  };
  CHECK(space[*space.field(segment)].size == 4);
  CHECK(coordinate(*space.field(segment), segment, 2) == 3);
  CHECK(coordinate(*space.field(key), key, 0) == 1);
  CHECK(coordinate(*space.field(key), key, 1) == 2);
  CHECK(coordinate(*space.field(industry), industry, other_text) == 1);
  CHECK(coordinate(*space.field(industry), industry, unused) == 1);
  CHECK(coordinate(*space.field(industry), industry, education) == 2);
  for (const auto& [value, expected] :
       {std::pair<Scalar, Coordinate>{unknown, 0}, {-7, 1}, {99, 1}, {100, 2}, {499, 2}, {500, 3}}) {
    CHECK(coordinate(*space.field(arr), arr, value) == expected);
  }
  const auto pair = *space.pair(target, arr);
  CHECK(pair.swapped);  // `arr` is declared first
  for (const auto& [value, expected] : {std::pair<Scalar, Coordinate>{unknown, 0}, {501, 1}, {500, 2}, {499, 3}}) {
    CHECK(coordinate(pair.id, target, value) == expected);
  }
}

TEST_CASE("R2, T1: time since an anchor, a family at a time; windows in weeks and days share their cuts") {
  PolicyBuilder builder({"customer"});
  const AnchorId anchor = builder.after_event(builder.event("signed"));
  const Space space = space_of(builder, {},
                               {for_after(weeks(2), anchor), from_after(days(90), anchor), for_after(days(14), anchor),
                                for_after(months(3), anchor)});
  const DimensionId in_days = *space.elapsed(anchor, UnitFamily::Days);
  const DimensionId in_months = *space.elapsed(anchor, UnitFamily::Months);
  CHECK(space[in_days].cuts == std::vector<std::int64_t>{14, 90});
  CHECK(space[in_months].cuts == std::vector<std::int64_t>{3});
  CHECK_FALSE(space.elapsed(anchor, UnitFamily::Hours));
  AccountFacts facts = initial_account_facts(*builder.policy);
  const auto coordinate = [&](DimensionId id, Instant now) {
    return space.coordinate(id, {&facts, nullptr, {}, nullptr, now}, builder.org->zone);
  };
  CHECK(coordinate(in_days, after_days(400)) == 0);
  facts.anchors[anchor.index] = new_year;
  CHECK(coordinate(in_days, new_year) == 1);
  CHECK(coordinate(in_days, after_days(14, -1)) == 1);
  CHECK(coordinate(in_days, after_days(14)) == 2);
  CHECK(coordinate(in_days, after_days(90)) == 3);
  CHECK(coordinate(in_months, after_days(90, -1)) == 1);  // 1 April is 90 days after 1 January 2026
  CHECK(coordinate(in_months, after_days(90)) == 2);
}

TEST_CASE("R2, T1: the distance to a date falls as time passes, and its coordinate rises") {
  PolicyBuilder builder({"customer"});
  const FieldRef renews_on = builder.field("renews_on", date_type(), true);
  const Space space = space_of(builder, {}, {from_before(days(30), renews_on), until_before(days(120), renews_on)});
  const DimensionId id = *space.distance(renews_on, UnitFamily::Days);
  CHECK(space[id].cuts == std::vector<std::int64_t>{120, 30});
  AccountFacts facts = initial_account_facts(*builder.policy);
  const auto coordinate = [&](Instant now) {
    return space.coordinate(id, {&facts, nullptr, {}, nullptr, now}, builder.org->zone);
  };
  CHECK(coordinate(new_year) == 0);
  facts.fields[renews_on.field.index] = date_after(200);
  CHECK(coordinate(after_days(80, -1)) == 1);
  CHECK(coordinate(after_days(80)) == 2);
  CHECK(coordinate(after_days(170)) == 3);
  CHECK(coordinate(after_days(900)) == 3);
}

TEST_CASE("a dimension is named after what it looks at, and in which unit") {
  PolicyBuilder builder({"customer"});
  const RecordTypeId deal = builder.record("deal", {"open", "won"});
  const FieldRef arr = builder.field("arr", money_type()), amount = builder.field(deal, "amount", money_type());
  const FieldRef ends = builder.field("ends", date_type(), true);
  const AnchorId won = builder.after_event(builder.event("deal.won", deal));
  const Space space = space_of(
      builder,
      {at_least(arr, 5), compare_fields(arr, Relation::Less, amount), any_record_is(deal, StageSet::of(StageId{0}))},
      {for_after(days(3), won), for_after(months(3), won), for_after(hours(3), won), from_before(days(3), ends)});
  std::set<std::string> names;
  for (const Dimension& dimension : space.dimensions()) names.insert(name_of(dimension, *builder.policy));
  CHECK(names == std::set<std::string>{"stage", "deal stage", "arr", "arr against deal.amount", "any deal",
                                       "days since deal.won", "months since deal.won", "minutes since deal.won",
                                       "days before ends"});
}

TEST_CASE("V1: only optional fields may be unknown") {
  PolicyBuilder builder({"customer"});
  const FieldRef arr = builder.field("arr", money_type());
  const FieldRef target = builder.field("target", money_type(), true);
  const Space space =
      space_of(builder, {at_least(arr, 5), at_least(target, 5), compare_fields(arr, Relation::Less, target)});
  CHECK_FALSE(space[*space.field(arr)].may_be_unknown);
  CHECK(space[*space.field(target)].may_be_unknown);
  CHECK(space[space.pair(arr, target)->id].may_be_unknown);
}

}  // namespace
}  // namespace baton::test
