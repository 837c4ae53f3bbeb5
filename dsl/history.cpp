#include "dsl/history.hpp"

#include <fmt/format.h>

#include "engine/flow/complete_witness.hpp"

namespace baton::dsl {

namespace {

constexpr std::int64_t ms_per_minute = 60'000;

// The payload's key for a field: an account's field that the event's record also has is written `account.NAME`.
std::string key_of(const Policy& policy, const WitnessEvent& event, const FieldRef& target) {
  if (event.type) {
    for (const PayloadField& field : policy.events[event.type->index].payload) {
      if (field.target == target) return field.key;
    }
  }
  return policy.field(target).name;
}

std::string braced(const std::string& type, const std::vector<std::string>& entries) {
  return entries.empty() ? type : fmt::format("{} {{ {} }}", type, fmt::join(entries, ", "));
}

std::string event_words(const Policy& policy, const WitnessEvent& event) {
  std::vector<std::string> entries;
  if (event.record) entries.push_back(policy.records[event.record->index].name + ": " + event.record_id);
  for (const WitnessEvent::Word& word : event.words) entries.push_back(word.key + ": " + word.value);
  for (const WitnessEvent::Value& value : event.values) {
    if (!event.words.empty() && value.target.scope == Scope::Event) continue;  // said by the words
    entries.push_back(key_of(policy, event, value.target) + ": " + value_text(policy, value.target, value.value));
  }
  return braced(event.type ? policy.events[event.type->index].name : std::string(name_of(undeclared_kind(event))),
                entries);
}

// What an event that needs no declaration says.
std::vector<std::string> entries_of(const Policy& policy, const Org& org, const Event& event) {
  using Kind = Event::Kind;
  const auto person = [&](PersonId id) { return org.people[id.index].id; };
  switch (event.kind) {
    case Kind::Declared:
    case Kind::AccountUpdated:
      break;
    case Kind::ItemDone:
      return {"handoff: " + event.name, "item: " + event.item};
    case Kind::HandoffAccepted:
      return {"handoff: " + event.name};
    case Kind::HandoffReturned:
      return {"handoff: " + event.name, "reason: \"" + event.reason + "\""};
    case Kind::SeatAssigned: {
      std::vector<std::string> entries{"role: " + policy.roles[event.role.index].name,
                                       "person: " + person(event.person)};
      if (event.until) entries.push_back("until: " + local_text(org.zone, *event.until));
      return entries;
    }
    case Kind::SeatReleased:
      return {"role: " + policy.roles[event.role.index].name};
    case Kind::EscalationAcknowledged:
    case Kind::EscalationClosed:
      return {"escalation: " + event.name};
    case Kind::PersonLeft:
      return {"person: " + person(event.person)};
    case Kind::PersonAway: {
      std::vector<std::string> entries{"person: " + person(event.person), "from: " + to_string(event.away.from),
                                       "to: " + to_string(event.away.to)};
      if (event.away.cover) entries.push_back("cover: " + person(*event.away.cover));
      return entries;
    }
  }
  return {};
}

}  // namespace

std::string event_text(const Policy& policy, const Org& org, const Event& event) {
  if (event.kind != Event::Kind::Declared && event.kind != Event::Kind::AccountUpdated) {
    std::vector<std::string> entries = entries_of(policy, org, event);
    if (event.record) {
      entries.insert(entries.begin(), policy.records[event.record->index].name + ": " + event.record_id);
    }
    return braced(event.type_name, entries);
  }
  WitnessEvent same{event.at, std::nullopt, event.record, event.record_id, {}, {}};
  if (event.kind == Event::Kind::Declared) same.type = event.type;
  for (const Event::Value& value : event.values) {
    // A text that no condition names is not kept.
    if (value.value == other_text && policy.field(value.target).type.kind == TypeKind::Text) continue;
    same.values.push_back({value.target, value.value});
  }
  return event_words(policy, same);
}

// Seconds and milliseconds only where they matter.
std::string local_text(const Zone& zone, Instant at) {
  const LocalTime local = zone.to_local(at);
  const std::int64_t minutes = local.ms_of_day / ms_per_minute;
  std::string text = fmt::format("{}T{:02}:{:02}", to_string(local.day), minutes / 60, minutes % 60);
  if (const std::int64_t ms = local.ms_of_day % ms_per_minute; ms % 1000 != 0) {
    text += fmt::format(":{:02}.{:03}", ms / 1000, ms % 1000);
  } else if (ms != 0) {
    text += fmt::format(":{:02}", ms / 1000);
  }
  return text;
}

std::vector<std::string> history_lines(const Policy& policy, const Zone& zone, const Witness& witness) {
  std::vector<std::string> lines;
  for (const WitnessEvent& event : witness.events)
    lines.push_back(fmt::format("on {} {}", local_text(zone, event.at), event_words(policy, event)));
  if (witness.events.empty() || witness.events.back().at != witness.at) {
    lines.push_back("at " + local_text(zone, witness.at));
  }
  return lines;
}

}  // namespace baton::dsl
