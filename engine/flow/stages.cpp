// A stage is left in two ways only: by an event that sets off a transition, or by a date (S6: what a date has brought
// about stays). Of several transitions the first one declared is taken, once an event.
//
// A record is `live` while its stage lets something be owned, or be left by a date; the others are never looked at by
// a step that does not name them, so an account may have any number of ended records.
#include "engine/flow/stages.hpp"

#include <algorithm>

#include "engine/flow/triggers.hpp"

namespace baton {

namespace {

const Lifecycle& lifecycle_of(const Step& step, RecordIndex record) {
  const Policy& policy = step.program.policy();
  return record ? policy.records[step.account.records[*record].type.index].lifecycle : policy.lifecycle;
}
std::optional<RecordTypeId> type_of(const Step& step, RecordIndex record) {
  if (!record) return std::nullopt;
  return step.account.records[*record].type;
}
StageId stage_of(const Step& step, RecordIndex record) {
  return record ? step.account.records[*record].facts.stage : step.account.facts.stage;
}

bool is_live_stage(const Policy& policy, RecordTypeId type, StageId stage) {
  const auto owned = [&](const Leaf& leaf) { return leaf.per == type && leaf.record_stages.has(stage); };
  const auto left_by_date = [&](const Transition& transition) { return transition.at && transition.from.has(stage); };
  return std::ranges::any_of(policy.leaves, owned) ||
         std::ranges::any_of(policy.records[type.index].lifecycle.transitions, left_by_date);
}

// Most records (tickets, say) are owned by nobody in their own right: they need no room for leaves.
std::size_t room_for_leaves(const Policy& policy, RecordTypeId type) {
  std::size_t room = policy.leaves.size();
  while (room > 0 && policy.leaves[room - 1].per != type) --room;
  return room;
}

void mark_live(Step& step, std::uint32_t record) {
  const RecordState& state = step.account.records[record];
  auto& live = step.account.live;
  const auto place = std::ranges::lower_bound(live, record);
  const bool listed = place != live.end() && *place == record;
  const bool is_live = is_live_stage(step.program.policy(), state.type, state.facts.stage);
  if (is_live && !listed) live.insert(place, record);
  if (!is_live && listed) live.erase(place);
}

void note_change(Step& step, RecordIndex record) {
  if (!record) {
    step.changed.account = true;
  } else if (std::ranges::find(step.changed.records, *record) == step.changed.records.end()) {
    step.changed.records.push_back(*record);
  }
}

void move_entering_anchors(Step& step, RecordIndex record, StageId stage) {
  const auto& anchors = step.program.policy().anchors;
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    const Anchor& anchor = anchors[i];
    if (anchor.kind != Anchor::Kind::Entering || anchor.stage != stage || anchor.record != type_of(step, record)) {
      continue;
    }
    (record ? step.account.records[*record].facts.anchors : step.account.facts.anchors)[i] = step.now;
  }
}

std::uint32_t& records_beside(Step& step, std::uint32_t record) {
  const RecordState& state = step.account.records[record];
  return step.account.facts.records_in_stage[state.type.index][state.facts.stage.index];
}

// `any RECORD is STAGE` is all that the account can ask of a count, so only the first and the last one concern it.
void count_in(Step& step, std::uint32_t record) {
  if (++records_beside(step, record) == 1) step.changed.account = true;
}
void count_out(Step& step, std::uint32_t record) {
  if (--records_beside(step, record) == 0) step.changed.account = true;
}

void enter_stage(Step& step, RecordIndex record, StageId stage) {
  if (record) {
    RecordState& state = step.account.records[*record];
    if (state.facts.stage != stage) {  // one that enters its stage anew leaves the counts alone
      count_out(step, *record);
      state.facts.stage = stage;
      count_in(step, *record);
    }
    state.stage_since = step.now;
    mark_live(step, *record);
  } else {
    step.account.facts.stage = stage;
    step.account.stage_since = step.now;
  }
  move_entering_anchors(step, record, stage);
  note_change(step, record);
}

void move_stage(Step& step, const Event& event, RecordIndex event_record, RecordIndex record) {
  for (const Transition& transition : lifecycle_of(step, record).transitions) {
    if (!transition.on || transition.on->event != event.type || !transition.from.has(stage_of(step, record))) continue;
    if (!sets_off(step, *transition.on, event, event_record, record)) continue;
    if (!holds(transition.when, step.view(record ? record : event_record))) continue;  // N1
    return enter_stage(step, record, transition.to);
  }
}

bool concerns(const RecordType& type, EventId event) {
  return std::ranges::any_of(type.lifecycle.transitions, [event](const Transition& transition) {
    return transition.on && transition.on->event == event;
  });
}

bool set_field(std::vector<Scalar>& fields, std::vector<Instant>& known_since, FieldId field, Scalar value,
               Instant now) {
  if (fields[field.index] == value) return false;
  fields[field.index] = value;
  known_since[field.index] = now;
  return true;
}

void set_value(Step& step, const FieldRef& target, Scalar value, RecordIndex record) {
  AccountState& account = step.account;
  if (target.scope == Scope::Account &&
      set_field(account.facts.fields, account.known_since, target.field, value, step.now)) {
    note_change(step, std::nullopt);
  }
  if (target.scope == Scope::Record && record) {
    RecordState& state = account.records[*record];
    if (set_field(state.facts.fields, state.known_since, target.field, value, step.now)) note_change(step, record);
  }
}

// A default that the event itself declares fills a field that is still unknown.
void set_payload_defaults(Step& step, const Event& event, RecordIndex record) {
  for (const PayloadField& payload : step.program.policy().events[event.type->index].payload) {
    if (!payload.initial || payload.target.scope == Scope::Event) continue;
    const auto given = [&](const Event::Value& value) { return value.target == payload.target; };
    if (std::ranges::any_of(event.values, given)) continue;
    const bool of_record = payload.target.scope == Scope::Record;
    const auto& fields = of_record ? step.account.records[*record].facts.fields : step.account.facts.fields;
    if (fields[payload.target.field.index] == unknown) set_value(step, payload.target, *payload.initial, record);
  }
}

bool exists(const Step& step, const Transition& transition, RecordIndex record) {
  return transition.from.has(stage_of(step, record)) && holds(transition.when, step.view(record));
}

std::string stage_in_words(const Step& step, const Transition& transition, RecordIndex record) {
  const std::string& stage = lifecycle_of(step, record).stages[transition.to.index].name;
  if (!record) return "the account becomes " + stage;
  const RecordState& state = step.account.records[*record];
  return step.program.policy().records[state.type.index].name + " " + state.id + " becomes " + stage;
}

void stage_timers_of(const Step& step, RecordIndex record, std::vector<Timer>& timers) {
  const auto& transitions = lifecycle_of(step, record).transitions;
  for (std::size_t i = 0; i < transitions.size(); ++i) {
    const Transition& transition = transitions[i];
    if (!transition.at || !exists(step, transition, record)) continue;
    const auto type = type_of(step, record);
    const auto firing = next_firing(step, record, *transition.at, transition_key(type, i));
    if (!firing || has_earlier(timers, firing->at)) continue;
    Timer timer;
    timer.at = firing->at;
    timer.record = record ? *record + 1 : 0;
    timer.kind = Timer::Kind::Stage;
    timer.declaration = static_cast<std::uint32_t>(i);
    timer.name = type ? step.program.policy().records[type->index].name : "account";
    timer.what = "reached";
    timer.in_words = stage_in_words(step, transition, record);
    timers.push_back(std::move(timer));
  }
}

std::string record_key(RecordTypeId type, const std::string& id) {
  return std::to_string(type.index) + "/" + id;
}

}  // namespace

