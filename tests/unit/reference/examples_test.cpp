// The engine and the reference, over the examples that come with Baton, and lives on which they once differed.
#include <catch2/catch.hpp>

#include <cstdio>
#include <fstream>
#include <map>

#include "tests/unit/reference/both.hpp"

namespace baton {
namespace {

// What a program of the build writes.
std::string output_of(const std::string& command) {
  std::string text;
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  char block[4096];
  for (std::size_t got; (got = fread(block, 1, sizeof block, pipe)) != 0;) text.append(block, got);
  REQUIRE(pclose(pipe) == 0);
  return text;
}

dsl::Project project_of(const std::string& name) {
  dsl::Project project = dsl::load(std::string(BATON_SOURCE_DIR) + "/examples/" + name);
  REQUIRE(project.program);
  return project;
}

// The reference walks; a few accounts are enough to compare.
std::vector<Event> of_some_accounts(std::vector<Event> events, std::size_t most) {
  std::map<std::string, std::size_t> order;
  std::erase_if(events,
                [&](const Event& event) { return order.emplace(event.subject, order.size()).first->second >= most; });
  return events;
}

TEST_CASE("examples/first: the reference decides as the engine does") {
  const dsl::Project project = project_of("first");
  const std::string events =
      R"({"specversion":"1.0","id":"1","source":"crm","type":"deal.opened","subject":"a","time":"2026-01-05T09:00:00Z","data":{"deal":"D","segment":"smb","region":"amer"}}
{"specversion":"1.0","id":"2","source":"crm","type":"deal.closed_won","subject":"a","time":"2026-02-02T15:00:00Z","data":{"deal":"D","amount":"10"}}
)";
  const auto both = testing::run_both(*project.program, testing::read_events(*project.program, events), end_of_time);
  INFO(testing::first_difference(both));
  CHECK(both.engine == both.reference);
  CHECK(both.rejected_by_engine == both.rejected_by_reference);
}

TEST_CASE("examples/acme: the reference decides as the engine does") {
  const dsl::Project project = project_of("acme");
  const auto events =
      of_some_accounts(testing::read_events(*project.program, output_of(std::string(BATON_ACME_EVENTS) + " 7 8")), 9);
  REQUIRE(events.size() > 50);
  const auto both = testing::run_both(*project.program, events, Instant{1'771'000'000'000});
  INFO(testing::first_difference(both));
  CHECK(both.compared > 50);
  CHECK(both.engine == both.reference);
  CHECK(both.rejected_by_engine == both.rejected_by_reference);
}

TEST_CASE("lives on which the reference and the engine once differed") {
  std::size_t lives = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(BATON_SOURCE_DIR) + "/tests/corpus/lives")) {
    const dsl::Project project = dsl::load(entry.path());
    REQUIRE(project.program);
    std::ifstream file(entry.path() / "events.jsonl");
    const std::string lines{std::istreambuf_iterator<char>(file), {}};
    const auto both = testing::run_both(*project.program, testing::read_events(*project.program, lines), end_of_time);
    INFO(entry.path().filename() << '\n' << testing::first_difference(both));
    CHECK(both.compared > 5);
    CHECK(both.engine == both.reference);
    ++lives;
  }
  CHECK(lives > 0);
}

}  // namespace
}  // namespace baton
