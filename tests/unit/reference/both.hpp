// A project's events given to the engine and to the reference, and what the two say.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "dsl/project.hpp"
#include "engine/reference/reference.hpp"

namespace baton::testing {

// The events of JSON lines that the policy declares and that are well formed, in S1's order (without `sequence`).
std::vector<Event> read_events(const Program& program, const std::string& lines);

struct Both {
  std::vector<std::string> engine, reference;  // what both answer, as JSON
  std::vector<std::size_t> rejected_by_engine, rejected_by_reference;
  std::size_t compared = 0, unanswered = 0;  // decisions of the engine
};
Both run_both(const Program& program, const std::vector<Event>& events, Instant until);

// The first line in which the two differ, with the one before it; "" if there is none.
std::string first_difference(const Both& both);

}  // namespace baton::testing