std::unique_ptr<AccountState> begin_account(const Program& program, std::string id, Instant now) {
  const Policy& policy = program.policy();
  auto account = std::make_unique<AccountState>();
  account->id = std::move(id);
  account->facts = initial_account_facts(policy);
  account->known_since.assign(policy.account_fields.size(), now);
  account->stage_since = now;
  account->leaves.resize(policy.leaves.size());
  for (std::size_t i = 0; i < policy.roles.size(); ++i) {
    account->seats.emplace_back().role = RoleId{i};
  }
  for (std::size_t i = 0; i < policy.anchors.size(); ++i) {
    const Anchor& anchor = policy.anchors[i];
    const bool start = anchor.kind == Anchor::Kind::Entering && !anchor.record && anchor.stage == account->facts.stage;
    if (start) account->facts.anchors[i] = now;
  }
  return account;
}

std::uint32_t begin_record(Step& step, RecordTypeId type, std::string id) {
  const Policy& policy = step.program.policy();
  AccountState& account = step.account;
  const auto index = static_cast<std::uint32_t>(account.records.size());
  account.record_by_name.emplace(record_key(type, id), index);
  RecordState& state = account.records.emplace_back();
  state.type = type;
  state.id = std::move(id);
  state.facts = initial_record_facts(policy, type);
  state.known_since.assign(policy.records[type.index].fields.size(), step.now);
  state.stage_since = step.now;
  state.leaves.resize(room_for_leaves(policy, type));
  count_in(step, index);
  move_entering_anchors(step, index, state.facts.stage);
  mark_live(step, index);
  note_change(step, index);
  return index;
}

