// The one canonical layout of .baton files: what `baton fmt` writes. docs/decisions.md has its rules.
//
//   bytes ─ grammar ─> marked parts ─ format_build.cpp ─> items and pieces ─ format_layout.cpp ─> bytes
//
// Tokens, comments and single empty lines are kept, in their order; blanks and the ends of lines are set anew.
#pragma once

#include <optional>
#include <string>

#include "dsl/diagnostics.hpp"

namespace baton::dsl {

// Nothing, and a report of what is wrong, for a source with syntax errors.
std::optional<std::string> format(const Sources& sources, std::uint32_t source, Emitter& emitter);

}  // namespace baton::dsl
