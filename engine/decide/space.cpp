// Collects the dimensions of a policy and an organisation, and finds the coordinates of an account in them.
//
// Dimensions come in order of first mention, so equal projects have equal spaces. Building is linear in the text of
// the policy times the number of dimensions, which is small; finding a coordinate is a binary search in the cuts.
#include "engine/decide/space.hpp"

#include <algorithm>
#include <tuple>

namespace baton {
namespace {

using Kind = Dimension::Kind;

bool has_cuts(TypeKind kind) {
  return kind == TypeKind::Money || kind == TypeKind::Number || kind == TypeKind::Date;
}

auto order_of(const FieldRef& ref) {
  return std::tuple(ref.scope, ref.record, ref.field);
}

std::optional<RecordTypeId> record_of(const FieldRef& ref) {
  return ref.scope == Scope::Record ? std::optional(ref.record) : std::nullopt;
}

// The span of `count` family units: minutes, days or months.
Span span_of(UnitFamily family, std::int64_t count) {
  switch (family) {
    case UnitFamily::Hours:
      return {count, Unit::Minute, false};
    case UnitFamily::Days:
      return {count, Unit::Day, false};
    case UnitFamily::Months:
      return {count, Unit::Month, false};
  }
  return {};
}

template <class Matches>
std::optional<DimensionId> find_dimension(const std::vector<Dimension>& dimensions, const Matches& matches) {
  const auto found = std::ranges::find_if(dimensions, matches);
  if (found == dimensions.end()) return std::nullopt;
  return DimensionId{static_cast<std::size_t>(found - dimensions.begin())};
}

}  // namespace

ValueRange range_of(const Type& type) {
  switch (type.kind) {
    case TypeKind::Enum:
      return {0, static_cast<Scalar>(type.labels.size()) - 1};
    case TypeKind::Bool:
      return {0, 1};
    case TypeKind::Number:
      return {type.min, type.max};
    case TypeKind::Date:
      return {0, end_of_time.ms / 86'400'000};
    case TypeKind::Text:
      return {other_text, std::numeric_limits<Scalar>::max()};
    case TypeKind::Money:
      break;
  }
  Scalar greatest = 999'999'999'999'999;  // 15 digits before the point (V1)
  for (int place = 0; place < std::min(type.decimals, 3); ++place) greatest = greatest * 10 + 9;
  return {-greatest, greatest};
}

ValueRange values_at(const Dimension& dimension, Coordinate coordinate) {
  ValueRange values = range_of(dimension.type);
  if (coordinate > 1) values.least = dimension.cuts[coordinate - 2];
  if (coordinate + 1 < dimension.size) values.greatest = dimension.cuts[coordinate - 1] - 1;
  return values;
}

// ---- building

class SpaceBuilder {
 public:
  SpaceBuilder(Space& space, const Policy& policy) : space_(space), policy_(policy) {}

  void add_stages() {
    Dimension stage;
    stage.kind = Kind::AccountStage;
    stage.size = static_cast<Coordinate>(policy_.lifecycle.stages.size());
    space_.account_stage_ = append(stage);
    stage.kind = Kind::RecordStage;
    for (std::size_t type = 0; type < policy_.records.size(); ++type) {
      stage.record = RecordTypeId{type};
      stage.size = static_cast<Coordinate>(policy_.records[type].lifecycle.stages.size());
      space_.record_stages_.push_back(append(stage));
    }
  }

  void add(const Statement& statement) {
    for (const Window& window : statement.windows) add(window);
    add(statement.condition);
  }

  void add(const Condition& condition) {
    for (const Condition& child : condition.children) add(child);
    switch (condition.op) {
      case Condition::Op::Known:
        field(condition.field);
        break;
      case Condition::Op::Compare:
        cut(field(condition.field), condition.relation, condition.value);
        break;
      case Condition::Op::In: {
        Dimension& dimension = field(condition.field);
        for (const Scalar value : condition.values) cut(dimension, Relation::Equal, value);
        break;
      }
      case Condition::Op::CompareFields:
        add_pair(condition.field, condition.other);
        break;
      case Condition::Op::AnyRecordIs:
        add_any_record(condition.record, condition.stages);
        break;
      default:
        break;
    }
  }

  // Sorts the cuts and counts the coordinates.
  void finish() {
    for (Dimension& dimension : space_.dimensions_) {
      std::ranges::sort(dimension.cuts);
      const auto repeated = std::ranges::unique(dimension.cuts);
      dimension.cuts.erase(repeated.begin(), repeated.end());
      if (dimension.kind == Kind::Distance) std::ranges::reverse(dimension.cuts);
      if (dimension.size == 0) dimension.size = size_of(dimension);
    }
  }

