// Four ways to ask the same question, on seeded random policies and accounts: diagram, bitmap, a linear scan over the
// boxes, and every statement in turn straight over the facts. They must agree at every point, sound policy or not.
#include <catch2/catch.hpp>

#include <random>

#include "engine/decide/compile.hpp"
#include "tests/unit/decide/world.hpp"

namespace baton::test {
namespace {

class RandomWorld {
 public:
  explicit RandomWorld(std::uint64_t seed) : random_(seed) {
    vocabulary();
    const int structures = 1 + below(2);
    for (int i = 0; i < structures; ++i) structure();
    for (int i = below(4); i > 0; --i) builder.org->structures.push_back({{}, condition(false, 2), chance(3), {}});
    builder.org->coverage.resize(builder.policy->roles.size());
    for (auto& rows : builder.org->coverage) {
      for (int i = below(4); i > 0; --i) rows.push_back({{}, condition(false, 2), chance(3), {}});
    }
    builder.org->zone = Zone(
        "Test/Dst",
        {{Instant{0}, 3'600'000}, {after_days(87, 3'600'000), 7'200'000}, {after_days(297, 3'600'000), 3'600'000}});
  }

  PolicyBuilder builder{{"prospect", "opportunity", "customer"}};
  RecordTypeId deal, contract;

  int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }
  bool chance(int one_in) { return below(one_in) == 0; }

  // Facts near the cuts, so that boundaries are met exactly.
  AccountFacts account() {
    AccountFacts facts = initial_account_facts(*builder.policy);
    facts.stage = StageId{static_cast<std::size_t>(below(3))};
    for (std::size_t i = 0; i < facts.fields.size(); ++i) facts.fields[i] = value(builder.policy->account_fields[i]);
    for (auto& counts : facts.records_in_stage) {
      for (auto& count : counts) count = static_cast<std::uint32_t>(below(2));
    }
    fill_anchors(facts.anchors, std::nullopt);
    return facts;
  }
  RecordFacts record() {
    RecordFacts facts = initial_record_facts(*builder.policy, deal);
    facts.stage = StageId{static_cast<std::size_t>(below(2))};
    const auto& fields = builder.policy->records[deal.index].fields;
    for (std::size_t i = 0; i < fields.size(); ++i) facts.fields[i] = value(fields[i]);
    fill_anchors(facts.anchors, deal);
    return facts;
  }
  Instant moment() { return after_days(80 + below(20), chance(2) ? 0 : below(86'400'000)); }

 private:
  void vocabulary() {
    deal = builder.record("deal", {"open", "won"});
    fields_ = {builder.field("segment", enum_type({"smb", "mid", "large"}, true)),
               builder.field("region", enum_type({"amer", "emea", "apac"}), true),
               builder.field("arr", money_type()),
               builder.field("target", money_type(), true),
               builder.field("key", bool_type()),
               builder.field("health", number_type(0, 10), true),
               builder.field("industry", text_type(), true),
               builder.field("renews_on", date_type(), true)};
    record_fields_ = {builder.field(deal, "amount", money_type()), builder.field(deal, "closes_on", date_type(), true)};
    builder.text("education");
    builder.text("health");
    account_anchors_ = {builder.after_event(builder.event("signed")), builder.entering(StageId{1})};
    record_anchors_ = {builder.after_event(builder.event("deal.moved", deal), deal),
                       builder.entering(StageId{1}, deal)};
    for (const char* name : {"AE", "AM", "CSM"}) roles_.push_back(builder.role(name));
    leaves_ = {builder.leaf("relationship"), builder.leaf("adoption", StageSet{0b110})};
    record_leaf_ = builder.leaf_per(deal, "closing", StageSet{0b01});
  }

