// The forms in which results are shown, whole.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "dsl/testing/render_results.hpp"

namespace baton::dsl {
namespace {

TestResult result(const char* title, TestResult::Outcome outcome, const char* file, std::uint32_t line) {
  TestResult one;
  one.title = title;
  one.outcome = outcome;
  one.expectations = 1;
  one.at = {file, line, 1, 0, 0};
  one.duration_us = 1'500'000;
  return one;
}

TestReport sample() {
  TestReport report;
  report.results.push_back(result("AE keeps it", TestResult::Outcome::Passed, "a.baton", 1));
  TestResult& failed =
      report.results.emplace_back(result("a <b> & \"c\"\x01", TestResult::Outcome::Failed, "a.baton", 9));
  failed.failures.push_back({"AM owns comms",
                             "AE (dana) owns comms",
                             "since `AE owns comms` (p.baton:3:1)",
                             {"  2026-01-05T00:00  lost", "> 2026-02-05T00:00"},
                             {"a.baton", 12, 3, 0, 0}});
  TestResult& error = report.results.emplace_back(result("broken", TestResult::Outcome::Error, "b.baton", 2));
  error.failures.push_back({"", "lost was rejected: 100%\n\xFF", "", {}, {"b.baton", 4, 3, 0, 0}});
  TestResult& skipped = report.results.emplace_back(result("later", TestResult::Outcome::Skipped, "b.baton", 8));
  skipped.note = "not yet";
  TestResult& proved = report.results.emplace_back(result("small", TestResult::Outcome::Passed, "b.baton", 20));
  proved.kind = TestResult::Kind::Invariant;
  return report;
}

TEST_CASE("the last line counts tests, cases and invariants", "[testing]") {
  CHECK(summary(sample()) == "4 tests: 1 passed, 1 failed, 1 error, 1 skipped; 1 invariant proved");
  CHECK(summary({}) == "0 tests: 0 passed");
}

TEST_CASE("results for people: failures in full, passes only as counts", "[testing]") {
  CHECK(results_human(sample(), {}) ==
        "FAILED  a <b> & \"c\"U+0001 (a.baton:9)\n"
        "\n"
        "  a.baton:12:3\n"
        "  expected AM owns comms\n"
        "     found AE (dana) owns comms\n"
        "           since `AE owns comms` (p.baton:3:1)\n"
        "        2026-01-05T00:00  lost\n"
        "      > 2026-02-05T00:00\n"
        "\n"
        "ERROR   broken (b.baton:2)\n"
        "\n"
        "  b.baton:4:3\n"
        "  lost was rejected: 100%\n"
        "  \xFF\n"
        "\n"
        "4 tests: 1 passed, 1 failed, 1 error, 1 skipped; 1 invariant proved\n");
  const std::string verbose = results_human(sample(), {false, true});
  CHECK(verbose.starts_with("passed  AE keeps it (a.baton:1)\n"));
  CHECK(verbose.find("skipped later (b.baton:8): not yet\npassed  invariant small (b.baton:20)\n") !=
        std::string::npos);
  CHECK(verbose.find("\nproved: for every account that the declared events can bring about") != std::string::npos);
}

TEST_CASE("what happened on the way is told once a test, each moment where it belongs", "[testing]") {
  TestReport report;
  TestResult& failed = report.results.emplace_back(result("t", TestResult::Outcome::Failed, "a.baton", 1));
  const Failure first{"x", "y", "", {"  1  a", "  2  b", "> 3", "  9  next: c"}, {"a.baton", 2, 3, 0, 0}};
  const Failure second{"x", "z", "", {"  1  a", "  2  b", "  4  d", "> 5", "  9  next: c"}, {"a.baton", 3, 3, 0, 0}};
  failed.failures = {first, second};
  CHECK(results_human(report, {}) ==
        "FAILED  t (a.baton:1)\n"
        "\n"
        "  a.baton:2:3\n  expected x\n     found y\n"
        "        1  a\n        2  b\n      > 3\n        9  next: c\n"
        "\n"
        "  a.baton:3:3\n  expected x\n     found z\n"
        "        (as above)\n        4  d\n      > 5\n"
        "\n"
        "1 test: 0 passed, 1 failed\n");
}

TEST_CASE("results as JUnit's XML: what XML forbids is replaced", "[testing]") {
  CHECK(results_junit(sample(), false) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"baton\" tests=\"5\" failures=\"1\" errors=\"1\">\n"
        "  <testsuite name=\"a.baton\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\">\n"
        "    <testcase name=\"AE keeps it\" classname=\"a.baton\"/>\n"
        "    <testcase name=\"a &lt;b&gt; &amp; &quot;c&quot;\xEF\xBF\xBD\" classname=\"a.baton\">\n"
        "      <failure type=\"expectation\" message=\"expected AM owns comms, found AE (dana) owns comms\">"
        "a.baton:12:3\n"
        "expected AM owns comms\n"
        "   found AE (dana) owns comms\n"
        "         since `AE owns comms` (p.baton:3:1)\n"
        "      2026-01-05T00:00  lost\n"
        "    &gt; 2026-02-05T00:00\n"
        "\n"
        "</failure>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        "  <testsuite name=\"b.baton\" tests=\"3\" failures=\"0\" errors=\"1\" skipped=\"1\">\n"
        "    <testcase name=\"broken\" classname=\"b.baton\">\n"
        "      <error type=\"error\" message=\"lost was rejected: 100%&#10;\xEF\xBF\xBD\">b.baton:4:3\n"
        "lost was rejected: 100%\n"
        "\xEF\xBF\xBD\n"
        "\n"
        "</error>\n"
        "    </testcase>\n"
        "    <testcase name=\"later\" classname=\"b.baton\">\n"
        "      <skipped message=\"not yet\"/>\n"
        "    </testcase>\n"
        "    <testcase name=\"small\" classname=\"b.baton\"/>\n"
        "  </testsuite>\n"
        "</testsuites>\n");
  CHECK(results_junit(sample(), true).find("<testcase name=\"later\" classname=\"b.baton\" time=\"1.500000\">") !=
        std::string::npos);
}

TEST_CASE("JUnit: no character that XML forbids is left, in attributes or in text", "[testing]") {
  TestReport report;
  // Too short a code for its bytes, half of a pair, beyond Unicode, and two that are no characters.
  TestResult& broken = report.results.emplace_back(
      result("\xC0\xAF|\xED\xA0\x80|\xF4\x90\x80\x80|\xEF\xBF\xBE|\xEF\xBF\xBF|\xC3\xA9|\xEF\xBF\xBD|\xF0\x9F\x98\x80",
             TestResult::Outcome::Error, "a.baton", 1));
  broken.failures.push_back({"", "a\t\"quoted\"", "", {}, {"a.baton", 2, 3, 0, 0}});
  const std::string shown = results_junit(report, false);
  CHECK(shown.find("name=\"\xEF\xBF\xBD\xEF\xBF\xBD|") != std::string::npos);
  CHECK(shown.find("|\xC3\xA9|\xEF\xBF\xBD|\xF0\x9F\x98\x80\" classname") != std::string::npos);
  for (const char* forbidden : {"\xC0", "\xED\xA0\x80", "\xF4\x90", "\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    CHECK(shown.find(forbidden) == std::string::npos);
  }
  CHECK(shown.find("message=\"a&#9;&quot;quoted&quot;\"") != std::string::npos);
  CHECK(shown.find("\na\t\"quoted\"\n") != std::string::npos);
}

TEST_CASE("results as GitHub's commands", "[testing]") {
  CHECK(results_github(sample()) ==
        "::error file=a.baton,line=12,col=3,title=test a <b> & \"c\"\x01::expected AM owns comms%0A   found AE (dana) "
        "owns comms%0A         since `AE owns comms` (p.baton:3:1)%0A      2026-01-05T00:00  lost%0A    > "
        "2026-02-05T00:00%0A\n"
        "::error file=b.baton,line=4,col=3,title=test broken::lost was rejected: 100%25%0A\xFF%0A\n"
        "::notice file=b.baton,line=8,col=1,title=test later::skipped: not yet\n");
}

TEST_CASE("results as JSON", "[testing]") {
  const std::string diagnostics = R"({"diagnostics":[{"code":"B402"}]})";
  const auto json = nlohmann::json::parse(results_json(sample(), diagnostics, false));
  CHECK(json["passed"] == 2);
  CHECK(json["failed"] == 1);
  CHECK(json["errors"] == 1);
  CHECK(json["skipped"] == 1);
  CHECK(json["diagnostics"][0]["code"] == "B402");
  REQUIRE(json["results"].size() == 5);
  const auto failure = nlohmann::json::parse(R"json({"expected": "AM owns comms", "found": "AE (dana) owns comms",
    "why": "since `AE owns comms` (p.baton:3:1)",
    "timeline": ["  2026-01-05T00:00  lost", "> 2026-02-05T00:00"],
    "at": {"file": "a.baton", "line": 12, "column": 3}})json");
  CHECK(json["results"][1]["failures"][0] == failure);
  CHECK(json["results"][2]["failures"][0]["expected"].is_null());
  CHECK(json["results"][4]["kind"] == "invariant");
  CHECK_FALSE(json["results"][0].contains("duration_us"));
}

}  // namespace
}  // namespace baton::dsl