 private:
  static Coordinate size_of(const Dimension& dimension) {
    if (dimension.kind == Kind::Field && !has_cuts(dimension.type.kind) && dimension.type.kind != TypeKind::Text) {
      return static_cast<Coordinate>(range_of(dimension.type).greatest) + 2;
    }
    return static_cast<Coordinate>(dimension.cuts.size()) + 2;
  }

  DimensionId append(Dimension dimension) {
    space_.dimensions_.push_back(std::move(dimension));
    return DimensionId{space_.dimensions_.size() - 1};
  }
  Dimension& at(DimensionId id) { return space_.dimensions_[id.index]; }

  Dimension& field(const FieldRef& ref) {
    if (const auto found = space_.field(ref)) return at(*found);
    Dimension dimension;
    dimension.kind = Kind::Field;
    dimension.record = record_of(ref);
    dimension.field = ref;
    dimension.type = policy_.field(ref).type;
    dimension.may_be_unknown = policy_.field(ref).optional;
    return at(append(std::move(dimension)));
  }

  static void cut(Dimension& dimension, Relation relation, Scalar value) {
    if (dimension.type.kind == TypeKind::Text) {
      if (value != other_text) dimension.cuts.push_back(value);
    } else if (has_cuts(dimension.type.kind)) {
      const bool after = relation != Relation::Less && relation != Relation::GreaterEqual;
      const bool before = relation != Relation::LessEqual && relation != Relation::Greater;
      if (before) cut_at(dimension, value);
      if (after && value < std::numeric_limits<Scalar>::max()) cut_at(dimension, value + 1);
    }
  }
  static void cut_at(Dimension& dimension, Scalar value) {
    const ValueRange range = range_of(dimension.type);
    if (value > range.least && value <= range.greatest) dimension.cuts.push_back(value);
  }

  void add_pair(FieldRef a, FieldRef b) {
    if (space_.pair(a, b)) return;
    if (order_of(b) < order_of(a)) std::swap(a, b);
    Dimension dimension;
    dimension.kind = Kind::Pair;
    dimension.record = record_of(b) ? record_of(b) : record_of(a);
    dimension.field = a;
    dimension.other = b;
    dimension.size = 4;
    dimension.may_be_unknown = policy_.field(a).optional || policy_.field(b).optional;
    append(std::move(dimension));
  }

  void add_any_record(RecordTypeId type, StageSet stages) {
    if (space_.any_record(type, stages)) return;
    Dimension dimension;
    dimension.kind = Kind::AnyRecord;
    dimension.asked = type;
    dimension.stages = stages;
    dimension.size = 2;
    append(std::move(dimension));
  }

  void add(const Window& window) {
    const UnitFamily family = family_of(window.span.unit);
    const bool by_date = window.kind == Window::Kind::UntilBefore || window.kind == Window::Kind::FromBefore;
    Dimension& dimension = by_date ? distance(window.date, family) : elapsed(window.anchor, family);
    dimension.cuts.push_back(family_units(window.span));
  }

  Dimension& elapsed(AnchorId anchor, UnitFamily family) {
    if (const auto found = space_.elapsed(anchor, family)) return at(*found);
    Dimension dimension;
    dimension.kind = Kind::Elapsed;
    dimension.record = policy_.anchors[anchor.index].record;
    dimension.anchor = anchor;
    dimension.family = family;
    return at(append(std::move(dimension)));
  }

  Dimension& distance(const FieldRef& date, UnitFamily family) {
    if (const auto found = space_.distance(date, family)) return at(*found);
    Dimension dimension;
    dimension.kind = Kind::Distance;
    dimension.record = record_of(date);
    dimension.field = date;
    dimension.family = family;
    dimension.may_be_unknown = policy_.field(date).optional;
    return at(append(std::move(dimension)));
  }

