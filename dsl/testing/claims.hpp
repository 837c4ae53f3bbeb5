// Cases and invariants: proved for all accounts at all moments, with a counterexample when they fail.
#pragma once

#include <memory>

#include "dsl/diagnostics.hpp"
#include "dsl/testing/results.hpp"
#include "engine/decide/claims.hpp"

namespace baton::dsl {

class ClaimsRunner {
 public:
  // `program` has no unsound structure that the claims speak of, or says so elsewhere.
  // `sources`: what the statements that break a claim are quoted from.
  ClaimsRunner(std::shared_ptr<const Program> program, const Suite& suite, const Sources& sources);
  ~ClaimsRunner();

  // Passed: proved. Failed: a claim with a counterexample, or a row of cases that no account can meet. Error: not
  // proved within the budget.
  TestResult run(const Claims& claims);

 private:
  bool is_broken(const Claim& claim, bool whole, const ClaimFinding& finding);
  bool confirms(const Claim& claim, bool whole, ClaimFinding& finding);
  Failure tell(const Claim& claim, bool whole, const ClaimFinding& finding);
  const std::shared_ptr<const Program>& program_for(const ClaimFinding& finding, bool whole);

  std::shared_ptr<const Program> program_;
  const Sources& sources_;
  std::unique_ptr<const Program> cut_;  // the same with the cuts of the claims' conditions
  std::unique_ptr<ClaimProver> prover_;
  std::vector<std::shared_ptr<const Program>> alone_;  // by StructureId
};

}  // namespace baton::dsl
