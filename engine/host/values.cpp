// JSON values to the values of fields, exactly: a number is read from the text in which it was written.
#include <fmt/format.h>

#include "engine/host/text.hpp"
#include "engine/host/vocabulary.hpp"
#include "engine/model/decimal.hpp"

namespace baton::host {
namespace {

constexpr int money_digits = 15;  // V1: before the point

using Bound = std::expected<Scalar, std::string>;

std::unexpected<std::string> wrong(std::string_view name, const JsonValue& value, std::string_view expected) {
  return std::unexpected(fmt::format("`{}` is {}: {}", name, describe(value), expected));
}

std::unexpected<std::string> wrong_number(std::string_view name, const JsonValue& value, std::string_view expected) {
  return std::unexpected(fmt::format("`{}` is `{}`: {}", name, cut_utf8(value.text, 40), expected));
}

bool may_hold_number(const JsonValue& value) {
  return value.kind == JsonValue::Kind::Number || value.kind == JsonValue::Kind::String;
}

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

Bound bind_money(std::string_view name, const JsonValue& value, const Type& type, const std::string& currency) {
  const auto number = may_hold_number(value) ? parse_decimal(value.text) : std::unexpected(DecimalError::Malformed);
  if (!number && number.error() == DecimalError::Malformed) return wrong(name, value, "an amount is written 1234.50");
  const std::string too_long =
      fmt::format("an amount has at most {} digits before the point and {} behind it", money_digits, type.decimals);
  if (!number) return wrong_number(name, value, too_long);
  const auto units = to_units(*number, type.decimals);
  if (!units && units.error() == DecimalError::TooManyPlaces) {
    return wrong_number(name, value,
                        type.decimals == 0 ? currency + " has no digits behind the point"
                                           : fmt::format("{} has {} behind the point", currency,
                                                         counted(static_cast<std::uint64_t>(type.decimals), "digit")));
  }
  const std::int64_t limit = power_of_ten(money_digits + type.decimals);
  if (!units || *units >= limit || *units <= -limit) return wrong_number(name, value, too_long);
  return *units;
}

Bound bind_number(std::string_view name, const JsonValue& value, const Type& type) {
  const auto number = may_hold_number(value) ? parse_decimal(value.text) : std::unexpected(DecimalError::Malformed);
  const std::string range = fmt::format("it lies between {} and {}", units_to_string(type.min, type.decimals),
                                        units_to_string(type.max, type.decimals));
  if (!number && number.error() == DecimalError::Malformed) return wrong(name, value, "it is a number; " + range);
  if (!number) return wrong_number(name, value, range);
  const auto units = to_units(*number, type.decimals);
  if (!units && units.error() == DecimalError::TooManyPlaces) {
    return wrong_number(name, value,
                        type.decimals == 0 ? std::string("it is a whole number")
                                           : fmt::format("it has at most {} behind the point",
                                                         counted(static_cast<std::uint64_t>(type.decimals), "digit")));
  }
  if (!units || *units < type.min || *units > type.max) return wrong_number(name, value, range);
  return *units;
}

Bound bind_label(std::string_view name, const JsonValue& value, const Type& type) {
  if (value.kind == JsonValue::Kind::String) {
    for (std::size_t i = 0; i < type.labels.size(); ++i) {
      if (type.labels[i] == value.text) return static_cast<Scalar>(i);
    }
  }
  return wrong(name, value, fmt::format("it is one of {}", fmt::join(type.labels, ", ")));
}

}  // namespace

std::expected<Day, std::string> bind_day(std::string_view name, const JsonValue& value) {
  const auto day = value.kind == JsonValue::Kind::String ? parse_day(value.text) : std::nullopt;
  if (!day) return wrong(name, value, "a date is written 2026-12-31");
  if (day->number < 0 || *day >= Day{static_cast<std::int32_t>(end_of_time.ms / 86'400'000)}) {
    return wrong(name, value, "dates run from 1970 to 2099");
  }
  return *day;
}

Bound bind_value(std::string_view name, const JsonValue& value, const Field& field, const Vocabulary& vocabulary) {
  if (value.kind == JsonValue::Kind::Null) {
    if (field.optional) return unknown;
    return std::unexpected(fmt::format("`{}` is null: it must always be known", name));
  }
  switch (field.type.kind) {
    case TypeKind::Enum:
      return bind_label(name, value, field.type);
    case TypeKind::Bool:
      if (value.kind == JsonValue::Kind::Bool) return value.truth ? 1 : 0;
      return wrong(name, value, "it is true or false, without quotes");
    case TypeKind::Money:
      return bind_money(name, value, field.type, vocabulary.org().currency);
    case TypeKind::Number:
      return bind_number(name, value, field.type);
    case TypeKind::Date: {
      const auto day = bind_day(name, value);
      return day ? Bound(day->number) : std::unexpected(day.error());
    }
    case TypeKind::Text:
      if (value.kind == JsonValue::Kind::String) return vocabulary.text(value.text);
      return wrong(name, value, "it is a text, in quotes");
  }
  return unknown;
}

}  // namespace baton::host
