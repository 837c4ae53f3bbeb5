// The sides of a box are read against what can be there at all: where a customer has always entered onboarding, "never
// entered onboarding" is no case that a sentence has to exclude.
#include "engine/host/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "engine/model/decimal.hpp"

namespace baton::host {
namespace {

using Kind = Dimension::Kind;

const char* relation_words(Relation relation) {
  switch (relation) {
    case Relation::Equal:
      return "is";
    case Relation::NotEqual:
      return "is not";
    case Relation::Less:
      return "<";
    case Relation::LessEqual:
      return "<=";
    case Relation::Greater:
      return ">";
    case Relation::GreaterEqual:
      return ">=";
  }
  return "";
}

std::string stage_names(const Lifecycle& lifecycle, const StageSet& stages, const char* last) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < lifecycle.stages.size(); ++i) {
    if (stages.has(StageId{i})) names.push_back(lifecycle.stages[i].name);
  }
  return joined(names, last);
}

std::string any_record_words(const Policy& policy, RecordTypeId type, const StageSet& stages, bool some) {
  const RecordType& record = policy.records[type.index];
  const std::string names = stage_names(record.lifecycle, stages, ", ");
  return fmt::format("{} {} {}", some ? "any" : "no", record.name,
                     names.contains(", ") ? "in {" + names + '}' : "is " + names);
}

std::string compare_words(const Policy& policy, const Condition& condition, bool negated) {
  const std::string name = policy.field_name(condition.field);
  if (policy.field(condition.field).type.kind == TypeKind::Bool) {
    const bool wanted = (condition.value != 0) == (condition.relation == Relation::Equal);
    return (wanted == negated ? "not " : "") + name;
  }
  const std::string words = fmt::format("{} {} {}", name, relation_words(condition.relation),
                                        value_words(policy, condition.field, condition.value));
  return negated ? "not " + words : words;
}

std::string in_words(const Policy& policy, const Condition& condition, const char* in) {
  std::vector<std::string> values;
  for (const Scalar value : condition.values) values.push_back(value_words(policy, condition.field, value));
  return fmt::format("{} {} {{{}}}", policy.field_name(condition.field), in, fmt::join(values, ", "));
}

std::string words_of(const Policy& policy, const Condition& condition, bool inside);

std::string list_words(const Policy& policy, const Condition& condition, const char* between, bool inside) {
  std::vector<std::string> parts;
  for (const Condition& part : condition.children) parts.push_back(words_of(policy, part, true));
  const std::string words = fmt::format("{}", fmt::join(parts, between));
  return inside ? '(' + words + ')' : words;
}

std::string not_words(const Policy& policy, const Condition& part) {
  switch (part.op) {
    case Condition::Op::AnyRecordIs:
      return any_record_words(policy, part.record, part.stages, false);
    case Condition::Op::Known:
      return policy.field_name(part.field) + " is unknown";
    case Condition::Op::Compare:
      return compare_words(policy, part, true);
    case Condition::Op::In:
      return in_words(policy, part, "not in");
    default:
      return "not " + words_of(policy, part, true);
  }
}

std::string words_of(const Policy& policy, const Condition& condition, bool inside) {
  switch (condition.op) {
    case Condition::Op::True:
      return "true";
    case Condition::Op::False:
      return "false";
    case Condition::Op::And:
      return list_words(policy, condition, " and ", inside);
    case Condition::Op::Or:
      return list_words(policy, condition, " or ", inside);
    case Condition::Op::Not:
      return not_words(policy, condition.children.front());
    case Condition::Op::Compare:
      return compare_words(policy, condition, false);
    case Condition::Op::In:
      return in_words(policy, condition, "in");
    case Condition::Op::Known:
      return policy.field_name(condition.field) + " is known";
    case Condition::Op::CompareFields:
      return fmt::format("{} {} {}", policy.field_name(condition.field), relation_words(condition.relation),
                         policy.field_name(condition.other));
    case Condition::Op::AnyRecordIs:
      return any_record_words(policy, condition.record, condition.stages, true);
  }
  return {};
}

