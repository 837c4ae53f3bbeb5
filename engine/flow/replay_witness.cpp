#include "engine/flow/replay_witness.hpp"

#include <algorithm>

#include "engine/flow/complete_witness.hpp"

namespace baton {

namespace {

void take_word(const Program& program, const WitnessEvent::Word& word, Event& event) {
  const Policy& policy = program.policy();
  const auto position = [&](const auto& list, auto member) {
    return static_cast<std::size_t>(std::ranges::find(list, word.value, member) - list.begin());
  };
  if (word.key == "handoff" || word.key == "escalation") event.name = word.value;
  if (word.key == "item") event.item = word.value;
  if (word.key == "role") event.role = RoleId{position(policy.roles, &Role::name)};
  if (word.key == "person") event.person = PersonId{position(program.org().people, &Person::id)};
}

Event as_event(const Program& program, const WitnessEvent& witness, std::size_t number) {
  const Policy& policy = program.policy();
  Event event;
  event.kind = witness.type ? policy.events[witness.type->index].kind : undeclared_kind(witness);
  event.at = witness.at;
  event.source = "witness";
  event.id = std::to_string(number);
  event.subject = witness_account;
  event.type_name = witness.type ? policy.events[witness.type->index].name : name_of(event.kind);
  event.type = witness.type;
  event.record = witness.record;
  event.record_id = witness.record_id;
  for (const WitnessEvent::Value& value : witness.values) {
    const bool told_by_words = value.target.scope == Scope::Event && event.kind != EventKind::Declared;
    if (!told_by_words) event.values.push_back({value.target, value.value});
  }
  for (const WitnessEvent::Word& word : witness.words) take_word(program, word, event);
  return event;
}

const AccountState* account_of(const Engine& engine) {
  const World& world = engine.world();
  const auto found = world.by_id.find(witness_account);
  return found == world.by_id.end() ? nullptr : world.accounts[found->second].get();
}

}  // namespace

std::shared_ptr<const Program> serving_all(const Program& program, StructureId structure) {
  auto policy = std::make_shared<Policy>(program.policy());
  for (std::size_t i = 0; i < policy->structures.size(); ++i) {
    if (i == structure.index) continue;
    Structure empty;
    empty.name = policy->structures[i].name;
    empty.layers.resize(1);
    policy->structures[i] = std::move(empty);
  }
  auto org = std::make_shared<Org>(program.org());
  org->structures = {StructureRow{.use = structure, .where = {}, .otherwise = true, .at = {}}};
  return std::make_shared<const Program>(std::move(policy), std::move(org));
}

std::vector<Event> events_of(const Program& program, const Witness& witness) {
  std::vector<Event> events;
  for (std::size_t i = 0; i < witness.events.size(); ++i) events.push_back(as_event(program, witness.events[i], i));
  return events;
}

std::unique_ptr<WitnessReplay> replay_completing(const std::shared_ptr<const Program>& program, Witness& witness) {
  auto run = std::make_unique<WitnessReplay>(program);
  const auto sink = [&run](Decision&& decision) { run->decisions.push_back(std::move(decision)); };
  for (std::size_t i = 0; i < witness.events.size(); ++i) {
    WitnessEvent& event = witness.events[i];
    run->engine.advance(Instant{event.at.ms - 1}, sink);
    const EventKind kind = as_event(*program, event, i).kind;
    if (!complete(*program, account_of(run->engine), kind, event)) return nullptr;
    if (!run->engine.apply(as_event(*program, event, i), sink)) return nullptr;
  }
  run->engine.advance(witness.at, sink);
  return run;
}

std::unique_ptr<WitnessReplay> replay_witness(const std::shared_ptr<const Program>& program, const Witness& witness) {
  Witness completed = witness;
  return replay_completing(program, completed);
}

bool finish_handoffs(const std::shared_ptr<const Program>& program, Witness& witness, LeafId leaf) {
  const auto run = replay_witness(program, witness);
  const AccountState* account = run ? account_of(run->engine) : nullptr;
  if (account == nullptr) return false;
  const std::size_t before = witness.events.size();
  for (const RunningHandoff& running : account->handoffs) {
    const bool holds_it = std::ranges::find(running.leaves, leaf) != running.leaves.end();
    if (running.ended() || !holds_it) continue;
    const Handoff& text = program->policy().structures[running.structure.index].handoffs[running.handoff.index];
    WitnessEvent event{witness.at, std::nullopt, std::nullopt, {}, {}, {}};
    if (running.record) {
      const RecordState& record = account->records[*running.record];
      event.record = record.type;
      event.record_id = record.id;
    }
    for (std::size_t i = 0; i < running.items.size(); ++i) {
      if (!running.items[i].applies || running.items[i].done) continue;
      event.words = {{"handoff", text.name}, {"item", text.checklist[i].name}};
      witness.events.push_back(event);
    }
    event.words = {{"handoff", text.name}};
    if (!running.accepted) witness.events.push_back(event);
  }
  return witness.events.size() > before;
}

std::optional<View> witness_view(const Engine& engine, const Witness& witness) {
  const AccountState* account = account_of(engine);
  if (account == nullptr) return std::nullopt;
  View view;
  view.account = &account->facts;
  view.now = witness.at;
  if (!witness.record) return view;
  for (const RecordState& record : account->records) {
    if (record.type != *witness.record || record.id != witness.record_id) continue;
    view.record = &record.facts;
    view.record_type = record.type;
    return view;
  }
  return std::nullopt;
}

}  // namespace baton