  Space& space_;
  const Policy& policy_;
};

Space::Space(const Policy& policy, const Org& org) {
  SpaceBuilder builder(*this, policy);
  builder.add_stages();
  for (const Structure& structure : policy.structures) {
    for (const Statement& statement : structure.statements) builder.add(statement);
  }
  for (const StructureRow& row : org.structures) builder.add(row.where);
  for (const std::vector<CoverageRow>& rows : org.coverage) {
    for (const CoverageRow& row : rows) builder.add(row.where);
  }
  builder.finish();
}

// ---- asking

std::optional<DimensionId> Space::field(const FieldRef& ref) const {
  return find_dimension(dimensions_, [&](const Dimension& d) { return d.kind == Kind::Field && d.field == ref; });
}

std::optional<Space::PairDimension> Space::pair(const FieldRef& a, const FieldRef& b) const {
  const bool swapped = order_of(b) < order_of(a);
  const FieldRef& left = swapped ? b : a;
  const FieldRef& right = swapped ? a : b;
  const auto found = find_dimension(
      dimensions_, [&](const Dimension& d) { return d.kind == Kind::Pair && d.field == left && d.other == right; });
  if (!found) return std::nullopt;
  return PairDimension{*found, swapped};
}

std::optional<DimensionId> Space::elapsed(AnchorId anchor, UnitFamily family) const {
  return find_dimension(dimensions_, [&](const Dimension& d) {
    return d.kind == Kind::Elapsed && d.anchor == anchor && d.family == family;
  });
}

std::optional<DimensionId> Space::distance(const FieldRef& date, UnitFamily family) const {
  return find_dimension(dimensions_, [&](const Dimension& d) {
    return d.kind == Kind::Distance && d.field == date && d.family == family;
  });
}

std::optional<DimensionId> Space::any_record(RecordTypeId type, StageSet stages) const {
  return find_dimension(dimensions_, [&](const Dimension& d) {
    return d.kind == Kind::AnyRecord && d.asked == type && d.stages == stages;
  });
}

namespace {

Coordinate field_coordinate(const Dimension& dimension, Scalar value) {
  if (value == unknown) return 0;
  const auto& cuts = dimension.cuts;
  if (dimension.type.kind == TypeKind::Text) {
    const auto found = std::ranges::lower_bound(cuts, value);
    if (found == cuts.end() || *found != value) return 1;
    return static_cast<Coordinate>(found - cuts.begin()) + 2;
  }
  if (!has_cuts(dimension.type.kind)) return static_cast<Coordinate>(value) + 1;
  return static_cast<Coordinate>(std::ranges::upper_bound(cuts, value) - cuts.begin()) + 1;
}

Coordinate pair_coordinate(Scalar left, Scalar right) {
  if (left == unknown || right == unknown) return 0;
  return left < right ? 1 : left == right ? 2 : 3;
}

// 1 + how many cuts, in their order, have a moment that has come.
template <class MomentOf>
Coordinate coordinate_in_time(const std::vector<std::int64_t>& cuts, Instant now, const MomentOf& moment_of) {
  const auto has_come = [&](std::int64_t cut) { return moment_of(cut) <= now; };
  return static_cast<Coordinate>(std::ranges::partition_point(cuts, has_come) - cuts.begin()) + 1;
}

Coordinate elapsed_coordinate(const Dimension& dimension, const View& view, const Zone& zone) {
  const Instant anchor = latest(dimension.anchor, view);
  if (anchor == never) return 0;
  return coordinate_in_time(dimension.cuts, view.now,
                            [&](std::int64_t cut) { return add(zone, anchor, dimension.family, cut); });
}

Coordinate distance_coordinate(const Dimension& dimension, const View& view, const Zone& zone) {
  const Scalar date = value_of(dimension.field, view);
  if (date == unknown) return 0;
  const Instant start = zone.start_of(Day{static_cast<std::int32_t>(date)});
  return coordinate_in_time(dimension.cuts, view.now,
                            [&](std::int64_t cut) { return subtract(zone, start, span_of(dimension.family, cut)); });
}

Coordinate any_record_coordinate(const Dimension& dimension, const View& view) {
  Condition condition;
  condition.op = Condition::Op::AnyRecordIs;
  condition.record = dimension.asked;
  condition.stages = dimension.stages;
  return holds(condition, view) ? 1 : 0;
}

std::string unit_name(UnitFamily family) {
  return family == UnitFamily::Hours ? "minutes" : family == UnitFamily::Days ? "days" : "months";
}

}  // namespace

Coordinate Space::coordinate(DimensionId id, const View& view, const Zone& zone) const {
  const Dimension& dimension = dimensions_[id.index];
  switch (dimension.kind) {
    case Kind::AccountStage:
      return view.account->stage.index;
    case Kind::RecordStage:
      return view.record->stage.index;
    case Kind::Field:
      return field_coordinate(dimension, value_of(dimension.field, view));
    case Kind::Pair:
      return pair_coordinate(value_of(dimension.field, view), value_of(dimension.other, view));
    case Kind::Elapsed:
      return elapsed_coordinate(dimension, view, zone);
    case Kind::Distance:
      return distance_coordinate(dimension, view, zone);
    case Kind::AnyRecord:
      return any_record_coordinate(dimension, view);
  }
  return 0;
}

std::string name_of(const Dimension& dimension, const Policy& policy) {
  switch (dimension.kind) {
    case Kind::AccountStage:
      return "stage";
    case Kind::RecordStage:
      return policy.records[dimension.record->index].name + " stage";
    case Kind::Field:
      return policy.field_name(dimension.field);
    case Kind::Pair:
      return policy.field_name(dimension.field) + " against " + policy.field_name(dimension.other);
    case Kind::Elapsed:
      return unit_name(dimension.family) + " since " + policy.anchors[dimension.anchor.index].text;
    case Kind::Distance:
      return unit_name(dimension.family) + " before " + policy.field_name(dimension.field);
    case Kind::AnyRecord:
      return "any " + policy.records[dimension.asked.index].name;
  }
  return {};
}

}  // namespace baton