std::string money_words(Scalar value, int places) {
  Scalar unit = 1;
  for (int i = 0; i < places; ++i) unit *= 10;
  if (value == 0 || value % (1'000 * unit) != 0) {
    return value % unit == 0 ? std::to_string(value / unit) : units_to_string(value, places);
  }
  const Scalar thousands = value / (1'000 * unit);
  if (thousands % 1'000 == 0) return fmt::format("{}m", thousands / 1'000);
  return fmt::format("{}k", thousands);
}

// ---- sides of boxes

std::string span_words(UnitFamily family, std::int64_t count) {
  switch (family) {
    case UnitFamily::Hours:
      return to_string(count % 60 == 0 ? Span{count / 60, Unit::Hour, false} : Span{count, Unit::Minute, false});
    case UnitFamily::Days:
      return to_string(Span{count, Unit::Day, false});
    case UnitFamily::Months:
      return to_string(count % 12 == 0 ? Span{count / 12, Unit::Year, false} : Span{count, Unit::Month, false});
  }
  return {};
}

// A set of coordinates among those that can be there, as stretches: each with the coordinate where it begins and the
// one where it ends, where something lies before it or behind it. Coordinate 0 (unknown, never) stands apart.
struct Stretch {
  std::optional<Coordinate> begin, end;  // end: the first coordinate behind it
};
struct Stretches {
  bool zero = false;           // 0 is in the set
  bool zero_possible = false;  // 0 is among those that can be there
  bool all = false;            // every other coordinate that can be there is in the set
  std::vector<Stretch> list;
};

std::vector<Coordinate> coordinates(const CoordSet& set) {
  std::vector<Coordinate> list;
  for (std::size_t i = 0; i < set.range_count(); ++i) {
    for (Coordinate at = set.range_at(i).begin; at < set.range_at(i).end; ++at) list.push_back(at);
  }
  return list;
}

Stretches stretches_of(const CoordSet& set, const CoordSet& among) {
  Stretches made;
  made.zero = set.has(0);
  made.zero_possible = among.has(0);
  made.all = true;
  bool inside = false, first = true;
  for (const Coordinate at : coordinates(among)) {
    if (at == 0) continue;
    const bool here = set.has(at);
    made.all = made.all && here;
    if (here && !inside) made.list.push_back({first ? std::nullopt : std::optional(at), std::nullopt});
    if (!here && inside) made.list.back().end = at;
    inside = here;
    first = false;
  }
  return made;
}

// The cut at which a coordinate begins.
std::int64_t begin_of(const Dimension& dimension, Coordinate coordinate) {
  return dimension.cuts[coordinate - 2];
}

Term elapsed_term(const Policy& policy, const Dimension& dimension, const Stretches& set) {
  const std::string& anchor = policy.anchors[dimension.anchor.index].text;
  const bool days = dimension.family == UnitFamily::Days;
  const std::string before = anchor.starts_with("entering ") ? "before " + anchor : "before the first " + anchor;
  if (set.list.empty()) return {Term::Kind::Time, before, ""};
  if (set.all) return {Term::Kind::Time, "after " + anchor, ""};
  std::vector<std::string> words, briefs;
  for (const Stretch& stretch : set.list) {
    const auto at = [&](const std::optional<Coordinate>& coordinate) {
      return coordinate ? begin_of(dimension, *coordinate) : 0;
    };
    const std::int64_t from = at(stretch.begin), until = at(stretch.end);
    if (stretch.begin && stretch.end) {
      words.push_back(fmt::format("from {} until {} after {}", span_words(dimension.family, from),
                                  span_words(dimension.family, until), anchor));
      briefs.push_back(days ? fmt::format("from day {} to {}", from, until)
                            : fmt::format("after {}", span_words(dimension.family, from)));
    } else if (stretch.begin) {
      words.push_back(fmt::format("from {} after {}", span_words(dimension.family, from), anchor));
      briefs.push_back(days ? fmt::format("from day {}", from)
                            : fmt::format("after {}", span_words(dimension.family, from)));
    } else {
      // With `never` it reaches back before the anchor.
      words.push_back(
          fmt::format("{} {} after {}", set.zero ? "until" : "for", span_words(dimension.family, until), anchor));
      briefs.push_back("first " + span_words(dimension.family, until));
    }
  }
  const bool before_too = set.zero && set.list.front().begin;
  if (before_too) words.push_back(before);
  return {Term::Kind::Time, joined(words), briefs.size() == 1 && !before_too ? briefs.front() : ""};
}

Term distance_term(const Policy& policy, const Dimension& dimension, const Stretches& set) {
  const std::string date = policy.field_name(dimension.field);
  if (set.list.empty()) return {Term::Kind::Fact, date + " is unknown", ""};
  if (set.all) return {Term::Kind::Fact, date + " is known", ""};
  std::vector<std::string> words, briefs;
  for (const Stretch& stretch : set.list) {
    const auto ahead = [&](Coordinate coordinate) {
      return span_words(dimension.family, begin_of(dimension, coordinate)) + " before";
    };
    std::string text, brief;
    if (stretch.begin) text = "from " + ahead(*stretch.begin);
    if (stretch.begin) brief = text;
    if (stretch.end) text += (text.empty() ? "until " : " until ") + ahead(*stretch.end);
    if (!stretch.begin) brief = text;
    words.push_back(text + ' ' + date);
    briefs.push_back(brief);
  }
  const bool unknown_too = set.zero && set.list.front().begin;
  if (unknown_too) words.push_back("while " + date + " is unknown");
  return {Term::Kind::Time, joined(words), briefs.size() == 1 && !unknown_too ? briefs.front() : ""};
}

// `arr >= 100k` rather than `arr > 99999.99`: whichever is shorter.
std::string bound_words(const Policy& policy, const Dimension& dimension, Scalar cut, bool from) {
  const std::string name = policy.field_name(dimension.field);
  const std::string at = value_words(policy, dimension.field, cut);
  const std::string before = value_words(policy, dimension.field, cut - 1);
  if (at.size() <= before.size()) return fmt::format("{} {} {}", name, from ? ">=" : "<", at);
  return fmt::format("{} {} {}", name, from ? ">" : "<=", before);
}

std::string stretch_words(const Policy& policy, const Dimension& dimension, const Stretch& stretch) {
  const auto cut = [&](Coordinate coordinate) { return begin_of(dimension, coordinate); };
  if (stretch.begin && stretch.end && cut(*stretch.begin) + 1 == cut(*stretch.end)) {
    return fmt::format("{} is {}", policy.field_name(dimension.field),
                       value_words(policy, dimension.field, cut(*stretch.begin)));
  }
  std::vector<std::string> bounds;
  if (stretch.begin) bounds.push_back(bound_words(policy, dimension, cut(*stretch.begin), true));
  if (stretch.end) bounds.push_back(bound_words(policy, dimension, cut(*stretch.end), false));
  return joined(bounds, " and ");
}

std::string unknown_words(const std::string& name, const Stretches& set, std::vector<std::string> words) {
  if (set.list.empty()) return name + " is unknown";
  if (set.all) return name + " is known";
  if (set.zero) words.push_back(name + " is unknown");
  return joined(words);
}

// All but one value: `arr is not 0`.
bool leaves_one_out(const Dimension& dimension, const Stretches& set) {
  return set.list.size() == 2 && !set.list[0].begin && !set.list[1].end &&
         begin_of(dimension, *set.list[0].end) + 1 == begin_of(dimension, *set.list[1].begin);
}

std::string number_words(const Policy& policy, const Dimension& dimension, const Stretches& set) {
  const std::string name = policy.field_name(dimension.field);
  std::vector<std::string> words;
  if (leaves_one_out(dimension, set)) {
    const Scalar value = begin_of(dimension, *set.list[0].end);
    words.push_back(fmt::format("{} is not {}", name, value_words(policy, dimension.field, value)));
  } else {
    for (const Stretch& stretch : set.list) words.push_back(stretch_words(policy, dimension, stretch));
  }
  return unknown_words(name, set, std::move(words));
}

// The value of a coordinate of a field with labels, as it is written; empty for "any other text".
std::string label_of(const Policy& policy, const Dimension& dimension, Coordinate coordinate) {
  if (dimension.type.kind != TypeKind::Text) return value_words(policy, dimension.field, coordinate - 1);
  return coordinate == 1 ? "" : value_words(policy, dimension.field, dimension.cuts[coordinate - 2]);
}

std::string one_of_words(const std::string& name, const std::vector<std::string>& labels, bool is) {
  if (labels.size() == 1) return fmt::format("{} is {}{}", name, is ? "" : "not ", labels.front());
  return fmt::format("{}{} in {{{}}}", is ? "" : "not ", name, fmt::join(labels, ", "));
}

std::string label_words(const Policy& policy, const Dimension& dimension, const CoordSet& set, const CoordSet& among,
                        const Stretches& stretches) {
  const std::string name = policy.field_name(dimension.field);
  const auto zero = CoordSet::one(0);
  const CoordSet inside = set - zero, outside = (among - set) - zero;
  std::vector<std::string> in, out;
  for (const Coordinate at : coordinates(inside)) in.push_back(label_of(policy, dimension, at));
  for (const Coordinate at : coordinates(outside)) out.push_back(label_of(policy, dimension, at));
  if (in.empty() || out.empty()) return unknown_words(name, stretches, {});
  std::string words;
  const bool any_other = std::ranges::find(in, "") != in.end();  // which has no words of its own
  const bool ends = dimension.type.ordered && stretches.list.size() == 1 && in.size() > 1;
  if (dimension.type.kind == TypeKind::Bool) {
    words = (set.has(2) ? "" : "not ") + name;
  } else if (ends && !stretches.list[0].end) {
    words = fmt::format("{} >= {}", name, in.front());
  } else if (ends && !stretches.list[0].begin) {
    words = fmt::format("{} <= {}", name, in.back());
  } else if (any_other || (out.size() == 1 && !out.front().empty() && in.size() > 1)) {
    words = one_of_words(name, out, false);
  } else {
    words = one_of_words(name, in, true);
  }
  return unknown_words(name, stretches, {words});
}

std::string pair_words(const Policy& policy, const Dimension& dimension, const CoordSet& set) {
  static constexpr const char* words[] = {"", "<", "is", "<=", ">", "is not", ">="};
  const std::size_t bits = (set.has(1) ? 1U : 0U) | (set.has(2) ? 2U : 0U) | (set.has(3) ? 4U : 0U);
  const std::string first = policy.field_name(dimension.field), other = policy.field_name(dimension.other);
  const std::string neither_known = fmt::format("{} or {} is unknown", first, other);
  if (bits == 0) return neither_known;
  if (bits == 7) return fmt::format("{} and {} are known", first, other);
  const std::string compared = fmt::format("{} {} {}", first, words[bits], other);
  return set.has(0) ? compared + " or " + neither_known : compared;
}

std::string stages_of(const Lifecycle& lifecycle, const CoordSet& set) {
  StageSet stages;
  for (const Coordinate at : coordinates(set)) stages.add(StageId{at});
  return stage_names(lifecycle, stages, ", ");
}

}  // namespace

std::vector<StageId> in_order_of_life(const Lifecycle& lifecycle) {
  std::vector<StageId> order;  // backwards: a stage is added when all that it leads to is
  std::vector<bool> seen(lifecycle.stages.size(), false);
  const std::function<void(StageId)> visit = [&](StageId stage) {
    seen[stage.index] = true;
    for (std::size_t next = lifecycle.stages.size(); next-- > 0;) {
      const auto leads_there = [&](const Transition& one) { return one.to.index == next && one.from.has(stage); };
      if (!seen[next] && std::ranges::any_of(lifecycle.transitions, leads_there)) visit(StageId{next});
    }
    order.push_back(stage);
  };
  visit(lifecycle.start);
  std::ranges::reverse(order);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (!seen[i]) order.push_back(StageId{i});
  }
  return order;
}

