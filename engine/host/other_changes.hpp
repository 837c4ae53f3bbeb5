// What else two versions of a project differ in: paths of lifecycles, what fields begin with, what events carry, roles,
// teams. Compared by name and by wording.
#pragma once

#include <string>
#include <vector>

#include "engine/model/org.hpp"

namespace baton::host {

// One sentence each: "the path `customer -> churned on account.churned` is new".
std::vector<std::string> other_changes(const Policy& before, const Policy& after);
// "team `latam` gains lee and loses kim".
std::vector<std::string> team_changes(const Org& before, const Org& after);

}  // namespace baton::host
