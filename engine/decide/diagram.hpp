// A Table frozen into an ordered decision diagram: the fastest way to ask it, where it stays small.
//
// Each node looks at one dimension and follows the range that holds the coordinate; equal nodes are one (merged by
// comparing whole keys). Flat arrays; 14-100 ns a question for thousands of statements (findings.md). Many wide ranges
// on many dimensions blow it up: then `build` gives up and bitmaps answer instead.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "engine/decide/table.hpp"

namespace baton {

// For each order of the dimensions that is tried.
struct DiagramBudget {
  std::size_t states = 200'000;  // distinct sets of boxes looked at
  std::size_t nodes = 50'000;
  std::size_t work = 1'000'000;  // boxes handed from a node to its edges, all told
};

class Diagram {
 public:
  // Tries a few orders of the dimensions and keeps the smallest diagram; nullopt: none stayed within the budget.
  static std::optional<Diagram> build(const Space& space, const Table& table, const DiagramBudget& budget = {});

  template <class CoordinateOf>
  std::optional<std::uint32_t> evaluate(const CoordinateOf& coordinate) const {
    std::int32_t at = root_;
    while (at >= 0) at = follow(nodes_[static_cast<std::size_t>(at)], coordinate);
    if (at == no_row) return std::nullopt;
    return static_cast<std::uint32_t>(-(at + 2));
  }
  std::size_t node_count() const { return nodes_.size(); }

 private:
  friend class DiagramBuilder;
  // A node's index, or no_row, or -(2 + row number).
  static constexpr std::int32_t no_row = -1;

  struct Node {
    DimensionId dimension;
    std::uint32_t begin = 0, end = 0;  // its edges: edge i takes coordinates from starts_[i] up to starts_[i + 1]
  };

  template <class CoordinateOf>
  std::int32_t follow(const Node& node, const CoordinateOf& coordinate) const {
    const auto first = starts_.begin() + node.begin;
    const auto edge = std::upper_bound(first, starts_.begin() + node.end, Coordinate{coordinate(node.dimension)}) - 1;
    return targets_[static_cast<std::size_t>(edge - starts_.begin())];
  }

  std::int32_t root_ = no_row;
  std::vector<Node> nodes_;
  std::vector<Coordinate> starts_;
  std::vector<std::int32_t> targets_;
};

}  // namespace baton
