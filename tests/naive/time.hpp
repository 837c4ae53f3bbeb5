// Time in the plainest way there is: a wall clock that is looked at minute by minute, as the C library knows the
// zone, and working time that is counted by the minute. What the engine's tables and binary searches say is held
// against it. It shares none of their code, only the values that go in and out.
//
// A minute of UTC has a number, as a day has: minutes since 1970-01-01T00:00Z. Since 1972 every zone's clock has shown
// whole minutes at whole minutes of UTC, and changed at one; the times before are not for this.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/model/calendar.hpp"

namespace baton::naive {

using Minute = std::int64_t;  // of UTC, or of a zone's wall clock

inline constexpr std::int64_t minute_ms = 60'000;
inline constexpr Minute minutes_per_day = 1'440;

Minute minute_of(Instant at);  // in which it lies
Instant instant_of(Minute minute);

// Years, months and days, counted by hand.
struct Date {
  std::int64_t year = 1970;
  int month = 1, day = 1;
  friend auto operator<=>(const Date&, const Date&) = default;
};
int days_in_month(std::int64_t year, int month);
Date date_of(std::int64_t day);  // days since 1970-01-01
std::int64_t day_number(Date date);

class WallClock {
 public:
  explicit WallClock(std::string zone) : zone_(std::move(zone)) {}
  const std::string& zone() const { return zone_; }
  // What it shows at that minute of UTC.
  Minute shows(Minute utc) const;
  // The first minute at which it shows `local` or has passed it (T2).
  Minute first_at(Minute local) const;
  // `count` units after (before, if negative) the instant: the date is moved, the time of day stays.
  Instant add(Instant from, Unit unit, std::int64_t count) const;

 private:
  std::string zone_;
};

// Weekly hours less holidays, on such a clock. Counts every minute; asks again only for days not seen before.
class WorkingMinutes {
 public:
  WorkingMinutes(WallClock clock, std::vector<Shift> shifts, const std::vector<Day>& holidays)
      : clock_(std::move(clock)), shifts_(std::move(shifts)), holidays_(holidays.begin(), holidays.end()) {}

  const WallClock& clock() const { return clock_; }
  bool is_open(Instant at) const { return is_open_minute(minute_of(at)); }
  bool is_business_day(Day day) const;
  Instant add_days(Instant from, std::int64_t days) const;
  Instant days_before(Day date, std::int64_t days) const;
  Instant add_ms(Instant from, std::int64_t working_ms) const;
  Instant subtract_ms(Instant until, std::int64_t working_ms) const;
  std::int64_t ms_between(Instant from, Instant to) const;

 private:
  using Minutes = std::bitset<static_cast<std::size_t>(minutes_per_day)>;

  bool is_open_minute(Minute utc) const;
  Minutes minutes_of(std::int64_t utc_day) const;
  bool works_at(Minute local) const;
  bool comes(std::int64_t day) const;

  WallClock clock_;
  std::vector<Shift> shifts_;
  std::set<Day> holidays_;
  mutable std::map<std::int64_t, Minutes> seen_;  // by day of UTC
  mutable std::map<std::int64_t, bool> comes_;    // by date
};

}  // namespace baton::naive
