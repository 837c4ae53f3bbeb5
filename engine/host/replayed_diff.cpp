#include "engine/host/replayed_diff.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace baton::host {
namespace {

using Key = std::pair<std::string, std::string>;  // record, responsibility or handoff

std::string record_words(const Policy& policy, const std::optional<RecordName>& record) {
  return record ? policy.records[record->type.index].name + ' ' + record->id : "";
}

// One version: its engine after the events.
class Replayed {
 public:
  explicit Replayed(const std::shared_ptr<const Program>& program) : program_(program), engine_(program) {}

  std::expected<void, std::string> run(const ReplayOptions& options, const ReplayProgress& progress) {
    ReplaySinks sinks;
    sinks.decision = [this](Decision&& decision) { see(decision); };
    sinks.reject = [this](Reject&&) { ++rejected; };
    sinks.progress = progress;
    const auto counts = replay(engine_, *program_, options, sinks);
    if (!counts) return std::unexpected(counts.error());
    last = counts->last;
    return {};
  }
  void advance(Instant until) {
    engine_.advance(until, [this](Decision&& decision) { see(decision); });
  }

  std::optional<Snapshot> snapshot(const std::string& account, Instant at) const {
    return engine_.snapshot(account, at);
  }
  std::map<Key, ReplayedDiff::Owner> owners(const std::optional<Snapshot>& snapshot) const {
    std::map<Key, ReplayedDiff::Owner> owners;
    if (!snapshot) return owners;
    add(owners, "", snapshot->owners);
    for (const Snapshot::Record& record : snapshot->records) {
      add(owners, record_words(program_->policy(), record.name), record.owners);
    }
    return owners;
  }
  // What runs, and what is to be said of it.
  struct Open {
    std::string words;
    std::set<std::string> people;
  };
  std::map<Key, Open> handoffs(const std::optional<Snapshot>& snapshot) const {
    std::map<Key, Open> handoffs;
    if (!snapshot) return handoffs;
    for (const HandoffReport& report : snapshot->handoffs) {
      Open open;
      for (const auto& [word, who] : {std::pair{"from ", holder(report.from)}, std::pair{" to ", holder(report.to)}}) {
        open.words += word + who.role + (who.person.empty() ? "" : fmt::format(" ({})", who.person));
        if (!who.person.empty()) open.people.insert(who.person);
      }
      if (report.due) open.words += ", due " + to_string(*report.due);
      handoffs[{record_words(program_->policy(), report.record), report.handoff}] = std::move(open);
    }
    return handoffs;
  }

  std::set<std::string> accounts;
  std::uint64_t rejected = 0;
  std::optional<Instant> last;

 private:
  void see(const Decision& decision) {
    if (decision.subject != "org") accounts.insert(decision.subject);
  }
  ReplayedDiff::Owner holder(const Holder& holder) const {
    ReplayedDiff::Owner owner;
    if (holder.role) owner.role = program_->policy().roles[holder.role->index].name;
    if (holder.person) owner.person = program_->org().people[holder.person->index].id;
    return owner;
  }
  void add(std::map<Key, ReplayedDiff::Owner>& into, const std::string& record,
           const std::vector<Snapshot::Owner>& owners) const {
    for (const Snapshot::Owner& one : owners) {
      into[{record, program_->policy().leaves[one.leaf.index].name}] = holder(one.holder);
    }
  }

  std::shared_ptr<const Program> program_;
  Engine engine_;
};

template <class Value>
std::set<Key> keys_of(const std::map<Key, Value>& a, const std::map<Key, Value>& b) {
  std::set<Key> keys;
  for (const auto* each : {&a, &b}) {
    for (const auto& [key, value] : *each) keys.insert(key);
  }
  return keys;
}

template <class Value>
Value value_of(const std::map<Key, Value>& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? Value{} : found->second;
}

std::string handoff_words(const Key& key, const std::string& before, const std::string& after) {
  const std::string name = fmt::format("{}handoff {}", key.first.empty() ? "" : key.first + ": ", key.second);
  if (before.empty()) return fmt::format("{} is open only under the new version: {}", name, after);
  if (after.empty()) return fmt::format("{} is open only under the old version: {}", name, before);
  return fmt::format("{} {} becomes {}", name, before, after);
}

void compare(const std::string& id, const Replayed& before, const Replayed& after, ReplayedDiff& diff) {
  ReplayedDiff::Account account{id, {}, {}};
  const auto old_state = before.snapshot(id, *diff.at), state = after.snapshot(id, *diff.at);
  const auto old_owners = before.owners(old_state), owners = after.owners(state);
  for (const Key& key : keys_of(old_owners, owners)) {
    const auto was = value_of(old_owners, key), is = value_of(owners, key);
    if (was == is) continue;
    account.moved.push_back({key.first, key.second, was, is});
    ++diff.responsibilities[key.second];
    if (was.person == is.person) continue;
    if (!was.person.empty()) {
      ++diff.people[was.person].loses;
      diff.people[was.person].lost.insert(id);
    }
    if (!is.person.empty()) {
      ++diff.people[is.person].gains;
      diff.people[is.person].gained.insert(id);
    }
  }
  const auto old_handoffs = before.handoffs(old_state), handoffs = after.handoffs(state);
  for (const Key& key : keys_of(old_handoffs, handoffs)) {
    auto was = value_of(old_handoffs, key), is = value_of(handoffs, key);
    if (was.words == is.words) continue;
    account.handoffs.push_back(handoff_words(key, was.words, is.words));
    ++diff.handoffs;
    was.people.merge(is.people);
    for (const std::string& person : was.people) ++diff.people[person].handoffs;
  }
  if (!account.moved.empty() || !account.handoffs.empty()) diff.affected.push_back(std::move(account));
}

}  // namespace

std::expected<ReplayedDiff, std::string> replayed_diff(const std::shared_ptr<const Program>& before,
                                                       const std::shared_ptr<const Program>& after,
                                                       const ReplayOptions& options, const ReplayProgress& progress) {
  Replayed old_version(before), new_version(after);
  ReplayedDiff diff;
  for (Replayed* version : {&old_version, &new_version}) {
    if (const auto run = version->run(options, progress); !run) return std::unexpected(run.error());
    diff.at = std::max(diff.at, version->last);
  }
  diff.rejected_before = old_version.rejected;
  diff.rejected_after = new_version.rejected;
  if (!diff.at) return diff;
  std::set<std::string> accounts;
  for (Replayed* version : {&old_version, &new_version}) {
    version->advance(*diff.at);
    accounts.merge(version->accounts);
  }
  diff.accounts = accounts.size();
  for (const std::string& id : accounts) compare(id, old_version, new_version, diff);
  return diff;
}

}  // namespace baton::host
