// Every tests/corpus/syntax/NAME.baton is read, and what is reported, word for word with its carets, is compared with
// NAME.expected; of a file without errors the syntax tree is compared as well. With BATON_REWRITE_GOLDENS=1 in the
// environment the expectations are written anew, to be read in the diff.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "dsl/dump.hpp"
#include "dsl/parse.hpp"

namespace {

using namespace baton::dsl;
namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> corpus() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(BATON_SOURCE_DIR) / "tests/corpus/syntax")) {
    if (entry.path().extension() == ".baton") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
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
  const bool rewrite = std::getenv("BATON_REWRITE_GOLDENS") != nullptr;
  for (const fs::path& path : corpus()) {
    fs::path golden = path;
    golden.replace_extension(".expected");
    const std::string shown = read(path).shown;
    if (rewrite) std::ofstream(golden, std::ios::binary) << shown;
    INFO(path.filename());
    CHECK(shown == read_file(golden));
  }
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
