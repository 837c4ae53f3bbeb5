// What time alone will change (S7): the next moment at which a window ends or begins and something shows it.
#pragma once

#include "engine/flow/step.hpp"

namespace baton {

// The outlook of the account or record, looked for anew if something has changed since.
const Outlook& outlook_of(const Step& step, RecordIndex record);

void window_timers(const Step& step, std::vector<Timer>& timers);

}  // namespace baton
