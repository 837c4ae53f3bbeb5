// A world in which two answers differ, made as small as it can be while they still do.
#pragma once

#include <functional>

#include "tests/differential/compare.hpp"

namespace baton::differential {

struct Shrunk {
  World world;
  Difference difference;
};

// `still` says how the two differ in a world, if they do; only differences of the first one's kind count. At most
// `tries` worlds are looked at.
using Differs = std::function<std::optional<Difference>(const World&)>;
Shrunk shrink(const World& world, const Difference& difference, const Differs& differs, std::size_t tries = 1500);

// The world as a project to try by hand: its files, and a test of what the reference expects.
std::string show(const Shrunk& shrunk);

}  // namespace baton::differential
