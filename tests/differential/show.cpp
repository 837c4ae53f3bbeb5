// A difference as a project to try by hand: a test of the language that says what the reference expects.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "dsl/history.hpp"
#include "engine/host/decision_json.hpp"
#include "engine/model/decimal.hpp"
#include "engine/reference/reference.hpp"
#include "tests/differential/shrink.hpp"

namespace baton::differential {
namespace {

// What the reference says of the difference's account at its moment, one expectation a line.
class Expected {
 public:
  Expected(const Program& program, const Difference& difference, std::span<const Event> events)
      : program_(program), policy_(program.policy()), difference_(difference), events_(events) {}

  std::string text() {
    const std::string& account = difference_.account;
    const auto owners = reference::owners(policy_, program_.org(), events_, {&account, 1}, difference_.at).front();
    if (!owners) return "";
    expect("stage is " + policy_.lifecycle.stages[owners->stage.index].name);
    expect("structure is " + policy_.structures[owners->structure.index].name);
    for (const reference::Owned& owned : owners->owned) say_owned(owned);
    say_decided();
    return std::move(text_);
  }

 private:
  void expect(const std::string& what) { text_ += "  expect " + what + '\n'; }
  std::string role(RoleId id) const { return policy_.roles[id.index].name; }
  std::string person(PersonId id) const { return "person " + program_.org().people[id.index].id; }
  std::string time(Instant at) const { return dsl::local_text(program_.org().zone, at); }
  static bool can_be_said(Instant at) { return at.ms % 1000 == 0; }
  // " due 2026-01-05T09:00"; void for what is not there.
  std::string time(const char* what, const std::optional<Instant>& at) const {
    return at && can_be_said(*at) ? fmt::format(" {} {}", what, time(*at)) : "";
  }
  static std::string of(const std::optional<RecordName>& record) { return record ? " of " + record->id : ""; }

  void say_owned(const reference::Owned& owned) {
    const Leaf& leaf = policy_.leaves[owned.leaf.index];
    const std::string what = leaf.name + of(owned.record), has = leaf.metric ? " carries " : " owns ";
    expect((owned.holder.role ? role(*owned.holder.role) : "nobody") + has + what);
    if (owned.holder.person) expect(person(*owned.holder.person) + has + what);
    for (const auto& stays : owned.secondary) {
      expect("secondary of " + what + " is " + role(stays.role) + time("until", stays.until));
    }
    for (const auto& support : owned.supports) expect(role(support.role) + " supports " + what);
  }

  // What the decisions of this very moment say; of one thing the last one.
  void say_decided() {
    const reference::Answer answer = reference::decide(policy_, program_.org(), events_, difference_.at);
    std::map<std::string, std::string> running;
    const Decision* last = nullptr;
    for (const Decision& decision : answer.decisions) {
      if (decision.subject != difference_.account || decision.at != difference_.at) continue;
      last = &decision;
      for (const HandoffReport& report : decision.handoffs) {
        const std::string name = "handoff " + report.handoff + of(report.record);
        running[name] = fmt::format(" {}{}{}{}{}", host::name_of(report.state), time("start by", report.start_by),
                                    time("due", report.due), time("cutover", report.cutover),
                                    report.accepted ? " accepted" : " not accepted");
      }
      for (const EscalationReport& report : decision.escalations) {
        const std::string name = "escalation " + report.escalation + of(report.record);
        running[name] = fmt::format(" {} tier {}{}", host::name_of(report.state), report.tier, calls(report));
      }
      for (const SlaReport& report : decision.slas) {
        const std::string name = "sla " + report.sla + of(report.record);
        running[name] = fmt::format(" {}{}", host::name_of(report.state), time("due", report.due));
      }
    }
    for (const auto& [name, state] : running) expect(name + state);
    if (last != nullptr && !last->next) expect("no next change");
    if (last != nullptr && last->next && can_be_said(last->next->at)) expect("next change at " + time(last->next->at));
  }

