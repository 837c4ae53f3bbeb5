// Two versions of a policy in one, so that they can be compared: the later one's vocabulary, with both sets of
// structures.
//
// Names carry over: a field, event, role, stage or responsibility of one name and kind is the same thing in both. What
// only the earlier version has is added; what changed its kind is added under the name with ` (before)`. Accounts are
// those that the later version can describe: an old condition about a label that is gone is false.
#pragma once

#include <string>
#include <vector>

#include "engine/model/org.hpp"
#include "engine/model/policy.hpp"

namespace baton {

struct Joint {
  Policy policy;                            // the later version's structures keep their ids
  std::vector<StructureId> old_structures;  // by StructureId of the earlier version: its place in `policy`
  std::vector<LeafId> only_before, only_after;
  std::vector<Leaf> old_leaves;  // those of `policy`, active in the stages that the earlier version says
  // What differs in the vocabulary, one sentence each: "the label `micro` of `segment` is gone".
  std::vector<std::string> vocabulary;
  // The earlier organisation's rows, in the ids of `policy`.
  std::vector<StructureRow> old_rows;
  std::vector<std::vector<CoverageRow>>
      old_coverage;  // by RoleId of `policy`; the teams are the earlier organisation's
};

Joint join(const Policy& before, const Org& org_before, const Policy& after);

}  // namespace baton
