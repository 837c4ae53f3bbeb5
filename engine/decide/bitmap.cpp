// Builds bitmaps: cuts each dimension where some box begins or ends, and notes for each range which boxes hold it.
#include "engine/decide/bitmap.hpp"

#include <algorithm>

namespace baton {
namespace {

std::vector<Coordinate> starts_of(const std::vector<const Box*>& boxes, DimensionId dimension, Coordinate size) {
  std::vector<Coordinate> starts{0};
  for (const Box* box : boxes) {
    const CoordSet* set = box->find(dimension);
    for (std::size_t i = 0; set != nullptr && i < set->range_count(); ++i) {
      starts.push_back(set->range_at(i).begin);
      if (set->range_at(i).end < size) starts.push_back(set->range_at(i).end);
    }
  }
  std::ranges::sort(starts);
  const auto repeated = std::ranges::unique(starts);
  starts.erase(repeated.begin(), repeated.end());
  return starts;
}

}  // namespace

std::optional<Bitmap> Bitmap::build(const Space& space, const Table& table, std::size_t limit) {
  Bitmap bitmap;
  std::vector<const Box*> boxes;
  for (const TableRow& row : table.rows) {
    for (const Box& box : row.boxes) {
      boxes.push_back(&box);
      bitmap.rows_.push_back(row.number);
    }
  }
  bitmap.words_ = (boxes.size() + 63) / 64;
  bitmap.all_.assign(bitmap.words_, 0);
  for (std::size_t i = 0; i < boxes.size(); ++i) bitmap.all_[i / 64] |= std::uint64_t{1} << i % 64;
  std::size_t total = 0;
  for (const DimensionId dimension : table.dimensions) {
    Column& column = bitmap.columns_.emplace_back();
    column = {dimension, starts_of(boxes, dimension, space[dimension].size), total};
    total += column.starts.size() * bitmap.words_;
    if (total > limit) return std::nullopt;
  }
  bitmap.bits_.assign(total, 0);
  for (const Column& column : bitmap.columns_) bitmap.fill(column, boxes);
  return bitmap;
}

void Bitmap::fill(const Column& column, const std::vector<const Box*>& boxes) {
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const CoordSet* set = boxes[i]->find(column.dimension);
    for (std::size_t range = 0; range < column.starts.size(); ++range) {
      if (set != nullptr && !set->has(column.starts[range])) continue;
      bits_[column.first_word + range * words_ + i / 64] |= std::uint64_t{1} << i % 64;
    }
  }
}

const std::uint64_t* Bitmap::bits_of(const Column& column, Coordinate coordinate) const {
  const auto range = std::ranges::upper_bound(column.starts, coordinate) - column.starts.begin() - 1;
  return bits_.data() + column.first_word + static_cast<std::size_t>(range) * words_;
}

}  // namespace baton
