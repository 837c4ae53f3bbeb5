#include <fmt/format.h>

#include <algorithm>

#include "engine/host/dot.hpp"
#include "engine/host/graph.hpp"
#include "engine/host/words.hpp"

namespace baton::host {
namespace {

// A ladder, and the structures in which it stands.
struct Ladder {
  const Structure* structure = nullptr;
  const Escalation* escalation = nullptr;
  std::vector<std::string> structures;
};

class Chart {
 public:
  explicit Chart(const Program& program) : policy_(program.policy()), org_(program.org()), dot_("escalations", "LR") {}

  void add(const Ladder& ladder, bool everywhere) {
    const std::string base = fmt::format("e{}_", count_);
    dot_.node(base + "on", opening(ladder, everywhere), "style=filled, fillcolor=\"#f8fafc\"");
    // One below the other, in order.
    if (count_ > 0) dot_.line(fmt::format("{{ rank=same; \"e{}_on\" -> \"{}on\" [style=invis] }}", count_ - 1, base));
    ++count_;
    std::string before = base + "on";
    const std::vector<Tier>& tiers = ladder.escalation->tiers;
    for (std::size_t i = 0; i < tiers.size(); ++i) {
      const std::string node = fmt::format("{}tier{}", base, i);
      static constexpr const char* fills[] = {"#fff3d9", "#ffe2c4", "#ffcdb8", "#f9b7b0"};
      dot_.node(node, tier(tiers[i], i),
                fmt::format("fillcolor=\"{}\", color=\"#b8795a\"", fills[std::min(i, std::size_t{3})]));
      Label wait;
      if (i > 0 && tiers[i - 1].lasts) wait.plain("after " + to_string(*tiers[i - 1].lasts), 10);
      dot_.edge(before, node, wait);
      before = node;
    }
  }
  std::string finish() const { return dot_.finish(); }

 private:
  std::string triggers(const std::vector<EventTrigger>& list) const {
    std::vector<std::string> words;
    for (const EventTrigger& one : list) words.push_back(trigger_words(policy_, one));
    return joined(words);
  }

  // What raises it besides its own triggers.
  static std::vector<std::string> raised_by(const Ladder& ladder) {
    const auto number = static_cast<std::size_t>(ladder.escalation - ladder.structure->escalations.data());
    const auto is_it = [&](const std::optional<EscalationId>& id) { return id && id->index == number; };
    std::vector<std::string> names;
    for (const Handoff& handoff : ladder.structure->handoffs) {
      if (is_it(handoff.overdue_escalates)) names.push_back("a late " + handoff.name);
    }
    for (const Sla& sla : ladder.structure->slas) {
      if (is_it(sla.breach_escalates)) names.push_back("a breach of " + sla.name);
    }
    return names;
  }

  Label opening(const Ladder& ladder, bool everywhere) const {
    const Escalation& said = *ladder.escalation;
    Label label;
    label.bold(said.title.empty() ? said.name : said.title, 12);
    if (!everywhere) label.soft("in " + joined(ladder.structures, " and "));
    std::vector<std::string> on;
    if (!said.on.empty()) on.push_back(triggers(said.on));
    for (const DateTrigger& date : said.at_dates) on.push_back(trigger_words(policy_, date));
    for (std::string& by : raised_by(ladder)) on.push_back(std::move(by));
    if (!on.empty()) label.plain("on " + joined(on), 10);
    if (!said.when.is_always()) label.plain("when " + condition_words(policy_, said.when), 10);
    std::vector<std::string> told;
    for (const RoleId role : said.notify) told.push_back(policy_.roles[role.index].name);
    if (!told.empty()) label.soft("tells " + joined(told, " and "));
    if (!said.acknowledged_on.empty()) label.soft("climbs until " + triggers(said.acknowledged_on));
    if (!said.closed_on.empty()) label.soft("closed on " + triggers(said.closed_on));
    return label;
  }

  // Whom org.yaml means, for a target that is not another person on each account.
  std::string holder(const Target& target) const {
    std::optional<PersonId> who;
    for (const Position& position : org_.positions) {
      if (target.kind == Target::Kind::Position && position.id == target.name) who = position.holder;
    }
    for (std::size_t i = 0; i < org_.people.size(); ++i) {
      if (target.kind == Target::Kind::Person && org_.people[i].id == target.name) who = PersonId{i};
    }
    for (std::uint32_t i = 0; who && i < target.managers; ++i) who = org_.people[who->index].manager;
    return who ? org_.people[who->index].name : "";
  }

  Label tier(const Tier& said, std::size_t number) const {
    Label label;
    label.soft(fmt::format("tier {}", number + 1), 9);
    for (const Target& target : said.targets) {
      const bool at_once = target.managers == 0 && target.kind == Target::Kind::Position;
      label.bold(at_once ? target.name : target_words(policy_, target), 11);
      if (const std::string who = holder(target); !who.empty()) label.soft(who);
    }
    if (!said.lasts) label.soft("until it is closed", 9);
    return label;
  }

  const Policy& policy_;
  const Org& org_;
  Dot dot_;
  std::size_t count_ = 0;
};

// Where it was written tells one ladder from another of the same name.
bool same(const Escalation& a, const Escalation& b) {
  return a.name == b.name && a.at.file == b.at.file && a.at.begin == b.at.begin;
}

}  // namespace

std::vector<Drawing> escalation_drawings(const Program& program, std::span<const StructureId> structures) {
  std::vector<Ladder> ladders;
  for (const StructureId id : structures) {
    const Structure& structure = program.policy().structures[id.index];
    for (const Escalation& escalation : structure.escalations) {
      auto ladder = std::ranges::find_if(ladders, [&](const Ladder& one) { return same(*one.escalation, escalation); });
      if (ladder == ladders.end()) ladder = ladders.insert(ladder, {&structure, &escalation, {}});
      ladder->structures.push_back(structure.name);
    }
  }
  if (ladders.empty()) return {};
  Chart chart(program);
  for (const Ladder& ladder : ladders) chart.add(ladder, ladder.structures.size() == structures.size());
  return {{"Escalations", chart.finish()}};
}

}  // namespace baton::host
