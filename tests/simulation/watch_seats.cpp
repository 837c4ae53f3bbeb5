// Seats: who may take one, and what everyone carries.
#include <algorithm>

#include "tests/simulation/watch.hpp"

namespace baton::simulation {

bool Watch::has_left(PersonId person) const {
  return engine_.world().people[person.index].left;
}

// Present on that day, in the zone of their own calendar.
bool Watch::is_there(PersonId person, Instant now) const {
  if (has_left(person)) return false;
  const naive::Minute shows = calendar(calendar_of(person)).clock().shows(naive::minute_of(now));
  const Day today{static_cast<std::int32_t>(shows / naive::minutes_per_day)};
  const auto& away = engine_.world().people[person.index].away;
  return std::ranges::none_of(away, [&](const Away& time) { return time.from <= today && today <= time.to; });
}

// What everyone carries, as the accounts' seats say.
std::vector<Watch::Load> Watch::loads() const {
  const auto& people = program_.org().people;
  std::vector<Load> loads(people.size());
  for (std::size_t i = 0; i < people.size(); ++i) loads[i].sums.resize(people[i].capacity.sums.size());
  for (const auto& account : engine_.world().accounts) {
    for (const Seat& seat : account->seats) {
      if (!seat.counted || !seat.person) continue;
      Load& load = loads[seat.person->index];
      ++load.accounts;
      for (std::size_t i = 0; i < load.sums.size(); ++i) {
        const FieldId field = people[seat.person->index].capacity.sums[i].first;
        const Scalar value = account->facts.fields[field.index];
        load.sums[i] += value == unknown ? 0 : value;
      }
    }
  }
  return loads;
}

// With all that they carry now, are they within their capacity?
bool Watch::fits(PersonId person) const {
  const Capacity& capacity = program_.org().people[person.index].capacity;
  const Load load = loads()[person.index];
  if (capacity.accounts && load.accounts > *capacity.accounts) return false;
  for (std::size_t i = 0; i < load.sums.size(); ++i) {
    if (load.sums[i] > capacity.sums[i].second) return false;
  }
  return true;
}

void Watch::assignment_is_right(const AccountState& state, const SeatAssignment& assigned) {
  ++checked_["assignments"];
  const std::string& how = assigned.how;
  const Org& org = program_.org();
  if (how == "empty" || how == "released") return void(expect(!assigned.person, "an empty seat with somebody in it"));
  if (!expect(assigned.person.has_value(), "nobody was seated")) return;
  expect(!has_left(*assigned.person), "somebody was seated who has left");
  if (how == "pinned" || how == "kept") return;
  if (!expect(assigned.team.has_value(), "seated for no team")) return;
  const Team& team = org.teams[assigned.team->index];
  const auto present = [&](const Member& member) { return is_there(member.person, now_); };
  if (how == "fallback") {
    expect(std::ranges::none_of(team.members, present), "the fallback sits in although a member is there");
    expect(team.fallback == assigned.person, "another than the fallback sits in");
    return;
  }
  expect(is_there(*assigned.person, now_), "somebody was seated who is away");
  expect(std::ranges::find(team.members, *assigned.person, &Member::person) != team.members.end(), "not a member");
  if (state.seats[assigned.role.index].person != assigned.person) return;
  const bool over = how == "least_loaded_full";
  expect(over == state.seats[assigned.role.index].flagged, "a full seat and its flag differ");
  if (!over) expect(fits(*assigned.person), "somebody was seated who has no room");
}

bool Watch::stays(const AccountState& state, const RunningHandoff& running, const Stay& stay) const {
  std::optional<RecordName> record;
  if (running.record) record = RecordName{state.records[*running.record].type, state.records[*running.record].id};
  const View view = view_of(state, record, now_);
  const auto& leaves = running.record ? state.records[*running.record].leaves : state.leaves;
  return std::ranges::any_of(running.leaves, [&](LeafId leaf) { return leaves[leaf.index].active; }) &&
         stay.account_stages.has(view.account->stage) && (!view.record || stay.record_stages.has(view.record->stage)) &&
         reader_.holds(stay.condition, view) &&
         std::ranges::all_of(stay.windows, [&](const Window& window) { return reader_.holds(window, view); });
}

// P2: those whose role owns, gives, takes or stays; where a record has a seat of its own, that one serves.
std::set<RoleId> Watch::roles_in_use(const AccountState& state) const {
  std::set<RoleId> roles;
  const auto use = [&](const std::vector<Seat>* own, std::optional<RoleId> role) {
    if (!role || (own && std::ranges::find(*own, *role, &Seat::role) != own->end())) return;
    roles.insert(*role);
  };
  const auto use_owners = [&](const std::vector<Seat>* own, const std::vector<LeafState>& leaves) {
    for (const LeafState& leaf : leaves) {
      if (leaf.active) use(own, leaf.owner);
    }
  };
  use_owners(nullptr, state.leaves);
  for (const RecordState& record : state.records) use_owners(&record.seats, record.leaves);
  for (const RunningHandoff& running : state.handoffs) {
    const auto* own = running.record ? &state.records[*running.record].seats : nullptr;
    if (!running.ended()) {
      use(own, running.from.role);
      use(own, running.to.role);
    }
    if (running.state != HandoffState::Finished && running.state != HandoffState::CutOver) continue;
    const auto& text = program_.policy().structures[running.structure.index].handoffs[running.handoff.index];
    for (const Stay& stay : text.stays) {
      if (stays(state, running, stay)) use(own, stay.role);
    }
  }
  return roles;
}

void Watch::see_seats(const AccountState& state, const Decision& decision) {
  for (const SeatAssignment& assigned : decision.assigned) {
    if (!assigned.record) assignment_is_right(state, assigned);
  }
  const std::set<RoleId> in_use = roles_in_use(state);
  for (const Seat& seat : state.seats) {
    const std::string& role = program_.policy().roles[seat.role.index].name;
    expect(!seat.person || !has_left(*seat.person), "the seat of " + role + " is held by somebody who has left");
    const bool counts = seat.person && in_use.contains(seat.role);
    expect(more_to_come() || seat.counted == counts, "the seat of " + role + " counts wrongly");
    expect(seat.person || !in_use.contains(seat.role) || seat.flagged, "the seat of " + role + " is empty, unflagged");
  }
  loads_add_up();
}

// Everyone's book is what the accounts say, added up.
void Watch::loads_add_up() {
  const std::vector<Load> counted = loads();
  const std::vector<PersonState>& people = engine_.world().people;
  for (std::size_t i = 0; i < people.size(); ++i) {
    const std::string& person = program_.org().people[i].id;
    expect(counted[i].accounts == people[i].accounts, person + " carries another number of accounts");
    expect(counted[i].sums == people[i].sums, person + " carries another sum");
  }
}

}  // namespace baton::simulation
