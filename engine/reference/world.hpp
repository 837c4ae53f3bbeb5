// What the reference remembers: what was told and what was begun. All else is worked out from it again and again.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "engine/flow/decision.hpp"
#include "engine/flow/event.hpp"
#include "engine/model/org.hpp"

namespace baton::reference {

// Where something belongs: nullopt: to the account; else to this one of its records.
using Place = std::optional<std::size_t>;

struct Seat {
  std::optional<PersonId> person;
  std::optional<TeamId> team;
  bool pinned = false;
  std::optional<Instant> until;  // of the pin, exclusive
  bool waits = false;            // empty although needed
  std::uint64_t filled = 0;      // the how-manieth filling of all
};

// An account itself, or one of its records.
struct Life {
  StageId stage;
  std::vector<Scalar> fields;
  std::vector<Instant> field_since;                // when each took its value
  std::vector<Instant> anchors;                    // by AnchorId: the latest occurrence
  std::map<LeafId, std::optional<RoleId>> owners;  // of the active leaves; nullopt: nobody
  std::map<RoleId, Seat> seats;
  Instant ruled_at;                                  // when its owners were last asked for
  Instant handed_at;                                 // when one of its handoffs last changed
  std::vector<std::pair<Instant, StageId>> entered;  // every stage so far, and when
};

struct Record {
  RecordName name;
  Life life;
};

struct Item {
  bool done = false;
  std::optional<Instant> due;
  bool late = false;  // said already
  bool applied = true;
};

// One that has ended is kept while it may still name a secondary owner.
struct OpenHandoff {
  std::uint64_t number = 0;  // running, in the account
  StructureId structure;     // the text under which it began
  HandoffId handoff;
  Place place;
  std::uint32_t n = 1, instance = 1;
  std::set<LeafId> leaves;  // what it holds; what it held when it ended
  std::set<LeafId> lost;    // what the step at hand took from it
  Holder from, to;          // as last seen; of a giver who has left the name stays
  Instant opened_at;
  std::optional<Instant> start_by, due, cutover;
  bool dated = false;
  bool started = false, returned = false, overdue = false, accepted = false;
  bool start_missed = false;  // said already
  std::vector<Item> items;
  std::optional<HandoffState> ended;
  std::map<std::size_t, Instant> over;         // the stays whose time was seen to be up, and when
  bool touched = false;                        // changed by the step at hand
  std::optional<PersonId> told_from, told_to;  // between whom it was when a decision last listed it
};

struct Clock {
  CalendarId calendar;
  std::optional<Instant> until;
  std::int64_t left_ms = 0;  // while paused
  bool business = false;
};

struct OpenEscalation {
  std::uint64_t number = 0;
  StructureId structure;
  EscalationId escalation;
  Place place;
  std::uint32_t n = 1, instance = 1;
  EscalationState state = EscalationState::Calling;
  std::size_t tier = 0;  // from 0
  std::vector<PersonId> calls;
  std::vector<Clock> clocks;
  bool paused = false;
  std::optional<std::uint64_t> raised_by;  // the handoff or SLA, by its number
};

struct OpenSla {
  StructureId structure;
  SlaId sla;
  Place place;
  std::uint32_t n = 1, instance = 1;
  std::uint64_t number = 0;  // as of handoffs
  SlaState state = SlaState::Running;
  Instant began;
  CalendarId calendar;
  std::optional<Instant> due, warn_at;
  std::int64_t left_ms = 0;
  std::pair<std::optional<RoleId>, std::optional<PersonId>> told;  // who owes, as a decision last listed it
};

struct Account {
  std::string id;
  Life life;
  StructureId structure;
  std::vector<Record> records;  // in the order of their first events
  std::vector<OpenHandoff> handoffs;
  std::vector<OpenEscalation> escalations;
  std::vector<OpenSla> slas;
  std::map<std::string, std::uint32_t> counts;              // instances so far
  std::uint64_t numbers = 0;                                // given out so far
  std::set<std::tuple<Place, std::string, Instant>> fired;  // date triggers
  std::map<std::pair<Place, std::string>, Instant> ticked;  // an SLA's last tick
  // What is owed to SLAs that a timer may begin at this very instant: the SLA's key, and when it happened (O6).
  std::set<std::tuple<Place, std::string, Instant>> owed;
};

struct PersonNow {
  bool left = false;
  std::vector<Away> away;
};

struct TeamNow {
  std::size_t next = 0;
  std::vector<std::int64_t> credit;
};

struct World {
  std::deque<Account> accounts;  // in the order of their first events
  std::vector<PersonNow> people;
  std::vector<TeamNow> teams;
  std::uint64_t fillings = 0;
};

}  // namespace baton::reference
