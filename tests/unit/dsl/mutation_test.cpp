// Which mistakes are tried, who notices them, and how the rest is told.
#include "dsl/testing/mutation.hpp"
#include "tests/unit/dsl/test_world.hpp"

namespace baton::dsl::test {
namespace {

Expected owned_by(const Company& company, const char* role, const char* leaf) {
  Expected expected;
  ExpectOwns what;
  what.party = company.role(role);
  what.leaves = {company.leaf(leaf)};
  expected.what = what;
  expected.text = std::string(role) + " owns " + leaf;
  return expected;
}

std::vector<std::string> texts_of(const Company& c) {
  std::vector<std::string> texts;
  for (const Mutant& mutant : mutants_of(c.policy(), c.program->org(), c.structure("ours"), c.sources(), true)) {
    texts.push_back(mutant.text);
  }
  return texts;
}

Project project_of(const Company& c, std::vector<TestStep> steps) {
  Project project;
  project.sources = c.sources();
  project.policy = std::make_shared<Policy>(c.policy());
  project.org = std::make_shared<Org>(c.program->org());
  project.program = c.program;
  Suite suite;
  Test& test = suite.tests.emplace_back();
  test.title = "a test";
  test.at = Company::origin(1);
  test.steps = std::move(steps);
  project.suite = std::make_shared<const Suite>(std::move(suite));
  return project;
}

bool survives(const MutationReport& report, const std::string& text) {
  return std::ranges::find(report.survivors, text, &MutationReport::Survivor::text) != report.survivors.end();
}

TEST_CASE("the mistakes are those that people make", "[mutation]") {
  const Company c;
  const std::vector<std::string> texts = texts_of(c);
  const auto made = [&](const char* text) { return std::ranges::count(texts, text) == 1; };
  CHECK(made("`AE owns closing` dropped"));
  CHECK(made("`AE owns closing` with AM for AE"));
  CHECK(made("`AE owns comms for 90 days after entering customer` with 91 days for 90 days"));
  CHECK(made("`AE owns comms for 90 days after entering customer` with 89 days for 90 days"));
  CHECK(made("`nobody owns renewal when segment is smb because \"self-service\"` with its condition turned round"));
  CHECK(made("handoff to_am dropped"));
  CHECK(made("handoff to_am without its item notes"));
  CHECK(made("handoff to_am with its start with 4 days for 2 days"));
  CHECK(made("handoff to_am without `AE stays`"));
  CHECK(made("`AE stays` of handoff to_am with 60 days for 30 days"));
  CHECK(made("escalation angry without `on angry.call`"));
  CHECK(made("escalation angry without `closed on calmed`"));
  CHECK(made("tier 2 of escalation angry dropped"));
  CHECK(made("tier 1 of escalation angry with 4 hours for 2 hours"));
  CHECK(made("SLA reply with 2 days for 1 day"));
  CHECK(made("SLA reply dropped"));
  CHECK(made("credit for deal.won with its first two shares exchanged"));
  CHECK(std::ranges::is_sorted(mutants_of(c.policy(), c.program->org(), c.structure("ours"), c.sources(), true), {},
                               &Mutant::kind));
}

TEST_CASE("what is not the project's own is left alone", "[mutation]") {
  const Company c;
  CHECK(mutants_of(c.policy(), c.program->org(), c.structure("ours"), c.sources(), false).empty());
}

TEST_CASE("a bound is moved by the smallest unit, and `>` stands for `>=`", "[mutation]") {
  const Lowered lowered = lower_text({R"(
account { arr: money = 0 }
lifecycle account { start customer }
role AE
role AM
responsibility comms
structure ours { AE owns comms when arr >= 10k   AM owns comms otherwise }
)"});
  std::vector<std::string> texts;
  for (const Mutant& mutant : mutants_of(lowered.policy, Org{}, StructureId{0}, lowered.sources, true)) {
    texts.push_back(mutant.text);
  }
  CHECK(texts == std::vector<std::string>{
                     "`AE owns comms when arr >= 10k` dropped",
                     "`AE owns comms when arr >= 10k` with AM for AE",
                     "`AE owns comms when arr >= 10k` with its condition turned round",
                     "`AE owns comms when arr >= 10k` with `> 10000` for `>= 10000`",
                     "`AE owns comms when arr >= 10k` with 9999.99 for 10000",
                     "`AM owns comms otherwise` dropped",
                     "`AM owns comms otherwise` with AE for AM",
                 });
}

TEST_CASE("each bound and each clause has its own mistakes", "[mutation]") {
  const Lowered lowered = lower_text({R"(
account { score: 0..10 = 0   heat: 0..10 = 0 }
record ticket { severity: 0..10 = 0 }
event ticket.opened { ticket }
event ticket.answered { ticket }
event ticket.closed { ticket }
event fire
event won
lifecycle account { start prospect   prospect -> customer on won }
lifecycle ticket { start open   open -> closed on ticket.closed }
role AE
role AM
responsibility comms, relationship
structure ours {
  AE owns comms when score > 9 and heat <= 0
  AE owns comms when score < 9 and heat >= 10 for 1 day after won
  AM owns comms otherwise
  AE owns relationship
  escalation alone { on fire  tier person ana  closed on won  pauses during prospect }
  escalation raised per ticket { tier person ana  closed on ticket.answered }
  escalation overdue { tier person ana  closed on fire }
  sla answer per ticket {
    on ticket.opened
    owner of comms owes ticket.answered within 1 day
    pauses during closed
    breach escalates raised
  }
  handoff h { moves comms from AE to AM   finish within 2 days   overdue escalates overdue }
}
handoff rest { moves everything from AM to AE   finish within 2 days }
)"});
  Org org;
  org.structures.push_back({.use = StructureId{0}, .where = {}, .otherwise = true, .at = {}});
  std::vector<std::string> texts;
  for (const Mutant& mutant : mutants_of(lowered.policy, org, StructureId{0}, lowered.sources, true)) {
    texts.push_back(mutant.text);
  }
  const auto made = [&](const std::string& text) { return std::ranges::count(texts, text) == 1; };
  const std::string first = "`AE owns comms when score > 9 and heat <= 0` with ";
  CHECK(made(first + "`>= 9` for `> 9`"));
  CHECK(made(first + "10 for 9"));
  CHECK(made(first + "`< 0` for `<= 0`"));
  CHECK(made(first + "1 for 0"));
  const std::string second = "`AE owns comms when score < 9 and heat >= 10 for 1 day after won` with ";
  CHECK(made(second + "`<= 9` for `< 9`"));
  CHECK(made(second + "8 for 9"));
  CHECK(made(second + "9 for 10"));
  CHECK(made(second + "2 days for 1 day"));
  CHECK_FALSE(made(second + "0 days for 1 day"));
  CHECK(made("escalation alone without `closed on won`"));
  CHECK(made("escalation alone without its pause"));
  CHECK_FALSE(made("tier 1 of escalation alone dropped"));
  CHECK(made("escalation overdue without `closed on fire`"));
  CHECK_FALSE(made("escalation raised without `closed on ticket.answered`"));  // what it owes ends it anyway
  CHECK(made("SLA answer without its pause"));
  CHECK(made("handoff rest dropped"));
  CHECK(std::ranges::none_of(texts, [](const std::string& text) { return text.starts_with("handoff rest without"); }));
}

TEST_CASE("an expectation about it notices a mistake; without one it survives", "[mutation]") {
  const Company c;
  auto steps = c.history();
  const MutationReport loose = mutate(project_of(c, steps), {}, {});
  steps.push_back(c.expects(owned_by(c, "AE", "comms"), "2026-05-03T14:59"));
  steps.push_back(c.expects(owned_by(c, "AM", "comms"), "2026-05-03T15:00"));
  const MutationReport tight = mutate(project_of(c, steps), {}, {});
  for (const char* text : {"`AE owns comms for 90 days after entering customer` with 91 days for 90 days",
                           "`AE owns comms for 90 days after entering customer` dropped"}) {
    CHECK(survives(loose, text));
    CHECK_FALSE(survives(tight, text));
  }
  CHECK(survives(tight, "SLA reply dropped"));
  CHECK(loose.by_tests == 0);
  CHECK(tight.by_tests > 0);
  CHECK(tight.tried == tight.made);
  CHECK(tight.by_tests + tight.by_claims + tight.by_check + tight.equivalent + tight.survived == tight.tried);
}

TEST_CASE("a hole is noticed by the check", "[mutation]") {
  const Company c;
  const MutationReport report = mutate(project_of(c, c.history()), {}, {});
  CHECK(report.by_check > 0);
  CHECK_FALSE(survives(report, "`AE owns closing` dropped"));
}

TEST_CASE("a statement without which everybody owns the same is no mistake when dropped", "[mutation]") {
  Lowered lowered = lower_text({R"(
account { arr: money = 0 }
event account.began
lifecycle account { start customer }
role AE
responsibility comms
structure ours { AE owns comms when arr >= 10k   AE owns comms otherwise }
)"});
  REQUIRE(!lowered.emitter.has_errors());
  Project project;
  project.sources = lowered.sources;
  project.policy = std::make_shared<Policy>(lowered.policy);
  project.org = std::make_shared<Org>();
  project.org->calendars.emplace_back();
  project.org->people.emplace_back().id = "ada";
  Team& team = project.org->teams.emplace_back();
  team.id = "sales";
  team.members.push_back({PersonId(0)});
  project.org->coverage = {{CoverageRow{.team = TeamId(0), .where = {}, .otherwise = true, .at = {}}}};
  project.org->structures.push_back({.use = StructureId{0}, .where = {}, .otherwise = true, .at = {}});
  project.program = std::make_shared<const Program>(project.policy, project.org);
  project.suite = std::make_shared<const Suite>();
  const MutationReport report = mutate(project, {}, {});
  CHECK(report.survivors.empty());
  CHECK(report.equivalent >= 3);
}

TEST_CASE("fewer are picked evenly, and the number of threads never shows", "[mutation]") {
  const Company c;
  const Project project = project_of(c, c.history());
  const MutationReport few = mutate(project, {}, {.most = 5, .jobs = 1});
  CHECK(few.tried == 5);
  CHECK(few.made > 5);
  const std::string one = mutation_human(mutate(project, {}, {.most = 0, .jobs = 1}), "0.1");
  CHECK(one == mutation_human(mutate(project, {}, {.most = 0, .jobs = 4}), "0.1"));
}

TEST_CASE("survivors are told worst first, with their places", "[mutation]") {
  MutationReport report;
  report.made = 9;
  report.tried = 4;
  report.by_tests = 2;
  report.by_check = 1;
  report.survived = 2;
  report.survivors.push_back({"`AM owns renewal` dropped", {"ours", "theirs"}, {"a.baton", 4, 3, 0, 0}});
  CHECK(mutation_human(report, "0.4") ==
        "mistakes: 4 of 9 tried in 0.4 s: 2 noticed by tests, 0 by cases and invariants, 1 by the check; 0 change "
        "nothing; 2 noticed by nothing\n"
        "  a.baton:4:3  in ours, theirs: `AM owns renewal` dropped: no test noticed\n");
}

}  // namespace
}  // namespace baton::dsl::test
