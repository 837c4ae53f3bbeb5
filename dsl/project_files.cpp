#include "dsl/project_files.hpp"

#include <algorithm>
#include <fstream>
#include <map>

#include <fmt/format.h>

#include "dsl/holidays.hpp"
#include "dsl/library.hpp"
#include "dsl/parse.hpp"
#include "dsl/yaml.hpp"

namespace baton::dsl {

namespace fs = std::filesystem;

namespace {

// The most that any reader of a project's files takes.
constexpr std::size_t max_file_bytes = std::max({max_source_bytes, max_yaml_bytes, max_holiday_bytes});

// Reads one project; its members are what the steps share.
class Reader {
 public:
  Reader(const fs::path& folder, Sources& sources, Emitter& emitter)
      : folder_(folder), sources_(sources), emitter_(emitter) {}

  ProjectFiles read();

 private:
  // A file being followed through its `use` lines.
  struct Module {
    std::string path;  // relative to the project, or "rules/NAME.baton"
    ast::File file;
    enum class Visit { New, Open, Done } visit = Visit::New;
  };

  void read_org();
  void read_policy(const fs::path& path);
  void follow_uses(std::size_t module);
  std::optional<std::size_t> target_of(const ast::UseDecl& use, std::size_t user);
  std::optional<std::size_t> library_module(const ast::UseDecl& use);
  std::optional<std::size_t> project_file(const ast::UseDecl& use, std::size_t user);
  std::size_t add_module(const std::string& path, std::string text);
  void unreadable(const std::string& path);

  fs::path folder_;
  Sources& sources_;
  Emitter& emitter_;
  ProjectFiles result_;
  std::vector<Module> modules_;
  std::map<std::string, std::size_t> by_path_;
};

// The library's modules are said to be in `rules/`: a project's own folder of that name is told apart.
std::string own_name(const fs::path& relative) {
  const std::string name = relative.lexically_normal().generic_string();
  return name.starts_with("rules/") ? "./" + name : name;
}

void report_unreadable(const std::string& path, Emitter& emitter) {
  emitter.error("B901", fmt::format("`{}` cannot be read", path)).help = "see that it exists and that you may read it";
}

void Reader::unreadable(const std::string& path) {
  report_unreadable(path, emitter_);
  result_.readable = false;
}

void Reader::read_org() {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(folder_ / "org.yaml", error))) {  // a link that leads nowhere is there
    emitter_.error("B902", "the project has no `org.yaml`").help =
        "a project is a folder with `org.yaml` (people, teams, calendars) and `.baton` files";
    return;
  }
  auto text = read_text_file(folder_ / "org.yaml");
  if (!text) return unreadable("org.yaml");
  result_.org = sources_.add({"org.yaml", std::move(*text)});
}

std::size_t Reader::add_module(const std::string& path, std::string text) {
  const std::uint32_t source = sources_.add({path, std::move(text)});
  modules_.push_back({path, parse(sources_, source, emitter_)});
  by_path_[path] = modules_.size() - 1;
  return modules_.size() - 1;
}

void Reader::read_policy(const fs::path& path) {
  const std::string name = own_name(path.lexically_relative(folder_));
  auto text = read_text_file(path);
  if (!text) return unreadable(name);
  add_module(name, std::move(*text));
}

std::optional<std::size_t> Reader::library_module(const ast::UseDecl& use) {
  const std::string path = "rules/" + use.target + ".baton";
  if (auto known = by_path_.find(path); known != by_path_.end()) return known->second;
  std::vector<std::string> names;
  for (const LibraryModule& module : library_modules()) {
    if (module.name == use.target) return add_module(path, std::string(module.text));
    names.emplace_back(module.name);
  }
  Diagnostic& diagnostic = emitter_.error("B290", use.span, fmt::format("the library has no module `{}`", use.target));
  if (auto near = did_you_mean(use.target, names)) {
    diagnostic.help = fmt::format("did you mean `{}`?", *near);
  } else {
    diagnostic.help =
        fmt::format("the library has {}; a file of the project is written in quotes", fmt::join(names, ", "));
  }
  return std::nullopt;
}

