#include "dsl/confirm.hpp"

#include <algorithm>

#include "engine/flow/engine.hpp"

namespace baton::dsl {

namespace {

constexpr const char* account_id = "witness";

Event as_event(const Policy& policy, const WitnessEvent& witness, std::size_t number) {
  Event event;
  event.kind = witness.type ? Event::Kind::Declared : Event::Kind::AccountUpdated;
  event.at = witness.at;
  event.source = "witness";
  event.id = std::to_string(number);
  event.subject = account_id;
  event.type_name = witness.type ? policy.events[witness.type->index].name : "account.updated";
  if (witness.type) event.type = *witness.type;
  event.record = witness.record;
  event.record_id = witness.record_id;
  for (const WitnessEvent::Value& value : witness.values) event.values.push_back({value.target, value.value});
  return event;
}

// The account after the witness, and every decision on the way; nothing if the engine refused an event.
struct Replay {
  explicit Replay(const std::shared_ptr<const Program>& program) : engine(program) {}

  Engine engine;
  std::vector<Decision> decisions;
};
std::unique_ptr<Replay> replay(const std::shared_ptr<const Program>& program, const Witness& witness) {
  auto run = std::make_unique<Replay>(program);
  const auto sink = [&run](Decision&& decision) { run->decisions.push_back(std::move(decision)); };
  for (std::size_t i = 0; i < witness.events.size(); ++i) {
    if (!run->engine.apply(as_event(program->policy(), witness.events[i], i), sink)) return nullptr;
  }
  run->engine.advance(witness.at, sink);
  return run;
}

// What the engine knows of the account, and of the record that the witness is about.
std::optional<View> view_of(const Engine& engine, const Witness& witness) {
  const World& world = engine.world();
  const auto found = world.by_id.find(account_id);
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

bool shows_owners(const Finding& finding, const Program& program, const View& view) {
  if (!program.is_active(*finding.leaf, view)) return false;
  const std::vector<StatementId> holding = program.holding(*finding.structure, *finding.leaf, view);
  if (finding.kind == Finding::Kind::Gap) return holding.empty();
  return std::all_of(finding.statements.begin(), finding.statements.end(),
                     [&](StatementId id) { return std::find(holding.begin(), holding.end(), id) != holding.end(); });
}

// How many rows of org.yaml's choice apply; `otherwise` only where nothing else does.
template <class Row>
std::size_t rows_that_apply(const std::vector<Row>& rows, const View& view) {
  std::size_t named = 0, otherwise = 0;
  for (const Row& row : rows) {
    if (row.otherwise) {
      ++otherwise;
    } else if (holds(row.where, view)) {
      ++named;
    }
  }
  return named > 0 ? named : otherwise;
}

bool shows_move(const Finding& finding, const Replay& run) {
  for (const Decision& decision : run.decisions) {
    const bool swapped = decision.structure_from != decision.structure_to && decision.structure_from;
    if (finding.left_structure && !swapped) continue;
    for (const OwnerChange& change : decision.changes) {
      if (change.leaf != *finding.leaf || !change.from || !change.to) continue;
      if (change.from->role == finding.role && change.to->role == finding.other_role) return true;
    }
  }
  return false;
}

}  // namespace

Replayer::Replayer(const Program& program) : program_(program), alone_(program.policy().structures.size()) {}
Replayer::~Replayer() = default;

// A program in which every account is served by one structure. The others keep their places but are empty.
std::shared_ptr<const Program> Replayer::program_for(StructureId structure) {
  auto& slot = alone_[structure.index];
  if (slot) return slot;
  auto policy = std::make_shared<Policy>(program_.policy());
  for (std::size_t i = 0; i < policy->structures.size(); ++i) {
    if (i == structure.index) continue;
    Structure empty;
    empty.name = policy->structures[i].name;
    empty.layers.resize(1);
    policy->structures[i] = std::move(empty);
  }
  auto org = std::make_shared<Org>(program_.org());
  org->structures = {StructureRow{.use = structure, .where = {}, .otherwise = true, .at = {}}};
  slot = std::make_shared<const Program>(std::move(policy), std::move(org));
  return slot;
}

// A swap is org.yaml's choice between structures; every other finding holds within one, wherever org.yaml sends
// accounts.
std::shared_ptr<const Program> Replayer::program_for(const Finding& finding) {
  if (finding.left_structure) return {std::shared_ptr<const Program>(), &program_};  // not owned
  return program_for(finding.structure.value_or(StructureId{}));
}

bool Replayer::confirms(const Finding& finding) {
  using Kind = Finding::Kind;
  if (!finding.witness) return true;
  const Witness& witness = *finding.witness;
  const bool of_org = finding.kind == Kind::StructureGap || finding.kind == Kind::StructureOverlap ||
                      finding.kind == Kind::CoverageGap || finding.kind == Kind::CoverageOverlap;
  const auto program = program_for(finding);
  const auto run = replay(program, witness);
  if (!run) return false;
  if (finding.kind == Kind::SilentHandoff) return shows_move(finding, *run);
  const auto view = view_of(run->engine, witness);
  if (!view) return false;
  if (!of_org) return shows_owners(finding, *program, *view);

  const Org& org = program_.org();
  const bool of_structures = finding.kind == Kind::StructureGap || finding.kind == Kind::StructureOverlap;
  const std::size_t rows = of_structures ? rows_that_apply(org.structures, *view)
                                         : rows_that_apply(org.coverage[finding.role->index], *view);
  const bool gap = finding.kind == Kind::StructureGap || finding.kind == Kind::CoverageGap;
  return gap ? rows == 0 : rows > 1;
}

}  // namespace baton::dsl
