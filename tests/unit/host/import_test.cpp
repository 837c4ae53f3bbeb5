#include "engine/host/import.hpp"

#include <catch2/catch.hpp>

#include "engine/host/csv.hpp"
#include "tests/unit/host/import_folder.hpp"

using namespace baton;
using namespace baton::host;
using test::Folder;
using test::Imported;

namespace {

std::vector<CsvRow> rows_of(std::string text, char delimiter = ',') {
  CsvReader reader(source_of(std::move(text)), delimiter);
  std::vector<CsvRow> rows;
  CsvRow row;
  while (reader.next(row).value()) rows.push_back(row);
  return rows;
}

}  // namespace

TEST_CASE("CSV rows know the line on which they begin") {
  const auto rows = rows_of("a,b\r\n\r\n\"x\ny\",\"say \"\"hi\"\"\"\n1,\n\"open,\n");
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].cells == std::vector<std::string>{"a", "b"});
  CHECK(rows[1].line == 3);
  CHECK(rows[1].cells == std::vector<std::string>{"x\ny", "say \"hi\""});
  CHECK(rows[1].text == "\"x\ny\",\"say \"\"hi\"\"\"");
  CHECK(rows[2].line == 5);
  CHECK(rows[2].cells == std::vector<std::string>{"1", ""});
  CHECK(rows[2].complete);
  CHECK_FALSE(rows[3].complete);
  CHECK(rows_of("a\tb\n\tc\n", '\t')[1].cells == std::vector<std::string>{"", "c"});
  CHECK(rows_of(" a \tb c\t \"d\" \n", '\t')[0].cells == std::vector<std::string>{"a", "b c", "d"});
}

TEST_CASE("a quote that is never closed does not gather the whole file") {
  const std::string line = std::string(700'000, 'x') + "\n";
  const auto rows = rows_of("a\n\"" + line + line + line + line + "end\"\nb\n");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].complete);
  CHECK_FALSE(rows[1].complete);
  CHECK(rows[1].line == 2);
  CHECK(rows[1].text.size() == 2 * line.size());
}

TEST_CASE("one row gives several events, with computed dates, translated values and a lookup") {
  Folder folder;
  folder.with("accounts.csv", "account_id,country\nA-1,US\n");
  folder.with("subs.csv",
              "sub,account_id,start,end,tier,arr,trial\n"
              "S-1,A-1,2024-02-29,,Pro,33432,False\n"
              "S-2,A-1,2024-01-31,2024-04-12,Basic,10.50,False\n"
              "S-3,A-1,2024-01-01,,Basic,0,True\n"
              "S-4,A-9,2024-01-01,,Pro,5,False\n"
              "S-5,A-1,soon,,Pro,5,False\n"
              "S-6,A-1,2024-01-01,,Gold,5,False\n"
              "S-7,A-1\n");
  const Imported result = folder.import(R"(source: crm
zone: New York
lookup:
  accounts: { file: accounts.csv, key: account_id }
files:
  subs.csv:
    skip:
      - { when: trial is True, because: trials are no customers }
    events:
      - type: contract.signed
        id: "{sub}/signed"
        subject: "{account_id}"
        time: { from: "{start}", at: "09:00" }
        data:
          contract: "{sub}"
          region: { from: "{accounts.country}", map: { US: amer }, otherwise: emea }
          segment: { from: "{tier}", map: { Basic: smb, Pro: mid_market } }
          arr: "{arr}"
          end: { from: "{end}", as: date, default: { from: "{start}", plus: 1 year } }
          auto: true
      - when: end is not blank
        type: contract.ended
        id: "{sub}/ended"
        subject: "{account_id}"
        time: "{end}"
)",
                                        {"subs.csv"});
  CHECK(result.error == "");
  CHECK(
      result.events ==
      R"({"specversion":"1.0","id":"S-1/signed","source":"crm","type":"contract.signed","subject":"A-1","time":"2024-02-29T14:00:00Z","sequence":"001.000000001.01","data":{"contract":"S-1","region":"amer","segment":"mid_market","arr":"33432","end":"2025-02-28","auto":true}}
{"specversion":"1.0","id":"S-2/signed","source":"crm","type":"contract.signed","subject":"A-1","time":"2024-01-31T14:00:00Z","sequence":"001.000000002.01","data":{"contract":"S-2","region":"amer","segment":"smb","arr":"10.50","end":"2024-04-12","auto":true}}
{"specversion":"1.0","id":"S-2/ended","source":"crm","type":"contract.ended","subject":"A-1","time":"2024-04-12T05:00:00Z","sequence":"001.000000002.02","data":{}}
)");
  CHECK(result.rejects ==
        "5: `region`: `accounts.csv` has no row for account_id `A-9`\n"
        "6: `time`: `soon` is no date or time\n"
        "7: `segment`: `Gold` is not in the map of values\n"
        "8: the row has 2 cells, the header 7\n");
  CHECK(result.summary == "read 7 rows = imported 2 + skipped 1 + rejected 4, wrote 3 events");
  CHECK(result.counts.reasons == std::vector<std::pair<std::string, std::uint64_t>>{{"trials are no customers", 1}});
}

