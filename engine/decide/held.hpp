// Where can the giver of a handoff still hold a leaf?
//
// Who holds a leaf has owned it by a statement since the leaf last became active: a leaf that becomes active belongs at
// once to whom the statements name. So a giver's hold ends where every way from their statements leads through a stage
// in which the leaf is inactive. Only stages are looked at, conditions and times are not: where it says no, there is no
// such account.
#pragma once

#include "engine/decide/boxes.hpp"

namespace baton {

// The parts of `boxes` that can be reached from `giving`, where the giver owns the leaf by a statement, through stages
// in which the leaf is active.
Boxes where_held(const Space& space, const Policy& policy, LeafId leaf, const Boxes& giving, const Boxes& boxes);

}  // namespace baton
