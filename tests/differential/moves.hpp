// Responsibilities that passed from one role to another with nothing said about it: did the check warn of each?
#pragma once

#include "tests/differential/compare.hpp"

namespace baton::differential {

// The reference's decisions are looked through for moves that no handoff and no `moves at once` covers.
std::optional<Difference> compare_moves(const World& world, const Compiled& compiled, Totals& totals);

}  // namespace baton::differential
