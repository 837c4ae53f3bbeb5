// The proof against brute force: random policies over a tiny world, random histories replayed step by step. Every
// account that is met on the way without exactly one owner must have been found; every finding has been confirmed.
#include <catch2/catch.hpp>

#include <set>

#include "analyse_world.hpp"
#include "tests/dice.hpp"

namespace baton::test {
namespace {

struct RandomCompany : Company {
  explicit RandomCompany(Dice& dice) {
    arr = defaulted("arr", money_type(), 0);
    goal = defaulted("goal", money_type(), 0);
    health = field("health", number_type(0, 9), true);
    segment = defaulted("segment", enum_type({"a", "b", "c"}), 0);
    end = field("end", date_type(), true);
    amount = field(deal, "amount", number_type(0, 9));
    policy->records[deal.index].fields.back().initial = 0;
    policy->events[closed_won.index].payload.push_back({"amount", amount, true, {}});
    anchors = {entering(onboarding), entering(customer), after_event(completed)};
    deal_anchors = {entering(won, deal), after_event(closed_lost, deal)};
    per_deal = dice.one_in(3);
    leaf = per_deal ? leaf_per(deal, "x") : this->PolicyBuilder::leaf("x");
    if (per_deal) policy->leaves[leaf.index].record_stages = StageSet{1 + dice.below(7)};
    policy->leaves[leaf.index].account_stages = StageSet{1 + dice.below(31)};
    structure("s");
    const std::size_t count = 2 + dice.below(3);
    for (std::size_t i = 0; i < count; ++i) add_statement(dice);
    if (dice.one_in(2)) owns_otherwise(csm, {leaf});
  }

  void add_statement(Dice& dice) {
    Statement& statement = owns(dice.one_in(2) ? ae : am, {leaf});
    if (dice.one_in(2)) statement.account_stages = StageSet{1 + dice.below(31)};
    if (per_deal && dice.one_in(2)) statement.record_stages = StageSet{1 + dice.below(7)};
    if (dice.one_in(2)) statement.windows.push_back(random_window(dice));
    if (dice.one_in(3)) statement.windows.push_back(random_window(dice));
    std::vector<Condition> parts;
    while (dice.one_in(2)) parts.push_back(random_condition(dice));
    statement.condition = dice.one_in(2) ? Condition::all_of(parts) : Condition::any_of(parts);
    if (parts.empty()) statement.condition = Condition::always();
  }

  Window random_window(Dice& dice) {
    static const Span spans[] = {days(10), days(30), days(31), months(1), hours(36)};
    const Span span = spans[dice.below(5)];
    if (dice.one_in(3)) return dice.one_in(2) ? until_before(span, end) : from_before(span, end);
    const AnchorId anchor = per_deal && dice.one_in(2) ? deal_anchors[dice.below(2)] : anchors[dice.below(3)];
    return dice.one_in(2) ? for_after(span, anchor) : from_after(span, anchor);
  }

  Condition random_condition(Dice& dice) {
    Condition condition;
    switch (dice.below(6)) {
      case 0:
        condition = is(segment, static_cast<Scalar>(dice.below(3)));
        break;
      case 1:
        condition = at_least(arr, static_cast<Scalar>(dice.below(3)));
        break;
      case 2:
        condition = compare_fields(arr, dice.one_in(2) ? Relation::Less : Relation::Equal, goal);
        break;
      case 3:
        condition = below(health, 5);
        break;
      case 4:
        condition = any_record_is(deal, StageSet{1 + dice.below(7)});
        break;
      default:
        condition = per_deal ? at_least(amount, 5) : at_least(goal, 1);
    }
    return dice.one_in(3) ? Condition::negation(condition) : condition;
  }

  FieldRef arr, goal, health, segment, end, amount;
  std::vector<AnchorId> anchors, deal_anchors;
  bool per_deal = false;
  LeafId leaf;
};

// A random history of a few events, on which every prefix is looked at somewhat later.
Witness random_history(const RandomCompany& company, Dice& dice) {
  Witness history;
  Instant now = new_year;
  const std::size_t count = 1 + dice.below(7);
  for (std::size_t i = 0; i < count; ++i) {
    WitnessEvent event;
    if (!dice.one_in(4)) event.type = EventId{dice.below(company.policy->events.size())};
    static const std::int64_t pauses[] = {0, 1, 2, 9, 10, 11, 28, 29, 30, 31, 36};
    now.ms += pauses[dice.below(11)] * day_ms + static_cast<std::int64_t>(dice.below(3)) * 12 * 3'600'000;
    event.at = now;
    if (!event.type) {
      event.values = {
          {company.arr, static_cast<Scalar>(dice.below(4))},
          {company.goal, static_cast<Scalar>(dice.below(4))},
          {company.segment, static_cast<Scalar>(dice.below(3))},
          {company.health, dice.one_in(3) ? unknown : static_cast<Scalar>(dice.below(10))},
          {company.end, dice.one_in(3) ? unknown : now.ms / day_ms - 5 + static_cast<Scalar>(dice.below(50))}};
    } else if ((event.record = company.policy->events[event.type->index].record)) {
      event.record_id = dice.one_in(3) ? "D2" : "D1";
      if (*event.type == company.closed_won) event.values = {{company.amount, static_cast<Scalar>(dice.below(10))}};
    }
    history.events.push_back(std::move(event));
  }
  static const std::int64_t looks[] = {0, 1, 10, 15, 30, 31, 40};
  history.at = {now.ms + looks[dice.below(7)] * day_ms};
  if (company.per_deal) history.record = company.deal, history.record_id = "D1";
  return history;
}

TEST_CASE("Random policies: whatever a random history shows has been found", "[random][long]") {
  const std::uint64_t seed = 20260105;
  for (std::uint64_t number = 0; number < 60; ++number) {
    Dice dice(seed + number);
    INFO("seed " << seed + number);
    const RandomCompany company(dice);
    const Program program = company.program();
    bool gap = false;
    std::set<std::vector<StatementId>> overlaps;
    std::set<StatementId> dead;
    for (const Finding& finding : company.findings()) {
      CHECK(finding.kind != Finding::Kind::NotProved);
      gap = gap || finding.kind == Finding::Kind::Gap;
      if (finding.kind == Finding::Kind::Overlap) overlaps.insert(finding.statements);
      if (finding.kind == Finding::Kind::DeadStatement) dead.insert(finding.statements.front());
    }
    for (int i = 0; i < 300; ++i) {
      const Witness history = random_history(company, dice);
      Replay replay(program);
      if (!replay.take(history) || !replay.has_record(history)) continue;
      const View view = replay.view(history);
      if (!program.is_active(company.leaf, view)) continue;
      const std::vector<StatementId> holding = program.holding(StructureId{0}, company.leaf, view);
      if (holding.empty()) CHECK(gap);
      for (std::size_t a = 0; a < holding.size(); ++a) {
        CHECK(dead.count(holding[a]) == 0);
        for (std::size_t b = a + 1; b < holding.size(); ++b) {
          const auto& statements = company.policy->structures[0].statements;
          if (statements[holding[a].index].role == statements[holding[b].index].role) continue;
          CHECK(overlaps.count({holding[a], holding[b]}) == 1);
        }
      }
    }
  }
}

}  // namespace
}  // namespace baton::test
