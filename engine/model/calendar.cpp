// Working time, compiled: every shift of every day of 1970..2100 as a stretch of instants, with the working time
// before it. Overlapping shifts are merged, so that no minute counts twice.
//
// Why a table: deadlines in business time are asked millions of times in a replay and built once a calendar.
// Questions start at the entry for the day and walk a few stretches; only the search for the end of a working
// time is a binary search. Cost: some 3 ms and 32 bytes a shift, about 1 MB for one shift a working day.
#include "engine/model/calendar.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

namespace baton {
namespace {

constexpr std::int64_t ms_per_minute = 60'000;
constexpr std::int64_t ms_per_day = 86'400'000;
constexpr int minutes_per_day = 1'440;
// A day on either side, so that every zone's local dates are covered.
constexpr std::int32_t first_day = -1;
constexpr std::int32_t last_day = 47'483;  // 2100-01-02
constexpr std::size_t day_count = last_day - first_day + 1;
constexpr std::int64_t most_working_ms = 200LL * 366 * ms_per_day;

struct Stretch {  // working time without a break
  Instant from, to;
  std::int64_t worked_before_ms;  // of all stretches before this one
};

}  // namespace

struct WorkTable {
  std::vector<Stretch> stretches;
  std::vector<std::uint32_t> first_stretch;  // by day: the first that ends after that day's 00:00 UTC
  std::vector<std::uint32_t> days_before;    // by day: business days before it; the index into the two below
  std::vector<Instant> opens, ends;          // of each business day: its first opening, its last closing

