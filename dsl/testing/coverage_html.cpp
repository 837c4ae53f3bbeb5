// The page stands alone: no script, no other file, light or dark as the reader's screen is.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "dsl/characters.hpp"
#include "dsl/quote.hpp"
#include "dsl/testing/coverage_report.hpp"

namespace baton::dsl {

namespace {

using Kind = CoverageItem::Kind;

constexpr const char* head = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Coverage of the policy</title>
<style>
:root { color-scheme: light dark; --yes: #1a7f3722; --part: #bf870033; --no: #cf222e2e; --line: #8886; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
table.tally { border-collapse: collapse; margin: 1rem 0; }
.tally th, .tally td { padding: .25rem .8rem; text-align: right; border-bottom: 1px solid var(--line); }
.tally th:first-child, .tally td:first-child { text-align: left; padding-left: 0; }
h2 { margin-top: 2.5rem; font-size: 1.15rem; }
.text { font: 13px/1.55 ui-monospace, monospace; border-collapse: collapse; width: 100%; }
.text td { padding: 0 .6rem; vertical-align: top; white-space: pre-wrap; tab-size: 4; }
.text td.n { color: #888; text-align: right; user-select: none; width: 1%; white-space: nowrap; }
.text td.t { color: #888; text-align: right; width: 1%; white-space: nowrap; }
tr.yes { background: var(--yes); } tr.part { background: var(--part); } tr.no { background: var(--no); }
.lack { display: block; font: italic 12.5px/1.4 system-ui, sans-serif; opacity: .85; }
.key span { padding: .1rem .5rem; margin-right: .6rem; }
</style>
</head>
<body>
)";

// Characters that nobody can see are shown by their code points.
std::string escape(std::string_view text) {
  std::string result;
  for (const char c : legible(text, text.size() * 8 + 8)) {
    switch (c) {
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '&':
        result += "&amp;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

// ---- the table

std::string cell(const Tally& tally) {
  return tally.total == 0 ? "<td>&ndash;</td>" : fmt::format("<td>{} / {}</td>", tally.covered, tally.total);
}

std::string tally_row(const StructureCoverage& structure, bool own) {
  std::string row = fmt::format("<tr><td>{}{}</td>", escape(structure.name), own ? "" : " (library)");
  for (const Kind kind : {Kind::Statement, Kind::Branch, Kind::Handoff, Kind::Tier, Kind::Sla, Kind::Cell}) {
    row += cell(structure.tally(own, kind));
  }
  return row + fmt::format("<td>{}%</td></tr>\n", structure.tally(own).percent());
}

std::string tally_table(const CoverageReport& report) {
  std::string text =
      "<table class=\"tally\">\n<tr><th>structure</th><th>statements</th><th>conditions</th><th>handoffs</th>"
      "<th>tiers</th><th>SLAs</th><th>cells</th><th>all</th></tr>\n";
  for (const StructureCoverage& structure : report.structures) {
    for (const bool own : {true, false}) {
      if (structure.tally(own).total > 0) text += tally_row(structure, own);
    }
  }
  return text + "</table>\n";
}

std::string missing_cells(const StructureCoverage& structure) {
  std::string items;
  std::set<std::string> said;
  for (const CoverageItem& item : structure.items) {
    if (item.kind != Kind::Cell || item.tests > 0 || !said.insert(item.lack).second) continue;
    items += fmt::format("<li>{} {}</li>\n", escape(structure.cells_not_reached(item.lack)), escape(item.lack));
  }
  if (items.empty()) return "";
  return fmt::format("<h2>Cells that no test reaches in {}</h2>\n<ul>\n{}</ul>\n", escape(structure.name), items);
}

// ---- the text

struct Mark {
  std::uint32_t tests = 0;  // the most that saw something of the line
  bool seen = false, lacking = false;
  bool dead = false;  // the statement itself never holds
  std::vector<std::string> lacks;
};
using Marks = std::map<std::uint32_t, Mark>;

void mark(const CoverageItem& item, const std::string& structure, bool several, const Sources& sources, Marks& marks) {
  const bool whole = item.kind == Kind::Statement || item.kind == Kind::Tier;
  const std::uint32_t last = whole ? last_line(sources, item.at) : item.at.line;
  for (std::uint32_t line = item.at.line; line <= last; ++line) {
    Mark& at = marks[line];
    (item.tests > 0 ? at.seen : at.lacking) = true;
    at.dead |= item.kind == Kind::Statement && item.tests == 0;
    if (item.kind != Kind::Branch) at.tests = std::max(at.tests, item.tests);
  }
  if (item.tests > 0) return;
  const std::string what = item.kind == Kind::Branch ? item.text + " " + item.lack : item.lack;
  const std::string lack = several ? structure + ": " + what : what;
  std::vector<std::string>& lacks = marks[item.at.line].lacks;
  if (std::ranges::find(lacks, lack) == lacks.end()) lacks.push_back(lack);
}

std::string text_row(std::uint32_t number, const std::string& line, const Mark* mark) {
  std::string kind, tests, lacks;
  if (mark != nullptr) {
    kind = mark->lacking ? (mark->seen && !(mark->dead && mark->tests == 0) ? "part" : "no") : "yes";
    tests = mark->tests > 0 ? fmt::format("{}&times;", mark->tests) : "";
    for (const std::string& lack : mark->lacks) lacks += "<span class=\"lack\">" + escape(lack) + "</span>";
  }
  return fmt::format("<tr class=\"{}\"><td class=\"n\">{}</td><td>{}{}</td><td class=\"t\">{}</td></tr>\n", kind,
                     number, escape(line), lacks, tests);
}

std::string file_text(const Source& source, const Marks& marks) {
  std::string text = fmt::format("<h2>{}</h2>\n<table class=\"text\">\n", escape(source.path));
  std::istringstream lines(source.text);
  std::uint32_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.ends_with('\r')) line.pop_back();
    const auto found = marks.find(++number);
    text += text_row(number, line, found == marks.end() ? nullptr : &found->second);
  }
  return text + "</table>\n";
}

}  // namespace

std::string coverage_html(const CoverageReport& report, const Sources& sources) {
  const Tally all = report.counted();
  std::string page = head;
  page += fmt::format("<h1>Coverage of the policy: {}%</h1>\n<p>The tests exercise {} of {} parts.</p>\n",
                      all.percent(), all.covered, all.total);
  page += tally_table(report);
  page +=
      "<p class=\"key\"><span style=\"background: var(--yes)\">exercised</span>"
      "<span style=\"background: var(--part)\">in part</span><span style=\"background: var(--no)\">by no test</span>"
      "3&times;: by how many tests</p>\n";
  std::map<std::string, Marks> marks;
  const bool several = report.structures.size() > 1;
  for (const StructureCoverage& structure : report.structures) {
    for (const CoverageItem& item : structure.items) {
      if (item.kind != Kind::Cell) mark(item, structure.name, several, sources, marks[item.at.file]);
    }
  }
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    const auto found = marks.find(sources[i].path);
    if (found != marks.end()) page += file_text(sources[i], found->second);
  }
  for (const StructureCoverage& structure : report.structures) page += missing_cells(structure);
  return page + "</body>\n</html>\n";
}

}  // namespace baton::dsl
