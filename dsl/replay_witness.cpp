#include "dsl/replay_witness.hpp"

namespace baton::dsl {

namespace {

Event as_event(const Policy& policy, const WitnessEvent& witness, std::size_t number) {
  Event event;
  event.kind = witness.type ? Event::Kind::Declared : Event::Kind::AccountUpdated;
  event.at = witness.at;
  event.source = "witness";
  event.id = std::to_string(number);
  event.subject = witness_account;
  event.type_name = witness.type ? policy.events[witness.type->index].name : "account.updated";
  if (witness.type) event.type = *witness.type;
  event.record = witness.record;
  event.record_id = witness.record_id;
  for (const WitnessEvent::Value& value : witness.values) event.values.push_back({value.target, value.value});
  return event;
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

std::unique_ptr<WitnessReplay> replay_witness(const std::shared_ptr<const Program>& program, const Witness& witness) {
  auto run = std::make_unique<WitnessReplay>(program);
  const auto sink = [&run](Decision&& decision) { run->decisions.push_back(std::move(decision)); };
  for (std::size_t i = 0; i < witness.events.size(); ++i) {
    if (!run->engine.apply(as_event(program->policy(), witness.events[i], i), sink)) return nullptr;
  }
  run->engine.advance(witness.at, sink);
  return run;
}

std::optional<View> witness_view(const Engine& engine, const Witness& witness) {
  const World& world = engine.world();
  const auto found = world.by_id.find(witness_account);
  if (found == world.by_id.end()) return std::nullopt;
  const AccountState& account = *world.accounts[found->second];
  View view;
  view.account = &account.facts;
  view.now = witness.at;
  if (!witness.record) return view;
  for (const RecordState& record : account.records) {
    if (record.type != *witness.record || record.id != witness.record_id) continue;
    view.record = &record.facts;
    view.record_type = record.type;
    return view;
  }
  return std::nullopt;
}

}  // namespace baton::dsl
