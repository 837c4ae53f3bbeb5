// Every tests/corpus/org/NAME/org.yaml is read, against the policy of that folder; what is reported, word for word
// with its carets, and the organisation, if there is no error, is compared with NAME/expected. With
// BATON_REWRITE_GOLDENS=1 in the environment the expectations are written anew, to be read in the diff.
#include "dsl/org_file.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <sstream>

#include "dsl/parse.hpp"
#include "dsl/yaml.hpp"
#include "tests/unit/goldens.hpp"

namespace baton::dsl {
namespace {

namespace fs = std::filesystem;
using baton::test::compare_with_golden;
using baton::test::read_file;

const fs::path& corpus() {
  static const fs::path path = fs::path(BATON_SOURCE_DIR) / "tests/corpus/org";
  return path;
}

std::vector<fs::path> cases() {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(corpus())) {
    if (entry.is_directory()) folders.push_back(entry.path());
  }
  std::ranges::sort(folders);
  return folders;
}

// ---- the organisation as text

std::string dump(const Condition& condition) {
  using Op = Condition::Op;
  if (condition.op == Op::True) return "always";
  std::ostringstream out;
  out << "(" << static_cast<int>(condition.op);
  if (condition.op == Op::Compare) {
    out << " field " << condition.field.field.index << " relation " << static_cast<int>(condition.relation) << " "
        << condition.value;
  }
  for (const Condition& child : condition.children) out << " " << dump(child);
  return out.str() + ")";
}

void dump_person(std::ostream& out, const Org& org, const Person& person) {
  out << "person " << person.id << ": " << person.name << ", title '" << person.title << "', calendar "
      << org.calendars[person.calendar.index].id();
  if (person.manager) out << ", manager " << org.people[person.manager->index].id;
  if (person.capacity.accounts) out << ", accounts " << *person.capacity.accounts;
  for (const auto& [field, bound] : person.capacity.sums) out << ", field " << field.index << " up to " << bound;
  for (const Away& away : person.away) {
    out << ", away " << to_string(away.from) << " to " << to_string(away.to);
    if (away.cover) out << " covered by " << org.people[away.cover->index].id;
  }
  out << "\n";
}

void dump_team(std::ostream& out, const Org& org, const Policy& policy, const Team& team) {
  out << "team " << team.id << ": " << policy.roles[team.role.index].name << ", assign "
      << static_cast<int>(team.assign) << ",";
  for (const Member& member : team.members) out << " " << org.people[member.person.index].id << "*" << member.weight;
  if (team.fallback) out << ", fallback " << org.people[team.fallback->index].id;
  out << " at " << to_string(team.at) << "\n";
}

std::string dump(const Org& org, const Policy& policy) {
  std::ostringstream out;
  out << "org " << org.name << ": " << org.zone.name() << ", " << org.currency << " with " << org.money_places
      << " places, years from " << org.fiscal_month << "-" << org.fiscal_day << "\n";
  const Instant from{day_of({2026, 1, 1}).number * 86'400'000LL};
  const Instant to{day_of({2027, 1, 1}).number * 86'400'000LL};
  for (const Calendar& calendar : org.calendars) {
    out << "calendar " << calendar.id() << ": " << calendar.zone().name() << ", "
        << calendar.business_ms_between(from, to) / 60'000 << " minutes in 2026\n";
  }
  out << "default calendar " << org.calendars[org.default_calendar.index].id() << "\n";
  for (const Person& person : org.people) dump_person(out, org, person);
  for (const Position& position : org.positions) {
    out << "position " << position.id << ": " << org.people[position.holder.index].id << "\n";
  }
  for (const Team& team : org.teams) dump_team(out, org, policy, team);
  for (const StructureRow& row : org.structures) {
    out << "structure " << policy.structures[row.use.index].name << ": "
        << (row.otherwise ? "otherwise" : dump(row.where)) << " at " << to_string(row.at) << "\n";
  }
  for (std::size_t role = 0; role < org.coverage.size(); ++role) {
    for (const CoverageRow& row : org.coverage[role]) {
      out << "coverage of " << policy.roles[role].name << ": " << org.teams[row.team.index].id << ": "
          << (row.otherwise ? "otherwise" : dump(row.where)) << "\n";
    }
  }
  return out.str();
}

// ---- reading

struct Reading {
  std::string shown;
  std::vector<Diagnostic> diagnostics;
};

Reading read(const std::string& text, const fs::path& folder) {
  Sources sources;
  const std::uint32_t org_source = sources.add({"org.yaml", text});
  const std::uint32_t policy_source = sources.add({"policy.baton", read_file(corpus() / "policy.baton")});
  Emitter emitter;
  const OrgBasics basics = read_org_basics(sources, org_source, emitter);
  Emitter of_policy;
  Policy policy = lower({parse(sources, policy_source, of_policy)}, sources, basics.options, of_policy);
  INFO(render(of_policy.all(), sources, Format::Human, false));
  REQUIRE(!of_policy.has_errors());
  const auto read_project_file = [&](const std::string& path) -> std::optional<std::string> {
    if (!fs::is_regular_file(folder / path)) return std::nullopt;
    return read_file(folder / path);
  };
  const Org org = read_org(sources, org_source, policy, basics.options, read_project_file, emitter);
  emitter.sort(sources);
  std::string shown = render(emitter.all(), sources, Format::Human, false);
  if (!emitter.has_errors()) shown += dump(org, policy);
  return {std::move(shown), emitter.all()};
}

Reading read_case(const fs::path& folder) {
  return read(read_file(folder / "org.yaml"), folder);
}

TEST_CASE("org corpus: every organisation is read as its golden says") {
  for (const fs::path& folder : cases()) compare_with_golden(folder / "expected", read_case(folder).shown);
}

TEST_CASE("org corpus: every code about organisations and calendars has an example") {
  std::set<std::string> seen;
  for (const fs::path& folder : cases()) {
    for (const Diagnostic& diagnostic : read_case(folder).diagnostics) seen.insert(diagnostic.code);
  }
  for (const CodeInfo& code : all_codes()) {
    const bool ours =
        (code.code.starts_with("B5") && code.code < "B510") || (code.code.starts_with("B7") && code.code < "B750");
    INFO(code.code);
    if (ours) CHECK(seen.contains(std::string(code.code)));
  }
}

TEST_CASE("org corpus: diagnostics say what was seen, where, and in whose words") {
  for (const fs::path& folder : cases()) {
    for (const Diagnostic& diagnostic : read_case(folder).diagnostics) {
      INFO(folder.filename() << ": " << diagnostic.message);
      CHECK(diagnostic.where);
      CHECK_FALSE(diagnostic.message.ends_with('.'));
      CHECK_FALSE(diagnostic.help.ends_with('.'));
    }
  }
}

TEST_CASE("currencies have the digits that ISO 4217 gives them") {
  CHECK(currency_places("USD") == 2);
  CHECK(currency_places("JPY") == 0);
  CHECK(currency_places("KWD") == 3);
  CHECK(currency_places("CLF") == 4);
  CHECK(currency_places("SDU") == std::nullopt);  // across two names of the list
  CHECK(currency_places("usd") == std::nullopt);
  CHECK(currency_places("D A") == std::nullopt);
  CHECK(currency_places("") == std::nullopt);
}

// ---- whatever it is fed

TEST_CASE("a file that is too large, or nests or lists too much, is refused in good time") {
  const auto first_code = [](const std::string& text) {
    const Reading reading = read(text, corpus());
    return reading.diagnostics.empty() ? std::string() : reading.diagnostics.front().code;
  };
  CHECK(first_code("org: " + std::string(max_yaml_bytes, 'x')) == "B114");
  CHECK(first_code("org: " + std::string(100'000, '[')) == "B113");
  CHECK(first_code("org: " + std::string(100'000, '{')) == "B113");
  std::string blocks;
  for (int depth = 0; depth < 400; ++depth) blocks += std::string(static_cast<std::size_t>(depth), ' ') + "a:\n";
  CHECK(first_code(blocks) == "B113");
  std::string bomb = "a: &a [x, x, x, x, x, x, x, x]\n";
  for (char name = 'b'; name <= 'z'; ++name) {
    bomb += std::string(1, name) + ": &" + name + " [*" + std::string(1, static_cast<char>(name - 1)) + "]\n";
  }
  CHECK(first_code(bomb) == "B702");
}

TEST_CASE("no cut or garbled file brings the reader down") {
  const std::string whole = read_file(corpus() / "whole" / "org.yaml");
  REQUIRE(!whole.empty());
  std::uint64_t random = 88'172'645'463'325'252;
  const auto next = [&](std::size_t limit) {
    random ^= random << 13, random ^= random >> 7, random ^= random << 17;
    return static_cast<std::size_t>(random % limit);
  };
  for (int n = 0; n < 150; ++n) {
    std::string text = whole.substr(0, n % 2 == 0 ? whole.size() : next(whole.size()));
    for (std::size_t changes = next(4); changes > 0 && !text.empty(); --changes) {
      text[next(text.size())] = "\t\n\"'{}[]:,#&*!|>%@-x\xff"[next(22)];
    }
    Sources sources;
    const std::uint32_t source = sources.add({"org.yaml", text});
    Policy policy;
    Emitter emitter;
    const OrgBasics basics = read_org_basics(sources, source, emitter);
    read_org(
        sources, source, policy, basics.options, [](const std::string&) { return std::nullopt; }, emitter);
    CHECK(!render(emitter.all(), sources, Format::Human, false).empty());
  }
}

}  // namespace
}  // namespace baton::dsl
