// A mutant costs two compilations at most: of its structure alone (tests that name the structure, the check), and of
// what org.yaml chooses (all other tests and claims). Only tests that pass and in which the structure serves are asked.
#include "dsl/testing/mutation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "dsl/confirm.hpp"
#include "dsl/report.hpp"
#include "dsl/report_words.hpp"
#include "dsl/static_checks.hpp"
#include "dsl/testing/claims.hpp"
#include "engine/decide/analyse_tables.hpp"

namespace baton::dsl {

namespace {

using Outcome = TestResult::Outcome;
using Structures = std::vector<StructureId>;

bool has(const Structures& list, StructureId id) {
  return std::ranges::find(list, id) != list.end();
}

Structures chosen_by(const Org& org) {
  Structures chosen;
  for (const StructureRow& row : org.structures) {
    if (!has(chosen, row.use)) chosen.push_back(row.use);
  }
  return chosen;
}

Structures in_use(const Project& project) {
  Structures used = chosen_by(*project.org);
  for (const Test& test : project.suite->tests) {
    if (test.structure && !has(used, *test.structure)) used.push_back(*test.structure);
  }
  std::ranges::sort(used);
  return used;
}

// The policy with the other structures in their places, but empty: they are not proved.
std::shared_ptr<Policy> policy_of(const Policy& policy, const Structures& kept) {
  auto result = std::make_shared<Policy>(policy);
  for (std::size_t i = 0; i < policy.structures.size(); ++i) {
    if (has(kept, StructureId{i})) continue;
    Structure empty;
    empty.name = policy.structures[i].name;
    empty.layers.resize(1);
    empty.from_library = true;
    result->structures[i] = std::move(empty);
  }
  return result;
}

std::shared_ptr<Org> org_serving(const Org& org, StructureId structure) {
  auto result = std::make_shared<Org>(org);
  result->structures = {StructureRow{.use = structure, .where = {}, .otherwise = true, .at = {}}};
  return result;
}

class Judge {
 public:
  enum class Verdict { Test, Claim, Check, Equivalent, Survived };

  Judge(const Project& project, const RecordedEvents& recorded);
  // From any thread.
  Verdict judge(const Mutant& mutant) const;

 private:
  // A test that passes, and the structures that serve its accounts.
  struct Witness {
    Test test;  // one that names its structure is run where there is no other
    std::optional<StructureId> named;
    std::vector<bool> used;
  };
  void run_tests(const RecordedEvents& recorded);
  void prove_claims();
  bool tests_notice(const Mutant& mutant, const std::shared_ptr<const Program>& program, bool named) const;
  bool claims_notice(const Mutant& mutant, const std::shared_ptr<const Program>& whole) const;
  std::set<std::string> errors_of(const Program& alone, bool with_proof) const;
  std::shared_ptr<const Program> alone(StructureId id, const Structure& structure) const;
  std::shared_ptr<const Program> whole(const Mutant& mutant) const;
  bool needs_whole(const Mutant& mutant) const;
  bool owns_the_same(const Mutant& mutant) const;

