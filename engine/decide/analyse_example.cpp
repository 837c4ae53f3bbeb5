#include "engine/decide/analyse_example.hpp"

#include <algorithm>

#include "engine/model/decimal.hpp"

namespace baton {
namespace {

// The span in the largest unit that divides it; weeks and quarters are left to those who write them.
std::string ago(UnitFamily family, std::int64_t count) {
  switch (family) {
    case UnitFamily::Hours:
      return to_string(count % 60 == 0 ? Span{count / 60, Unit::Hour, false} : Span{count, Unit::Minute, false}) +
             " ago";
    case UnitFamily::Days:
      return to_string(Span{count, Unit::Day, false}) + " ago";
    case UnitFamily::Months:
      return to_string(count % 12 == 0 ? Span{count / 12, Unit::Year, false} : Span{count, Unit::Month, false}) +
             " ago";
  }
  return {};
}

// How long ago, by the last of the dimension's cuts that has passed.
std::string elapsed_text(const Program& program, const Dimension& dimension, Instant anchor, Instant now) {
  if (anchor == never) return "never";
  std::int64_t passed = 0;
  for (const std::int64_t cut : dimension.cuts) {
    if (add(program.org().zone, anchor, dimension.family, cut) <= now) passed = cut;
  }
  return passed == 0 ? "just now" : ago(dimension.family, passed);
}

std::string stages_text(const Policy& policy, const Dimension& dimension) {
  const RecordType& type = policy.records[dimension.asked.index];
  std::string text;
  for (std::size_t i = 0; i < type.lifecycle.stages.size(); ++i) {
    if (!dimension.stages.has(StageId{i})) continue;
    text += (text.empty() ? "" : " or ") + type.lifecycle.stages[i].name;
  }
  return text;
}

}  // namespace

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
      return value == other_text ? "any other text" : '"' + policy.texts[static_cast<std::size_t>(value)] + '"';
  }
  return {};
}

Example describe(const Program& program, const Walk& walk, const Found& found) {
  const Policy& policy = program.policy();
  const Space& space = program.parts().space;
  const Situation& situation = walk.nodes()[found.moment.node].situation;
  Example example{{"stage", policy.lifecycle.stages[situation.account_stage].name}};
  if (walk.query().record) {
    const RecordType& type = policy.records[walk.query().record->index];
    example.emplace_back(type.name + " stage", type.lifecycle.stages[situation.record_stage].name);
  }
  const auto add_field = [&](const FieldRef& field) {
    const auto value = std::ranges::find(found.moment.values, field, &Moment::Value::field);
    std::string name = policy.field_name(field);
    if (value == found.moment.values.end()) return;
    if (std::ranges::find(example, name, &Example::value_type::first) != example.end()) return;
    example.emplace_back(std::move(name), value_text(policy, field, value->value));
  };
  for (const Box::Side& side : found.box.sides()) {
    const Dimension& dimension = space[side.dimension];
    switch (dimension.kind) {
      case Dimension::Kind::Field:
      case Dimension::Kind::Distance:
        add_field(dimension.field);
        break;
      case Dimension::Kind::Pair:
        add_field(dimension.field);
        add_field(dimension.other);
        break;
      case Dimension::Kind::Elapsed:
        if (const auto anchor = walk.position_of(dimension.anchor)) {
          const std::string text = elapsed_text(program, dimension, found.moment.anchors[*anchor], found.moment.now);
          example.emplace_back(policy.anchors[dimension.anchor.index].text, text);
        }
        break;
      case Dimension::Kind::AnyRecord: {
        const bool some = walk.any_record(situation, dimension.asked, dimension.stages);
        example.emplace_back(std::string(some ? "some " : "no ") + policy.records[dimension.asked.index].name,
                             stages_text(policy, dimension));
        break;
      }
      default:
        break;
    }
  }
  return example;
}

}  // namespace baton
