// What parse promises beside the corpus: conditions on their own, limits, and that broken input never stops it.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "dsl/dump.hpp"
#include "dsl/parse.hpp"

namespace {

using namespace baton::dsl;

struct Parsed {
  ast::File file;
  std::string shown;
};

Parsed parsed(std::string text) {
  Sources sources;
  const auto source = sources.add({"a.baton", std::move(text)});
  Emitter emitter;
  ast::File file = parse(sources, source, emitter);
  return {std::move(file), render(emitter.all(), sources, Format::Human, false)};
}

std::string condition_dump(const std::string& text) {
  Sources sources;
  const std::string before = "where: \"";
  const auto source = sources.add({"org.yaml", before + text + "\" # the rest"});
  Emitter emitter;
  const auto begin = static_cast<std::uint32_t>(before.size());
  const SourceSpan span{source, begin, begin + static_cast<std::uint32_t>(text.size())};
  const auto expr = parse_condition(sources, span, emitter);
  return expr ? dump(*expr) : render(emitter.all(), sources, Format::Human, false);
}

}  // namespace

TEST_CASE("conditions: not binds before and, and before or") {
  const std::pair<const char*, const char*> rows[] = {
      {"key", "key"},
      {"a or b and c", "(a or (b and c))"},
      {"not a and b", "((not a) and b)"},
      {"not (a or b)", "(not (a or b))"},
      {"segment is smb and region is not latam", "((segment == smb) and (region != latam))"},
      {"region in {emea, apac}", "(region in emea|apac)"},
      {"health is not known", "(health is not known)"},
      {"arr >= 1.5m", "(arr >= 1500000)"},
      {"any deal is open", "(any deal in open)"},
  };
  for (const auto& [text, expected] : rows) CHECK(condition_dump(text) == expected);
}

TEST_CASE("conditions: one in a YAML file ends where its text ends") {
  CHECK(condition_dump("segment is smb region") ==
        "error[B101]: expected the end of the condition, found `region`\n"
        "  --> org.yaml:1:24\n"
        "   |\n"
        " 1 | where: \"segment is smb region\" # the rest\n"
        "   |                        ^^^^^^\n"
        "   |\n"
        "help: a condition reads `segment is smb and arr >= 100k`\n"
        "   = more: baton help B101\n");
}

TEST_CASE("spans: a statement's span is its text without the blanks behind it") {
  const std::string text = "structure s {\n  AE owns closing when key   # why\n\n  AM owns closing otherwise\n}\n";
  const Parsed result = parsed(text);
  REQUIRE(result.shown.empty());
  const auto& statement = std::get<ast::Statement>(result.file.structures.at(0).body.at(0));
  CHECK(text.substr(statement.span.begin, statement.span.end - statement.span.begin) == "AE owns closing when key");
}

TEST_CASE("limits: a file larger than 4 MiB is refused") {
  CHECK(
      parsed(std::string(max_source_bytes + 1, ' ')).shown.starts_with("error[B114]: `a.baton` is larger than 4 MiB"));
  CHECK(parsed(std::string(max_source_bytes, ' ')).shown.empty());
}

TEST_CASE("limits: blocks nest 200 deep and no deeper") {
  const auto nested = [](std::size_t levels) {
    std::string text = "structure s {\n";
    for (std::size_t i = 0; i < levels; ++i) text += "otherwise {\n";
    text += "AM owns a\n";
    for (std::size_t i = 0; i <= levels; ++i) text += "}\n";
    return parsed(text).shown;
  };
  CHECK(nested(200).empty());
  CHECK(nested(201).starts_with("error[B113]: this is nested more than 200 levels deep"));
  CHECK(nested(100'000).starts_with("error[B113]"));
}

TEST_CASE("robustness: every prefix of a policy, and every policy with a byte gone, is read to its end") {
  for (const auto& entry : std::filesystem::directory_iterator(BATON_SOURCE_DIR "/tests/corpus/syntax")) {
    if (!entry.path().filename().string().starts_with("right_")) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    for (std::size_t at = 0; at < text.size(); at += 3) {
      parsed(text.substr(0, at));
      std::string holed = text;
      holed.erase(at, 1);
      parsed(holed);
    }
  }
  SUCCEED("nothing above crashed or hung");
}
