// Time zones of the system's tz database, compiled into tables that reach to 2100 (with the zone's rule beyond its
// table).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/time.hpp"

namespace baton::dsl {

// A zone by its name in the tz database ("Europe/Paris"); nullopt if there is none. Paths, the machine's own zone
// and zones that count leap seconds are refused.
std::optional<Zone> load_zone(const std::string& name);
// The names that a reader is most likely to have meant.
const std::vector<std::string>& well_known_zones();
// The one of them that `wrong` may mean: misspelt, or the city alone ("Berlin", "new york").
std::optional<std::string> nearest_zone(std::string_view wrong);

}  // namespace baton::dsl
