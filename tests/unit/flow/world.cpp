#include "tests/unit/flow/world.hpp"

#include <cstdio>

namespace baton::testing {

namespace {

Type enum_of(std::vector<std::string> labels, bool ordered) {
  Type type;
  type.kind = TypeKind::Enum;
  type.labels = std::move(labels);
  type.ordered = ordered;
  return type;
}
Type type_of(TypeKind kind) {
  Type type;
  type.kind = kind;
  if (kind == TypeKind::Money) type.decimals = 2;
  return type;
}
Field make_field(std::string name, Type type, std::optional<Scalar> initial, bool optional = false) {
  Field field;
  field.name = std::move(name);
  field.type = std::move(type);
  field.initial = initial;
  field.optional = optional;
  return field;
}
Lifecycle make_lifecycle(std::initializer_list<const char*> names) {
  Lifecycle lifecycle;
  for (const char* name : names) lifecycle.stages.push_back({name, {}});
  return lifecycle;
}

void add_account(Policy& policy) {
  policy.account_fields = {make_field("segment", enum_of({"smb", "mid_market", "enterprise"}, true), 1),
                           make_field("arr", type_of(TypeKind::Money), 0),
                           make_field("key", type_of(TypeKind::Bool), 0),
                           make_field("review_on", type_of(TypeKind::Date), std::nullopt, true)};
  policy.lifecycle = make_lifecycle({"prospect", "opportunity", "onboarding", "customer", "churned"});
}

void add_records(Policy& policy) {
  RecordType deal;
  deal.name = "deal";
  deal.fields = {make_field("kind", enum_of({"new", "expansion"}, false), 0),
                 make_field("amount", type_of(TypeKind::Money), 0)};
  deal.lifecycle = make_lifecycle({"open", "won", "lost"});
  RecordType contract;
  contract.name = "contract";
  contract.fields = {make_field("arr", type_of(TypeKind::Money), 0),
                     make_field("end", type_of(TypeKind::Date), std::nullopt, true)};
  contract.lifecycle = make_lifecycle({"live", "renewing", "lapsed"});
  RecordType ticket;
  ticket.name = "ticket";
  ticket.fields = {make_field("severity", enum_of({"low", "critical"}, true), 0)};
  ticket.lifecycle = make_lifecycle({"open", "waiting", "resolved"});
  policy.records = {deal, contract, ticket};
}

void add_events(Policy& policy) {
  add_event(policy, "deal.opened", "deal", {"deal.kind", "deal.amount"});
  add_event(policy, "deal.closed_won", "deal", {"deal.amount", "arr"});
  add_event(policy, "deal.closed_lost", "deal");
  add_event(policy, "onboarding.completed");
  add_event(policy, "account.churned");
  add_event(policy, "contract.signed", "contract", {"contract.arr", "contract.end"});
  add_event(policy, "contract.amended", "contract", {"contract.arr", "contract.end"});
  add_event(policy, "renewal.opened", "contract");
  add_event(policy, "renewal.won", "contract", {"contract.end"});
  add_event(policy, "renewal.lost", "contract");
  add_event(policy, "ticket.opened", "ticket", {"ticket.severity"});
  for (const char* name : {"ticket.acknowledged", "ticket.waiting", "ticket.resumed", "ticket.resolved"}) {
    add_event(policy, name, "ticket");
  }
  for (const char* name : {"intro.held", "handover.approved", "qbr.held"}) add_event(policy, name);
}

void add_transitions(Policy& policy) {
  auto account = [&](std::initializer_list<std::string_view> from, const char* to, const char* event_name) {
    add_transition(policy.lifecycle, from, to).on = on(policy, event_name);
  };
  account({"prospect"}, "opportunity", "deal.opened");
  account({"opportunity"}, "onboarding", "deal.closed_won");
  account({"onboarding"}, "customer", "onboarding.completed");
  account({"onboarding", "customer"}, "churned", "account.churned");
  account({"churned"}, "opportunity", "deal.opened");
  auto of_record = [&](const char* name, std::initializer_list<std::string_view> from, const char* to,
                       const char* event_name) {
    auto& lifecycle = policy.records[record(policy, name).index].lifecycle;
    add_transition(lifecycle, from, to).on = on(policy, event_name);
  };
  of_record("deal", {"open"}, "won", "deal.closed_won");
  of_record("deal", {"open"}, "lost", "deal.closed_lost");
  of_record("contract", {"live"}, "renewing", "renewal.opened");
  auto& contract = policy.records[record(policy, "contract").index].lifecycle;
  add_transition(contract, {"live"}, "renewing").at = before(days(120), field(policy, "contract.end"));
  of_record("contract", {"renewing"}, "live", "renewal.won");
  of_record("contract", {"renewing"}, "lapsed", "renewal.lost");
  of_record("ticket", {"open"}, "waiting", "ticket.waiting");
  of_record("ticket", {"waiting"}, "open", "ticket.resumed");
  of_record("ticket", {"open", "waiting"}, "resolved", "ticket.resolved");
}

void add_leaves(Policy& policy) {
  for (const char* name : {"AE", "AM", "CSM", "RS"}) policy.roles.push_back({name, name, {}, {}});
  auto add = [&](const char* name, std::initializer_list<std::string_view> names, bool metric = false) {
    Leaf added;
    added.name = name;
    added.metric = metric;
    added.account_stages = stages(policy.lifecycle, names);
    policy.leaves.push_back(added);
  };
  auto add_per = [&](const char* name, const char* record_name, std::initializer_list<std::string_view> names) {
    Leaf added;
    added.name = name;
    added.per = record(policy, record_name);
    added.record_stages = stages(policy.records[added.per->index].lifecycle, names);
    policy.leaves.push_back(added);
  };
  add("relationship", {"opportunity", "onboarding", "customer"});
  add("comms", {"opportunity", "onboarding", "customer"});
  add_per("closing", "deal", {"open"});
  add("onboarding", {"onboarding"});
  add("expansion", {"customer"});
  add_per("renewal", "contract", {"live", "renewing"});
  add("escalation", {"opportunity", "onboarding", "customer"});
  add("nrr", {"customer"}, true);
}

Handoff sales_to_am(const Policy& policy) {
  Handoff handoff;
  handoff.name = "sales_to_am";
  handoff.moves = leaves(policy, {"relationship", "comms", "escalation"});
  handoff.from = role(policy, "AE");
  handoff.to = role(policy, "AM");
  handoff.start_within = business_days(2);
  handoff.finish_within = business_days(10);
  handoff.cutover_after = business_days(20);
  ChecklistItem story;
  story.name = "story";
  story.by = role(policy, "AE");
  story.within = business_days(2);
  ChecklistItem intro;
  intro.name = "intro_call";
  intro.done_on = on(policy, "intro.held");
  handoff.checklist = {story, intro};
  handoff.accepted_on = {on(policy, "handover.approved")};
  return handoff;
}

void add_structure(Policy& policy) {
  Structure structure;
  structure.name = "ae_am";
  structure.layers.push_back({});
  policy.structures.push_back(structure);
  const AnchorId onboarding = entering(policy, "onboarding");
  const std::uint32_t rest = otherwise_layer(policy.structures[0]);
  add_statement(policy, 0, "AE", {"relationship", "comms", "escalation"}).account_stages =
      stages(policy.lifecycle, {"opportunity"});
  add_statement(policy, 0, "AM", {"relationship", "comms", "escalation"}).layer = rest;
  add_statement(policy, 0, "AE", {"closing"});
  add_statement(policy, 0, "AM", {"onboarding"});
  add_statement(policy, 0, "AM", {"renewal"});
  add_statement(policy, 0, "AE", {"expansion"}).windows = {for_after(days(90), onboarding)};
  add_statement(policy, 0, "AM", {"expansion"}).layer = rest;
  add_statement(policy, 0, "AM", {"nrr"}).verb = Verb::Carries;
  policy.structures[0].handoffs.push_back(sales_to_am(policy));
  MoveAtOnce at_once;
  at_once.moves = leaves(policy, {"expansion"});
  at_once.from = at_once.to = {role(policy, "AE"), role(policy, "AM"), role(policy, "CSM")};
  policy.structures[0].moves_at_once.push_back(at_once);
}

int number(std::string_view text, std::size_t from, std::size_t count) {
  return std::stoi(std::string(text.substr(from, count)));
}

}  // namespace

std::vector<LeafId> leaves(const Policy& policy, std::initializer_list<std::string_view> names) {
  std::vector<LeafId> ids;
  for (auto name : names) ids.push_back(leaf(policy, name));
  return ids;
}

FieldRef field(const Policy& policy, std::string_view name) {
  FieldRef ref;
  const auto dot = name.find('.');
  if (dot == std::string_view::npos) {
    ref.field = find<FieldId>(policy.account_fields, name);
    return ref;
  }
  ref.scope = Scope::Record;
  ref.record = record(policy, name.substr(0, dot));
  ref.field = find<FieldId>(policy.records[ref.record.index].fields, name.substr(dot + 1));
  return ref;
}

PersonId person(const Org& org, std::string_view id) {
  for (std::size_t i = 0; i < org.people.size(); ++i) {
    if (org.people[i].id == id) return PersonId{i};
  }
  throw std::out_of_range("no such person: " + std::string(id));
}
TeamId team(const Org& org, std::string_view id) {
  for (std::size_t i = 0; i < org.teams.size(); ++i) {
    if (org.teams[i].id == id) return TeamId{i};
  }
  throw std::out_of_range("no such team: " + std::string(id));
}

Day day(std::string_view text) {
  return day_of(
      {number(text, 0, 4), static_cast<unsigned>(number(text, 5, 2)), static_cast<unsigned>(number(text, 8, 2))});
}
Instant at(std::string_view text) {
  std::int64_t ms = day(text).number * std::int64_t{86'400'000};
  if (text.size() >= 16) ms += number(text, 11, 2) * 3'600'000LL + number(text, 14, 2) * 60'000LL;
  if (text.size() >= 19) ms += number(text, 17, 2) * 1'000LL;
  return Instant{ms};
}

Condition compare(const Policy& policy, std::string_view field_name, Relation relation, Scalar value) {
  Condition condition;
  condition.op = Condition::Op::Compare;
  condition.field = field(policy, field_name);
  condition.relation = relation;
  condition.value = value;
  return condition;
}

AnchorId entering(Policy& policy, std::string_view stage_name, std::string_view record_name) {
  Anchor anchor;
  anchor.kind = Anchor::Kind::Entering;
  anchor.text = "entering " + std::string(stage_name);
  if (!record_name.empty()) anchor.record = record(policy, record_name);
  const auto& lifecycle = anchor.record ? policy.records[anchor.record->index].lifecycle : policy.lifecycle;
  anchor.stage = stage(lifecycle, stage_name);
  for (std::size_t i = 0; i < policy.anchors.size(); ++i) {
    if (policy.anchors[i].text == anchor.text && policy.anchors[i].record == anchor.record) return AnchorId{i};
  }
  policy.anchors.push_back(anchor);
  return AnchorId{policy.anchors.size() - 1};
}

AnchorId latest(Policy& policy, std::string_view event_name, std::string_view record_name) {
  Anchor anchor;
  anchor.event = on(policy, event_name);
  anchor.text = event_name;
  if (!record_name.empty()) anchor.record = record(policy, record_name);
  policy.anchors.push_back(anchor);
  return AnchorId{policy.anchors.size() - 1};
}

EventType& add_event(Policy& policy, std::string_view name, std::string_view record_name,
                     std::initializer_list<std::string_view> fields) {
  EventType type;
  type.name = name;
  if (!record_name.empty()) type.record = record(policy, record_name);
  for (auto field_name : fields) {
    PayloadField payload;
    payload.key = field_name.substr(field_name.find('.') + 1);
    payload.target = field(policy, field_name);
    if (payload.target.scope == Scope::Account && type.record) payload.key = "account." + payload.key;
    payload.optional = true;
    type.payload.push_back(payload);
  }
  policy.events.push_back(type);
  return policy.events.back();
}

Transition& add_transition(Lifecycle& lifecycle, std::initializer_list<std::string_view> from, std::string_view to) {
  Transition transition;
  transition.from = stages(lifecycle, from);
  transition.to = stage(lifecycle, to);
  lifecycle.transitions.push_back(transition);
  return lifecycle.transitions.back();
}

Statement& add_statement(Policy& policy, std::size_t structure, std::string_view role_name,
                         std::initializer_list<std::string_view> leaf_names) {
  Statement statement;
  if (!role_name.empty()) statement.role = role(policy, role_name);
  statement.leaves = leaves(policy, leaf_names);
  auto& statements = policy.structures[structure].statements;
  statement.at = {"policy.baton", static_cast<std::uint32_t>(statements.size() + 1), 3, 0, 0};
  statements.push_back(statement);
  return statements.back();
}

std::uint32_t otherwise_layer(Structure& structure) {
  structure.layers.push_back({0});
  return static_cast<std::uint32_t>(structure.layers.size() - 1);
}

Policy sample_policy() {
  Policy policy;
  add_account(policy);
  add_records(policy);
  add_events(policy);
  add_transitions(policy);
  add_leaves(policy);
  add_structure(policy);
  return policy;
}

Org sample_org(const Policy& policy) {
  Org org;
  org.name = "acme";
  std::vector<Shift> shifts;
  for (int weekday = 0; weekday < 5; ++weekday) shifts.push_back({weekday, 9 * 60, 17 * 60});
  org.calendars.push_back(Calendar("us", Zone(), shifts, {}));
  for (const char* id : {"ines", "dana", "erin", "kim", "lee", "ana", "pat"}) {
    Person added;
    added.id = added.name = id;
    if (!org.people.empty()) added.manager = PersonId{0};
    org.people.push_back(added);
  }
  org.positions.push_back({"head_of_cs", PersonId{0}, {}});
  auto add_team = [&](const char* id, const char* role_name, std::initializer_list<const char*> members) {
    Team added;
    added.id = id;
    added.role = role(policy, role_name);
    for (const char* member : members) added.members.push_back({person(org, member), 10'000});
    org.teams.push_back(added);
  };
  add_team("ae", "AE", {"dana", "erin"});
  add_team("am", "AM", {"kim", "lee"});
  add_team("cse", "CSM", {"ana"});
  add_team("rs", "RS", {"pat"});
  org.structures.push_back({StructureId{0}, {}, true, {}});
  org.coverage.resize(policy.roles.size());
  for (std::size_t i = 0; i < org.teams.size(); ++i) {
    org.coverage[org.teams[i].role.index].push_back({TeamId{i}, {}, true, {}});
  }
  return org;
}

}  // namespace baton::testing
