// The order of delivery, repeats, how lines are split into files, and the number of jobs show in no answer (S1, P1).
#pragma once

#include "tests/differential/compare.hpp"

namespace baton::differential {

std::optional<Difference> compare_orders(const World& world, const Compiled& compiled, Totals& totals);

}  // namespace baton::differential
