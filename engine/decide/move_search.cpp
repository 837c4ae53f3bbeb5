#include "engine/decide/move_search.hpp"

#include <algorithm>

namespace baton {
namespace {

bool of_stages(const Dimension& dimension) {
  return dimension.kind == Dimension::Kind::AccountStage || dimension.kind == Dimension::Kind::RecordStage ||
         dimension.kind == Dimension::Kind::AnyRecord;
}

bool of_fields_of(Scope scope, const Dimension& dimension) {
  if (dimension.field.scope != scope) return false;
  return dimension.kind == Dimension::Kind::Field || dimension.kind == Dimension::Kind::Distance ||
         (dimension.kind == Dimension::Kind::Pair && dimension.other.scope == scope);
}

}  // namespace

MoveSearch::MoveSearch(const Space& space, const Org& org, const Table& table, Feasibility& feasible,
                       std::uint64_t steps, const Accept& accept)
    : space_(space), org_(org), table_(table), feasible_(feasible), accept_(accept), budget_{steps} {
  for (const Walk::Edge& edge : feasible.walk().edges()) {
    const Case from = feasible.case_of(edge.from), to = feasible.case_of(edge.to);
    const bool begun = !feasible.walk().query().record || from.situation.record_stage != not_begun;
    if (begun && feasible.admits(from, table.universe) && feasible.admits(to, table.universe)) {
      edges_.push_back({&edge, from, to});
    }
  }
}

bool MoveSearch::find(const Boxes& from, const Boxes& to) {
  using Way = bool (MoveSearch::*)(const Box&, const Box&);
  for (const Way way : {&MoveSearch::by_step, &MoveSearch::by_time, &MoveSearch::by_account, &MoveSearch::by_record}) {
    for (const Box& a : from) {
      for (const Box& b : to) {
        if ((this->*way)(a, b)) return true;
      }
    }
  }
  return false;
}

bool MoveSearch::has_moved(const Dimension& dimension, const WalkStep& step) const {
  if (dimension.kind != Dimension::Kind::Elapsed) return false;
  return (step.moved >> *feasible_.walk().position_of(dimension.anchor) & 1) != 0;
}

// `from`, and where `shared` holds of a dimension `to` as well.
template <class Shared>
std::optional<Box> MoveSearch::joined(const Box& from, const Box& to, const Shared& shared) const {
  Box result = from;
  for (const Box::Side& side : to.sides()) {
    if (shared(space_[side.dimension]) && !result.restrict(side.dimension, side.set)) return std::nullopt;
  }
  return result;
}

// An event, or a date that moves a stage. Anchors that it moves are `just now` after it; all else is as before.
bool MoveSearch::by_step(const Box& from, const Box& to) {
  for (const Edge& edge : edges_) {
    if (budget_.left == 0) return false;
    budget_.take();
    if (!feasible_.admits(edge.from, from) || !feasible_.admits(edge.to, to)) continue;
    const WalkStep& step = edge.edge->step;
    const bool just_now = std::ranges::all_of(
        to.sides(), [&](const Box::Side& side) { return !has_moved(space_[side.dimension], step) || side.set.has(1); });
    if (!just_now) continue;
    const auto box = joined(from, to, [&](const Dimension& d) { return !of_stages(d) && !has_moved(d, step); });
    if (!box) continue;
    const std::optional<Moment> moment = feasible_.find_for(*box, edge.from);
    if (!moment) continue;
    Continuation then{&step, &edge.to.situation, {}, {}};
    if (step.kind == WalkStep::Kind::Timer) then = {nullptr, nullptr, {}, fires_at(step, *moment)};
    if (accept_({*box, *moment}, then)) return true;
  }
  return false;
}

// When the date comes that moves the stage.
std::optional<Instant> MoveSearch::fires_at(const WalkStep& timer, const Moment& moment) const {
  const Walk& walk = feasible_.walk();
  const DateTrigger& trigger = walk.timers()[timer.timer].trigger;
  if (trigger.kind == DateTrigger::Kind::After) {
    return moment_after(org_, moment.anchors[*walk.position_of(trigger.anchor)], trigger.span);
  }
  const auto date = std::ranges::find(moment.values, trigger.date, &Moment::Value::field);
  return moment_before(org_, Day{static_cast<std::int32_t>(date->value)}, trigger.span);
}

// Time crosses one boundary of one window. After an anchor the moment is placed right at the boundary, where everything
// else can have been before; or else, as for a date, which is set then, before it, and time passes.
bool MoveSearch::by_time(const Box& from, const Box& to) {
  for (const DimensionId id : table_.dimensions) {
    const Dimension& crossed = space_[id];
    if (crossed.kind != Dimension::Kind::Elapsed && crossed.kind != Dimension::Kind::Distance) continue;
    const CoordSet before = from.at(id, space_), after = to.at(id, space_);
    std::optional<Box> box = joined(from, to, [&](const Dimension& d) { return &d != &crossed; });
    if (!box) continue;
    for (Coordinate c = 1; c + 1 < crossed.size; ++c) {
      if (!before.has(c) || !after.has(c + 1) || !budget_.take()) continue;
      if (crossed.kind == Dimension::Kind::Elapsed) {
        box->set(id, CoordSet::one(c + 1));
        const std::optional<Moment> moment = feasible_.find(*box);
        if (moment && accept_({*box, *moment}, {})) return true;
      }
      box->set(id, CoordSet::one(c));
      const std::optional<Moment> moment = feasible_.find(*box);
      if (!moment) continue;
      Continuation then;
      then.until = boundary(crossed, crossed.cuts[c - 1], *moment);
      if (accept_({*box, *moment}, then)) return true;
    }
  }
  return false;
}

// The moment that lies `cut` (in the dimension's smallest units) before the date, or after the anchor.
std::optional<Instant> MoveSearch::boundary(const Dimension& crossed, std::int64_t cut, const Moment& moment) const {
  const Unit unit = crossed.family == UnitFamily::Hours  ? Unit::Minute
                    : crossed.family == UnitFamily::Days ? Unit::Day
                                                         : Unit::Month;
  const Span span{cut, unit, false};
  if (crossed.kind == Dimension::Kind::Elapsed) {
    const Instant anchor = moment.anchors[*feasible_.walk().position_of(crossed.anchor)];
    return anchor == never ? std::nullopt : std::optional(moment_after(org_, anchor, span));
  }
  const auto date = std::ranges::find(moment.values, crossed.field, &Moment::Value::field);
  if (date == moment.values.end() || date->value == unknown) return std::nullopt;
  return moment_before(org_, Day{static_cast<std::int32_t>(date->value)}, span);
}

// The account's fields may change at any time, a record's where an event can bring them; all else is the same at the
// same moment.
bool MoveSearch::by_fields_of(Scope scope, const Box& from, const Box& to) {
  const auto same = [&](const Dimension& d) { return !of_fields_of(scope, d); };
  const auto before = joined(from, to, same), after = joined(to, from, same);
  if (!before || !after || !budget_.take()) return false;
  const std::optional<Moment> moment = feasible_.find(*before);
  if (!moment) return false;
  const std::optional<Moment> then = feasible_.find_for(*after, feasible_.case_of(moment->node));
  if (!then || then->now != moment->now || then->anchors != moment->anchors) return false;
  Continuation change;
  for (const Moment::Value& value : then->values) {
    if (value.field.scope == scope) change.values.push_back(value);
  }
  return accept_({*before, *moment}, change);
}

Boxes within(const Boxes& boxes, const Box& box) {
  Boxes result;
  for (const Box& each : boxes) {
    if (auto part = intersect(each, box)) result.push_back(std::move(*part));
  }
  return result;
}

}  // namespace baton
