// Silent handoffs: a leaf can pass from one role to another, and nothing says how (R8).
//
// One step at a time: an event with what it moves, a window that begins or ends, a change of the account's fields. Each
// step is looked for between the boxes of two statements; what is found is told as a history, and only a confirmed one
// is reported. It is a warning, so what is not found within the budget is not reported.
#include <algorithm>

#include "engine/decide/analyse.hpp"
#include "engine/decide/analyse_example.hpp"
#include "engine/decide/witness.hpp"

namespace baton {
namespace {

constexpr std::uint64_t move_steps = 500'000;

template <class T>
bool lists(const std::vector<T>& list, T item) {
  return std::ranges::find(list, item) != list.end();
}

// The search for one move: from a box in which one statement rules to a box in which another does.
class MoveSearch {
 public:
  // Tells the history; true if it is confirmed.
  using Accept = std::function<bool(const Found&, const Continuation&)>;

  MoveSearch(const Space& space, const Org& org, const Table& table, Feasibility& feasible, const Accept& accept)
      : space_(space), org_(org), table_(table), feasible_(feasible), accept_(accept) {
    for (const Walk::Edge& edge : feasible.walk().edges()) {
      const Case from = feasible.case_of(edge.from), to = feasible.case_of(edge.to);
      const bool begun = !feasible.walk().query().record || from.situation.record_stage != not_begun;
      if (begun && feasible.admits(from, table.universe) && feasible.admits(to, table.universe)) {
        edges_.push_back({&edge, from, to});
      }
    }
  }

  // By a change of account fields alone: what makes org.yaml choose another structure.
  bool find_by_fields(const Boxes& from, const Boxes& to) {
    return std::ranges::any_of(
        from, [&](const Box& a) { return std::ranges::any_of(to, [&](const Box& b) { return by_fields(a, b); }); });
  }

  bool find(const Boxes& from, const Boxes& to) {
    using Way = bool (MoveSearch::*)(const Box&, const Box&);
    for (const Way way : {&MoveSearch::by_event, &MoveSearch::by_time, &MoveSearch::by_fields}) {
      for (const Box& a : from) {
        for (const Box& b : to) {
          if ((this->*way)(a, b)) return true;
        }
      }
    }
    return false;
  }

 private:
  using Case = Feasibility::Case;
  struct Edge {
    const Walk::Edge* edge;
    Case from, to;
  };

  bool has_moved(const Dimension& dimension, const WalkStep& step) const {
    if (dimension.kind != Dimension::Kind::Elapsed) return false;
    return (step.moved >> *feasible_.walk().position_of(dimension.anchor) & 1) != 0;
  }
  bool of_stages(const Dimension& dimension) const {
    return dimension.kind == Dimension::Kind::AccountStage || dimension.kind == Dimension::Kind::RecordStage ||
           dimension.kind == Dimension::Kind::AnyRecord;
  }
  bool of_account_fields(const Dimension& dimension) const {
    if (dimension.field.scope != Scope::Account) return false;
    return dimension.kind == Dimension::Kind::Field ||
           (dimension.kind == Dimension::Kind::Pair && dimension.other.scope == Scope::Account);
  }

  // `from`, and where `shared` holds of a dimension `to` as well.
  template <class Shared>
  std::optional<Box> joined(const Box& from, const Box& to, const Shared& shared) const {
    Box result = from;
    for (const Box::Side& side : to.sides()) {
      if (shared(space_[side.dimension]) && !result.restrict(side.dimension, side.set)) return std::nullopt;
    }
    return result;
  }

  // Anchors that the event moves are `just now` after it; all else is as before.
  bool by_event(const Box& from, const Box& to) {
    for (const Edge& edge : edges_) {
      if (budget_.left == 0) return false;
      budget_.take();
      if (!feasible_.admits(edge.from, from) || !feasible_.admits(edge.to, to)) continue;
      const WalkStep& step = edge.edge->step;
      const bool just_now = std::ranges::all_of(to.sides(), [&](const Box::Side& side) {
        return !has_moved(space_[side.dimension], step) || side.set.has(1);
      });
      if (!just_now) continue;
      const auto box = joined(from, to, [&](const Dimension& d) { return !of_stages(d) && !has_moved(d, step); });
      if (!box) continue;
      const std::optional<Moment> moment = feasible_.find_for(*box, edge.from);
      if (moment && accept_({*box, *moment}, {&step, &edge.to.situation, {}, {}})) return true;
    }
    return false;
  }

