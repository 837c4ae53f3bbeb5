// What of a mapping can be judged without a row: settings that name no column are the same for every row, so a wrong
// one is a mistake of the mapping, told once with its line, and no reject a row.
#pragma once

#include "engine/host/import_map.hpp"
#include "engine/host/import_values.hpp"

namespace baton::host {

// The zone that the author may have meant; nullopt: no idea.
using NearestZone = std::function<std::optional<std::string>(const std::string&)>;

// The error names the line: "map.yaml:2: `Berlin` is no time zone; did you mean `Europe/Berlin`?".
std::expected<void, std::string> check_settings(const ImportMap& map, const std::string& name,
                                                const ZoneLoader& load_zone, const NearestZone& nearest_zone);

}  // namespace baton::host
