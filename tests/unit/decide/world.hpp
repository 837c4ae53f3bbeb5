// Policies built by hand, for the tests of this layer: a builder that hands out ids, and short words for conditions,
// windows and statements.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/decide/program.hpp"

namespace baton::test {

// 2026-01-01T00:00:00Z, and moments counted from it.
inline constexpr std::int64_t day_ms = 86'400'000;
inline constexpr Instant new_year{20'454 * day_ms};
constexpr Instant after_days(std::int64_t days, std::int64_t ms = 0) {
  return {new_year.ms + days * day_ms + ms};
}
constexpr Scalar date_after(std::int64_t days) {
  return 20'454 + days;
}

inline Type enum_type(std::vector<std::string> labels, bool ordered = false) {
  Type type;
  type.kind = TypeKind::Enum;
  type.labels = std::move(labels);
  type.ordered = ordered;
  return type;
}
inline Type bool_type() {
  return {.kind = TypeKind::Bool, .labels = {}};
}
inline Type money_type() {
  return {.kind = TypeKind::Money, .labels = {}, .decimals = 2};
}
inline Type date_type() {
  return {.kind = TypeKind::Date, .labels = {}};
}
inline Type text_type() {
  return {.kind = TypeKind::Text, .labels = {}};
}
inline Type number_type(Scalar min, Scalar max) {
  return {.kind = TypeKind::Number, .labels = {}, .min = min, .max = max};
}

// ---- conditions

inline Condition compare(FieldRef field, Relation relation, Scalar value) {
  Condition condition;
  condition.op = Condition::Op::Compare;
  condition.field = field;
  condition.relation = relation;
  condition.value = value;
  return condition;
}
inline Condition is(FieldRef field, Scalar value) {
  return compare(field, Relation::Equal, value);
}
inline Condition at_least(FieldRef field, Scalar value) {
  return compare(field, Relation::GreaterEqual, value);
}
inline Condition below(FieldRef field, Scalar value) {
  return compare(field, Relation::Less, value);
}
inline Condition in(FieldRef field, std::vector<Scalar> values) {
  Condition condition;
  condition.op = Condition::Op::In;
  condition.field = field;
  condition.values = std::move(values);
  return condition;
}
inline Condition known(FieldRef field) {
  Condition condition;
  condition.op = Condition::Op::Known;
  condition.field = field;
  return condition;
}
inline Condition compare_fields(FieldRef field, Relation relation, FieldRef other) {
  Condition condition;
  condition.op = Condition::Op::CompareFields;
  condition.field = field;
  condition.relation = relation;
  condition.other = other;
  return condition;
}
inline Condition any_record_is(RecordTypeId type, StageSet stages) {
  Condition condition;
  condition.op = Condition::Op::AnyRecordIs;
  condition.record = type;
  condition.stages = stages;
  return condition;
}

// ---- windows

inline Window for_after(Span span, AnchorId anchor) {
  return {Window::Kind::ForAfter, span, anchor, {}};
}
inline Window from_after(Span span, AnchorId anchor) {
  return {Window::Kind::FromAfter, span, anchor, {}};
}
inline Window until_after(Span span, AnchorId anchor) {
  return {Window::Kind::UntilAfter, span, anchor, {}};
}
inline Window until_before(Span span, FieldRef date) {
  return {Window::Kind::UntilBefore, span, {}, date};
}
inline Window from_before(Span span, FieldRef date) {
  return {Window::Kind::FromBefore, span, {}, date};
}
inline Span days(std::int64_t count) {
  return {count, Unit::Day, false};
}
inline Span weeks(std::int64_t count) {
  return {count, Unit::Week, false};
}
inline Span months(std::int64_t count) {
  return {count, Unit::Month, false};
}
inline Span hours(std::int64_t count) {
  return {count, Unit::Hour, false};
}

// ---- policies

struct PolicyBuilder {
  std::shared_ptr<Policy> policy = std::make_shared<Policy>();
  std::shared_ptr<Org> org = std::make_shared<Org>();

  explicit PolicyBuilder(const std::vector<std::string>& stages) { policy->lifecycle = lifecycle_of(stages); }

  static Lifecycle lifecycle_of(const std::vector<std::string>& stages) {
    Lifecycle lifecycle;
    for (const std::string& stage : stages) lifecycle.stages.push_back({stage, {}});
    return lifecycle;
  }
  RecordTypeId record(const std::string& name, const std::vector<std::string>& stages) {
    RecordType type;
    type.name = name;
    type.lifecycle = lifecycle_of(stages);
    policy->records.push_back(std::move(type));
    return RecordTypeId{policy->records.size() - 1};
  }
  // A field without default: required, or optional.
  FieldRef field(const std::string& name, Type type, bool optional = false) {
    policy->account_fields.push_back(field_of(name, std::move(type), optional));
    return {Scope::Account, {}, {}, FieldId{policy->account_fields.size() - 1}};
  }
  FieldRef field(RecordTypeId record, const std::string& name, Type type, bool optional = false) {
    auto& fields = policy->records[record.index].fields;
    fields.push_back(field_of(name, std::move(type), optional));
    return {Scope::Record, record, {}, FieldId{fields.size() - 1}};
  }
  static Field field_of(const std::string& name, Type type, bool optional) {
    Field field;
    field.name = name;
    field.type = std::move(type);
    field.optional = optional;
    return field;
  }
  Scalar text(const std::string& constant) {
    policy->texts.push_back(constant);
    return static_cast<Scalar>(policy->texts.size()) - 1;
  }
  EventId event(const std::string& name, std::optional<RecordTypeId> record = {}) {
    EventType type;
    type.name = name;
    type.record = record;
    policy->events.push_back(std::move(type));
    return EventId{policy->events.size() - 1};
  }
  Transition& transition(Lifecycle& lifecycle, StageSet from, StageId to, EventId on) {
    Transition transition;
    transition.from = from;
    transition.to = to;
    transition.on = EventTrigger{on, Condition::always()};
    lifecycle.transitions.push_back(std::move(transition));
    return lifecycle.transitions.back();
  }
  AnchorId after_event(EventId event, std::optional<RecordTypeId> record = {}) {
    Anchor anchor;
    anchor.event.event = event;
    anchor.record = record;
    anchor.text = policy->events[event.index].name;
    policy->anchors.push_back(std::move(anchor));
    return AnchorId{policy->anchors.size() - 1};
  }
  AnchorId entering(StageId stage, std::optional<RecordTypeId> record = {}) {
    Anchor anchor;
    anchor.kind = Anchor::Kind::Entering;
    anchor.stage = stage;
    anchor.record = record;
    const Lifecycle& lifecycle = record ? policy->records[record->index].lifecycle : policy->lifecycle;
    anchor.text = "entering " + lifecycle.stages[stage.index].name;
    policy->anchors.push_back(std::move(anchor));
    return AnchorId{policy->anchors.size() - 1};
  }
  RoleId role(const std::string& name) {
    policy->roles.push_back({name, name, {}, {}});
    return RoleId{policy->roles.size() - 1};
  }
  LeafId leaf(const std::string& name, StageSet account_stages = StageSet::all()) {
    Leaf leaf;
    leaf.name = name;
    leaf.account_stages = account_stages;
    policy->leaves.push_back(std::move(leaf));
    return LeafId{policy->leaves.size() - 1};
  }
  LeafId leaf_per(RecordTypeId record, const std::string& name, StageSet record_stages = StageSet::all()) {
    const LeafId id = leaf(name);
    policy->leaves[id.index].per = record;
    policy->leaves[id.index].record_stages = record_stages;
    return id;
  }
  StructureId structure(const std::string& name) {
    Structure structure;
    structure.name = name;
    structure.layers.push_back({});
    policy->structures.push_back(std::move(structure));
    return StructureId{policy->structures.size() - 1};
  }
  // A layer of the last structure.
  std::uint32_t layer(std::uint32_t enclosing = 0) {
    auto& layers = policy->structures.back().layers;
    layers.push_back({enclosing});
    return static_cast<std::uint32_t>(layers.size()) - 1;
  }
  // A statement of the last structure; nullopt: nobody.
  Statement& owns(std::optional<RoleId> role, std::vector<LeafId> leaves) {
    Statement statement;
    statement.role = role;
    statement.leaves = std::move(leaves);
    auto& statements = policy->structures.back().statements;
    statements.push_back(std::move(statement));
    return statements.back();
  }
  Statement& supports(RoleId role, std::vector<LeafId> leaves) {
    Statement& statement = owns(role, std::move(leaves));
    statement.verb = Verb::Supports;
    return statement;
  }
  Statement& owns_otherwise(std::optional<RoleId> role, std::vector<LeafId> leaves, std::uint32_t enclosing = 0) {
    const std::uint32_t own_layer = layer(enclosing);
    Statement& statement = owns(role, std::move(leaves));
    statement.layer = own_layer;
    return statement;
  }
  Program program() const { return Program(policy, org); }
};

}  // namespace baton::test
