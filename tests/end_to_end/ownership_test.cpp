// The promise, seen on whole replays: for random accounts and dates of the examples, every active leaf has exactly one
// owner, never two, never none. Asked of the statements themselves, not of what is compiled from them.
#include <catch2/catch.hpp>

#include <filesystem>
#include <random>
#include <set>

#include "dsl/project.hpp"
#include "engine/flow/engine.hpp"
#include "engine/host/replay.hpp"

namespace baton {
namespace {

constexpr int dates = 20, accounts_per_date = 10;
constexpr std::int64_t day_ms = 86'400'000;

const std::string source_dir = BATON_SOURCE_DIR;

struct Looked {
  int accounts = 0, leaves = 0;
};

void expect_one_owner(const Program& program, const AccountState& account, const LeafState& state, LeafId leaf,
                      const View& view) {
  const Structure& structure = program.policy().structures[account.structure.index];
  INFO(account.id << ' ' << program.policy().leaves[leaf.index].name << " at " << to_string(view.now));
  std::set<std::optional<RoleId>> roles;
  for (const StatementId id : program.holding(account.structure, leaf, view)) {
    roles.insert(structure.statements[id.index].role);
  }
  CHECK(roles.size() == 1);
  CHECK(state.active);
  CHECK(state.ruled == *roles.begin());
  CHECK((state.owner.has_value() || !state.ruled.has_value()));
}

void look_at(const Program& program, const AccountState& account, Instant now, Looked& looked) {
  ++looked.accounts;
  for (std::uint32_t i = 0; i < program.policy().leaves.size(); ++i) {
    const LeafId leaf(i);
    View view{.account = &account.facts, .record = nullptr, .record_type = {}, .event_fields = nullptr, .now = now};
    if (const auto per = program.policy().leaves[i].per) {
      for (const RecordState& record : account.records) {
        if (record.type != *per) continue;
        view.record = &record.facts;
        view.record_type = record.type;
        if (!program.is_active(leaf, view)) continue;
        expect_one_owner(program, account, record.leaves[i], leaf, view);
        ++looked.leaves;
      }
    } else if (program.is_active(leaf, view)) {
      expect_one_owner(program, account, account.leaves[i], leaf, view);
      ++looked.leaves;
    }
  }
}

void look_at_project(const std::string& folder, const std::string& events, Instant from, int days) {
  const dsl::Project project = dsl::load(folder);
  REQUIRE(project.program);
  std::mt19937_64 dice(2026);
  Looked looked;
  for (int i = 0; i < dates; ++i) {
    const Instant now{from.ms + static_cast<std::int64_t>(dice() % static_cast<std::uint64_t>(days * day_ms))};
    Engine engine(project.program);
    host::ReplayOptions options;
    options.files = {events};
    options.until = now;
    host::ReplaySinks sinks;
    sinks.decision = [](Decision&&) {};
    sinks.reject = [](host::Reject&& reject) { FAIL(reject.error); };
    sinks.progress = [](std::uint64_t, std::uint64_t) { return true; };
    REQUIRE(host::replay(engine, *project.program, options, sinks));
    const auto& accounts = engine.world().accounts;
    REQUIRE(!accounts.empty());
    for (int k = 0; k < accounts_per_date; ++k) {
      look_at(*project.program, *accounts[dice() % accounts.size()], now, looked);
    }
  }
  CHECK(looked.accounts == dates * accounts_per_date);
  CHECK(looked.leaves > looked.accounts);
}

// The output of a program of the build, kept in a file of the build folder.
std::string made(const std::string& name, const std::string& command) {
  const std::string path = (std::filesystem::temp_directory_path() / ("baton-" + name + ".jsonl")).string();
  REQUIRE(std::system((command + " > " + path).c_str()) == 0);
  return path;
}

TEST_CASE("acme: on any day every active leaf of any account has exactly one owner") {
  const std::string events = made("acme", BATON_ACME_EVENTS);
  look_at_project(source_dir + "/examples/acme", events, Instant{1'738'000'000'000}, 330);
  std::filesystem::remove(events);
}

TEST_CASE("ravenstack: on any day every active leaf of any account has exactly one owner") {
  const std::string data = source_dir + "/../shared/data/ravenstack/";
  if (!std::filesystem::exists(data)) {
    WARN("the data of ravenstack is not here: skipped");
    return;
  }
  const std::string events =
      made("ravenstack", std::string(BATON_PROGRAM) + " import --map " + source_dir + "/examples/ravenstack/map.yaml " +
                             data + "accounts.csv " + data + "subscriptions.csv " + data + "support_tickets.csv " +
                             data + "churn_events.csv 2>/dev/null");
  look_at_project(source_dir + "/examples/ravenstack", events, Instant{1'675'000'000'000}, 690);
  std::filesystem::remove(events);
}

}  // namespace
}  // namespace baton
