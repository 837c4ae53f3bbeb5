// `baton matrix`: who owns what in which stage.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "apps/baton/cli.hpp"
#include "engine/host/matrix_text.hpp"

namespace baton::app {
namespace {

bool is_used(const Org& org, std::size_t structure) {
  return std::any_of(org.structures.begin(), org.structures.end(),
                     [&](const StructureRow& row) { return row.use.index == structure; });
}

int matrix(std::vector<std::string> operands) {
  const dsl::Project project = open_project(take_project(operands));
  const Policy& policy = *project.policy;
  const std::string wanted = operands.empty() ? "" : operands.front();
  bool shown = false;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < policy.structures.size(); ++i) {
    const Structure& structure = policy.structures[i];
    names.push_back(structure.name);
    if (wanted.empty() ? !is_used(*project.org, i) : structure.name != wanted) continue;
    fmt::print("{}{}", shown ? "\n" : "", host::matrix_text(policy, structure, colours(STDOUT_FILENO)));
    shown = true;
  }
  if (!shown && !wanted.empty()) {
    const auto near = dsl::did_you_mean(wanted, names);
    throw Stop(wrong_usage,
               fmt::format("no structure is called `{}`{}; there are {}", wanted,
                           near ? fmt::format(", did you mean `{}`?", *near) : "", fmt::join(names, ", ")));
  }
  return all_well;
}

}  // namespace

void add_matrix(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("matrix", "Who owns what in which stage: a table for each structure");
  auto operands = std::make_shared<std::vector<std::string>>();
  command->add_option("PROJECT STRUCTURE", *operands)->expected(0, 2);
  set_page(command, {"baton matrix [PROJECT] [STRUCTURE]",
                     {{"PROJECT", "the project's folder (default: the current one)"},
                      {"STRUCTURE", "the structure to show (default: all that org.yaml uses)"}},
                     "Examples:\n"
                     "  baton matrix acme\n"
                     "  baton matrix acme ae_am"});
  command->callback([operands, &status] { status = matrix(*operands); });
}

}  // namespace baton::app
