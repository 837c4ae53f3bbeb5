// A small company for the tests of the flow: a policy and an organisation built by hand, a replay that feeds events
// to the engine, and decisions as one line of text.
//
// sample_policy() is the policy of the language's first pages, in UTC; a test takes it, changes what it is about,
// and replays. Names are looked up by text; an unknown one ends the test.
#pragma once

#include <initializer_list>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/flow/engine.hpp"
#include "engine/flow/event.hpp"

namespace baton::testing {

// ---- looking up by name

template <class Id, class Items>
Id find(const Items& items, std::string_view name) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].name == name) return Id{i};
  }
  throw std::out_of_range("no such name: " + std::string(name));
}
inline RoleId role(const Policy& policy, std::string_view name) {
  return find<RoleId>(policy.roles, name);
}
inline LeafId leaf(const Policy& policy, std::string_view name) {
  return find<LeafId>(policy.leaves, name);
}
inline EventId event(const Policy& policy, std::string_view name) {
  return find<EventId>(policy.events, name);
}
inline RecordTypeId record(const Policy& policy, std::string_view name) {
  return find<RecordTypeId>(policy.records, name);
}
inline StageId stage(const Lifecycle& lifecycle, std::string_view name) {
  return find<StageId>(lifecycle.stages, name);
}
inline StageSet stages(const Lifecycle& lifecycle, std::initializer_list<std::string_view> names) {
  StageSet set;
  for (auto name : names) set.add(stage(lifecycle, name));
  return set;
}
std::vector<LeafId> leaves(const Policy& policy, std::initializer_list<std::string_view> names);
// "arr", "contract.end"
FieldRef field(const Policy& policy, std::string_view name);
PersonId person(const Org& org, std::string_view id);
TeamId team(const Org& org, std::string_view id);

// "2026-02-02", "2026-02-02T15:00", "2026-02-02T15:00:30"; UTC.
Instant at(std::string_view text);
Day day(std::string_view text);

// ---- building

inline EventTrigger on(const Policy& policy, std::string_view name, Condition where = {}) {
  return {event(policy, name), std::move(where)};
}
Condition compare(const Policy& policy, std::string_view field_name, Relation relation, Scalar value);
inline Condition is(const Policy& policy, std::string_view name, Scalar value) {
  return compare(policy, name, Relation::Equal, value);
}
// The anchor, added to the policy if it is new.
AnchorId entering(Policy& policy, std::string_view stage_name, std::string_view record_name = "");
AnchorId latest(Policy& policy, std::string_view event_name, std::string_view record_name = "");
inline Span days(std::int64_t count) {
  return {count, Unit::Day, false};
}
inline Span hours(std::int64_t count) {
  return {count, Unit::Hour, false};
}
inline Span business_days(std::int64_t count) {
  return {count, Unit::Day, true};
}
inline Span business_hours(std::int64_t count) {
  return {count, Unit::Hour, true};
}
inline Window for_after(Span span, AnchorId anchor) {
  return {Window::Kind::ForAfter, span, anchor, {}};
}
inline Window from_after(Span span, AnchorId anchor) {
  return {Window::Kind::FromAfter, span, anchor, {}};
}
inline Window until_after(Span span, AnchorId anchor) {
  return {Window::Kind::UntilAfter, span, anchor, {}};
}
inline Window from_before(Span span, FieldRef date) {
  return {Window::Kind::FromBefore, span, {}, date};
}
inline DateTrigger before(Span span, FieldRef date) {
  return {DateTrigger::Kind::Before, span, date, {}};
}
inline DateTrigger after(Span span, AnchorId anchor) {
  return {DateTrigger::Kind::After, span, {}, anchor};
}

EventType& add_event(Policy& policy, std::string_view name, std::string_view record_name = "",
                     std::initializer_list<std::string_view> fields = {});  // fields: all optional
Transition& add_transition(Lifecycle& lifecycle, std::initializer_list<std::string_view> from, std::string_view to);
// A statement of the structure's layer 0; `role_name` "" is nobody.
Statement& add_statement(Policy& policy, std::size_t structure, std::string_view role_name,
                         std::initializer_list<std::string_view> leaf_names);
