// Holidays by libical: it knows the format's folding, escapes and repeat rules. What it does not guard against is
// guarded here: nesting (it frees components recursively), rules that repeat by the second (its expansion would take
// minutes), rules for days that never come (it looks for them through eighteen thousand years, a second or two each:
// the first of them ends the file), and values that it drops without a word (a dropped date would be a lost holiday).
#include "dsl/holidays.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string_view>

#include "dsl/yaml.hpp"

namespace baton::dsl {
namespace {

constexpr int max_component_depth = 10;

struct ComponentDeleter {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
struct IteratorDeleter {
  void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};
using Component = std::unique_ptr<icalcomponent, ComponentDeleter>;
using Failure = std::optional<std::string>;

// Days removed or replaced by events of their own (RECURRENCE-ID), by the event's UID.
using Overrides = std::map<std::string, std::set<Day>>;

std::string text_or(const char* text, std::string_view otherwise) {
  return text == nullptr || *text == '\0' ? std::string(otherwise) : std::string(text);
}

std::string name_of(icalcomponent* event) {
  const std::string summary = text_or(icalcomponent_get_summary(event), "");
  if (first_bad_byte(summary)) return "an event whose name is not UTF-8";
  return summary.empty() ? "an event without a name" : "`" + summary + "`";
}

// All at once: a component has one cursor, which every other question about it moves.
std::vector<icalproperty*> properties_of(icalcomponent* event, icalproperty_kind kind) {
  std::vector<icalproperty*> properties;
  for (icalproperty* property = icalcomponent_get_first_property(event, kind); property != nullptr;
       property = icalcomponent_get_next_property(event, kind)) {
    properties.push_back(property);
  }
  return properties;
}

std::optional<Day> day_of_time(const icaltimetype& time) {
  const bool sane = time.year >= 1 && time.year <= 9999 && time.month >= 1 && time.day >= 1;
  const CivilDate date{time.year, static_cast<unsigned>(time.month), static_cast<unsigned>(time.day)};
  if (!sane || !is_valid(date)) return std::nullopt;
  return day_of(date);
}

bool starts_with_word(std::string_view line, std::string_view word) {
  const auto same = [](char a, char b) { return (a >= 'a' && a <= 'z' ? a - 'a' + 'A' : a) == b; };
  return line.size() >= word.size() && std::ranges::equal(line.substr(0, word.size()), word, same);
}

// BEGIN and END must match up, and not nest deeply, before the library may see the text.
Failure check_nesting(std::string_view text) {
  int depth = 0;
  std::size_t line_number = 0;
  bool any = false;
  while (!text.empty()) {
    const std::size_t length = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, length);
    text.remove_prefix(std::min(length + 1, text.size()));
    ++line_number;
    if (starts_with_word(line, "BEGIN:")) ++depth;
    if (starts_with_word(line, "END:")) --depth;
    any = any || starts_with_word(line, "BEGIN:VCALENDAR");
    const std::string where = "line " + std::to_string(line_number) + " ";
    if (depth < 0) return where + "ends something that has not begun";
    if (depth > max_component_depth) return where + "begins too much inside what has not ended";
  }
  if (!any) return "it has no `BEGIN:VCALENDAR`";
  if (depth > 0) return "a `BEGIN:` has no `END:`";
  return std::nullopt;
}

// The library keeps what it could not read as notes in the event. Those about dates matter.
Failure check_dates_were_read(icalcomponent* event) {
  for (icalproperty* note : properties_of(event, ICAL_XLICERROR_PROPERTY)) {
    const std::string_view said = icalproperty_get_xlicerror(note);
    for (const std::string_view name : {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE"}) {
      if (said.find(name) != std::string_view::npos) {
        return "the " + std::string(name) + " of " + name_of(event) + " cannot be read";
      }
    }
  }
  return std::nullopt;
}

// 0: it ends before it begins; one more than the limit: it lasts longer.
int days_covered(icalcomponent* event, Day start) {
  std::int64_t days = 1;
  if (icalproperty* end = icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY)) {
    const std::optional<Day> until = day_of_time(icalproperty_get_dtend(end));
    if (until) days = until->number == start.number ? 1 : until->number - start.number;
  } else if (icalproperty* length = icalcomponent_get_first_property(event, ICAL_DURATION_PROPERTY)) {
    const icaldurationtype duration = icalproperty_get_duration(length);
    constexpr std::uint64_t day = 86'400;
    const std::uint64_t seconds = (std::uint64_t{duration.weeks} * 7 + duration.days) * day +
                                  std::uint64_t{duration.hours} * 3'600 + std::uint64_t{duration.minutes} * 60 +
                                  duration.seconds;
    days = duration.is_neg != 0 ? -1 : std::max<std::int64_t>(1, static_cast<std::int64_t>((seconds + day - 1) / day));
  }
  return static_cast<int>(std::clamp<std::int64_t>(days, 0, max_days_of_event + 1));
}

// All days until the end of time, each off or not: what lies outside is left out.
class DaysOff {
 public:
  void add(Day first, int length) {
    const std::int64_t end = std::int64_t{first.number} + length;
    for (std::int64_t day = std::max(0, first.number); day < std::min(end, horizon); ++day) {
      off_[static_cast<std::size_t>(day)] = true;
    }
  }
  std::vector<Day> list() const {
    std::vector<Day> days;
    for (std::int32_t day = 0; day < horizon; ++day) {
      if (off_[static_cast<std::size_t>(day)]) days.push_back(Day{day});
    }
    return days;
  }

