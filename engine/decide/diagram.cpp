// Builds diagrams. A state is (depth in the order, boxes still alive); equal states are one node, found by comparing
// whole keys. Boxes are numbered in the order of the rows: where several apply, the first one answers, as in the other
// forms, so that all agree even on an unsound table.
#include "engine/decide/diagram.hpp"

#include <map>
#include <numeric>
#include <unordered_map>

namespace baton {
namespace {

using Alive = std::vector<std::uint32_t>;  // boxes, ascending

// What remains to be asked, and of which boxes.
struct State {
  std::size_t depth = 0;
  Alive alive;
  friend bool operator==(const State&, const State&) = default;
};

struct StateHash {
  std::size_t operator()(const State& state) const {
    std::uint64_t hash = state.depth;
    for (const std::uint32_t number : state.alive) hash = (hash ^ number) * 0x9E3779B97F4A7C15;
    return hash ^ hash >> 32;
  }
};

struct NumberedBox {
  const Box* box;
  std::uint32_t row;
};

std::vector<NumberedBox> boxes_in(const Table& table) {
  std::vector<NumberedBox> boxes;
  for (const TableRow& row : table.rows) {
    for (const Box& box : row.boxes) boxes.push_back({&box, row.number});
  }
  return boxes;
}

// The coordinates at which some alive box begins or ends in the dimension; the first is 0.
std::vector<Coordinate> starts_of(const std::vector<NumberedBox>& boxes, const Alive& alive, DimensionId dimension,
                                  Coordinate size) {
  std::vector<Coordinate> starts{0};
  for (const std::uint32_t number : alive) {
    const CoordSet* set = boxes[number].box->find(dimension);
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

class DiagramBuilder {
 public:
  DiagramBuilder(const Space& space, const std::vector<NumberedBox>& boxes, std::vector<DimensionId> order,
                 const DiagramBudget& budget)
      : space_(space), boxes_(boxes), order_(std::move(order)), budget_(budget), settled_at_(settled_depths()) {}

  std::optional<Diagram> build() {
    Alive alive(boxes_.size());
    std::iota(alive.begin(), alive.end(), 0U);
    diagram_.root_ = visit(0, std::move(alive));
    if (failed_) return std::nullopt;
    return std::move(diagram_);
  }

 private:
  using Edges = std::vector<std::pair<Coordinate, std::int32_t>>;

  // By box: the depth behind the last dimension that it names. From there on nothing is asked of it any more.
  std::vector<std::size_t> settled_depths() const {
    std::vector<std::size_t> depths(boxes_.size(), 0);
    for (std::size_t number = 0; number < boxes_.size(); ++number) {
      for (std::size_t depth = 0; depth < order_.size(); ++depth) {
        if (boxes_[number].box->find(order_[depth]) != nullptr) depths[number] = depth + 1;
      }
    }
    return depths;
  }

  std::size_t next_depth(const Alive& alive, std::size_t depth) const {
    const auto names = [&](std::uint32_t number) { return boxes_[number].box->find(order_[depth]) != nullptr; };
    while (!std::ranges::any_of(alive, names)) ++depth;
    return depth;
  }

  std::int32_t visit(std::size_t depth, Alive alive) {
    const auto settled = std::ranges::find_if(alive, [&](auto number) { return settled_at_[number] <= depth; });
    if (settled != alive.end()) {
      if (settled == alive.begin()) return -2 - static_cast<std::int32_t>(boxes_[*settled].row);
      alive.erase(settled + 1, alive.end());  // later boxes never answer
    }
    if (alive.empty()) return Diagram::no_row;
    depth = next_depth(alive, depth);
    State state{depth, std::move(alive)};
    if (const auto known = states_.find(state); known != states_.end()) return known->second;
    if (states_.size() >= budget_.states) failed_ = true;
    if (failed_) return Diagram::no_row;
    const std::int32_t node = node_for(order_[depth], edges_of(state));
    states_.emplace(std::move(state), node);
    return node;
  }

  Edges edges_of(const State& state) {
    const DimensionId dimension = order_[state.depth];
    const std::vector<Coordinate> starts = starts_of(boxes_, state.alive, dimension, space_[dimension].size);
    std::vector<Alive> handed = hand_out(dimension, starts, state.alive);
    Edges edges;
    for (std::size_t i = 0; i < starts.size() && !failed_; ++i) {
      const std::int32_t target = visit(state.depth + 1, std::move(handed[i]));
      if (edges.empty() || edges.back().second != target) edges.emplace_back(starts[i], target);
    }
    return edges;
  }

  // For each range between two starts: the boxes that are alive in it.
  std::vector<Alive> hand_out(DimensionId dimension, const std::vector<Coordinate>& starts, const Alive& alive) {
    std::vector<Alive> handed(starts.size());
    const auto position = [&](Coordinate coordinate) {
      return static_cast<std::size_t>(std::ranges::lower_bound(starts, coordinate) - starts.begin());
    };
    const auto hand = [&](std::uint32_t number, std::size_t from, std::size_t to) {
      work_ += to - from;
      for (std::size_t i = from; i < to; ++i) handed[i].push_back(number);
    };
    for (const std::uint32_t number : alive) {
      const CoordSet* set = boxes_[number].box->find(dimension);
      if (set == nullptr) hand(number, 0, starts.size());
      for (std::size_t i = 0; set != nullptr && i < set->range_count(); ++i) {
        hand(number, position(set->range_at(i).begin), position(set->range_at(i).end));
      }
      if (work_ > budget_.work) failed_ = true;
      if (failed_) break;
    }
    return handed;
  }

  std::int32_t node_for(DimensionId dimension, Edges edges) {
    if (failed_) return Diagram::no_row;
    if (edges.size() == 1) return edges.front().second;
    const auto [known, is_new] = unique_.try_emplace({dimension, std::move(edges)}, 0);
    if (!is_new) return known->second;
    if (diagram_.nodes_.size() >= budget_.nodes) failed_ = true;
    Diagram::Node node{dimension, static_cast<std::uint32_t>(diagram_.starts_.size()), 0};
    for (const auto& [start, target] : known->first.second) {
      diagram_.starts_.push_back(start);
      diagram_.targets_.push_back(target);
    }
    node.end = static_cast<std::uint32_t>(diagram_.starts_.size());
    known->second = static_cast<std::int32_t>(diagram_.nodes_.size());
    diagram_.nodes_.push_back(node);
    return known->second;
  }

  const Space& space_;
  const std::vector<NumberedBox>& boxes_;
  const std::vector<DimensionId> order_;
  const DiagramBudget& budget_;
  const std::vector<std::size_t> settled_at_;
  std::unordered_map<State, std::int32_t, StateHash> states_;
  std::map<std::pair<DimensionId, Edges>, std::int32_t> unique_;
  std::size_t work_ = 0;
  bool failed_ = false;
  Diagram diagram_;
};

namespace {

// Few cuts first, most boxes concerned first, and many cuts first.
std::vector<std::vector<DimensionId>> orders_for(const Space& space, const Table& table,
                                                 const std::vector<NumberedBox>& boxes) {
  Alive all(boxes.size());
  std::iota(all.begin(), all.end(), 0U);
  std::vector<std::size_t> cuts(space.size(), 0), concerned(space.size(), 0);
  for (const DimensionId id : table.dimensions) {
    cuts[id.index] = starts_of(boxes, all, id, space[id].size).size();
    concerned[id.index] = static_cast<std::size_t>(
        std::ranges::count_if(boxes, [&](const NumberedBox& box) { return box.box->find(id) != nullptr; }));
  }
  std::vector<std::vector<DimensionId>> orders(3, table.dimensions);
  std::ranges::stable_sort(orders[0], {}, [&](DimensionId id) { return cuts[id.index]; });
  std::ranges::stable_sort(orders[1], std::greater{}, [&](DimensionId id) { return concerned[id.index]; });
  std::ranges::stable_sort(orders[2], std::greater{}, [&](DimensionId id) { return cuts[id.index]; });
  return orders;
}

}  // namespace

std::optional<Diagram> Diagram::build(const Space& space, const Table& table, const DiagramBudget& budget) {
  constexpr std::size_t small_enough = 64;  // nodes; no other order is worth its time
  const std::vector<NumberedBox> boxes = boxes_in(table);
  std::optional<Diagram> best;
  for (std::vector<DimensionId>& order : orders_for(space, table, boxes)) {
    auto diagram = DiagramBuilder(space, boxes, std::move(order), budget).build();
    if (diagram && (!best || diagram->node_count() < best->node_count())) best = std::move(diagram);
    if (best && best->node_count() <= small_enough) break;
  }
  return best;
}

}  // namespace baton
