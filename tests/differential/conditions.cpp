// Conditions, windows, anchors and triggers as text.
#include <algorithm>

#include "engine/model/decimal.hpp"
#include "engine/model/time.hpp"
#include "tests/differential/plan.hpp"

namespace baton::differential {
namespace {

struct Seen {
  std::string name;
  const PlanField* field;
};

std::vector<Seen> visible(const Plan& plan, const Sight& sight) {
  std::vector<Seen> seen;
  for (const PlanField& field : plan.fields) seen.push_back({field.name, &field});
  if (sight.record) {
    const PlanRecord& record = plan.records[*sight.record];
    for (const PlanField& field : record.fields) seen.push_back({record.name + "." + field.name, &field});
  }
  if (sight.event) {
    const PlanField& own = plan.own_fields[*plan.events[*sight.event].own];
    seen.push_back({own.name, &own});
  }
  return seen;
}

std::string literal(const PlanField& field, Dice& dice, Parameters* parameters) {
  const std::string words = value_words(field, dice.pick(field.constants));
  const bool number = field.type.kind == TypeKind::Money || field.type.kind == TypeKind::Number;
  return parameters != nullptr && number ? parameters->use(words, dice) : words;
}

std::string braces(const std::vector<std::string>& names) {
  std::string text = "{";
  for (const std::string& name : names) text += (text.size() > 1 ? ", " : "") + name;
  return text + "}";
}

std::string about_labels(const Seen& seen, Dice& dice) {
  const std::vector<std::string>& labels = seen.field->type.labels;
  const std::string label = dice.pick(labels);
  static const std::vector<std::string> orders = {" >= ", " > ", " <= ", " < "};
  if (seen.field->type.ordered && dice.percent(40)) return seen.name + dice.pick(orders) + label;
  switch (dice.below(4)) {
    case 0:
      return seen.name + " is not " + label;
    case 1:
      return seen.name + " in " + braces(dice.some(labels, 1 + dice.below(2)));
    case 2:
      return seen.name + " not in " + braces(dice.some(labels, 1 + dice.below(2)));
    default:
      return seen.name + " is " + label;
  }
}

std::string about_field(const Seen& seen, Dice& dice, Parameters* parameters) {
  if (seen.field->optional && dice.percent(25)) return seen.name + (dice.percent(50) ? " is known" : " is not known");
  static const std::vector<std::string> orders = {" >= ", " < ", " > ", " <= "};
  switch (seen.field->type.kind) {
    case TypeKind::Enum:
      return about_labels(seen, dice);
    case TypeKind::Bool:
      return seen.name;
    case TypeKind::Text:
      return seen.name + (dice.percent(70) ? " is \"" : " is not \"") + dice.pick(seen.field->words) + "\"";
    default:
      if (dice.percent(10)) return seen.name + " is " + literal(*seen.field, dice, parameters);
      return seen.name + dice.pick(orders) + literal(*seen.field, dice, parameters);
  }
}

std::optional<std::string> about_two_fields(const std::vector<Seen>& seen, Dice& dice) {
  const Seen& a = dice.pick(seen);
  std::vector<Seen> others;
  for (const Seen& b : seen) {
    const bool comparable = a.field->type.kind == TypeKind::Money || a.field->type.kind == TypeKind::Date;
    if (comparable && b.name != a.name && b.field->type.kind == a.field->type.kind) others.push_back(b);
  }
  if (others.empty()) return std::nullopt;
  static const std::vector<std::string> orders = {" >= ", " < ", " > ", " <= "};
  return a.name + dice.pick(orders) + dice.pick(others).name;
}

std::string about_records(const Plan& plan, Dice& dice) {
  const PlanRecord& record = dice.pick(plan.records);
  const std::string word = dice.percent(50) ? "any " : "no ";
  const std::vector<std::string> stages = dice.some(record.life.stages, 1 + dice.below(2));
  return word + record.name + (stages.size() == 1 ? " is " + stages.front() : " in " + braces(stages));
}

Piece atom(const Plan& plan, const Sight& sight, Dice& dice, Parameters* parameters) {
  const std::vector<Seen> seen = visible(plan, sight);
  if (!plan.records.empty() && dice.percent(12)) return about_records(plan, dice);
  if (sight.lets && !plan.lets.empty() && dice.percent(12)) return dice.pick(plan.lets);
  if (dice.percent(10)) {
    if (const auto two = about_two_fields(seen, dice)) return *two;
  }
  return about_field(dice.pick(seen), dice, parameters);
}

// A joined condition, in whose place each of its parts may stand.
Piece joined(Piece a, Piece b, const std::string& word) {
  Piece whole = row({a, b}, word);
  whole.before = "(";
  whole.after = ")";
  whole.instead = {std::move(a), std::move(b)};
  return whole;
}

Piece with_word(const std::string& word, Piece condition) {
  Piece piece = row({std::move(condition)});
  piece.before = word + " ";
  return piece;
}

// Ranges of a number that is always known, cut at one or two of its constants.
std::vector<Piece> ranges(const Seen& seen, Dice& dice) {
  std::vector<Scalar> cuts = dice.some(seen.field->constants, 1 + dice.below(2));
  std::ranges::sort(cuts);
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  const auto words = [&](std::size_t i) { return value_words(*seen.field, cuts[i]); };
  std::vector<Piece> pieces{"when " + seen.name + " < " + words(0)};
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    pieces.emplace_back("when " + seen.name + " >= " + words(i) + " and " + seen.name + " < " + words(i + 1));
  }
  pieces.emplace_back("when " + seen.name + " >= " + words(cuts.size() - 1));
  return pieces;
}

std::vector<Piece> groups_of_labels(const Seen& seen, Dice& dice) {
  std::vector<std::string> labels = seen.field->type.labels;
  dice.shuffle(labels);
  const std::size_t groups = std::min(labels.size(), 2 + dice.below(2));
  std::vector<std::vector<std::string>> shared(groups);
  for (std::size_t i = 0; i < labels.size(); ++i) shared[i < groups ? i : dice.below(groups)].push_back(labels[i]);
  std::vector<Piece> pieces;
  for (const auto& group : shared) {
    const bool one = group.size() == 1;
    pieces.emplace_back("when " + seen.name + (one ? " is " + group.front() : " in " + braces(group)));
  }
  return pieces;
}

}  // namespace

