// Days off from an iCalendar file (.ics): its all-day events that are not cancelled (T3).
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "engine/model/time.hpp"

namespace baton::dsl {

inline constexpr std::size_t max_holiday_bytes = 4 << 20;
inline constexpr std::size_t max_holiday_events = 50'000;
inline constexpr std::size_t max_holiday_rules = 200;  // in all events; some take a tenth of a second to expand
// Occurrences of one repeating event, and days of one event; a rule beyond these is no holiday's.
inline constexpr std::size_t max_occurrences = 2'000;
inline constexpr int max_days_of_event = 366;

// Sorted days of 1970..2100, each once. Repeating events are expanded; excepted dates are left out; an event of several
// days gives each of them. The error says, in words for the reader, what is wrong with the file.
std::expected<std::vector<Day>, std::string> read_holidays(const std::string& text);

}  // namespace baton::dsl
