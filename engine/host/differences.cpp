#include "engine/host/differences.hpp"

#include <algorithm>
#include <map>

#include "engine/decide/claims.hpp"
#include "engine/decide/move_search.hpp"
#include "engine/decide/witness.hpp"
#include "engine/flow/replay_witness.hpp"
#include "engine/host/cover.hpp"

namespace baton::host {
namespace {

using Owner = std::optional<RoleId>;

// More boxes than this make no sentence, however few they can be widened to.
constexpr std::size_t most_widened = 400;

// Where each role owns a leaf, over all structures that org.yaml chooses. nullopt: too many boxes.
std::optional<std::map<Owner, Boxes>> owners_of(const Program& program, LeafId leaf) {
  std::map<Owner, Boxes> owners;
  const Table& choice = program.parts().structure_rows.table;
  if (!choice.within_budget) return std::nullopt;
  for (const TableRow& row : choice.rows) {
    const StructureId structure = program.org().structures[row.number].use;
    const Table& table = program.parts().structures[structure.index].owners[leaf.index].table;
    if (!table.within_budget) return std::nullopt;
    const Boxes chosen = within(row.boxes, choice.universe);
    for (const TableRow& statement : table.rows) {
      const auto parts = intersect(within(statement.boxes, table.universe), chosen, max_table_boxes);
      if (!parts) return std::nullopt;
      Boxes& boxes = owners[program.policy().structures[structure.index].statements[statement.number].role];
      boxes.insert(boxes.end(), parts->begin(), parts->end());
      if (boxes.size() > max_table_boxes) return std::nullopt;
    }
  }
  return owners;
}

std::vector<DimensionId> dimensions_of(const std::map<Owner, Boxes>& a, const std::map<Owner, Boxes>& b) {
  std::vector<DimensionId> dimensions;
  for (const auto* owners : {&a, &b}) {
    for (const auto& [owner, boxes] : *owners) {
      for (const Box& box : boxes) {
        for (const Box::Side& side : box.sides()) dimensions.push_back(side.dimension);
      }
    }
  }
  return dimensions;
}

class Comparer {
 public:
  Comparer(const Versions& versions, const ProofBudget& budget)
      : versions_(versions), budget_(budget), possible_(*versions.after) {}

  Differences run() {
    const auto& [policy, old_structures, before, after, vocabulary, rows] = versions_.joint;
    for (std::size_t i = 0; i < policy.leaves.size(); ++i) {
      const bool in_one =
          std::ranges::find(before, LeafId{i}) != before.end() || std::ranges::find(after, LeafId{i}) != after.end();
      if (!in_one) compare(LeafId{i});
    }
    return std::move(found_);
  }

 private:
  void compare(LeafId leaf) {
    const auto before = owners_of(*versions_.before, leaf), after = owners_of(*versions_.after, leaf);
    if (!before || !after) return found_.not_proved.push_back(leaf);
    const auto per = versions_.joint.policy.leaves[leaf.index].per;
    Feasibility* feasible = possible_.about(per, dimensions_of(*before, *after));
    if (feasible == nullptr) return found_.not_proved.push_back(leaf);

    StepBudget steps{budget_.steps};
    Boxes equal;
    std::vector<OwnerDifference> here;
    bool decided = true;
    for (const auto& [old_owner, old_boxes] : *before) {
      for (const auto& [owner, boxes] : *after) {
        const auto common = intersect(old_boxes, boxes, max_table_boxes);
        if (!common) return found_.not_proved.push_back(leaf);
        if (old_owner == owner) {
          equal.insert(equal.end(), common->begin(), common->end());
          continue;
        }
        OwnerDifference difference{leaf, old_owner, owner, {}, {}, {}, {}};
        decided &= keep_possible(*common, *feasible, steps, difference);
        if (!difference.exact.empty()) here.push_back(std::move(difference));
      }
    }
    if (!decided) found_.not_proved.push_back(leaf);
    for (OwnerDifference& difference : here) {
      difference.boxes = widened(difference, here, equal, *feasible);
      found_.owners.push_back(difference);
    }
  }

