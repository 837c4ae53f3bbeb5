// `baton import`: rows of a CRM export to events, every row accounted for.
//
// A row gives all of its events or none: with one bad value the row is rejected. Memory: the lookup tables.
#pragma once

#include "engine/host/import_map.hpp"
#include "engine/host/import_values.hpp"
#include "engine/host/output.hpp"
#include "engine/host/replay.hpp"

namespace baton::host {

struct ImportCounts {
  std::uint64_t read = 0, imported = 0, skipped = 0, rejected = 0, events = 0;
  std::vector<std::pair<std::string, std::uint64_t>> reasons;  // why rows were skipped, in order of first use
};
// "read 600 rows = imported 540 + skipped 50 + rejected 10, wrote 1200 events".
std::string summary(const ImportCounts& counts);

inline constexpr std::size_t max_lookup_bytes = std::size_t{1} << 30;  // of memory for one lookup table: 1 GiB

struct ImportOptions {
  std::vector<std::string> files;
  std::string map_folder;  // lookup files that are not among `files` are relative to it
  std::size_t lookup_bytes = max_lookup_bytes;
  // The one of these names that the author may have meant; none: nothing is suggested.
  std::function<std::optional<std::string>(const std::string&, const std::vector<std::string>&)> nearest{};
};
struct ImportSinks {
  // Called once, when every file is open and has the columns that the mapping names; an error ends the import.
  std::function<std::expected<void, std::string>()> begin;
  std::function<void(std::string_view)> line;  // one event
  std::function<void(Reject&&)> reject;
};

// The error is a file that cannot be read, or that the mapping does not fit.
std::expected<ImportCounts, std::string> import_rows(const ImportMap& map, const ImportOptions& options,
                                                     const ZoneLoader& load_zone, const ImportSinks& sinks);

}  // namespace baton::host
