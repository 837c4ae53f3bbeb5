// What a cell becomes: every type of value, what a blank one becomes, and the words about one that is none.
#include <catch2/catch.hpp>

#include "tests/unit/host/import_folder.hpp"

using namespace baton;
using namespace baton::host;
using test::Folder;
using test::Imported;

namespace {

// The `data` of one event whose field `f` is VALUE and whose file is `a,b,z` with one row; or why there is none.
std::string made_of(const std::string& row, const std::string& value, const std::string& top = "") {
  Folder folder;
  folder.with("x.csv", "a,b,z\n" + row + "\n");
  const Imported result =
      folder.import("source: s\n" + top + "events:\n  - type: t\n    id: i\n    subject: s\n    time: 2024-05-01\n" +
                        "    data: { f: " + value + " }\n",
                    {"x.csv"});
  if (!result.error.empty() || !result.rejects.empty()) return result.error + result.rejects;
  const std::size_t at = result.events.find("\"data\":{") + 8;
  return result.events.substr(at, result.events.find('}', at) - at);
}

// Does a rule with this test take the row "1,x,Mars" of `a,b,z`? Or why that cannot be said.
std::string taken(const std::string& test, const std::string& top = "") {
  Folder folder;
  folder.with("x.csv", "a,b,z\n1,x,Mars\n");
  const Imported result = folder.import("source: s\n" + top + "events:\n  - when: '" + test +
                                            "'\n    type: t\n    id: i\n    subject: s\n    time: 2024-05-01\n",
                                        {"x.csv"});
  if (!result.error.empty() || !result.rejects.empty()) return result.error + result.rejects;
  return result.counts.imported == 1 ? "yes" : "no";
}

}  // namespace

TEST_CASE("a cell becomes a value of the type that the mapping names") {
  const std::pair<const char*, const char*> truths[] = {{"TRUE", "true"}, {"Yes", "true"}, {"y", "true"},
                                                        {"1", "true"},    {"no", "false"}, {"F", "false"},
                                                        {"0", "false"},   {"n", "false"}};
  for (const auto& [cell, truth] : truths) {
    INFO(cell);
    CHECK(made_of(std::string(cell) + ",,", "{ from: \"{a}\", as: bool }") == "\"f\":" + std::string(truth));
  }
  CHECK(made_of("maybe,,", "{ from: \"{a}\", as: bool }") == "2: `f`: `maybe` is neither true nor false\n");
  CHECK(made_of("007.50,,", "{ from: \"{a}\", as: number }") == "\"f\":7.5");
  CHECK(made_of("ten,,", "{ from: \"{a}\", as: number }") == "2: `f`: `ten` is no number\n");
  CHECK(made_of("2024-02-29,,", "{ from: \"{a}\", as: date, plus: 1 year }") == "\"f\":\"2025-02-28\"");
  CHECK(made_of("2024-03-31,,", "{ from: \"{a}\", minus: 1 month }") == "\"f\":\"2024-02-29\"");
  CHECK(made_of("2024-05-01 10:00,,", "{ from: \"{a}\", as: time, minus: 1 hour }") ==
        "\"f\":\"2024-05-01T09:00:00Z\"");
  CHECK(made_of("soon,,", "{ from: \"{a}\", as: time }") == "2: `f`: `soon` is no date or time\n");
  CHECK(made_of("soon,,", "{ from: \"{a}\", as: date }") == "2: `f`: `soon` is no date\n");
  CHECK(made_of("2099-12-31,,", "{ from: \"{a}\", as: date, plus: 1 day }") == "2: `f`: dates run from 1970 to 2099\n");
  CHECK(made_of("1970-01-01,,", "{ from: \"{a}\", as: date, minus: 1 day }") ==
        "2: `f`: dates run from 1970 to 2099\n");
  CHECK(made_of("\"say \"\"hi\"\"\",,", "\"{a}\"") == "\"f\":\"say \\\"hi\\\"\"");
}

TEST_CASE("a moment's date is that of the zone in which it is asked") {
  const std::string value = "{ from: \"{a}\", as: date, zone: \"{z}\" }";
  CHECK(made_of("2024-05-01T02:00:00Z,,New York", value) == "\"f\":\"2024-04-30\"");
  CHECK(made_of("2024-05-01T02:00:00Z,,UTC", value) == "\"f\":\"2024-05-01\"");
  CHECK(made_of("2024-05-01T02:00:00Z,,Mars", value) ==
        "2: `f`: `Mars` is no time zone; one is written `America/New_York`\n");
  CHECK(made_of("2024-05-01 02:00,,Mars", "{ from: \"{a}\", as: time, zone: \"{z}\" }") ==
        "2: `f`: `Mars` is no time zone; one is written `America/New_York`\n");
}

TEST_CASE("spans may come from a column and are judged row by row") {
  const std::string value = "{ from: 2024-01-31, as: date, plus: \"{b}\" }";
  CHECK(made_of(",1 month,", value) == "\"f\":\"2024-02-29\"");
  CHECK(made_of(",2 quarters,", value) == "\"f\":\"2024-07-31\"");
  for (const char* wrong : {"", "0 days", "1", "days", "1 fortnight", "99999999999 days", "1000000 years", "-1 day"}) {
    INFO(wrong);
    CHECK(made_of("," + std::string(wrong) + ",", value) ==
          "2: `f`: `" + std::string(wrong) + "` is no span; one is written `1 year` or `90 days`\n");
  }
  CHECK(made_of(",x,", "{ from: 2024-01-31, as: date, minus: \"{b}\" }") ==
        "2: `f`: `x` is no span; one is written `1 year` or `90 days`\n");
  CHECK(made_of(",x,", "{ from: 2024-01-31, as: time, plus: \"{b}\" }") ==
        "2: `f`: `x` is no span; one is written `1 year` or `90 days`\n");
  CHECK(made_of(",x,", "{ from: 2024-01-31, as: time, minus: \"{b}\" }") ==
        "2: `f`: `x` is no span; one is written `1 year` or `90 days`\n");
}

