// One step of one account from beginning to end: an event or a timer in, a decision out, in S2's order.
#pragma once

#include <expected>

#include "engine/flow/changes.hpp"
#include "engine/flow/event.hpp"
#include "engine/flow/step.hpp"
#include "engine/flow/timers.hpp"

namespace baton {

// A decision of the account before anything has happened.
Decision begin_decision(const AccountState& account, bool is_new, Instant now);

// Takes an event about an account. Error: nothing has changed. `record`: the event's, begun already.
std::expected<void, std::string> take_event(Step& step, const Event& event, RecordIndex record);
// Brings about what a timer stands for.
void take_timer(Step& step, const Timer& timer);
// After news of a person: seats were refilled from outside (P3), or somebody else is to be called (T4).
void take_news_of_people(Step& step);

// Completes step.decision: the changes since `before`, the handoffs, what comes next. Returns the account's earliest
// timer; far_future if it has none.
Instant finish_decision(Step& step, const Picture& before);

}  // namespace baton
