// `baton diff`: for which accounts, and when, two versions of a project differ in who owns what.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "apps/baton/cli.hpp"
#include "apps/baton/revision.hpp"
#include "dsl/history.hpp"
#include "engine/host/diff_report.hpp"
#include "engine/host/text.hpp"

namespace baton::app {
namespace {

struct DiffOptions {
  std::vector<std::string> operands;
  std::vector<std::string> events;
  std::string format = "human";
  bool verbose = false;
};

struct Version {
  std::string name;  // as the reader called it
  dsl::Project project;
};

bool is_folder(const std::string& name) {
  std::error_code ignored;
  return std::filesystem::is_directory(name, ignored);
}

// A folder wins; else git is asked for the version of `folder` at that revision.
Version open_version(const std::string& name, const std::string& folder) {
  std::optional<TemporaryFolder> extracted;
  if (!is_folder(name)) extract_revision(name, folder, extracted.emplace().path());
  Version version{name, dsl::check(extracted ? extracted->path() : std::filesystem::path(name))};
  const dsl::Project& project = version.project;
  if (project.readable && !project.emitter.has_errors() && project.program) return version;
  const std::string shown =
      dsl::render(project.emitter.all(), project.sources, dsl::Format::Human, colours(STDERR_FILENO));
  std::fwrite(shown.data(), 1, shown.size(), stderr);
  if (!project.readable) throw Stop(wrong_usage, fmt::format("`{}` cannot be read as a project", name));
  throw Stop(something_wrong, fmt::format("`{}` is not sound, so nothing can be proved about it", name));
}

host::ReplayedDiff replayed(const Version& before, const Version& after, const std::vector<std::string>& files) {
  if (std::ranges::find(files, "-") != files.end()) {
    throw Stop(wrong_usage, "`--events -`: events are read once for each version, so they must stand in a file");
  }
  host::ReplayOptions options;
  options.files = files;
  options.jobs = std::max(1U, std::thread::hardware_concurrency());
  Progress progress;
  auto found = host::replayed_diff(before.project.program, after.project.program, options,
                                   [&](std::uint64_t lines, std::uint64_t events) {
                                     progress.show(lines, events);
                                     return true;
                                   });
  progress.clear();
  if (!found) throw Stop(wrong_usage, found.error());
  const auto tell = [](std::uint64_t rejected, const std::string& name) {
    if (rejected == 0) return;
    fmt::print(stderr, "{} could not be used under `{}`; `baton run` says why\n", host::counted(rejected, "line"),
               name);
  };
  tell(found->rejected_before, before.name);
  tell(found->rejected_after, after.name);
  return std::move(*found);
}

std::string shown(const host::DiffReport& report, const DiffOptions& options) {
  if (options.format == "json") return host::diff_json(report);
  if (options.format == "markdown") return host::diff_markdown(report);
  return host::diff_text(report, {colours(STDOUT_FILENO), options.verbose});
}

int diff(const DiffOptions& options) {
  if (options.operands.size() < 2) throw Stop(wrong_usage, "`baton diff` compares two versions: OLD and NEW");
  const std::string &old_name = options.operands[0], &new_name = options.operands[1];
  const std::string folder = is_folder(new_name) ? new_name : is_folder(old_name) ? old_name : ".";
  const Version before = open_version(old_name, folder), after = open_version(new_name, folder);
  const host::Versions versions(*before.project.policy, *before.project.org, *after.project.policy, *after.project.org);
  const auto history = [&](const Witness& witness) {
    return dsl::history_lines(versions.joint.policy, versions.after->org().zone, witness);
  };
  host::DiffReport report = host::make_diff_report(versions, {}, history);
  host::compare_wording(report, *before.project.policy, *before.project.org, *after.project.policy, *after.project.org);
  report.before = before.name;
  report.after = after.name;
  if (!options.events.empty()) report.events = replayed(before, after, options.events);
  fmt::print("{}", shown(report, options));
  if (!report.not_proved.empty()) return something_wrong;
  const bool rejected = report.events && report.events->rejected_before + report.events->rejected_after > 0;
  return rejected ? some_rejected : all_well;
}

}  // namespace

void add_diff(CLI::App& app, int& status) {
  CLI::App* command =
      app.add_subcommand("diff", "For which accounts, and when, two versions differ in who owns what: proved");
  auto options = std::make_shared<DiffOptions>();
  command->add_option("OLD NEW", options->operands)->expected(0, 2);
  add_value(command, "--events", options->events, "FILE",
            "replay these events, too, and list the accounts that differ");
  add_value(command, "--format", options->format, "FORMAT", "human (default), json or markdown")
      ->check(one_of({"human", "json", "markdown"}));
  command->add_flag("--verbose", options->verbose, "tell a history for each difference");
  set_page(command, {"baton diff OLD NEW [options]",
                     {{"OLD", "the earlier version: a project's folder, or a revision that git keeps of it"},
                      {"NEW", "the later version, the same way"}},
                     "A revision (`main`, `HEAD~1`) stands for what it holds of the other operand's\n"
                     "folder, or of the current one. Differences are no error: the exit status is 0\n"
                     "with or without them, 1 if a version is not sound or something could not be\n"
                     "decided, 3 if events were rejected.\n"
                     "\n"
                     "Examples:\n"
                     "  baton diff HEAD~1 .\n"
                     "  baton diff main HEAD --format markdown     a comment for a pull request\n"
                     "  baton diff acme acme-new --events events.jsonl"});
  command->callback([options, &status] { status = diff(*options); });
}

}  // namespace baton::app
