// Secondary owners: who stays beside the new owner after a handoff has finished or was cut over (O4).
#pragma once

#include "engine/flow/step.hpp"

namespace baton {

struct Secondary {
  RoleId role;
  std::optional<Instant> until;  // nullopt: no end in sight
  friend bool operator==(const Secondary&, const Secondary&) = default;
};

// Does the stay hold at `now`, as far as its own text goes?
bool holds_at(const Step& step, const Stay& stay, RecordIndex record, Instant now);
// Does the role of an ended handoff's stay sit beside an owner now: is one of the leaves that moved still owned?
bool names_secondary(const Step& step, const RunningHandoff& running, const Stay& stay);
// Those of one leaf at `now`, by the handoffs' order; never its owner.
std::vector<Secondary> secondaries(const Step& step, RecordIndex record, LeafId leaf, std::optional<RoleId> owner,
                                   Instant now);
// When the windows of a `stays` next begin or end after `now`.
Instant next_stay_boundary(const Step& step, RecordIndex record, Instant now);
// May the ended handoff still name someone, now or later?
bool may_name_secondaries(const Step& step, const RunningHandoff& running);

}  // namespace baton
