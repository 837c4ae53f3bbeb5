#include "engine/model/calendar.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "tests/unit/model/zones_by_hand.hpp"

namespace baton {
namespace {

using testing::apia;
using testing::day_ms;
using testing::hour_ms;
using testing::minute_ms;
using testing::new_york;
using testing::sao_paulo;
using testing::utc;

std::vector<Shift> office_hours() {
  std::vector<Shift> shifts;
  for (int weekday = 0; weekday < 5; ++weekday) shifts.push_back({weekday, 9 * 60, 17 * 60});
  return shifts;
}

Calendar us_office() {
  return Calendar("us", new_york(), office_hours(), {day_of({2026, 1, 19}), day_of({2026, 2, 16})});
}

TEST_CASE("T3: business days count from the day after, skip holidays, and are due at closing") {
  const Calendar us = us_office();
  // Monday 2026-02-02 10:00 in New York; 16 February is a holiday.
  const Instant from = utc(2026, 2, 2, 15);
  CHECK(to_string(us.add_business_days(from, 2)) == "2026-02-04T22:00:00Z");
  CHECK(to_string(us.add_business_days(from, 10)) == "2026-02-17T22:00:00Z");
  CHECK(to_string(us.add_business_days(from, 20)) == "2026-03-03T22:00:00Z");
  // From a Saturday: Monday is the first.
  CHECK(to_string(us.add_business_days(utc(2026, 2, 7, 15), 1)) == "2026-02-09T22:00:00Z");
  // In the evening the local date decides: 2026-02-03T02:00Z is still Monday there.
  CHECK(to_string(us.add_business_days(utc(2026, 2, 3, 2), 1)) == "2026-02-03T22:00:00Z");
}

TEST_CASE("T3: business days before a date end at that day's opening") {
  const Calendar us = us_office();
  CHECK(to_string(us.business_days_before(day_of({2026, 2, 18}), 1)) == "2026-02-17T14:00:00Z");
  CHECK(to_string(us.business_days_before(day_of({2026, 2, 17}), 1)) == "2026-02-13T14:00:00Z");
  CHECK(to_string(us.business_days_before(day_of({2026, 2, 16}), 5)) == "2026-02-09T14:00:00Z");
  CHECK(us.business_days_before(day_of({1970, 1, 2}), 400) == time_immemorial);
}

TEST_CASE("T3: a date that the zone skipped is no business day") {
  const Calendar samoa("samoa", apia(), office_hours(), {});
  CHECK(samoa.is_business_day(day_of({2011, 12, 29})));
  CHECK_FALSE(samoa.is_business_day(day_of({2011, 12, 30})));
  // From Thursday 29, 10:00: Monday, 2 January, 17:00 is the next closing; a day before Saturday is Thursday's opening.
  CHECK(to_string(samoa.add_business_days(utc(2011, 12, 29, 20), 1)) == "2012-01-02T03:00:00Z");
  CHECK(to_string(samoa.business_days_before(day_of({2011, 12, 31}), 1)) == "2011-12-29T19:00:00Z");
  // Thursday's night shift is short, and Friday's is none.
  const Calendar nights("nights", apia(), {{3, 22 * 60, 30 * 60}, {4, 22 * 60, 30 * 60}}, {});
  CHECK(nights.business_ms_between(utc(2011, 12, 28), utc(2012, 1, 2)) == 2 * hour_ms);
}

TEST_CASE("T3: business hours are real working time; used up at closing time they end there") {
  const Calendar us = us_office();
  struct Row {
    Instant from;
    std::int64_t minutes;
    std::string due;
  };
  const Row rows[] = {
      {utc(2026, 2, 2, 15), 120, "2026-02-02T17:00:00Z"},
      {utc(2026, 2, 2, 20), 120, "2026-02-02T22:00:00Z"},   // exactly at closing
      {utc(2026, 2, 2, 20), 121, "2026-02-03T14:01:00Z"},   // the rest on the next day
      {utc(2026, 2, 2, 22), 60, "2026-02-03T15:00:00Z"},    // at closing time it is closed
      {utc(2026, 2, 2, 10), 60, "2026-02-02T15:00:00Z"},    // before opening
      {utc(2026, 2, 13, 21), 120, "2026-02-17T15:00:00Z"},  // over a weekend and a holiday
      {utc(2026, 3, 6, 21), 120, "2026-03-09T14:00:00Z"},   // over the change of clocks
  };
  for (const Row& row : rows) CHECK(to_string(us.add_business_ms(row.from, row.minutes * minute_ms)) == row.due);
}

TEST_CASE("T3: hours are half open, a night shift belongs to the day on which it starts") {
  std::vector<Shift> nights;
  for (const int weekday : {6, 0, 1, 2, 3}) nights.push_back({weekday, 22 * 60, 30 * 60});
  const Calendar support("nights", Zone(), nights, {day_of({2026, 1, 6})});  // a Tuesday
  CHECK(!support.is_open(utc(2026, 1, 5, 21, 59)));
  CHECK(support.is_open(utc(2026, 1, 5, 22)));
  CHECK(support.is_open(utc(2026, 1, 6, 5, 59)));  // Monday's shift runs into the holiday
  CHECK(!support.is_open(utc(2026, 1, 6, 6)));
  CHECK(!support.is_open(utc(2026, 1, 6, 22)));  // the holiday's own shift does not start
  CHECK(!support.is_open(utc(2026, 1, 7, 1)));
  CHECK(support.is_business_day(day_of({2026, 1, 4})));
  CHECK(!support.is_business_day(day_of({2026, 1, 6})));
  CHECK(!support.is_business_day(day_of({2026, 1, 9})));
  CHECK(to_string(support.add_business_days(utc(2026, 1, 5, 23), 1)) == "2026-01-08T06:00:00Z");
  CHECK(to_string(support.business_days_before(day_of({2026, 1, 7}), 1)) == "2026-01-05T22:00:00Z");
}

TEST_CASE("T3: breaks are no working time; a day's deadline is at the end of its last shift") {
  const Calendar split("split", Zone(), {{0, 13 * 60 + 30, 18 * 60}, {0, 9 * 60, 12 * 60 + 30}}, {});
  CHECK(!split.is_open(utc(2026, 1, 5, 12, 30)));
  CHECK(split.is_open(utc(2026, 1, 5, 13, 30)));
  CHECK(to_string(split.add_business_ms(utc(2026, 1, 5, 12), hour_ms)) == "2026-01-05T14:00:00Z");
  CHECK(to_string(split.add_business_days(utc(2026, 1, 1), 1)) == "2026-01-05T18:00:00Z");
  CHECK(to_string(split.business_days_before(day_of({2026, 1, 6}), 1)) == "2026-01-05T09:00:00Z");
}

TEST_CASE("overlapping shifts count once") {
  const Calendar both("both", Zone(), {{0, 9 * 60, 17 * 60}, {0, 12 * 60, 20 * 60}, {0, 13 * 60, 14 * 60}}, {});
  CHECK(both.business_ms_between(utc(2026, 1, 5), utc(2026, 1, 6)) == 11 * hour_ms);
  CHECK(to_string(both.add_business_days(utc(2026, 1, 4), 1)) == "2026-01-05T20:00:00Z");
}

TEST_CASE("a shift over a change of clocks is as long as it is") {
  const Calendar nights("nights", new_york(), {{5, 22 * 60, 30 * 60}}, {});  // Saturday nights
  CHECK(nights.business_ms_between(utc(2026, 3, 7), utc(2026, 3, 9)) == 7 * hour_ms);
  CHECK(nights.business_ms_between(utc(2026, 10, 31), utc(2026, 11, 2)) == 9 * hour_ms);
  CHECK(nights.business_ms_between(utc(2026, 6, 6), utc(2026, 6, 8)) == 8 * hour_ms);
}

TEST_CASE("T2: what working time does not reach before 2100 will not happen") {
  const Calendar closed("closed", Zone(), {}, {});
  CHECK(closed.add_business_days(utc(2026, 1, 1), 1) == far_future);
  CHECK(closed.add_business_ms(utc(2026, 1, 1), 1) == far_future);
  CHECK(closed.business_days_before(day_of({2026, 1, 1}), 1) == time_immemorial);
  CHECK(closed.subtract_business_ms(utc(2026, 1, 1), 1) == time_immemorial);
  CHECK(closed.business_ms_between(beginning_of_time, end_of_time) == 0);
  CHECK(!closed.is_open(utc(2026, 1, 1)));
  const Calendar us = us_office();
  const std::int64_t huge = std::numeric_limits<std::int64_t>::max();
  CHECK(us.add_business_days(utc(2026, 1, 1), huge) == far_future);
  CHECK(us.add_business_ms(utc(2026, 1, 1), huge) == far_future);
  CHECK(us.add_business_days(utc(2099, 12, 31, 12), 1) == far_future);
  CHECK(us.add_business_days(far_future, 1) == far_future);
  CHECK(us.add_business_ms(far_future, 1) == far_future);
  CHECK(us.business_ms_between(never, end_of_time) == us.business_ms_between(Instant{-2 * day_ms}, end_of_time));
  CHECK(us.business_ms_between(utc(2026, 1, 2), utc(2026, 1, 1)) == 0);
}

TEST_CASE("T4: business spans run on the calendar, others in the org's zone") {
  const Calendar us = us_office();
  const Zone org;
  const Instant from = utc(2026, 2, 2, 15);
  CHECK(to_string(deadline(org, us, from, {2, Unit::Day, true})) == "2026-02-04T22:00:00Z");
  CHECK(to_string(deadline(org, us, from, {2, Unit::Hour, true})) == "2026-02-02T17:00:00Z");
  CHECK(to_string(deadline(org, us, from, {30, Unit::Minute, true})) == "2026-02-02T15:30:00Z");
  CHECK(to_string(deadline(org, us, from, {2, Unit::Day, false})) == "2026-02-04T15:00:00Z");
  CHECK(to_string(before_date(org, us, day_of({2026, 2, 4}), {2, Unit::Day, true})) == "2026-02-02T14:00:00Z");
  CHECK(to_string(before_date(org, us, day_of({2026, 2, 4}), {2, Unit::Hour, true})) == "2026-02-03T20:00:00Z");
  CHECK(to_string(before_date(org, us, day_of({2026, 2, 4}), {2, Unit::Day, false})) == "2026-02-02T00:00:00Z");
  CHECK(to_string(before_date(new_york(), us, day_of({2026, 2, 4}), {1, Unit::Month, false})) ==
        "2026-01-04T05:00:00Z");
}

TEST_CASE("the calendar that nobody described works Monday to Friday, nine to five, UTC") {
  const Calendar calendar;
  CHECK(calendar.id() == "default");
  CHECK(to_string(calendar.add_business_days(utc(2026, 1, 2, 12), 1)) == "2026-01-05T17:00:00Z");
}

// ---- the twin: working minutes one by one

struct NaiveCalendar {
  Zone zone;
  std::vector<Shift> shifts;
  std::vector<Day> holidays;

