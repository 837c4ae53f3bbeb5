// Structures.
#include "dsl/parse_grammar_structure.hpp"

namespace baton::dsl::grammar {
BATON_DEFINE_RULE(structure, any_structure)
}  // namespace baton::dsl::grammar
