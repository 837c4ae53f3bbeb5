// Gaps and overlaps: the geometry that the proof stands on.
//
// A gap is found by subtraction: take the box of the cover with the largest share of the part at hand, cut the part
// at it, go on with what lies outside. Where every box has a small share only (thousands of single values) the part
// is halved instead, so that the work stays near n log n. What is left when no box of the cover meets a part is a gap.
// An explicit stack: parts can be cut thousands of times.
#include <algorithm>

#include "engine/decide/boxes.hpp"

namespace baton {
namespace {

using Cover = std::vector<const Box*>;

struct Part {
  Box box;
  Cover cover;  // those that meet the box
};

// Sixteen bits of fraction are enough to choose by.
constexpr std::uint64_t whole_share = 1 << 16;

// How much of `part` lies in `box`, which meets it.
std::uint64_t share(const Space& space, const Box& part, const Box& box) {
  std::uint64_t result = whole_share;
  for (const Box::Side& side : box.sides()) {
    const CoordSet here = part.at(side.dimension, space);
    result = result * (here & side.set).count() / here.count();
  }
  return result;
}

class GapSearch {
 public:
  GapSearch(const Space& space, StepBudget& budget, const std::function<Visit(const Box&)>& visit)
      : space_(space), budget_(budget), visit_(visit) {}

  bool run(const Box& universe, std::span<const Box* const> cover) {
    if (!push(universe, cover)) return false;
    while (!parts_.empty()) {
      const Part part = std::move(parts_.back());
      parts_.pop_back();
      if (part.cover.empty()) {
        if (visit_(part.box) == Visit::Stop) return true;
      } else if (!cut(part)) {
        return false;
      }
    }
    return true;
  }

 private:
  bool push(Box box, std::span<const Box* const> cover) {
    Part part{std::move(box), {}};
    for (const Box* candidate : cover) {
      if (!budget_.take()) return false;
      if (overlap(part.box, *candidate)) part.cover.push_back(candidate);
    }
    parts_.push_back(std::move(part));
    return true;
  }

  bool cut(const Part& part) {
    const Box* best = nullptr;
    std::uint64_t best_share = 0;
    for (const Box* candidate : part.cover) {
      if (!budget_.take()) return false;
      if (contains(space_, *candidate, part.box)) return true;  // nothing is left of this part
      const std::uint64_t its_share = share(space_, part.box, *candidate);
      if (best == nullptr || its_share > best_share) best = candidate, best_share = its_share;
    }
    if (best_share * 8 < whole_share && part.cover.size() > 8) return halve(part);
    for (Box& piece : subtract(space_, part.box, *best)) {
      if (!push(std::move(piece), part.cover)) return false;
    }
    return true;
  }

  // In the dimension that most boxes of the cover cut.
  bool halve(const Part& part) {
    std::vector<std::size_t> cutters(space_.size(), 0);
    for (const Box* candidate : part.cover) {
      for (const Box::Side& side : candidate->sides()) {
        cutters[side.dimension.index] += side.set.contains(part.box.at(side.dimension, space_)) ? 0U : 1U;
      }
    }
    const auto most = static_cast<std::size_t>(std::ranges::max_element(cutters) - cutters.begin());
    const DimensionId dimension{most};
    const CoordSet whole = part.box.at(dimension, space_);
    Box lower = part.box, upper = part.box;
    lower.set(dimension, whole.lower_half());
    upper.set(dimension, whole - whole.lower_half());
    return push(std::move(lower), part.cover) && push(std::move(upper), part.cover);
  }

  const Space& space_;
  StepBudget& budget_;
  const std::function<Visit(const Box&)>& visit_;
  std::vector<Part> parts_;
};

}  // namespace

bool visit_gaps(const Space& space, const Box& universe, std::span<const Box* const> cover, StepBudget& budget,
                const std::function<Visit(const Box& gap)>& visit) {
  return GapSearch(space, budget, visit).run(universe, cover);
}

bool visit_overlaps(const Boxes& a, const Boxes& b, StepBudget& budget,
                    const std::function<Visit(const Box& common)>& visit) {
  for (const Box& x : a) {
    for (const Box& y : b) {
      if (!budget.take()) return false;
      const auto common = intersect(x, y);
      if (common && visit(*common) == Visit::Stop) return true;
    }
  }
  return true;
}

}  // namespace baton
