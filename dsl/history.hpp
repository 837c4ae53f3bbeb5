// A witness as a short history in the language of the policy, for people to read and to replay.
#pragma once

#include <string>
#include <vector>

#include "engine/decide/findings.hpp"

namespace baton::dsl {

// One line an event, then the moment: `on 2026-01-05T09:00 deal.opened { deal: D1, kind: new }`, `at 2026-02-01T00:00`.
// Times are local to `zone`.
std::vector<std::string> history_lines(const Policy& policy, const Zone& zone, const Witness& witness);

}  // namespace baton::dsl
