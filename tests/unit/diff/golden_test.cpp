// Pairs of versions in tests/corpus/diff, each shown in every format and compared with the files beside them.
#include <algorithm>
#include <catch2/catch.hpp>

#include "dsl/history.hpp"
#include "dsl/project.hpp"
#include "engine/host/diff_report.hpp"
#include "tests/unit/goldens.hpp"

namespace baton::test {
namespace {

const std::filesystem::path corpus = std::filesystem::path(BATON_SOURCE_DIR) / "tests/corpus/diff";

host::DiffReport report_of(const std::filesystem::path& before, const std::filesystem::path& after,
                           const ProofBudget& budget = {}) {
  const dsl::Project a = dsl::check(before), b = dsl::check(after);
  REQUIRE(a.program);
  REQUIRE(b.program);
  const host::Versions versions(*a.policy, *a.org, *b.policy, *b.org);
  const auto history = [&](const Witness& witness) {
    return dsl::history_lines(versions.joint.policy, versions.after->org().zone, witness);
  };
  host::DiffReport report = host::make_diff_report(versions, budget, history);
  host::compare_wording(report, *a.policy, *a.org, *b.policy, *b.org);
  report.before = before.filename();
  report.after = after.filename();
  const std::filesystem::path events = corpus / (before.filename().string() + ".jsonl");
  if (!std::filesystem::exists(events)) return report;
  host::ReplayOptions options;
  options.files = {events.string()};
  auto replayed = host::replayed_diff(a.program, b.program, options, [](std::uint64_t, std::uint64_t) { return true; });
  REQUIRE(replayed);
  report.events = std::move(*replayed);
  return report;
}

void compare(const std::string& before, const std::string& after, const std::string& name,
             const ProofBudget& budget = {}) {
  INFO(before << " and " << after);
  const host::DiffReport report = report_of(corpus / before, corpus / after, budget);
  const auto golden = [&](const char* ending) { return corpus / (name + ending); };
  const std::string text = host::diff_text(report, {false, true});
  compare_with_golden(golden(".txt"), text);
  check_colours(host::diff_text(report, {true, true}), text);
  compare_with_golden(golden(".md"), host::diff_markdown(report));
  compare_with_golden(golden(".json"), host::diff_json(report));
}

}  // namespace

TEST_CASE("diff: goldens of pairs of versions, in every format", "[diff]") {
  compare("first", "first", "first");
  compare("first", "bounds", "bounds");
  compare("first", "clauses", "clauses");
  compare("first", "asked", "asked");
  compare("first", "names", "names");
  compare("plain", "terms", "terms");
  compare("older", "newer", "newer");
  compare("agreed", "revised", "revised");
  compare("promised", "kept", "kept");
  compare("early", "late", "late");
}

TEST_CASE("diff: what is more than can be proved is said to be undecided, in every format", "[diff]") {
  ProofBudget budget;
  budget.steps = 0;
  compare("first", "names", "undecided", budget);
}

TEST_CASE("diff: every row of a Markdown table has the cells of its heading", "[diff]") {
  for (const char* after : {"bounds", "clauses", "asked", "names"}) {
    const std::string text = host::diff_markdown(report_of(corpus / "first", corpus / after));
    std::size_t columns = 0, begin = 0;
    for (std::size_t end = text.find('\n'); end != std::string::npos; begin = end + 1, end = text.find('\n', begin)) {
      const std::string line = text.substr(begin, end - begin);
      const auto bars = static_cast<std::size_t>(std::ranges::count(line, '|'));
      if (!line.starts_with('|')) columns = 0;
      if (!line.starts_with('|')) continue;
      if (columns == 0) columns = bars;
      INFO(line);
      CHECK(bars == columns);
    }
  }
}

}  // namespace baton::test
