// Tests, cases and invariants.
#include "dsl/parse_grammar_tests.hpp"

namespace baton::dsl::grammar {
BATON_DEFINE_RULE(testing, tests::any_tests)
}  // namespace baton::dsl::grammar
