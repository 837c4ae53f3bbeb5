#include "engine/host/import_map.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <sstream>

#include "engine/host/json.hpp"
#include "engine/host/text.hpp"

namespace baton::host {
namespace {

// Carries the line and the words of a mistake up to parse_import_map; the one place where a plain return would have
// to be checked at every node of a tree.
struct Mistake {
  int line;
  std::string words;
};

// Refuses what a mapping has no use for before its nodes are built: with aliases a small file stands for an endless
// one.
class Guard : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) refuse(mark, "a second document in one file; keep one, without `---`");
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { see(mark, "", anchor); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse(mark, "an alias (`*name`) in place of a value; write the value out");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string&) override {
    see(mark, tag, anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor);
  }
  void OnSequenceEnd() override { --depth_; }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor);
  }
  void OnMapEnd() override { --depth_; }

 private:
  [[noreturn]] static void refuse(const YAML::Mark& mark, std::string words) {
    throw Mistake{mark.line + 1, std::move(words)};
  }
  static void see(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != 0) refuse(mark, "an anchor (`&name`) before a value; write values out where they stand");
    if (!tag.empty() && tag != "?" && tag != "!") refuse(mark, "a tag (`!name`) before a value; leave it out");
  }
  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    see(mark, tag, anchor);
    if (++depth_ > max_map_depth) {
      refuse(mark, fmt::format("lists and maps nested more than {} deep", max_map_depth));
    }
  }

  std::size_t documents_ = 0, depth_ = 0;
};

YAML::Node load_guarded(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  Guard guard;
  while (parser.HandleNextDocument(guard)) {
  }
  return YAML::Load(text);
}

int line_of(const YAML::Node& node) {
  return node.Mark().line + 1;
}

[[noreturn]] void fail(const YAML::Node& node, std::string words) {
  throw Mistake{line_of(node), std::move(words)};
}

void check_keys(const YAML::Node& node, const char* what, std::initializer_list<std::string_view> known) {
  if (!node.IsMap()) fail(node, fmt::format("{} is written as `key: value`", what));
  std::vector<std::string> seen;
  for (const auto& entry : node) {
    if (!entry.first.IsScalar()) fail(entry.first, fmt::format("a key of {} is a single word", what));
    const std::string& key = entry.first.Scalar();
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      fail(entry.first, fmt::format("`{}` is no key of {}; there are {}", key, what, fmt::join(known, ", ")));
    }
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
      fail(entry.first, fmt::format("`{}` is given twice", key));
    }
    seen.push_back(key);
  }
}

std::string text_of(const YAML::Node& node) {
  if (!node.IsScalar()) fail(node, "a text is expected here");
  return node.Scalar();
}

Template parse_template(std::string_view text, int line) {
  Template made;
  made.line = line;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    if (open != 0) made.parts.push_back({std::string(text.substr(0, open)), "", false});
    if (open == std::string_view::npos) return made;
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) throw Mistake{line, fmt::format("`{}` has no closing `}}`", text)};
    std::string_view column = text.substr(open + 1, close - open - 1);
    if (column.empty()) throw Mistake{line, "`{}` names no column"};
    made.parts.push_back({std::string(column), "", true});
    text.remove_prefix(close + 1);
  }
  return made;
}

Template template_of(const YAML::Node& node) {
  return parse_template(text_of(node), line_of(node));
}

// `{table.column}` where `table` is a lookup table; a dot in a column's name is just a dot.
void bind_tables(Template& made, const std::map<std::string, LookupTable>& lookup) {
  for (Template::Part& part : made.parts) {
    const std::size_t dot = part.text.find('.');
    if (!part.is_column || dot == std::string::npos || !lookup.contains(part.text.substr(0, dot))) continue;
    part.table = part.text.substr(0, dot);
    part.text.erase(0, dot + 1);
  }
}

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string_view unquote(std::string_view text) {
  text = trim(text);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  return text;
}

bool take_words(std::string_view& text, std::string_view words) {
  if (!text.starts_with(words)) return false;
  if (text.size() > words.size() && text[words.size()] != ' ') return false;
  text = trim(text.substr(words.size()));
  return true;
}