std::string joined(const std::vector<std::string>& parts, const std::string& last) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? last : ", ";
    text += parts[i];
  }
  return text;
}

std::string value_words(const Policy& policy, const FieldRef& field, Scalar value) {
  if (policy.field(field).type.kind == TypeKind::Money) {
    return money_words(value, policy.money_places);
  }
  return value_text(policy, field, value);
}

std::string condition_words(const Policy& policy, const Condition& condition) {
  return condition.is_always() ? "" : words_of(policy, condition, false);
}

std::string trigger_words(const Policy& policy, const EventTrigger& trigger) {
  const std::string& name = policy.events[trigger.event.index].name;
  return trigger.where.is_always() ? name : name + " where " + condition_words(policy, trigger.where);
}

std::string trigger_words(const Policy& policy, const DateTrigger& trigger) {
  if (trigger.kind == DateTrigger::Kind::Before) {
    return fmt::format("{} before {}", to_string(trigger.span), policy.field_name(trigger.date));
  }
  return fmt::format("{} after {}", to_string(trigger.span), policy.anchors[trigger.anchor.index].text);
}

std::string target_words(const Policy& policy, const Target& target) {
  std::string words;
  for (std::uint32_t i = 0; i < target.managers; ++i) words += "manager of ";
  switch (target.kind) {
    case Target::Kind::OwnerOf:
      return words + "owner of " + policy.leaves[target.leaf.index].name;
    case Target::Kind::Role:
      return words + policy.roles[target.role.index].name;
    case Target::Kind::Position:
      return words + "position " + target.name;
    case Target::Kind::Person:
      return words + "person " + target.name;
    case Target::Kind::Team:
      return words + "team " + target.name;
  }
  return words;
}