std::string Parameters::use(const std::string& literal, Dice& dice) {
  if (!dice.percent(20)) return literal;
  for (const One& one : all) {
    if (one.value == literal) return one.name;
  }
  all.push_back({"limit" + std::to_string(all.size() + 1), literal});
  return all.back().name;
}

std::string text_of_units(Scalar units, int places) {
  return units_to_string(units, places);
}

std::string value_words(const PlanField& field, Scalar value) {
  switch (field.type.kind) {
    case TypeKind::Enum:
      return field.type.labels[static_cast<std::size_t>(value)];
    case TypeKind::Bool:
      return value != 0 ? "true" : "false";
    case TypeKind::Date:
      return to_string(Day{static_cast<std::int32_t>(value)});
    case TypeKind::Text:
      return '"' + field.words[static_cast<std::size_t>(value)] + '"';
    default:
      return text_of_units(value, field.type.decimals);
  }
}

std::string field_name(const Plan& plan, const RecordOf& of, std::size_t field) {
  return of ? plan.records[*of].name + "." + plan.records[*of].fields[field].name : plan.fields[field].name;
}

std::vector<std::string> names_of(const std::vector<std::string>& names, const std::vector<std::size_t>& chosen) {
  std::vector<std::string> result;
  for (const std::size_t i : chosen) result.push_back(names[i]);
  return result;
}

Piece condition(const Plan& plan, const Sight& sight, Dice& dice, Parameters* parameters) {
  Piece piece = atom(plan, sight, dice, parameters);
  for (std::size_t depth = 0; depth < 2 && dice.percent(25); ++depth) {
    Piece other = atom(plan, sight, dice, parameters);
    if (dice.percent(25)) other = with_word("not", std::move(other));
    piece = joined(std::move(piece), std::move(other), dice.percent(50) ? " and " : " or ");
  }
  if (!dice.percent(12)) return piece;
  Piece negated = with_word("not", piece);
  negated.instead = {std::move(piece)};
  return negated;
}

