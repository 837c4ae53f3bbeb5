// Who is there, and who stands in: away times, covers, managers (P3, O3b, O5).
#pragma once

#include "engine/flow/state.hpp"

namespace baton {

bool is_away(const Program& program, const World& world, PersonId person, Instant now);
std::optional<Day> away_until(const Program& program, const World& world, PersonId person, Instant now);
// Has left, or is not yet there / no longer there by org.yaml's dates.
bool is_gone(const Program& program, const World& world, PersonId person, Instant now);
// The person, or the first cover down the line who is there; nullopt if nobody is (covers may form a circle).
std::optional<PersonId> present(const Program& program, const World& world, PersonId person, Instant now);
// The first manager up the line who has not left; nullopt if there is none.
std::optional<PersonId> standing_manager(const Program& program, const World& world, PersonId person, Instant now);

}  // namespace baton