TEST_CASE("`otherwise` may leave what the map does not list as it is") {
  Folder folder;
  folder.with("x.csv", "a,b\n1,shoes\n2,technolgy\n3,\n");
  const std::string map =
      "source: s\nevents:\n  - type: t\n    id: \"{a}\"\n    subject: s\n    time: 2024-05-01\n"
      "    data: { sector: { from: \"{b}\", map: { technolgy: technology }, otherwise: \"{c}\" } }\n";
  CHECK(folder.import(map, {"x.csv"}).error ==
        "`x.csv` has no column `c`, which line 7 of the mapping uses; it has a, b");
  const Imported result = folder.import(std::string(map).replace(map.find("{c}"), 3, "{b}"), {"x.csv"});
  CHECK(result.error == "");
  CHECK(
      result.events.find(
          R"("id":"1","source":"s","type":"t","subject":"s","time":"2024-05-01T00:00:00Z","sequence":"001.000000001.01","data":{"sector":"shoes"})") !=
      std::string::npos);
  CHECK(result.events.find(R"("data":{"sector":"technology"})") != std::string::npos);
  CHECK(result.events.find(R"("data":{})") != std::string::npos);
}

TEST_CASE("a lookup table that is nowhere is said to be missing where it is looked for, if a given file asks it") {
  Folder folder;
  folder.with("x.csv", "a\n1\n").with("y.csv", "a\n1\n");
  const std::string map = R"(source: s
lookup: { owners: { file: owners.csv, key: a } }
files:
  x.csv: { events: [ { type: t, id: i, subject: s, time: 2024-05-01 } ] }
  y.csv: { events: [ { type: t, id: "{owners.name}", subject: s, time: 2024-05-01 } ] }
)";
  CHECK(folder.import(map, {"x.csv"}).error == "");
  CHECK(folder.import(map, {"x.csv", "y.csv"}).error ==
        "`owners.csv`, the lookup table `owners`, is neither among the files given nor beside the mapping");
}

TEST_CASE("a lookup table has to fit into memory, with what its cells take beside their text") {
  constexpr std::size_t mib = std::size_t{1} << 20;
  const auto table_of = [](int keys, int rows) {
    std::string table = "a,b\n";
    for (int row = 0; row < rows; ++row) table += std::to_string(row % keys) + ",v\n";
    return table;
  };
  const std::string map =
      "source: s\nlookup: { t: { file: t.csv, key: a } }\n"
      "events: [ { type: x, id: i, subject: \"{t.b}\", time: 2026-01-05 } ]\n";
  Folder folder;
  folder.with("x.csv", "a\n1\n").with("t.csv", table_of(9'000, 9'000));
  CHECK(folder.import(map, {"x.csv"}, mib).error == "");
  folder.with("t.csv", table_of(1'000, 20'000));
  CHECK(folder.import(map, {"x.csv"}, mib).error == "");
  folder.with("t.csv", table_of(11'000, 11'000));
  CHECK(folder.import(map, {"x.csv"}, mib).error ==
        "`t.csv` takes more than 1 MiB of memory, too much for a lookup table");
}

