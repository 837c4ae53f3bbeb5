#include "engine/decide/held.hpp"

#include <algorithm>

namespace baton {
namespace {

// The account's stage, and that of the record for a leaf per record.
struct Stages {
  std::size_t account = 0, record = 0;
};

// One event may move both.
bool can_follow(const Lifecycle& lifecycle, std::size_t from, std::size_t to) {
  return from == to || std::ranges::any_of(lifecycle.transitions, [&](const Transition& transition) {
           return transition.from.has(StageId{from}) && transition.to == StageId{to};
         });
}

class Reach {
 public:
  Reach(const Space& space, const Policy& policy, LeafId leaf)
      : space_(space), policy_(policy), per_(policy.leaves[leaf.index].per) {
    const Leaf& the_leaf = policy.leaves[leaf.index];
    for (std::size_t a = 0; a < policy.lifecycle.stages.size(); ++a) {
      for (std::size_t r = 0; r < (per_ ? record_life().stages.size() : 1); ++r) {
        const bool active =
            the_leaf.account_stages.has(StageId{a}) && (!per_ || the_leaf.record_stages.has(StageId{r}));
        if (active) unreached_.push_back({a, r});
      }
    }
  }

  // From the stages of these boxes on.
  void spread(const Boxes& from) {
    take([&](const Stages& stages) {
      return std::ranges::any_of(from, [&](const Box& box) { return part_of(box, stages).has_value(); });
    });
    for (std::size_t i = 0; i < reached_.size(); ++i) {
      take([&, here = reached_[i]](const Stages& next) { return follows(here, next); });
    }
  }

  Boxes part_of(const Boxes& boxes) const {
    Boxes parts;
    for (const Box& box : boxes) {
      for (const Stages& stages : reached_) {
        if (auto part = part_of(box, stages)) parts.push_back(std::move(*part));
      }
    }
    return parts;
  }

 private:
  const Lifecycle& record_life() const { return policy_.records[per_->index].lifecycle; }

  bool follows(const Stages& from, const Stages& to) const {
    return can_follow(policy_.lifecycle, from.account, to.account) &&
           (!per_ || can_follow(record_life(), from.record, to.record));
  }

  std::optional<Box> part_of(Box box, const Stages& stages) const {
    const auto at = [](std::size_t stage) { return CoordSet::one(static_cast<Coordinate>(stage)); };
    if (!box.restrict(space_.account_stage(), at(stages.account))) return std::nullopt;
    if (per_ && !box.restrict(space_.record_stage(*per_), at(stages.record))) return std::nullopt;
    return box;
  }

  template <class Wanted>
  void take(const Wanted& wanted) {
    const auto rest = std::ranges::stable_partition(unreached_, std::not_fn(wanted));
    reached_.insert(reached_.end(), rest.begin(), rest.end());
    unreached_.erase(rest.begin(), rest.end());
  }

  const Space& space_;
  const Policy& policy_;
  std::optional<RecordTypeId> per_;
  std::vector<Stages> unreached_, reached_;  // those in which the leaf is active
};

}  // namespace

Boxes where_held(const Space& space, const Policy& policy, LeafId leaf, const Boxes& giving, const Boxes& boxes) {
  Reach reach(space, policy, leaf);
  reach.spread(giving);
  return reach.part_of(boxes);
}

}  // namespace baton
