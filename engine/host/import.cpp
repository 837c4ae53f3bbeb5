#include "engine/host/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "engine/host/csv.hpp"
#include "engine/host/text.hpp"

namespace baton::host {
namespace {

using Done = std::expected<void, std::string>;

std::unexpected<std::string> error(std::string words) {
  return std::unexpected(std::move(words));
}

// "data/accounts.csv.gz" -> "accounts.csv".
std::string base_name(const std::string& path) {
  std::string name = std::filesystem::path(path).filename().string();
  for (const std::string_view ending : {".gz", ".zst", ".zstd"}) {
    if (name.ends_with(ending)) name.erase(name.size() - ending.size());
  }
  return name;
}

// What names there are instead of a wrong one: the nearest, or all, as far as a reader would read on.
std::string names_instead(const std::string& wrong, const std::vector<std::string>& names, const ImportOptions& options,
                          std::string_view lead) {
  constexpr std::size_t most_names = 12, most_bytes = 80;
  if (const auto near = options.nearest ? options.nearest(wrong, names) : std::nullopt) {
    return fmt::format("; did you mean `{}`?", *near);
  }
  std::string words(lead);
  for (std::size_t i = 0; i < std::min(names.size(), most_names); ++i) {
    words += (i == 0 ? " " : ", ") + cut_utf8(names[i], most_bytes);
  }
  if (names.size() > most_names) words += fmt::format(" and {} more", names.size() - most_names);
  return words;
}

// What makes a first row no header at all; nothing if it may be one.
std::string flaw_of_header(const CsvRow& row) {
  if (looks_like_utf16(row.text)) return "is written in UTF-16; save it as UTF-8";
  if (!row.complete) return "has a first row without end: a quote is not closed, or it is longer than 1 MiB";
  if (row.text.contains('\0')) return "is no text file; save it as CSV";
  if (row.text.contains('\r')) return "ends its lines with carriage returns alone; save it with line feeds";
  return "";
}

std::expected<Columns, std::string> read_header(CsvReader& reader, const std::string& file,
                                                std::vector<std::string>& header) {
  CsvRow row;
  const auto more = reader.next(row);
  if (!more) return error(more.error());
  if (!*more) return error(fmt::format("`{}` is empty: its first row names the columns", file));
  if (const std::string flaw = flaw_of_header(row); !flaw.empty()) return error(fmt::format("`{}` {}", file, flaw));
  header = std::move(row.cells);
  Columns columns = columns_of(header);
  if (columns.size() == header.size()) return columns;
  auto sorted = header;
  std::sort(sorted.begin(), sorted.end());
  const std::string& twice = *std::adjacent_find(sorted.begin(), sorted.end());
  if (twice.empty()) return error(fmt::format("`{}` has several columns without a name", file));
  return error(fmt::format("`{}` has two columns called `{}`", file, cut_utf8(twice, 80)));
}

void each_template(const MappedValue& value, auto&& see) {
  see(value.from);
  for (const auto* part : {&value.otherwise, &value.plus, &value.minus, &value.zone}) {
    if (*part) see(**part);
  }
  if (value.fallback) each_template(*value.fallback, see);
}

void each_template(const std::vector<RowTest>& tests, auto&& see) {
  for (const RowTest& test : tests) {
    see(test.column);
    for (const Template& value : test.values) see(value);
  }
}

void each_template(const FileRules& rules, auto&& see) {
  for (const SkipRule& skip : rules.skip) each_template(skip.when, see);
  for (const EventRule& event : rules.events) {
    each_template(event.when, see);
    see(event.id);
    if (event.sequence) see(*event.sequence);
    for (const MappedValue* value : {&event.type, &event.subject, &event.time}) each_template(*value, see);
    for (const auto& [key, value] : event.data) each_template(value, see);
  }
}

// Every column that the rules name must be there; asked once a file, so that rows need not.
class ColumnCheck {
 public:
  ColumnCheck(const ImportMap& map, const Tables& tables, const std::string& file, const Columns& columns,
              const std::vector<std::string>& header, const ImportOptions& options)
      : map_(map), tables_(tables), file_(file), columns_(columns), header_(header), options_(options) {}