TEST_CASE("a row whose key the lookup table lacks may be skipped: its columns are blank") {
  Folder folder;
  folder.with("accounts.csv", "account,name\nA-1,Nova\n");
  folder.with("x.csv", "a,account\n1,A-1\n2,A-2\n3,\n");
  const Imported result = folder.import(R"(source: s
lookup: { accounts: { file: accounts.csv, key: account } }
skip:
  - { when: [ account is not blank, accounts.name is blank ], because: the account is not in the export }
events:
  - { when: accounts.name is not blank, type: t, id: "{a}", subject: "{accounts.name}", time: 2024-05-01 }
)",
                                        {"x.csv"});
  CHECK(result.error == "");
  CHECK(result.summary == "read 3 rows = imported 1 + skipped 2 + rejected 0, wrote 1 event");
  CHECK(result.counts.reasons[0].first == "the account is not in the export");
}

TEST_CASE("a log's column may choose the event's type, and an account stand in for another") {
  Folder folder;
  folder.with("log.csv", "deal,account,stage,at\nD1,A-1,7,2024-05-01\nD2,,9,2024-05-02\nD3,A-1,5,2024-05-03\n");
  const Imported result = folder.import(R"(source: s
events:
  - type: { from: "{stage}", map: { 7: onboarding.begun, 9: renewal.begun } }
    id: "{deal}/{stage}"
    subject: { from: "{account}", default: "{deal}" }
    time: "{at}"
)",
                                        {"log.csv"});
  CHECK(result.error == "");
  CHECK(result.events.find(R"("type":"onboarding.begun","subject":"A-1")") != std::string::npos);
  CHECK(result.events.find(R"("type":"renewal.begun","subject":"D2")") != std::string::npos);
  CHECK(result.rejects == "4: `type`: `5` is not in the map of values\n");
  CHECK(
      folder
          .import("source: s\nevents:\n  - { type: { from: a, as: date }, id: a, subject: a, time: a }\n", {"log.csv"})
          .error == "map.yaml:3: `as` is no key of `type`; there are from, map, otherwise, default");
}

TEST_CASE("a test with commas, in brackets, is told to stand in quotes") {
  Folder folder;
  folder.with("x.csv", "a\n1\n");
  CHECK(
      folder
          .import(
              "source: s\nevents:\n  - { when: [ a is one of 1, 2 ], type: t, id: i, subject: s, time: 2024-05-01 }\n",
              {"x.csv"})
          .error ==
      "map.yaml:3: `2` is no test; in brackets a test with commas stands in quotes: [ \"... is one of a, b\" ]");
}

TEST_CASE("tests of a row") {
  Folder folder;
  folder.with("x.csv", "a,b,d,t\n1,yes,2024-05-01,2024-05-01 10:00\n");
  const std::pair<const char*, bool> rows[] = {{"a is 1", true},
                                               {"a is not 1", false},
                                               {"a is blank", false},
                                               {"b is one of no, yes", true},
                                               {"b is not one of no, yes", false},
                                               {"a is at least 1.0", true},
                                               {"a is over 1", false},
                                               {"a is under 1.5", true},
                                               {"a is at most 0.5", false},
                                               {"d is before 2024-05-02", true},
                                               {"d is before \"{t}\"", true},
                                               {"t is after {d}", true},
                                               {"t is not after {d}", false},
                                               {"\"b\" is \"yes\"", true}};
  for (const auto& [test, holds] : rows) {
    INFO(test);
    const Imported result = folder.import("source: s\nevents:\n  - when: '" + std::string(test) +
                                              "'\n    type: t\n    id: i\n    subject: s\n    time: \"{d}\"\n",
                                          {"x.csv"});
    CHECK(result.error == "");
    CHECK(result.counts.imported == (holds ? 1 : 0));
    CHECK(result.counts.skipped == (holds ? 0 : 1));
  }
}

