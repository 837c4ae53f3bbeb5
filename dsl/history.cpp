#include "dsl/history.hpp"

#include <fmt/format.h>

namespace baton::dsl {

namespace {

constexpr std::int64_t ms_per_minute = 60'000;

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

// The payload's key for a field: an account's field that the event's record also has is written `account.NAME`.
std::string key_of(const Policy& policy, const WitnessEvent& event, const FieldRef& target) {
  if (event.type) {
    for (const PayloadField& field : policy.events[event.type->index].payload) {
      if (field.target == target) return field.key;
    }
  }
  return policy.field(target).name;
}

std::string event_line(const Policy& policy, const Zone& zone, const WitnessEvent& event) {
  std::vector<std::string> entries;
  if (event.record) entries.push_back(policy.records[event.record->index].name + ": " + event.record_id);
  for (const WitnessEvent::Word& word : event.words) entries.push_back(word.key + ": " + word.value);
  for (const WitnessEvent::Value& value : event.values) {
    if (!event.words.empty() && value.target.scope == Scope::Event) continue;  // said by the words
    entries.push_back(key_of(policy, event, value.target) + ": " + value_text(policy, value.target, value.value));
  }
  const std::string type = event.type ? policy.events[event.type->index].name : "account.updated";
  const std::string payload = entries.empty() ? "" : fmt::format(" {{ {} }}", fmt::join(entries, ", "));
  return fmt::format("on {} {}{}", local_text(zone, event.at), type, payload);
}

}  // namespace

std::vector<std::string> history_lines(const Policy& policy, const Zone& zone, const Witness& witness) {
  std::vector<std::string> lines;
  for (const WitnessEvent& event : witness.events) lines.push_back(event_line(policy, zone, event));
  if (witness.events.empty() || witness.events.back().at != witness.at) {
    lines.push_back("at " + local_text(zone, witness.at));
  }
  return lines;
}

}  // namespace baton::dsl
