// One event as the engine takes it: names bound, values typed. `host` makes it from a line of input.
#pragma once

#include <string>
#include <vector>

#include "engine/decide/facts.hpp"
#include "engine/model/org.hpp"

namespace baton {

struct Event {
  using Kind = EventKind;
  struct Value {
    FieldRef target;  // Scope::Event: the event's own
    Scalar value;     // `unknown` makes an optional field unknown
  };

  Kind kind = Kind::Declared;
  Instant at;
  std::string source, id;       // identity
  std::string type_name;        // as in the input: "deal.closed_won"
  std::string subject;          // the account's id; "org"
  std::optional<EventId> type;  // of the policy; nullopt: an undeclared one that nothing in the text names
  std::optional<RecordTypeId> record;
  std::string record_id;
  std::vector<Value> values;     // Declared, AccountUpdated
  std::string name;              // of the handoff or the escalation
  std::string item, reason;      // ItemDone; HandoffReturned
  RoleId role;                   // SeatAssigned, SeatReleased
  PersonId person;               // SeatAssigned, PersonLeft, PersonAway
  std::optional<Instant> until;  // exclusive end of a pin
  Away away;                     // PersonAway
};

}  // namespace baton
