// The items of a file. Section 8's are known, but only passed over.
#pragma once

#include "dsl/parse_grammar.hpp"

namespace baton::dsl::grammar {

struct test : node<Part::Test, word<"test">, expect<"a title in quotes", text>, skipped_block> {};
struct cases : node<Part::Cases, word<"cases">, expect<"a title in quotes", text>, skipped_block> {};
struct invariant : node<Part::Invariant, word<"invariant">, expect<"a title in quotes", text>, skipped_block> {};

struct item : expect<"an item such as `role`, `structure` or `handoff`",
                     sor<moves_at_once, vocabulary, structure, handoff, checklist, escalation, sla, credit, test, cases,
                         invariant>> {};

}  // namespace baton::dsl::grammar
