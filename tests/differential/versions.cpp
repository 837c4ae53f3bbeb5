#include "tests/differential/versions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "engine/decide/compile.hpp"
#include "engine/flow/replay_witness.hpp"
#include "engine/host/differences.hpp"
#include "engine/reference/reference.hpp"

namespace baton::differential {
namespace {

using Role = std::optional<RoleId>;

// ---- a change

void replace(std::string& text, const std::string& from, const std::string& to) {
  const auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_'; };
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    const std::size_t end = at + from.size();
    const bool whole = (at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end]));
    text.replace(at, from.size(), whole ? to : from);
    if (!whole) at += from.size() - std::min(from.size(), to.size());
  }
}

void replace(Piece& piece, const std::string& from, const std::string& to) {
  for (std::string* text : {&piece.before, &piece.text, &piece.after}) replace(*text, from, to);
  for (Piece& part : piece.parts) replace(part, from, to);
}

std::vector<std::string> words_of(const std::vector<Piece*>& pieces) {
  std::vector<std::string> words;
  for (const Piece* piece : pieces) {
    std::istringstream text(to_text(*piece));
    for (std::string word; text >> word;) words.push_back(word);
  }
  return words;
}

// Bounds: what stands behind a comparison, bare of brackets.
std::vector<std::string> bounds_in(const std::vector<std::string>& words) {
  std::vector<std::string> bounds;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const bool compared = words[i - 1] == "<" || words[i - 1] == ">=" || words[i - 1] == ">" || words[i - 1] == "<=";
    std::string bound = words[i].substr(0, words[i].find_first_of("),"));
    const bool number = !bound.empty() && bound.find_first_not_of("0123456789.") == std::string::npos;
    if (compared && number) bounds.push_back(bound);
  }
  return bounds;
}

std::vector<std::string> spans_in(const std::vector<std::string>& words) {
  static const std::set<std::string> units = {"minutes", "hours",  "day",     "days", "weeks",
                                              "month",   "months", "quarter", "year"};
  std::vector<std::string> spans;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (units.contains(words[i].substr(0, words[i].find(')')))) spans.push_back(words[i - 1] + ' ' + words[i]);
  }
  return spans;
}

void collect_owners(Piece& piece, std::vector<Piece*>& owners) {
  if (piece.text.ends_with(" owns") || piece.text.ends_with(" carries")) owners.push_back(&piece);
  for (Piece& part : piece.parts) collect_owners(part, owners);
}

std::vector<std::string> roles_of(const World& world) {
  std::vector<std::string> roles;
  for (const Piece& item : world.policy.parts) {
    if (item.text.starts_with("role ")) roles.push_back(item.text.substr(5));
  }
  return roles;
}

void change_owner(const std::vector<Piece*>& structures, const std::vector<std::string>& roles, Dice& dice) {
  std::vector<Piece*> owners;
  for (Piece* structure : structures) collect_owners(*structure, owners);
  if (owners.empty() || roles.empty()) return;
  std::string& text = dice.pick(owners)->text;
  if (!text.starts_with("nobody")) text = dice.pick(roles) + text.substr(text.find(' '));
}

std::vector<std::string> stages_of(const World& world, const std::string& of) {
  std::vector<std::string> stages;
  for (Piece item : world.policy.parts) {
    if (!to_text(item).starts_with("lifecycle " + of + " ")) continue;
    const std::vector<std::string> words = words_of({&item});
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (words[i - 1] == "start" || words[i - 1] == "->") stages.push_back(words[i]);
    }
  }
  std::ranges::sort(stages);
  stages.erase(std::ranges::unique(stages).begin(), stages.end());
  return stages;
}

// Where a responsibility is there to be owned: in all stages, or in others.
void change_activity(World& world, Dice& dice) {
  std::vector<Piece*> leaves;
  for (Piece& item : world.policy.parts) {
    const std::string text = to_text(item);
    if (text.starts_with("responsibility ") || text.starts_with("metric ")) leaves.push_back(&item);
  }
  if (leaves.empty()) return;
  Piece& leaf = *dice.pick(leaves);
  const std::string& head = leaf.parts.front().text;
  const std::size_t per = head.find(" per ");
  const auto stages = stages_of(world, per == std::string::npos ? "account" : head.substr(per + 5));
  leaf.parts.resize(1);
  if (stages.size() < 2 || dice.percent(20)) return;
  std::string during = "during";
  for (const std::string& stage : dice.some(stages, 1 + dice.below(stages.size() - 1))) {
    during += (during == "during" ? " " : ", ") + stage;
  }
  leaf.parts.push_back(optional(during));
}

