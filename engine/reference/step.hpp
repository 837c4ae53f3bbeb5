// One step: an event or a timer of one account being worked on, in S2's order. Each part of it has its own file.
#pragma once

#include "engine/reference/facts.hpp"

namespace baton::reference {

struct Step {
  const Policy& policy;
  const Org& org;
  World& world;
  Account& account;
  Instant now;
  Decision& decision;
  const Event* event = nullptr;  // nullptr: a timer
  Place event_place;             // the record that it names
  std::vector<Scalar> own = {};  // its own fields

  Sight sight(Place place = std::nullopt) const { return {policy, org, account, place, now}; }
  Sight sight_of_event(Place place) const;  // with the event's record and its own fields
  const Structure& structure() const { return policy.structures[account.structure.index]; }
  Life& life(Place place) const { return place ? account.records[*place].life : account.life; }
  std::optional<RecordName> name_of(Place place) const {
    return place ? std::optional(account.records[*place].name) : std::nullopt;
  }
  std::vector<Place> places() const;  // the account, then its records
};

// ---- triggers.cpp

// Does the event at hand set off what belongs to this place?
bool sets_off(const Step& step, const EventTrigger& trigger, Place place);
bool any_sets_off(const Step& step, const std::vector<EventTrigger>& triggers, Place place);
// The event's own fields: what it brings, else their defaults, else unknown.
std::vector<Scalar> own_fields(const Policy& policy, const Org& org, const Event& event);

// ---- events.cpp

// Can the event be used, as far as the account's facts can tell (V1, V2)?
bool is_usable(const Policy& policy, const Account* account, const Event& event);
Place find_record(const Account& account, const Event& event);
Account begin_account(const Policy& policy, const Org& org, const std::string& id, Instant now);
Place begin_record(const Step& step, const Event& event);
void set_fields(Step& step);
void move_stages(Step& step);
void move_anchors(Step& step);
void enter(Step& step, Place place, StageId stage);

}  // namespace baton::reference
