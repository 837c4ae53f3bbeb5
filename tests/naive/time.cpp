#include "tests/naive/time.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>

namespace baton::naive {
namespace {

constexpr Minute most_ahead = 15 * 60;  // no clock is further ahead of UTC
constexpr Minute most_back = 4 * 60;    // and none has been put back by more

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

// The C library has one zone at a time.
void look_at(const std::string& zone) {
  static std::string current;
  if (current == zone) return;
  setenv("TZ", (":" + zone).c_str(), 1);
  tzset();
  current = zone;
}

bool is_leap(std::int64_t year) {
  return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
}

int weekday_of_number(std::int64_t day) {
  return static_cast<int>((day % 7 + 10) % 7);  // day 0 was a Thursday
}

}  // namespace

Minute minute_of(Instant at) {
  return floor_divide(at.ms, minute_ms);
}
Instant instant_of(Minute minute) {
  return Instant{minute * minute_ms};
}

int days_in_month(std::int64_t year, int month) {
  static constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

Date date_of(std::int64_t day) {
  Date date;
  for (; day >= (is_leap(date.year) ? 366 : 365); ++date.year) day -= is_leap(date.year) ? 366 : 365;
  for (; day >= days_in_month(date.year, date.month); ++date.month) day -= days_in_month(date.year, date.month);
  date.day = static_cast<int>(day) + 1;
  return date;
}

std::int64_t day_number(Date date) {
  std::int64_t day = date.day - 1;
  for (std::int64_t year = 1970; year < date.year; ++year) day += is_leap(year) ? 366 : 365;
  for (int month = 1; month < date.month; ++month) day += days_in_month(date.year, month);
  return day;
}

Minute WallClock::shows(Minute utc) const {
  look_at(zone_);
  const std::time_t seconds = utc * 60;
  std::tm local{};
  localtime_r(&seconds, &local);
  return utc + floor_divide(local.tm_gmtoff, 60);
}

Minute WallClock::first_at(Minute local) const {
  Minute utc = local - most_ahead;
  while (shows(utc) < local) ++utc;
  return utc;
}

Instant WallClock::add(Instant from, Unit unit, std::int64_t count) const {
  if (unit == Unit::Minute) return Instant{from.ms + count * minute_ms};
  if (unit == Unit::Hour) return Instant{from.ms + count * 60 * minute_ms};
  const Minute utc = minute_of(from);
  const Minute local = shows(utc);
  const std::int64_t day = floor_divide(local, minutes_per_day);
  std::int64_t to_day = day + count * (unit == Unit::Week ? 7 : 1);
  if (unit != Unit::Day && unit != Unit::Week) {
    Date date = date_of(day);
    std::int64_t months = count * (unit == Unit::Year ? 12 : unit == Unit::Quarter ? 3 : 1);
    for (; months > 0; --months)
      date = date.month == 12 ? Date{date.year + 1, 1, date.day} : Date{date.year, date.month + 1, date.day};
    for (; months < 0; ++months)
      date = date.month == 1 ? Date{date.year - 1, 12, date.day} : Date{date.year, date.month - 1, date.day};
    date.day = std::min(date.day, days_in_month(date.year, date.month));
    to_day = day_number(date);
  }
  const Minute to_local = to_day * minutes_per_day + (local - day * minutes_per_day);
  const Minute to = first_at(to_local);
  // Where the clock skips that minute, its seconds are skipped, too.
  return shows(to) == to_local ? Instant{to * minute_ms + (from.ms - utc * minute_ms)} : instant_of(to);
}

bool WorkingMinutes::is_business_day(Day day) const {
  const auto starts = [&](const Shift& shift) { return shift.weekday == weekday_of_number(day.number); };
  return !holidays_.contains(day) && std::ranges::any_of(shifts_, starts) && comes(day.number);
}

// Does the clock show this date at all? Where it crosses the date line it may skip one.
bool WorkingMinutes::comes(std::int64_t day) const {
  const auto [known, is_new] = comes_.try_emplace(day);
  if (is_new) known->second = clock_.shows(clock_.first_at(day * minutes_per_day)) < (day + 1) * minutes_per_day;
  return known->second;
}

// Is the minute within a shift that starts on its day, or ran over from the days before?
bool WorkingMinutes::works_at(Minute local) const {
  const std::int64_t today = floor_divide(local, minutes_per_day);
  for (std::int64_t day = today - 2; day <= today; ++day) {
    const Minute since = local - day * minutes_per_day;
    if (!is_business_day(Day{static_cast<std::int32_t>(day)})) continue;
    for (const Shift& shift : shifts_) {
      const bool starts = shift.weekday == weekday_of_number(day);
      if (starts && shift.from_minute <= since && since < shift.to_minute) return true;
    }
  }
  return false;
}

// A shift lasts from when the clock first shows its beginning until it first shows its end. So what counts is the
// latest time that the clock has shown: an hour that comes twice counts with what the hour before it counted with.
WorkingMinutes::Minutes WorkingMinutes::minutes_of(std::int64_t utc_day) const {
  Minutes minutes;
  const Minute begin = utc_day * minutes_per_day;
  Minute latest = clock_.shows(begin - most_back);
  for (Minute utc = begin - most_back; utc < begin + minutes_per_day; ++utc) {
    latest = std::max(latest, clock_.shows(utc));
    if (utc >= begin) minutes[static_cast<std::size_t>(utc - begin)] = works_at(latest);
  }
  return minutes;
}

bool WorkingMinutes::is_open_minute(Minute utc) const {
  const std::int64_t day = floor_divide(utc, minutes_per_day);
  auto known = seen_.find(day);
  if (known == seen_.end()) known = seen_.emplace(day, minutes_of(day)).first;
  return known->second[static_cast<std::size_t>(utc - day * minutes_per_day)];
}

Instant WorkingMinutes::add_days(Instant from, std::int64_t days) const {
  Day day{static_cast<std::int32_t>(floor_divide(clock_.shows(minute_of(from)), minutes_per_day))};
  while (days > 0) {
    ++day.number;
    if (is_business_day(day)) --days;
  }
  int end = 0;
  for (const Shift& shift : shifts_) {
    if (shift.weekday == weekday_of_number(day.number)) end = std::max(end, shift.to_minute);
  }
  return instant_of(clock_.first_at(day.number * minutes_per_day + end));
}

Instant WorkingMinutes::days_before(Day date, std::int64_t days) const {
  Day day = date;
  while (days > 0) {
    --day.number;
    if (is_business_day(day)) --days;
  }
  int opening = 2 * minutes_per_day;
  for (const Shift& shift : shifts_) {
    if (shift.weekday == weekday_of_number(day.number)) opening = std::min(opening, shift.from_minute);
  }
  return instant_of(clock_.first_at(day.number * minutes_per_day + opening));
}

Instant WorkingMinutes::add_ms(Instant from, std::int64_t working_ms) const {
  Minute minute = minute_of(from);
  std::int64_t at_ms = from.ms;
  for (;; ++minute, at_ms = minute * minute_ms) {
    if (!is_open_minute(minute)) continue;
    const std::int64_t here_ms = (minute + 1) * minute_ms - at_ms;
    if (working_ms <= here_ms) return Instant{at_ms + working_ms};
    working_ms -= here_ms;
  }
}

Instant WorkingMinutes::subtract_ms(Instant until, std::int64_t working_ms) const {
  Minute minute = minute_of(Instant{until.ms - 1});
  std::int64_t at_ms = until.ms;
  for (;; at_ms = minute * minute_ms, --minute) {
    if (!is_open_minute(minute)) continue;
    const std::int64_t here_ms = at_ms - minute * minute_ms;
    if (working_ms <= here_ms) return Instant{at_ms - working_ms};
    working_ms -= here_ms;
  }
}

std::int64_t WorkingMinutes::ms_between(Instant from, Instant to) const {
  std::int64_t worked_ms = 0;
  for (Minute minute = minute_of(from); minute * minute_ms < to.ms; ++minute) {
    if (!is_open_minute(minute)) continue;
    worked_ms += std::min(to.ms, (minute + 1) * minute_ms) - std::max(from.ms, minute * minute_ms);
  }
  return worked_ms;
}

}  // namespace baton::naive
