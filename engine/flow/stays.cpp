#include "engine/flow/stays.hpp"

#include <algorithm>

#include "engine/flow/handoffs.hpp"
#include "engine/flow/ownership.hpp"

namespace baton {

namespace {

View view_at(const Step& step, RecordIndex record, Instant now) {
  View view = step.view(record);
  view.now = now;
  return view;
}

bool has_moved(const RunningHandoff& running) {
  return running.state == HandoffState::Finished || running.state == HandoffState::CutOver;
}

bool is_closing(const Window& window) {
  return window.kind != Window::Kind::FromAfter && window.kind != Window::Kind::FromBefore;
}

// The end of a stay that holds: the first of its windows to end.
std::optional<Instant> end_of(const Step& step, const Stay& stay, const View& view) {
  std::optional<Instant> end;
  for (const Window& window : stay.windows) {
    if (!is_closing(window)) continue;
    const Instant at = boundary(window, view, step.program.org().zone);
    if (at > view.now && at != far_future && (!end || at < *end)) end = at;
  }
  return end;
}

// A window that has ended does so for good as far as this handoff is concerned, though its anchor may move again.
bool is_over(const Step& step, const Stay& stay, const View& view) {
  return std::ranges::any_of(stay.windows, [&](const Window& window) {
    return is_closing(window) && !holds(window, view, step.program.org().zone);
  });
}

}  // namespace

bool holds_at(const Step& step, const Stay& stay, RecordIndex record, Instant now) {
  const View view = view_at(step, record, now);
  const auto open = [&](const Window& window) { return holds(window, view, step.program.org().zone); };
  const bool in_stage = stay.account_stages.has(view.account->stage) &&
                        (view.record == nullptr || stay.record_stages.has(view.record->stage));
  return in_stage && holds(stay.condition, view) && std::ranges::all_of(stay.windows, open);
}

bool names_secondary(const Step& step, const RunningHandoff& running, const Stay& stay) {
  const auto& states = leaf_states(step.account, running.record);
  const auto owned = [&](LeafId leaf) { return states[leaf.index].active; };
  return has_moved(running) && std::ranges::any_of(running.leaves, owned) &&
         holds_at(step, stay, running.record, step.now);
}

std::vector<Secondary> secondaries(const Step& step, RecordIndex record, LeafId leaf, std::optional<RoleId> owner,
                                   Instant now) {
  std::vector<Secondary> result;
  for (const RunningHandoff& running : step.account.handoffs) {
    if (!has_moved(running) || running.record != record) continue;
    if (std::ranges::find(running.leaves, leaf) == running.leaves.end()) continue;
    const View view = view_at(step, record, now);
    for (const Stay& stay : text_of(step, running).stays) {
      const bool named = std::ranges::find(result, stay.role, &Secondary::role) != result.end();
      if (named || stay.role == owner || !holds_at(step, stay, record, now)) continue;
      result.push_back({stay.role, end_of(step, stay, view)});
    }
  }
  return result;
}

Instant next_stay_boundary(const Step& step, RecordIndex record, Instant now) {
  Instant first = far_future;
  for (const RunningHandoff& running : step.account.handoffs) {
    if (!has_moved(running) || running.record != record) continue;
    const View view = view_at(step, record, now);
    for (const Stay& stay : text_of(step, running).stays) {
      for (const Window& window : stay.windows) {
        const Instant at = boundary(window, view, step.program.org().zone);
        if (at > now) first = std::min(first, at);
      }
    }
  }
  return first;
}

bool may_name_secondaries(const Step& step, const RunningHandoff& running) {
  if (!has_moved(running)) return false;
  const View view = step.view(running.record);
  return std::ranges::any_of(text_of(step, running).stays,
                             [&](const Stay& stay) { return !is_over(step, stay, view); });
}

}  // namespace baton
