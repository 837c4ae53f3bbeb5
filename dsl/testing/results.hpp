// What a run of the tests found. Fail, error and skip are three things: an expectation that does not hold, a test that
// could not be run to its end, a test that was told not to run.
#pragma once

#include <string>
#include <vector>

#include "dsl/testing/suite.hpp"

namespace baton::dsl {

struct Failure {
  std::string expected;  // as written: "AE owns expansion.source"; empty: what ended the test
  std::string found;     // "AM (kim) owns expansion.source"
  std::string why;       // "since `AM owns expansion otherwise` (ae_am.baton:12:3)"; may be empty
  // What happened on the way, one line each, local times; the moment is marked with `>`, what comes next stands last.
  std::vector<std::string> timeline;
  Origin at;  // the expectation's place
};

struct TestResult {
  enum class Outcome { Passed, Failed, Error, Skipped };
  enum class Kind { Test, Cases, Invariant };
  Kind kind = Kind::Test;
  std::string title;
  Outcome outcome = Outcome::Passed;
  std::size_t expectations = 0;   // asked
  std::vector<Failure> failures;  // every expectation that does not hold; Error: and at last why it could not go on
  std::string note;               // Skipped: why; a proof that passed: what bound it rests on, if any
  std::int64_t duration_us = 0;   // by the clock; in JUnit and JSON only on request of the caller
  Origin at;
};

struct TestReport {
  std::vector<TestResult> results;  // in order of files, then places
  std::size_t count(TestResult::Outcome outcome) const;
};

}  // namespace baton::dsl
