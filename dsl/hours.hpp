// Working hours as org.yaml writes them: "Mon-Thu 09:00-12:30 13:30-18:00, Fri 09:00-14:00".
//
//   hours := group { "," group }       group := days time-range { time-range }
//   days  := DAY [ "-" DAY ]           time-range := HH:MM "-" HH:MM
//
// Days are Mon .. Sun; a range may run over the week's end (`Fri-Mon`). A range of times that ends at or before its
// beginning ends on the next day; `24:00` may be an end. Groups add up.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/calendar.hpp"

namespace baton::dsl {

struct HoursError {
  std::string message;
  std::string help;
  std::size_t begin = 0, end = 0;  // the wrong bytes of the text
};

std::expected<std::vector<Shift>, HoursError> parse_hours(std::string_view text);

}  // namespace baton::dsl
