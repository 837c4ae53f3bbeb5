// `baton init`: a new project with a structure of the library, tests that hold for it, and what checks it in CI.
//
// Nothing is ever written over: each file is made anew or not at all. A folder with other things in it, a README and
// `.git` most of all, is none the worse for a project.
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "apps/baton/cli.hpp"
#include "apps/baton/new_project.hpp"
#include "dsl/project_files.hpp"

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

// Stops where something is in the way. What only stands beside a project may be there already, and is left.
void need_room(const fs::path& folder, const std::vector<NewFile>& files) {
  std::error_code error;
  const auto is_there = [&](const fs::path& path) {
    return fs::symlink_status(path, error).type() != fs::file_type::not_found;
  };
  if (!is_there(folder)) return;
  if (!fs::is_directory(folder, error)) {
    throw Stop(wrong_usage, fmt::format("`{}` is there already, and is no folder", folder.string()));
  }
  for (const NewFile& file : files) {
    if (file.is_beside() || !is_there(folder / file.path)) continue;
    throw Stop(wrong_usage, fmt::format("`{}` is there already, and nothing is written over",
                                        (folder / file.path).lexically_normal().string()));
  }
  dsl::Emitter emitter;
  const auto policies = dsl::list_policies(folder, emitter);
  if (!policies) throw Stop(wrong_usage, fmt::format("`{}` cannot be read", folder.string()));
  if (policies->empty()) return;
  throw Stop(
      wrong_usage,
      fmt::format("`{}` would be part of the new project, as every `.baton` file in its folder is; a new project "
                  "takes a folder without one",
                  policies->front().lexically_normal().string()));
}

// The top of the git repository that the folder is, or will be, in; empty where there is none.
fs::path repository_of(const fs::path& folder) {
  std::error_code error;
  fs::path at = fs::weakly_canonical(fs::absolute(folder), error);
  if (error) return {};
  for (; at != at.root_path(); at = at.parent_path()) {
    if (fs::exists(at / ".git", error)) return at;
  }
  return {};
}

// From the top of its repository: "orgs/acme"; "." where it is the top, or there is no repository yet.
std::string folder_in(const fs::path& repository, const fs::path& folder) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(fs::absolute(folder), error);
  if (repository.empty() || error) return ".";
  const fs::path inside = (whole / "").lexically_relative(repository / "").parent_path();
  return inside.empty() ? "." : inside.generic_string();
}

// git and GitHub look at the top of a repository only.
void tell_what_to_move(const fs::path& repository, const std::string& inside, const fs::path& folder) {
  if (inside == ".") return;
  const fs::path workflows = repository / ".github" / "workflows";
  std::error_code ignored;
  const std::string name =
      fs::exists(workflows / "baton.yml", ignored) ? "baton-" + org_name(folder) + ".yml" : "baton.yml";
  const auto path = [](const fs::path& one) { return shell_quoted(one.lexically_normal().string()); };
  fmt::print(
      "\n`{}` is in the git repository `{}`, and GitHub and git look at its top only. To have the project checked:\n"
      "  mkdir -p {}\n"
      "  mv {} {}\n"
      "  git -C {} config core.hooksPath {}\n"
      "The workflow names the project's folder itself, and the hook finds it.\n",
      folder.string(), repository.string(), path(workflows), path(folder / ".github/workflows/baton.yml"),
      path(workflows / name), path(repository), shell_quoted(inside + "/.githooks"));
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

// What is there already is left: `need_room` has seen to it that the project does without it.
void write_all(const fs::path& folder, const std::vector<NewFile>& files) {
  std::string left;
  for (const NewFile& file : files) {
    const fs::path path = folder / file.path;
    const std::string line = fmt::format("  {}\n", path.lexically_normal().string());
    std::error_code ignored;
    if (fs::symlink_status(path, ignored).type() != fs::file_type::not_found) {
      left += line;
      continue;
    }
    write_new(path, file);
    fmt::print("{}", line);
  }
  if (!left.empty()) fmt::print("\nThere already, and left as it was:\n{}", left);
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
  const fs::path repository = repository_of(folder);
  const std::string inside = folder_in(repository, folder);
  const std::vector<NewFile> files = new_project(*structure, org_name(folder), inside);
  need_room(folder, files);
  fmt::print("A project with the structure `{}` ({}):\n", structure->name, structure->title);
  write_all(folder, files);
  tell_what_to_move(repository, inside, folder);
  fmt::print("\nNext:\n  baton check {0}\n  baton test {0}\n  baton matrix {0}\n", shell_quoted(options.folder));
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
                     {{"DIR", "the project's folder; it is made where it is not there"}},
                     "Examples:\n"
                     "  baton init acme\n"
                     "  baton init acme --structure ae_csm_am && baton check acme && baton test acme",
                     structure_list});
  command->callback([options, &status] { status = init(*options); });
}

}  // namespace baton::app
