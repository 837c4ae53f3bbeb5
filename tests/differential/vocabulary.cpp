// Fields, records, events, lifecycles, roles and responsibilities.
#include <algorithm>

#include "tests/differential/world.hpp"

namespace baton::differential {
namespace {

constexpr Scalar first_day = 20'458;  // 2026-01-05

PlanField label_field(std::string name, std::vector<std::string> labels, bool ordered, Dice& dice) {
  PlanField field{.name = std::move(name), .type = {}, .constants = {}, .words = {}};
  field.type.kind = TypeKind::Enum;
  field.type.labels = dice.some(labels, 2 + dice.below(labels.size() - 1));
  field.type.ordered = ordered;
  for (std::size_t i = 0; i < field.type.labels.size(); ++i) field.constants.push_back(static_cast<Scalar>(i));
  return field;
}

PlanField money_field(std::string name, int places, Dice& dice) {
  PlanField field{.name = std::move(name), .type = {}, .constants = {}, .words = {}};
  field.type.kind = TypeKind::Money;
  field.type.decimals = places;
  Scalar unit = 1;
  for (int i = 0; i < places; ++i) unit *= 10;
  static const std::vector<Scalar> amounts = {0, 1, 1'000, 9'999, 10'000, 100'000, 250'000};
  for (const Scalar amount : dice.some(amounts, 3))
    field.constants.push_back(amount * unit + (dice.percent(10) ? 1 : 0));
  field.has_default = dice.percent(60);
  return field;
}

PlanField number_field(std::string name, Dice& dice) {
  PlanField field{.name = std::move(name), .type = {}, .constants = {}, .words = {}};
  field.type.kind = TypeKind::Number;
  field.type.decimals = static_cast<int>(dice.below(3));
  field.type.min = dice.percent(80) ? 0 : -5;
  field.type.max = 100;
  for (int i = 0; i < 3; ++i) field.constants.push_back(dice.between(field.type.min + 1, field.type.max));
  field.optional = dice.percent(50);
  field.has_default = !field.optional && dice.percent(60);
  return field;
}

PlanField date_field_of(std::string name, Dice& dice) {
  PlanField field{.name = std::move(name), .type = {}, .constants = {}, .words = {}};
  field.type.kind = TypeKind::Date;
  for (int i = 0; i < 3; ++i) field.constants.push_back(first_day + dice.between(0, 700));
  field.optional = dice.percent(70);
  return field;
}

PlanField bool_field(std::string name, Dice& dice) {
  PlanField field{.name = std::move(name), .type = {}, .constants = {0, 1}, .words = {}};
  field.type.kind = TypeKind::Bool;
  field.has_default = dice.percent(70);
  field.optional = !field.has_default && dice.percent(40);
  return field;
}

PlanField text_field(std::string name, Dice& dice) {
  PlanField field{.name = std::move(name), .type = {}, .constants = {0, 1, 2}, .words = {"", "steel", "a b"}};
  field.type.kind = TypeKind::Text;
  field.has_default = dice.percent(50);
  field.optional = !field.has_default;
  return field;
}

std::vector<PlanField> account_fields(int places, Dice& dice) {
  std::vector<PlanField> all;
  all.push_back(label_field("segment", {"smb", "mid", "large", "huge"}, true, dice));
  all.push_back(label_field("region", {"amer", "emea", "apac"}, false, dice));
  all.push_back(money_field("arr", places, dice));
  all.push_back(bool_field("key", dice));
  all.push_back(number_field("health", dice));
  all.push_back(text_field("industry", dice));
  all.push_back(date_field_of("renews", dice));
  for (PlanField& field : all) {
    if (field.type.kind == TypeKind::Enum) field.has_default = dice.percent(30);
  }
  return dice.some(all, 2 + dice.below(4));
}

std::vector<PlanRecord> records(int places, Dice& dice) {
  std::vector<PlanRecord> all(3);
  all[0].name = "deal";
  all[0].fields = {label_field("kind", {"fresh", "more", "again"}, false, dice), money_field("amount", places, dice)};
  all[1].name = "contract";
  all[1].fields = {money_field("value", places, dice), date_field_of("end", dice), bool_field("auto", dice)};
  all[2].name = "ticket";
  all[2].fields = {label_field("severity", {"low", "high", "top"}, true, dice)};
  static const std::vector<std::vector<std::string>> stages = {
      {"open", "won", "lost"}, {"live", "renewing", "over"}, {"fresh", "waiting", "solved"}};
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].life.stages = dice.some(stages[i], 1 + dice.below(3));
    all[i].fields = dice.some(all[i].fields, 1 + dice.below(all[i].fields.size()));
  }
  return dice.some(all, dice.below(3) + (dice.percent(30) ? 1 : 0));
}

void add_events(Plan& plan, const RecordOf& record, const std::vector<std::string>& names, Dice& dice) {
  const std::vector<PlanField>& fields = plan.fields_of(record);
  for (std::size_t i = 0; i < names.size(); ++i) {
    PlanEvent event{record ? plan.records[*record].name + "." + names[i] : names[i], record, {}, {}};
    for (std::size_t f = 0; f < fields.size(); ++f) {
      if ((i == 0 && fields[f].required()) || dice.percent(30)) event.tells.push_back({record, f, fields[f].name});
    }
    if (record && dice.percent(25)) {
      const std::size_t f = dice.below(plan.fields.size());
      event.tells.push_back({std::nullopt, f, "account." + plan.fields[f].name});
    }
    if (dice.percent(15)) {
      event.own = plan.own_fields.size();
      PlanField own = label_field("channel" + std::to_string(*event.own), {"mail", "call", "visit"}, false, dice);
      own.optional = true;
      plan.own_fields.push_back(std::move(own));
    }
    plan.events.push_back(std::move(event));
  }
}

void plan_leaves(Plan& plan, Dice& dice) {
  std::vector<std::size_t> all_stages(plan.life.stages.size());
  for (std::size_t i = 0; i < all_stages.size(); ++i) all_stages[i] = i;
  const auto some_stages = [&](std::size_t count) {
    std::vector<std::size_t> stages(count);
    for (std::size_t i = 0; i < count; ++i) stages[i] = i;
    return dice.percent(35) ? stages : dice.some(stages, 1 + dice.below(count));
  };
  for (const std::string& name :
       dice.some<std::string>({"closing", "comms", "health_plan", "adoption"}, 1 + dice.below(3))) {
    plan.leaves.push_back({name, false, {}, some_stages(all_stages.size())});
  }
  if (dice.percent(25)) {
    const auto stages = some_stages(all_stages.size());
    plan.leaves.push_back({"expansion.source", false, {}, stages});
    plan.leaves.push_back({"expansion.close", false, {}, stages});
  }
  for (std::size_t i = 0; i < plan.records.size(); ++i) {
    if (!dice.percent(75)) continue;
    plan.leaves.push_back({plan.records[i].name + "_care", false, i, some_stages(plan.records[i].life.stages.size())});
  }
  if (dice.percent(35)) plan.leaves.push_back({"nrr", true, {}, some_stages(all_stages.size())});
}

// ---- text

std::string type_text(const PlanField& field) {
  const auto joined = [&](const std::string& sign) {
    std::string text;
    for (const std::string& label : field.type.labels) text += (text.empty() ? "" : sign) + label;
    return text;
  };
  switch (field.type.kind) {
    case TypeKind::Enum:
      return joined(field.type.ordered ? " < " : " | ");
    case TypeKind::Bool:
      return "bool";
    case TypeKind::Money:
      return "money";
    case TypeKind::Date:
      return "date";
    case TypeKind::Text:
      return "text";
    case TypeKind::Number:
      break;
  }
  const auto bound = [&](Scalar units) {
    std::string text = text_of_units(units, field.type.decimals);
    if (field.type.decimals > 0 && text.find('.') == std::string::npos)
      text += '.' + std::string(field.type.decimals, '0');
    return text;
  };
  // The decimals of the bounds are those of the field; trailing zeros are dropped by units_to_string.
  std::string greatest = bound(field.type.max);
  while (field.type.decimals > 0 &&
         greatest.size() - greatest.find('.') - 1 < static_cast<std::size_t>(field.type.decimals)) {
    greatest += '0';
  }
  return bound(field.type.min) + ".." + greatest;
}

Piece field_text(const PlanField& field, Dice& dice) {
  std::string text = field.name + " : " + type_text(field);
  if (field.optional) text += "?";
  if (field.has_default) text += " = " + value_words(field, field.constants[dice.below(field.constants.size())]);
  return optional(std::move(text));
}

Piece fields_text(const std::string& head, const std::vector<PlanField>& fields, Dice& dice) {
  std::vector<Piece> lines;
  for (const PlanField& field : fields) lines.push_back(field_text(field, dice));
  return optional(block(head, std::move(lines)));
}

Piece event_text(const Plan& plan, const PlanEvent& event) {
  std::vector<Piece> told;
  if (event.record) told.emplace_back(plan.records[*event.record].name);
  for (const PlanEvent::Tells& tells : event.tells) told.push_back(optional(tells.key));
  if (event.own) {
    const PlanField& own = plan.own_fields[*event.own];
    told.push_back(optional(own.name + ": " + type_text(own) + "?"));
  }
  if (told.empty()) return optional("event " + event.name);
  Piece braced = row(std::move(told), ", ");
  braced.before = "event " + event.name + " { ";
  braced.after = " }";
  return optional(std::move(braced));
}

Piece moment_text(const Plan& plan, const RecordOf& record, Dice& dice) {
  static const std::vector<std::string> spans = {"30 days", "10 days", "2 weeks", "1 month", "36 hours"};
  const std::string span = dice.pick(spans);
  if (const auto date = date_field(plan, record, dice); date && dice.percent(60)) return span + " before " + *date;
  const PlanLife& life = plan.life_of(record);
  return span + " after entering " + dice.pick(life.stages);
}

Piece transition_text(const Plan& plan, const RecordOf& record, const std::string& from, const std::string& to,
                      Dice& dice) {
  std::vector<Piece> parts{from + " -> " + to + " on"};
  std::optional<Piece> on = dice.percent(15) ? moment_text(plan, record, dice) : trigger(plan, record, dice);
  if (!on) on = moment_text(plan, record, dice);
  const bool may_see_record = record.has_value();
  parts.push_back(std::move(*on));
  if (dice.percent(15)) {
    Piece when = row({condition(plan, {may_see_record ? record : std::nullopt, std::nullopt, true}, dice)});
    when.before = "when ";
    parts.push_back(optional(std::move(when)));
  }
  return optional(row(std::move(parts)));
}

// Each stage can be reached from the one before it; others paths lead anywhere.
Piece lifecycle_text(const Plan& plan, const RecordOf& record, Dice& dice) {
  const std::vector<std::string>& stages = plan.life_of(record).stages;
  std::vector<Piece> lines{"start " + stages.front()};
  for (std::size_t i = 0; i + 1 < stages.size(); ++i) {
    lines.push_back(transition_text(plan, record, stages[i], stages[i + 1], dice));
  }
  const std::size_t others = stages.size() > 1 ? dice.below(3) : 0;
  for (std::size_t i = 0; i < others; ++i) {
    std::vector<std::string> from = dice.some(stages, 1 + dice.below(2));
    std::string names;
    for (const std::string& name : from) names += (names.empty() ? "" : ", ") + name;
    lines.push_back(transition_text(plan, record, names, dice.pick(stages), dice));
  }
  return block("lifecycle " + (record ? plan.records[*record].name : std::string("account")), std::move(lines));
}

Piece leaf_text(const Plan& plan, const PlanLeaf& leaf) {
  std::string name = leaf.name;
  if (name == "expansion.close") return {};
  if (name == "expansion.source") name = "expansion { source, close }";
  std::string text = (leaf.metric ? "metric " : "responsibility ") + name;
  if (leaf.per) text += " per " + plan.records[*leaf.per].name;
  std::vector<Piece> parts{text};
  if (leaf.stages.size() < plan.life_of(leaf.per).stages.size()) {
    parts.push_back(optional(during(plan, leaf.per, leaf.stages)));
  }
  return optional(row(std::move(parts)));
}

}  // namespace

