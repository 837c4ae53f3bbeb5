#include "engine/host/other_changes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/host/words.hpp"

namespace baton::host {
namespace {

// A thing that is there or not, or a thing with words that may change; by name, in order of declaration.
struct Item {
  std::string name, words;
};
using Items = std::vector<Item>;

const Item* find(const Items& items, const std::string& name) {
  const auto found = std::ranges::find(items, name, &Item::name);
  return found == items.end() ? nullptr : &*found;
}

std::string path_words(const Policy& policy, const Lifecycle& lifecycle, const Transition& path) {
  std::vector<std::string> from;
  for (std::size_t i = 0; i < lifecycle.stages.size(); ++i) {
    if (path.from.has(StageId{i})) from.push_back(lifecycle.stages[i].name);
  }
  std::string words = fmt::format("{} -> {}", fmt::join(from, ", "), lifecycle.stages[path.to.index].name);
  if (path.on) words += " on " + trigger_words(policy, *path.on);
  if (path.at) words += " at " + trigger_words(policy, *path.at);
  if (!path.when.is_always()) words += " when " + condition_words(policy, path.when);
  return words;
}

void add_paths(const Policy& policy, const Lifecycle& lifecycle, const std::string& of, Items& items) {
  for (const Transition& path : lifecycle.transitions) {
    items.push_back({fmt::format("the path `{}` of {}", path_words(policy, lifecycle, path), of), ""});
  }
}

// Things that one version has and the other has not.
Items things(const Policy& policy) {
  Items items;
  for (const Role& role : policy.roles) items.push_back({fmt::format("the role `{}`", role.name), ""});
  add_paths(policy, policy.lifecycle, "the account", items);
  for (const RecordType& record : policy.records) add_paths(policy, record.lifecycle, "a " + record.name, items);
  return items;
}

void add_fields(const Policy& policy, const std::vector<Field>& fields, FieldRef ref, Items& items) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    ref.field = FieldId{i};
    std::string words = fields[i].optional ? "may be unknown" : "is required";
    if (fields[i].initial) words = "begins with " + value_words(policy, ref, *fields[i].initial);
    items.push_back({'`' + policy.field_name(ref) + '`', words});
  }
}

template <class Item>
std::string names(const std::vector<Item>& list, const auto& name) {
  std::vector<std::string> words;
  for (const Item& item : list) words.push_back(name(item));
  return fmt::format("{}", fmt::join(words, ", "));
}

// Things that both versions have, and may say otherwise.
Items sayings(const Policy& policy) {
  Items items;
  add_fields(policy, policy.account_fields, {}, items);
  for (std::size_t i = 0; i < policy.records.size(); ++i) {
    FieldRef ref;
    ref.scope = Scope::Record;
    ref.record = RecordTypeId{i};
    add_fields(policy, policy.records[i].fields, ref, items);
  }
  for (const EventType& event : policy.events) {
    const std::string keys =
        names(event.payload, [](const PayloadField& field) { return field.key + (field.optional ? "?" : ""); });
    if (event.kind == EventKind::Declared) {
      items.push_back({'`' + event.name + '`', "carries " + (keys.empty() ? "nothing" : keys)});
    }
  }
  return items;
}

}  // namespace

std::vector<std::string> other_changes(const Policy& before, const Policy& after) {
  std::vector<std::string> sentences;
  const Items gone = things(before), come = things(after);
  for (const Item& item : gone) {
    if (find(come, item.name) == nullptr) sentences.push_back(item.name + " is gone");
  }
  for (const Item& item : come) {
    if (find(gone, item.name) == nullptr) sentences.push_back(item.name + " is new");
  }
  const Items was = sayings(before), is = sayings(after);
  for (const Item& item : was) {
    const Item* now = find(is, item.name);
    if (now != nullptr && now->words != item.words) {
      sentences.push_back(fmt::format("{} {}; before, it {}", item.name, now->words,
                                      item.words.starts_with("is ") ? "was " + item.words.substr(3) : item.words));
    }
  }
  return sentences;
}

std::vector<std::string> team_changes(const Org& before, const Org& after) {
  std::vector<std::string> sentences;
  const auto members = [](const Org& org, const Team& team) {
    std::vector<std::string> ids;
    for (const Member& member : team.members) ids.push_back(org.people[member.person.index].id);
    return ids;
  };
  const auto without = [](std::vector<std::string> ids, const std::vector<std::string>& others) {
    std::erase_if(ids, [&](const std::string& id) { return std::ranges::find(others, id) != others.end(); });
    return ids;
  };
  for (const Team& team : after.teams) {
    const auto same = std::ranges::find(before.teams, team.id, &Team::id);
    const std::vector<std::string> now = members(after, team);
    const std::vector<std::string> were =
        same == before.teams.end() ? std::vector<std::string>{} : members(before, *same);
    const std::vector<std::string> come = without(now, were), gone = without(were, now);
    std::vector<std::string> words;
    if (!come.empty()) words.push_back("gains " + joined(come, " and "));
    if (!gone.empty()) words.push_back("loses " + joined(gone, " and "));
    if (words.empty() && now != were) words.push_back("has its members in another order");
    if (!words.empty()) sentences.push_back(fmt::format("team `{}` {}", team.id, joined(words, " and ")));
  }
  for (const Team& team : before.teams) {
    const bool stays = std::ranges::find(after.teams, team.id, &Team::id) != after.teams.end();
    if (!stays) sentences.push_back(fmt::format("team `{}` is gone", team.id));
  }
  return sentences;
}

}  // namespace baton::host
