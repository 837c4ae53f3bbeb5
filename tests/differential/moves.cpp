#include "tests/differential/moves.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "dsl/confirm.hpp"
#include "engine/decide/analyse.hpp"
#include "engine/reference/reference.hpp"

namespace baton::differential {
namespace {

template <class T>
bool has(const std::vector<T>& list, T item) {
  return std::ranges::find(list, item) != list.end();
}

struct Move {
  StructureId left, entered;
  LeafId leaf;
  RoleId from, to;
};

bool covers(const Structure& structure, const Move& move) {
  return std::ranges::any_of(
             structure.handoffs,
             [&](const Handoff& h) { return h.from == move.from && h.to == move.to && has(h.moves, move.leaf); }) ||
         std::ranges::any_of(structure.moves_at_once, [&](const MoveAtOnce& m) {
           return has(m.from, move.from) && has(m.to, move.to) && has(m.moves, move.leaf);
         });
}

// A handoff goes on under the text that it began with, so the structure that was left covers its own moves, too (O2).
bool is_covered(const Policy& policy, const Move& move) {
  return covers(policy.structures[move.left.index], move) || covers(policy.structures[move.entered.index], move);
}

// What an instance repeats is told of one structure, so roles and responsibility count, not where.
bool is_told(const std::vector<Finding>& findings, const Move& move) {
  const bool swapped = move.left != move.entered;
  return std::ranges::any_of(findings, [&](const Finding& finding) {
    if (!has(finding.leaves, move.leaf) || (!swapped && finding.left_structure)) return false;
    if (finding.kind == Finding::Kind::MovesLeftOut) return true;
    return finding.kind == Finding::Kind::SilentHandoff && finding.role == move.from && finding.other_role == move.to;
  });
}

std::vector<Finding> silent_handoffs(const Program& program) {
  dsl::Replayer replayer(program);
  const Confirm confirm = [&replayer](Finding& finding) { return replayer.confirms(finding); };
  const ProofBudget budget;
  Analyst analyst(program, budget, confirm);
  analyst.check_moves();
  return analyst.take_findings();
}

}  // namespace

std::optional<Difference> compare_moves(const World& world, const Compiled& compiled, Totals& totals) {
  if (!compiled.sound()) return std::nullopt;
  const Program& program = *compiled.project.program;
  const Policy& policy = program.policy();
  std::map<std::tuple<std::string, std::size_t, std::string>, std::string> began;  // by account and record: the event
  std::optional<std::vector<Finding>> findings;  // only if there is something to look for: the search takes long
  const std::vector<Event> events = bound_events(world, program);
  for (const Decision& decision : reference::decide(policy, program.org(), events, world.until).decisions) {
    if (decision.record) {
      began.try_emplace({decision.subject, decision.record->type.index, decision.record->id}, decision.cause.type);
    }
    for (const OwnerChange& change : decision.changes) {
      if (!change.from || !change.to || !change.from->role || !change.to->role) continue;
      const StructureId entered = *decision.structure_to;
      const Move move{decision.structure_from.value_or(entered), entered, change.leaf, *change.from->role,
                      *change.to->role};
      if (move.from == move.to || is_covered(policy, move)) continue;
      // Nobody opens a deal twice: the check does not look at what only that would bring about.
      const auto& record = change.record;
      const bool begins_twice = record && record == decision.record &&
                                began.at({decision.subject, record->type.index, record->id}) == decision.cause.type;
      if (begins_twice) continue;
      ++totals.moves;
      if (!findings) findings = silent_handoffs(program);
      if (is_told(*findings, move)) continue;
      return Difference{
          "silent handoffs", decision.at, decision.subject, "no warning",
          fmt::format("{} of {} passes from {} to {} in {} (before: {})", policy.leaves[move.leaf.index].name,
                      decision.subject, policy.roles[move.from.index].name, policy.roles[move.to.index].name,
                      policy.structures[entered.index].name, policy.structures[move.left.index].name)};
    }
  }
  return std::nullopt;
}

}  // namespace baton::differential
