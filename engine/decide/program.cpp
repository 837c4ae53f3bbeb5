// Answers questions about one account: through the frozen tables, or, for the few tables over budget and for the
// oracle, by asking every statement in turn. Only the coordinates that a table needs are ever computed.
#include "engine/decide/program.hpp"

#include <algorithm>

#include "engine/decide/compile.hpp"

namespace baton {
namespace {

std::optional<std::uint32_t> select(const Space& space, const Question& question, const View& view, const Zone& zone) {
  return question.selector.evaluate([&](DimensionId id) { return space.coordinate(id, view, zone); });
}

bool is_about(const Statement& statement, LeafId leaf) {
  return std::ranges::find(statement.leaves, leaf) != statement.leaves.end();
}

// Does the statement hold for the leaf, its layer taken into account (R6)?
bool holds_for(const Structure& structure, const Statement& statement, LeafId leaf, const View& view,
               const Zone& zone) {
  if (!holds_by_itself(statement, view, zone)) return false;
  return std::ranges::none_of(structure.statements, [&](const Statement& other) {
    return other.verb != Verb::Supports && is_about(other, leaf) && encloses(structure, other.layer, statement.layer) &&
           holds_by_itself(other, view, zone);
  });
}

template <class Row>
std::optional<std::size_t> ask_rows(const std::vector<Row>& rows, const View& view) {
  std::optional<std::size_t> otherwise;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!holds(rows[i].where, view)) continue;
    if (!rows[i].otherwise) return i;
    if (!otherwise) otherwise = i;
  }
  return otherwise;
}

}  // namespace

Program::Program(std::shared_ptr<const Policy> policy, std::shared_ptr<const Org> org)
    : policy_(std::move(policy)), org_(std::move(org)), parts_(compile(*policy_, *org_)) {}
Program::~Program() = default;
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;

std::optional<std::size_t> Program::structure_row(const View& view) const {
  const Question& question = parts_->structure_rows;
  if (question.selector.empty()) return ask_rows(org_->structures, view);
  return select(parts_->space, question, view, org_->zone);
}

std::optional<std::size_t> Program::coverage_row(RoleId role, const View& view) const {
  const Question& question = parts_->coverage[role.index];
  if (question.selector.empty()) return ask_rows(org_->coverage[role.index], view);
  return select(parts_->space, question, view, org_->zone);
}

bool Program::is_active(LeafId leaf_id, const View& view) const {
  const Leaf& leaf = policy_->leaves[leaf_id.index];
  if (!leaf.account_stages.has(view.account->stage)) return false;
  if (!leaf.per) return true;
  return view.record != nullptr && view.record_type == leaf.per && leaf.record_stages.has(view.record->stage);
}

std::optional<StatementId> Program::owner(StructureId structure, LeafId leaf, const View& view) const {
  if (!is_active(leaf, view)) return std::nullopt;
  const Question& question = parts_->structures[structure.index].owners[leaf.index];
  if (question.selector.empty()) {
    const std::vector<StatementId> all = holding(structure, leaf, view);
    return all.empty() ? std::nullopt : std::optional(all.front());
  }
  const auto number = select(parts_->space, question, view, org_->zone);
  return number ? std::optional(StatementId{*number}) : std::nullopt;
}

std::vector<StatementId> Program::supports(StructureId structure_id, LeafId leaf, const View& view) const {
  if (!is_active(leaf, view)) return {};
  const Structure& structure = policy_->structures[structure_id.index];
  std::vector<StatementId> result;
  for (const SupportQuestion& support : parts_->structures[structure_id.index].supports[leaf.index]) {
    const bool holds_now =
        support.question.selector.empty()
            ? holds_for(structure, structure.statements[support.statement.index], leaf, view, org_->zone)
            : select(parts_->space, support.question, view, org_->zone).has_value();
    if (holds_now) result.push_back(support.statement);
  }
  return result;
}

std::vector<StatementId> Program::holding(StructureId structure_id, LeafId leaf, const View& view) const {
  if (!is_active(leaf, view)) return {};
  const Structure& structure = policy_->structures[structure_id.index];
  std::vector<StatementId> result;
  for (std::size_t i = 0; i < structure.statements.size(); ++i) {
    const Statement& statement = structure.statements[i];
    if (statement.verb == Verb::Supports || !is_about(statement, leaf)) continue;
    if (holds_for(structure, statement, leaf, view, org_->zone)) result.push_back(StatementId{i});
  }
  return result;
}

Instant Program::next_boundary(StructureId structure, const View& view) const {
  const StructureParts& parts = parts_->structures[structure.index];
  const bool of_record = view.record != nullptr && view.record_type.has_value();
  const auto& windows = of_record ? parts.record_windows[view.record_type->index] : parts.account_windows;
  Instant next = far_future;
  for (const Window& window : windows) {
    const Instant at = boundary(window, view, org_->zone);
    if (at > view.now) next = std::min(next, at);
  }
  return next;
}

}  // namespace baton
