// What stands at a place of the policy, as one line of text.
#pragma once

#include <string>

#include "dsl/diagnostics.hpp"

namespace baton::dsl {

// A statement on one line.
std::string quote(const Sources& sources, const Origin& at);
// The line on which it ends.
std::uint32_t last_line(const Sources& sources, const Origin& at);

}  // namespace baton::dsl
