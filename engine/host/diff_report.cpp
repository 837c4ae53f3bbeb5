#include "engine/host/diff_report.hpp"

#include <fmt/format.h>

#include "engine/host/matrix.hpp"
#include "engine/host/other_changes.hpp"
#include "engine/host/text.hpp"

namespace baton::host {
namespace {

std::vector<std::string> names_of(const Policy& policy, const std::vector<LeafId>& leaves) {
  std::vector<std::string> names;
  for (const LeafId leaf : leaves) names.push_back(policy.leaves[leaf.index].name);
  return names;
}

}  // namespace

DiffReport make_diff_report(const Versions& versions, const ProofBudget& budget, const HistoryOf& history_of) {
  const Joint& joint = versions.joint;
  const Differences differences = find_differences(versions, budget);
  DiffReport report;
  for (Passing& change : passings(versions, differences)) {
    report.owners.push_back({names_of(joint.policy, change.leaves), role_words(joint.policy, change.before),
                             role_words(joint.policy, change.after), std::move(change.cases), std::move(change.example),
                             history_of(change.witness)});
  }
  report.not_proved = names_of(joint.policy, differences.not_proved);
  report.only_before = names_of(joint.policy, joint.only_before);
  report.only_after = names_of(joint.policy, joint.only_after);
  report.others = joint.vocabulary;
  report.same_names = joint.vocabulary.empty();
  report.clauses = clause_changes(versions, budget);
  return report;
}

void compare_wording(DiffReport& report, const Policy& before, const Org& org_before, const Policy& after,
                     const Org& org_after) {
  report.teams = team_changes(org_before, org_after);
  for (std::string& sentence : other_changes(before, after)) {
    report.others.push_back(std::move(sentence));
  }
}

std::string case_words(const DifferenceCase& one) {
  if (one.who.empty() && one.when.empty()) return "for all accounts, always";
  const std::string who = one.who.empty() ? "for all accounts" : "where " + one.who;
  return one.when.empty() ? who : who + ", " + one.when;
}

std::vector<std::string> case_lines(const DifferenceCases& cases) {
  if (!cases.by.empty()) return {"in many cases, by " + cases.by};
  std::vector<std::string> lines;
  for (const DifferenceCase& one : cases.list) lines.push_back((lines.empty() ? "" : "or ") + case_words(one));
  return lines;
}

std::string verdict(const DiffReport& report) {
  if (!report.owners.empty()) return counted(report.owners.size(), "difference") + " in which role owns what";
  return report.not_proved.empty() ? "no difference in which role owns what" : "not decided whether owners differ";
}

std::string proof_words(const DiffReport& report) {
  return report.same_names ? "proved for every account at every moment"
                           : "proved for every account that both versions can describe, at every moment";
}

std::string example_words(const Example& example) {
  std::string words;
  for (const auto& [name, value] : example) {
    const std::string time = time_in_words(name, value);
    words += (words.empty() ? "" : ", ") + (time.empty() ? fact_in_words(name, value) : time);
  }
  return words;
}

std::string clause_title(const ClauseChange& change) {
  static constexpr const char* what[] = {"changes", "is new", "is gone",
                                         "may differ: it was more than could be proved"};
  return fmt::format("{} {}", change.clause, what[static_cast<std::size_t>(change.kind)]);
}

std::string holder_words(const ReplayedDiff::Owner& owner) {
  if (owner.role.empty()) return "nobody";
  return owner.person.empty() ? owner.role + " (empty seat)" : fmt::format("{} ({})", owner.role, owner.person);
}

std::string moved_words(const ReplayedDiff::Moved& moved) {
  return fmt::format("{}{}: {} -> {}", moved.record.empty() ? "" : moved.record + ": ", moved.responsibility,
                     holder_words(moved.before), holder_words(moved.after));
}

std::string person_words(const std::string& id, const ReplayedDiff::Person& person) {
  constexpr std::size_t most = 5;
  std::vector<std::string> words;
  const auto say = [&](const char* verb, std::uint64_t count, const std::set<std::string>& accounts) {
    if (count == 0) return;
    std::vector<std::string> ids(accounts.begin(), accounts.end());
    if (ids.size() > most) {
      ids.resize(most);
      ids.push_back("...");
    }
    words.push_back(fmt::format("{} {} of {} ({})", verb,
                                count == 1 ? "1 responsibility" : fmt::format("{} responsibilities", count),
                                counted(accounts.size(), "account"), fmt::join(ids, ", ")));
  };
  say("gains", person.gains, person.gained);
  say("loses", person.loses, person.lost);
  if (person.handoffs > 0)
    words.push_back(
        fmt::format("has {} that differ{}", counted(person.handoffs, "open handoff"), person.handoffs == 1 ? "s" : ""));
  return fmt::format("{} {}", id, fmt::join(words, "; "));
}

}  // namespace baton::host
