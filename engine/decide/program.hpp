// The compiled form of a policy and an organisation: what is proved is what runs.
//
// Every question of the form "which row applies to this account now?" (who owns a leaf, which structure, which
// team) is one Table: disjoint boxes over the dimensions of the account (rule R2). The boxes are proved by
// `analyse`; from the same boxes comes what answers at run time, a diagram under a budget or else bitmaps.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/decide/facts.hpp"
#include "engine/model/org.hpp"

namespace baton {

struct ProgramParts;  // spaces, tables, diagrams; see compile.cpp

class Program {
 public:
  Program(std::shared_ptr<const Policy> policy, std::shared_ptr<const Org> org);
  ~Program();
  Program(Program&&) noexcept;
  Program& operator=(Program&&) noexcept;

  const Policy& policy() const { return *policy_; }
  const Org& org() const { return *org_; }
  const ProgramParts& parts() const { return *parts_; }

  // The row of Org::structures that chooses the account's structure; nullopt if none applies.
  std::optional<std::size_t> structure_row(const View& view) const;
  // The row of Org::coverage[role]; nullopt if none applies.
  std::optional<std::size_t> coverage_row(RoleId role, const View& view) const;
  // The statement (owns, carries or nobody) that gives `leaf` its owner. For a `per RECORD` leaf the view holds
  // the record. nullopt where the leaf is not active, or nobody is named (which a checked policy excludes).
  std::optional<StatementId> owner(StructureId structure, LeafId leaf, const View& view) const;
  // Every `supports` statement that holds for the leaf, in order of declaration.
  std::vector<StatementId> supports(StructureId structure, LeafId leaf, const View& view) const;
  // The same question as `owner`, answered by asking every statement in turn: all that hold. The oracle of tests
  // and of witnesses; an unsound policy may give several, or none.
  std::vector<StatementId> holding(StructureId structure, LeafId leaf, const View& view) const;
  bool is_active(LeafId leaf, const View& view) const;
  // The earliest instant after view.now at which, with no further event, a time window that matters in this
  // structure (for account leaves, or for leaves per the record of the view; statements, supports and stays) begins
  // or ends; far_future if none does.
  Instant next_boundary(StructureId structure, const View& view) const;

 private:
  std::shared_ptr<const Policy> policy_;
  std::shared_ptr<const Org> org_;
  std::unique_ptr<ProgramParts> parts_;
};

}  // namespace baton
