// Silent handoffs: a leaf can pass from one role to another, and nothing says how (R8).
//
// One step at a time: an event with what it moves, a window that begins or ends, a change of the account's fields. Each
// step is looked for between the boxes of two statements; what is found is told as a history, and only a confirmed one
// is reported. Where the budget ran out before everything was looked at, that is a finding, too.
#include <algorithm>

#include "engine/decide/analyse.hpp"
#include "engine/decide/analyse_example.hpp"
#include "engine/decide/move_search.hpp"
#include "engine/decide/witness.hpp"

namespace baton {
namespace {

template <class T>
bool lists(const std::vector<T>& list, T item) {
  return std::ranges::find(list, item) != list.end();
}

// Does a handoff or a `moves at once` cover the move?
bool is_covered(const Structure& structure, LeafId leaf, RoleId from, RoleId to) {
  return std::ranges::any_of(structure.handoffs,
                             [&](const Handoff& h) { return h.from == from && h.to == to && lists(h.moves, leaf); }) ||
         std::ranges::any_of(structure.moves_at_once, [&](const MoveAtOnce& m) {
           return lists(m.from, from) && lists(m.to, to) && lists(m.moves, leaf);
         });
}

// Nobody opens a deal twice: a value that only the event which began the record could bring anew is no move to prepare
// for.
bool begins_twice(const Witness& witness, const Continuation& then) {
  const bool of_record = !then.values.empty() && then.values.front().field.scope == Scope::Record;
  if (!of_record || then.step != nullptr || witness.events.empty()) return false;
  const WitnessEvent& last = witness.events.back();
  const auto begun = std::ranges::find_if(witness.events, [&](const WitnessEvent& event) {
    return event.record == last.record && event.record_id == last.record_id;
  });
  return &*begun != &last && begun->type == last.type;
}

// The statements that rule before and after, and who hands over to whom: the giver whom the first names, or the one who
// still holds the leaf because a handoff to that role is open.
struct Pair {
  const TableRow *from, *to;
  RoleId giver, taker;
  std::optional<HandoffId> held_by = {};
};

std::vector<Pair> open_pairs(const Structure& structure, const Table& table, LeafId leaf) {
  std::vector<Pair> by_statements, while_held;
  for (const TableRow& from : table.rows) {
    for (const TableRow& to : table.rows) {
      const auto before = structure.statements[from.number].role, after = structure.statements[to.number].role;
      if (!before || !after || before == after) continue;
      if (!is_covered(structure, leaf, *before, *after)) by_statements.push_back({&from, &to, *before, *after});
      for (std::size_t i = 0; i < structure.handoffs.size(); ++i) {
        const Handoff& handoff = structure.handoffs[i];
        if (handoff.to != *before || handoff.from == *after || !lists(handoff.moves, leaf)) continue;
        if (is_covered(structure, leaf, handoff.from, *after)) continue;
        while_held.push_back({&from, &to, handoff.from, *after, HandoffId{i}});
      }
    }
  }
  by_statements.insert(by_statements.end(), while_held.begin(), while_held.end());
  return by_statements;
}

// `statements`: of the structure that is entered, and of the one that is left.
Finding swap(const Org& org, const TableRow& from, const TableRow& to, LeafId leaf,
             std::vector<StatementId> statements) {
  Finding finding;
  finding.kind = Finding::Kind::SilentHandoff;
  finding.structure = org.structures[to.number].use;
  finding.left_structure = org.structures[from.number].use;
  finding.leaf = leaf;
  finding.statements = std::move(statements);
  finding.rows = {to.number, from.number};
  finding.places = {org.structures[to.number].at, org.structures[from.number].at};
  return finding;
}

}  // namespace

void Analyst::check_moves() {
  for (const StructureId structure : structures_) {
    for (std::size_t leaf = 0; leaf < policy_.leaves.size(); ++leaf) check_moves_of(structure, LeafId{leaf});
  }
  const std::vector<TableRow>& rows = program_.parts().structure_rows.table.rows;
  for (const TableRow& from : rows) {
    for (const TableRow& to : rows) {
      if (org_.structures[from.number].use == org_.structures[to.number].use) continue;
      for (std::size_t leaf = 0; leaf < policy_.leaves.size(); ++leaf) check_swap(from, to, LeafId{leaf});
    }
  }
}

// O2, R8: the account or its records change, org.yaml chooses another structure, and the leaf has another owner there.
// It is the new structure that has to cover the move.
void Analyst::check_swap(const TableRow& from, const TableRow& to, LeafId leaf) {
  const StructureId left = org_.structures[from.number].use, entered = org_.structures[to.number].use;
  const Table& before = program_.parts().structures[left.index].owners[leaf.index].table;
  const Table& after = program_.parts().structures[entered.index].owners[leaf.index].table;
  std::vector<DimensionId> dimensions = before.dimensions;
  const auto& choice = program_.parts().structure_rows.table;
  dimensions.insert(dimensions.end(), after.dimensions.begin(), after.dimensions.end());
  dimensions.insert(dimensions.end(), choice.dimensions.begin(), choice.dimensions.end());
  if (!before.within_budget || !after.within_budget || !choice.within_budget) return;

  Feasibility* feasible = possible_.about(policy_.leaves[leaf.index].per, dimensions);
  Finding finding;
  const MoveSearch::Accept accept = [&](const Found& found, const Continuation& then) {
    return told(finding, *feasible, found, then);
  };
  std::optional<MoveSearch> search;
  if (feasible != nullptr) search.emplace(space_, org_, before, *feasible, budget_.move_steps, accept);
  for (const TableRow& a : before.rows) {
    for (const TableRow& b : after.rows) {
      const Statement& giving = policy_.structures[left.index].statements[a.number];
      const Statement& taking = policy_.structures[entered.index].statements[b.number];
      if (!giving.role || !taking.role || giving.role == taking.role) continue;
      if (is_covered(policy_.structures[entered.index], leaf, *giving.role, *taking.role)) continue;
      finding = swap(org_, from, to, leaf, {StatementId{b.number}, StatementId{a.number}});
      finding.role = giving.role;
      finding.other_role = taking.role;
      if (!search) return moves_left_out(std::move(finding));
      const auto part = [&](const TableRow& row, const TableRow& chosen) {
        return intersect(within(row.boxes, before.universe), within(chosen.boxes, choice.universe), max_table_boxes);
      };
      const auto from_boxes = part(a, from), to_boxes = part(b, to);
      if (from_boxes && to_boxes && search->find(*from_boxes, *to_boxes)) {
        add(finding);
      } else if (!from_boxes || !to_boxes || !search->within_budget()) {
        return moves_left_out(std::move(finding));
      }
    }
  }
}

// Said once of all leaves and roles for which it is true.
void Analyst::moves_left_out(Finding finding) {
  finding.kind = Finding::Kind::MovesLeftOut;
  finding.role.reset();
  finding.other_role.reset();
  finding.statements.clear();
  finding.witness.reset();
  finding.example.clear();
  add(std::move(finding));
}

// Tells the move as a history; true if that is confirmed.
bool Analyst::told(Finding& finding, const Feasibility& feasible, const Found& found, const Continuation& then) const {
  std::optional<Witness> witness = make_witness(policy_, org_, feasible.walk(), found.moment, then);
  if (!witness || begins_twice(*witness, then)) return false;
  finding.witness = std::move(*witness);
  Found seen = found;
  if (then.until) seen.moment.now = *then.until;
  finding.example = describe(program_, feasible.walk(), seen);
  return !confirm_ || confirm_(finding);
}

void Analyst::check_moves_of(StructureId structure, LeafId leaf) {
  const Structure& the_structure = policy_.structures[structure.index];
  const Table& table = program_.parts().structures[structure.index].owners[leaf.index].table;
  const std::vector<Pair> open = open_pairs(the_structure, table, leaf);
  if (open.empty() || !table.within_budget) return;
  Feasibility* feasible = possible_.about(policy_.leaves[leaf.index].per, table.dimensions);
  if (feasible == nullptr) return;

  Finding finding;
  const MoveSearch::Accept accept = [&](const Found& found, const Continuation& then) {
    return told(finding, *feasible, found, then);
  };
  MoveSearch search(space_, org_, table, *feasible, budget_.move_steps, accept);
  std::set<std::pair<RoleId, RoleId>> reported;
  for (const Pair& pair : open) {
    if (reported.contains({pair.giver, pair.taker})) continue;
    finding = {};
    finding.kind = Finding::Kind::SilentHandoff;
    finding.structure = structure;
    finding.leaf = leaf;
    finding.role = pair.giver;
    finding.other_role = pair.taker;
    finding.handoff = pair.held_by;
    finding.statements = {StatementId{pair.from->number}, StatementId{pair.to->number}};
    finding.places = {the_structure.statements[pair.to->number].at, the_structure.statements[pair.from->number].at};
    if (!search.find(within(pair.from->boxes, table.universe), within(pair.to->boxes, table.universe))) continue;
    reported.insert({pair.giver, pair.taker});
    add(finding);
  }
  if (search.within_budget() && feasible->walk().has_all_edges()) return;
  const auto unseen = std::ranges::find_if(open, [&](const Pair& pair) {
    return !reported.contains({pair.giver, pair.taker});
  });
  if (unseen == open.end()) return;
  finding = {};
  finding.structure = structure;
  finding.leaf = leaf;
  finding.places = {the_structure.statements[unseen->to->number].at};
  moves_left_out(std::move(finding));
}

}  // namespace baton
