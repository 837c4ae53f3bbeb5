// Every project under tests/corpus/runs is tested: its files ask what holds and what does not, so that most of its
// tests fail, and what a reader is shown of that is compared with the file `expected` beside it, what they cover
// with `coverage.expected`. What is not shown holds. With BATON_REWRITE_GOLDENS=1 in the environment the expectations
// are written anew, to be read in the diff.
#include <catch2/catch.hpp>

#include "dsl/project.hpp"
#include "dsl/testing/claims.hpp"
#include "dsl/testing/coverage_report.hpp"
#include "dsl/testing/render_results.hpp"
#include "dsl/testing/run_tests.hpp"
#include "tests/unit/goldens.hpp"

namespace baton::dsl {
namespace {

namespace fs = std::filesystem;

std::string words_of(const Condition& condition) {
  static constexpr const char* words[] = {"always",  "never",   "and",      "or",         "not",
                                          "compare", "in list", "is known", "two fields", "any record"};
  return words[static_cast<std::size_t>(condition.op)];
}

struct Shown {
  std::string results, coverage;
};

Shown shown(const fs::path& folder) {
  const Project project = load(folder);
  std::string text = render(project.emitter.all(), project.sources, Format::Human, false);
  INFO(text);
  REQUIRE(project.suite);
  const auto no_events = [](const std::string&) { return std::vector<Event>(); };
  TestRunner tests(project.program, project.sources, no_events);
  ClaimsRunner claims(project.program, *project.suite, project.sources);
  TestReport report;
  Coverage coverage(*project.policy);
  for (const Test& test : project.suite->tests) report.results.push_back(tests.run(test, &coverage));
  for (const Claims& each : project.suite->claims) report.results.push_back(claims.run(each));
  const CoverageReport covered = report_coverage(coverage, *project.program, *project.suite, project.sources, words_of);
  return {text + results_human(report, {.colour = false, .verbose = true}),
          coverage_human(covered) + "\n" + coverage_lcov(covered, [](const std::string& file) { return file; })};
}

TEST_CASE("corpus: each question that is asked of a run is answered as its golden says") {
  for (const auto& entry : fs::directory_iterator(fs::path(BATON_SOURCE_DIR) / "tests/corpus/runs")) {
    const auto [results, coverage] = shown(entry.path());
    baton::test::compare_with_golden(entry.path() / "expected", results);
    baton::test::compare_with_golden(entry.path() / "coverage.expected", coverage);
  }
}

}  // namespace
}  // namespace baton::dsl
