// What the parts of lowering share: the names declared, the text's surroundings, and the passes themselves.
//
// Passes run in the order of lower(): vocabulary, lifecycles, responsibilities, then one structure after the other.
// Each reads syntax and adds to the Policy; names are bound through the tables here.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "dsl/lower.hpp"
#include "dsl/resolve.hpp"
#include "dsl/types.hpp"

namespace baton::dsl {

// ---- what is declared

struct LetState {
  const ast::LetDecl* declared;
  bool lowering = false;  // to find cycles
  std::optional<Condition> condition{};
  std::size_t nodes = 0, depth = 0;  // of the condition
};

struct Names {
  NameTable<RoleId> roles{kinds::role};
  NameTable<RecordTypeId> records{kinds::record};
  NameTable<EventId> events{kinds::event};
  NameTable<std::size_t> lets{kinds::let};  // into Context::lets
  // A leaf, or all leaves of a group.
  NameTable<std::vector<LeafId>> responsibilities{kinds::responsibility};
  NameTable<const ast::ChecklistDecl*> checklists{kinds::checklist};
  NameTable<const ast::StructureDecl*> structures{kinds::structure};
};

// What an instance sets in the structure whose text is lowered: its parameters' values and its roles' names (N3).
struct Bindings {
  struct Value {
    const ast::Parameter* declared;
    const ast::Expr* value;
  };
  std::map<std::string, Value> parameters;
  std::map<RoleId, RoleId> roles;

  RoleId role(RoleId written) const {
    const auto entry = roles.find(written);
    return entry == roles.end() ? written : entry->second;
  }
};

// Where a piece of text stands: what it may name.
struct TextScope {
  const Bindings* bindings = nullptr;  // null outside structures
  std::optional<RecordTypeId> record;  // per-record text, or what an event that names the record asks
  std::optional<EventId> event;        // its own fields may be named
};

struct Context {
  const std::vector<ast::File>& files;
  const LowerOptions& options;
  Reporter report;
  Policy& policy;
  Names names{};
  std::vector<LetState> lets{};
  std::size_t depth = 0;            // of the condition being lowered, through the lets that it names
  std::size_t nodes_from_lets = 0;  // that the condition being lowered has taken over
  bool lets_too_large = false;      // said once: what rests on such a let is too large as well
  std::set<const ast::Parameter*> used_parameters{};
  std::set<RoleId>* roles_named = nullptr;  // by the structure being lowered
  std::set<LeafId> broken_leaves{};         // whose declaration was wrong: what is said of them is not judged
  // Escalations by the place of their text, and whether anything raises them.
  struct EscalationUse {
    ast::Name name;
    bool raised = false;
  };
  std::map<std::string, EscalationUse> escalations{};
  // Names of escalations that a breach or an overdue handoff raises, and whether some structure has it.
  std::map<const ast::Name*, bool> raised{};
  std::map<std::uint32_t, SourceSpan> lifecycle_missing{};  // record types whose stages were asked for in vain