  Scalar value(const Field& field) {
    if (field.optional && chance(4)) return unknown;
    switch (field.type.kind) {
      case TypeKind::Enum:
        return below(static_cast<int>(field.type.labels.size()));
      case TypeKind::Bool:
        return below(2);
      case TypeKind::Number:
        return below(11);
      case TypeKind::Text:
        return below(3) - 1;
      case TypeKind::Date:
        return date_after(85 + below(60));
      case TypeKind::Money:
        return below(8);
    }
    return 0;
  }
  void fill_anchors(std::vector<Instant>& anchors, std::optional<RecordTypeId> of) {
    for (std::size_t i = 0; i < anchors.size(); ++i) {
      if (builder.policy->anchors[i].record != of || chance(4)) continue;
      anchors[i] = chance(10) ? time_immemorial : after_days(20 + below(60), chance(2) ? 0 : below(86'400'000));
    }
  }

  FieldRef field(bool per_record) {
    if (per_record && chance(3)) return record_fields_[static_cast<std::size_t>(below(2))];
    return fields_[static_cast<std::size_t>(below(8))];
  }
  Condition atom(bool per_record) {
    if (chance(8)) return any_record_is(deal, StageSet{static_cast<std::uint64_t>(1 + below(3))});
    if (chance(8)) return compare_fields(fields_[2], relation(), fields_[3]);
    if (per_record && chance(8)) return compare_fields(record_fields_[0], relation(), fields_[2]);
    const FieldRef ref = field(per_record);
    Field declared = builder.policy->field(ref);
    if (chance(6)) return known(ref);
    declared.optional = false;
    if (chance(4)) return in(ref, {constant(declared), constant(declared)});
    const bool ordered =
        declared.type.kind != TypeKind::Text && (declared.type.kind != TypeKind::Enum || declared.type.ordered);
    const Relation any = relation();
    const Relation equality = chance(2) ? Relation::Equal : Relation::NotEqual;
    return compare(ref, ordered ? any : equality, constant(declared));
  }
  // What a condition may compare with: never the text that is no constant.
  Scalar constant(const Field& field) { return field.type.kind == TypeKind::Text ? below(2) : value(field); }
  Relation relation() { return static_cast<Relation>(below(6)); }
  Condition condition(bool per_record, int depth) {
    if (chance(10)) return Condition::always();
    if (depth == 0 || chance(3)) return atom(per_record);
    if (chance(3)) return Condition::negation(condition(per_record, depth - 1));
    std::vector<Condition> parts;
    for (int i = 2 + below(2); i > 0; --i) parts.push_back(condition(per_record, depth - 1));
    return chance(2) ? Condition::all_of(std::move(parts)) : Condition::any_of(std::move(parts));
  }
  Window window(bool per_record) {
    const std::vector<Span> spans{
        days(5), days(30), weeks(1), months(1), months(2), hours(36), {1, Unit::Quarter, false}};
    const Span span = spans[static_cast<std::size_t>(below(static_cast<int>(spans.size())))];
    const bool of_record = per_record && chance(2);
    const auto& anchors = of_record ? record_anchors_ : account_anchors_;
    Window window{static_cast<Window::Kind>(below(4)), span, anchors[static_cast<std::size_t>(below(2))], {}};
    window.date = of_record ? record_fields_[1] : fields_[7];
    return window;
  }
  void structure() {
    builder.structure("s");
    for (int i = below(3); i > 0; --i) {
      builder.layer(
          static_cast<std::uint32_t>(below(static_cast<int>(builder.policy->structures.back().layers.size()))));
    }
    for (int i = 2 + below(8); i > 0; --i) statement();
  }
  void statement() {
    const bool per_record = chance(2);
    std::vector<LeafId> leaves = per_record ? std::vector{record_leaf_} : leaves_;
    if (!per_record && chance(2)) leaves.pop_back();
    std::optional<RoleId> role = roles_[static_cast<std::size_t>(below(3))];
    Statement& statement = chance(5) ? builder.supports(*role, leaves) : builder.owns(role, leaves);
    statement.layer =
        static_cast<std::uint32_t>(below(static_cast<int>(builder.policy->structures.back().layers.size())));
    if (chance(3)) statement.account_stages = StageSet{static_cast<std::uint64_t>(1 + below(7))};
    if (per_record && chance(3)) statement.record_stages = StageSet{static_cast<std::uint64_t>(1 + below(3))};
    for (int i = chance(2) ? 1 + below(2) : 0; i > 0; --i) statement.windows.push_back(window(per_record));
    statement.condition = condition(per_record, 2);
  }