TEST_CASE("times: dates, times of day, offsets, zones per row, other orders") {
  Folder folder;
  const auto time_of = [&](const std::string& cell, const std::string& options, const std::string& value) {
    folder.with("x.csv", "t,z\n\"" + cell + "\",New York\n");
    const Imported result = folder.import(
        "source: s\n" + options + "events:\n  - { type: t, id: i, subject: s, time: " + value + " }\n", {"x.csv"});
    if (!result.error.empty() || !result.rejects.empty()) return result.error + result.rejects;
    const std::size_t at = result.events.find("\"time\":\"") + 8;
    return result.events.substr(at, result.events.find('"', at) - at);
  };
  CHECK(time_of("2024-05-01", "", "\"{t}\"") == "2024-05-01T00:00:00Z");
  CHECK(time_of("2024-05-01 10:30", "", "\"{t}\"") == "2024-05-01T10:30:00Z");
  CHECK(time_of("2024-05-01T10:30:15.5+02:00", "", "\"{t}\"") == "2024-05-01T08:30:15.500Z");
  CHECK(time_of("2024-05-01 10:30", "zone: \"{z}\"\n", "\"{t}\"") == "2024-05-01T15:30:00Z");
  CHECK(time_of("2024-05-01", "", "{ from: \"{t}\", zone: \"{z}\", at: \"08:00\" }") == "2024-05-01T13:00:00Z");
  CHECK(time_of("2024-01-31", "", "{ from: \"{t}\", plus: 1 month }") == "2024-02-29T00:00:00Z");
  CHECK(time_of("2024-03-31", "", "{ from: \"{t}\", minus: 2 days }") == "2024-03-29T00:00:00Z");
  CHECK(time_of("5/1/2024 9:30", "dates: mdy\n", "\"{t}\"") == "2024-05-01T09:30:00Z");
  CHECK(time_of("5/1/2024 09:30", "dates: mdy\n", "\"{t}\"") == "2024-05-01T09:30:00Z");
  CHECK(time_of("31.12.2024", "dates: dmy\n", "\"{t}\"") == "2024-12-31T00:00:00Z");
  CHECK(time_of("5/1/2024", "", "\"{t}\"") == "2: `time`: `5/1/2024` is no date or time\n");
  CHECK(time_of("1960-01-01", "", "\"{t}\"") == "2: `time`: times run from 1970 to 2100\n");
  CHECK(time_of("", "", "\"{t}\"") == "2: `time`: it is blank\n");
}

TEST_CASE("times as CRMs write them: +0000, UTC, AM and PM") {
  Folder folder;
  const auto time_of = [&](const std::string& cell) {
    folder.with("x.csv", "t\n" + cell + "\n");
    const Imported result =
        folder.import("source: s\ndates: mdy\nevents:\n  - { type: t, id: i, subject: s, time: \"{t}\" }\n", {"x.csv"});
    if (!result.error.empty() || !result.rejects.empty()) return result.error + result.rejects;
    const std::size_t at = result.events.find("\"time\":\"") + 8;
    return result.events.substr(at, result.events.find('"', at) - at);
  };
  CHECK(time_of("2024-05-01T10:30:15.000+0000") == "2024-05-01T10:30:15Z");
  CHECK(time_of("2024-05-01T10:30:15-0430") == "2024-05-01T15:00:15Z");
  CHECK(time_of("2024-05-01 10:30:15 UTC") == "2024-05-01T10:30:15Z");
  CHECK(time_of("5/1/2024 2:03 PM") == "2024-05-01T14:03:00Z");
  CHECK(time_of("5/1/2024 12:03 AM") == "2024-05-01T00:03:00Z");
  CHECK(time_of("5/1/2024 12:03 pm") == "2024-05-01T12:03:00Z");
  CHECK(time_of("5/1/2024 14:03 PM") == "2: `time`: `5/1/2024 14:03 PM` is no date or time\n");
  CHECK(time_of("5/1/2024 PM") == "2: `time`: `5/1/2024 PM` is no date or time\n");
  CHECK(time_of("2024-05-01T10:30:15+00") == "2: `time`: `2024-05-01T10:30:15+00` is no date or time\n");
}

