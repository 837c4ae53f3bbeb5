// How a test goes: the clock, recorded events, refusals, the structure that it names, and the timeline of a failure.
#include "tests/unit/dsl/test_world.hpp"

namespace baton::dsl::test {
namespace {

Expected stage(const Company& company, const char* name) {
  Expected expected;
  expected.what = ExpectStage{company.stage(name), false};
  expected.text = std::string("stage is ") + name;
  return expected;
}
Expected owned_by(const Company& company, const char* role, const char* leaf) {
  Expected expected;
  ExpectOwns what;
  what.party = company.role(role);
  what.leaves = {company.leaf(leaf)};
  expected.what = what;
  expected.text = std::string(role) + " owns " + leaf;
  return expected;
}
Expected rejected(const char* part) {
  Expected expected;
  expected.what = ExpectRejected{part};
  expected.text = "rejected";
  return expected;
}

TEST_CASE("a failure shows what was expected, found, why, and what happened on the way", "[testing]") {
  const Company c;
  auto steps = c.history();
  steps.push_back(c.expects(owned_by(c, "AM", "comms"), "2026-05-03T14:59", 7));
  steps.push_back(c.expects(owned_by(c, "AM", "comms"), "2026-05-03T15:00", 8));
  const TestResult result = c.run(std::move(steps));
  CHECK(result.outcome == TestResult::Outcome::Failed);
  CHECK(result.expectations == 2);
  REQUIRE(result.failures.size() == 1);
  const Failure& failure = result.failures.front();
  CHECK(failure.expected == "AM owns comms");
  CHECK(failure.found == "AE (dana) owns comms");
  CHECK(failure.why == "since `AE owns comms for 90 days after entering customer` (file0.baton:23:3)");
  CHECK(to_string(failure.at) == "tests.baton:7:3");
  CHECK(failure.timeline ==
        std::vector<std::string>{
            "  2026-01-05T00:00  account.began { segment: mid_market }: stage prospect; AE (dana) owns comms, "
            "relationship; AM (kim) carries nrr",
            "  2026-01-06T00:00  deal.opened { deal: D1, kind: new, amount: 1000 }: AE (dana) owns closing of D1",
            "  2026-02-02T15:00  deal.won { deal: D1, amount: 1000.01 }: stage customer; AM (kim) owns renewal; "
            "handoff to_am open",
            "  2026-02-04T15:00  handoff to_am should have started: handoff to_am open",
            "  2026-02-07T15:00  handoff to_am is due: handoff to_am overdue",
            "  2026-02-12T15:00  handoff to_am cuts over: AM (kim) owns relationship; handoff to_am cut_over",
            "  2026-03-04T15:00  a helper or a secondary owner changes",
            "> 2026-05-03T14:59",
            "  2026-05-03T15:00  next: comms passes from AE to AM",
        });
}

TEST_CASE("a test that expects nothing is an error", "[testing]") {
  const Company c;
  const TestResult result = c.run(c.history());
  CHECK(result.outcome == TestResult::Outcome::Error);
  REQUIRE(result.failures.size() == 1);
  CHECK(result.failures.front().found == "it expects nothing, so it could never fail: write `expect ...`");
}

TEST_CASE("a long timeline keeps its end", "[testing]") {
  const Company c;
  auto steps = c.history();
  for (int i = 10; i < 28; ++i) steps.push_back(c.happens(c.event(("2026-06-" + std::to_string(i)).c_str(), "asked")));
  steps.push_back(c.expects(stage(c, "prospect")));
  const TestResult result = c.run(std::move(steps));
  REQUIRE(result.failures.size() == 1);
  CHECK(result.failures.front().timeline.size() == 12);
  CHECK(result.failures.front().timeline.front().ends_with(" earlier)"));
}

TEST_CASE("a test goes on after a failure, and all are told", "[testing]") {
  const Company c;
  auto steps = c.history();
  for (const char* name : {"prospect", "customer", "prospect"}) steps.push_back(c.expects(stage(c, name)));
  const TestResult result = c.run(std::move(steps));
  CHECK(result.expectations == 3);
  CHECK(result.failures.size() == 2);
}

TEST_CASE("S3: an expectation between two events of one instant sees none of its timers", "[testing]") {
  const Company c;
  auto steps = c.history();
  steps.push_back(c.expects(owned_by(c, "AE", "comms"), "2026-05-03T15:00"));
  steps.push_back(c.happens(c.event("2026-05-03T15:00", "asked")));
  steps.push_back(c.expects(owned_by(c, "AM", "comms")));
  CHECK(c.run(std::move(steps)).outcome == TestResult::Outcome::Passed);
}

TEST_CASE("S3: an expectation sees the timers of its instant where the steps behind it are later", "[testing]") {
  const Company c;
  auto steps = c.history();
  steps.push_back(c.expects(owned_by(c, "AM", "comms"), "2026-05-03T15:00"));
  steps.push_back(c.expects(owned_by(c, "AM", "comms"), "2026-05-04"));
  CHECK(c.run(std::move(steps)).outcome == TestResult::Outcome::Passed);
}

TEST_CASE("an event that is refused ends the test, unless that is expected next", "[testing]") {
  const Company c;
  auto steps = c.history();
  // The first event of a deal must give its kind.
  steps.push_back(c.happens(c.event("2026-02-03", "deal.opened", {}, "D2"), 12));
  auto expecting = steps;
  steps.push_back(c.expects(stage(c, "customer")));
  const TestResult error = c.run(std::move(steps));
  CHECK(error.outcome == TestResult::Outcome::Error);
  REQUIRE(error.failures.size() == 1);
  CHECK(error.failures.front().expected == "");
  CHECK(error.failures.front().found.starts_with("deal.opened was rejected: "));
  CHECK(error.failures.front().at.line == 12);
  CHECK(error.expectations == 0);

  CHECK(c.run(expecting).outcome == TestResult::Outcome::Error);  // nothing stands behind it

  expecting.push_back(c.expects(rejected("kind")));
  expecting.push_back(c.expects(stage(c, "customer")));
  CHECK(c.run(expecting).outcome == TestResult::Outcome::Passed);
  expecting[4] = c.expects(rejected("the moon"));
  const TestResult other = c.run(expecting);
  CHECK(other.outcome == TestResult::Outcome::Failed);
  REQUIRE(other.failures.size() == 1);
  CHECK(other.failures.front().found.starts_with("rejected since "));
}

TEST_CASE("an expectation of an account that nothing has begun does not hold", "[testing]") {
  const Company c;
  const TestResult result = c.run({c.expects(stage(c, "prospect"), "2026-01-01")});
  CHECK(result.outcome == TestResult::Outcome::Failed);
  REQUIRE(result.failures.size() == 1);
  CHECK(result.failures.front().found == "no event has begun the account `acme` yet");
}

TEST_CASE("recorded events are taken as the clock passes them, all of them before a step without a time", "[testing]") {
  const Company c;
  const auto recorded = [&](const std::string& path) -> std::expected<std::vector<Event>, std::string> {
    if (path != "events.jsonl") return std::unexpected("`" + path + "` cannot be read");
    std::vector<Event> events;
    for (const TestStep& step : c.history()) events.push_back(std::get<TestStep::Happens>(step.what).event);
    return events;
  };
  const TestStep file{TestStep::Recorded{"events.jsonl"}, std::nullopt, "acme", Company::origin(2)};
  CHECK(c.run({file, c.expects(stage(c, "prospect"), "2026-02-02T14:59"), c.expects(stage(c, "customer"))}, recorded)
            .outcome == TestResult::Outcome::Passed);
  CHECK(c.run({file, c.happens(c.event("2026-02-03", "lost")), c.expects(stage(c, "prospect"))}, recorded).outcome ==
        TestResult::Outcome::Passed);

  const TestResult late = c.run(
      {c.happens(c.event("2026-01-20", "account.began", {{"segment", 1}})), file, c.expects(stage(c, "customer"))},
      recorded);
  CHECK(late.outcome == TestResult::Outcome::Error);
  REQUIRE(late.failures.size() == 1);
  CHECK(late.failures.front().found ==
        "the recorded account.began of 2026-01-05T00:00 lies before the test's clock, 2026-01-20T00:00");

  // Where they end the clock stands, and the next step cannot lie before that.
  const TestResult back = c.run({file, c.expects(stage(c, "customer")), c.expects(stage(c, "customer"), "2026-02-01"),
                                 c.expects(stage(c, "prospect"))},
                                recorded);
  CHECK(back.outcome == TestResult::Outcome::Error);
  REQUIRE(back.failures.size() == 1);
  CHECK(back.failures.front().found == "the clock never goes back");
  CHECK(back.expectations == 1);
  CHECK(c.run({file, c.expects(stage(c, "customer")), c.happens(c.event("2026-02-01", "lost"))}, recorded).outcome ==
        TestResult::Outcome::Error);

  const auto refused = [&](const std::string&) -> std::expected<std::vector<Event>, std::string> {
    return std::vector{c.event("2026-01-05", "account.began", {{"segment", 1}}),
                       c.event("2026-01-06", "deal.opened", {}, "D2")};
  };
  for (const char* time : {"2026-01-07", static_cast<const char*>(nullptr)}) {
    const TestResult result = c.run({file, c.expects(stage(c, "prospect"), time)}, refused);
    CHECK(result.outcome == TestResult::Outcome::Error);
    REQUIRE(result.failures.size() == 1);
    CHECK(result.failures.front().found.starts_with("the recorded deal.opened of 2026-01-06T00:00 was rejected: "));
  }
  const TestResult event_behind = c.run({file, c.happens(c.event("2026-01-07", "asked"))}, refused);
  CHECK(event_behind.outcome == TestResult::Outcome::Error);

  const TestStep missing{TestStep::Recorded{"nowhere.jsonl"}, std::nullopt, "acme", Company::origin(2)};
  const TestResult unread = c.run({missing}, recorded);
  CHECK(unread.outcome == TestResult::Outcome::Error);
  REQUIRE(unread.failures.size() == 1);
  CHECK(unread.failures.front().found == "`nowhere.jsonl` cannot be read");
  CHECK(unread.failures.front().timeline.empty());  // no moment yet
}

TEST_CASE("a test that names a structure is served by it alone", "[testing]") {
  const Company c;
  Test test;
  test.structure = c.structure("theirs");
  test.steps = c.history();
  test.steps.push_back(c.expects(owned_by(c, "AM", "comms")));
  CHECK(c.run(test).outcome == TestResult::Outcome::Passed);
  test.structure = std::nullopt;
  CHECK(c.run(test).outcome == TestResult::Outcome::Failed);
}

TEST_CASE("a skipped test says why and runs nothing", "[testing]") {
  const Company c;
  Test test;
  test.title = "later";
  test.skip_because = "the region opens in June";
  test.steps.push_back(c.expects(stage(c, "customer")));
  const TestResult result = c.run(test);
  CHECK(result.outcome == TestResult::Outcome::Skipped);
  CHECK(result.note == "the region opens in June");
  CHECK(result.expectations == 0);
}

}  // namespace
}  // namespace baton::dsl::test
