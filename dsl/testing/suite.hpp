// The tests of a project, resolved: every name bound, every value typed, every place known.
//
// Made from syntax by `lower_suite`; run by `run_tests` (histories), proved by `prove_claims` (cases and invariants).
// Ids are those of the project's Policy and Org. Titles need not be unique; a place always is.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/decide/claims.hpp"
#include "engine/flow/engine.hpp"

namespace baton::dsl {

// A role or somebody: what an expectation names. A person is looked up in Org; `managers` counts `manager of`.
struct Party {
  enum class Kind { Nobody, Role, Person, Team, OwnerOf };
  Kind kind = Kind::Nobody;
  std::uint32_t managers = 0;
  RoleId role;
  PersonId person;   // also of `position ID`
  TeamId team;       // whoever the team calls
  LeafId leaf;       // OwnerOf
  std::string text;  // as written
};

struct ExpectedReason {
  enum class Kind { Handoff, Seat, Structure, Place };
  Kind kind = Kind::Handoff;
  std::string name;        // Handoff, Structure
  std::string file;        // Place: empty: any file
  std::uint32_t line = 0;  // Place: a statement that stands on this line
};

// A record of the account at hand. Without a type: whatever record has the id.
struct ExpectedRecord {
  std::optional<RecordTypeId> type;
  std::string id;
};

struct ExpectOwns {  // each leaf's owner is the party; without leaves: the party owns nothing (carries: no metric)
  Party party;
  std::vector<LeafId> leaves;
  bool nothing = false;
  bool carries = false;
  bool everything = false;  // `owns everything`: of the leaves, those that are active
};
struct ExpectOwner {
  LeafId leaf;
  Party party;
  bool negated = false;
};
struct ExpectSecondary {
  LeafId leaf;
  Party party;
  bool negated = false;
  std::optional<Instant> until;
};
struct ExpectSupports {
  Party party;
  std::vector<LeafId> leaves;
};
struct ExpectStage {
  StageId stage;  // the record's if the expectation names one
  bool negated = false;
};
struct ExpectStructure {
  StructureId structure;
  bool negated = false;
};
struct ExpectHandoff {
  std::string handoff;
  std::optional<HandoffState> state;  // none: any that has not ended
  std::optional<Party> from, to;
  std::optional<Instant> start_by, due, cutover;
  std::optional<std::vector<std::string>> missing;
  std::optional<bool> accepted;
};
struct ExpectEscalation {
  std::string escalation;
  std::optional<EscalationState> state;
  std::optional<std::uint32_t> tier;
  std::optional<std::vector<Party>> calls;
  std::optional<Instant> until;
};
struct ExpectSla {
  std::string sla;
  std::optional<SlaState> state;
  std::optional<Party> owner;
  std::optional<Instant> due;
};
struct ExpectCredit {  // of the latest decision of the account
  std::string credit;
  struct Share {
    Party party;
    std::int64_t percent_units;  // hundredths of a percent
  };
  std::vector<Share> shares;
  std::optional<Scalar> amount;  // minor units
};
struct ExpectNext {  // without an instant: nothing changes any more
  std::optional<Instant> at;
  std::string what;  // empty: anything; else a part of it
};
struct ExpectNothing {  // no running handoff, escalation or SLA, no credit of the latest event (of that name)
  enum class Kind { Handoff, Escalation, Sla, Credit };
  Kind kind = Kind::Handoff;
  std::string name;
};
struct ExpectBook {  // the accounts on which the person owns something
  PersonId person;
  std::optional<std::uint64_t> count;
  std::vector<std::string> accounts;  // all of these are among them
};
struct ExpectRejected {
  std::string part;  // of the reason
};

struct Expected {
  std::variant<ExpectOwns, ExpectOwner, ExpectSecondary, ExpectSupports, ExpectStage, ExpectStructure, ExpectHandoff,
               ExpectEscalation, ExpectSla, ExpectCredit, ExpectNext, ExpectNothing, ExpectBook, ExpectRejected>
      what;
  std::optional<ExpectedRecord> record;
  std::optional<ExpectedReason> because;
  std::string text;  // as written, on one line
};

// One step of a test, on the account `account`. The clock never goes back.
struct TestStep {
  struct Happens {  // an event; `event.subject` and `event.at` are set
    Event event;
  };
  struct Recorded {    // a file of events: taken as the clock passes them, all of them before a step without a time
    std::string path;  // relative to the project
  };
  struct Clock {};  // moves to `at`
  struct Expects {
    Expected expected;
  };
  std::variant<Happens, Recorded, Clock, Expects> what;
  std::optional<Instant> at;  // Happens, Clock; Expects: `at TIME expect ...`
  std::string account;
  Origin origin;
};

struct Test {
  std::string title;
  std::optional<std::string> skip_because;
  std::optional<StructureId> structure;  // serves every account of the test; none: as org.yaml chooses
  std::vector<TestStep> steps;
  Origin at;
};

// For every account and moment where `when` holds (and in these stages): a claim about owners, to be proved. Leaves are
// all account-wide, or all per one record type; what is said of both is two claims.
struct Claim : OwnershipClaim {
  bool must_be_possible = false;  // a row of cases: that there is no such account is an error
  std::string text;               // as written, on one line
  Origin at;
};

struct Claims {
  enum class Kind { Cases, Invariant };
  Kind kind = Kind::Invariant;
  std::string title;
  std::optional<std::string> skip_because;
  std::optional<StructureId> structure;  // none: each account in the structure that org.yaml chooses
  std::vector<Claim> claims;
  Origin at;
};

struct Suite {
  std::vector<Test> tests;     // in order of files, then places
  std::vector<Claims> claims;  // the same
};

}  // namespace baton::dsl