TEST_CASE("mistakes in a mapping name their line and the way out") {
  Folder folder;
  folder.with("x.csv", "a,b\n1,2\n");
  const std::string event = "events:\n  - { type: t, id: i, subject: s, time: \"{a}\" }\n";
  const std::pair<std::string, std::string> rows[] = {
      {"source: [", "map.yaml:1: this is not YAML: end of sequence flow not found"},
      {"events: []\n", "map.yaml:1: the mapping needs `source`: a name for the system that the rows come from"},
      {"source: s\n", "map.yaml:1: `events` needs a list of at least one event"},
      {"source: s\nevnts: []\n",
       "map.yaml:2: `evnts` is no key of a mapping; there are source, zone, delimiter, dates, lookup, files, skip, "
       "events"},
      {"source: s\nevents:\n  - { type: t, id: i, subject: s }\n", "map.yaml:3: the event needs `time`"},
      {"source: s\nevents:\n  - when: a equals 1\n    type: t\n    id: i\n    subject: s\n    time: x\n",
       "map.yaml:3: `a equals 1` is no test: write `COLUMN is VALUE`, `is not`, `is blank`, `is one of`, ..."},
      {"source: s\n" + event + "    \n", ""},
      {"source: s\nevents:\n  - { type: t, id: \"{nix}\", subject: s, time: \"{a}\" }\n",
       "`x.csv` has no column `nix`, which line 3 of the mapping uses; it has a, b"},
      {"source: s\nfiles: { y.csv: { events: [ { type: t, id: i, subject: s, time: \"{a}\" } ] } }\n",
       "the mapping says nothing about `x.csv`; it tells of y.csv"},
      {"", "map.yaml:1: the mapping is empty: it needs at least `source` and a list of `events`"},
      {"# only a remark\n", "map.yaml:1: the mapping is empty: it needs at least `source` and a list of `events`"},
      {"source: s\ndelimiter: '\"'\n" + event,
       "map.yaml:2: `delimiter` is one character, or `tab`; a quote or a line end is none"},
  };
  for (const auto& [map, error] : rows) {
    INFO(map);
    CHECK(folder.import(map, {"x.csv"}).error == error);
  }
}

TEST_CASE("a setting that is the same for every row is a mistake of the mapping, not of the rows") {
  Folder folder;
  folder.with("x.csv", "a,b\n1,2\n");
  const auto error_of = [&](const std::string& top, const std::string& time, const std::string& more) {
    return folder
        .import(
            "source: s\n" + top + "events:\n  - type: t\n    id: i\n    subject: s\n    time: " + time + "\n" + more,
            {"x.csv"})
        .error;
  };
  const std::string column = "\"{a}\"";
  CHECK(error_of("zone: York\n", column, "") == "map.yaml:2: `York` is no time zone; did you mean `New York`?");
  CHECK(error_of("zone: Mars\n", column, "") ==
        "map.yaml:2: `Mars` is no time zone; one is written `America/New_York`");
  CHECK(error_of("", "{ from: \"{a}\", zone: Mars }", "") ==
        "map.yaml:6: `Mars` is no time zone; one is written `America/New_York`");
  CHECK(error_of("", "{ from: \"{a}\", plus: 1 yeer }", "") ==
        "map.yaml:6: `1 yeer` is no span; one is written `1 year` or `90 days`");
  CHECK(error_of("", "2024-13-01", "") == "map.yaml:6: `time`: `2024-13-01` is no date or time");
  CHECK(error_of("", column, "    data: { n: { from: ten, as: number } }\n") == "map.yaml:7: `n`: `ten` is no number");
  CHECK(error_of("", column, "    when: b is at least ten\n") == "map.yaml:7: `ten` is no number to compare with");
  CHECK(error_of("", column, "    when: b is before soon\n") ==
        "map.yaml:7: `soon` is no date or time to compare with");
  CHECK(error_of("zone: \"{b}\"\n", column, "") == "");  // a column's values are judged row by row
}

