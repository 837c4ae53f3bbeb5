#include "engine/host/import_values.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/host/text.hpp"
#include "engine/model/decimal.hpp"

namespace baton::host {
namespace {

std::unexpected<std::string> error(std::string words) {
  return std::unexpected(std::move(words));
}

std::string shown(std::string_view text) {
  return cut_utf8(text, 80);
}

std::string lower(std::string_view text) {
  std::string made(text);
  std::transform(made.begin(), made.end(), made.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return made;
}

std::string json_text(std::string_view text) {
  std::string json;
  append_json_string(json, text);
  return json;
}

std::optional<std::string> bool_of(std::string_view text) {
  const std::string word = lower(text);
  for (const char* yes : {"true", "yes", "y", "t", "1"}) {
    if (word == yes) return "true";
  }
  for (const char* no : {"false", "no", "n", "f", "0"}) {
    if (word == no) return "false";
  }
  return std::nullopt;
}

// Takes 1 or 2 digits (or 4) off the front.
std::optional<int> take_part(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t count = 0;
  int number = 0;
  while (count < most && count < text.size() && text[count] >= '0' && text[count] <= '9') {
    number = number * 10 + (text[count++] - '0');
  }
  if (count < least) return std::nullopt;
  text.remove_prefix(count);
  return number;
}

// "10/16/2024", "16.10.2024", "16-10-2024"; what follows the date stays in `text`.
std::optional<Day> take_written_day(std::string_view& text, DateOrder order) {
  const auto first = take_part(text, 1, 2);
  if (!first || text.empty()) return std::nullopt;
  const char separator = text.front();
  if (separator != '/' && separator != '.' && separator != '-') return std::nullopt;
  text.remove_prefix(1);
  const auto second = take_part(text, 1, 2);
  if (!second || !text.starts_with(separator)) return std::nullopt;
  text.remove_prefix(1);
  const auto year = take_part(text, 4, 4);
  if (!year) return std::nullopt;
  const bool month_first = order == DateOrder::MonthDayYear;
  const CivilDate date{*year, static_cast<unsigned>(month_first ? *first : *second),
                       static_cast<unsigned>(month_first ? *second : *first)};
  return is_valid(date) ? std::optional(day_of(date)) : std::nullopt;
}

// Where the offset of a time begins: at `Z`, `+` or `-`.
std::size_t offset_begins(std::string_view time) {
  return std::min(time.find_first_of("ZzUG+-"), time.size());  // U, G: UTC, GMT
}

// As RFC 3339 writes it: `+0200` and `UTC` are what CRMs write.
std::string offset_of(std::string_view written) {
  if (written == "UTC" || written == "GMT") return "Z";
  std::string made(written);
  if (made.size() == 5 && made.find(':') == std::string::npos) made.insert(3, ":");
  return made;
}

// The time of day in milliseconds, `9:30` and `2:03 PM` as well.
std::optional<std::int64_t> clock_of(std::string_view clock) {
  constexpr std::int64_t hour_ms = 3'600'000;
  std::optional<bool> afternoon;
  if (const std::string end = lower(clock.substr(clock.size() - std::min<std::size_t>(clock.size(), 2)));
      end == "am" || end == "pm") {
    afternoon = end == "pm";
    clock.remove_suffix(2);
  }
  while (clock.ends_with(' ')) clock.remove_suffix(1);
  const bool short_hour = clock.find(':') == 1;
  const auto ms = parse_time_of_day(short_hour ? fmt::format("0{}", clock) : clock);
  if (!ms || !afternoon) return ms;
  const std::int64_t hour = *ms / hour_ms;
  if (hour < 1 || hour > 12) return std::nullopt;
  return *ms + ((*afternoon ? 12 : 0) - (hour == 12 ? 12 : 0)) * hour_ms;
}

}  // namespace

Columns columns_of(const std::vector<std::string>& header) {
  Columns columns;
  for (std::size_t i = 0; i < header.size(); ++i) columns.emplace(header[i], i);
  return columns;
}

RowValues::RowValues(const ImportMap& map, const Tables& tables, const Columns& columns, ZoneLoader load_zone)
    : map_(map), tables_(tables), columns_(columns), load_zone_(std::move(load_zone)) {}

std::expected<std::string_view, std::string> RowValues::cell(const Template::Part& part) const {
  if (part.table.empty()) return (*cells_)[columns_.find(part.text)->second];
  const LoadedTable& table = tables_.at(part.table);
  const std::string& key = (*cells_)[columns_.find(table.on)->second];
  const auto row = table.rows.find(key);
  if (row == table.rows.end())
    return error(fmt::format("`{}` has no row for {} `{}`", table.file, table.on, shown(key)));
  return row->second[table.columns.find(part.text)->second];
}

// Is there no row of the lookup table for this one?
bool RowValues::lacks_row(const Template::Part& part) const {
  if (part.table.empty()) return false;
  const LoadedTable& table = tables_.at(part.table);
  return !table.rows.contains((*cells_)[columns_.find(table.on)->second]);
}

std::expected<std::string, std::string> RowValues::text(const Template& from) const {
  std::string made;
  for (const Template::Part& part : from.parts) {
    if (!part.is_column) {
      made += part.text;
      continue;
    }
    const auto value = cell(part);
    if (!value) return error(value.error());
    made += *value;
  }
  return made;
}

std::expected<std::string, std::string> RowValues::text(const MappedValue& value) const {
  if (value.literal) return *value.literal;
  const auto written = plain(value);
  if (!written) return error(written.error());
  if (*written) return **written;
  return value.fallback ? text(*value.fallback) : "";
}

// ---- tests

std::expected<bool, std::string> RowValues::holds(const std::vector<RowTest>& tests) {
  for (const RowTest& test : tests) {
    const auto one = holds(test);
    if (!one || !*one) return one;
  }
  return true;
}

std::expected<bool, std::string> RowValues::holds(const RowTest& test) {
  if (test.op == RowTest::Op::Blank && lacks_row(test.column.parts.front())) return !test.negated;
  const auto cell = text(test.column);
  if (!cell) return error(cell.error());
  bool is = cell->empty();
  if (test.op != RowTest::Op::Blank) {
    is = false;
    for (const Template& value : test.values) {
      const auto other = text(value);
      if (!other) return error(other.error());
      const std::string& name = test.column.parts.front().text;
      switch (test.op) {
        case RowTest::Op::Blank:
          break;
        case RowTest::Op::Is:
        case RowTest::Op::OneOf:
          is = is || *cell == *other;
          break;
        case RowTest::Op::Before:
        case RowTest::Op::After: {
          if (cell->empty() || other->empty()) break;
          const auto left = instant_of(*cell, {});
          const auto right = instant_of(*other, {});
          if (!left) return error(fmt::format("`{}`: {}", name, left.error()));
          if (!right) {
            return error(fmt::format("`{}` is compared with `{}`, which is no date or time", name, shown(*other)));
          }
          is = test.op == RowTest::Op::Before ? *left < *right : *left > *right;
          break;
        }
        default: {
          if (cell->empty() || other->empty()) break;
          const auto left = parse_decimal(*cell);
          const auto right = parse_decimal(*other);
          if (!left) return error(fmt::format("`{}` is `{}`: no number to compare", name, shown(*cell)));
          if (!right) return error(fmt::format("`{}` is compared with `{}`, which is no number", name, shown(*other)));
          is = test.op == RowTest::Op::AtLeast  ? *left >= *right
               : test.op == RowTest::Op::AtMost ? *left <= *right
               : test.op == RowTest::Op::Over   ? *left > *right
                                                : *left < *right;
        }
      }
    }
  }
  return is != test.negated;
}

// ---- dates and times

std::optional<RowValues::Moment> RowValues::moment(std::string_view text) const {
  Moment made;
  std::optional<Day> day;
  if (text.size() >= 10 && text[4] == '-') {  // ISO 8601 is understood whatever `dates` says
    day = parse_day(text.substr(0, 10));
    text.remove_prefix(10);
  } else if (map_.dates != DateOrder::YearMonthDay) {
    day = take_written_day(text, map_.dates);
  }
  if (!day) return std::nullopt;
  made.local.day = *day;
  if (text.empty()) return made;
  if (text.front() != 'T' && text.front() != 't' && text.front() != ' ') return std::nullopt;
  text.remove_prefix(1);
  const std::size_t offset = offset_begins(text);
  const auto ms = clock_of(text.substr(0, offset));
  if (!ms) return std::nullopt;
  made.local.ms_of_day = *ms;
  made.has_time = true;
  if (offset == text.size()) return made;
  const auto zero = parse_rfc3339(fmt::format("2000-01-01T00:00:00{}", offset_of(text.substr(offset))));
  if (!zero) return std::nullopt;
  constexpr std::int64_t year_2000_ms = 946'684'800'000;
  const std::int64_t offset_ms = year_2000_ms - zero->ms;
  made.instant = Instant{day->number * 86'400'000LL + *ms - offset_ms};
  return made;
}

std::expected<const Zone*, std::string> RowValues::zone(const std::optional<Template>& own) {
  const auto name = text(own ? *own : map_.zone);
  if (!name) return error(name.error());
  auto found = zones_.find(*name);
  if (found == zones_.end()) found = zones_.emplace(*name, load_zone_(*name)).first;
  if (!found->second)
    return error(fmt::format("`{}` is no time zone; one is written `America/New_York`", shown(*name)));
  return &*found->second;
}

std::expected<std::optional<Span>, std::string> RowValues::span_of(const std::optional<Template>& from) const {
  if (!from) return std::nullopt;
  const auto written = text(*from);
  if (!written) return error(written.error());
  const auto span = parse_span(*written);
  if (!span) return error(fmt::format("`{}` is no span; one is written `1 year` or `90 days`", shown(*written)));
  return span;
}

std::expected<Instant, std::string> RowValues::instant_of(const std::string& written, const MappedValue& value) {
  const auto when = moment(written);
  if (!when) return error(fmt::format("`{}` is no date or time", shown(written)));
  const auto where = zone(value.zone);
  if (!where) return error(where.error());
  LocalTime local = when->local;
  if (!when->has_time) local.ms_of_day = value.time_of_day_ms.value_or(0);
  Instant at = when->instant ? *when->instant : (*where)->to_instant(local);
  const auto plus = span_of(value.plus);
  if (!plus) return error(plus.error());
  const auto minus = span_of(value.minus);
  if (!minus) return error(minus.error());
  if (*plus) at = add(**where, at, **plus);
  if (*minus) at = subtract(**where, at, **minus);
  if (at < beginning_of_time || at >= end_of_time) return error("times run from 1970 to 2100");
  return at;
}

RowValues::Text RowValues::date_of(const std::string& written, const MappedValue& value) {
  const auto when = moment(written);
  if (!when) return error(fmt::format("`{}` is no date", shown(written)));
  Day day = when->local.day;
  if (when->instant) {
    const auto where = zone(value.zone);
    if (!where) return error(where.error());
    day = (*where)->to_local(*when->instant).day;
  }
  const auto plus = span_of(value.plus);
  if (!plus) return error(plus.error());
  const auto minus = span_of(value.minus);
  if (!minus) return error(minus.error());
  const Zone utc;
  Instant at = utc.start_of(day);
  if (*plus) at = add(utc, at, **plus);
  if (*minus) at = subtract(utc, at, **minus);
  if (at < beginning_of_time || at >= end_of_time) return error("dates run from 1970 to 2099");
  return to_string(utc.to_local(at).day);
}

// ---- values

std::expected<std::optional<std::string>, std::string> RowValues::plain(const MappedValue& value) const {
  auto made = text(value.from);
  if (!made) return error(made.error());
  if (made->empty()) return std::nullopt;
  if (value.translate.empty()) return *made;
  if (const auto found = value.translate.find(*made); found != value.translate.end()) return found->second;
  if (value.otherwise) {
    auto other = text(*value.otherwise);
    if (!other) return error(other.error());
    if (other->empty()) return std::nullopt;
    return *other;
  }
  return error(fmt::format("`{}` is not in the map of values", shown(*made)));
}

RowValues::Text RowValues::scalar(const std::string& written, const MappedValue& value) {
  switch (value.as) {
    case MappedValue::As::Text:
      return json_text(written);
    case MappedValue::As::Number: {
      const auto number = parse_decimal(written);
      if (!number) return error(fmt::format("`{}` is no number", shown(written)));
      return to_string(*number);
    }
    case MappedValue::As::Bool: {
      const auto truth = bool_of(written);
      if (!truth) return error(fmt::format("`{}` is neither true nor false", shown(written)));
      return *truth;
    }
    case MappedValue::As::Date: {
      const auto date = date_of(written, value);
      return date ? Text(json_text(*date)) : date;
    }
    case MappedValue::As::Time: {
      const auto at = instant_of(written, value);
      if (!at) return error(at.error());
      return json_text(to_string(*at));
    }
  }
  return error("");
}

std::expected<std::optional<std::string>, std::string> RowValues::json(const MappedValue& value) {
  if (value.literal) return *value.literal;
  const auto written = plain(value);
  if (!written) return error(written.error());
  if (*written) {
    auto made = scalar(**written, value);
    if (!made) return error(made.error());
    return *made;
  }
  if (value.fallback) return json(*value.fallback);
  switch (value.when_blank) {
    case MappedValue::WhenBlank::Omit:
      return std::nullopt;
    case MappedValue::WhenBlank::Null:
      return "null";
    case MappedValue::WhenBlank::Reject:
      break;
  }
  return error("it is blank");
}

std::expected<Instant, std::string> RowValues::time(const MappedValue& value) {
  const auto written = plain(value);
  if (!written) return error(written.error());
  if (*written) return instant_of(**written, value);
  if (value.fallback) return time(*value.fallback);
  return error("it is blank");
}

}  // namespace baton::host
