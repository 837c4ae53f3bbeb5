#include "engine/host/vocabulary.hpp"

#include <algorithm>

namespace baton::host {
namespace {

template <class Value>
std::optional<Value> find(const ByName<Value>& map, std::string_view name) {
  const auto found = map.find(name);
  return found == map.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

Vocabulary::Vocabulary(const Policy& policy, const Org& org) : policy_(policy), org_(org) {
  for (std::size_t i = 0; i < policy.events.size(); ++i) {
    events_.emplace(policy.events[i].name, EventName{policy.events[i].kind, EventId(i), false});
  }
  for (const EventKind kind : undeclared_events) events_.emplace(name_of(kind), EventName{kind, std::nullopt, false});
  for (const char* name : {"account.imported", "account.merged"}) {
    events_.insert_or_assign(name, EventName{EventKind::AccountUpdated, std::nullopt, true});
  }
  for (std::size_t i = 0; i < policy.account_fields.size(); ++i) {
    account_fields_.emplace(policy.account_fields[i].name, FieldId(i));
  }
  for (std::size_t i = 0; i < policy.records.size(); ++i) records_.emplace(policy.records[i].name, RecordTypeId(i));
  for (std::size_t i = 0; i < policy.roles.size(); ++i) roles_.emplace(policy.roles[i].name, RoleId(i));
  for (std::size_t i = 0; i < org.people.size(); ++i) people_.emplace(org.people[i].id, PersonId(i));
  for (std::size_t i = 0; i < policy.texts.size(); ++i) texts_.emplace(policy.texts[i], static_cast<Scalar>(i));
  for (const Structure& structure : policy.structures) {
    for (const Handoff& handoff : structure.handoffs) {
      auto& items = handoffs_[handoff.name];
      for (const ChecklistItem& item : handoff.checklist) items.insert(item.name);
    }
    for (const Escalation& escalation : structure.escalations) escalations_.insert(escalation.name);
  }
}

const EventName* Vocabulary::event(std::string_view name) const {
  const auto found = events_.find(name);
  return found == events_.end() ? nullptr : &found->second;
}

std::vector<std::string> Vocabulary::event_names() const {
  std::vector<std::string> names;
  for (const auto& [name, event] : events_) names.push_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<FieldId> Vocabulary::account_field(std::string_view name) const {
  return find(account_fields_, name);
}
std::optional<RecordTypeId> Vocabulary::record_type(std::string_view name) const {
  return find(records_, name);
}
std::optional<RoleId> Vocabulary::role(std::string_view name) const {
  return find(roles_, name);
}
std::optional<PersonId> Vocabulary::person(std::string_view id) const {
  return find(people_, id);
}
Scalar Vocabulary::text(std::string_view text) const {
  return find(texts_, text).value_or(other_text);
}

bool Vocabulary::is_item(std::string_view handoff, std::string_view item) const {
  const auto found = handoffs_.find(handoff);
  return found != handoffs_.end() && found->second.contains(item);
}

}  // namespace baton::host
