#include "dsl/static_checks.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "dsl/report_words.hpp"

namespace baton::dsl {

namespace {

class StaticChecks {
 public:
  StaticChecks(const Policy& policy, const Org& org, const Sources& sources, Emitter& emitter)
      : policy_(policy), org_(org), sources_(sources), emitter_(emitter) {}

  void run();

 private:
  void check_escalation(const Escalation& escalation);
  void check_target(const Target& target);
  void check_end(const Escalation& escalation);
  void check_repeats(const Escalation& escalation);
  void check_roles_in_tiers(const Escalation& escalation);
  void unknown(const char* what, const Target& target, const std::vector<std::string>& known);

  const Position* position(const std::string& id) const;
  // Of a target that names a position which org.yaml has.
  const Position* position_of(const Target& target) const {
    return target.kind == Target::Kind::Position ? position(target.name) : nullptr;
  }
  const Team* team(const std::string& id) const;
  bool has_coverage(RoleId role) const { return !org_.coverage[role.index].empty(); }
  std::string text_of(const Target& target) const;
  std::string called(const Target& target) const;
  std::string written(const Origin& at) const;
  // One mistake gives one diagnostic, in however many structures the text is used.
  bool first_time(const char* code, const Origin& at) { return said_.insert({code, at.file, at.begin}).second; }
  Diagnostic& error(const char* code, const Origin& at, std::string message);

