#include "tests/differential/compare.hpp"

#include <algorithm>
#include <set>

#include "engine/flow/replay_witness.hpp"
#include "engine/host/decision_json.hpp"
#include "engine/reference/reference.hpp"

namespace baton::differential {
namespace {

struct Run {
  std::vector<Decision> decisions;
  std::vector<std::size_t> rejected, repeated;
};

// Only what is taken uses its identity up.
Run run_engine(Engine& engine, const std::vector<Event>& events, Instant until) {
  Run run;
  const auto sink = [&](Decision&& decision) { run.decisions.push_back(std::move(decision)); };
  std::set<std::pair<std::string, std::string>> used;
  for (std::size_t i = 0; i < events.size() && events[i].at <= until; ++i) {
    if (used.contains({events[i].source, events[i].id})) {
      run.repeated.push_back(i);
    } else if (engine.apply(events[i], sink)) {
      used.emplace(events[i].source, events[i].id);
    } else {
      run.rejected.push_back(i);
    }
  }
  engine.advance(until, sink);
  return run;
}

std::string line_of(const Decision& decision, const Program& program) {
  std::string line;
  host::append_decision(line, decision, program);
  return line;
}

struct Said {
  Instant at;
  std::string subject, line;
};
std::vector<Said> said(std::vector<Decision> decisions, const Program& program) {
  std::vector<Said> lines;
  for (Decision& decision : decisions) {
    if (const auto answered = reference::answered(std::move(decision))) {
      lines.push_back({answered->at, answered->subject, line_of(*answered, program)});
    }
  }
  return lines;
}

std::string numbers(const std::vector<std::size_t>& indices) {
  std::string text;
  for (const std::size_t i : indices) text += (text.empty() ? "" : ", ") + std::to_string(i);
  return text;
}

std::optional<Difference> first_difference(const std::vector<Said>& engine, const std::vector<Said>& reference) {
  const std::size_t common = std::min(engine.size(), reference.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (engine[i].line == reference[i].line) continue;
    const Said& first = engine[i].at <= reference[i].at ? engine[i] : reference[i];
    return Difference{"decisions", first.at, first.subject, engine[i].line, reference[i].line};
  }
  if (engine.size() == reference.size()) return std::nullopt;
  const bool more = engine.size() > common;
  const Said& extra = more ? engine[common] : reference[common];
  return Difference{"decisions", extra.at, extra.subject, more ? extra.line : "nothing more",
                    more ? "nothing more" : extra.line};
}

// ---- owners

std::string record_words(const std::optional<RecordName>& record, const Policy& policy) {
  return record ? " of " + policy.records[record->type.index].name + " " + record->id : "";
}
std::string holder_words(const std::optional<RoleId>& role, const std::optional<PersonId>& person,
                         const Program& program) {
  const std::string name = role ? program.policy().roles[role->index].name : "nobody";
  return name + (person ? " (" + program.org().people[person->index].id + ")" : "");
}

template <class Owned>
std::string owner_words(const Owned& owned, const std::optional<RecordName>& record, const Program& program) {
  std::string words = program.policy().leaves[owned.leaf.index].name + record_words(record, program.policy()) + ": " +
                      holder_words(owned.holder.role, owned.holder.person, program);
  for (const auto& stays : owned.secondary) {
    words += ", stays " + holder_words(stays.role, stays.person, program) +
             (stays.until ? " until " + to_string(*stays.until) : "");
  }
  for (const auto& support : owned.supports) words += ", helps " + holder_words(support.role, support.person, program);
  return words + "\n";
}

std::string owners_of_engine(const Engine& engine, const Program& program, const std::string& account, Instant at) {
  const auto snapshot = engine.snapshot(account, at);
  if (!snapshot) return "unknown";
  std::string words;
  for (const Snapshot::Owner& owner : snapshot->owners) words += owner_words(owner, std::nullopt, program);
  for (const Snapshot::Record& record : snapshot->records) {
    for (const Snapshot::Owner& owner : record.owners) words += owner_words(owner, record.name, program);
  }
  return words;
}

std::string owners_of_reference(const std::optional<reference::Owners>& owners, const Program& program) {
  if (!owners) return "unknown";
  std::string words;
  for (const reference::Owned& owned : owners->owned) words += owner_words(owned, owned.record, program);
  return words;
}

std::set<std::optional<RoleId>> roles_named(const reference::Owned& owned, StructureId structure,
                                            const Policy& policy) {
  std::set<std::optional<RoleId>> roles;
  for (const StatementId id : owned.ruling) roles.insert(policy.structures[structure.index].statements[id.index].role);
  return roles;
}

std::optional<Difference> unsound(const reference::Owners& owners, const Program& program, Instant at,
                                  const std::string& account) {
  for (const reference::Owned& owned : owners.owned) {
    const std::size_t count = roles_named(owned, owners.structure, program.policy()).size();
    if (count == 1) continue;
    return Difference{"soundness", at, account, "proved: exactly one owner",
                      std::to_string(count) + " owners: " + owner_words(owned, owned.record, program)};
  }
  return std::nullopt;
}

// Some moments between events, and just at and beside them.
std::vector<Instant> moments(const std::vector<Event>& events, const World& world) {
  Dice dice(world.seed ^ 0x5EED);
  std::vector<Instant> chosen{world.until};
  for (int i = 0; i < 2 && !events.empty(); ++i) {
    const std::int64_t off = dice.percent(50) ? 0 : dice.between(-1, 90LL * 86'400'000);
    chosen.push_back({std::min(events[dice.below(events.size())].at.ms + off, world.until.ms)});
  }
  return chosen;
}

// ---- findings

const reference::Owned* find(const reference::Owners& owners, const Finding& finding) {
  for (const reference::Owned& owned : owners.owned) {
    if (owned.leaf != *finding.leaf) continue;
    if (!finding.witness->record || (owned.record && owned.record->id == finding.witness->record_id)) return &owned;
  }
  return nullptr;
}

std::optional<Difference> confirm(const Finding& finding, const Program& program) {
  const bool gap = finding.kind == Finding::Kind::Gap;
  if (!finding.witness || (!gap && finding.kind != Finding::Kind::Overlap)) return std::nullopt;
  const auto alone = serving_all(program, *finding.structure);
  Witness witness = *finding.witness;
  const std::vector<Event> events = events_of(*alone, witness);
  const std::string account(witness_account);
  const auto owners = reference::owners(alone->policy(), alone->org(), events, {&account, 1}, witness.at).front();
  const reference::Owned* owned = owners ? find(*owners, finding) : nullptr;
  const std::size_t count = owned ? roles_named(*owned, owners->structure, alone->policy()).size() : 1;
  if (gap ? count == 0 : count > 1) return std::nullopt;
  return Difference{"finding", witness.at, witness_account,
                    (gap ? "a gap of " : "an overlap of ") + program.policy().leaves[finding.leaf->index].name,
                    owned ? std::to_string(count) + " owners" : "the responsibility is not active"};
}

}  // namespace

std::optional<Difference> compare_decisions(const World& world, const Program& program, Totals& totals) {
  const std::vector<Event> events = bound_events(world, program);
  Engine engine(std::shared_ptr<const Program>(std::shared_ptr<const Program>(), &program));
  Run run = run_engine(engine, events, world.until);
  reference::Answer answer = reference::decide(program.policy(), program.org(), events, world.until);
  totals.events += events.size();
  totals.decisions += run.decisions.size();
  if (auto found =
          first_difference(said(std::move(run.decisions), program), said(std::move(answer.decisions), program))) {
    return found;
  }
  if (run.rejected != answer.rejected) {
    return Difference{"rejected lines", world.until, "", numbers(run.rejected), numbers(answer.rejected)};
  }
  if (run.repeated != answer.repeated) {
    return Difference{"repeated lines", world.until, "", numbers(run.repeated), numbers(answer.repeated)};
  }
  return std::nullopt;
}

std::optional<Difference> compare_owners(const World& world, const Program& program, Totals& totals) {
  const std::vector<Event> events = bound_events(world, program);
  std::set<std::string> subjects;
  for (const Event& event : events) subjects.insert(event.subject);
  const std::vector<std::string> accounts(subjects.begin(), subjects.end());
  for (const Instant at : moments(events, world)) {
    Engine engine(std::shared_ptr<const Program>(std::shared_ptr<const Program>(), &program));
    run_engine(engine, events, at);
    const auto all = reference::owners(program.policy(), program.org(), events, accounts, at);
    for (std::size_t i = 0; i < accounts.size(); ++i) {
      const std::string& account = accounts[i];
      const std::optional<reference::Owners>& owners = all[i];
      if (owners) {
        totals.owners += owners->owned.size();
        if (auto found = unsound(*owners, program, at, account)) return found;
      }
      std::string of_engine = owners_of_engine(engine, program, account, at);
      std::string of_reference = owners_of_reference(owners, program);
      if (of_engine != of_reference)
        return Difference{"owners", at, account, std::move(of_engine), std::move(of_reference)};
    }
  }
  return std::nullopt;
}

std::optional<Difference> compare_findings(const Compiled& compiled, Totals& totals) {
  for (const Finding& finding : compiled.findings) {
    ++totals.findings;
    if (auto found = confirm(finding, *compiled.project.program)) return found;
  }
  return std::nullopt;
}

std::optional<Difference> compare(const World& world, const Compiled& compiled, Totals& totals) {
  ++totals.policies;
  if (!compiled.runs()) return std::nullopt;
  ++(compiled.sound() ? totals.sound : totals.refused);
  if (!compiled.sound()) return compare_findings(compiled, totals);
  if (auto found = compare_decisions(world, *compiled.project.program, totals)) return found;
  return compare_owners(world, *compiled.project.program, totals);
}

}  // namespace baton::differential
