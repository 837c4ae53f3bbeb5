// A suite from text, lowered against the project of tests/corpus/tests/project, and as text again.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "dsl/org_file.hpp"
#include "dsl/parse.hpp"
#include "dsl/testing/lower_suite.hpp"

namespace baton::dsl::test {

struct LoweredSuite {
  Sources sources;
  Emitter emitter;
  Policy policy;
  Org org;
  Suite suite;

  std::string shown() const { return render(emitter.all(), sources, Format::Human, false); }
};

inline std::filesystem::path suite_corpus() {
  return std::filesystem::path(BATON_SOURCE_DIR) / "tests/corpus/tests";
}

inline std::string whole_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline LoweredSuite lower_suite_text(const std::string& name, const std::string& text) {
  LoweredSuite result;
  const auto policy = result.sources.add({"policy.baton", whole_file(suite_corpus() / "project/policy.baton")});
  const auto tests = result.sources.add({name, text});
  const auto org = result.sources.add({"org.yaml", whole_file(suite_corpus() / "project/org.yaml")});
  const std::vector<ast::File> files{parse(result.sources, policy, result.emitter),
                                     parse(result.sources, tests, result.emitter)};
  const LowerOptions options = read_org_basics(result.sources, org, result.emitter).options;
  result.policy = lower(files, result.sources, options, result.emitter);
  const auto no_files = [](const std::string&) { return std::nullopt; };
  result.org = read_org(result.sources, org, result.policy, options, no_files, result.emitter);
  result.suite = lower_suite(files, result.sources, options, result.policy, result.org, result.emitter);
  result.emitter.sort(result.sources);
  return result;
}

// One line a step or claim.
std::string dump(const LoweredSuite& lowered);

}  // namespace baton::dsl::test
