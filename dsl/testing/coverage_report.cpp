#include "dsl/testing/coverage_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/quote.hpp"
#include "dsl/testing/in_force.hpp"
#include "dsl/testing/own_text.hpp"

namespace baton::dsl {

namespace {

using Kind = CoverageItem::Kind;

std::vector<bool> structures_in_use(const Program& program, const Suite& suite) {
  std::vector<bool> used(program.policy().structures.size(), false);
  for (const StructureRow& row : program.org().structures) used[row.use.index] = true;
  for (const Test& test : suite.tests) {
    if (test.structure) used[test.structure->index] = true;
  }
  return used;
}

class Reporter {
 public:
  Reporter(const Program& program, StructureId id, const StructureHits& hits, const Sources& sources,
           const ConditionWords& words)
      : policy_(program.policy()),
        structure_(policy_.structures[id.index]),
        in_force_(policy_, program.org(), id),
        hits_(hits),
        sources_(sources),
        words_(words) {}

  StructureCoverage report() {
    result_.name = structure_.name;
    add_statements();
    for (std::size_t i = 0; i < structure_.handoffs.size(); ++i) {
      const Handoff& handoff = structure_.handoffs[i];
      if (!in_force_.can_open(handoff)) continue;
      add(Kind::Handoff, "handoff " + handoff.name, "never opens", handoff.at, hits_.handoffs[i]).own =
          is_own(policy_, structure_, handoff);
    }
    add_tiers();
    for (std::size_t i = 0; i < structure_.slas.size(); ++i) {
      const Sla& sla = structure_.slas[i];
      add(Kind::Sla, "SLA " + sla.name, "never runs", sla.at, hits_.slas[i]);
      add_branches(sla.when, hits_.sla_atoms[i], sla.at, is_own(sla.at), "SLA " + sla.name);
    }
    add_cells();
    return std::move(result_);
  }

 private:
  CoverageItem& add(Kind kind, std::string text, std::string lack, const Origin& at, std::uint32_t tests) {
    return result_.items.emplace_back(
        CoverageItem{kind, std::move(text), std::move(lack), at, is_own(at), tests, 0, {}});
  }

  void add_statements() {
    for (std::uint32_t i = 0; i < structure_.statements.size(); ++i) {
      const Statement& statement = structure_.statements[i];
      add(Kind::Statement, "`" + said(statement.at) + "`", "never holds" + part_of(i), statement.at,
          hits_.statements[i])
          .own = is_own(policy_, structure_, statement);
      add_branches(i);
    }
  }

  // What is said of the account and of its records in one go is several statements.
  std::string part_of(std::uint32_t number) const {
    const Statement& statement = structure_.statements[number];
    const auto same_place = [&](const Statement& other) { return to_string(other.at) == to_string(statement.at); };
    if (std::ranges::count_if(structure_.statements, same_place) == 1) return "";
    std::string leaves;
    for (const LeafId leaf : statement.leaves) {
      leaves += (leaves.empty() ? " for `" : ", `") + policy_.leaves[leaf.index].name + "`";
    }
    return leaves;
  }

  void add_branches(std::uint32_t number) {
    const Statement& statement = structure_.statements[number];
    add_branches(statement.condition, hits_.atoms[number], statement.at, is_own(policy_, structure_, statement),
                 said(statement.at));
  }

  void add_branches(const Condition& condition, const std::vector<std::array<StructureHits::Count, 2>>& hits,
                    const Origin& at, bool own, const std::string& within) {
    const std::vector<const Condition*> atoms = atoms_of(condition);
    for (std::uint32_t k = 0; k < atoms.size(); ++k) {
      for (const std::uint32_t outcome : {0U, 1U}) {
        const std::string lack = outcome == 1 ? "is never true" : "is never false";
        CoverageItem& item = add(Kind::Branch, "`" + words_(*atoms[k]) + "`", lack, at, hits[k][outcome]);
        item.own = own;
        item.within = within;
        item.branch = 2 * k + outcome;
      }
    }
  }

  void add_tiers() {
    for (std::size_t i = 0; i < structure_.escalations.size(); ++i) {
      const Escalation& escalation = structure_.escalations[i];
      if (!in_force_.can_be_raised(EscalationId{i})) continue;
      for (std::size_t k = 0; k < escalation.tiers.size(); ++k) {
        add(Kind::Tier, fmt::format("tier {} of escalation {}", k + 1, escalation.name), "never calls anybody",
            escalation.tiers[k].at, hits_.tiers[i][k]);
      }
      add_branches(escalation.when, hits_.escalation_atoms[i], escalation.at, is_own(escalation.at),
                   "escalation " + escalation.name);
    }
  }

  // They belong to the structure, wherever the responsibility is declared.
  void add_cells() {
    for (std::size_t i = 0; i < policy_.leaves.size(); ++i) {
      const Leaf& leaf = policy_.leaves[i];
      const Lifecycle& lifecycle = leaf.per ? policy_.records[leaf.per->index].lifecycle : policy_.lifecycle;
      const std::string of = leaf.per ? policy_.records[leaf.per->index].name + " " : "";
      const StageSet active = leaf.per ? leaf.record_stages : leaf.account_stages;
      for (std::size_t stage = 0; stage < lifecycle.stages.size(); ++stage) {
        if (!active.has(StageId{stage})) continue;
        const std::string lack = fmt::format("never reached during {}{}", of, lifecycle.stages[stage].name);
        add(Kind::Cell, "`" + leaf.name + "`", lack, leaf.at, hits_.cells[i][stage]).own = !structure_.from_library;
      }
    }
  }

  std::string said(const Origin& at) const { return quote(sources_, at); }

  const Policy& policy_;
  const Structure& structure_;
  const InForce in_force_;
  const StructureHits& hits_;
  const Sources& sources_;
  const ConditionWords& words_;
  StructureCoverage result_;
};

template <class Counts>
Tally tally_of(const std::vector<CoverageItem>& items, const Counts& counts) {
  Tally tally;
  for (const CoverageItem& item : items) {
    if (!counts(item)) continue;
    ++tally.total;
    tally.covered += item.tests > 0 ? 1 : 0;
  }
  return tally;
}

}  // namespace

Tally StructureCoverage::tally(bool own) const {
  return tally_of(items, [&](const CoverageItem& item) { return item.own == own; });
}

Tally StructureCoverage::tally(bool own, Kind kind) const {
  return tally_of(items, [&](const CoverageItem& item) { return item.own == own && item.kind == kind; });
}

std::string StructureCoverage::cells_not_reached(const std::string& lack) const {
  std::string names;
  for (const CoverageItem& item : items) {
    if (item.kind == Kind::Cell && item.tests == 0 && item.lack == lack) {
      names += (names.empty() ? "" : ", ") + item.text;
    }
  }
  return names;
}

Tally CoverageReport::tally(bool own) const {
  Tally sum;
  for (const StructureCoverage& structure : structures) {
    const Tally tally = structure.tally(own);
    sum.covered += tally.covered;
    sum.total += tally.total;
  }
  return sum;
}

CoverageReport report_coverage(const Coverage& coverage, const Program& program, const Suite& suite,
                               const Sources& sources, const ConditionWords& words) {
  const Policy& policy = program.policy();
  const std::vector<bool> used = structures_in_use(program, suite);
  CoverageReport report;
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) continue;
    const StructureHits& seen = coverage.hits()[i];
    const StructureHits hits = seen.cells.empty() ? StructureHits(policy, policy.structures[i]) : seen;
    report.structures.push_back(Reporter(program, StructureId{i}, hits, sources, words).report());
  }
  return report;
}

}  // namespace baton::dsl
