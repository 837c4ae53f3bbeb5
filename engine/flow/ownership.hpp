// Who owns each leaf: what section 4 says, and the moves between roles, which open handoffs or are at once (O2, O3).
#pragma once

#include "engine/flow/step.hpp"

namespace baton {

// The structure that org.yaml gives the account now; on another one its unknown handoffs end (O2).
void settle_structure(Step& step);
// Rules anew what hangs on what has changed (step.changed), and moves what is to move.
void settle_ownership(Step& step);
// Rules one scope anew because its time has come (S7).
void settle_ownership_of(Step& step, RecordIndex record);

// The handoff of the structure that covers the move, if it does not happen at once: the top level yields to the
// structure's own, then `everything` to what names the leaf (O3b).
std::optional<HandoffId> covering_handoff(const Structure& structure, LeafId leaf, RoleId from, RoleId to);

// Who holds the leaf now, for reports; nullopt where it is not active. Nobody: no role, no person.
std::optional<Holder> holder_of_leaf(const Step& step, RecordIndex record, LeafId leaf);
// Why: the handoff that holds it, else the statement.
Because reason_for(const Step& step, RecordIndex record, LeafId leaf);

const std::vector<LeafState>& leaf_states(const AccountState& account, RecordIndex record);
// The leaves of the account itself, or those per the record's type, that are active, in order of declaration.
std::vector<LeafId> active_leaves(const Step& step, RecordIndex record);

}  // namespace baton