RecordIndex find_record(const AccountState& account, RecordTypeId type, const std::string& id) {
  const auto found = account.record_by_name.find(record_key(type, id));
  if (found == account.record_by_name.end()) return std::nullopt;
  return found->second;
}

void set_fields(Step& step, const Event& event, RecordIndex record) {
  for (const Event::Value& value : event.values) set_value(step, value.target, value.value, record);
  if (event.kind == Event::Kind::Declared) set_payload_defaults(step, event, record);
}

void move_stages(Step& step, const Event& event, RecordIndex record) {
  if (!event.type) return;
  const auto& types = step.program.policy().records;
  for (std::size_t type = 0; type < types.size(); ++type) {
    if (!concerns(types[type], *event.type)) continue;
    if (record && step.account.records[*record].type == RecordTypeId{type}) {
      move_stage(step, event, record, record);
      continue;
    }
    if (event.kind != Event::Kind::Declared) continue;  // what runs for the account, or for another, says nothing of it
    for (std::uint32_t i = 0; i < step.account.records.size(); ++i) {
      if (step.account.records[i].type == RecordTypeId{type}) move_stage(step, event, record, i);
    }
  }
  move_stage(step, event, record, std::nullopt);
}

void move_anchors(Step& step, const Event& event, RecordIndex record) {
  if (!event.type) return;
  const auto& anchors = step.program.policy().anchors;
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    const Anchor& anchor = anchors[i];
    if (anchor.kind != Anchor::Kind::Event || anchor.event.event != event.type) continue;
    if (anchor.record && (!record || step.account.records[*record].type != *anchor.record)) continue;
    if (!sets_off(step, anchor.event, event, record)) continue;
    const RecordIndex owner = anchor.record ? record : std::nullopt;
    (owner ? step.account.records[*owner].facts.anchors : step.account.facts.anchors)[i] = step.now;
    note_change(step, owner);
  }
}

void stage_timers(const Step& step, std::vector<Timer>& timers) {
  stage_timers_of(step, std::nullopt, timers);
  for (const std::uint32_t record : step.account.live) stage_timers_of(step, record, timers);
}

bool stage_ends_now(const Step& step, RecordIndex record) {
  std::vector<Timer> timers;
  stage_timers_of(step, std::nullopt, timers);
  if (record) stage_timers_of(step, record, timers);
  return std::ranges::any_of(timers, [&](const Timer& timer) { return timer.at == step.now; });
}

void fire_stage_timer(Step& step, const Timer& timer) {
  const RecordIndex record = timer.record == 0 ? RecordIndex{} : RecordIndex{timer.record - 1};
  const Transition& transition = lifecycle_of(step, record).transitions[timer.declaration];
  const std::uint64_t key = transition_key(type_of(step, record), timer.declaration);
  if (const auto firing = next_firing(step, record, *transition.at, key)) {
    mark_fired(step, record, key, firing->for_value);
  }
  enter_stage(step, record, transition.to);
}

}  // namespace baton