  std::string calls(const EscalationReport& report) const {
    if (report.state != EscalationState::Calling) return "";
    std::string text;
    for (const PersonId id : report.calls) text += (text.empty() ? " calls " : ", ") + person(id);
    return text + time("until", report.until);
  }

  const Program& program_;
  const Policy& policy_;
  const Difference& difference_;
  std::span<const Event> events_;
  std::string text_;
};

// As `on` tells it; of a text that no condition names only this is known, so any will do.
std::string on_line(const Program& program, const Event& event) {
  const Zone& zone = program.org().zone;
  const bool declared = event.kind == Event::Kind::Declared;
  if (!declared && event.kind != Event::Kind::AccountUpdated) {
    return "on " + dsl::local_text(zone, event.at) + ' ' + dsl::event_text(program.policy(), program.org(), event);
  }
  WitnessEvent told{event.at, declared ? event.type : std::nullopt, event.record, event.record_id, {}, {}};
  for (const Event::Value& value : event.values) told.values.push_back({value.target, value.value});
  Witness history;
  history.at = event.at;
  history.events.push_back(std::move(told));
  return dsl::history_lines(program.policy(), zone, history).front();
}

// What the reference does not take is told as rejected; what it has had before is left out. A test tells no parts of a
// second: the shrinker has taken them away, but where they are what matters.
std::string test_steps(const Difference& difference, const Program& program, std::span<const Event> events) {
  const Zone& zone = program.org().zone;
  const reference::Answer answer = reference::decide(program.policy(), program.org(), events, difference.at);
  const auto is_among = [](const std::vector<std::size_t>& list, std::size_t i) {
    return std::ranges::find(list, i) != list.end();
  };
  std::string text, account;
  std::set<std::string> begun;
  const auto speak_of = [&](const std::string& subject) {
    if (subject == account || subject == "org" || subject.empty()) return;
    text += fmt::format("  account {}{}\n", subject, begun.insert(subject).second ? " { }" : "");
    account = subject;
  };
  for (std::size_t i = 0; i < events.size() && events[i].at <= difference.at; ++i) {
    if (is_among(answer.repeated, i)) continue;
    speak_of(events[i].subject);
    text += "  " + on_line(program, events[i]) + '\n';
    if (is_among(answer.rejected, i)) text += "  expect rejected\n";
  }
  speak_of(difference.account);
  return text + fmt::format("  at {}\n", dsl::local_text(zone, difference.at));
}

std::string commented(const std::string& text) {
  std::string lines = "# ";
  for (const char c : text) lines += c == '\n' ? std::string("\n# ") : std::string(1, c);
  return lines;
}

}  // namespace

std::string show(const Shrunk& shrunk) {
  const Folder folder;
  const Compiled compiled = compile(shrunk.world, folder);
  const Difference& difference = shrunk.difference;
  std::string text = fmt::format("#### policy.baton (seed {})\n{}\n", shrunk.world.seed, to_text(shrunk.world.policy));
  if (compiled.runs()) {
    const Program& program = *compiled.project.program;
    const std::vector<Event> events = bound_events(shrunk.world, program);
    text += fmt::format("test \"seed {}\" {{\n{}{}}}\n", shrunk.world.seed, test_steps(difference, program, events),
                        Expected(program, difference, events).text());
  }
  text += "#### org.yaml\n" + to_text(shrunk.world.org) + '\n';
  if (to_text(shrunk.world.org).find("holidays.ics") != std::string::npos)
    text += "#### holidays.ics\n" + shrunk.world.holidays;
  text += "#### events.jsonl\n";
  for (const WorldEvent& event : shrunk.world.events) text += to_json(event) + '\n';
  text += fmt::format("# {} differ at {}\n# the engine:\n{}\n# the reference:\n{}\n", difference.what,
                      to_string(difference.at), commented(difference.engine), commented(difference.reference));
  return text;
}

}  // namespace baton::differential
