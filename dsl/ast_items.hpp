// The abstract syntax tree: what a .baton file says, word for word, before any name is bound.
//
// `parse` makes it, `resolve`/`lower` read it. Every node knows its span of bytes; a name keeps the author's spelling.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/model/decimal.hpp"
#include "engine/model/time.hpp"

namespace baton::dsl {

// Bytes [begin, end) of one of the project's sources.
struct SourceSpan {
  std::uint32_t source = 0;  // index into the project's sources
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

namespace ast {

struct Name {
  std::string text;
  SourceSpan span;
};  // may be dotted: "renewal.lead"
struct Text {
  std::string text;
  SourceSpan span;
};  // a string without its quotes
struct Number {
  Decimal value;
  bool percent = false;
  SourceSpan span;
};  // 40% is value 40, percent
struct Duration {
  Span span;
  SourceSpan at;
};
using Length = std::variant<Duration, Name>;  // a duration, or a parameter that stands for one

// A condition or an operand of one. One ladder for all; types come later.
struct Expr {
  enum class Kind {
    Or,
    And,
    Not,        // children
    Compare,    // children[0] OP children[1]; op is one of < <= > >= == !=  (`is`, `is not` are == and !=)
    In,         // children[0] in children[1..]
    IsKnown,    // children[0] is known
    IsUnknown,  // children[0] is not known
    AnyRecord,
    NoRecord,  // `any deal is open`: name = record type, children = stages as Name
    Name,
    Number,
    Duration,
    Date,
    DateTime,
    Text,
    Bool,
  };
  Kind kind = Kind::Bool;
  SourceSpan span;
  std::vector<Expr> children;
  std::string op;
  std::string text;      // Name: as written; Text: without quotes; AnyRecord: the record type
  SourceSpan text_span;  // AnyRecord: the record type's
  Decimal number;
  bool percent = false;
  Span duration;
  Day day;                         // Date, DateTime
  std::optional<Instant> instant;  // DateTime with Z or offset
  std::int64_t ms_of_day = 0;      // DateTime without: local time in the org's zone
  bool boolean = false;
};

// EVENT [where COND], or `entering [account] STAGE`
struct Anchor {
  bool entering = false;
  bool of_account = false;  // `entering account STAGE`
  Name name;                // event or stage
  std::optional<Expr> where;
  SourceSpan span;
};
struct EventRef {
  Name event;
  std::optional<Expr> where;
  SourceSpan span;
};
struct StageRef {
  bool of_account = false;
  Name stage;
};

// ---- vocabulary

struct TypeExpr {
  enum class Kind { Enum, Ordered, Bool, Money, Date, Text, Range };
  Kind kind = Kind::Text;
  std::vector<Name> labels;
  Number low, high;       // Range
  bool optional = false;  // `?`
  SourceSpan span;
};
struct FieldDecl {
  Name name;
  TypeExpr type;
  std::optional<Expr> initial;
  std::optional<Duration> reviewed;
  SourceSpan span;
};
struct AccountDecl {
  std::vector<FieldDecl> fields;
  SourceSpan span;
};
struct RecordDecl {
  Name name;
  std::vector<FieldDecl> fields;
  SourceSpan span;
};
struct EventField {
  Name name;
  std::optional<TypeExpr> type;
  std::optional<Expr> initial;
  SourceSpan span;
};
struct EventDecl {
  Name name;
  std::vector<EventField> fields;
  SourceSpan span;
};

struct DateRef {
  bool before = true;
  Length length;
  Name date;
  Anchor anchor;
  SourceSpan span;
};  // D before DATE | D after ANCHOR
struct TransitionDecl {
  std::vector<Name> from;
  Name to;
  std::vector<std::variant<EventRef, DateRef>> triggers;  // joined by `or` or `,`
  std::optional<Expr> when;
  SourceSpan span;
};
struct LifecycleDecl {
  Name of;  // `account` or a record type
  std::optional<Name> start;
  std::vector<TransitionDecl> transitions;
  SourceSpan span;
};
struct RoleDecl {
  Name name;
  std::optional<Text> title;
  std::vector<Text> also;
  SourceSpan span;
};
struct ResponsibilityDecl {
  struct Item {
    Name name;
    std::vector<Name> parts;
  };
  bool metric = false;
  std::vector<Item> items;
  std::optional<Name> per;
  std::vector<StageRef> during;
  SourceSpan span;
};
struct LetDecl {
  Name name;
  Expr condition;
  SourceSpan span;
};
struct UseDecl {
  bool library = false;
  std::string target;
  SourceSpan span;
};

// ---- who owns what

struct Qualifier {
  enum class Kind {
    During,
    For,
    From,
    UntilBefore,
    FromBefore,
    UntilAfter,
    When,
    Unless,
    Otherwise,
    Because,
  };
  Kind kind = Kind::During;
  std::vector<StageRef> stages;
  std::optional<Length> length;
  Anchor anchor;  // For, From, UntilAfter
  Name date;      // UntilBefore, FromBefore
  std::optional<Expr> condition;
  Text because;
  SourceSpan span;
};
struct Statement {
  Name role;  // "nobody" where nobody is true
  bool nobody = false;
  enum class Verb { Owns, Carries, Supports } verb = Verb::Owns;
  bool everything = false;
  std::vector<Name> names;
  std::vector<Qualifier> qualifiers;
  SourceSpan span;
};
struct OtherwiseBlock;
using BodyItem = std::variant<Statement, OtherwiseBlock>;
struct OtherwiseBlock {
  std::vector<BodyItem> items;
  SourceSpan span;
};

// ---- handoffs

struct ItemDecl {
  Name name;
  std::optional<Text> title;
  std::optional<Name> by;
  std::optional<Length> within;
  std::optional<EventRef> done_on;
  std::vector<Qualifier> qualifiers;  // when, unless
  SourceSpan span;
};
struct ChecklistDecl {
  std::optional<Name> name;
  std::vector<ItemDecl> items;
  SourceSpan span;
};
struct StayDecl {
  Name role;
  std::vector<Qualifier> qualifiers;
  SourceSpan span;
};
struct HandoffDecl {
  Name name;
  std::optional<Text> title;
  bool everything = false;
  std::vector<Name> moves;
  Name from, to;
  std::optional<Length> start_within, finish_within, cutover_after, ahead;
  std::vector<ChecklistDecl> checklists;  // in place, or by the name of one at the top level
  std::vector<StayDecl> stays;
  std::vector<EventRef> accepted_on, cancelled_on, opens_on;
  std::optional<Name> overdue_escalates;
  std::optional<Name> in_flight;  // migrate, restart
  SourceSpan span;
};
struct MovesAtOnceDecl {
  bool everything = false;
  std::vector<Name> moves;
  bool between = false;  // between A, B, ...   (all listed in from)
  std::vector<Name> from, to;
  std::optional<Text> because;
  SourceSpan span;
};

// ---- escalations, SLAs, credits

struct TargetDecl {
  enum class Kind { OwnerOf, Role, Position, Person, Team };
  Kind kind = Kind::Role;
  std::uint32_t managers = 0;
  Name name;
  SourceSpan span;
};
struct TierDecl {
  std::vector<TargetDecl> targets;
  std::optional<Length> lasts;
  SourceSpan span;
};
struct PauseDecl {
  std::vector<StageRef> stages;
  SourceSpan span;
};
struct EscalationDecl {
  Name name;
  std::optional<Text> title;
  std::optional<Name> per;
  std::vector<std::variant<EventRef, DateRef>> on;
  std::vector<Qualifier> qualifiers;  // when, unless
  std::vector<TierDecl> tiers;
  std::vector<Name> notify;
  std::vector<PauseDecl> pauses;
  std::vector<EventRef> acknowledged_on, closed_on;
  std::optional<Name> in_flight;
  SourceSpan span;
};
struct SlaDecl {
  Name name;
  std::optional<Text> title;
  std::optional<Name> per;
  std::vector<std::variant<EventRef, DateRef>> on;
  std::optional<Length> every;
  std::vector<StageRef> every_during;
  std::vector<Qualifier> qualifiers;  // when, unless
  std::optional<TargetDecl> owner;
  std::vector<EventRef> owes;
  std::optional<Length> within, warns_before;
  std::vector<PauseDecl> pauses;
  std::vector<EventRef> cancelled_on;
  std::optional<Name> breach_escalates;
  std::optional<Name> in_flight;
  SourceSpan span;
};
struct CreditDecl {
  EventRef on;
  struct Share {
    Name role;
    Number percent;
  };
  std::vector<Share> shares;
  SourceSpan span;
};

// ---- structures

struct Parameter {
  Name name;
  Expr initial;
};
struct Argument {
  Name name;
  std::optional<Expr> value;
  std::optional<Name> role;
};  // `ae_window = 30 days` | `AM as CSM`
struct StructureDecl {
  Name name;
  std::vector<Parameter> parameters;
  std::optional<Text> title;
  std::optional<Name> instance_of;  // `= ae_am with ...`
  std::vector<Argument> arguments;
  std::optional<Name> extends;
  std::vector<BodyItem> body;
  std::vector<HandoffDecl> handoffs;
  std::vector<MovesAtOnceDecl> moves_at_once;
  std::vector<EscalationDecl> escalations;
  std::vector<SlaDecl> slas;
  std::vector<CreditDecl> credits;
  SourceSpan span;
};

}  // namespace ast
}  // namespace baton::dsl
