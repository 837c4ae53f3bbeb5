#include "tests/unit/flow/one_account.hpp"

#include <algorithm>

#include "engine/flow/escalations.hpp"
#include "engine/flow/seats.hpp"
#include "engine/flow/slas.hpp"

namespace baton::testing {

namespace {

constexpr const char* reasons[] = {
    "away", "left", "full", "not yet there", "not in team", "pinned elsewhere", "next in line", "more loaded"};

std::string text_of(const SeatAssignment& assigned, const Program& program) {
  const Org& org = program.org();
  const auto name = [&](PersonId person) { return org.people[person.index].id; };
  std::string text = program.policy().roles[assigned.role.index].name;
  if (assigned.record) text += " of " + assigned.record->id;
  text += " " + (assigned.person ? name(*assigned.person) : std::string("-")) + " " + assigned.how;
  for (const PassedOver& over : assigned.passed_over) {
    text += ", " + name(over.person) + " " + reasons[static_cast<int>(over.why)];
    if (over.until) text += " until " + to_string(*over.until);
  }
  return text;
}

Lifecycle const& lifecycle_of(const Policy& policy, const AccountState& account, RecordIndex record) {
  return record ? policy.records[account.records[*record].type.index].lifecycle : policy.lifecycle;
}

}  // namespace

OneAccount::OneAccount(Policy policy, Org org)
    : program(std::make_shared<Policy>(std::move(policy)), std::make_shared<Org>(std::move(org))) {
  world.teams.resize(program.org().teams.size());
  for (const Person& row : program.org().people) {
    PersonState added;
    added.away = row.away;
    added.sums.resize(row.capacity.sums.size());
    world.people.push_back(std::move(added));
  }
  account("acme");
}

OneAccount& OneAccount::account(std::string_view id) {
  const auto [found, is_new] = world.by_id.try_emplace(std::string(id), world.accounts.size());
  at_hand_ = found->second;
  if (!is_new) return *this;
  auto added = std::make_unique<AccountState>();
  added->id = id;
  added->order = at_hand_;
  added->facts = initial_account_facts(program.policy());
  added->stage_since = now_;
  added->known_since.resize(added->facts.fields.size(), now_);
  added->leaves.resize(program.policy().leaves.size());
  world.accounts.push_back(std::move(added));
  return *this;
}

void OneAccount::stage(std::string_view name) {
  stage_of(std::nullopt, name);
}

void OneAccount::stage_of(RecordIndex record, std::string_view name) {
  const StageId entered = testing::stage(lifecycle_of(program.policy(), state(), record), name);
  (record ? state().records[*record].facts.stage : state().facts.stage) = entered;
  (record ? state().records[*record].stage_since : state().stage_since) = now_;
}

void OneAccount::set(std::string_view field_name, Scalar value, RecordIndex record) {
  const FieldId id = field(program.policy(), field_name).field;
  (record ? state().records[*record].facts.fields : state().facts.fields)[id.index] = value;
  (record ? state().records[*record].known_since : state().known_since)[id.index] = now_;
}

std::uint32_t OneAccount::begin_record(std::string_view type, std::string_view id) {
  RecordState added;
  added.type = testing::record(program.policy(), type);
  added.id = id;
  added.facts = initial_record_facts(program.policy(), added.type);
  added.stage_since = now_;
  added.known_since.resize(added.facts.fields.size(), now_);
  added.leaves.resize(program.policy().leaves.size());
  state().records.push_back(std::move(added));
  state().live.push_back(static_cast<std::uint32_t>(state().records.size() - 1));
  return state().live.back();
}

void OneAccount::owns(std::string_view role_name, std::string_view leaf_name, RecordIndex record) {
  auto& leaves = record ? state().records[*record].leaves : state().leaves;
  LeafState& leaf = leaves[testing::leaf(program.policy(), leaf_name).index];
  leaf.active = !role_name.empty();
  leaf.owner = std::nullopt;
  if (leaf.active) leaf.owner = role(program.policy(), role_name);
}

void OneAccount::away(std::string_view id, std::string_view from, std::string_view to, std::string_view cover) {
  Away added{day(from), day(to), std::nullopt};
  if (!cover.empty()) added.cover = person_id(cover);
  world.people[person_id(id).index].away.push_back(added);
}

Step OneAccount::step() {
  decision = {};
  decision.at = now_;
  return {program, world, state(), now_, decision};
}

std::string OneAccount::said() const {
  std::string text;
  for (const SeatAssignment& assigned : decision.assigned) {
    text += (text.empty() ? "" : " | ") + text_of(assigned, program);
  }
  const std::string rest = changes_of(decision, program);
  return text + (text.empty() || rest.empty() ? "" : " | ") + rest;
}

std::string OneAccount::fill() {
  Step now = step();
  fill_seats(now);
  return said();
}

std::string OneAccount::pin(std::string_view role_name, std::string_view id, std::string_view until,
                            RecordIndex record) {
  Event event;
  event.kind = Event::Kind::SeatAssigned;
  event.role = role(program.policy(), role_name);
  event.person = person_id(id);
  if (!until.empty()) event.until = at(until);
  Step now = step();
  if (const auto done = assign_seat(now, event, record); !done) return done.error();
  fill_seats(now);
  return said();
}

std::string OneAccount::release(std::string_view role_name, RecordIndex record) {
  Event event;
  event.kind = Event::Kind::SeatReleased;
  event.role = role(program.policy(), role_name);
  Step now = step();
  if (const auto done = release_seat(now, event, record); !done) return done.error();
  fill_seats(now);
  return said();
}

std::string OneAccount::happens(std::string_view name, RecordIndex record) {
  Event event;
  event.at = now_;
  event.type = testing::event(program.policy(), name);
  event.type_name = name;
  if (record) event.record = state().records[*record].type;
  Step now = step();
  end_escalations(now, event, record);
  end_slas(now, event, record);
  begin_escalations(now, event, record);
  begin_slas(now, event, record);
  give_credit(now, event, record);
  return said();
}

std::string OneAccount::enters(std::string_view name, RecordIndex record) {
  stage_of(record, name);
  Step now = step();
  update_escalation_pauses(now);
  update_sla_pauses(now);
  return said();
}

std::string OneAccount::tell(Event::Kind kind, std::string_view escalation, RecordIndex record) {
  Event event;
  event.kind = kind;
  event.name = escalation;
  Step now = step();
  const auto done = take_escalation_event(now, event, record);
  return done ? said() : done.error();
}

std::vector<std::string> OneAccount::until(std::string_view time) {
  std::vector<std::string> lines;
  for (;;) {
    Step look = step();
    std::vector<Timer> timers;
    seat_timers(look, timers);
    escalation_timers(look, timers);
    sla_timers(look, timers);
    const auto first = std::ranges::min_element(timers, [](const Timer& a, const Timer& b) { return a < b; });
    if (first == timers.end() || first->at > at(time)) break;
    now_ = first->at;
    Step now = step();
    if (first->kind == Timer::Kind::Seat) fire_seat_timer(now, *first);
    if (first->kind == Timer::Kind::Escalation) fire_escalation_timer(now, *first);
    if (first->kind == Timer::Kind::Sla) fire_sla_timer(now, *first);
    lines.push_back(to_string(now_) + " " + first->what + ": " + said());
  }
  now_ = at(time);
  return lines;
}

std::string OneAccount::holder(std::string_view role_name, RecordIndex record) const {
  const auto person = holder_of(state(), record, role(program.policy(), role_name)).person;
  return person ? program.org().people[person->index].id : "-";
}

}  // namespace baton::testing
