#include "engine/flow/complete_witness.hpp"

#include <algorithm>

namespace baton {
namespace {

// The value that a condition demands of one of the event's own texts; nullopt: any will do.
std::optional<Scalar> demanded(const Policy& policy, const WitnessEvent& event, std::string_view key) {
  for (const WitnessEvent::Value& value : event.values) {
    if (value.target.scope == Scope::Event && policy.field(value.target).name == key) return value.value;
  }
  return std::nullopt;
}

bool fits(const Policy& policy, const WitnessEvent& event, std::string_view key, const std::string& text) {
  const auto wanted = demanded(policy, event, key);
  if (!wanted) return true;
  const auto known = std::find(policy.texts.begin(), policy.texts.end(), text);
  return *wanted == (known == policy.texts.end() ? other_text : known - policy.texts.begin());
}

class Completion {
 public:
  Completion(const Program& program, const AccountState* account, WitnessEvent& event)
      : program_(program), policy_(program.policy()), account_(account), event_(event) {}

  bool complete(EventKind kind) {
    if (!is_about_what_runs(kind) || !event_.words.empty()) return true;
    if (kind == EventKind::SeatAssigned) return role() && person();
    if (account_ == nullptr || (event_.record && !record())) return false;
    if (kind == EventKind::SeatReleased) return seat();
    if (kind == EventKind::EscalationAcknowledged || kind == EventKind::EscalationClosed) return escalation();
    return handoff(kind == EventKind::ItemDone);
  }

 private:
  RecordIndex record() const {
    const auto& records = account_->records;
    const auto found = std::find_if(records.begin(), records.end(), [&](const RecordState& state) {
      return state.type == event_.record && state.id == event_.record_id;
    });
    if (!event_.record || found == records.end()) return std::nullopt;
    return static_cast<std::uint32_t>(found - records.begin());
  }
  bool say(std::string key, const std::string& value) {
    if (!fits(policy_, event_, key, value)) return false;
    event_.words.push_back({std::move(key), value});
    return true;
  }

  bool handoff(bool with_item) {
    for (auto running = account_->handoffs.rbegin(); running != account_->handoffs.rend(); ++running) {
      if (running->ended() || running->record != record()) continue;
      const Handoff& text = policy_.structures[running->structure.index].handoffs[running->handoff.index];
      if (say("handoff", text.name) && (!with_item || item(*running, text))) return true;
      event_.words.clear();
    }
    return false;
  }
  bool item(const RunningHandoff& running, const Handoff& text) {
    for (std::size_t i = 0; i < text.checklist.size(); ++i) {
      if (running.items[i].applies && !running.items[i].done && say("item", text.checklist[i].name)) return true;
    }
    return false;
  }
  bool escalation() {
    return std::any_of(account_->escalations.begin(), account_->escalations.end(), [&](const auto& running) {
      const Structure& structure = policy_.structures[running.structure.index];
      return !running.ended() && running.record == record() &&
             say("escalation", structure.escalations[running.escalation.index].name);
    });
  }
  bool seat() {
    const RecordIndex where = record();
    const std::vector<Seat>& seats = where ? account_->records[*where].seats : account_->seats;
    return std::any_of(seats.begin(), seats.end(), [&](const Seat& seat) {
      return seat.person && say("role", policy_.roles[seat.role.index].name);
    });
  }
  bool role() {
    return std::any_of(policy_.roles.begin(), policy_.roles.end(),
                       [&](const Role& role) { return say("role", role.name); });
  }
  bool person() {
    const auto& people = program_.org().people;
    return std::any_of(people.begin(), people.end(), [&](const Person& person) { return say("person", person.id); });
  }

  const Program& program_;
  const Policy& policy_;
  const AccountState* account_;
  WitnessEvent& event_;
};

}  // namespace

bool complete(const Program& program, const AccountState* account, EventKind kind, WitnessEvent& event) {
  return Completion(program, account, event).complete(kind);
}

EventKind undeclared_kind(const WitnessEvent& event) {
  const auto speaks_of = [&](const char* key) {
    return std::any_of(event.words.begin(), event.words.end(), [&](const auto& word) { return word.key == key; });
  };
  if (speaks_of("item")) return EventKind::ItemDone;
  return speaks_of("handoff") ? EventKind::HandoffAccepted : EventKind::AccountUpdated;
}

}  // namespace baton
