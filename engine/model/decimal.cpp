// Decimal literals: digits are gathered as text, trimmed of zeros that say nothing, and only then turned into a whole
// number, so that no intermediate value can overflow.
#include "engine/model/decimal.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <compare>

namespace baton {
namespace {

__extension__ using Wide = __int128;

constexpr int max_digits = 18;
// An exponent beyond this can only be too long (or zero); it keeps the sums below from overflowing.
constexpr int exponent_limit = 1'000'000;

constexpr std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view take_digits(std::string_view& rest) {
  const auto end = std::find_if_not(rest.begin(), rest.end(), is_digit);
  const auto count = static_cast<std::size_t>(end - rest.begin());
  const std::string_view digits = rest.substr(0, count);
  rest.remove_prefix(count);
  return digits;
}

bool take_sign(std::string_view& rest) {
  if (rest.empty() || (rest.front() != '-' && rest.front() != '+')) return false;
  const bool negative = rest.front() == '-';
  rest.remove_prefix(1);
  return negative;
}

// The exponent behind the digits, if any; false: malformed.
bool take_exponent(std::string_view& rest, int& exponent) {
  exponent = 0;
  if (rest.empty() || (rest.front() != 'e' && rest.front() != 'E')) return true;
  rest.remove_prefix(1);
  const bool negative = take_sign(rest);
  std::string_view digits = take_digits(rest);
  if (digits.empty()) return false;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  if (error != std::errc{} || exponent > exponent_limit) exponent = exponent_limit;
  if (negative) exponent = -exponent;
  return true;
}

// DIGITS times 10^exponent, digits without zeros at either end.
std::expected<Decimal, DecimalError> assemble(const std::string& digits, std::int64_t exponent, bool negative) {
  const auto length = static_cast<std::int64_t>(digits.size());
  if (length > max_digits || exponent < -max_digits || length + exponent > max_digits) {
    return std::unexpected(DecimalError::TooLong);
  }
  std::int64_t units = 0;
  for (const char c : digits) units = units * 10 + (c - '0');
  if (exponent > 0) units *= power_of_ten(static_cast<int>(exponent));
  return Decimal{negative ? -units : units, exponent < 0 ? static_cast<int>(-exponent) : 0};
}

}  // namespace

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  const Wide left = Wide{a.units} * power_of_ten(b.scale);
  const Wide right = Wide{b.units} * power_of_ten(a.scale);
  if (left == right) return std::strong_ordering::equal;
  return left < right ? std::strong_ordering::less : std::strong_ordering::greater;
}

bool operator==(const Decimal& a, const Decimal& b) {
  return (a <=> b) == 0;
}

std::expected<Decimal, DecimalError> parse_decimal(std::string_view text) {
  const bool negative = take_sign(text);
  const std::string_view whole = take_digits(text);
  if (whole.empty()) return std::unexpected(DecimalError::Malformed);
  std::string_view fraction;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = take_digits(text);
    if (fraction.empty()) return std::unexpected(DecimalError::Malformed);
  }
  int written_exponent = 0;
  if (!take_exponent(text, written_exponent) || !text.empty()) return std::unexpected(DecimalError::Malformed);

  std::string digits = std::string(whole) + std::string(fraction);
  std::int64_t exponent = written_exponent - static_cast<std::int64_t>(fraction.size());
  const std::size_t last = digits.find_last_not_of('0');
  if (last == std::string::npos) return Decimal{};
  exponent += static_cast<std::int64_t>(digits.size() - 1 - last);
  digits.erase(last + 1);
  digits.erase(0, digits.find_first_not_of('0'));
  return assemble(digits, exponent, negative);
}

std::expected<std::int64_t, DecimalError> to_units(const Decimal& number, int places) {
  if (number.scale > places) {
    const std::int64_t divisor = power_of_ten(std::min(number.scale - places, max_digits));
    if (number.units % divisor != 0) return std::unexpected(DecimalError::TooManyPlaces);
    return number.units / divisor;
  }
  if (number.units == 0) return 0;
  if (places - number.scale > max_digits) return std::unexpected(DecimalError::TooLong);
  std::int64_t units = 0;
  if (__builtin_mul_overflow(number.units, power_of_ten(places - number.scale), &units)) {
    return std::unexpected(DecimalError::TooLong);
  }
  return units;
}

std::string to_string(const Decimal& number) {
  return units_to_string(number.units, number.scale);
}

std::string units_to_string(std::int64_t units, int places) {
  // The magnitude as unsigned: the smallest int64 has no positive counterpart.
  const std::uint64_t magnitude =
      units < 0 ? ~static_cast<std::uint64_t>(units) + 1 : static_cast<std::uint64_t>(units);
  std::string digits = std::to_string(magnitude);
  const auto behind = static_cast<std::size_t>(std::max(places, 0));
  if (digits.size() <= behind) digits.insert(0, behind + 1 - digits.size(), '0');
  std::string fraction = digits.substr(digits.size() - behind);
  digits.erase(digits.size() - behind);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  if (!fraction.empty()) digits += '.' + fraction;
  return units < 0 ? '-' + digits : digits;
}

}  // namespace baton
