// `baton init`: a new project with a structure of the library, tests that hold for it, and what checks it in CI.
//
// Nothing is ever written over: the folder must be empty or not there, and each file is made anew or not at all.
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "apps/baton/cli.hpp"
#include "apps/baton/new_project.hpp"

namespace baton::app {
namespace {

namespace fs = std::filesystem;

struct InitOptions {
  std::string folder;
  std::string structure = "ae_am";
};

std::vector<std::string> structure_names() {
  std::vector<std::string> names;
  for (const ShippedStructure& structure : shipped_structures()) names.push_back(structure.name);
  return names;
}

std::string structure_list() {
  std::string text = "Structures:\n";
  for (const ShippedStructure& structure : shipped_structures()) {
    text += fmt::format("  {:<24}{}\n", structure.name, structure.title);
  }
  return text;
}

// A name for the org, from the folder's: "acme_2" for "Acme 2"; "acme" where that gives none.
std::string org_name(const fs::path& folder) {
  std::string name;
  const fs::path whole = fs::absolute(folder).lexically_normal();
  for (const char c : (whole.has_filename() ? whole : whole.parent_path()).filename().string()) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    if (letter) name += static_cast<char>(c | 0x20);
    if (digit && !name.empty()) name += c;
    if (!letter && !digit && !name.empty() && name.back() != '_') name += '_';
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  return name.empty() ? "acme" : name;
}

// Stops where something is in the way. A repository without files is not: `.git` may be there.
void need_empty(const fs::path& folder) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(folder, error);
  if (status.type() == fs::file_type::not_found) return;
  if (!fs::is_directory(folder, error)) {
    throw Stop(wrong_usage, fmt::format("`{}` is there already, and is no folder", folder.string()));
  }
  std::vector<std::string> found;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (entry->path().filename() != ".git") found.push_back(entry->path().filename().string());
  }
  if (error) throw Stop(wrong_usage, fmt::format("`{}` cannot be read: {}", folder.string(), error.message()));
  if (found.empty()) return;
  std::sort(found.begin(), found.end());
  constexpr std::size_t most_named = 5;
  const std::size_t more = found.size() > most_named ? found.size() - most_named : 0;
  found.resize(found.size() - more);
  throw Stop(wrong_usage,
             fmt::format("`{}` is not empty: it has `{}`{}; a new project takes a folder of its own", folder.string(),
                         fmt::join(found, "`, `"), more > 0 ? fmt::format(" and {} more", more) : ""));
}

void write_new(const fs::path& path, const NewFile& file) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error) {
    throw Stop(wrong_usage, fmt::format("`{}` cannot be made: {}", path.parent_path().string(), error.message()));
  }
  std::FILE* stream = std::fopen(path.c_str(), "wx");
  bool well = stream != nullptr && std::fwrite(file.text.data(), 1, file.text.size(), stream) == file.text.size();
  well = stream != nullptr && std::fclose(stream) == 0 && well;
  if (!well) throw Stop(wrong_usage, fmt::format("`{}` cannot be written: {}", path.string(), std::strerror(errno)));
  if (file.executable) {
    fs::permissions(path, fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec, fs::perm_options::add,
                    error);
  }
}

// As a shell reads it.
std::string quoted(const std::string& text) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("/._-+").find(c) != std::string_view::npos;
  };
  if (!text.empty() && text.front() != '-' && std::all_of(text.begin(), text.end(), plain)) return text;
  std::string made = "'";
  for (const char c : text) made += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return made + "'";
}

int init(const InitOptions& options) {
  if (options.folder.empty()) throw Stop(wrong_usage, "the new project's folder has no name");
  const ShippedStructure* structure = find_structure(options.structure);
  if (structure == nullptr) {
    const auto near = dsl::did_you_mean(options.structure, structure_names());
    throw Stop(wrong_usage, fmt::format("the library has no structure `{}`{}; `baton init --help` lists them",
                                        options.structure, near ? fmt::format(", did you mean `{}`?", *near) : ""));
  }
  const fs::path folder = options.folder;
  need_empty(folder);
  const std::vector<NewFile> files = new_project(*structure, org_name(folder));
  fmt::print("A project with the structure `{}` ({}):\n", structure->name, structure->title);
  for (const NewFile& file : files) {
    write_new(folder / file.path, file);
    fmt::print("  {}\n", (folder / file.path).lexically_normal().string());
  }
  const std::string shown = quoted(options.folder);
  fmt::print("\nNext:\n  baton check {0}\n  baton test {0}\n  baton matrix {0}\n", shown);
  return all_well;
}

}  // namespace

void add_init(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("init", "A new project: a structure of the library, with tests and CI");
  auto options = std::make_shared<InitOptions>();
  command->add_option("DIR", options->folder)->required();
  add_value(command, "--structure", options->structure, "NAME", "who owns what: one of those below (default: ae_am)")
      ->check(offers(structure_names));
  set_page(command, {"baton init DIR [--structure NAME]",
                     {{"DIR", "the project's folder; it is made where it is not there, else it must be empty"}},
                     "Examples:\n"
                     "  baton init acme\n"
                     "  baton init acme --structure ae_csm_am && baton check acme && baton test acme",
                     structure_list});
  command->callback([options, &status] { status = init(*options); });
}

}  // namespace baton::app
