// From a feasible moment to a history that the engine replays: events in order, with values and times.
#pragma once

#include <optional>

#include "engine/decide/feasible.hpp"
#include "engine/decide/findings.hpp"

namespace baton {

// What happens right after a moment: an event, or new values of the account's or the record's fields; or nothing, until
// time has passed.
struct Continuation {
  const WalkStep* step = nullptr;
  const Situation* after = nullptr;  // the situation that the step leads to
  std::vector<Moment::Value> values;
  std::optional<Instant> until;  // without an event: the moment to wait for
};

// nullopt: the steps of the walk could not be given values and times. That says nothing about the moment.
std::optional<Witness> make_witness(const Policy& policy, const Org& org, const Walk& walk, const Moment& moment,
                                    const Continuation& then = {});

}  // namespace baton
