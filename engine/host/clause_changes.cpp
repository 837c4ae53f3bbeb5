#include "engine/host/clause_changes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/host/clause_words.hpp"
#include "engine/host/words.hpp"

namespace baton::host {
namespace {

using Parts = std::vector<std::pair<std::string, std::string>>;

const std::string* find(const Parts& parts, const std::string& name) {
  const auto found = std::ranges::find(parts, name, &Parts::value_type::first);
  return found == parts.end() ? nullptr : &found->second;
}

// "finish within 10 business days becomes within 5 business days".
std::vector<std::string> changed_parts(const Parts& before, const Parts& after) {
  std::vector<std::string> changes;
  for (const auto& [name, words] : before) {
    const std::string* now = find(after, name);
    if (now == nullptr) changes.push_back(fmt::format("{} {} is gone", name, words));
    if (now != nullptr && *now != words) changes.push_back(fmt::format("{} {} becomes {}", name, words, *now));
  }
  for (const auto& [name, words] : after) {
    if (find(before, name) == nullptr) changes.push_back(fmt::format("{} {} is new", name, words));
  }
  return changes;
}

std::vector<StructureId> used(const std::vector<StructureRow>& rows) {
  std::vector<StructureId> ids;
  for (const StructureRow& row : rows) {
    if (std::ranges::find(ids, row.use) == ids.end()) ids.push_back(row.use);
  }
  std::ranges::sort(ids);
  return ids;
}

// Whom the rows send to the structure: "all accounts", "accounts where segment is smb, and all other accounts".
std::string accounts_words(const Policy& policy, const std::vector<StructureRow>& rows, StructureId structure) {
  std::vector<std::string> words;
  for (const StructureRow& row : rows) {
    if (row.use != structure) continue;
    const std::string where = row.otherwise ? "" : condition_words(policy, row.where);
    if (!where.empty()) {
      words.push_back("accounts where " + where);
    } else {
      words.push_back(rows.size() == 1 || !row.otherwise ? "all accounts" : "all other accounts");
    }
  }
  return joined(words, ", and ");
}

class Comparer {
 public:
  Comparer(const Policy& before, const Org& org_before, const Policy& after, const Org& org_after)
      : before_(before), org_before_(org_before), after_(after), org_after_(org_after) {}

  std::vector<ClauseChange> run() {
    const std::vector<StructureId> old = used(org_before_.structures), now = used(org_after_.structures);
    const auto old_name = [&](StructureId id) { return before_.structures[id.index].name; };
    const auto name = [&](StructureId id) { return after_.structures[id.index].name; };
    for (const StructureId id : now) {
      const auto same = std::ranges::find(old, name(id), old_name);
      if (same != old.end()) compare(*same, id);
    }
    for (const StructureId id : old) {
      if (std::ranges::find(now, old_name(id), name) != now.end()) continue;
      add(ClauseChange::Kind::Removed, old_name(id), accounts_words(before_, org_before_.structures, id));
    }
    for (const StructureId id : now) {
      if (std::ranges::find(old, name(id), old_name) != old.end()) continue;
      add(ClauseChange::Kind::Added, name(id), accounts_words(after_, org_after_.structures, id));
    }
    return std::move(changes_);
  }

 private:
  // A whole structure.
  void add(ClauseChange::Kind kind, const std::string& name, const std::string& accounts,
           std::vector<std::string> parts = {}) {
    changes_.push_back({kind, {name}, {accounts}, "structure " + name, std::move(parts)});
  }

  // What is written outside structures is changed in each of them: it is told once.
  void tell(ClauseChange change) {
    const auto same = std::ranges::find_if(changes_, [&](const ClauseChange& other) {
      return other.kind == change.kind && other.clause == change.clause && other.parts == change.parts;
    });
    if (same == changes_.end()) return changes_.push_back(std::move(change));
    same->structures.push_back(change.structures.front());
    same->accounts.push_back(change.accounts.front());
  }

  void compare(StructureId old, StructureId now) {
    const Structure& structure = after_.structures[now.index];
    const std::string accounts = accounts_words(after_, org_after_.structures, now);
    if (const std::string were = accounts_words(before_, org_before_.structures, old); were != accounts) {
      add(ClauseChange::Kind::Changed, structure.name, accounts, {fmt::format("serves {} becomes {}", were, accounts)});
    }
    const std::vector<ClauseWords> before = clauses_of(before_, before_.structures[old.index]);
    const std::vector<ClauseWords> after = clauses_of(after_, structure);
    for (const ClauseWords& clause : before) {
      const auto same = std::ranges::find(after, clause.name, &ClauseWords::name);
      if (same == after.end()) {
        tell({ClauseChange::Kind::Removed, {structure.name}, {accounts}, clause.name, {}});
        continue;
      }
      std::vector<std::string> parts = changed_parts(clause.parts, same->parts);
      if (parts.empty()) continue;
      tell({ClauseChange::Kind::Changed, {structure.name}, {accounts}, clause.name, std::move(parts)});
    }
    for (const ClauseWords& clause : after) {
      if (std::ranges::find(before, clause.name, &ClauseWords::name) != before.end()) continue;
      std::vector<std::string> parts;
      for (const auto& [part, words] : clause.parts) parts.push_back(part + ' ' + words);
      tell({ClauseChange::Kind::Added, {structure.name}, {accounts}, clause.name, std::move(parts)});
    }
  }

  const Policy& before_;
  const Org& org_before_;
  const Policy& after_;
  const Org& org_after_;
  std::vector<ClauseChange> changes_;
};

}  // namespace

std::vector<ClauseChange> clause_changes(const Policy& before, const Org& org_before, const Policy& after,
                                         const Org& org_after) {
  return Comparer(before, org_before, after, org_after).run();
}

}  // namespace baton::host