TEST_CASE("a row is compared with another of its cells, and a cell that cannot be is named") {
  Folder folder;
  folder.with("x.csv",
              "a,b,n,m\n2024-01-01,2024-02-01,1,2\n2024-01-01,soon,1,2\nsoon,2024-01-01,1,2\n"
              "2024-01-01,2024-02-01,1,two\n");
  const std::string map =
      "source: s\nevents:\n  - when: [ \"a is before {b}\", \"n is under {m}\" ]\n"
      "    type: t\n    id: i\n    subject: s\n    time: 2024-05-01\n";
  const Imported result = folder.import(map, {"x.csv"});
  CHECK(result.error == "");
  CHECK(result.rejects ==
        "3: `a` is compared with `soon`, which is no date or time\n"
        "4: `a`: `soon` is no date or time\n"
        "5: `n` is compared with `two`, which is no number\n");
}

TEST_CASE("a column that a lookup table has not is named with the table's file") {
  Folder folder;
  folder.with("x.csv", "a\n1\n").with("people.csv", "id,name\n1,Bob\n");
  CHECK(folder
            .import("source: s\nlookup:\n  people: { file: people.csv, key: id, on: a }\nevents:\n"
                    "  - { type: t, id: \"{a}\", subject: \"{people.nmae}\", time: 2024-05-01 }\n",
                    {"x.csv"})
            .error == "`people.csv` has no column `nmae`, which line 5 of the mapping uses");
}

TEST_CASE("every file's columns are checked before the first row of any") {
  Folder folder;
  folder.with("x.csv", "a\n2024-01-01\n")
      .with("y.csv", "b\n1\n")
      .with("z.csv", std::string("\xFF\xFE"
                                 "a\0\n\0",
                                 6));
  const std::string map = "source: s\nevents:\n  - { type: t, id: i, subject: s, time: \"{a}\" }\n";
  const Imported result = folder.import(map, {"x.csv", "y.csv"});
  CHECK(result.error == "`y.csv` has no column `a`, which line 3 of the mapping uses; it has b");
  CHECK(result.events.empty());
  CHECK(folder.import(map, {"x.csv", "z.csv"}).error == "`z.csv` is written in UTF-16; save it as UTF-8");
  CHECK(folder.import("source: s\nlookup: { t: { file: /dev/zero, key: a } }\n" + map.substr(10), {"x.csv"}).error ==
        "`/dev/zero` is a device or a pipe; an ordinary file is needed here");
}

TEST_CASE("a row that is no UTF-8, or whose id is none, is rejected as a whole") {
  Folder folder;
  folder.with("x.csv", "a,d\n\xFF,2024-01-01\n,2024-01-01\nok,2024-01-01\n");
  const Imported result =
      folder.import("source: s\nevents:\n  - { type: t, id: \"{a}\", subject: \"{a}\", time: \"{d}\" }\n", {"x.csv"});
  CHECK(result.rejects == "2: the row is not valid UTF-8\n3: `id` is blank\n");
  CHECK(result.summary == "read 3 rows = imported 1 + skipped 0 + rejected 2, wrote 1 event");
}

TEST_CASE("every row that is skipped or rejected is counted, by its reason") {
  Folder folder;
  folder.with("accounts.csv", "id,name\nA-1,Nova\n");
  folder.with("x.csv", "a,id,b,q\n1,A-1,x,2\n2,A-1,y,2\n3,A-1,x,2\n4,A-9,z,2\n5,A-1,z,\n6,A-1,z,6\n7,A-1,z,\"7\n");
  const Imported result = folder.import(R"(source: s
lookup: { accounts: { file: accounts.csv, key: id } }
skip:
  - { when: b is x, because: of x }
  - { when: b is y, because: of y }
  - { when: accounts.name is Vega, because: of Vega }
events:
  - { when: accounts.name is Nova, type: t, id: "{a}", subject: "{accounts.name}", time: 2024-05-01, sequence: "{q}" }
)",
                                        {"accounts.csv", "x.csv"});
  CHECK(result.error == "");
  CHECK(result.counts.reasons == std::vector<std::pair<std::string, std::uint64_t>>{{"of x", 2}, {"of y", 1}});
  CHECK(result.rejects ==
        "5: `accounts.csv` has no row for id `A-9`\n"
        "6: `sequence` is blank\n"
        "8: the row has no end: a quote is not closed, or it is longer than 1 MiB\n");
  CHECK(
      result.events ==
      R"({"specversion":"1.0","id":"6","source":"s","type":"t","subject":"Nova","time":"2024-05-01T00:00:00Z","sequence":"6","data":{}})"
      "\n");
}

