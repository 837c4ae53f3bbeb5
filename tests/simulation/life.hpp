// Years of a company's life, as lines of events: deals, renewals, churn, tickets, handovers done, forgotten or given
// back, people who fall ill and leave, seats given away by hand. Most of it makes sense; some of it is told at the
// wrong time or of the wrong thing, as a CRM does, and is refused or changes nothing.
#pragma once

#include <string>
#include <vector>

#include "engine/decide/program.hpp"
#include "tests/simulation/company.hpp"

namespace baton::simulation {

struct Line {
  std::int64_t at_ms = 0;
  std::string subject, type, data;
};

struct Scale {
  int first_year = 2026;
  int years = 2;
  int accounts = 12;
};

std::vector<Line> live(const Program& program, const Scale& scale, std::uint64_t seed);
// A moment at which something happened by itself on the account, and a handoff that was open then ("": none).
struct Moment {
  Instant at;
  std::string account, handoff;
};
// Something that may just be due then, or touches what is about to move.
Line at_the_last_moment(const Program& program, const Moment& moment, Dice& dice);
// As CloudEvents, in order; line N has the id `eN`, and its sequence tells the order of ties.
std::vector<std::string> to_json(std::vector<Line> lines);

}  // namespace baton::simulation
