// What the subcommands share: exit statuses, the project argument, colours, times as an author writes them, progress.
#pragma once

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "apps/baton/usage.hpp"
#include "dsl/project.hpp"
#include "engine/host/output.hpp"
#include "engine/host/replay.hpp"

namespace baton::app {

enum ExitStatus { all_well = 0, something_wrong = 1, wrong_usage = 2, some_rejected = 3 };

// A sentence for standard error that ends the command; main turns it into an exit status.
struct Stop : std::runtime_error {
  ExitStatus status;
  Stop(ExitStatus why, const std::string& words) : std::runtime_error(words), status(why) {}
};

// Adds the subcommands to the program; each sets `status` when it runs.
void add_check(CLI::App& app, int& status);
void add_run(CLI::App& app, int& status);
void add_who(CLI::App& app, int& status);
void add_test(CLI::App& app, int& status);
void add_import(CLI::App& app, int& status);
void add_matrix(CLI::App& app, int& status);
void add_graph(CLI::App& app, int& status);
void add_diff(CLI::App& app, int& status);
void add_fmt(CLI::App& app, int& status);
void add_init(CLI::App& app, int& status);
void add_completions(CLI::App& app, int& status);
void add_manual(CLI::App& app, int& status);
void add_help(CLI::App& app, int& status);

// Takes the project folder off the front of the operands; the current folder where the first is none. Stops where that
// is no project either.
std::string take_project(std::vector<std::string>& operands);

// The proved program of a project. Its diagnostics go to standard error, and Stop ends the command, where the project
// is not readable or not sound.
dsl::Project open_project(const std::string& folder);

bool is_terminal(int descriptor);
bool colours(int descriptor);  // a terminal, and NO_COLOR is not set

// "2026-01-15", "2026-01-15T09:00", with `Z` or an offset; without one, in the zone.
Instant parse_time(const std::string& text, const Zone& zone);

// Stops where a file to be written is one of those that are read, or is named twice: it would be lost.
void keep_apart(const std::vector<std::string>& read, const std::vector<std::string>& written);

// A bar on standard error, only on a terminal and only after a second.
class Progress {
 public:
  Progress();
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void show(std::uint64_t lines, std::uint64_t events);
  void clear();  // before anything else is written to the terminal

 private:
  std::chrono::steady_clock::time_point begun_, shown_;
  bool terminal_;
  bool visible_ = false;
};

// Names the types of events that were ignored since the policy declares no such events: the likeliest cause is a
// misspelling. To standard error; `all`: also those that resemble no declared one.
void tell_undeclared(const host::UndeclaredTypes& undeclared, const Program& program, bool all);

// Where rejected lines go: a file (JSON), or the first ten to standard error, for people, and a count of the rest.
class Rejects {
 public:
  // `all_kept_by` names what keeps them all, for the count of the rest.
  explicit Rejects(const std::string& path, std::string all_kept_by = "--rejects FILE");
  void take(const host::Reject& reject);
  void close();
  std::uint64_t count() const { return count_; }

 private:
  std::unique_ptr<host::Output> file_;
  std::string all_kept_by_;
  std::uint64_t count_ = 0;
};

}  // namespace baton::app
