#include "engine/flow/triggers.hpp"

#include <algorithm>
#include <string_view>

namespace baton {

namespace {

// FNV-1a over the words that say which trigger it is. Names are stable between structures and runs.
std::uint64_t hash_of(std::string_view kind, std::string_view name, std::size_t position) {
  std::uint64_t hash = 14695981039346656037ULL;
  auto mix = [&hash](unsigned char byte) { hash = (hash ^ byte) * 1099511628211ULL; };
  for (char c : kind) mix(static_cast<unsigned char>(c));
  mix(0);
  for (char c : name) mix(static_cast<unsigned char>(c));
  mix(0);
  for (int shift = 0; shift < 32; shift += 8) mix(static_cast<unsigned char>(position >> shift & 0xff));
  return hash;
}

bool has_fired(const AccountState& account, RecordIndex record, std::uint64_t key, Instant for_value) {
  return std::ranges::any_of(account.fired, [&](const FiredTrigger& fired) {
    return fired.key == key && fired.for_value == for_value && fired.record == record;
  });
}

// The moment is max(D before DATE, when the date became known); a moment that lies behind us was missed. A night shift
// of another zone may open only when the date has come: that is too late.
std::optional<Firing> firing_before_date(const Step& step, RecordIndex record, const DateTrigger& trigger) {
  const bool of_record = trigger.date.scope == Scope::Record;
  if (of_record && (!record || step.account.records[*record].type != trigger.date.record)) return std::nullopt;
  const std::size_t field = trigger.date.field.index;
  const Scalar value = of_record ? step.account.records[*record].facts.fields[field] : step.account.facts.fields[field];
  if (value == unknown) return std::nullopt;
  const Org& org = step.program.org();
  const Day day{static_cast<std::int32_t>(value)};
  const Instant date = org.zone.start_of(day);
  const Instant known = of_record ? step.account.records[*record].known_since[field] : step.account.known_since[field];
  const Instant moment = before_date(org.zone, org.calendars[org.default_calendar.index], day, trigger.span);
  const Instant at = std::max(moment, known);
  if (at < step.now || at >= date) return std::nullopt;
  return Firing{at, date};
}

std::optional<Firing> firing_after_anchor(const Step& step, RecordIndex record, const DateTrigger& trigger) {
  const View view = step.view(record);
  const bool of_record = step.program.policy().anchors[trigger.anchor.index].record.has_value();
  if (of_record && !view.record) return std::nullopt;
  const Instant anchor = (of_record ? view.record->anchors : view.account->anchors)[trigger.anchor.index];
  if (anchor == never || anchor == time_immemorial) return std::nullopt;
  const Org& org = step.program.org();
  const Instant at = deadline(org.zone, org.calendars[org.default_calendar.index], anchor, trigger.span);
  if (at < step.now || at >= end_of_time) return std::nullopt;
  return Firing{at, anchor};
}

// What an event that needs no declaration says of itself. "": nothing.
std::string_view said(const Program& program, const Event& event, std::string_view field) {
  if (field == "item") return event.item;
  if (field == "reason") return event.reason;
  if (field == "role") return program.policy().roles[event.role.index].name;
  if (field == "person") return program.org().people[event.person.index].id;
  return event.name;
}

std::vector<Scalar> undeclared_fields(const Program& program, const Event& event, const std::vector<Field>& own) {
  const std::vector<std::string>& texts = program.policy().texts;
  std::vector<Scalar> fields;
  for (const Field& field : own) {
    const std::string_view text = said(program, event, field.name);
    const auto known = std::ranges::find(texts, text);
    const Scalar value = known == texts.end() ? other_text : known - texts.begin();
    fields.push_back(text.empty() ? unknown : value);
  }
  return fields;
}

}  // namespace

std::vector<Scalar> own_fields(const Program& program, const Event& event) {
  if (!event.type) return {};
  const Policy& policy = program.policy();
  const auto& declared = policy.events[event.type->index].own;
  if (event.kind != Event::Kind::Declared) return undeclared_fields(program, event, declared);
  std::vector<Scalar> fields;
  fields.reserve(declared.size());
  for (const Field& field : declared) fields.push_back(field.initial.value_or(unknown));
  for (const PayloadField& payload : policy.events[event.type->index].payload) {
    if (payload.target.scope == Scope::Event && payload.initial) {
      fields[payload.target.field.index] = *payload.initial;
    }
  }
  for (const Event::Value& value : event.values) {
    if (value.target.scope == Scope::Event) fields[value.target.field.index] = value.value;
  }
  return fields;
}

bool sets_off(const Step& step, const EventTrigger& trigger, const Event& event, RecordIndex event_record,
              RecordIndex scope) {
  if (event.type != trigger.event) return false;
  if (scope && event_record && scope != event_record) {
    const auto& records = step.account.records;
    if (records[*scope].type == records[*event_record].type) return false;
  }
  if (trigger.where.is_always()) return true;
  const std::vector<Scalar> own = own_fields(step.program, event);
  View view = step.view(event_record ? event_record : scope);
  view.event_fields = &own;
  return holds(trigger.where, view);
}

bool any_sets_off(const Step& step, std::span<const EventTrigger> triggers, const Event& event,
                  RecordIndex event_record, RecordIndex scope) {
  return std::ranges::any_of(
      triggers, [&](const EventTrigger& trigger) { return sets_off(step, trigger, event, event_record, scope); });
}

std::uint64_t transition_key(std::optional<RecordTypeId> lifecycle, std::size_t transition) {
  return (lifecycle ? std::uint64_t{lifecycle->index} + 1 : 0) << 32 | transition;
}
std::uint64_t escalation_key(const Escalation& escalation, std::size_t at_date) {
  return hash_of("escalation", escalation.name, at_date);
}
std::uint64_t sla_key(const Sla& sla, std::size_t at_date) {
  return hash_of("sla", sla.name, at_date);
}

std::optional<Firing> next_firing(const Step& step, RecordIndex record, const DateTrigger& trigger, std::uint64_t key) {
  const auto firing = trigger.kind == DateTrigger::Kind::Before ? firing_before_date(step, record, trigger)
                                                                : firing_after_anchor(step, record, trigger);
  if (!firing || has_fired(step.account, record, key, firing->for_value)) return std::nullopt;
  return firing;
}

void mark_fired(Step& step, RecordIndex record, std::uint64_t key, Instant for_value) {
  auto& fired = step.account.fired;
  // A date that has passed cannot fire again; of an anchor only the latest occurrence counts.
  std::erase_if(fired, [&](const FiredTrigger& old) {
    return old.key == key && old.record == record && old.for_value <= step.now;
  });
  fired.push_back({key, record, for_value});
}

}  // namespace baton
