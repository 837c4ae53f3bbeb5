// Events, anchors and dates that something hangs on.
#include <algorithm>
#include <cctype>

#include "dsl/lower_parts.hpp"

namespace baton::dsl {
namespace {

// Source text on one line, for messages.
std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    if (!std::isspace(static_cast<unsigned char>(c))) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  return line;
}

bool same(const Anchor& a, const Anchor& b) {
  if (a.kind != b.kind || a.record != b.record) return false;
  if (a.kind == Anchor::Kind::Entering) return a.stage == b.stage;
  return a.event.event == b.event.event && a.event.where == b.event.where;
}

// Each distinct anchor is kept once.
AnchorId intern_anchor(Policy& policy, Anchor anchor) {
  for (std::size_t i = 0; i < policy.anchors.size(); ++i) {
    if (same(policy.anchors[i], anchor)) return AnchorId(i);
  }
  policy.anchors.push_back(std::move(anchor));
  return AnchorId(policy.anchors.size() - 1);
}

Condition lower_where(Context& context, EventId event, const std::optional<ast::Expr>& where,
                      const Bindings* bindings) {
  if (!where) return Condition::always();
  return lower_expr(context, *where, {bindings, context.policy.events[event.index].record, event});
}

// A handoff's, a seat's or an escalation's event names the record that the thing belongs to, whatever its type.
bool may_name(const EventType& event, RecordTypeId record) {
  return event.record == record || is_about_what_runs(event.kind);
}

void report_names_no_record(Context& context, const ast::EventRef& ref, RecordTypeId record) {
  const std::string& name = context.policy.records[record.index].name;
  context.report.error("B213", ref.event.span, quoted(ref.event.text) + " does not say which " + name + " it is about")
      .help = "name an event whose declaration has " + quoted(name) + " between its braces";
}

// The record that all the events name, so that one is at hand whenever the conditions are asked.
std::optional<RecordTypeId> common_record(const Context& context, const Beginning& beginning) {
  if (beginning.on.empty() || !beginning.at_dates.empty()) return std::nullopt;
  const auto record = context.policy.events[beginning.on.front().event.index].record;
  const bool all = std::all_of(beginning.on.begin(), beginning.on.end(), [&](const EventTrigger& trigger) {
    return context.policy.events[trigger.event.index].record == record;
  });
  return all ? record : std::nullopt;
}

}  // namespace

std::optional<EventTrigger> lower_trigger(Context& context, const ast::EventRef& ref, const Bindings* bindings) {
  const auto event = use_event(context, ref.event);
  if (!event) return std::nullopt;
  return EventTrigger{*event, lower_where(context, *event, ref.where, bindings)};
}

std::vector<EventTrigger> lower_triggers(Context& context, const std::vector<ast::EventRef>& refs,
                                         const Bindings* bindings) {
  std::vector<EventTrigger> triggers;
  for (const ast::EventRef& ref : refs) {
    if (auto trigger = lower_trigger(context, ref, bindings)) triggers.push_back(std::move(*trigger));
  }
  return triggers;
}

std::optional<EventTrigger> lower_record_trigger(Context& context, const ast::EventRef& ref, RecordTypeId record,
                                                 const Bindings* bindings) {
  auto trigger = lower_trigger(context, ref, bindings);
  if (!trigger || may_name(context.policy.events[trigger->event.index], record)) return trigger;
  report_names_no_record(context, ref, record);
  return std::nullopt;
}

std::optional<AnchorId> lower_anchor(Context& context, const ast::Anchor& anchor, const TextScope& scope) {
  Anchor lowered;
  if (anchor.entering) {
    const auto record = anchor.of_account ? std::nullopt : scope.record;
    const auto stage = use_stage(context, anchor.name, record);
    if (!stage) return std::nullopt;
    lowered.kind = Anchor::Kind::Entering;
    lowered.stage = *stage;
    lowered.record = record;
    lowered.text = "entering " + anchor.name.text;
    return intern_anchor(context.policy, std::move(lowered));
  }
  const auto event = use_event(context, anchor.name);
  if (!event) return std::nullopt;
  lowered.event = {*event, lower_where(context, *event, anchor.where, scope.bindings)};
  if (scope.record && may_name(context.policy.events[event->index], *scope.record)) lowered.record = scope.record;
  lowered.text = anchor.name.text;
  if (anchor.where) lowered.text += " where " + on_one_line(context.report.slice(anchor.where->span));
  return intern_anchor(context.policy, std::move(lowered));
}

std::optional<DateTrigger> lower_date_trigger(Context& context, const ast::DateRef& ref, const TextScope& scope) {
  const auto span = lower_length(context, ref.length, scope.bindings);
  if (ref.before) {
    const auto date = use_date(context, ref.date, scope);
    if (!span || !date) return std::nullopt;
    return DateTrigger{DateTrigger::Kind::Before, *span, *date, {}};
  }
  const auto anchor = lower_anchor(context, ref.anchor, scope);
  if (!span || !anchor) return std::nullopt;
  return DateTrigger{DateTrigger::Kind::After, *span, {}, *anchor};
}

Beginning lower_beginning(Context& context, const std::vector<std::variant<ast::EventRef, ast::DateRef>>& on,
                          const std::vector<ast::Qualifier>& qualifiers, const TextScope& scope) {
  Beginning beginning;
  for (const auto& trigger : on) {
    if (const auto* event = std::get_if<ast::EventRef>(&trigger)) {
      auto lowered = scope.record ? lower_record_trigger(context, *event, *scope.record, scope.bindings)
                                  : lower_trigger(context, *event, scope.bindings);
      if (lowered) beginning.on.push_back(std::move(*lowered));
    } else if (auto date = lower_date_trigger(context, std::get<ast::DateRef>(trigger), scope)) {
      beginning.at_dates.push_back(*date);
    }
  }
  TextScope asked = scope;
  if (!asked.record) asked.record = common_record(context, beginning);
  beginning.when = lower_conditions(context, qualifiers, asked);
  return beginning;
}

}  // namespace baton::dsl
