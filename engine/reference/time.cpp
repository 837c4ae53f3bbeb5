#include "engine/reference/time.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <unordered_map>

namespace baton::reference {

namespace {

constexpr std::int64_t minute_ms = 60'000, hour_ms = 60 * minute_ms, day_ms = 24 * hour_ms;

struct Date {
  int year = 1970, month = 1, day = 1;
};

bool is_leap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_in(int year, int month) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

int days_in(int year) {
  return is_leap(year) ? 366 : 365;
}

// Year by year, then month by month, from 1970-01-01.
Date date_of(Day day) {
  Date date;
  int left = day.number;
  while (left < 0) left += days_in(--date.year);
  while (left >= days_in(date.year)) left -= days_in(date.year++);
  while (left >= days_in(date.year, date.month)) left -= days_in(date.year, date.month++);
  date.day = left + 1;
  return date;
}

Day number_of(Date date) {
  int number = date.day - 1;
  for (int year = 1970; year < date.year; ++year) number += days_in(year);
  for (int year = 1970; year > date.year;) number -= days_in(--year);
  for (int month = 1; month < date.month; ++month) number += days_in(date.year, month);
  return Day{number};
}

// Local time as milliseconds since the local 1970-01-01T00:00.
std::int64_t local_ms(const Zone& zone, Instant at) {
  const LocalTime local = zone.to_local(at);
  return local.day.number * day_ms + local.ms_of_day;
}

// The first instant at which clocks show `wanted`; if none does, the first after the gap (T2). Clocks differ from UTC
// by less than a day, and never change twice within a quarter of an hour.
Instant looked_for(const Zone& zone, std::int64_t wanted) {
  const std::int64_t first = wanted - day_ms - wanted % minute_ms;  // clocks change at whole minutes
  for (std::int64_t at = first; at <= wanted + day_ms; at += 15 * minute_ms) {
    const std::int64_t before = local_ms(zone, Instant{at});
    const std::int64_t exact = at + (wanted - before);
    if (before <= wanted && exact < at + 15 * minute_ms && local_ms(zone, Instant{exact}) == wanted) {
      return Instant{exact};
    }
    if (before > wanted) {  // the gap is somewhere in the quarter of an hour before
      std::int64_t after = at;
      while (local_ms(zone, Instant{after - 1000}) > wanted) after -= 1000;
      return Instant{after};
    }
  }
  std::abort();
}

// The same local times are asked for again and again; what was found once is remembered, for all policies of a run.
Instant instant_of(const Zone& zone, std::int64_t wanted) {
  static thread_local std::unordered_map<std::string, std::unordered_map<std::int64_t, Instant>> known;
  auto& in_zone = known[zone.name()];
  if (in_zone.size() > 100'000) in_zone.clear();
  const auto [found, is_new] = in_zone.try_emplace(wanted);
  if (is_new) found->second = looked_for(zone, wanted);
  return found->second;
}

Instant limited(Instant at) {
  return at > end_of_time ? far_future : at;
}

Instant shifted_days(const Zone& zone, Instant from, std::int64_t days) {
  return instant_of(zone, local_ms(zone, from) + days * day_ms);
}

Instant shifted_months(const Zone& zone, Instant from, std::int64_t months) {
  const std::int64_t local = local_ms(zone, from);
  const LocalTime parts = zone.to_local(from);
  Date date = date_of(parts.day);
  date.year += static_cast<int>(months / 12);
  months %= 12;
  for (; months > 0; --months) date.month == 12 ? (++date.year, date.month = 1) : ++date.month;
  for (; months < 0; ++months) date.month == 1 ? (--date.year, date.month = 12) : --date.month;
  date.day = std::min(date.day, days_in(date.year, date.month));
  return instant_of(zone, number_of(date).number * day_ms + (local - parts.day.number * day_ms));
}

Instant shifted(const Zone& zone, Instant from, const Span& span, int sign) {
  const std::int64_t count = sign * span.count;
  switch (span.unit) {
    case Unit::Minute:
      return limited(Instant{from.ms + count * minute_ms});
    case Unit::Hour:
      return limited(Instant{from.ms + count * hour_ms});
    case Unit::Day:
      return limited(shifted_days(zone, from, count));
    case Unit::Week:
      return limited(shifted_days(zone, from, 7 * count));
    case Unit::Month:
      return limited(shifted_months(zone, from, count));
    case Unit::Quarter:
      return limited(shifted_months(zone, from, 3 * count));
    case Unit::Year:
      return limited(shifted_months(zone, from, 12 * count));
  }
  std::abort();
}

// ---- business time

// Working hours on the day: the first opening and the last closing of shifts that start on it. They are seen by
// watching the calendar, so of one that is open for days on end (shifts that meet) it cannot be told which day a shift
// is of.
struct Hours {
  Instant opens, closes;
};

Hours hours_of(const Calendar& calendar, Day day) {
  const Instant midnight = start_of(calendar.zone(), day), next = start_of(calendar.zone(), Day{day.number + 1});
  const Instant latest = start_of(calendar.zone(), Day{day.number + 2});
  Hours hours{never, never};
  for (Instant at = midnight; at < next; at.ms += minute_ms) {
    const bool opens = calendar.is_open(at) && !calendar.is_open(Instant{at.ms - 1});
    if (!opens) continue;
    if (hours.opens == never) hours.opens = at;
    hours.closes = at;
    // Shifts that touch look like one: one that fills its day ends with it.
    const bool fills_day = at == midnight;
    while (calendar.is_open(hours.closes) && hours.closes < latest && !(fills_day && hours.closes == next)) {
      hours.closes.ms += minute_ms;
    }
  }
  if (hours.opens == never) hours = {midnight, next};  // open before and all day long
  return hours;
}

Instant after_business_days(const Calendar& calendar, Instant from, std::int64_t count) {
  Day day = date_in(calendar.zone(), from);
  while (count > 0) {
    ++day.number;
    if (start_of(calendar.zone(), day) > end_of_time) return far_future;
    if (calendar.is_business_day(day)) --count;
  }
  return limited(hours_of(calendar, day).closes);
}

Instant before_business_days(const Calendar& calendar, Day day, std::int64_t count) {
  while (count > 0) {
    --day.number;
    if (day.number < 0) return time_immemorial;
    if (calendar.is_business_day(day)) --count;
  }
  return hours_of(calendar, day).opens;
}

Instant before_work(const Calendar& calendar, Instant until, std::int64_t working_ms) {
  Instant at = until;
  while (working_ms > 0) {
    if (at.ms < 0) return time_immemorial;
    const std::int64_t back = at.ms % minute_ms == 0 ? minute_ms : at.ms % minute_ms;
    const std::int64_t step = std::min(back, working_ms);
    const bool open = calendar.is_open(Instant{at.ms - 1});
    at.ms -= open ? step : back;
    if (open) working_ms -= step;
  }
  return at;
}

std::int64_t worked(const Calendar& calendar, Instant from, Instant to) {
  std::int64_t sum = 0;
  for (Instant at = from; at < to;) {
    const Instant next{std::min(to.ms, at.ms - at.ms % minute_ms + minute_ms)};
    if (calendar.is_open(at)) sum += next.ms - at.ms;
    at = next;
  }
  return sum;
}

// Used up at closing time it is due at closing time, not at the next opening.
Instant after_work(const Calendar& calendar, Instant from, std::int64_t working_ms) {
  Instant at = from;
  while (working_ms > 0) {
    if (at > end_of_time) return far_future;
    const std::int64_t ahead = minute_ms - at.ms % minute_ms;
    const std::int64_t step = std::min(ahead, working_ms);
    const bool open = calendar.is_open(at);
    at.ms += open ? step : ahead;
    if (open) working_ms -= step;
  }
  return at;
}

std::int64_t working_ms_of(const Span& span) {
  return span.count * (span.unit == Unit::Hour ? hour_ms : minute_ms);
}

}  // namespace

Instant later(const Zone& zone, Instant from, const Span& span) {
  return shifted(zone, from, span, 1);
}

Instant earlier(const Zone& zone, Instant from, const Span& span) {
  return shifted(zone, from, span, -1);
}

Instant start_of(const Zone& zone, Day day) {
  return instant_of(zone, day.number * day_ms);
}

Day date_in(const Zone& zone, Instant at) {
  return zone.to_local(at).day;
}

Instant deadline(const Org& org, CalendarId calendar, Instant from, const Span& span) {
  const Calendar& hours = org.calendars[calendar.index];
  if (!span.business) return later(org.zone, from, span);
  if (span.unit == Unit::Day) return after_business_days(hours, from, span.count);
  return after_work(hours, from, working_ms_of(span));
}

std::int64_t time_left(const Calendar& calendar, bool business, Instant now, Instant due) {
  if (due == far_future) return far_future.ms;
  return business ? worked(calendar, now, due) : due.ms - now.ms;
}

Instant after_left(const Calendar& calendar, bool business, Instant now, std::int64_t left_ms) {
  if (left_ms == far_future.ms) return far_future;
  return business ? after_work(calendar, now, left_ms) : Instant{now.ms + left_ms};
}

Instant before_date(const Org& org, Day date, const Span& span) {
  const Calendar& hours = org.calendars[org.default_calendar.index];
  const Instant midnight = start_of(org.zone, date);
  if (!span.business) return earlier(org.zone, midnight, span);
  if (span.unit == Unit::Day) return before_business_days(hours, date, span.count);
  return before_work(hours, midnight, working_ms_of(span));
}

Instant before_deadline(const Org& org, CalendarId calendar, Instant due, const Span& span) {
  const Calendar& hours = org.calendars[calendar.index];
  if (!span.business) return earlier(org.zone, due, span);
  if (span.unit == Unit::Day) return before_business_days(hours, date_in(hours.zone(), due), span.count);
  return before_work(hours, due, working_ms_of(span));
}

}  // namespace baton::reference