// ---- what the reference sees

struct Seen {
  LeafId leaf;
  std::optional<RecordName> record;
  Role role;
};

std::vector<Seen> seen_by(const Program& program, const std::vector<Event>& events, const std::string& account,
                          Instant at) {
  const auto owners = reference::owners(program.policy(), program.org(), events, {&account, 1}, at).front();
  std::vector<Seen> seen;
  if (!owners) return seen;
  const Structure& structure = program.policy().structures[owners->structure.index];
  for (const reference::Owned& owned : owners->owned) {
    if (owned.ruling.empty()) continue;  // an unsound policy, which `compare` would have shown
    seen.push_back({owned.leaf, owned.record, structure.statements[owned.ruling.front().index].role});
  }
  return seen;
}

const Seen* find(const std::vector<Seen>& all, LeafId leaf, const std::optional<RecordName>& record) {
  const auto found =
      std::ranges::find_if(all, [&](const Seen& one) { return one.leaf == leaf && one.record == record; });
  return found == all.end() ? nullptr : &*found;
}

// Nobody where the leaf is not active.
Role role_in(const std::vector<Seen>& all, LeafId leaf, const std::optional<RecordName>& record) {
  const Seen* found = find(all, leaf, record);
  return found == nullptr ? std::nullopt : found->role;
}

std::string role_words(const Role& role, const Policy& policy) {
  return role ? policy.roles[role->index].name : "nobody";
}

// ---- where an account stands

std::vector<Coordinate> point_of(const Program& program, const View& view) {
  const Space& space = program.parts().space;
  std::vector<Coordinate> point(space.size(), 0);
  for (std::size_t i = 0; i < space.size(); ++i) {
    const auto record = space[DimensionId{i}].record;
    if (!record || record == view.record_type) point[i] = space.coordinate(DimensionId{i}, view, program.org().zone);
  }
  return point;
}

std::optional<View> view_of(const AccountState& account, const std::optional<RecordName>& record, Instant at) {
  View view{.account = &account.facts, .record = nullptr, .record_type = {}, .event_fields = nullptr, .now = at};
  if (!record) return view;
  for (const RecordState& state : account.records) {
    if (state.type != record->type || state.id != record->id) continue;
    view.record = &state.facts;
    view.record_type = state.type;
    return view;
  }
  return std::nullopt;
}

class Checker {
 public:
  // `before`: the earlier version by itself, with its own reading of the events; what a change keeps has one id in
  // both.
  Checker(const host::Versions& versions, const std::vector<Event>& events, const Program& before,
          const std::vector<Event>& events_before, Totals& totals)
      : versions_(versions),
        found_(host::find_differences(versions, {})),
        events_(events),
        before_(before),
        events_before_(events_before),
        totals_(totals) {}

  std::optional<Difference> examples() const {
    for (const host::OwnerDifference& one : found_.owners) {
      const Witness& history = one.witness;
      const auto role = [&](const std::shared_ptr<const Program>& program) {
        const auto seen = seen_by(*program, events_of(*program, history), witness_account, history.at);
        const auto record =
            history.record ? std::optional(RecordName{*history.record, history.record_id}) : std::nullopt;
        return role_words(role_in(seen, one.leaf, record), versions_.joint.policy);
      };
      const std::string said = words(one.leaf, role_words(one.before, versions_.joint.policy),
                                     role_words(one.after, versions_.joint.policy));
      const std::string shown = words(one.leaf, role(versions_.before), role(versions_.after));
      if (said != shown) return Difference{"example of a diff", history.at, witness_account, said, shown};
    }
    return std::nullopt;
  }

  std::optional<Difference> look(Instant at) {
    Engine engine(versions_.after);
    const auto ignore = [](Decision&&) {};
    std::set<std::pair<std::string, std::string>> taken;  // who delivers events to the engine drops what comes again
    for (const Event& event : events_) {
      if (event.at > at) break;
      const std::pair identity(event.source, event.id);
      if (!taken.contains(identity) && engine.apply(event, ignore)) taken.insert(identity);
    }
    engine.advance(at, ignore);
    for (const auto& account : engine.world().accounts) {
      if (auto difference = look(*account, at)) return difference;
    }
    return std::nullopt;
  }

 private:
  std::string words(LeafId leaf, const std::string& before, const std::string& after) const {
    return versions_.joint.policy.leaves[leaf.index].name + ": " + before + " -> " + after;
  }

