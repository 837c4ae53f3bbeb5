// What of a structure the project answers for, and what the shipped library does.
#pragma once

#include "engine/model/policy.hpp"

namespace baton::dsl {

// Does it stand in a file of the project?
bool is_own(const Origin& at);
// So it does, or the project's structure is an instance of the library's that changes it: another role, another number.
bool is_own(const Policy& policy, const Structure& structure, const Statement& statement);
bool is_own(const Policy& policy, const Structure& structure, const Handoff& handoff);

}  // namespace baton::dsl
