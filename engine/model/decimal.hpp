// Exact decimal numbers as policies write them: `100`, `1_000`, `2.5`, `250k`, `1.5m`, `40%`.
// A Decimal is a whole number of units of 10^-scale. It is the form of literals only: the value of a
// field is a Scalar (see value.hpp), a whole number of the smallest units that its type knows.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace baton {

struct Decimal {
  std::int64_t units = 0;
  int scale = 0;  // digits behind the point, 0..18; normalised: no trailing zero behind the point

  // Value semantics: 2.50 equals 2.5. Exact for all representable values.
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
  friend bool operator==(const Decimal& a, const Decimal& b);
};

enum class DecimalError {
  Malformed,      // not a number
  TooLong,        // more digits than 18
  TooManyPlaces,  // more digits behind the point than asked for
};

// Plain decimal text: optional sign, digits, optional fraction, optional exponent (JSON numbers may
// bear one). No suffixes, no underscores, no spaces.
std::expected<Decimal, DecimalError> parse_decimal(std::string_view text);

// The number times 10^places as a whole number; TooManyPlaces if it is not whole, TooLong on overflow.
std::expected<std::int64_t, DecimalError> to_units(const Decimal& number, int places);

// The shortest text that parse_decimal reads back; no exponent, no trailing zeros.
std::string to_string(const Decimal& number);

// `units` of 10^-places as text without trailing zeros: (123450, 2) is "1234.5".
std::string units_to_string(std::int64_t units, int places);

}  // namespace baton
