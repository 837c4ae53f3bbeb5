#include "engine/host/import_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/host/text.hpp"
#include "engine/model/decimal.hpp"

namespace baton::host {
namespace {

using Done = std::expected<void, std::string>;

// The text of a template that names no column.
std::optional<std::string> fixed_text(const Template& from) {
  std::string made;
  for (const Template::Part& part : from.parts) {
    if (part.is_column) return std::nullopt;
    made += part.text;
  }
  return made;
}

bool is_fixed(const std::optional<Template>& from) {
  return !from || fixed_text(*from);
}

class SettingsCheck {
 public:
  SettingsCheck(const ImportMap& map, const std::string& name, const ZoneLoader& load_zone,
                const NearestZone& nearest_zone)
      : map_(map),
        name_(name),
        load_zone_(load_zone),
        nearest_zone_(nearest_zone),
        values_(map, no_tables_, no_columns_, load_zone) {}

  Done check() {
    zone(map_.zone);
    text("source", map_.source);
    for (const auto& [file, rules] : map_.files) see(rules);
    if (map_.every_file) see(*map_.every_file);
    return first_.empty() ? Done{} : std::unexpected(first_);
  }

 private:
  void see(const FileRules& rules) {
    for (const SkipRule& skip : rules.skip) see(skip.when);
    for (const EventRule& event : rules.events) {
      see(event.when);
      if (!event.type.literal) text("type", event.type.from);
      text("id", event.id);
      if (!event.subject.literal) text("subject", event.subject.from);
      if (event.sequence) text("sequence", *event.sequence);
      value("time", event.time, true);
      for (const auto& [key, one] : event.data) value(key, one, false);
    }
  }

  void see(const std::vector<RowTest>& tests) {
    for (const RowTest& test : tests) {
      for (const Template& with : test.values) compared(test.op, with);
    }
  }

  // What a cell is compared with must be of the kind that the comparison asks for.
  void compared(RowTest::Op op, const Template& with) {
    const auto written = fixed_text(with);
    if (!written) return;
    switch (op) {
      case RowTest::Op::Is:
      case RowTest::Op::OneOf:
      case RowTest::Op::Blank:
        return;
      case RowTest::Op::Before:
      case RowTest::Op::After: {
        MappedValue moment;
        moment.from = with;
        if (is_fixed(map_.zone) && !values_.time(moment)) {
          wrong(with, fmt::format("`{}` is no date or time to compare with", *written));
        }
        return;
      }
      default:
        if (!parse_decimal(*written)) wrong(with, fmt::format("`{}` is no number to compare with", *written));
    }
  }

  void text(std::string_view key, const Template& from) {
    const auto written = fixed_text(from);
    if (written && written->empty()) wrong(from, fmt::format("`{}` is blank", key));
  }

  void zone(const Template& from) {
    const auto written = fixed_text(from);
    if (!written || load_zone_(*written)) return;
    const auto near = nearest_zone_ ? nearest_zone_(*written) : std::nullopt;
    wrong(from, near ? fmt::format("`{}` is no time zone; did you mean `{}`?", *written, *near)
                     : fmt::format("`{}` is no time zone; one is written `America/New_York`", *written));
  }

  void span(const std::optional<Template>& from) {
    const auto written = from ? fixed_text(*from) : std::nullopt;
    if (written && !parse_span(*written)) {
      wrong(*from, fmt::format("`{}` is no span; one is written `1 year` or `90 days`", *written));
    }
  }

  void value(std::string_view key, const MappedValue& value, bool is_time) {
    if (value.zone) zone(*value.zone);
    span(value.plus);
    span(value.minus);
    if (value.fallback) this->value(key, *value.fallback, is_time);
    const bool fixed = fixed_text(value.from) && is_fixed(value.otherwise) && is_fixed(value.plus) &&
                       is_fixed(value.minus) && (value.zone ? is_fixed(value.zone) : is_fixed(map_.zone));
    if (value.literal || !fixed || !first_.empty()) return;
    if (is_time) {
      if (const auto at = values_.time(value); !at) wrong(value.from, fmt::format("`{}`: {}", key, at.error()));
    } else if (const auto json = values_.json(value); !json) {
      wrong(value.from, fmt::format("`{}`: {}", key, json.error()));
    }
  }

  // The first mistake is told.
  void wrong(const Template& at, std::string words) {
    if (first_.empty()) first_ = fmt::format("{}:{}: {}", name_, at.line, words);
  }

  const ImportMap& map_;
  const std::string& name_;
  const ZoneLoader& load_zone_;
  const NearestZone& nearest_zone_;
  const Tables no_tables_;
  const Columns no_columns_;
  RowValues values_;
  std::string first_;
};

}  // namespace

std::expected<void, std::string> check_settings(const ImportMap& map, const std::string& name,
                                                const ZoneLoader& load_zone, const NearestZone& nearest_zone) {
  return SettingsCheck(map, name, load_zone, nearest_zone).check();
}

}  // namespace baton::host
