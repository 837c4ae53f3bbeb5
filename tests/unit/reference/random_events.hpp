// Random lives of a few accounts under a policy, for comparing the engine with the reference.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/decide/program.hpp"
#include "engine/flow/event.hpp"

namespace baton::testing {

// Some of them are rejected, some happen at one instant, or at the very instant at which a timer fires.
std::vector<Event> random_events(const Program& program, std::uint64_t seed, std::size_t count);

}  // namespace baton::testing
