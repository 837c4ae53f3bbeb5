// org.yaml and its calendars to the resolved Org.
#pragma once

#include <filesystem>
#include <functional>

#include "dsl/diagnostics.hpp"
#include "dsl/lower.hpp"
#include "engine/model/org.hpp"

namespace baton::dsl {

// What must be known before policies are lowered: the org's currency and time zone.
struct OrgBasics {
  LowerOptions options;
};
OrgBasics read_org_basics(const Sources& sources, std::uint32_t source, Emitter& emitter);
// Everything else, against the resolved policy. `read_file` reads a file of the project (holidays).
Org read_org(Sources& sources, std::uint32_t source, Policy& policy, const LowerOptions& options,
             const std::function<std::optional<std::string>(const std::string&)>& read_file, Emitter& emitter);
// Digits behind the point of an ISO 4217 currency; nullopt if it is none.
std::optional<int> currency_places(std::string_view code);

}  // namespace baton::dsl
