// Every picture of the project in tests/corpus/pictures/small, compared with the files beside it. Its titles hold what
// each format must escape. With BATON_REWRITE_GOLDENS=1 in the environment the files are written anew, to be read in
// the diff, and to be looked at.
#include <catch2/catch.hpp>
#include <vector>

#include "dsl/project.hpp"
#include "engine/host/drawing.hpp"
#include "engine/host/graph.hpp"
#include "engine/host/matrix_page.hpp"
#include "engine/host/matrix_text.hpp"
#include "tests/unit/goldens.hpp"

namespace baton::test {
namespace {

const std::string folder = std::string(BATON_SOURCE_DIR) + "/tests/corpus/pictures/";

void compare(const std::string& name, const std::string& text) {
  compare_with_golden(folder + name, text);
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

dsl::Project load(const std::string& name) {
  dsl::Project project = dsl::load(folder + name);
  REQUIRE(project.program);
  return project;
}
dsl::Project small() {
  return load("small");
}

void compare_matrices(const dsl::Project& project, const std::vector<host::Matrix>& matrices,
                      const std::string& prefix) {
  std::string text, coloured, markdown;
  for (const host::Matrix& matrix : matrices) {
    text += host::matrix_text(*project.policy, matrix, false);
    coloured += host::matrix_text(*project.policy, matrix, true);
    markdown += host::matrix_markdown(*project.policy, matrix);
  }
  compare(prefix + "matrix.txt", text);
  check_colours(coloured, text);
  compare(prefix + "matrix.md", markdown);
  compare(prefix + "matrix.html", host::matrix_html(*project.policy, matrices));
  compare(prefix + "matrix.svg", host::matrix_svg(*project.policy, matrices));
}

void compare_drawings(const dsl::Project& project, const std::string& prefix) {
  const std::vector<StructureId> structures = host::structures_in_use(*project.program);
  const auto all = [](const std::vector<host::Drawing>& drawings) {
    std::string text;
    for (const host::Drawing& drawing : drawings) text += "# " + drawing.title + '\n' + drawing.dot;
    return text;
  };
  compare(prefix + "lifecycle.dot", all(host::lifecycle_drawings(*project.program)));
  compare(prefix + "people.dot", all(host::people_drawings(*project.program)));
  compare(prefix + "handoffs.dot", all(host::handoff_drawings(*project.program, structures)));
  compare(prefix + "escalations.dot", all(host::escalation_drawings(*project.program, structures)));
}

}  // namespace

TEST_CASE("pictures: the matrix in every format") {
  const dsl::Project project = small();
  compare_matrices(project, {host::make_matrix(*project.program, StructureId{0})}, "");
}

TEST_CASE("pictures: the drawings in Graphviz's language") {
  compare_drawings(small(), "");
}

TEST_CASE("pictures: structures, roles and people without titles, in every format") {
  const dsl::Project project = load("bare");
  std::vector<host::Matrix> matrices;
  for (std::size_t i = 0; i < project.policy->structures.size(); ++i) {
    matrices.push_back(host::make_matrix(*project.program, StructureId{i}));
  }
  compare_matrices(project, matrices, "bare_");
  compare_drawings(project, "bare_");
}

TEST_CASE("pictures: titles are text in every format, whatever they hold") {
  const dsl::Project project = small();
  // No policy can hold a double quote in a title, values built by hand can.
  project.policy->structures[0].title = "<i>\"q\"&'|\x01";
  project.policy->roles[0].title = project.policy->structures[0].title;
  project.policy->structures[0].handoffs[0].title = project.policy->structures[0].title;
  project.policy->structures[0].escalations[0].title = project.policy->structures[0].title;
  const std::vector<host::Matrix> matrices{host::make_matrix(*project.program, StructureId{0})};
  const std::string escaped = "&lt;i&gt;&quot;q&quot;&amp;&#39;|\xEF\xBF\xBD";
  const std::vector<StructureId> structures{StructureId{0}};
  for (const std::string& text :
       {host::matrix_html(*project.policy, matrices), host::matrix_svg(*project.policy, matrices),
        host::handoff_drawings(*project.program, structures)[0].dot,
        host::escalation_drawings(*project.program, structures)[0].dot}) {
    CHECK(count(text, escaped) >= 1);
    CHECK(count(text, "<i>") == 0);
  }
  const std::string markdown = host::matrix_markdown(*project.policy, matrices[0]);
  CHECK(count(markdown, "## &lt;i&gt;\"q\"&amp;'&#124;") == 1);
}

TEST_CASE("pictures: a Markdown table has the same number of cells in every row") {
  const dsl::Project project = small();
  const std::string text = host::matrix_markdown(*project.policy, host::make_matrix(*project.program, StructureId{0}));
  std::size_t columns = 0, begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; begin = end + 1, end = text.find('\n', begin)) {
    const std::string line = text.substr(begin, end - begin);
    if (!line.starts_with('|')) columns = 0;
    if (!line.starts_with('|')) continue;
    if (columns == 0) columns = count(line, "|");
    INFO(line);
    CHECK(count(line, "|") == columns);
  }
}

TEST_CASE("pictures: lines are broken where they would run over, never within a character") {
  for (const std::string& line : host::wrapped("who owns what, ümläut and 日本語のとても長い言葉 in a row", 60, 12)) {
    CHECK(host::text_width(line, 12) <= 60);
  }
  CHECK(host::wrapped("one two", 1'000, 12) == std::vector<std::string>{"one two"});
  CHECK(host::wrapped("", 10, 12) == std::vector<std::string>{""});
  CHECK(host::wrapped("W", 1, 12) == std::vector<std::string>{"W"});
  CHECK(host::wrapped("é", 1, 12) == std::vector<std::string>{"é"});
  CHECK(host::text_width("@", 1'000) == host::text_width("W", 1'000));
  CHECK(host::escape_xml("a\tb\nc\x01") == "a\tb\nc\xEF\xBF\xBD");
}

TEST_CASE("pictures: several layouts become one page, each with ids of its own") {
  const std::string one =
      "<?xml version=\"1.0\"?>\n<!DOCTYPE svg>\n<svg width=\"100pt\" height=\"50pt\"\n viewBox=\"0.00 0.00 100.00 "
      "50.00\" xmlns=\"http://www.w3.org/2000/svg\">\n<g id=\"graph0\"/></svg>\n";
  const std::vector<host::Layout> layouts{{"A & B", one}, {"C", one}};
  const auto page = host::joined_svg(layouts);
  REQUIRE(page);
  CHECK(count(*page, "<g id=\"p0_graph0\"/>") == 1);
  CHECK(count(*page, "<g id=\"p1_graph0\"/>") == 1);
  CHECK(count(*page, "A &amp; B") == 1);
  CHECK(count(*page, "<?xml") + count(*page, "DOCTYPE") == 0);
  for (const char* broken :
       {"no picture", "<svg height=\"5pt\" viewBox=\"0 0 9 5\"></svg>", "<svg width=\"9pt\" viewBox=\"0 0 9 5\"></svg>",
        "<svg width=\"wide\" height=\"5pt\" viewBox=\"0 0 9 5\"></svg>", "<svg width=\"9pt\" height=\"5pt\"></svg>",
        "<svg width=\"9pt\" height=\"5pt\" viewBox=\"0 0 9 5\">"}) {
    INFO(broken);
    const std::vector<host::Layout> one_broken{layouts[0], {"C", broken}};
    CHECK(host::joined_svg(one_broken).error() == "Graphviz gave no picture of `C`");
  }
}

}  // namespace baton::test
