// Results of tests for people and for programs.
#pragma once

#include <string>

#include "dsl/testing/results.hpp"

namespace baton::dsl {

struct ResultStyle {
  bool colour = false;   // ANSI
  bool verbose = false;  // passes one by one
};

// Failures in full, passes as counts; the last line is `summary`.
std::string results_human(const TestReport& report, const ResultStyle& style);
// "42 tests: 40 passed, 1 failed, 1 skipped; 3 invariants proved, 1 failed"
std::string summary(const TestReport& report);
// A workflow command of GitHub for each failure, skip and error: annotations beside the expectation.
std::string results_github(const TestReport& report);
// JUnit's XML as Jenkins, GitLab and others read it: a suite for each file. `times`: how long each took.
std::string results_junit(const TestReport& report, bool times);
// An object with the counts and `results`: see docs/testing.md. `diagnostics`: what `check` says, as it gives it.
std::string results_json(const TestReport& report, const std::string& diagnostics, bool times);

}  // namespace baton::dsl
