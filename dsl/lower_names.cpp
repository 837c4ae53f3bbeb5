// Names of stages, roles, events, records and parameters, where they are used.
#include <algorithm>

#include "dsl/lower_parts.hpp"
#include "engine/decide/walk.hpp"

namespace baton::dsl {
namespace {

// The words in which an event that needs no declaration speaks of itself.
std::vector<std::string_view> own_words(EventKind kind) {
  switch (kind) {
    case EventKind::ItemDone:
      return {"handoff", "item"};
    case EventKind::HandoffAccepted:
      return {"handoff"};
    case EventKind::HandoffReturned:
      return {"handoff", "reason"};
    case EventKind::SeatAssigned:
      return {"role", "person"};
    case EventKind::SeatReleased:
      return {"role"};
    case EventKind::EscalationAcknowledged:
    case EventKind::EscalationClosed:
      return {"escalation"};
    default:
      return {};
  }
}

EventType undeclared_event_type(const Policy& policy, EventKind kind) {
  EventType event;
  event.name = name_of(kind);
  event.kind = kind;
  const EventId id(policy.events.size());
  for (const std::string_view word : own_words(kind)) {
    const FieldRef target{Scope::Event, {}, id, FieldId(event.own.size())};
    Field field;
    field.name = word;
    field.type.kind = TypeKind::Text;
    field.optional = word == "reason";
    event.own.push_back(std::move(field));
    event.payload.push_back({std::string(word), target, true, std::nullopt});
  }
  if (kind != EventKind::AccountUpdated) return event;
  for (std::size_t i = 0; i < policy.account_fields.size(); ++i) {
    event.payload.push_back(
        {policy.account_fields[i].name, FieldRef{Scope::Account, {}, {}, FieldId(i)}, true, std::nullopt});
  }
  return event;
}

constexpr std::string_view later_events[] = {"account.imported", "account.merged"};

std::optional<EventId> use_undeclared_event(Context& context, const ast::Name& name, EventKind kind) {
  if (is_about_org(kind)) {
    context.report.error("B219", name.span, quoted(name.text) + " is about the org, so it happens to no account").help =
        "leave it out: seats are filled anew by themselves when somebody leaves or is away";
    return std::nullopt;
  }
  if (const auto known = context.policy.event_of(kind)) return known;
  context.policy.events.push_back(undeclared_event_type(context.policy, kind));
  return EventId(context.policy.events.size() - 1);
}

std::vector<std::string> stage_names(const Lifecycle& lifecycle) {
  std::vector<std::string> names;
  for (const Stage& stage : lifecycle.stages) names.push_back(stage.name);
  return names;
}

// Whose lifecycle does have a stage of this name: "account", "deal"; empty: nobody's.
std::string owner_of_stage(const Context& context, std::string_view name) {
  if (find_stage(context.policy.lifecycle, name)) return "account";
  for (const RecordType& record : context.policy.records) {
    if (find_stage(record.lifecycle, name)) return record.name;
  }
  return {};
}

// A record whose stages are named must have a lifecycle; said once a record.
bool has_lifecycle(Context& context, const std::optional<RecordTypeId>& record, const SourceSpan& where) {
  if (!lifecycle_of(context, record).stages.empty()) return true;
  const std::uint32_t key = record ? record->index + 1 : 0;
  if (context.lifecycle_missing.try_emplace(key, where).second && record) {
    const std::string& name = context.policy.records[record->index].name;
    context.report.error("B208", where, "the record " + quoted(name) + " has no lifecycle").help =
        "declare one: `lifecycle " + name + " { start STAGE ... }`";
  }
  return false;
}

}  // namespace

void add_beginnings(Context& context) {
  Policy& policy = context.policy;
  if (policy.event_of(EventKind::SeatAssigned)) return;
  EventType seat = undeclared_event_type(policy, EventKind::SeatAssigned);
  for (std::size_t i = 0; i < policy.records.size(); ++i) {
    if (can_begin_record(policy, seat, RecordTypeId(i))) return policy.events.push_back(std::move(seat));
  }
}

bool is_built_in_event(std::string_view name) {
  return undeclared_event(name) || std::ranges::find(later_events, name) != std::end(later_events);
}

std::optional<StageId> find_stage(const Lifecycle& lifecycle, std::string_view name) {
  for (std::size_t i = 0; i < lifecycle.stages.size(); ++i) {
    if (lifecycle.stages[i].name == name) return StageId(i);
  }
  return std::nullopt;
}

const Lifecycle& lifecycle_of(const Context& context, const std::optional<RecordTypeId>& record) {
  return record ? context.policy.records[record->index].lifecycle : context.policy.lifecycle;
}

std::optional<StageId> use_stage(Context& context, const ast::Name& name, const std::optional<RecordTypeId>& record) {
  if (!has_lifecycle(context, record, name.span)) return std::nullopt;
  const Lifecycle& lifecycle = lifecycle_of(context, record);
  if (const auto stage = find_stage(lifecycle, name.text)) return stage;
  const std::string owner = owner_of_stage(context, name.text);
  const std::string whose = context.account_or(record);
  if (owner.empty()) {
    context.report.unknown(kinds::stage, name, stage_names(lifecycle), " of " + a_or_an(whose));
    return std::nullopt;
  }
  Diagnostic& diagnostic = context.report.error(
      "B205", name.span, quoted(name.text) + " is a stage of " + a_or_an(owner) + ", not of " + a_or_an(whose));
  if (owner == "account") {
    diagnostic.help = "write `account " + name.text + "` for the account's stage, or one of the " + whose +
                      "'s: " + quoted_list(stage_names(lifecycle));
  } else {
    diagnostic.help = "the stages of " + a_or_an(whose) + " are " + quoted_list(stage_names(lifecycle));
  }
  return std::nullopt;
}

StageSets lower_stages(Context& context, const std::vector<ast::StageRef>& stages,
                       const std::optional<RecordTypeId>& record) {
  StageSet account, of_record;
  bool any_account = false, any_record = false, failed = false;
  for (const ast::StageRef& ref : stages) {
    const bool is_record = record && !ref.of_account;
    const auto stage = use_stage(context, ref.stage, is_record ? record : std::nullopt);
    (is_record ? any_record : any_account) = true;
    failed = failed || !stage;
    if (stage) (is_record ? of_record : account).add(*stage);
  }
  StageSets sets;
  if (failed) return sets;  // an error was given; hold in all stages rather than in none
  if (any_account) sets.account = account;
  if (any_record) sets.record = of_record;
  return sets;
}

std::optional<RoleId> use_role(Context& context, const ast::Name& name, const Bindings* bindings) {
  const RoleId* written = context.names.roles.use(name, context.report);
  if (!written) return std::nullopt;
  const RoleId role = bindings ? bindings->role(*written) : *written;
  if (bindings && context.roles_named) context.roles_named->insert(role);
  return role;
}

std::optional<EventId> use_event(Context& context, const ast::Name& name) {
  if (const auto kind = undeclared_event(name.text)) return use_undeclared_event(context, name, *kind);
  if (is_built_in_event(name.text)) {
    return std::nullopt;  // said when it was read
  }
  const EventId* event = context.names.events.use(name, context.report);
  return event ? std::optional(*event) : std::nullopt;
}

std::optional<RecordTypeId> use_per(Context& context, const std::optional<ast::Name>& per) {
  if (!per) return std::nullopt;
  const RecordTypeId* record = context.names.records.use(*per, context.report);
  if (!record) return std::nullopt;
  has_lifecycle(context, *record, per->span);
  return *record;
}

const ast::Expr* find_parameter(Context& context, const std::string& name, const Bindings* bindings) {
  if (!bindings) return nullptr;
  const auto entry = bindings->parameters.find(name);
  if (entry == bindings->parameters.end()) return nullptr;
  context.used_parameters.insert(entry->second.declared);
  return entry->second.value;
}

SourceSpan span_of(const ast::Length& length) {
  const auto* duration = std::get_if<ast::Duration>(&length);
  return duration ? duration->at : std::get<ast::Name>(length).span;
}

std::optional<Span> lower_length(Context& context, const ast::Length& length, const Bindings* bindings) {
  if (const auto* duration = std::get_if<ast::Duration>(&length)) return duration->span;
  const ast::Name& name = std::get<ast::Name>(length);
  const ast::Expr* value = find_parameter(context, name.text, bindings);
  if (!value) {
    std::vector<std::string> parameters;
    if (bindings) {
      for (const auto& [parameter, unused] : bindings->parameters) parameters.push_back(parameter);
    }
    Diagnostic& diagnostic = context.report.unknown(kinds::parameter, name, parameters);
    if (!bindings) diagnostic.help = "parameters belong to a structure; write the duration itself here";
    return std::nullopt;
  }
  if (value->kind != ast::Expr::Kind::Duration) {
    Diagnostic& diagnostic = context.report.error(
        "B301", value->span, quoted(name.text) + " is " + describe(*value) + ", but stands for a duration");
    diagnostic.also.push_back({name.span, "used here"});
    const std::string written(context.report.slice(value->span));
    diagnostic.help = value->kind == ast::Expr::Kind::Number && !value->percent
                          ? "write a unit behind the number: " + quoted(written + " days")
                          : "write a number and a unit: `60 days`";
    return std::nullopt;
  }
  return value->duration;
}

std::optional<Span> lower_length(Context& context, const std::optional<ast::Length>& length, const Bindings* bindings) {
  return length ? lower_length(context, *length, bindings) : std::nullopt;
}

}  // namespace baton::dsl
