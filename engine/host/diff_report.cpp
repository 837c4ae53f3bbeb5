#include "engine/host/diff_report.hpp"

#include <fmt/format.h>

#include "engine/host/matrix.hpp"

namespace baton::host {
namespace {

std::vector<std::string> names_of(const Policy& policy, const std::vector<LeafId>& leaves) {
  std::vector<std::string> names;
  for (const LeafId leaf : leaves) names.push_back(policy.leaves[leaf.index].name);
  return names;
}

}  // namespace

DiffReport make_diff_report(const Versions& versions, const Differences& differences, const HistoryOf& history_of) {
  const Joint& joint = versions.joint;
  DiffReport report;
  for (OwnerChange& change : owner_changes(versions, differences)) {
    report.owners.push_back({names_of(joint.policy, change.leaves), role_words(joint.policy, change.before),
                             role_words(joint.policy, change.after), std::move(change.cases), std::move(change.by),
                             std::move(change.example), history_of(change.witness)});
  }
  report.not_proved = names_of(joint.policy, differences.not_proved);
  report.only_before = names_of(joint.policy, joint.only_before);
  report.only_after = names_of(joint.policy, joint.only_after);
  report.vocabulary = joint.vocabulary;
  return report;
}

std::string case_words(const DifferenceCase& one) {
  if (one.who.empty() && one.when.empty()) return "for all accounts, always";
  const std::string who = one.who.empty() ? "for all accounts" : "where " + one.who;
  return one.when.empty() ? who : who + ", " + one.when;
}

}  // namespace baton::host
