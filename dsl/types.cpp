// Declared types, and literals read against them. Numbers stay exact: a literal that its field cannot hold is an error,
// never rounded.
#include "dsl/types.hpp"

#include <algorithm>

namespace baton::dsl {
namespace {

constexpr std::int64_t max_money_whole = 1'000'000'000'000'000;  // V1: at most 15 digits before the point

// Digits behind the point as written: `1.00` holds hundredths although its value is whole.
int written_places(const ast::Number& number, const Reporter& report) {
  const std::string_view text = report.slice(number.span);
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return number.value.scale;
  const std::size_t end = text.find_first_not_of("0123456789_", point + 1);
  if (end != std::string_view::npos) return number.value.scale;  // with a suffix: 1.50k
  const auto digits =
      std::count_if(text.begin() + static_cast<std::ptrdiff_t>(point) + 1, text.end(), [](char c) { return c != '_'; });
  return std::max(number.value.scale, static_cast<int>(digits));
}

Type lower_range(const ast::TypeExpr& expr, Reporter& report) {
  Type type{.kind = TypeKind::Number, .labels = {}};
  for (const ast::Number* bound : {&expr.low, &expr.high}) {
    if (bound->percent) {
      report.error("B308", bound->span, "the bounds of a range are plain numbers").help = "leave out the `%`";
    }
    type.decimals = std::max(type.decimals, written_places(*bound, report));
  }
  const auto low = to_units(expr.low.value, type.decimals);
  const auto high = to_units(expr.high.value, type.decimals);
  if (!low || !high) {
    report.error("B308", expr.span,
                 "the range " + quoted(report.slice(expr.span)) + " has more digits than a number can hold");
  } else if (*low > *high) {
    report.error("B308", expr.span, "the range " + quoted(report.slice(expr.span)) + " is upside down").help =
        "write the lower bound first";
  }
  type.min = low.value_or(0);
  type.max = std::max(high.value_or(type.min), type.min);
  return type;
}

Type lower_enum(const ast::TypeExpr& expr, Reporter& report) {
  Type type{.kind = TypeKind::Enum, .labels = {}, .ordered = expr.kind == ast::TypeExpr::Kind::Ordered};
  NameTable<std::size_t> labels(kinds::label);
  for (const ast::Name& label : expr.labels) {
    if (labels.declare(label, type.labels.size(), report)) type.labels.push_back(label.text);
  }
  return type;
}

std::string bounds_of(const Type& type) {
  return units_to_string(type.min, type.decimals) + " to " + units_to_string(type.max, type.decimals);
}

std::string places_in_words(int places) {
  if (places == 0) return "whole numbers";
  return "at most " + std::to_string(places) + (places == 1 ? " digit" : " digits") + " behind the point";
}

// What a literal is, how it is said and where: enough for any message about it.
struct Reading {
  const ast::Expr& literal;
  const Wanted& wanted;
  Reporter& report;

  std::string written() const { return quoted(report.slice(literal.span)); }

  Diagnostic& error(std::string_view code, std::string message) const {
    Diagnostic& diagnostic = report.error(code, literal.span, std::move(message));
    if (wanted.used_at) diagnostic.also.push_back({*wanted.used_at, "used here"});
    return diagnostic;
  }

