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

constexpr std::int64_t minute_ms = 60'000;

// A history told again, with more events in it.
class Rewrite {
 public:
  Rewrite(const std::shared_ptr<const Program>& program, const Witness& witness, LeafId leaf)
      : program_(*program), engine_(program), leaf_(leaf), told_(witness) {
    told_.events.clear();
  }

  bool take(WitnessEvent event) {
    const EventKind kind = as_event(program_, event, told_.events.size()).kind;
    if (!complete(program_, account_of(engine_), kind, event)) return false;
    if (!engine_.apply(as_event(program_, event, told_.events.size()), [](Decision&&) {})) return false;
    told_.events.push_back(std::move(event));
    return true;
  }

  // Those that are open once all has been decided that is due up to `seen`; at `at`.
  bool finish_handoffs(Instant at, Instant seen) {
    engine_.advance(seen, [](Decision&&) {});
    std::vector<WitnessEvent> events;
    if (const AccountState* account = account_of(engine_)) {
      for (const RunningHandoff& running : account->handoffs) add_finish(*account, running, at, events);
    }
    finished_ = finished_ || !events.empty();
    return std::ranges::all_of(events, [&](const WitnessEvent& event) { return take(event); });
  }

  std::optional<Witness> result() const { return finished_ ? std::optional(told_) : std::nullopt; }

 private:
  void add_finish(const AccountState& account, const RunningHandoff& running, Instant at,
                  std::vector<WitnessEvent>& events) const {
    const bool holds_it = std::ranges::find(running.leaves, leaf_) != running.leaves.end();
    if (running.ended() || !holds_it) return;
    const Handoff& text = program_.policy().structures[running.structure.index].handoffs[running.handoff.index];
    WitnessEvent event{at, std::nullopt, std::nullopt, {}, {}, {}};
    if (running.record) {
      const RecordState& record = account.records[*running.record];
      event.record = record.type;
      event.record_id = record.id;
    }
    for (std::size_t i = 0; i < running.items.size(); ++i) {
      if (!running.items[i].applies || running.items[i].done) continue;
      event.words = {{"handoff", text.name}, {"item", text.checklist[i].name}};
      events.push_back(event);
    }
    event.words = {{"handoff", text.name}};
    if (!running.accepted) events.push_back(event);
  }

  const Program& program_;
  Engine engine_;
  LeafId leaf_;
  Witness told_;
  bool finished_ = false;
};

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

std::optional<Witness> finishing_handoffs(const std::shared_ptr<const Program>& program, const Witness& witness,
                                          LeafId leaf, Finish finish) {
  Rewrite rewrite(program, witness, leaf);
  for (const WitnessEvent& event : witness.events) {
    if (!rewrite.finish_handoffs(event.at, Instant{event.at.ms - 1}) || !rewrite.take(event)) return std::nullopt;
  }
  // What time alone brings about at the end finds them finished, a minute before.
  const Instant before{witness.at.ms - minute_ms};
  const bool waits = !witness.events.empty() && before > witness.events.back().at;
  const Instant last = finish == Finish::AtTheEnd ? witness.at : before;
  if ((finish == Finish::AtTheEnd || waits) && !rewrite.finish_handoffs(last, last)) return std::nullopt;
  return rewrite.result();
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
