// What a cell of the matrix lists is held against Program::holding, statement by statement, over random histories: the
// role that owns is always listed, with boxes that hold the moment, and every listed role owns in some history.
#include "engine/host/matrix.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "dsl/project.hpp"
#include "engine/decide/compile.hpp"
#include "tests/unit/pictures/lives.hpp"

namespace baton::test {
namespace {

using host::Matrix;
using host::MatrixCase;
using host::MatrixCell;
using host::MatrixPanel;
using host::MatrixRow;

dsl::Project load(const char* folder) {
  dsl::Project project = dsl::load(std::string(BATON_SOURCE_DIR) + folder);
  REQUIRE(project.program);
  return project;
}

StructureId structure_named(const Policy& policy, std::string_view name) {
  const auto found = std::ranges::find(policy.structures, name, &Structure::name);
  REQUIRE(found != policy.structures.end());
  return StructureId{static_cast<std::size_t>(found - policy.structures.begin())};
}

std::vector<Coordinate> point_of(const Space& space, const View& view, const Zone& zone) {
  std::vector<Coordinate> point(space.size(), 0);
  for (std::size_t i = 0; i < space.size(); ++i) {
    const auto& record = space.dimensions()[i].record;
    if (!record || record == view.record_type) point[i] = space.coordinate(DimensionId{i}, view, zone);
  }
  return point;
}

// The matrix of one structure beside the statements themselves.
class Comparison {
 public:
  Comparison(const Program& program, StructureId structure)
      : program_(program), structure_(structure), matrix_(host::make_matrix(program, structure)) {}

  void compare(const View& view) {
    const std::vector<Coordinate> point = point_of(program_.parts().space, view, program_.org().zone);
    for (const MatrixPanel& panel : matrix_.panels) {
      if (panel.record != view.record_type) continue;
      const StageId stage = panel.record ? view.record->stage : view.account->stage;
      const auto column = std::ranges::find(panel.stages, stage);
      for (const MatrixRow& row : panel.rows) {
        for (const LeafId leaf : row.leaves) {
          const bool active = program_.is_active(leaf, view);
          if (column == panel.stages.end()) {
            CHECK(!active);
            continue;
          }
          const MatrixCell& cell = row.cells[static_cast<std::size_t>(column - panel.stages.begin())];
          if (active) compare(cell, leaf, view, point);
        }
      }
    }
  }

  // How many cases have never been met.
  std::set<std::string> never_met() const {
    std::set<std::string> missing;
    for (const MatrixPanel& panel : matrix_.panels) {
      for (const MatrixRow& row : panel.rows) {
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
          for (const MatrixCase& one : row.cells[i].cases) {
            if (!met_.contains(&one)) {
              missing.insert(row.name + " " + panel.columns[i] + " " + host::role_words(program_.policy(), one.role));
            }
          }
        }
      }
    }
    return missing;
  }

 private:
  void compare(const MatrixCell& cell, LeafId leaf, const View& view, const std::vector<Coordinate>& point) {
    const std::vector<StatementId> owners = program_.holding(structure_, leaf, view);
    REQUIRE(!owners.empty());
    const auto& role = program_.policy().structures[structure_.index].statements[owners.front().index].role;
    const auto one = std::ranges::find(cell.cases, role, &MatrixCase::role);
    INFO(matrix_.name << ": " << program_.policy().leaves[leaf.index].name);
    REQUIRE(one != cell.cases.end());
    for (const MatrixCase& other : cell.cases) {
      const bool here = std::ranges::any_of(other.boxes, [&](const Box& box) { return box.has(point); });
      // A shared row shows the boxes of its first metric; they are alike in words, so in what they hold.
      CHECK(here == (&other == &*one));
    }
    met_.insert(&*one);
  }

