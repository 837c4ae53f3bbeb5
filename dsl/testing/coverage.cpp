#include "dsl/testing/coverage.hpp"

#include <algorithm>

#include "engine/decide/table.hpp"
#include "engine/flow/triggers.hpp"

namespace baton::dsl {

namespace {

void gather_atoms(const Condition& condition, std::vector<const Condition*>& atoms) {
  using Op = Condition::Op;
  switch (condition.op) {
    case Op::True:
    case Op::False:
      return;
    case Op::And:
    case Op::Or:
    case Op::Not:
      for (const Condition& child : condition.children) gather_atoms(child, atoms);
      return;
    case Op::Compare:
    case Op::In:
    case Op::Known:
    case Op::CompareFields:
    case Op::AnyRecordIs:
      atoms.push_back(&condition);
  }
}

// Do its stages and windows hold?
bool is_time_of(const Statement& statement, const View& view, const Zone& zone) {
  if (!statement.account_stages.has(view.account->stage)) return false;
  if (view.record != nullptr && !statement.record_stages.has(view.record->stage)) return false;
  return std::ranges::all_of(statement.windows, [&](const Window& window) { return holds(window, view, zone); });
}

const Lifecycle& lifecycle_of(const Policy& policy, const Leaf& leaf) {
  return leaf.per ? policy.records[leaf.per->index].lifecycle : policy.lifecycle;
}

using AtomHits = std::vector<std::array<StructureHits::Count, 2>>;

void look_at_atoms(const Condition& condition, const View& view, AtomHits& hits) {
  if (hits.empty()) return;
  const std::vector<const Condition*> atoms = atoms_of(condition);
  for (std::size_t k = 0; k < atoms.size(); ++k) hits[k][holds(*atoms[k], view) ? 1 : 0] = 1;
}

// Escalations and SLAs alike: those whose `when` the view is asked.
template <class Item, class IsAsked>
void look_at_whens(const std::vector<Item>& items, std::vector<AtomHits>& hits, const View& view,
                   const IsAsked& is_asked) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (is_asked(items[i])) look_at_atoms(items[i].when, view, hits[i]);
  }
}

// ---- adding up

void add_to(StructureHits::Count& sum, StructureHits::Count more) {
  sum += more;
}
template <class List>
void add_to(List& sum, const List& more) {
  for (std::size_t i = 0; i < sum.size(); ++i) add_to(sum[i], more[i]);
}
void add_to(StructureHits& sum, const StructureHits& more) {
  add_to(sum.statements, more.statements);
  add_to(sum.atoms, more.atoms);
  add_to(sum.escalation_atoms, more.escalation_atoms);
  add_to(sum.sla_atoms, more.sla_atoms);
  add_to(sum.handoffs, more.handoffs);
  add_to(sum.tiers, more.tiers);
  add_to(sum.slas, more.slas);
  add_to(sum.cells, more.cells);
}

}  // namespace

std::vector<const Condition*> atoms_of(const Condition& condition) {
  std::vector<const Condition*> atoms;
  gather_atoms(condition, atoms);
  return atoms;
}

StructureHits::StructureHits(const Policy& policy, const Structure& structure)
    : statements(structure.statements.size()),
      atoms(structure.statements.size()),
      handoffs(structure.handoffs.size()),
      slas(structure.slas.size()) {
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    atoms[i].resize(atoms_of(structure.statements[i].condition).size());
  }
  for (const Escalation& escalation : structure.escalations) {
    tiers.emplace_back(escalation.tiers.size());
    escalation_atoms.emplace_back(atoms_of(escalation.when).size());
  }
  for (const Sla& sla : structure.slas) sla_atoms.emplace_back(atoms_of(sla.when).size());
  for (const Leaf& leaf : policy.leaves) cells.emplace_back(lifecycle_of(policy, leaf).stages.size());
}

// ---- one test

StructureHits& CoverageProbe::of(StructureId structure) {
  StructureHits& hits = hits_[structure.index];
  if (hits.cells.empty()) hits = StructureHits(policy_, policy_.structures[structure.index]);
  return hits;
}

void CoverageProbe::look(const Program& program, const Engine& engine, const std::string& account, Instant now) {
  const World& world = engine.world();
  const auto found = world.by_id.find(account);
  if (found == world.by_id.end()) return;
  const AccountState& state = *world.accounts[found->second];
  look_at_part(program, state, nullptr, now);
  for (const RecordState& record : state.records) look_at_part(program, state, &record, now);
  look_at_running(state);
}

