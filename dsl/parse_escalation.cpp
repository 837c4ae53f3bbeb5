// Escalations, SLAs and credits.
#include "dsl/parse_grammar_escalation.hpp"

namespace baton::dsl::grammar {
BATON_DEFINE_RULE(escalation, any_escalation)
BATON_DEFINE_RULE(sla, any_sla)
BATON_DEFINE_RULE(credit, any_credit)
}  // namespace baton::dsl::grammar
