// One step: an event or a timer of one account being worked on, in S2's order. Each part of it has its own file.
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "engine/reference/facts.hpp"
#include "engine/reference/people.hpp"
#include "engine/reference/reference.hpp"

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
  Instant settled_at(Place place) const { return life(place).ruled_at; }
  std::optional<RecordName> name_of(Place place) const {
    return place ? std::optional(account.records[*place].name) : std::nullopt;
  }
  std::vector<Place> places() const;  // the account, then its records
};

// ---- triggers.cpp

// Does the event at hand set off what belongs to this place?
bool sets_off(const Step& step, const EventTrigger& trigger, Place place);
// Does it move the stage or an anchor of the place?
bool moves(const Step& step, const EventTrigger& trigger, Place place);
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

// ---- owners.cpp

// The structure that org.yaml gives the account; handoffs that it does not know end (O2).
void settle_structure(Step& step);
// What section 4 says of the place's leaves now, and the moves that follow from it (O3).
void rule(Step& step, Place place);
// Who holds the leaf, which is active: the giver of a handoff or the seat (O3d).
Holder holder_of_leaf(const Step& step, Place place, LeafId leaf);
// Who holds each active leaf, by place and leaf.
struct Held {
  Place place;
  LeafId leaf;
  Holder holder;
};
std::vector<Held> held(const Step& step);
void write_changes(Step& step, const std::vector<Held>& before);
Because because_of(const Step& step, Place place, LeafId leaf);
// What the window timers look at: the roles that own and support, and those that stay, at another moment, if nothing
// else happens.
std::string roles_ruling(const Step& step, Place place, Instant at);
std::string roles_staying(const Step& step, Place place, Instant at);

// ---- handoffs.cpp

const Handoff& text_of(const Policy& policy, const OpenHandoff& handoff);
OpenHandoff* holding_handoff(Account& account, Place place, LeafId leaf);
bool take_handoff_event(Step& step);
void note_handoff_event(Step& step);  // `done on`, `accepted on`, `cancelled on`
void finish_handoffs(Step& step);     // those that are complete
void supersede_unknown(Step& step);
void take_leaf(Step& step, Place place, HandoffId handoff, LeafId leaf);
void release_leaf(Step& step, OpenHandoff& handoff, LeafId leaf, HandoffState as);
void date_handoffs(Step& step);
void forget_handoffs(Step& step);
void report_handoffs(Step& step);
Holder giver_of(const Step& step, const OpenHandoff& handoff);
// Those named as secondary owners of the leaf at that moment, who do not own it.
std::vector<Owned::Secondary> secondaries(const Step& step, Place place, LeafId leaf, Instant at);

// ---- seats.cpp

Holder holder_of(const Account& account, Place place, RoleId role);
bool take_seat_event(Step& step);
void settle_seats(Step& step);
void settle_seat(Step& step, RoleId role);
// The account's seats that are empty now, each with the number of its filling.
std::vector<std::pair<std::uint64_t, RoleId>> vacate(Step& step, PersonId person);

// ---- targets.cpp

Holder meant_by(const Step& step, const Target& target, Place place);
CalendarId calendar_of(const Org& org, std::optional<PersonId> person);
bool is_paused(const Step& step, StageSet account_stages, StageSet record_stages, Place place);
// Where what is `per` this type of record runs for the event's (or raiser's) record; nullopt: nowhere.
std::optional<Place> place_for(const Step& step, const std::optional<RecordTypeId>& per, Place of);
std::vector<Place> places_of(const Step& step, const std::optional<RecordTypeId>& per);

// ---- escalations.cpp

bool take_escalation_event(Step& step);
void end_escalations(Step& step);
void begin_escalations(Step& step);
void settle_escalations(Step& step);  // pauses, and whom they call now
// T4: persons are looked up at every moment. If nobody can be found now, those who were called stay called.
std::vector<PersonId> calls_now(const Step& step, const OpenEscalation& open);
void raise(Step& step, StructureId structure, EscalationId escalation, Place place, std::uint64_t raiser);
void close_raised(Step& step, std::uint64_t raiser);

// ---- slas.cpp

void end_slas(Step& step);
void begin_slas(Step& step);
void settle_slas(Step& step);

// ---- credits.cpp

void give_credit(Step& step);

// ---- timers.cpp, and each part's own

// A moment at which something happens by itself, ordered as in S3.
struct Timer {
  enum class Kind { Org, Review, Stage, Seat, Window, Handoff, Escalation, Sla };
  Instant at;
  std::size_t account = 0;
  Place place;
  Kind kind = Kind::Window;
  std::size_t declaration = 0;
  std::uint64_t beginning = 0;
  std::size_t detail = 0;
  std::uint32_t instance = 0;  // 0: counted when it fires
  std::string name, what;
  auto order() const { return std::tuple(at, account, place, kind, declaration, beginning, detail); }
};

void add_stage_timers(const Step& step, std::vector<Timer>& timers);
void add_seat_timers(const Step& step, std::vector<Timer>& timers);
void add_window_timers(const Step& step, std::vector<Timer>& timers);
void add_handoff_timers(const Step& step, std::vector<Timer>& timers);
void add_escalation_timers(const Step& step, std::vector<Timer>& timers);
void add_sla_timers(const Step& step, std::vector<Timer>& timers);
void fire_stage(Step& step, const Timer& timer);
void fire_seat(Step& step, const Timer& timer);
void fire_handoff(Step& step, const Timer& timer);
void fire_escalation(Step& step, const Timer& timer);
void fire_sla(Step& step, const Timer& timer);
// All of the account from now on.
std::vector<Timer> timers_of(const Step& step);

// The moment of a date trigger, and the value (of the date or the anchor) that it is for; nullopt: none is to come.
struct Moment {
  Instant at, value;
};
std::optional<Moment> moment_of(const Step& step, Place place, const DateTrigger& trigger, const std::string& key);
void mark_fired(Step& step, Place place, const std::string& key, Instant value);

std::uint32_t count(Account& account, const std::string& what);

}  // namespace baton::reference
