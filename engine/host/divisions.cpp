#include "engine/host/divisions.hpp"

#include <algorithm>

#include "engine/decide/claims.hpp"
#include "engine/decide/witness.hpp"
#include "engine/flow/replay_witness.hpp"
#include "engine/host/cover.hpp"

namespace baton::host {
namespace {

// More boxes than this make no sentence, however few they can be widened to.
constexpr std::size_t most_widened = 400;

std::vector<DimensionId> dimensions_of(const Division& a, const Division& b) {
  std::vector<DimensionId> dimensions;
  for (const Division* division : {&a, &b}) {
    for (const auto& [answer, boxes] : *division) {
      for (const Box& box : boxes) {
        for (const Box::Side& side : box.sides()) dimensions.push_back(side.dimension);
      }
    }
  }
  return dimensions;
}

// What org.yaml asks, and what escalations and SLAs ask when they are triggered.
std::vector<Condition> conditions_of(const Policy& policy, const Org& org) {
  std::vector<Condition> conditions;
  for (const StructureRow& row : org.structures) conditions.push_back(row.where);
  for (const std::vector<CoverageRow>& rows : org.coverage) {
    for (const CoverageRow& row : rows) conditions.push_back(row.where);
  }
  for (const Structure& structure : policy.structures) {
    for (const Escalation& each : structure.escalations) conditions.push_back(each.when);
    for (const Sla& each : structure.slas) conditions.push_back(each.when);
  }
  return conditions;
}

}  // namespace

Versions::Versions(const Policy& policy_before, const Org& org_before, const Policy& policy_after, const Org& org_after)
    : joint(join(policy_before, org_before, policy_after)) {
  auto new_org = std::make_shared<Org>(org_after), old_org = std::make_shared<Org>(org_before);
  new_org->coverage.resize(joint.policy.roles.size());  // roles that only the earlier version has are covered by nobody
  old_org->structures = joint.old_rows;
  old_org->coverage = joint.old_coverage;
  old_org->zone = org_after.zone;  // a box means the same in both
  std::vector<Condition> conditions = conditions_of(joint.policy, *old_org);
  for (Condition& condition : conditions_of(joint.policy, *new_org)) conditions.push_back(std::move(condition));
  std::erase_if(conditions, [](const Condition& condition) { return condition.is_always(); });
  // Cuts are collected in the order of mention: with the conditions in the policy, both programs have one space.
  auto policy = std::make_shared<const Policy>(with_conditions(joint.policy, conditions));
  auto old_policy = std::make_shared<Policy>(*policy);
  old_policy->leaves = joint.old_leaves;
  before = std::make_shared<const Program>(old_policy, old_org);
  after = std::make_shared<const Program>(policy, new_org);
}

DividedParts Dividing::compare(const std::optional<RecordTypeId>& per, const Division& before, const Division& after,
                               const Gives& gives) {
  Feasibility* feasible = possible_.about(per, dimensions_of(before, after));
  if (feasible == nullptr) return {{}, false};

  StepBudget steps{budget_.steps};
  Boxes equal;
  DividedParts found;
  for (const auto& [old_answer, old_boxes] : before) {
    for (const auto& [answer, boxes] : after) {
      const auto common = intersect(old_boxes, boxes, max_table_boxes);
      if (!common) return {{}, false};
      if (old_answer == answer) {
        equal.insert(equal.end(), common->begin(), common->end());
        continue;
      }
      DivisionPart part{old_answer, answer, {}, {}, {}, {}};
      found.decided &= keep_possible(*common, *feasible, steps, gives, part);
      if (!part.exact.empty()) found.parts.push_back(std::move(part));
    }
  }
  for (DivisionPart& part : found.parts) part.boxes = widened(part, found.parts, equal, *feasible);
  return found;
}

// Keeps the boxes in which there are accounts. False: for some it is not decided.
bool Dividing::keep_possible(const Boxes& common, Feasibility& feasible, StepBudget& steps, const Gives& gives,
                             DivisionPart& part) const {
  static const Table none;
  TableProof proof(*versions_.after, none, feasible, steps);
  bool decided = true;
  for (const Box& box : common) {
    const auto verdict = proof.search(box, [&](const Found& found) {
      auto witness = make_witness(versions_.joint.policy, versions_.after->org(), feasible.walk(), found.moment);
      if (!witness || !differs(*witness, gives, part)) return false;
      if (part.exact.empty()) {
        part.witness = std::move(*witness);
        part.example = describe(*versions_.after, feasible.walk(), found);
      }
      return true;
    });
    if (verdict == TableProof::Verdict::Found) part.exact.push_back(box);
    if (verdict == TableProof::Verdict::NotProved) decided = false;
  }
  return decided;
}

// Do both versions, fed with the history, give the answers that the part says?
bool Dividing::differs(const Witness& witness, const Gives& gives, const DivisionPart& part) const {
  const auto confirms = [&](const std::shared_ptr<const Program>& program, const Answer& answer) {
    const auto replay = replay_witness(program, witness);
    if (!replay) return false;
    const auto view = witness_view(replay->engine, witness);
    return view && gives(*program, *view, answer);
  };
  return confirms(versions_.before, part.before) && confirms(versions_.after, part.after);
}

// As few and as wide boxes as tell the part from everything else that is possible.
Boxes Dividing::widened(const DivisionPart& part, const std::vector<DivisionPart>& all, const Boxes& equal,
                        Feasibility& feasible) const {
  std::size_t others = equal.size();
  for (const DivisionPart& other : all) others += other.exact.size();
  if (part.exact.size() > most_widened || others > 10 * most_widened) return part.exact;
  Boxes off;
  for (const Box& box : equal) {
    if (feasible.find(box)) off.push_back(box);
  }
  for (const DivisionPart& other : all) {
    if (other.before == part.before && other.after == part.after) continue;
    off.insert(off.end(), other.exact.begin(), other.exact.end());
  }
  const Space& space = versions_.after->parts().space;
  Boxes wide = cover(space, Box{}, part.exact, off);
  for (std::size_t i = wide.size(); i-- > 0 && wide.size() > 1;) {
    Boxes rest = wide;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    // That a date nears says that it is known: such a box adds no account to the others.
    const auto adds = subtract(space, Boxes{wide[i]}, rest, max_table_boxes);
    const auto possible = [&](const Box& box) { return feasible.find(box) != std::nullopt; };
    if (adds && std::ranges::none_of(*adds, possible)) wide = std::move(rest);
  }
  return wide;
}

}  // namespace baton::host
