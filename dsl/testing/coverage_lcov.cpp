// LCOV's tracefile as genhtml, GitLab and editors read it. A line counts the tests that saw what is written on it;
// a condition is two branches, one for each way it can come out.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "dsl/testing/coverage_report.hpp"

namespace baton::dsl {

namespace {

struct Branch {
  std::size_t block, number;
  std::uint32_t tests;
  bool asked;
};

struct Line {
  std::uint32_t tests = 0;
  bool counted = false;
  std::vector<Branch> branches;
};

using Lines = std::map<std::uint32_t, Line>;

// Both ways of a condition stand together, false first.
void add_structure(const StructureCoverage& structure, bool own, std::map<std::string, Lines>& files) {
  for (std::size_t i = 0; i < structure.items.size(); ++i) {
    const CoverageItem& item = structure.items[i];
    if (item.own != own || item.kind == CoverageItem::Kind::Cell || item.at.line == 0) continue;
    Line& line = files[item.at.file][item.at.line];
    if (item.kind != CoverageItem::Kind::Branch) {
      line.counted = true;
      line.tests += item.tests;
      continue;
    }
    const CoverageItem& other = structure.items[item.branch % 2 == 0 ? i + 1 : i - 1];
    const std::size_t block =
        item.branch == 0 ? (line.branches.empty() ? 0 : line.branches.back().block + 1) : line.branches.back().block;
    line.branches.push_back({block, item.branch, item.tests, item.tests + other.tests > 0});
  }
}

std::string record_of(const std::string& file, const Lines& lines) {
  std::string text = fmt::format("TN:\nSF:{}\n", file);
  std::size_t branches = 0, branches_hit = 0, counted = 0, hit = 0;
  for (const auto& [number, line] : lines) {
    for (const Branch& branch : line.branches) {
      const std::string taken = branch.asked ? std::to_string(branch.tests) : "-";
      text += fmt::format("BRDA:{},{},{},{}\n", number, branch.block, branch.number, taken);
      ++branches;
      branches_hit += branch.tests > 0 ? 1 : 0;
    }
  }
  text += fmt::format("BRF:{}\nBRH:{}\n", branches, branches_hit);
  for (const auto& [number, line] : lines) {
    if (!line.counted) continue;
    text += fmt::format("DA:{},{}\n", number, line.tests);
    ++counted;
    hit += line.tests > 0 ? 1 : 0;
  }
  return text + fmt::format("LF:{}\nLH:{}\nend_of_record\n", counted, hit);
}

}  // namespace

std::string coverage_lcov(const CoverageReport& report, const FilePlace& place) {
  std::map<std::string, Lines> files;
  for (const StructureCoverage& structure : report.structures) add_structure(structure, report.has_own(), files);
  std::string text;
  for (const auto& [file, lines] : files) {
    if (const auto found = place(file)) text += record_of(*found, lines);
  }
  return text;
}

}  // namespace baton::dsl
