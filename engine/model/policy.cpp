// What little the plain values of a policy can do by themselves. Conditions are built through helpers that keep them
// small: no conjunction of one part, no double negation, no True or False inside a larger condition.
#include "engine/model/policy.hpp"

#include <utility>

#include "engine/model/decimal.hpp"

namespace baton {
namespace {

// And and Or are each other's mirror: `neutral` parts vanish, one `absorbing` part decides.
Condition join(Condition::Op op, Condition::Op neutral, Condition::Op absorbing, std::vector<Condition> parts) {
  Condition joined;
  joined.op = op;
  for (Condition& part : parts) {
    if (part.op == absorbing) return part;
    if (part.op == neutral) continue;
    if (part.op == op) {
      for (Condition& child : part.children) joined.children.push_back(std::move(child));
    } else {
      joined.children.push_back(std::move(part));
    }
  }
  if (joined.children.empty()) joined.op = neutral;
  if (joined.children.size() == 1) return Condition(std::move(joined.children.front()));
  return joined;
}

}  // namespace

std::string to_string(const Origin& origin) {
  return origin.file + ':' + std::to_string(origin.line) + ':' + std::to_string(origin.column);
}

Relation flipped(Relation relation) {
  switch (relation) {
    case Relation::Less:
      return Relation::Greater;
    case Relation::LessEqual:
      return Relation::GreaterEqual;
    case Relation::Greater:
      return Relation::Less;
    case Relation::GreaterEqual:
      return Relation::LessEqual;
    default:
      return relation;
  }
}

Condition Condition::all_of(std::vector<Condition> parts) {
  return join(Op::And, Op::True, Op::False, std::move(parts));
}

Condition Condition::any_of(std::vector<Condition> parts) {
  return join(Op::Or, Op::False, Op::True, std::move(parts));
}

Condition Condition::negation(Condition part) {
  if (part.op == Op::Not) return Condition(std::move(part.children.front()));
  Condition result;
  if (part.op == Op::True) {
    result.op = Op::False;
  } else if (part.op != Op::False) {
    result.op = Op::Not;
    result.children.push_back(std::move(part));
  }
  return result;
}

const Field& Policy::field(const FieldRef& ref) const {
  switch (ref.scope) {
    case Scope::Record:
      return records[ref.record.index].fields[ref.field.index];
    case Scope::Event:
      return events[ref.event.index].own[ref.field.index];
    case Scope::Account:
      break;
  }
  return account_fields[ref.field.index];
}

std::optional<EventId> Policy::event_of(EventKind kind) const {
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (events[i].kind == kind) return EventId(i);
  }
  return std::nullopt;
}

std::string Policy::field_name(const FieldRef& ref) const {
  const std::string& name = field(ref).name;
  return ref.scope == Scope::Record ? records[ref.record.index].name + '.' + name : name;
}

std::string value_text(const Policy& policy, const FieldRef& field, Scalar value) {
  if (value == unknown) return "unknown";
  const Type& type = policy.field(field).type;
  switch (type.kind) {
    case TypeKind::Enum:
      return type.labels[static_cast<std::size_t>(value)];
    case TypeKind::Bool:
      return value == 0 ? "false" : "true";
    case TypeKind::Money:
      return units_to_string(value, policy.money_places);
    case TypeKind::Number:
      return units_to_string(value, type.decimals);
    case TypeKind::Date:
      return to_string(Day{static_cast<std::int32_t>(value)});
    case TypeKind::Text:
      return value == other_text ? "\"something else\"" : '"' + policy.texts[static_cast<std::size_t>(value)] + '"';
  }
  return {};
}

}  // namespace baton