  std::mt19937_64 random_;
  std::vector<FieldRef> fields_, record_fields_;
  std::vector<AnchorId> account_anchors_, record_anchors_;
  std::vector<RoleId> roles_;
  std::vector<LeafId> leaves_;
  LeafId record_leaf_;
};

// The first row, in order of declaration, that has the point.
std::optional<std::uint32_t> scan(const Table& table, const std::vector<Coordinate>& point) {
  for (const TableRow& row : table.rows) {
    for (const Box& box : row.boxes) {
      if (box.has(point)) return row.number;
    }
  }
  return std::nullopt;
}

std::vector<Coordinate> point_of(const Space& space, const View& view, const Zone& zone) {
  std::vector<Coordinate> point(space.size(), 0);
  for (std::size_t i = 0; i < space.size(); ++i) {
    const auto record = space.dimensions()[i].record;
    if (record && view.record_type != record) continue;
    point[i] = space.coordinate(DimensionId{i}, view, zone);
    REQUIRE(point[i] < space.dimensions()[i].size);
  }
  return point;
}

// The frozen forms of every owner table of a program, each built whether the program chose it or not.
struct Forms {
  std::vector<std::vector<Diagram>> diagrams;
  std::vector<std::vector<Bitmap>> bitmaps;

  explicit Forms(const Program& program) {
    for (const StructureParts& structure : program.parts().structures) {
      diagrams.emplace_back();
      bitmaps.emplace_back();
      for (const Question& question : structure.owners) {
        diagrams.back().push_back(*Diagram::build(program.parts().space, question.table));
        bitmaps.back().push_back(*Bitmap::build(program.parts().space, question.table));
      }
    }
  }
};

void check_disjoint(const Table& table, const std::vector<Coordinate>& point) {
  for (const TableRow& row : table.rows) {
    REQUIRE(std::ranges::count_if(row.boxes, [&](const Box& box) { return box.has(point); }) <= 1);
  }
}

void check_owner(const Program& program, const Forms& forms, std::size_t structure, std::size_t leaf,
                 const View& view) {
  const Table& table = program.parts().structures[structure].owners[leaf].table;
  const auto point = point_of(program.parts().space, view, program.org().zone);
  const auto holding = program.holding(StructureId{structure}, LeafId{leaf}, view);
  const auto expected = holding.empty() ? std::nullopt : std::optional(holding.front().index);
  const auto coordinate = [&](DimensionId id) { return point[id.index]; };
  REQUIRE(scan(table, point) == expected);
  REQUIRE(forms.diagrams[structure][leaf].evaluate(coordinate) == expected);
  REQUIRE(forms.bitmaps[structure][leaf].evaluate(coordinate) == expected);
  const auto owner = program.owner(StructureId{structure}, LeafId{leaf}, view);
  REQUIRE((owner ? std::optional(owner->index) : std::nullopt) == expected);
  check_disjoint(table, point);
  for (const TableRow& row : table.rows) {
    const bool has_row = std::ranges::any_of(row.boxes, [&](const Box& box) { return box.has(point); });
    REQUIRE(has_row == (std::ranges::find(holding, StatementId{row.number}) != holding.end()));
  }
}

TEST_CASE("R6, T7: diagram, bitmap, linear scan and the statements themselves agree on random policies") {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    CAPTURE(seed);
    RandomWorld world(seed);
    const Program program = world.builder.program();
    const Forms forms(program);
    for (int round = 0; round < 40; ++round) {
      const AccountFacts account = world.account();
      const RecordFacts record = world.record();
      const View of_account{&account, nullptr, {}, nullptr, world.moment()};
      const View of_record{&account, &record, world.deal, nullptr, of_account.now};
      for (std::size_t structure = 0; structure < program.policy().structures.size(); ++structure) {
        for (std::size_t leaf = 0; leaf < program.policy().leaves.size(); ++leaf) {
          const View& view = program.policy().leaves[leaf].per ? of_record : of_account;
          if (program.is_active(LeafId{leaf}, view)) check_owner(program, forms, structure, leaf, view);
        }
      }
    }
  }
}