  Done check(const FileRules& rules) {
    see(map_.source);
    see(map_.zone);
    each_template(rules, [&](const Template& from) { see(from); });
    return missing_.empty() ? Done{} : error(missing_);
  }

 private:
  void see(const Template& from) {
    for (const Template::Part& part : from.parts) {
      if (!part.is_column) continue;
      if (part.table.empty()) {
        need(file_, columns_, part.text, from.line);
      } else {
        const LoadedTable& table = tables_.at(part.table);
        need(file_, columns_, table.on, from.line);
        need(table.file, table.columns, part.text, from.line);
      }
    }
  }
  void need(const std::string& file, const Columns& columns, const std::string& column, int line) {
    if (columns.contains(column) || !missing_.empty()) return;
    missing_ =
        fmt::format("`{}` has no column `{}`, which line {} of the mapping uses", file, cut_utf8(column, 80), line);
    if (&columns == &columns_) missing_ += names_instead(column, header_, options_, "; it has");
  }

  const ImportMap& map_;
  const Tables& tables_;
  const std::string& file_;
  const Columns& columns_;
  const std::vector<std::string>& header_;
  const ImportOptions& options_;
  std::string missing_;
};

class Import {
 public:
  Import(const ImportMap& map, const ImportOptions& options, const ZoneLoader& load_zone, const ImportSinks& sinks)
      : map_(map), options_(options), load_zone_(load_zone), sinks_(sinks) {}

  std::expected<ImportCounts, std::string> run() {
    for (const auto& [name, table] : map_.lookup) {
      if (!is_needed(name)) continue;
      if (auto done = load(name, table); !done) return error(done.error());
    }
    // Every file is opened and its columns are checked before the first row of any is read.
    std::vector<OpenFile> files;
    for (const std::string& file : options_.files) {
      const std::string name = base_name(file);
      const FileRules* rules = rules_of(name);
      if (rules == nullptr && is_lookup(name)) continue;
      if (rules == nullptr) return error(fmt::format("the mapping says nothing about `{}`{}", name, known_files(name)));
      auto opened = open(file, *rules);
      if (!opened) return error(opened.error());
      files.push_back(std::move(*opened));
    }
    if (sinks_.begin) {
      if (auto begun = sinks_.begin(); !begun) return error(begun.error());
    }
    for (OpenFile& file : files) {
      if (auto done = read_rows(file); !done) return error(done.error());
    }
    return counts_;
  }

 private:
  struct OpenFile {
    std::string file;
    const FileRules* rules;
    std::unique_ptr<CsvReader> reader;  // behind the header
    Columns columns;
    std::size_t width;
  };

  std::string known_files(const std::string& wrong) const {
    std::vector<std::string> names;
    for (const auto& [file, rules] : map_.files) names.push_back(file);
    return names.empty() ? "" : names_instead(wrong, names, options_, "; it tells of");
  }
  const FileRules* rules_of(const std::string& name) const {
    for (const auto& [file, rules] : map_.files) {
      if (file == name) return &rules;
    }
    return map_.every_file && !is_lookup(name) ? &*map_.every_file : nullptr;
  }
  bool is_lookup(const std::string& name) const {
    return std::any_of(map_.lookup.begin(), map_.lookup.end(),
                       [&](const auto& table) { return base_name(table.second.file) == name; });
  }
  // A lookup table that only files ask for which were not given may be missing.
  bool is_needed(const std::string& table) const {
    bool asked = false;
    const auto see = [&](const Template& from) {
      asked = asked || std::ranges::any_of(from.parts, [&](const auto& part) { return part.table == table; });
    };
    const auto is_given = [&](const std::string& name) {
      return std::ranges::any_of(options_.files, [&](const std::string& file) { return base_name(file) == name; });
    };
    bool asked_elsewhere = false;
    for (const auto& [name, rules] : map_.files) {
      asked = false;
      each_template(rules, see);
      if (asked && is_given(name)) return true;
      asked_elsewhere = asked_elsewhere || asked;
    }
    asked = false;
    see(map_.source);
    see(map_.zone);
    return asked || !asked_elsewhere;
  }
  // Files keep their place in the mapping, so that naming them in another order changes nothing.
  std::size_t place_of(const std::string& file) const {
    const std::string name = base_name(file);
    for (std::size_t i = 0; i < map_.files.size(); ++i) {
      if (map_.files[i].first == name) return i + 1;
    }
    return static_cast<std::size_t>(std::find(options_.files.begin(), options_.files.end(), file) -
                                    options_.files.begin()) +
           1;
  }

