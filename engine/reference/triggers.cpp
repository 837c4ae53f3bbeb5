#include <algorithm>
#include <string_view>

#include "engine/reference/step.hpp"

namespace baton::reference {

namespace {

// What an event that needs no declaration says of itself.
std::string said(const Policy& policy, const Org& org, const Event& event, std::string_view word) {
  if (word == "handoff" || word == "escalation") return event.name;
  if (word == "item") return event.item;
  if (word == "reason") return event.reason;
  if (word == "role") return policy.roles[event.role.index].name;
  if (word == "person") return org.people[event.person.index].id;
  return "";
}

// Is this event, with the record that it names, an occurrence for the place? One that names another record of this type
// is about that one; any other is about the account, and so about all.
bool is_meant_for(const Step& step, Place place) {
  if (!place || step.event_place == place || !step.event->record) return true;
  return *step.event->record != step.account.records[*place].name.type;
}

}  // namespace

Sight Step::sight_of_event(Place place) const {
  Sight seen = sight(place);
  seen.event_place = event_place;
  seen.own = &own;
  return seen;
}

std::vector<Place> Step::places() const {
  std::vector<Place> all{std::nullopt};
  for (std::size_t i = 0; i < account.records.size(); ++i) all.emplace_back(i);
  return all;
}

std::vector<Scalar> own_fields(const Policy& policy, const Org& org, const Event& event) {
  if (!event.type) return {};
  const EventType& type = policy.events[event.type->index];
  std::vector<Scalar> own;
  for (const Field& field : type.own) {
    const FieldId id(own.size());
    Scalar scalar = field.initial.value_or(unknown);
    for (const PayloadField& payload : type.payload) {
      if (payload.target.scope == Scope::Event && payload.target.field == id && payload.initial) {
        scalar = *payload.initial;
      }
    }
    if (event.kind != EventKind::Declared && field.type.kind == TypeKind::Text) {
      const auto known = std::ranges::find(policy.texts, said(policy, org, event, field.name));
      scalar = known == policy.texts.end() ? other_text : known - policy.texts.begin();
    }
    for (const Event::Value& given : event.values) {
      if (given.target.scope == Scope::Event && given.target.field == id) scalar = given.value;
    }
    own.push_back(scalar);
  }
  return own;
}

bool sets_off(const Step& step, const EventTrigger& trigger, Place place) {
  if (step.event == nullptr || step.event->type != trigger.event) return false;
  if (!is_meant_for(step, place)) return false;
  return holds(step.sight_of_event(place), trigger.where);
}

// Events about a handoff, a seat or an escalation move a record only with its id.
bool moves(const Step& step, const EventTrigger& trigger, Place place) {
  const EventKind kind = step.event->kind;
  const bool is_free = kind == EventKind::Declared || kind == EventKind::AccountUpdated;
  return (is_free || !place || step.event_place == place) && sets_off(step, trigger, place);
}

bool any_sets_off(const Step& step, const std::vector<EventTrigger>& triggers, Place place) {
  return std::ranges::any_of(triggers, [&](const EventTrigger& trigger) { return sets_off(step, trigger, place); });
}

}  // namespace baton::reference
