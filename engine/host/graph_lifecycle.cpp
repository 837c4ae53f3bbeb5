#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/host/dot.hpp"
#include "engine/host/graph.hpp"
#include "engine/host/words.hpp"

namespace baton::host {
namespace {

// What leads from one stage to another: a line for each trigger, with its condition below.
using Triggers = std::vector<std::pair<std::string, std::string>>;

Label label_of(const Triggers& triggers) {
  Label label;
  for (std::size_t i = 0; i < triggers.size(); ++i) {
    label.plain((i == 0 ? "" : "or ") + triggers[i].first, 10);
    if (!triggers[i].second.empty()) label.soft("when " + triggers[i].second, 9);
  }
  return label;
}

std::string stage_id(std::size_t stage) {
  return fmt::format("stage{}", stage);
}

Drawing draw(const Policy& policy, const Lifecycle& lifecycle, const std::string& name) {
  std::map<std::pair<std::size_t, std::size_t>, Triggers> edges;
  std::vector<bool> left(lifecycle.stages.size(), false);
  for (const Transition& transition : lifecycle.transitions) {
    std::pair<std::string, std::string> trigger{
        transition.on ? trigger_words(policy, *transition.on) : trigger_words(policy, *transition.at),
        condition_words(policy, transition.when)};
    for (std::size_t from = 0; from < lifecycle.stages.size(); ++from) {
      if (!transition.from.has(StageId{from})) continue;
      left[from] = left[from] || from != transition.to.index;
      Triggers& triggers = edges[{from, transition.to.index}];
      if (std::ranges::find(triggers, trigger) == triggers.end()) triggers.push_back(trigger);
    }
  }
  Dot dot(name, "LR");
  dot.line("begin [shape=circle, width=0.14, fixedsize=true, style=filled, fillcolor=\"#1c2430\", label=\"\"]");
  for (std::size_t i = 0; i < lifecycle.stages.size(); ++i) {
    const char* fill = i == lifecycle.start.index ? "#cfe0fc" : left[i] ? "#eef3fb" : "#e6e8ec";
    // A plain label, of which viewers find the middle themselves: a stage's name needs no escaping.
    dot.line(fmt::format("{} [label=\"{}\", fontname=\"Helvetica-Bold\", fontsize=13, fillcolor=\"{}\"]", stage_id(i),
                         lifecycle.stages[i].name, fill));
  }
  dot.edge("begin", stage_id(lifecycle.start.index));
  for (const auto& [between, triggers] : edges) {
    dot.edge(stage_id(between.first), stage_id(between.second), label_of(triggers));
  }
  return {"Life of " + name, dot.finish()};
}

}  // namespace

std::vector<Drawing> lifecycle_drawings(const Program& program) {
  const Policy& policy = program.policy();
  std::vector<Drawing> drawings{draw(policy, policy.lifecycle, "an account")};
  for (const RecordType& record : policy.records) {
    const bool vowel = std::string_view("aeiou").find(record.name.front()) != std::string_view::npos;
    if (record.lifecycle.stages.size() < 2) continue;
    drawings.push_back(draw(policy, record.lifecycle, (vowel ? "an " : "a ") + record.name));
  }
  return drawings;
}

}  // namespace baton::host
