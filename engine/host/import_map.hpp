// The mapping of `baton import`: which rows of a CRM export become which events (docs/import.md).
//
// One YAML file describes all files of an export. Every text in it is a template: `{column}` takes a cell of the row,
// `{table.column}` a cell of the row of a lookup table that belongs to it; everything else stands for itself.
#pragma once

#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/time.hpp"

namespace baton::host {

struct Template {
  struct Part {
    std::string text;   // literal text, or the column
    std::string table;  // the lookup table; empty: the row itself
    bool is_column = false;
  };
  std::vector<Part> parts;
  int line = 0;  // of the mapping, for messages
};

// A value of an event. Steps in this order: the template; blank -> `fallback`, else `when_blank`; `translate`; then
// `as` with `plus` or `minus`.
struct MappedValue {
  enum class As { Text, Number, Bool, Date, Time };
  enum class WhenBlank { Omit, Null, Reject };
  Template from;
  std::optional<std::string> literal;  // JSON that stands for itself: true, 12, null
  std::unique_ptr<MappedValue> fallback;
  WhenBlank when_blank = WhenBlank::Omit;
  std::map<std::string, std::string> translate;  // empty: none
  std::optional<Template> otherwise;             // what `translate` does not list; none: the row is rejected
  As as = As::Text;
  std::optional<Template> plus, minus;         // a span, "1 year"
  std::optional<Template> zone;                // of dates and times without one
  std::optional<std::int64_t> time_of_day_ms;  // for a date where a time is needed
};

// `COLUMN is [not] ...`
struct RowTest {
  enum class Op { Is, Blank, OneOf, Before, After, AtLeast, AtMost, Over, Under };
  Template column;
  bool negated = false;
  Op op = Op::Is;
  std::vector<Template> values;
};

struct EventRule {
  std::vector<RowTest> when;  // all must hold
  Template id;
  MappedValue type, subject;  // texts: `from`, `map`, `otherwise` and `default` alone
  MappedValue time;
  std::optional<Template> sequence;
  std::vector<std::pair<std::string, MappedValue>> data;
};

struct SkipRule {
  std::vector<RowTest> when;
  std::string because;
};

// What is done with the rows of one file.
struct FileRules {
  std::vector<SkipRule> skip;
  std::vector<EventRule> events;
};

struct LookupTable {
  std::string file;
  std::string key;  // its column
  std::string on;   // the row's column that holds the key
};

enum class DateOrder { YearMonthDay, MonthDayYear, DayMonthYear };

struct ImportMap {
  Template source;
  Template zone;  // default: UTC
  char delimiter = ',';
  DateOrder dates = DateOrder::YearMonthDay;
  std::map<std::string, LookupTable> lookup;
  std::vector<std::pair<std::string, FileRules>> files;  // by file name, in order
  std::optional<FileRules> every_file;                   // `events` and `skip` without `files`
};

inline constexpr std::size_t max_map_bytes = std::size_t{1} << 20;  // 1 MiB
inline constexpr std::size_t max_map_depth = 20;                    // lists and maps within each other

// The error names the line: "map.yaml:12: `whn` is no key of an event ...".
std::expected<ImportMap, std::string> parse_import_map(const std::string& text, const std::string& name);
// The same for one test, for tests: "plan_tier is one of Pro, Enterprise".
std::expected<RowTest, std::string> parse_row_test(const std::string& text, int line);
// "1 year", "10 days"; business units are not for dates.
std::optional<Span> parse_span(std::string_view text);

}  // namespace baton::host
