// Drawings of a project in Graphviz's language: lifecycles, reporting lines, handoffs, escalation ladders; and several
// laid-out drawings joined into one SVG.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <vector>

#include "engine/decide/program.hpp"

namespace baton::host {

struct Drawing {
  std::string title;
  std::string dot;  // one digraph
};

// The account's stages, then those of each kind of record, with what leads from one to the next.
std::vector<Drawing> lifecycle_drawings(const Program& program);
// Who reports to whom, with positions; teams stand as boxes of their members under whoever these report to.
std::vector<Drawing> people_drawings(const Program& program);
// One for each structure: from role to role, through what moves and by when; what was written outside structures is
// drawn once, in the last one.
std::vector<Drawing> handoff_drawings(const Program& program, std::span<const StructureId> structures);
// The ladders of the structures; one that several share is drawn once.
std::vector<Drawing> escalation_drawings(const Program& program, std::span<const StructureId> structures);

struct Layout {
  std::string title;
  std::string svg;  // as `dot -Tsvg` writes it
};
// One below the other, each under its title. The error names the layout that is no such SVG.
std::expected<std::string, std::string> joined_svg(std::span<const Layout> layouts);

}  // namespace baton::host
