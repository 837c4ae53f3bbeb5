#include "dsl/testing/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/history.hpp"

namespace baton::dsl {

namespace {

constexpr std::size_t most_lines = 12;  // with the moment, what comes next, and the count of what is left out
constexpr std::size_t most_leaves = 4;  // named of those that pass to one owner

// Leaves that pass to one holder are told together.
struct Passing {
  Holder to;
  std::optional<RecordName> record;
  bool metric = false;
  std::vector<std::string> leaves;
};

std::vector<Passing> passing_of(const Decision& decision, const Words& words) {
  std::vector<Passing> groups;
  for (const OwnerChange& change : decision.changes) {
    if (!change.to ||
        (change.from && change.from->role == change.to->role && change.from->person == change.to->person)) {
      continue;
    }
    const bool metric = words.policy().leaves[change.leaf.index].metric;
    const auto same = std::ranges::find_if(groups, [&](const Passing& group) {
      return group.to == *change.to && group.record == change.record && group.metric == metric;
    });
    Passing& group = same == groups.end() ? groups.emplace_back(Passing{*change.to, change.record, metric, {}}) : *same;
    group.leaves.push_back(words.leaf(change.leaf));
  }
  return groups;
}

std::string text_of(const Passing& passing, const Words& words) {
  const std::size_t shown = passing.leaves.size() > most_leaves + 1 ? most_leaves : passing.leaves.size();
  const std::vector<std::string> named(passing.leaves.begin(), passing.leaves.begin() + static_cast<long>(shown));
  const std::size_t left = passing.leaves.size() - shown;
  return fmt::format("{} {} {}{}{}", words.holder(passing.to), passing.metric ? "carries" : "owns",
                     fmt::join(named, ", "), left > 0 ? fmt::format(" and {} more", left) : "",
                     words.of(passing.record));
}

// A timer that fired. A window is told by what it changes.
std::string timer_words(const Cause& cause, bool alone) {
  if (cause.kind == "window") return alone ? "a helper or a secondary owner changes" : "";
  std::string_view what = cause.what;
  if (cause.kind == "handoff") {
    what = what == "start" ? "should have started" : what == "due" ? "is due" : what == "cutover" ? "cuts over" : what;
  }
  return fmt::format("{} {} {}", cause.kind, cause.name, what);
}

}  // namespace

void Timeline::begin_event(const Event& event) {
  event_ = event_text(words_.policy(), words_.org(), event);
}

void Timeline::refused(const Event& event, const std::string& why) {
  entries_.push_back({event.at, event.subject, fmt::format("{}: rejected, {}", event_, why)});
}

std::string Timeline::changes(const Decision& decision) const {
  std::vector<std::string> parts;
  const auto& policy = words_.policy();
  if (decision.stage_to && decision.stage_from != decision.stage_to) {
    parts.push_back("stage " + policy.lifecycle.stages[decision.stage_to->index].name);
  }
  if (decision.structure_to && decision.structure_from && decision.structure_from != decision.structure_to) {
    parts.push_back("structure " + policy.structures[decision.structure_to->index].name);
  }
  for (const Passing& passing : passing_of(decision, words_)) parts.push_back(text_of(passing, words_));
  for (const HandoffReport& report : decision.handoffs) {
    parts.push_back(fmt::format("handoff {}{} {}", report.handoff, words_.of(report.record), state_word(report.state)));
  }
  for (const EscalationReport& report : decision.escalations) {
    const bool calling = report.state == EscalationState::Calling;
    parts.push_back(fmt::format("escalation {}{} {}{}", report.escalation, words_.of(report.record),
                                state_word(report.state), calling ? " " + words_.people(report.calls) : ""));
  }
  for (const SlaReport& report : decision.slas) {
    parts.push_back(fmt::format("sla {}{} {}", report.sla, words_.of(report.record), state_word(report.state)));
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

void Timeline::decided(const Decision& decision) {
  const std::string changed = changes(decision);
  std::string text = decision.cause.event.empty() ? timer_words(decision.cause, changed.empty()) : event_;
  if (!text.empty() && !changed.empty()) text += ": ";
  entries_.push_back({decision.at, decision.subject, text + changed});
}

std::vector<std::string> Timeline::lines(const std::string& account, Instant at,
                                         const std::optional<NextChange>& next) const {
  std::vector<const Entry*> shown;
  for (const Entry& entry : entries_) {
    if (entry.subject == account || entry.subject == "org") shown.push_back(&entry);
  }
  std::vector<std::string> lines;
  const std::size_t room = most_lines - 1 - (next ? 1 : 0);
  std::size_t first = 0;
  if (shown.size() > room) {
    first = shown.size() - (room - 1);
    lines.push_back(fmt::format("  ({} earlier)", first));
  }
  for (std::size_t i = first; i < shown.size(); ++i) {
    lines.push_back(fmt::format("  {}  {}", words_.time(shown[i]->at), shown[i]->text));
  }
  if (at != beginning_of_time) lines.push_back(fmt::format("> {}", words_.time(at)));  // there: nothing has happened
  if (next) lines.push_back(fmt::format("  {}  next: {}", words_.time(next->at), next->what));
  return lines;
}

}  // namespace baton::dsl
