#include "engine/reference/reference.hpp"

#include <algorithm>

#include "engine/reference/run.hpp"

namespace baton::reference {

namespace {

Owned owned_leaf(const Step& step, const Held& held) {
  Owned owned{held.leaf,
              step.name_of(held.place),
              ruling(step.sight(held.place), held.leaf),
              held.holder,
              because_of(step, held.place, held.leaf),
              {},
              {}};
  owned.secondary = secondaries(step, held.place, held.leaf, step.now);
  for (const StatementId id : supporting(step.sight(held.place), held.leaf)) {
    const RoleId role = *step.structure().statements[id.index].role;
    owned.supports.push_back({role, holder_of(step.account, held.place, role).person});
  }
  return owned;
}

std::optional<Owners> owners_of(const Policy& policy, const Org& org, Run& run, const std::string& account,
                                Instant at) {
  auto& accounts = run.world().accounts;
  const auto found = std::ranges::find(accounts, account, &Account::id);
  if (found == accounts.end()) return std::nullopt;
  Decision none;
  const Step step{policy, org, run.world(), *found, at, none, nullptr, std::nullopt};
  Owners result{found->life.stage, found->structure, {}};
  for (const Held& one : held(step)) result.owned.push_back(owned_leaf(step, one));
  return result;
}

}  // namespace

Answer decide(const Policy& policy, const Org& org, std::span<const Event> events, Instant until) {
  Run run(policy, org, Run::Next::Told);
  run.take_all(events, until);
  return std::move(run.answer);
}

// Not answered: what comes next in words (its instant is); in which order responsibilities have joined a handoff.
std::optional<Decision> answered(Decision decision) {
  for (HandoffReport& report : decision.handoffs) std::ranges::sort(report.moves);
  if (decision.next) decision.next->what.clear();
  return decision;
}

std::vector<std::optional<Owners>> owners(const Policy& policy, const Org& org, std::span<const Event> events,
                                          std::span<const std::string> accounts, Instant at) {
  Run run(policy, org, Run::Next::Left);
  run.take_all(events, at);
  std::vector<std::optional<Owners>> answers;
  for (const std::string& account : accounts) answers.push_back(owners_of(policy, org, run, account, at));
  return answers;
}

}  // namespace baton::reference
