// What of the structures in use the tests exercised and what they did not, in words and with places.
//
// The project's own text and that of the shipped library are told apart (own_text.hpp): a project answers for what it
// has written, and for what its structures change in the library's.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "dsl/diagnostics.hpp"
#include "dsl/testing/coverage.hpp"
#include "dsl/testing/suite.hpp"

namespace baton::dsl {

struct CoverageItem {
  enum class Kind { Statement, Handoff, Tier, Sla, Branch, Cell };
  Kind kind = Kind::Statement;
  std::string text;          // "AM owns renewal", "tier 2 of escalation churn_risk", "`segment is smb` is false"
  std::string lack;          // what to say if no test saw it: "never holds", "calls nobody"
  Origin at;                 // where it is written
  bool own = true;           // in the project's text, not the library's
  std::uint32_t tests = 0;   // that saw it
  std::uint32_t branch = 0;  // Branch: a number within its condition; false before true, comparison by comparison
  std::string within{};      // Branch: its statement, escalation or SLA
};
inline constexpr std::size_t coverage_kinds = 6;

struct Tally {
  std::size_t covered = 0, total = 0;
  std::size_t percent() const { return total == 0 ? 100 : covered * 100 / total; }  // rounded down
};

struct StructureCoverage {
  std::string name;
  std::vector<CoverageItem> items;  // by kind, then in order of declaration; branches after what they are of

  Tally tally(bool own) const;
  Tally tally(bool own, CoverageItem::Kind kind) const;
  // "`nrr`, `grr`": the cells of which the same is said.
  std::string cells_not_reached(const std::string& lack) const;
};

struct CoverageReport {
  std::vector<StructureCoverage> structures;

  Tally tally(bool own) const;
  // What a minimum is asked of: the project's own text; where nothing is its own, the library's.
  bool has_own() const { return tally(true).total > 0; }
  Tally counted() const { return tally(has_own()); }
};

// A condition as an author would write it.
using ConditionWords = std::function<std::string(const Condition&)>;

// Of the structures that org.yaml chooses or that a test names.
CoverageReport report_coverage(const Coverage& coverage, const Program& program, const Suite& suite,
                               const Sources& sources, const ConditionWords& words);

// A table, and what is not covered. Ends with the count of all.
std::string coverage_human(const CoverageReport& report);
// Where a file is found by whoever reads the coverage; nullopt: nowhere.
using FilePlace = std::function<std::optional<std::string>(const std::string& file)>;
// LCOV's tracefile, of the text that is counted: its lines, and its conditions as branches. Its readers open every file
// that it names, so what is found nowhere is left out.
std::string coverage_lcov(const CoverageReport& report, const FilePlace& place);
// One page without any other file: the table, and the text with marks.
std::string coverage_html(const CoverageReport& report, const Sources& sources);

}  // namespace baton::dsl
