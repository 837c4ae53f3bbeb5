#include "tests/naive/ownership.hpp"

#include <algorithm>

namespace baton::naive {
namespace {

bool compare(Scalar a, Relation relation, Scalar b) {
  if (a == unknown || b == unknown) return false;
  switch (relation) {
    case Relation::Equal:
      return a == b;
    case Relation::NotEqual:
      return a != b;
    case Relation::Less:
      return a < b;
    case Relation::LessEqual:
      return a <= b;
    case Relation::Greater:
      return a > b;
    case Relation::GreaterEqual:
      return a >= b;
  }
  return false;
}

bool names(const Statement& statement, LeafId leaf) {
  return statement.verb != Verb::Supports && std::ranges::find(statement.leaves, leaf) != statement.leaves.end();
}

}  // namespace

Scalar Reader::value(const FieldRef& field, const View& view) const {
  if (field.scope == Scope::Account) return view.account->fields[field.field.index];
  if (field.scope == Scope::Event) return view.event_fields ? (*view.event_fields)[field.field.index] : unknown;
  return view.record && view.record_type == field.record ? view.record->fields[field.field.index] : unknown;
}

bool Reader::holds(const Condition& condition, const View& view) const {
  using Op = Condition::Op;
  const auto child_holds = [&](const Condition& child) { return holds(child, view); };
  switch (condition.op) {
    case Op::True:
      return true;
    case Op::False:
      return false;
    case Op::And:
      return std::ranges::all_of(condition.children, child_holds);
    case Op::Or:
      return std::ranges::any_of(condition.children, child_holds);
    case Op::Not:
      return !child_holds(condition.children.front());
    case Op::Compare:
      return compare(value(condition.field, view), condition.relation, condition.value);
    case Op::In:
      return value(condition.field, view) != unknown &&
             std::ranges::find(condition.values, value(condition.field, view)) != condition.values.end();
    case Op::Known:
      return value(condition.field, view) != unknown;
    case Op::CompareFields:
      return compare(value(condition.field, view), condition.relation, value(condition.other, view));
    case Op::AnyRecordIs:
      break;
  }
  const std::vector<std::uint32_t>& counts = view.account->records_in_stage[condition.record.index];
  for (std::size_t stage = 0; stage < counts.size(); ++stage) {
    if (condition.stages.has(StageId{stage}) && counts[stage] > 0) return true;
  }
  return false;
}

Instant Reader::add(Instant from, Unit unit, std::int64_t count) const {
  const auto [known, fresh] = added_.try_emplace({from.ms, unit, count});
  if (fresh) known->second = clock_.add(from, unit, count);
  return known->second;
}

bool Reader::holds(const Window& window, const View& view) const {
  using Kind = Window::Kind;
  if (window.kind == Kind::UntilBefore || window.kind == Kind::FromBefore) {
    const Scalar date = value(window.date, view);
    if (date == unknown) return window.kind == Kind::UntilBefore;
    return (view.now < add(start_of(date), window.span.unit, -window.span.count)) == (window.kind == Kind::UntilBefore);
  }
  const bool of_record = policy_.anchors[window.anchor.index].record.has_value();
  const Instant anchor = (of_record ? view.record->anchors : view.account->anchors)[window.anchor.index];
  if (anchor == never) return window.kind == Kind::UntilAfter;
  return (view.now < add(anchor, window.span.unit, window.span.count)) != (window.kind == Kind::FromAfter);
}

bool Reader::is_active(LeafId leaf, const View& view) const {
  const Leaf& text = policy_.leaves[leaf.index];
  if (!text.account_stages.has(view.account->stage)) return false;
  return !text.per || (view.record_type == text.per && text.record_stages.has(view.record->stage));
}

bool Reader::holds_alone(const Statement& statement, const View& view) const {
  return statement.account_stages.has(view.account->stage) &&
         (view.record == nullptr || statement.record_stages.has(view.record->stage)) &&
         holds(statement.condition, view) &&
         std::ranges::all_of(statement.windows, [&](const Window& window) { return holds(window, view); });
}

// R6: `otherwise` stands back where a statement of an enclosing layer speaks of the leaf and holds.
bool Reader::stands(const Structure& structure, const Statement& statement, LeafId leaf, const View& view) const {
  if (!names(statement, leaf) || !holds_alone(statement, view)) return false;
  for (auto outer = structure.layers[statement.layer].enclosing; outer; outer = structure.layers[*outer].enclosing) {
    const auto speaks = [&](const Statement& other) {
      return other.layer == *outer && names(other, leaf) && holds_alone(other, view);
    };
    if (std::ranges::any_of(structure.statements, speaks)) return false;
  }
  return true;
}

std::vector<std::optional<RoleId>> Reader::owners(const Structure& structure, LeafId leaf, const View& view) const {
  std::vector<std::optional<RoleId>> roles;
  for (const Statement& statement : structure.statements) {
    if (!stands(structure, statement, leaf, view)) continue;
    if (std::ranges::find(roles, statement.role) == roles.end()) roles.push_back(statement.role);
  }
  return roles;
}

}  // namespace baton::naive
