// Fields where conditions and dates name them. A bare name is the account's, or the event's own in its `where`; a
// record's field is `contract.arr`, and may stand only where one contract is at hand (N1).
#include <algorithm>

#include "dsl/lower_parts.hpp"

namespace baton::dsl {
namespace {

std::optional<FieldId> find_field(const std::vector<Field>& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return field.name == name; });
  if (found == fields.end()) return std::nullopt;
  return FieldId(static_cast<std::size_t>(found - fields.begin()));
}

FieldSearch search_bare(const Context& context, const std::string& name, const TextScope& scope) {
  if (scope.event) {
    if (const auto own = find_field(context.policy.events[scope.event->index].own, name)) {
      return {FieldRef{Scope::Event, {}, *scope.event, *own}};
    }
  }
  if (const auto field = find_field(context.policy.account_fields, name)) {
    return {FieldRef{Scope::Account, {}, {}, *field}};
  }
  return {};
}

FieldSearch search_record(Context& context, const ast::Name& name, RecordTypeId record, const std::string& field_name,
                          const TextScope& scope) {
  const RecordType& type = context.policy.records[record.index];
  const auto field = find_field(type.fields, field_name);
  if (!field) return {};
  context.names.records.mark_used(type.name);
  if (scope.record == record) return {FieldRef{Scope::Record, record, {}, *field}};
  Diagnostic& diagnostic = context.report.error(
      "B204", name.span, "no particular " + type.name + " is meant here, so " + quoted(name.text) + " has no value");
  diagnostic.help = scope.event ? quoted(context.policy.events[scope.event->index].name) + " names no " + type.name +
                                      ": take an event that does, or ask by `when` in what is `per " + type.name + "`"
                                : "name it in what is `per " + type.name +
                                      "`, or in the `where` of an event that names the " + type.name;
  return {std::nullopt, true};
}

// What could have been meant: every field that may be named here, and what else stands for a value.
std::vector<std::string> nameable(const Context& context, const TextScope& scope) {
  std::vector<std::string> names;
  for (const Field& field : context.policy.account_fields) names.push_back(field.name);
  if (scope.event) {
    for (const Field& field : context.policy.events[scope.event->index].own) names.push_back(field.name);
  }
  if (scope.record) {
    const RecordType& type = context.policy.records[scope.record->index];
    for (const Field& field : type.fields) names.push_back(type.name + '.' + field.name);
  }
  for (const LetState& let : context.lets) names.push_back(let.declared->name.text);
  if (scope.bindings) {
    for (const auto& [name, value] : scope.bindings->parameters) names.push_back(name);
  }
  return names;
}

// A record's field written without its record: `kind` for `deal.kind`.
std::optional<std::string> with_its_record(const Context& context, const std::string& name, const TextScope& scope) {
  for (std::size_t i = 0; i < context.policy.records.size(); ++i) {
    if (scope.record && scope.record->index != i) continue;
    const RecordType& type = context.policy.records[i];
    if (find_field(type.fields, name)) return type.name + '.' + name;
  }
  return std::nullopt;
}

// The account's field that has a label of this name.
std::optional<std::string> with_label(const Context& context, const std::string& name) {
  for (const Field& field : context.policy.account_fields) {
    const auto& labels = field.type.labels;
    if (std::find(labels.begin(), labels.end(), name) != labels.end()) return field.name;
  }
  return std::nullopt;
}

}  // namespace

FieldSearch search_field(Context& context, const ast::Name& name, const TextScope& scope) {
  const std::size_t dot = name.text.find('.');
  if (dot == std::string::npos) return search_bare(context, name.text, scope);
  const std::string owner = name.text.substr(0, dot), field = name.text.substr(dot + 1);
  if (owner == "account") return search_bare(context, field, {});
  const RecordTypeId* record = context.names.records.find(owner);
  return record ? search_record(context, name, *record, field, scope) : FieldSearch{};
}

void report_unknown_field(Context& context, const ast::Name& name, const TextScope& scope) {
  if (context.names.lets.find(name.text)) {
    context.report.error("B307", name.span, quoted(name.text) + " is a condition and cannot be compared").help =
        "write " + quoted(name.text) + " or " + quoted("not " + name.text) + " alone";
    return;
  }
  Diagnostic& diagnostic = context.report.unknown(kinds::field, name, nameable(context, scope));
  if (const auto qualified = with_its_record(context, name.text, scope)) {
    diagnostic.help = "did you mean " + quoted(*qualified) + "?";
  } else if (const auto field = with_label(context, name.text)) {
    diagnostic.help = "a value stands opposite its field: write " + quoted(*field + " is " + name.text);
  }
}

std::optional<FieldRef> use_field(Context& context, const ast::Name& name, const TextScope& scope) {
  const FieldSearch search = search_field(context, name, scope);
  if (!search.field && !search.reported) report_unknown_field(context, name, scope);
  return search.field;
}

std::optional<FieldRef> use_date(Context& context, const ast::Name& name, const TextScope& scope) {
  const auto field = use_field(context, name, scope);
  if (!field) return std::nullopt;
  const Type& type = context.policy.field(*field).type;
  if (type.kind == TypeKind::Date) return field;
  context.report.error("B523", name.span, quoted(name.text) + " is " + describe(type) + ", but a date is needed here")
      .help = "name a field that is declared as `date`";
  return std::nullopt;
}

}  // namespace baton::dsl
