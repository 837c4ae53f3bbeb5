// Sets of accounts as boxes: one set of coordinates per dimension, every dimension that is not named being full.
//
// A guard (stages, windows, condition) becomes a list of disjoint boxes; the proof is geometry on them: intersection
// finds overlaps, subtraction finds gaps (findings.md has the costs). No box is empty: what would be is nullopt.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/decide/space.hpp"

namespace baton {

// A set of coordinates of one dimension: ascending half-open ranges that do not touch. One range needs no allocation.
class CoordSet {
 public:
  struct Range {
    Coordinate begin = 0, end = 0;  // half open
    friend bool operator==(const Range&, const Range&) = default;
  };

  CoordSet() = default;  // empty
  static CoordSet range(Coordinate begin, Coordinate end);
  static CoordSet one(Coordinate coordinate) { return range(coordinate, coordinate + 1); }
  static CoordSet of(const StageSet& stages, Coordinate size);

  bool empty() const { return first_.begin == first_.end; }
  bool has(Coordinate coordinate) const;
  Coordinate count() const;
  Coordinate least() const { return first_.begin; }  // not empty
  std::size_t range_count() const { return empty() ? 0 : 1 + rest_.size(); }
  const Range& range_at(std::size_t i) const { return i == 0 ? first_ : rest_[i - 1]; }
  void add(Range range);  // anywhere

  friend CoordSet operator&(const CoordSet& a, const CoordSet& b);
  friend CoordSet operator|(const CoordSet& a, const CoordSet& b);
  friend CoordSet operator-(const CoordSet& a, const CoordSet& b);
  CoordSet complement(Coordinate size) const { return range(0, size) - *this; }
  bool contains(const CoordSet& other) const { return (other - *this).empty(); }
  friend bool overlap(const CoordSet& a, const CoordSet& b);
  CoordSet lower_half() const;  // the least count() / 2 coordinates
  friend bool operator==(const CoordSet&, const CoordSet&) = default;

 private:
  void append(Range range);  // behind all others; joins a range that touches
  Range first_;
  std::vector<Range> rest_;
};

class Box {
 public:
  struct Side {
    DimensionId dimension;
    CoordSet set;
    friend bool operator==(const Side&, const Side&) = default;
  };

  Box() = default;                                               // everything
  const std::vector<Side>& sides() const { return sides_; }      // by dimension, ascending; none of them empty
  const CoordSet* find(DimensionId dimension) const;             // nullptr: full
  CoordSet at(DimensionId dimension, const Space& space) const;  // full written out
  // Cuts the box down in one dimension; false (and the box is unusable) if nothing is left.
  [[nodiscard]] bool restrict(DimensionId dimension, const CoordSet& set);
  // Replaces one side.
  void set(DimensionId dimension, CoordSet set);
  void release(DimensionId dimension);                // back to full
  bool has(std::span<const Coordinate> point) const;  // point: by DimensionId
  friend bool operator==(const Box&, const Box&) = default;

 private:
  std::vector<Side> sides_;
};

using Boxes = std::vector<Box>;

std::optional<Box> intersect(const Box& a, const Box& b);
bool overlap(const Box& a, const Box& b);
bool contains(const Space& space, const Box& outer, const Box& inner);
// a without b, as disjoint boxes.
Boxes subtract(const Space& space, const Box& a, const Box& b);

// Lists of disjoint boxes as sets. They stop and return nullopt when the result would have more than `limit` boxes.
std::optional<Boxes> intersect(const Boxes& a, const Boxes& b, std::size_t limit);
std::optional<Boxes> subtract(const Space& space, Boxes a, const Boxes& b, std::size_t limit);

// The accounts for which the condition is true (T7), the window holds, the statement holds by itself: disjoint boxes.
// nullopt: more than `limit` of them.
std::optional<Boxes> boxes_of(const Space& space, const Condition& condition, std::size_t limit);
Box box_of(const Space& space, const Window& window);
std::optional<Boxes> boxes_of(const Space& space, const Policy& policy, const Statement& statement, std::size_t limit);

// Steps left of a proof; each operation on two boxes takes one.
struct StepBudget {
  std::uint64_t left = 0;
  bool take() { return left != 0 && left-- != 0; }
};

enum class Visit { Continue, Stop };

// Visits every part of `universe` that no box of `cover` holds, as disjoint boxes, until `visit` stops it. False: the
// budget ran out first. The boxes of `cover` may overlap.
bool visit_gaps(const Space& space, const Box& universe, std::span<const Box* const> cover, StepBudget& budget,
                const std::function<Visit(const Box& gap)>& visit);

// Visits the common part of every pair (a box of `a`, a box of `b`). False: the budget ran out first.
bool visit_overlaps(const Boxes& a, const Boxes& b, StepBudget& budget,
                    const std::function<Visit(const Box& common)>& visit);

// "segment in 1..2, arr in 3": for dumps and tests.
std::string to_string(const Box& box, const Space& space, const Policy& policy);

}  // namespace baton
