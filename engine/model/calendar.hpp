// Working time: weekly shifts less public holidays, in a time zone (T3).
//
// Compiled once into prefix sums over 1970..2100, so that "10 business days from here" and "2 business hours
// from here" are a binary search. Hours are half open; a shift belongs to the day on which it starts, and a
// holiday removes the shifts that start on it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/time.hpp"

namespace baton {

// A stretch of work that starts on a weekday; it may run past midnight.
struct Shift {
  int weekday = 0;           // 0 = Monday .. 6 = Sunday: the day on which it starts
  int from_minute = 0;       // local, 0..1439
  int to_minute = 0;         // local, > from_minute; over 1440: ends on the next day
};

class Calendar {
 public:
  Calendar() = default;  // Monday to Friday, 09:00-17:00, UTC, no holidays: see default_calendar()
  Calendar(std::string id, Zone zone, std::vector<Shift> shifts, std::vector<Day> holidays);

  const std::string& id() const { return id_; }
  const Zone& zone() const { return zone_; }

  bool is_open(Instant at) const;
  bool is_business_day(Day day) const;  // has a shift that starts on it
  // Due time of `days` business days from `from`: local dates with working hours, from the day after; due at
  // the end of the last shift that starts on the last one. far_future if the calendar has no such day.
  Instant add_business_days(Instant from, std::int64_t days) const;
  // The opening of the `days`-th business day before the local date of `date` (00:00 of that day there).
  Instant business_days_before(Day date, std::int64_t days) const;
  // `minutes` of working time from `from`: starts at the next opening if closed; used up exactly at closing
  // time it is due at closing time.
  Instant add_business_ms(Instant from, std::int64_t working_ms) const;
  // Working milliseconds in [from, to).
  std::int64_t business_ms_between(Instant from, Instant to) const;
  // Business days left of a count whose due time was `due`, seen at `at` (for pauses, T5).

 private:
  struct Stretch {           // one shift of one day, as instants
    Instant from, to;
    std::int64_t worked_before_ms;  // working time of all stretches before this one
    Day day;                 // the day on which it starts
  };
  std::string id_;
  Zone zone_;
  std::vector<Stretch> stretches_;
  std::vector<Day> business_days_;  // sorted; business_days_[i] ends at ends_[i], opens at opens_[i]
  std::vector<Instant> opens_, ends_;
};

// Deadlines: `span` from `from`. Business units use `calendar`, others run in `org_zone` (T4).
Instant deadline(const Zone& org_zone, const Calendar& calendar, Instant from, const Span& span);
// `span` before the date `date` (00:00 in the org's zone); business days: T3's opening rule on `calendar`.
Instant before_date(const Zone& org_zone, const Calendar& calendar, Day date, const Span& span);

}  // namespace baton
