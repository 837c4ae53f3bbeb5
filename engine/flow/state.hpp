// The state of every account and of the seats, as plain values. Only `step` and the small state machines beside it
// (handoffs, escalations, SLAs, seats) change it; each has its own file.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/decide/program.hpp"
#include "engine/flow/decision.hpp"

namespace baton {

// Where in an account something belongs: the account itself, or one of its records (index into
// AccountState::records, which is in order of first events).
using RecordIndex = std::optional<std::uint32_t>;

// Who owns a leaf: what section 4 says (`ruled`), and who holds it now (a running handoff's giver may).
struct LeafState {
  bool active = false;
  std::optional<StatementId> statement;  // of the account's structure; what section 4 says
  std::optional<RoleId> ruled;           // the statement's role; nullopt: nobody
  std::optional<RoleId> owner;           // who owns it now
  std::optional<std::uint32_t> held_by;  // index into AccountState::handoffs while a handoff holds it
  std::vector<StatementId> supports;
};

// A role's seat on an account or record.
struct Seat {
  RoleId role;
  std::optional<PersonId> person;
  std::optional<TeamId> team;
  bool pinned = false;
  std::optional<Instant> pinned_until;  // exclusive
  bool flagged = false;                 // filled although all were full, or empty although needed
  bool by_rule = false;                 // the team's rule has chosen the holder
  std::uint64_t filled = 0;             // running number of its filling, for P3's order; 0: never
  // What this seat adds to its holder's load at present (P2), so that it can be taken off again.
  bool counted = false;
  std::vector<std::int64_t> counted_sums;  // by capacity.sums of the holder
};

struct RunningItem {
  bool applies = true;
  bool done = false;
  std::optional<Instant> due;
  bool due_passed = false;  // its deadline has been reported
};

struct RunningHandoff {
  StructureId structure;  // the text under which it began
  HandoffId handoff;
  RecordIndex record;
  std::uint32_t n = 1;         // counts (account, handoff name, record)
  std::uint32_t instance = 1;  // counts (account, handoff name): N of its timers' ids
  std::uint64_t began = 0;     // running number in the account, for S3's order
  HandoffState state = HandoffState::Open;
  std::vector<LeafId> leaves;       // what it holds now; once it has ended: what it held then
  std::vector<LeafId> held_before;  // what it held when the step at hand began
  // A handoff between two people of one role (O3d) names the giver as a person.
  Holder from, to;
  std::optional<PersonId> told_giver, told_receiver;  // as its latest report named them
  Instant opened_at;
  std::optional<Instant> start_by, due, cutover;
  bool begun = false;              // the first item is done, or it is accepted (O4)
  bool start_missed = false;       // reported
  bool overdue = false;            // reported
  std::vector<RunningItem> items;  // as the checklist
  bool accepted = false;
  bool touched = false;  // changed by the step at hand: its decision lists it
  bool dated = false;    // its deadlines are set: once the seats are filled
  // Ended ones are kept while a `stays` of theirs may hold.
  bool ended() const {
    return state == HandoffState::Finished || state == HandoffState::CutOver || state == HandoffState::Cancelled ||
           state == HandoffState::Superseded;
  }
};

struct RunningEscalation {
  StructureId structure;
  EscalationId escalation;
  RecordIndex record;
  std::uint32_t n = 1;
  std::uint32_t instance = 1;  // counts (account, escalation name): N of its timers' ids
  std::uint64_t began = 0;
  EscalationState state = EscalationState::Calling;
  std::uint32_t tier = 1;
  std::vector<PersonId> calls;
  // One clock per called person: the tier ends at the latest (O8). Paused: `left` holds what is left (T5).
  struct Clock {
    CalendarId calendar;
    std::optional<Instant> until;
    std::int64_t left_ms = 0;
    bool working = false;
  };
  std::vector<Clock> clocks;
  bool paused = false;
  // What raised it, if not an event of its own: an SLA or a handoff of the account, by running number.
  std::optional<std::uint64_t> raised_by;
  bool ended() const { return state == EscalationState::Closed || state == EscalationState::Exhausted; }
};

struct RunningSla {
  StructureId structure;
  SlaId sla;
  RecordIndex record;
  std::uint32_t n = 1;
  std::uint32_t instance = 1;  // counts (account, SLA name): N of its timers' ids
  std::uint64_t began = 0;
  SlaState state = SlaState::Running;
  Instant started_at;
  CalendarId calendar;             // fixed when the deadline is set (T4)
  std::optional<Instant> due;      // null while paused
  std::optional<Instant> warn_at;  // null if none, or already warned
  std::int64_t left_ms = 0;        // while paused
  bool working = false;            // left_ms is working time
  Holder told_owner;               // as its latest report named who owes
  // A breached SLA has ended for the list of running ones.
  bool ended() const { return state == SlaState::Met || state == SlaState::Breached || state == SlaState::Cancelled; }
};

// `every P during S` (T6): one for each such SLA of any structure while the account (or record) is in S; where a
// record's periods go by the account's stages alone, one more for the account, from whose entry they are counted.
struct SlaPeriod {
  StructureId structure;
  SlaId sla;
  RecordIndex record;
  Instant since;           // the latest entry into S from outside
  std::int64_t ticks = 0;  // those that have passed
};

// What an SLA's owner owes has happened at this instant: an SLA that a timer begins at the same one is met (O6).
struct OwedHappened {
  Instant at;
  StructureId structure;
  SlaId sla;
  RecordIndex record;
};

// A date trigger (of a lifecycle, an escalation or an SLA) that has fired for one value of its date or anchor (S5).
struct FiredTrigger {
  std::uint64_t key = 0;  // which trigger: see triggers.hpp
  RecordIndex record;
  Instant for_value;  // the instant it was computed for
};

// When time alone next changes what an account or record shows (S7); looked for once, until something changes.
struct Outlook {
  bool known = false;
  Instant at = far_future;
  std::string in_words;  // "expansion.source passes from AE to AM"
};

struct RecordState {
  RecordTypeId type;
  std::string id;
  RecordFacts facts;
  std::vector<Instant> known_since;  // by FieldId: when the field took its value
  Instant stage_since;
  std::vector<LeafState> leaves;  // by LeafId, as far as the last one `per` this type; only those are used
  Outlook outlook;
  std::vector<Seat> seats;  // its own, pinned to it; by order of assignment
};

struct AccountState {
  std::string id;
  std::uint32_t order = 0;  // order of first events
  AccountFacts facts;
  std::vector<Instant> known_since;  // by FieldId: when the field took its value
  Instant stage_since;
  StructureId structure;
  std::vector<LeafState> leaves;                                  // by LeafId; those `per` a record are unused
  std::vector<Seat> seats;                                        // by RoleId
  Outlook outlook;                                                // of the account itself
  std::vector<RecordState> records;                               // in order of first events; ended ones stay
  std::unordered_map<std::string, std::uint32_t> record_by_name;  // "TYPE/ID", TYPE as a number
  std::vector<std::uint32_t> live;             // records in whose stage something is owned or a date matters, ascending
  std::vector<RunningHandoff> handoffs;        // running, and ended ones whose `stays` may still hold
  std::vector<RunningEscalation> escalations;  // running
  std::vector<RunningSla> slas;                // running; a breached one while what it raised still runs
  std::vector<SlaPeriod> periods;
  std::vector<OwedHappened> owed_happened;  // at the latest instant at which something owed happened
  std::vector<FiredTrigger> fired;
  std::uint64_t began = 0;  // the last running number given out
  // How many instances of (kind, name) there have been, for `n` and for timers' ids.
  std::map<std::string, std::uint32_t> counts;
};

struct TeamState {
  std::uint32_t next = 0;            // round_robin: the member to take next
  std::vector<std::int64_t> credit;  // weighted: smooth weighted round robin's running weights
};

struct PersonState {
  bool left = false;
  std::vector<Away> away;          // org.yaml's and person.away's
  std::int64_t accounts = 0;       // load: seats that count (P2)
  std::vector<std::int64_t> sums;  // by capacity.sums of the person
};

struct World {
  std::vector<std::unique_ptr<AccountState>> accounts;  // by order
  std::unordered_map<std::string, std::uint32_t> by_id;
  std::vector<TeamState> teams;     // by TeamId
  std::vector<PersonState> people;  // by PersonId
  std::uint64_t fillings = 0;       // the last Seat::filled given out
};

}  // namespace baton
