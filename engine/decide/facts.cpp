// Conditions and windows answered straight over the facts: what every compiled form must agree with.
#include "engine/decide/facts.hpp"

#include <algorithm>

namespace baton {
namespace {

std::vector<Scalar> initial_values(const std::vector<Field>& fields) {
  std::vector<Scalar> values;
  values.reserve(fields.size());
  for (const Field& field : fields) values.push_back(field.initial.value_or(unknown));
  return values;
}

bool compares(Scalar a, Relation relation, Scalar b) {
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

bool is_any_record_in(const View& view, RecordTypeId type, StageSet stages) {
  const std::vector<std::uint32_t>& counts = view.account->records_in_stage[type.index];
  for (std::size_t stage = 0; stage < counts.size(); ++stage) {
    if (counts[stage] != 0 && stages.has(StageId{stage})) return true;
  }
  return false;
}

}  // namespace

AccountFacts initial_account_facts(const Policy& policy) {
  AccountFacts facts;
  facts.stage = policy.lifecycle.start;
  facts.fields = initial_values(policy.account_fields);
  facts.anchors.assign(policy.anchors.size(), never);
  for (const RecordType& record : policy.records) {
    facts.records_in_stage.emplace_back(record.lifecycle.stages.size(), 0U);
  }
  return facts;
}

RecordFacts initial_record_facts(const Policy& policy, RecordTypeId type) {
  const RecordType& record = policy.records[type.index];
  RecordFacts facts;
  facts.stage = record.lifecycle.start;
  facts.fields = initial_values(record.fields);
  facts.anchors.assign(policy.anchors.size(), never);
  return facts;
}

Scalar value_of(const FieldRef& ref, const View& view) {
  switch (ref.scope) {
    case Scope::Account:
      return view.account->fields[ref.field.index];
    case Scope::Record:
      if (view.record == nullptr || view.record_type != ref.record) return unknown;
      return view.record->fields[ref.field.index];
    case Scope::Event:
      return view.event_fields == nullptr ? unknown : (*view.event_fields)[ref.field.index];
  }
  return unknown;
}

Instant latest(AnchorId anchor, const View& view) {
  const Instant of_account = view.account->anchors[anchor.index];
  return view.record == nullptr ? of_account : std::max(of_account, view.record->anchors[anchor.index]);
}

bool holds(const Condition& condition, const View& view) {
  const auto part_holds = [&](const Condition& part) { return holds(part, view); };
  const std::vector<Condition>& parts = condition.children;
  switch (condition.op) {
    case Condition::Op::True:
      return true;
    case Condition::Op::False:
      return false;
    case Condition::Op::And:
      return std::all_of(parts.begin(), parts.end(), part_holds);
    case Condition::Op::Or:
      return std::any_of(parts.begin(), parts.end(), part_holds);
    case Condition::Op::Not:
      return !holds(parts.front(), view);
    case Condition::Op::Known:
      return value_of(condition.field, view) != unknown;
    case Condition::Op::AnyRecordIs:
      return is_any_record_in(view, condition.record, condition.stages);
    case Condition::Op::Compare: {
      const Scalar value = value_of(condition.field, view);
      return value != unknown && compares(value, condition.relation, condition.value);
    }
    case Condition::Op::In: {
      const Scalar value = value_of(condition.field, view);
      return value != unknown && std::ranges::find(condition.values, value) != condition.values.end();
    }
    case Condition::Op::CompareFields: {
      const Scalar value = value_of(condition.field, view);
      const Scalar other = value_of(condition.other, view);
      return value != unknown && other != unknown && compares(value, condition.relation, other);
    }
  }
  return false;
}

Instant boundary(const Window& window, const View& view, const Zone& org_zone) {
  switch (window.kind) {
    case Window::Kind::ForAfter:
    case Window::Kind::FromAfter:
    case Window::Kind::UntilAfter: {
      const Instant anchor = latest(window.anchor, view);
      return anchor == never ? far_future : add(org_zone, anchor, window.span);
    }
    case Window::Kind::UntilBefore:
    case Window::Kind::FromBefore: {
      const Scalar date = value_of(window.date, view);
      if (date == unknown) return far_future;
      return subtract(org_zone, org_zone.start_of(Day{static_cast<std::int32_t>(date)}), window.span);
    }
  }
  return far_future;
}

bool holds(const Window& window, const View& view, const Zone& org_zone) {
  const bool has_come = view.now >= boundary(window, view, org_zone);
  switch (window.kind) {
    case Window::Kind::ForAfter:
      return latest(window.anchor, view) != never && !has_come;
    case Window::Kind::FromAfter:
    case Window::Kind::FromBefore:
      return has_come;
    case Window::Kind::UntilBefore:
    case Window::Kind::UntilAfter:
      return !has_come;
  }
  return false;
}

bool holds_by_itself(const Statement& statement, const View& view, const Zone& org_zone) {
  if (!statement.account_stages.has(view.account->stage)) return false;
  if (view.record != nullptr && !statement.record_stages.has(view.record->stage)) return false;
  const auto window_holds = [&](const Window& window) { return holds(window, view, org_zone); };
  return std::all_of(statement.windows.begin(), statement.windows.end(), window_holds) &&
         holds(statement.condition, view);
}

}  // namespace baton
