// Random lives under the policies that come with Baton: the engine and the reference decide alike.
//
// BATON_REFERENCE_SEEDS=1000 BATON_REFERENCE_FROM=1 test_reference "[random]" tries many more seeds than a run of all
// tests has time for.
#include <catch2/catch.hpp>

#include <cstdlib>

#include "tests/unit/reference/both.hpp"
#include "tests/unit/reference/random_events.hpp"

namespace baton {
namespace {

std::uint64_t number(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

void compare(const std::string& folder, std::uint64_t seed, std::size_t count, std::size_t& decisions) {
  const dsl::Project project = dsl::load(std::string(BATON_SOURCE_DIR) + "/" + folder);
  REQUIRE(project.program);
  const auto events = testing::random_events(*project.program, seed, count);
  const Instant until{events.back().at.ms + 200LL * 86'400'000};
  const auto both = testing::run_both(*project.program, events, until);
  INFO(folder << " seed " << seed << "\n" << testing::first_difference(both));
  decisions += both.compared;
  CHECK(testing::first_difference(both).empty());
  CHECK(both.rejected_by_engine == both.rejected_by_reference);
}

TEST_CASE("random lives: the engine and the reference decide alike", "[random]") {
  const std::uint64_t from = number("BATON_REFERENCE_FROM", 1), seeds = number("BATON_REFERENCE_SEEDS", 2);
  const char* only = std::getenv("BATON_REFERENCE_PROJECT");
  const std::vector<std::string> folders =
      only != nullptr ? std::vector<std::string>{only}
                      : std::vector<std::string>{"examples/first", "examples/acme", "examples/ravenstack",
                                                 "rules/tests", "tests/corpus/proof/sound_undeclared_events"};
  for (const std::string& folder : folders) {
    std::size_t decisions = 0;
    for (std::uint64_t seed = from; seed < from + seeds; ++seed) compare(folder, seed, 60, decisions);
    INFO(folder);
    CHECK(decisions > 20 * seeds);
  }
}

}  // namespace
}  // namespace baton
