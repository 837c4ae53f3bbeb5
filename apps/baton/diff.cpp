// `baton diff`: for which accounts, and when, two versions of a project differ in who owns what.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "apps/baton/cli.hpp"
#include "dsl/history.hpp"
#include "engine/host/diff_report.hpp"

namespace baton::app {
namespace {

struct DiffOptions {
  std::vector<std::string> operands;
  std::string format = "human";
  bool verbose = false;
};

struct Version {
  std::string name;  // as the reader called it
  dsl::Project project;
};

Version open_version(const std::string& name) {
  if (!std::filesystem::is_directory(name)) throw Stop(wrong_usage, fmt::format("`{}` is no folder", name));
  return {name, open_project(name)};
}

int diff(const DiffOptions& options) {
  if (options.operands.size() < 2) throw Stop(wrong_usage, "`baton diff` compares two versions: OLD and NEW");
  const Version before = open_version(options.operands[0]), after = open_version(options.operands[1]);
  const host::Versions versions(*before.project.policy, *before.project.org, *after.project.policy, *after.project.org);
  const auto history = [&](const Witness& witness) {
    return dsl::history_lines(versions.joint.policy, versions.after->org().zone, witness);
  };
  host::DiffReport report = host::make_diff_report(versions, host::find_differences(versions, {}), history);
  report.before = before.name;
  report.after = after.name;
  fmt::print("{}", host::diff_text(report, {colours(STDOUT_FILENO), options.verbose}));
  return report.not_proved.empty() ? all_well : something_wrong;
}

}  // namespace

void add_diff(CLI::App& app, int& status) {
  CLI::App* command =
      app.add_subcommand("diff", "For which accounts, and when, two versions differ in who owns what: proved");
  auto options = std::make_shared<DiffOptions>();
  command->add_option("OLD NEW", options->operands)->expected(0, 2);
  command->add_flag("--verbose", options->verbose, "tell a history for each difference");
  set_page(command, {"baton diff OLD NEW [options]",
                     {{"OLD, NEW", "the folders of two versions of a project"}},
                     "Differences are no error: the exit status is 0 with or without them, and 1 if a\n"
                     "version is not sound or something could not be decided.\n"
                     "\n"
                     "Examples:\n"
                     "  baton diff acme acme-new\n"
                     "  baton diff acme acme-new --verbose"});
  command->callback([options, &status] { status = diff(*options); });
}

}  // namespace baton::app
