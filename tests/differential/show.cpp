// A difference as a project to try by hand.
#include <fmt/format.h>

#include <algorithm>

#include "dsl/history.hpp"
#include "tests/differential/shrink.hpp"

namespace baton::differential {
namespace {

std::string test_steps(const Shrunk& shrunk, const Program& program) {
  const Zone& zone = program.org().zone;
  std::string text, account;
  for (const Event& event : bound_events(shrunk.world, program)) {
    if (event.subject != account && event.subject != "org") {
      account = event.subject;
      text += fmt::format("  account {} {{ }}\n", account);
    }
    text += fmt::format("  on {} {}\n", dsl::local_text(zone, event.at),
                        dsl::event_text(program.policy(), program.org(), event));
  }
  if (!shrunk.difference.account.empty() && shrunk.difference.account != "org") {
    text += fmt::format("  account {}\n", shrunk.difference.account);
  }
  return text;
}

// "closing of deal d1: AM (bob), stays AE" is expected as `AM owns closing of d1`.
std::string expectations(const Difference& difference, const Policy& policy) {
  std::string text, line;
  for (std::size_t at = 0; at < difference.reference.size(); at += line.size() + 1) {
    line = difference.reference.substr(at, difference.reference.find('\n', at) - at);
    const std::size_t colon = line.find(": ");
    if (difference.what != "owners" || colon == std::string::npos) continue;
    if (difference.engine.find(line + '\n') != std::string::npos) continue;  // both say so
    std::string leaf = line.substr(0, colon);
    std::string record;
    if (const std::size_t of = leaf.find(" of "); of != std::string::npos) {
      record = leaf.substr(leaf.rfind(' '));
      record = " of" + record;
      leaf.resize(of);
    }
    const auto named = std::ranges::find(policy.leaves, leaf, &Leaf::name);
    const std::string role = line.substr(colon + 2, line.find_first_of(" ,", colon + 2) - colon - 2);
    const char* verb = named != policy.leaves.end() && named->metric ? " carries " : " owns ";
    text += "  expect " + role + verb + leaf + record + '\n';
  }
  return text;
}

std::string commented(const std::string& text) {
  std::string lines = "# ";
  for (const char c : text) lines += c == '\n' ? std::string("\n# ") : std::string(1, c);
  return lines;
}

}  // namespace

std::string show(const Shrunk& shrunk) {
  const Folder folder;
  const Compiled compiled = compile(shrunk.world, folder);
  const Difference& difference = shrunk.difference;
  std::string text = fmt::format("#### policy.baton (seed {})\n{}\n", shrunk.world.seed, to_text(shrunk.world.policy));
  if (compiled.runs()) {
    text += fmt::format("test \"seed {}\" {{\n{}", shrunk.world.seed, test_steps(shrunk, *compiled.project.program));
    text += fmt::format("  at {}\n", dsl::local_text(compiled.project.org->zone, difference.at));
    text += expectations(difference, *compiled.project.policy) + "}\n";
  }
  text += "#### org.yaml\n" + to_text(shrunk.world.org) + '\n';
  if (to_text(shrunk.world.org).find("holidays.ics") != std::string::npos)
    text += "#### holidays.ics\n" + shrunk.world.holidays;
  text += "#### events.jsonl\n";
  for (const WorldEvent& event : shrunk.world.events) text += to_json(event) + '\n';
  text += fmt::format("# {} differ at {}\n# the engine:\n{}\n# the reference:\n{}\n", difference.what,
                      to_string(difference.at), commented(difference.engine), commented(difference.reference));
  return text;
}

}  // namespace baton::differential
