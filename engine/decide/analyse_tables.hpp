// The proof of one table: where no row applies, where rows that must not meet do, which rows never apply (R1-R6, R9).
//
// Geometry finds candidates, Feasibility says whether an account is in them. A refuted candidate is widened as far as
// it stays refuted and cut away from all that follows, so each reason for being impossible is looked for once.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>

#include "engine/decide/compile.hpp"
#include "engine/decide/feasible.hpp"
#include "engine/decide/findings.hpp"

namespace baton {

// Walks and feasibility, shared by all tables that ask about the same.
class Possible {
 public:
  explicit Possible(const Program& program, const WalkLimits& limits = {}) : program_(program), limits_(limits) {}

  // For boxes over `dimensions` and the stages; nullptr: over budget.
  Feasibility* about(std::optional<RecordTypeId> record, std::span<const DimensionId> dimensions);
  const Walk* walk(const WalkQuery& query);

 private:
  const Program& program_;
  WalkLimits limits_;
  std::map<WalkQuery, std::unique_ptr<Walk>> walks_;
  std::map<std::pair<std::optional<RecordTypeId>, std::vector<DimensionId>>, std::unique_ptr<Feasibility>> feasible_;
};

// A part of a box in which there are accounts, and one of them.
struct Found {
  Box box;
  Moment moment;
};

class TableProof {
 public:
  enum class Verdict { None, Found, NotProved };

  TableProof(const Program& program, const Table& table, Feasibility& feasible, StepBudget& budget)
      : space_(program.parts().space), table_(table), feasible_(feasible), budget_(budget) {}

  // Called with each candidate that has accounts; true: it is confirmed, no other is needed.
  using Accept = std::function<bool(const Found&)>;

  // An account in `within` for which no row applies.
  Verdict find_gap(const Box& within, const Accept& accept);
  // An account for which both rows apply.
  Verdict find_overlap(const Boxes& a, const Boxes& b, const Accept& accept);
  // Is there an account in one of the boxes?
  Verdict find_any(const Boxes& boxes);
  // Visits the parts of the box in which there are accounts, until `accept` returns true.
  Verdict search(const Box& box, const Accept& accept);

 private:
  const Space& space_;
  const Table& table_;
  Feasibility& feasible_;
  StepBudget& budget_;
  Boxes refuted_;
};

}  // namespace baton
