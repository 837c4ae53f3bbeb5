// Time zones built by hand: the model's tests know no tz database.
#pragma once

#include "engine/model/time.hpp"

namespace baton::testing {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t hour_ms = 60 * minute_ms;
constexpr std::int64_t day_ms = 24 * hour_ms;

inline Instant utc(int year, unsigned month, unsigned day, int hour = 0, int minute = 0) {
  return Instant{day_of({year, month, day}).number * day_ms + hour * hour_ms + minute * minute_ms};
}

inline Day nth_sunday(int year, unsigned month, int n) {
  const Day first = day_of({year, month, 1});
  return Day{first.number + (6 - weekday_of(first)) + 7 * (n - 1)};
}

// New York by today's rule in all years: on the second Sunday of March at 02:00 the clocks go to 03:00, on the
// first Sunday of November at 02:00 back to 01:00.
inline Zone new_york() {
  std::vector<Zone::Change> changes{{never, static_cast<std::int32_t>(-5 * hour_ms)}};
  for (int year = 1970; year < 2100; ++year) {
    const std::int64_t spring = nth_sunday(year, 3, 2).number * day_ms + 7 * hour_ms;
    const std::int64_t autumn = nth_sunday(year, 11, 1).number * day_ms + 6 * hour_ms;
    changes.push_back({Instant{spring}, static_cast<std::int32_t>(-4 * hour_ms)});
    changes.push_back({Instant{autumn}, static_cast<std::int32_t>(-5 * hour_ms)});
  }
  return Zone("America/New_York", changes);
}

// A zone that changes its clocks at midnight, forward in October and back in February, as Brazil did.
inline Zone sao_paulo() {
  std::vector<Zone::Change> changes{{never, static_cast<std::int32_t>(-3 * hour_ms)}};
  for (int year = 1970; year < 2100; ++year) {
    const std::int64_t autumn = nth_sunday(year, 2, 3).number * day_ms + 2 * hour_ms;
    const std::int64_t spring = nth_sunday(year, 10, 3).number * day_ms + 3 * hour_ms;
    changes.push_back({Instant{autumn}, static_cast<std::int32_t>(-3 * hour_ms)});
    changes.push_back({Instant{spring}, static_cast<std::int32_t>(-2 * hour_ms)});
  }
  return Zone("America/Sao_Paulo", changes);
}

// Samoa as it moved across the date line: after Thursday 2011-12-29 came Saturday the 31st.
inline Zone apia() {
  const Instant moved = utc(2011, 12, 30, 10);
  return Zone("Pacific/Apia",
              {{never, static_cast<std::int32_t>(-10 * hour_ms)}, {moved, static_cast<std::int32_t>(14 * hour_ms)}});
}

}  // namespace baton::testing