  const Policy& policy_;
  const Org& org_;
  const Sources& sources_;
  Emitter& emitter_;
  std::set<std::tuple<std::string, std::string, std::uint32_t>> said_;
};

Diagnostic& StaticChecks::error(const char* code, const Origin& at, std::string message) {
  Diagnostic& diagnostic = emitter_.error(code, std::move(message));
  diagnostic.where = sources_.find(at);
  return diagnostic;
}

const Position* StaticChecks::position(const std::string& id) const {
  const auto found =
      std::find_if(org_.positions.begin(), org_.positions.end(), [&](const auto& p) { return p.id == id; });
  return found == org_.positions.end() ? nullptr : &*found;
}

const Team* StaticChecks::team(const std::string& id) const {
  const auto found = std::find_if(org_.teams.begin(), org_.teams.end(), [&](const auto& t) { return t.id == id; });
  return found == org_.teams.end() ? nullptr : &*found;
}

std::string StaticChecks::text_of(const Target& target) const {
  std::string text;
  for (std::uint32_t i = 0; i < target.managers; ++i) text += "manager of ";
  switch (target.kind) {
    case Target::Kind::OwnerOf:
      return text + "owner of " + policy_.leaves[target.leaf.index].name;
    case Target::Kind::Role:
      return text + policy_.roles[target.role.index].name;
    case Target::Kind::Position:
      return text + "position " + target.name;
    case Target::Kind::Person:
      return text + "person " + target.name;
    case Target::Kind::Team:
      return text + "team " + target.name;
  }
  return text;
}

std::string StaticChecks::written(const Origin& at) const {
  const SourceSpan span = sources_.find(at).value();
  return sources_[span.source].text.substr(span.begin, span.end - span.begin);
}

// ": ana, ben, cai, ..."
std::string some_of(const std::vector<std::string>& names) {
  constexpr std::size_t most = 5;
  const std::vector<std::string> first(names.begin(),
                                       names.begin() + static_cast<std::ptrdiff_t>(std::min(most, names.size())));
  return fmt::format(": {}{}", fmt::join(first, ", "), names.size() > most ? ", ..." : "");
}

void StaticChecks::unknown(const char* what, const Target& target, const std::vector<std::string>& known) {
  if (!first_time("B604", target.at)) return;
  Diagnostic& diagnostic = error("B604", target.at, fmt::format("org.yaml has no {} `{}`", what, target.name));
  const auto near = did_you_mean(target.name, known);
  diagnostic.help = near            ? fmt::format("did you mean `{}`?", *near)
                    : known.empty() ? "add it to org.yaml"
                                    : "add it to org.yaml, or name one that is there" + some_of(known);
}

template <class Items>
std::vector<std::string> ids_of(const Items& items) {
  std::vector<std::string> ids;
  for (const auto& item : items) ids.push_back(item.id);
  return ids;
}

void StaticChecks::check_target(const Target& target) {
  if (target.kind == Target::Kind::Position && !position(target.name)) {
    unknown("position", target, ids_of(org_.positions));
  } else if (target.kind == Target::Kind::Team && !team(target.name)) {
    unknown("team", target, ids_of(org_.teams));
  } else if (target.kind == Target::Kind::Person) {
    const auto ids = ids_of(org_.people);
    if (std::find(ids.begin(), ids.end(), target.name) == ids.end()) unknown("person", target, ids);
  }
}

// R7: the last tier must reach somebody whatever the seats: a position, a person or a team with a fallback.
void StaticChecks::check_end(const Escalation& escalation) {
  const Tier& last = escalation.tiers.back();
  const bool reaches = std::any_of(last.targets.begin(), last.targets.end(), [&](const Target& target) {
    if (target.managers > 0) return false;
    if (target.kind == Target::Kind::Team) {
      const Team* found = team(target.name);
      return !found || found->fallback.has_value();
    }
    return target.kind == Target::Kind::Position || target.kind == Target::Kind::Person;
  });
  if (reaches || !first_time("B601", last.at)) return;
  Diagnostic& diagnostic = error("B601", last.at, fmt::format("escalation `{}` can end at no one", escalation.name));
  const Target& target = last.targets.front();
  diagnostic.label = target.managers > 0                 ? "the last tier, and there may be no manager"
                     : target.kind == Target::Kind::Team ? "the last tier, and this team has no fallback"
                                                         : "the last tier, and this seat may be empty";
  diagnostic.help = "end with a tier that always has somebody: a position, a person or a team with a fallback";
  if (org_.positions.empty()) return;
  if (!last.lasts) diagnostic.suggestion = {written(last.at) + " for 1 business day"};
  diagnostic.suggestion.push_back("tier position " + org_.positions.front().id);
}

// What two tiers must share to call the same people whatever happens. Where an instance merges two roles, the author
// has written two: the run skips the second.
std::string StaticChecks::called(const Target& target) const {
  if (const Position* held = target.managers == 0 ? position_of(target) : nullptr) {
    return "person " + org_.people[held->holder.index].id;
  }
  if (target.kind != Target::Kind::Role) return text_of(target);
  const std::string text = written(target.at);
  return text_of(target) + " as " + text.substr(text.find_last_of(" \t\n") + 1);
}

// A tier that names the very ones of the tier before it would always be skipped.
void StaticChecks::check_repeats(const Escalation& escalation) {
  const auto all_called = [&](const Tier& tier) {
    std::set<std::string> people;
    for (const Target& target : tier.targets) people.insert(called(target));
    return people;
  };
  for (std::size_t i = 1; i < escalation.tiers.size(); ++i) {
    const Tier &before = escalation.tiers[i - 1], &tier = escalation.tiers[i];
    const bool one = tier.targets.size() == 1 && before.targets.size() == 1;
    const Target& target = tier.targets.front();
    const Origin& where = one ? target.at : tier.at;
    if (all_called(before) != all_called(tier) || !first_time("B603", where)) continue;
    Diagnostic& diagnostic = error(
        "B603", where,
        fmt::format("escalation `{}` calls the same {} twice in a row", escalation.name, one ? "person" : "people"));
    const Position* held = target.managers == 0 ? position_of(target) : nullptr;
    diagnostic.label = !one   ? "the same ones again"
                       : held ? fmt::format("this is {} again", org_.people[held->holder.index].name)
                              : fmt::format("`{}` again", text_of(target));
    diagnostic.also.push_back(
        {sources_.find(one ? before.targets.front().at : before.at).value(), "called here already"});
    diagnostic.help = "give the later tier somebody else, or the first one more time";
  }
}

void StaticChecks::check_roles_in_tiers(const Escalation& escalation) {
  for (const Tier& tier : escalation.tiers) {
    for (const Target& target : tier.targets) {
      if (target.kind != Target::Kind::Role || has_coverage(target.role)) continue;
      if (!first_time("B605", target.at)) continue;
      const std::string& role = policy_.roles[target.role.index].name;
      Diagnostic& diagnostic = error("B605", target.at, fmt::format("no team in org.yaml covers the role `{}`", role));
      diagnostic.label = "so this tier can call nobody";
      diagnostic.help = "give it a team in org.yaml, under `teams` and under `coverage`";
      diagnostic.suggestion = coverage_lines(policy_, org_, target.role);
    }
  }
}

void StaticChecks::check_escalation(const Escalation& escalation) {
  for (const Tier& tier : escalation.tiers) {
    for (const Target& target : tier.targets) check_target(target);
  }
  for (std::size_t i = 0; i + 1 < escalation.tiers.size(); ++i) {
    const Tier& tier = escalation.tiers[i];
    if (tier.lasts || !first_time("B602", tier.at)) continue;
    Diagnostic& diagnostic =
        error("B602", tier.at,
              fmt::format("a tier of escalation `{}` has no time, so the next is never called", escalation.name));
    diagnostic.label = "for how long?";
    diagnostic.help = "say how long this tier is called before the next one";
    diagnostic.suggestion = {written(tier.at) + " for 2 business hours"};
  }
  check_end(escalation);
  check_repeats(escalation);
  check_roles_in_tiers(escalation);
}

// Only structures that accounts can be in: those of the project, and those of the library that org.yaml names.
void StaticChecks::run() {
  std::set<std::uint32_t> used;
  for (const StructureRow& row : org_.structures) used.insert(row.use.index);
  for (std::uint32_t i = 0; i < policy_.structures.size(); ++i) {
    const Structure& structure = policy_.structures[i];
    if (structure.from_library && !used.contains(i)) continue;
    for (const Escalation& escalation : structure.escalations) check_escalation(escalation);
    for (const Sla& sla : structure.slas) check_target(sla.owner);
  }
}

}  // namespace

void check_static(const Policy& policy, const Org& org, const Sources& sources, Emitter& emitter) {
  StaticChecks(policy, org, sources, emitter).run();
}

}  // namespace baton::dsl
