// Compiles a policy and an organisation: one space, then a table and its frozen form for every question.
#include "engine/decide/compile.hpp"

#include <algorithm>

namespace baton {
namespace {

Question freeze(const Space& space, Table table) {
  Selector selector(space, table);
  return {std::move(table), std::move(selector)};
}

bool same(const Window& a, const Window& b) {
  return a.kind == b.kind && a.span == b.span && a.anchor == b.anchor && a.date == b.date;
}

void add_distinct(std::vector<Window>& windows, const std::vector<Window>& more) {
  for (const Window& window : more) {
    const auto is_same = [&](const Window& other) { return same(window, other); };
    if (std::ranges::none_of(windows, is_same)) windows.push_back(window);
  }
}

// The windows of a statement or of a handoff's `stays` matter wherever its leaves are owned.
void note_windows(const Policy& policy, const std::vector<LeafId>& leaves, const std::vector<Window>& windows,
                  StructureParts& parts) {
  for (const LeafId leaf : leaves) {
    const auto per = policy.leaves[leaf.index].per;
    add_distinct(per ? parts.record_windows[per->index] : parts.account_windows, windows);
  }
}

void collect_windows(const Policy& policy, const Structure& structure, StructureParts& parts) {
  parts.record_windows.resize(policy.records.size());
  for (const Statement& statement : structure.statements) {
    note_windows(policy, statement.leaves, statement.windows, parts);
  }
  for (const Handoff& handoff : structure.handoffs) {
    for (const Stay& stay : handoff.stays) note_windows(policy, handoff.moves, stay.windows, parts);
  }
}

std::vector<SupportQuestion> compile_supports(const Space& space, const Policy& policy, const Structure& structure,
                                              LeafId leaf) {
  std::vector<SupportQuestion> questions;
  for (std::size_t i = 0; i < structure.statements.size(); ++i) {
    const Statement& statement = structure.statements[i];
    if (statement.verb != Verb::Supports || std::ranges::find(statement.leaves, leaf) == statement.leaves.end()) {
      continue;
    }
    Table table = support_table(space, policy, structure, leaf, StatementId{i});
    questions.push_back({StatementId{i}, freeze(space, std::move(table))});
  }
  return questions;
}

StructureParts compile_structure(const Space& space, const Policy& policy, const Structure& structure) {
  StructureParts parts;
  for (std::size_t i = 0; i < policy.leaves.size(); ++i) {
    parts.owners.push_back(freeze(space, owner_table(space, policy, structure, LeafId{i})));
    parts.supports.push_back(compile_supports(space, policy, structure, LeafId{i}));
  }
  collect_windows(policy, structure, parts);
  return parts;
}

}  // namespace

std::unique_ptr<ProgramParts> compile(const Policy& policy, const Org& org) {
  auto parts = std::make_unique<ProgramParts>();
  parts->space = Space(policy, org);
  for (const Structure& structure : policy.structures) {
    parts->structures.push_back(compile_structure(parts->space, policy, structure));
  }
  parts->structure_rows = freeze(parts->space, structure_table(parts->space, org));
  for (std::size_t role = 0; role < policy.roles.size(); ++role) {
    parts->coverage.push_back(freeze(parts->space, coverage_table(parts->space, org, RoleId{role})));
  }
  return parts;
}

}  // namespace baton
