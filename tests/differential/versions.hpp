// Two versions of a generated policy: is what `baton diff` proves of them what the reference sees?
#pragma once

#include "tests/differential/compare.hpp"

namespace baton::differential {

// The same world with something else in it: a role, a bound or a window in its structures, or where a responsibility
// is there to be owned. The seed says what.
World changed(World world, std::uint64_t seed);
// No difference missed, none invented: at many moments, each owner that differs lies in a region that is named, each
// that does not lies in none; and each example shows what it is said to show.
std::optional<Difference> compare_versions(const World& world, const Compiled& before, const Compiled& after,
                                           Totals& totals);

}  // namespace baton::differential
