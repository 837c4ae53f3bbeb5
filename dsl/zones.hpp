// Time zones of the system's tz database, compiled into tables that reach to 2100 (with the zone's rule beyond its
// table).
#pragma once

#include <optional>
#include <string>

#include "engine/model/time.hpp"

namespace baton::dsl {

std::optional<Zone> load_zone(const std::string& name);

}  // namespace baton::dsl
