// Can this event be taken? Asked before anything changes, so that a rejected event leaves the account as it was.
#pragma once

#include <expected>

#include "engine/flow/event.hpp"
#include "engine/flow/state.hpp"

namespace baton {

// `account` is nullptr before its first event. Error: what is wrong, in words for the reader of the rejects file.
// What only the running handoffs, escalations or seats can tell is left to them.
std::expected<void, std::string> validate(const Program& program, const AccountState* account, const Event& event);

}  // namespace baton