  // Time crosses one boundary of one window. After an anchor the moment is placed right at the boundary; a date is
  // looked at before it, since who sets the date sets it then.
  bool by_time(const Box& from, const Box& to) {
    for (const DimensionId id : table_.dimensions) {
      const Dimension& crossed = space_[id];
      if (crossed.kind != Dimension::Kind::Elapsed && crossed.kind != Dimension::Kind::Distance) continue;
      const CoordSet before = from.at(id, space_), after = to.at(id, space_);
      std::optional<Box> box = joined(from, to, [&](const Dimension& d) { return &d != &crossed; });
      if (!box) continue;
      for (Coordinate c = 1; c + 1 < crossed.size; ++c) {
        if (!before.has(c) || !after.has(c + 1) || !budget_.take()) continue;
        const bool by_date = crossed.kind == Dimension::Kind::Distance;
        box->set(id, CoordSet::one(by_date ? c : c + 1));
        const std::optional<Moment> moment = feasible_.find(*box);
        if (!moment) continue;
        Continuation then;
        if (by_date) then.until = boundary(crossed, crossed.cuts[c - 1], *moment);
        if (accept_({*box, *moment}, then)) return true;
      }
    }
    return false;
  }

  // The moment that lies `cut` (in the dimension's smallest units) before the date.
  std::optional<Instant> boundary(const Dimension& distance, std::int64_t cut, const Moment& moment) const {
    const auto date = std::ranges::find(moment.values, distance.field, &Moment::Value::field);
    if (date == moment.values.end() || date->value == unknown) return std::nullopt;
    const Unit unit = distance.family == UnitFamily::Hours  ? Unit::Minute
                      : distance.family == UnitFamily::Days ? Unit::Day
                                                            : Unit::Month;
    return moment_before(org_, Day{static_cast<std::int32_t>(date->value)}, {cut, unit, false});
  }

  // Account fields may change at any time; all else is the same at the same moment.
  bool by_fields(const Box& from, const Box& to) {
    const auto same = [&](const Dimension& d) { return !of_account_fields(d); };
    const auto before = joined(from, to, same), after = joined(to, from, same);
    if (!before || !after || !budget_.take()) return false;
    const std::optional<Moment> moment = feasible_.find(*before);
    if (!moment) return false;
    const std::optional<Moment> then = feasible_.find_for(*after, feasible_.case_of(moment->node));
    if (!then || then->now != moment->now || then->anchors != moment->anchors) return false;
    Continuation change;
    for (const Moment::Value& value : then->values) {
      if (value.field.scope == Scope::Account) change.values.push_back(value);
    }
    return accept_({*before, *moment}, change);
  }

