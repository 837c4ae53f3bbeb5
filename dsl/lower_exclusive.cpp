// Whether two conditions can hold together, as far as one field tells.
//
// A condition about one field alone changes its mind only at the constants that it names. So a value at, just below and
// just above each constant stands for all values: if none of these satisfies both, nothing does.
#include <algorithm>
#include <span>

#include "dsl/lower_parts.hpp"

namespace baton::dsl {
namespace {

using Op = Condition::Op;

// False if the condition is about anything but `field`; notes the constants on the way.
bool asks_only(const Condition& condition, const FieldRef& field, std::vector<Scalar>& constants) {
  switch (condition.op) {
    case Op::True:
    case Op::False:
      return true;
    case Op::And:
    case Op::Or:
    case Op::Not:
      return std::all_of(condition.children.begin(), condition.children.end(),
                         [&](const Condition& child) { return asks_only(child, field, constants); });
    case Op::Compare:
      constants.push_back(condition.value);
      return condition.field == field;
    case Op::In:
      constants.insert(constants.end(), condition.values.begin(), condition.values.end());
      return condition.field == field;
    case Op::Known:
      return condition.field == field;
    case Op::CompareFields:
    case Op::AnyRecordIs:
      break;
  }
  return false;
}

bool compare(Scalar value, Relation relation, Scalar constant) {
  switch (relation) {
    case Relation::Equal:
      return value == constant;
    case Relation::NotEqual:
      return value != constant;
    case Relation::Less:
      return value < constant;
    case Relation::LessEqual:
      return value <= constant;
    case Relation::Greater:
      return value > constant;
    case Relation::GreaterEqual:
      break;
  }
  return value >= constant;
}

bool holds_for(const Condition& condition, Scalar value) {
  const auto holds = [value](const Condition& child) { return holds_for(child, value); };
  const auto& children = condition.children;
  switch (condition.op) {
    case Op::And:
      return std::all_of(children.begin(), children.end(), holds);
    case Op::Or:
      return std::any_of(children.begin(), children.end(), holds);
    case Op::Not:
      return !holds(children.front());
    case Op::Compare:
      return value != unknown && compare(value, condition.relation, condition.value);
    case Op::In:
      return std::find(condition.values.begin(), condition.values.end(), value) != condition.values.end();
    case Op::Known:
      return value != unknown;
    default:
      return condition.op == Op::True;
  }
}

const FieldRef* some_field(const Condition& condition) {
  if (condition.op == Op::Compare || condition.op == Op::In || condition.op == Op::Known) return &condition.field;
  for (const Condition& child : condition.children) {
    if (const FieldRef* field = some_field(child)) return field;
  }
  return nullptr;
}

std::span<const Condition> conjuncts(const Condition& condition) {
  return condition.op == Op::And ? std::span<const Condition>(condition.children) : std::span(&condition, 1);
}

// Takes those of the condition's conjuncts that are about nothing but `field`; notes their constants.
void take_about(const Condition& condition, const FieldRef& field, std::vector<const Condition*>& taken,
                std::vector<Scalar>& constants) {
  for (const Condition& part : conjuncts(condition)) {
    if (asks_only(part, field, constants)) taken.push_back(&part);
  }
}

bool excluded_by(const Condition& a, const Condition& b, const FieldRef& field) {
  std::vector<Scalar> constants;
  std::vector<const Condition*> parts;
  take_about(a, field, parts, constants);
  take_about(b, field, parts, constants);
  std::vector<Scalar> candidates{unknown};
  for (const Scalar constant : constants) candidates.insert(candidates.end(), {constant - 1, constant, constant + 1});
  return std::ranges::none_of(candidates, [&](Scalar value) {
    return std::ranges::all_of(parts, [&](const Condition* part) { return holds_for(*part, value); });
  });
}

}  // namespace

bool exclude_each_other(const Condition& a, const Condition& b) {
  return std::ranges::any_of(conjuncts(a), [&](const Condition& part) {
    const FieldRef* field = some_field(part);
    return field && excluded_by(a, b, *field);
  });
}

}  // namespace baton::dsl
