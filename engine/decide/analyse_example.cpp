#include "engine/decide/analyse_example.hpp"

#include <algorithm>

#include "engine/model/decimal.hpp"

namespace baton {
namespace {

// The span in the largest unit that divides it; weeks and quarters are left to those who write them.
std::string span_text(UnitFamily family, std::int64_t count) {
  switch (family) {
    case UnitFamily::Hours:
      return to_string(count % 60 == 0 ? Span{count / 60, Unit::Hour, false} : Span{count, Unit::Minute, false});
    case UnitFamily::Days:
      return to_string(Span{count, Unit::Day, false});
    case UnitFamily::Months:
      return to_string(count % 12 == 0 ? Span{count / 12, Unit::Year, false} : Span{count, Unit::Month, false});
  }
  return {};
}

// How many whole units have passed since the anchor.
std::int64_t passed_since(const Zone& zone, Instant anchor, UnitFamily family, Instant now) {
  constexpr std::int64_t minute_ms = 60'000, day_ms = 1'440 * minute_ms, least_month_ms = 28 * day_ms;
  const std::int64_t unit_ms = family == UnitFamily::Hours  ? minute_ms
                               : family == UnitFamily::Days ? day_ms
                                                            : least_month_ms;
  std::int64_t count = (now.ms - anchor.ms) / unit_ms + 1;
  while (count > 0 && add(zone, anchor, family, count) > now) --count;
  return count;
}

// "90 days after", "right after", "never". `family`: in which units the policy looks at the anchor; several: days.
std::string elapsed_text(const Program& program, UnitFamily family, Instant anchor, Instant now) {
  if (anchor == never) return "never";
  const std::int64_t passed = passed_since(program.org().zone, anchor, family, now);
  return passed == 0 ? "right after" : span_text(family, passed) + " after";
}

UnitFamily family_shown(const Space& space, const Box& box, AnchorId anchor) {
  std::optional<UnitFamily> family;
  for (const Box::Side& side : box.sides()) {
    const Dimension& dimension = space[side.dimension];
    if (dimension.kind != Dimension::Kind::Elapsed || dimension.anchor != anchor) continue;
    family = family ? UnitFamily::Days : dimension.family;
  }
  return family.value_or(UnitFamily::Days);
}

// "150 days before", "on the day of", "3 days after".
std::string distance_text(const Program& program, Scalar date, Instant now) {
  const std::int64_t days = date - program.org().zone.to_local(now).day.number;
  if (days == 0) return "on the day of";
  return span_text(UnitFamily::Days, days > 0 ? days : -days) + (days > 0 ? " before" : " after");
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

// Adds what the sides of the box say, each subject once.
class Describer {
 public:
  Describer(const Program& program, const Walk& walk, const Found& found, const Continuation& then)
      : program_(program), policy_(program.policy()), walk_(walk), found_(found), then_(then) {}

  Example describe() {
    add_stages();
    for (const Box::Side& side : found_.box.sides()) add(program_.parts().space[side.dimension]);
    return std::move(example_);
  }

 private:
  const Situation& situation() const {
    return then_.after != nullptr ? *then_.after : walk_.nodes()[found_.moment.node].situation;
  }
  Instant latest(std::size_t anchor) const {
    const bool has_moved = then_.step != nullptr && (then_.step->moved >> anchor & 1) != 0;
    return has_moved ? found_.moment.now : found_.moment.anchors[anchor];
  }
  const Moment::Value* value_of(const FieldRef& field) const {
    for (const auto* values : {&then_.values, &found_.moment.values}) {
      const auto value = std::ranges::find(*values, field, &Moment::Value::field);
      if (value != values->end()) return &*value;
    }
    return nullptr;
  }

  void put(const std::string& name, std::string value) {
    if (std::ranges::find(example_, name, &Example::value_type::first) == example_.end()) {
      example_.emplace_back(name, std::move(value));
    }
  }

  // A lifecycle of one stage goes without saying.
  void add_stages() {
    if (policy_.lifecycle.stages.size() > 1) put("stage", policy_.lifecycle.stages[situation().account_stage].name);
    if (!walk_.query().record) return;
    const RecordType& type = policy_.records[walk_.query().record->index];
    if (type.lifecycle.stages.size() > 1) {
      put(type.name + " stage", type.lifecycle.stages[situation().record_stage].name);
    }
  }

  void add_field(const FieldRef& field, bool as_distance = false) {
    const Moment::Value* value = value_of(field);
    if (value == nullptr) return;
    const bool far = as_distance && value->value != unknown;
    put(policy_.field_name(field),
        far ? distance_text(program_, value->value, found_.moment.now) : value_text(policy_, field, value->value));
  }

  void add_elapsed(const Dimension& dimension) {
    const auto anchor = walk_.position_of(dimension.anchor);
    if (!anchor) return;
    const UnitFamily family = family_shown(program_.parts().space, found_.box, dimension.anchor);
    put(policy_.anchors[dimension.anchor.index].text,
        elapsed_text(program_, family, latest(*anchor), found_.moment.now));
  }

  void add(const Dimension& dimension) {
    switch (dimension.kind) {
      case Dimension::Kind::Field:
        return add_field(dimension.field);
      case Dimension::Kind::Distance:
        return add_field(dimension.field, true);
      case Dimension::Kind::Pair:
        add_field(dimension.field);
        return add_field(dimension.other);
      case Dimension::Kind::Elapsed:
        return add_elapsed(dimension);
      case Dimension::Kind::AnyRecord: {
        const bool some = walk_.any_record(situation(), dimension.asked, dimension.stages);
        return put((some ? "some " : "no ") + policy_.records[dimension.asked.index].name + " is",
                   stages_text(policy_, dimension));
      }
      case Dimension::Kind::AccountStage:
      case Dimension::Kind::RecordStage:
        return;
    }
  }

  const Program& program_;
  const Policy& policy_;
  const Walk& walk_;
  const Found& found_;
  const Continuation& then_;
  Example example_;
};

}  // namespace

Example describe(const Program& program, const Walk& walk, const Found& found, const Continuation& then) {
  return Describer(program, walk, found, then).describe();
}

std::string time_in_words(const std::string& name, const std::string& value) {
  constexpr std::string_view entering = "entering ";
  if (value == "never") {
    return name.starts_with(entering) ? "before it first enters " + name.substr(entering.size())
                                      : "before the first " + name;
  }
  const bool relative = value.ends_with(" after") || value.ends_with(" before") || value == "on the day of";
  return relative ? value + ' ' + name : std::string();
}

std::string fact_in_words(const std::string& name, const std::string& value) {
  if (value == "unknown") return name + " unknown";
  if (name.ends_with(" is")) return name + ' ' + value;
  return name + " = " + value;
}

}  // namespace baton
