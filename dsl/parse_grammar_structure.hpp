// Section 4: structures and their statements.
#pragma once

#include "dsl/parse_grammar.hpp"

namespace baton::dsl::grammar {

// ---- qualifiers of statements
struct otherwise : node<Part::Otherwise, word<"otherwise">, not_ahead<sign<"{">>> {};
struct qualifier : expect<"a qualifier such as `when` or `during`",
                          sor<during, for_window, from_window, until_window, when, unless, otherwise, because>> {};

// ---- statements
struct verb : expect<"`owns`, `carries` or `supports`",
                     sor<node<Part::Owns, word<"owns">>, node<Part::Carries, word<"carries">>,
                         node<Part::Supports, word<"supports">>>> {};
struct everything : node<Part::Everything, word<"everything">> {};
struct responsibilities : expect<"a responsibility", sor<everything, names<"a responsibility">>> {};
struct nobody : node<Part::Nobody, word<"nobody">> {};
struct statement_body : seq<sor<nobody, name>, verb, responsibilities, star<qualifier>> {};
struct statement : usage<"a statement is written `ROLE owns RESPONSIBILITY, ... when CONDITION`",
                         node<Part::Statement, statement_body>> {};

struct body_item;
struct otherwise_block : node<Part::OtherwiseBlock, word<"otherwise">, nested<block<body_item>>> {};
// Only what is named inside a structure: a list of names may begin with any word.
struct body_item : expect<"a statement such as `AE owns closing`",
                          sor<moves_at_once, handoff, escalation, sla, credit, otherwise_block, statement>> {};

// ---- the structure's first line
struct parameter : node<Part::Parameter, expect<"a name for the parameter", name>, sign<"=">, literal_value> {};
struct parameters : seq<sign<"(">, opt<list<parameter, sign<",">>>, sign<")">> {};
struct argument_value : seq<sign<"=">, literal_value> {};
struct rename : node<Part::Rename, word<"as">, named<"a role">> {};
struct argument : node<Part::Argument, named<"a parameter or a role">, sor<argument_value, rename>> {};
struct with : seq<word<"with">, list<argument, comma>> {};
struct instance : node<Part::Instance, sign<"=">, named<"a structure">, opt<unsaid<with>>> {};
struct extends : node<Part::Extends, word<"extends">, named<"a structure">> {};
struct own_body : seq<opt<extends>, node<Part::Body, block<body_item>>> {};
struct structure_body : sor<instance, own_body> {};
struct any_structure : usage<"a structure is written `structure NAME \"Title\" { ROLE owns RESPONSIBILITY ... }`",
                             node<Part::Structure, word<"structure">, expect<"a name for the structure", any_name>,
                                  opt<unsaid<parameters>>, opt<unsaid<title>>, structure_body>> {};

}  // namespace baton::dsl::grammar
