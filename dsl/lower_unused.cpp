// What is declared and never used, as warnings. The words of the shipped library are there to be taken or left.
#include <algorithm>

#include "dsl/lower_parts.hpp"

namespace baton::dsl {
namespace {

void warn(Context& context, NameKind kind, const ast::Name& name, const std::string& help) {
  if (context.report.is_library(name.span) || context.options.asked_elsewhere.contains(name.text)) return;
  context.report
      .warning("B203", name.span, "the " + std::string(kind.singular) + ' ' + quoted(name.text) + " is never used")
      .help = help;
}

template <class Value>
void warn_each(Context& context, const NameTable<Value>& names, const std::string& help) {
  for (const ast::Name& name : names.unused()) warn(context, names.kind(), name, help);
}

// An event that sets a field, or begins or names a record, says something even if nothing waits for it.
bool changes_something(const EventType& event) {
  return event.record || std::any_of(event.payload.begin(), event.payload.end(),
                                     [](const PayloadField& field) { return field.target.scope != Scope::Event; });
}

void warn_events(Context& context) {
  for (const ast::Name& name : context.names.events.unused()) {
    if (changes_something(context.policy.events[context.names.events.find(name.text)->index])) continue;
    warn(context, kinds::event, name, "nothing depends on it: name it where something begins or ends, or remove it");
  }
}

void warn_parameters(Context& context) {
  for (const ast::File& file : context.files) {
    for (const ast::StructureDecl& structure : file.structures) {
      for (const ast::Parameter& parameter : structure.parameters) {
        if (!context.used_parameters.contains(&parameter)) {
          warn(context, kinds::parameter, parameter.name, "name it in the structure, or remove it");
        }
      }
    }
  }
}

}  // namespace

void warn_unused(Context& context) {
  warn_each(context, context.names.roles, "give it something to own, or remove it");
  warn_each(context, context.names.records, "no rule asks about it: use it, or remove it");
  warn_each(context, context.names.lets, "name it in a condition, or remove it");
  warn_each(context, context.names.checklists, "name it in a handoff, or remove it");
  for (const auto& [place, escalation] : context.escalations) {
    if (!escalation.raised)
      warn(context, kinds::escalation, escalation.name, "say when it begins: `on EVENT`, or let a breach raise it");
  }
  warn_events(context);
  warn_parameters(context);
}

}  // namespace baton::dsl
