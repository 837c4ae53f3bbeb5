// A pause keeps the time left and consumes it after (T5): working time for business units, else elapsed time.
#pragma once

#include "engine/flow/step.hpp"

namespace baton {

// Is what is per `record` paused by the stage of the account, or of the record?
bool is_paused(const Step& step, StageSet account_stages, StageSet record_stages, RecordIndex record);

// Milliseconds from `now` to `due`, as a deadline in units of `working` time or not counts them; and back again.
std::int64_t time_left_ms(const Calendar& calendar, bool working, Instant now, Instant due);
Instant due_after(const Calendar& calendar, bool working, Instant now, std::int64_t left_ms);

}  // namespace baton
