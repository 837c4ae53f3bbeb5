// Which rows of a table meet: the candidates for an overlap, without comparing every row with every other.
//
// The space is halved in the dimension that separates the boxes best, as long as that pays, and only what is left in
// one part is compared pair by pair. Thousands of statements about single values cost n log n; wide ranges that all
// overlap anyway cost n^2, as their pairs are that many.
#include <algorithm>

#include "engine/decide/table.hpp"

namespace baton {
namespace {

struct Entry {
  const Box* box;
  std::size_t row;
};

struct Part {
  Box region;
  std::vector<Entry> entries;  // those that meet the region
};

struct Halves {
  DimensionId dimension;
  CoordSet lower, upper;
  std::size_t total = 0;  // entries of both parts together
};

class MeetingSearch {
 public:
  MeetingSearch(const Space& space, StepBudget& budget) : space_(space), budget_(budget) {}

  std::optional<std::vector<RowPair>> run(const Table& table) {
    Part whole;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      for (const Box& box : table.rows[row].boxes) whole.entries.push_back({&box, row});
    }
    parts_.push_back(std::move(whole));
    while (!parts_.empty()) {
      const Part part = std::move(parts_.back());
      parts_.pop_back();
      if (!split(part) && !compare(part.entries)) return std::nullopt;
    }
    std::ranges::sort(pairs_);
    const auto repeated = std::ranges::unique(pairs_);
    pairs_.erase(repeated.begin(), repeated.end());
    return std::move(pairs_);
  }

 private:
  static constexpr std::size_t few = 16;

  // False: not worth it.
  bool split(const Part& part) {
    if (part.entries.size() <= few) return false;
    std::optional<Halves> best;
    for (std::size_t i = 0; i < space_.size(); ++i) {
      const std::optional<Halves> halves = halves_in(part, DimensionId{i});
      if (halves && (!best || halves->total < best->total)) best = halves;
    }
    if (!best || best->total * 2 > part.entries.size() * 3) return false;
    push(part, best->dimension, best->lower);
    push(part, best->dimension, best->upper);
    return true;
  }

  std::optional<Halves> halves_in(const Part& part, DimensionId dimension) const {
    const CoordSet whole = part.region.at(dimension, space_);
    if (whole.count() < 2) return std::nullopt;
    Halves halves{dimension, whole.lower_half(), {}, 0};
    halves.upper = whole - halves.lower;
    for (const Entry& entry : part.entries) {
      const CoordSet* set = entry.box->find(dimension);
      halves.total += set == nullptr || overlap(*set, halves.lower) ? 1U : 0U;
      halves.total += set == nullptr || overlap(*set, halves.upper) ? 1U : 0U;
    }
    return halves;
  }

  void push(const Part& part, DimensionId dimension, const CoordSet& half) {
    Part& smaller = parts_.emplace_back(Part{part.region, {}});
    smaller.region.set(dimension, half);
    for (const Entry& entry : part.entries) {
      const CoordSet* set = entry.box->find(dimension);
      if (set == nullptr || overlap(*set, half)) smaller.entries.push_back(entry);
    }
  }

  // False: the budget ran out.
  bool compare(const std::vector<Entry>& entries) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
      for (std::size_t k = i + 1; k < entries.size(); ++k) {
        if (entries[i].row == entries[k].row) continue;
        if (!budget_.take()) return false;
        if (overlap(*entries[i].box, *entries[k].box)) {
          pairs_.emplace_back(std::minmax(entries[i].row, entries[k].row));
        }
      }
    }
    return true;
  }

  const Space& space_;
  StepBudget& budget_;
  std::vector<Part> parts_;
  std::vector<RowPair> pairs_;
};

}  // namespace

std::optional<std::vector<RowPair>> meeting_rows(const Space& space, const Table& table, StepBudget& budget) {
  return MeetingSearch(space, budget).run(table);
}

}  // namespace baton
