// Handoffs.
#include "dsl/parse_grammar_handoff.hpp"

namespace baton::dsl::grammar {
BATON_DEFINE_RULE(handoff, any_handoff)
BATON_DEFINE_RULE(checklist, any_checklist)
BATON_DEFINE_RULE(moves_at_once, any_moves_at_once)
}  // namespace baton::dsl::grammar
