// `baton check`: parses, types, resolves and proves a project, and prints what it found.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "apps/baton/cli.hpp"
#include "apps/baton/seen_from.hpp"
#include "engine/host/text.hpp"

namespace baton::app {
namespace {

struct CheckOptions {
  std::vector<std::string> operands;
  std::string format = "human";
  std::string deny;
};

// "checked 3 structures, 42 statements, 17 responsibilities: every responsibility ..." or "2 errors, 1 warning".
std::string last_line(const dsl::Project& project) {
  const std::size_t errors = project.emitter.error_count();
  const std::size_t warnings = project.emitter.all().size() - errors;
  std::string found;
  if (errors > 0) found = host::counted(errors, "error");
  if (warnings > 0) found += (found.empty() ? "" : ", ") + host::counted(warnings, "warning");
  if (errors > 0 || !project.policy) return found;

  std::size_t statements = 0;
  for (const Structure& structure : project.policy->structures) statements += structure.statements.size();
  std::string line = fmt::format(
      "checked {}, {}, {}: every responsibility of every possible account has exactly one owner",
      host::counted(project.policy->structures.size(), "structure"), host::counted(statements, "statement"),
      project.policy->leaves.size() == 1 ? std::string("1 responsibility")
                                         : fmt::format("{} responsibilities", project.policy->leaves.size()));
  if (!found.empty()) line += " (" + found + ")";
  return line;
}

int check(CheckOptions options) {
  const std::string folder = take_project(options.operands);
  if (!options.operands.empty()) {
    throw Stop(wrong_usage, fmt::format("`{}` is no folder", options.operands.front()));
  }
  const std::map<std::string, dsl::Format> formats = {{"human", dsl::Format::Human},
                                                      {"json", dsl::Format::Json},
                                                      {"sarif", dsl::Format::Sarif},
                                                      {"github", dsl::Format::Github}};
  const dsl::Format format = formats.at(options.format);
  const dsl::Project project = dsl::check(folder);
  const bool human = format == dsl::Format::Human;
  const dsl::Sources& sources = human ? project.sources : seen_from_here(folder, project.sources);
  fmt::print("{}", dsl::render(project.emitter.all(), sources, format, colours(STDOUT_FILENO)));
  if (!project.readable) return wrong_usage;
  if (human) fmt::print("{}\n", last_line(project));
  const bool denied = options.deny == "warnings" && !project.emitter.all().empty();
  return project.emitter.has_errors() || denied ? something_wrong : all_well;
}

}  // namespace

void add_check(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("check", "Does every responsibility always have exactly one owner?");
  auto options = std::make_shared<CheckOptions>();
  command->add_option("PROJECT", options->operands)->expected(0, 1);
  add_value(command, "--format", options->format, "FORMAT",
            "how to print what was found: human (default), json, sarif or github")
      ->check(one_of({"human", "json", "sarif", "github"}));
  add_value(command, "--deny", options->deny, "warnings", "fail on warnings too")->check(one_of({"warnings"}));
  set_page(command, {"baton check [PROJECT] [options]",
                     {{"PROJECT", "the project's folder (default: the current one)"}},
                     "Examples:\n"
                     "  baton check acme\n"
                     "  baton check acme --deny warnings --format github   for pull requests"});
  command->callback([options, &status] { status = check(*options); });
}

}  // namespace baton::app
