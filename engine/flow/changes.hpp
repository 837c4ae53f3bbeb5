// Who owned what before a step, who owns it after: the `changes` of a decision.
#pragma once

#include "engine/flow/step.hpp"

namespace baton {

struct OwnedLeaf {
  RecordIndex record;
  LeafId leaf;
  Holder holder;
};
// Every active leaf, in the order in which changes are listed: the account's, then the records', as declared.
using Picture = std::vector<OwnedLeaf>;

Picture picture_of(const Step& step);
void write_changes(Step& step, const Picture& before);

}  // namespace baton
