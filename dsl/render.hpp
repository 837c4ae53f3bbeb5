// What the forms in which diagnostics are shown have in common. Internal to the renderers; others call `render`.
#pragma once

#include "dsl/diagnostics.hpp"

namespace baton::dsl {

// The diagnostics that are shown, and how many are not.
struct Selection {
  std::vector<const Diagnostic*> shown;
  std::size_t errors_left = 0;
  std::size_t warnings_left = 0;
};
// At most 50; errors are chosen before warnings, the order stays.
Selection select_shown(const std::vector<Diagnostic>& diagnostics);

// Where a span begins and ends, lines and columns from 1; the end is exclusive.
struct Region {
  Sources::Position begin, end;
};
Region region_of(const Sources& sources, const SourceSpan& span);

std::string_view severity_word(Severity severity);  // "error", "warning"
std::string_view title_of(std::string_view code);   // from the table of codes; empty if it has none

// GitHub reads a command to the end of its line; properties also end at commas and colons.
std::string escape_command(std::string_view text, bool property);

std::string render_human(const Selection& selection, const Sources& sources, bool colour);
std::string render_json(const Selection& selection, const Sources& sources);
std::string render_sarif(const Selection& selection, const Sources& sources);
std::string render_github(const Selection& selection, const Sources& sources);

}  // namespace baton::dsl
