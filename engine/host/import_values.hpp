// What a mapping's templates, tests and values come to for one row. Errors are words for the rejects file.
#pragma once

#include <functional>
#include <unordered_map>

#include "engine/host/import_map.hpp"
#include "engine/host/vocabulary.hpp"

namespace baton::host {

using ZoneLoader = std::function<std::optional<Zone>(const std::string&)>;

using Columns = ByName<std::size_t>;  // a header: name -> position
Columns columns_of(const std::vector<std::string>& header);

// A lookup table in memory: its rows by key.
struct LoadedTable {
  std::string file;
  std::string on;
  Columns columns;
  ByName<std::vector<std::string>> rows;
};
using Tables = std::map<std::string, LoadedTable>;

class RowValues {
 public:
  RowValues(const ImportMap& map, const Tables& tables, const Columns& columns, ZoneLoader load_zone);

  void set_row(const std::vector<std::string>& cells) { cells_ = &cells; }

  std::expected<std::string, std::string> text(const Template& from) const;
  // The same of a value that is a text, such as an event's type; empty: blank.
  std::expected<std::string, std::string> text(const MappedValue& value) const;
  std::expected<bool, std::string> holds(const std::vector<RowTest>& tests);
  // A moment; dates and times without a zone are in the value's zone, or the mapping's.
  std::expected<Instant, std::string> time(const MappedValue& value);
  // JSON; nullopt: left out.
  std::expected<std::optional<std::string>, std::string> json(const MappedValue& value);

 private:
  using Text = std::expected<std::string, std::string>;
  // A date, perhaps with a time of day, perhaps with an offset.
  struct Moment {
    LocalTime local;
    bool has_time = false;
    std::optional<Instant> instant;  // where the cell gives an offset
  };

  std::expected<std::string_view, std::string> cell(const Template::Part& part) const;
  bool lacks_row(const Template::Part& part) const;
  std::expected<bool, std::string> holds(const RowTest& test);
  // Template, fallback and translation; nullopt: blank.
  std::expected<std::optional<std::string>, std::string> plain(const MappedValue& value) const;
  std::optional<Day> day(std::string_view text) const;
  std::optional<Moment> moment(std::string_view text) const;
  std::expected<const Zone*, std::string> zone(const std::optional<Template>& own);
  std::expected<Instant, std::string> instant_of(const std::string& text, const MappedValue& value);
  Text date_of(const std::string& text, const MappedValue& value);
  std::expected<std::optional<Span>, std::string> span_of(const std::optional<Template>& from) const;
  Text scalar(const std::string& text, const MappedValue& value);

  const ImportMap& map_;
  const Tables& tables_;
  const Columns& columns_;
  ZoneLoader load_zone_;
  std::unordered_map<std::string, std::optional<Zone>> zones_;
  const std::vector<std::string>* cells_ = nullptr;
};

}  // namespace baton::host
