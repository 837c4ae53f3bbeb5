// Walks from one boundary of the windows to the next, asking at each who would own, support and stay, until that
// differs from now. Many boundaries change nothing (a window of another arr, a statement for the same role), so timers
// are set, and `next` is told, for those alone that do.
//
// Cost: boundaries passed times active leaves, once for each scope after a step that touched it.
#include "engine/flow/outlook.hpp"

#include <algorithm>

#include "engine/flow/handoffs.hpp"
#include "engine/flow/ownership.hpp"
#include "engine/flow/stays.hpp"

namespace baton {

namespace {

struct Scene {
  const Step& step;
  RecordIndex record;
  Instant at;

  View view() const {
    View result = step.view(record);
    result.now = at;
    return result;
  }
  const LeafState& state(LeafId leaf) const { return leaf_states(step.account, record)[leaf.index]; }
  std::string role(const std::optional<RoleId>& id) const {
    return id ? step.program.policy().roles[id->index].name : "nobody";
  }
  std::string name(LeafId leaf) const {
    const std::string& text = step.program.policy().leaves[leaf.index].name;
    return record ? text + " of " + step.account.records[*record].id : text;
  }
};

std::vector<RoleId> supporters(const Scene& scene, const std::vector<StatementId>& statements) {
  std::vector<RoleId> roles;
  for (const StatementId statement : statements) {
    const auto& role = scene.step.structure().statements[statement.index].role;
    if (role && std::ranges::find(roles, *role) == roles.end()) roles.push_back(*role);
  }
  std::ranges::sort(roles);
  return roles;
}

std::optional<std::string> new_owner(const Scene& scene, LeafId leaf) {
  const LeafState& state = scene.state(leaf);
  const auto statement = scene.step.program.owner(scene.step.account.structure, leaf, scene.view());
  const Structure& structure = scene.step.structure();
  const auto role = statement ? structure.statements[statement->index].role : std::nullopt;
  if (role == state.ruled) return std::nullopt;
  if (state.owner && role && state.owner != role) {
    const auto handoff = covering_handoff(structure, leaf, *state.owner, *role);
    if (handoff) return "handoff " + structure.handoffs[handoff->index].name + " opens";
  }
  if (role == state.owner && state.held_by) {
    return scene.name(leaf) + " stays with " + scene.role(role) + ": handoff " +
           text_of(scene.step, scene.step.account.handoffs[*state.held_by]).name + " lets it go";
  }
  return scene.name(leaf) + " passes from " + scene.role(state.owner) + " to " + scene.role(role);
}

// The first role that is in one list only: who begins, or who ceases.
std::optional<std::string> difference(const Scene& scene, const std::vector<RoleId>& before,
                                      const std::vector<RoleId>& after, const std::string& begins,
                                      const std::string& ceases) {
  for (const RoleId role : after) {
    if (std::ranges::find(before, role) == before.end()) return scene.role(role) + begins;
  }
  for (const RoleId role : before) {
    if (std::ranges::find(after, role) == after.end()) return scene.role(role) + ceases;
  }
  return std::nullopt;
}

std::optional<std::string> new_support(const Scene& scene, LeafId leaf) {
  const Step& step = scene.step;
  const auto statements = step.program.supports(step.account.structure, leaf, scene.view());
  if (statements == scene.state(leaf).supports) return std::nullopt;
  return difference(scene, supporters(scene, scene.state(leaf).supports), supporters(scene, statements),
                    " begins to support " + scene.name(leaf), " no longer supports " + scene.name(leaf));
}

std::optional<std::string> new_secondary(const Scene& scene, LeafId leaf) {
  const auto roles = [&](Instant at) {
    std::vector<RoleId> result;
    for (const Secondary& secondary : secondaries(scene.step, scene.record, leaf, scene.state(leaf).owner, at)) {
      result.push_back(secondary.role);
    }
    return result;
  };
  return difference(scene, roles(scene.step.now), roles(scene.at), " becomes secondary owner of " + scene.name(leaf),
                    " is no longer secondary owner of " + scene.name(leaf));
}

std::optional<std::string> what_changes(const Scene& scene, const std::vector<LeafId>& leaves) {
  for (const auto ask : {new_owner, new_support, new_secondary}) {
    for (const LeafId leaf : leaves) {
      if (auto words = ask(scene, leaf)) return words;
    }
  }
  return std::nullopt;
}

Outlook look_ahead(const Step& step, RecordIndex record) {
  Outlook outlook;
  outlook.known = true;
  const std::vector<LeafId> leaves = active_leaves(step, record);
  // A boundary at this very instant counts, too: an event may have come before its timer, and ruled nothing anew (S3).
  Scene scene{step, record, Instant{step.now.ms - 1}};
  while (!leaves.empty()) {
    scene.at = std::min(step.program.next_boundary(step.account.structure, scene.view()),
                        next_stay_boundary(step, record, scene.at));
    if (scene.at >= end_of_time) break;
    if (auto words = what_changes(scene, leaves)) {
      outlook.at = scene.at;
      outlook.in_words = std::move(*words);
      break;
    }
  }
  return outlook;
}

void add_timer(const Step& step, RecordIndex record, std::vector<Timer>& timers) {
  const Outlook& outlook = outlook_of(step, record);
  if (outlook.at == far_future || has_earlier(timers, outlook.at)) return;
  Timer timer;
  timer.at = outlook.at;
  timer.record = record ? *record + 1 : 0;
  timer.kind = Timer::Kind::Window;
  timer.declaration = step.account.structure.index;
  timer.name = step.structure().name;
  timer.what = "passed";
  timer.in_words = outlook.in_words;
  timers.push_back(std::move(timer));
}

}  // namespace

const Outlook& outlook_of(const Step& step, RecordIndex record) {
  Outlook& outlook = record ? step.account.records[*record].outlook : step.account.outlook;
  if (!outlook.known) outlook = look_ahead(step, record);
  return outlook;
}

void window_timers(const Step& step, std::vector<Timer>& timers) {
  add_timer(step, std::nullopt, timers);
  for (const std::uint32_t record : step.account.live) add_timer(step, record, timers);
}

}  // namespace baton
