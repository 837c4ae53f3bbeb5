// `baton fmt`: the one canonical layout of .baton files.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>

#include "apps/baton/cli.hpp"
#include "dsl/format.hpp"
#include "dsl/format_references.hpp"
#include "dsl/parse.hpp"
#include "dsl/project_files.hpp"
#include "dsl/unified_diff.hpp"
#include "engine/host/replace_file.hpp"
#include "engine/host/text.hpp"

namespace baton::app {
namespace {

namespace fs = std::filesystem;

struct FmtOptions {
  std::vector<std::string> operands;
  bool check = false;
  bool diff = false;
};

// No more of it than shows that it is too large for a policy.
std::string read_standard_input() {
  std::string text(dsl::max_source_bytes + 1, '\0');
  std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::cin.gcount()));
  return text;
}

// As a terminal may show it, line by line.
std::string visible_lines(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const std::size_t length = text.find_first_of("\n\t");
    shown += host::visible(text.substr(0, length));
    if (length == std::string_view::npos) break;
    shown += text[length];
    text.remove_prefix(length + 1);
  }
  return shown;
}

// The folder of the project that a file belongs to: the nearest one with org.yaml; empty: none.
fs::path project_of(const fs::path& file) {
  std::error_code ignored;
  for (fs::path folder = file.parent_path();; folder = folder.parent_path()) {
    if (fs::exists(folder / "org.yaml", ignored)) return folder;
    if (folder == folder.parent_path()) return {};
  }
}

// Lays out all files, then writes or tells what changes, and keeps what is to be said at the end: a statement that
// moves to another line takes with it the expectations that name it by its line.
class Formatter {
 public:
  explicit Formatter(const FmtOptions& options) : options_(options) {}

  void add_operand(const std::string& operand) {
    std::error_code ignored;
    if (operand == "-") {
      add_standard_input();
    } else if (fs::is_directory(operand, ignored)) {
      add_folder(operand);
    } else {
      add_file(operand);
    }
  }

  int finish() {
    for (const auto& [folder, numbers] : by_project_) follow(folder, numbers);
    for (const Laid& file : files_) put(file);
    emitter_.sort(sources_);
    const std::string shown = dsl::render(emitter_.all(), sources_, dsl::Format::Human, colours(STDERR_FILENO));
    std::fflush(stdout);
    std::fwrite(shown.data(), 1, shown.size(), stderr);
    for (const std::string& warning : warnings_) fmt::print(stderr, "warning: {}\n", warning);
    if (!quiet_) fmt::print(stderr, "{}\n", last_line());
    return status_;
  }

 private:
  struct Laid {
    std::string name;
    fs::path place;  // empty: standard input
    std::string before, after;
    bool broken = false;

    bool changes() const { return before != after; }
  };

  bool only_tells() const { return options_.check || options_.diff; }
  void worse(int status) { status_ = std::max(status_, status); }
  void unreadable(const std::string& sentence, const char* help = "see that it exists and that you may read it") {
    emitter_.error("B901", sentence).help = help;
    worse(wrong_usage);
  }

  std::string last_line() const {
    std::string line = changed_ == 0 ? fmt::format("{}, nothing to change", host::counted(seen_, "file"))
                                     : fmt::format("{} of {} {}", changed_, host::counted(seen_, "file"),
                                                   only_tells() ? "would change" : "changed");
    if (broken_ > 0) line += fmt::format("; {} with errors left alone", broken_);
    return line;
  }

  // ---- laying out

  void add_folder(const std::string& folder) {
    const std::size_t errors = emitter_.error_count();
    const auto files = dsl::list_policies(folder, emitter_);
    if (emitter_.error_count() > errors) return worse(wrong_usage);
    if (files->empty()) {
      unreadable(fmt::format("`{}` holds no `.baton` files", folder), "give a file, or a folder that holds some");
    }
    for (const fs::path& file : *files) add_file(file.lexically_normal().string());
  }

  void add_file(const std::string& path) {
    std::error_code error;
    fs::path place = fs::canonical(path, error);
    if (error) place = path;
    if (!seen_paths_.insert(place).second) return;
    auto text = dsl::read_text_file(path);
    if (!text) return unreadable(fmt::format("`{}` cannot be read", path));
    by_project_[project_of(place)].push_back(files_.size());
    add_text(path, place, std::move(*text));
  }

  void add_standard_input() {
    quiet_ = true;
    by_project_[standard_input].push_back(files_.size());
    add_text(standard_input, {}, read_standard_input());
  }

  void add_text(const std::string& name, const fs::path& place, std::string text) {
    ++seen_;
    const std::uint32_t source = sources_.add({name, text});
    auto formatted = dsl::format(sources_, source, emitter_);
    Laid& file = files_.emplace_back(Laid{name, place, std::move(text), {}, !formatted});
    file.after = formatted ? std::move(*formatted) : file.before;
    if (!file.broken) return;
    ++broken_;
    worse(something_wrong);
  }