  std::optional<Difference> look(const AccountState& account, Instant at) {
    const auto before = seen_by(before_, events_before_, account.id, at);
    const auto after = seen_by(*versions_.after, events_, account.id, at);
    std::vector<Seen> either = after;
    std::ranges::copy_if(before, std::back_inserter(either),
                         [&](const Seen& one) { return find(after, one.leaf, one.record) == nullptr; });
    for (const Seen& one : either) {
      const auto view = view_of(account, one.record, at);
      const bool decided = std::ranges::find(found_.not_proved, one.leaf) == found_.not_proved.end();
      if (!view || !decided) continue;
      ++totals_.owners;
      const Role earlier = role_in(before, one.leaf, one.record), now = role_in(after, one.leaf, one.record);
      const std::string claimed = claims(one.leaf, *view);
      const std::string differs = earlier == now ? "" : " " + differing(earlier, now);
      if (claimed == differs) continue;
      return Difference{"diff", at, account.id, "of " + versions_.joint.policy.leaves[one.leaf.index].name + claimed,
                        differs};
    }
    return std::nullopt;
  }

  std::string differing(const Role& before, const Role& after) const {
    return role_words(before, versions_.joint.policy) + " -> " + role_words(after, versions_.joint.policy);
  }

  // Every difference of the leaf in whose regions the account is; the wide ones and the exact ones must agree.
  std::string claims(LeafId leaf, const View& view) const {
    const std::vector<Coordinate> point = point_of(*versions_.after, view);
    std::string all;
    for (const host::OwnerDifference& one : found_.owners) {
      if (one.leaf != leaf) continue;
      const auto holds = [&](const Box& box) { return box.has(point); };
      const bool exact = std::ranges::any_of(one.exact, holds), wide = std::ranges::any_of(one.boxes, holds);
      if (exact) all += " " + differing(one.before, one.after);
      if (exact != wide) all += wide ? " (only in the wide regions)" : " (not in the wide regions)";
    }
    return all;
  }

  const host::Versions& versions_;
  host::Differences found_;
  const std::vector<Event>& events_;
  const Program& before_;
  const std::vector<Event>& events_before_;
  Totals& totals_;
};

}  // namespace

World changed(World world, std::uint64_t seed) {
  Dice dice(seed);
  if (dice.percent(20)) change_activity(world, dice);
  std::vector<Piece*> structures;
  for (Piece& item : world.policy.parts) {
    if (to_text(item).starts_with("structure ")) structures.push_back(&item);
  }
  const std::vector<std::string> roles = roles_of(world);
  const std::size_t count = 1 + dice.below(3);
  for (std::size_t i = 0; i < count; ++i) {
    const std::vector<std::string> words = words_of(structures);
    const std::vector<std::string> bounds = bounds_in(words), spans = spans_in(words);
    std::string from, to;
    if (const std::size_t what = dice.below(3); what == 0 && !bounds.empty()) {
      from = dice.pick(bounds);
      to = dice.pick(std::vector<std::string>{"0", "1", "50", "99", "1000", "20000"});
    } else if (what == 1 && !spans.empty()) {
      from = dice.pick(spans);
      to = dice.pick(std::vector<std::string>{"1 day", "14 days", "2 months", "3 hours", "40 days"});
    } else {
      change_owner(structures, roles, dice);
    }
    if (from.empty()) continue;
    for (Piece* structure : structures) replace(*structure, from, to);
  }
  return world;
}

std::optional<Difference> compare_versions(const World& world, const Compiled& before, const Compiled& after,
                                           Totals& totals) {
  if (!before.sound() || !after.sound()) return std::nullopt;
  ++totals.versions;
  const host::Versions versions(*before.project.policy, *before.project.org, *after.project.policy, *after.project.org);
  const std::vector<Event> events = bound_events(world, *versions.after);
  const std::vector<Event> events_before = bound_events(world, *before.project.program);
  Checker checker(versions, events, *before.project.program, events_before, totals);
  if (auto found = checker.examples()) return found;
  Dice dice(world.seed ^ 0xD1FF);
  for (int i = 0; i < 4 && !events.empty(); ++i) {
    const std::int64_t off = dice.percent(40) ? 0 : dice.between(-1, 60LL * 86'400'000);
    if (auto found = checker.look({events[dice.below(events.size())].at.ms + off})) return found;
  }
  return std::nullopt;
}

}  // namespace baton::differential
