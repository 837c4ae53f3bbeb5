// Who sits where (P1, P2, P7). Load is counted over all accounts each time that somebody is looked for.
#include <algorithm>

#include "engine/reference/step.hpp"
#include "engine/reference/time.hpp"

namespace baton::reference {

namespace {

enum Detail : std::size_t { pin_ends, somebody_is_back };

const Seat* own_seat(const Account& account, Place place, RoleId role) {
  if (!place) return nullptr;
  const auto& seats = account.records[*place].life.seats;
  const auto found = seats.find(role);
  return found == seats.end() ? nullptr : &found->second;
}

bool stays_there(const Step& step, const Account& account, const OpenHandoff& handoff, RoleId role) {
  if (!handoff.ended) return false;
  const Life& life = handoff.place ? account.records[*handoff.place].life : account.life;
  const auto is_active = [&](LeafId leaf) { return life.owners.contains(leaf); };
  if (std::ranges::none_of(handoff.leaves, is_active)) return false;
  Decision none;
  Account copy = account;
  Step other{step.policy, step.org, step.world, copy, step.now, none, nullptr, std::nullopt};
  for (const LeafId leaf : handoff.leaves) {
    if (!is_active(leaf)) continue;
    other.life(handoff.place).owners[leaf] = std::nullopt;  // counts even where the role itself owns by now
    for (const auto& secondary : secondaries(other, handoff.place, leaf, step.now)) {
      if (secondary.role == role) return true;
    }
  }
  return false;
}

// Does the role own, give, take or stay on the account, other than by a record's own seat (P2)?
bool is_in_use(const Step& step, const Account& account, RoleId role) {
  const auto serves = [&](Place place) { return own_seat(account, place, role) == nullptr; };
  const auto owns = [&](const Life& life) {
    return std::ranges::any_of(life.owners, [&](const auto& owned) { return owned.second == role; });
  };
  if (owns(account.life)) return true;
  for (std::size_t i = 0; i < account.records.size(); ++i) {
    if (owns(account.records[i].life) && serves(i)) return true;
  }
  for (const OpenHandoff& handoff : account.handoffs) {
    if (!serves(handoff.place)) continue;
    if (!handoff.ended && (handoff.from.role == role || handoff.to.role == role)) return true;
    if (stays_there(step, account, handoff, role)) return true;
  }
  return false;
}

struct Load {
  std::int64_t seats = 0;
  std::vector<std::int64_t> sums;  // by capacity.sums of the person
};

Scalar amount(const Account& account, FieldId field) {
  const Scalar value = account.life.fields[field.index];
  return value == unknown ? 0 : value;
}

Load load_of(const Step& step, PersonId person) {
  const auto& sums = step.org.people[person.index].capacity.sums;
  Load load;
  load.sums.assign(sums.size(), 0);
  for (const Account& account : step.world.accounts) {
    for (const auto& [role, seat] : account.life.seats) {
      if (seat.person != person || !is_in_use(step, account, role)) continue;
      ++load.seats;
      for (std::size_t i = 0; i < sums.size(); ++i) load.sums[i] += amount(account, sums[i].first);
    }
  }
  return load;
}

bool is_full(const Step& step, PersonId person) {
  const Capacity& capacity = step.org.people[person.index].capacity;
  const Load load = load_of(step, person);
  if (capacity.accounts && load.seats + 1 > *capacity.accounts) return true;
  for (std::size_t i = 0; i < capacity.sums.size(); ++i) {
    const auto& [field, most] = capacity.sums[i];
    if (load.sums[i] + amount(step.account, field) > most) return true;
  }
  return false;
}

std::optional<PassedOver> against(const Step& step, PersonId person) {
  const Staff staff{step.org, step.world, step.now};
  if (staff.is_gone(person)) return PassedOver{person, PassedOver::Why::Left, std::nullopt};
  if (const auto until = staff.last_day_away(person)) return PassedOver{person, PassedOver::Why::Away, until};
  if (is_full(step, person)) return PassedOver{person, PassedOver::Why::Full, std::nullopt};
  return std::nullopt;
}

struct Choice {
  std::optional<PersonId> person;
  std::string how;
  std::vector<PassedOver> passed_over;
};

// The one with the lowest load for their weight, ties in list order.
std::size_t least_loaded(const Step& step, const Team& team, const std::vector<std::size_t>& members) {
  std::size_t best = members.front();
  for (const std::size_t one : members) {
    const auto& [person, weight] = team.members[one];
    const auto& [other, other_weight] = team.members[best];
    if (load_of(step, person).seats * other_weight < load_of(step, other).seats * weight) best = one;
  }
  return best;
}

std::size_t next_in_turn(TeamNow& now, std::size_t size, const std::vector<std::size_t>& members) {
  std::size_t one = now.next;
  while (std::ranges::find(members, one) == members.end()) one = (one + 1) % size;
  now.next = (one + 1) % size;
  return one;
}

// Smooth weighted round robin: all who can gain their weight, the richest pays for all.
std::size_t richest(TeamNow& now, const Team& team, const std::vector<std::size_t>& members) {
  std::int64_t total = 0;
  for (const std::size_t one : members) {
    now.credit[one] += team.members[one].weight;
    total += team.members[one].weight;
  }
  const auto best = *std::ranges::max_element(members, {}, [&](std::size_t one) { return now.credit[one]; });
  now.credit[best] -= total;
  return best;
}

Choice choose(Step& step, TeamId id) {
  const Team& team = step.org.teams[id.index];
  TeamNow& now = step.world.teams[id.index];
  std::vector<std::size_t> can, full;
  std::vector<std::optional<PassedOver>> reasons;
  for (std::size_t i = 0; i < team.members.size(); ++i) {
    reasons.push_back(against(step, team.members[i].person));
    if (!reasons.back()) can.push_back(i);
    if (reasons.back() && reasons.back()->why == PassedOver::Why::Full) full.push_back(i);
  }
  const std::size_t turn = now.next;
  Choice choice;
  std::size_t taken = team.members.size();
  if (!can.empty() && team.assign == Assign::RoundRobin) {
    choice.how = "round_robin";
    taken = next_in_turn(now, team.members.size(), can);
    for (std::size_t i = turn; i != taken; i = (i + 1) % team.members.size()) choice.passed_over.push_back(*reasons[i]);
    choice.person = team.members[taken].person;
    return choice;
  }
  if (!can.empty()) {
    const bool by_load = team.assign == Assign::LeastLoaded;
    choice.how = by_load ? "least_loaded" : "weighted";
    taken = by_load ? least_loaded(step, team, can) : richest(now, team, can);
  } else if (!full.empty()) {
    choice.how = "least_loaded_full";
    taken = least_loaded(step, team, full);
  } else if (team.fallback && !Staff{step.org, step.world, step.now}.is_gone(*team.fallback)) {
    choice.how = "fallback";
    choice.person = team.fallback;
  } else {
    choice.how = "empty";
  }
  if (taken < team.members.size()) choice.person = team.members[taken].person;
  for (std::size_t i = 0; i < team.members.size(); ++i) {
    if (i != taken && reasons[i]) choice.passed_over.push_back(*reasons[i]);
  }
  return choice;
}

void note(Step& step, RoleId role, Place place, const Seat& seat, std::string how,
          std::vector<PassedOver> passed = {}) {
  step.decision.assigned.push_back(
      {role, step.name_of(place), seat.person, seat.team, std::move(how), std::move(passed)});
}

void fill(Step& step, RoleId role, Seat& seat) {
  seat.team = covering_team(step.sight(), role);
  const Choice choice = seat.team ? choose(step, *seat.team) : Choice{std::nullopt, "empty", {}};
  seat.person = choice.person;
  if (seat.person) seat.filled = ++step.world.fillings;
  if (seat.person || !seat.waits) note(step, role, std::nullopt, seat, choice.how, choice.passed_over);
  seat.waits = !seat.person;
}

void empty(Seat& seat) {
  seat.person = std::nullopt;
  seat.pinned = seat.waits = false;
  seat.until = std::nullopt;
}

bool is_member(const Step& step, std::optional<TeamId> team, PersonId person) {
  if (!team) return false;
  const auto& members = step.org.teams[team->index].members;
  return std::ranges::find(members, person, &Member::person) != members.end();
}

std::optional<TeamId> team_of(const Step& step, RoleId role, PersonId person) {
  const auto covering = covering_team(step.sight(), role);
  if (is_member(step, covering, person)) return covering;
  for (std::size_t i = 0; i < step.org.teams.size(); ++i) {
    if (step.org.teams[i].role == role && is_member(step, TeamId{i}, person)) return TeamId{i};
  }
  return std::nullopt;
}

void drop_own(Step& step, Place place, RoleId role) {
  auto& seats = step.account.records[*place].life.seats;
  if (seats.erase(role) != 0) note(step, role, place, Seat{}, "released");
}

bool pin(Step& step) {
  const Event& event = *step.event;
  if (Staff{step.org, step.world, step.now}.is_gone(event.person)) return false;
  if (event.until && *event.until <= step.now) return false;
  Seat& seat = step.life(step.event_place).seats[event.role];
  seat = {event.person, team_of(step, event.role, event.person), true, event.until, false, ++step.world.fillings};
  note(step, event.role, step.event_place, seat, "pinned");
  return true;
}

// When the first member is there again.
Instant next_return(const Step& step, TeamId team) {
  const Staff staff{step.org, step.world, step.now};
  Instant first = far_future;
  for (const Member& member : step.org.teams[team.index].members) {
    if (staff.is_gone(member.person)) continue;
    const auto until = staff.last_day_away(member.person);
    if (!until) return step.now;
    const CalendarId calendar = step.org.people[member.person.index].calendar;
    first = std::min(first, start_of(step.org.calendars[calendar.index].zone(), Day{until->number + 1}));
  }
  return first;
}

}  // namespace

Holder holder_of(const Account& account, Place place, RoleId role) {
  if (const Seat* own = own_seat(account, place, role)) return {role, own->person, own->team};
  const auto found = account.life.seats.find(role);
  if (found == account.life.seats.end()) return {role, std::nullopt, std::nullopt};
  return {role, found->second.person, found->second.team};
}

bool take_seat_event(Step& step) {
  if (step.event->kind == EventKind::SeatAssigned) return pin(step);
  if (step.event_place) {
    drop_own(step, step.event_place, step.event->role);
  } else {
    empty(step.account.life.seats[step.event->role]);
  }
  return true;
}

// A seat out of use keeps its holder; one in use moves with coverage, and is filled if nobody sits there.
void settle_seat(Step& step, RoleId role) {
  Seat& seat = step.account.life.seats[role];
  if (!is_in_use(step, step.account, role)) {
    if (seat.person) return;
    const bool was_emptied = seat.filled != 0;
    seat = Seat{};
    if (was_emptied) note(step, role, std::nullopt, seat, "released");
    return;
  }
  const bool has_moved = seat.person && !seat.pinned && seat.team != covering_team(step.sight(), role);
  if (has_moved) empty(seat);
  if (!seat.person) fill(step, role, seat);
}

void settle_seats(Step& step) {
  for (std::size_t i = 0; i < step.policy.roles.size(); ++i) settle_seat(step, RoleId{i});
}

std::vector<std::pair<std::uint64_t, RoleId>> vacate(Step& step, PersonId person) {
  std::vector<std::pair<std::uint64_t, RoleId>> vacant;
  for (auto& [role, seat] : step.account.life.seats) {
    if (seat.person != person) continue;
    empty(seat);
    vacant.emplace_back(seat.filled, role);
  }
  for (std::size_t i = 0; i < step.account.records.size(); ++i) {
    std::vector<std::pair<std::uint64_t, RoleId>> left;  // in the order in which they were filled (P3)
    for (const auto& [role, seat] : step.account.records[i].life.seats) {
      if (seat.person == person) left.emplace_back(seat.filled, role);
    }
    std::ranges::sort(left);
    for (const auto& [filled, role] : left) drop_own(step, i, role);
  }
  return vacant;
}

void add_seat_timers(const Step& step, std::vector<Timer>& timers) {
  for (const Place& place : step.places()) {
    for (const auto& [role, seat] : step.life(place).seats) {
      const auto add = [&](Instant at, std::size_t detail, const std::string& what) {
        timers.push_back(
            {at, 0, place, Timer::Kind::Seat, role.index, 0, detail, 0, step.policy.roles[role.index].name, what});
      };
      if (seat.until) add(*seat.until, pin_ends, "unpinned");
      if (place || seat.person || !seat.waits || !seat.team) continue;
      const Instant back = next_return(step, *seat.team);
      if (back != far_future) add(back, somebody_is_back, "filled");
    }
  }
}

void fire_seat(Step& step, const Timer& timer) {
  const RoleId role{timer.declaration};
  if (timer.detail != pin_ends) return;
  if (timer.place) return drop_own(step, timer.place, role);
  Seat& seat = step.account.life.seats[role];
  seat.pinned = false;
  seat.until = std::nullopt;
  if (!seat.person) return;
  const auto team = covering_team(step.sight(), role);
  if (is_member(step, team, *seat.person)) {
    seat.team = team;
    note(step, role, std::nullopt, seat, "kept");
  } else {
    empty(seat);
  }
}

}  // namespace baton::reference
