#include "tests/differential/world.hpp"

namespace baton::differential {
namespace {

std::vector<Piece> lets_text(Plan& plan, Dice& dice) {
  std::vector<Piece> items;
  std::vector<std::string> names;
  const std::size_t count = dice.below(3);
  for (std::size_t i = 0; i < count; ++i) {
    Piece let = row({condition(plan, {{}, {}, false}, dice)});
    names.push_back("named" + std::to_string(i + 1));
    let.before = "let " + names.back() + " = ";
    items.push_back(optional(std::move(let)));
  }
  plan.lets = names;
  return items;
}

}  // namespace

World generate(std::uint64_t seed, const Size& size) {
  Dice dice(seed);
  World world;
  world.seed = seed;
  Plan plan = plan_vocabulary(dice);
  plan_people(plan, dice);
  std::vector<Piece> items = lets_text(plan, dice);
  const auto take = [&](std::vector<Piece> more) {
    for (Piece& piece : more) items.push_back(std::move(piece));
  };
  take(vocabulary_text(plan, dice));
  take(structures_text(plan, dice));
  take(flows_text(plan, dice));
  world.policy = row(std::move(items), "\n");
  world.org = org_text(plan, dice);
  world.holidays = holidays_text(dice);
  world.events = stream(plan, dice, size.events / 2 + dice.below(size.events + 1), world.until);
  return world;
}

}  // namespace baton::differential
