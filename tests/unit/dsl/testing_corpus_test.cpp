// Every tests/corpus/tests/NAME.baton is lowered against the project of that folder; what is reported, word for word
// with its carets, and the suite, if there is no error, is compared with NAME.expected. With BATON_REWRITE_GOLDENS=1 in
// the environment the expectations are written anew, to be read in the diff.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "suite_lowered.hpp"
#include "tests/unit/goldens.hpp"

namespace {

using namespace baton::dsl;
using namespace baton::dsl::test;
namespace fs = std::filesystem;

std::vector<fs::path> corpus() {
  return baton::test::corpus_files({"tests"});
}

LoweredSuite lower_file(const fs::path& path) {
  return lower_suite_text(path.filename().string(), whole_file(path));
}

}  // namespace

TEST_CASE("corpus: tests are bound as each golden says") {
  for (const fs::path& path : corpus()) {
    const LoweredSuite lowered = lower_file(path);
    const std::string shown = lowered.shown() + (lowered.emitter.has_errors() ? "" : dump(lowered));
    baton::test::compare_with_golden(baton::test::expected_beside(path), shown);
  }
}

TEST_CASE("corpus: every code of lowering a suite has an example, and says what to do") {
  std::set<std::string> seen;
  for (const fs::path& path : corpus()) {
    const LoweredSuite lowered = lower_file(path);
    for (const Diagnostic& diagnostic : lowered.emitter.all()) {
      INFO(path.filename() << ": " << diagnostic.message);
      CHECK(diagnostic.where.has_value());
      CHECK_FALSE(diagnostic.message.ends_with('.'));
      CHECK_FALSE(diagnostic.help.ends_with('.'));
      seen.insert(diagnostic.code);
    }
  }
  for (int code = 1; code <= 8; ++code) CHECK(seen.contains("B80" + std::to_string(code)));
}
