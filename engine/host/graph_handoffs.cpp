// What moves stands in a box on the way from role to role: Graphviz places boxes better than the labels of edges.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/host/dot.hpp"
#include "engine/host/drawing.hpp"
#include "engine/host/graph.hpp"
#include "engine/host/words.hpp"

namespace baton::host {
namespace {

struct Move {
  const Structure* structure = nullptr;
  const Handoff* handoff = nullptr;  // one of the two
  const MoveAtOnce* at_once = nullptr;
};

class Chart {
 public:
  Chart(const Policy& policy, std::string_view name) : policy_(policy), dot_(name, "LR"), drawn_(policy.roles.size()) {}

  std::string draw(const std::vector<Move>& moves) {
    for (const Move& move : moves) {
      if (move.handoff != nullptr) draw_handoff(*move.structure, *move.handoff);
      if (move.at_once != nullptr) draw_at_once(*move.at_once);
    }
    return dot_.finish();
  }

 private:
  static std::string leaves(const Policy& policy, const std::vector<LeafId>& list, bool everything) {
    if (everything) return "everything";
    std::vector<std::string> names;
    for (const LeafId leaf : list) names.push_back(policy.leaves[leaf.index].name);
    return joined(names, ", ");
  }

  std::string role(RoleId id) {
    std::string node = fmt::format("role{}", id.index);
    if (drawn_[id.index]) return node;
    drawn_[id.index] = true;
    const Role& said = policy_.roles[id.index];
    const Shade shade = shade_of(id);
    Label label;
    label.bold(said.name, 15);
    if (!said.title.empty()) label.soft(said.title);
    dot_.node(node, label, fmt::format("fillcolor=\"{}\", color=\"{}\", margin=\"0.16,0.1\"", shade.fill, shade.edge));
    return node;
  }

  static Label label_of(const Policy& policy, const Structure& structure, const Handoff& handoff) {
    Label label;
    label.bold(handoff.title.empty() ? handoff.name : handoff.title, 12);
    label.plain(leaves(policy, handoff.moves, handoff.everything));
    if (handoff.start_within) label.soft("start within " + to_string(*handoff.start_within));
    if (handoff.finish_within) label.soft("finish within " + to_string(*handoff.finish_within));
    if (handoff.cutover_after) label.soft("moves anyway after " + to_string(*handoff.cutover_after));
    if (!handoff.checklist.empty()) {
      label.soft(fmt::format("checklist of {}", handoff.checklist.size()));
    }
    if (!handoff.accepted_on.empty()) {
      std::vector<std::string> events;
      for (const EventTrigger& trigger : handoff.accepted_on) events.push_back(trigger_words(policy, trigger));
      label.soft("accepted on " + joined(events));
    }
    if (handoff.overdue_escalates) {
      label.soft("if late: " + structure.escalations[handoff.overdue_escalates->index].name);
    }
    return label;
  }

  // Roles stand from left to right as they are declared, whichever way something moves.
  void connect(RoleId from, RoleId to, const std::string& box, const std::string& style, bool both_ways) {
    const bool forward = from.index <= to.index;
    const std::string left = role(forward ? from : to), right = role(forward ? to : from);
    const bool at_left = both_ways || !forward, at_right = both_ways || forward;
    const auto edge = [&](const std::string& a, const std::string& b, const char* direction) {
      const std::string attributes = fmt::format("{}, dir={}", style, direction);
      if (edges_.insert({a, b}).second) dot_.edge(a, b, Label(), attributes);
    };
    edge(left, box, at_left ? "back" : "none");
    edge(box, right, at_right ? "forward" : "none");
  }

  void draw_handoff(const Structure& structure, const Handoff& handoff) {
    const std::string box = fmt::format("move{}", count_++);
    dot_.node(box, label_of(policy_, structure, handoff), "style=filled, fillcolor=\"#f8fafc\"");
    connect(handoff.from, handoff.to, box, "penwidth=1.6", false);
  }

  void draw_at_once(const MoveAtOnce& move) {
    const std::string box = fmt::format("move{}", count_++);
    Label label;
    label.bold("At once: " + leaves(policy_, move.moves, move.everything), 11);
    if (!move.because.empty()) label.soft(move.because);
    dot_.node(box, label, "style=\"filled,dashed\", fillcolor=\"#ffffff\"");
    std::vector<RoleId> roles = move.from;
    if (move.from == move.to) {
      const RoleId first = *std::ranges::min_element(roles);
      for (const RoleId other : roles) {
        if (other != first) connect(first, other, box, "style=dashed", true);
      }
      return;
    }
    for (const RoleId from : move.from) {
      for (const RoleId to : move.to) connect(from, to, box, "style=dashed", false);
    }
  }

  const Policy& policy_;
  Dot dot_;
  std::vector<bool> drawn_;
  std::set<std::pair<std::string, std::string>> edges_;
  std::size_t count_ = 0;
};

// Where it was written tells what the structures share from what only looks alike.
bool same_place(const Origin& a, const Origin& b) {
  return a.file == b.file && a.begin == b.begin;
}

std::vector<Move> moves_of(const Structure& structure, bool top_level) {
  std::vector<Move> moves;
  for (const Handoff& one : structure.handoffs) {
    if (one.top_level == top_level) moves.push_back({&structure, &one, nullptr});
  }
  for (const MoveAtOnce& one : structure.moves_at_once) {
    if (one.top_level == top_level) moves.push_back({&structure, nullptr, &one});
  }
  return moves;
}

void add_new(std::vector<Move>& list, const Move& move) {
  const auto same = [&](const Move& other) {
    if (move.handoff != nullptr) return other.handoff != nullptr && same_place(other.handoff->at, move.handoff->at);
    return other.at_once != nullptr && same_place(other.at_once->at, move.at_once->at);
  };
  if (std::ranges::none_of(list, same)) list.push_back(move);
}

}  // namespace

std::vector<Drawing> handoff_drawings(const Program& program, std::span<const StructureId> structures) {
  std::vector<Drawing> drawings;
  std::vector<Move> everywhere;
  const auto draw = [&](const std::string& name, const std::string& title, const std::vector<Move>& moves) {
    if (!moves.empty()) drawings.push_back({title, Chart(program.policy(), name).draw(moves)});
  };
  for (const StructureId id : structures) {
    const Structure& structure = program.policy().structures[id.index];
    draw(structure.name, "Handoffs: " + (structure.title.empty() ? structure.name : structure.title),
         moves_of(structure, false));
    for (const Move& move : moves_of(structure, true)) add_new(everywhere, move);
  }
  draw("everywhere", "Handoffs: whatever the structure", everywhere);
  return drawings;
}

}  // namespace baton::host
