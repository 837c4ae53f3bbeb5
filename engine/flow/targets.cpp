#include "engine/flow/targets.hpp"

#include <algorithm>

#include "engine/flow/ownership.hpp"
#include "engine/flow/people.hpp"
#include "engine/flow/seats.hpp"

namespace baton {
namespace {

Holder just(std::optional<PersonId> person) {
  return {std::nullopt, person, std::nullopt};
}

// Who is shown as the owner: for a giver who has left, their manager (O3d). N1: what is per another record, or per
// none, cannot mean one record's leaf.
Holder owner_of(const Step& step, LeafId leaf_id, RecordIndex record) {
  const auto& per = step.program.policy().leaves[leaf_id.index].per;
  const AccountState& account = step.account;
  if (per && (!record || account.records[*record].type != *per)) return {};
  const RecordIndex place = per ? record : std::nullopt;
  if (leaf_id.index >= leaf_states(account, place).size()) return {};
  return holder_of_leaf(step, place, leaf_id).value_or(Holder{});
}

// The fallback if someone answers for it, else the first member from the team's pointer on who is there. Calls fill
// no seats: the pointer stays where it is.
std::optional<PersonId> called_for(const Step& step, TeamId team_id) {
  const Team& team = step.program.org().teams[team_id.index];
  const auto reaches = [&](PersonId person) { return present(step.program, step.world, person, step.now).has_value(); };
  if (team.fallback && reaches(*team.fallback)) return team.fallback;
  const std::size_t next = step.world.teams[team_id.index].next;
  for (std::size_t i = 0; i < team.members.size(); ++i) {
    const PersonId member = team.members[(next + i) % team.members.size()].person;
    if (!is_gone(step.program, step.world, member, step.now) && !is_away(step.program, step.world, member, step.now)) {
      return member;
    }
  }
  return team.fallback;
}

template <class Item>
std::optional<std::size_t> position_of(const std::vector<Item>& items, const std::string& id) {
  const auto found = std::ranges::find(items, id, &Item::id);
  if (found == items.end()) return std::nullopt;
  return static_cast<std::size_t>(found - items.begin());
}

Holder without_managers(const Step& step, const Target& target, RecordIndex record) {
  const Org& org = step.program.org();
  switch (target.kind) {
    case Target::Kind::OwnerOf:
      return owner_of(step, target.leaf, record);
    case Target::Kind::Role:
      return holder_of(step.account, std::nullopt, target.role);
    case Target::Kind::Position: {
      const auto found = position_of(org.positions, target.name);
      return found ? just(org.positions[*found].holder) : Holder{};
    }
    case Target::Kind::Person: {
      const auto found = position_of(org.people, target.name);
      return found ? just(PersonId{*found}) : Holder{};
    }
    case Target::Kind::Team: {
      const auto found = position_of(org.teams, target.name);
      return found ? Holder{std::nullopt, called_for(step, TeamId{*found}), TeamId{*found}} : Holder{};
    }
  }
  return {};
}

}  // namespace

Holder meant_by(const Step& step, const Target& target, RecordIndex record) {
  Holder holder = without_managers(step, target, record);
  for (std::uint32_t i = 0; i < target.managers && holder.person; ++i) {
    holder = just(standing_manager(step.program, step.world, *holder.person, step.now));
  }
  return holder;
}

CalendarId calendar_of(const Program& program, std::optional<PersonId> person) {
  return person ? program.org().people[person->index].calendar : program.org().default_calendar;
}

}  // namespace baton
