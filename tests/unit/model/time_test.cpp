#include "engine/model/time.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "tests/unit/model/zones_by_hand.hpp"

namespace baton {
namespace {

using testing::hour_ms;
using testing::minute_ms;
using testing::new_york;
using testing::sao_paulo;
using testing::utc;

Instant local(const Zone& zone, CivilDate date, int hour, int minute = 0) {
  return zone.to_instant({day_of(date), hour * hour_ms + minute * minute_ms});
}

TEST_CASE("days and civil dates are each other's inverse over all of time") {
  for (std::int32_t number = -400'000; number < 60'000; ++number) {
    const Day day{number};
    if (day_of(civil_of(day)) != day) FAIL("day " << number);
    if (weekday_of(Day{number + 1}) != (weekday_of(day) + 1) % 7) FAIL("weekday of day " << number);
  }
  CHECK(weekday_of(day_of({2026, 1, 5})) == 0);
  CHECK(to_string(day_of({2000, 2, 29})) == "2000-02-29");
}

TEST_CASE("a date is valid if the calendar has it") {
  CHECK(is_valid({2024, 2, 29}));
  CHECK(!is_valid({2026, 2, 29}));
  CHECK(!is_valid({2100, 2, 29}));
  CHECK(!is_valid({2026, 13, 1}));
  CHECK(!is_valid({2026, 0, 1}));
  CHECK(!is_valid({2026, 4, 31}));
  CHECK(!is_valid({2026, 4, 0}));
  CHECK(!is_valid({1'000'000, 1, 1}));
}

TEST_CASE("instants are written in UTC, with milliseconds only if there are any") {
  CHECK(to_string(utc(2026, 2, 2, 15)) == "2026-02-02T15:00:00Z");
  CHECK(to_string(Instant{utc(2026, 2, 2, 15).ms + 7}) == "2026-02-02T15:00:00.007Z");
  CHECK(to_string(Instant{-1}) == "1969-12-31T23:59:59.999Z");
  CHECK(to_string(end_of_time) == "2100-01-01T00:00:00Z");
  CHECK(to_string(far_future) == "never");
  CHECK(to_string(never) == "never");
}

TEST_CASE("spans are written as in policies, and counted in the smallest unit of their family") {
  struct Row {
    Span span;
    std::string text;
    UnitFamily family;
    std::int64_t units;
  };
  const Row rows[] = {
      {{30, Unit::Minute, false}, "30 minutes", UnitFamily::Hours, 30},
      {{1, Unit::Hour, true}, "1 business hour", UnitFamily::Hours, 60},
      {{10, Unit::Day, true}, "10 business days", UnitFamily::Days, 10},
      {{2, Unit::Week, false}, "2 weeks", UnitFamily::Days, 14},
      {{1, Unit::Month, false}, "1 month", UnitFamily::Months, 1},
      {{3, Unit::Quarter, false}, "3 quarters", UnitFamily::Months, 9},
      {{2, Unit::Year, false}, "2 years", UnitFamily::Months, 24},
  };
  for (const Row& row : rows) {
    CHECK(to_string(row.span) == row.text);
    CHECK(family_of(row.span.unit) == row.family);
    CHECK(family_units(row.span) == row.units);
  }
}

TEST_CASE("T1: a day's window ends at the local time of day at which it began, across a change of clocks") {
  const Zone zone = new_york();
  const Instant friday_15h = local(zone, {2026, 3, 6}, 15);
  CHECK(to_string(friday_15h) == "2026-03-06T20:00:00Z");
  CHECK(to_string(add(zone, friday_15h, {3, Unit::Day, false})) == "2026-03-09T19:00:00Z");
  CHECK(to_string(add(zone, friday_15h, {72, Unit::Hour, false})) == "2026-03-09T20:00:00Z");
  CHECK(to_string(add(zone, local(zone, {2026, 2, 2}, 15), {90, Unit::Day, false})) == "2026-05-03T19:00:00Z");
  CHECK(to_string(subtract(zone, zone.start_of(day_of({2026, 7, 1})), {120, Unit::Day, false})) ==
        "2026-03-03T05:00:00Z");
}

TEST_CASE("T2: Jan 31 + 1 month clamps to the month's end") {
  const Zone zone;
  struct Row {
    CivilDate from;
    Span span;
    std::string to;
  };
  const Row rows[] = {
      {{2026, 1, 31}, {1, Unit::Month, false}, "2026-02-28T09:00:00Z"},
      {{2024, 1, 31}, {1, Unit::Month, false}, "2024-02-29T09:00:00Z"},
      {{2026, 1, 31}, {2, Unit::Month, false}, "2026-03-31T09:00:00Z"},
      {{2024, 2, 29}, {1, Unit::Year, false}, "2025-02-28T09:00:00Z"},
      {{2024, 2, 29}, {4, Unit::Year, false}, "2028-02-29T09:00:00Z"},
      {{2025, 11, 30}, {1, Unit::Quarter, false}, "2026-02-28T09:00:00Z"},
      {{2026, 12, 31}, {2, Unit::Week, false}, "2027-01-14T09:00:00Z"},
  };
  for (const Row& row : rows) CHECK(to_string(add(zone, local(zone, row.from, 9), row.span)) == row.to);
  CHECK(to_string(subtract(zone, utc(2026, 3, 31), {1, Unit::Month, false})) == "2026-02-28T00:00:00Z");
  CHECK(to_string(subtract(zone, utc(2026, 1, 31), {13, Unit::Month, false})) == "2024-12-31T00:00:00Z");
}

TEST_CASE("T2: a local time that does not exist becomes the first instant after the gap") {
  const Zone zone = new_york();
  CHECK(to_string(local(zone, {2026, 3, 8}, 1, 59)) == "2026-03-08T06:59:00Z");
  CHECK(to_string(local(zone, {2026, 3, 8}, 2, 0)) == "2026-03-08T07:00:00Z");
  CHECK(to_string(local(zone, {2026, 3, 8}, 2, 30)) == "2026-03-08T07:00:00Z");
  CHECK(to_string(local(zone, {2026, 3, 8}, 3, 0)) == "2026-03-08T07:00:00Z");
  const Zone midnight = sao_paulo();
  CHECK(to_string(midnight.start_of(day_of({2026, 10, 18}))) == "2026-10-18T03:00:00Z");
  CHECK(to_string(add(zone, local(zone, {2026, 3, 7}, 2, 30), {1, Unit::Day, false})) == "2026-03-08T07:00:00Z");
}

TEST_CASE("T2: a local time that exists twice is the first") {
  const Zone zone = new_york();
  CHECK(to_string(local(zone, {2026, 11, 1}, 0, 59)) == "2026-11-01T04:59:00Z");
  CHECK(to_string(local(zone, {2026, 11, 1}, 1, 0)) == "2026-11-01T05:00:00Z");
  CHECK(to_string(local(zone, {2026, 11, 1}, 1, 59)) == "2026-11-01T05:59:00Z");
  CHECK(to_string(local(zone, {2026, 11, 1}, 2, 0)) == "2026-11-01T07:00:00Z");
}

TEST_CASE("T2: what is beyond 2100 will not happen, however large the count") {
  const Zone zone = new_york();
  const std::int64_t huge = std::numeric_limits<std::int64_t>::max() / 100;
  CHECK(add(zone, utc(2099, 12, 31), {1, Unit::Month, false}) == far_future);
  CHECK(add(zone, utc(2099, 12, 31), {24, Unit::Hour, false}) == end_of_time);
  for (const UnitFamily family : {UnitFamily::Hours, UnitFamily::Days, UnitFamily::Months}) {
    CHECK(add(zone, utc(2026, 1, 1), family, huge) == far_future);
    CHECK(add(zone, utc(2026, 1, 1), family, -huge) < beginning_of_time);
    CHECK(add(zone, far_future, family, 1) == far_future);
    CHECK(add(zone, never, family, 1) == never);
    CHECK(add(zone, time_immemorial, family, 1) < beginning_of_time);
  }
}

// The twin: every change of the table in turn.
std::int64_t naive_offset(const std::vector<Zone::Change>& changes, Instant at) {
  std::int64_t offset_ms = 0;
  for (const Zone::Change& change : changes) {
    if (change.at <= at) offset_ms = change.offset_ms;
  }
  return offset_ms;
}

TEST_CASE("local times agree with a linear search, in zones with many and odd changes") {
  const unsigned seed = 20'260'115;
  std::mt19937_64 random(seed);
  const auto pick = [&](std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random);
  };
  for (int world = 0; world < 40; ++world) {
    std::vector<Zone::Change> changes{{never, static_cast<std::int32_t>(pick(-12, 14) * hour_ms)}};
    std::int64_t at = pick(-1'000, 1'000) * testing::day_ms;
    while (at < end_of_time.ms) {
      changes.push_back({Instant{at}, static_cast<std::int32_t>(pick(-48, 56) * 15 * minute_ms)});
      at += pick(3, 4'000) * testing::day_ms + pick(0, 23) * hour_ms;
    }
    const Zone zone("Odd/Zone", changes);
    for (int n = 0; n < 500; ++n) {
      Instant instant{pick(-testing::day_ms * 4'000, end_of_time.ms + testing::day_ms)};
      if (n % 2 == 0) instant = Instant{changes[1 + n % (changes.size() - 1)].at.ms + pick(-2, 2) * hour_ms};
      const LocalTime seen = zone.to_local(instant);
      const std::int64_t local_ms = seen.day.number * testing::day_ms + seen.ms_of_day;
      INFO("seed " << seed << ", world " << world << ", instant " << instant.ms);
      REQUIRE(local_ms == instant.ms + naive_offset(changes, instant));
      const Instant back = zone.to_instant(seen);
      REQUIRE(back <= instant);  // the first of two
      REQUIRE(back.ms + naive_offset(changes, back) == local_ms);
    }
  }
}

}  // namespace
}  // namespace baton
