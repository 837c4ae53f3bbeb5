#include "engine/flow/changes.hpp"

#include <tuple>

#include "engine/flow/ownership.hpp"

namespace baton {

namespace {

void add_scope(const Step& step, RecordIndex record, Picture& picture) {
  const auto& states = leaf_states(step.account, record);
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i].active) picture.push_back({record, LeafId{i}, *holder_of_leaf(step, record, LeafId{i})});
  }
}

auto place(const OwnedLeaf& owned) {
  return std::tuple(owned.record, owned.leaf);
}

Because because_of_seat(const Step& step, RecordIndex record, const OwnedLeaf& now) {
  const Because reason = reason_for(step, record, now.leaf);
  const bool represented = reason.kind == Because::Kind::Handoff && now.holder.person && !now.holder.team;
  if (represented) return reason;
  const auto& team = now.holder.team;
  return {Because::Kind::Seat, step.program.policy().roles[now.holder.role->index].name,
          team ? step.program.org().teams[team->index].at : Origin{}};
}

void add_change(Step& step, const OwnedLeaf* before, const OwnedLeaf* after) {
  const OwnedLeaf& any = after != nullptr ? *after : *before;
  OwnerChange change;
  change.leaf = any.leaf;
  change.record = step.name_of(any.record);
  if (before != nullptr) change.from = before->holder;
  if (after != nullptr) change.to = after->holder;
  const bool same_role = before != nullptr && after != nullptr && before->holder.role == after->holder.role;
  change.because = same_role ? because_of_seat(step, any.record, any) : reason_for(step, any.record, any.leaf);
  step.decision.changes.push_back(std::move(change));
}

}  // namespace

Picture picture_of(const Step& step) {
  Picture picture;
  add_scope(step, std::nullopt, picture);
  for (const std::uint32_t record : step.account.live) add_scope(step, record, picture);
  return picture;
}

void write_changes(Step& step, const Picture& before) {
  const Picture after = picture_of(step);
  auto was = before.begin();
  auto is = after.begin();
  while (was != before.end() || is != after.end()) {
    if (is == after.end() || (was != before.end() && place(*was) < place(*is))) {
      add_change(step, &*was++, nullptr);
    } else if (was == before.end() || place(*is) < place(*was)) {
      add_change(step, nullptr, &*is++);
    } else {
      if (was->holder != is->holder) add_change(step, &*was, &*is);
      ++was;
      ++is;
    }
  }
}

}  // namespace baton
