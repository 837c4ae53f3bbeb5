// Two ways of dividing the accounts, one of each version, laid over each other: where do they give different answers?
//
// A division says where each answer holds; an answer is a number that both versions understand alike, or none. Every
// part in which the answers differ is kept if some account can be there, shown once by a history that the engine
// replays under both versions, and widened to as few boxes as tell it from everything else that is possible.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "engine/decide/analyse_example.hpp"
#include "engine/decide/analyse_tables.hpp"
#include "engine/decide/joint.hpp"

namespace baton::host {

// Two versions in one space. `before` and `after` run the joint policy, each with its own choice of structures and its
// own say in which stages a responsibility is active.
struct Versions {
  Versions(const Policy& policy_before, const Org& org_before, const Policy& policy_after, const Org& org_after);

  Joint joint;
  std::shared_ptr<const Program> before, after;  // of one space: a box means the same in both
};

using Answer = std::optional<std::size_t>;
using Division = std::map<Answer, Boxes>;  // disjoint boxes

struct DivisionPart {
  Answer before, after;
  Boxes boxes;  // wide, they may overlap; as `exact` where these are very many
  Boxes exact;  // disjoint; each has accounts
  Witness witness;
  Example example;
};

struct DividedParts {
  std::vector<DivisionPart> parts;  // in order of the answers
  bool decided = true;              // false: elsewhere the answers may differ or not
};

class Dividing {
 public:
  // Does this version, where the account of the view is, give this answer?
  using Gives = std::function<bool(const Program& program, const View& view, const Answer& answer)>;

  Dividing(const Versions& versions, const ProofBudget& budget)
      : versions_(versions), budget_(budget), possible_(*versions.after) {}

  // `per`: the type of the records at which the question is asked; nullopt: asked of the account.
  DividedParts compare(const std::optional<RecordTypeId>& per, const Division& before, const Division& after,
                       const Gives& gives);

 private:
  bool keep_possible(const Boxes& common, Feasibility& feasible, StepBudget& steps, const Gives& gives,
                     DivisionPart& part) const;
  bool differs(const Witness& witness, const Gives& gives, const DivisionPart& part) const;
  Boxes widened(const DivisionPart& part, const std::vector<DivisionPart>& all, const Boxes& equal,
                Feasibility& feasible) const;

  const Versions& versions_;
  ProofBudget budget_;
  Possible possible_;
};

}  // namespace baton::host
