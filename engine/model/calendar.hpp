// Working time: weekly shifts less public holidays, in a time zone (T3).
//
// Compiled once into prefix sums over 1970..2100, so that "10 business days from here" and "2 business hours
// from here" are a binary search. Hours are half open; a shift belongs to the day on which it starts, and a
// holiday removes the shifts that start on it. What is not reached by 2100 is `far_future`.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/model/time.hpp"

namespace baton {

// A stretch of work that starts on a weekday; it may run past midnight.
struct Shift {
  int weekday = 0;      // 0 = Monday .. 6 = Sunday: the day on which it starts
  int from_minute = 0;  // local, 0..1439
  int to_minute = 0;    // local, > from_minute; over 1440: ends on the next day
};

struct WorkTable;  // the compiled stretches; see calendar.cpp

class Calendar {
 public:
  Calendar();  // Monday to Friday, 09:00-17:00, UTC, no holidays
  Calendar(std::string id, Zone zone, std::vector<Shift> shifts, std::vector<Day> holidays);

  const std::string& id() const { return id_; }
  const Zone& zone() const { return zone_; }

  bool is_open(Instant at) const;
  bool is_business_day(Day day) const;  // has a shift that starts on it
  // Due time of `days` business days from `from`: local dates with working hours, from the day after; due at
  // the end of the last shift that starts on the last one. far_future if the calendar has no such day.
  Instant add_business_days(Instant from, std::int64_t days) const;
  // The opening of the `days`-th business day before `date`; time_immemorial if that is before 1970.
  Instant business_days_before(Day date, std::int64_t days) const;
  // `working_ms` of working time from `from`: starts at the next opening if closed; used up exactly at closing
  // time it is due at closing time.
  Instant add_business_ms(Instant from, std::int64_t working_ms) const;
  // The latest instant from which `working_ms` of working time lie before `until`; time_immemorial if there
  // are not as many since 1970.
  Instant subtract_business_ms(Instant until, std::int64_t working_ms) const;
  // Working milliseconds in [from, to).
  std::int64_t business_ms_between(Instant from, Instant to) const;

 private:
  std::string id_;
  Zone zone_;
  std::shared_ptr<const WorkTable> table_;  // shared by copies
};

// Deadlines: `span` from `from`. Business units use `calendar`, others run in `org_zone` (T4).
Instant deadline(const Zone& org_zone, const Calendar& calendar, Instant from, const Span& span);
// `span` before the date `date` (00:00 in the org's zone). Business days: the opening of that business day of
// `calendar`; business hours and minutes: so much working time before.
Instant before_date(const Zone& org_zone, const Calendar& calendar, Day date, const Span& span);

}  // namespace baton
