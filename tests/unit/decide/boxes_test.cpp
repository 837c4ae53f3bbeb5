// The geometry of boxes against sets of points.
#include "engine/decide/boxes.hpp"

#include <catch2/catch.hpp>

#include <random>

#include "tests/unit/decide/world.hpp"

namespace baton::test {
namespace {

CoordSet set_of(std::uint32_t bits) {
  CoordSet set;
  for (Coordinate i = 0; i < 8; ++i) {
    if ((bits >> i & 1) != 0) set.add({i, i + 1});
  }
  return set;
}

TEST_CASE("coordinate sets: the algebra of all sets of eight coordinates") {
  for (std::uint32_t a = 0; a < 256; ++a) {
    for (std::uint32_t b = 0; b < 256; ++b) {
      const CoordSet x = set_of(a), y = set_of(b);
      REQUIRE((x & y) == set_of(a & b));
      REQUIRE((x | y) == set_of(a | b));
      REQUIRE((x - y) == set_of(a & ~b));
      REQUIRE(overlap(x, y) == ((a & b) != 0));
      REQUIRE(x.contains(y) == ((b & ~a) == 0));
    }
    REQUIRE(set_of(a).complement(8) == set_of(~a & 255));
    REQUIRE(set_of(a).count() == static_cast<Coordinate>(std::popcount(a)));
    REQUIRE(set_of(a).lower_half().count() == set_of(a).count() / 2);
    for (Coordinate i = 0; i < 8; ++i) REQUIRE(set_of(a).has(i) == ((a >> i & 1) != 0));
  }
}

// Three dimensions of four coordinates each: an account's stage, and two enumerated fields.
struct Cube {
  PolicyBuilder builder{{"a", "b", "c", "d"}};
  FieldRef x = builder.field("x", enum_type({"p", "q", "r"}), true);
  FieldRef y = builder.field("y", enum_type({"p", "q", "r"}), true);
  Space space;
  Cube() {
    const LeafId leaf = builder.leaf("closing");
    builder.structure("s");
    builder.owns(std::nullopt, {leaf}).condition = Condition::all_of({known(x), known(y)});
    space = Space(*builder.policy, *builder.org);
  }
  template <class Visitor>
  static void for_each_point(const Visitor& visitor) {
    for (Coordinate i = 0; i < 64; ++i) visitor(std::vector<Coordinate>{i / 16, i / 4 % 4, i % 4});
  }
};

Box random_box(std::mt19937& random, std::uint32_t sides = 3) {
  Box box;
  for (std::size_t i = 0; i < sides; ++i) {
    const std::uint32_t bits = static_cast<std::uint32_t>(random() % 15 + 1);
    if (random() % 3 != 0) box.set(DimensionId{i}, set_of(bits));
  }
  return box;
}

TEST_CASE("boxes: intersection, containment and subtraction, point by point") {
  const Cube cube;
  std::mt19937 random(1);
  for (int round = 0; round < 500; ++round) {
    const Box a = random_box(random), b = random_box(random);
    const auto both = intersect(a, b);
    const Boxes pieces = subtract(cube.space, a, b);
    bool inside = true;
    Cube::for_each_point([&](const std::vector<Coordinate>& point) {
      REQUIRE((both && both->has(point)) == (a.has(point) && b.has(point)));
      const auto having = std::ranges::count_if(pieces, [&](const Box& piece) { return piece.has(point); });
      REQUIRE(having == (a.has(point) && !b.has(point) ? 1 : 0));
      inside = inside && (!b.has(point) || a.has(point));
    });
    REQUIRE(overlap(a, b) == both.has_value());
    REQUIRE(contains(cube.space, a, b) == inside);
  }
}

TEST_CASE("gaps: every uncovered point once, and no other") {
  const Cube cube;
  std::mt19937 random(2);
  for (int round = 0; round < 300; ++round) {
    Boxes boxes;
    for (std::size_t i = random() % 40; i > 0; --i) boxes.push_back(random_box(random));
    std::vector<const Box*> cover;
    for (const Box& box : boxes) cover.push_back(&box);
    const Box universe = random_box(random);
    Boxes gaps;
    StepBudget budget{100'000};
    REQUIRE(visit_gaps(cube.space, universe, cover, budget, [&](const Box& gap) {
      gaps.push_back(gap);
      return Visit::Continue;
    }));
    Cube::for_each_point([&](const std::vector<Coordinate>& point) {
      const bool is_covered = std::ranges::any_of(boxes, [&](const Box& box) { return box.has(point); });
      const auto having = std::ranges::count_if(gaps, [&](const Box& gap) { return gap.has(point); });
      REQUIRE(having == (universe.has(point) && !is_covered ? 1 : 0));
    });
  }
}

TEST_CASE("R5: a search that runs out of steps says so; one that is stopped has not run out") {
  const Cube cube;
  Box box;
  box.set(DimensionId{0}, set_of(0b0011));
  const std::vector<const Box*> cover{&box};
  StepBudget none{0}, enough{100};
  int seen = 0;
  const auto visit = [&](const Box&) {
    ++seen;
    return Visit::Stop;
  };
  CHECK_FALSE(visit_gaps(cube.space, Box{}, cover, none, visit));
  CHECK(seen == 0);
  CHECK(visit_gaps(cube.space, Box{}, cover, enough, visit));
  CHECK(seen == 1);
  CHECK_FALSE(visit_overlaps({box}, {box}, none, visit));
  CHECK(visit_overlaps({box}, {box}, enough, visit));
  CHECK(seen == 2);
}

TEST_CASE("gaps among ten thousand single values stay within a few steps each") {
  PolicyBuilder builder({"customer"});
  const FieldRef arr = builder.field("arr", money_type());
  const LeafId leaf = builder.leaf("closing");
  builder.structure("s");
  constexpr Scalar values = 10'000, missing = 6'789;
  for (Scalar value = 0; value <= values; ++value) {
    builder.owns(std::nullopt, {leaf}).condition = value == 0        ? below(arr, 1)
                                                   : value == values ? at_least(arr, value)
                                                                     : is(arr, value);
  }
  const Space space(*builder.policy, *builder.org);
  Boxes boxes;
  for (const Statement& statement : builder.policy->structures[0].statements) {
    if (statement.condition.value == missing) continue;
    const auto own = boxes_of(space, *builder.policy, statement, 10);
    boxes.insert(boxes.end(), own->begin(), own->end());
  }
  std::vector<const Box*> cover;
  for (const Box& box : boxes) cover.push_back(&box);
  Box universe;
  universe.set(*space.field(arr), CoordSet::range(1, space[*space.field(arr)].size));
  StepBudget budget{1'000'000};
  Boxes gaps;
  REQUIRE(visit_gaps(space, universe, cover, budget, [&](const Box& gap) {
    gaps.push_back(gap);
    return Visit::Continue;
  }));
  REQUIRE(gaps.size() == 1);
  CHECK(to_string(gaps[0], space, *builder.policy) == "arr in 6790");
}

TEST_CASE("`or` is one box where the parts make one; a limit is kept") {
  Cube cube;
  const auto text = [&](const Condition& condition) {
    std::string result;
    const auto boxes = boxes_of(cube.space, condition, 100);
    for (const Box& box : *boxes) {
      result += (result.empty() ? "" : "; ") + to_string(box, cube.space, *cube.builder.policy);
    }
    return result;
  };
  const Condition p = is(cube.x, 0), q = is(cube.x, 1), other = is(cube.y, 2);
  CHECK(text(Condition::any_of({p, q})) == "x in 1..2");
  CHECK(text(Condition::negation(p)) == "x in 0|2..3");
  CHECK(text(compare(cube.x, Relation::NotEqual, 0)) == "x in 2..3");
  CHECK(text(Condition::all_of({p, other})) == "x in 1, y in 3");
  CHECK(text(Condition::negation(Condition::all_of({p, other}))) == "x in 0|2..3; x in 1, y in 0..2");
  CHECK(text(Condition::all_of({p, q})).empty());
  CHECK(text(Condition::any_of({p, Condition::negation(p)})) == "everything");
  CHECK_FALSE(boxes_of(cube.space, Condition::any_of({p, other}), 1));
}

TEST_CASE("conditions that are always and never true, and their negations") {
  const Cube cube;
  Condition never = Condition::always();
  never.op = Condition::Op::False;
  const auto boxes = [&](const Condition& condition) { return boxes_of(cube.space, condition, 10)->size(); };
  CHECK(boxes(Condition::always()) == 1);
  CHECK(boxes(Condition::negation(Condition::always())) == 0);
  CHECK(boxes(never) == 0);
  CHECK(boxes(Condition::negation(never)) == 1);
  CHECK(boxes(Condition::all_of({known(cube.x), never})) == 0);
  CHECK(boxes(Condition::any_of({known(cube.x), Condition::negation(never)})) == 1);
}

TEST_CASE("R5: more boxes than the limit are none") {
  const Cube cube;
  const Condition either = Condition::any_of({known(cube.x), known(cube.y)});  // two boxes that do not meet
  CHECK(boxes_of(cube.space, either, 2)->size() == 2);
  CHECK_FALSE(boxes_of(cube.space, either, 1));
  CHECK_FALSE(boxes_of(cube.space, Condition::all_of({either, known(cube.x)}), 1));
  CHECK_FALSE(boxes_of(cube.space, Condition::any_of({either, known(cube.x)}), 1));
  const Boxes both = *boxes_of(cube.space, Condition::all_of({known(cube.x), known(cube.y)}), 1);
  CHECK(subtract(cube.space, {Box{}}, both, 2)->size() == 2);
  CHECK_FALSE(subtract(cube.space, {Box{}}, both, 1));
}

TEST_CASE("a statement for no stage at all holds nowhere") {
  Cube cube;
  const RecordTypeId deal = cube.builder.record("deal", {"open", "won"});
  const LeafId closing = cube.builder.leaf_per(deal, "closing");
  const Space space(*cube.builder.policy, *cube.builder.org);
  Statement statement;
  statement.leaves = {closing};
  CHECK(boxes_of(space, *cube.builder.policy, statement, 10)->size() == 1);
  statement.record_stages = StageSet{};
  CHECK(boxes_of(space, *cube.builder.policy, statement, 10)->empty());
  statement.record_stages = StageSet::all();
  statement.account_stages = StageSet{};
  CHECK(boxes_of(space, *cube.builder.policy, statement, 10)->empty());
}

}  // namespace
}  // namespace baton::test
