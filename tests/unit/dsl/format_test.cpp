// The layout of `baton fmt`. Every tests/corpus/format/NAME.baton is laid out and compared with NAME.expected (with
// BATON_REWRITE_GOLDENS=1 in the environment these are written anew, to be read in the diff); every policy of the tree
// shows that a layout stays as it is, means what the text meant, and does not depend on the author's blanks.
#include "dsl/format.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <random>

#include "dsl/dump.hpp"
#include "dsl/format_tokens.hpp"
#include "dsl/parse.hpp"
#include "dsl/parse_scan.hpp"
#include "tests/unit/goldens.hpp"

namespace {

using namespace baton::dsl;
using namespace baton::test;
namespace fs = std::filesystem;

const fs::path root = BATON_SOURCE_DIR;

std::vector<fs::path> policies(std::initializer_list<const char*> folders) {
  std::vector<fs::path> files;
  for (const char* folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() == ".baton") files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  return files;
}

std::optional<std::string> formatted(std::string text) {
  Sources sources;
  const std::uint32_t source = sources.add({"a.baton", std::move(text)});
  Emitter emitter;
  return format(sources, source, emitter);
}

// What the text says, and what the reader finds wrong with it, without places.
std::string meaning(std::string text) {
  Sources sources;
  const std::uint32_t source = sources.add({"a.baton", std::move(text)});
  Emitter emitter;
  std::string shown = dump(parse(sources, source, emitter));
  for (const Diagnostic& diagnostic : emitter.all()) shown += diagnostic.code + " " + diagnostic.message + "\n";
  return shown;
}

std::vector<std::string> comments(const std::string& text) {
  std::vector<std::string> found;
  for (const FormatToken& token : scan_tokens(text)) {
    for (const FormatComment& comment : token.above) found.emplace_back(comment.text);
    if (!token.beside.empty()) found.emplace_back(token.beside);
  }
  return found;
}

// The same tokens and comments with other blanks. Empty lines, comments on lines of their own and the rows of tables
// stay what they are.
class Respacer {
 public:
  explicit Respacer(std::uint32_t seed) : random_(seed) {}

  std::string respace(const std::string& text) {
    std::string out;
    std::string_view before;
    std::uint32_t end_before = 0;
    bool in_row = false;
    for (const FormatToken& token : scan_tokens(text)) {
      for (const FormatComment& comment : token.above) {
        out += comment.after_empty_line ? "\n\n" : "\n";
        out.append(blanks()).append(comment.text).append(blanks());
      }
      const bool begins_line = text.substr(end_before, token.begin - end_before).contains('\n');
      end_before = token.begin + static_cast<std::uint32_t>(token.text.size());
      in_row = begins_line ? token.text == "|" : in_row;
      const bool row_ends = begins_line && (token.text == "|" || before == "|");
      const bool comment_before = !token.above.empty() || after_comment_;
      if (token.after_empty_line) {
        out += "\n\n" + blanks();
      } else if (comment_before || row_ends) {
        out += "\n" + blanks();
      } else {
        out += gap(before, token.text, in_row);
      }
      out += token.text;
      if (!token.beside.empty()) out.append(blanks()).append(token.beside).append(blanks());
      after_comment_ = !token.beside.empty();
      before = token.text;
    }
    return out;
  }

 private:
  std::string blanks() { return std::string(pick(6), pick(8) == 0 ? '\t' : ' '); }
  std::string gap(std::string_view before, std::string_view after, bool in_row) {
    const std::size_t choice = pick(4);
    if (choice == 0 && may_touch(before, after)) return "";
    if (choice == 1 && !in_row) return blanks() + "\n" + blanks();
    return " " + blanks();
  }
  static bool may_touch(std::string_view before, std::string_view after) {
    if (before.empty() || after.empty()) return false;
    if (is_name_character(before.back()) && is_name_character(after.front())) return false;
    const std::string both = std::string(before) + std::string(after);
    const auto tokens = scan_tokens(both);
    return tokens.size() == 3 && tokens[0].text == before && tokens[1].text == after;
  }
  std::size_t pick(std::size_t count) { return random_() % count; }

