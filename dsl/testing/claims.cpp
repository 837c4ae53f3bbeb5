#include "dsl/testing/claims.hpp"

#include <fmt/format.h>

#include "dsl/history.hpp"
#include "dsl/quote.hpp"
#include "dsl/report_words.hpp"
#include "engine/flow/replay_witness.hpp"

namespace baton::dsl {

namespace {

std::vector<Condition> conditions_of(const Suite& suite) {
  std::vector<Condition> conditions;
  for (const Claims& claims : suite.claims) {
    for (const Claim& claim : claims.claims) conditions.push_back(claim.when);
  }
  return conditions;
}

const Snapshot::Owner* owner_of(const Snapshot& snapshot, LeafId leaf, const Witness& witness) {
  const std::vector<Snapshot::Owner>* owners = &snapshot.owners;
  if (witness.record) {
    owners = nullptr;
    for (const Snapshot::Record& record : snapshot.records) {
      if (record.name == RecordName{*witness.record, witness.record_id}) owners = &record.owners;
    }
  }
  if (owners == nullptr) return nullptr;
  const auto found = std::ranges::find(*owners, leaf, &Snapshot::Owner::leaf);
  return found == owners->end() ? nullptr : &*found;
}

std::string role_name(const Policy& policy, const std::optional<RoleId>& role) {
  return role ? policy.roles[role->index].name : "nobody";
}

// Who owns the leaf at the end of the witness, and why.
struct Found {
  std::string owner, why;
};
Found found_by(const Program& program, const Sources& sources, const ClaimFinding& finding,
               const Snapshot::Owner& owner) {
  const Policy& policy = program.policy();
  Found found{role_name(policy, owner.holder.role), {}};
  if (owner.because.kind == Because::Kind::Handoff) {
    found.why = fmt::format("since handoff {} is not finished and the giver holds what it moves", owner.because.name);
  } else {
    found.why = fmt::format("since `{}` ({})", quote(sources, owner.because.at), to_string(owner.because.at));
  }
  found.why += fmt::format(", in structure {}", policy.structures[finding.structure.index].name);
  return found;
}

// A claim of an invariant that is about nothing: no account can be there, or nothing is active.
struct VoidClaim {
  const Claim* claim;
  std::string found;
};

// What is said of the account and of its records in one go is several claims at one place: it is about nothing only if
// all of them are. The first one of each place.
std::vector<VoidClaim> about_nothing(const Claims& claims, const std::vector<VoidClaim>& void_ones) {
  std::vector<VoidClaim> result;
  for (const VoidClaim& one : void_ones) {
    const auto beside = [&](const Claim& other) { return other.at.begin == one.claim->at.begin; };
    const auto is_void = [&](const Claim& other) {
      return std::ranges::find(void_ones, &other, &VoidClaim::claim) != void_ones.end();
    };
    const auto first = std::ranges::find_if(claims.claims, beside);
    const bool all = std::ranges::all_of(claims.claims, [&](const Claim& c) { return !beside(c) || is_void(c); });
    if (all && &*first == one.claim) result.push_back(one);
  }
  return result;
}

bool is_void(const ClaimFinding& finding) {
  return finding.kind == ClaimFinding::Kind::Impossible || finding.kind == ClaimFinding::Kind::NotActive;
}

std::string void_words(const Policy& policy, const Claim& claim, const ClaimFinding& finding) {
  const Leaf& leaf = policy.leaves[finding.leaf.index];
  if (finding.kind == ClaimFinding::Kind::NotActive) {
    return fmt::format("{} active there, so nobody {} it",
                       claim.leaves.size() == 1 ? fmt::format("`{}` is never", leaf.name) : "nothing of this is ever",
                       leaf.metric ? "carries" : "owns");
  }
  if (!claim.must_be_possible) return "no account can ever be there, so this claims nothing";
  return fmt::format("no account can ever be there, so nobody owns `{}` there", leaf.name);
}

}  // namespace

ClaimsRunner::ClaimsRunner(std::shared_ptr<const Program> program, const Suite& suite, const Sources& sources)
    : program_(std::move(program)), sources_(sources), alone_(program_->policy().structures.size()) {
  if (suite.claims.empty()) return;
  auto policy = std::make_shared<Policy>(with_conditions(program_->policy(), conditions_of(suite)));
  cut_ = std::make_unique<const Program>(std::move(policy), std::make_shared<Org>(program_->org()));
  prover_ = std::make_unique<ClaimProver>(*cut_, ProofBudget{});
}
ClaimsRunner::~ClaimsRunner() = default;

const std::shared_ptr<const Program>& ClaimsRunner::program_for(const ClaimFinding& finding, bool whole) {
  if (!whole) return program_;
  auto& slot = alone_[finding.structure.index];
  if (!slot) slot = serving_all(*program_, finding.structure);
  return slot;
}

// The engine's owner at the end of the witness is one that the claim excludes, where the claim is made.
bool ClaimsRunner::is_broken(const Claim& claim, bool whole, const ClaimFinding& finding) {
  const auto& program = program_for(finding, whole);
  const auto replay = replay_witness(program, *finding.witness);
  if (!replay) return false;
  const auto view = witness_view(replay->engine, *finding.witness);
  const auto snapshot = replay->engine.snapshot(witness_account, finding.witness->at);
  if (!view || !snapshot || snapshot->structure != finding.structure || !holds(claim.when, *view)) return false;
  if (!claim.account_stages.has(snapshot->stage)) return false;
  if (view->record != nullptr && !claim.record_stages.has(view->record->stage)) return false;
  const Snapshot::Owner* owner = owner_of(*snapshot, finding.leaf, *finding.witness);
  if (owner == nullptr) return false;
  return (claim.kind == Claim::Kind::Never) == (owner->holder.role == claim.role);
}

// A giver may still hold what the statements give to the role, or have given it on the way: then handoffs are finished.
bool ClaimsRunner::confirms(const Claim& claim, bool whole, ClaimFinding& finding) {
  if (is_broken(claim, whole, finding)) return true;
  for (const Finish finish : {Finish::AtTheEnd, Finish::OnTheWay}) {
    ClaimFinding later = finding;
    later.witness = finishing_handoffs(program_for(finding, whole), *finding.witness, finding.leaf, finish);
    if (!later.witness || !is_broken(claim, whole, later)) continue;
    finding = std::move(later);
    return true;
  }
  return false;
}

Failure ClaimsRunner::tell(const Claim& claim, bool whole, const ClaimFinding& finding) {
  const Policy& policy = program_->policy();
  const std::string leaf = policy.leaves[finding.leaf.index].name;
  Failure failure;
  failure.expected = claim.text;
  failure.at = claim.at;
  if (is_void(finding)) {
    failure.found = void_words(policy, claim, finding);
    return failure;
  }
  if (finding.kind == ClaimFinding::Kind::NotProved) {
    failure.found =
        fmt::format("it could not be decided within the limit whether this holds for `{}` in structure `{}`", leaf,
                    policy.structures[finding.structure.index].name);
    return failure;
  }
  const auto replay = replay_witness(program_for(finding, whole), *finding.witness);
  const auto snapshot = replay->engine.snapshot(witness_account, finding.witness->at);
  const Found found = found_by(*program_, sources_, finding, *owner_of(*snapshot, finding.leaf, *finding.witness));
  Finding shown;
  shown.example = finding.example;
  shown.witness = finding.witness;
  failure.found = fmt::format("{} {} `{}`, for example of {}", found.owner,
                              policy.leaves[finding.leaf.index].metric ? "carries" : "owns", leaf, example_text(shown));
  failure.why = found.why;
  failure.timeline = history_lines(policy, program_->org().zone, *finding.witness);
  return failure;
}

TestResult ClaimsRunner::run(const Claims& claims) {
  TestResult result;
  result.kind = claims.kind == Claims::Kind::Cases ? TestResult::Kind::Cases : TestResult::Kind::Invariant;
  result.title = claims.title;
  result.at = claims.at;
  if (claims.skip_because) {
    result.outcome = TestResult::Outcome::Skipped;
    result.note = *claims.skip_because;
    return result;
  }
  bool broken = false;
  std::vector<VoidClaim> void_ones;
  for (const Claim& claim : claims.claims) {
    ++result.expectations;
    const bool whole = claims.structure.has_value();
    const ConfirmClaim confirm = [&](ClaimFinding& finding) { return confirms(claim, whole, finding); };
    for (const ClaimFinding& finding : prover_->prove(claim, claims.structure, confirm)) {
      if (is_void(finding) && !claim.must_be_possible) {
        void_ones.push_back({&claim, void_words(program_->policy(), claim, finding)});
        continue;
      }
      broken |= finding.kind != ClaimFinding::Kind::NotProved;
      result.failures.push_back(tell(claim, whole, finding));
    }
  }
  for (const VoidClaim& one : about_nothing(claims, void_ones)) {
    broken = true;
    result.failures.push_back({one.claim->text, one.found, "", {}, one.claim->at});
  }
  if (!result.failures.empty()) result.outcome = broken ? TestResult::Outcome::Failed : TestResult::Outcome::Error;
  return result;
}

}  // namespace baton::dsl
