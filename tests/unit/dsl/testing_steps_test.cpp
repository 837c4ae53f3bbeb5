// How the steps of a test become a history: what the first event is told, which account is meant, set-ups, limits.
#include <catch2/catch.hpp>

#include "dsl/project.hpp"
#include "dsl/testing/run_tests.hpp"
#include "suite_lowered.hpp"

namespace {

using namespace baton;
using namespace baton::dsl;
using namespace baton::dsl::test;

LoweredSuite lowered(const std::string& text) {
  return lower_suite_text("a.baton", text);
}

// The events of the first test, as "SUBJECT type FIELD=VALUE ...".
std::vector<std::string> events(const LoweredSuite& suite) {
  std::vector<std::string> all;
  for (const TestStep& step : suite.suite.tests.at(0).steps) {
    const auto* happens = std::get_if<TestStep::Happens>(&step.what);
    if (!happens) continue;
    const Event& event = happens->event;
    std::string text = event.id + " " + event.subject + " " + event.type_name;
    for (const Event::Value& value : event.values) {
      text += " " + suite.policy.field_name(value.target) + "=" + value_text(suite.policy, value.target, value.value);
    }
    all.push_back(std::move(text));
  }
  return all;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("steps: what an account says is told by its own first event, and what that says itself wins") {
  const LoweredSuite suite = lowered(R"(test "t" {
    account acme { segment: smb, region: amer, arr: 5k }
    on 2026-01-05 person.left { person: kim }
    account globex { segment: enterprise, region: emea }
    account acme
    on 2026-01-06 account.updated { arr: 7k }
    on 2026-01-06 intro.held
    account globex
    on 2026-01-07 intro.held
  })");
  REQUIRE(suite.shown().empty());
  CHECK(events(suite) == Texts{"00001 org person.left", "00002 acme account.updated arr=7000 segment=smb region=amer",
                               "00003 acme intro.held", "00004 globex intro.held segment=enterprise region=emea"});
}

TEST_CASE("steps: what an event leaves out has the event's own default; the field that it sets keeps its value") {
  const LoweredSuite suite = lowered(R"(event call { arr, mood: good | bad = bad }
  test "t" {
    account { segment: smb, region: amer }
    on 2026-01-06 call { arr: 1 }
    on 2026-01-07 call { mood: good, arr: 2 }
  })");
  CHECK(events(suite) ==
        Texts{"00001 account call arr=1 mood=bad segment=smb region=amer", "00002 account call mood=good arr=2"});
}

TEST_CASE("steps: a set-up is set in where it is named, with its own places") {
  const LoweredSuite suite = lowered(R"(given "outer" { given "inner"  on 2026-01-06 intro.held }
given "inner" { account { segment: smb, region: amer }  on 2026-01-05 intro.held }
test "t" {
  given "outer"
  on 2026-01-07 intro.held
})");
  REQUIRE(suite.shown().empty());
  std::vector<std::string> places;
  for (const TestStep& step : suite.suite.tests.at(0).steps) places.push_back(to_string(step.origin));
  CHECK(places == Texts{"a.baton:2:57", "a.baton:1:32", "a.baton:5:3"});
}

TEST_CASE("steps: set-ups that multiply end at 10000 steps") {
  std::string text = "given \"0\" { at 2026-01-05 }\n";
  for (int i = 1; i <= 40; ++i) {
    const std::string inner = "given \"" + std::to_string(i - 1) + "\"";
    text += "given \"" + std::to_string(i) + "\" { " + inner + " " + inner + " }\n";
  }
  const LoweredSuite suite = lowered(text + "test \"t\" { given \"40\" }\n");
  CHECK(suite.shown().starts_with("error[B804]: with its set-ups this test has more than 10000 steps"));
}

TEST_CASE("steps: a time without an offset is in the org's zone, a date alone its midnight") {
  const LoweredSuite suite = lowered(R"(test "t" {
    at 2026-01-05
    at 2026-01-05T09:30
    at 2026-01-05T09:30-08:00
    at 2026-07-05T09:30:15
  })");
  REQUIRE(suite.shown().empty());
  std::vector<std::string> times;
  for (const TestStep& step : suite.suite.tests.at(0).steps) times.push_back(to_string(*step.at));
  CHECK(times == Texts{"2026-01-05T05:00:00Z", "2026-01-05T14:30:00Z", "2026-01-05T17:30:00Z", "2026-07-05T13:30:15Z"});
}

TEST_CASE("steps: an expectation is kept as written, on one line and without comments") {
  const LoweredSuite suite = lowered(
      "test \"t\" {\n account { segment: smb, region: amer }\n on 2026-01-05 intro.held\n"
      " expect next change\n   at 2026-01-06   # a Tuesday\n   \"in  a # text\"\n}\n");
  REQUIRE(suite.shown().empty());
  const auto& step = std::get<TestStep::Expects>(suite.suite.tests.at(0).steps.back().what);
  CHECK(step.expected.text == "next change at 2026-01-06 \"in  a # text\"");
}

TEST_CASE("steps: whatever is missing from a test, binding it comes to an end") {
  for (const char* name : {"sound_history.baton", "sound_claims.baton"}) {
    const std::string text = whole_file(suite_corpus() / name);
    for (std::size_t at = 0; at < text.size(); at += 29) {
      std::string holed = text;
      holed.erase(at, 7);
      lowered(holed);
    }
  }
  SUCCEED("nothing above crashed or hung");
}

TEST_CASE("project: its tests are bound, and need a sound policy") {
  const Project project = load(suite_corpus() / "project");
  INFO(render(project.emitter.all(), project.sources, Format::Human, false));
  CHECK(project.program);
  REQUIRE(project.suite);
  CHECK(project.suite->tests.size() == 1);
  CHECK(load(suite_corpus()).suite == nullptr);  // there is no org.yaml
}

TEST_CASE("project: events that need no declaration set off in a test what the text says of them") {
  const Project project = load(std::filesystem::path(BATON_SOURCE_DIR) / "tests/corpus/project/own_events_in_tests");
  REQUIRE(project.suite);
  const TestResult result = TestRunner(project.program, project.sources, {}).run(project.suite->tests.at(0));
  CHECK(result.outcome == TestResult::Outcome::Passed);
  CHECK(result.expectations == 4);
}

TEST_CASE("S5: a stage that a date ends at this very instant leaves nobody without an owner, and no handoff out") {
  const Project project = load(std::filesystem::path(BATON_SOURCE_DIR) / "tests/corpus/project/date_ends_stage");
  REQUIRE(project.suite);
  for (const Test& test : project.suite->tests) {
    CHECK(TestRunner(project.program, project.sources, {}).run(test).outcome == TestResult::Outcome::Passed);
  }
}
