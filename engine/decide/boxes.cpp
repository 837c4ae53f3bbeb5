// Boxes: intersection, subtraction, and the lists that guards become.
//
// Negation is pushed down to the atoms of a condition, each of which is one set of coordinates in one dimension; so
// the `not` of a comparison takes the unknown with it, as T7 asks. `or` keeps its list disjoint by subtracting what
// is already there. Lists can grow with the product of their parts: every operation on lists has a limit.
#include "engine/decide/boxes.hpp"

#include <algorithm>
#include <cassert>

namespace baton {

// ---- one box

const CoordSet* Box::find(DimensionId dimension) const {
  const auto side = std::ranges::lower_bound(sides_, dimension, {}, &Side::dimension);
  return side != sides_.end() && side->dimension == dimension ? &side->set : nullptr;
}

CoordSet Box::at(DimensionId dimension, const Space& space) const {
  const CoordSet* set = find(dimension);
  return set != nullptr ? *set : CoordSet::range(0, space[dimension].size);
}

bool Box::restrict(DimensionId dimension, const CoordSet& to) {
  const CoordSet* now = find(dimension);
  CoordSet both = now != nullptr ? *now & to : to;
  if (both.empty()) return false;
  set(dimension, std::move(both));
  return true;
}

void Box::set(DimensionId dimension, CoordSet to) {
  const auto side = std::ranges::lower_bound(sides_, dimension, {}, &Side::dimension);
  if (side != sides_.end() && side->dimension == dimension) {
    side->set = std::move(to);
  } else {
    sides_.insert(side, Side{dimension, std::move(to)});
  }
}

void Box::release(DimensionId dimension) {
  std::erase_if(sides_, [&](const Side& side) { return side.dimension == dimension; });
}

bool Box::has(std::span<const Coordinate> point) const {
  return std::ranges::all_of(sides_, [&](const Side& side) { return side.set.has(point[side.dimension.index]); });
}

// ---- two boxes

bool overlap(const Box& a, const Box& b) {
  auto x = a.sides().begin();
  auto y = b.sides().begin();
  while (x != a.sides().end() && y != b.sides().end()) {
    if (x->dimension == y->dimension) {
      if (!overlap(x->set, y->set)) return false;
      ++x, ++y;
    } else if (x->dimension < y->dimension) {
      ++x;
    } else {
      ++y;
    }
  }
  return true;
}

std::optional<Box> intersect(const Box& a, const Box& b) {
  if (!overlap(a, b)) return std::nullopt;
  Box both = a;
  for (const Box::Side& side : b.sides()) {
    if (!both.restrict(side.dimension, side.set)) return std::nullopt;
  }
  return both;
}

bool contains(const Space& space, const Box& outer, const Box& inner) {
  return std::ranges::all_of(outer.sides(), [&](const Box::Side& side) {
    const CoordSet* set = inner.find(side.dimension);
    return set != nullptr ? side.set.contains(*set) : side.set.count() == space[side.dimension].size;
  });
}

Boxes subtract(const Space& space, const Box& a, const Box& b) {
  if (!overlap(a, b)) return {a};
  Boxes pieces;
  Box rest = a;  // what is still inside b in the dimensions looked at so far
  for (const Box::Side& side : b.sides()) {
    const CoordSet here = rest.at(side.dimension, space);
    CoordSet outside = here - side.set;
    if (outside.empty()) continue;
    Box& piece = pieces.emplace_back(rest);
    piece.set(side.dimension, std::move(outside));
    rest.set(side.dimension, here & side.set);
  }
  return pieces;
}

// ---- lists

std::optional<Boxes> intersect(const Boxes& a, const Boxes& b, std::size_t limit) {
  Boxes result;
  for (const Box& x : a) {
    for (const Box& y : b) {
      if (auto both = intersect(x, y)) result.push_back(std::move(*both));
      if (result.size() > limit) return std::nullopt;
    }
  }
  return result;
}

std::optional<Boxes> subtract(const Space& space, Boxes a, const Boxes& b, std::size_t limit) {
  for (const Box& taken : b) {
    Boxes left;
    for (const Box& box : a) {
      std::ranges::move(subtract(space, box, taken), std::back_inserter(left));
      if (left.size() > limit) return std::nullopt;
    }
    a = std::move(left);
  }
  return a;
}

namespace {

// The dimension of the one side in which boxes with sides in the same dimensions differ.
std::optional<std::size_t> only_difference(const Box& a, const Box& b) {
  if (a.sides().size() != b.sides().size()) return std::nullopt;
  std::optional<std::size_t> difference;
  for (std::size_t i = 0; i < a.sides().size(); ++i) {
    if (a.sides()[i].dimension != b.sides()[i].dimension) return std::nullopt;
    if (a.sides()[i].set == b.sides()[i].set) continue;
    if (difference) return std::nullopt;
    difference = i;
  }
  return difference;
}

// Adds a box that is disjoint from those there, as part of one of them where both together are a box.
void join(const Space& space, Boxes& boxes, Box box) {
  for (Box& other : boxes) {
    const auto difference = only_difference(other, box);
    if (!difference) continue;
    const Box::Side& side = box.sides()[*difference];
    CoordSet whole = other.sides()[*difference].set | side.set;
    if (whole.count() == space[side.dimension].size) {
      other.release(side.dimension);
    } else {
      other.set(side.dimension, std::move(whole));
    }
    return;
  }
  boxes.push_back(std::move(box));
}

std::optional<Boxes> unite(const Space& space, Boxes a, Boxes b, std::size_t limit) {
  auto added = subtract(space, std::move(b), a, limit);
  if (!added) return std::nullopt;
  for (Box& box : *added) join(space, a, std::move(box));
  if (a.size() > limit) return std::nullopt;
  return a;
}

// ---- conditions

// The coordinates, the unknown one left out, whose values are >= value. Every value that a condition compares with
// is a cut, or splits nothing.
CoordSet at_or_above(const Dimension& dimension, Scalar value) {
  const ValueRange range = range_of(dimension.type);
  if (value > range.greatest) return {};
  const auto passed = std::ranges::upper_bound(dimension.cuts, value) - dimension.cuts.begin();
  return CoordSet::range(static_cast<Coordinate>(passed) + 1, dimension.size);
}

CoordSet above(const Dimension& dimension, Scalar value) {
  if (value == std::numeric_limits<Scalar>::max()) return {};
  return at_or_above(dimension, value + 1);
}

CoordSet equal_to_text(const Dimension& dimension, Scalar value) {
  if (value == other_text) return CoordSet::one(1);
  const auto found = std::ranges::lower_bound(dimension.cuts, value);
  return CoordSet::one(static_cast<Coordinate>(found - dimension.cuts.begin()) + 2);
}

// Enumerated types have a coordinate a value, so the same arithmetic serves them without cuts.
CoordSet labels_from(const Dimension& dimension, Scalar label) {
  const Scalar first = std::clamp<Scalar>(label, 0, static_cast<Scalar>(dimension.size) - 1);
  return CoordSet::range(static_cast<Coordinate>(first) + 1, dimension.size);
}

CoordSet compared(const CoordSet& at_least, const CoordSet& more, Relation relation, Coordinate size) {
  const CoordSet known = CoordSet::range(1, size);
  switch (relation) {
    case Relation::Equal:
      return at_least - more;
    case Relation::NotEqual:
      return known - (at_least - more);
    case Relation::Less:
      return known - at_least;
    case Relation::LessEqual:
      return known - more;
    case Relation::Greater:
      return more;
    case Relation::GreaterEqual:
      return at_least;
  }
  return {};
}

CoordSet compared(const Dimension& dimension, Relation relation, Scalar value) {
  switch (dimension.type.kind) {
    case TypeKind::Text: {
      const CoordSet equal = equal_to_text(dimension, value);
      return relation == Relation::Equal ? equal : CoordSet::range(1, dimension.size) - equal;
    }
    case TypeKind::Enum:
    case TypeKind::Bool:
      return compared(labels_from(dimension, value), labels_from(dimension, value + 1), relation, dimension.size);
    default:
      return compared(at_or_above(dimension, value), above(dimension, value), relation, dimension.size);
  }
}

struct Atom {
  DimensionId dimension;
  CoordSet set;
};

Atom atom_of(const Space& space, const Condition& condition) {
  switch (condition.op) {
    case Condition::Op::CompareFields: {
      const auto pair = *space.pair(condition.field, condition.other);
      const Relation relation = pair.swapped ? flipped(condition.relation) : condition.relation;
      return {pair.id, compared(CoordSet::range(2, 4), CoordSet::range(3, 4), relation, 4)};
    }
    case Condition::Op::AnyRecordIs:
      return {*space.any_record(condition.record, condition.stages), CoordSet::one(1)};
    default:
      break;
  }
  const DimensionId id = *space.field(condition.field);
  const Dimension& dimension = space[id];
  if (condition.op == Condition::Op::Known) return {id, CoordSet::range(1, dimension.size)};
  if (condition.op == Condition::Op::Compare) return {id, compared(dimension, condition.relation, condition.value)};
  assert(condition.op == Condition::Op::In);
  CoordSet set;
  for (const Scalar value : condition.values) set = set | compared(dimension, Relation::Equal, value);
  return {id, std::move(set)};
}

Boxes boxes_of_atom(const Space& space, Atom atom, bool negated) {
  const Coordinate size = space[atom.dimension].size;
  const CoordSet set = negated ? atom.set.complement(size) : std::move(atom.set);
  if (set.empty()) return {};
  Box box;
  if (set.count() != size) box.set(atom.dimension, set);
  return {box};
}

std::optional<Boxes> boxes_of(const Space& space, const Condition& condition, bool negated, std::size_t limit) {
  const Boxes everything{Box{}};
  switch (condition.op) {
    case Condition::Op::True:
      return negated ? Boxes{} : everything;
    case Condition::Op::False:
      return negated ? everything : Boxes{};
    case Condition::Op::Not:
      return boxes_of(space, condition.children.front(), !negated, limit);
    case Condition::Op::And:
    case Condition::Op::Or:
      break;
    default:
      return boxes_of_atom(space, atom_of(space, condition), negated);
  }
  const bool all = (condition.op == Condition::Op::And) != negated;
  std::optional<Boxes> result = all ? everything : Boxes{};
  for (const Condition& child : condition.children) {
    auto boxes = boxes_of(space, child, negated, limit);
    if (!boxes) return std::nullopt;
    result = all ? intersect(*result, *boxes, limit) : unite(space, std::move(*result), std::move(*boxes), limit);
    if (!result) return std::nullopt;
  }
  return result;
}

// ---- windows

// Coordinates of a time dimension: those before the moment of `cut`, and from it on.
struct AroundMoment {
  CoordSet before, from;
};

AroundMoment around(const Dimension& dimension, std::int64_t cut) {
  const auto found = std::ranges::find(dimension.cuts, cut);
  const auto first = static_cast<Coordinate>(found - dimension.cuts.begin()) + 2;
  return {CoordSet::range(1, first), CoordSet::range(first, dimension.size)};
}

}  // namespace

std::optional<Boxes> boxes_of(const Space& space, const Condition& condition, std::size_t limit) {
  return boxes_of(space, condition, false, limit);
}

Box box_of(const Space& space, const Window& window) {
  const UnitFamily family = family_of(window.span.unit);
  const bool by_date = window.kind == Window::Kind::UntilBefore || window.kind == Window::Kind::FromBefore;
  const DimensionId id = by_date ? *space.distance(window.date, family) : *space.elapsed(window.anchor, family);
  const AroundMoment sides = around(space[id], family_units(window.span));
  Box box;
  switch (window.kind) {
    case Window::Kind::ForAfter:
      box.set(id, sides.before);
      break;
    case Window::Kind::FromAfter:
    case Window::Kind::FromBefore:
      box.set(id, sides.from);
      break;
    case Window::Kind::UntilBefore:  // the unknown date lies infinitely ahead, the anchor that never was too
    case Window::Kind::UntilAfter:
      box.set(id, sides.before | CoordSet::one(0));
      break;
  }
  return box;
}

std::optional<Boxes> boxes_of(const Space& space, const Policy& policy, const Statement& statement, std::size_t limit) {
  Box box;
  const auto restrict_stages = [&](DimensionId id, StageSet stages) {
    const CoordSet set = CoordSet::of(stages, space[id].size);
    return set.count() == space[id].size || box.restrict(id, set);
  };
  if (!restrict_stages(space.account_stage(), statement.account_stages)) return Boxes{};
  const auto per = policy.leaves[statement.leaves.front().index].per;
  if (per && !restrict_stages(space.record_stage(*per), statement.record_stages)) return Boxes{};
  for (const Window& window : statement.windows) {
    auto both = intersect(box, box_of(space, window));
    if (!both) return Boxes{};
    box = std::move(*both);
  }
  const auto conditions = boxes_of(space, statement.condition, limit);
  if (!conditions) return std::nullopt;
  return intersect({box}, *conditions, limit);
}

std::string to_string(const Box& box, const Space& space, const Policy& policy) {
  std::string text;
  for (const Box::Side& side : box.sides()) {
    text += (text.empty() ? "" : ", ") + name_of(space[side.dimension], policy) + " in ";
    for (std::size_t i = 0; i < side.set.range_count(); ++i) {
      const CoordSet::Range& range = side.set.range_at(i);
      text += (i == 0 ? "" : "|") + std::to_string(range.begin);
      if (range.end != range.begin + 1) text += ".." + std::to_string(range.end - 1);
    }
  }
  return text.empty() ? "everything" : text;
}

}  // namespace baton
