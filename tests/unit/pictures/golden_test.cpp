// Every picture of the project in tests/corpus/pictures/small, compared with the files beside it. Its titles hold what
// each format must escape. With BATON_REWRITE_GOLDENS=1 in the environment the files are written anew, to be read in
// the diff, and to be looked at.
#include <catch2/catch.hpp>

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

dsl::Project small() {
  dsl::Project project = dsl::load(folder + "small");
  REQUIRE(project.program);
  return project;
}

}  // namespace

TEST_CASE("pictures: the matrix in every format") {
  const dsl::Project project = small();
  const std::vector<host::Matrix> matrices{host::make_matrix(*project.program, StructureId{0})};
  compare("matrix.txt", host::matrix_text(*project.policy, matrices[0], false));
  compare("matrix.md", host::matrix_markdown(*project.policy, matrices[0]));
  compare("matrix.html", host::matrix_html(*project.policy, matrices));
  compare("matrix.svg", host::matrix_svg(*project.policy, matrices));
}

TEST_CASE("pictures: the drawings in Graphviz's language") {
  const dsl::Project project = small();
  const std::vector<StructureId> structures = host::structures_in_use(*project.program);
  const auto all = [](const std::vector<host::Drawing>& drawings) {
    std::string text;
    for (const host::Drawing& drawing : drawings) text += "# " + drawing.title + '\n' + drawing.dot;
    return text;
  };
  compare("lifecycle.dot", all(host::lifecycle_drawings(*project.program)));
  compare("people.dot", all(host::people_drawings(*project.program)));
  compare("handoffs.dot", all(host::handoff_drawings(*project.program, structures)));
  compare("escalations.dot", all(host::escalation_drawings(*project.program, structures)));
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
  const std::vector<host::Layout> broken{{"C", "no picture"}};
  CHECK(host::joined_svg(broken).error() == "Graphviz gave no picture of `C`");
}

}  // namespace baton::test
