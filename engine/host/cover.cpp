// The expand, irredundant and reduce steps of Espresso (Brayton and others, 1984), once each, over sets of coordinates
// instead of bits.
#include "engine/host/cover.hpp"

#include <algorithm>

namespace baton::host {
namespace {

constexpr std::size_t max_boxes = 10'000;

bool meets(const Box& box, const Boxes& list) {
  return std::ranges::any_of(list, [&](const Box& other) { return overlap(box, other); });
}

// Every coordinate of the dimension with which the box still meets nothing of `off`.
void widen(const Space& space, const Box& within, const Boxes& off, DimensionId dimension, Box& box) {
  CoordSet allowed = within.at(dimension, space);
  Box released = box;
  released.set(dimension, allowed);
  for (const Box& other : off) {
    if (overlap(released, other)) allowed = allowed - other.at(dimension, space);
  }
  box.set(dimension, allowed | box.at(dimension, space));
}

Box expand(const Space& space, const Box& within, const Boxes& off, Box box) {
  std::vector<DimensionId> narrow;
  for (const Box::Side& side : box.sides()) narrow.push_back(side.dimension);
  for (const DimensionId dimension : narrow) {
    Box released = box;
    released.set(dimension, within.at(dimension, space));
    if (!meets(released, off)) box = std::move(released);
  }
  for (const DimensionId dimension : narrow) widen(space, within, off, dimension, box);
  return box;
}

bool is_covered(const Space& space, const Boxes& on, const Boxes& by) {
  const auto rest = subtract(space, on, by, max_boxes);
  return rest && rest->empty();
}

// What is left of `on` without the other boxes, in one dimension.
CoordSet needed(const Space& space, const Boxes& on, const Boxes& others, DimensionId dimension) {
  CoordSet set;
  const auto rest = subtract(space, on, others, max_boxes);
  for (const Box& box : rest.value_or(Boxes{})) set = set | box.at(dimension, space);
  return set;
}

// A side may be anything between what is needed and what is allowed: the one that is simpler to say is taken.
void simplify(const Space& space, const Box& within, const Boxes& on, Boxes& wide, std::size_t which) {
  Boxes others = wide;
  others.erase(others.begin() + static_cast<std::ptrdiff_t>(which));
  const Box box = wide[which];
  for (const Box::Side& side : box.sides()) {
    if (side.set.contains(within.at(side.dimension, space))) continue;
    const CoordSet least = needed(space, on, others, side.dimension) & side.set;
    if (least.empty()) continue;
    const bool simpler = least.count() == 1 || least.range_count() < side.set.range_count();
    if (simpler) wide[which].set(side.dimension, least);
  }
}

}  // namespace

Boxes cover(const Space& space, const Box& within, const Boxes& on, const Boxes& off) {
  Boxes wide;
  for (const Box& box : on) {
    const auto holds_it = [&](const Box& other) { return contains(space, other, box); };
    if (std::ranges::none_of(wide, holds_it)) wide.push_back(expand(space, within, off, box));
  }
  for (std::size_t i = wide.size(); i-- > 0 && wide.size() > 1;) {
    Boxes others = wide;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    if (is_covered(space, on, others)) wide = std::move(others);
  }
  for (std::size_t i = 0; i < wide.size(); ++i) simplify(space, within, on, wide, i);
  return wide;
}

}  // namespace baton::host
