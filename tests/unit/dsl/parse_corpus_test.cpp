// Every tests/corpus/syntax/NAME.baton is read, and what is reported, word for word with its carets, is compared with
// NAME.expected; of a file without errors the syntax tree is compared as well. With BATON_REWRITE_GOLDENS=1 in the
// environment the expectations are written anew, to be read in the diff.
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "dsl/dump.hpp"
#include "dsl/parse.hpp"
#include "tests/unit/goldens.hpp"

namespace {

using namespace baton::dsl;
using namespace baton::test;
namespace fs = std::filesystem;

std::vector<fs::path> corpus() {
  return corpus_files({"syntax"});
}

struct Reading {
  std::string shown;
  std::vector<Diagnostic> diagnostics;
};

Reading read(const fs::path& path) {
  Sources sources;
  const auto source = sources.add({path.filename().string(), read_file(path)});
  Emitter emitter;
  const ast::File file = parse(sources, source, emitter);
  emitter.sort(sources);
  std::string shown = render(emitter.all(), sources, Format::Human, false);
  if (!emitter.has_errors()) shown += dump(file);
  return {std::move(shown), emitter.all()};
}

}  // namespace

TEST_CASE("corpus: every file is read as its golden says") {
  for (const fs::path& path : corpus()) compare_with_golden(expected_beside(path), read(path).shown);
}

TEST_CASE("corpus: every syntax code has an example") {
  std::set<std::string> seen;
  for (const fs::path& path : corpus()) {
    for (const Diagnostic& diagnostic : read(path).diagnostics) seen.insert(diagnostic.code);
  }
  for (const CodeInfo& code : all_codes()) {
    if (!code.code.starts_with("B1")) continue;
    INFO(code.code);
    if (code.code != "B114") CHECK(seen.contains(std::string(code.code)));  // no file of 4 MiB is kept
  }
}

TEST_CASE("corpus: every diagnostic says what to do") {
  for (const fs::path& path : corpus()) {
    for (const Diagnostic& diagnostic : read(path).diagnostics) {
      INFO(path.filename() << ": " << diagnostic.message);
      CHECK_FALSE(diagnostic.help.empty());
      CHECK_FALSE(diagnostic.message.ends_with('.'));
    }
  }
}
