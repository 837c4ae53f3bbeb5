// The words of a policy: the account and its fields, records, events, roles, responsibilities, lets; each declared
// once.
#include <algorithm>

#include "dsl/lower_parts.hpp"

namespace baton::dsl {
namespace {

std::vector<std::string> field_names(const std::vector<Field>& fields) {
  std::vector<std::string> names;
  for (const Field& field : fields) names.push_back(field.name);
  return names;
}

Field lower_field(Context& context, const ast::FieldDecl& declared, const std::string& of) {
  Field field{declared.name.text,     lower_type(declared.type, context.options.money_places, context.report),
              declared.type.optional, std::nullopt,
              std::nullopt,           context.origin(declared.name.span)};
  if (declared.initial) {
    const Wanted wanted{field.type, of + field.name};
    field.initial = lower_value(*declared.initial, wanted, context.policy, context.report);
    if (!field.initial) field.optional = true;  // an error was given
  }
  if (declared.reviewed) field.reviewed = declared.reviewed->span;
  return field;
}

void lower_fields(Context& context, const std::vector<ast::FieldDecl>& declared, const std::string& of,
                  NameTable<FieldId>& names, std::vector<Field>& fields) {
  for (const ast::FieldDecl& field : declared) {
    if (!names.declare(field.name, FieldId(fields.size()), context.report)) continue;
    fields.push_back(lower_field(context, field, of));
  }
}

// The account may be declared in several blocks: a project adds fields to those of the shipped library.
void declare_account(Context& context) {
  NameTable<FieldId> names(kinds::field);
  for (const ast::File& file : context.files) {
    for (const ast::AccountDecl& account : file.accounts) {
      lower_fields(context, account.fields, "", names, context.policy.account_fields);
    }
  }
}

void declare_records(Context& context) {
  for (const ast::File& file : context.files) {
    for (const ast::RecordDecl& declared : file.records) {
      if (declared.name.text == "account") {
        context.report.error("B215", declared.name.span, "`account` is no record: it is what everything is about")
            .help = "write `account { ... }` to declare its fields";
        continue;
      }
      auto& records = context.policy.records;
      if (!context.names.records.declare(declared.name, RecordTypeId(records.size()), context.report)) continue;
      RecordType record{declared.name.text, {}, {}, context.origin(declared.name.span)};
      NameTable<FieldId> names(kinds::field);
      lower_fields(context, declared.fields, declared.name.text + '.', names, record.fields);
      records.push_back(std::move(record));
    }
  }
}

void declare_roles(Context& context) {
  for (const ast::File& file : context.files) {
    for (const ast::RoleDecl& declared : file.roles) {
      auto& roles = context.policy.roles;
      if (!context.names.roles.declare(declared.name, RoleId(roles.size()), context.report)) continue;
      Role role{declared.name.text, declared.title.value_or(ast::Text{}).text, {}, context.origin(declared.name.span)};
      for (const ast::Text& title : declared.also) role.also.push_back(title.text);
      roles.push_back(std::move(role));
    }
  }
}

std::optional<FieldId> find_field(const std::vector<Field>& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return field.name == name; });
  if (found == fields.end()) return std::nullopt;
  return FieldId(static_cast<std::size_t>(found - fields.begin()));
}

constexpr std::string_view account_prefix = "account.";

// The field of the record, or else of the account, that a payload key updates.
std::optional<FieldRef> updated_field(const Context& context, const EventType& event, const std::string& key) {
  if (key.starts_with(account_prefix)) {
    const auto field = find_field(context.policy.account_fields, std::string_view(key).substr(account_prefix.size()));
    if (!field) return std::nullopt;
    return FieldRef{Scope::Account, {}, {}, *field};
  }
  if (event.record) {
    const auto field = find_field(context.policy.records[event.record->index].fields, key);
    if (field) return FieldRef{Scope::Record, *event.record, {}, *field};
  }
  const auto field = find_field(context.policy.account_fields, key);
  if (!field) return std::nullopt;
  return FieldRef{Scope::Account, {}, {}, *field};
}

// The record that the event names, if any: one of its keys is a record's name and declares no type.
void find_record(Context& context, const ast::EventDecl& declared, EventType& event) {
  const ast::Name* first = nullptr;
  for (const ast::EventField& field : declared.fields) {
    const RecordTypeId* record = field.type ? nullptr : context.names.records.find(field.name.text);
    if (!record) continue;
    if (!first) {
      first = &field.name;
      event.record = *record;
    } else if (field.name.text != first->text) {
      Diagnostic& diagnostic = context.report.error("B206", field.name.span,
                                                    "the event " + quoted(declared.name.text) + " names two records");
      diagnostic.also.push_back({first->span, "the first one"});
      diagnostic.help = "an event is about one record; declare an event for each";
    }
  }
}

