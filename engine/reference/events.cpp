#include <algorithm>

#include "engine/reference/step.hpp"

namespace baton::reference {

namespace {

const Scalar* given(const Event& event, const FieldRef& target) {
  for (const Event::Value& one : event.values) {
    if (one.target == target) return &one.value;
  }
  return nullptr;
}

// May the event be the first of an account or of a record? One about what runs presupposes that something runs.
bool may_come_first(EventKind kind) {
  return kind == EventKind::Declared || kind == EventKind::AccountUpdated || kind == EventKind::SeatAssigned;
}

// A default of the event's own for a field that it updates counts while nothing is known.
std::optional<Scalar> payload_default(const Policy& policy, const Event& event, const FieldRef& target) {
  if (event.kind != EventKind::Declared) return std::nullopt;
  for (const PayloadField& payload : policy.events[event.type->index].payload) {
    if (payload.target == target && payload.initial) return payload.initial;
  }
  return std::nullopt;
}

// V1: the first event leaves no field unknown that has neither `?` nor a default.
bool gives_all(const Policy& policy, const Event& event, const std::vector<Field>& fields, FieldRef target) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].optional || fields[i].initial) continue;
    target.field = FieldId{i};
    if (given(event, target) == nullptr && !payload_default(policy, event, target)) return false;
  }
  return true;
}

Scalar known(const Policy& policy, const Account* account, Place place, const FieldRef& target) {
  const Scalar initially = policy.field(target).initial.value_or(unknown);
  if (target.scope == Scope::Account) return account ? account->life.fields[target.field.index] : initially;
  if (target.scope == Scope::Record && place) return account->records[*place].life.fields[target.field.index];
  return initially;
}

bool has_payload(const Policy& policy, const Account* account, Place place, const Event& event) {
  if (event.kind != EventKind::Declared) return true;
  const EventType& type = policy.events[event.type->index];
  if (type.record && event.record != type.record) return false;
  for (const PayloadField& payload : type.payload) {
    const Field& field = policy.field(payload.target);
    if (payload.optional || payload.initial || field.optional || given(event, payload.target) != nullptr) continue;
    if (known(policy, account, place, payload.target) == unknown) return false;
  }
  return true;
}

Life begin_life(const Policy& policy, const std::vector<Field>& fields, const Lifecycle& lifecycle, Instant now) {
  Life life;
  life.stage = lifecycle.start;
  for (const Field& field : fields) life.fields.push_back(field.initial.value_or(unknown));
  life.field_since.assign(fields.size(), now);
  life.anchors.assign(policy.anchors.size(), never);
  return life;
}

void set_field(Step& step, const FieldRef& target, Scalar scalar) {
  if (target.scope == Scope::Event) return;
  Life& life = step.life(target.scope == Scope::Record ? step.event_place : std::nullopt);
  if (life.fields[target.field.index] == scalar) return;
  life.fields[target.field.index] = scalar;
  life.field_since[target.field.index] = step.now;
}

const Lifecycle& lifecycle_of(const Step& step, Place place) {
  return place ? step.policy.records[step.account.records[*place].name.type.index].lifecycle : step.policy.lifecycle;
}

void move_stage(Step& step, Place place) {
  for (const Transition& transition : lifecycle_of(step, place).transitions) {
    if (!transition.on || !transition.from.has(step.life(place).stage)) continue;
    if (!moves(step, *transition.on, place)) continue;
    if (!holds(step.sight_of_event(place), transition.when)) continue;
    enter(step, place, transition.to);
    return;
  }
}

}  // namespace

Place find_record(const Account& account, const Event& event) {
  if (!event.record) return std::nullopt;
  for (std::size_t i = 0; i < account.records.size(); ++i) {
    if (account.records[i].name == RecordName{*event.record, event.record_id}) return i;
  }
  return std::nullopt;
}

bool is_usable(const Policy& policy, const Account* account, const Event& event) {
  if (event.subject == "org") return false;  // no account
  const Place place = account == nullptr ? std::nullopt : find_record(*account, event);
  const bool begins_record = event.record && !place;
  if (!may_come_first(event.kind) && (account == nullptr || begins_record)) return false;
  for (const Event::Value& one : event.values) {
    if (one.value == unknown && !policy.field(one.target).optional) return false;
  }
  if (!has_payload(policy, account, place, event)) return false;
  if (account == nullptr && !gives_all(policy, event, policy.account_fields, {Scope::Account, {}, {}, {}}))
    return false;
  if (!begins_record) return true;
  return gives_all(policy, event, policy.records[event.record->index].fields, {Scope::Record, *event.record, {}, {}});
}

Account begin_account(const Policy& policy, const Org&, const std::string& id, Instant now) {
  Account account;
  account.id = id;
  account.life = begin_life(policy, policy.account_fields, policy.lifecycle, now);
  return account;
}

Place begin_record(const Step& step, const Event& event) {
  const RecordType& type = step.policy.records[event.record->index];
  step.account.records.push_back(
      {{*event.record, event.record_id}, begin_life(step.policy, type.fields, type.lifecycle, step.now)});
  return step.account.records.size() - 1;
}

// The latest entry into a stage is an anchor, self-transitions included (O1).
void enter(Step& step, Place place, StageId stage) {
  Life& life = step.life(place);
  life.stage = stage;
  life.entered.emplace_back(step.now, stage);
  const auto type = place ? std::optional(step.account.records[*place].name.type) : std::nullopt;
  for (std::size_t i = 0; i < step.policy.anchors.size(); ++i) {
    const Anchor& anchor = step.policy.anchors[i];
    if (anchor.kind != Anchor::Kind::Entering || anchor.stage != stage) continue;
    if (anchor.record == type) life.anchors[i] = step.now;
  }
}

void set_fields(Step& step) {
  for (const Event::Value& one : step.event->values) set_field(step, one.target, one.value);
  if (step.event->kind != EventKind::Declared) return;
  for (const PayloadField& payload : step.policy.events[step.event->type->index].payload) {
    const bool is_missing = payload.initial && given(*step.event, payload.target) == nullptr;
    if (!is_missing || payload.target.scope == Scope::Event) continue;
    const Place place = payload.target.scope == Scope::Record ? step.event_place : std::nullopt;
    if (step.life(place).fields[payload.target.field.index] == unknown)
      set_field(step, payload.target, *payload.initial);
  }
}

// First the records that the event is about, then the account (S2).
void move_stages(Step& step) {
  for (const Place& place : step.places()) {
    if (place) move_stage(step, place);
  }
  move_stage(step, std::nullopt);
}

void move_anchors(Step& step) {
  for (std::size_t i = 0; i < step.policy.anchors.size(); ++i) {
    const Anchor& anchor = step.policy.anchors[i];
    if (anchor.kind != Anchor::Kind::Event) continue;
    if (!anchor.record) {
      if (moves(step, anchor.event, std::nullopt)) step.account.life.anchors[i] = step.now;
    } else if (step.event_place && *anchor.record == step.account.records[*step.event_place].name.type) {
      if (moves(step, anchor.event, step.event_place)) step.life(step.event_place).anchors[i] = step.now;
    }
  }
}

}  // namespace baton::reference
