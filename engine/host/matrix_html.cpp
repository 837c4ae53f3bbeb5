#include <fmt/format.h>

#include <algorithm>

#include "engine/host/drawing.hpp"
#include "engine/host/matrix_page.hpp"

namespace baton::host {
namespace {

constexpr const char* style = R"(
:root { color-scheme: light dark; --page: #ffffff; --ink: #1c2430; --soft: #5d6777; --line: #dfe3ea; --none: #f6f7f9; }
body { margin: 2rem auto; padding: 0 1.5rem; max-width: 82rem; background: var(--page); color: var(--ink);
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; }
section + section { margin-top: 3.5rem; }
h1 { font-size: 1.55rem; margin: 0; }
.serves { color: var(--soft); margin: .15rem 0 .8rem; }
.legend { display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; margin: 0 0 1rem; padding: 0; list-style: none; color: var(--soft); }
.legend b { padding: .05rem .5rem; border-radius: .3rem; margin-right: .35rem; }
.wide { overflow-x: auto; }
table { border-collapse: separate; border-spacing: 3px; table-layout: fixed; margin-bottom: 1.1rem; }
th { text-align: left; font-weight: 500; padding: .3rem .6rem; vertical-align: middle; }
thead th { color: var(--soft); font-size: .85rem; text-align: center; border-bottom: 1px solid var(--line); }
thead th:first-child { text-align: left; font-weight: 700; color: var(--ink); font-size: .95rem; }
col.name { width: 8rem; } col.part { width: 6rem; }
th { overflow-wrap: anywhere; }
thead .of { display: none; }
tbody th.part { color: var(--soft); }
td { padding: 0; height: 2.1rem; border-radius: .35rem; background: var(--none); text-align: center; }
td div { padding: .3rem .6rem; border-radius: .35rem; text-align: center; }
td div + div { margin-top: 2px; }
td small { font-size: .83rem; }
sup { line-height: 0; }
.notes { color: var(--soft); font-size: .88rem; padding-left: 1.4rem; margin: .4rem 0; }
.remark { color: var(--soft); font-size: .88rem; margin: .3rem 0; }
/* On paper one structure takes one page where it can; where it takes more, each table says whose it is. */
@media print {
  :root { color-scheme: light; font-size: 10px; }
  body { margin: 0; padding: 0; max-width: none; font-size: 10px; line-height: 1.3; }
  section + section { break-before: page; margin-top: 0; }
  h1, .serves, .legend { break-after: avoid; }
  .wide { overflow: visible; }
  table { break-inside: avoid; border-spacing: 2px; margin-bottom: .7rem; }
  tr, .notes li { break-inside: avoid; }
  thead { display: table-header-group; }
  thead .of { display: inline; font-weight: 400; color: var(--soft); }
  td { height: 1.6rem; } td div { padding: .15rem .4rem; } th { padding: .15rem .4rem; }
  .notes, .remark { font-size: .85rem; margin: .2rem 0; }
  td, td div, .legend b { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
@page { size: A4 landscape; margin: 10mm; }
)";

std::string colour_rules(const Policy& policy, std::span<const Matrix> matrices) {
  std::vector<bool> used(policy.roles.size(), false);
  for (const Matrix& matrix : matrices) {
    for (const RoleId role : matrix.roles) used[role.index] = true;
  }
  std::string light, dark;
  const auto add = [&](const std::string& name, const Shade& shade) {
    light += fmt::format(".{} {{ background: {}; color: {}; }}\n", name, shade.fill, shade.ink);
    dark += fmt::format("  .{} {{ background: {}; color: {}; }}\n", name, shade.dark_fill, shade.dark_ink);
  };
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (used[i]) add(fmt::format("r{}", i), shade_of(RoleId{i}));
  }
  add("nobody", shade_of_nobody());
  return light +
         "@media screen and (prefers-color-scheme: dark) {\n"
         "  :root { --page: #14181f; --ink: #e8ecf2; --soft: #a3adbc; --line: #333b47; --none: #1c222b; }\n" +
         dark + "}\n";
}

std::string class_of(const std::optional<RoleId>& role) {
  return role ? fmt::format("r{}", role->index) : "nobody";
}

// Names are long words: a line may end behind each `_`.
std::string breakable(const std::string& name) {
  std::string made;
  for (const char c : escape_xml(name)) made += c == '_' ? std::string("_<wbr>") : std::string(1, c);
  return made;
}

std::string cell_html(const Policy& policy, const MatrixCell& cell) {
  const bool one_role = cell.cases.size() == 1;
  std::string made = one_role ? fmt::format("<td class=\"{}\">", class_of(cell.cases.front().role)) : "<td>";
  for (const MatrixCase& one : cell.cases) {
    made += one_role ? "<div>" : fmt::format("<div class=\"{}\">", class_of(one.role));
    made += fmt::format("<b>{}</b>", escape_xml(role_words(policy, one.role)));
    if (!one.words.empty()) made += fmt::format(" <small>{}</small>", escape_xml(one.words));
    if (one.note != 0) made += fmt::format("<sup>{}</sup>", one.note);
    made += "</div>";
  }
  return made + "</td>";
}

// The parts of a group stand under its name.
std::string names_html(const MatrixPanel& panel, std::size_t at) {
  const MatrixRow& row = panel.rows[at];
  if (row.part.empty()) return fmt::format("<th scope=\"row\" colspan=\"2\">{}</th>", breakable(row.name));
  std::string made;
  if (at == 0 || panel.rows[at - 1].part.empty() || panel.rows[at - 1].group != row.group) {
    std::size_t end = at;
    while (end < panel.rows.size() && panel.rows[end].group == row.group && !panel.rows[end].part.empty()) ++end;
    made = fmt::format("<th scope=\"rowgroup\" rowspan=\"{}\">{}</th>", end - at, breakable(row.group));
  }
  return made + fmt::format("<th scope=\"row\" class=\"part\">{}</th>", breakable(row.part));
}

std::string panel_html(const Policy& policy, const MatrixPanel& panel, const std::string& structure) {
  // The account's stages share the width; a record has few stages, which need no more than a third of it each.
  const std::string width = panel.record ? fmt::format("calc(14rem + {} * 18rem)", panel.columns.size()) : "100%";
  std::string made = fmt::format(
      "<table style=\"width: min(100%, {})\">\n<colgroup><col class=\"name\"><col class=\"part\"></colgroup>\n"
      "<thead><tr><th colspan=\"2\">{}<span class=\"of\"> · {}</span></th>",
      width, escape_xml(panel.title), breakable(structure));
  for (const std::string& column : panel.columns) made += fmt::format("<th scope=\"col\">{}</th>", breakable(column));
  made += "</tr></thead>\n<tbody>\n";
  for (std::size_t i = 0; i < panel.rows.size(); ++i) {
    made += "<tr>" + names_html(panel, i);
    for (const MatrixCell& cell : panel.rows[i].cells) made += cell_html(policy, cell);
    made += "</tr>\n";
  }
  return made + "</tbody>\n</table>\n";
}

std::string legend_html(const Policy& policy, const Matrix& matrix) {
  std::string made = "<ul class=\"legend\">";
  for (const RoleId id : matrix.roles) {
    const Role& role = policy.roles[id.index];
    made +=
        fmt::format("<li><b class=\"{}\">{}</b>{}</li>", class_of(id), escape_xml(role.name), escape_xml(role.title));
  }
  if (matrix.has_nobody) made += "<li><b class=\"nobody\">nobody</b>on purpose</li>";
  if (const std::string words = stack_words(matrix); !words.empty()) made += fmt::format("<li>{}</li>", words);
  return made + "</ul>\n";
}

std::string section_html(const Policy& policy, const Matrix& matrix) {
  const std::string& heading = matrix.title.empty() ? matrix.name : matrix.title;
  std::string made =
      fmt::format("<section>\n<h1>{}</h1>\n<p class=\"serves\">{}{}</p>\n", escape_xml(heading),
                  escape_xml(matrix.name), matrix.serves.empty() ? "" : " serves " + escape_xml(matrix.serves));
  made += legend_html(policy, matrix) + "<div class=\"wide\">\n";
  for (const MatrixPanel& panel : matrix.panels) made += panel_html(policy, panel, matrix.name);
  made += "</div>\n";
  if (!matrix.notes.empty()) {
    made += "<ol class=\"notes\">\n";
    for (const std::string& note : matrix.notes) made += fmt::format("<li>{}</li>\n", escape_xml(note));
    made += "</ol>\n";
  }
  if (matrix.has_handoffs) made += fmt::format("<p class=\"remark\">{}</p>\n", handoff_remark);
  return made + "</section>\n";
}

}  // namespace

std::string matrix_html(const Policy& policy, std::span<const Matrix> matrices) {
  std::string made = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Who owns what</title>\n"
      "<style>{}{}</style>\n</head>\n<body>\n",
      style, colour_rules(policy, matrices));
  for (const Matrix& matrix : matrices) made += section_html(policy, matrix);
  return made + "</body>\n</html>\n";
}

}  // namespace baton::host