// A key with a type of its own, although the field that it updates has one.
bool check_same_type(Context& context, const ast::EventField& declared, const FieldRef& target) {
  if (!declared.type) return true;
  const Type& type = context.policy.field(target).type;
  const Type own = lower_type(*declared.type, context.options.money_places, context.report);
  if (own == type) return true;
  Diagnostic& diagnostic =
      context.report.error("B207", declared.type->span,
                           quoted(declared.name.text) + " updates the field " +
                               quoted(context.policy.field_name(target)) + ", which has another type");
  diagnostic.help = "leave the type out, or give what the event alone knows another name";
  return false;
}

void add_own_field(Context& context, const ast::EventField& declared, EventId id, EventType& event) {
  const ast::FieldDecl as_field{declared.name, *declared.type, declared.initial, std::nullopt, declared.span};
  Field field = lower_field(context, as_field, "");
  PayloadField payload{declared.name.text,
                       {Scope::Event, {}, id, FieldId(event.own.size())},
                       field.optional || field.initial,
                       field.initial};
  event.own.push_back(std::move(field));
  event.payload.push_back(std::move(payload));
}

void add_update(Context& context, const ast::EventField& declared, const FieldRef& target, EventType& event) {
  PayloadField payload{declared.name.text, target, declared.type && declared.type->optional, std::nullopt};
  if (check_same_type(context, declared, target) && declared.initial) {
    const Wanted wanted{context.policy.field(target).type, declared.name.text};
    payload.initial = lower_value(*declared.initial, wanted, context.policy, context.report);
    payload.optional = true;
  }
  event.payload.push_back(std::move(payload));
}

void report_unknown_key(Context& context, const ast::EventField& declared, const EventType& event) {
  if (context.report.is_unread(declared.name.text)) return;
  std::vector<std::string> candidates = field_names(context.policy.account_fields);
  std::string whose = "the account";
  if (event.record) {
    const RecordType& record = context.policy.records[event.record->index];
    for (const std::string& name : field_names(record.fields)) candidates.push_back(name);
    whose = "the " + record.name + " or the account";
  }
  for (const std::string& record : context.names.records.names()) candidates.push_back(record);
  Diagnostic& diagnostic =
      context.report.error("B207", declared.name.span,
                           quoted(declared.name.text) + " is no field of " + whose + ", and has no type of its own");
  diagnostic.sought = kinds::field.singular;
  const auto near = did_you_mean(declared.name.text, candidates);
  diagnostic.help = near ? "did you mean " + quoted(*near) + "?"
                         : "if only this event knows it, give it a type: `" + declared.name.text + ": text`";
}

EventType lower_event(Context& context, const ast::EventDecl& declared, EventId id) {
  EventType event{declared.name.text, EventKind::Declared, std::nullopt, {}, {}, context.origin(declared.name.span)};
  find_record(context, declared, event);
  NameTable<bool> keys(kinds::field);
  for (const ast::EventField& field : declared.fields) {
    if (!keys.declare(field.name, true, context.report)) continue;
    if (!field.type && context.names.records.find(field.name.text)) continue;
    if (const auto target = updated_field(context, event, field.name.text)) {
      add_update(context, field, *target, event);
    } else if (field.type) {
      add_own_field(context, field, id, event);
    } else {
      report_unknown_key(context, field, event);
    }
  }
  return event;
}

void declare_events(Context& context) {
  for (const ast::File& file : context.files) {
    for (const ast::EventDecl& declared : file.events) {
      if (is_built_in_event(declared.name.text)) {
        context.report
            .error("B215", declared.name.span,
                   "the event " + quoted(declared.name.text) + " is known without being declared")
            .help = "remove the declaration";
        continue;
      }
      const EventId id(context.policy.events.size());
      if (!context.names.events.declare(declared.name, id, context.report)) continue;
      context.policy.events.push_back(lower_event(context, declared, id));
    }
  }
}

// A let and a field of the account would be the same word in a condition.
void check_let_is_no_field(Context& context, const ast::Name& name) {
  const auto field = find_field(context.policy.account_fields, name.text);
  if (!field) return;
  Diagnostic& diagnostic =
      context.report.error("B202", name.span, quoted(name.text) + " is already a field of the account");
  const Origin& at = context.policy.account_fields[field->index].at;
  diagnostic.also.push_back({context.report.sources().find(at).value(), "the field"});
  diagnostic.help = "give the `let` another name";
}

void declare_lets(Context& context) {
  for (const ast::File& file : context.files) {
    for (const ast::LetDecl& declared : file.lets) {
      if (!context.names.lets.declare(declared.name, context.lets.size(), context.report)) continue;
      check_let_is_no_field(context, declared.name);
      context.lets.push_back({&declared});
    }
  }
}

}  // namespace

void declare_vocabulary(Context& context) {
  declare_account(context);
  declare_records(context);
  declare_roles(context);
  declare_events(context);
  declare_lets(context);
  for (const ast::File& file : context.files) {
    for (const ast::ChecklistDecl& declared : file.checklists) {
      if (declared.name) context.names.checklists.declare(*declared.name, &declared, context.report);
    }
    for (const ast::StructureDecl& declared : file.structures) {
      context.names.structures.declare(declared.name, &declared, context.report);
    }
  }
}

}  // namespace baton::dsl
