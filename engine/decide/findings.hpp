// What the proof finds, as values; `dsl` renders them as diagnostics.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/decide/program.hpp"
#include "engine/decide/walk.hpp"

namespace baton {

// A history that leads to a finding: the events in order, and the moment at which to look.
struct WitnessEvent {
  Instant at;
  std::optional<EventId> type;  // nullopt: account.updated, where the text does not name it
  std::optional<RecordTypeId> record;
  std::string record_id;  // "D1", "C1", ...
  struct Value {
    FieldRef target;
    Scalar value;
  };
  std::vector<Value> values;
  // What an event of a handoff, a seat or an escalation speaks of, by what it is called in the payload. The proof
  // leaves it open, but for the values that conditions demand; who replays the history fills it in.
  struct Word {
    std::string key, value;
  };
  std::vector<Word> words;
};
struct Witness {
  std::vector<WitnessEvent> events;
  Instant at;
  std::optional<RecordTypeId> record;  // the record whose leaf it is about
  std::string record_id;
};

struct Finding {
  enum class Kind {
    Gap,                // leaf: nobody owns it                              witness
    Overlap,            // leaf: statements give it to different roles        witness
    DeadStatement,      // a statement can never hold
    SilentHandoff,      // leaf moves from one role to another with nothing said about it   (warning)  witness
    NeverReceived,      // handoff: the receiver never owns the leaf
    CompetingHandoffs,  // two handoffs or `moves at once` cover one move (O3b)
    StructureGap,
    StructureOverlap,  // org.yaml: no / several structures for an account    witness
    CoverageGap,
    CoverageOverlap,   // org.yaml: no / several teams for a seat that can be needed   witness
    DeadRow,           // a structure or coverage row can never apply
    UnreachableStage,  // no history enters the stage
    NotProved,         // the budget ran out (R5)
    MovesLeftOut,      // leaf: the budget ran out before all changes of its owner were looked at  (warning)
  };
  Kind kind = Kind::Gap;
  std::optional<StructureId> structure;
  std::optional<StructureId> left_structure;  // SilentHandoff, MovesLeftOut: org.yaml sends the account from it to
                                              // `structure`; then statements = {of `structure`, of `left_structure`}
  std::optional<LeafId> leaf;
  std::vector<LeafId> leaves;  // Gap, Overlap, SilentHandoff, NeverReceived, NotProved, MovesLeftOut: all of which it
                               // is true for the same reason; `leaf` is the first
  std::optional<RoleId> role, other_role;
  std::vector<StatementId> statements;  // those involved, in order of declaration
  std::optional<HandoffId> handoff;
  std::vector<std::size_t> rows;          // of org.yaml's structures or coverage[role]; of a swap: entered, left
  std::optional<RecordTypeId> lifecycle;  // UnreachableStage: whose (nullopt: the account's)
  std::optional<StageId> stage;
  std::vector<Origin> places;  // primary first
  std::optional<Witness> witness;
  // NotProved: within the budget, but no history of an account that seems to be there was confirmed by the engine.
  bool unconfirmed = false;
  // The smallest description of all the accounts concerned that the proof knows, in policy words:
  // {"segment", "smb"}, {"arr", "9999.99"}; for the reader's "for example" line.
  std::vector<std::pair<std::string, std::string>> example;
};

inline constexpr std::uint64_t max_move_steps = 500'000;

struct ProofBudget {
  std::uint64_t steps = 5'000'000;            // box operations per leaf
  WalkLimits walk = {};                       // situations of accounts, and ways from one to the next
  std::uint64_t move_steps = max_move_steps;  // tries at changes of owner per leaf
};

// Does replaying the witness bring about the finding? Supplied by who has the engine (the proof itself sits
// below it), who completes what the witness leaves open; a finding that its witness does not confirm becomes NotProved.
using Confirm = std::function<bool(Finding&)>;

// Every finding about the policy's structures and org.yaml's choices. Exact: no sampling; each finding of a kind
// with a witness has one, and a statement without a finding has been refuted, not merely not found.
std::vector<Finding> analyse(const Program& program, const ProofBudget& budget, const Confirm& confirm);

}  // namespace baton
