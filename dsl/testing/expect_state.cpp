// Expectations about an account's stage and structure, a person's book, and events that cannot be used.
#include <fmt/format.h>

#include <algorithm>

#include "dsl/testing/moment.hpp"

namespace baton::dsl {

namespace {

bool owns_something(const std::vector<Snapshot::Owner>& owners, PersonId person) {
  return std::ranges::any_of(owners, [&](const Snapshot::Owner& owner) { return owner.holder.person == person; });
}

// The accounts on which the person owns something, in order of their first events.
std::vector<std::string> book_of(const Moment& moment, PersonId person) {
  std::vector<std::string> accounts;
  for (const auto& account : moment.engine.world().accounts) {
    const auto snapshot = moment.engine.snapshot(account->id, moment.at);
    const bool found = owns_something(snapshot->owners, person) ||
                       std::ranges::any_of(snapshot->records, [&](const Snapshot::Record& record) {
                         return owns_something(record.owners, person);
                       });
    if (found) accounts.push_back(account->id);
  }
  return accounts;
}

}  // namespace

Answer ask(const ExpectStage& what, const Expected& expected, const Moment& moment) {
  const Policy& policy = moment.program.policy();
  if (!expected.record) {
    const StageId stage = moment.snapshot->stage;
    return {(stage == what.stage) != what.negated,
            fmt::format("the stage is {}", policy.lifecycle.stages[stage.index].name), ""};
  }
  const auto records = moment.records(expected.record, std::nullopt);
  if (records.empty()) return {false, fmt::format("the account has no record {}", expected.record->id), ""};
  const Snapshot::Record& record = *records.front();
  const Lifecycle& lifecycle = policy.records[record.name.type.index].lifecycle;
  return {(record.stage == what.stage) != what.negated,
          fmt::format("the stage of {} is {}", moment.words().record(record.name),
                      lifecycle.stages[record.stage.index].name),
          ""};
}

Answer ask(const ExpectStructure& what, const Expected&, const Moment& moment) {
  const StructureId structure = moment.snapshot->structure;
  return {(structure == what.structure) != what.negated,
          fmt::format("the structure is {}", moment.program.policy().structures[structure.index].name), ""};
}

Answer ask(const ExpectBook& what, const Expected&, const Moment& moment) {
  const std::vector<std::string> accounts = book_of(moment, what.person);
  const auto is_there = [&](const std::string& account) {
    return std::ranges::find(accounts, account) != accounts.end();
  };
  const bool holds = (!what.count || *what.count == accounts.size()) && std::ranges::all_of(what.accounts, is_there);
  const std::string& person = moment.words().person(what.person);
  if (accounts.empty()) return {holds, fmt::format("book of {} is empty", person), ""};
  return {holds,
          fmt::format("book of {} has {} account{}: {}", person, accounts.size(), accounts.size() == 1 ? "" : "s",
                      fmt::join(accounts, ", ")),
          ""};
}

Answer ask(const ExpectRejected& what, const Expected&, const Moment& moment) {
  if (!moment.after_event) return {false, "no event stands just before", ""};
  if (!moment.refused) return {false, "the event just before was taken", ""};
  const bool holds = moment.refused->find(what.part) != std::string::npos;
  return {holds, fmt::format("rejected since {}", *moment.refused), ""};
}

}  // namespace baton::dsl
