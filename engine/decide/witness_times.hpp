// When the steps of a history happen: anchors and dates at the instants that the proof chose, all else as late as it
// can.
#pragma once

#include <map>

#include "engine/decide/feasible.hpp"

namespace baton {

// A history's steps with their times, and the values of the dates that set off its timers.
struct Timetable {
  std::vector<const WalkStep*> steps;
  std::vector<const Situation*> after;  // the situation that each step leads to
  std::vector<Instant> at;
  // By (step, position in Walk::dates()): what a step that is not the last to set the date sets it to.
  std::map<std::pair<std::size_t, std::size_t>, Scalar> dates;
};

// nullopt: no times were found that agree with the order of the steps.
std::optional<Timetable> make_timetable(const Org& org, const Walk& walk, const Moment& moment);

}  // namespace baton
