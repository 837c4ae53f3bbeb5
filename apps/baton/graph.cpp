// `baton graph`: lifecycles, people, handoffs and escalations as drawings, laid out by Graphviz.
#include "engine/host/graph.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "apps/baton/child.hpp"
#include "apps/baton/pictures.hpp"
#include "apps/baton/usage.hpp"

namespace baton::app {
namespace {

struct GraphOptions {
  std::vector<std::string> operands;
  std::string what;  // empty: everything
  std::string structure;
  std::string format = "svg";
  std::string output = "-";
};

std::vector<host::Drawing> drawings(const Program& program, const GraphOptions& options) {
  const std::vector<StructureId> structures = chosen_structures(program, options.structure);
  std::vector<host::Drawing> all;
  const auto add = [&](const char* what, std::vector<host::Drawing> some) {
    if (!options.what.empty() && options.what != what) return;
    std::ranges::move(some, std::back_inserter(all));
  };
  add("lifecycle", host::lifecycle_drawings(program));
  add("people", host::people_drawings(program));
  add("handoffs", host::handoff_drawings(program, structures));
  add("escalations", host::escalation_drawings(program, structures));
  if (all.empty()) throw Stop(something_wrong, fmt::format("there are no {} to draw", options.what));
  return all;
}

std::string laid_out(const host::Drawing& drawing) {
  auto svg = run_child({"dot", "-Tsvg"}, drawing.dot);
  if (svg) return std::move(*svg);
  if (svg.error().missing) {
    throw Stop(wrong_usage,
               "drawings are laid out by `dot` of Graphviz, which is not installed; install the package `graphviz`, "
               "or take `--format dot`, which works without it");
  }
  throw Stop(wrong_usage, fmt::format("Graphviz could not lay out `{}`: {}", drawing.title, svg.error().words));
}

int graph(GraphOptions options) {
  const std::string folder = take_project(options.operands);
  const dsl::Project project = open_project(folder);
  std::string text;
  std::vector<host::Layout> layouts;
  for (const host::Drawing& drawing : drawings(*project.program, options)) {
    text += (text.empty() ? "" : "\n") + drawing.dot;
    if (options.format == "svg") layouts.push_back({drawing.title, laid_out(drawing)});
  }
  if (options.format == "svg") {
    auto joined = host::joined_svg(layouts);
    if (!joined) throw Stop(wrong_usage, joined.error());
    text = std::move(*joined);
  }
  write_picture(project, folder, text, options.output);
  return all_well;
}

}  // namespace

void add_graph(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("graph", "Draw lifecycles, people, handoffs and escalations (by Graphviz)");
  auto options = std::make_shared<GraphOptions>();
  command->add_option("PROJECT", options->operands)->expected(0, 1);
  add_value(command, "--what", options->what, "WHAT",
            "lifecycle, people, handoffs or escalations (default: all on one page)")
      ->check(one_of({"lifecycle", "people", "handoffs", "escalations"}));
  add_value(command, "--structure", options->structure, "NAME",
            "whose handoffs and escalations (default: of all structures that org.yaml uses)");
  add_value(command, "--format", options->format, "FORMAT", "svg (default), or dot: Graphviz's own language")
      ->check(one_of({"svg", "dot"}));
  add_value(command, "-o,--output", options->output, "FILE", "where the drawing goes (default: standard output)");
  set_page(command, {"baton graph [PROJECT] [options]",
                     {{"PROJECT", "the project's folder (default: the current one)"}},
                     "Examples:\n"
                     "  baton graph acme -o acme.svg\n"
                     "  baton graph acme --what handoffs --structure ae_am -o handoffs.svg"});
  command->callback([options, &status] { status = graph(*options); });
}

}  // namespace baton::app