Plan plan_vocabulary(Dice& dice) {
  Plan plan;
  plan.money_places = dice.percent(80) ? 2 : dice.percent(50) ? 0 : 3;
  plan.fields = account_fields(plan.money_places, dice);
  plan.records = records(plan.money_places, dice);
  plan.life.stages = dice.some<std::string>({"prospect", "sale", "start_up", "customer", "gone"}, 1 + dice.below(4));
  add_events(plan, std::nullopt,
             dice.some<std::string>({"signed", "launched", "met", "asked", "left"}, 2 + dice.below(4)), dice);
  for (std::size_t i = 0; i < plan.records.size(); ++i) {
    add_events(plan, i, dice.some<std::string>({"opened", "changed", "paused", "closed"}, 1 + dice.below(3)), dice);
  }
  plan.roles = dice.some<std::string>({"AE", "AM", "CSM", "RS"}, 2 + dice.below(3));
  plan_leaves(plan, dice);
  return plan;
}

std::vector<Piece> vocabulary_text(const Plan& plan, Dice& dice) {
  std::vector<Piece> items{fields_text("account", plan.fields, dice)};
  for (const PlanRecord& record : plan.records)
    items.push_back(fields_text("record " + record.name, record.fields, dice));
  for (const PlanEvent& event : plan.events) items.push_back(event_text(plan, event));
  items.push_back(lifecycle_text(plan, std::nullopt, dice));
  for (std::size_t i = 0; i < plan.records.size(); ++i) items.push_back(optional(lifecycle_text(plan, i, dice)));
  for (const std::string& role : plan.roles) items.push_back(optional("role " + role));
  for (const PlanLeaf& leaf : plan.leaves) {
    if (leaf.name != "expansion.close") items.push_back(leaf_text(plan, leaf));
  }
  return items;
}

}  // namespace baton::differential
