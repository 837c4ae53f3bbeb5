// The resolved policy: what a project's .baton files say, as plain values without text to parse.
//
// The engine is driven by this alone; `dsl` builds it from text, tests build it by hand. Structures are
// complete: parameters set, roles substituted, `extends` applied, and the top-level handoffs, escalations,
// SLAs and credits that apply copied in. Every statement knows where it was written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/event_kind.hpp"
#include "engine/model/ids.hpp"
#include "engine/model/time.hpp"
#include "engine/model/value.hpp"

namespace baton {

// Where something was written: an index into the project's list of sources, and what a reader is shown.
struct Origin {
  std::string file;          // relative to the project; "rules/NAME.baton" for the shipped library
  std::uint32_t line = 0;    // from 1; 0: nowhere (built by hand)
  std::uint32_t column = 0;  // from 1, in characters
  std::uint32_t begin = 0;   // byte offsets of the whole statement in the file
  std::uint32_t end = 0;
};
std::string to_string(const Origin& origin);  // "ae_am.baton:21:3"

struct Field {
  std::string name;
  Type type;
  bool optional = false;          // declared with `?`: may be unknown
  std::optional<Scalar> initial;  // the default
  std::optional<Span> reviewed;   // `reviewed every P` (not yet executed)
  Origin at;
  bool required() const { return !optional && !initial; }
};

// ---- conditions

enum class Scope { Account, Record, Event };

struct FieldRef {
  Scope scope = Scope::Account;
  RecordTypeId record;  // Scope::Record only
  EventId event;        // Scope::Event only: a field of the event's own
  FieldId field;
  friend bool operator==(const FieldRef&, const FieldRef&) = default;
};

enum class Relation { Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual };
Relation flipped(Relation relation);  // of `b R a` for `a R b`

// A condition as a tree. A comparison with an unknown value is false, its `not` true (T7).
struct Condition {
  enum class Op {
    True,
    False,
    And,
    Or,
    Not,            // children
    Compare,        // field RELATION value        (same type; `is`, `is not`, `>=`, a bare bool is `Equal 1`)
    In,             // field in values
    Known,          // field is known
    CompareFields,  // field RELATION other        (numeric or date or enum of one type)
    AnyRecordIs,    // some `record` of the account is in one of `stages`; `no` is Not(AnyRecordIs)
  };
  Op op = Op::True;
  std::vector<Condition> children;
  FieldRef field;
  Relation relation = Relation::Equal;
  Scalar value = 0;
  std::vector<Scalar> values;
  FieldRef other;
  RecordTypeId record;
  StageSet stages;

