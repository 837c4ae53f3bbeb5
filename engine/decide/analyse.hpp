// The parts of `analyse`, each for one kind of question, over what they share.
#pragma once

#include <set>
#include <vector>

#include "engine/decide/analyse_tables.hpp"
#include "engine/decide/witness.hpp"

namespace baton {

class Analyst {
 public:
  Analyst(const Program& program, const ProofBudget& budget, const Confirm& confirm);

  // Which structures are proved: the project's own, and those of the library that org.yaml names.
  const std::vector<StructureId>& structures() const { return structures_; }

  void check_lifecycles();      // UnreachableStage
  void check_ownership();       // Gap, Overlap, DeadStatement
  void check_structure_rows();  // StructureGap, StructureOverlap, DeadRow
  void check_coverage();        // CoverageGap, CoverageOverlap, DeadRow
  void check_handoffs();        // NeverReceived, CompetingHandoffs
  void check_moves();           // SilentHandoff, MovesLeftOut

  std::vector<Finding> take_findings() { return std::move(findings_); }

 private:
  static constexpr std::size_t overlaps_told = 50;  // of one table

  struct Question;  // one table being proved, and what a finding about it starts from

  void check_leaf(StructureId structure, LeafId leaf);
  void find_gap(Question& question, Finding finding, const std::vector<Box>& within);
  using Clash = std::function<std::optional<Finding>(std::size_t, std::size_t)>;
  void find_overlaps(Question& question, const Clash& clash, const std::vector<Box>& within);
  // Whether there is one, or it could not be found out.
  bool find_overlap(Question& question, Finding finding, std::size_t i, std::size_t k, const std::vector<Box>& within);
  void overlaps_not_proved(const Question& question, const Clash& clash);
  bool applies(Question& question, const TableRow& row);
  void check_dead(StructureId structure);
  void check_lifecycle(const Lifecycle& lifecycle, std::optional<RecordTypeId> type);
  std::vector<Box> needing(RoleId role);  // where org.yaml sends accounts to structures that use the role
  template <class Row>
  void check_dead_rows(Question& question, const std::vector<Row>& rows, const Finding& about);

  void check_never_received(StructureId structure, HandoffId handoff, std::set<std::string>& told);
  bool has_gap(StructureId structure, LeafId leaf) const;
  void check_competing(StructureId structure);
  void check_moves_of(StructureId structure, LeafId leaf);
  void check_swap(const TableRow& from, const TableRow& to, LeafId leaf);
  bool told(Finding& finding, const Feasibility& feasible, const Found& found, const Continuation& then) const;

  bool confirmed(Finding& finding, const Walk& walk, const Found& found) const;
  void not_proved(Finding finding);
  void moves_left_out(Finding finding);
  void add(Finding finding);
  bool said_elsewhere(const Finding& finding) const;
  bool same_cause(const Finding& a, const Finding& b) const;

  const Program& program_;
  const Policy& policy_;
  const Org& org_;
  const Space& space_;
  const ProofBudget& budget_;
  const Confirm& confirm_;
  Possible possible_;
  std::vector<StructureId> structures_;
  std::vector<std::vector<bool>> alive_;  // by structure, statement: holds for some leaf, or could not be decided
  std::vector<Finding> findings_;
};

}  // namespace baton
