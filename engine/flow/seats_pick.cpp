// A team's rule is asked over the members who can take the seat; those who cannot say why. If all who are there are
// full, the least loaded takes it, flagged; if nobody is there, the fallback; else the seat stays empty, flagged.
// Neither of these two moves a pointer. Cost: linear in the team's members, all arithmetic in whole numbers.
#include "engine/flow/seats_pick.hpp"

#include <algorithm>

#include "engine/flow/people.hpp"

namespace baton {
namespace {

constexpr Scalar known_or_zero(Scalar value) {
  return value == unknown ? 0 : value;
}

bool is_full(const Program& program, const World& world, const AccountState& account, PersonId person) {
  const Capacity& capacity = program.org().people[person.index].capacity;
  const PersonState& state = world.people[person.index];
  if (capacity.accounts && state.accounts + 1 > *capacity.accounts) return true;
  for (std::size_t i = 0; i < capacity.sums.size(); ++i) {
    const auto& [field, bound] = capacity.sums[i];
    const std::int64_t carried = i < state.sums.size() ? state.sums[i] : 0;
    if (carried + known_or_zero(account.facts.fields[field.index]) > bound) return true;
  }
  return false;
}

// The members of one team, each with what speaks against it, and the team's pointers.
struct Candidates {
  const Team& team;
  TeamState& state;
  const World& world;
  std::vector<std::optional<PassedOver>> against;  // by member

  std::size_t size() const { return team.members.size(); }
  bool can(std::size_t member) const { return !against[member]; }
  bool only_full(std::size_t member) const { return against[member] && against[member]->why == PassedOver::Why::Full; }
};

std::vector<PassedOver> all_passed_over(const Candidates& candidates, std::optional<std::size_t> taken) {
  std::vector<PassedOver> result;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (i != taken && candidates.against[i]) result.push_back(*candidates.against[i]);
  }
  return result;
}

// Lower load for its weight, compared by cross-multiplication: a.load / a.weight < b.load / b.weight.
bool less_loaded(const Candidates& candidates, std::size_t a, std::size_t b) {
  const Member& first = candidates.team.members[a];
  const Member& second = candidates.team.members[b];
  return candidates.world.people[first.person.index].accounts * second.weight <
         candidates.world.people[second.person.index].accounts * first.weight;
}

template <class Eligible>
std::optional<std::size_t> least_loaded(const Candidates& candidates, Eligible eligible) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (eligible(i) && (!best || less_loaded(candidates, i, *best))) best = i;
  }
  return best;
}

Pick taken(const Candidates& candidates, std::size_t member, std::string how) {
  return {candidates.team.members[member].person, std::move(how), all_passed_over(candidates, member), false};
}

// The member after the last one taken, in list order. Passed over are only those met on the way.
Pick by_turn(Candidates& candidates) {
  const std::size_t size = candidates.size();
  Pick pick;
  pick.how = "round_robin";
  for (std::size_t step = 0; step < size; ++step) {
    const std::size_t member = (candidates.state.next + step) % size;
    if (candidates.can(member)) {
      pick.person = candidates.team.members[member].person;
      candidates.state.next = static_cast<std::uint32_t>((member + 1) % size);
      break;
    }
    pick.passed_over.push_back(*candidates.against[member]);
  }
  return pick;
}

Pick by_load(const Candidates& candidates) {
  const auto member = least_loaded(candidates, [&](std::size_t i) { return candidates.can(i); });
  return taken(candidates, *member, "least_loaded");
}

// Smooth weighted round robin: everyone who can gains their weight, the richest takes the seat and pays for all.
Pick by_weight(Candidates& candidates) {
  std::vector<std::int64_t>& credit = candidates.state.credit;
  credit.resize(candidates.size(), 0);
  std::optional<std::size_t> richest;
  std::int64_t total = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!candidates.can(i)) continue;
    credit[i] += candidates.team.members[i].weight;
    total += candidates.team.members[i].weight;
    if (!richest || credit[i] > credit[*richest]) richest = i;
  }
  credit[*richest] -= total;
  return taken(candidates, *richest, "weighted");
}

Pick by_rule(Candidates& candidates) {
  switch (candidates.team.assign) {
    case Assign::RoundRobin:
      return by_turn(candidates);
    case Assign::LeastLoaded:
      return by_load(candidates);
    case Assign::Weighted:
      return by_weight(candidates);
  }
  return {};
}

}  // namespace

std::optional<PassedOver> hindrance(const Program& program, const World& world, const AccountState& account,
                                    PersonId person, Instant now) {
  using Why = PassedOver::Why;
  if (is_gone(program, world, person, now)) {
    const auto& from = program.org().people[person.index].from;
    const bool yet_to_come = !world.people[person.index].left && from && program.org().zone.start_of(*from) > now;
    return PassedOver{person, yet_to_come ? Why::NotYetThere : Why::Left, std::nullopt};
  }
  if (const auto until = away_until(program, world, person, now)) return PassedOver{person, Why::Away, until};
  if (is_full(program, world, account, person)) return PassedOver{person, Why::Full, std::nullopt};
  return std::nullopt;
}

Pick pick_member(const Program& program, World& world, const AccountState& account, TeamId team_id, Instant now) {
  const Team& team = program.org().teams[team_id.index];
  Candidates candidates{team, world.teams[team_id.index], world, {}};
  for (const Member& member : team.members) {
    candidates.against.push_back(hindrance(program, world, account, member.person, now));
  }
  if (std::ranges::any_of(candidates.against, [](const auto& against) { return !against; })) {
    Pick pick = by_rule(candidates);
    pick.by_rule = true;
    return pick;
  }

  const auto full = least_loaded(candidates, [&](std::size_t i) { return candidates.only_full(i); });
  if (full) {
    Pick pick = taken(candidates, *full, "least_loaded_full");
    pick.flagged = true;
    return pick;
  }
  const bool stands_in = team.fallback && !is_gone(program, world, *team.fallback, now);
  Pick pick;
  if (stands_in) pick.person = team.fallback;
  pick.how = stands_in ? "fallback" : "empty";
  pick.passed_over = all_passed_over(candidates, std::nullopt);
  pick.flagged = !stands_in;
  return pick;
}

void count_load(const Program& program, World& world, const AccountState& account, Seat& seat) {
  uncount_load(world, seat);
  if (!seat.person) return;
  const Capacity& capacity = program.org().people[seat.person->index].capacity;
  PersonState& holder = world.people[seat.person->index];
  holder.sums.resize(capacity.sums.size(), 0);
  holder.accounts += 1;
  for (std::size_t i = 0; i < capacity.sums.size(); ++i) {
    seat.counted_sums.push_back(known_or_zero(account.facts.fields[capacity.sums[i].first.index]));
    holder.sums[i] += seat.counted_sums.back();
  }
  seat.counted = true;
}

void uncount_load(World& world, Seat& seat) {
  if (!seat.counted) return;
  PersonState& holder = world.people[seat.person->index];
  holder.accounts -= 1;
  for (std::size_t i = 0; i < seat.counted_sums.size(); ++i) holder.sums[i] -= seat.counted_sums[i];
  seat.counted = false;
  seat.counted_sums.clear();
}

}  // namespace baton