  static Condition always() { return {}; }
  static Condition all_of(std::vector<Condition> parts);
  static Condition any_of(std::vector<Condition> parts);
  static Condition negation(Condition part);
  bool is_always() const { return op == Op::True; }
  friend bool operator==(const Condition&, const Condition&) = default;
};

// ---- vocabulary

struct EventTrigger {
  EventId event;
  Condition where;  // asked when the event happens, after its fields are set (S2)
};

// An instant that statements count from: the latest EVENT [where COND], or the latest entry into a stage.
// A record's anchor is kept once per record, an account's once per account.
struct Anchor {
  enum class Kind { Event, Entering };
  Kind kind = Kind::Event;
  EventTrigger event;                  // Kind::Event
  StageId stage;                       // Kind::Entering
  std::optional<RecordTypeId> record;  // whose occurrence it is: in per-record text, an event that names the
                                       // record or `entering STAGE` of the record; else the account's
  std::string text;                    // as a reader knows it: "entering onboarding", "deal.closed_won"
};

// `D before DATE` or `D after ANCHOR` as something that fires.
struct DateTrigger {
  enum class Kind { Before, After };
  Kind kind = Kind::Before;
  Span span;
  FieldRef date;    // Kind::Before
  AnchorId anchor;  // Kind::After
};

struct Transition {
  StageSet from;
  StageId to;
  std::optional<EventTrigger> on;  // exactly one of `on` and `at` is set; `a or b` makes two transitions
  std::optional<DateTrigger> at;
  Condition when;
  Origin origin;
};

struct Stage {
  std::string name;
  Origin at;
};

struct Lifecycle {
  std::vector<Stage> stages;
  StageId start;
  std::vector<Transition> transitions;  // in order of declaration; the first that applies is taken
};

struct RecordType {
  std::string name;
  std::vector<Field> fields;
  Lifecycle lifecycle;
  Origin at;
};

// One field of an event's payload. It updates a field of the record that the event names, else of the account,
// else it is the event's own.
struct PayloadField {
  std::string key;                // the JSON key
  FieldRef target;                // Scope::Event: own; `target.field` indexes EventType::own
  bool optional = false;          // declared `?` or with a default of its own
  std::optional<Scalar> initial;  // a default of its own
};

// Those that need no declaration are here only where the text names them. What they say of themselves (`handoff`,
// `role`, ...) are texts of their own, each with its payload field; account.updated may set any field of the account.
struct EventType {
  std::string name;  // "deal.closed_won"
  EventKind kind = EventKind::Declared;
  std::optional<RecordTypeId> record;  // the record that it names, if any; its id is in the payload under the
                                       // record type's name. Of a handoff's, a seat's or an escalation's event it is
                                       // void: it names the record that the thing belongs to, of whatever type
  std::vector<PayloadField> payload;
  std::vector<Field> own;
  Origin at;
};

struct Role {
  std::string name;
  std::string title;
  std::vector<std::string> also;  // other titles that mean this role
  Origin at;
};

struct Leaf {
  std::string name;  // "closing", "renewal.lead"
  bool metric = false;
  std::optional<RecordTypeId> per;  // owned once for each such record
  StageSet account_stages = StageSet::all();
  StageSet record_stages = StageSet::all();  // `per` only
  Origin at;
};

// ---- who owns what

struct Window {
  enum class Kind {
    ForAfter,     // from the latest ANCHOR until D has passed; false if it never happened
    FromAfter,    // once D has passed since the latest ANCHOR; false if it never happened
    UntilBefore,  // before the moment D ahead of a date; true while the date is unknown
    FromBefore,   // from that moment on; false while the date is unknown
    UntilAfter,   // `stays` only: true until D has passed since the latest ANCHOR; true if it never happened
  };
  Kind kind = Kind::ForAfter;
  Span span;
  AnchorId anchor;
  FieldRef date;
};

enum class Verb { Owns, Carries, Supports };

struct Statement {
  Verb verb = Verb::Owns;
  std::optional<RoleId> role;  // nullopt: nobody
  std::vector<LeafId> leaves;  // all account-wide, or all per one record type
  StageSet account_stages = StageSet::all();
  StageSet record_stages = StageSet::all();
  std::vector<Window> windows;  // all must hold
  Condition condition;          // every `when`, and the negation of every `unless`
  std::uint32_t layer = 0;      // into Structure::layers
  std::string because;          // nobody only
  Origin at;
};

// `otherwise` (R6): a statement of a layer holds for a leaf only where no statement about that leaf of an
// enclosing layer holds. A statement with the qualifier `otherwise` sits in a layer of its own.
struct Layer {
  std::optional<std::uint32_t> enclosing;
};

struct ChecklistItem {
  std::string name;
  std::string title;
  std::optional<RoleId> by;  // its doer; none: whoever
  std::optional<Span> within;
  std::optional<EventTrigger> done_on;
  Condition applies;  // `when`, asked while the handoff is open
  Origin at;
};

struct Stay {  // a role named as secondary owner after the move
  RoleId role;
  std::vector<Window> windows;
  StageSet account_stages = StageSet::all();
  StageSet record_stages = StageSet::all();
  Condition condition;
};

struct Handoff {
  std::string name;
  std::string title;
  std::vector<LeafId> moves;
  RoleId from, to;
  std::optional<Span> start_within, finish_within, cutover_after;
  std::vector<ChecklistItem> checklist;
  std::vector<Stay> stays;
  std::vector<EventTrigger> accepted_on;
  std::vector<EventTrigger> cancelled_on;
  std::optional<EscalationId> overdue_escalates;  // in the same structure
  bool everything = false;                        // written as `moves everything`: yields to what names a leaf
  bool top_level = false;                         // written outside a structure: yields to the structure's own
  Origin at;
};

// `NAMES moves at once between ROLES because "..."`: these moves need no handoff.
struct MoveAtOnce {
  std::vector<LeafId> moves;
  std::vector<RoleId> from, to;  // `between A, B`: both lists hold A and B
  bool everything = false;
  bool top_level = false;
  std::string because;
  Origin at;
};

// ---- escalations, SLAs, credits

struct Target {
  enum class Kind { OwnerOf, Role, Position, Person, Team };
  Kind kind = Kind::Role;
  std::uint32_t managers = 0;  // how many times `manager of` stands before it
  LeafId leaf;                 // OwnerOf
  RoleId role;                 // Role
  std::string name;            // Position, Person, Team: the id in org.yaml; bound when the Program is compiled
  Origin at;
};

struct Tier {
  std::vector<Target> targets;
  std::optional<Span> lasts;
  Origin at;
};

struct Escalation {
  std::string name;
  std::string title;
  std::optional<RecordTypeId> per;
  std::vector<EventTrigger> on;  // may be empty if a breach or an overdue handoff raises it
  std::vector<DateTrigger> at_dates;
  Condition when;  // asked when it is triggered
  std::vector<Tier> tiers;
  std::vector<RoleId> notify;
  StageSet paused_account_stages;  // empty: never
  StageSet paused_record_stages;
  std::vector<EventTrigger> acknowledged_on;
  std::vector<EventTrigger> closed_on;
  bool top_level = false;
  Origin at;
};

struct Sla {
  std::string name;
  std::string title;
  std::optional<RecordTypeId> per;
  std::vector<EventTrigger> on;
  std::vector<DateTrigger> at_dates;
  std::optional<Span> every;  // T6: k periods after the latest entry into both of these sets
  StageSet every_account_stages = StageSet::all();
  StageSet every_record_stages = StageSet::all();
  Condition when;
  Target owner;                    // who owes
  std::vector<EventTrigger> owes;  // any of these meets it
  Span within;
  std::optional<Span> warns_before;
  StageSet paused_account_stages;
  StageSet paused_record_stages;
  std::vector<EventTrigger> cancelled_on;
  std::optional<EscalationId> breach_escalates;
  bool top_level = false;
  Origin at;
};

struct Credit {
  std::string name;  // the event as written, for messages: "deal.closed_won"
  EventTrigger on;
  struct Share {
    RoleId role;
    std::int64_t percent_units;
  };  // hundredths of a percent; they add up to 10'000
  std::vector<Share> shares;
  bool top_level = false;
  Origin at;
};

struct Structure {
  std::string name;
  std::string title;
  std::vector<Layer> layers;  // layers[0] is the structure's body
  std::vector<Statement> statements;
  std::vector<Handoff> handoffs;
  std::vector<MoveAtOnce> moves_at_once;
  std::vector<Escalation> escalations;
  std::vector<Sla> slas;
  std::vector<Credit> credits;
  bool from_library = false;
  Origin at;
};

// `let NAME = COND`: kept for org.yaml's conditions; in the policy's own its meaning is already set in.
struct NamedCondition {
  std::string name;
  Condition condition;
};

struct Policy {
  std::vector<Field> account_fields;
  Lifecycle lifecycle;  // the account's
  std::vector<RecordType> records;
  std::vector<EventType> events;
  std::vector<Role> roles;
  std::vector<Leaf> leaves;
  std::vector<Anchor> anchors;  // each distinct one once
  std::vector<Structure> structures;
  std::vector<NamedCondition> lets;
  std::vector<std::string> texts;  // every text constant that a condition names
  int money_places = 2;            // minor units of the org's currency

  const Field& field(const FieldRef& ref) const;          // Scope::Event: the event's own
  std::string field_name(const FieldRef& ref) const;      // "arr", "contract.arr"
  std::optional<EventId> event_of(EventKind kind) const;  // an undeclared one that the text names
};

// A value as an author would write it: `smb`, `9999.99`, `2026-03-31`, `"education"`, `unknown`.
std::string value_text(const Policy& policy, const FieldRef& field, Scalar value);

}  // namespace baton
