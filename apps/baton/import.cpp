// `baton import`: CRM exports to events, by a mapping (docs/import.md).
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "apps/baton/cli.hpp"
#include "dsl/zones.hpp"
#include "engine/host/import.hpp"

namespace baton::app {
namespace {

struct ImportCommand {
  std::vector<std::string> files;
  std::string map;
  std::string output = "-";
  std::string rejects;
};

host::ImportMap read_map(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!(file && text << file.rdbuf())) throw Stop(wrong_usage, fmt::format("`{}` cannot be read", path));
  auto map = host::parse_import_map(text.str(), path);
  if (!map) throw Stop(wrong_usage, map.error());
  return std::move(*map);
}

int import(const ImportCommand& command) {
  const host::ImportMap map = read_map(command.map);
  std::vector<std::string> read = command.files;
  read.push_back(command.map);
  keep_apart(read, {command.output, command.rejects});
  Rejects rejects(command.rejects);
  auto output = host::open_output(command.output);
  if (!output) throw Stop(wrong_usage, output.error());
  host::ImportOptions options;
  options.files = command.files;
  options.map_folder = std::filesystem::path(command.map).parent_path().string();
  host::ImportSinks sinks;
  sinks.line = [&](std::string_view line) { (*output)->write(line); };
  sinks.reject = [&](host::Reject&& reject) { rejects.take(reject); };
  const auto counts = host::import_rows(map, options, dsl::load_zone, sinks);
  const auto closed = (*output)->close();
  if ((*output)->reader_gone()) return all_well;
  if (!closed) throw Stop(wrong_usage, closed.error());
  if (!counts) throw Stop(wrong_usage, counts.error());
  rejects.close();
  fmt::print(stderr, "{}\n", host::summary(*counts));
  for (const auto& [reason, count] : counts->reasons) fmt::print(stderr, "skipped {}: {}\n", count, reason);
  return counts->rejected > 0 ? some_rejected : all_well;
}

}  // namespace

void add_import(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("import", "Turn CRM exports (CSV) into events");
  auto options = std::make_shared<ImportCommand>();
  command->add_option("FILE", options->files, "CSV files, also .gz and .zst")->required();
  command->add_option("--map", options->map, "the mapping, a YAML file: which rows become which events")
      ->type_name("FILE")
      ->required();
  command->add_option("-o,--output", options->output, "where events go (default: standard output)")->type_name("FILE");
  command->add_option("--rejects", options->rejects, "where rows that cannot be used go, with the reason")
      ->type_name("FILE");
  command->footer(
      "Examples:\n"
      "  baton import --map hubspot.yaml deals.csv tickets.csv -o events.jsonl\n"
      "  baton import --map hubspot.yaml deals.csv | baton run acme -");
  command->callback([options, &status] { status = import(*options); });
}

}  // namespace baton::app
