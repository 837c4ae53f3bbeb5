// A witness as a short history in the language of the policy, for people to read and to replay.
#pragma once

#include <string>
#include <vector>

#include "engine/decide/findings.hpp"
#include "engine/flow/event.hpp"

namespace baton::dsl {

// One line an event, then the moment: `on 2026-01-05T09:00 deal.opened { deal: D1, kind: new }`, `at 2026-02-01T00:00`.
// Times are local to `zone`.
std::vector<std::string> history_lines(const Policy& policy, const Zone& zone, const Witness& witness);
// An event without its time: `deal.opened { deal: D1, kind: new }`.
std::string event_text(const Policy& policy, const Org& org, const Event& event);
// As an author writes a time: `2026-01-05T09:00`; seconds only where there are some.
std::string local_text(const Zone& zone, Instant at);

}  // namespace baton::dsl
