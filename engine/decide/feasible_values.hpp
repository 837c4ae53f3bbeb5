// Concrete values for fields: each within a set of ranges, some compared with each other.
//
// Compared fields are difference constraints (x <= y, x <= y - 1) over whole numbers; a solution exists if and only if
// no cycle of them is negative. What is no range or no plain order (unknown or known, `is not`) is tried case by case.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "engine/decide/boxes.hpp"

namespace baton {

// What a field may be: known within one of the ranges (ascending, disjoint), or unknown.
struct FieldDomain {
  std::vector<ValueRange> ranges;
  bool may_be_unknown = false;
  bool empty() const { return ranges.empty() && !may_be_unknown; }
};

// `a` against `b`, as positions of domains; the coordinates of a Pair dimension that are allowed.
struct FieldPair {
  std::size_t a = 0, b = 0;
  CoordSet allowed;
};

// Given the position of a field and the range that is left for it: the value that reads best.
using Preferred = std::function<Scalar(std::size_t field, ValueRange range)>;

// A value for each domain (`unknown` where it is unknown), or nullopt if there is none.
std::optional<std::vector<Scalar>> solve(const std::vector<FieldDomain>& domains, const std::vector<FieldPair>& pairs,
                                         const Preferred& preferred);

// Ranges cut down to [least, greatest].
std::vector<ValueRange> clip(const std::vector<ValueRange>& ranges, ValueRange to);
std::vector<ValueRange> intersect(const std::vector<ValueRange>& a, const std::vector<ValueRange>& b);

}  // namespace baton
