// One event as the engine takes it: names bound, values typed. `host` makes it from a line of input.
#pragma once

#include <string>
#include <vector>

#include "engine/decide/facts.hpp"
#include "engine/model/org.hpp"

namespace baton {

struct Event {
  enum class Kind {
    Declared,                // `type`, `record_id`, `values`
    AccountUpdated,          // `values`
    ItemDone,                // `name` handoff, `item`            (record where it is per record)
    HandoffAccepted,         // `name`
    HandoffReturned,         // `name`, `reason`
    SeatAssigned,            // `role`, `person`, `until`          (record's own seat where record_id is set)
    SeatReleased,            // `role`
    EscalationAcknowledged,  // `name`
    EscalationClosed,        // `name`
    PersonLeft,              // subject `org`: `person`
    PersonAway,              // subject `org`: `person`, `away`
  };
  struct Value {
    FieldRef target;  // Scope::Event: the event's own
    Scalar value;     // `unknown` makes an optional field unknown
  };

  Kind kind = Kind::Declared;
  Instant at;
  std::string source, id;  // identity
  std::string type_name;   // as in the input: "deal.closed_won"
  std::string subject;     // the account's id; "org"
  EventId type;
  std::optional<RecordTypeId> record;
  std::string record_id;
  std::vector<Value> values;
  std::string name, item, reason;
  RoleId role;
  PersonId person;
  std::optional<Instant> until;  // exclusive end of a pin
  Away away;
};

}  // namespace baton
