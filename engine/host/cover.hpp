// Few, wide boxes instead of many narrow ones: what makes a list of disjoint boxes a sentence.
#pragma once

#include "engine/decide/boxes.hpp"

namespace baton::host {

// Boxes that hold all of `on` and nothing of `off`, each as wide as it can be (it may overlap others); what lies in
// neither is free. Boxes lie within `within`. Deterministic; cost: |on| * sides * |off|.
Boxes cover(const Space& space, const Box& within, const Boxes& on, const Boxes& off);

}  // namespace baton::host