  // Keeps the boxes in which there are accounts. False: for some it is not decided.
  bool keep_possible(const Boxes& common, Feasibility& feasible, StepBudget& steps, OwnerDifference& difference) {
    static const Table none;
    TableProof proof(*versions_.after, none, feasible, steps);
    bool decided = true;
    for (const Box& box : common) {
      const auto verdict = proof.search(box, [&](const Found& found) {
        auto witness = make_witness(versions_.joint.policy, versions_.after->org(), feasible.walk(), found.moment);
        if (!witness || !differs(*witness, difference)) return false;
        if (difference.exact.empty()) {
          difference.witness = std::move(*witness);
          difference.example = describe(*versions_.after, feasible.walk(), found);
        }
        return true;
      });
      if (verdict == TableProof::Verdict::Found) difference.exact.push_back(box);
      if (verdict == TableProof::Verdict::NotProved) decided = false;
    }
    return decided;
  }

  // Do both versions, fed with the history, name the owners that the difference says?
  bool differs(const Witness& witness, const OwnerDifference& difference) const {
    return names(versions_.before, witness, difference.leaf, difference.before) &&
           names(versions_.after, witness, difference.leaf, difference.after);
  }
  static bool names(const std::shared_ptr<const Program>& program, const Witness& witness, LeafId leaf,
                    const Owner& owner) {
    const auto replay = replay_witness(program, witness);
    if (!replay) return false;
    const auto view = witness_view(replay->engine, witness);
    if (!view || !program->is_active(leaf, *view)) return false;
    const auto row = program->structure_row(*view);
    if (!row) return false;
    const StructureId structure = program->org().structures[*row].use;
    const auto statement = program->owner(structure, leaf, *view);
    return statement && program->policy().structures[structure.index].statements[statement->index].role == owner;
  }

  // As few and as wide boxes as tell the difference from everything else that is possible.
  Boxes widened(const OwnerDifference& difference, const std::vector<OwnerDifference>& all, const Boxes& equal,
                Feasibility& feasible) {
    std::size_t others = equal.size();
    for (const OwnerDifference& other : all) others += other.exact.size();
    if (difference.exact.size() > most_widened || others > 10 * most_widened) return difference.exact;
    Boxes off;
    for (const Box& box : equal) {
      if (feasible.find(box)) off.push_back(box);
    }
    for (const OwnerDifference& other : all) {
      if (other.before == difference.before && other.after == difference.after) continue;
      off.insert(off.end(), other.exact.begin(), other.exact.end());
    }
    return cover(versions_.after->parts().space, Box{}, difference.exact, off);
  }

  const Versions& versions_;
  const ProofBudget& budget_;
  Possible possible_;
  Differences found_;
};

std::vector<Condition> conditions_of(const std::vector<StructureRow>& rows) {
  std::vector<Condition> conditions;
  for (const StructureRow& row : rows) conditions.push_back(row.where);
  return conditions;
}

}  // namespace

Versions::Versions(const Policy& policy_before, const Org& org_before, const Policy& policy_after, const Org& org_after)
    : joint(join(policy_before, org_before, policy_after)) {
  std::vector<Condition> conditions = conditions_of(joint.old_rows);
  for (Condition& condition : conditions_of(org_after.structures)) conditions.push_back(std::move(condition));
  // Cuts are collected in the order of mention: with the conditions in the policy, both programs have one space.
  auto policy = std::make_shared<const Policy>(with_conditions(joint.policy, conditions));
  auto new_org = std::make_shared<Org>(org_after);
  new_org->coverage.resize(policy->roles.size());  // roles that only the earlier version has are covered by nobody
  auto old_org = std::make_shared<Org>(*new_org);
  old_org->structures = joint.old_rows;
  before = std::make_shared<const Program>(policy, old_org);
  after = std::make_shared<const Program>(policy, new_org);
}

Differences find_differences(const Versions& versions, const ProofBudget& budget) {
  return Comparer(versions, budget).run();
}

}  // namespace baton::host