RowTest row_test(std::string_view text, int line) {
  const std::size_t is = text.find(" is ");
  if (is == std::string_view::npos) {
    throw Mistake{
        line, fmt::format("`{}` is no test: write `COLUMN is VALUE`, `is not`, `is blank`, `is one of`, ...", text)};
  }
  RowTest test;
  const std::string_view column = unquote(text.substr(0, is));
  test.column.line = line;
  test.column.parts.push_back({std::string(column), "", true});
  std::string_view rest = trim(text.substr(is + 4));
  test.negated = take_words(rest, "not");
  if (rest == "blank") {
    test.op = RowTest::Op::Blank;
    return test;
  }
  if (take_words(rest, "one of")) {
    test.op = RowTest::Op::OneOf;
    for (std::size_t comma = 0; comma != std::string_view::npos;) {
      comma = rest.find(',');
      test.values.push_back(parse_template(unquote(rest.substr(0, comma)), line));
      if (comma != std::string_view::npos) rest.remove_prefix(comma + 1);
    }
    return test;
  }
  constexpr std::pair<std::string_view, RowTest::Op> comparisons[] = {
      {"before", RowTest::Op::Before},  {"after", RowTest::Op::After}, {"at least", RowTest::Op::AtLeast},
      {"at most", RowTest::Op::AtMost}, {"over", RowTest::Op::Over},   {"under", RowTest::Op::Under}};
  for (const auto& [words, op] : comparisons) {
    if (!take_words(rest, words)) continue;
    test.op = op;
    break;
  }
  if (rest.empty()) throw Mistake{line, fmt::format("`{}` is no test: a value is missing at its end", text)};
  test.values.push_back(parse_template(unquote(rest), line));
  return test;
}

std::vector<RowTest> row_tests(const YAML::Node& node) {
  std::vector<RowTest> tests;
  if (node.IsSequence()) {
    const bool in_brackets = node.Style() == YAML::EmitterStyle::Flow;
    for (const YAML::Node& one : node) {
      if (in_brackets && !tests.empty() && text_of(one).find(" is ") == std::string::npos) {
        fail(one,
             fmt::format("`{}` is no test; in brackets a test with commas stands in quotes: [ \"... is one of a, b\" ]",
                         text_of(one)));
      }
      tests.push_back(row_test(text_of(one), line_of(one)));
    }
  } else {
    tests.push_back(row_test(text_of(node), line_of(node)));
  }
  return tests;
}

MappedValue::As as_of(const YAML::Node& node) {
  constexpr std::pair<std::string_view, MappedValue::As> kinds[] = {{"text", MappedValue::As::Text},
                                                                    {"number", MappedValue::As::Number},
                                                                    {"bool", MappedValue::As::Bool},
                                                                    {"date", MappedValue::As::Date},
                                                                    {"time", MappedValue::As::Time}};
  const std::string text = text_of(node);
  for (const auto& [name, as] : kinds) {
    if (name == text) return as;
  }
  fail(node, fmt::format("`as: {}` is not known; there are text, number, bool, date, time", text));
}

MappedValue::WhenBlank when_blank_of(const YAML::Node& node) {
  if (node.IsNull()) return MappedValue::WhenBlank::Null;  // YAML's `null`: no text
  const std::string text = text_of(node);
  if (text == "omit") return MappedValue::WhenBlank::Omit;
  if (text == "null") return MappedValue::WhenBlank::Null;
  if (text == "reject") return MappedValue::WhenBlank::Reject;
  fail(node, fmt::format("`blank: {}` is not known; there are omit, null, reject", text));
}

// `true`, `12` and `null` without quotes are JSON's; everything else is a template.
std::optional<std::string> literal_of(const YAML::Node& node) {
  if (node.IsNull()) return "null";
  if (!node.IsScalar() || node.Tag() == "!") return std::nullopt;  // "!": written in quotes
  const std::string text = node.Scalar();
  if (text == "true" || text == "false" || text == "null" || is_json_number(text)) return text;
  return std::nullopt;
}

MappedValue value_of(const YAML::Node& node) {
  MappedValue value;
  value.literal = literal_of(node);
  if (value.literal) return value;
  if (!node.IsMap()) {
    value.from = template_of(node);
    return value;
  }
  check_keys(node, "a value", {"from", "map", "otherwise", "default", "blank", "as", "plus", "minus", "zone", "at"});
  if (!node["from"]) fail(node, "a value needs `from`");
  value.from = template_of(node["from"]);
  if (const auto map = node["map"]) {
    if (!map.IsMap()) fail(map, "`map` is written as `{ theirs: ours }`");
    for (const auto& entry : map) value.translate[text_of(entry.first)] = text_of(entry.second);
  }
  if (const auto otherwise = node["otherwise"]) value.otherwise = template_of(otherwise);
  if (const auto fallback = node["default"]) value.fallback = std::make_unique<MappedValue>(value_of(fallback));
  if (const auto blank = node["blank"]) value.when_blank = when_blank_of(blank);
  if (const auto as = node["as"]) value.as = as_of(as);
  if (const auto plus = node["plus"]) value.plus = template_of(plus);
  if (const auto minus = node["minus"]) value.minus = template_of(minus);
  if (const auto zone = node["zone"]) value.zone = template_of(zone);
  if (const auto at = node["at"]) {
    value.time_of_day_ms = parse_time_of_day(text_of(at));
    if (!value.time_of_day_ms) fail(at, "`at` is a time of day such as \"09:00\"");
  }
  const bool timed = value.as == MappedValue::As::Date || value.as == MappedValue::As::Time;
  if ((value.plus || value.minus) && !timed) value.as = MappedValue::As::Date;
  return value;
}

