#include "engine/model/decimal.hpp"
#include "tests/unit/flow/world.hpp"

namespace baton::testing {

namespace {

using Value = std::variant<std::int64_t, std::string>;

std::string text_of(const Value* value) {
  return value ? std::get<std::string>(*value) : std::string();
}

Scalar scalar_of(const Type& type, const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return *whole;
  const std::string& text = std::get<std::string>(value);
  if (text == "unknown") return unknown;
  if (type.kind == TypeKind::Date) return day(text).number;
  for (std::size_t i = 0; i < type.labels.size(); ++i) {
    if (type.labels[i] == text) return static_cast<Scalar>(i);
  }
  throw std::out_of_range("no such label: " + text);
}

void set_values(Event& event, const Policy& policy, const std::map<std::string, Value>& values) {
  auto set = [&](const FieldRef& target, const Value& value) {
    event.values.push_back({target, scalar_of(policy.field(target).type, value)});
  };
  if (event.kind == Event::Kind::AccountUpdated) {
    for (const auto& [key, value] : values) set(field(policy, key), value);
    return;
  }
  for (const PayloadField& payload : policy.events[event.type->index].payload) {
    if (const auto found = values.find(payload.key); found != values.end()) set(payload.target, found->second);
  }
}

void set_undeclared(Event& event, const Policy& policy, const Org& org, const std::map<std::string, Value>& values) {
  auto get = [&](const char* key) -> const Value* {
    const auto found = values.find(key);
    return found == values.end() ? nullptr : &found->second;
  };
  event.name = get("handoff") ? text_of(get("handoff")) : text_of(get("escalation"));
  event.item = text_of(get("item"));
  event.reason = text_of(get("reason"));
  if (get("role")) event.role = role(policy, text_of(get("role")));
  if (get("person")) event.person = person(org, text_of(get("person")));
  if (get("until")) event.until = at(text_of(get("until")));
  if (get("from")) event.away.from = day(text_of(get("from")));
  if (get("to")) event.away.to = day(text_of(get("to")));
  if (get("cover")) event.away.cover = person(org, text_of(get("cover")));
}

std::string text_of(const Holder& holder, const Program& program) {
  if (!holder.role) return "nobody";
  const std::string role_name = program.policy().roles[holder.role->index].name;
  return role_name + " " + (holder.person ? program.org().people[holder.person->index].id : std::string("-"));
}
std::string text_of(const std::optional<Holder>& holder, const Program& program) {
  return holder ? text_of(*holder, program) : "none";
}
std::string of_record(const std::optional<RecordName>& record) {
  return record ? " of " + record->id : "";
}

std::string text_of(HandoffState state) {
  constexpr const char* names[] = {"open",     "started",  "returned",  "overdue",
                                   "finished", "cut_over", "cancelled", "superseded"};
  return names[static_cast<int>(state)];
}
std::string text_of(EscalationState state) {
  constexpr const char* names[] = {"calling", "acknowledged", "closed", "exhausted"};
  return names[static_cast<int>(state)];
}
std::string text_of(SlaState state) {
  constexpr const char* names[] = {"running", "paused", "met", "breached", "cancelled"};
  return names[static_cast<int>(state)];
}

std::string text_of(const HandoffReport& report, const Program& program) {
  std::string text = "handoff " + report.handoff + of_record(report.record) + " " + text_of(report.state);
  if (report.n > 1) text += " n" + std::to_string(report.n);
  text += " " + text_of(report.from, program) + " -> " + text_of(report.to, program);
  if (report.due) text += " due " + to_string(*report.due);
  for (const auto& item : report.missing) text += (&item == &report.missing.front() ? " missing " : ",") + item;
  return text + (report.accepted ? " accepted" : "");
}
std::string text_of(const EscalationReport& report, const Program& program) {
  std::string text = "escalation " + report.escalation + of_record(report.record) + " " + text_of(report.state) +
                     " tier " + std::to_string(report.tier);
  for (PersonId called : report.calls) text += " " + program.org().people[called.index].id;
  for (PersonId told : report.notified) text += " (" + program.org().people[told.index].id + ")";
  if (report.until) text += " until " + to_string(*report.until);
  for (const auto& skipped : report.skipped) {
    text += " skipped " + std::to_string(skipped.tier) + ": " + skipped.why;
  }
  return text;
}
std::string text_of(const SlaReport& report, const Program& program) {
  std::string text = "sla " + report.sla + of_record(report.record) + " " + text_of(report.state) + " " +
                     text_of(report.owner, program);
  if (report.due) text += " due " + to_string(*report.due);
  return text;
}
std::string text_of(const CreditReport& report, const Program& program) {
  std::string text = "credit " + report.credit + " " + text_of(Holder{report.role, report.person, {}}, program) + " " +
                     units_to_string(report.percent_units, 2) + "%";
  if (report.amount) text += " " + units_to_string(*report.amount, program.policy().money_places);
  return text;
}
std::string text_of(const OwnerChange& change, const Program& program) {
  constexpr const char* kinds[] = {"clause", "handoff", "seat"};
  return program.policy().leaves[change.leaf.index].name + of_record(change.record) + ": " +
         text_of(change.from, program) + " -> " + text_of(change.to, program) + " (" +
         kinds[static_cast<int>(change.because.kind)] + " " + change.because.name + ")";
}

}  // namespace

Replay::Replay(Policy policy, Org org)
    : program_(std::make_shared<Program>(std::make_shared<Policy>(std::move(policy)),
                                         std::make_shared<Org>(std::move(org)))),
      engine_(program_) {}

Event Replay::event_of(std::string_view time, std::string_view account, std::string_view type, const Values& values) {
  const std::map<std::string, Value> payload(values);
  Event event;
  event.at = now_ = at(time);
  event.source = "crm";
  event.id = "e" + std::to_string(++events_);
  event.type_name = type;
  event.subject = account;
  for (std::size_t i = 0; i < policy().records.size(); ++i) {
    if (const auto found = payload.find(policy().records[i].name); found != payload.end()) {
      event.record = RecordTypeId{i};
      event.record_id = std::get<std::string>(found->second);
    }
  }
  event.kind = undeclared_event(type).value_or(EventKind::Declared);
  event.type = event.kind == EventKind::Declared ? testing::event(policy(), type) : policy().event_of(event.kind);
  if (event.kind == Event::Kind::Declared || event.kind == Event::Kind::AccountUpdated) {
    set_values(event, policy(), payload);
  } else {
    set_undeclared(event, policy(), org(), payload);
  }
  return event;
}

std::vector<Decision> Replay::on(std::string_view time, std::string_view account, std::string_view type,
                                 Values values) {
  std::vector<Decision> decisions;
  const auto taken = engine_.apply(event_of(time, account, type, values),
                                   [&](Decision&& decision) { decisions.push_back(std::move(decision)); });
  error = taken ? "" : taken.error();
  return decisions;
}

std::vector<Decision> Replay::advance(std::string_view time) {
  std::vector<Decision> decisions;
  now_ = at(time);
  engine_.advance(now_, [&](Decision&& decision) { decisions.push_back(std::move(decision)); });
  return decisions;
}

std::vector<std::string> Replay::say(std::string_view time, std::string_view account, std::string_view type,
                                     Values values) {
  std::vector<std::string> lines;
  for (const Decision& decision : on(time, account, type, values)) lines.push_back(describe(decision, *program_));
  return lines;
}

std::vector<std::string> Replay::say_until(std::string_view time) {
  std::vector<std::string> lines;
  for (const Decision& decision : advance(time)) lines.push_back(describe(decision, *program_));
  return lines;
}

const AccountState& Replay::account(std::string_view id) const {
  const World& world = engine_.world();
  return *world.accounts[world.by_id.at(std::string(id))];
}

std::string Replay::owner(std::string_view account, std::string_view leaf_name, std::string_view record_id) const {
  const auto snapshot = engine_.snapshot(account, now_);
  if (!snapshot) return "";
  auto owners = snapshot->owners;
  for (const auto& record : snapshot->records) {
    if (!record_id.empty() && record.name.id == record_id) owners = record.owners;
  }
  for (const auto& owner : owners) {
    if (owner.leaf == leaf(policy(), leaf_name)) return text_of(owner.holder, *program_);
  }
  return "";
}

std::string changes_of(const Decision& decision, const Program& program) {
  std::vector<std::string> parts;
  const auto& lifecycle = program.policy().lifecycle;
  if (decision.stage_from != decision.stage_to) {
    const auto name = [&](const std::optional<StageId>& id) {
      return id ? lifecycle.stages[id->index].name : std::string("none");
    };
    parts.push_back("stage " + name(decision.stage_from) + " -> " + name(decision.stage_to));
  }
  if (decision.structure_from && decision.structure_from != decision.structure_to) {
    const auto& structures = program.policy().structures;
    parts.push_back("structure " + structures[decision.structure_from->index].name + " -> " +
                    structures[decision.structure_to->index].name);
  }
  for (const auto& change : decision.changes) parts.push_back(text_of(change, program));
  for (const auto& report : decision.handoffs) parts.push_back(text_of(report, program));
  for (const auto& report : decision.escalations) parts.push_back(text_of(report, program));
  for (const auto& report : decision.slas) parts.push_back(text_of(report, program));
  for (const auto& report : decision.credits) parts.push_back(text_of(report, program));
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : " | ") + part;
  return text;
}

std::string describe(const Decision& decision, const Program& program) {
  std::string text = to_string(decision.at) + " " + decision.id;
  if (const std::string changes = changes_of(decision, program); !changes.empty()) text += " | " + changes;
  if (decision.next) text += " | next " + to_string(decision.next->at) + " " + decision.next->what;
  return text;
}

}  // namespace baton::testing
