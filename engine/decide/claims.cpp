#include "engine/decide/claims.hpp"

#include <algorithm>

#include "engine/decide/held.hpp"
#include "engine/decide/move_search.hpp"

namespace baton {
namespace {

// A held leaf is looked for at a move, and after one change of the account's fields behind it.
constexpr std::size_t max_held_attempts = 200;

std::vector<DimensionId> dimensions_of(const Boxes& boxes) {
  std::vector<DimensionId> dimensions;
  for (const Box& box : boxes) {
    for (const Box::Side& side : box.sides()) dimensions.push_back(side.dimension);
  }
  return dimensions;
}

}  // namespace

Policy with_conditions(Policy policy, const std::vector<Condition>& conditions) {
  Structure only_conditions;
  only_conditions.from_library = true;  // not proved for itself
  only_conditions.layers.resize(1);
  for (const Condition& condition : conditions) {
    Statement statement;
    statement.verb = Verb::Supports;
    statement.role = RoleId{};
    statement.condition = condition;
    only_conditions.statements.push_back(std::move(statement));
  }
  policy.structures.push_back(std::move(only_conditions));
  return policy;
}

struct ClaimProver::Part {
  const OwnershipClaim& claim;
  StructureId structure;
  LeafId leaf;
  bool whole;  // all accounts, whatever org.yaml chooses
  const Table& table;
  Boxes domain;  // where the claim is made
};

ClaimProver::ClaimProver(const Program& program, const ProofBudget& budget)
    : program_(program), policy_(program.policy()), budget_(budget), possible_(program, budget.walk) {}

std::vector<ClaimFinding> ClaimProver::prove(const OwnershipClaim& claim, std::optional<StructureId> structure,
                                             const ConfirmClaim& confirm) {
  confirm_ = &confirm;
  findings_.clear();
  possible_anywhere_ = false;
  std::vector<StructureId> structures;
  if (structure) {
    structures = {*structure};
  } else {
    for (const StructureRow& row : program_.org().structures) {
      if (std::ranges::find(structures, row.use) == structures.end()) structures.push_back(row.use);
    }
  }
  for (const StructureId each : structures) {
    for (const LeafId leaf : claim.leaves) {
      const Table& table = program_.parts().structures[each.index].owners[leaf.index].table;
      const bool whole = structure.has_value();
      prove_part({claim, each, leaf, whole, table, domain(claim, each, whole, table.universe)});
    }
  }
  if (!possible_anywhere_ && findings_.empty() && !structures.empty() && !claim.leaves.empty()) {
    say_nothing_there(claim, structures, structure.has_value());
  }
  return std::move(findings_);
}

// No leaf is ever active where the claim is made. That nobody owns it there is true, unless nothing is there at all.
void ClaimProver::say_nothing_there(const OwnershipClaim& claim, const std::vector<StructureId>& structures,
                                    bool whole) {
  const bool possible = has_accounts(claim, structures, whole);
  if (possible && claim.kind == OwnershipClaim::Kind::Never) return;
  findings_.push_back({.kind = possible ? ClaimFinding::Kind::NotActive : ClaimFinding::Kind::Impossible,
                       .structure = structures.front(),
                       .leaf = claim.leaves.front(),
                       .witness = {},
                       .example = {}});
}

// Can there be accounts (and records) where the claim is made, whatever is active there?
bool ClaimProver::has_accounts(const OwnershipClaim& claim, const std::vector<StructureId>& structures, bool whole) {
  const auto& per = policy_.leaves[claim.leaves.front().index].per;
  for (const StructureId each : structures) {
    const Table& table = program_.parts().structures[each.index].owners[claim.leaves.front().index].table;
    Box everywhere = table.universe;
    everywhere.release(program_.parts().space.account_stage());
    if (per) everywhere.release(program_.parts().space.record_stage(*per));
    const Boxes here = domain(claim, each, whole, std::move(everywhere));
    Feasibility* feasible = possible_.about(per, dimensions_of(here));
    StepBudget budget{budget_.steps};
    const bool none =
        here.empty() || (feasible != nullptr &&
                         TableProof(program_, table, *feasible, budget).find_any(here) == TableProof::Verdict::None);
    if (!none) return true;
  }
  return false;
}

// Empty: nowhere, or too many boxes, which `prove_part` tells apart.
Boxes ClaimProver::domain(const OwnershipClaim& claim, StructureId structure, bool whole, Box stages) const {
  const Space& space = program_.parts().space;
  const auto restrict = [&](DimensionId id, const StageSet& set) {
    return stages.restrict(id, CoordSet::of(set, space[id].size));
  };
  if (!restrict(space.account_stage(), claim.account_stages)) return {};
  const auto& per = policy_.leaves[claim.leaves.front().index].per;
  if (per && !restrict(space.record_stage(*per), claim.record_stages)) return {};

  auto boxes = boxes_of(space, claim.when, max_table_boxes);
  if (!boxes) return {stages};  // over budget: `prove_part` answers from the larger domain, or not at all
  Boxes here = within(*boxes, stages);
  if (whole) return here;
  const Table& choice = program_.parts().structure_rows.table;
  Boxes chosen;
  for (const TableRow& row : choice.rows) {
    if (program_.org().structures[row.number].use != structure) continue;
    for (const Box& box : within(row.boxes, choice.universe)) chosen.push_back(box);
  }
  return intersect(here, chosen, max_table_boxes).value_or(here);
}

bool ClaimProver::is_broken_by(const OwnershipClaim& claim, std::optional<RoleId> owner) const {
  return (claim.kind == OwnershipClaim::Kind::Never) == (owner == claim.role);
}

void ClaimProver::prove_part(const Part& part) {
  if (part.domain.empty()) return;
  ClaimFinding finding;
  finding.structure = part.structure;
  finding.leaf = part.leaf;
  if (by_statements(part, finding)) return;
  for (const Handoff* handoff : running_in(part)) {
    if (is_broken_by(part.claim, handoff->from) && while_held(part, *handoff, finding)) return;
  }
}

// Statements that give the leaf to somebody whom the claim excludes, where it is made. True if there is a finding.
bool ClaimProver::by_statements(const Part& part, ClaimFinding& finding) {
  const Structure& structure = policy_.structures[part.structure.index];
  std::vector<DimensionId> dimensions = part.table.dimensions;
  const std::vector<DimensionId> of_domain = dimensions_of(part.domain);
  dimensions.insert(dimensions.end(), of_domain.begin(), of_domain.end());
  Feasibility* feasible = possible_.about(policy_.leaves[part.leaf.index].per, dimensions);
  const auto add = [&](ClaimFinding::Kind kind) {
    finding.kind = kind;
    if (kind != ClaimFinding::Kind::Broken) finding.witness.reset();
    findings_.push_back(finding);
    return true;
  };
  if (feasible == nullptr || !part.table.within_budget) return add(ClaimFinding::Kind::NotProved);

  StepBudget budget{budget_.steps};
  TableProof proof(program_, part.table, *feasible, budget);
  if (!possible_anywhere_ && proof.find_any(part.domain) != TableProof::Verdict::None) possible_anywhere_ = true;
  const auto accept = [&](const Found& found) {
    finding.witness = make_witness(policy_, program_.org(), feasible->walk(), found.moment);
    if (!finding.witness) return false;
    finding.example = describe(program_, feasible->walk(), found);
    return (*confirm_)(finding);
  };
  for (const TableRow& row : part.table.rows) {
    if (!is_broken_by(part.claim, structure.statements[row.number].role)) continue;
    const TableProof::Verdict verdict = proof.find_overlap(row.boxes, part.domain, accept);
    if (verdict == TableProof::Verdict::Found) return add(ClaimFinding::Kind::Broken);
    if (verdict == TableProof::Verdict::NotProved) return add(ClaimFinding::Kind::NotProved);
  }
  return false;
}

// Over budget: it may be anywhere.
Boxes ClaimProver::owned(StructureId structure, LeafId leaf, RoleId role) const {
  const Table& table = program_.parts().structures[structure.index].owners[leaf.index].table;
  if (!table.within_budget) return {table.universe};
  Boxes boxes;
  for (const TableRow& row : table.rows) {
    if (policy_.structures[structure.index].statements[row.number].role != role) continue;
    for (Box& box : within(row.boxes, table.universe)) boxes.push_back(std::move(box));
  }
  return boxes;
}

// The structures that can have served the account before, this one first.
std::vector<StructureId> ClaimProver::before(const Part& part) const {
  std::vector<StructureId> structures{part.structure};
  if (part.whole) return structures;
  for (const StructureRow& row : program_.org().structures) {
    if (std::ranges::find(structures, row.use) == structures.end()) structures.push_back(row.use);
  }
  return structures;
}

// Where the role owns the leaf by a statement, in each of these.
std::vector<Boxes> ClaimProver::owned_before(const Part& part, RoleId role) const {
  std::vector<Boxes> all;
  for (const StructureId each : before(part)) {
    Boxes boxes = owned(each, part.leaf, role);
    if (!boxes.empty()) all.push_back(std::move(boxes));
  }
  return all;
}

// The handoffs of the leaf that can run here, one for each giver and receiver: each under the text of the structure in
// which it began, which goes on if there is one of that name here (O2).
std::vector<const Handoff*> ClaimProver::running_in(const Part& part) const {
  const std::vector<Handoff>& here = policy_.structures[part.structure.index].handoffs;
  std::vector<const Handoff*> running;
  for (const StructureId each : before(part)) {
    for (const Handoff& handoff : policy_.structures[each.index].handoffs) {
      const bool moves = std::ranges::find(handoff.moves, part.leaf) != handoff.moves.end();
      const bool goes_on = std::ranges::find(here, handoff.name, &Handoff::name) != here.end();
      const bool known = std::ranges::any_of(
          running, [&](const Handoff* other) { return other->from == handoff.from && other->to == handoff.to; });
      if (moves && goes_on && !known) running.push_back(&handoff);
    }
  }
  return running;
}

// Can the handoff be open, holding the leaf, where the claim is made? There its receiver would own the leaf by the
// statements (else the leaf leaves the handoff, O3), and somewhere before its giver did, and it was active ever since.
bool ClaimProver::while_held(const Part& part, const Handoff& handoff, ClaimFinding& finding) {
  const Boxes taking = owned(part.structure, part.leaf, handoff.to);
  const std::vector<Boxes> givers = owned_before(part, handoff.from);
  auto here = intersect(taking, part.domain, max_table_boxes);
  if (here) {
    Boxes giving;
    for (const Boxes& boxes : givers) giving.insert(giving.end(), boxes.begin(), boxes.end());
    here = where_held(program_.parts().space, policy_, part.leaf, giving, *here);
  }
  if (givers.empty() || (here && here->empty())) return false;

  bool refuted = here.has_value();
  if (here) {
    std::vector<DimensionId> dimensions = dimensions_of(*here);
    Feasibility* feasible = possible_.about(policy_.leaves[part.leaf.index].per, dimensions);
    StepBudget budget{budget_.steps};
    refuted = feasible != nullptr &&
              TableProof(program_, part.table, *feasible, budget).find_any(*here) == TableProof::Verdict::None;
  }
  if (refuted) return false;
  for (const Boxes& giving : givers) {
    if (here && find_held(part, giving, taking, *here, finding)) {
      finding.kind = ClaimFinding::Kind::Broken;
      findings_.push_back(finding);
      return true;
    }
  }
  finding.kind = ClaimFinding::Kind::NotProved;
  finding.witness.reset();
  findings_.push_back(finding);
  return true;
}

// First any history that leads to where the claim is made: it may have passed the move shortly before. Then a move that
// ends there; then any move, and a change of the account's fields behind it.
bool ClaimProver::find_held(const Part& part, const Boxes& giving, const Boxes& taking, const Boxes& here,
                            ClaimFinding& finding) {
  std::vector<DimensionId> dimensions = dimensions_of(giving);
  for (const Boxes* boxes : {&taking, &here}) {
    const std::vector<DimensionId> more = dimensions_of(*boxes);
    dimensions.insert(dimensions.end(), more.begin(), more.end());
  }
  Feasibility* feasible = possible_.about(policy_.leaves[part.leaf.index].per, dimensions);
  if (feasible == nullptr) return false;
  std::size_t attempts = 0;
  const auto told = [&](const Found& found, const Continuation& then) {
    finding.witness = make_witness(policy_, program_.org(), feasible->walk(), found.moment, then);
    if (!finding.witness) return false;
    finding.example = describe(program_, feasible->walk(), found, then);
    return true;
  };
  StepBudget budget{budget_.steps};
  TableProof proof(program_, part.table, *feasible, budget);
  const auto passed_the_move = [&](const Found& found) { return told(found, {}) && (*confirm_)(finding); };
  for (const Box& box : here) {
    if (proof.search(box, passed_the_move) == TableProof::Verdict::Found) return true;
  }
  const MoveSearch::Accept ends_here = [&](const Found& found, const Continuation& then) {
    return told(found, then) && (*confirm_)(finding);
  };
  MoveSearch direct(program_.parts().space, program_.org(), part.table, *feasible, budget_.move_steps, ends_here);
  if (direct.find(giving, here)) return true;

  std::vector<Moment> targets;
  for (const Box& box : here) {
    if (auto moment = feasible->find(box)) targets.push_back(std::move(*moment));
  }
  const MoveSearch::Accept goes_on = [&](const Found& found, const Continuation& then) {
    if (!told(found, then)) return false;
    const Witness moved = *finding.witness;
    for (const Moment& target : targets) {
      if (++attempts > max_held_attempts) return true;  // enough; not confirmed
      WitnessEvent update{
          Instant{moved.at.ms + 60'000}, policy_.event_of(EventKind::AccountUpdated), std::nullopt, {}, {}, {}};
      for (const Moment::Value& value : target.values) {
        if (value.field.scope == Scope::Account) update.values.push_back({value.field, value.value});
      }
      finding.witness = moved;
      finding.witness->at = update.at;
      finding.witness->events.push_back(std::move(update));
      Continuation changed = then;
      changed.values = target.values;
      finding.example = describe(program_, feasible->walk(), found, changed);
      if ((*confirm_)(finding)) return true;
    }
    return false;
  };
  MoveSearch then_changed(program_.parts().space, program_.org(), part.table, *feasible, budget_.move_steps, goes_on);
  return then_changed.find(giving, taking) && attempts <= max_held_attempts;
}

}  // namespace baton
