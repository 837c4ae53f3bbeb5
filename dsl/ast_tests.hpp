// The syntax of section 8: tests, shared set-ups, tables of cases, invariants. Word for word, before any name is bound.
#pragma once

#include "dsl/ast_items.hpp"

namespace baton::dsl::ast {

// `name: value` in braces. A value may be a list only where the language reference says so.
struct PayloadEntry {
  Name key;  // may be dotted: "account.arr"
  Expr value;
};

// A time as written: a date, or a date with a time of day (and perhaps an offset).
struct TimeRef {
  Expr value;  // Kind::Date or Kind::DateTime
  SourceSpan span;
};

// The id of an account, a record or a person: a name, or a text in quotes.
struct IdRef {
  std::string text;
  bool quoted = false;
  SourceSpan span;
};

// A role or somebody of org.yaml: `AM`, `kim`, `manager of kim`, `position head_of_cs`, `person kim`, `team am_amer`,
// `nobody`.
struct PartyRef {
  enum class Kind { Name, Position, Person, Team, OwnerOf, Nobody };
  Kind kind = Kind::Name;
  std::uint32_t managers = 0;
  IdRef id;
  SourceSpan span;
};

// `because handoff NAME`, `because seat`, `because structure NAME`, `because line 12`, `because "file.baton:12"`.
struct ReasonRef {
  enum class Kind { Handoff, Seat, Structure, Line, Place };
  Kind kind = Kind::Handoff;
  Name name;                 // Handoff, Structure
  std::uint64_t line = 0;    // Line, Place
  std::optional<Text> file;  // Place: as written, without the line
  SourceSpan span;
};

// What is expected of the account at hand, at the moment that the clock shows.
//
//   PARTY owns|carries LEAF, ... [of RECORD]      PARTY owns|carries nothing       nobody owns LEAF, ...
//   PARTY supports LEAF, ... [of RECORD]
//   owner of LEAF [of RECORD] is [not] PARTY      secondary of LEAF [of RECORD] is [not] PARTY [until TIME]
//   stage [of RECORD] is [not] STAGE              structure is [not] NAME
//   handoff NAME [of RECORD] [STATE] [from PARTY] [to PARTY] [start by TIME] [due TIME] [cutover TIME]
//           [missing ITEM, ... | missing nothing] [accepted | not accepted]
//   escalation NAME [of RECORD] [STATE] [tier N] [calls PARTY, ... | calls nobody] [until TIME]
//   sla NAME [of RECORD] [STATE] [owner PARTY] [due TIME]
//   credit EVENT PARTY N% [, PARTY N%] [amount NUMBER]
//   next change at TIME ["what"]                  no next change
//   no handoff|escalation|sla [NAME] [of RECORD]  (none that has not ended)
//   book of PERSON has N accounts                 book of PERSON has ACCOUNT, ...      book of PERSON is empty
//   rejected ["part of the reason"]               (the event just before could not be used)
struct Expectation {
  enum class Kind {
    Owns,
    Owner,
    Secondary,
    Supports,
    Stage,
    Structure,
    Handoff,
    Escalation,
    Sla,
    Credit,
    NextChange,
    Nothing,
    Book,
    Rejected,
  };
  struct Share {
    PartyRef party;
    Number percent;
  };
  Kind kind = Kind::Owns;
  bool negated = false;         // `is not`; NextChange: `no next change`
  bool nothing = false;         // Owns: `owns nothing`; Handoff: `missing nothing`; Book: `is empty`
  bool everything = false;      // Owns: `owns everything`
  bool carries = false;         // Owns: `carries`
  PartyRef party;               // Owns, Owner, Secondary, Supports, Book
  std::vector<Name> leaves;     // Owns, Supports; Owner, Secondary: exactly one
  std::optional<IdRef> record;  // `of RECORD`
  Name name;                  // Stage, Structure, Handoff, Escalation, Sla, Credit (the event), Nothing (may be empty)
  std::string of_kind;        // Nothing: "handoff", "escalation", "sla"
  std::optional<Name> state;  // Handoff, Escalation, Sla
  std::optional<PartyRef> from, to;                          // Handoff
  std::optional<TimeRef> start_by, due, cutover, until, at;  // at: NextChange
  std::optional<std::vector<Name>> missing;                  // Handoff
  std::optional<bool> accepted;                              // Handoff
  std::optional<Number> tier;                                // Escalation
  std::optional<std::vector<PartyRef>> calls;                // Escalation
  std::optional<PartyRef> owner;                             // Sla
  std::vector<Share> shares;                                 // Credit
  std::optional<Number> amount;                              // Credit
  std::optional<Number> count;                               // Book
  std::vector<IdRef> accounts;                               // Book
  std::optional<Text> text;                                  // NextChange, Rejected
  std::optional<ReasonRef> because;
  SourceSpan span;
};

struct TestStep {
  enum class Kind { Structure, Given, Account, Events, On, At, Expect };
  Kind kind = Kind::On;
  Name name;                          // Structure; On: the event
  Text text;                          // Given: the set-up's title; Events: the file
  std::optional<IdRef> account;       // Account: its id (none: the test's only one)
  bool selects = false;               // Account: without braces, what follows is about an account begun before
  std::vector<PayloadEntry> payload;  // Account, On
  std::optional<TimeRef> time;        // On, At; Expect: `at TIME expect ...`
  std::optional<Expectation> expect;
  SourceSpan span;
};

struct GivenDecl {
  Text title;
  std::vector<TestStep> steps;
  SourceSpan span;
  bool broken = false;  // a step could not be read: an error was given
};
struct TestDecl {
  Text title;
  std::optional<Text> skip_because;  // `test "..." skip because "..." { ... }`
  std::vector<TestStep> steps;
  SourceSpan span;
  bool broken = false;  // a step could not be read: an error was given
};

// A cell: `any`, a value, `{a, b}`, `10k..50k`, `>= 10k`, `not smb`; in the column `when` a condition; in the column
// `owner` a role or `nobody`.
struct CaseCell {
  enum class Kind { Any, Value, Set, Range, Compare, Not, Condition };
  Kind kind = Kind::Any;
  std::string op;            // Compare
  std::vector<Expr> values;  // Value, Not: one; Set: all; Range: two; Compare: one; Condition: one
  SourceSpan span;
};
struct CaseRow {
  std::vector<CaseCell> cells;
  SourceSpan span;
};
struct CasesDecl {
  Text title;
  std::optional<Text> skip_because;
  std::optional<Name> structure;  // none: each structure that org.yaml chooses, for the accounts it is chosen for
  std::optional<Expr> when;       // holds for every row
  std::vector<Name> leaves;       // `expect closing, renewal.lead`
  std::vector<Name> columns;      // fields, `stage`, `RECORD stage` as "deal.stage", `when`, `owner`
  std::vector<CaseRow> rows;
  SourceSpan span;
};

// `[during STAGE, ...] [when COND] : ROLE owns nothing` / `ROLE never owns|carries LEAF, ...` / `ROLE owns LEAF, ...`
struct ClaimDecl {
  enum class Kind { OwnsNothing, Never, Always };
  Kind kind = Kind::Never;
  std::vector<StageRef> during;
  std::optional<Expr> when;
  Name role;  // "nobody" where nobody is true
  bool nobody = false;
  bool carries = false;
  bool everything = false;
  std::vector<Name> leaves;
  SourceSpan span;
};
struct InvariantDecl {
  Text title;
  std::optional<Text> skip_because;
  std::optional<Name> structure;  // none: all that org.yaml chooses
  std::vector<ClaimDecl> claims;
  SourceSpan span;
};

}  // namespace baton::dsl::ast
