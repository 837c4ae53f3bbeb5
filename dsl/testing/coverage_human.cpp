// The table has a row for the text of each structure, and one for what it has from the library.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "dsl/characters.hpp"
#include "dsl/testing/coverage_report.hpp"

namespace baton::dsl {

namespace {

using Kind = CoverageItem::Kind;

constexpr std::size_t longest_text = 200;  // in bytes

struct Column {
  std::string_view title;
  Kind kind;
};
constexpr Column columns[] = {
    {"statements", Kind::Statement}, {"conditions", Kind::Branch}, {"handoffs", Kind::Handoff},
    {"tiers", Kind::Tier},           {"SLAs", Kind::Sla},          {"cells", Kind::Cell}};

std::string counted(const Tally& tally) {
  return tally.total == 0 ? "-" : fmt::format("{}/{}", tally.covered, tally.total);
}

std::string row_name(const StructureCoverage& structure, bool own) {
  return own ? structure.name : structure.name + " (library)";
}

std::string table_row(const StructureCoverage& structure, bool own, std::size_t width) {
  std::string line = fmt::format("{:<{}}", row_name(structure, own), width);
  for (const Column& column : columns) line += fmt::format("  {:>10}", counted(structure.tally(own, column.kind)));
  return line + fmt::format("  {:>4}%\n", structure.tally(own).percent());
}

std::string table(const CoverageReport& report) {
  std::size_t width = std::string_view("coverage").size();
  for (const StructureCoverage& structure : report.structures) {
    for (const bool own : {true, false}) {
      if (structure.tally(own).total > 0) width = std::max(width, row_name(structure, own).size());
    }
  }
  std::string text = fmt::format("{:<{}}", "coverage", width);
  for (const Column& column : columns) text += fmt::format("  {:>10}", column.title);
  text += "    all\n";
  for (const StructureCoverage& structure : report.structures) {
    for (const bool own : {true, false}) {
      if (structure.tally(own).total > 0) text += table_row(structure, own, width);
    }
  }
  return text;
}

std::string missing_line(const Origin& at, const std::string& text, const std::string& lack) {
  return fmt::format("  {}  {} {}\n", to_string(at), legible(text, longest_text), legible(lack, longest_text));
}

// One line for each place and thing said of it; cells of one stage share theirs.
std::string missing(const StructureCoverage& structure, bool own) {
  std::string text;
  std::set<std::string> said;
  const auto is_missing = [&](const CoverageItem& item) { return item.own == own && item.tests == 0; };
  for (const CoverageItem& item : structure.items) {
    if (!is_missing(item)) continue;
    if (item.kind != Kind::Cell) {
      const std::string line =
          missing_line(item.at, item.text, item.within.empty() ? item.lack : item.lack + " in `" + item.within + "`");
      if (said.insert(line).second) text += line;
    } else if (said.insert(item.lack).second) {
      text += missing_line(item.at, structure.cells_not_reached(item.lack), item.lack);
    }
  }
  return text.empty() ? text : fmt::format("\nnot covered in {}:\n{}", row_name(structure, own), text);
}

}  // namespace

std::string coverage_human(const CoverageReport& report) {
  std::string text = table(report);
  for (const bool own : {true, false}) {
    for (const StructureCoverage& structure : report.structures) text += missing(structure, own);
  }
  text += '\n';
  const Tally all = report.counted(), library = report.tally(false);
  if (report.has_own() && library.total > 0) {
    text += fmt::format("of the library: {} of {}, {}%\n", library.covered, library.total, library.percent());
  }
  return text + fmt::format("coverage: {} of {}, {}%\n", all.covered, all.total, all.percent());
}

}  // namespace baton::dsl
