// The algebra of CoordSet: each operation is one walk along both lists of ranges.
#include <algorithm>

#include "engine/decide/boxes.hpp"

namespace baton {

CoordSet CoordSet::range(Coordinate begin, Coordinate end) {
  CoordSet set;
  if (begin < end) set.first_ = {begin, end};
  return set;
}

CoordSet CoordSet::of(const StageSet& stages, Coordinate size) {
  CoordSet set;
  for (Coordinate stage = 0; stage < size; ++stage) {
    if (stages.has(StageId{stage})) set.append({stage, stage + 1});
  }
  return set;
}

bool CoordSet::has(Coordinate coordinate) const {
  for (std::size_t i = 0; i < range_count(); ++i) {
    if (coordinate < range_at(i).end) return coordinate >= range_at(i).begin;
  }
  return false;
}

Coordinate CoordSet::count() const {
  Coordinate total = 0;
  for (std::size_t i = 0; i < range_count(); ++i) total += range_at(i).end - range_at(i).begin;
  return total;
}

void CoordSet::add(Range range) {
  *this = *this | CoordSet::range(range.begin, range.end);
}

void CoordSet::append(Range range) {
  if (range.begin >= range.end) return;
  if (empty()) {
    first_ = range;
    return;
  }
  Range& last = rest_.empty() ? first_ : rest_.back();
  if (range.begin <= last.end) {
    last.end = std::max(last.end, range.end);
  } else {
    rest_.push_back(range);
  }
}

CoordSet operator&(const CoordSet& a, const CoordSet& b) {
  CoordSet result;
  for (std::size_t i = 0, j = 0; i < a.range_count() && j < b.range_count();) {
    const CoordSet::Range x = a.range_at(i), y = b.range_at(j);
    result.append({std::max(x.begin, y.begin), std::min(x.end, y.end)});
    if (x.end < y.end) {
      ++i;
    } else {
      ++j;
    }
  }
  return result;
}

CoordSet operator|(const CoordSet& a, const CoordSet& b) {
  CoordSet result;
  std::size_t i = 0, j = 0;
  while (i < a.range_count() || j < b.range_count()) {
    const bool from_a = j == b.range_count() || (i < a.range_count() && a.range_at(i).begin <= b.range_at(j).begin);
    result.append(from_a ? a.range_at(i++) : b.range_at(j++));
  }
  return result;
}

CoordSet operator-(const CoordSet& a, const CoordSet& b) {
  CoordSet result;
  std::size_t j = 0;
  for (std::size_t i = 0; i < a.range_count(); ++i) {
    CoordSet::Range left = a.range_at(i);
    while (j < b.range_count() && b.range_at(j).end <= left.begin) ++j;
    for (std::size_t k = j; k < b.range_count() && b.range_at(k).begin < left.end; ++k) {
      result.append({left.begin, std::min(left.end, b.range_at(k).begin)});
      left.begin = std::max(left.begin, b.range_at(k).end);
    }
    result.append(left);
  }
  return result;
}

bool overlap(const CoordSet& a, const CoordSet& b) {
  for (std::size_t i = 0, j = 0; i < a.range_count() && j < b.range_count();) {
    const CoordSet::Range &x = a.range_at(i), &y = b.range_at(j);
    if (std::max(x.begin, y.begin) < std::min(x.end, y.end)) return true;
    if (x.end < y.end) {
      ++i;
    } else {
      ++j;
    }
  }
  return false;
}

CoordSet CoordSet::lower_half() const {
  CoordSet half;
  Coordinate wanted = count() / 2;
  for (std::size_t i = 0; i < range_count() && wanted != 0; ++i) {
    const Range whole = range_at(i);
    const Coordinate taken = std::min(wanted, whole.end - whole.begin);
    half.append({whole.begin, whole.begin + taken});
    wanted -= taken;
  }
  return half;
}

}  // namespace baton
