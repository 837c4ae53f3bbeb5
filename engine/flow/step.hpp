// What the parts of a step share: the account at hand, the moment, the decision being written; and timers.
#pragma once

#include "engine/flow/state.hpp"

namespace baton {

// What a step has changed so far, so that only what hangs on it is looked at again.
struct Changed {
  bool account = false;                // the account's facts, or how many of its records are in a stage
  bool owners = false;                 // an owner, a handoff or a seat: seats are to be settled
  std::vector<std::uint32_t> records;  // records whose own facts changed
};

// One step of one account: an event or a timer being worked on.
struct Step {
  const Program& program;
  World& world;
  AccountState& account;
  Instant now;
  Decision& decision;
  Changed changed = {};

  const Structure& structure() const { return program.policy().structures[account.structure.index]; }
  View view(RecordIndex record = std::nullopt) const;  // of the account as it is now
  std::optional<RecordName> name_of(RecordIndex record) const;
};

// A moment at which something happens by itself. Derived anew from the state after every step, never stored, so
// nothing has to be cancelled. Ordered as S3 says.
struct Timer {
  enum class Kind { Org, Review, Stage, Seat, Window, Handoff, Escalation, Sla };
  Instant at;
  std::uint32_t record = 0;  // 0: the account; 1 + its index
  Kind kind = Kind::Window;
  std::uint32_t declaration = 0;  // position of its lifecycle transition, role, handoff, escalation or SLA
  std::uint64_t beginning = 0;    // running number of the instance
  std::uint32_t detail = 0;       // which moment of it: meaning is the owning module's
  // N of its id: the how manieth of (subject, kind, name) its instance is, whatever its record; see count_instance.
  // 0: not an instance of something running; numbered when it fires.
  std::uint32_t instance = 0;
  std::string name;      // the cause's `name`
  std::string what;      // the cause's `what`: "due", "cutover", "start", ...
  std::string in_words;  // for `next`: "handoff sales_to_am should have started"

  friend std::strong_ordering operator<=>(const Timer& a, const Timer& b);
  friend bool operator==(const Timer& a, const Timer& b) { return (a <=> b) == 0; }
};

// Is one listed that comes before `at`? Only the earliest instant's timers are ever asked for, so the others need no
// words; an account may have hundreds.
inline bool has_earlier(const std::vector<Timer>& timers, Instant at) {
  return !timers.empty() && timers.back().at < at;
}

// Counts one more instance of (kind, name) on the account, for Timer::instance: called when it begins.
std::uint32_t count_instance(AccountState& account, std::string_view kind, std::string_view name);

}  // namespace baton
