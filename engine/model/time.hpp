// Instants, days, spans and time zones. The core knows no clock: a time is always an argument.
//
// Time runs from 1970-01-01 to 2100-01-01 (rule T2); reading code refuses anything outside. Arithmetic that
// leaves the range saturates at `far_future`.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace baton {

// Milliseconds since 1970-01-01T00:00:00Z.
struct Instant {
  std::int64_t ms = 0;
  friend constexpr auto operator<=>(Instant, Instant) = default;
};

inline constexpr Instant never{std::numeric_limits<std::int64_t>::min()};       // "has not happened"
inline constexpr Instant far_future{std::numeric_limits<std::int64_t>::max()};  // "will not happen"
inline constexpr Instant beginning_of_time{0};
inline constexpr Instant end_of_time{4102444800000};  // 2100-01-01T00:00:00Z
// Where account.imported says `unknown` (P4): so long ago that every window after it has passed.
inline constexpr Instant time_immemorial{-1000LL * 365 * 86'400'000};

// A calendar date as days since 1970-01-01 (proleptic Gregorian).
struct Day {
  std::int32_t number = 0;
  friend constexpr auto operator<=>(Day, Day) = default;
};

struct CivilDate {
  int year = 1970;
  unsigned month = 1;  // 1..12
  unsigned day = 1;    // 1..31
};
CivilDate civil_of(Day day);
Day day_of(CivilDate date);
bool is_valid(CivilDate date);
int weekday_of(Day day);  // 0 = Monday .. 6 = Sunday

// Wall-clock time in some zone: the day and the milliseconds since its midnight.
struct LocalTime {
  Day day;
  std::int64_t ms_of_day = 0;  // 0 .. 86'399'999
};

enum class Unit { Minute, Hour, Day, Week, Month, Quarter, Year };

// R2's families: units of one family are multiples of each other.
enum class UnitFamily { Hours, Days, Months };

// A length of time as written: `10 business days` is {10, Day, business}.
struct Span {
  std::int64_t count = 0;  // > 0
  Unit unit = Unit::Day;
  bool business = false;  // only Minute, Hour and Day may be business units

  friend bool operator==(const Span&, const Span&) = default;
};
UnitFamily family_of(Unit unit);
// The span in the smallest unit of its family: minutes, days or months.
std::int64_t family_units(const Span& span);
std::string to_string(const Span& span);  // "10 business days", "1 month"

// A time zone, compiled once into its table of changes up to 2100. Immutable.
class Zone {
 public:
  struct Change {
    Instant at;              // from this instant on ...
    std::int32_t offset_ms;  // ... local time is UTC plus this
  };
  Zone() : Zone("UTC", {{Instant{std::numeric_limits<std::int64_t>::min()}, 0}}) {}
  // `changes` is sorted; the first one holds from the beginning of time.
  Zone(std::string name, std::vector<Change> changes);

  const std::string& name() const { return name_; }
  LocalTime to_local(Instant instant) const;
  // A local time that does not exist becomes the first instant after the gap; one that exists twice is the
  // first (T2).
  Instant to_instant(LocalTime local) const;
  Instant start_of(Day day) const { return to_instant({day, 0}); }

 private:
  std::size_t change_at(Instant instant) const;  // the index of the change in force

  std::string name_;
  std::vector<Change> changes_;
  std::vector<std::uint32_t> guesses_;  // for each stretch of 2^33 ms, the change in force at its beginning
};

// `from` plus / minus a span of plain (not business) units, in the zone (T1, T2): minutes and hours are
// exact; days and longer keep the local time of day and clamp to the month's end.
Instant add(const Zone& zone, Instant from, const Span& span);
Instant subtract(const Zone& zone, Instant from, const Span& span);
// The same for a count of family units (minutes, days or months), as the proof's dimensions count them.
Instant add(const Zone& zone, Instant from, UnitFamily family, std::int64_t count);

// RFC 3339 in UTC with `Z`, milliseconds only if not zero: "2026-02-02T15:00:00Z"; "never" for what does not happen.
std::string to_string(Instant instant);
std::string to_string(Day day);  // "2026-02-02"

}  // namespace baton
