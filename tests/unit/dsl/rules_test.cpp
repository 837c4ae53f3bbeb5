// The shipped library: every structure is sound, and says nothing that could be left out unnoticed.
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "dsl/confirm.hpp"
#include "dsl/library.hpp"
#include "dsl/lower.hpp"
#include "dsl/parse.hpp"
#include "engine/decide/findings.hpp"

namespace baton::dsl {
namespace {

struct Library {
  Sources sources;
  Emitter emitter;
  Policy policy;
};

Library read_library() {
  Library library;
  std::vector<ast::File> files;
  for (const LibraryModule& module : library_modules()) {
    const auto source = library.sources.add({"rules/" + std::string(module.name) + ".baton", std::string(module.text)});
    files.push_back(parse(library.sources, source, library.emitter));
  }
  library.policy = lower(files, library.sources, {}, library.emitter);
  return library;
}

// An organisation that sends every account to one structure and has a team for every role.
std::shared_ptr<Org> org_for(const Policy& policy, StructureId structure) {
  auto org = std::make_shared<Org>();
  org->calendars.emplace_back();
  org->people.push_back({.id = "pat",
                         .name = "Pat",
                         .title = {},
                         .manager = {},
                         .calendar = {},
                         .capacity = {},
                         .from = {},
                         .until = {},
                         .away = {},
                         .at = {}});
  org->coverage.resize(policy.roles.size());
  for (std::uint32_t role = 0; role < policy.roles.size(); ++role) {
    org->teams.push_back({.id = policy.roles[role].name,
                          .role = RoleId(role),
                          .members = {{PersonId(0)}},
                          .assign = Assign::RoundRobin,
                          .fallback = {},
                          .at = {}});
    org->coverage[role].push_back({.team = TeamId(role), .where = {}, .otherwise = true, .at = {}});
  }
  org->structures.push_back({.use = structure, .where = {}, .otherwise = true, .at = {}});
  return org;
}

// The policy with one structure in its place and the others emptied.
std::shared_ptr<Policy> only(const Policy& policy, std::size_t structure) {
  auto result = std::make_shared<Policy>(policy);
  for (std::size_t i = 0; i < result->structures.size(); ++i) {
    if (i == structure) continue;
    Structure empty;
    empty.name = result->structures[i].name;
    empty.layers.resize(1);
    empty.from_library = true;
    result->structures[i] = std::move(empty);
  }
  return result;
}

std::vector<Finding> findings_of(std::shared_ptr<const Policy> policy, std::size_t structure) {
  const Program program(policy, org_for(*policy, StructureId(structure)));
  Replayer replayer(program);
  std::vector<Finding> findings =
      analyse(program, ProofBudget{}, [&](Finding& finding) { return replayer.confirms(finding); });
  // The library's lifecycles are looked at by every structure's proof alike.
  return findings;
}

std::string text_of(const Sources& sources, const Origin& at) {
  const auto span = sources.find(at);
  return span ? sources[span->source].text.substr(span->begin, span->end - span->begin) : "?";
}

std::string kinds_of(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) text += std::to_string(static_cast<int>(finding.kind)) + " ";
  return text;
}

TEST_CASE("the library reads without a word of complaint") {
  const Library library = read_library();
  INFO(render(library.emitter.all(), library.sources, Format::Human, false));
  CHECK(library.emitter.all().empty());
}

TEST_CASE("every structure of the library is proved sound, without so much as a silent handoff") {
  const Library library = read_library();
  REQUIRE_FALSE(library.emitter.has_errors());
  for (std::size_t i = 0; i < library.policy.structures.size(); ++i) {
    INFO(library.policy.structures[i].name);
    CHECK(kinds_of(findings_of(only(library.policy, i), i)).empty());
  }
}

TEST_CASE("every statement of the library is needed: without it the proof fails, with a witness", "[long]") {
  const Library library = read_library();
  REQUIRE_FALSE(library.emitter.has_errors());
  std::set<std::tuple<std::string, std::uint32_t, std::vector<LeafId>>> tried;  // instances and children repeat
  for (std::size_t i = 0; i < library.policy.structures.size(); ++i) {
    const Structure& structure = library.policy.structures[i];
    for (std::size_t s = 0; s < structure.statements.size(); ++s) {
      const Statement& statement = structure.statements[s];
      if (statement.verb == Verb::Supports) continue;  // helpers: any number, not proved
      if (!tried.insert({statement.at.file, statement.at.begin, statement.leaves}).second) continue;
      auto without = only(library.policy, i);
      auto& statements = without->structures[i].statements;
      statements.erase(statements.begin() + static_cast<std::ptrdiff_t>(s));
      const auto findings = findings_of(without, i);
      INFO(structure.name << " without `" << text_of(library.sources, statement.at) << '`');
      CHECK(std::any_of(findings.begin(), findings.end(),
                        [](const Finding& f) { return f.kind == Finding::Kind::Gap && f.witness.has_value(); }));
    }
  }
}

}  // namespace
}  // namespace baton::dsl
