// Mappings that are none: each mistake is named with its line, and with the way out.
#include <catch2/catch.hpp>

#include "tests/unit/host/import_folder.hpp"

using namespace baton;
using namespace baton::host;
using test::Folder;

namespace {

std::string error_of(const std::string& map) {
  const auto read = parse_import_map(map, "map.yaml");
  return read ? "" : read.error();
}

// Of a mapping whose only event has this beside what it needs; it stands on line 3.
std::string error_beside(const std::string& key) {
  return error_of("source: s\nevents:\n  - { type: t, id: i, subject: s, time: \"{a}\", " + key + " }\n");
}

const std::string event = "events: [ { type: t, id: i, subject: s, time: \"{a}\" } ]\n";

}  // namespace

TEST_CASE("a mapping is plain YAML: one document, no references, no tags, not nested without end") {
  CHECK(error_of("source: s\n" + event + "---\nsource: t\n") ==
        "map.yaml:3: a second document in one file; keep one, without `---`");
  CHECK(error_of("source: &s crm\nzone: *s\n" + event) ==
        "map.yaml:1: an anchor (`&name`) before a value; write values out where they stand");
  CHECK(error_of("source: *s\n" + event) == "map.yaml:1: this is not YAML: the referenced anchor is not defined");
  CHECK(error_of("source: !crm s\n" + event) == "map.yaml:1: a tag (`!name`) before a value; leave it out");
  CHECK(error_of("source: \"s\"\n" + event) == "");
  CHECK(error_of("source: " + std::string(100, '[') + std::string(100, ']')) ==
        "map.yaml:1: lists and maps nested more than 20 deep");
  CHECK(error_of(std::string("source: s\0\n", 11) + event) == "`map.yaml` is not UTF-8 text; save it as UTF-8");
  CHECK(error_of("source: \xFF\n" + event) == "`map.yaml` is not UTF-8 text; save it as UTF-8");
  CHECK(error_of(std::string("s\0o\0", 4)) == "`map.yaml` is written in UTF-16; save it as UTF-8");
}

TEST_CASE("each part of a mapping says what it is when it is something else") {
  const std::pair<std::string, std::string> rows[] = {
      {"- source\n", "map.yaml:1: a mapping is written as `key: value`"},
      {"[a]: s\n", "map.yaml:1: a key of a mapping is a single word"},
      {"source: s\nsource: t\n" + event, "map.yaml:2: `source` is given twice"},
      {"source: [s]\n" + event, "map.yaml:1: a text is expected here"},
      {"source: s\nevents: {}\n", "map.yaml:1: `events` needs a list of at least one event"},
      {"source: s\nevents: []\n", "map.yaml:1: `events` needs a list of at least one event"},
      {"source: s\nskip: x\n" + event, "map.yaml:2: `skip` is a list"},
      {"source: s\nskip: [ { when: a is 1 } ]\n" + event, "map.yaml:2: a skip rule needs `when` and `because`"},
      {"source: s\nskip: [ { because: x } ]\n" + event, "map.yaml:2: a skip rule needs `when` and `because`"},
      {"source: s\nlookup: x\n" + event, "map.yaml:2: `lookup` is written as `name: { file: ..., key: ... }`"},
      {"source: s\nlookup: { t: { key: a } }\n" + event, "map.yaml:2: a lookup table needs `file` and `key`"},
      {"source: s\nlookup: { t: { file: a } }\n" + event, "map.yaml:2: a lookup table needs `file` and `key`"},
      {"source: s\nfiles: x\n", "map.yaml:2: `files` is written as `name.csv: { events: ... }`"},
      {"source: s\nfiles: { a.csv: { " + event.substr(0, event.size() - 1) + " } }\nskip: []\n",
       "map.yaml:1: `events` and `skip` stand inside `files` where that is given"},
      {"source: s\nfiles: { a.csv: { " + event.substr(0, event.size() - 1) + " } }\n" + event,
       "map.yaml:1: `events` and `skip` stand inside `files` where that is given"},
      {"source: s\ndates: yyyy\n" + event, "map.yaml:2: `dates: yyyy` is not known; there are ymd, mdy, dmy"},
      {"source: s\ndelimiter: ab\n" + event,
       "map.yaml:2: `delimiter` is one character, or `tab`; a quote or a line end is none"},
      {"source: s\ndelimiter: \"\\n\"\n" + event,
       "map.yaml:2: `delimiter` is one character, or `tab`; a quote or a line end is none"},
      {"source: s\ndelimiter: ;\ndates: ymd\n" + event, ""},
      {"source: s\ndelimiter: tab\n" + event, ""},
      {"source: s\ndelimiter: \\t\n" + event, ""},
      {"source: s\ndelimiter: \"\\t\"\n" + event, ""},
  };
  for (const auto& [map, error] : rows) {
    INFO(map);
    CHECK(error_of(map) == error);
  }
}

