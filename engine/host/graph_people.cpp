// A chart of boxes for single people would be as wide as the company: who has nobody below them stands in the box of
// their team. Someone in two teams stands in both.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/host/dot.hpp"
#include "engine/host/drawing.hpp"
#include "engine/host/graph.hpp"

namespace baton::host {
namespace {

class Chart {
 public:
  explicit Chart(const Program& program)
      : policy_(program.policy()),
        org_(program.org()),
        dot_("people", "LR"),
        manages_(org_.people.size(), false),
        in_team_(org_.people.size(), false) {
    for (const Person& person : org_.people) {
      if (person.manager) manages_[person.manager->index] = true;
    }
    for (const Team& team : org_.teams) {
      for (const Member& member : team.members) in_team_[member.person.index] = true;
    }
  }

  std::string draw() {
    dot_.line("graph [splines=line, ranksep=0.8, nodesep=0.2]\n  edge [arrowhead=none, tailport=e, headport=w]");
    for (std::size_t i = 0; i < org_.people.size(); ++i) {
      if (has_box(i)) draw_person(i);
    }
    for (std::size_t i = 0; i < org_.teams.size(); ++i) draw_team(i);
    return dot_.finish();
  }

 private:
  static std::string person_id(std::size_t index) { return fmt::format("person{}", index); }
  const std::string& name(PersonId id) const { return org_.people[id.index].name; }

  bool has_position(std::size_t person) const {
    return std::ranges::any_of(org_.positions, [&](const Position& one) { return one.holder.index == person; });
  }
  bool has_box(std::size_t person) const { return manages_[person] || !in_team_[person] || has_position(person); }

  void draw_person(std::size_t index) {
    const Person& person = org_.people[index];
    Label label;
    label.bold(name(PersonId{index}));
    if (!person.title.empty()) label.soft(person.title);
    for (const Position& position : org_.positions) {
      if (position.holder.index == index) label.banner(position.id, "#dfe5ef", "#273044", 10);
    }
    dot_.node(person_id(index), label);
    if (person.manager) dot_.edge(person_id(person.manager->index), person_id(index));
  }

  // Members who report to others than the rest have it written behind their names.
  std::set<PersonId> managers(const Team& team) const {
    std::set<PersonId> found;
    for (const Member& member : team.members) {
      if (const auto manager = org_.people[member.person.index].manager) found.insert(*manager);
    }
    return found;
  }

  std::string member_words(const Member& member, bool with_manager) const {
    const Person& person = org_.people[member.person.index];
    std::string words = name(member.person);
    if (member.weight != 10'000) words += fmt::format(" {}%", static_cast<double>(member.weight) / 100);
    if (with_manager && person.manager) words += " (reports to " + name(*person.manager) + ')';
    return words;
  }

  static const char* assign_words(Assign assign) {
    switch (assign) {
      case Assign::RoundRobin:
        return "in turn";
      case Assign::LeastLoaded:
        return "least loaded first";
      case Assign::Weighted:
        return "by weight";
    }
    return "";
  }

  void draw_team(std::size_t index) {
    const Team& team = org_.teams[index];
    const Shade shade = shade_of(team.role);
    const std::set<PersonId> above = managers(team);
    Label label;
    label.framed(shade.edge)
        .banner(fmt::format("{}  {}", policy_.roles[team.role.index].name, team.id), shade.fill, shade.ink);
    for (const Member& member : team.members) label.plain(member_words(member, above.size() > 1));
    if (team.members.size() > 1) label.soft(assign_words(team.assign));
    if (team.fallback) label.soft("fallback " + name(*team.fallback));
    const std::string id = fmt::format("team{}", index);
    dot_.node(id, label, "shape=plain, style=\"\"");
    for (const PersonId manager : above) dot_.edge(person_id(manager.index), id);
  }

  const Policy& policy_;
  const Org& org_;
  Dot dot_;
  std::vector<bool> manages_, in_team_;
};

}  // namespace

std::vector<Drawing> people_drawings(const Program& program) {
  if (program.org().people.empty()) return {};
  return {{"People and teams", Chart(program).draw()}};
}

}  // namespace baton::host
