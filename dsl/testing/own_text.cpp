#include "dsl/testing/own_text.hpp"

#include <algorithm>

namespace baton::dsl {

namespace {

bool same_place(const Origin& a, const Origin& b) {
  return a.file == b.file && a.begin == b.begin;
}

bool says_the_same(const Statement& a, const Statement& b) {
  return same_place(a.at, b.at) && a.role == b.role && a.condition == b.condition &&
         std::ranges::equal(a.windows, b.windows, {}, &Window::span, &Window::span);
}

bool says_the_same(const Handoff& a, const Handoff& b) {
  return same_place(a.at, b.at) && a.from == b.from && a.to == b.to && a.start_within == b.start_within &&
         a.finish_within == b.finish_within && a.cutover_after == b.cutover_after;
}

template <class Item>
bool is_own_in(const Policy& policy, const Structure& structure, const Item& item,
               std::vector<Item> Structure::*items) {
  if (is_own(item.at)) return true;
  if (structure.from_library) return false;
  return std::ranges::none_of(policy.structures, [&](const Structure& other) {
    return other.from_library &&
           std::ranges::any_of(other.*items, [&](const Item& theirs) { return says_the_same(theirs, item); });
  });
}

}  // namespace

bool is_own(const Origin& at) {
  return !at.file.starts_with("rules/");
}

bool is_own(const Policy& policy, const Structure& structure, const Statement& statement) {
  return is_own_in(policy, structure, statement, &Structure::statements);
}

bool is_own(const Policy& policy, const Structure& structure, const Handoff& handoff) {
  if (handoff.top_level) return is_own(handoff.at);  // an instance changes nothing there (N3)
  return is_own_in(policy, structure, handoff, &Structure::handoffs);
}

}  // namespace baton::dsl
