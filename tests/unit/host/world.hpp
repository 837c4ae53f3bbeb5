// A small policy and organisation, built by hand, for the tests of reading and writing.
#pragma once

#include "engine/decide/program.hpp"
#include "engine/model/org.hpp"
#include "engine/model/policy.hpp"

namespace baton::host::test {

inline Field field(std::string name, Type type, bool optional = false, std::optional<Scalar> initial = {}) {
  Field made;
  made.name = std::move(name);
  made.type = std::move(type);
  made.optional = optional;
  made.initial = initial;
  return made;
}

inline Type enumeration(std::vector<std::string> labels) {
  return {TypeKind::Enum, std::move(labels), true, 0, 0, 0};
}
inline Type money() {
  return {TypeKind::Money, {}, false, 2, 0, 0};
}
inline Type number(Scalar min, Scalar max, int decimals) {
  return {TypeKind::Number, {}, false, decimals, min, max};
}
inline Type of_kind(TypeKind kind) {
  return {kind, {}, false, 0, 0, 0};
}

inline FieldRef account_field(std::size_t index) {
  FieldRef ref;
  ref.field = FieldId(index);
  return ref;
}

// account { segment: smb < mid_market < enterprise, arr: money = 0, key: bool = false, health: 0..100?, score: 0..1.00,
// industry: text, since: date? }; record deal; event deal.opened { deal, amount, note: text? }, account.churned;
// roles AE, AM; leaves closing (per deal), relationship; one structure with one handoff and one escalation.
inline Policy small_policy() {
  Policy policy;
  policy.account_fields = {field("segment", enumeration({"smb", "mid_market", "enterprise"})),
                           field("arr", money(), false, 0),
                           field("key", of_kind(TypeKind::Bool), false, 0),
                           field("health", number(0, 100, 0), true),
                           field("score", number(0, 100, 2), true),
                           field("industry", of_kind(TypeKind::Text), true),
                           field("since", of_kind(TypeKind::Date), true)};
  policy.lifecycle.stages = {{"prospect", {}}, {"customer", {}}};
  RecordType deal;
  deal.name = "deal";
  deal.fields = {field("amount", money(), false, 0)};
  deal.lifecycle.stages = {{"open", {}}, {"won", {}}};
  policy.records = {deal};

  EventType opened;
  opened.name = "deal.opened";
  opened.record = RecordTypeId(0);
  opened.own = {field("note", of_kind(TypeKind::Text), true)};
  PayloadField amount{"amount", {}, true, std::nullopt};
  amount.target.scope = Scope::Record;
  PayloadField note{"note", {}, true, std::nullopt};
  note.target.scope = Scope::Event;
  note.target.event = EventId(0);
  opened.payload = {amount, note};
  EventType churned;
  churned.name = "account.churned";
  policy.events = {opened, churned};

  policy.roles = {{"AE", "Account Executive", {}, {}}, {"AM", "Account Manager", {}, {}}};
  Leaf closing;
  closing.name = "closing";
  closing.per = RecordTypeId(0);
  Leaf relationship;
  relationship.name = "relationship";
  policy.leaves = {closing, relationship};

  Structure structure;
  structure.name = "ae_am";
  structure.title = "AE + AM";
  structure.layers = {{}};
  Statement closes;
  closes.role = RoleId(0);
  closes.leaves = {LeafId(0)};
  Statement relates;
  relates.role = RoleId(1);
  relates.leaves = {LeafId(1)};
  structure.statements = {closes, relates};
  Handoff handoff;
  handoff.name = "sales_to_am";
  handoff.moves = {LeafId(1)};
  handoff.from = RoleId(0);
  handoff.to = RoleId(1);
  ChecklistItem story;
  story.name = "story";
  handoff.checklist = {story};
  structure.handoffs = {handoff};
  Escalation escalation;
  escalation.name = "critical_issue";
  structure.escalations = {escalation};
  policy.structures = {structure};
  policy.texts = {"education"};
  return policy;
}

inline Org small_org() {
  Org org;
  org.name = "acme";
  org.zone = Zone("America/New_York", {{never, -5 * 3'600'000}});
  org.calendars = {Calendar("default", org.zone, {{0, 540, 1020}, {1, 540, 1020}, {2, 540, 1020}}, {})};
  const auto person = [](std::string id, std::string name) {
    Person made;
    made.id = std::move(id);
    made.name = std::move(name);
    return made;
  };
  org.people = {person("dana", "Dana Ruiz"), person("kim", "Kim Osei"), person("lee", "Lee Park")};
  const auto team = [](std::string id, std::size_t role, std::vector<std::size_t> members) {
    Team made;
    made.id = std::move(id);
    made.role = RoleId(role);
    for (const std::size_t member : members) made.members.push_back({PersonId(member), 10'000});
    return made;
  };
  org.teams = {team("sales", 0, {0}), team("am_amer", 1, {1, 2})};
  StructureRow structure;
  structure.otherwise = true;
  org.structures = {structure};
  CoverageRow sales;
  sales.otherwise = true;
  CoverageRow managers;
  managers.team = TeamId(1);
  managers.otherwise = true;
  org.coverage = {{sales}, {managers}};
  return org;
}

inline std::shared_ptr<const Program> small_program() {
  return std::make_shared<const Program>(std::make_shared<const Policy>(small_policy()),
                                         std::make_shared<const Org>(small_org()));
}

}  // namespace baton::host::test