std::vector<Piece> alternatives(const Plan& plan, const Sight& sight, Dice& dice, Parameters* parameters) {
  const std::vector<Seen> all = visible(plan, sight);
  const Seen& seen = dice.pick(all);
  if (!seen.field->optional && dice.percent(60)) {
    const TypeKind kind = seen.field->type.kind;
    if (kind == TypeKind::Enum) return groups_of_labels(seen, dice);
    if (kind == TypeKind::Money || kind == TypeKind::Number) return ranges(seen, dice);
  }
  const Piece one = condition(plan, sight, dice, parameters);
  if (dice.percent(50)) return {with_word("when", one), with_word("unless", one)};
  Piece closed = one;
  if (closed.before != "(") {
    closed = row({one});
    closed.before = "(";
    closed.after = ")";
  }
  return {with_word("when", one), with_word("when not", std::move(closed))};
}

Piece window_span(Plan& plan, Dice& dice, Parameters* parameters) {
  static const std::vector<std::string> spans = {
      "30 minutes", "4 hours",  "26 hours",  "1 day",   "7 days", "30 days",   "90 days", "2 weeks",
      "1 month",    "3 months", "1 quarter", "31 days", "1 year", "1.5 hours", "45 days", "2 quarters"};
  const std::string span = dice.pick(spans);
  plan.spans.push_back(span);
  if (parameters != nullptr) {
    const std::string name = parameters->use(span, dice);
    if (name != span) return name;
  }
  return simpler(span, {"1 day", "1 hour"});
}

Piece deadline_span(Plan& plan, Dice& dice) {
  static const std::vector<std::string> spans = {
      "1 business day",   "3 business days",   "10 business days", "2 business hours", "30 business minutes",
      "8 business hours", "20 business hours", "2 days",           "5 days",           "1 week",
      "6 hours",          "45 minutes",        "1 month",          "20 business days", "90 business minutes"};
  const std::string span = dice.pick(spans);
  plan.spans.push_back(span);
  return simpler(span, {"1 day", "1 hour"});
}

namespace {

// Events that need no declaration may stand wherever an event may.
std::optional<Piece> undeclared(const Plan& plan, Dice& dice) {
  switch (dice.below(5)) {
    case 0:
      if (plan.handoffs.empty()) return std::nullopt;
      return Piece("handoff.accepted where handoff is \"" + dice.pick(plan.handoffs) + "\"");
    case 1:
      return Piece("seat.assigned where role is \"" + dice.pick(plan.roles) + "\"");
    case 2:
      return Piece("seat.released");
    case 3:
      return Piece("escalation.acknowledged");
    default:
      return Piece("handoff.returned");
  }
}

}  // namespace

std::optional<Piece> trigger(const Plan& plan, const RecordOf& record, Dice& dice) {
  if (dice.percent(4)) return undeclared(plan, dice);
  std::vector<std::size_t> events;
  for (std::size_t i = 0; i < plan.events.size(); ++i) {
    if (!record || plan.events[i].record == record) events.push_back(i);
  }
  if (!record && dice.percent(4)) return Piece("account.updated");
  if (events.empty()) return std::nullopt;
  const std::size_t chosen = dice.pick(events);
  const PlanEvent& event = plan.events[chosen];
  if (!dice.percent(25)) return Piece(event.name);
  const Sight sight{event.record, event.own ? std::optional(chosen) : std::nullopt, true};
  Piece where = row({Piece(event.name), optional(with_word("where", condition(plan, sight, dice)))});
  return where;
}

std::optional<Piece> anchor(const Plan& plan, const RecordOf& record, Dice& dice) {
  if (dice.percent(45)) {
    const bool own = !record || dice.percent(70);
    const PlanLife& life = own ? plan.life_of(record) : plan.life;
    return Piece("entering " + std::string(own ? "" : "account ") + dice.pick(life.stages));
  }
  return trigger(plan, record, dice);
}

std::optional<std::string> date_field(const Plan& plan, const RecordOf& record, Dice& dice) {
  std::vector<std::string> dates;
  for (const Seen& seen : visible(plan, {record, std::nullopt, false})) {
    if (seen.field->type.kind == TypeKind::Date) dates.push_back(seen.name);
  }
  return dates.empty() ? std::nullopt : std::optional(dice.pick(dates));
}

Piece during(const Plan& plan, const RecordOf& record, const std::vector<std::size_t>& stages) {
  Piece piece = list(names_of(plan.life_of(record).stages, stages));
  piece.before = "during ";
  return piece;
}

}  // namespace baton::differential