  const Program& program_;
  StructureId structure_;
  Matrix matrix_;
  std::set<const MatrixCase*> met_;
};

void compare_over_lives(const Program& program, std::string_view structure, int lives) {
  Comparison comparison(program, structure_named(program.policy(), structure));
  for (int seed = 0; seed < lives; ++seed) {
    INFO("seed " << seed);
    Life life(program.policy(), program.org(), static_cast<std::uint64_t>(seed));
    for (int step = 0; step < 24; ++step) {
      life.step();
      life.look([&](const View& view) { comparison.compare(view); });
    }
  }
  CHECK(comparison.never_met() == std::set<std::string>{});
}

std::vector<std::string> words(const Program& program, const MatrixCell& cell) {
  std::vector<std::string> list;
  for (const MatrixCase& one : cell.cases) {
    std::string text = host::role_words(program.policy(), one.role);
    if (!one.words.empty()) text += " " + one.words;
    if (one.note != 0) text += " [" + std::to_string(one.note) + "]";
    list.push_back(text);
  }
  return list;
}

const MatrixCell& cell_of(const Matrix& matrix, std::string_view row_name, std::string_view column_name) {
  for (const MatrixPanel& panel : matrix.panels) {
    const auto row = std::ranges::find(panel.rows, row_name, &MatrixRow::name);
    const auto column = std::ranges::find(panel.columns, column_name);
    if (row == panel.rows.end() || column == panel.columns.end()) continue;
    return row->cells[static_cast<std::size_t>(column - panel.columns.begin())];
  }
  throw std::logic_error("no such cell");
}

}  // namespace

TEST_CASE("matrix: a cell lists exactly the roles that own there, in the structures of the library") {
  const dsl::Project project = load("/examples/acme");
  for (const char* name : {"ae_am", "ae_csm_am", "ae_keeps_expansion", "full_cycle", "amer_keeps_expansion"}) {
    compare_over_lives(*project.program, name, 150);
  }
}

TEST_CASE("matrix: a cell lists exactly the roles that own there, whatever their conditions") {
  const dsl::Project project = load("/tests/corpus/pictures/small");
  compare_over_lives(*project.program, "small", 400);
  const dsl::Project ravenstack = load("/examples/ravenstack");
  for (const char* name : {"basic", "pro", "enterprise"}) compare_over_lives(*ravenstack.program, name, 60);
}

TEST_CASE("matrix: the usual role first, then who owns instead and when") {
  using Words = std::vector<std::string>;
  const dsl::Project project = load("/tests/corpus/pictures/small");
  const Matrix matrix = host::make_matrix(*project.program, StructureId{0});
  const auto cell = [&](const char* row, const char* column) {
    return words(*project.program, cell_of(matrix, row, column));
  };
  CHECK(cell("relationship", "onboarding") == Words{"AE"});
  CHECK(cell("relationship", "prospect") == Words{});
  CHECK(cell("renewal.lead", "live") == Words{"CSM", "AM when contract.arr < 100k"});
  CHECK(cell("renewal.number", "renewing") == Words{"AM", "CSM from 30 days before contract.end"});
  CHECK(cell("adoption", "customer") == Words{"CSM", "nobody when arr < 10k and not key [1]"});
  CHECK(cell("expansion.close", "customer") == Words{"AE", "AM [2]"});
  CHECK(cell("nrr, grr", "customer") == Words{"AM"});
  CHECK(matrix.notes == Words{"nobody when arr < 10k and not key: self-service <only> & | no people",
                              "AM from 90 days after entering onboarding, or when segment is smb"});
}

TEST_CASE("matrix: what a window gives stands in the cell, the rest in a note") {
  using Words = std::vector<std::string>;
  const dsl::Project project = load("/examples/acme");
  const Program& program = *project.program;
  const Matrix matrix = host::make_matrix(program, structure_named(program.policy(), "amer_keeps_expansion"));
  CHECK(words(program, cell_of(matrix, "expansion.source", "customer")) == Words{"AE", "AM from day 60 [1]"});
  CHECK(matrix.notes ==
        Words{"AM from 60 days after entering onboarding when not key",
              "AM when deal.kind is renewal, or during account onboarding, customer from 60 days after entering "
              "onboarding when deal.kind is expansion and not key"});
  CHECK(matrix.serves == "accounts where segment is mid_market and region is amer");
}

TEST_CASE("matrix: stages stand in the order of a life, whatever the order in which they are named") {
  const dsl::Project project = load("/tests/corpus/pictures/small");
  const Matrix matrix = host::make_matrix(*project.program, StructureId{0});
  CHECK(matrix.panels[0].columns == std::vector<std::string>{"prospect", "onboarding", "customer", "churned"});
}

}  // namespace baton::test
