// Section 3, and `use` of section 2.
#pragma once

#include "dsl/parse_grammar.hpp"

namespace baton::dsl::grammar {

template <Literal Label>
using declared = expect<Label, any_name>;  // where only a name can stand, every word is one

// ---- fields
struct label_name : expect<"a value of the field", name> {};  // no statement can follow: `a | b  stays: bool`
struct choice : seq<node<Part::Bar, sign<"|">>, label_name> {};
struct step : seq<node<Part::Less, sign<"<">>, label_name> {};
struct range_type : seq<number, sign<"..">, number> {};
struct word_type : seq<name, sor<plus<unsaid<choice>>, star<unsaid<step>>>, not_ahead<sor<sign<"|">, sign<"<">>>> {};
struct type
    : node<Part::Type, expect<"a type such as `money`, `bool`, `0..100` or `a | b`", sor<range_type, word_type>>,
           opt<unsaid<node<Part::Optional, sign<"?">>>>> {};
struct initial : node<Part::Initial, sign<"=">, literal_value> {};
struct reviewed : node<Part::Reviewed, word<"reviewed">, word<"every">, period> {};
struct field_clause : sor<initial, reviewed> {};
struct field_body
    : seq<expect<"a field such as `arr: money`", field_key>, sign<":">, type, star<unsaid<field_clause>>> {};
struct field : usage<"a field is written `NAME: TYPE`, with `?` or `= VALUE` behind it if need be",
                     node<Part::Field, field_body>> {};
struct fields : block<field> {};

struct account : node<Part::Account, word<"account">, fields> {};
struct record : node<Part::Record, word<"record">, declared<"a name for the record">, fields> {};

// ---- events
struct event_type : seq<sign<":">, type> {};
struct event_field
    : node<Part::EventField, expect<"a field", any_name>, opt<unsaid<event_type>>, opt<unsaid<initial>>> {};
struct event_fields : seq<sign<"{">, opt<list<event_field, sign<",">>>, sign<"}">> {};
struct event : usage<"an event is written `event NAME { FIELD, FIELD: TYPE }`",
                     node<Part::Event, word<"event">, declared<"a name for the event">, opt<event_fields>>> {};

// ---- lifecycles
struct start : node<Part::Start, ahead<word<"start">, name>, word<"start">, name> {};
struct transition_body : seq<names<"a stage">, sign<"->">, named<"a stage">, word<"on">, triggers, opt<unsaid<when>>> {
};
struct transition : node<Part::Transition, transition_body> {};
struct lifecycle_item
    : usage<"a lifecycle holds `start STAGE` and lines such as `STAGE -> STAGE on EVENT`",
            expect<"`start` or a transition such as `open -> won on EVENT`", sor<start, transition>>> {};
struct lifecycle
    : node<Part::Lifecycle, word<"lifecycle">, expect<"`account` or a record", any_name>, block<lifecycle_item>> {};

// ---- roles and responsibilities
struct also : node<Part::Also, word<"also">, list<text, comma>> {};
struct role
    : usage<"a role is written `role NAME \"Title\"`",
            node<Part::Role, word<"role">, declared<"a name for the role">, opt<unsaid<title>>, opt<unsaid<also>>>> {};
struct parts : seq<sign<"{">, list<expect<"a name for the part", any_name>, sign<",">>, sign<"}">> {};
struct responsibility_item : node<Part::Item, expect<"a name for the responsibility", name>, opt<unsaid<parts>>> {};
struct scope : star<unsaid<sor<per, during>>> {};
struct responsibility
    : usage<"a responsibility is written `responsibility NAME, NAME { PART, PART } per RECORD during STAGE, STAGE`",
            node<Part::Responsibility, word<"responsibility">, list<responsibility_item, comma>, scope>> {};
struct metric : usage<"a metric is written `metric NAME, NAME during STAGE`",
                      node<Part::Metric, word<"metric">, list<responsibility_item, comma>, scope>> {};

struct let : usage<"a condition gets a name by `let NAME = CONDITION`",
                   node<Part::Let, word<"let">, expect<"a name for the condition", name>, sign<"=">, condition>> {};
struct use : usage<"write `use standard` for a module of the library, `use \"folder/file.baton\"` for a file",
                   node<Part::Use, word<"use">, expect<"a module or a file in quotes", sor<text, any_name>>>> {};

struct any_vocabulary : sor<account, record, event, lifecycle, role, responsibility, metric, let, use> {};

}  // namespace baton::dsl::grammar