  std::string path_of_lookup(const std::string& file) const {
    for (const std::string& given : options_.files) {
      if (base_name(given) == base_name(file)) return given;
    }
    return (std::filesystem::path(options_.map_folder) / file).string();
  }

  Done load(const std::string& name, const LookupTable& lookup) {
    const std::string path = path_of_lookup(lookup.file);
    if (!std::filesystem::exists(path)) {
      return error(fmt::format("`{}`, the lookup table `{}`, is neither among the files given nor beside the mapping",
                               lookup.file, name));
    }
    auto source = open_regular_file(path);
    if (!source) return error(source.error());
    CsvReader reader(std::move(*source), map_.delimiter, lookup.file);
    LoadedTable table;
    table.file = lookup.file;
    table.on = lookup.on;
    std::vector<std::string> header;
    auto columns = read_header(reader, lookup.file, header);
    if (!columns) return error(columns.error());
    table.columns = std::move(*columns);
    const auto key = table.columns.find(lookup.key);
    if (key == table.columns.end()) {
      return error(fmt::format("`{}` has no column `{}`, the key of the lookup table `{}`{}", lookup.file,
                               cut_utf8(lookup.key, 80), name,
                               names_instead(lookup.key, header, options_, "; it has")));
    }
    CsvRow row;
    std::size_t bytes = 0;
    for (;;) {
      const auto more = reader.next(row);
      if (!more) return error(more.error());
      if (!*more) break;
      if (!row.complete) {
        return error(fmt::format("`{}`, line {}: the row is longer than 1 MiB or its quotes are not closed",
                                 lookup.file, row.line));
      }
      if (row.cells.size() != header.size()) {
        return error(fmt::format("`{}`, line {}: the row has {}, the header {}", lookup.file, row.line,
                                 counted(row.cells.size(), "cell"), header.size()));
      }
      const std::string id = row.cells[key->second];
      const std::size_t taken = row.text.size() + (row.cells.size() + 1) * sizeof(std::string);
      if (!table.rows.emplace(id, std::move(row.cells)).second) continue;  // of several rows the first counts
      bytes += taken;
      if (bytes > options_.lookup_bytes) {
        return error(fmt::format("`{}` takes more than {} MiB of memory, too much for a lookup table", lookup.file,
                                 options_.lookup_bytes >> 20));
      }
    }
    tables_.emplace(name, std::move(table));
    return {};
  }

  std::expected<OpenFile, std::string> open(const std::string& file, const FileRules& rules) {
    auto source = open_input(file);
    if (!source) return error(source.error());
    auto reader = std::make_unique<CsvReader>(std::move(*source), map_.delimiter, file);
    std::vector<std::string> header;
    auto columns = read_header(*reader, file, header);
    if (!columns) return error(columns.error());
    const auto checked = ColumnCheck(map_, tables_, file, *columns, header, options_).check(rules);
    if (!checked) return error(checked.error());
    return OpenFile{file, &rules, std::move(reader), std::move(*columns), header.size()};
  }

  Done read_rows(OpenFile& file) {
    RowValues values(map_, tables_, file.columns, load_zone_);
    const std::size_t place = place_of(file.file);
    CsvRow row;
    for (std::uint64_t number = 1;; ++number) {
      const auto more = file.reader->next(row);
      if (!more) return error(more.error());
      if (!*more) return {};
      ++counts_.read;
      auto done = take_row(row, file.width, *file.rules, values, fmt::format("{:03}.{:09}", place, number));
      if (!done) reject(row, file.file, std::move(done.error()));
    }
  }

  void reject(const CsvRow& row, const std::string& file, std::string why) {
    ++counts_.rejected;
    if (sinks_.reject) {
      sinks_.reject({row.line, file, std::move(why), mend_utf8(utf8_prefix(row.text, max_reject_bytes)), {}});
    }
  }

