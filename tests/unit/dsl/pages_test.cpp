// Every page of docs/diagnostics is held to what it says: its wrong project gives its code, its right one nothing at
// all. What an example leaves out is taken from docs/diagnostics/README.md, which tells readers how.
#include "dsl/pages.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "dsl/format.hpp"
#include "shown_projects.hpp"

namespace {

using namespace baton::dsl;
using namespace baton::dsl::test;

// Codes that no small text can show, and why; goldens of the corpus, or the tests named there, hold them.
const std::map<std::string_view, std::string> in_words = {
    {"B103", "a page is UTF-8 text itself"},
    {"B113", "two hundred brackets"},
    {"B114", "a file of many megabytes"},
    {"B210", "a lifecycle of more than sixty stages"},
    {"B408", "a condition of more than thirty fields"},
    {"B409", "a policy of two hundred thousand ways from one situation to the next"},
    {"B901", "a folder that the machine refuses to read"},
    {"B902", "a folder without the file that every example has"},
    {"B903", "thousands of files"},
};

// What examples leave out.
const Files& defaults() {
  static const Files files = [] {
    Files found;
    for (const PageSection& section : read_page(page_text("README"))) found.merge(files_of(section.blocks));
    return found;
  }();
  return files;
}

Files whole_project(const PageSection& section) {
  return completed(files_of(section.blocks), defaults());
}

void check_page(const CodeInfo& info, std::string_view text) {
  const auto page = read_page(text);
  REQUIRE(page.size() == 3);
  CHECK(page[0].heading == std::string(info.code) + " " + std::string(info.title));
  CHECK(page[1].heading == "Wrong");
  CHECK(page[2].heading == "Right");
  const std::string prose = prose_of(page[0]) + " ";
  const auto sentences = std::ranges::count_if(prose, [&](const char& c) { return c == '.' && *(&c + 1) == ' '; });
  CHECK((sentences >= 2 && sentences <= 5));
  if (in_words.contains(info.code)) {
    CHECK(files_of(page[1].blocks).empty());
    return;
  }
  const Project wrong = check_files(whole_project(page[1]));
  INFO("the wrong example gives:\n" + shown(wrong));
  CHECK(codes_of(wrong) == std::set<std::string>{std::string(info.code)});
  const Project right = check_files(whole_project(page[2]));
  INFO("the right example gives:\n" + shown(right));
  CHECK(codes_of(right).empty());
}

}  // namespace

TEST_CASE("pages: every code has one, whose examples are what they say") {
  for (const CodeInfo& info : all_codes()) {
    const std::string_view text = page_text(info.code);
    INFO("docs/diagnostics/" << info.code << ".md");
    CHECK(!text.empty());
    if (!text.empty()) check_page(info, text);
  }
}

TEST_CASE("pages: none is about a code that does not exist") {
  for (const PageText& page : page_texts()) {
    INFO(page.name);
    CHECK((page.name == "README" || std::ranges::count(all_codes(), page.name, &CodeInfo::code) == 1));
  }
}

TEST_CASE("pages: policies are laid out as `baton fmt` writes them, where they can be read at all") {
  std::size_t laid_out = 0;
  for (const PageText& text : page_texts()) {
    for (const PageSection& section : read_page(text.text)) {
      for (const PageBlock& block : section.blocks) {
        if (block.language != "baton") continue;
        Sources sources;
        Emitter emitter;
        const auto formatted = format(sources, sources.add({"page.baton", block.text}), emitter);
        INFO(text.name << ", " << section.heading);
        if (formatted) CHECK(*formatted == block.text);
        laid_out += formatted ? 1 : 0;
      }
    }
  }
  CHECK(laid_out > 80);
}

TEST_CASE("pages: on a terminal a page has no Markdown, and no line over 80 columns but those of files") {
  const auto page = read_page(
      "# B402 nobody owns it\n\nNobody owns it,\nfor a while.\n\nSay who:\n- one\n- two\n  or three\n\n"
      "## Wrong\n```yaml org.yaml\norg: acme\n\npeople: []\n```\n");
  CHECK(show_page(page, false) ==
        "B402 nobody owns it\n\nNobody owns it, for a while.\n\nSay who:\n\n- one\n- two or three\n\n"
        "Wrong\n\n  org.yaml\n    org: acme\n\n    people: []\n");
  CHECK(show_page(read_page("# A"), true) == "\x1b[1mA\x1b[0m\n");
  std::string long_line = "# A\n";
  for (int i = 0; i < 30; ++i) long_line += "four ";
  CHECK(show_page(read_page(long_line), false).find('\n', 3) == 3 + 79);
}

TEST_CASE("pages: what an example leaves out is taken from the README, what it has is kept") {
  const auto page = read_page(
      "# A\n```baton\nrole AE\n```\n```yaml\npeople:\n  - { id: ada }\n```\n```baton more.baton\nlet a = key\n```\n");
  const Files files = whole_project(page.front());
  CHECK(!files.contains("role.baton"));
  CHECK(files.at("policy.baton") == "role AE\n");
  CHECK(files.at("more.baton") == "let a = key\n");
  CHECK(files.at("account.baton") == defaults().at("account.baton"));
  CHECK(files.at("org.yaml").ends_with("timezone: America/New_York\npeople:\n  - { id: ada }\n"));
}
