// How far a giver's hold can reach: stage by stage, as long as the leaf is active.
#include "engine/decide/held.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/decide/world.hpp"

namespace baton::test {
namespace {

// lead -> qualified -> sale -> lost, and lost -> sale. A deal is open, then won.
struct Life {
  PolicyBuilder builder{{"lead", "qualified", "sale", "lost"}};
  RecordTypeId deal = builder.record("deal", {"open", "won"});
  static constexpr StageSet stages(std::initializer_list<std::size_t> list) {
    StageSet set;
    for (const std::size_t stage : list) set.add(StageId{stage});
    return set;
  }
  Life() {
    const EventId next = builder.event("next");
    Lifecycle& account = builder.policy->lifecycle;
    builder.transition(account, stages({0}), StageId{1}, next);
    builder.transition(account, stages({1, 3}), StageId{2}, next);
    builder.transition(account, stages({2}), StageId{3}, next);
    builder.transition(builder.policy->records[0].lifecycle, stages({0}), StageId{1}, next);
  }

  // "lead/open": where the leaf may still be held, of the account's stage and that of the deal, if it is per deal.
  std::vector<std::string> held(LeafId leaf, std::size_t account_from, std::size_t record_from = 0) const {
    const Space space(*builder.policy, *builder.org);
    const bool per_deal = builder.policy->leaves[leaf.index].per.has_value();
    const auto one = [](std::size_t stage) { return CoordSet::one(static_cast<Coordinate>(stage)); };
    Box giving;
    giving.set(space.account_stage(), one(account_from));
    if (per_deal) giving.set(space.record_stage(deal), one(record_from));
    std::vector<std::string> names;
    for (const Box& box : where_held(space, *builder.policy, leaf, {giving}, {Box{}})) {
      const auto& record = builder.policy->records[0].lifecycle.stages;
      const std::string account = builder.policy->lifecycle.stages[box.find(space.account_stage())->least()].name;
      names.push_back(per_deal ? account + "/" + record[box.find(space.record_stage(deal))->least()].name : account);
    }
    return names;
  }
};

using Names = std::vector<std::string>;

TEST_CASE("O3: a hold goes as far as the stages in which the leaf is active") {
  Life life;
  CHECK(life.held(life.builder.leaf("prospecting", Life::stages({0, 1, 3})), 0) == Names{"lead", "qualified"});
  CHECK(life.held(life.builder.leaf("relationship"), 0) == Names{"lead", "qualified", "sale", "lost"});
  CHECK(life.held(life.builder.leaf("relationship"), 2) == Names{"sale", "lost"});
}

TEST_CASE("O3: a leaf that is inactive where its giver would own it is never held") {
  Life life;
  CHECK(life.held(life.builder.leaf("winback", Life::stages({3})), 2).empty());
}

TEST_CASE("O3: of a record's leaf both stages count, and one event may move both") {
  Life life;
  const LeafId closing = life.builder.leaf_per(life.deal, "closing");
  life.builder.policy->leaves[closing.index].account_stages = Life::stages({1, 2});
  CHECK(life.held(closing, 1) == Names{"qualified/open", "qualified/won", "sale/open", "sale/won"});
  CHECK(life.held(closing, 1, 1) == Names{"qualified/won", "sale/won"});
  life.builder.policy->leaves[closing.index].record_stages = Life::stages({0});
  CHECK(life.held(closing, 1) == Names{"qualified/open", "sale/open"});
}

}  // namespace
}  // namespace baton::test
