// Who owns what, by reading the policy as it stands: every statement is asked in turn, every condition as a tree, every
// window on the wall clock. Nothing is compiled, so nothing is shared with what the engine asks.
#pragma once

#include <map>
#include <tuple>

#include "engine/decide/facts.hpp"
#include "tests/naive/time.hpp"

namespace baton::naive {

class Reader {
 public:
  Reader(const Policy& policy, std::string org_zone) : policy_(policy), clock_(std::move(org_zone)) {}

  bool holds(const Condition& condition, const View& view) const;
  bool holds(const Window& window, const View& view) const;
  // Must somebody answer for it? Of a leaf per record the view holds one.
  bool is_active(LeafId leaf, const View& view) const;
  // The roles that the statements name which hold now; nullopt for `nobody`. Sound: exactly one.
  std::vector<std::optional<RoleId>> owners(const Structure& structure, LeafId leaf, const View& view) const;
  // 00:00 of a day in the org's zone.
  Instant start_of(std::int64_t day) const { return instant_of(clock_.first_at(day * minutes_per_day)); }
  // `count` units after or before, in the org's zone; remembered.
  Instant add(Instant from, Unit unit, std::int64_t count) const;

 private:
  bool holds_alone(const Statement& statement, const View& view) const;
  bool stands(const Structure& structure, const Statement& statement, LeafId leaf, const View& view) const;
  Scalar value(const FieldRef& field, const View& view) const;

  const Policy& policy_;
  WallClock clock_;
  mutable std::map<std::tuple<std::int64_t, Unit, std::int64_t>, Instant> added_;
};

}  // namespace baton::naive
