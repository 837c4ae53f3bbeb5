// The engine and the reference interpreter, asked the same.
#pragma once

#include <optional>
#include <string>

#include "tests/differential/compile.hpp"

namespace baton::differential {

struct Difference {
  std::string what;  // "decisions", "rejected lines", "owners", ...
  Instant at;
  std::string account;
  std::string engine, reference;  // what each says
};

struct Totals {
  std::uint64_t policies = 0, sound = 0, refused = 0, events = 0, decisions = 0, owners = 0, findings = 0;
  std::uint64_t versions = 0, deliveries = 0, moves = 0;
};

// Every decision on the way, and which lines could not be used.
std::optional<Difference> compare_decisions(const World& world, const Program& program, Totals& totals);
// Who owns what at moments in between; and that in the reference exactly one role does.
std::optional<Difference> compare_owners(const World& world, const Program& program, Totals& totals);
// Whatever the check has found shows in the reference, at the end of the finding's history.
std::optional<Difference> compare_findings(const Compiled& compiled, Totals& totals);
// All that fits: a sound policy's decisions and owners, another one's findings. Nothing for what cannot be resolved.
std::optional<Difference> compare(const World& world, const Compiled& compiled, Totals& totals);

}  // namespace baton::differential
