// What the forms in which results are shown have in common. Internal to the renderers.
#pragma once

#include <string>

#include "dsl/testing/results.hpp"

namespace baton::dsl {

std::string_view outcome_word(TestResult::Outcome outcome);  // "passed"
std::string_view kind_word(TestResult::Kind kind);           // "test"
std::string headline(const Failure& failure);                // "expected ..., found ..."
// Expected, found, why and the timeline; ends with a line end.
std::string whole_text(const Failure& failure);

}  // namespace baton::dsl