  const Space& space_;
  const Org& org_;
  const Table& table_;
  Feasibility& feasible_;
  const Accept& accept_;
  std::vector<Edge> edges_;
  StepBudget budget_{move_steps};
};

// Does a handoff or a `moves at once` cover the move?
bool is_covered(const Structure& structure, LeafId leaf, RoleId from, RoleId to) {
  return std::ranges::any_of(structure.handoffs,
                             [&](const Handoff& h) { return h.from == from && h.to == to && lists(h.moves, leaf); }) ||
         std::ranges::any_of(structure.moves_at_once, [&](const MoveAtOnce& m) {
           return lists(m.from, from) && lists(m.to, to) && lists(m.moves, leaf);
         });
}

Boxes within(const Boxes& boxes, const Box& universe) {
  Boxes result;
  for (const Box& box : boxes) {
    if (auto part = intersect(box, universe)) result.push_back(std::move(*part));
  }
  return result;
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

// O2, R8: the account's fields change, org.yaml chooses another structure, and the leaf has another owner there. It is
// the new structure that has to cover the move.
void Analyst::check_swap(const TableRow& from, const TableRow& to, LeafId leaf) {
  const StructureId left = org_.structures[from.number].use, entered = org_.structures[to.number].use;
  const Table& before = program_.parts().structures[left.index].owners[leaf.index].table;
  const Table& after = program_.parts().structures[entered.index].owners[leaf.index].table;
  std::vector<DimensionId> dimensions = before.dimensions;
  const auto& choice = program_.parts().structure_rows.table;
  dimensions.insert(dimensions.end(), after.dimensions.begin(), after.dimensions.end());
  dimensions.insert(dimensions.end(), choice.dimensions.begin(), choice.dimensions.end());
  if (!before.within_budget || !after.within_budget || !choice.within_budget) return;

  for (const TableRow& a : before.rows) {
    for (const TableRow& b : after.rows) {
      const Statement& giving = policy_.structures[left.index].statements[a.number];
      const Statement& taking = policy_.structures[entered.index].statements[b.number];
      if (!giving.role || !taking.role || giving.role == taking.role) continue;
      if (is_covered(policy_.structures[entered.index], leaf, *giving.role, *taking.role)) continue;
      Feasibility* feasible = possible_.about(policy_.leaves[leaf.index].per, dimensions);
      if (feasible == nullptr) return;
      Finding finding;
      finding.kind = Finding::Kind::SilentHandoff;
      finding.structure = entered;
      finding.left_structure = left;
      finding.leaf = leaf;
      finding.role = giving.role;
      finding.other_role = taking.role;
      finding.statements = {StatementId{b.number}, StatementId{a.number}};
      finding.rows = {to.number, from.number};
      finding.places = {org_.structures[to.number].at, org_.structures[from.number].at};
      const MoveSearch::Accept accept = [&](const Found& found, const Continuation& then) {
        return told(finding, *feasible, found, then);
      };
      MoveSearch search(space_, org_, before, *feasible, accept);
      const auto part = [&](const TableRow& row, const TableRow& chosen) {
        return intersect(within(row.boxes, before.universe), within(chosen.boxes, choice.universe), max_table_boxes);
      };
      const auto from_boxes = part(a, from), to_boxes = part(b, to);
      if (from_boxes && to_boxes && search.find_by_fields(*from_boxes, *to_boxes)) add(finding);
    }
  }
}

// Tells the move as a history; true if that is confirmed.
bool Analyst::told(Finding& finding, const Feasibility& feasible, const Found& found, const Continuation& then) const {
  std::optional<Witness> witness = make_witness(policy_, org_, feasible.walk(), found.moment, then);
  if (!witness) return false;
  finding.witness = std::move(*witness);
  Found seen = found;
  if (then.until) seen.moment.now = *then.until;
  finding.example = describe(program_, feasible.walk(), seen);
  return !confirm_ || confirm_(finding);
}

void Analyst::check_moves_of(StructureId structure, LeafId leaf) {
  const Structure& the_structure = policy_.structures[structure.index];
  const Table& table = program_.parts().structures[structure.index].owners[leaf.index].table;
  struct Pair {
    const TableRow *from, *to;
    RoleId giver, taker;
  };
  std::vector<Pair> open;
  for (const TableRow& from : table.rows) {
    for (const TableRow& to : table.rows) {
      const auto giver = the_structure.statements[from.number].role, taker = the_structure.statements[to.number].role;
      if (!giver || !taker || giver == taker || is_covered(the_structure, leaf, *giver, *taker)) continue;
      open.push_back({&from, &to, *giver, *taker});
    }
  }
  if (open.empty() || !table.within_budget) return;
  Feasibility* feasible = possible_.about(policy_.leaves[leaf.index].per, table.dimensions);
  if (feasible == nullptr) return;

  Finding finding;
  const MoveSearch::Accept accept = [&](const Found& found, const Continuation& then) {
    return told(finding, *feasible, found, then);
  };
  MoveSearch search(space_, org_, table, *feasible, accept);
  std::set<std::pair<RoleId, RoleId>> reported;
  for (const Pair& pair : open) {
    if (reported.contains({pair.giver, pair.taker})) continue;
    finding = {};
    finding.kind = Finding::Kind::SilentHandoff;
    finding.structure = structure;
    finding.leaf = leaf;
    finding.role = pair.giver;
    finding.other_role = pair.taker;
    finding.statements = {StatementId{pair.from->number}, StatementId{pair.to->number}};
    finding.places = {the_structure.statements[pair.to->number].at, the_structure.statements[pair.from->number].at};
    if (!search.find(within(pair.from->boxes, table.universe), within(pair.to->boxes, table.universe))) continue;
    reported.insert({pair.giver, pair.taker});
    add(finding);
  }
}

}  // namespace baton
