// Every tests/corpus/{names,types}/NAME.baton is read and lowered, and what is reported, word for word with its carets,
// is compared with NAME.expected. With BATON_REWRITE_GOLDENS=1 in the environment the expectations are written anew, to
// be read in the diff.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "dsl/lower.hpp"
#include "dsl/parse.hpp"
#include "tests/unit/goldens.hpp"

namespace {

using namespace baton::dsl;
using namespace baton::test;
namespace fs = std::filesystem;

std::vector<fs::path> corpus() {
  return corpus_files({"names", "types"});
}

struct Lowered {
  std::string shown;
  std::vector<Diagnostic> diagnostics;
};

Lowered lower_file(const fs::path& path) {
  Sources sources;
  Emitter emitter;
  const auto source = sources.add({path.filename().string(), read_file(path)});
  const std::vector<ast::File> files{parse(sources, source, emitter)};
  lower(files, sources, {}, emitter);
  emitter.sort(sources);
  return {render(emitter.all(), sources, Format::Human, false), emitter.all()};
}

// The codes that lowering gives: names, types, and what of time and of escalations is seen without an organisation.
bool is_of_lowering(std::string_view code) {
  static const std::set<std::string_view> others{"B521", "B523", "B621", "B622"};
  if (code.starts_with("B29")) return false;  // files and modules
  return code.starts_with("B2") || code.starts_with("B3") || others.contains(code);
}

}  // namespace

TEST_CASE("corpus: names and types are judged as each golden says") {
  for (const fs::path& path : corpus()) compare_with_golden(expected_beside(path), lower_file(path).shown);
}

TEST_CASE("corpus: every code of names and types has an example") {
  std::set<std::string> seen;
  for (const fs::path& path : corpus()) {
    for (const Diagnostic& diagnostic : lower_file(path).diagnostics) seen.insert(diagnostic.code);
  }
  for (const CodeInfo& code : all_codes()) {
    INFO(code.code);
    if (is_of_lowering(code.code)) CHECK(seen.contains(std::string(code.code)));
  }
  for (const std::string& code : seen) {
    INFO(code);
    CHECK(std::ranges::any_of(all_codes(), [&](const CodeInfo& known) { return known.code == code; }));
  }
}

TEST_CASE("corpus: messages about names and types keep to the house style") {
  for (const fs::path& path : corpus()) {
    for (const Diagnostic& diagnostic : lower_file(path).diagnostics) {
      INFO(path.filename() << ": " << diagnostic.message);
      CHECK(diagnostic.where.has_value());
      CHECK_FALSE(diagnostic.message.ends_with('.'));
      CHECK_FALSE(diagnostic.help.ends_with('.'));
    }
  }
}
