// What of a structure counts as exercised, and how it is told.
#include "dsl/testing/coverage_report.hpp"
#include "dsl/testing/in_force.hpp"
#include "dsl/testing/own_text.hpp"
#include "tests/unit/dsl/test_world.hpp"

namespace baton::dsl::test {
namespace {

std::string words(const Condition&) {
  return "segment is smb";
}

Test test_of(std::vector<TestStep> steps) {
  Test test;
  test.title = "a test";
  test.at = Company::origin(1);
  test.steps = std::move(steps);
  return test;
}

TestStep clock(const char* time) {
  return {TestStep::Clock{}, at(time), "acme", Company::origin(9)};
}

CoverageReport report_of(const Company& c, const std::vector<Test>& tests) {
  TestRunner runner(c.program, c.sources(), {});
  Coverage coverage(c.policy());
  for (const Test& test : tests) runner.run(test, &coverage);
  Suite suite;
  suite.tests = tests;
  return report_coverage(coverage, *c.program, suite, c.sources(), words);
}

std::vector<std::string> lacks(const CoverageReport& report) {
  std::vector<std::string> lines;
  for (const StructureCoverage& structure : report.structures) {
    for (const CoverageItem& item : structure.items) {
      if (item.tests == 0) lines.push_back(structure.name + ": " + item.text + " " + item.lack);
    }
  }
  return lines;
}

TEST_CASE("nothing is covered without a test, and only structures that org.yaml chooses count", "[coverage]") {
  const Company c;
  const CoverageReport report = report_of(c, {});
  REQUIRE(report.structures.size() == 1);
  const StructureCoverage& ours = report.structures.front();
  CHECK(ours.name == "ours");
  CHECK(report.counted().covered == 0);
  CHECK(report.counted().percent() == 0);
  using Kind = CoverageItem::Kind;
  CHECK(ours.tally(true, Kind::Statement).total == 10);
  CHECK(ours.tally(true, Kind::Branch).total == 2);
  CHECK(ours.tally(true, Kind::Handoff).total == 1);
  CHECK(ours.tally(true, Kind::Tier).total == 3);
  CHECK(ours.tally(true, Kind::Sla).total == 1);
  // closing in open; comms, relationship in two; renewal in one; nrr in two.
  CHECK(ours.tally(true, Kind::Cell).total == 8);
}

TEST_CASE("what an account passes through is covered, the rest is named", "[coverage]") {
  const Company c;
  CHECK(lacks(report_of(c, {test_of(c.history())})) ==
        std::vector<std::string>{
            "ours: `AM owns comms otherwise` never holds",
            "ours: `nobody owns renewal when segment is smb because \"self-service\"` never holds",
            "ours: `segment is smb` is never true",
            "ours: tier 1 of escalation angry never calls anybody",
            "ours: tier 2 of escalation angry never calls anybody",
            "ours: tier 3 of escalation angry never calls anybody",
            "ours: SLA reply never runs",
        });
}

TEST_CASE("time that passes covers what holds then, and tiers as they call", "[coverage]") {
  const Company c;
  auto steps = c.history();
  steps.push_back(c.happens(c.event("2026-02-03T10:00", "angry.call")));
  steps.push_back(c.happens(c.event("2026-02-03T12:30", "asked")));
  steps.push_back(clock("2026-05-03T15:00"));
  steps.push_back(c.expects({}, nullptr));
  CHECK(lacks(report_of(c, {test_of(std::move(steps))})) ==
        std::vector<std::string>{
            "ours: `nobody owns renewal when segment is smb because \"self-service\"` never holds",
            "ours: `segment is smb` is never true",
        });
}

TEST_CASE("a condition counts only while its statement is asked", "[coverage]") {
  const Company c;
  // `renewal` is owned by customers alone: the prospect's segment says nothing.
  const auto report = report_of(c, {test_of({c.happens(c.event("2026-01-05", "account.began", {{"segment", 0}}))})});
  CHECK(report.structures.front().tally(true, CoverageItem::Kind::Branch).covered == 0);
}

TEST_CASE("an escalation's and an SLA's `when` is asked at an event that begins it", "[coverage]") {
  std::string text = company;
  text.replace(text.find("on angry.call"), 13, "on angry.call when segment is smb");
  text.replace(text.find("on asked"), 8, "on asked when segment is smb");
  const Company c(text);
  const auto lacks_of_segment = [&](std::vector<TestStep> steps) {
    std::vector<std::string> found = lacks(report_of(c, {test_of(std::move(steps))}));
    std::erase_if(found, [](const std::string& line) { return line.find("segment is smb` is") == std::string::npos; });
    return found;
  };
  const std::string never_true = "ours: `segment is smb` is never true",
                    never_false = "ours: `segment is smb` is never false";
  auto steps = c.history();  // where neither is asked, and the statement about renewals is
  CHECK(lacks_of_segment(steps) ==
        std::vector<std::string>{never_true, never_false, never_true, never_false, never_true});
  steps.push_back(c.happens(c.event("2026-02-03T10:00", "angry.call")));
  CHECK(lacks_of_segment(steps) == std::vector<std::string>{never_true, never_true, never_false, never_true});
  steps.push_back(c.happens(c.event("2026-02-03T11:00", "asked")));
  CHECK(lacks_of_segment(steps) == std::vector<std::string>{never_true, never_true, never_true});
}

TEST_CASE("a part is counted once for each test that sees it", "[coverage]") {
  const Company c;
  const CoverageReport report = report_of(c, {test_of(c.history()), test_of(c.history())});
  for (const CoverageItem& item : report.structures.front().items) CHECK((item.tests == 0 || item.tests == 2));
}

TEST_CASE("a structure that a test names is covered by that test alone", "[coverage]") {
  const Company c;
  Test test = test_of(c.history());
  test.structure = c.structure("theirs");
  const CoverageReport report = report_of(c, {test});
  REQUIRE(report.structures.size() == 2);
  CHECK(report.structures[0].tally(true).covered == 0);
  CHECK(report.structures[1].name == "theirs");
  CHECK(report.structures[1].tally(true).percent() == 100);
}

TEST_CASE("what nothing can set off in a structure is not asked for", "[coverage]") {
  const Company c;
  Policy policy = c.policy();
  const StructureId ours = c.structure("ours"), theirs = c.structure("theirs");
  Structure& structure = policy.structures[ours.index];
  Handoff& handoff = structure.handoffs.front();
  const auto can_open = [&] { return InForce(policy, Org{}, ours).can_open(structure.handoffs.front()); };
  const auto can_be_raised = [&] { return InForce(policy, Org{}, ours).can_be_raised(EscalationId{0}); };
  CHECK(can_open());

  Escalation& escalation = structure.escalations.front();
  escalation.top_level = true;
  CHECK(can_be_raised());
  escalation.on.clear();
  CHECK_FALSE(can_be_raised());
  handoff.overdue_escalates = EscalationId{0};
  CHECK(can_be_raised());
  handoff.to = c.role("RS").role;  // who only supports
  CHECK_FALSE(can_open());
  CHECK_FALSE(can_be_raised());
  structure.slas.front().breach_escalates = EscalationId{0};
  CHECK(can_be_raised());

  // Of two structures that org.yaml chooses, the giver may have owned in the other; alone in this one nobody gives.
  const Handoff& from_ae = c.policy().structures[ours.index].handoffs.front();
  Org both;
  for (const StructureId id : {ours, theirs}) both.structures.push_back({.use = id, .where = {}, .at = {}});
  CHECK_FALSE(InForce(policy, Org{}, theirs).can_open(from_ae));
  CHECK(InForce(policy, both, theirs).can_open(from_ae));
}

TEST_CASE("of a library's structure the project answers for what its instance changes", "[coverage]") {
  const Company c;
  Policy policy = c.policy();
  Structure& library = policy.structures[c.structure("ours").index];
  library.from_library = true;
  for (Statement& statement : library.statements) statement.at.file = "rules/ours.baton";
  Structure instance = library;
  instance.from_library = false;
  const auto own = [&](std::size_t i) { return is_own(policy, instance, instance.statements[i]); };
  CHECK_FALSE(own(0));
  CHECK_FALSE(own(1));
  instance.statements[0].role = c.role("RS").role;
  instance.statements[1].windows.front().span.count = 60;
  CHECK(own(0));
  CHECK(own(1));
  CHECK_FALSE(own(2));
  CHECK_FALSE(is_own(policy, library, library.statements[0]));
}

TEST_CASE("percent is rounded down, and nothing to cover is all covered", "[coverage]") {
  CHECK(Tally{199, 200}.percent() == 99);
  CHECK(Tally{2, 3}.percent() == 66);
  CHECK(Tally{0, 0}.percent() == 100);
}

TEST_CASE("the library's text is told apart, and counts where nothing is the project's own", "[coverage]") {
  CoverageReport report;
  StructureCoverage structure{"ours", {}};
  structure.items.push_back({CoverageItem::Kind::Tier,
                             "tier 1 of escalation e",
                             "never calls anybody",
                             {"rules/e.baton", 4, 3, 0, 0},
                             false,
                             1});
  report.structures.push_back(structure);
  CHECK(report.counted().percent() == 100);
  report.structures[0].items.push_back(
      {CoverageItem::Kind::Handoff, "handoff h", "never opens", {"a.baton", 2, 3, 0, 0}, true, 0});
  CHECK(report.counted().percent() == 0);
  CHECK(coverage_human(report) ==
        "coverage        statements  conditions    handoffs       tiers        SLAs       cells    all\n"
        "ours                     -           -         0/1           -           -           -     0%\n"
        "ours (library)           -           -           -         1/1           -           -   100%\n"
        "\n"
        "not covered in ours:\n"
        "  a.baton:2:3  handoff h never opens\n"
        "\n"
        "of the library: 1 of 1, 100%\n"
        "coverage: 0 of 1, 0%\n");
}

TEST_CASE("LCOV has the lines, and conditions as branches", "[coverage]") {
  const Company c;
  const CoverageReport report = report_of(c, {test_of(c.history())});
  const std::string text = coverage_lcov(report, [](const std::string& file) { return "acme/" + file; });
  CHECK(coverage_lcov(report, [](const std::string&) { return std::nullopt; }).empty());
  CHECK(text.starts_with("TN:\nSF:acme/file0.baton\nBRDA:28,0,0,1\nBRDA:28,0,1,0\nBRF:2\nBRH:1\n"));
  CHECK(text.find("DA:25,0\n") != std::string::npos);
  CHECK(text.find("DA:26,1\n") != std::string::npos);
  CHECK(text.ends_with("end_of_record\n"));
}

TEST_CASE("the page shows the text, marked and escaped", "[coverage]") {
  const Company c;
  const std::string page = coverage_html(report_of(c, {test_of(c.history())}), c.sources());
  CHECK(page.find("<tr class=\"no\"><td class=\"n\">25</td><td>  AM owns comms otherwise"
                  "<span class=\"lack\">never holds</span></td>") != std::string::npos);
  CHECK(page.find("segment: smb &lt; mid_market") != std::string::npos);
  CHECK(page.find("<script") == std::string::npos);
}

}  // namespace
}  // namespace baton::dsl::test
