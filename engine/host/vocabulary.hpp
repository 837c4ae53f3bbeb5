// The names of a policy and an organisation as input writes them, ready to be looked up. Immutable once built, so
// any number of threads may read it.
#pragma once

#include <expected>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/flow/event.hpp"
#include "engine/host/json.hpp"

namespace baton::host {

// Lets string_view look up string keys.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
template <class Value>
using ByName = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

// An event type that input may bear: one that needs no declaration, or one of the policy's.
struct EventName {
  Event::Kind kind = Event::Kind::Declared;
  std::optional<EventId> type;  // of the policy; nullopt: an undeclared one that nothing in the text names
  bool later_version = false;   // known to the language, not yet executed
};

class Vocabulary {
 public:
  Vocabulary(const Policy& policy, const Org& org);

  const Policy& policy() const { return policy_; }
  const Org& org() const { return org_; }

  const EventName* event(std::string_view name) const;
  std::vector<std::string> event_names() const;  // all of them, sorted
  std::optional<FieldId> account_field(std::string_view name) const;
  std::optional<RecordTypeId> record_type(std::string_view name) const;
  std::optional<RoleId> role(std::string_view name) const;
  std::optional<PersonId> person(std::string_view id) const;
  Scalar text(std::string_view text) const;  // its index in Policy::texts, or other_text
  bool is_handoff(std::string_view name) const { return handoffs_.contains(name); }
  bool is_item(std::string_view handoff, std::string_view item) const;
  bool is_escalation(std::string_view name) const { return escalations_.contains(name); }

 private:
  const Policy& policy_;
  const Org& org_;
  ByName<EventName> events_;
  ByName<FieldId> account_fields_;
  ByName<RecordTypeId> records_;
  ByName<RoleId> roles_;
  ByName<PersonId> people_;
  ByName<Scalar> texts_;
  ByName<std::set<std::string, std::less<>>> handoffs_;  // with their items
  std::set<std::string, std::less<>> escalations_;
};

// A JSON value as a value of the field (V1). `name` is the key that the author wrote; errors start with it.
std::expected<Scalar, std::string> bind_value(std::string_view name, const JsonValue& value, const Field& field,
                                              const Vocabulary& vocabulary);
// A date as Day; errors start with `name`.
std::expected<Day, std::string> bind_day(std::string_view name, const JsonValue& value);

}  // namespace baton::host