TEST_CASE("a lookup that a row lacks rejects it wherever the mapping asks it") {
  Folder folder;
  folder.with("t.csv", "k,v\n1,UTC\n").with("x.csv", "k,a\n9,2024-05-01\n");
  const std::string top = "source: s\nlookup: { t: { file: t.csv, key: k } }\n";
  const std::string lacks = "`t.csv` has no row for k `9`\n";
  const auto rejects = [&](const std::string& zone, const std::string& keys) {
    return folder.import(top + zone + "events: [ { type: x, id: i, subject: s, " + keys + " } ]\n", {"x.csv"}).rejects;
  };
  CHECK(rejects("", "time: \"{t.v}\"") == "2: `time`: " + lacks);
  CHECK(rejects("zone: \"{t.v}\"\n", "time: \"{a}\"") == "2: `time`: " + lacks);
  CHECK(rejects("", "time: { from: \"{a}\", plus: \"{t.v}\" }") == "2: `time`: " + lacks);
  CHECK(rejects("", "time: \"{a}\", when: 'a is \"{t.v}\"'") == "2: " + lacks);
  CHECK(rejects("", "time: \"{a}\", data: { f: \"{t.v}\" }") == "2: `f`: " + lacks);
  CHECK(rejects("", "time: \"{a}\", data: { f: { from: \"{a}\", map: { b: c }, otherwise: \"{t.v}\" } }") ==
        "2: `f`: " + lacks);
}

TEST_CASE("a blank time may have a default, which is a value like it") {
  Folder folder;
  folder.with("x.csv", "a,b\n,2024-05-02\n,\n");
  const Imported result = folder.import(
      "source: s\nevents:\n  - { type: t, id: i, subject: s, time: { from: \"{a}\", default: \"{b}\" } }\n", {"x.csv"});
  CHECK(result.events.find("\"time\":\"2024-05-02T00:00:00Z\"") != std::string::npos);
  CHECK(result.rejects == "3: `time`: it is blank\n");
}

TEST_CASE("what the mapping may have meant is offered, and an import that may not begin writes nothing") {
  Folder folder;
  folder.with("x.csv", "account,b\n1,2\n").with("old.csv", "a\rb\rc");
  const auto map = parse_import_map(
      "source: s\nfiles:\n  x.csv: { events: [ { type: t, id: \"{acount}\", subject: s, time: 2024-05-01 } ] }\n"
      "  old.csv: { events: [ { type: t, id: i, subject: s, time: 2024-05-01 } ] }\n",
      "map.yaml");
  REQUIRE(map.has_value());
  ImportOptions options;
  options.nearest = [](const std::string& wrong, const std::vector<std::string>& names) {
    return wrong == "acount" ? std::optional(names.front()) : std::nullopt;
  };
  ImportSinks sinks;
  const auto error_of = [&](const std::string& file) {
    options.files = {folder.path(file)};
    const auto counts = import_rows(*map, options, test::zone_named, sinks);
    return counts ? "" : counts.error();
  };
  CHECK(error_of("x.csv") == "`" + folder.path("x.csv") +
                                 "` has no column `acount`, which line 3 of the mapping uses; did you mean `account`?");
  CHECK(error_of("old.csv") ==
        "`" + folder.path("old.csv") + "` ends its lines with carriage returns alone; save it with line feeds");
  folder.with("old.csv", "a\n1\n");
  sinks.begin = []() -> std::expected<void, std::string> { return std::unexpected("no room"); };
  sinks.line = [](std::string_view) { FAIL("nothing may be written"); };
  CHECK(error_of("old.csv") == "no room");
  CHECK(error_of("none.csv").starts_with("the mapping says nothing about `none.csv`"));
}
