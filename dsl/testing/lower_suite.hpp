// Syntax of section 8 to the resolved Suite: names bound (did you mean ...), values typed, set-ups set in, the clock of
// each test checked.
#pragma once

#include "dsl/lower.hpp"
#include "dsl/testing/suite.hpp"

namespace baton::dsl {

// The tests of all files; those of the shipped library are left out. `policy` and `org` are complete; the conditions of
// cases and invariants may add text constants to the policy. Errors go to the emitter.
Suite lower_suite(const std::vector<ast::File>& files, const Sources& sources, const LowerOptions& options,
                  Policy& policy, const Org& org, Emitter& emitter);

}  // namespace baton::dsl
