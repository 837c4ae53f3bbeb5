// A moment in the words of a policy, for the "for example" line of a diagnostic.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/decide/analyse_tables.hpp"
#include "engine/decide/witness.hpp"

namespace baton {

using Example = std::vector<std::pair<std::string, std::string>>;

// What the box says of the account at hand, with the moment's values: {"arr", "9999.99"}, {"stage", "customer"},
// {"entering onboarding", "90 days after"}, {"contract.end", "150 days before"}. With `then`: as it is right behind it.
Example describe(const Program& program, const Walk& walk, const Found& found, const Continuation& then = {});
// Of one part of an example: "90 days after entering onboarding", "before the first deal.won"; empty: it is not about
// time.
std::string time_in_words(const std::string& name, const std::string& value);
// "arr = 9999.99", "renews unknown", "no deal is open".
std::string fact_in_words(const std::string& name, const std::string& value);

}  // namespace baton