  Origin origin(const SourceSpan& span) const { return report.sources().origin(span); }
  std::string account_or(const std::optional<RecordTypeId>& record) const {
    return record ? policy.records[record->index].name : "account";
  }
};

// ---- names of stages, roles, fields, lengths (lower_names.cpp)

bool is_built_in_event(std::string_view name);
std::optional<StageId> find_stage(const Lifecycle& lifecycle, std::string_view name);
const Lifecycle& lifecycle_of(const Context& context, const std::optional<RecordTypeId>& record);
// Reports an unknown stage; names the lifecycle that has one of that name, if another does.
std::optional<StageId> use_stage(Context& context, const ast::Name& name, const std::optional<RecordTypeId>& record);

struct StageSets {
  StageSet account = StageSet::all();
  StageSet record = StageSet::all();
};
// `during` lists: bare stages are the record's in per-record text, else the account's.
StageSets lower_stages(Context& context, const std::vector<ast::StageRef>& stages,
                       const std::optional<RecordTypeId>& record);

std::optional<RoleId> use_role(Context& context, const ast::Name& name, const Bindings* bindings);
std::optional<EventId> use_event(Context& context, const ast::Name& name);
std::optional<RecordTypeId> use_per(Context& context, const std::optional<ast::Name>& per);
SourceSpan span_of(const ast::Length& length);
// A parameter that the scope has; nullptr if it has none of that name.
const ast::Expr* find_parameter(Context& context, const std::string& name, const Bindings* bindings);
std::optional<Span> lower_length(Context& context, const ast::Length& length, const Bindings* bindings);
std::optional<Span> lower_length(Context& context, const std::optional<ast::Length>& length, const Bindings* bindings);

// ---- conditions and what hangs on them (lower_condition.cpp, lower_fields.cpp)

// A field's name where it stands: "arr", "account.arr", "contract.arr".
struct FieldSearch {
  std::optional<FieldRef> field;  // found, and may be named here
  bool reported = false;          // found but may not be named here: an error was given
};
FieldSearch search_field(Context& context, const ast::Name& name, const TextScope& scope);
void report_unknown_field(Context& context, const ast::Name& name, const TextScope& scope);
std::optional<FieldRef> use_field(Context& context, const ast::Name& name, const TextScope& scope);
std::optional<FieldRef> use_date(Context& context, const ast::Name& name, const TextScope& scope);

Condition lower_expr(Context& context, const ast::Expr& expr, const TextScope& scope);
Condition lower_let(Context& context, std::size_t let);
// Every `when`, and the negation of every `unless`.
Condition lower_conditions(Context& context, const std::vector<ast::Qualifier>& qualifiers, const TextScope& scope);

// The same, of an event that must name the record.
std::optional<EventTrigger> lower_record_trigger(Context& context, const ast::EventRef& ref, RecordTypeId record,
                                                 const Bindings* bindings);
std::optional<EventTrigger> lower_trigger(Context& context, const ast::EventRef& ref, const Bindings* bindings);
std::vector<EventTrigger> lower_triggers(Context& context, const std::vector<ast::EventRef>& refs,
                                         const Bindings* bindings);
std::optional<AnchorId> lower_anchor(Context& context, const ast::Anchor& anchor, const TextScope& scope);
std::optional<DateTrigger> lower_date_trigger(Context& context, const ast::DateRef& ref, const TextScope& scope);

// `on` of an escalation or an SLA, and its conditions.
struct Beginning {
  std::vector<EventTrigger> on;
  std::vector<DateTrigger> at_dates;
  Condition when;
};
Beginning lower_beginning(Context& context, const std::vector<std::variant<ast::EventRef, ast::DateRef>>& on,
                          const std::vector<ast::Qualifier>& qualifiers, const TextScope& scope);

// ---- the passes

void declare_vocabulary(Context& context);  // account, records, roles, events, lets, checklists, structures
void lower_lifecycles(Context& context);    // stages of all, then transitions
void lower_responsibilities(Context& context);
void lower_structures(Context& context);
// A seat may be given in a record that nothing has named before: that begins it (V2). So `seat.assigned` is among the
// events, named in the text or not, where a record needs no fields to begin.
void add_beginnings(Context& context);
void warn_unused(Context& context);

// What a condition outside the policy (of org.yaml, of tests) may name, taken from the resolved policy. `lets` holds
// what the context then points to.
void declare_from_policy(Context& context, std::vector<ast::LetDecl>& lets);

// ---- inside structures

// A structure on its way: what is bound by name only when it is complete stays beside it.
struct Draft {
  Structure structure;
  std::vector<const ast::Name*> overdue_escalates;  // by position in structure.handoffs; null: none
  std::vector<const ast::Name*> breach_escalates;   // by position in structure.slas
};

// A qualifier that is a window; nullopt for any other, and after an error.
std::optional<Window> lower_window(Context& context, const ast::Qualifier& qualifier, const TextScope& scope);
// Leaves by name (groups stand for all theirs); reports unknown names.
std::vector<LeafId> use_leaves(Context& context, const std::vector<ast::Name>& names);
void lower_body(Context& context, const std::vector<ast::BodyItem>& items, std::uint32_t layer,
                const Bindings& bindings, Structure& structure);

void lower_handoff(Context& context, const ast::HandoffDecl& declared, const Bindings* bindings, Draft& draft);
void lower_moves_at_once(Context& context, const ast::MovesAtOnceDecl& declared, const Bindings* bindings,
                         Draft& draft);
void lower_escalation(Context& context, const ast::EscalationDecl& declared, const Bindings* bindings, Draft& draft);
void lower_sla(Context& context, const ast::SlaDecl& declared, const Bindings* bindings, Draft& draft);
void lower_credit(Context& context, const ast::CreditDecl& declared, const Bindings* bindings, Draft& draft);
std::optional<Target> lower_target(Context& context, const ast::TargetDecl& declared, const TextScope& scope);

// Every leaf of the list, and metrics too where `everything` moves (N2).
std::vector<LeafId> moved_leaves(Context& context, bool everything, const std::vector<ast::Name>& names);
// The record that all leaves are per, if there is one.
std::optional<RecordTypeId> record_of(const Policy& policy, const std::vector<LeafId>& leaves);

Draft lower_top_level(Context& context);
// Copies the top level in and binds what is bound by name within the structure.
void complete_draft(Context& context, Draft& draft, const Draft& top);

// Can the two never hold together? Told by one field that both ask about; false where that does not decide.
bool exclude_each_other(const Condition& a, const Condition& b);

}  // namespace baton::dsl
