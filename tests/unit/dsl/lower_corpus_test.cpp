// Every tests/corpus/{names,types}/NAME.baton is read and lowered, and what is reported, word for word with its carets,
// is compared with NAME.expected. With BATON_REWRITE_GOLDENS=1 in the environment the expectations are written anew, to
// be read in the diff.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "dsl/lower.hpp"
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
  for (const char* folder : {"names", "types"}) {
    for (const auto& entry : fs::directory_iterator(fs::path(BATON_SOURCE_DIR) / "tests/corpus" / folder)) {
      if (entry.path().extension() == ".baton") files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  return files;
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
  const bool rewrite = std::getenv("BATON_REWRITE_GOLDENS") != nullptr;
  for (const fs::path& path : corpus()) {
    fs::path golden = path;
    golden.replace_extension(".expected");
    const std::string shown = lower_file(path).shown;
    if (rewrite) std::ofstream(golden, std::ios::binary) << shown;
    INFO(path.filename());
    CHECK(shown == read_file(golden));
  }
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
