#include "engine/decide/feasible_values.hpp"

#include <algorithm>

namespace baton {
namespace {

// y - x >= least, for positions x and y.
struct Difference {
  std::size_t x, y;
  Scalar least;
};

class Solver {
 public:
  Solver(const std::vector<FieldDomain>& domains, const std::vector<FieldPair>& pairs, const Preferred& preferred)
      : domains_(domains), pairs_(pairs), preferred_(preferred), chosen_(domains.size()) {}

  bool choose_field(std::size_t field) {
    if (field == domains_.size()) return choose_pair(0);
    for (const ValueRange& range : domains_[field].ranges) {
      chosen_[field] = range;
      if (choose_field(field + 1)) return true;
      if (!compared(field)) return false;  // another range would make no difference to the rest
    }
    chosen_[field] = std::nullopt;
    return domains_[field].may_be_unknown && choose_field(field + 1);
  }

  std::vector<Scalar> values() const { return values_; }

 private:
  bool compared(std::size_t field) const {
    return std::ranges::any_of(pairs_, [&](const FieldPair& pair) { return pair.a == field || pair.b == field; });
  }

  bool choose_pair(std::size_t index) {
    if (index == pairs_.size()) return settle();
    const FieldPair& pair = pairs_[index];
    if (!chosen_[pair.a] || !chosen_[pair.b]) return pair.allowed.has(0) && choose_pair(index + 1);
    const bool less = pair.allowed.has(1), equal = pair.allowed.has(2), greater = pair.allowed.has(3);
    const std::size_t before = differences_.size();
    const auto attempt = [&](std::initializer_list<Difference> added) {
      differences_.insert(differences_.end(), added);
      const bool solved = choose_pair(index + 1);
      if (!solved) differences_.resize(before);
      return solved;
    };
    if (less && equal && greater) return attempt({});
    if (less && attempt({{pair.a, pair.b, equal ? 0 : 1}})) return true;
    if (greater && attempt({{pair.b, pair.a, equal ? 0 : 1}})) return true;
    return equal && !less && !greater && attempt({{pair.a, pair.b, 0}, {pair.b, pair.a, 0}});
  }

  // Narrows the bounds until nothing changes; false if one becomes empty. Bounds only ever move to sums of differences
  // from other bounds, so without a negative cycle this ends after as many rounds as there are fields.
  bool narrow(std::vector<ValueRange>& bounds) const {
    for (std::size_t round = 0; round <= bounds.size() + 1; ++round) {
      bool changed = false;
      for (const Difference& d : differences_) {
        if (bounds[d.y].least < bounds[d.x].least + d.least) {
          bounds[d.y].least = bounds[d.x].least + d.least;
          changed = true;
        }
        if (bounds[d.x].greatest > bounds[d.y].greatest - d.least) {
          bounds[d.x].greatest = bounds[d.y].greatest - d.least;
          changed = true;
        }
      }
      if (std::ranges::any_of(bounds, [](const ValueRange& b) { return b.least > b.greatest; })) return false;
      if (!changed) return true;
    }
    return false;
  }

  // Fixes one field after the other at the value that reads best within what the others leave.
  bool settle() {
    std::vector<ValueRange> bounds(domains_.size(), ValueRange{0, 0});
    for (std::size_t i = 0; i < bounds.size(); ++i) {
      if (chosen_[i]) bounds[i] = *chosen_[i];
    }
    if (!narrow(bounds)) return false;
    values_.assign(domains_.size(), unknown);
    for (std::size_t i = 0; i < bounds.size(); ++i) {
      if (!chosen_[i]) continue;
      values_[i] = std::clamp(preferred_(i, bounds[i]), bounds[i].least, bounds[i].greatest);
      bounds[i] = {values_[i], values_[i]};
      narrow(bounds);
    }
    return true;
  }

  const std::vector<FieldDomain>& domains_;
  const std::vector<FieldPair>& pairs_;
  const Preferred& preferred_;
  std::vector<std::optional<ValueRange>> chosen_;
  std::vector<Difference> differences_;
  std::vector<Scalar> values_;
};

}  // namespace

std::vector<ValueRange> clip(const std::vector<ValueRange>& ranges, ValueRange to) {
  return intersect(ranges, std::vector<ValueRange>{to});
}

std::vector<ValueRange> intersect(const std::vector<ValueRange>& a, const std::vector<ValueRange>& b) {
  std::vector<ValueRange> result;
  for (const ValueRange& x : a) {
    for (const ValueRange& y : b) {
      const ValueRange both{std::max(x.least, y.least), std::min(x.greatest, y.greatest)};
      if (both.least <= both.greatest) result.push_back(both);
    }
  }
  return result;
}

std::optional<std::vector<Scalar>> solve(const std::vector<FieldDomain>& domains, const std::vector<FieldPair>& pairs,
                                         const Preferred& preferred) {
  if (std::ranges::any_of(domains, &FieldDomain::empty)) return std::nullopt;
  Solver solver(domains, pairs, preferred);
  if (!solver.choose_field(0)) return std::nullopt;
  return solver.values();
}

}  // namespace baton
