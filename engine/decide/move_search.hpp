// The search for one move of a leaf: from a box in which one statement rules to a box in which another does.
//
// One step at a time: an event with what it moves, a window that begins or ends, a change of the account's fields or of
// the record's. What is found is told as a history by who asks. A bounded search: beyond its budget, and where the walk
// has not all edges, a move may exist that was not found.
#pragma once

#include <functional>
#include <vector>

#include "engine/decide/analyse_tables.hpp"
#include "engine/decide/witness.hpp"

namespace baton {

class MoveSearch {
 public:
  // Tells the history: a moment in a box, and what happens right after it; true if it is confirmed.
  using Accept = std::function<bool(const Found&, const Continuation&)>;

  // Both boxes lie where `table` is asked. `accept` outlives the search.
  MoveSearch(const Space& space, const Org& org, const Table& table, Feasibility& feasible, std::uint64_t steps,
             const Accept& accept);

  bool find(const Boxes& from, const Boxes& to);
  bool within_budget() const { return budget_.left > 0; }

 private:
  using Case = Feasibility::Case;
  struct Edge {
    const Walk::Edge* edge;
    Case from, to;
  };

  bool has_moved(const Dimension& dimension, const WalkStep& step) const;
  template <class Shared>
  std::optional<Box> joined(const Box& from, const Box& to, const Shared& shared) const;
  bool by_step(const Box& from, const Box& to);
  std::optional<Instant> fires_at(const WalkStep& timer, const Moment& moment) const;
  bool by_time(const Box& from, const Box& to);
  std::optional<Instant> boundary(const Dimension& crossed, std::int64_t cut, const Moment& moment) const;
  bool by_fields_of(Scope scope, const Box& from, const Box& to);
  bool by_account(const Box& from, const Box& to) { return by_fields_of(Scope::Account, from, to); }
  bool by_record(const Box& from, const Box& to) { return by_fields_of(Scope::Record, from, to); }

  const Space& space_;
  const Org& org_;
  const Table& table_;
  Feasibility& feasible_;
  const Accept& accept_;
  std::vector<Edge> edges_;
  StepBudget budget_;
};

// The parts of the boxes that lie in the box.
Boxes within(const Boxes& boxes, const Box& box);

}  // namespace baton
