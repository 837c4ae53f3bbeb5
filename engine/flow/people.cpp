// Days count in the zone of the person's own calendar (P3), membership of the org in the org's zone (P6). Every
// walk along covers or managers remembers whom it has met: org.yaml may draw circles.
#include "engine/flow/people.hpp"

#include <algorithm>

namespace baton {
namespace {

const Person& row_of(const Program& program, PersonId person) {
  return program.org().people[person.index];
}

Day local_day(const Program& program, PersonId person, Instant now) {
  const Org& org = program.org();
  return org.calendars[row_of(program, person).calendar.index].zone().to_local(now).day;
}

// The away time that covers `day`; the one told last where several do.
const Away* away_on(const World& world, PersonId person, Day day) {
  const std::vector<Away>& times = world.people[person.index].away;
  const auto found = std::find_if(times.rbegin(), times.rend(),
                                  [day](const Away& away) { return away.from <= day && day <= away.to; });
  return found == times.rend() ? nullptr : &*found;
}

}  // namespace

bool is_away(const Program& program, const World& world, PersonId person, Instant now) {
  return away_on(world, person, local_day(program, person, now)) != nullptr;
}

// Away times that touch or overlap are one absence: the answer is the last day before the person is really back.
std::optional<Day> away_until(const Program& program, const World& world, PersonId person, Instant now) {
  Day day = local_day(program, person, now);
  const Away* away = away_on(world, person, day);
  if (away == nullptr) return std::nullopt;
  while (away != nullptr) {
    day = Day{away->to.number + 1};
    away = away_on(world, person, day);
  }
  return Day{day.number - 1};
}

bool is_gone(const Program& program, const World& world, PersonId person, Instant now) {
  if (world.people[person.index].left) return true;
  const Person& row = row_of(program, person);
  if (!row.from && !row.until) return false;
  const Day today = program.org().zone.to_local(now).day;
  return (row.from && today < *row.from) || (row.until && *row.until < today);
}

std::optional<PersonId> present(const Program& program, const World& world, PersonId person, Instant now) {
  std::vector<PersonId> met;
  std::optional<PersonId> candidate = person;
  while (candidate && std::find(met.begin(), met.end(), *candidate) == met.end()) {
    if (is_gone(program, world, *candidate, now)) return std::nullopt;
    const Away* away = away_on(world, *candidate, local_day(program, *candidate, now));
    if (away == nullptr) return candidate;
    met.push_back(*candidate);
    candidate = away->cover;
  }
  return std::nullopt;
}

std::optional<PersonId> standing_manager(const Program& program, const World& world, PersonId person, Instant now) {
  std::vector<PersonId> met{person};
  std::optional<PersonId> manager = row_of(program, person).manager;
  while (manager && std::find(met.begin(), met.end(), *manager) == met.end()) {
    if (!is_gone(program, world, *manager, now)) return manager;
    met.push_back(*manager);
    manager = row_of(program, *manager).manager;
  }
  return std::nullopt;
}

}  // namespace baton
