// `baton matrix`: who owns what in which stage.
#include "engine/host/matrix.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "apps/baton/pictures.hpp"
#include "apps/baton/usage.hpp"
#include "engine/host/matrix_page.hpp"
#include "engine/host/matrix_text.hpp"

namespace baton::app {
namespace {

struct MatrixOptions {
  std::vector<std::string> operands;
  std::string format = "text";
  std::string output = "-";
};

std::string written(const Policy& policy, const std::vector<host::Matrix>& matrices, const MatrixOptions& options) {
  if (options.format == "html") return host::matrix_html(policy, matrices);
  if (options.format == "svg") return host::matrix_svg(policy, matrices);
  const bool colour = options.output == "-" && colours(STDOUT_FILENO);
  std::vector<std::string> each;
  for (const host::Matrix& matrix : matrices) {
    each.push_back(options.format == "markdown" ? host::matrix_markdown(policy, matrix)
                                                : host::matrix_text(policy, matrix, colour));
  }
  return fmt::format("{}", fmt::join(each, "\n"));
}

int matrix(MatrixOptions options) {
  const std::string folder = take_project(options.operands);
  const dsl::Project project = open_project(folder);
  const std::string wanted = options.operands.empty() ? "" : options.operands.front();
  std::vector<host::Matrix> matrices;
  for (const StructureId structure : chosen_structures(*project.program, wanted)) {
    matrices.push_back(host::make_matrix(*project.program, structure));
  }
  write_picture(project, folder, written(*project.policy, matrices, options), options.output);
  return all_well;
}

}  // namespace

void add_matrix(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("matrix", "Who owns what in which stage: a table for each structure");
  auto options = std::make_shared<MatrixOptions>();
  command->add_option("PROJECT STRUCTURE", options->operands)->expected(0, 2);
  add_value(command, "--format", options->format, "FORMAT", "text (default), markdown, html or svg")
      ->check(one_of({"text", "markdown", "html", "svg"}));
  add_value(command, "-o,--output", options->output, "FILE", "where the table goes (default: standard output)");
  set_page(command, {"baton matrix [PROJECT] [STRUCTURE] [options]",
                     {{"PROJECT", "the project's folder (default: the current one)"},
                      {"STRUCTURE", "the structure to show (default: all that org.yaml uses)"}},
                     "Examples:\n"
                     "  baton matrix acme\n"
                     "  baton matrix acme ae_am --format svg -o ae_am.svg     for a slide\n"
                     "  baton matrix acme --format html -o owners.html        for everybody"});
  command->callback([options, &status] { status = matrix(*options); });
}

}  // namespace baton::app
