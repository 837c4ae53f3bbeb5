// The grammar, part by part: what conditions, qualifiers and the items of sections 3 to 8 look like.
//
// It is near LL(1): alternatives differ in their first word, and what begins with a free name stands last. Rules that
// are compiled apart are declared here and defined in parse_condition.cpp, parse_structure.cpp and so on.
#pragma once

#include "dsl/parse_rules.hpp"

namespace baton::dsl::grammar {

BATON_DECLARE_RULE(condition);      // parse_condition.cpp
BATON_DECLARE_RULE(literal_value);  // a value on its own: `250k`, `90 days`, `smb`
BATON_DECLARE_RULE(vocabulary);     // parse_vocabulary.cpp: section 3
BATON_DECLARE_RULE(structure);      // parse_structure.cpp: section 4
BATON_DECLARE_RULE(handoff);        // parse_handoff.cpp: section 5
BATON_DECLARE_RULE(checklist);
BATON_DECLARE_RULE(moves_at_once);
BATON_DECLARE_RULE(escalation);  // parse_escalation.cpp: sections 6 and 7
BATON_DECLARE_RULE(sla);
BATON_DECLARE_RULE(credit);
BATON_DECLARE_RULE(testing);  // parse_tests.cpp: section 8

// ---- names and lengths

// `AM owns ...` begins a statement, so `AM` is no operand of what stands before it.
struct owner_verb : sor<word<"owns">, word<"carries">, word<"supports">, word<"stays">, word<"moves">, word<"never">> {
};
struct followed_by_verb : ahead<name, owner_verb> {};

template <Literal Label>
using named = expect<Label, not_ahead<followed_by_verb>, name>;
template <Literal Label>
using names = list<named<Label>, comma>;

struct any_unit : sor<seq<node<Part::Business, word<"business">>, unit>, unit> {};
struct duration : node<Part::Quantity, number, expect<"a unit such as `hours`, `days` or `months`", any_unit>> {};
struct duration_or_name : sor<duration, name> {};
struct length : node<Part::Length, expect<"a duration such as `90 days`", duration_or_name>> {};
// After `every`: also `quarter` for one quarter.
struct bare_unit : node<Part::Quantity, unit> {};
struct period : node<Part::Length, expect<"a period such as `1 quarter`", sor<duration, bare_unit, name>>> {};

// ---- stages, events, moments

// `account onboarding`: the account's stage, where a record's is meant otherwise.
struct account_word
    : seq<ahead<word<"account">, name, seq<not_ahead<owner_verb>>>, node<Part::AccountWord, word<"account">>> {};
struct stage : node<Part::Stage, opt<unsaid<account_word>>, named<"a stage">> {};
struct stages : node<Part::StageList, list<stage, comma>> {};

struct where_clause : node<Part::Where, word<"where">, condition> {};
struct event_ref : node<Part::EventRef, named<"an event">, opt<unsaid<where_clause>>> {};
struct event_separator : unsaid<sor<sign<",">, word<"or">>> {};
struct events : list<event_ref, event_separator> {};

struct entering : seq<node<Part::Entering, word<"entering">>, stage> {};
struct anchor
    : node<Part::Anchor,
           expect<"an event or `entering` and a stage", sor<entering, seq<name, opt<unsaid<where_clause>>>>>> {};

struct after_anchor : node<Part::AfterAnchor, word<"after">, anchor> {};
struct before_date : node<Part::BeforeDate, word<"before">, named<"a date field">> {};
struct before_or_after : sor<after_anchor, before_date> {};

// `120 days before contract.end`, or a parameter in place of the duration.
struct date_ref_ahead : sor<ahead<number>, ahead<name, sor<word<"before">, word<"after">>>> {};
struct date_ref : node<Part::DateRef, date_ref_ahead, length, before_or_after> {};
// Names that lead to an arrow begin the next transition.
struct next_transition : ahead<list<name, sign<",">>, sign<"->">> {};
struct trigger : expect<"an event or a moment such as `120 days before contract.end`", not_ahead<next_transition>,
                        sor<date_ref, event_ref>> {};
struct triggers : list<trigger, event_separator> {};

// ---- qualifiers

struct during : node<Part::During, word<"during">, stages> {};
struct when : node<Part::When, word<"when">, condition> {};
struct unless : node<Part::Unless, word<"unless">, condition> {};
struct when_or_unless : sor<when, unless> {};
struct title : node<Part::Title, text> {};

// ---- clauses that several constructs have

struct for_window : node<Part::For, word<"for">, length, after_anchor> {};
struct from_window : node<Part::From, word<"from">, length, before_or_after> {};
struct until_window : node<Part::Until, word<"until">, length, before_or_after> {};
struct because : node<Part::Because, word<"because">, expect<"the reason in quotes", text>> {};
struct per : node<Part::Per, word<"per">, named<"a record">> {};
struct within : node<Part::Within, word<"within">, length> {};
struct cancelled_on : node<Part::CancelledOn, word<"cancelled">, word<"on">, events> {};
struct in_flight : node<Part::InFlight, word<"in_flight">,
                        expect<"`migrate` or `restart`", sor<ahead<word<"migrate">>, ahead<word<"restart">>>, name>> {};

}  // namespace baton::dsl::grammar
