// The list of everything that is proved; each step adds its findings.
#include "engine/decide/analyse.hpp"

#include <algorithm>
#include <functional>

#include "engine/decide/analyse_example.hpp"
#include "engine/decide/witness.hpp"

namespace baton {

std::vector<Finding> analyse(const Program& program, const ProofBudget& budget, const Confirm& confirm) {
  Analyst analyst(program, budget, confirm);
  analyst.check_lifecycles();
  analyst.check_ownership();
  analyst.check_structure_rows();
  analyst.check_coverage();
  analyst.check_handoffs();
  analyst.check_moves();
  return analyst.take_findings();
}

Analyst::Analyst(const Program& program, const ProofBudget& budget, const Confirm& confirm)
    : program_(program),
      policy_(program.policy()),
      org_(program.org()),
      space_(program.parts().space),
      budget_(budget),
      confirm_(confirm),
      possible_(program, budget.walk) {
  for (std::size_t i = 0; i < policy_.structures.size(); ++i) {
    const bool chosen =
        std::ranges::any_of(org_.structures, [&](const StructureRow& row) { return row.use.index == i; });
    if (!policy_.structures[i].from_library || chosen) structures_.push_back(StructureId{i});
    alive_.emplace_back(policy_.structures[i].statements.size(), false);
  }
}

// A table, the budget for it, and where it may be asked.
struct Analyst::Question {
  Question(const Program& program, const Table& the_table, Feasibility& about, std::uint64_t steps)
      : table(the_table), feasible(about), budget{steps}, proof(program, table, feasible, budget) {}
  const Table& table;
  Feasibility& feasible;
  StepBudget budget;
  TableProof proof;
};

// ---- findings

bool Analyst::confirmed(Finding& finding, const Walk& walk, const Found& found) const {
  std::optional<Witness> witness = make_witness(policy_, org_, walk, found.moment);
  if (!witness) return false;
  finding.witness = std::move(*witness);
  finding.example = describe(program_, walk, found);
  return !confirm_ || confirm_(finding);
}

void Analyst::not_proved(Finding finding) {
  finding.kind = Finding::Kind::NotProved;
  finding.witness.reset();
  finding.example.clear();
  add(std::move(finding));
}

// Instances of a structure and those that extend it repeat its statements; what is wrong with them is said once.
bool Analyst::said_elsewhere(const Finding& finding) const {
  const auto written_alike = [](const Origin& a, const Origin& b) {
    return a.line != 0 && a.file == b.file && a.line == b.line && a.column == b.column;
  };
  const auto says = [&](const Finding& other, const Origin& place) {
    return std::ranges::any_of(other.places, [&](const Origin& there) { return written_alike(place, there); });
  };
  const auto leaf_of = [&](const Finding& other) {
    return finding.leaf ? std::ranges::find(other.leaves, *finding.leaf) != other.leaves.end() : !other.leaf;
  };
  return std::ranges::any_of(findings_, [&](const Finding& other) {
    return finding.kind == other.kind && finding.structure != other.structure && leaf_of(other) &&
           finding.role == other.role && finding.other_role == other.other_role && !finding.places.empty() &&
           std::ranges::all_of(finding.places, [&](const Origin& place) { return says(other, place); });
  });
}

// Have both the same cause? Then they differ in the leaf alone. One handoff mends a move, whatever statements bring it
// about; all else is due to the statements.
bool Analyst::same_cause(const Finding& a, const Finding& b) const {
  if (!a.leaf || !b.leaf || a.kind != b.kind || a.structure != b.structure || a.left_structure != b.left_structure ||
      a.role != b.role || a.other_role != b.other_role || a.handoff != b.handoff) {
    return false;
  }
  const Leaf &first = policy_.leaves[a.leaf->index], &second = policy_.leaves[b.leaf->index];
  if (first.per != second.per) return false;
  if (a.kind == Finding::Kind::SilentHandoff) return true;
  if (a.kind == Finding::Kind::CompetingHandoffs) return false;
  return a.statements == b.statements && first.metric == second.metric;
}

// Leaves for which the same is true for the same reason are one finding.
void Analyst::add(Finding finding) {
  if (finding.leaf && finding.leaves.empty()) finding.leaves = {*finding.leaf};
  if (said_elsewhere(finding)) return;
  const auto same = std::ranges::find_if(findings_, [&](const Finding& other) { return same_cause(finding, other); });
  if (same == findings_.end()) return findings_.push_back(std::move(finding));
  const auto append_new = [](auto& list, const auto& items, const auto& equal) {
    for (const auto& item : items) {
      if (std::ranges::none_of(list, [&](const auto& known) { return equal(known, item); })) list.push_back(item);
    }
  };
  append_new(same->leaves, finding.leaves, std::equal_to<>());
  if (finding.kind != Finding::Kind::SilentHandoff) return;
  append_new(same->places, finding.places,
             [](const Origin& a, const Origin& b) { return a.file == b.file && a.begin == b.begin; });
  same->statements.insert(same->statements.end(), finding.statements.begin(), finding.statements.end());
}

void Analyst::find_gap(Question& question, Finding finding, const std::vector<Box>& within) {
  TableProof::Verdict verdict = TableProof::Verdict::None;
  for (const Box& box : within) {
    const auto part = question.proof.find_gap(
        box, [&](const Found& found) { return confirmed(finding, question.feasible.walk(), found); });
    if (part != TableProof::Verdict::None) verdict = part;
    if (part == TableProof::Verdict::Found) break;
  }
  if (verdict == TableProof::Verdict::Found) add(std::move(finding));
  finding.unconfirmed = question.budget.left > 0;
  if (verdict == TableProof::Verdict::NotProved) not_proved(std::move(finding));
}

// `clash`: the finding to begin with if rows i and k must not meet. After `overlaps_told` the rest is not looked for:
// the policy has failed, and nobody mends more at a time.
void Analyst::find_overlaps(Question& question, const Clash& clash, const std::vector<Box>& within) {
  const auto pairs = meeting_rows(space_, question.table, question.budget);
  if (!pairs) return overlaps_not_proved(question, clash);
  std::size_t told = 0;
  for (const auto& [i, k] : *pairs) {
    std::optional<Finding> finding = clash(i, k);
    if (!finding) continue;
    if (told == overlaps_told) return;
    if (find_overlap(question, std::move(*finding), i, k, within)) ++told;
  }
}

bool Analyst::find_overlap(Question& question, Finding finding, std::size_t i, std::size_t k,
                           const std::vector<Box>& within) {
  const std::vector<TableRow>& rows = question.table.rows;
  TableProof::Verdict verdict = TableProof::Verdict::None;
  const auto accept = [&](const Found& found) { return confirmed(finding, question.feasible.walk(), found); };
  const bool done = visit_overlaps(rows[i].boxes, rows[k].boxes, question.budget, [&](const Box& common) {
    for (const Box& box : within) {
      const std::optional<Box> part = intersect(common, box);
      if (!part) continue;
      const TableProof::Verdict here = question.proof.search(*part, accept);
      if (here != TableProof::Verdict::None) verdict = here;
      if (here == TableProof::Verdict::Found) return Visit::Stop;
    }
    return Visit::Continue;
  });
  if (verdict == TableProof::Verdict::Found) {
    add(std::move(finding));
  } else if (!done || verdict == TableProof::Verdict::NotProved) {
    finding.unconfirmed = done && question.budget.left > 0;
    not_proved(std::move(finding));
  } else {
    return false;
  }
  return true;
}

// Too many rows to find out which of them meet: said once, at the first two that must not.
void Analyst::overlaps_not_proved(const Question& question, const Clash& clash) {
  for (std::size_t k = 1; k < question.table.rows.size(); ++k) {
    if (std::optional<Finding> finding = clash(0, k)) return not_proved(std::move(*finding));
  }
}

bool Analyst::applies(Question& question, const TableRow& row) {
  for (const Box& box : row.boxes) {
    const std::optional<Box> part = intersect(box, question.table.universe);
    if (!part) continue;
    if (question.proof.search(*part, [](const Found&) { return true; }) != TableProof::Verdict::None) return true;
  }
  return false;
}

// ---- lifecycles

void Analyst::check_lifecycle(const Lifecycle& lifecycle, std::optional<RecordTypeId> type) {
  const Walk* walk = possible_.walk({type, {}, {}, {}});
  if (walk == nullptr) return;
  StageSet reached;
  for (const Walk::Node& node : walk->nodes()) {
    const std::uint8_t stage = type ? node.situation.record_stage : node.situation.account_stage;
    if (stage != not_begun) reached.add(StageId{stage});
  }
  for (std::size_t i = 0; i < lifecycle.stages.size(); ++i) {
    if (reached.has(StageId{i})) continue;
    Finding finding;
    finding.kind = Finding::Kind::UnreachableStage;
    finding.lifecycle = type;
    finding.stage = StageId{i};
    finding.places = {lifecycle.stages[i].at};
    add(std::move(finding));
  }
}

void Analyst::check_lifecycles() {
  check_lifecycle(policy_.lifecycle, std::nullopt);
  for (std::size_t i = 0; i < policy_.records.size(); ++i) {
    check_lifecycle(policy_.records[i].lifecycle, RecordTypeId{i});
  }
}

// ---- ownership

void Analyst::check_ownership() {
  for (const StructureId structure : structures_) {
    for (std::size_t leaf = 0; leaf < policy_.leaves.size(); ++leaf) check_leaf(structure, LeafId{leaf});
    check_dead(structure);
  }
}

void Analyst::check_leaf(StructureId structure, LeafId leaf) {
  const Table& table = program_.parts().structures[structure.index].owners[leaf.index].table;
  const std::vector<Statement>& statements = policy_.structures[structure.index].statements;
  Finding about;
  about.structure = structure;
  about.leaf = leaf;
  for (const TableRow& row : table.rows) {
    about.statements.push_back(StatementId{row.number});
    about.places.push_back(statements[row.number].at);
  }
  if (about.places.empty()) about.places = {policy_.structures[structure.index].at, policy_.leaves[leaf.index].at};
  Feasibility* feasible = possible_.about(policy_.leaves[leaf.index].per, table.dimensions);
  if (feasible == nullptr || !table.within_budget) {
    for (const TableRow& row : table.rows) alive_[structure.index][row.number] = true;
    return not_proved(std::move(about));
  }
  Question question(program_, table, *feasible, budget_.steps);
  about.kind = Finding::Kind::Gap;
  find_gap(question, about, {table.universe});
  const auto clash = [&](std::size_t i, std::size_t k) -> std::optional<Finding> {
    const StatementId first{table.rows[i].number}, second{table.rows[k].number};
    if (statements[first.index].role == statements[second.index].role) return std::nullopt;
    Finding finding;
    finding.kind = Finding::Kind::Overlap;
    finding.structure = structure;
    finding.leaf = leaf;
    finding.role = statements[first.index].role;
    finding.other_role = statements[second.index].role;
    finding.statements = {first, second};
    finding.places = {statements[first.index].at, statements[second.index].at};
    return finding;
  };
  find_overlaps(question, clash, {table.universe});
  for (const TableRow& row : table.rows) {
    std::vector<bool>::reference alive = alive_[structure.index][row.number];
    if (!alive) alive = applies(question, row);
  }
}

// R9. A statement is alive if it holds for one of its leaves; owners have been looked at with their leaves.
void Analyst::check_dead(StructureId structure) {
  const Structure& the_structure = policy_.structures[structure.index];
  std::vector<bool>& alive = alive_[structure.index];
  const auto& supports = program_.parts().structures[structure.index].supports;
  for (std::size_t leaf = 0; leaf < supports.size(); ++leaf) {
    for (const SupportQuestion& support : supports[leaf]) {
      if (alive[support.statement.index]) continue;
      const Table& table = support.question.table;
      Feasibility* feasible = possible_.about(policy_.leaves[leaf].per, table.dimensions);
      if (feasible == nullptr || !table.within_budget) {
        alive[support.statement.index] = true;
        continue;
      }
      Question question(program_, table, *feasible, budget_.steps);
      alive[support.statement.index] = applies(question, table.rows.front());
    }
  }
  for (std::size_t i = 0; i < the_structure.statements.size(); ++i) {
    const Statement& statement = the_structure.statements[i];
    if (alive[i]) continue;
    Finding finding;
    finding.kind = Finding::Kind::DeadStatement;
    finding.structure = structure;
    finding.leaf = statement.leaves.front();
    finding.leaves = statement.leaves;
    finding.role = statement.role;
    finding.statements = {StatementId{i}};
    finding.places = {statement.at};
    add(std::move(finding));
  }
}

// ---- org.yaml

template <class Row>
void Analyst::check_dead_rows(Question& question, const std::vector<Row>& rows, const Finding& about) {
  for (const TableRow& row : question.table.rows) {
    if (applies(question, row)) continue;
    Finding finding = about;
    finding.kind = Finding::Kind::DeadRow;
    finding.rows = {row.number};
    finding.places = {rows[row.number].at};
    add(std::move(finding));
  }
}

void Analyst::check_structure_rows() {
  if (org_.structures.empty()) return;
  const Table& table = program_.parts().structure_rows.table;
  Finding about;
  for (const StructureRow& row : org_.structures) about.places.push_back(row.at);
  for (std::size_t i = 0; i < org_.structures.size(); ++i) about.rows.push_back(i);
  Feasibility* feasible = possible_.about(std::nullopt, table.dimensions);
  if (feasible == nullptr || !table.within_budget) return not_proved(std::move(about));
  Question question(program_, table, *feasible, budget_.steps);
  about.kind = Finding::Kind::StructureGap;
  find_gap(question, about, {table.universe});
  const auto clash = [&](std::size_t i, std::size_t k) -> std::optional<Finding> {
    Finding finding;
    finding.kind = Finding::Kind::StructureOverlap;
    finding.rows = {i, k};
    finding.places = {org_.structures[i].at, org_.structures[k].at};
    return finding;
  };
  find_overlaps(question, clash, {table.universe});
  check_dead_rows(question, org_.structures, Finding{});
}

namespace {

bool calls(const Escalation& escalation, RoleId role) {
  const auto is_role = [&](const Target& target) { return target.kind == Target::Kind::Role && target.role == role; };
  return std::ranges::find(escalation.notify, role) != escalation.notify.end() ||
         std::ranges::any_of(escalation.tiers,
                             [&](const Tier& tier) { return std::ranges::any_of(tier.targets, is_role); });
}

// Can a seat of the role be needed under the structure?
bool uses(const Structure& structure, RoleId role) {
  const auto owns = [&](const Statement& s) { return s.verb != Verb::Supports && s.role == role; };
  const auto hands = [&](const Handoff& h) {
    return h.from == role || h.to == role ||
           std::ranges::any_of(h.stays, [&](const Stay& stay) { return stay.role == role; });
  };
  const auto shares = [&](const Credit& c) {
    return std::ranges::any_of(c.shares, [&](const Credit::Share& share) { return share.role == role; });
  };
  return std::ranges::any_of(structure.statements, owns) || std::ranges::any_of(structure.handoffs, hands) ||
         std::ranges::any_of(structure.credits, shares) ||
         std::ranges::any_of(structure.escalations, [&](const Escalation& e) { return calls(e, role); }) ||
         std::ranges::any_of(structure.slas, [&](const Sla& sla) {
           return sla.owner.kind == Target::Kind::Role && sla.owner.role == role;
         });
}

}  // namespace

std::vector<Box> Analyst::needing(RoleId role) {
  std::vector<Box> boxes;
  for (const TableRow& row : program_.parts().structure_rows.table.rows) {
    const StructureRow& chosen = org_.structures[row.number];
    if (!uses(policy_.structures[chosen.use.index], role)) continue;
    for (const Box& box : row.boxes) {
      if (const auto part = intersect(box, program_.parts().structure_rows.table.universe)) boxes.push_back(*part);
    }
  }
  return boxes;
}

void Analyst::check_coverage() {
  for (std::size_t i = 0; i < program_.parts().coverage.size(); ++i) {
    const RoleId role{i};
    const Table& table = program_.parts().coverage[i].table;
    static const std::vector<CoverageRow> none;
    const std::vector<CoverageRow>& rows = i < org_.coverage.size() ? org_.coverage[i] : none;
    std::vector<Box> needed;
    for (const Box& box : needing(role)) {
      if (const auto part = intersect(box, table.universe)) needed.push_back(*part);
    }
    Finding about;
    about.role = role;
    for (const CoverageRow& row : rows) about.places.push_back(row.at);
    for (std::size_t row = 0; row < rows.size(); ++row) about.rows.push_back(row);
    if (about.places.empty()) about.places = {policy_.roles[i].at};
    std::vector<DimensionId> dimensions = table.dimensions;
    const auto& chosen_by = program_.parts().structure_rows.table.dimensions;
    dimensions.insert(dimensions.end(), chosen_by.begin(), chosen_by.end());
    Feasibility* feasible = possible_.about(std::nullopt, dimensions);
    if (feasible == nullptr || !table.within_budget) {
      if (!needed.empty()) not_proved(std::move(about));
      continue;
    }
    Question question(program_, table, *feasible, budget_.steps);
    about.kind = Finding::Kind::CoverageGap;
    find_gap(question, about, needed);
    const auto clash = [&](std::size_t a, std::size_t b) -> std::optional<Finding> {
      if (rows[a].team == rows[b].team) return std::nullopt;
      Finding finding;
      finding.kind = Finding::Kind::CoverageOverlap;
      finding.role = role;
      finding.rows = {a, b};
      finding.places = {rows[a].at, rows[b].at};
      return finding;
    };
    find_overlaps(question, clash, needed);
    Finding dead;
    dead.role = role;
    check_dead_rows(question, rows, dead);
  }
}

}  // namespace baton
