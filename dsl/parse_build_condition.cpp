// Values, names and conditions.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "dsl/parse_build.hpp"
#include "dsl/parse_scan.hpp"

namespace baton::dsl {

// ---- names and texts

ast::Name Builder::name(Node node) {
  return {std::string(node.text()), node.span()};
}

ast::Name Builder::first_name(Node parent) {
  return name(*parent.find(Part::Name));
}

std::vector<ast::Name> Builder::names(Node parent) {
  std::vector<ast::Name> result;
  for (const Node child : parent) {
    if (child.part() == Part::Name) result.push_back(name(child));
  }
  return result;
}

ast::Name Builder::id(Node parent) {
  if (const auto quoted = parent.find(Part::Text)) return {text(*quoted).text, quoted->span()};
  return first_name(parent);
}

ast::Text Builder::text(Node node) {
  return {std::string(node.text().substr(1, node.text().size() - 2)), node.span()};
}

std::optional<ast::Text> Builder::title(Node parent) {
  const auto node = parent.find(Part::Title);
  if (!node) return std::nullopt;
  return text(*node->find(Part::Text));
}

// ---- numbers and durations

ast::Number Builder::number(Node node) {
  std::string digits(node.text());
  std::erase(digits, '_');
  ast::Number result{.value = {}, .percent = digits.ends_with('%'), .span = node.span()};
  const bool thousands = digits.ends_with('k');
  const bool millions = digits.ends_with('m');
  if (result.percent || thousands || millions) digits.pop_back();
  if (thousands) digits += "e3";
  if (millions) digits += "e6";
  const auto value = parse_decimal(digits);
  if (value) {
    result.value = *value;
  } else {
    emitter_.error("B105", node.span(), fmt::format("`{}` has too many digits", node.text())).help =
        "a number has at most 18 digits";
  }
  return result;
}

namespace {

Unit unit_of(std::string_view singular) {
  if (singular == "minute") return Unit::Minute;
  if (singular == "hour") return Unit::Hour;
  if (singular == "day") return Unit::Day;
  if (singular == "week") return Unit::Week;
  if (singular == "month") return Unit::Month;
  return singular == "quarter" ? Unit::Quarter : Unit::Year;
}

constexpr std::int64_t max_years = 100;  // of a duration
constexpr std::int64_t days_of_max = max_years * 36'525 / 100;

// The most of a unit that fits into these years.
std::int64_t most_of(Unit unit) {
  switch (unit) {
    case Unit::Minute:
      return days_of_max * 24 * 60;
    case Unit::Hour:
      return days_of_max * 24;
    case Unit::Day:
      return days_of_max;
    case Unit::Week:
      return days_of_max / 7;
    case Unit::Month:
      return max_years * 12;
    case Unit::Quarter:
      return max_years * 4;
    case Unit::Year:
      return max_years;
  }
  return 0;
}

}  // namespace

ast::Duration Builder::duration(Node quantity) {
  const std::string_view unit_word = quantity.find(Part::Unit)->text();
  const Unit unit = unit_of(singular_unit(unit_word));
  const auto digits = quantity.find(Part::Number);
  Span span{.count = 1, .unit = unit, .business = quantity.has(Part::Business)};
  if (!digits) return {span, quantity.span()};
  const auto wrong = [&](std::string_view what, std::string_view help) {
    emitter_
        .error("B106", quantity.span(),
               fmt::format("`{} {}{}` {}", digits->text(), span.business ? "business " : "", unit_word, what))
        .help = help;
    return ast::Duration{{.count = 1, .unit = unit, .business = false}, quantity.span()};
  };
  if (span.business && unit > Unit::Day) {
    return wrong("cannot be counted", "business time is counted in business minutes, hours or days");
  }
  const ast::Number count = number(*digits);
  if (count.percent) return wrong("is not a duration", "write a number and a unit: `90 days`");
  auto whole = to_units(count.value, 0);
  if (!whole && unit == Unit::Hour && !span.business) {  // 1.5 hours are 90 minutes
    whole = to_units({.units = count.value.units * 60, .scale = count.value.scale}, 0);
    span.unit = Unit::Minute;
  }
  if (!whole) {
    return wrong("is not a whole number of that unit",
                 span.business ? "use a smaller unit: `90 business minutes`, `12 business hours`"
                               : "use a smaller unit: `90 minutes`, `36 hours`");
  }
  if (*whole <= 0) return wrong("is no length of time", "a duration is at least 1 of its unit");
  if (*whole > most_of(span.unit))
    return wrong("is longer than " + std::to_string(max_years) + " years", "use a shorter duration");
  span.count = *whole;
  return {span, quantity.span()};
}

ast::Length Builder::length(Node node) {
  if (const auto quantity = node.find(Part::Quantity)) return duration(*quantity);
  return first_name(node);
}

ast::Length Builder::length_in(Node parent) {
  return length(*parent.find(Part::Length));
}

// ---- dates

namespace {

int digits_at(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  std::from_chars(text.data() + at, text.data() + at + count, value);
  return value;
}

constexpr std::int64_t ms_per_minute = 60'000;

}  // namespace

Day Builder::day(std::string_view digits, SourceSpan where) {
  const CivilDate date{digits_at(digits, 0, 4), static_cast<unsigned>(digits_at(digits, 5, 2)),
                       static_cast<unsigned>(digits_at(digits, 8, 2))};
  if (!is_valid(date)) {
    emitter_.error("B107", where, fmt::format("there is no day `{}`", digits.substr(0, 10))).help =
        "a date is year, month and day: `2026-01-15`";
    return {};
  }
  if (date.year < 1970 || date.year >= 2100) {
    emitter_.error("B107", where, fmt::format("`{}` is out of range", digits.substr(0, 10))).help =
        "dates run from 1970-01-01 to 2099-12-31";
    return {};
  }
  return day_of(date);
}

ast::Expr Builder::date_time(Node node) {
  const std::string_view digits = node.text();
  ast::Expr result;
  result.kind = ast::Expr::Kind::DateTime;
  result.span = node.span();
  result.day = day(digits, node.span());
  const bool has_seconds = digits.size() >= 19 && digits[16] == ':';
  const int hour = digits_at(digits, 11, 2), minute = digits_at(digits, 14, 2);
  const int second = has_seconds ? digits_at(digits, 17, 2) : 0;
  if (hour > 23 || minute > 59 || second > 59) {
    emitter_.error("B107", node.span(), fmt::format("there is no time `{}`", digits.substr(11))).help =
        "times run from 00:00 to 23:59";
    return result;
  }
  result.ms_of_day = (hour * 60 + minute) * ms_per_minute + second * 1000;
  const std::string_view zone = digits.substr(has_seconds ? 19 : 16);
  if (!zone.empty()) {
    const int offset = zone == "Z" ? 0 : digits_at(zone, 1, 2) * 60 + digits_at(zone, 4, 2);
    const std::int64_t local_ms = result.day.number * 1440 * ms_per_minute + result.ms_of_day;
    result.instant = Instant{local_ms - (zone[0] == '-' ? -offset : offset) * ms_per_minute};
  }
  return result;
}

// ---- conditions

ast::Expr Builder::quantity(Node node) {
  ast::Expr result;
  result.span = node.span();
  if (node.has(Part::Unit)) {
    result.kind = ast::Expr::Kind::Duration;
    result.duration = duration(node).span;
    return result;
  }
  const ast::Number literal = number(*node.find(Part::Number));
  result.kind = ast::Expr::Kind::Number;
  result.number = literal.value;
  result.percent = literal.percent;
  return result;
}

ast::Expr Builder::value(Node node) {
  using Kind = ast::Expr::Kind;
  ast::Expr result;
  result.span = node.span();
  switch (node.part()) {
    case Part::Quantity:
      return quantity(node);
    case Part::DateTime:
      return date_time(node);
    case Part::Date:
      result.kind = Kind::Date;
      result.day = day(node.text(), node.span());
      break;
    case Part::Text:
      result.kind = Kind::Text;
      result.text = text(node).text;
      break;
    case Part::True:
    case Part::False:
      result.kind = Kind::Bool;
      result.boolean = node.part() == Part::True;
      break;
    default:
      result.kind = Kind::Name;
      result.text = node.text();
      break;
  }
  return result;
}

ast::Expr Builder::in_test(ast::Expr left, Node test) {
  ast::Expr result;
  result.kind = ast::Expr::Kind::In;
  result.span = {left.span.source, left.span.begin, test.span().end};
  result.children.push_back(std::move(left));
  for (const Node child : test) {
    if (child.part() != Part::NotWord) result.children.push_back(value(child));
  }
  result.op = test.has(Part::NotWord) ? "not in" : "in";
  return result;
}

ast::Expr Builder::comparison(Node node) {
  using Kind = ast::Expr::Kind;
  auto child = node.begin();
  ast::Expr left = value(*child);
  if (++child == node.end()) return left;
  const Node test = *child;
  if (test.part() == Part::InTest) return in_test(std::move(left), test);
  ast::Expr result;
  result.span = node.span();
  result.children.push_back(std::move(left));
  const bool negated = test.has(Part::NotWord);
  if (test.has(Part::KnownWord)) {
    result.kind = negated ? Kind::IsUnknown : Kind::IsKnown;
    return result;
  }
  result.kind = Kind::Compare;
  if (test.part() == Part::Operator) {
    result.op = test.text();
    ++child;
    result.children.push_back(value(*child));
    return result;
  }
  result.op = negated ? "!=" : "==";
  for (const Node operand : test) {
    if (operand.part() != Part::NotWord) result.children.push_back(value(operand));
  }
  return result;
}

ast::Expr Builder::record_test(Node node) {
  ast::Expr result;
  result.kind = node.part() == Part::AnyRecord ? ast::Expr::Kind::AnyRecord : ast::Expr::Kind::NoRecord;
  result.span = node.span();
  auto child = node.begin();
  result.text = (*child).text();
  result.text_span = (*child).span();
  for (++child; child != node.end(); ++child) result.children.push_back(value(*child));
  return result;
}

ast::Expr Builder::joined(Node node, ast::Expr::Kind kind) {
  ast::Expr result;
  result.kind = kind;
  result.span = node.span();
  for (const Node child : node) result.children.push_back(condition(child));
  if (result.children.size() > 1) return result;
  ast::Expr only = std::move(result.children.front());
  return only;
}

ast::Expr Builder::condition(Node node) {
  switch (node.part()) {
    case Part::Or:
      return joined(node, ast::Expr::Kind::Or);
    case Part::And:
      return joined(node, ast::Expr::Kind::And);
    case Part::AnyRecord:
    case Part::NoRecord:
      return record_test(node);
    case Part::Not: {
      ast::Expr result;
      result.kind = ast::Expr::Kind::Not;
      result.span = node.span();
      result.children.push_back(condition(*node.begin()));
      return result;
    }
    default:
      return comparison(node);
  }
}

}  // namespace baton::dsl
