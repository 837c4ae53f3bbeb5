// Would the tests notice if the policy were wrong? Tries the mistakes of mutants.hpp one by one: the tests are run,
// then cases and invariants proved, then the policy checked. What nothing notices is a rule that no test holds fast.
#pragma once

#include "dsl/project.hpp"
#include "dsl/testing/mutants.hpp"
#include "dsl/testing/run_tests.hpp"

namespace baton::dsl {

struct MutationReport {
  std::size_t made = 0;   // that there are
  std::size_t tried = 0;  // of these
  std::size_t by_tests = 0, by_claims = 0, by_check = 0;
  std::size_t equivalent = 0;  // everybody owns the same for all accounts at all moments
  struct Survivor {
    std::string text;
    std::vector<std::string> structures;  // in which the text stands and it matters
    Origin at;
  };
  std::size_t survived = 0;
  std::vector<Survivor> survivors;  // worst first
};

struct MutationOptions {
  std::size_t most = 0;  // mutants; 0: all. Fewer are picked evenly
  std::size_t jobs = 1;  // threads; changes no answer
};

// The project is sound; tests and claims that fail in it are left out. In structures that org.yaml chooses or tests
// name.
MutationReport mutate(const Project& project, const RecordedEvents& recorded, const MutationOptions& options);

// Counts, then a line for each survivor. `seconds`: "2.3".
std::string mutation_human(const MutationReport& report, const std::string& seconds);

}  // namespace baton::dsl
