// What an expectation is asked of: one account at one moment of a test, and what was decided up to then.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "dsl/diagnostics.hpp"
#include "dsl/testing/suite.hpp"
#include "dsl/testing/words.hpp"

namespace baton::dsl {

struct Moment {
  const Engine& engine;
  const Program& program;
  const Sources& sources;
  const std::vector<Decision>& decisions;  // of the whole test
  std::string account;
  Instant at;
  std::optional<Snapshot> snapshot;    // nullopt: no event has begun the account
  bool after_event = false;            // an event stands just before
  std::optional<std::string> refused;  // why it could not be used

  Words words() const { return Words(program); }
  // Is the record meant? Without an expectation every one is.
  static bool means(const std::optional<ExpectedRecord>& expected, const std::optional<RecordName>& name);
  // The records of a type that are meant, in order of their first events.
  std::vector<const Snapshot::Record*> records(const std::optional<ExpectedRecord>& expected,
                                               std::optional<RecordTypeId> type) const;
  // Whom the party means here; person null: nobody.
  Holder resolve(const Party& party, const std::optional<RecordName>& record) const;
  // Is it the party who owns, gives, takes or owes?
  bool is(const Party& party, const Holder& holder, const std::optional<RecordName>& record) const;
  // Is this who is called when the party is? Away people are represented by their covers.
  bool is_called(const Party& party, PersonId called, const std::optional<RecordName>& record) const;
};

// What came of an expectation. `found` and `why` are asked for only where it does not hold.
struct Answer {
  bool holds = true;
  std::string found, why;
};

Answer holds(const Expected& expected, const Moment& moment);

// One for each kind; each stands in the file that its subject names.
Answer ask(const ExpectOwns& what, const Expected& expected, const Moment& moment);
Answer ask(const ExpectOwner& what, const Expected& expected, const Moment& moment);
Answer ask(const ExpectSecondary& what, const Expected& expected, const Moment& moment);
Answer ask(const ExpectSupports& what, const Expected& expected, const Moment& moment);
Answer ask(const ExpectStage& what, const Expected& expected, const Moment& moment);
Answer ask(const ExpectStructure& what, const Expected& expected, const Moment& moment);
Answer ask(const ExpectHandoff& what, const Expected& expected, const Moment& moment);
Answer ask(const ExpectEscalation& what, const Expected& expected, const Moment& moment);
Answer ask(const ExpectSla& what, const Expected& expected, const Moment& moment);
Answer ask(const ExpectCredit& what, const Expected& expected, const Moment& moment);
Answer ask(const ExpectNext& what, const Expected& expected, const Moment& moment);
Answer ask(const ExpectNothing& what, const Expected& expected, const Moment& moment);
Answer ask(const ExpectBook& what, const Expected& expected, const Moment& moment);
Answer ask(const ExpectRejected& what, const Expected& expected, const Moment& moment);

}  // namespace baton::dsl
