// References by line follow the statement that they mean when a layout moves the lines.
#include "dsl/format_references.hpp"

#include <catch2/catch.hpp>

#include "dsl/format.hpp"
#include "dsl/parse.hpp"

namespace {

using namespace baton::dsl;

std::string laid_out(const std::string& text) {
  Sources sources;
  Emitter emitter;
  return format(sources, sources.add({"a.baton", text}), emitter).value();
}

LaidOutFile file(std::string path, const std::string& text) {
  return {std::move(path), text, laid_out(text)};
}

std::string test_with(const std::string& expectation) {
  return "test \"t\" {\n  expect " + expectation + "\n}\n";
}

// A file whose statements move: `a` from line 4 to 2, the handoff from line 6 to 4, `b.x` from line 9 to 7.
const std::string moving =
    "structure s {\n\n\n  AE owns a\n\n  handoff h {\n\n  moves a from AE to AM }\n  AM owns b.x\n\n}\n";
const std::string moved = "structure s {\n  AE owns a\n\n  handoff h { moves a from AE to AM }\n  AM owns b.x\n}\n";

}  // namespace

TEST_CASE("layout: references by line follow what they mean") {
  const std::pair<const char*, const char*> rows[] = {
      {"AE owns a because line 4", "AE owns a because line 2"},
      {"AE owns a because \"p.baton:4\"", "AE owns a because \"p.baton:2\""},
      {"AE owns a because \"x/p.baton:4\"", "AE owns a because \"x/p.baton:2\""},
      {"AE owns a because \"q.baton:4\"", "AE owns a because \"q.baton:4\""},
      {"owner of a is AE because line 8", "owner of a is AE because line 4"},
      {"AM owns b because line 9", "AM owns b because line 5"},
      {"AE owns a because line 1", "AE owns a because line 1"},  // nothing of ours: the library's, perhaps
      {"AE owns a because line 10", "AE owns a because line 10"},
      {"AE owns a because handoff h", "AE owns a because handoff h"},
      // What names no line, or one that no file has, is left as it is.
      {"AE owns a because line 0", "AE owns a because line 0"},
      {"AE owns a because line 99999999999", "AE owns a because line 99999999999"},
      {"AE owns a because \"p.baton:4x\"", "AE owns a because \"p.baton:4x\""},
      {"AE owns a because \"p.baton\"", "AE owns a because \"p.baton\""},
      {"AE owns a because \"\"", "AE owns a because \"\""},
  };
  for (const auto& [before, after] : rows) {
    INFO(before);
    std::vector<LaidOutFile> files{file("x/p.baton", moving), file("tests.baton", test_with(before))};
    CHECK(follow_lines(files).empty());
    CHECK(files[0].after == moved);
    CHECK(files[1].after == test_with(after));
  }
}

TEST_CASE("layout: a reference follows within its own file, and stays when it is laid out again") {
  std::vector<LaidOutFile> files{file("a.baton", moving + "\n\n\n" + test_with("AE owns a because line 4"))};
  CHECK(follow_lines(files).empty());
  CHECK(files[0].after == moved + "\n" + test_with("AE owns a because line 2"));
  std::vector<LaidOutFile> again{file("a.baton", files[0].after)};
  CHECK(follow_lines(again).empty());
  CHECK(again[0].after == files[0].after);
}

TEST_CASE("layout: of two statements on one line that is meant which speaks of the responsibility") {
  const std::string two = "structure s {\n  AE owns a AM owns b }\n";
  std::vector<LaidOutFile> files{file("p.baton", two), file("t.baton", test_with("AM owns b because line 2"))};
  CHECK(follow_lines(files).empty());
  CHECK(files[1].after == test_with("AM owns b because line 3"));
}

TEST_CASE("layout: what may mean several statements is rewritten to the first, and told") {
  const std::string two = "structure s {\n\n  AE owns a when k AM owns a otherwise }\n";
  std::vector<LaidOutFile> files{file("p.baton", two), file("t.baton", test_with("AM owns a because line 3"))};
  const auto lost = follow_lines(files);
  REQUIRE(lost.size() == 1);
  CHECK(lost[0].ambiguous);
  CHECK(lost[0].line == 2);
  CHECK(files[1].after == test_with("AM owns a because line 2"));
}

TEST_CASE("layout: references in set-ups follow too, and `everything` speaks of each responsibility") {
  const std::string all = "structure s {\n\n\n  AE owns everything\n  AM carries everything\n}\n";
  std::vector<LaidOutFile> files{file("p.baton", all),
                                 file("t.baton", "given \"g\" {\n  expect AE owns a because line 4\n}\n")};
  CHECK(follow_lines(files).empty());
  CHECK(files[1].after == "given \"g\" {\n  expect AE owns a because line 2\n}\n");
}

TEST_CASE("layout: a reference that stays right in a file that stays is not told; one that may mean several is") {
  const std::string still = "structure s {\n  AE owns a\n  AM owns b\n}\n";
  std::vector<LaidOutFile> files{file("p.baton", still), file("t.baton", test_with("AE owns a because line 2"))};
  files[1].may_change = false;
  CHECK(follow_lines(files).empty());

  const std::string two = "structure s {\n\n  AE owns a when k AM owns a otherwise }\n";
  files = {file("p.baton", two), file("t.baton", test_with("AM owns a because line 3"))};
  files[1].may_change = false;
  const auto lost = follow_lines(files);
  REQUIRE(lost.size() == 1);
  CHECK((lost[0].file == 1 && lost[0].line == 2 && !lost[0].ambiguous));
  CHECK(files[1].after == test_with("AM owns a because line 3"));
}

TEST_CASE("layout: references in files that stay as they are are told") {
  std::vector<LaidOutFile> files{file("p.baton", moving), file("t.baton", test_with("AE owns a because line 4"))};
  files[1].may_change = false;
  const auto lost = follow_lines(files);
  REQUIRE(lost.size() == 1);
  CHECK((lost[0].file == 1 && lost[0].at_line == 2 && lost[0].line == 2 && !lost[0].ambiguous));
  CHECK(lost[0].text == "because line 4");
  CHECK(files[1].after == test_with("AE owns a because line 4"));
}
