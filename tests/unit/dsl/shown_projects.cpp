#include "shown_projects.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

namespace baton::dsl::test {
namespace {

namespace fs = std::filesystem;

// The values of a YAML map, each with its key, by key: from a line that begins with a name up to the next.
std::map<std::string, std::string> entries_of(std::string_view yaml) {
  std::map<std::string, std::string> entries;
  std::string key;
  while (!yaml.empty()) {
    const std::string_view line = yaml.substr(0, std::min(yaml.find('\n'), yaml.size() - 1) + 1);
    yaml.remove_prefix(line.size());
    if (std::isalpha(static_cast<unsigned char>(line.front())) != 0) key = line.substr(0, line.find_first_of(":\n"));
    entries[key] += line;
  }
  return entries;
}

bool has_line_that_begins_with(const Files& files, const std::string& word) {
  return std::ranges::any_of(files, [&](const auto& file) {
    return is_policy(file.first) && ("\n" + file.second).contains("\n" + word + " ");
  });
}

// A folder that is gone with the test.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("baton-pages-" + std::to_string(std::random_device{}()));
  ~Folder() { fs::remove_all(path); }
};

}  // namespace

bool is_policy(const std::string& path) {
  return path.ends_with(".baton");
}

Files files_of(const std::vector<PageBlock>& blocks) {
  Files files;
  for (const PageBlock& block : blocks) {
    if (block.kind != PageBlock::Kind::File || block.language == "text") continue;  // text: only to be read
    const std::string usual = block.language == "baton" ? "policy.baton" : "org.yaml";
    files[block.path.empty() ? usual : block.path] += block.text;
  }
  return files;
}

Files completed(const Files& given, const Files& defaults) {
  Files files = given;
  for (const auto& [path, text] : defaults) {
    const bool replaced = is_policy(path) && has_line_that_begins_with(given, path.substr(0, path.find('.')));
    if (!replaced) files.emplace(path, text);
  }
  if (!given.contains("org.yaml")) return files;
  const std::string& org = given.at("org.yaml");
  const auto own = entries_of(org);
  std::string whole;
  for (const auto& [key, text] : entries_of(defaults.at("org.yaml"))) whole += own.contains(key) ? "" : text;
  files["org.yaml"] = whole + org;
  return files;
}

Project check_files(const Files& files) {
  const Folder folder;
  for (const auto& [path, text] : files) {
    fs::create_directories((folder.path / path).parent_path());
    std::ofstream(folder.path / path, std::ios::binary) << text;
  }
  return check(folder.path);
}

std::set<std::string> codes_of(const Project& project) {
  std::set<std::string> codes;
  for (const Diagnostic& diagnostic : project.emitter.all()) codes.insert(diagnostic.code);
  return codes;
}

std::string shown(const Project& project) {
  return render(project.emitter.all(), project.sources, Format::Human, false);
}

}  // namespace baton::dsl::test
