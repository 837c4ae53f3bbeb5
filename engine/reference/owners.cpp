// Who owns each leaf: what section 4 says at this moment, but for what a handoff holds; and the moves in between.
#include <algorithm>

#include "engine/reference/step.hpp"

namespace baton::reference {

namespace {

template <class Items, class Item>
bool has(const Items& items, const Item& item) {
  return std::ranges::find(items, item) != items.end();
}

const Statement* statement_for(const Step& step, const Sight& sight, LeafId leaf) {
  const auto statements = ruling(sight, leaf);
  return statements.empty() ? nullptr : &step.structure().statements[statements.front().index];
}

// The account's stage or the place's own is over by a date that is reached now.
bool is_to_be_left(const Step& step, Place place) {
  std::vector<Timer> timers;
  add_stage_timers(step, timers);
  return std::ranges::any_of(
      timers, [&](const Timer& timer) { return timer.at == step.now && (!timer.place || timer.place == place); });
}

// Of all that the structure says about the move, what speaks of it most closely (O3b): the top level yields to the
// structure's own; within each, `everything` to what names the leaf. nullopt: it happens at once.
std::optional<HandoffId> covering(const Structure& structure, LeafId leaf, RoleId from, RoleId to) {
  const auto distance = [](const auto& text) { return 2 * text.top_level + text.everything; };
  int nearest = 4;
  std::optional<HandoffId> found;
  for (std::size_t i = 0; i < structure.handoffs.size(); ++i) {
    const Handoff& text = structure.handoffs[i];
    if (text.from != from || text.to != to || !has(text.moves, leaf) || distance(text) >= nearest) continue;
    nearest = distance(text);
    found = HandoffId{i};
  }
  for (const MoveAtOnce& text : structure.moves_at_once) {
    if (has(text.moves, leaf) && has(text.from, from) && has(text.to, to) && distance(text) < nearest) found.reset();
  }
  return found;
}

// It moved from an owner who does not hold it for a handoff to the one who rules now.
void move_on(Step& step, Place place, LeafId leaf, std::optional<RoleId> to) {
  std::optional<RoleId>& owner = step.life(place).owners[leaf];
  if (owner == to) return;
  const auto handoff = owner && to ? covering(step.structure(), leaf, *owner, *to) : std::nullopt;
  if (handoff) {
    take_leaf(step, place, *handoff, leaf);
  } else {
    owner = to;
  }
}

void rule_leaf(Step& step, Place place, LeafId leaf) {
  auto& owners = step.life(place).owners;
  OpenHandoff* holder = holding_handoff(step.account, place, leaf);
  if (!is_active(step.sight(place), leaf)) {
    if (holder != nullptr) release_leaf(step, *holder, leaf, HandoffState::Superseded);
    owners.erase(leaf);
    return;
  }
  const Statement* statement = statement_for(step, step.sight(place), leaf);
  if (statement == nullptr && is_to_be_left(step, place)) return;
  const auto now = statement == nullptr ? std::nullopt : statement->role;
  if (holder != nullptr) {
    if (now == holder->to.role) return;
    const bool is_back = now == holder->from.role;
    release_leaf(step, *holder, leaf, is_back ? HandoffState::Cancelled : HandoffState::Superseded);
  }
  if (!owners.contains(leaf)) {
    owners[leaf] = now;
  } else {
    move_on(step, place, leaf, now);
  }
}

// Only the person changed: because of the seat, or of a giver who has left.
Because because_of_person(const Step& step, Place place, LeafId leaf, const Holder& now) {
  const bool represented = holding_handoff(step.account, place, leaf) != nullptr && now.person && !now.team;
  if (represented) return because_of(step, place, leaf);
  return {Because::Kind::Seat, step.policy.roles[now.role->index].name,
          now.team ? step.org.teams[now.team->index].at : Origin{}};
}

void write_change(Step& step, const Held* before, const Held* after) {
  const Held& any = after == nullptr ? *before : *after;
  OwnerChange change;
  change.leaf = any.leaf;
  change.record = step.name_of(any.place);
  if (before != nullptr) change.from = before->holder;
  if (after != nullptr) change.to = after->holder;
  const bool same_role = before != nullptr && after != nullptr && before->holder.role == after->holder.role;
  change.because =
      same_role ? because_of_person(step, any.place, any.leaf, any.holder) : because_of(step, any.place, any.leaf);
  step.decision.changes.push_back(std::move(change));
}

std::string word(const Policy& policy, std::optional<RoleId> role) {
  return role ? policy.roles[role->index].name : "nobody";
}

}  // namespace

void settle_structure(Step& step) {
  const StructureId now = structure_row(step.sight());
  if (now == step.account.structure) return;
  step.account.structure = now;
  supersede_unknown(step);
}

void rule(Step& step, Place place) {
  step.life(place).ruled_at = step.now;
  for (std::size_t i = 0; i < step.policy.leaves.size(); ++i) {
    const auto& per = step.policy.leaves[i].per;
    const bool belongs = place ? per == step.account.records[*place].name.type : !per;
    if (belongs) rule_leaf(step, place, LeafId{i});
  }
}

Holder holder_of_leaf(const Step& step, Place place, LeafId leaf) {
  const auto owner = step.life(place).owners.at(leaf);
  if (!owner) return {};
  if (const OpenHandoff* holder = holding_handoff(step.account, place, leaf)) return giver_of(step, *holder);
  return holder_of(step.account, place, *owner);
}

std::vector<Held> held(const Step& step) {
  std::vector<Held> all;
  for (const Place& place : step.places()) {
    for (const auto& [leaf, owner] : step.life(place).owners) {
      all.push_back({place, leaf, holder_of_leaf(step, place, leaf)});
    }
  }
  return all;
}

Because because_of(const Step& step, Place place, LeafId leaf) {
  if (const OpenHandoff* holder = holding_handoff(step.account, place, leaf)) {
    const Handoff& text = text_of(step.policy, *holder);
    return {Because::Kind::Handoff, text.name, text.at};
  }
  const Structure& structure = step.structure();
  if (!step.life(place).owners.contains(leaf)) {
    return {Because::Kind::Clause, structure.name, step.policy.leaves[leaf.index].at};
  }
  const Statement* statement = statement_for(step, step.sight(place), leaf);
  return {Because::Kind::Clause, structure.name, statement == nullptr ? structure.at : statement->at};
}

void write_changes(Step& step, const std::vector<Held>& before) {
  const std::vector<Held> after = held(step);
  const auto find = [](const std::vector<Held>& all, const Held& one) {
    const auto same = [&](const Held& other) { return other.place == one.place && other.leaf == one.leaf; };
    const auto found = std::ranges::find_if(all, same);
    return found == all.end() ? nullptr : &*found;
  };
  std::vector<std::pair<const Held*, const Held*>> pairs;
  for (const Held& one : before) pairs.emplace_back(&one, find(after, one));
  for (const Held& one : after) {
    if (find(before, one) == nullptr) pairs.emplace_back(nullptr, &one);
  }
  const auto where = [](const auto& pair) {
    const Held* any = pair.first == nullptr ? pair.second : pair.first;
    return std::tuple(any->place, any->leaf);
  };
  std::ranges::sort(pairs, {}, where);
  for (const auto& [was, is] : pairs) {
    if (was == nullptr || is == nullptr || was->holder != is->holder) write_change(step, was, is);
  }
}

std::string roles_ruling(const Step& step, Place place, Instant at) {
  Sight sight = step.sight(place);
  sight.now = at;
  std::string all;
  for (const auto& [leaf, owner] : step.life(place).owners) {
    const Statement* statement = statement_for(step, sight, leaf);
    all += word(step.policy, statement == nullptr ? std::nullopt : statement->role) + ";";
    for (const StatementId support : supporting(sight, leaf)) {
      all += word(step.policy, step.structure().statements[support.index].role) + ",";
    }
    all += ";";
  }
  return all;
}

std::string roles_staying(const Step& step, Place place, Instant at) {
  std::string all;
  for (const auto& [leaf, owner] : step.life(place).owners) {
    for (const auto& secondary : secondaries(step, place, leaf, at)) all += word(step.policy, secondary.role) + ",";
    all += ";";
  }
  return all;
}

}  // namespace baton::reference