// A path is relative to the file that uses it, or else to the project.
std::optional<std::size_t> Reader::project_file(const ast::UseDecl& use, std::size_t user) {
  const fs::path beside = fs::path(modules_[user].path).parent_path() / use.target;
  for (const fs::path& candidate : {beside, fs::path(use.target)}) {
    const auto known = by_path_.find(own_name(candidate));
    if (known != by_path_.end()) return known->second;
  }
  std::vector<std::string> names;
  for (const auto& [path, module] : by_path_) names.push_back(path);
  Diagnostic& diagnostic = emitter_.error("B292", use.span, fmt::format("the project has no file `{}`", use.target));
  const auto near = did_you_mean(use.target, names);
  diagnostic.help = near ? fmt::format("did you mean `{}`?", *near)
                         : "paths are relative to this file or to the project's folder, and end in `.baton`";
  return std::nullopt;
}

std::optional<std::size_t> Reader::target_of(const ast::UseDecl& use, std::size_t user) {
  return use.library ? library_module(use) : project_file(use, user);
}

void Reader::follow_uses(std::size_t module) {
  modules_[module].visit = Module::Visit::Open;
  const std::vector<ast::UseDecl> uses = modules_[module].file.uses;
  for (const ast::UseDecl& use : uses) {
    const auto target = target_of(use, module);
    if (!target) continue;
    if (modules_[*target].visit == Module::Visit::Open) {
      emitter_.error("B291", use.span, fmt::format("`{}` is used in a circle", use.target)).help =
          "all files of a project are one policy: leave one of the `use` lines out";
    } else if (modules_[*target].visit == Module::Visit::New) {
      follow_uses(*target);
    }
  }
  modules_[module].visit = Module::Visit::Done;
}

ProjectFiles Reader::read() {
  std::error_code error;
  if (!fs::is_directory(folder_, error)) {
    emitter_.error("B901", fmt::format("`{}` is not a folder that can be read", folder_.string())).help =
        "give the folder that holds `org.yaml`";
    result_.readable = false;
    return std::move(result_);
  }
  read_org();
  const auto policies = list_policies(folder_, emitter_);
  if (!policies) result_.readable = false;
  if (!policies || policies->size() > max_project_files) return std::move(result_);
  for (const fs::path& path : *policies) read_policy(path);
  const std::size_t own = modules_.size();
  for (std::size_t i = 0; i < own; ++i) {
    if (modules_[i].visit == Module::Visit::New) follow_uses(i);
  }
  for (Module& module : modules_) result_.files.push_back(std::move(module.file));
  return std::move(result_);
}

}  // namespace

std::optional<std::vector<fs::path>> list_policies(const fs::path& folder, Emitter& emitter) {
  std::vector<fs::path> found;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    const bool hidden = entry->path().filename().string().starts_with('.');
    std::error_code ignored;
    if (entry->is_directory(ignored)) {
      const bool too_deep = static_cast<std::size_t>(entry.depth()) >= max_project_depth;
      if (too_deep && !hidden) {
        emitter.error("B903", fmt::format("the folder holds folders nested more than {} deep", max_project_depth))
            .help = "give the folder of one project";
      }
      if (hidden || too_deep) entry.disable_recursion_pending();
    } else if (!hidden && entry->path().extension() == ".baton") {
      found.push_back(entry->path());
    }
    if (found.size() > max_project_files) break;
  }
  if (found.size() > max_project_files) {
    emitter.error("B903", fmt::format("the folder holds more than {} `.baton` files", max_project_files)).help =
        "give the folder of one project";
  }
  if (error) {
    report_unreadable(folder.string(), emitter);
    return std::nullopt;
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::optional<std::string> read_text_file(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string text(max_file_bytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return std::nullopt;
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

ProjectFiles read_project_files(const fs::path& folder, Sources& sources, Emitter& emitter) {
  return Reader(folder, sources, emitter).read();
}

}  // namespace baton::dsl
