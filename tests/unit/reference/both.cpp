#include "tests/unit/reference/both.hpp"

#include <algorithm>
#include <set>
#include <sstream>
#include <tuple>

#include "engine/flow/engine.hpp"
#include "engine/host/decision_json.hpp"
#include "engine/host/event_reader.hpp"

namespace baton::testing {

namespace {

void add(std::vector<std::string>& lines, const Decision& decision, const Program& program, std::size_t& unanswered) {
  const auto answered = reference::answered(decision);
  if (!answered) {
    ++unanswered;
    return;
  }
  std::string line;
  host::append_decision(line, *answered, program);
  lines.push_back(std::move(line));
}

}  // namespace

std::vector<Event> read_events(const Program& program, const std::string& lines) {
  const host::Vocabulary vocabulary(program.policy(), program.org());
  host::EventReader reader(vocabulary);
  std::vector<Event> events;
  std::istringstream in(lines);
  for (std::string line; std::getline(in, line);) {
    const auto envelope = reader.read(line);
    if (!envelope || reader.declared(*envelope) == nullptr) continue;
    if (auto event = reader.bind(*envelope)) events.push_back(std::move(*event));
  }
  std::ranges::stable_sort(events, {}, [](const Event& event) { return std::tie(event.at, event.source, event.id); });
  return events;
}

Both run_both(const Program& program, const std::vector<Event>& events, Instant until) {
  Both both;
  Engine engine(std::make_shared<const Program>(std::make_shared<Policy>(program.policy()),
                                                std::make_shared<Org>(program.org())));
  const auto sink = [&](Decision&& decision) { add(both.engine, decision, program, both.unanswered); };
  std::set<std::pair<std::string, std::string>> decided;
  for (std::size_t i = 0; i < events.size() && events[i].at <= until; ++i) {
    if (decided.contains({events[i].source, events[i].id})) continue;
    if (engine.apply(events[i], sink)) {
      decided.insert({events[i].source, events[i].id});
    } else {
      both.rejected_by_engine.push_back(i);
    }
  }
  engine.advance(until, sink);
  both.compared = both.engine.size();
  std::size_t ignored = 0;
  const reference::Answer answer = reference::decide(program.policy(), program.org(), events, until);
  for (const Decision& decision : answer.decisions) add(both.reference, decision, program, ignored);
  both.rejected_by_reference = answer.rejected;
  return both;
}

std::string first_difference(const Both& both) {
  const auto [mine, theirs] = std::ranges::mismatch(both.engine, both.reference);
  if (mine == both.engine.end() && theirs == both.reference.end()) return "";
  std::string text;
  if (mine != both.engine.begin()) text += "after      " + *(mine - 1);
  text += "engine     " + (mine == both.engine.end() ? "nothing\n" : *mine);
  text += "reference  " + (theirs == both.reference.end() ? "nothing\n" : *theirs);
  return text;
}

}  // namespace baton::testing
