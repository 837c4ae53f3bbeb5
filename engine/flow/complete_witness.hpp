// What the history of a witness leaves open: which of the handoffs that are open is accepted, which item is done, who
// is given a seat. The proof does not follow what runs for an account; the engine that replays the history knows.
#pragma once

#include "engine/decide/findings.hpp"
#include "engine/flow/state.hpp"

namespace baton {

// Fills in the words of the event from what runs for the account at that moment (nullptr: it has not begun), as the
// values demand that conditions ask for. False: there is nothing that fits.
bool complete(const Program& program, const AccountState* account, EventKind kind, WitnessEvent& event);

// Of an event that the policy does not declare: its words tell an item that is done and a handoff that is accepted from
// a change of the account.
EventKind undeclared_kind(const WitnessEvent& event);

}  // namespace baton
