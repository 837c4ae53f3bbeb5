// Every example of the language reference is held to what it says: it is sound, or gives the code in its fence. What
// it leaves out is taken from the page's last section, which tells readers how.
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "dsl/format.hpp"
#include "dsl/testing/claims.hpp"
#include "dsl/testing/run_tests.hpp"
#include "shown_projects.hpp"

namespace {

using namespace baton::dsl;
using namespace baton::dsl::test;

const std::string defaults_heading = "The project behind the examples";

struct Reference {
  Files defaults;
  std::vector<std::pair<std::string, PageBlock>> examples;  // with the heading above it
};

// Of both pages.
std::vector<PageSection> sections() {
  std::string text;
  for (const char* page : {"language", "org"}) {
    std::ifstream file(BATON_SOURCE_DIR "/docs/" + std::string(page) + ".md", std::ios::binary);
    text.append(std::istreambuf_iterator<char>(file), {});
  }
  return read_page(text);
}

const Reference& reference() {
  static const Reference read = [] {
    Reference found;
    for (const PageSection& section : sections()) {
      if (section.heading == defaults_heading) found.defaults = files_of(section.blocks);
      for (const PageBlock& block : section.blocks) {
        const bool shown = block.language == "baton" || block.language == "yaml";
        if (shown && section.heading != defaults_heading) found.examples.emplace_back(section.heading, block);
      }
    }
    return found;
  }();
  return read;
}

std::string first_structure(const std::string& policy) {
  const std::size_t found = ("\n" + policy).find("\nstructure ");
  if (found == std::string::npos) return "";
  const std::size_t name = found + std::string_view("structure ").size();
  return policy.substr(name, policy.find_first_of(" \n", name) - name);
}

// The mark of a fence: nothing, `project` for one that stands without the vocabulary, or the code that it gives.
Files whole_project(PageBlock example) {
  const bool alone = example.path == "project";
  example.path.clear();
  Files defaults = reference().defaults;
  if (alone) std::erase_if(defaults, [](const auto& file) { return is_policy(file.first); });
  const std::string own = example.language == "baton" ? first_structure(example.text) : "";
  std::string& org = defaults.at("org.yaml");
  const std::string usual = "use: ae_am";
  if (!own.empty()) org.replace(org.find(usual), usual.size(), "use: " + own);
  return completed(files_of({example}), defaults);
}

// What the vocabulary has and an example does not need is no fault of the example.
void forgive_unused_vocabulary(Project& project) {
  project.emitter.withdraw([&](const Diagnostic& diagnostic) {
    return diagnostic.code == "B203" && project.sources[diagnostic.where->source].path != "policy.baton";
  });
}

void check_passes(const TestResult& result) {
  INFO(result.title << (result.failures.empty() ? "" : ": " + result.failures.front().found));
  CHECK(result.outcome == TestResult::Outcome::Passed);
}

// Runs the tests of an example and proves its cases and invariants; says how many there were.
std::size_t check_tests(const Project& project) {
  if (!project.program || !project.suite) return 0;
  TestRunner runner(project.program, project.sources,
                    [](const std::string&) { return std::expected<std::vector<baton::Event>, std::string>(); });
  ClaimsRunner prover(project.program, *project.suite, project.sources);
  for (const Test& test : project.suite->tests) check_passes(runner.run(test));
  for (const Claims& claims : project.suite->claims) check_passes(prover.run(claims));
  return project.suite->tests.size() + project.suite->claims.size();
}

}  // namespace

TEST_CASE("reference: every example is sound, or gives the code in its fence") {
  CHECK(reference().examples.size() >= 40);
  std::size_t run = 0;
  for (const auto& [heading, example] : reference().examples) {
    INFO("under " << heading << ":\n" << example.text);
    const bool sound = example.path.empty() || example.path == "project";
    Project project = check_files(whole_project(example));
    forgive_unused_vocabulary(project);
    INFO("gives:\n" << shown(project));
    CHECK(codes_of(project) == (sound ? std::set<std::string>{} : std::set{example.path}));
    run += check_tests(project);
  }
  CHECK(run >= 7);
}

TEST_CASE("reference: policies are laid out as `baton fmt` writes them") {
  const auto check_layout = [](const std::string& text) {
    Sources sources;
    Emitter emitter;
    const auto formatted = format(sources, sources.add({"policy.baton", text}), emitter);
    INFO(text);
    if (formatted) CHECK(*formatted == text);
  };
  for (const auto& [heading, example] : reference().examples) {
    if (example.language == "baton") check_layout(example.text);
  }
  for (const auto& [path, text] : reference().defaults) {
    if (is_policy(path)) check_layout(text);
  }
}

TEST_CASE("reference: an example is completed as its last section says") {
  CHECK(first_structure("role AE\nstructure ours \"Ours\" {\n") == "ours");
  CHECK(first_structure("# no structure here\n").empty());
  const Files policy = whole_project({PageBlock::Kind::File, "structure ours { AE owns x }\n", "baton", "B402"});
  CHECK(policy.at("org.yaml").contains("use: ours"));
  CHECK_FALSE(policy.contains("structure.baton"));
  CHECK(policy.contains("vocabulary.baton"));
  const Files alone = whole_project({PageBlock::Kind::File, "use standard\n", "baton", "project"});
  CHECK_FALSE(alone.contains("vocabulary.baton"));
  CHECK(alone.contains("org.yaml"));
}
