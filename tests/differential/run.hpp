// Many worlds, one after the other, until two answers differ.
#pragma once

#include <functional>
#include <string>

#include "tests/differential/shrink.hpp"

namespace baton::differential {

enum class Question {
  Reference,  // the engine against the reference interpreter
  Versions,   // what `baton diff` proves of two versions against what the reference sees
  Orders,     // the same events delivered otherwise
  Moves,      // what passes silently against what the check warns of
};

struct Options {
  Question question = Question::Reference;
  std::uint64_t seed = 1;
  std::uint64_t policies = 1000;
  double seconds = 0;  // 0: as long as it takes
  Size size;
  bool show = false;   // print the first world, compare nothing
  bool as_is = false;  // the first difference is not made smaller
};

struct Result {
  Totals totals;
  std::optional<Shrunk> difference;
};

// The world of a seed as it is compared: dead statements are left out of most.
Compiled prepare(World& world, const Folder& folder);
Result run(const Options& options, const std::function<void(const std::string& line)>& print);

}  // namespace baton::differential
