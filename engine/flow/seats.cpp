// The life of an account's seat:
//
//   empty   -- its role comes into use, someone can ----> held
//   empty   -- its role comes into use, nobody can -----> empty, flagged  -- someone is back --> held
//   held    -- coverage gives another team -------------> held, by that team's choice
//   held    -- the holder leaves, or seat.released -----> empty, and filled at once if in use
//   any     -- seat.assigned ---------------------------> pinned
//   pinned  -- until -----------------------------------> held if in the team that coverage gives, else as empty
//   pinned  -- person.left, seat.released --------------> empty
//
// A record's own seat is always pinned; when its pin ends it is gone, and the account's serves. Own seats add to
// nobody's load: load counts (account, role). The holder of a seat out of use keeps it, without load.
#include "engine/flow/seats.hpp"

#include <algorithm>

#include "engine/flow/people.hpp"
#include "engine/flow/seats_pick.hpp"
#include "engine/flow/stays.hpp"

namespace baton {
namespace {

constexpr std::uint32_t pin_ends = 0, someone_is_back = 1;  // Timer::detail

Seat empty_seat(RoleId role) {
  Seat seat;
  seat.role = role;
  return seat;
}

const Seat* own_seat(const AccountState& account, RecordIndex record, RoleId role) {
  if (!record) return nullptr;
  const std::vector<Seat>& own = account.records[*record].seats;
  const auto found = std::ranges::find(own, role, &Seat::role);
  return found == own.end() ? nullptr : &*found;
}

std::vector<Seat>& account_seats(Step& step) {
  std::vector<Seat>& seats = step.account.seats;
  for (std::size_t i = seats.size(); i < step.program.policy().roles.size(); ++i)
    seats.push_back(empty_seat(RoleId{i}));
  return seats;
}

// The roles by which a handoff uses seats: giver and receiver while it runs, those who stay after it.
template <class Use>
void each_role_of(const Step& step, const RunningHandoff& running, Use use) {
  if (!running.ended()) {
    if (running.from.role) use(*running.from.role);
    if (running.to.role) use(*running.to.role);
    return;
  }
  const Structure& structure = step.program.policy().structures[running.structure.index];
  for (const Stay& stay : structure.handoffs[running.handoff.index].stays) {
    if (names_secondary(step, running, stay)) use(stay.role);
  }
}

std::optional<TeamId> covering_team(const Step& step, RoleId role) {
  const auto row = step.program.coverage_row(role, step.view());
  if (!row) return std::nullopt;
  return step.program.org().coverage[role.index][*row].team;
}

bool is_member(const Program& program, std::optional<TeamId> team, PersonId person) {
  if (!team) return false;
  return std::ranges::find(program.org().teams[team->index].members, person, &Member::person) !=
         program.org().teams[team->index].members.end();
}

void note(Step& step, const Seat& seat, RecordIndex record, std::string how, std::vector<PassedOver> passed_over = {}) {
  step.decision.assigned.push_back(
      {seat.role, step.name_of(record), seat.person, seat.team, std::move(how), std::move(passed_over)});
}

// Nobody sits here any more; `filled` stays until fill_seats has said so.
void empty(World& world, Seat& seat) {
  uncount_load(world, seat);
  seat.person = std::nullopt;
  seat.pinned = seat.flagged = seat.by_rule = false;
  seat.pinned_until = std::nullopt;
}

void fill(Step& step, Seat& seat, std::optional<TeamId> team) {
  const bool known_to_be_empty = seat.flagged;
  Pick pick;
  pick.how = "empty";
  pick.flagged = true;
  if (team) pick = pick_member(step.program, step.world, step.account, *team, step.now);
  seat.person = pick.person;
  seat.team = team;
  seat.flagged = pick.flagged;
  seat.by_rule = pick.by_rule;
  if (seat.person) seat.filled = ++step.world.fillings;
  if (seat.person || !known_to_be_empty) note(step, seat, std::nullopt, pick.how, std::move(pick.passed_over));
}

void settle_seat(Step& step, Seat& seat, bool in_use) {
  if (seat.person && is_gone(step.program, step.world, *seat.person, step.now)) empty(step.world, seat);
  if (!in_use) {
    if (!seat.person && seat.filled != 0) {
      seat.team = std::nullopt;
      note(step, seat, std::nullopt, "released");
    }
    if (!seat.person) seat = empty_seat(seat.role);
    return;
  }
  const std::optional<TeamId> team = seat.pinned ? seat.team : covering_team(step, seat.role);
  if (seat.person && seat.team != team) empty(step.world, seat);
  if (!seat.person) fill(step, seat, team);
  count_load(step.program, step.world, step.account, seat);
}

// What this account adds to loads goes by what is in use now, not by what was when the last seat was filled.
void refresh_loads(Step& step, const std::vector<bool>& in_use) {
  for (Seat& seat : account_seats(step)) {
    if (in_use[seat.role.index]) {
      count_load(step.program, step.world, step.account, seat);
    } else {
      uncount_load(step.world, seat);
    }
  }
}

// A record's own seat ends: the account's serves from now on.
void drop_own_seats(Step& step, std::uint32_t record, auto&& ends) {
  std::vector<Seat>& own = step.account.records[record].seats;
  for (Seat& seat : own) {
    if (!ends(seat)) continue;
    seat.person = std::nullopt;
    seat.team = std::nullopt;
    note(step, seat, record, "released");
  }
  std::erase_if(own, [](const Seat& seat) { return !seat.person; });
}

void end_pin(Step& step, Seat& seat) {
  seat.pinned = false;
  seat.pinned_until = std::nullopt;
  if (!seat.person) return;
  const std::optional<TeamId> team = covering_team(step, seat.role);
  if (is_member(step.program, team, *seat.person)) {
    seat.team = team;
    note(step, seat, std::nullopt, "kept");
  } else {
    empty(step.world, seat);
  }
}

// The team a pinned person sits for: the covering one if they are in it, else the first of the role that has them.
std::optional<TeamId> team_of_pinned(const Step& step, RoleId role, PersonId person) {
  const auto covering = covering_team(step, role);
  if (is_member(step.program, covering, person)) return covering;
  const std::vector<Team>& teams = step.program.org().teams;
  for (std::size_t i = 0; i < teams.size(); ++i) {
    if (teams[i].role == role && is_member(step.program, TeamId{i}, person)) return TeamId{i};
  }
  return std::nullopt;
}

Seat& seat_to_pin(Step& step, RecordIndex record, RoleId role) {
  if (!record) return account_seats(step)[role.index];
  std::vector<Seat>& own = step.account.records[*record].seats;
  const auto found = std::ranges::find(own, role, &Seat::role);
  return found != own.end() ? *found : own.emplace_back(empty_seat(role));
}

// The first instant from now on at which a member is there; far_future if nobody comes back.
Instant next_return(const Step& step, TeamId team) {
  const Org& org = step.program.org();
  Instant first = far_future;
  for (const Member& member : org.teams[team.index].members) {
    if (is_gone(step.program, step.world, member.person, step.now)) continue;
    const auto until = away_until(step.program, step.world, member.person, step.now);
    if (!until) return step.now;
    const Zone& zone = org.calendars[org.people[member.person.index].calendar.index].zone();
    first = std::min(first, zone.start_of(Day{until->number + 1}));
  }
  return first;
}

Timer seat_timer(const Step& step, const Seat& seat, RecordIndex record, Instant at, std::uint32_t detail) {
  const std::string& role = step.program.policy().roles[seat.role.index].name;
  Timer timer;
  timer.at = at;
  timer.record = record ? *record + 1 : 0;
  timer.kind = Timer::Kind::Seat;
  timer.declaration = seat.role.index;
  timer.detail = detail;
  timer.name = role;
  timer.what = detail == pin_ends ? "unpinned" : "filled";
  timer.in_words = "seat " + role + (detail == pin_ends ? " is no longer pinned" : " can be filled");
  return timer;
}

}  // namespace

const Seat* seat_for(const AccountState& account, RecordIndex record, RoleId role) {
  if (const Seat* own = own_seat(account, record, role)) return own;
  return role.index < account.seats.size() ? &account.seats[role.index] : nullptr;
}

Holder holder_of(const AccountState& account, RecordIndex record, RoleId role) {
  const Seat* seat = seat_for(account, record, role);
  if (seat == nullptr) return {role, std::nullopt, std::nullopt};
  return {role, seat->person, seat->team};
}

std::vector<bool> roles_in_use(const Step& step) {
  std::vector<bool> in_use(step.program.policy().roles.size(), false);
  const AccountState& account = step.account;
  const auto use = [&](RecordIndex record, RoleId role) {
    if (own_seat(account, record, role) == nullptr) in_use[role.index] = true;
  };
  const auto use_owners = [&](RecordIndex record, const std::vector<LeafState>& leaves) {
    for (const LeafState& leaf : leaves) {
      if (leaf.active && leaf.owner) use(record, *leaf.owner);
    }
  };
  use_owners(std::nullopt, account.leaves);
  for (const std::uint32_t record : account.live) use_owners(record, account.records[record].leaves);
  for (const RunningHandoff& running : account.handoffs) {
    each_role_of(step, running, [&](RoleId role) { use(running.record, role); });
  }
  return in_use;
}

void fill_seats(Step& step) {
  for (std::uint32_t i = 0; i < step.account.records.size(); ++i) {
    drop_own_seats(step, i, [&](const Seat& seat) {
      return !seat.person || is_gone(step.program, step.world, *seat.person, step.now);
    });
  }
  const std::vector<bool> in_use = roles_in_use(step);
  refresh_loads(step, in_use);
  for (Seat& seat : account_seats(step)) settle_seat(step, seat, in_use[seat.role.index]);
}

std::expected<void, std::string> assign_seat(Step& step, const Event& event, RecordIndex record) {
  const std::string& person = step.program.org().people[event.person.index].id;
  if (is_gone(step.program, step.world, event.person, step.now)) {
    return std::unexpected("`" + person + "` is not there any more and cannot be given a seat");
  }
  if (event.until && *event.until <= step.now) {
    return std::unexpected("the seat of `" + person + "` would end before it begins");
  }
  Seat& seat = seat_to_pin(step, record, event.role);
  uncount_load(step.world, seat);
  seat.person = event.person;
  seat.team = team_of_pinned(step, event.role, event.person);
  seat.pinned = true;
  seat.pinned_until = event.until;
  seat.flagged = seat.by_rule = false;
  seat.filled = ++step.world.fillings;
  note(step, seat, record, "pinned");
  return {};
}

std::expected<void, std::string> release_seat(Step& step, const Event& event, RecordIndex record) {
  if (record) {
    drop_own_seats(step, *record, [&](const Seat& seat) { return seat.role == event.role; });
  } else {
    empty(step.world, account_seats(step)[event.role.index]);
  }
  return {};
}

std::vector<Vacancy> vacate(Step& step, PersonId person) {
  std::vector<Vacancy> vacant;
  for (Seat& seat : account_seats(step)) {
    if (seat.person != person) continue;
    empty(step.world, seat);
    vacant.push_back({seat.filled, seat.role});
  }
  for (std::uint32_t i = 0; i < step.account.records.size(); ++i) {
    drop_own_seats(step, i, [&](const Seat& seat) { return seat.person == person; });
  }
  refresh_loads(step, roles_in_use(step));
  return vacant;
}

void refill(Step& step, RoleId role) {
  settle_seat(step, account_seats(step)[role.index], roles_in_use(step)[role.index]);
}

std::vector<std::uint32_t> accounts_of(const World& world, PersonId person) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> held;  // first filling, account
  for (const auto& account : world.accounts) {
    std::uint64_t first = 0;
    const auto look = [&](const std::vector<Seat>& seats) {
      for (const Seat& seat : seats) {
        if (seat.person == person && (first == 0 || seat.filled < first)) first = seat.filled;
      }
    };
    look(account->seats);
    for (const RecordState& record : account->records) look(record.seats);
    if (first != 0) held.emplace_back(first, account->order);
  }
  std::ranges::sort(held);
  std::vector<std::uint32_t> result;
  for (const auto& [filling, order] : held) result.push_back(order);
  return result;
}

