// Whom the words mean: owner of, a seat, manager of, a position, a person, a team.
#include <algorithm>

#include "engine/reference/step.hpp"

namespace baton::reference {

namespace {

Holder somebody(std::optional<PersonId> person) {
  return {std::nullopt, person, std::nullopt};
}

// The owner that decisions name. N1: a leaf per another kind of record means nobody here.
Holder owner_of(const Step& step, LeafId leaf, Place place) {
  const bool per_record = step.policy.leaves[leaf.index].per.has_value();
  if (per_record && !place) return {};
  const Place at = per_record ? place : std::nullopt;
  return step.life(at).owners.contains(leaf) ? holder_of_leaf(step, at, leaf) : Holder{};
}

// The fallback, if somebody answers for it, else the next member from the team's pointer who is there (P8).
std::optional<PersonId> called_for(const Step& step, TeamId id) {
  const Staff staff{step.org, step.world, step.now};
  const Team& team = step.org.teams[id.index];
  if (team.fallback && staff.present(*team.fallback)) return team.fallback;
  for (std::size_t i = 0; i < team.members.size(); ++i) {
    const PersonId member = team.members[(step.world.teams[id.index].next + i) % team.members.size()].person;
    if (!staff.is_gone(member) && !staff.is_away(member)) return member;
  }
  return team.fallback;
}

template <class Items>
std::optional<std::size_t> find_id(const Items& items, const std::string& id) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].id == id) return i;
  }
  return std::nullopt;
}

Holder meant_itself(const Step& step, const Target& target, Place place) {
  switch (target.kind) {
    case Target::Kind::OwnerOf:
      return owner_of(step, target.leaf, place);
    case Target::Kind::Role:
      return holder_of(step.account, std::nullopt, target.role);
    case Target::Kind::Position:
      if (const auto found = find_id(step.org.positions, target.name))
        return somebody(step.org.positions[*found].holder);
      return {};
    case Target::Kind::Person:
      if (const auto found = find_id(step.org.people, target.name)) return somebody(PersonId{*found});
      return {};
    case Target::Kind::Team:
      if (const auto found = find_id(step.org.teams, target.name)) {
        return {std::nullopt, called_for(step, TeamId{*found}), TeamId{*found}};
      }
      return {};
  }
  return {};
}

}  // namespace

Holder meant_by(const Step& step, const Target& target, Place place) {
  const Staff staff{step.org, step.world, step.now};
  Holder holder = meant_itself(step, target, place);
  for (std::uint32_t i = 0; i < target.managers && holder.person; ++i) holder = somebody(staff.manager(*holder.person));
  return holder;
}

CalendarId calendar_of(const Org& org, std::optional<PersonId> person) {
  return person ? org.people[person->index].calendar : org.default_calendar;
}

bool is_paused(const Step& step, StageSet account_stages, StageSet record_stages, Place place) {
  if (account_stages.has(step.account.life.stage)) return true;
  return place && record_stages.has(step.life(place).stage);
}

std::optional<Place> place_for(const Step& step, const std::optional<RecordTypeId>& per, Place of) {
  if (!per) return Place{};
  if (!of || step.account.records[*of].name.type != *per) return std::nullopt;
  return of;
}

std::vector<Place> places_of(const Step& step, const std::optional<RecordTypeId>& per) {
  if (!per) return {std::nullopt};
  std::vector<Place> all;
  for (std::size_t i = 0; i < step.account.records.size(); ++i) {
    if (step.account.records[i].name.type == *per) all.emplace_back(i);
  }
  return all;
}

}  // namespace baton::reference
