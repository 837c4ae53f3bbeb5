// Every project under tests/corpus/{proof,project} is checked, and all that a reader is shown is compared with the file
// `expected` beside it. With BATON_REWRITE_GOLDENS=1 in the environment the expectations are written anew, to be read
// in the diff. Each shows one finding, or, if its name begins with `sound`, that there is none.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "dsl/confirm.hpp"
#include "dsl/project.hpp"
#include "tests/unit/goldens.hpp"

namespace {

using namespace baton;
using namespace baton::dsl;
using namespace baton::test;
namespace fs = std::filesystem;

const fs::path corpus_folder = fs::path(BATON_SOURCE_DIR) / "tests/corpus";

std::vector<fs::path> projects(const char* folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(corpus_folder / folder)) {
    if (entry.is_directory()) found.push_back(entry.path());
  }
  std::ranges::sort(found);
  return found;
}

void compare_with_goldens(const char* folder) {
  for (const fs::path& path : projects(folder)) {
    const Project project = check(path);
    const std::string shown = render(project.emitter.all(), project.sources, Format::Human, false);
    compare_with_golden(path / "expected", shown);
  }
}

bool is_open(const Policy& policy, const Finding& finding) {
  return std::ranges::any_of(finding.witness->events, [&](const WitnessEvent& event) {
    return event.type && is_about_what_runs(policy.events[event.type->index].kind);
  });
}

}  // namespace

TEST_CASE("R7, O8: a chain ends at somebody who is always there, and a role in a tier has a team") {
  const auto codes_of = [](const char* name) {
    std::set<std::string> codes;
    const Project project = check(corpus_folder / "proof" / name);
    for (const Diagnostic& diagnostic : project.emitter.all()) codes.insert(diagnostic.code);
    return codes;
  };
  CHECK(codes_of("chain_ends_at_no_one") == std::set<std::string>{"B601"});
  CHECK(codes_of("chain_ends_at_team") == std::set<std::string>{"B601"});
  CHECK(codes_of("role_without_coverage") == std::set<std::string>{"B605"});
}

TEST_CASE("corpus: what the proof finds is told as each golden says") {
  compare_with_goldens("proof");
}

TEST_CASE("corpus: what is wrong with a project's files is told as each golden says") {
  compare_with_goldens("project");
}

TEST_CASE("corpus: nothing is said of sound policies that a hasty proof would refuse") {
  for (const fs::path& path : projects("proof")) {
    if (!path.filename().string().starts_with("sound")) continue;
    INFO(path.filename());
    CHECK(read_file(path / "expected").empty());
  }
}

// Without `confirm` the proof offers the first history that it finds; the engine must agree with every one. Only moves
// between owners are sought by trying, and reported once they are confirmed; so are histories with events of handoffs,
// seats and escalations, whose words the engine fills in, and those in which one date after the other is set: the first
// that is found may set it once too few.
TEST_CASE("R4: every history that the proof tells is replayed by the engine to the finding") {
  const std::set<std::string> by_dates{"gap_behind_timers", "gap_behind_account_timer", "gap_behind_record_timers",
                                       "gap_behind_working_days"};
  std::size_t told = 0;
  for (const fs::path& path : projects("proof")) {
    const Project project = load(path);
    if (!project.program || by_dates.contains(path.filename().string())) continue;
    Replayer replayer(*project.program);
    for (Finding& finding : analyse(*project.program, ProofBudget{}, {})) {
      if (!finding.witness || finding.kind == Finding::Kind::SilentHandoff || is_open(*project.policy, finding))
        continue;
      ++told;
      INFO(path.filename());
      CHECK(replayer.confirms(finding));
    }
  }
  CHECK(told > 25);
}

TEST_CASE("corpus: every diagnostic code has a golden") {
  std::string goldens;
  for (const auto& entry : fs::recursive_directory_iterator(corpus_folder)) {
    if (entry.is_regular_file() && entry.path().string().ends_with("expected")) goldens += read_file(entry.path());
  }
  for (const CodeInfo& info : all_codes()) {
    const std::string code(info.code);
    INFO(code);
    CHECK(goldens.contains("[" + code + "]"));
  }
}
