// `baton import`: CRM exports to events, by a mapping (docs/import.md).
#include <fmt/format.h>

#include <filesystem>

#include "apps/baton/cli.hpp"
#include "dsl/zones.hpp"
#include "engine/host/import.hpp"
#include "engine/host/import_check.hpp"
#include "engine/host/input.hpp"
#include "engine/host/text.hpp"

namespace baton::app {
namespace {

struct ImportCommand {
  std::vector<std::string> files;
  std::string map;
  std::string output = "-";
  std::string rejects;
};

host::ImportMap read_map(const std::string& path) {
  const auto text = host::read_small_file(path, host::max_map_bytes);
  if (!text) throw Stop(wrong_usage, text.error());
  auto map = host::parse_import_map(*text, path);
  if (!map) throw Stop(wrong_usage, map.error());
  const auto nearest = [](const std::string& wrong) { return dsl::nearest_zone(wrong); };
  if (const auto sound = host::check_settings(*map, path, dsl::load_zone, nearest); !sound) {
    throw Stop(wrong_usage, sound.error());
  }
  return std::move(*map);
}

int import(const ImportCommand& command) {
  if (command.files.empty()) throw Stop(wrong_usage, "no CSV file is given");
  const host::ImportMap map = read_map(command.map);
  std::vector<std::string> read = command.files;
  read.push_back(command.map);
  keep_apart(read, {command.output, command.rejects});
  host::ImportOptions options;
  options.files = command.files;
  options.map_folder = std::filesystem::path(command.map).parent_path().string();
  options.nearest = [](const std::string& wrong, const std::vector<std::string>& names) {
    return dsl::did_you_mean(wrong, names);
  };
  host::ImportSinks sinks;
  // Nothing is written over before all that is read fits.
  std::optional<Rejects> rejects;
  std::unique_ptr<host::Output> output;
  sinks.begin = [&]() -> std::expected<void, std::string> {
    rejects.emplace(command.rejects);
    auto opened = host::open_output(command.output);
    if (!opened) return std::unexpected(opened.error());
    output = std::move(*opened);
    return {};
  };
  sinks.line = [&](std::string_view line) { output->write(line); };
  sinks.reject = [&](host::Reject&& reject) { rejects->take(reject); };
  const auto counts = host::import_rows(map, options, dsl::load_zone, sinks);
  if (!output) throw Stop(wrong_usage, counts.error());
  const auto closed = output->close();
  if (output->reader_gone()) return all_well;
  if (!closed) throw Stop(wrong_usage, closed.error());
  if (!counts) throw Stop(wrong_usage, counts.error());
  rejects->close();
  fmt::print(stderr, "{}\n", host::summary(*counts));
  for (const auto& [reason, count] : counts->reasons)
    fmt::print(stderr, "skipped {}: {}\n", count, host::visible(reason));
  return counts->rejected > 0 ? some_rejected : all_well;
}

}  // namespace

void add_import(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("import", "Turn CRM exports (CSV) into events");
  auto options = std::make_shared<ImportCommand>();
  command->add_option("FILE", options->files);
  add_value(command, "--map", options->map, "MAP", "the mapping, a YAML file: which rows become which events")
      ->required();
  add_value(command, "-o,--output", options->output, "FILE", "where events go (default: standard output)");
  add_value(command, "--rejects", options->rejects, "FILE",
            "where rows that cannot be used go, with the reason, as JSON Lines (default: the first ten are shown)");
  set_page(command, {"baton import --map MAP FILE... [options]",
                     {{"FILE", "CSV files, also .gz and .zst"}},
                     "Examples:\n"
                     "  baton import --map hubspot.yaml deals.csv tickets.csv -o events.jsonl\n"
                     "  baton import --map hubspot.yaml deals.csv | baton run acme -"});
  command->callback([options, &status] { status = import(*options); });
}

}  // namespace baton::app