// A text that has to be chosen, perhaps, but never computed.
MappedValue word_of(const YAML::Node& node, const char* what) {
  if (node.IsMap()) check_keys(node, what, {"from", "map", "otherwise", "default"});
  return value_of(node);
}

EventRule event_rule(const YAML::Node& node) {
  check_keys(node, "an event", {"when", "type", "id", "subject", "time", "sequence", "data"});
  for (const char* key : {"type", "id", "subject", "time"}) {
    if (!node[key]) fail(node, fmt::format("the event needs `{}`", key));
  }
  EventRule rule;
  if (const auto when = node["when"]) rule.when = row_tests(when);
  rule.type = word_of(node["type"], "`type`");
  rule.id = template_of(node["id"]);
  rule.subject = word_of(node["subject"], "`subject`");
  rule.time = value_of(node["time"]);
  rule.time.as = MappedValue::As::Time;
  rule.time.when_blank = MappedValue::WhenBlank::Reject;
  if (const auto sequence = node["sequence"]) rule.sequence = template_of(sequence);
  if (const auto data = node["data"]) {
    if (!data.IsMap()) fail(data, "`data` is written as `field: value`");
    std::set<std::string> seen;
    for (const auto& entry : data) {
      const std::string key = text_of(entry.first);
      if (!seen.insert(key).second) fail(entry.first, fmt::format("`{}` is given twice", key));
      rule.data.emplace_back(key, value_of(entry.second));
    }
  }
  return rule;
}

FileRules file_rules(const YAML::Node& node) {
  FileRules rules;
  if (const auto skip = node["skip"]) {
    if (!skip.IsSequence()) fail(skip, "`skip` is a list");
    for (const YAML::Node& one : skip) {
      check_keys(one, "a skip rule", {"when", "because"});
      if (!one["when"] || !one["because"]) fail(one, "a skip rule needs `when` and `because`");
      rules.skip.push_back({row_tests(one["when"]), text_of(one["because"])});
    }
  }
  const auto events = node["events"];
  if (!events || !events.IsSequence() || events.size() == 0) fail(node, "`events` needs a list of at least one event");
  for (const YAML::Node& one : events) rules.events.push_back(event_rule(one));
  return rules;
}

void bind_tables(std::vector<RowTest>& tests, const std::map<std::string, LookupTable>& lookup) {
  for (RowTest& test : tests) {
    bind_tables(test.column, lookup);
    for (Template& value : test.values) bind_tables(value, lookup);
  }
}

void bind_tables(MappedValue& value, const std::map<std::string, LookupTable>& lookup) {
  bind_tables(value.from, lookup);
  for (auto* part : {&value.otherwise, &value.plus, &value.minus, &value.zone}) {
    if (*part) bind_tables(**part, lookup);
  }
  if (value.fallback) bind_tables(*value.fallback, lookup);
}

void bind_tables(FileRules& rules, const std::map<std::string, LookupTable>& lookup) {
  for (SkipRule& skip : rules.skip) bind_tables(skip.when, lookup);
  for (EventRule& event : rules.events) {
    bind_tables(event.when, lookup);
    bind_tables(event.id, lookup);
    for (MappedValue* word : {&event.type, &event.subject}) bind_tables(*word, lookup);
    if (event.sequence) bind_tables(*event.sequence, lookup);
    bind_tables(event.time, lookup);
    for (auto& [key, value] : event.data) bind_tables(value, lookup);
  }
}

char delimiter_of(const YAML::Node& node) {
  const std::string text = text_of(node);
  if (text == "tab" || text == "\\t" || text == "\t") return '\t';
  if (text.size() != 1 || text == "\"" || text.front() < ' ') {
    fail(node, "`delimiter` is one character, or `tab`; a quote or a line end is none");
  }
  return text.front();
}