  std::nullopt_t mismatch() const {
    Diagnostic& diagnostic = error("B301", written() + " is " + describe(literal) + ", but " + quoted(wanted.name) +
                                               " is " + describe(wanted.type));
    if (literal.percent) diagnostic.help = as_part_of_one().value_or("write the number without `%`");
    return std::nullopt;
  }
  // `40%` for 0.4, where nothing is larger than one.
  std::optional<std::string> as_part_of_one() const {
    const Type& type = wanted.type;
    if (type.kind != TypeKind::Number || Decimal{1, 0} < Decimal{type.max, type.decimals}) return std::nullopt;
    const auto units = to_units({literal.number.units, literal.number.scale + 2}, type.decimals);
    if (!units || *units < type.min || *units > type.max) return "write it as a part of one";
    return "write " + quoted(units_to_string(*units, type.decimals));
  }
  std::nullopt_t out_of_range(const std::string& reach) const {
    error("B302", written() + " is out of range: " + quoted(wanted.name) + " " + reach);
    return std::nullopt;
  }
};

std::optional<Scalar> read_number(const Reading& reading) {
  if (reading.literal.kind != ast::Expr::Kind::Number || reading.literal.percent) return reading.mismatch();
  const Type& type = reading.wanted.type;
  const auto units = to_units(reading.literal.number, type.decimals);
  if (!units && units.error() == DecimalError::TooManyPlaces) {
    reading
        .error("B305", reading.written() + " has more digits behind the point than " + quoted(reading.wanted.name) +
                           " can hold")
        .help = quoted(reading.wanted.name) + " holds " + places_in_words(type.decimals);
    return std::nullopt;
  }
  if (type.kind == TypeKind::Money) {
    const Decimal limit{max_money_whole, 0}, lower_limit{-max_money_whole, 0};
    const Decimal& number = reading.literal.number;
    const bool fits = units && number < limit && lower_limit < number;
    if (!fits) return reading.out_of_range("has at most 15 digits before the point");
  } else if (!units || *units < type.min || *units > type.max) {
    return reading.out_of_range("goes from " + bounds_of(type));
  }
  return *units;
}

std::optional<Scalar> read_label(const Reading& reading) {
  using Kind = ast::Expr::Kind;
  const Type& type = reading.wanted.type;
  if (reading.literal.kind != Kind::Name && reading.literal.kind != Kind::Text) return reading.mismatch();
  const auto label = std::find(type.labels.begin(), type.labels.end(), reading.literal.text);
  if (label != type.labels.end() && reading.literal.kind == Kind::Name) return label - type.labels.begin();
  Diagnostic& diagnostic = reading.error("B304", quoted(reading.wanted.name) + " is never " + reading.written());
  if (label != type.labels.end()) {
    diagnostic.help = "write " + quoted(*label) + " without quotes";
  } else {
    diagnostic.help = suggest(kinds::label, reading.literal.text, type.labels);
  }
  return std::nullopt;
}

}  // namespace

Type lower_type(const ast::TypeExpr& expr, int money_places, Reporter& report) {
  using Kind = ast::TypeExpr::Kind;
  switch (expr.kind) {
    case Kind::Enum:
    case Kind::Ordered:
      return lower_enum(expr, report);
    case Kind::Range:
      return lower_range(expr, report);
    case Kind::Bool:
      return {.kind = TypeKind::Bool, .labels = {}};
    case Kind::Money:
      return {.kind = TypeKind::Money, .labels = {}, .decimals = money_places};
    case Kind::Date:
      return {.kind = TypeKind::Date, .labels = {}};
    case Kind::Text:
      break;
  }
  return {.kind = TypeKind::Text, .labels = {}};
}

Scalar intern_text(const std::string& text, Policy& policy) {
  const auto found = std::find(policy.texts.begin(), policy.texts.end(), text);
  if (found != policy.texts.end()) return found - policy.texts.begin();
  policy.texts.push_back(text);
  return static_cast<Scalar>(policy.texts.size()) - 1;
}

std::optional<Scalar> lower_value(const ast::Expr& literal, const Wanted& wanted, Policy& policy, Reporter& report) {
  using Kind = ast::Expr::Kind;
  const Reading reading{literal, wanted, report};
  switch (wanted.type.kind) {
    case TypeKind::Enum:
      return read_label(reading);
    case TypeKind::Money:
    case TypeKind::Number:
      return read_number(reading);
    case TypeKind::Bool:
      return literal.kind == Kind::Bool ? std::optional<Scalar>(literal.boolean) : reading.mismatch();
    case TypeKind::Date:
      return literal.kind == Kind::Date ? std::optional<Scalar>(literal.day.number) : reading.mismatch();
    case TypeKind::Text:
      break;
  }
  return literal.kind == Kind::Text ? std::optional<Scalar>(intern_text(literal.text, policy)) : reading.mismatch();
}

std::string describe(const Type& type) {
  switch (type.kind) {
    case TypeKind::Enum:
      return "one of " + quoted_list(type.labels);
    case TypeKind::Bool:
      return "yes or no";
    case TypeKind::Money:
      return "an amount of money";
    case TypeKind::Number:
      return "a number from " + bounds_of(type);
    case TypeKind::Date:
      return "a date";
    case TypeKind::Text:
      break;
  }
  return "a text";
}

std::string describe(const ast::Expr& literal) {
  using Kind = ast::Expr::Kind;
  switch (literal.kind) {
    case Kind::Number:
      return literal.percent ? "a percentage" : "a number";
    case Kind::Duration:
      return "a duration";
    case Kind::Date:
      return "a date";
    case Kind::DateTime:
      return "a date with a time of day";
    case Kind::Text:
      return "a text";
    case Kind::Bool:
      return "yes or no";
    case Kind::Name:
      return "a name";
    default:
      return "a condition";
  }
}

}  // namespace baton::dsl
