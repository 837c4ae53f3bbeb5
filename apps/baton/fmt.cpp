// `baton fmt`: the one canonical layout of .baton files.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <set>

#include "apps/baton/cli.hpp"
#include "dsl/format.hpp"
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

// Formats one file after the other and keeps what is to be said at the end.
class Formatter {
 public:
  explicit Formatter(const FmtOptions& options) : options_(options) {}

  void format_operand(const std::string& operand) {
    std::error_code ignored;
    if (operand == "-") {
      format_standard_input();
    } else if (fs::is_directory(operand, ignored)) {
      format_folder(operand);
    } else {
      format_file(operand);
    }
  }

  int finish() {
    emitter_.sort(sources_);
    const std::string shown = dsl::render(emitter_.all(), sources_, dsl::Format::Human, colours(STDERR_FILENO));
    std::fflush(stdout);
    std::fwrite(shown.data(), 1, shown.size(), stderr);
    if (!quiet_) fmt::print(stderr, "{}\n", last_line());
    return status_;
  }

 private:
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

  void format_folder(const std::string& folder) {
    const std::size_t errors = emitter_.error_count();
    const auto files = dsl::list_policies(folder, emitter_);
    if (emitter_.error_count() > errors) return worse(wrong_usage);
    if (files->empty()) {
      unreadable(fmt::format("`{}` holds no `.baton` files", folder), "give a file, or a folder that holds some");
    }
    for (const fs::path& file : *files) format_file(file.lexically_normal().string());
  }

  void format_file(const std::string& path) {
    std::error_code error;
    if (const fs::path place = fs::canonical(path, error); !error && !seen_paths_.insert(place).second) return;
    auto text = dsl::read_text_file(path);
    if (!text) return unreadable(fmt::format("`{}` cannot be read", path));
    const auto layout = format_text(path, std::move(*text));
    if (!layout || !layout->changes()) return;
    if (only_tells()) return tell(path, *layout);
    if (const auto written = host::replace_file(path, layout->after); !written) {
      emitter_.error("B901", written.error()).help = "see that you may write to it and to its folder";
      return worse(wrong_usage);
    }
    ++changed_;
    fmt::print("{}\n", host::visible(path));
  }

  void format_standard_input() {
    constexpr const char* name = "standard input";
    quiet_ = true;
    const auto layout = format_text(name, read_standard_input());
    if (!layout) return;
    if (!only_tells()) {
      std::fwrite(layout->after.data(), 1, layout->after.size(), stdout);
    } else if (layout->changes()) {
      tell(name, *layout);
    }
  }

  struct Layout {
    std::string_view before;  // a source's
    std::string after;
    bool changes() const { return before != after; }
  };

  // Nothing if the text has errors.
  std::optional<Layout> format_text(const std::string& name, std::string text) {
    ++seen_;
    const std::uint32_t source = sources_.add({name, std::move(text)});
    auto formatted = dsl::format(sources_, source, emitter_);
    if (!formatted) {
      ++broken_;
      worse(something_wrong);
      return std::nullopt;
    }
    return Layout{sources_[source].text, std::move(*formatted)};
  }

  void tell(const std::string& name, const Layout& layout) {
    ++changed_;
    worse(something_wrong);
    if (options_.diff) {
      fmt::print("{}", dsl::unified_diff(visible_lines(layout.before), visible_lines(layout.after), host::visible(name),
                                         colours(STDOUT_FILENO)));
    } else {
      fmt::print("{}\n", host::visible(name));
    }
  }

  const FmtOptions& options_;
  dsl::Sources sources_;
  dsl::Emitter emitter_;
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
  for (const std::string& operand : options.operands) formatter.format_operand(operand);
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
