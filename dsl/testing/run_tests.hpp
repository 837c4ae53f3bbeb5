// Runs tests: each in an engine of its own, step by step, as suite.hpp describes the clock.
//
// Timers go as everywhere (S3): at one instant events come before timers, so an expectation that stands between two
// events of one instant sees none of that instant's timers. A failed expectation does not end a test; what cannot go
// on (an event that is refused where none should be, a file that cannot be read) does, as an error.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "dsl/diagnostics.hpp"
#include "dsl/structure_programs.hpp"
#include "dsl/testing/coverage.hpp"
#include "dsl/testing/results.hpp"

namespace baton::dsl {

// The events of a file (a path relative to the project), in S1's order; the error names the file. Called from any
// thread.
using RecordedEvents = std::function<std::expected<std::vector<Event>, std::string>(const std::string& path)>;

class TestRunner {
 public:
  // `sources`: what reasons are quoted from. All three outlive the runner.
  TestRunner(std::shared_ptr<const Program> program, const Sources& sources, RecordedEvents recorded);

  // The result has no duration: this layer knows no clock. From any thread. `coverage`: to which is added what the test
  // exercises, if it is wanted.
  TestResult run(const Test& test, Coverage* coverage = nullptr);

 private:
  std::shared_ptr<const Program> program_;
  const Sources& sources_;
  RecordedEvents recorded_;
  StructurePrograms alone_;
};

}  // namespace baton::dsl
