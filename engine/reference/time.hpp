// Time, walked: days are counted one by one, business time minute by minute (T1-T5).
#pragma once

#include "engine/model/org.hpp"

namespace baton::reference {

// `span` after or before an instant, in plain units of the zone.
Instant later(const Zone& zone, Instant from, const Span& span);
Instant earlier(const Zone& zone, Instant from, const Span& span);
// 00:00 of the day.
Instant start_of(const Zone& zone, Day day);

// A deadline `span` from an instant: business units on the calendar, others in the org's zone (T4).
Instant deadline(const Org& org, CalendarId calendar, Instant from, const Span& span);
// The moment `span` before a date, for the triggers of stages, escalations and SLAs (T3).
Instant before_date(const Org& org, Day date, const Span& span);
// The moment `span` before a deadline, for warnings.
Instant before_deadline(const Org& org, CalendarId calendar, Instant due, const Span& span);

// T5: what is left of a deadline, working time or plain time, and the deadline that it gives from now on.
std::int64_t time_left(const Calendar& calendar, bool business, Instant now, Instant due);
Instant after_left(const Calendar& calendar, bool business, Instant now, std::int64_t left_ms);

// The date in the zone.
Day date_in(const Zone& zone, Instant at);

}  // namespace baton::reference
