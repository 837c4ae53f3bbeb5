// The vocabulary: fields, events, lifecycles, roles, responsibilities.
#include "dsl/parse_grammar_vocabulary.hpp"

namespace baton::dsl::grammar {
BATON_DEFINE_RULE(vocabulary, any_vocabulary)
}  // namespace baton::dsl::grammar
