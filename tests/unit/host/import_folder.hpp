// Files and a mapping in a folder of their own, and what an import makes of them.
#pragma once

#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "engine/host/import.hpp"
#include "engine/host/import_check.hpp"

namespace baton::host::test {

inline std::optional<Zone> zone_named(const std::string& name) {
  if (name == "UTC") return Zone();
  if (name == "New York") return Zone("New York", {{never, -5 * 3'600'000}});
  return std::nullopt;
}

struct Imported {
  std::string events, rejects, summary, error;
  ImportCounts counts;
};

class Folder {
 public:
  Folder() { std::filesystem::create_directories(path_); }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  Folder& with(const std::string& name, const std::string& text) {
    std::ofstream(path_ / name) << text;
    return *this;
  }
  Imported import(const std::string& map_text, const std::vector<std::string>& files,
                  std::size_t lookup_bytes = max_lookup_bytes) const {
    Imported result;
    const auto map = parse_import_map(map_text, "map.yaml");
    const auto near = [](const std::string& wrong) {
      return wrong == "York" ? std::optional<std::string>("New York") : std::nullopt;
    };
    const auto sound = map ? check_settings(*map, "map.yaml", zone_named, near) : std::unexpected(map.error());
    if (!sound) {
      result.error = sound.error();
      return result;
    }
    ImportOptions options;
    for (const std::string& file : files) options.files.push_back((path_ / file).string());
    options.map_folder = path_.string();
    options.lookup_bytes = lookup_bytes;
    ImportSinks sinks;
    sinks.line = [&](std::string_view line) { result.events += line; };
    sinks.reject = [&](Reject&& reject) { result.rejects += std::to_string(reject.line) + ": " + reject.error + "\n"; };
    const auto counts = import_rows(*map, options, zone_named, sinks);
    if (!counts) {
      result.error = counts.error();
      while (result.error.find(path_.string() + "/") != std::string::npos) {
        result.error.erase(result.error.find(path_.string() + "/"), path_.string().size() + 1);
      }
    } else {
      result.counts = *counts;
      result.summary = summary(*counts);
    }
    return result;
  }

  std::string path(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_ =
      std::filesystem::temp_directory_path() / ("baton-import-" + std::to_string(std::random_device{}()));
};

}  // namespace baton::host::test