  std::mt19937 random_;
  bool after_comment_ = false;
};

// The text with comments strewn between its tokens, on lines of their own and behind something.
std::string strewn(const std::string& text, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::string out;
  std::size_t end = 0;
  int count = 0;
  for (const FormatToken& token : scan_tokens(text)) {
    out += text.substr(end, token.begin - end);
    if (random() % 6 == 0) out += std::string(random() % 2, '\n') + "#" + std::to_string(++count) + "\n";
    out += token.text;
    end = token.begin + token.text.size();
  }
  return out;
}

}  // namespace

TEST_CASE("layout: every golden is laid out as expected") {
  for (const fs::path& path : policies({"tests/corpus/format"})) {
    INFO(path.filename());
    const auto shown = formatted(read_file(path));
    REQUIRE(shown);
    compare_with_golden(expected_beside(path), *shown);
  }
}

TEST_CASE("layout: it stays as it is, means the same, and keeps every comment") {
  std::size_t laid_out = 0;
  for (const fs::path& path : policies({"tests/corpus", "rules", "examples"})) {
    INFO(path.string());
    const std::string text = read_file(path);
    const auto once = formatted(text);
    if (!once) continue;  // syntax errors
    ++laid_out;
    CHECK(formatted(*once) == once);
    CHECK(meaning(*once) == meaning(text));
    CHECK(comments(*once) == comments(text));
  }
  CHECK(laid_out > 50);
}

TEST_CASE("layout: it does not depend on the author's blanks and ends of lines") {
  for (const fs::path& path : policies({"tests/corpus", "rules", "examples"})) {
    const std::string text = read_file(path);
    const auto expected = formatted(text);
    if (!expected) continue;
    for (std::uint32_t seed = 0; seed < 4; ++seed) {
      const std::string respaced = Respacer(seed).respace(text);
      INFO(path.string() << ", seed " << seed << "\n" << respaced);
      CHECK(formatted(respaced).value_or("no layout") == *expected);
    }
  }
}

TEST_CASE("layout: comments may stand anywhere") {
  std::size_t laid_out = 0;
  for (const fs::path& path : policies({"tests/corpus", "rules", "examples"})) {
    if (path.string().contains("/hostile/")) continue;  // messages about them quote what a comment tears apart
    for (std::uint32_t seed = 0; seed < 4; ++seed) {
      const std::string text = strewn(read_file(path), seed);
      const auto once = formatted(text);
      if (!once) continue;  // also where a comment tears a row of a table
      ++laid_out;
      INFO(path.string() << ", seed " << seed << "\n" << text);
      CHECK(formatted(*once).value_or("no layout") == *once);
      CHECK(meaning(*once) == meaning(text));
      CHECK(comments(*once) == comments(text));
    }
  }
  CHECK(laid_out > 200);
}

TEST_CASE("layout: the library and the examples are laid out") {
  for (const fs::path& path : policies({"rules", "examples"})) {
    INFO(path.string());
    const std::string text = read_file(path);
    CHECK(formatted(text) == text);
  }
}

TEST_CASE("layout: ends of lines and the mark at the beginning") {
  const std::pair<const char*, const char*> rows[] = {
      {"", ""},
      {"\n\n", ""},
      {"\xEF\xBB\xBF", ""},
      {"# only a comment", "# only a comment\n"},
      {"use a", "use a\n"},
      {"\xEF\xBB\xBFuse a\r\n\r\n\r\nuse b # c\r\n", "use a\n\nuse b  # c\n"},
      {"\xEF\xBB\xBF# a\r\nuse\tb", "# a\nuse b\n"},
      {"use a\n#", "use a\n#\n"},
      {"role A \"Größe ÷ Maß\" also \"x\"\nrole B \"Groesse / Mass\" also \"x\"",
       "role A \"Größe ÷ Maß\"    also \"x\"\nrole B \"Groesse / Mass\" also \"x\"\n"},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(formatted(text) == expected);
  }
}

TEST_CASE("layout: of a text with syntax errors there is none, and they are reported") {
  for (const char* text : {"structure s { AE owns", "role AE }", "\xFF", "use standard use"}) {
    Sources sources;
    const std::uint32_t source = sources.add({"a.baton", text});
    Emitter emitter;
    INFO(text);
    CHECK_FALSE(format(sources, source, emitter));
    CHECK(emitter.has_errors());
  }
}

TEST_CASE("layout: what is well written and wrong all the same is laid out") {
  CHECK(formatted("role AE role AE let d=end>2026-02-30") == "role AE\nrole AE\nlet d = end > 2026-02-30\n");
}