// The account itself, or one of its records.
void CoverageProbe::look_at_part(const Program& program, const AccountState& account, const RecordState* record,
                                 Instant now) {
  View view;
  view.account = &account.facts;
  view.now = now;
  if (record != nullptr) {
    view.record = &record->facts;
    view.record_type = record->type;
  }
  const StageId stage = record != nullptr ? record->facts.stage : account.facts.stage;
  const std::vector<LeafState>& leaves = record != nullptr ? record->leaves : account.leaves;
  StructureHits& hits = of(account.structure);
  look_at_begun_otherwise(view, account.structure);
  bool any = false;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    if (!program.is_active(LeafId{i}, view) || policy_.leaves[i].per.has_value() != (record != nullptr)) continue;
    any = true;
    hits.cells[i][stage.index] = 1;
    if (leaves[i].statement) hits.statements[leaves[i].statement->index] = 1;
    for (const StatementId support : leaves[i].supports) hits.statements[support.index] = 1;
  }
  if (any) look_at_conditions(program, leaves, view, account.structure);
}

// A statement is asked about a leaf unless one of an enclosing layer rules it (R6).
void CoverageProbe::look_at_conditions(const Program& program, const std::vector<LeafState>& leaves, const View& view,
                                       StructureId id) {
  const Structure& structure = policy_.structures[id.index];
  StructureHits& hits = of(id);
  const auto is_asked_about = [&](const Statement& statement, LeafId leaf) {
    if (leaf.index >= leaves.size() || !program.is_active(leaf, view)) return false;
    const auto& ruling = leaves[leaf.index].statement;
    return !ruling || !encloses(structure, structure.statements[ruling->index].layer, statement.layer);
  };
  for (std::size_t i = 0; i < structure.statements.size(); ++i) {
    const Statement& statement = structure.statements[i];
    if (hits.atoms[i].empty()) continue;
    const auto asked = [&](LeafId leaf) { return is_asked_about(statement, leaf); };
    if (!is_time_of(statement, view, program.org().zone) || std::ranges::none_of(statement.leaves, asked)) continue;
    look_at_atoms(statement.condition, view, hits.atoms[i]);
  }
}

// Dates, breaches and overdue handoffs begin escalations and SLAs without an event that says so.
void CoverageProbe::look_at_begun_otherwise(const View& view, StructureId id) {
  const Structure& structure = policy_.structures[id.index];
  StructureHits& hits = of(id);
  const auto is_asked = [&](const auto& item) {
    return item.on.empty() && (item.per ? view.record != nullptr && view.record_type == item.per : !view.record);
  };
  look_at_whens(structure.escalations, hits.escalation_atoms, view, is_asked);
  look_at_whens(structure.slas, hits.sla_atoms, view, is_asked);
}

void CoverageProbe::look_at_event(const Program& program, const Engine& engine, const Event& event) {
  const World& world = engine.world();
  const auto found = world.by_id.find(event.subject);
  if (found == world.by_id.end()) return;
  const AccountState& account = *world.accounts[found->second];
  const std::vector<Scalar> own = own_fields(program, event);
  View view;
  view.account = &account.facts;
  view.event_fields = &own;
  view.now = event.at;
  for (const RecordState& record : account.records) {
    if (record.type != event.record || record.id != event.record_id) continue;
    view.record = &record.facts;
    view.record_type = record.type;
  }
  const Structure& structure = policy_.structures[account.structure.index];
  StructureHits& hits = of(account.structure);
  const auto is_asked = [&](const auto& item) {
    return std::ranges::any_of(item.on, [&](const EventTrigger& trigger) {
      return event.type == trigger.event && holds(trigger.where, view);
    });
  };
  look_at_whens(structure.escalations, hits.escalation_atoms, view, is_asked);
  look_at_whens(structure.slas, hits.sla_atoms, view, is_asked);
}

// What runs may belong to a structure that has served the account before.
void CoverageProbe::look_at_running(const AccountState& account) {
  for (const RunningHandoff& running : account.handoffs) of(running.structure).handoffs[running.handoff.index] = 1;
  for (const RunningEscalation& running : account.escalations) {
    if (running.calls.empty()) continue;
    of(running.structure).tiers[running.escalation.index][running.tier - 1] = 1;
  }
  for (const RunningSla& running : account.slas) of(running.structure).slas[running.sla.index] = 1;
}

// ---- all tests

void Coverage::add(const Hits& hits) {
  const std::lock_guard lock(adding_);
  for (std::size_t i = 0; i < hits.size(); ++i) {
    if (hits[i].cells.empty()) continue;
    if (hits_[i].cells.empty()) {
      hits_[i] = hits[i];
    } else {
      add_to(hits_[i], hits[i]);
    }
  }
}

}  // namespace baton::dsl
