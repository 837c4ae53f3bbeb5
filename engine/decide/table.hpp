// A Table answers "which row applies?" for one question: who owns a leaf of a structure, whether a helper supports it,
// which structure serves the account, which team fills a role's seats.
//
// Rows are statements or rows of org.yaml. Their boxes have the layers applied (R6): in a sound table at most one row
// holds at any point of the universe, and for owners, structures and coverage exactly one does.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "engine/decide/boxes.hpp"

namespace baton {

struct TableRow {
  std::uint32_t number = 0;  // StatementId, or the row's position in Org::structures or Org::coverage[role]
  Boxes boxes;               // disjoint; none: it never holds. Not cut down to the universe, but each meets it
};

struct Table {
  Box universe;                         // where the question is asked: the leaf's active stages, no field unknown
                                        // that cannot be. Reachability is not looked at.
  std::vector<TableRow> rows;           // in order of declaration
  std::vector<DimensionId> dimensions;  // those that some box of a row names, ascending
  // False: the rows have more boxes than `max_table_boxes` and are left empty; the question is answered by asking the
  // conditions, and cannot be proved (R5).
  bool within_budget = true;
};

inline constexpr std::size_t max_table_boxes = 50'000;

// Who owns `leaf`: one row for each statement about it that is no `supports`.
Table owner_table(const Space& space, const Policy& policy, const Structure& structure, LeafId leaf);
// Where one `supports` statement holds for `leaf`: one row.
Table support_table(const Space& space, const Policy& policy, const Structure& structure, LeafId leaf,
                    StatementId statement);
Table structure_table(const Space& space, const Org& org);
Table coverage_table(const Space& space, const Org& org, RoleId role);

// Positions of two rows, the smaller first.
using RowPair = std::pair<std::size_t, std::size_t>;
// Every two rows that have a point in common (somewhere: the universe is not looked at), ascending. nullopt: the budget
// ran out.
std::optional<std::vector<RowPair>> meeting_rows(const Space& space, const Table& table, StepBudget& budget);

// Is `enclosing` an ancestor of `layer` (not itself)?
bool encloses(const Structure& structure, std::uint32_t enclosing, std::uint32_t layer);

}  // namespace baton
