// What `baton diff` has found, in words, and the forms in which it is shown.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/host/difference_words.hpp"

namespace baton::host {

struct DiffReport {
  std::string before, after;  // the versions as the reader called them
  struct Owners {
    std::vector<std::string> leaves;
    std::string from, to;  // roles; "nobody"
    std::vector<DifferenceCase> cases;
    std::string by;                    // too many cases: what they depend on
    Example example;                   // one account
    std::vector<std::string> history;  // that leads there, in the policy's language
  };
  std::vector<Owners> owners;
  std::vector<std::string> not_proved;               // responsibilities
  std::vector<std::string> only_before, only_after;  // responsibilities
  std::vector<std::string> vocabulary;               // sentences about fields, stages, events, roles

  bool owners_are_same() const { return owners.empty() && not_proved.empty(); }
  bool is_same() const { return owners_are_same() && only_before.empty() && only_after.empty() && vocabulary.empty(); }
};

// `history_of`: a witness as lines in the policy's language.
using HistoryOf = std::function<std::vector<std::string>(const Witness&)>;
DiffReport make_diff_report(const Versions& versions, const Differences& differences, const HistoryOf& history_of);

// "where segment is smb, from 90 days after entering onboarding"; "for all accounts, always".
std::string case_words(const DifferenceCase& one);

struct DiffStyle {
  bool colour = false;   // ANSI
  bool verbose = false;  // a history for each difference
};
std::string diff_text(const DiffReport& report, const DiffStyle& style);

}  // namespace baton::host
