// A side of a box is read against what can be there at all (words.hpp), stage by stage: that a customer has entered
// onboarding goes without saying.
#include "engine/host/difference_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/decide/analyse_tables.hpp"
#include "engine/host/words.hpp"

namespace baton::host {
namespace {

// Beyond this many a reader is told what the cases depend on.
constexpr std::size_t most_cases = 12;

bool is_stage(const Dimension& dimension) {
  return dimension.kind == Dimension::Kind::AccountStage || dimension.kind == Dimension::Kind::RecordStage;
}

}  // namespace

CaseSpeaker::CaseSpeaker(const Versions& versions)
    : policy_(versions.joint.policy), space_(versions.after->parts().space), possible_(*versions.after) {}

DifferenceCases CaseSpeaker::cases(const std::optional<RecordTypeId>& per, const Boxes& boxes) {
  DifferenceCases made;
  if (boxes.size() > most_cases) {
    made.by = subjects(boxes);
    return made;
  }
  for (const Box& box : boxes) made.list.push_back(spoken(per, box));
  return made;
}

// The coordinates at which there can be accounts, where the box's stages are.
Box CaseSpeaker::among(const std::optional<RecordTypeId>& per, const Box& box) {
  std::vector<DimensionId> dimensions;
  for (const Box::Side& side : box.sides()) dimensions.push_back(side.dimension);
  Feasibility* feasible = possible_.about(per, dimensions);
  Box stages, made;
  for (const Box::Side& side : box.sides()) {
    if (is_stage(space_[side.dimension])) stages.set(side.dimension, side.set);
  }
  for (const Box::Side& side : box.sides()) {
    if (feasible == nullptr) break;
    CoordSet can;
    for (Coordinate at = 0; at < space_[side.dimension].size; ++at) {
      Box one = is_stage(space_[side.dimension]) ? Box{} : stages;
      one.set(side.dimension, CoordSet::one(at));
      if (feasible->find(one)) can.add({at, at + 1});
    }
    if (!can.empty()) made.set(side.dimension, can);
  }
  return made;
}

DifferenceCase CaseSpeaker::spoken(const std::optional<RecordTypeId>& per, const Box& box) {
  const Box within = among(per, box);
  std::vector<std::string> stages, times, facts;
  for (const Box::Side& side : box.sides()) {
    const CoordSet here = within.at(side.dimension, space_), set = side.set & here;
    if (set.empty() || set.contains(here)) continue;
    Term term = term_of(policy_, space_[side.dimension], set, here);
    if (term.kind == Term::Kind::Fact && term.words.contains(" or ")) term.words = '(' + term.words + ')';
    (term.kind == Term::Kind::Stage  ? stages
     : term.kind == Term::Kind::Time ? times
                                     : facts)
        .push_back(std::move(term.words));
  }
  if (facts.size() == 1 && facts[0].front() == '(') facts[0] = facts[0].substr(1, facts[0].size() - 2);
  if (!times.empty()) stages.push_back(fmt::format("{}", fmt::join(times, " and ")));
  return {fmt::format("{}", fmt::join(facts, " and ")), fmt::format("{}", fmt::join(stages, " "))};
}

std::string CaseSpeaker::subjects(const Boxes& boxes) const {
  std::vector<std::string> names;
  for (const Box& box : boxes) {
    for (const Box::Side& side : box.sides()) {
      const std::string name = name_of(space_[side.dimension], policy_);
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
  }
  return joined(names, " and ");
}

std::vector<Passing> passings(const Versions& versions, const Differences& differences) {
  CaseSpeaker speaker(versions);
  std::vector<Passing> changes;
  std::vector<const OwnerDifference*> said;  // the first of each change
  for (const OwnerDifference& difference : differences.owners) {
    const auto alike = std::ranges::find_if(said, [&](const OwnerDifference* other) {
      const std::vector<Leaf>& leaves = versions.joint.policy.leaves;
      return other->before == difference.before && other->after == difference.after &&
             other->boxes == difference.boxes && leaves[other->leaf.index].per == leaves[difference.leaf.index].per;
    });
    if (alike != said.end()) {
      changes[static_cast<std::size_t>(alike - said.begin())].leaves.push_back(difference.leaf);
      continue;
    }
    said.push_back(&difference);
    changes.push_back({{difference.leaf},
                       difference.before,
                       difference.after,
                       speaker.cases(versions.joint.policy.leaves[difference.leaf.index].per, difference.boxes),
                       difference.witness,
                       difference.example});
  }
  return changes;
}

}  // namespace baton::host