// The layer inside layer 0 that holds where no statement of layer 0 does.
std::uint32_t otherwise_layer(Structure& structure);

// account: segment (smb < mid_market < enterprise = mid_market), arr money = 0, key bool = false, review_on date?
//   prospect -> opportunity on deal.opened, -> onboarding on deal.closed_won, -> customer on onboarding.completed,
//   onboarding, customer -> churned on account.churned, churned -> opportunity on deal.opened
// deal { kind: new | expansion = new, amount money = 0 }  open -> won on deal.closed_won, -> lost on deal.closed_lost
// contract { arr money = 0, end date? }  live -> renewing on renewal.opened, or 120 days before contract.end;
//   renewing -> live on renewal.won, -> lapsed on renewal.lost
// ticket { severity: low < critical = low }  open -> waiting -> open -> resolved on ticket.waiting, .resumed, .resolved
// roles AE, AM, CSM, RS; leaves relationship, comms (opportunity, onboarding, customer), closing (per deal while open),
//   onboarding (onboarding), expansion (customer), renewal (per contract, live and renewing), escalation (as
//   relationship), nrr (a metric, customer)
// structure 0, ae_am: AE owns relationship, comms, escalation during opportunity, AM otherwise; AE owns closing; AM
// owns
//   onboarding, renewal; AE owns expansion for 90 days after entering onboarding, AM otherwise; AM carries nrr;
//   handoff sales_to_am moves relationship, comms, escalation from AE to AM (start within 2 business days, finish
//   within 10, cutover after 20; items story by AE within 2 business days, intro_call done on intro.held;
//   accepted on handover.approved); expansion moves at once
Policy sample_policy();
// Monday to Friday, 09:00-17:00 UTC. ines (head of all), dana and erin (AE), kim and lee (AM), ana (CSM), pat (RS);
// teams ae, am, cse, rs, round robin. Position head_of_cs: ines.
Org sample_org(const Policy& policy);

// ---- replaying

struct Payload {
  std::map<std::string, std::variant<std::int64_t, std::string>> values;  // a record's name: its id; labels as text
};

class Replay {
 public:
  explicit Replay(Policy policy = sample_policy()) : Replay(policy, sample_org(policy)) {}
  Replay(Policy policy, Org org);

  using Values = std::initializer_list<std::pair<const std::string, std::variant<std::int64_t, std::string>>>;
  // A declared event, account.updated, or one of the events that need no declaration, by its name: its payload's keys
  // are those of the language ("handoff", "item", "role", "person", "escalation", a record's name, ...). Returns the
  // decisions that it and the timers before it gave. A rejected event gives none and sets `error`.
  std::vector<Decision> on(std::string_view time, std::string_view account, std::string_view type, Values values = {});
  std::vector<Decision> advance(std::string_view time);

  // on and advance, each decision as describe() has it.
  std::vector<std::string> say(std::string_view time, std::string_view account, std::string_view type,
                               Values values = {});
  std::vector<std::string> say_until(std::string_view time);

  Event event_of(std::string_view time, std::string_view account, std::string_view type, const Values& values);
  Engine& engine() { return engine_; }
  const Policy& policy() const { return program_->policy(); }
  const Org& org() const { return program_->org(); }
  const Program& program() const { return *program_; }
  const AccountState& account(std::string_view id) const;
  // "AM kim", "AM -" for an empty seat, "nobody", "" where the leaf is not active.
  std::string owner(std::string_view account, std::string_view leaf_name, std::string_view record_id = "") const;

  std::string error;  // of the last event; empty if it was taken

 private:
  std::shared_ptr<const Program> program_;
  Engine engine_;
  std::size_t events_ = 0;
  Instant now_;  // of the last event or advance
};

// One line: "2026-02-02T15:00:00Z crm/e2 | stage opportunity -> onboarding | onboarding: none -> AM kim (ae_am)
// | handoff sales_to_am open due 2026-02-16T17:00:00Z | next ...". What is void is left out.
std::string describe(const Decision& decision, const Program& program);
// The same without time, id, assignments and `next`: what changed.
std::string changes_of(const Decision& decision, const Program& program);

}  // namespace baton::testing
