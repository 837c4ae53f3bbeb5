// An account as it is at a moment, for `who`: who owns what and why, what runs, and what comes next.
#pragma once

#include "engine/flow/engine.hpp"
#include "engine/flow/step.hpp"

namespace baton {

Snapshot snapshot_of(const Step& step);

}  // namespace baton