TEST_CASE("a blank cell leaves its field out, says null, takes the default or rejects the row") {
  CHECK(made_of(",,", "\"{a}\"").empty());
  CHECK(made_of(",,", "{ from: \"{a}\", blank: omit }").empty());
  CHECK(made_of(",,", "{ from: \"{a}\", blank: null }") == "\"f\":null");
  CHECK(made_of(",,", "{ from: \"{a}\", blank: \"null\" }") == "\"f\":null");
  CHECK(made_of(",,", "{ from: \"{a}\", blank: reject }") == "2: `f`: it is blank\n");
  CHECK(made_of(",,", "{ from: \"{a}\", default: 0, blank: reject }") == "\"f\":0");
  CHECK(made_of(",7,", "{ from: \"{a}\", default: { from: \"{b}\", as: number } }") == "\"f\":7");
  CHECK(made_of("x,,", "{ from: \"{a}\", map: { y: z }, otherwise: \"{b}\", blank: reject }") ==
        "2: `f`: it is blank\n");
}

TEST_CASE("what is written without quotes and is JSON stays what it is") {
  CHECK(made_of(",,", "true") == "\"f\":true");
  CHECK(made_of(",,", "false") == "\"f\":false");
  CHECK(made_of(",,", "null") == "\"f\":null");
  CHECK(made_of(",,", "~") == "\"f\":null");
  CHECK(made_of(",,", "12.50") == "\"f\":12.50");
  CHECK(made_of(",,", "\"12.50\"") == "\"f\":\"12.50\"");
  CHECK(made_of(",,", "house") == "\"f\":\"house\"");
}

TEST_CASE("dates in the order that the mapping names, and nothing that only looks like one") {
  const auto day = [](const std::string& cell, const std::string& order) {
    return made_of("\"" + cell + "\",,", "{ from: \"{a}\", as: date }", "dates: " + order + "\n");
  };
  CHECK(day("2/29/2024", "mdy") == "\"f\":\"2024-02-29\"");
  CHECK(day("29-2-2024", "dmy") == "\"f\":\"2024-02-29\"");
  CHECK(day("2024-02-29", "dmy") == "\"f\":\"2024-02-29\"");
  CHECK(day("2024-02-29", "ymd") == "\"f\":\"2024-02-29\"");
  for (const char* wrong : {"x/2/2024", "2", "2:3:2024", "2/x/2024", "2/3-2024", "2/3/24", "2/30/2024", "2/3/2024x",
                            "13/1/2024", "2024-02-30", "2024-02-29X10:00"}) {
    INFO(wrong);
    CHECK(day(wrong, "mdy") == "2: `f`: `" + std::string(wrong) + "` is no date\n");
  }
}

TEST_CASE("offsets as they are written: GMT, with and without a colon; and what is none") {
  const auto time = [](const std::string& cell) { return made_of(cell + ",,", "{ from: \"{a}\", as: time }"); };
  CHECK(time("2024-05-01T10:00:00 GMT") == "\"f\":\"2024-05-01T10:00:00Z\"");
  CHECK(time("2024-05-01t10:00:00+02:00") == "\"f\":\"2024-05-01T08:00:00Z\"");
  CHECK(time("2024-05-01 0:30 AM") == "2: `f`: `2024-05-01 0:30 AM` is no date or time\n");
  CHECK(time("2024-05-01T10:00:00+1:00") == "2: `f`: `2024-05-01T10:00:00+1:00` is no date or time\n");
}

TEST_CASE("tests of a row compare what a row really has") {
  CHECK(taken("a is at least 1") == "yes");
  CHECK(taken("a is at least \"{b}\"") == "2: `a` is compared with `x`, which is no number\n");
  CHECK(taken("b is over 1") == "2: `b` is `x`: no number to compare\n");
  CHECK(taken("b is after 2024-01-01") == "2: `b`: `x` is no date or time\n");
  CHECK(taken("a is before \"{b}\"") == "2: `a`: `1` is no date or time\n");
  CHECK(taken("b is one of y, x") == "yes");
  CHECK(taken("b is not one of y, x") == "no");
  CHECK(taken("b is \"{b}\"") == "yes");
}

TEST_CASE("nothing is compared with a blank cell: the test does not hold, its opposite does") {
  Folder folder;
  folder.with("x.csv", "a,b\n,1\n");
  for (const auto& [test, holds] : {std::pair<std::string, bool>{"a is over 1", false},
                                    {"a is not over 1", true},
                                    {"b is at most \"{a}\"", false},
                                    {"a is before 2024-01-01", false},
                                    {"b is after \"{a}\"", false}}) {
    INFO(test);
    const Imported result = folder.import(
        "source: s\nevents:\n  - when: '" + test + "'\n    type: t\n    id: i\n    subject: s\n    time: 2024-05-01\n",
        {"x.csv"});
    CHECK(result.error == "");
    CHECK(result.rejects == "");
    CHECK(result.counts.imported == (holds ? 1 : 0));
  }
}