  void skip(const std::string& because) {
    ++counts_.skipped;
    for (auto& [reason, count] : counts_.reasons) {
      if (reason != because) continue;
      ++count;
      return;
    }
    counts_.reasons.emplace_back(because, 1);
  }

  Done take_row(const CsvRow& row, std::size_t width, const FileRules& rules, RowValues& values,
                const std::string& position) {
    if (!row.complete) return error("the row has no end: a quote is not closed, or it is longer than 1 MiB");
    if (row.cells.size() != width) {
      return error(fmt::format("the row has {}, the header {}", counted(row.cells.size(), "cell"), width));
    }
    if (!is_utf8(row.text)) return error("the row is not valid UTF-8");
    values.set_row(row.cells);
    for (const SkipRule& rule : rules.skip) {
      const auto holds = values.holds(rule.when);
      if (!holds) return error(holds.error());
      if (*holds) {
        skip(rule.because);
        return {};
      }
    }
    lines_.clear();
    std::size_t written = 0;
    for (std::size_t i = 0; i < rules.events.size(); ++i) {
      const auto holds = values.holds(rules.events[i].when);
      if (!holds) return error(holds.error());
      if (!*holds) continue;
      if (auto done = append_event(rules.events[i], values, fmt::format("{}.{:02}", position, i + 1)); !done)
        return done;
      ++written;
    }
    if (written == 0) {
      skip("no event of the mapping applies");
      return {};
    }
    ++counts_.imported;
    counts_.events += written;
    sinks_.line(lines_);
    return {};
  }

  Done append_member(std::string_view key, const std::expected<std::string, std::string>& text) {
    if (!text) return error(fmt::format("`{}`: {}", key, text.error()));
    if (text->empty()) return error(fmt::format("`{}` is blank", key));
    if (key == "subject") {
      if (const auto checked = check_id(*text); !checked) return error(fmt::format("`{}` {}", key, checked.error()));
    }
    lines_ += fmt::format(",\"{}\":", key);
    append_json_string(lines_, *text);
    return {};
  }

  Done append_event(const EventRule& rule, RowValues& values, const std::string& position) {
    lines_ += "{\"specversion\":\"1.0\"";
    const std::pair<std::string_view, std::expected<std::string, std::string>> members[] = {
        {"id", values.text(rule.id)},
        {"source", values.text(map_.source)},
        {"type", values.text(rule.type)},
        {"subject", values.text(rule.subject)}};
    for (const auto& [key, text] : members) {
      if (auto done = append_member(key, text); !done) return done;
    }
    const auto at = values.time(rule.time);
    if (!at) return error(fmt::format("`time`: {}", at.error()));
    lines_ += fmt::format(",\"time\":\"{}\"", to_string(*at));
    if (rule.sequence) {
      if (auto done = append_member("sequence", values.text(*rule.sequence)); !done) return done;
    } else {
      lines_ += fmt::format(",\"sequence\":\"{}\"", position);
    }
    lines_ += ",\"data\":{";
    bool first = true;
    for (const auto& [key, value] : rule.data) {
      const auto json = values.json(value);
      if (!json) return error(fmt::format("`{}`: {}", key, json.error()));
      if (!*json) continue;
      if (!first) lines_ += ',';
      first = false;
      append_json_string(lines_, key);
      lines_ += ':';
      lines_ += **json;
    }
    lines_ += "}}\n";
    return {};
  }

  const ImportMap& map_;
  const ImportOptions& options_;
  const ZoneLoader& load_zone_;
  const ImportSinks& sinks_;
  Tables tables_;
  ImportCounts counts_;
  std::string lines_;  // the events of one row
};

}  // namespace

std::string summary(const ImportCounts& counts) {
  return fmt::format("read {} = imported {} + skipped {} + rejected {}, wrote {}", counted(counts.read, "row"),
                     counts.imported, counts.skipped, counts.rejected, counted(counts.events, "event"));
}

std::expected<ImportCounts, std::string> import_rows(const ImportMap& map, const ImportOptions& options,
                                                     const ZoneLoader& load_zone, const ImportSinks& sinks) {
  return Import(map, options, load_zone, sinks).run();
}

}  // namespace baton::host
