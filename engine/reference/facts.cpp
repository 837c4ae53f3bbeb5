#include "engine/reference/facts.hpp"

#include <algorithm>

#include "engine/reference/time.hpp"

namespace baton::reference {

namespace {

const Life* life_of(const Sight& sight, Scope scope, RecordTypeId type) {
  if (scope == Scope::Account) return &sight.account.life;
  for (const Place& place : {sight.place, sight.event_place}) {
    if (place && sight.account.records[*place].name.type == type) return &sight.account.records[*place].life;
  }
  return nullptr;
}

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

bool any_record_is(const Sight& sight, RecordTypeId type, StageSet stages) {
  for (const Record& record : sight.account.records) {
    if (record.name.type == type && stages.has(record.life.stage)) return true;
  }
  return false;
}

bool in_stages(const Sight& sight, StageSet account_stages, StageSet record_stages) {
  if (!account_stages.has(sight.account.life.stage)) return false;
  return !sight.place || record_stages.has(sight.account.records[*sight.place].life.stage);
}

bool names(const Statement& statement, LeafId leaf) {
  return std::ranges::find(statement.leaves, leaf) != statement.leaves.end();
}

bool holds_by_itself(const Sight& sight, const Statement& statement) {
  if (!in_stages(sight, statement.account_stages, statement.record_stages)) return false;
  for (const Window& window : statement.windows) {
    if (!holds(sight, window)) return false;
  }
  return holds(sight, statement.condition);
}

bool encloses(const Structure& structure, std::uint32_t outer, std::uint32_t inner) {
  for (auto layer = structure.layers[inner].enclosing; layer; layer = structure.layers[*layer].enclosing) {
    if (*layer == outer) return true;
  }
  return false;
}

// R6: does a statement about the leaf of an enclosing layer hold?
bool is_preceded(const Sight& sight, const Structure& structure, std::uint32_t layer, LeafId leaf) {
  for (const Statement& other : structure.statements) {
    const bool counts = other.verb != Verb::Supports && names(other, leaf) && encloses(structure, other.layer, layer);
    if (counts && holds_by_itself(sight, other)) return true;
  }
  return false;
}

std::vector<StatementId> holding(const Sight& sight, LeafId leaf, bool supports) {
  std::vector<StatementId> result;
  const Structure& structure = sight.policy.structures[sight.account.structure.index];
  for (std::size_t i = 0; i < structure.statements.size(); ++i) {
    const Statement& statement = structure.statements[i];
    if ((statement.verb == Verb::Supports) != supports || !names(statement, leaf)) continue;
    if (!holds_by_itself(sight, statement) || is_preceded(sight, structure, statement.layer, leaf)) continue;
    result.push_back(StatementId{i});
  }
  return result;
}

template <class Row>
const Row* chosen(const Sight& sight, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    if (!row.otherwise && holds(sight, row.where)) return &row;
  }
  const auto rest = std::ranges::find(rows, true, &Row::otherwise);
  return rest == rows.end() ? nullptr : &*rest;
}

}  // namespace

Scalar value(const Sight& sight, const FieldRef& field) {
  if (field.scope == Scope::Event) return sight.own == nullptr ? unknown : (*sight.own)[field.field.index];
  const Life* life = life_of(sight, field.scope, field.record);
  return life == nullptr ? unknown : life->fields[field.field.index];
}

bool holds(const Sight& sight, const Condition& condition) {
  const auto part = [&](const Condition& child) { return holds(sight, child); };
  switch (condition.op) {
    case Condition::Op::True:
      return true;
    case Condition::Op::False:
      return false;
    case Condition::Op::And:
      return std::ranges::all_of(condition.children, part);
    case Condition::Op::Or:
      return std::ranges::any_of(condition.children, part);
    case Condition::Op::Not:
      return !part(condition.children.front());
    case Condition::Op::Compare:
      return compare(value(sight, condition.field), condition.relation, condition.value);
    case Condition::Op::In: {
      const auto equals = [&](Scalar one) { return compare(value(sight, condition.field), Relation::Equal, one); };
      return std::ranges::any_of(condition.values, equals);
    }
    case Condition::Op::Known:
      return value(sight, condition.field) != unknown;
    case Condition::Op::CompareFields:
      return compare(value(sight, condition.field), condition.relation, value(sight, condition.other));
    case Condition::Op::AnyRecordIs:
      return any_record_is(sight, condition.record, condition.stages);
  }
  return false;
}

Instant latest(const Sight& sight, AnchorId anchor) {
  const auto& record = sight.policy.anchors[anchor.index].record;
  const Life* life = record ? life_of(sight, Scope::Record, *record) : &sight.account.life;
  return life == nullptr ? never : life->anchors[anchor.index];
}

Instant edge(const Sight& sight, const Window& window) {
  if (window.kind == Window::Kind::UntilBefore || window.kind == Window::Kind::FromBefore) {
    const Scalar date = value(sight, window.date);
    if (date == unknown) return far_future;
    return earlier(sight.org.zone, start_of(sight.org.zone, Day{static_cast<std::int32_t>(date)}), window.span);
  }
  const Instant anchor = latest(sight, window.anchor);
  return anchor == never ? far_future : later(sight.org.zone, anchor, window.span);
}

bool holds(const Sight& sight, const Window& window) {
  const bool is_before = sight.now < edge(sight, window);
  switch (window.kind) {
    case Window::Kind::ForAfter:
      return latest(sight, window.anchor) != never && is_before;
    case Window::Kind::FromAfter:
      return latest(sight, window.anchor) != never && !is_before;
    case Window::Kind::UntilBefore:
      return is_before;
    case Window::Kind::FromBefore:
      return !is_before;
    case Window::Kind::UntilAfter:
      return is_before;
  }
  return false;
}

bool is_active(const Sight& sight, LeafId leaf) {
  const Leaf& text = sight.policy.leaves[leaf.index];
  if (!text.account_stages.has(sight.account.life.stage)) return false;
  if (!text.per) return !sight.place;
  if (!sight.place) return false;
  const Record& record = sight.account.records[*sight.place];
  return record.name.type == *text.per && text.record_stages.has(record.life.stage);
}

std::vector<StatementId> ruling(const Sight& sight, LeafId leaf) {
  return holding(sight, leaf, false);
}

std::vector<StatementId> supporting(const Sight& sight, LeafId leaf) {
  return holding(sight, leaf, true);
}

StructureId structure_row(const Sight& sight) {
  const StructureRow* row = chosen(sight, sight.org.structures);
  return row == nullptr ? StructureId{} : row->use;
}

std::optional<TeamId> covering_team(const Sight& sight, RoleId role) {
  if (role.index >= sight.org.coverage.size()) return std::nullopt;
  const CoverageRow* row = chosen(sight, sight.org.coverage[role.index]);
  if (row == nullptr) return std::nullopt;
  return row->team;
}

}  // namespace baton::reference
