// `baton matrix`: who owns what in which stage of one structure, as a table for a terminal.
#pragma once

#include <string>

#include "engine/model/policy.hpp"

namespace baton::host {

// The roles that may own a leaf in an account stage: "AM"; "AE → AM" where a window decides, in the order in which
// time brings them; "AE / AM" where facts decide; "nobody"; empty where the leaf is not active.
std::string owning_roles(const Policy& policy, const Structure& structure, LeafId leaf, StageId stage);
std::string matrix_text(const Policy& policy, const Structure& structure, bool colour);

}  // namespace baton::host
