// What `baton diff` has found, in words, and the forms in which it is shown.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/host/clause_changes.hpp"
#include "engine/host/difference_words.hpp"
#include "engine/host/replayed_diff.hpp"

namespace baton::host {

struct DiffReport {
  std::string before, after;  // the versions as the reader called them
  struct Owners {
    std::vector<std::string> leaves;
    std::string from, to;  // roles; "nobody"
    DifferenceCases cases;
    Example example;                   // one account
    std::vector<std::string> history;  // that leads there, in the policy's language
  };
  std::vector<Owners> owners;
  std::vector<std::string> not_proved;               // responsibilities
  std::vector<std::string> only_before, only_after;  // responsibilities
  std::vector<std::string> teams;                    // sentences: who comes and goes
  std::vector<std::string> others;                   // sentences about fields, stages, events, roles
  bool same_names = true;                            // false: there may be accounts that one version alone can describe
  std::vector<ClauseChange> clauses;
  std::optional<ReplayedDiff> events;  // where events were replayed
};

// `history_of`: a witness as lines in the policy's language.
using HistoryOf = std::function<std::vector<std::string>(const Witness&)>;
DiffReport make_diff_report(const Versions& versions, const ProofBudget& budget, const HistoryOf& history_of);
// Adds what does not rest on a proof: vocabulary, coverage, teams.
void compare_wording(DiffReport& report, const Policy& before, const Org& org_before, const Policy& after,
                     const Org& org_after);

// "where segment is smb, from 90 days after entering onboarding"; "for all accounts, always".
std::string case_words(const DifferenceCase& one);
// One line each, for a list: "where segment is smb", "or where key"; "in many cases, by arr and segment".
std::vector<std::string> case_lines(const DifferenceCases& cases);

struct DiffStyle {
  bool colour = false;   // ANSI
  bool verbose = false;  // a history for each difference
};
std::string diff_text(const DiffReport& report, const DiffStyle& style);
// A comment on a pull request: the verdict, a table, and the details folded away.
std::string diff_markdown(const DiffReport& report);
// One object with the same, for programs; nobody is null.
std::string diff_json(const DiffReport& report);

// What all forms say. "2 differences in which role owns what".
std::string verdict(const DiffReport& report);
// "proved for every account at every moment", as far as both versions know it.
std::string proof_words(const DiffReport& report);
std::string example_words(const Example& example);
// "handoff sales_to_am changes", "... is new", "... is gone".
std::string clause_title(const ClauseChange& change);
// "deal D-1: closing: AE dana -> AM kim".
std::string moved_words(const ReplayedDiff::Moved& moved);
std::string holder_words(const ReplayedDiff::Owner& owner);
// "lee gains 24 responsibilities of 3 accounts; 1 handoff of lee's is another".
std::string person_words(const std::string& id, const ReplayedDiff::Person& person);
// Of the replayed accounts, this many are listed for people.
inline constexpr std::size_t most_accounts = 20;

}  // namespace baton::host