// Straight over the statements: layers, and no boxes.
std::vector<StatementId> supports_by_hand(const Program& program, StructureId id, LeafId leaf, const View& view) {
  const Structure& structure = program.policy().structures[id.index];
  const auto is_about = [&](const Statement& s) { return std::ranges::find(s.leaves, leaf) != s.leaves.end(); };
  std::vector<StatementId> result;
  for (std::size_t i = 0; i < structure.statements.size(); ++i) {
    const Statement& statement = structure.statements[i];
    bool applies =
        statement.verb == Verb::Supports && is_about(statement) && holds_by_itself(statement, view, program.org().zone);
    for (const Statement& other : structure.statements) {
      if (other.verb == Verb::Supports || !is_about(other)) continue;
      if (!encloses(structure, other.layer, statement.layer)) continue;
      applies = applies && !holds_by_itself(other, view, program.org().zone);
    }
    if (applies) result.push_back(StatementId{i});
  }
  return result;
}

template <class Row>
std::optional<std::size_t> row_by_hand(const std::vector<Row>& rows, const View& view) {
  const auto applies = [&](const Row& row) { return !row.otherwise && holds(row.where, view); };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool left_over = rows[i].otherwise && holds(rows[i].where, view) && std::ranges::none_of(rows, applies);
    if (applies(rows[i]) || left_over) return i;
  }
  return std::nullopt;
}

TEST_CASE("supports, structure rows and coverage rows agree with the conditions on random policies") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    RandomWorld world(seed);
    const Program program = world.builder.program();
    for (int round = 0; round < 40; ++round) {
      const AccountFacts account = world.account();
      const View view{&account, nullptr, {}, nullptr, world.moment()};
      REQUIRE(program.structure_row(view) == row_by_hand(program.org().structures, view));
      for (std::size_t role = 0; role < program.org().coverage.size(); ++role) {
        REQUIRE(program.coverage_row(RoleId{role}, view) == row_by_hand(program.org().coverage[role], view));
      }
      REQUIRE(program.supports(StructureId{0}, LeafId{0}, view) ==
              supports_by_hand(program, StructureId{0}, LeafId{0}, view));
    }
  }
}

TEST_CASE("rows that meet are exactly those of which two boxes do") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    RandomWorld world(seed);
    const Program program = world.builder.program();
    for (const Question& question : program.parts().structures[0].owners) {
      const std::vector<TableRow>& rows = question.table.rows;
      std::vector<RowPair> expected;
      for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t k = i + 1; k < rows.size(); ++k) {
          const auto meets_k = [&](const Box& box) {
            return std::ranges::any_of(rows[k].boxes, [&](const Box& other) { return overlap(box, other); });
          };
          if (std::ranges::any_of(rows[i].boxes, meets_k)) expected.emplace_back(i, k);
        }
      }
      StepBudget budget{1'000'000};
      REQUIRE(meeting_rows(program.parts().space, question.table, budget) == expected);
    }
  }
}

TEST_CASE("gaps found by subtraction are exactly the points that no row has") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    RandomWorld world(seed);
    const Program program = world.builder.program();
    const Space& space = program.parts().space;
    for (std::size_t leaf = 0; leaf < program.policy().leaves.size(); ++leaf) {
      const Table& table = program.parts().structures[0].owners[leaf].table;
      std::vector<const Box*> cover;
      for (const TableRow& row : table.rows) {
        for (const Box& box : row.boxes) cover.push_back(&box);
      }
      StepBudget budget{1'000'000};
      Boxes gaps;
      REQUIRE(visit_gaps(space, table.universe, cover, budget, [&](const Box& gap) {
        gaps.push_back(gap);
        return Visit::Continue;
      }));
      for (int round = 0; round < 100; ++round) {
        std::vector<Coordinate> point;
        for (const Dimension& dimension : space.dimensions()) {
          point.push_back(static_cast<Coordinate>(world.below(static_cast<int>(dimension.size))));
        }
        const auto having = std::ranges::count_if(gaps, [&](const Box& gap) { return gap.has(point); });
        REQUIRE(having == (table.universe.has(point) && !scan(table, point) ? 1 : 0));
      }
    }
  }
}

}  // namespace
}  // namespace baton::test
