// Who is there, who stands in, and who is whose manager.
#pragma once

#include "engine/reference/world.hpp"

namespace baton::reference {

// The people of the org as they are at one moment.
struct Staff {
  const Org& org;
  const World& world;
  Instant now;

  bool is_gone(PersonId person) const;
  bool is_away(PersonId person) const { return last_day_away(person).has_value(); }
  // The last day of an absence that covers today; absences that touch are one.
  std::optional<Day> last_day_away(PersonId person) const;
  // The person, or who stands in for them: covers are followed until someone is there (P3).
  std::optional<PersonId> present(PersonId person) const;
  // The first manager up the line who has not left.
  std::optional<PersonId> manager(PersonId person) const;

 private:
  const Away* away_on(PersonId person, Day day) const;
};

}  // namespace baton::reference
