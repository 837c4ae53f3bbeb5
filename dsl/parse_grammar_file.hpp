// The items of a file.
#pragma once

#include "dsl/parse_grammar.hpp"

namespace baton::dsl::grammar {

struct item : expect<"an item such as `role`, `structure` or `handoff`",
                     sor<moves_at_once, vocabulary, structure, handoff, checklist, escalation, sla, credit, testing>> {
};

}  // namespace baton::dsl::grammar