  const Project& project_;
  const RecordedEvents& recorded_;
  Structures chosen_;
  std::vector<Witness> tests_;
  std::vector<const Claims*> claims_;                // that hold
  std::vector<std::set<std::string>> known_errors_;  // by StructureId: of the structure alone, unchanged
};

Judge::Judge(const Project& project, const RecordedEvents& recorded)
    : project_(project),
      recorded_(recorded),
      chosen_(chosen_by(*project.org)),
      known_errors_(project.policy->structures.size()) {
  run_tests(recorded);
  prove_claims();
  for (const StructureId id : in_use(project)) {
    known_errors_[id.index] = errors_of(*alone(id, project.policy->structures[id.index]), true);
  }
}

void Judge::run_tests(const RecordedEvents& recorded) {
  TestRunner runner(project_.program, project_.sources, recorded);
  for (const Test& test : project_.suite->tests) {
    Coverage coverage(*project_.policy);
    if (runner.run(test, &coverage).outcome != Outcome::Passed) continue;
    Witness witness{test, test.structure, {}};
    witness.test.structure.reset();
    for (const StructureHits& hits : coverage.hits()) witness.used.push_back(!hits.cells.empty());
    tests_.push_back(std::move(witness));
  }
}

void Judge::prove_claims() {
  if (project_.suite->claims.empty()) return;
  ClaimsRunner runner(project_.program, *project_.suite, project_.sources);
  for (const Claims& claims : project_.suite->claims) {
    if (runner.run(claims).outcome == Outcome::Passed) claims_.push_back(&claims);
  }
}

std::shared_ptr<const Program> Judge::alone(StructureId id, const Structure& structure) const {
  auto policy = policy_of(*project_.policy, {id});
  policy->structures[id.index] = structure;
  return std::make_shared<const Program>(std::move(policy), org_serving(*project_.org, id));
}

std::shared_ptr<const Program> Judge::whole(const Mutant& mutant) const {
  Structures kept = chosen_;
  kept.push_back(mutant.structure);
  auto policy = policy_of(*project_.policy, kept);
  policy->structures[mutant.structure.index] = mutant.changed;
  return std::make_shared<const Program>(std::move(policy), project_.org);
}

bool Judge::needs_whole(const Mutant& mutant) const {
  const auto serves = [&](const Witness& test) { return !test.named && test.used[mutant.structure.index]; };
  const auto speaks = [&](const Claims* claims) { return !claims->structure || claims->structure == mutant.structure; };
  return std::ranges::any_of(tests_, serves) || std::ranges::any_of(claims_, speaks);
}

bool Judge::tests_notice(const Mutant& mutant, const std::shared_ptr<const Program>& program, bool named) const {
  TestRunner runner(program, project_.sources, recorded_);
  return std::ranges::any_of(tests_, [&](const Witness& witness) {
    if (!witness.used[mutant.structure.index] || witness.named.has_value() != named) return false;
    if (named && witness.named != mutant.structure) return false;
    return runner.run(witness.test).outcome != Outcome::Passed;
  });
}

bool Judge::claims_notice(const Mutant& mutant, const std::shared_ptr<const Program>& whole) const {
  if (claims_.empty()) return false;
  ClaimsRunner runner(whole, *project_.suite, project_.sources);
  return std::ranges::any_of(claims_, [&](const Claims* claims) {
    if (claims->structure && claims->structure != mutant.structure) return false;
    if (!claims->structure && !has(chosen_, mutant.structure)) return false;
    return runner.run(*claims).outcome == Outcome::Failed;
  });
}

std::set<std::string> Judge::errors_of(const Program& alone, bool with_proof) const {
  Emitter emitter;
  check_static(alone.policy(), alone.org(), project_.sources, emitter);
  if (with_proof) {
    Replayer replayer(alone);
    const auto confirm = [&replayer](Finding& finding) { return replayer.confirms(finding); };
    report(alone, analyse(alone, ProofBudget{}, confirm), project_.sources, emitter);
  }
  std::set<std::string> errors;
  for (const Diagnostic& diagnostic : emitter.all()) {
    if (diagnostic.severity == Severity::Error) errors.insert(diagnostic.code + " " + diagnostic.message);
  }
  return errors;
}

// ---- do all own the same?

Boxes within(const Boxes& boxes, const Box& universe) {
  Boxes result;
  for (const Box& box : boxes) {
    if (auto part = intersect(box, universe)) result.push_back(std::move(*part));
  }
  return result;
}

// Is there an account for which the two tables name different roles? Two structures of one program.
bool differ(const Program& program, Possible& possible, StructureId a, StructureId b, LeafId leaf) {
  const Policy& policy = program.policy();
  const auto table_of = [&](StructureId id) -> const Table& {
    return program.parts().structures[id.index].owners[leaf.index].table;
  };
  const Table &left = table_of(a), &right = table_of(b);
  std::vector<DimensionId> dimensions = left.dimensions;
  dimensions.insert(dimensions.end(), right.dimensions.begin(), right.dimensions.end());
  Feasibility* feasible = possible.about(policy.leaves[leaf.index].per, dimensions);
  if (feasible == nullptr || !left.within_budget || !right.within_budget) return true;
  StepBudget budget{ProofBudget{}.steps};
  TableProof proof(program, left, *feasible, budget);
  const auto role_of = [&](StructureId id, const TableRow& row) {
    return policy.structures[id.index].statements[row.number].role;
  };
  for (const TableRow& one : left.rows) {
    const Boxes here = within(one.boxes, left.universe);
    for (const TableRow& other : right.rows) {
      if (role_of(a, one) == role_of(b, other)) continue;
      const auto verdict = proof.find_overlap(here, other.boxes, [](const Found&) { return true; });
      if (verdict != TableProof::Verdict::None) return true;
    }
  }
  return false;
}

// Both stand in one policy, so that one space tells their accounts apart. The check has passed: neither has gaps.
bool Judge::owns_the_same(const Mutant& mutant) const {
  if (!mutant.owners) return false;
  auto policy = policy_of(*project_.policy, {mutant.structure});
  policy->structures.push_back(mutant.changed);
  const StructureId changed{policy->structures.size() - 1};
  const Program program(std::move(policy), org_serving(*project_.org, mutant.structure));
  Possible possible(program);
  for (std::size_t i = 0; i < program.policy().leaves.size(); ++i) {
    if (differ(program, possible, mutant.structure, changed, LeafId{i})) return false;
  }
  return true;
}

// Deadlines, checklists, tiers, SLAs and credits have no part in it: what is wrong with them is seen without a proof.
bool concerns_proof(const Mutant& mutant, const Policy& policy) {
  const std::size_t handoffs = policy.structures[mutant.structure.index].handoffs.size();
  return mutant.kind == Mutant::Kind::Statement || mutant.changed.handoffs.size() != handoffs;
}

Judge::Verdict Judge::judge(const Mutant& mutant) const {
  const auto changed = alone(mutant.structure, mutant.changed);
  if (tests_notice(mutant, changed, true)) return Verdict::Test;
  if (needs_whole(mutant)) {
    const auto all = whole(mutant);
    if (tests_notice(mutant, all, false)) return Verdict::Test;
    if (claims_notice(mutant, all)) return Verdict::Claim;
  }
  const std::set<std::string>& known = known_errors_[mutant.structure.index];
  const std::set<std::string> errors = errors_of(*changed, concerns_proof(mutant, *project_.policy));
  if (!std::ranges::includes(known, errors)) return Verdict::Check;
  return owns_the_same(mutant) ? Verdict::Equivalent : Verdict::Survived;
}

// One mistake in the text: in each structure in which the text stands. It is noticed if it is noticed in one of them.
using Mistake = std::vector<Mutant>;

std::vector<Mistake> all_mistakes(const Project& project) {
  std::vector<Mistake> all;
  std::map<std::pair<std::string, std::string>, std::size_t> known;  // by place and words
  for (const bool own : {true, false}) {
    for (const StructureId id : in_use(project)) {
      for (Mutant& mutant : mutants_of(*project.policy, *project.org, id, project.sources, own)) {
        const auto [found, added] = known.try_emplace({to_string(mutant.at), mutant.text}, all.size());
        if (added) all.emplace_back();
        all[found->second].push_back(std::move(mutant));
      }
    }
    if (!all.empty()) break;
  }
  std::ranges::stable_sort(all, {}, [](const Mistake& mistake) { return mistake.front().kind; });
  return all;
}

std::vector<Mistake> picked(std::vector<Mistake> all, std::size_t most) {
  if (most == 0 || most >= all.size()) return all;
  std::vector<Mistake> result;
  for (std::size_t i = 0; i < most; ++i) result.push_back(std::move(all[i * all.size() / most]));
  return result;
}

struct Judgement {
  Judge::Verdict verdict = Judge::Verdict::Equivalent;
  std::vector<std::string> structures;  // Survived: in which it matters
};

Judgement judge_all(const Judge& judge, const Mistake& mistake, const Policy& policy) {
  Judgement judgement;
  for (const Mutant& mutant : mistake) {
    const Judge::Verdict verdict = judge.judge(mutant);
    if (verdict == Judge::Verdict::Equivalent) continue;
    judgement.verdict = verdict;
    if (verdict != Judge::Verdict::Survived) break;
    const std::string& name = policy.structures[mutant.structure.index].name;
    if (std::ranges::find(judgement.structures, name) == judgement.structures.end()) {
      judgement.structures.push_back(name);
    }
  }
  return judgement;
}

}  // namespace

MutationReport mutate(const Project& project, const RecordedEvents& recorded, const MutationOptions& options) {
  MutationReport report;
  std::vector<Mistake> mistakes = all_mistakes(project);
  report.made = mistakes.size();
  mistakes = picked(std::move(mistakes), options.most);
  report.tried = mistakes.size();
  const Judge judge(project, recorded);
  std::vector<Judgement> judged(mistakes.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < mistakes.size(); i = next++) {
      judged[i] = judge_all(judge, mistakes[i], *project.policy);
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < std::min(options.jobs, mistakes.size()); ++i) threads.emplace_back(work);
    work();
  }
  const auto count = [&](Judge::Verdict verdict) {
    return static_cast<std::size_t>(std::ranges::count(judged, verdict, &Judgement::verdict));
  };
  report.by_tests = count(Judge::Verdict::Test);
  report.by_claims = count(Judge::Verdict::Claim);
  report.by_check = count(Judge::Verdict::Check);
  report.equivalent = count(Judge::Verdict::Equivalent);
  report.survived = count(Judge::Verdict::Survived);
  for (std::size_t i = 0; i < mistakes.size(); ++i) {
    if (judged[i].verdict != Judge::Verdict::Survived) continue;
    const Mutant& mutant = mistakes[i].front();
    report.survivors.push_back({mutant.text, std::move(judged[i].structures), mutant.at});
  }
  return report;
}

std::string mutation_human(const MutationReport& report, const std::string& seconds) {
  const std::string of = report.tried == report.made ? "" : fmt::format(" of {}", report.made);
  std::string text = fmt::format(
      "mistakes: {}{} tried in {} s: {} noticed by tests, {} by cases and invariants, {} by the check; {} change "
      "nothing; "
      "{} noticed by nothing\n",
      report.tried, of, seconds, report.by_tests, report.by_claims, report.by_check, report.equivalent,
      report.survived);
  for (const MutationReport::Survivor& survivor : report.survivors) {
    text += fmt::format("  {}  in {}: {}: no test noticed\n", to_string(survivor.at), plain_list(survivor.structures),
                        survivor.text);
  }
  return text;
}

}  // namespace baton::dsl