  std::int64_t worked_until(Instant at) const;
  std::size_t stretch_at(Instant at) const;
  std::size_t business_days_before(std::int64_t day) const;
  std::int64_t total_ms() const;
};

namespace {

std::size_t slot_of(std::int64_t day) {
  return static_cast<std::size_t>(std::clamp<std::int64_t>(day, first_day, last_day) - first_day);
}

Instant instant_of(const Zone& zone, Day day, int minute) {
  const Day on{day.number + minute / minutes_per_day};
  return zone.to_instant({on, minute % minutes_per_day * ms_per_minute});
}

// The shifts that start on one weekday, in order.
std::vector<Shift> shifts_of(std::span<const Shift> shifts, int weekday) {
  std::vector<Shift> result;
  std::ranges::copy_if(shifts, std::back_inserter(result), [&](const Shift& s) { return s.weekday == weekday; });
  std::ranges::sort(result, {}, &Shift::from_minute);
  return result;
}

void add_stretch(std::vector<Stretch>& stretches, Instant from, Instant to) {
  if (!stretches.empty() && from <= stretches.back().to) {
    stretches.back().to = std::max(stretches.back().to, to);
  } else if (from < to) {  // a shift inside the hour that a change of clocks skips has no length
    stretches.push_back({from, to, 0});
  }
}

void add_day(WorkTable& table, const Zone& zone, Day day, const std::vector<Shift>& shifts) {
  Instant end = never;
  for (const Shift& shift : shifts) {
    const Instant from = instant_of(zone, day, shift.from_minute);
    const Instant to = instant_of(zone, day, shift.to_minute);
    add_stretch(table.stretches, from, to);
    end = std::max(end, to);
  }
  table.opens.push_back(instant_of(zone, day, shifts.front().from_minute));
  table.ends.push_back(end);
}

void index_stretches(WorkTable& table) {
  std::int64_t worked_ms = 0;
  for (Stretch& stretch : table.stretches) {
    stretch.worked_before_ms = worked_ms;
    worked_ms += stretch.to.ms - stretch.from.ms;
  }
  std::uint32_t next = 0;
  for (std::int32_t day = first_day; day <= last_day; ++day) {
    const Instant midnight{day * ms_per_day};
    while (next < table.stretches.size() && table.stretches[next].to <= midnight) ++next;
    table.first_stretch.push_back(next);
  }
}

// A zone that moves across the date line skips a date: nobody works on it.
bool exists(const Zone& zone, Day day) {
  return zone.start_of(day) < zone.start_of(Day{day.number + 1});
}

std::shared_ptr<const WorkTable> compile(const Zone& zone, std::span<const Shift> shifts, std::vector<Day> holidays) {
  std::vector<Shift> by_weekday[7];
  for (int weekday = 0; weekday < 7; ++weekday) by_weekday[weekday] = shifts_of(shifts, weekday);
  std::ranges::sort(holidays);
  auto table = std::make_shared<WorkTable>();
  table->days_before.reserve(day_count);
  for (Day day{first_day}; day.number <= last_day; ++day.number) {
    table->days_before.push_back(static_cast<std::uint32_t>(table->opens.size()));
    const std::vector<Shift>& today = by_weekday[weekday_of(day)];
    if (today.empty() || std::ranges::binary_search(holidays, day) || !exists(zone, day)) continue;
    add_day(*table, zone, day, today);
  }
  index_stretches(*table);
  return table;
}

std::shared_ptr<const WorkTable> default_table() {
  static const std::shared_ptr<const WorkTable> table = [] {
    std::vector<Shift> shifts;
    for (int weekday = 0; weekday < 5; ++weekday) shifts.push_back({weekday, 9 * 60, 17 * 60});
    return compile(Zone(), shifts, {});
  }();
  return table;
}

Instant due_at(Instant at) {
  return at > end_of_time ? far_future : at;
}

}  // namespace

// The first stretch that ends after `at`; one past the last if there is none.
std::size_t WorkTable::stretch_at(Instant at) const {
  const std::int64_t day = at.ms / ms_per_day - (at.ms < 0 ? 1 : 0);
  std::size_t index = at.ms < 0 ? 0 : first_stretch[slot_of(day)];
  while (index < stretches.size() && stretches[index].to <= at) ++index;
  return index;
}

std::int64_t WorkTable::total_ms() const {
  if (stretches.empty()) return 0;
  const Stretch& last = stretches.back();
  return last.worked_before_ms + (last.to.ms - last.from.ms);
}

// Working time from the beginning of the table until `at`.
std::int64_t WorkTable::worked_until(Instant at) const {
  const std::size_t index = stretch_at(at);
  if (index == stretches.size()) return total_ms();
  const Stretch& stretch = stretches[index];
  return stretch.worked_before_ms + (at > stretch.from ? at.ms - stretch.from.ms : 0);
}

std::size_t WorkTable::business_days_before(std::int64_t day) const {
  return day > last_day ? opens.size() : days_before[slot_of(day)];
}

Calendar::Calendar() : id_("default"), table_(default_table()) {}

Calendar::Calendar(std::string id, Zone zone, std::vector<Shift> shifts, std::vector<Day> holidays)
    : id_(std::move(id)), zone_(std::move(zone)), table_(compile(zone_, shifts, std::move(holidays))) {}

bool Calendar::is_open(Instant at) const {
  const std::size_t index = table_->stretch_at(at);
  return index < table_->stretches.size() && table_->stretches[index].from <= at;
}

bool Calendar::is_business_day(Day day) const {
  return table_->business_days_before(day.number) != table_->business_days_before(day.number + 1LL);
}

Instant Calendar::add_business_days(Instant from, std::int64_t days) const {
  if (days <= 0 || from == never || from == far_future) return from;
  const std::size_t done = table_->business_days_before(zone_.to_local(from).day.number + 1LL);
  const std::size_t left = table_->ends.size() - done;
  if (static_cast<std::uint64_t>(days) > left) return far_future;
  return due_at(table_->ends[done + static_cast<std::size_t>(days) - 1]);
}

Instant Calendar::business_days_before(Day date, std::int64_t days) const {
  if (days <= 0) return zone_.start_of(date);
  const std::size_t before = table_->business_days_before(date.number);
  if (static_cast<std::uint64_t>(days) > before) return time_immemorial;
  return table_->opens[before - static_cast<std::size_t>(days)];
}

Instant Calendar::add_business_ms(Instant from, std::int64_t working_ms) const {
  if (working_ms <= 0 || from == never || from == far_future) return from;
  const std::int64_t target_ms = table_->worked_until(from) + std::min(working_ms, most_working_ms);
  if (target_ms > table_->total_ms()) return far_future;
  // The last stretch before which less than the target has been worked.
  const auto after = std::ranges::lower_bound(table_->stretches, target_ms, {}, &Stretch::worked_before_ms);
  const Stretch& stretch = *std::prev(after);
  return due_at(Instant{stretch.from.ms + (target_ms - stretch.worked_before_ms)});
}

Instant Calendar::subtract_business_ms(Instant until, std::int64_t working_ms) const {
  if (working_ms <= 0 || until == never || until == far_future) return until;
  const std::int64_t target_ms = table_->worked_until(until) - std::min(working_ms, most_working_ms);
  if (target_ms < 0) return time_immemorial;
  // The last stretch before which no more than the target has been worked.
  const auto after = std::ranges::upper_bound(table_->stretches, target_ms, {}, &Stretch::worked_before_ms);
  const Stretch& stretch = *std::prev(after);
  return Instant{stretch.from.ms + (target_ms - stretch.worked_before_ms)};
}

std::int64_t Calendar::business_ms_between(Instant from, Instant to) const {
  return from < to ? table_->worked_until(to) - table_->worked_until(from) : 0;
}

namespace {

std::int64_t working_ms(const Span& span) {
  const std::int64_t unit_ms = family_units({1, span.unit}) * ms_per_minute;
  return std::clamp<std::int64_t>(span.count, 0, most_working_ms / unit_ms) * unit_ms;
}

}  // namespace

Instant deadline(const Zone& org_zone, const Calendar& calendar, Instant from, const Span& span) {
  if (!span.business) return add(org_zone, from, span);
  if (span.unit == Unit::Day) return calendar.add_business_days(from, span.count);
  return calendar.add_business_ms(from, working_ms(span));
}

Instant before_date(const Zone& org_zone, const Calendar& calendar, Day date, const Span& span) {
  if (!span.business) return subtract(org_zone, org_zone.start_of(date), span);
  if (span.unit == Unit::Day) return calendar.business_days_before(date, span.count);
  return calendar.subtract_business_ms(org_zone.start_of(date), working_ms(span));
}

}  // namespace baton
