// Chance that a seed fixes: the same on every machine and with every standard library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

namespace baton::test {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  // SplitMix64.
  std::uint64_t next() {
    std::uint64_t mixed = state_ += 0x9E3779B97F4A7C15;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
    return mixed ^ (mixed >> 31);
  }
  std::size_t below(std::size_t count) { return count == 0 ? 0 : next() % count; }
  // Both inclusive.
  std::int64_t between(std::int64_t least, std::int64_t greatest) {
    return least + static_cast<std::int64_t>(below(static_cast<std::size_t>(greatest - least + 1)));
  }
  bool one_in(std::size_t count) { return below(count) == 0; }
  bool percent(std::size_t chance) { return below(100) < chance; }
  template <class List>
  const auto& pick(const List& values) {
    return values[below(std::size(values))];
  }
  template <class Value>
  void shuffle(std::vector<Value>& values) {
    for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
  }
  // `count` of them, in their order; all if there are fewer.
  template <class Value>
  std::vector<Value> some(const std::vector<Value>& values, std::size_t count) {
    std::vector<Value> chosen;
    for (std::size_t i = 0; i < values.size() && chosen.size() < count; ++i) {
      if (below(values.size() - i) < count - chosen.size()) chosen.push_back(values[i]);
    }
    return chosen;
  }

 private:
  std::uint64_t state_;
};

}  // namespace baton::test
