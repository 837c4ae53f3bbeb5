// Files as they are called in the current folder. People read of a project's files by their places in it; programs
// (GitHub, SARIF, JUnit, LCOV, JSON) open what they read of, and know nothing of a project's folder.
#pragma once

#include <string>

#include "dsl/diagnostics.hpp"
#include "dsl/testing/results.hpp"

namespace baton::app {

// Is it a file of the project? The library's modules are not: they stand nowhere.
bool stands_in(const std::string& folder, const std::string& file);

// "orgs/p/policy.baton" for `policy.baton` of the project `./orgs/p`; what does not stand there keeps its name.
std::string seen_from_here(const std::string& folder, const std::string& file);
dsl::Sources seen_from_here(const std::string& folder, const dsl::Sources& sources);
dsl::TestReport seen_from_here(const std::string& folder, dsl::TestReport report);

}  // namespace baton::app
