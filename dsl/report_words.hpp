// The words that reports of the proof share: lists of names, the "for example" line, statements to paste.
#pragma once

#include <string>
#include <vector>

#include "engine/decide/findings.hpp"

namespace baton::dsl {

// "`a`", "`a` and `b`", "`a`, `b` and `c`".
std::string spoken_list(const std::vector<std::string>& names);
// As a statement lists them: "a, b, c".
std::string plain_list(const std::vector<std::string>& names);
std::vector<std::string> leaf_names(const Policy& policy, const std::vector<LeafId>& leaves);

// "an account in stage `customer`, 90 days after entering onboarding, with segment = smb".
std::string example_text(const Finding& finding);
// What the last step of a witness is: "when `deal.won` happens", "when `segment` becomes smb"; empty: time passes.
std::string cause_text(const Policy& policy, const Witness& witness);

// Lines of org.yaml that give the role a team: one that is there already, else a new one.
std::vector<std::string> coverage_lines(const Policy& policy, const Org& org, RoleId role);

// Do the windows of these statements count from one anchor or date in days as well as in months, or in hours?
bool mixes_units(const Structure& structure, const std::vector<StatementId>& statements);

}  // namespace baton::dsl
