// A project whose text names events that need no declaration, fed with lines of JSON: they do what they do, and set off
// what hangs on them.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "dsl/project.hpp"
#include "engine/flow/engine.hpp"
#include "engine/host/replay.hpp"

namespace baton {
namespace {

std::string line(const std::string& time, const std::string& type, const std::string& data) {
  static int number = 0;
  return R"({"specversion":"1.0","source":"crm","subject":"acme","id":")" + std::to_string(++number) + R"(","type":")" +
         type + R"(","time":")" + time + R"(:00Z","data":)" + data + "}\n";
}

struct Run {
  std::vector<std::string> said, rejected;
};

// "TIME what": stages, escalations and SLAs as decisions tell them.
void tell(const Decision& decision, const Policy& policy, std::vector<std::string>& said) {
  const std::string at = to_string(decision.at).substr(0, 16) + " ";
  constexpr const char* escalations[] = {"calling", "acknowledged", "closed", "exhausted"};
  constexpr const char* slas[] = {"running", "paused", "met", "breached", "cancelled"};
  if (decision.stage_from && decision.stage_from != decision.stage_to) {
    said.push_back(at + "stage " + policy.lifecycle.stages[decision.stage_to->index].name);
  }
  for (const OwnerChange& change : decision.changes) {
    const bool both = change.from && change.to && change.from->role != change.to->role;
    if (both)
      said.push_back(at + policy.leaves[change.leaf.index].name + " to " + policy.roles[change.to->role->index].name);
  }
  for (const EscalationReport& report : decision.escalations) {
    said.push_back(at + report.escalation + " " + escalations[static_cast<int>(report.state)]);
  }
  for (const SlaReport& report : decision.slas) {
    said.push_back(at + report.sla + " " + slas[static_cast<int>(report.state)]);
  }
}

Run replay(const std::string& folder, const std::string& events, Instant until) {
  const dsl::Project project = dsl::load(std::string(BATON_SOURCE_DIR) + "/tests/corpus/proof/" + folder);
  REQUIRE(project.program);
  const auto path = std::filesystem::temp_directory_path() / "baton-undeclared.jsonl";
  std::ofstream(path, std::ios::binary) << events;
  Run run;
  Engine engine(project.program);
  host::ReplayOptions options;
  options.files = {path.string()};
  options.until = until;
  host::ReplaySinks sinks;
  sinks.decision = [&](Decision&& decision) { tell(decision, project.program->policy(), run.said); };
  sinks.reject = [&](host::Reject&& reject) { run.rejected.push_back(reject.error); };
  sinks.progress = [](std::uint64_t, std::uint64_t) { return true; };
  REQUIRE(host::replay(engine, *project.program, options, sinks));
  std::filesystem::remove(path);
  return run;
}

TEST_CASE("events that need no declaration set off stages, windows, escalations and SLAs") {
  const Run run = replay("sound_undeclared_events",
                         line("2026-01-05T09:00", "deal.opened", R"({"deal":"D-1","segment":"smb"})") +
                             line("2026-01-05T09:00", "account.updated", R"({"segment":"smb"})") +
                             line("2026-01-06T09:00", "deal.opened", R"({"deal":"D-1"})") +
                             line("2026-01-07T09:00", "deal.won", R"({"deal":"D-1"})") +
                             line("2026-01-08T09:00", "account.updated", R"({"key":true})") +
                             line("2026-01-09T09:00", "handoff.accepted", R"({"handoff":"delivered"})") +
                             line("2026-01-10T09:00", "handoff.returned", R"({"handoff":"delivered","deal":"D-1"})") +
                             line("2026-01-11T09:00", "seat.assigned", R"({"role":"AM","person":"ben"})") +
                             line("2026-01-12T09:00", "handoff.accepted", R"({"handoff":"delivered","deal":"D-1"})") +
                             line("2026-02-10T09:00", "account.updated", R"({"key":false})"),
                         Instant{1'772'000'000'000});
  CHECK(run.rejected == std::vector<std::string>{
                            "the first event of the account `acme` must give `segment`",
                            "no handoff `delivered` is open for `acme`",
                        });
  // The AE has the delivery for ten more days, then holds it in a second handoff that nobody accepts; the account is no
  // longer strategic when the first month of the SLA is over.
  CHECK(run.said == std::vector<std::string>{
                        "2026-01-07T09:00 stage customer",
                        "2026-01-08T09:00 stage strategic",
                        "2026-01-08T09:00 relationship to AE",
                        "2026-01-10T09:00 problem calling",
                        "2026-01-11T09:00 problem acknowledged",
                        "2026-01-12T09:00 problem closed",
                        "2026-02-07T09:00 relationship to AM",
                        "2026-02-10T09:00 stage customer",
                    });
}

}  // namespace
}  // namespace baton
