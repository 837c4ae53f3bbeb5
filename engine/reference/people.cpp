#include "engine/reference/people.hpp"

#include <set>

#include "engine/reference/time.hpp"

namespace baton::reference {

bool Staff::is_gone(PersonId person) const {
  return world.people[person.index].left;
}

// Of several absences on one day the one told last counts.
const Away* Staff::away_on(PersonId person, Day day) const {
  const Away* found = nullptr;
  for (const Away& away : world.people[person.index].away) {
    if (away.from <= day && day <= away.to) found = &away;
  }
  return found;
}

std::optional<Day> Staff::last_day_away(PersonId person) const {
  const Zone& zone = org.calendars[org.people[person.index].calendar.index].zone();
  Day day = date_in(zone, now);
  if (away_on(person, day) == nullptr) return std::nullopt;
  while (away_on(person, Day{day.number + 1}) != nullptr) ++day.number;
  return day;
}

std::optional<PersonId> Staff::present(PersonId person) const {
  std::set<PersonId> met;
  for (std::optional<PersonId> one = person; one && met.insert(*one).second;) {
    if (is_gone(*one)) return std::nullopt;
    const Zone& zone = org.calendars[org.people[one->index].calendar.index].zone();
    const Away* away = away_on(*one, date_in(zone, now));
    if (away == nullptr) return one;
    one = away->cover;
  }
  return std::nullopt;
}

std::optional<PersonId> Staff::manager(PersonId person) const {
  std::set<PersonId> met{person};
  auto one = org.people[person.index].manager;
  while (one && met.insert(*one).second) {
    if (!is_gone(*one)) return one;
    one = org.people[one->index].manager;
  }
  return std::nullopt;
}

}  // namespace baton::reference
