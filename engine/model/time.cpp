// Civil dates, time zones as tables of changes, and adding spans to instants (T1, T2).
//
// A zone is a sorted table of some 260 changes. Looking one up starts at a guess, the last change before the
// 99-day bucket that the instant falls into, and walks at most a few entries: a lookup costs a few nanoseconds
// and no binary search. Local times go the same way, from a day before.
#include "engine/model/time.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>

namespace baton {
namespace {

constexpr std::int64_t ms_per_minute = 60'000;
constexpr std::int64_t ms_per_day = 86'400'000;
constexpr int bucket_bits = 33;                                // 2^33 ms are 99.4 days
constexpr std::int64_t farthest_ms = 100'000'000'000'000'000;  // `never` and `far_future` have local times, too
constexpr std::int64_t largest_offset_ms = 26 * 3'600'000;
// Counts are cut here before they are multiplied: every one of these spans leaves 1970..2100.
constexpr std::int64_t most_days = 1'000'000;
constexpr std::int64_t most_minutes = most_days * 1'440;
constexpr std::int64_t most_months = 30'000;

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

std::chrono::year_month_day chrono_of(CivilDate date) {
  return std::chrono::year{date.year} / static_cast<int>(date.month) / static_cast<int>(date.day);
}

Day add_months(Day day, std::int64_t count) {
  const CivilDate date = civil_of(day);
  const std::int64_t months = date.year * 12LL + static_cast<int>(date.month) - 1 + count;
  const std::chrono::year year{static_cast<int>(floor_divide(months, 12))};
  const std::chrono::month month{static_cast<unsigned>(months - floor_divide(months, 12) * 12 + 1)};
  const auto last = (year / month / std::chrono::last).day();
  const auto clamped = std::min(std::chrono::day{date.day}, last);
  return Day{static_cast<std::int32_t>(std::chrono::sys_days{year / month / clamped}.time_since_epoch().count())};
}

Instant saturated(Instant at) {
  return at > end_of_time ? far_future : at;
}

std::string digits(std::int64_t number, std::size_t width) {
  std::string text = std::to_string(number);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

}  // namespace

CivilDate civil_of(Day day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day.number}}};
  return {static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())};
}

Day day_of(CivilDate date) {
  return Day{static_cast<std::int32_t>(std::chrono::sys_days{chrono_of(date)}.time_since_epoch().count())};
}

bool is_valid(CivilDate date) {
  const bool fits = std::abs(date.year) <= 9999 && date.month <= 12 && date.day <= 31;
  return fits && chrono_of(date).ok();
}

int weekday_of(Day day) {
  const int since_monday = (day.number + 3) % 7;  // 1970-01-01 was a Thursday
  return since_monday < 0 ? since_monday + 7 : since_monday;
}

UnitFamily family_of(Unit unit) {
  switch (unit) {
    case Unit::Minute:
    case Unit::Hour:
      return UnitFamily::Hours;
    case Unit::Day:
    case Unit::Week:
      return UnitFamily::Days;
    default:
      return UnitFamily::Months;
  }
}

std::int64_t family_units(const Span& span) {
  switch (span.unit) {
    case Unit::Hour:
      return span.count * 60;
    case Unit::Week:
      return span.count * 7;
    case Unit::Quarter:
      return span.count * 3;
    case Unit::Year:
      return span.count * 12;
    default:
      return span.count;
  }
}

std::string to_string(const Span& span) {
  static constexpr std::string_view names[] = {"minute", "hour", "day", "week", "month", "quarter", "year"};
  std::string text = std::to_string(span.count) + (span.business ? " business " : " ");
  text += names[static_cast<std::size_t>(span.unit)];
  return span.count == 1 ? text : text + "s";
}

Zone::Zone(std::string name, std::vector<Change> changes) : name_(std::move(name)), changes_(std::move(changes)) {
  if (changes_.empty()) changes_.push_back({never, 0});
  changes_.front().at = never;
  const auto buckets = static_cast<std::size_t>(end_of_time.ms >> bucket_bits) + 1;
  guesses_.reserve(buckets);
  std::uint32_t last = 0;
  for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
    const Instant start{static_cast<std::int64_t>(bucket) << bucket_bits};
    while (last + 1 < changes_.size() && changes_[last + 1].at <= start) ++last;
    guesses_.push_back(last);
  }
}

std::size_t Zone::change_at(Instant instant) const {
  const auto bucket = static_cast<std::size_t>(std::max<std::int64_t>(instant.ms, 0) >> bucket_bits);
  std::size_t index = instant.ms < 0 ? 0 : guesses_[std::min(bucket, guesses_.size() - 1)];
  while (index + 1 < changes_.size() && changes_[index + 1].at <= instant) ++index;
  return index;
}

LocalTime Zone::to_local(Instant instant) const {
  const std::int64_t at_ms = std::clamp(instant.ms, -farthest_ms, farthest_ms);
  const std::int64_t local_ms = at_ms + changes_[change_at(instant)].offset_ms;
  const std::int64_t day = floor_divide(local_ms, ms_per_day);
  return {Day{static_cast<std::int32_t>(day)}, local_ms - day * ms_per_day};
}

Instant Zone::to_instant(LocalTime local) const {
  const std::int64_t local_ms = local.day.number * ms_per_day + local.ms_of_day;
  // The first stretch of constant offset that has not ended before this local time. If it begins only after it,
  // the local time was skipped.
  std::size_t index = change_at(Instant{local_ms - largest_offset_ms});
  while (index + 1 < changes_.size() && changes_[index + 1].at.ms + changes_[index].offset_ms <= local_ms) ++index;
  return std::max(Instant{local_ms - changes_[index].offset_ms}, changes_[index].at);
}

Instant add(const Zone& zone, Instant from, UnitFamily family, std::int64_t count) {
  if (from == never || from == far_future) return from;
  if (family == UnitFamily::Hours) {
    return saturated(Instant{from.ms + std::clamp(count, -most_minutes, most_minutes) * ms_per_minute});
  }
  LocalTime local = zone.to_local(from);
  if (family == UnitFamily::Days) {
    local.day.number += static_cast<std::int32_t>(std::clamp(count, -most_days, most_days));
  } else {
    local.day = add_months(local.day, std::clamp(count, -most_months, most_months));
  }
  return saturated(zone.to_instant(local));
}

Instant add(const Zone& zone, Instant from, const Span& span) {
  return add(zone, from, family_of(span.unit), family_units(span));
}

Instant subtract(const Zone& zone, Instant from, const Span& span) {
  return add(zone, from, family_of(span.unit), -family_units(span));
}

std::string to_string(Day day) {
  const CivilDate date = civil_of(day);
  return digits(date.year, 4) + "-" + digits(date.month, 2) + "-" + digits(date.day, 2);
}

std::string to_string(Instant instant) {
  if (instant == never || instant == far_future) return "never";
  const std::int64_t day = floor_divide(instant.ms, ms_per_day);
  const std::int64_t ms = instant.ms - day * ms_per_day;
  std::string text = to_string(Day{static_cast<std::int32_t>(day)}) + "T" + digits(ms / 3'600'000, 2) + ":" +
                     digits(ms / 60'000 % 60, 2) + ":" + digits(ms / 1'000 % 60, 2);
  if (ms % 1'000 != 0) text += "." + digits(ms % 1'000, 3);
  return text + "Z";
}

}  // namespace baton