Term term_of(const Policy& policy, const Dimension& dimension, const CoordSet& set, const CoordSet& among) {
  const Stretches stretches = stretches_of(set, among);
  switch (dimension.kind) {
    case Kind::AccountStage:
      return {Term::Kind::Stage, "during account " + stages_of(policy.lifecycle, set), ""};
    case Kind::RecordStage:
      return {Term::Kind::Stage, "during " + stages_of(policy.records[dimension.record->index].lifecycle, set), ""};
    case Kind::Elapsed:
      return elapsed_term(policy, dimension, stretches);
    case Kind::Distance:
      return distance_term(policy, dimension, stretches);
    case Kind::Pair:
      return {Term::Kind::Fact, pair_words(policy, dimension, set), ""};
    case Kind::AnyRecord:
      return {Term::Kind::Fact, any_record_words(policy, dimension.asked, dimension.stages, set.has(1)), ""};
    case Kind::Field:
      break;
  }
  const bool labels = dimension.type.kind == TypeKind::Enum || dimension.type.kind == TypeKind::Bool ||
                      dimension.type.kind == TypeKind::Text;
  return {Term::Kind::Fact,
          labels ? label_words(policy, dimension, set, among, stretches) : number_words(policy, dimension, stretches),
          ""};
}

BoxWords words_of(const Space& space, const Policy& policy, const Box& box, const Box& within) {
  BoxWords made;
  std::vector<std::string> stages, times, facts;
  for (const Box::Side& side : box.sides()) {
    const CoordSet among = within.at(side.dimension, space);
    if (side.set.contains(among)) continue;
    Term term = term_of(policy, space[side.dimension], side.set & among, among);
    if (made.brief.empty()) made.brief = term.brief;
    if (term.kind == Term::Kind::Fact && term.words.contains(" or ")) term.words = '(' + term.words + ')';
    (term.kind == Term::Kind::Stage  ? stages
     : term.kind == Term::Kind::Time ? times
                                     : facts)
        .push_back(std::move(term.words));
  }
  std::vector<std::string> parts = std::move(stages);
  if (!times.empty()) parts.push_back(fmt::format("{}", fmt::join(times, " and ")));
  if (facts.size() == 1 && facts[0].front() == '(') facts[0] = facts[0].substr(1, facts[0].size() - 2);
  if (!facts.empty()) parts.push_back(fmt::format("when {}", fmt::join(facts, " and ")));
  made.words = fmt::format("{}", fmt::join(parts, " "));
  return made;
}

}  // namespace baton::host
