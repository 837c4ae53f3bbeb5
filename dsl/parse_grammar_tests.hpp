// Section 8: tests, their shared set-ups, tables of cases, invariants.
//
// Here, too, hardly a word is reserved: what begins a step or a clause is a keyword only where one may begin. What an
// expectation is about is told by its verb first (`stage owns closing` is about somebody called `stage`), then by its
// first word.
#pragma once

#include "dsl/parse_grammar.hpp"

namespace baton::dsl::grammar::tests {

// ---- times, ids, parties
struct time : node<Part::Time, expect<"a time such as `2026-01-15T09:00`", sor<date_time, date>>> {};
struct id : node<Part::Id, sor<name, text>> {};
template <Literal Label>
using id_of = expect<Label, id>;
struct of_record : node<Part::OfRecord, word<"of">, id_of<"the id of a record">> {};

struct manager_of : node<Part::ManagerOf, word<"manager">, word<"of">> {};
struct owner_of : node<Part::OwnerOf, word<"owner">, word<"of">, named<"a responsibility">> {};
struct position : node<Part::Position, ahead<word<"position">, id>, word<"position">, id> {};
struct person : node<Part::Person, ahead<word<"person">, id>, word<"person">, id> {};
struct team : node<Part::Team, ahead<word<"team">, id>, word<"team">, id> {};
struct nobody : node<Part::Nobody, word<"nobody">> {};
// A step on the next line is nobody's name.
struct next_step
    : ahead<sor<seq<word<"expect">, not_ahead<owner_verb>>, seq<sor<word<"on">, word<"at">>, sor<date_time, date>>>> {};
struct somebody : sor<nobody, owner_of, position, person, team, seq<not_ahead<next_step>, id>> {};
struct party : node<Part::Party, star<unsaid<manager_of>>,
                    expect<"a role or somebody, such as `AM` or `manager of kim`", somebody>> {};
struct parties : list<party, comma> {};

// ---- the reason that an expectation may name
struct line_number : seq<ahead<word<"line">, number>, word<"line">, number> {};
struct reason_kind
    : sor<node<Part::ReasonHandoff, word<"handoff">, named<"a handoff">>,
          node<Part::ReasonStructure, word<"structure">, named<"a structure">>, node<Part::ReasonLine, line_number>,
          node<Part::ReasonSeat, word<"seat">>, node<Part::ReasonPlace, text>> {};
struct reason : node<Part::Reason, word<"because">,
                     expect<"`handoff NAME`, `structure NAME`, `seat`, `line N` or \"FILE:LINE\"", reason_kind>> {};
struct because_of : opt<unsaid<reason>> {};

// ---- who owns it
struct nothing : node<Part::NothingWord, word<"nothing">> {};
struct everything : node<Part::Everything, word<"everything">> {};
struct owned_names : expect<"a responsibility or `nothing`", sor<nothing, everything, names<"a responsibility">>> {};
struct verb : sor<node<Part::Owns, word<"owns">>, node<Part::Carries, word<"carries">>,
                  node<Part::Supports, word<"supports">>> {};
struct verb_ahead : sor<word<"owns">, word<"carries">, word<"supports">> {};
struct opt_record : opt<unsaid<of_record>> {};
struct owns : node<Part::ExpectOwns, party, verb, owned_names, opt_record, because_of> {};

struct is_or_not : seq<word<"is">, opt<unsaid<node<Part::NotWord, word<"not">>>>> {};
struct until_time : node<Part::UntilTime, word<"until">, time> {};
struct owner : node<Part::ExpectOwner, word<"owner">, word<"of">, named<"a responsibility">, opt_record, is_or_not,
                    party, because_of> {};
struct secondary : node<Part::ExpectSecondary, word<"secondary">, word<"of">, named<"a responsibility">, opt_record,
                        is_or_not, party, opt<unsaid<until_time>>> {};

// ---- where the account stands
struct stage_is : node<Part::ExpectStage, word<"stage">, opt_record, is_or_not, named<"a stage">> {};
struct structure_is : node<Part::ExpectStructure, word<"structure">, is_or_not, named<"a structure">> {};

// ---- what runs: clauses in any order
template <Literal... Words>
struct state_of : node<Part::State, sor<word<Words>...>> {};
struct due : node<Part::Due, word<"due">, time> {};

struct handoff_state
    : state_of<"open", "started", "returned", "overdue", "finished", "cut_over", "cancelled", "superseded"> {};
struct from_party : node<Part::FromRole, word<"from">, party> {};
struct to_party : node<Part::ToRole, word<"to">, party> {};
struct start_by : node<Part::StartBy, word<"start">, word<"by">, time> {};
struct cutover : node<Part::Cutover, word<"cutover">, time> {};
struct missing_names : expect<"an item of the checklist or `nothing`", sor<nothing, names<"an item">>> {};
struct missing : node<Part::Missing, word<"missing">, missing_names> {};
struct accepted : node<Part::Accepted, opt<node<Part::NotWord, word<"not">>>, word<"accepted">> {};
struct handoff_clause : sor<of_record, handoff_state, from_party, to_party, start_by, due, cutover, missing, accepted> {
};
struct handoff_is : node<Part::ExpectHandoff, word<"handoff">, named<"a handoff">, star<unsaid<handoff_clause>>> {};

struct escalation_state : state_of<"calling", "acknowledged", "closed", "exhausted"> {};
struct tier : node<Part::Tier, word<"tier">, number> {};
struct calls : node<Part::Calls, word<"calls">, parties> {};
struct escalation_clause : sor<of_record, escalation_state, tier, calls, until_time> {};
struct escalation_is
    : node<Part::ExpectEscalation, word<"escalation">, named<"an escalation">, star<unsaid<escalation_clause>>> {};

struct sla_state : state_of<"running", "paused", "met", "breached", "cancelled"> {};
struct owned_by : node<Part::OwedBy, word<"owner">, party> {};
struct sla_clause : sor<of_record, sla_state, owned_by, due> {};
struct sla_is : node<Part::ExpectSla, word<"sla">, named<"an SLA">, star<unsaid<sla_clause>>> {};

struct share : node<Part::Share, party, expect<"a percentage such as `70%`", number>> {};
struct amount : node<Part::Amount, word<"amount">, expect<"an amount such as `10k`", number>> {};
struct credit_is
    : node<Part::ExpectCredit, word<"credit">, named<"an event">, list<share, comma>, opt<unsaid<amount>>> {};

// ---- what comes, and what does not
struct next_change : node<Part::ExpectNext, word<"next">, word<"change">, word<"at">, time, opt<unsaid<text>>> {};
struct no_next_change : node<Part::ExpectNoNext, word<"no">, word<"next">, word<"change">> {};
// What may follow a name that can be left out.
struct step_word : sor<word<"structure">, word<"given">, word<"account">, word<"events">, word<"on">, word<"at">,
                       word<"expect">, word<"of">> {};
struct some_name : seq<not_ahead<step_word>, name> {};
struct what_runs : sor<node<Part::Handoff, word<"handoff">>, node<Part::Escalation, word<"escalation">>,
                       node<Part::Sla, word<"sla">>, node<Part::Credit, word<"credit">>> {};
struct none_runs : node<Part::ExpectNone, word<"no">, what_runs, opt<unsaid<some_name>>, opt_record> {};

struct is_empty : node<Part::Empty, word<"is">, word<"empty">> {};
struct count : node<Part::Count, number, sor<word<"accounts">, word<"account">>> {};
struct has_accounts
    : seq<word<"has">, expect<"a number of accounts, or accounts", sor<count, list<id_of<"an account">, comma>>>> {};
struct book : node<Part::ExpectBook, word<"book">, word<"of">, id_of<"a person">, sor<has_accounts, is_empty>> {};
struct rejected : node<Part::ExpectRejected, word<"rejected">, opt<unsaid<text>>> {};

// ---- an expectation
struct topic_word
    : sor<word<"owner">, word<"secondary">, word<"stage">, word<"structure">, word<"handoff">, word<"escalation">,
          word<"sla">, word<"credit">, word<"next">, word<"no">, word<"book">, word<"rejected">> {};
struct owns_first : seq<ahead<party, verb_ahead>, owns> {};
struct owns_last : seq<not_ahead<topic_word>, owns> {};
struct expectation : expect<"what is expected, such as `AE owns NAME` or `handoff NAME open`",
                            sor<owns_first, owner, secondary, stage_is, structure_is, handoff_is, escalation_is, sla_is,
                                credit_is, next_change, no_next_change, none_runs, book, rejected, owns_last>> {};

// ---- steps
struct payload_entry
    : node<Part::PayloadEntry, expect<"a field such as `arr: 50k`", field_key>, sign<":">, literal_value> {};
struct payload : node<Part::Payload, sign<"{">, opt<list<payload_entry, sign<",">>>, sign<"}">> {};

struct use_structure
    : usage<"write `structure NAME`", node<Part::StepStructure, word<"structure">, named<"a structure">>> {};
struct use_given
    : usage<"write `given \"Title\"`", node<Part::StepGiven, word<"given">, expect<"a title in quotes", text>>> {};
struct some_id : seq<not_ahead<step_word>, id> {};
struct account_body : sor<payload, seq<expect<"the account's id", some_id>, opt<unsaid<payload>>>> {};
struct account
    : usage<"an account is written `account { FIELD: VALUE, ... }`, or `account ID { ... }` if there are several",
            node<Part::StepAccount, word<"account">, account_body>> {};
struct events_of : usage<"write `events \"folder/file.ndjson\"`",
                         node<Part::StepEvents, word<"events">, expect<"a file in quotes", text>>> {};
struct on : usage<"an event is written `on 2026-01-15T09:00 EVENT { FIELD: VALUE, ... }`",
                  node<Part::StepOn, word<"on">, time, named<"an event">, opt<unsaid<payload>>>> {};
struct expected : usage<"write `expect AE owns NAME`, `expect stage is NAME`, `expect handoff NAME open` and the like",
                        seq<word<"expect">, expectation>> {};
struct expects : node<Part::StepExpect, expected> {};
struct at : usage<"write `at 2026-01-15T09:00 expect AE owns NAME`",
                  node<Part::StepAt, word<"at">, time, opt<unsaid<expected>>>> {};
struct step
    : usage<"a test holds `account { ... }`, `on TIME EVENT { ... }`, `at TIME expect ...`, `expect ...` and the like",
            expect<"a step such as `on TIME EVENT` or `expect AE owns NAME`",
                   sor<use_structure, use_given, account, events_of, on, at, expects>>> {};

// ---- cases: a row ends where its line does
struct closing_bar {
  using rule_t = closing_bar;
  using subs_t = pegtl::type_list<sign<"|">>;
  BATON_RULE_MATCH {
    if (!state.begins_line(offset(in))) return run<sign<"|">>(in, state);
    state.failed_word(offset(in), "|");
    return false;
  }
};
struct row_goes_on {
  using rule_t = row_goes_on;
  using subs_t = pegtl::empty_list;
  BATON_RULE_MATCH { return !in.empty() && *in.current() != '}' && !state.begins_line(offset(in)); }
};
struct bound : sor<date, number> {};
struct relation : node<Part::Operator, sor<sign<"<=">, sign<">=">, sign<"<">, sign<">">>> {};
// Behind a value: what makes it the beginning of a condition.
struct condition_goes_on : ahead<sor<relation, word<"is">, word<"in">, word<"not">, word<"and">, word<"or">, name>> {};
template <Part What, class... Rules>
struct plain_cell : node<What, Rules..., not_ahead<condition_goes_on>> {};
struct any_cell : plain_cell<Part::CellAny, word<"any">> {};
struct range_cell : node<Part::CellRange, ahead<bound, sign<"..">>, bound, sign<"..">, bound> {};
struct compare_cell : node<Part::CellCompare, relation, literal_value> {};
struct set_cell : node<Part::CellSet, sign<"{">, list<literal_value, sign<",">>, sign<"}">> {};
struct not_cell : plain_cell<Part::CellNot, word<"not">, literal_value> {};
struct value_cell : plain_cell<Part::CellValue, literal_value> {};
struct nobody_cell : node<Part::CellValue, nobody> {};
struct when_cell : plain_cell<Part::CellValue, word<"when">> {};  // in the table's head, as the next
struct stage_cell : node<Part::CellValue, ahead<name, word<"stage">>, name, word<"stage">> {};
struct condition_cell : node<Part::CellCondition, condition> {};
struct cell : expect<"`any`, a value, `{a, b}`, `10k..50k`, `>= 10k` or `not` and a value",
                     sor<unsaid<any_cell>, range_cell, compare_cell, set_cell, unsaid<not_cell>, stage_cell,
                         unsaid<value_cell>, nobody_cell, unsaid<when_cell>, condition_cell>> {};
struct row
    : node<Part::CaseRow, sign<"|">, cell, closing_bar, star<row_goes_on, cell, closing_bar>, not_ahead<row_goes_on>> {
};

struct stated : node<Part::Stated, word<"expect">, names<"a responsibility">> {};
struct cases_item : usage<
                        "cases hold `structure NAME`, `expect NAME`, and rows `| VALUE | VALUE | ROLE |` below `| "
                        "FIELD | FIELD | owner |`",
                        expect<"`structure`, `when`, `expect` or a row such as `| smb | AM |`",
                               sor<use_structure, when, stated, row>>> {};

// ---- invariants
struct never : node<Part::Never, word<"never">> {};
struct claimed
    : expect<"a responsibility, `everything` or `nothing`", sor<nothing, everything, names<"a responsibility">>> {};
struct claim_verb : sor<node<Part::Owns, word<"owns">>, node<Part::Carries, word<"carries">>> {};
struct claim_scope : sor<seq<during, opt<unsaid<when>>, sign<":">>, seq<when, sign<":">>> {};
struct claim : node<Part::Claim, opt<claim_scope>, expect<"a role or `nobody`", sor<nobody, name>>, opt<never>,
                    claim_verb, claimed> {};
struct invariant_item : usage<"a claim is written `ROLE never owns NAME` or `when CONDITION : ROLE owns nothing`",
                              expect<"a claim such as `AE never owns NAME`", sor<unsaid<use_structure>, claim>>> {};

// ---- items of the top level
struct skip : node<Part::Skip, word<"skip">, word<"because">, expect<"the reason in quotes", text>> {};
struct headline : seq<expect<"a title in quotes", text>, opt<unsaid<skip>>> {};
struct any_test
    : usage<"a test is written `test \"Title\" { ... }`", node<Part::Test, word<"test">, headline, block<step>>> {};
struct any_given : usage<"a set-up is written `given \"Title\" { ... }`",
                         node<Part::Given, word<"given">, expect<"a title in quotes", text>, block<step>>> {};
struct any_cases : usage<"cases are written `cases \"Title\" { expect NAME  | FIELD | owner | ... }`",
                         node<Part::Cases, word<"cases">, headline, block<cases_item>>> {};
struct any_invariant : usage<"an invariant is written `invariant \"Title\" { ROLE never owns NAME }`",
                             node<Part::Invariant, word<"invariant">, headline, block<invariant_item>>> {};
struct any_tests : sor<any_test, any_given, any_cases, any_invariant> {};

}  // namespace baton::dsl::grammar::tests
