// Claims about owners, proved for all accounts at all moments: "a CSM never owns anything where segment is smb".
//
// The same geometry as `analyse`: the statements that would break the claim are cut down to where it is made, and what
// is left is refuted or told as a history. Also while a giver holds a leaf during a handoff: then the giver is the
// owner, whatever the statements say (O3), so a claim is broken as well if such a handoff can be open where it is made.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "engine/decide/analyse_example.hpp"
#include "engine/decide/findings.hpp"

namespace baton {

struct OwnershipClaim {
  enum class Kind { Never, Always };  // the role never / always owns each of the leaves
  Kind kind = Kind::Never;
  std::optional<RoleId> role;  // none: nobody
  std::vector<LeafId> leaves;  // all account-wide, or all per one record type
  StageSet account_stages = StageSet::all();
  StageSet record_stages = StageSet::all();
  Condition when;  // of the account, and of the record for leaves per record
};

struct ClaimFinding {
  enum class Kind {
    Broken,      // witness: the engine arrives at an owner that the claim excludes
    NotProved,   // within the budget (R5)
    Impossible,  // there is no account where the claim is made
    NotActive,   // there are accounts, but none of the leaves is ever active: nobody owns them (Always only)
  };
  Kind kind = Kind::Broken;
  StructureId structure;
  LeafId leaf;
  std::optional<Witness> witness;
  Example example;
};

// Does the engine, fed with the finding's witness, arrive at an owner that the claim excludes?
using ConfirmClaim = std::function<bool(ClaimFinding&)>;

// The policy with the cuts of more conditions in its space: claims are proved in a Program made from it.
Policy with_conditions(Policy policy, const std::vector<Condition>& conditions);

class ClaimProver {
 public:
  // The program's policy is one with the conditions of all claims that will be asked.
  ClaimProver(const Program& program, const ProofBudget& budget);

  // What breaks the claim: at most one finding for each structure and leaf. `structure`: looked at for all accounts,
  // whatever org.yaml sends to it; none: all that org.yaml chooses, each for the accounts that it is chosen for.
  std::vector<ClaimFinding> prove(const OwnershipClaim& claim, std::optional<StructureId> structure,
                                  const ConfirmClaim& confirm);

 private:
  struct Part;  // one leaf in one structure
  void prove_part(const Part& part);
  bool is_broken_by(const OwnershipClaim& claim, std::optional<RoleId> owner) const;
  bool by_statements(const Part& part, ClaimFinding& finding);
  std::vector<const Handoff*> running_in(const Part& part) const;
  bool while_held(const Part& part, const Handoff& handoff, ClaimFinding& finding);
  bool find_held(const Part& part, const Boxes& giving, const Boxes& taking, const Boxes& here, ClaimFinding& finding);
  Boxes domain(const OwnershipClaim& claim, StructureId structure, bool whole, Box stages) const;
  bool has_accounts(const OwnershipClaim& claim, const std::vector<StructureId>& structures, bool whole);
  void say_nothing_there(const OwnershipClaim& claim, const std::vector<StructureId>& structures, bool whole);
  Boxes owned(StructureId structure, LeafId leaf, RoleId role) const;
  std::vector<StructureId> before(const Part& part) const;
  std::vector<Boxes> owned_before(const Part& part, RoleId role) const;

  const Program& program_;
  const Policy& policy_;
  ProofBudget budget_;
  Possible possible_;
  const ConfirmClaim* confirm_ = nullptr;
  std::vector<ClaimFinding> findings_;
  bool possible_anywhere_ = false;
};

}  // namespace baton
