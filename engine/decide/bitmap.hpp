// A Table as bitmaps: for every dimension and range of coordinates, which boxes hold it. A question is the
// intersection of one bit set per dimension: 50-400 ns whatever the boxes look like, and it never blows up.
//
// Memory is (boxes x ranges) bits a dimension; a table that would need more than `max_bitmap_words` has none.
#pragma once

#include <bit>
#include <optional>
#include <vector>

#include "engine/decide/table.hpp"

namespace baton {

inline constexpr std::size_t max_bitmap_words = std::size_t{1} << 23;  // 64 MiB

class Bitmap {
 public:
  static std::optional<Bitmap> build(const Space& space, const Table& table, std::size_t limit = max_bitmap_words);

  template <class CoordinateOf>
  std::optional<std::uint32_t> evaluate(const CoordinateOf& coordinate) const {
    std::vector<const std::uint64_t*> sets;
    sets.reserve(columns_.size());
    for (const Column& column : columns_) sets.push_back(bits_of(column, coordinate(column.dimension)));
    for (std::size_t word = 0; word < words_; ++word) {
      std::uint64_t both = all_[word];
      for (const std::uint64_t* set : sets) both &= set[word];
      if (both != 0) return rows_[word * 64 + static_cast<std::size_t>(std::countr_zero(both))];
    }
    return std::nullopt;
  }

 private:
  struct Column {
    DimensionId dimension;
    std::vector<Coordinate> starts;  // of the ranges that no box splits; the first is 0
    std::size_t first_word = 0;      // into bits_: `words_` words for each range
  };
  void fill(const Column& column, const std::vector<const Box*>& boxes);
  const std::uint64_t* bits_of(const Column& column, Coordinate coordinate) const;

  std::vector<Column> columns_;
  std::vector<std::uint64_t> bits_;
  std::vector<std::uint64_t> all_;   // every box
  std::vector<std::uint32_t> rows_;  // by box: its row's number
  std::size_t words_ = 0;            // per bit set
};

}  // namespace baton
