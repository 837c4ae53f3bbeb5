// Who sits where: seats are filled when their role first owns, gives, takes or stays somewhere (P1, P2), pinned by
// the CRM (P7), and emptied when the holder leaves (P3).
#pragma once

#include <expected>

#include "engine/flow/step.hpp"

namespace baton {

// Who sits for `role`: the record's own seat if it has one, else the account's. nullptr if there is no seat yet.
const Seat* seat_for(const AccountState& account, RecordIndex record, RoleId role);
// Role, person and team as reports name them.
Holder holder_of(const AccountState& account, RecordIndex record, RoleId role);

// The roles that own, give, take or stay somewhere on the account now (P2's load counts exactly these), by RoleId.
std::vector<bool> roles_in_use(const Step& step);
// After ownership is settled: fills every needed seat, in the order in which roles are declared; moves unpinned
// seats whose coverage now gives another team; updates the loads; writes decision.assigned.
void fill_seats(Step& step);
// seat.assigned / seat.released. An error (unknown role, departed person) changes nothing.
std::expected<void, std::string> assign_seat(Step& step, const Event& event, RecordIndex record);
std::expected<void, std::string> release_seat(Step& step, const Event& event, RecordIndex record);
// A seat of the account that its holder has left, and when it had been filled.
struct Vacancy {
  std::uint64_t filled;
  RoleId role;
};
// Empties every unpinned and pinned seat of the account that `person` holds. Returns those that are to be refilled:
// a record's own seat is not, the account's serves from then on.
std::vector<Vacancy> vacate(Step& step, PersonId person);
// Fills the vacant seat anew, if its role is in use.
void refill(Step& step, RoleId role);
// The accounts on which `person` holds a seat, in the order in which the seats were filled (P3).
std::vector<std::uint32_t> accounts_of(const World& world, PersonId person);

// The moments at which a seat changes by itself: a pin ends, or an empty seat may be filled since someone is back.
void seat_timers(const Step& step, std::vector<Timer>& timers);
void fire_seat_timer(Step& step, const Timer& timer);

// For `who`: each candidate for the role's seat who does not hold it, and why.
std::vector<PassedOver> why_not(const Program& program, const World& world, const AccountState& account,
                                RecordIndex record, RoleId role, Instant now);

}  // namespace baton