  // ---- references by line

  void follow(const fs::path& folder, const std::vector<std::size_t>& numbers) {
    if (std::ranges::none_of(numbers, [&](std::size_t number) { return files_[number].changes(); })) return;
    const bool in_project = folder.is_absolute();
    std::vector<dsl::LaidOutFile> together;
    for (const std::size_t number : numbers) {
      Laid& file = files_[number];
      const std::string path = in_project ? file.place.lexically_relative(folder).generic_string() : file.name;
      together.push_back({path, file.before, file.after, !file.broken});
    }
    if (in_project) add_others(folder, together);
    for (const dsl::LostReference& lost : dsl::follow_lines(together)) warn(folder, together[lost.file], lost);
    for (std::size_t i = 0; i < numbers.size(); ++i) files_[numbers[i]].after = std::move(together[i].after);
  }

  // The project's files that are not asked for stay as they are.
  void add_others(const fs::path& folder, std::vector<dsl::LaidOutFile>& together) const {
    dsl::Emitter ignored;
    const auto files = dsl::list_policies(folder, ignored);
    if (!files) return;
    for (const fs::path& file : *files) {
      std::error_code error;
      if (seen_paths_.contains(fs::canonical(file, error)) || error) continue;
      const auto text = dsl::read_text_file(file);
      if (text) together.push_back({file.lexically_relative(folder).generic_string(), *text, *text, false});
    }
  }

  void warn(const fs::path& folder, const dsl::LaidOutFile& file, const dsl::LostReference& lost) {
    std::error_code ignored;
    const std::string path =
        folder.is_absolute() ? fs::relative(folder / file.path, ignored).generic_string() : file.path;
    const std::string moved =
        lost.ambiguous ? fmt::format("can mean several statements; the first one stands on line {} now", lost.line)
                       : fmt::format("means a statement that {} on line {}: write the new line there",
                                     only_tells() ? "would stand" : "now stands", lost.line);
    warnings_.push_back(host::visible(fmt::format("{}:{}: `{}` {}", path, lost.at_line, lost.text, moved)));
  }

  // ---- what comes of it

  void put(const Laid& file) {
    if (file.broken) return;
    if (only_tells()) {
      if (file.changes()) tell(file);
    } else if (file.place.empty()) {
      std::fwrite(file.after.data(), 1, file.after.size(), stdout);
    } else if (file.changes()) {
      write(file);
    }
  }

  void write(const Laid& file) {
    if (const auto written = host::replace_file(file.name, file.after); !written) {
      emitter_.error("B901", written.error()).help = "see that you may write to it and to its folder";
      return worse(wrong_usage);
    }
    ++changed_;
    fmt::print("{}\n", host::visible(file.name));
  }

  void tell(const Laid& file) {
    ++changed_;
    worse(something_wrong);
    if (options_.diff) {
      fmt::print("{}", dsl::unified_diff(visible_lines(file.before), visible_lines(file.after),
                                         host::visible(file.name), colours(STDOUT_FILENO)));
    } else {
      fmt::print("{}\n", host::visible(file.name));
    }
  }

  static constexpr const char* standard_input = "standard input";

  const FmtOptions& options_;
  dsl::Sources sources_;
  dsl::Emitter emitter_;
  std::vector<Laid> files_;
  std::map<fs::path, std::vector<std::size_t>> by_project_;  // without a project: by an empty path
  std::vector<std::string> warnings_;
  std::set<fs::path> seen_paths_;
  std::size_t seen_ = 0, changed_ = 0, broken_ = 0;
  bool quiet_ = false;
  int status_ = all_well;
};

int format_all(const FmtOptions& options) {
  if (options.operands.empty()) {
    throw Stop(wrong_usage, "no files are given; `baton fmt .` lays out all policies of the current folder");
  }
  Formatter formatter(options);
  for (const std::string& operand : options.operands) formatter.add_operand(operand);
  return formatter.finish();
}

}  // namespace

void add_fmt(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("fmt", "Lay out policies in the one canonical way");
  auto options = std::make_shared<FmtOptions>();
  command->add_option("FILE", options->operands);
  command->add_flag("--check", options->check, "only name the files that would change; the exit status is 1 then");
  command->add_flag("--diff", options->diff, "only show what would change; the exit status is 1 then");
  set_page(command, {"baton fmt [options] FILE...",
                     {{"FILE",
                       "policies to lay out, or folders with them; `-` reads standard input and writes to standard "
                       "output"}},
                     "Examples:\n"
                     "  baton fmt acme\n"
                     "  baton fmt acme --check           for pull requests\n"
                     "  baton fmt acme/roles.baton --diff\n"
                     "  baton fmt - < acme/roles.baton   from an editor"});
  command->callback([options, &status] { status = format_all(*options); });
}

}  // namespace baton::app
