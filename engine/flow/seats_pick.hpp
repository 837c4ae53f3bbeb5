// Which member of a team takes a seat: the team's rule over those who can (P1, P2). Only this moves the teams'
// pointers.
#pragma once

#include "engine/flow/state.hpp"

namespace baton {

struct Pick {
  std::optional<PersonId> person;  // nullopt: nobody can, and there is no fallback
  std::string how;                 // as SeatAssignment::how
  std::vector<PassedOver> passed_over;
  bool flagged = false;  // all were full, or nobody could
  bool by_rule = false;  // the team's rule has chosen
};

Pick pick_member(const Program& program, World& world, const AccountState& account, TeamId team, Instant now);

// Why `person` cannot take a seat on the account now; nullopt: nothing speaks against it.
std::optional<PassedOver> hindrance(const Program& program, const World& world, const AccountState& account,
                                    PersonId person, Instant now);

// Puts the seat on its holder's load, with the account's fields as they are now; or takes it off again.
void count_load(const Program& program, World& world, const AccountState& account, Seat& seat);
void uncount_load(World& world, Seat& seat);

}  // namespace baton
