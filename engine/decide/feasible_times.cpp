// The part of Feasibility that is about time: where anchors and dates can lie, given the present.
#include <algorithm>
#include <array>
#include <set>

#include "engine/decide/feasible.hpp"

namespace baton {
namespace {

constexpr std::int64_t hour_ms = 3'600'000, day_ms = 24 * hour_ms;

Span span_of(UnitFamily family, std::int64_t count) {
  const Unit unit = family == UnitFamily::Hours ? Unit::Minute : family == UnitFamily::Days ? Unit::Day : Unit::Month;
  return {count, unit, false};
}

// Least and greatest length of a span, generously: time zones and leap years included.
std::int64_t rough_ms(UnitFamily family, std::int64_t count) {
  switch (family) {
    case UnitFamily::Hours:
      return count * 60'000;
    case UnitFamily::Days:
      return count * day_ms;
    case UnitFamily::Months:
      return count * 30'436'875 / 1000 * 86'400;
  }
  return 0;
}
std::int64_t rough_slack_ms(UnitFamily family) {
  return family == UnitFamily::Hours ? 0 : family == UnitFamily::Days ? 26 * hour_ms : 5 * day_ms;
}

// The greatest number in [low, high] for which `holds`, which holds up to some number; low - 1 if for none.
template <class Holds>
std::int64_t last_that(std::int64_t low, std::int64_t high, const Holds& holds) {
  while (low <= high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (holds(middle)) {
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return high;
}

// One stretch of coordinates of an Elapsed or Distance dimension: which cut has passed, and which has not.
struct Stretch {
  std::optional<std::int64_t> passed, ahead;
};
std::vector<Stretch> stretches(const Dimension& dimension, const CoordSet& set) {
  std::vector<Stretch> result;
  for (std::size_t i = 0; i < set.range_count(); ++i) {
    const CoordSet::Range range = set.range_at(i);
    const Coordinate begin = std::max<Coordinate>(range.begin, 1);
    if (begin >= range.end) continue;
    Stretch stretch;
    if (begin >= 2) stretch.passed = dimension.cuts[begin - 2];
    if (range.end - 2 < dimension.cuts.size()) stretch.ahead = dimension.cuts[range.end - 2];
    result.push_back(stretch);
  }
  return result;
}

std::vector<InstantRange> intersect(const std::vector<InstantRange>& a, const std::vector<InstantRange>& b) {
  std::vector<InstantRange> result;
  for (const InstantRange& x : a) {
    for (const InstantRange& y : b) {
      const InstantRange both{std::max(x.first, y.first), std::min(x.last, y.last)};
      if (both.first <= both.last) result.push_back(both);
    }
  }
  return result;
}

// The latest instant of the ranges that is not after `bound`.
std::optional<Instant> latest_in(const std::vector<InstantRange>& ranges, Instant bound) {
  std::optional<Instant> best;
  for (const InstantRange& range : ranges) {
    if (range.first > bound) continue;
    const Instant last = std::min(range.last, bound);
    if (!best || last > *best) best = last;
  }
  return best;
}

Instant next(Instant at) {
  return {at.ms + 1};
}

}  // namespace

Instant moment_after(const Org& org, Instant anchor, const Span& span) {
  if (!span.business) return add(org.zone, anchor, span);
  return deadline(org.zone, org.calendars.at(org.default_calendar.index), anchor, span);
}

Instant latest_since(const Org& org, const Span& span, Instant now) {
  const auto has_passed = [&](std::int64_t at) { return moment_after(org, Instant{at}, span) <= now; };
  if (span.business) return {last_that(beginning_of_time.ms, now.ms, has_passed)};
  const UnitFamily family = family_of(span.unit);
  const std::int64_t guess = now.ms - rough_ms(family, family_units(span)), slack = rough_slack_ms(family) + hour_ms;
  return {last_that(std::min(guess - slack, now.ms), std::min(guess + slack, now.ms), has_passed)};
}

Instant moment_before(const Org& org, Day date, const Span& span) {
  if (!span.business) return subtract(org.zone, org.zone.start_of(date), span);
  return before_date(org.zone, org.calendars.at(org.default_calendar.index), date, span);
}

Day latest_ahead(const Org& org, const Span& span, Instant now) {
  const std::int64_t today = org.zone.to_local(now).day.number;
  const std::int64_t rough_days = rough_ms(family_of(span.unit), family_units(span)) / day_ms;
  const std::int64_t farthest = span.business ? today + 20 + rough_days * 8 : today + rough_days + 10;
  const auto has_come = [&](std::int64_t day) {
    return moment_before(org, Day{static_cast<std::int32_t>(day)}, span) <= now;
  };
  return {static_cast<std::int32_t>(last_that(today - 2, farthest, has_come))};
}

// ---- thresholds

// Boxes are many, presents and spans few: what was found is kept, up to some fifty megabytes.
std::int64_t Feasibility::threshold(const Span& span, bool ahead, Instant now) {
  constexpr std::size_t presents_kept = 1 << 18;
  if (thresholds_.size() > presents_kept) thresholds_.clear();
  std::vector<Threshold>& found = thresholds_[now.ms];
  for (const Threshold& one : found) {
    if (one.ahead == ahead && one.span == span) return one.at;
  }
  const std::int64_t at = ahead ? baton::latest_ahead(org_, span, now).number : baton::latest_since(org_, span, now).ms;
  found.push_back({span, ahead, at});
  return at;
}

Instant Feasibility::latest_since(const Span& span, Instant now) {
  return {threshold(span, false, now)};
}

Day Feasibility::latest_ahead(const Span& span, Instant now) {
  return {static_cast<std::int32_t>(threshold(span, true, now))};
}

// ---- anchors

std::vector<InstantRange> Feasibility::anchor_ranges(const Box& box, const Case& the_case, std::size_t anchor,
                                                     Instant now) {
  std::vector<InstantRange> ranges{{beginning_of_time, now}};
  for (const DimensionId id : elapsed_dimensions_) {
    const Dimension& dimension = space_[id];
    const CoordSet* side = box.find(id);
    if (dimension.anchor != walk_.anchors()[anchor] || side == nullptr) continue;
    std::vector<InstantRange> allowed;
    for (const Stretch& stretch : stretches(dimension, *side)) {
      const Instant last = stretch.passed ? latest_since(span_of(dimension.family, *stretch.passed), now) : now;
      const Instant first =
          stretch.ahead ? next(latest_since(span_of(dimension.family, *stretch.ahead), now)) : beginning_of_time;
      if (first <= last) allowed.push_back({first, last});
    }
    ranges = intersect(ranges, allowed);
  }
  for (std::size_t i = 0; i < walk_.timers().size(); ++i) {
    const DateTrigger& trigger = walk_.timers()[i].trigger;
    if (trigger.kind != DateTrigger::Kind::After || trigger.anchor != walk_.anchors()[anchor]) continue;
    const Instant last = latest_since(trigger.span, now);
    const bool passed = (the_case.situation.passed >> i & 1) != 0;
    const InstantRange allowed = passed ? InstantRange{beginning_of_time, last} : InstantRange{next(last), now};
    ranges = intersect(ranges, {allowed});
  }
  return ranges;
}

// The last group of anchors first, each as late as it can be: what is left for the earlier ones is then the most.
std::optional<std::vector<Instant>> Feasibility::place_anchors(const Box& box, const Case& the_case, Instant now) {
  const std::size_t count = walk_.anchors().size();
  std::vector<Instant> placed(count, never);
  Instant bound = now;
  const auto& order = the_case.situation.order;
  for (std::uint8_t place = *std::ranges::max_element(order); place > 0; --place) {
    std::vector<InstantRange> ranges{{beginning_of_time, bound}};
    for (std::size_t i = 0; i < count; ++i) {
      if (order[i] == place) ranges = intersect(ranges, anchor_ranges(box, the_case, i, now));
    }
    const std::optional<Instant> latest = latest_in(ranges, bound);
    if (!latest) return std::nullopt;
    bound = *latest;
    for (std::size_t i = 0; i < count; ++i) {
      if (order[i] == place) placed[i] = bound;
    }
  }
  return placed;
}

// The same with the least and greatest length of every span, whatever the present: refutes most boxes at once.
bool Feasibility::roughly_possible(const Box& box, const Case& the_case) const {
  const Instant now{end_of_time};
  const auto& order = the_case.situation.order;
  Instant bound = now;
  for (std::uint8_t place = *std::ranges::max_element(order); place > 0; --place) {
    std::vector<InstantRange> ranges{{Instant{now.ms - 200 * 366 * day_ms}, bound}};
    for (const DimensionId id : elapsed_dimensions_) {
      const Dimension& dimension = space_[id];
      const CoordSet* side = box.find(id);
      if (side == nullptr || order[*walk_.position_of(dimension.anchor)] != place) continue;
      std::vector<InstantRange> allowed;
      const std::int64_t slack = rough_slack_ms(dimension.family);
      for (const Stretch& stretch : stretches(dimension, *side)) {
        InstantRange range{ranges.front().first, now};
        range.first = Instant{now.ms - 200 * 366 * day_ms};
        if (stretch.passed) range.last.ms -= rough_ms(dimension.family, *stretch.passed) - slack;
        if (stretch.ahead) range.first.ms = now.ms - rough_ms(dimension.family, *stretch.ahead) - slack;
        allowed.push_back(range);
      }
      ranges = intersect(ranges, allowed);
      if (ranges.empty()) return false;
    }
    const std::optional<Instant> latest = latest_in(ranges, bound);
    if (!latest) return false;
    bound = *latest;
  }
  return true;
}

// ---- dates

void Feasibility::restrict_dates(std::vector<FieldDomain>& domains, const Box& box, const Case& the_case, Instant now) {
  constexpr Scalar far = std::numeric_limits<std::int32_t>::max();
  const auto up_to = [](Day day) { return ValueRange{-far, day.number}; };
  const auto after = [](Day day) { return ValueRange{Scalar{day.number} + 1, far}; };
  for (const DimensionId id : distance_dimensions_) {
    const CoordSet* side = box.find(id);
    if (side == nullptr) continue;
    const Dimension& dimension = space_[id];
    FieldDomain& domain = domains[position_of(dimension.field)];
    std::vector<ValueRange> allowed;
    for (const Stretch& stretch : stretches(dimension, *side)) {
      std::vector<ValueRange> part = domain.ranges;
      if (stretch.passed) part = clip(part, up_to(latest_ahead(span_of(dimension.family, *stretch.passed), now)));
      if (stretch.ahead) part = clip(part, after(latest_ahead(span_of(dimension.family, *stretch.ahead), now)));
      allowed.insert(allowed.end(), part.begin(), part.end());
    }
    domain.ranges = std::move(allowed);
    domain.may_be_unknown = domain.may_be_unknown && side->has(0);
  }
  const auto apply = [&](const FieldRef& date, bool has_come, Day latest) {
    FieldDomain& domain = domains[position_of(date)];
    domain.ranges = clip(domain.ranges, has_come ? up_to(latest) : after(latest));
    domain.may_be_unknown = domain.may_be_unknown && !has_come;
  };
  for (std::size_t i = 0; i < walk_.timers().size(); ++i) {
    const DateTrigger& trigger = walk_.timers()[i].trigger;
    if (trigger.kind != DateTrigger::Kind::Before) continue;
    apply(trigger.date, (the_case.situation.passed >> i & 1) != 0, latest_ahead(trigger.span, now));
  }
  for (std::size_t i = 0; i < walk_.dates().size(); ++i) {
    apply(walk_.dates()[i], (the_case.situation.reached >> i & 1) != 0, org_.zone.to_local(now).day);
  }
}

// ---- the present

// The moments at which it makes a difference that a date is compared with a day of the calendar and with the present
// both: where a window or a stage counted from a date next to such a day begins, and the last moment before. A date
// that is compared with another one may lie a day off.
std::vector<Instant> Feasibility::moments_of_dates(const Box& box) const {
  const auto in_box = [&](DimensionId id) { return box.find(id) != nullptr; };
  std::vector<Span> spans;
  for (const DimensionId id : distance_dimensions_) {
    if (!in_box(id)) continue;
    for (const std::int64_t cut : space_[id].cuts) spans.push_back(span_of(space_[id].family, cut));
  }
  for (const StageTimer& timer : walk_.timers()) {
    if (timer.trigger.kind == DateTrigger::Kind::Before) spans.push_back(timer.trigger.span);
  }
  if (!walk_.dates().empty()) spans.push_back(span_of(UnitFamily::Days, 0));
  if (spans.empty()) return {};

  const Scalar off = 1 + std::ranges::count_if(pair_dimensions_, in_box);
  std::set<Scalar> days;
  const auto add_around = [&](Scalar cut) {
    for (Scalar day = cut - off; day < cut + off; ++day) days.insert(day);
  };
  for (const DimensionId id : field_dimensions_) {
    if (space_[id].type.kind == TypeKind::Date && in_box(id)) std::ranges::for_each(space_[id].cuts, add_around);
  }
  for (const FieldRef& field : fields_) {
    const auto& [type, initial] = std::tie(policy_.field(field).type, policy_.field(field).initial);
    if (type.kind == TypeKind::Date && initial) add_around(*initial + 1);
  }
  std::set<Instant> moments;
  for (const Scalar day : days) {
    for (const Span& span : spans) {
      const Instant begins = moment_before(org_, Day{static_cast<std::int32_t>(day)}, span);
      moments.insert({begins, Instant{begins.ms - 1}});
    }
  }
  std::erase_if(moments, [](Instant at) { return at < beginning_of_time || at >= end_of_time; });
  return {moments.begin(), moments.end()};
}

// One moment is as good as another while a single unit family is involved and no day of the calendar. Else every day of
// four years, at times of day that are sensitive: midnights, changes to and from daylight saving, and where hours
// before a date begin; from each moment on at which a day of the calendar begins to make a difference.
std::vector<Instant> Feasibility::presents(const Box& box) const {
  std::set<std::pair<UnitFamily, bool>> families;
  std::set<std::int64_t> times{9 * hour_ms, 0, hour_ms / 2, 5 * hour_ms / 2, 12 * hour_ms, day_ms - 1};
  std::int64_t longest_ms = 0;
  bool hours_ahead = false, month_pairs = false;
  const auto note = [&](const Dimension& dimension) {
    families.emplace(dimension.family, false);
    for (const std::int64_t cut : dimension.cuts) longest_ms = std::max(longest_ms, rough_ms(dimension.family, cut));
    if (dimension.kind != Dimension::Kind::Distance) return;
    month_pairs = month_pairs || dimension.family == UnitFamily::Months;
    if (dimension.family != UnitFamily::Hours) return;
    hours_ahead = true;
    for (const std::int64_t cut : dimension.cuts) {
      const std::int64_t time = (day_ms - cut * 60'000 % day_ms) % day_ms;
      times.insert({time, (time + day_ms - 1) % day_ms});
    }
  };
  for (const DimensionId id : elapsed_dimensions_) {
    if (box.find(id) != nullptr) note(space_[id]);
  }
  for (const DimensionId id : distance_dimensions_) {
    if (box.find(id) != nullptr) note(space_[id]);
  }
  for (const StageTimer& timer : walk_.timers()) {
    families.emplace(family_of(timer.trigger.span.unit), timer.trigger.span.business);
  }
  const bool pairs = std::ranges::any_of(pair_dimensions_, [&](DimensionId id) { return box.find(id) != nullptr; });

  // 2026-07-06 is a Monday; far enough from 1970 for the longest window, and from 2100 for the longest stretch ahead.
  std::int32_t first_day = day_of({2026, 7, 6}).number;
  if (longest_ms > 50 * 365 * day_ms) first_day = day_of({2095, 7, 4}).number;
  std::vector<Instant> result{org_.zone.to_instant({Day{first_day}, 9 * hour_ms})};
  const std::vector<Instant> of_dates = moments_of_dates(box);
  result.insert(result.end(), of_dates.begin(), of_dates.end());
  if (families.size() <= 1 && !hours_ahead && !(month_pairs && pairs)) return result;

  const auto try_days = [&](std::int32_t begin, std::int32_t end) {
    for (std::int32_t day = begin; day < end; ++day) {
      for (const std::int64_t time : times) result.push_back(org_.zone.to_instant({Day{day}, time}));
    }
  };
  constexpr std::int32_t four_years = 4 * 366;
  try_days(first_day, first_day + four_years);
  const std::int32_t last_day = org_.zone.to_local(Instant{end_of_time.ms - 1}).day.number;
  for (std::size_t i = 0; i < of_dates.size(); ++i) {
    const bool is_last = i + 1 == of_dates.size();
    const std::int32_t begin = org_.zone.to_local(of_dates[i]).day.number;
    const std::int32_t end = is_last ? last_day : org_.zone.to_local(of_dates[i + 1]).day.number + 1;
    try_days(begin, std::min(end, begin + four_years));
  }
  return result;
}

}  // namespace baton
