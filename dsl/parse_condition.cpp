// Conditions and values.
#include "dsl/parse_grammar_condition.hpp"

namespace baton::dsl::grammar {
BATON_DEFINE_RULE(condition, any_condition)
BATON_DEFINE_RULE(literal_value, value)
}  // namespace baton::dsl::grammar
