// Time zones from the system's tz database, read by absl: unlike others it follows the rule in the footer of a
// zone's file, so that daylight saving does not end in 2037. Read once at start-up; the core sees tables only.
#include "dsl/zones.hpp"

#include <absl/time/time.h>

#include <algorithm>
#include <cctype>

#include "dsl/diagnostics.hpp"

namespace baton::dsl {
namespace {

constexpr std::size_t max_zone_name = 64;
// Every zone has had fewer than four changes a year; more would be a broken file.
constexpr std::size_t max_changes = 1'000;

bool is_segment(std::string_view segment) {
  const auto fits = [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-' || c == '+'; };
  return !segment.empty() && std::isalpha(static_cast<unsigned char>(segment.front())) &&
         std::ranges::all_of(segment, fits);
}

// `Region/City` and the few plain names. The loader would also take paths, the machine's own zone, and the
// database's twins that count leap seconds.
bool is_zone_name(std::string_view name) {
  static constexpr std::string_view refused[] = {"localtime", "posixrules", "Factory", "posix", "right"};
  if (name.empty() || name.size() > max_zone_name) return false;
  if (std::ranges::find(refused, name.substr(0, name.find('/'))) != std::end(refused)) return false;
  while (true) {
    const std::size_t slash = name.find('/');
    if (!is_segment(name.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    name.remove_prefix(slash + 1);
  }
}

std::int32_t offset_ms(const absl::TimeZone& zone, absl::Time at) {
  return zone.At(at).offset * 1'000;
}

// The instant of a jump of the clocks: of its two civil times the one that was skipped, or came twice, tells.
absl::Time instant_of(const absl::TimeZone& zone, const absl::TimeZone::CivilTransition& jump) {
  const auto from = zone.At(jump.from);
  return from.kind == absl::TimeZone::TimeInfo::SKIPPED ? from.trans : zone.At(jump.to).trans;
}

std::vector<Zone::Change> changes_of(const absl::TimeZone& zone) {
  const absl::Time end = absl::FromUnixMillis(end_of_time.ms);
  absl::Time at = absl::FromUnixMillis(beginning_of_time.ms);
  std::vector<Zone::Change> changes{{never, offset_ms(zone, at)}};
  absl::TimeZone::CivilTransition jump;
  while (changes.size() < max_changes && zone.NextTransition(at, &jump)) {
    const absl::Time next = instant_of(zone, jump);
    if (next <= at || next >= end) break;
    at = next;
    if (offset_ms(zone, at) != changes.back().offset_ms) {
      changes.push_back({Instant{absl::ToUnixMillis(at)}, offset_ms(zone, at)});
    }
  }
  return changes;
}

}  // namespace

std::optional<Zone> load_zone(const std::string& name) {
  absl::TimeZone zone;
  if (!is_zone_name(name) || !absl::LoadTimeZone(name, &zone)) return std::nullopt;
  return Zone(name, changes_of(zone));
}

std::optional<std::string> nearest_zone(std::string_view wrong) {
  const std::vector<std::string>& zones = well_known_zones();
  if (auto near = did_you_mean(wrong, zones)) return near;
  std::string asked(wrong.substr(wrong.rfind('/') == std::string_view::npos ? 0 : wrong.rfind('/') + 1));
  std::ranges::replace(asked, ' ', '_');
  std::vector<std::string> cities;
  for (const std::string& zone : zones) cities.push_back(zone.substr(zone.rfind('/') + 1));
  const auto city = did_you_mean(asked, cities);
  if (!city) return std::nullopt;
  return zones[static_cast<std::size_t>(std::ranges::find(cities, *city) - cities.begin())];
}

const std::vector<std::string>& well_known_zones() {
  static const std::vector<std::string> names = {
      "UTC",
      "Africa/Cairo",
      "Africa/Casablanca",
      "Africa/Johannesburg",
      "Africa/Lagos",
      "Africa/Nairobi",
      "America/Anchorage",
      "America/Argentina/Buenos_Aires",
      "America/Bogota",
      "America/Chicago",
      "America/Denver",
      "America/Halifax",
      "America/Lima",
      "America/Los_Angeles",
      "America/Mexico_City",
      "America/New_York",
      "America/Phoenix",
      "America/Santiago",
      "America/Sao_Paulo",
      "America/Toronto",
      "America/Vancouver",
      "Asia/Bangkok",
      "Asia/Dhaka",
      "Asia/Dubai",
      "Asia/Ho_Chi_Minh",
      "Asia/Hong_Kong",
      "Asia/Jakarta",
      "Asia/Jerusalem",
      "Asia/Karachi",
      "Asia/Kathmandu",
      "Asia/Kolkata",
      "Asia/Kuala_Lumpur",
      "Asia/Manila",
      "Asia/Riyadh",
      "Asia/Seoul",
      "Asia/Shanghai",
      "Asia/Singapore",
      "Asia/Taipei",
      "Asia/Tashkent",
      "Asia/Tokyo",
      "Atlantic/Reykjavik",
      "Australia/Adelaide",
      "Australia/Brisbane",
      "Australia/Melbourne",
      "Australia/Perth",
      "Australia/Sydney",
      "Europe/Amsterdam",
      "Europe/Athens",
      "Europe/Berlin",
      "Europe/Brussels",
      "Europe/Bucharest",
      "Europe/Copenhagen",
      "Europe/Dublin",
      "Europe/Helsinki",
      "Europe/Istanbul",
      "Europe/Kyiv",
      "Europe/Lisbon",
      "Europe/London",
      "Europe/Madrid",
      "Europe/Oslo",
      "Europe/Paris",
      "Europe/Prague",
      "Europe/Rome",
      "Europe/Stockholm",
      "Europe/Vienna",
      "Europe/Warsaw",
      "Europe/Zurich",
      "Pacific/Auckland",
      "Pacific/Honolulu",
  };
  return names;
}

}  // namespace baton::dsl
