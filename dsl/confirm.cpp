#include "dsl/confirm.hpp"

#include <algorithm>

#include "engine/flow/replay_witness.hpp"

namespace baton::dsl {

namespace {

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

bool shows_move(const Finding& finding, const WitnessReplay& run) {
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

// Whoever is to give the leaf may have to get it first, by a handoff on the way.
bool moves_once_handed_over(Finding& finding, const std::shared_ptr<const Program>& program) {
  auto witness = finishing_handoffs(program, *finding.witness, *finding.leaf, Finish::OnTheWay);
  if (!witness) return false;
  const auto run = replay_completing(program, *witness);
  if (!run || !shows_move(finding, *run)) return false;
  finding.witness = std::move(*witness);
  return true;
}

}  // namespace

Replayer::Replayer(const Program& program) : program_(program), alone_(program) {}
Replayer::~Replayer() = default;

// A swap is org.yaml's choice between structures; every other finding holds within one, wherever org.yaml sends
// accounts.
std::shared_ptr<const Program> Replayer::program_for(const Finding& finding) {
  if (finding.left_structure) return {std::shared_ptr<const Program>(), &program_};  // not owned
  return alone_.program_for(finding.structure.value_or(StructureId{}));
}

bool Replayer::confirms(Finding& finding) {
  using Kind = Finding::Kind;
  Witness& witness = *finding.witness;
  const bool of_org = finding.kind == Kind::StructureGap || finding.kind == Kind::StructureOverlap ||
                      finding.kind == Kind::CoverageGap || finding.kind == Kind::CoverageOverlap;
  const auto program = program_for(finding);
  const auto run = replay_completing(program, witness);
  if (!run) return false;
  if (finding.kind == Kind::SilentHandoff) return shows_move(finding, *run) || moves_once_handed_over(finding, program);
  const auto view = witness_view(run->engine, witness);
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
