#include "engine/decide/feasible.hpp"

#include <algorithm>
#include <set>

namespace baton {
namespace {

// Situations differ for a box only in these.
auto key_of(const Situation& s) {
  return std::tuple(s.account_stage, s.record_stage, s.order, s.passed, s.reached, s.settable);
}

// For times and values the stages make no difference.
auto time_key_of(const Situation& s) {
  return std::tuple(s.order, s.passed, s.reached, s.settable);
}

std::vector<ValueRange> ranges_of(const Dimension& dimension, const CoordSet& set) {
  std::vector<ValueRange> result;
  for (std::size_t i = 0; i < set.range_count(); ++i) {
    const CoordSet::Range range = set.range_at(i);
    const Coordinate begin = std::max<Coordinate>(range.begin, 1);
    if (begin >= range.end) continue;
    switch (dimension.type.kind) {
      case TypeKind::Enum:
      case TypeKind::Bool:
        result.push_back({static_cast<Scalar>(begin) - 1, static_cast<Scalar>(range.end) - 2});
        break;
      case TypeKind::Text:
        for (Coordinate c = begin; c < range.end; ++c) {
          const Scalar text = c == 1 ? other_text : dimension.cuts[c - 2];
          result.push_back({text, text});
        }
        break;
      default:
        result.push_back({values_at(dimension, begin).least, values_at(dimension, range.end - 1).greatest});
    }
  }
  return result;
}

}  // namespace

ValueRange all_values(const Policy& policy, const FieldRef& field) {
  const Type& type = policy.field(field).type;
  if (type.kind != TypeKind::Text) return range_of(type);
  return {other_text, static_cast<Scalar>(policy.texts.size()) - 1};
}

Feasibility::Feasibility(const Space& space, const Policy& policy, const Org& org, const Walk& walk,
                         std::span<const DimensionId> dimensions)
    : space_(space), policy_(policy), org_(org), walk_(walk) {
  collect_fields(dimensions);
  collect_cases();
}

void Feasibility::collect_fields(std::span<const DimensionId> dimensions) {
  const auto add = [&](const FieldRef& field) {
    if (std::ranges::find(fields_, field) == fields_.end()) fields_.push_back(field);
  };
  for (const DimensionId id : dimensions) {
    const Dimension& dimension = space_[id];
    switch (dimension.kind) {
      case Dimension::Kind::Field:
        field_dimensions_.push_back(id);
        add(dimension.field);
        break;
      case Dimension::Kind::Pair:
        pair_dimensions_.push_back(id);
        add(dimension.field);
        add(dimension.other);
        break;
      case Dimension::Kind::Elapsed:
        elapsed_dimensions_.push_back(id);
        break;
      case Dimension::Kind::Distance:
        distance_dimensions_.push_back(id);
        add(dimension.field);
        break;
      case Dimension::Kind::AnyRecord:
        any_record_dimensions_.push_back(id);
        break;
      default:
        break;
    }
  }
  for (const FieldRef& date : walk_.dates()) add(date);
}

void Feasibility::collect_cases() {
  std::set<std::pair<decltype(key_of(Situation{})), std::vector<bool>>> seen;
  const auto& nodes = walk_.nodes();
  for (std::uint32_t i = 1; i < nodes.size(); ++i) {
    if (walk_.query().record && nodes[i].situation.record_stage == not_begun) continue;
    Case the_case = case_of(i);
    if (seen.emplace(key_of(the_case.situation), the_case.any_record).second) cases_.push_back(std::move(the_case));
  }
}

Feasibility::Case Feasibility::case_of(std::uint32_t node) const {
  Case the_case{node, walk_.nodes()[node].situation, {}};
  for (const DimensionId id : any_record_dimensions_) {
    the_case.any_record.push_back(walk_.any_record(the_case.situation, space_[id].asked, space_[id].stages));
  }
  return the_case;
}

bool Feasibility::admits(const Case& the_case, const Box& box) const {
  const auto allows = [&](DimensionId id, Coordinate coordinate) {
    const CoordSet* side = box.find(id);
    return side == nullptr || side->has(coordinate);
  };
  if (!allows(space_.account_stage(), the_case.situation.account_stage)) return false;
  if (walk_.query().record && !allows(space_.record_stage(*walk_.query().record), the_case.situation.record_stage)) {
    return false;
  }
  for (std::size_t i = 0; i < any_record_dimensions_.size(); ++i) {
    if (!allows(any_record_dimensions_[i], the_case.any_record[i] ? 1 : 0)) return false;
  }
  for (const DimensionId id : elapsed_dimensions_) {
    const CoordSet* side = box.find(id);
    if (side == nullptr) continue;
    const bool happened = the_case.situation.order[*walk_.position_of(space_[id].anchor)] != 0;
    if (happened ? *side == CoordSet::one(0) : !side->has(0)) return false;
  }
  return true;
}

std::optional<Moment> Feasibility::find(const Box& box) {
  std::optional<Moment> found;
  visit(box, [&](const Moment& moment) {
    found = moment;
    return true;
  });
  return found;
}

std::optional<Moment> Feasibility::find_for(const Box& box, const Case& the_case) {
  if (!admits(the_case, box) || !roughly_possible(box, the_case)) return std::nullopt;
  for (const Instant now : presents(box)) {
    if (std::optional<Moment> moment = at(box, the_case, now)) return moment;
  }
  return std::nullopt;
}

bool Feasibility::visit(const Box& box, const std::function<bool(const Moment&)>& visit) {
  std::vector<const Case*> candidates;
  std::set<decltype(time_key_of(Situation{}))> impossible;
  for (const Case& the_case : cases_) {
    if (!admits(the_case, box)) continue;
    if (impossible.contains(time_key_of(the_case.situation))) continue;
    if (roughly_possible(box, the_case)) {
      candidates.push_back(&the_case);
    } else {
      impossible.insert(time_key_of(the_case.situation));
    }
  }
  if (candidates.empty()) return false;
  for (const Instant now : presents(box)) {
    std::set<decltype(time_key_of(Situation{}))> refuted;
    for (const Case*& the_case : candidates) {
      if (the_case == nullptr || refuted.contains(time_key_of(the_case->situation))) continue;
      const std::optional<Moment> moment = at(box, *the_case, now);
      if (!moment) {
        refuted.insert(time_key_of(the_case->situation));
        continue;
      }
      if (visit(*moment)) return true;
      the_case = nullptr;
    }
  }
  return false;
}

std::optional<Moment> Feasibility::at(const Box& box, const Case& the_case, Instant now) {
  std::optional<std::vector<Instant>> anchors = place_anchors(box, the_case, now);
  if (!anchors) return std::nullopt;
  std::vector<FieldDomain> fields = domains(box, the_case);
  restrict_dates(fields, box, the_case, now);
  const auto best = [&](std::size_t field, ValueRange range) { return preferred(field, range, now); };
  const std::optional<std::vector<Scalar>> values = solve(fields, pairs(box), best);
  if (!values) return std::nullopt;
  Moment moment{the_case.node, now, std::move(*anchors), {}};
  for (std::size_t i = 0; i < fields_.size(); ++i) moment.values.push_back({fields_[i], (*values)[i]});
  return moment;
}

// Leaves out one side after the other as long as the box stays infeasible: plain fields all at once first.
Box Feasibility::refuted(const Box& box) {
  const auto without = [](const Box& from, const std::function<bool(DimensionId)>& leave_out) {
    Box result;
    for (const Box::Side& side : from.sides()) {
      if (!leave_out(side.dimension)) result.set(side.dimension, side.set);
    }
    return result;
  };
  Box core = box;
  const auto is_field = [&](DimensionId id) { return space_[id].kind == Dimension::Kind::Field; };
  const Box no_fields = without(core, is_field);
  if (!find(no_fields)) core = no_fields;
  const std::vector<Box::Side> sides = core.sides();
  for (const Box::Side& side : sides) {
    Box wider = without(core, [&](DimensionId id) { return id == side.dimension; });
    if (!find(wider)) core = std::move(wider);
  }
  return core;
}

// ---- values

std::size_t Feasibility::position_of(const FieldRef& field) const {
  return static_cast<std::size_t>(std::ranges::find(fields_, field) - fields_.begin());
}

// An account's fields can be set at any time (account.updated); a record's only by an event that holds them.
bool Feasibility::settable(const Case& the_case, const FieldRef& field) const {
  if (field.scope == Scope::Account) return true;
  const auto& fields = walk_.query().record_fields;
  const auto found = std::ranges::find(fields, field.field);
  return found == fields.end() || (the_case.situation.settable >> (found - fields.begin()) & 1) != 0;
}

std::vector<FieldDomain> Feasibility::domains(const Box& box, const Case& the_case) const {
  std::vector<FieldDomain> result;
  for (const FieldRef& ref : fields_) {
    const Field& field = policy_.field(ref);
    if (settable(the_case, ref)) {
      result.push_back({{all_values(policy_, ref)}, field.optional});
    } else if (field.initial) {
      result.push_back({{{*field.initial, *field.initial}}, false});
    } else {
      result.push_back({{}, true});
    }
  }
  for (const DimensionId id : field_dimensions_) {
    const CoordSet* side = box.find(id);
    if (side == nullptr) continue;
    FieldDomain& domain = result[position_of(space_[id].field)];
    domain.ranges = intersect(ranges_of(space_[id], *side), domain.ranges);
    domain.may_be_unknown = domain.may_be_unknown && side->has(0);
  }
  return result;
}

std::vector<FieldPair> Feasibility::pairs(const Box& box) const {
  std::vector<FieldPair> result;
  for (const DimensionId id : pair_dimensions_) {
    if (const CoordSet* side = box.find(id)) {
      result.push_back({position_of(space_[id].field), position_of(space_[id].other), *side});
    }
  }
  return result;
}

// What reads best: the default, else the value next to the boundary, else the first label, zero, half a year ahead.
Scalar Feasibility::preferred(std::size_t position, ValueRange range, Instant now) const {
  const Field& field = policy_.field(fields_[position]);
  if (field.initial && *field.initial >= range.least && *field.initial <= range.greatest) return *field.initial;
  if (field.type.kind == TypeKind::Text) return range.greatest;
  const ValueRange whole = range_of(field.type);
  if (field.type.kind == TypeKind::Date) {
    const Scalar soon = org_.zone.to_local(now).day.number + 180;
    return std::clamp(soon, range.least, range.greatest);
  }
  if (field.type.kind == TypeKind::Enum || field.type.kind == TypeKind::Bool) return range.least;
  if (range.least > whole.least) return range.least;
  if (range.greatest < whole.greatest) return range.greatest;
  return std::clamp<Scalar>(0, range.least, range.greatest);
}

}  // namespace baton
