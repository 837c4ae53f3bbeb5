// Zones, spans and working time against a twin that counts minute by minute on the C library's clock. Worlds are drawn
// at random; a longer run, or the one that failed:
//
//   BATON_WORLDS=1000 BATON_SEED=7 test_dsl "[minutes]"
#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>

#include "dsl/zones.hpp"
#include "tests/naive/time.hpp"

namespace baton::dsl {
namespace {

using naive::instant_of;
using naive::Minute;
using naive::minute_ms;
using naive::minutes_per_day;
using naive::WallClock;

// Clocks that change at midnight (no 00:00 on that day), by half an hour, twice around Ramadan, in summer although it
// is called winter, or that have skipped a date; and some that everybody has.
constexpr const char* zones[] = {
    "America/Sao_Paulo",   "Asia/Beirut",
    "Africa/Cairo",        "America/Havana",
    "America/Asuncion",    "Asia/Gaza",
    "Asia/Amman",          "America/Santiago",
    "Atlantic/Azores",     "America/Scoresbysund",
    "Asia/Tehran",         "Australia/Lord_Howe",
    "Asia/Kathmandu",      "Africa/Casablanca",
    "Antarctica/Troll",    "Europe/Dublin",
    "Pacific/Apia",        "Pacific/Chatham",
    "America/St_Johns",    "Asia/Pyongyang",
    "Europe/Istanbul",     "Europe/London",
    "Europe/Berlin",       "America/New_York",
    "America/Los_Angeles", "Asia/Tokyo",
    "Asia/Kolkata",        "Asia/Jerusalem",
    "Australia/Sydney",    "Pacific/Auckland",
    "Pacific/Kiritimati",  "UTC",
};

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// One world: a zone, and dice.
class World {
 public:
  explicit World(std::uint64_t seed) : dice_(seed), name_(zones[seed % std::size(zones)]), clock_(name_) {
    zone_ = load_zone(name_).value();
  }
  std::int64_t pick(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(dice_() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool chance(int percent) { return pick(1, 100) <= percent; }

  const std::string& name() const { return name_; }
  const Zone& zone() const { return zone_; }
  const WallClock& clock() const { return clock_; }

  // Any day of 1973..2098, more often one of our time, a month's end or a change of clocks.
  std::int64_t day() {
    const std::int64_t year = chance(50) ? pick(2005, 2032) : pick(1973, 2098);
    const int kind = static_cast<int>(pick(0, 3));
    if (kind == 0) return naive::day_number({year, 2, 27}) + pick(0, 3);
    if (kind == 1) return naive::day_number({year, static_cast<int>(pick(1, 12)), 28}) + pick(0, 4);
    const std::int64_t first = naive::day_number({year, 1, 1});
    if (kind == 2) return first + pick(0, 364);
    const std::vector<Minute> changes = changes_from(first * minutes_per_day, 366);
    if (changes.empty()) return first + pick(0, 364);
    return changes[static_cast<std::size_t>(pick(0, static_cast<std::int64_t>(changes.size()) - 1))] / minutes_per_day;
  }
  Instant instant() {
    const std::int64_t minute = (day() - 1) * minutes_per_day + pick(0, 3 * minutes_per_day);
    return Instant{minute * minute_ms + (chance(50) ? 0 : pick(0, minute_ms - 1))};
  }
  // The minutes at which the clock changes, looked for day by day.
  std::vector<Minute> changes_from(Minute begin, int days) const {
    std::vector<Minute> changes;
    for (Minute at = begin; at < begin + days * minutes_per_day; at += minutes_per_day) {
      if (ahead(at) == ahead(at + minutes_per_day)) continue;
      Minute change = at;
      while (ahead(change) == ahead(at)) ++change;
      changes.push_back(change);
    }
    return changes;
  }

 private:
  Minute ahead(Minute utc) const { return clock_.shows(utc) - utc; }

  std::mt19937_64 dice_;
  std::string name_;
  Zone zone_;
  WallClock clock_;
};

// As many worlds as asked for, each from a seed of its own, which a failure shows.
template <class Try>
void in_worlds(std::uint64_t usual, Try attempt) {
  const std::uint64_t first = from_environment("BATON_SEED", 1);
  const std::uint64_t count = from_environment("BATON_WORLDS", usual);
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    World world(seed);
    INFO("BATON_SEED=" << seed << " BATON_WORLDS=1, " << world.name());
    attempt(world);
  }
}

Minute local_minute(LocalTime local) {
  return local.day.number * minutes_per_day + local.ms_of_day / minute_ms;
}

void check_clock(const World& world, Instant at) {
  INFO(to_string(at));
  const LocalTime local = world.zone().to_local(at);
  const Minute shows = world.clock().shows(naive::minute_of(at));
  REQUIRE(local_minute(local) == shows);
  const Instant first = instant_of(world.clock().first_at(shows));
  REQUIRE(to_string(world.zone().to_instant({local.day, local.ms_of_day / minute_ms * minute_ms})) == to_string(first));
}

TEST_CASE("T2: zones show what the C library's clocks show, at each change and between, to 2100", "[minutes]") {
  in_worlds(96, [](World& world) {
    for (int n = 0; n < 5; ++n) check_clock(world, world.instant());
    const std::int64_t year = world.pick(1973, 2098);
    for (const Minute change : world.changes_from(naive::day_number({year, 1, 1}) * minutes_per_day, 366)) {
      for (const Minute off : {-61, -60, -31, -1, 0, 1, 29, 30, 59, 60}) {
        check_clock(world, instant_of(change + off));
        // Times of day that are skipped, too: they become the first instant after the gap.
        const Minute asked = world.clock().shows(change - 1) + 1 + off;
        const Day day{static_cast<std::int32_t>(asked / minutes_per_day)};
        REQUIRE(to_string(world.zone().to_instant({day, asked % minutes_per_day * minute_ms})) ==
                to_string(instant_of(world.clock().first_at(asked))));
      }
    }
  });
}

TEST_CASE("T1 T2: spans from any instant, on the wall clock and by the calendar on the wall", "[minutes]") {
  constexpr Unit units[] = {Unit::Minute, Unit::Hour, Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Year};
  in_worlds(96, [&](World& world) {
    for (int n = 0; n < 12; ++n) {
      const Instant from = world.instant();
      const Span span{world.chance(70) ? world.pick(1, 40) : world.pick(1, 400), units[world.pick(0, 6)]};
      INFO(to_string(from) << " and " << to_string(span));
      const Instant after = world.clock().add(from, span.unit, span.count);
      if (after < Instant{end_of_time.ms - 2 * minutes_per_day * minute_ms}) {
        REQUIRE(to_string(add(world.zone(), from, span)) == to_string(after));
      }
      const Instant before = world.clock().add(from, span.unit, -std::min<std::int64_t>(span.count, 3));
      if (before < instant_of(naive::day_number({1972, 6, 1}) * minutes_per_day)) continue;
      const Span back{std::min<std::int64_t>(span.count, 3), span.unit};
      REQUIRE(to_string(subtract(world.zone(), from, back)) == to_string(before));
    }
  });
}

// ---- working time

// Odd hours, several a day, through the night, half days.
std::vector<Shift> any_shifts(World& world) {
  std::vector<Shift> shifts;
  const auto hours = [&](int weekday, std::int64_t from, std::int64_t length) {
    shifts.push_back({weekday, static_cast<int>(from), static_cast<int>(from + length)});
  };
  const bool office = world.chance(40);
  for (int weekday = 0; weekday < 7; ++weekday) {
    if (office && weekday < 5) hours(weekday, 540, weekday == 4 ? 300 : 510);
    if (office) continue;
    for (std::int64_t n = world.pick(0, 3); n > 0; --n) hours(weekday, world.pick(0, 1'439), world.pick(1, 1'440));
  }
  if (world.chance(30)) hours(6, world.pick(0, 12) * 15, 60);  // where the clocks change
  if (shifts.empty()) hours(0, 600, 60);
  return shifts;
}

std::vector<Day> any_holidays(World& world, std::int64_t around) {
  std::vector<Day> holidays;
  for (std::int64_t n = world.pick(0, 25); n > 0; --n) {
    holidays.push_back(Day{static_cast<std::int32_t>(around + world.pick(-60, 60))});
  }
  return holidays;
}

void check_calendar(World& world, const Calendar& fast, const naive::WorkingMinutes& slow, Instant at) {
  const std::int64_t days = world.pick(1, 12);
  const std::int64_t ms = world.chance(50) ? world.pick(1, 40) * 15 * minute_ms : world.pick(1, 10 * 60 * minute_ms);
  const Instant to{at.ms + world.pick(1, 5 * minutes_per_day * minute_ms)};
  const Day date = world.zone().to_local(at).day;
  INFO(to_string(at) << ", " << days << " business days, " << ms << " ms, to " << to_string(to));
  REQUIRE(fast.is_open(at) == slow.is_open(at));
  REQUIRE(fast.is_business_day(date) == slow.is_business_day(date));
  REQUIRE(to_string(fast.add_business_days(at, days)) == to_string(slow.add_days(at, days)));
  REQUIRE(to_string(fast.business_days_before(date, days)) == to_string(slow.days_before(date, days)));
  REQUIRE(to_string(fast.add_business_ms(at, ms)) == to_string(slow.add_ms(at, ms)));
  REQUIRE(to_string(fast.subtract_business_ms(at, ms)) == to_string(slow.subtract_ms(at, ms)));
  REQUIRE(fast.business_ms_between(at, to) == slow.ms_between(at, to));
}

TEST_CASE("T3: working time is what counting minutes gives, both ways, in any hours and zone", "[minutes]") {
  in_worlds(64, [](World& world) {
    const std::int64_t day = world.day();
    const std::vector<Shift> shifts = any_shifts(world);
    const std::vector<Day> holidays = any_holidays(world, day);
    const Calendar fast("any", world.zone(), shifts, holidays);
    const naive::WorkingMinutes slow(world.clock(), shifts, holidays);
    for (int n = 0; n < 10; ++n) {
      const Minute minute = (day + world.pick(-3, 3)) * minutes_per_day + world.pick(0, minutes_per_day - 1);
      check_calendar(world, fast, slow, Instant{minute * minute_ms + (world.chance(70) ? 0 : world.pick(1, 59'999))});
    }
  });
}

}  // namespace
}  // namespace baton::dsl
