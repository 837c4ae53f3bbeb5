// What the engine answers: one Decision per decided event and per timer that fired. `host` writes it as JSON.
//
// Ids are those of the Program; texts (an account's or record's id) are copied, so a Decision outlives the step.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/flow/event.hpp"
#include "engine/model/org.hpp"

namespace baton {

struct RecordName {
  RecordTypeId type;
  std::string id;
  friend bool operator==(const RecordName&, const RecordName&) = default;
};

// The holder of a role: a person, or an empty seat (person null); both null: nobody.
struct Holder {
  std::optional<RoleId> role;
  std::optional<PersonId> person;
  std::optional<TeamId> team;
  friend bool operator==(const Holder&, const Holder&) = default;
};

struct Because {
  enum class Kind { Clause, Handoff, Seat };
  Kind kind = Kind::Clause;
  std::string name;  // Clause: the structure; Handoff: its name; Seat: the role
  Origin at;
};

struct PassedOver {
  enum class Why {
    Away,
    Left,
    Full,
    NotYetThere,
    NotInTeam,
    PinnedElsewhere,
    NextInLine,
    MoreLoaded,
    MoreForWeight,
    LaterInList,
    SeatHeld
  };
  PersonId person;
  Why why = Why::Away;
  std::optional<Day> until;  // Away: the last day
};

struct OwnerChange {
  LeafId leaf;
  std::optional<RecordName> record;
  std::optional<Holder> from, to;  // null: the leaf was / is not active
  Because because;
};

struct SeatAssignment {
  RoleId role;
  std::optional<RecordName> record;
  std::optional<PersonId> person;
  std::optional<TeamId> team;
  // round_robin, least_loaded, weighted, pinned, fallback, least_loaded_full (all full), kept, empty, released
  std::string how;
  std::vector<PassedOver> passed_over;
};

enum class HandoffState { Open, Started, Returned, Overdue, Finished, CutOver, Cancelled, Superseded };
enum class EscalationState { Calling, Acknowledged, Closed, Exhausted };
enum class SlaState { Running, Paused, Met, Breached, Cancelled };

struct HandoffReport {
  std::string handoff;
  std::uint32_t n = 1;
  std::optional<RecordName> record;
  HandoffState state = HandoffState::Open;
  std::vector<LeafId> moves;
  Holder from, to;
  std::optional<Instant> start_by, due, cutover;
  std::vector<std::string> missing;  // items that apply and are not done
  bool accepted = false;
};

struct EscalationReport {
  std::string escalation;
  std::optional<RecordName> record;
  std::uint32_t n = 1;
  EscalationState state = EscalationState::Calling;
  std::uint32_t tier = 1;  // from 1
  std::vector<PersonId> calls;
  std::vector<PersonId> notified;  // at the beginning only
  std::optional<Instant> until;    // null: until closed, or while paused
  struct Skipped {
    std::uint32_t tier;
    std::string why;
  };
  std::vector<Skipped> skipped;
  std::uint64_t began = 0;  // running number in the account: a decision lists them in this order
};

struct SlaReport {
  std::string sla;
  std::optional<RecordName> record;
  std::uint32_t n = 1;
  SlaState state = SlaState::Running;
  Holder owner;
  std::optional<Instant> due;  // null while paused
  std::uint64_t began = 0;     // as of escalations
};

struct CreditReport {
  std::string credit;
  RoleId role;
  std::optional<PersonId> person;
  std::int64_t percent_units = 0;  // hundredths of a percent
  std::optional<Scalar> amount;    // minor units
};

struct NextChange {
  Instant at;
  std::string what;  // "handoff sales_to_am should have started"
};

struct Cause {
  // An event ...
  std::string event;  // "crm/e-17"; empty: a timer
  std::string type;
  // ... or a timer.
  std::string kind;  // org, review, stage, seat, window, handoff, escalation, sla
  std::string name;
  std::string what;  // "due", "cutover", ...
};

struct Decision {
  std::string id;  // "crm/e-17", "timer/acme/handoff/sales_to_am/1/due"
  std::string subject;
  Instant at;
  Cause cause;
  std::optional<RecordName> record;
  std::optional<StageId> stage_from, stage_to;  // the account's; null before its first event
  std::optional<StructureId> structure_from, structure_to;
  std::vector<OwnerChange> changes;
  std::vector<SeatAssignment> assigned;
  std::vector<HandoffReport> handoffs;
  std::vector<EscalationReport> escalations;
  std::vector<SlaReport> slas;
  std::vector<CreditReport> credits;
  std::optional<NextChange> next;
};

}  // namespace baton