TEST_CASE("each part of an event and of a value says what it is when it is something else") {
  const std::pair<std::string, std::string> rows[] = {
      {"data: x", "map.yaml:3: `data` is written as `field: value`"},
      {"data: { f: x, f: y }", "map.yaml:3: `f` is given twice"},
      {"data: { f: { as: date } }", "map.yaml:3: a value needs `from`"},
      {"data: { f: { from: x, as: day } }",
       "map.yaml:3: `as: day` is not known; there are text, number, bool, date, time"},
      {"data: { f: { from: x, blank: skip } }", "map.yaml:3: `blank: skip` is not known; there are omit, null, reject"},
      {"data: { f: { from: x, map: y } }", "map.yaml:3: `map` is written as `{ theirs: ours }`"},
      {"data: { f: { from: x, at: noon } }", "map.yaml:3: `at` is a time of day such as \"09:00\""},
      {"data: { f: { from: \"{a\" } }", "map.yaml:3: `{a` has no closing `}`"},
      {"data: { f: { from: \"{}\" } }", "map.yaml:3: `{}` names no column"},
      {"data: { f: \"{ }\" }", ""},
      {"when: a is", "map.yaml:3: `a is` is no test: write `COLUMN is VALUE`, `is not`, `is blank`, `is one of`, ..."},
      {"when: a is not", "map.yaml:3: `a is not` is no test: a value is missing at its end"},
      {"when: a is over", "map.yaml:3: `a is over` is no test: a value is missing at its end"},
      {"when: a is overt", ""},
      {"when: [ a is 1, b is blank ]", ""},
      {"when: [ a equals 1 ]",
       "map.yaml:3: `a equals 1` is no test: write `COLUMN is VALUE`, `is not`, `is blank`, `is one of`, ..."},
      {"sequence: \"{a}\"", ""},
  };
  for (const auto& [key, error] : rows) {
    INFO(key);
    CHECK(error_beside(key) == error);
  }
}

TEST_CASE("columns of a lookup table: its key under another name, and where it is not what it should be") {
  const std::string map =
      "source: s\nlookup: { people: { file: people.csv, key: id, on: owner } }\n"
      "events: [ { type: t, id: \"{a}\", subject: \"{people.name}\", time: 2024-05-01, sequence: \"{people.rank}\" } "
      "]\n";
  Folder folder;
  folder.with("x.csv", "a,owner\n1,P-2\n");
  folder.with("people.csv", "id,name,rank\nP-1,Ann,1\nP-2,Bob,2\n");
  CHECK(
      folder.import(map, {"x.csv"}).events ==
      R"({"specversion":"1.0","id":"1","source":"s","type":"t","subject":"Bob","time":"2024-05-01T00:00:00Z","sequence":"2","data":{}})"
      "\n");
  folder.with("people.csv", "no,name,rank\nP-1,Ann,1\n");
  CHECK(folder.import(map, {"x.csv"}).error ==
        "`people.csv` has no column `id`, the key of the lookup table `people`; it has no, name, rank");
  folder.with("people.csv", "id,name,rank\nP-1,Ann\n");
  CHECK(folder.import(map, {"x.csv"}).error == "`people.csv`, line 2: the row has 2 cells, the header 3");
  folder.with("people.csv", "id,name,rank\nP-1,\"Ann,1\n");
  CHECK(folder.import(map, {"x.csv"}).error ==
        "`people.csv`, line 2: the row is longer than 1 MiB or its quotes are not closed");
  folder.with("people.csv", "");
  CHECK(folder.import(map, {"x.csv"}).error == "`people.csv` is empty: its first row names the columns");
}

TEST_CASE("a first row that names no columns says why") {
  const std::string map = "source: s\nevents: [ { type: t, id: \"{a}\", subject: s, time: 2024-05-01 } ]\n";
  const auto error_for = [&](const std::string& text) {
    Folder folder;
    folder.with("x.csv", text);
    return folder.import(map, {"x.csv"}).error;
  };
  CHECK(error_for("a,b,a\n1,2,3\n") == "`x.csv` has two columns called `a`");
  CHECK(error_for("a,,\n1,2,3\n") == "`x.csv` has several columns without a name");
  CHECK(error_for("") == "`x.csv` is empty: its first row names the columns");
  CHECK(error_for("\"a,b\n1,2\n") ==
        "`x.csv` has a first row without end: a quote is not closed, or it is longer than 1 MiB");
  CHECK(error_for(std::string("a,\0b\n", 5)) == "`x.csv` is no text file; save it as CSV");
  CHECK(error_for("\xEF\xBB\xBF"
                  "a,b\n1,2\n") == "");
  std::string wide = "c0";
  for (int i = 1; i < 40; ++i) wide += ",c" + std::to_string(i);
  CHECK(
      error_for(wide + "\n").starts_with("`x.csv` has no column `a`, which line 2 of the mapping uses; it has c0, c1"));
  CHECK(error_for(wide + "\n").ends_with(" more"));
}
