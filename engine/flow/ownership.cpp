// A leaf moves when it is active before and after and section 4 names another role than the one who owns it. What the
// giver of a running handoff owns counts as theirs: a move on to a third role starts from the giver.
//
// Only what has changed is ruled anew: a record's own facts touch its leaves alone, the account's facts touch all.
// Time alone changes nothing between two outlooks (outlook.hpp), so nothing is asked because it has grown late.
#include "engine/flow/ownership.hpp"

#include <algorithm>
#include <tuple>

#include "engine/flow/handoffs.hpp"
#include "engine/flow/seats.hpp"
#include "engine/flow/stages.hpp"

namespace baton {

namespace {

bool has(const auto& list, const auto& item) {
  return std::ranges::find(list, item) != list.end();
}

LeafState& state_of(Step& step, RecordIndex record, LeafId leaf) {
  return (record ? step.account.records[*record].leaves : step.account.leaves)[leaf.index];
}

bool is_in_scope(const Step& step, RecordIndex record, const Leaf& leaf) {
  if (!record) return !leaf.per;
  return leaf.per == step.account.records[*record].type;
}

std::optional<RoleId> ruled_role(const Step& step, const std::optional<StatementId>& statement) {
  if (!statement) return std::nullopt;
  return step.structure().statements[statement->index].role;
}

void own(Step& step, LeafState& state, std::optional<RoleId> owner) {
  if (state.owner == owner) return;
  state.owner = owner;
  step.changed.owners = true;
}

// A leaf that a handoff holds: does it still move as the handoff says? (O3)
void leave_handoff(Step& step, LeafId leaf, LeafState& state) {
  if (!state.held_by) return;
  const RunningHandoff& running = step.account.handoffs[*state.held_by];
  if (state.active && state.ruled == running.to.role) return;
  const bool back = state.active && state.ruled == running.from.role;
  release_leaf(step, *state.held_by, leaf, back ? HandoffMove::Withdraw : HandoffMove::Displace);
}

void move_leaf(Step& step, RecordIndex record, LeafId leaf, LeafState& state) {
  leave_handoff(step, leaf, state);
  if (state.held_by || state.ruled == state.owner) return;
  if (state.owner && state.ruled) {
    if (const auto handoff = covering_handoff(step.structure(), leaf, *state.owner, *state.ruled)) {
      state.held_by = take_leaf(step, record, *handoff, leaf);
      return;
    }
  }
  own(step, state, state.ruled);
}

void begin_leaf(Step& step, LeafState& state) {
  state.owner = state.ruled;
  step.changed.owners = true;
}

void end_leaf(Step& step, LeafId leaf, LeafState& state) {
  leave_handoff(step, leaf, state);
  state = LeafState{};
  step.changed.owners = true;
}

void rule(Step& step, RecordIndex record, LeafId leaf, const View& view) {
  const Program& program = step.program;
  LeafState& state = state_of(step, record, leaf);
  const bool was_active = state.active;
  state.active = program.is_active(leaf, view);
  if (!state.active) {
    if (was_active) end_leaf(step, leaf, state);
    return;
  }
  const auto statement = program.owner(step.account.structure, leaf, view);
  // A stage that ends at this instant rules no more: where it names nobody, the next one says who owns, in a moment.
  if (!statement && stage_ends_now(step, record)) {
    state.active = was_active;
    return;
  }
  state.statement = statement;
  state.ruled = ruled_role(step, state.statement);
  state.supports = program.supports(step.account.structure, leaf, view);
  if (was_active) {
    move_leaf(step, record, leaf, state);
  } else {
    begin_leaf(step, state);
  }
}

// How closely a handoff or `moves at once` speaks of a move: the least comes first.
using Closeness = std::tuple<bool, bool>;  // top level, everything

bool covers(const MoveAtOnce& moves, LeafId leaf, RoleId from, RoleId to) {
  return has(moves.moves, leaf) && has(moves.from, from) && has(moves.to, to);
}

}  // namespace

void settle_structure(Step& step) {
  if (!step.changed.account) return;
  const auto row = step.program.structure_row(step.view());
  if (!row) return;
  const StructureId use = step.program.org().structures[*row].use;
  if (use == step.account.structure) return;
  step.account.structure = use;
  drop_unknown_handoffs(step);
}

void settle_ownership_of(Step& step, RecordIndex record) {
  const View view = step.view(record);
  const auto& leaves = step.program.policy().leaves;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    if (is_in_scope(step, record, leaves[i])) rule(step, record, LeafId{i}, view);
  }
  (record ? step.account.records[*record].outlook : step.account.outlook).known = false;
}

void settle_ownership(Step& step) {
  std::vector<std::uint32_t> records = step.changed.records;
  if (step.changed.account) {
    settle_ownership_of(step, std::nullopt);
    records.insert(records.end(), step.account.live.begin(), step.account.live.end());
  }
  std::ranges::sort(records);
  const auto repeated = std::ranges::unique(records);
  records.erase(repeated.begin(), repeated.end());
  for (const std::uint32_t record : records) settle_ownership_of(step, record);
}

std::optional<HandoffId> covering_handoff(const Structure& structure, LeafId leaf, RoleId from, RoleId to) {
  std::optional<HandoffId> best;
  Closeness closest{true, true};
  for (std::size_t i = 0; i < structure.handoffs.size(); ++i) {
    const Handoff& handoff = structure.handoffs[i];
    if (handoff.from != from || handoff.to != to || !has(handoff.moves, leaf)) continue;
    const Closeness closeness{handoff.top_level, handoff.everything};
    if (best && closeness >= closest) continue;
    best = HandoffId{i};
    closest = closeness;
  }
  const bool at_once = best && std::ranges::any_of(structure.moves_at_once, [&](const MoveAtOnce& moves) {
                         return covers(moves, leaf, from, to) && Closeness{moves.top_level, moves.everything} < closest;
                       });
  return at_once ? std::nullopt : best;
}

std::optional<Holder> holder_of_leaf(const Step& step, RecordIndex record, LeafId leaf) {
  const LeafState& state = leaf_states(step.account, record)[leaf.index];
  if (!state.active) return std::nullopt;
  if (!state.owner) return Holder{};
  if (state.held_by) return giver_of(step, step.account.handoffs[*state.held_by]);
  return holder_of(step.account, record, *state.owner);
}

Because reason_for(const Step& step, RecordIndex record, LeafId leaf) {
  const LeafState& state = leaf_states(step.account, record)[leaf.index];
  if (state.held_by) {
    const Handoff& text = text_of(step, step.account.handoffs[*state.held_by]);
    return {Because::Kind::Handoff, text.name, text.at};
  }
  const Structure& structure = step.structure();
  if (!state.active) return {Because::Kind::Clause, structure.name, step.program.policy().leaves[leaf.index].at};
  // Time may have brought another statement for the same role since the leaf was ruled.
  const auto statement = step.program.owner(step.account.structure, leaf, step.view(record));
  return {Because::Kind::Clause, structure.name, statement ? structure.statements[statement->index].at : structure.at};
}

const std::vector<LeafState>& leaf_states(const AccountState& account, RecordIndex record) {
  return record ? account.records[*record].leaves : account.leaves;
}

std::vector<LeafId> active_leaves(const Step& step, RecordIndex record) {
  std::vector<LeafId> result;
  const auto& states = leaf_states(step.account, record);
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i].active) result.push_back(LeafId{i});
  }
  return result;
}

}  // namespace baton