DateOrder date_order_of(const YAML::Node& node) {
  const std::string text = text_of(node);
  if (text == "ymd") return DateOrder::YearMonthDay;
  if (text == "mdy") return DateOrder::MonthDayYear;
  if (text == "dmy") return DateOrder::DayMonthYear;
  fail(node, fmt::format("`dates: {}` is not known; there are ymd, mdy, dmy", text));
}

LookupTable lookup_table(const YAML::Node& node) {
  check_keys(node, "a lookup table", {"file", "key", "on"});
  if (!node["file"] || !node["key"]) fail(node, "a lookup table needs `file` and `key`");
  LookupTable table{text_of(node["file"]), text_of(node["key"]), text_of(node["key"])};
  if (const auto on = node["on"]) table.on = text_of(on);
  return table;
}

ImportMap import_map(const YAML::Node& root) {
  if (root.IsNull()) throw Mistake{1, "the mapping is empty: it needs at least `source` and a list of `events`"};
  check_keys(root, "a mapping", {"source", "zone", "delimiter", "dates", "lookup", "files", "skip", "events"});
  ImportMap map;
  if (!root["source"]) fail(root, "the mapping needs `source`: a name for the system that the rows come from");
  map.source = template_of(root["source"]);
  map.zone = root["zone"] ? template_of(root["zone"]) : parse_template("UTC", 0);
  if (const auto delimiter = root["delimiter"]) map.delimiter = delimiter_of(delimiter);
  if (const auto dates = root["dates"]) map.dates = date_order_of(dates);
  if (const auto lookup = root["lookup"]) {
    if (!lookup.IsMap()) fail(lookup, "`lookup` is written as `name: { file: ..., key: ... }`");
    for (const auto& entry : lookup) map.lookup[text_of(entry.first)] = lookup_table(entry.second);
  }
  if (const auto files = root["files"]) {
    if (!files.IsMap()) fail(files, "`files` is written as `name.csv: { events: ... }`");
    for (const auto& entry : files) {
      check_keys(entry.second, "a file", {"skip", "events"});
      map.files.emplace_back(text_of(entry.first), file_rules(entry.second));
    }
    if (root["events"] || root["skip"]) fail(root, "`events` and `skip` stand inside `files` where that is given");
  } else {
    map.every_file = file_rules(root);
  }
  bind_tables(map.source, map.lookup);
  bind_tables(map.zone, map.lookup);
  for (auto& [name, rules] : map.files) bind_tables(rules, map.lookup);
  if (map.every_file) bind_tables(*map.every_file, map.lookup);
  return map;
}

}  // namespace

std::optional<Span> parse_span(std::string_view text) {
  constexpr std::int64_t max_span_count = 36'500;  // of any unit
  text = trim(text);
  Span span;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), span.count);
  if (error != std::errc{} || span.count <= 0 || span.count > max_span_count) return std::nullopt;
  std::string_view unit = trim(text.substr(static_cast<std::size_t>(end - text.data())));
  if (unit.ends_with('s')) unit.remove_suffix(1);
  constexpr std::pair<std::string_view, Unit> units[] = {
      {"minute", Unit::Minute}, {"hour", Unit::Hour},       {"day", Unit::Day},  {"week", Unit::Week},
      {"month", Unit::Month},   {"quarter", Unit::Quarter}, {"year", Unit::Year}};
  for (const auto& [name, value] : units) {
    if (name != unit) continue;
    span.unit = value;
    return span;
  }
  return std::nullopt;
}

std::expected<RowTest, std::string> parse_row_test(const std::string& text, int line) {
  try {
    return row_test(text, line);
  } catch (const Mistake& mistake) {
    return std::unexpected(mistake.words);
  }
}

std::expected<ImportMap, std::string> parse_import_map(const std::string& text, const std::string& name) {
  if (looks_like_utf16(text)) return std::unexpected(fmt::format("`{}` is written in UTF-16; save it as UTF-8", name));
  if (!is_utf8(text) || text.contains('\0')) {
    return std::unexpected(fmt::format("`{}` is not UTF-8 text; save it as UTF-8", name));
  }
  try {
    return import_map(load_guarded(text));
  } catch (const Mistake& mistake) {
    return std::unexpected(fmt::format("{}:{}: {}", name, mistake.line, mistake.words));
  } catch (const YAML::Exception& broken) {
    return std::unexpected(fmt::format("{}:{}: this is not YAML: {}", name, broken.mark.line + 1, broken.msg));
  }
}

}  // namespace baton::host
