// A second opinion: a slow interpreter of policies, written from the rules alone, to compare the engine with.
//
// It walks over the resolved Policy and Org as they are. Nothing is compiled, nothing is remembered that can be worked
// out again: at every instant it asks every statement, every row and every deadline anew, and business time is walked
// minute by minute. It shares the plain values of `model` and the shapes of events and decisions with the engine, and
// no code: linked with `model` alone, it cannot. What it says is right because it is plain; only tests use it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/flow/decision.hpp"
#include "engine/flow/event.hpp"
#include "engine/model/org.hpp"

namespace baton::reference {

struct Answer {
  std::vector<Decision> decisions;    // in the order in which they were taken
  std::vector<std::size_t> rejected;  // which of the events cannot be used
  std::vector<std::size_t> repeated;  // which of them have the source and id of one that was decided
};

// `events` stand in S1's order. Timers fire up to and including `until`; events after it are not looked at.
Answer decide(const Policy& policy, const Org& org, std::span<const Event> events, Instant until);

// The parts of a decision that the reference answers: all others are emptied, on either side of a comparison. It
// answers all but the words of `next`. nullopt: it has no opinion on this decision at all, which does not occur at
// present.
std::optional<Decision> answered(Decision decision);

struct Owned {
  LeafId leaf;
  std::optional<RecordName> record;
  std::vector<StatementId> ruling;  // all that say who owns it: of one role, in a sound policy
  Holder holder;
  Because because;
  struct Secondary {
    RoleId role;
    std::optional<PersonId> person;
    std::optional<Instant> until;
    friend bool operator==(const Secondary&, const Secondary&) = default;
  };
  std::vector<Secondary> secondary;
  struct Support {
    RoleId role;
    std::optional<PersonId> person;
    friend bool operator==(const Support&, const Support&) = default;
  };
  std::vector<Support> supports;
};

struct Owners {
  StageId stage;
  StructureId structure;
  std::vector<Owned> owned;  // the account's active leaves as they are declared, then those of each record
};

// Who owns what of each account after every event and timer up to and including `at`, one answer an account; nullopt:
// nothing is known of it.
std::vector<std::optional<Owners>> owners(const Policy& policy, const Org& org, std::span<const Event> events,
                                          std::span<const std::string> accounts, Instant at);

}  // namespace baton::reference
