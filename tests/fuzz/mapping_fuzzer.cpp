// Any text as a mapping of `baton import`: read, and its settings judged. What stands behind a line `===` is read as
// CSV by the mapping's delimiter.
#include "dsl/zones.hpp"
#include "engine/host/csv.hpp"
#include "engine/host/import_check.hpp"

namespace {

void read_rows(std::string text, char delimiter) {
  baton::host::CsvReader rows(baton::host::source_of(std::move(text)), delimiter);
  baton::host::CsvRow row;
  for (auto more = rows.next(row); more && *more; more = rows.next(row)) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  constexpr std::string_view border = "\n===\n";
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  const std::size_t end = std::min(text.find(border), size);
  const auto map = baton::host::parse_import_map(text.substr(0, end), "map.yaml");
  const auto nearest = [](const std::string& wrong) { return baton::dsl::nearest_zone(wrong); };
  if (map) (void)baton::host::check_settings(*map, "map.yaml", baton::dsl::load_zone, nearest);
  if (end < size) read_rows(text.substr(end + border.size()), map ? map->delimiter : ',');
  return 0;
}
