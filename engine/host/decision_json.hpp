// Decisions and answers as JSON, key for key in the order of the contract.
//
// Written straight into a buffer: the order of keys is part of the format, and this is the hottest loop outside the
// engine. Every listed key is always there, `null` or `[]` when void.
#pragma once

#include <string>

#include "engine/flow/engine.hpp"

namespace baton::host {

// Appends one line (with its line end): a CloudEvent of type baton.decision.v1.
void append_decision(std::string& out, const Decision& decision, const Program& program);
// The answer of `baton who --json`: one object, one line.
std::string snapshot_json(const Snapshot& snapshot, const Program& program);

// The states' names in the contract.
std::string_view name_of(HandoffState state);
std::string_view name_of(EscalationState state);
std::string_view name_of(SlaState state);
std::string_view name_of(PassedOver::Why why);

}  // namespace baton::host
