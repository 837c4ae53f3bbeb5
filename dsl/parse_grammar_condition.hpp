// Conditions: `not` binds before `and`, `and` before `or`. Types come later; here `arr and 3` is well written.
#pragma once

#include "dsl/parse_grammar.hpp"

namespace baton::dsl::grammar {

// A number may turn out to be a duration; nobody is told of the unit that a plain one lacks.
struct quantity : node<Part::Quantity, number, opt<unsaid<any_unit>>> {};
struct truth : sor<node<Part::True, word<"true">>, node<Part::False, word<"false">>> {};
struct fixed_value : sor<text, date_time, date, quantity, truth> {};
struct value : expect<"a value", sor<fixed_value, seq<not_ahead<field_key>, name>>> {};

struct operand_name : seq<not_ahead<followed_by_verb>, name> {};
struct operand : expect<"a value or a field", sor<fixed_value, operand_name>> {};

struct relation : sor<sign<"<=">, sign<">=">, sign<"<">, sign<">">> {};
struct relation_tail : seq<node<Part::Operator, relation>, operand> {};
struct known : node<Part::KnownWord, word<"known">> {};
struct is_tail
    : node<Part::IsTest, word<"is">, opt<unsaid<node<Part::NotWord, word<"not">>>>, sor<unsaid<known>, operand>> {};
struct value_set : seq<sign<"{">, list<operand, sign<",">>, sign<"}">> {};
struct in_tail : node<Part::InTest, opt<unsaid<node<Part::NotWord, word<"not">>>>, word<"in">, value_set> {};
struct tail : expect<"`is`, `in` or a comparison such as `>=`", sor<relation_tail, is_tail, in_tail>> {};
// What can only be a comparison, well written or not: a condition that has it does not end before it.
struct tail_begins
    : sor<sign<"<">, sign<">">, sign<"=">, sign<"!">, word<"is">, word<"in">, seq<word<"not">, word<"in">>> {};
struct comparison : node<Part::Comparison, operand, sor<tail, not_ahead<tail_begins>>> {};

struct record_stages
    : sor<seq<word<"is">, named<"a stage">>, seq<word<"in">, sign<"{">, list<named<"a stage">, sign<",">>, sign<"}">>> {
};
template <Literal Word, Part What>
struct record_test : node<What, ahead<word<Word>, name, sor<word<"is">, word<"in">>>, word<Word>, name, record_stages> {
};

struct any_condition;
struct parenthesised : seq<sign<"(">, nested<any_condition>, sign<")">> {};
struct primary : expect<"a condition", sor<parenthesised, unsaid<record_test<"any", Part::AnyRecord>>,
                                           unsaid<record_test<"no", Part::NoRecord>>, comparison>> {};
struct negation;
struct negated : node<Part::Not, word<"not">, nested<negation>> {};
struct negation : sor<unsaid<negated>, primary> {};
struct conjunction : node<Part::And, negation, star<unsaid<word<"and">>, negation>> {};
struct any_condition : node<Part::Or, conjunction, star<unsaid<word<"or">>, conjunction>> {};

}  // namespace baton::dsl::grammar