  bool is_business_day(Day day) const {
    return std::ranges::find(holidays, day) == holidays.end() &&
           std::ranges::any_of(shifts, [&](const Shift& s) { return s.weekday == weekday_of(day); });
  }
  Instant instant_of(Day day, int minute) const {
    return zone.to_instant({Day{day.number + minute / 1'440}, minute % 1'440 * minute_ms});
  }
  bool is_open(Instant at) const {
    const Day today = zone.to_local(at).day;
    for (Day day{today.number - 2}; day <= today; ++day.number) {
      if (!is_business_day(day)) continue;
      for (const Shift& shift : shifts) {
        const bool starts = shift.weekday == weekday_of(day);
        if (starts && instant_of(day, shift.from_minute) <= at && at < instant_of(day, shift.to_minute)) return true;
      }
    }
    return false;
  }
  Instant add_minutes(Instant from, std::int64_t minutes) const {
    Instant at = from;
    for (std::int64_t left = minutes; left > 0; at.ms += minute_ms) {
      if (is_open(at)) --left;
    }
    return at;
  }
  Instant add_days(Instant from, std::int64_t days) const {
    Day day = zone.to_local(from).day;
    for (std::int64_t left = days; left > 0;) {
      ++day.number;
      if (is_business_day(day)) --left;
    }
    Instant end = never;
    for (const Shift& shift : shifts) {
      if (shift.weekday == weekday_of(day)) end = std::max(end, instant_of(day, shift.to_minute));
    }
    return end;
  }
};

NaiveCalendar random_calendar(std::mt19937_64& random) {
  const auto pick = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  NaiveCalendar naive;
  naive.zone = pick(0, 2) == 0 ? Zone() : pick(0, 1) == 0 ? new_york() : sao_paulo();
  for (int n = pick(1, 9); n > 0; --n) {
    const int from = pick(0, 95) * 15;
    naive.shifts.push_back({pick(0, 6), from, from + pick(1, 95) * 15});
  }
  for (int n = pick(0, 12); n > 0; --n) naive.holidays.push_back(Day{day_of({2026, 1, 1}).number + pick(0, 365)});
  return naive;
}

TEST_CASE("T3: compiled calendars agree with counting minutes one by one") {
  const unsigned seed = 7'311;
  std::mt19937_64 random(seed);
  const auto pick = [&](std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random);
  };
  // The days around a change of clocks, in both zones, and any others.
  const Day interesting[] = {day_of({2026, 3, 7}), day_of({2026, 10, 31}), day_of({2026, 2, 14}),
                             day_of({2026, 10, 17})};
  for (int world = 0; world < 30; ++world) {
    const NaiveCalendar naive = random_calendar(random);
    const Calendar calendar("random", naive.zone, naive.shifts, naive.holidays);
    for (int n = 0; n < 12; ++n) {
      const Day day = n % 2 == 0 ? interesting[pick(0, 3)] : Day{day_of({2026, 1, 1}).number + int(pick(0, 360))};
      const Instant from{day.number * day_ms + pick(-1'440, 2'880) * minute_ms};
      const std::int64_t minutes = pick(1, 900);
      const std::int64_t days = pick(1, 8);
      INFO("seed " << seed << ", world " << world << ", from " << to_string(from) << ", minutes " << minutes);
      REQUIRE(calendar.is_open(from) == naive.is_open(from));
      REQUIRE(calendar.is_business_day(day) == naive.is_business_day(day));
      const Instant due = naive.add_minutes(from, minutes);
      REQUIRE(to_string(calendar.add_business_ms(from, minutes * minute_ms)) == to_string(due));
      REQUIRE(calendar.business_ms_between(from, due) == minutes * minute_ms);
      REQUIRE(calendar.add_business_ms(calendar.subtract_business_ms(due, minutes * minute_ms), minutes * minute_ms) ==
              due);
      REQUIRE(to_string(calendar.add_business_days(from, days)) == to_string(naive.add_days(from, days)));
    }
  }
}

}  // namespace
}  // namespace baton
