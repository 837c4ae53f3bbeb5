// The rules of V1 and V2 about events: who may begin an account or a record, and what must be known from then on.
#include "engine/flow/intake.hpp"

#include <algorithm>

#include "engine/flow/stages.hpp"

namespace baton {

namespace {

using Verdict = std::expected<void, std::string>;

std::string quoted(const std::string& name) {
  return "`" + name + "`";
}

// What the event says about a field; nullptr: nothing.
const Scalar* given(const Event& event, const FieldRef& target) {
  const auto found = std::ranges::find(event.values, target, &Event::Value::target);
  return found == event.values.end() ? nullptr : &found->value;
}

struct Asked {
  const Program& program;
  const AccountState* account;  // nullptr: not begun
  RecordIndex record;           // the event's; nullopt: none, or not begun
  const Event& event;

  const Policy& policy() const { return program.policy(); }
  Scalar known(const FieldRef& target) const {
    if (target.scope == Scope::Account) {
      return account ? account->facts.fields[target.field.index] : policy().field(target).initial.value_or(unknown);
    }
    if (target.scope == Scope::Record && record) return account->records[*record].facts.fields[target.field.index];
    return policy().field(target).initial.value_or(unknown);
  }
  bool begins_record() const { return event.record && !record; }
};

Verdict check_subject(const Event& event) {
  if (is_about_org(event.kind) && event.subject != "org") {
    return std::unexpected(quoted(event.type_name) + " is about the org: its subject must be `org`, not " +
                           quoted(event.subject));
  }
  if (!is_about_org(event.kind) && event.subject == "org") return std::unexpected("`org` is no account");
  return {};
}

Verdict check_beginning(const Asked& asked) {
  const Event& event = asked.event;
  if (may_begin(event.kind)) return {};
  if (asked.account == nullptr) {
    return std::unexpected("nothing is known of the account " + quoted(event.subject) + ", so " +
                           quoted(event.type_name) + " has nothing to act on");
  }
  if (asked.begins_record()) {
    const std::string& type = asked.policy().records[event.record->index].name;
    return std::unexpected("the account " + quoted(event.subject) + " has no " + type + " " + quoted(event.record_id));
  }
  return {};
}

Verdict check_named_record(const Asked& asked) {
  if (asked.event.kind != Event::Kind::Declared) return {};
  const auto& type = asked.policy().events[asked.event.type->index].record;
  if (!type || asked.event.record == type) return {};
  return std::unexpected(quoted(asked.policy().records[type->index].name) +
                         " is missing: " + quoted(asked.event.type_name) + " names one");
}

Verdict check_values(const Asked& asked) {
  for (const Event::Value& value : asked.event.values) {
    const Field& field = asked.policy().field(value.target);
    if (value.value == unknown && !field.optional) {
      return std::unexpected(quoted(asked.policy().field_name(value.target)) + " cannot be unknown");
    }
  }
  return {};
}

Verdict check_payload(const Asked& asked) {
  if (asked.event.kind != Event::Kind::Declared) return {};
  for (const PayloadField& payload : asked.policy().events[asked.event.type->index].payload) {
    if (payload.optional || payload.initial || !asked.policy().field(payload.target).required()) continue;
    if (given(asked.event, payload.target) != nullptr || asked.known(payload.target) != unknown) continue;
    return std::unexpected(quoted(payload.key) + " is missing: " + quoted(asked.event.type_name) + " must give it");
  }
  return {};
}

// Does the event leave the field known, or is it one that may be unknown?
bool is_settled(const Asked& asked, const FieldRef& target, const Field& field) {
  if (!field.required() || given(asked.event, target) != nullptr) return true;
  if (asked.event.kind != Event::Kind::Declared) return false;
  const auto fills = [&](const PayloadField& payload) { return payload.target == target && payload.initial; };
  return std::ranges::any_of(asked.policy().events[asked.event.type->index].payload, fills);
}

Verdict check_required(const Asked& asked) {
  const Policy& policy = asked.policy();
  if (asked.account == nullptr) {
    for (std::size_t i = 0; i < policy.account_fields.size(); ++i) {
      const FieldRef target{Scope::Account, {}, {}, FieldId{i}};
      if (is_settled(asked, target, policy.account_fields[i])) continue;
      return std::unexpected("the first event of the account " + quoted(asked.event.subject) + " must give " +
                             quoted(policy.account_fields[i].name));
    }
  }
  if (!asked.begins_record()) return {};
  const RecordType& type = policy.records[asked.event.record->index];
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    const FieldRef target{Scope::Record, *asked.event.record, {}, FieldId{i}};
    if (is_settled(asked, target, type.fields[i])) continue;
    return std::unexpected("the first event of the " + type.name + " " + quoted(asked.event.record_id) + " must give " +
                           quoted(type.name + "." + type.fields[i].name));
  }
  return {};
}

}  // namespace

std::expected<void, std::string> validate(const Program& program, const AccountState* account, const Event& event) {
  if (const Verdict verdict = check_subject(event); !verdict || is_about_org(event.kind)) return verdict;
  Asked asked{program, account, std::nullopt, event};
  if (account != nullptr && event.record) asked.record = find_record(*account, *event.record, event.record_id);
  for (const auto check : {check_beginning, check_named_record, check_values, check_payload, check_required}) {
    if (const Verdict verdict = check(asked); !verdict) return verdict;
  }
  return {};
}

}  // namespace baton
