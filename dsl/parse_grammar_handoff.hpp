// Section 5: handoffs, checklists and what moves at once.
#pragma once

#include "dsl/parse_grammar.hpp"

namespace baton::dsl::grammar {

struct moved_everything : node<Part::Everything, word<"everything">> {};
struct moved : expect<"a responsibility or `everything`", sor<moved_everything, names<"a responsibility">>> {};
struct from_role : node<Part::FromRole, word<"from">, names<"a role">> {};
struct to_role : node<Part::ToRole, word<"to">, names<"a role">> {};

// ---- checklists
struct by : node<Part::By, word<"by">, named<"a role">> {};
struct done_on : node<Part::DoneOn, word<"done">, word<"on">, event_ref> {};
struct item_clause : sor<by, within, done_on, when_or_unless> {};
struct item_body : seq<expect<"a name for the item", name>, opt<unsaid<title>>, star<unsaid<item_clause>>> {};
struct checklist_item : usage<"an item is written `NAME \"What is to be done\" by ROLE within 2 business days`",
                              node<Part::ChecklistItem, item_body>> {};
struct any_checklist
    : node<Part::Checklist, word<"checklist">, opt<expect<"a name for the checklist", name>>, block<checklist_item>> {};
struct checklist_here : node<Part::Checklist, word<"checklist">, sor<block<checklist_item>, named<"a checklist">>> {};

// ---- clauses
// A second `moves` may stand behind the role, and is told as such.
struct taker : expect<"a role", not_ahead<ahead<name, word<"stays">>>, name> {};
struct moves : node<Part::Moves, word<"moves">, moved, from_role, node<Part::ToRole, word<"to">, list<taker, comma>>> {
};
struct start_within : node<Part::StartWithin, word<"start">, word<"within">, length> {};
struct finish_within : node<Part::FinishWithin, word<"finish">, word<"within">, length> {};
struct cutover_after : node<Part::CutoverAfter, word<"cutover">, word<"after">, length> {};
struct ahead_clause : node<Part::Ahead, word<"ahead">, length> {};
struct opens_on : node<Part::OpensOn, word<"opens">, word<"on">, events> {};
struct accepted_on : node<Part::AcceptedOn, word<"accepted">, word<"on">, events> {};
struct overdue : node<Part::OverdueEscalates, word<"overdue">, word<"escalates">, named<"an escalation">> {};
struct stay_qualifier : expect<"a qualifier such as `until 60 days after EVENT`",
                               sor<until_window, during, for_window, from_window, when, unless>> {};
struct stays : node<Part::Stays, name, word<"stays">, plus<stay_qualifier>> {};
struct handoff_clause : expect<"a clause of the handoff such as `finish within 10 business days`",
                               sor<moves, start_within, finish_within, cutover_after, ahead_clause, opens_on,
                                   cancelled_on, accepted_on, overdue, in_flight, checklist_here, stays>> {};
struct handoff_item : usage<
                          "a handoff holds `moves NAMES from ROLE to ROLE`, `finish within 10 business days`, "
                          "`checklist { ... }` and the like",
                          handoff_clause> {};
struct any_handoff : usage<"a handoff is written `handoff NAME \"Title\" { moves NAMES from ROLE to ROLE ... }`",
                           node<Part::Handoff, word<"handoff">, expect<"a name for the handoff", any_name>,
                                opt<unsaid<title>>, block<handoff_item>>> {};

// ---- what moves at once
struct at_once_ahead : ahead<sor<word<"everything">, list<name, sign<",">>>, word<"moves">, word<"at">, word<"once">> {
};
struct between : node<Part::Between, word<"between">, names<"a role">> {};
struct any_moves_at_once
    : usage<"write `NAMES moves at once between ROLE, ROLE because \"why\"`, or `from ROLE to ROLE`",
            node<Part::MovesAtOnce, at_once_ahead, sor<moved_everything, list<name, comma>>, word<"moves">, word<"at">,
                 word<"once">, sor<between, seq<from_role, to_role>>, opt<unsaid<because>>>> {};

}  // namespace baton::dsl::grammar
