// What else two versions of a project differ in: paths of lifecycles, what fields begin with, what events carry, roles,
// coverage, teams. Compared by name and by wording.
#pragma once

#include <string>
#include <vector>

#include "engine/model/org.hpp"

namespace baton::host {

// One sentence each: "the path `customer -> churned on account.churned` is new".
std::vector<std::string> other_changes(const Policy& before, const Org& org_before, const Policy& after,
                                       const Org& org_after);

}  // namespace baton::host