 private:
  static constexpr std::int64_t horizon = end_of_time.ms / 86'400'000;
  std::vector<bool> off_ = std::vector<bool>(static_cast<std::size_t>(horizon));
};

bool repeats_within_day(const icalrecurrencetype& rule) {
  return rule.freq == ICAL_SECONDLY_RECURRENCE || rule.freq == ICAL_MINUTELY_RECURRENCE ||
         rule.freq == ICAL_HOURLY_RECURRENCE || rule.by_second[0] != ICAL_RECURRENCE_ARRAY_MAX ||
         rule.by_minute[0] != ICAL_RECURRENCE_ARRAY_MAX || rule.by_hour[0] != ICAL_RECURRENCE_ARRAY_MAX;
}

// A rule that comes once comes again within four hundred of its intervals; one that never does is looked for long.
bool never_comes(const icalrecurrencetype& rule, const icaltimetype& start, std::size_t occurrences) {
  const bool over_before = !icaltime_is_null_time(rule.until) && icaltime_compare(rule.until, start) < 0;
  return occurrences == 0 && !over_before;
}

Failure add_occurrences(icalcomponent* event, icalproperty* rule_property, std::set<Day>& starts) {
  const icalrecurrencetype rule = icalproperty_get_rrule(rule_property);
  if (repeats_within_day(rule)) return name_of(event) + " lasts all day and repeats within the day";
  const Failure never = "the RRULE of " + name_of(event) + " cannot be read, or names a day that never comes";
  const icaltimetype start = icalcomponent_get_dtstart(event);
  const std::unique_ptr<icalrecur_iterator, IteratorDeleter> iterator(icalrecur_iterator_new(rule, start));
  if (!iterator) return never;
  std::size_t count = 0;
  for (icaltimetype at = icalrecur_iterator_next(iterator.get()); !icaltime_is_null_time(at);
       at = icalrecur_iterator_next(iterator.get())) {
    const std::optional<Day> day = day_of_time(at);
    if (!day || day->number * 86'400'000LL >= end_of_time.ms) return std::nullopt;
    if (++count > max_occurrences) {
      return name_of(event) + " repeats more than " + std::to_string(max_occurrences) + " times";
    }
    starts.insert(*day);
  }
  return never_comes(rule, start, count) ? never : std::nullopt;
}

Failure add_extra_dates(icalcomponent* event, std::set<Day>& starts) {
  for (icalproperty* extra : properties_of(event, ICAL_RDATE_PROPERTY)) {
    const auto day = day_of_time(icalproperty_get_rdate(extra).time);
    if (!day) return "the RDATE of " + name_of(event) + " is a date that no calendar has";
    starts.insert(*day);
  }
  return std::nullopt;
}

void remove_exceptions(icalcomponent* event, const Overrides& overrides, std::set<Day>& starts) {
  for (icalproperty* except : properties_of(event, ICAL_EXDATE_PROPERTY)) {
    if (const auto day = day_of_time(icalproperty_get_exdate(except))) starts.erase(*day);
  }
  const auto replaced = overrides.find(text_or(icalcomponent_get_uid(event), ""));
  if (replaced == overrides.end() || icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY)) return;
  for (const Day day : replaced->second) starts.erase(day);
}

Failure add_event(icalcomponent* event, const Overrides& overrides, DaysOff& days) {
  if (icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED) return std::nullopt;
  if (const Failure failure = check_dates_were_read(event)) return failure;
  const icaltimetype start = icalcomponent_get_dtstart(event);
  if (icaltime_is_null_time(start)) return name_of(event) + " has no DTSTART";
  if (!start.is_date) return std::nullopt;
  const std::optional<Day> first = day_of_time(start);
  if (!first) return name_of(event) + " starts on a date that no calendar has";
  const int length = days_covered(event, *first);
  if (length == 0) return name_of(event) + " ends before it begins";
  if (length > max_days_of_event) return name_of(event) + " lasts longer than a year";

  std::set<Day> starts{*first};
  for (icalproperty* rule : properties_of(event, ICAL_RRULE_PROPERTY)) {
    if (const Failure failure = add_occurrences(event, rule, starts)) return failure;
  }
  if (const Failure failure = add_extra_dates(event, starts)) return failure;
  remove_exceptions(event, overrides, starts);
  for (const Day occurrence : starts) days.add(occurrence, length);
  return std::nullopt;
}

std::vector<icalcomponent*> events_of(icalcomponent* root) {
  std::vector<icalcomponent*> events;
  const auto add_all = [&](icalcomponent* calendar) {
    for (icalcomponent* event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event != nullptr;
         event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
      events.push_back(event);
    }
  };
  if (icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT) add_all(root);
  for (icalcomponent* calendar = icalcomponent_get_first_component(root, ICAL_VCALENDAR_COMPONENT); calendar != nullptr;
       calendar = icalcomponent_get_next_component(root, ICAL_VCALENDAR_COMPONENT)) {
    add_all(calendar);
  }
  return events;
}

std::size_t count_rules(const std::vector<icalcomponent*>& events) {
  std::size_t rules = 0;
  for (icalcomponent* event : events) rules += properties_of(event, ICAL_RRULE_PROPERTY).size();
  return rules;
}

Overrides overrides_of(const std::vector<icalcomponent*>& events) {
  Overrides overrides;
  for (icalcomponent* event : events) {
    if (icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY) == nullptr) continue;
    const auto day = day_of_time(icalcomponent_get_recurrenceid(event));
    if (day) overrides[text_or(icalcomponent_get_uid(event), "")].insert(*day);
  }
  return overrides;
}

}  // namespace

std::expected<std::vector<Day>, std::string> read_holidays(const std::string& text) {
  if (text.size() > max_holiday_bytes) return std::unexpected("it is larger than 4 MiB");
  if (text.find('\0') != std::string::npos) return std::unexpected("it is no text file");
  if (const Failure failure = check_nesting(text)) return std::unexpected(*failure);
  icalerror_set_errors_are_fatal(0);
  const Component root(icalparser_parse_string(text.c_str()));
  if (!root) return std::unexpected("it is no calendar in the iCalendar format");

  const std::vector<icalcomponent*> events = events_of(root.get());
  if (events.size() > max_holiday_events) return std::unexpected("it has too many events");
  if (count_rules(events) > max_holiday_rules) {
    return std::unexpected("it has more than " + std::to_string(max_holiday_rules) + " rules by which events repeat");
  }
  const Overrides overrides = overrides_of(events);
  DaysOff days;
  for (icalcomponent* event : events) {
    if (const Failure failure = add_event(event, overrides, days)) return std::unexpected(*failure);
  }
  return days.list();
}

}  // namespace baton::dsl