void seat_timers(const Step& step, std::vector<Timer>& timers) {
  for (const Seat& seat : step.account.seats) {
    if (seat.pinned_until) timers.push_back(seat_timer(step, seat, std::nullopt, *seat.pinned_until, pin_ends));
    if (seat.person || !seat.flagged || !seat.team) continue;
    const Instant back = next_return(step, *seat.team);
    if (back != far_future) timers.push_back(seat_timer(step, seat, std::nullopt, back, someone_is_back));
  }
  for (std::uint32_t i = 0; i < step.account.records.size(); ++i) {
    for (const Seat& seat : step.account.records[i].seats) {
      if (seat.pinned_until) timers.push_back(seat_timer(step, seat, i, *seat.pinned_until, pin_ends));
    }
  }
}

void fire_seat_timer(Step& step, const Timer& timer) {
  const RoleId role{timer.declaration};
  if (timer.detail == pin_ends && timer.record == 0) end_pin(step, account_seats(step)[role.index]);
  if (timer.detail == pin_ends && timer.record != 0) {
    drop_own_seats(step, timer.record - 1, [&](const Seat& seat) { return seat.role == role; });
  }
  fill_seats(step);
}

namespace {

// Of two members of a team that gives a seat to the least loaded: what spoke for the one who has it, by the loads of
// now without that seat.
PassedOver::Why less_than(const World& world, const Seat& seat, const Team& team, const Member& other) {
  const auto holder = std::ranges::find(team.members, *seat.person, &Member::person);
  const std::int64_t own = world.people[holder->person.index].accounts - (seat.counted ? 1 : 0);
  const std::int64_t others = world.people[other.person.index].accounts;
  const auto by_weight = others * holder->weight <=> own * other.weight;
  if (by_weight > 0) return others > own ? PassedOver::Why::MoreLoaded : PassedOver::Why::MoreForWeight;
  return by_weight == 0 && &*holder < &other ? PassedOver::Why::LaterInList : PassedOver::Why::SeatHeld;
}

// Why a member who could take the seat has not got it.
PassedOver::Why preference(const World& world, const Seat& seat, const Team& team, const Member& other) {
  if (seat.pinned) return PassedOver::Why::PinnedElsewhere;
  if (!seat.by_rule) return PassedOver::Why::SeatHeld;
  return team.assign == Assign::LeastLoaded ? less_than(world, seat, team, other) : PassedOver::Why::NextInLine;
}

}  // namespace

std::vector<PassedOver> why_not(const Program& program, const World& world, const AccountState& account,
                                RecordIndex record, RoleId role, Instant now) {
  const Seat* seat = seat_for(account, record, role);
  if (seat == nullptr || !seat->team) return {};
  const Team& team = program.org().teams[seat->team->index];
  std::vector<PassedOver> result;
  for (const Member& member : team.members) {
    if (seat->person == member.person) continue;
    if (const auto against = hindrance(program, world, account, member.person, now)) {
      result.push_back(*against);
    } else if (seat->person) {
      result.push_back({member.person, preference(world, *seat, team, member), std::nullopt});
    }
  }
  return result;
}

}  // namespace baton
