#include "tests/differential/compile.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "dsl/confirm.hpp"
#include "dsl/report.hpp"
#include "engine/decide/analyse.hpp"
#include "engine/host/event_reader.hpp"

namespace baton::differential {

namespace fs = std::filesystem;

Folder::Folder() {
  std::string name = (fs::temp_directory_path() / "baton-differential-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw fs::filesystem_error("mkdtemp", name, std::error_code());
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void Folder::write(const std::string& name, const std::string& text) const {
  std::ofstream(path_ / name, std::ios::binary) << text;
}

std::string Compiled::first_error() const {
  for (const dsl::Diagnostic& one : project.emitter.all()) {
    if (one.severity == dsl::Severity::Error) return one.code;
  }
  return {};
}

void write_project(const World& world, const Folder& folder) {
  folder.write("org.yaml", to_text(world.org) + "\n");
  folder.write("policy.baton", to_text(world.policy) + "\n");
  folder.write("holidays.ics", world.holidays);
}

Compiled compile(const World& world, const Folder& folder, bool prove) {
  write_project(world, folder);
  Compiled compiled{dsl::load(folder.path()), {}};
  if (!compiled.runs() || !prove) return compiled;
  dsl::Project& project = compiled.project;
  dsl::Replayer replayer(*project.program);
  const auto confirm = [&replayer](Finding& finding) { return replayer.confirms(finding); };
  // Without the search for silent handoffs: a warning that nothing here is compared with, and most of the time.
  const ProofBudget budget{50'000};
  const Confirm confirming = confirm;
  Analyst analyst(*project.program, budget, confirming);
  analyst.check_lifecycles();
  analyst.check_ownership();
  analyst.check_structure_rows();
  analyst.check_coverage();
  analyst.check_handoffs();
  compiled.findings = analyst.take_findings();
  dsl::report(*project.program, compiled.findings, project.sources, project.emitter);
  return compiled;
}

std::vector<Event> bound_events(const World& world, const Program& program) {
  const host::Vocabulary vocabulary(program.policy(), program.org());
  host::EventReader reader(vocabulary);
  std::vector<std::tuple<Instant, std::string, std::string, std::string, std::string>> order;
  for (const WorldEvent& event : world.events) {
    order.emplace_back(event.at, event.sequence, event.source, event.id, to_json(event));
  }
  std::ranges::sort(order);
  std::vector<Event> events;
  for (const auto& [at, sequence, source, id, line] : order) {
    const auto envelope = reader.read(line);
    if (!envelope || reader.declared(*envelope) == nullptr) continue;
    if (auto bound = reader.bind(*envelope)) events.push_back(std::move(*bound));
  }
  return events;
}

bool leave_out_dead(World& world, const Compiled& compiled) {
  bool found = false;
  std::set<std::size_t, std::greater<>> of_policy, of_org;  // the last lines first: the others keep their places
  for (const dsl::Diagnostic& one : compiled.project.emitter.all()) {
    if (!one.where || (one.code != "B403" && one.code != "B755")) continue;
    const std::size_t line = compiled.project.sources.position(one.where->source, one.where->begin).line;
    (one.code == "B403" ? of_policy : of_org).insert(line);
  }
  for (const std::size_t line : of_policy) found |= leave_out_line(world.policy, line);
  for (const std::size_t line : of_org) found |= leave_out_line(world.org, line);
  return found;
}

}  // namespace baton::differential
