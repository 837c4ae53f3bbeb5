#include "engine/model/decimal.hpp"

#include <catch2/catch.hpp>
#include <limits>

namespace baton {
namespace {

Decimal read(std::string_view text) {
  const auto number = parse_decimal(text);
  INFO(text);
  REQUIRE(number.has_value());
  return *number;
}

TEST_CASE("a decimal is read exactly and normalised") {
  struct Row {
    const char* text;
    std::int64_t units;
    int scale;
  };
  const Row rows[] = {
      {"0", 0, 0},
      {"-0", 0, 0},
      {"0.000", 0, 0},
      {"100", 100, 0},
      {"2.5", 25, 1},
      {"2.50", 25, 1},
      {"-2.05", -205, 2},
      {"+3", 3, 0},
      {"007", 7, 0},
      {"1e3", 1000, 0},
      {"1.5E+2", 150, 0},
      {"12e-3", 12, 3},
      {"100e-2", 1, 0},
      {"0e999999999", 0, 0},
      {"0.1", 1, 1},
      {"999999999999999999", 999999999999999999, 0},
      {"1.000000000000000000000", 1, 0},
      {"0.000000000000000001", 1, 18},
      {"000000000000000000000042", 42, 0},
      {"1e17", 100000000000000000, 0},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const Decimal number = read(row.text);
    CHECK(number.units == row.units);
    CHECK(number.scale == row.scale);
  }
}

TEST_CASE("what is no plain decimal is refused") {
  for (const char* text :
       {"", "-", ".", ".5", "5.", "1_000", "250k", "1e", "1e+", " 1", "1 ", "--1", "0x10", "1.2.3", "nan"}) {
    INFO(text);
    const auto number = parse_decimal(text);
    REQUIRE_FALSE(number.has_value());
    CHECK(number.error() == DecimalError::Malformed);
  }
}

TEST_CASE("more than 18 digits are refused, not rounded") {
  for (const char* text : {"1000000000000000000", "1e18", "1e999999999999", "1e-19", "0.0000000000000000001",
                           "1234567890.1234567890123"}) {
    INFO(text);
    const auto number = parse_decimal(text);
    REQUIRE_FALSE(number.has_value());
    CHECK(number.error() == DecimalError::TooLong);
  }
}

TEST_CASE("decimals compare by value") {
  CHECK(Decimal{250, 2} == Decimal{25, 1});
  CHECK(read("0.1") < read("0.11"));
  CHECK(read("-1") < read("-0.999999999999999999"));
  CHECK(read("999999999999999999") > read("0.999999999999999999"));
}

TEST_CASE("a decimal becomes whole units if it is whole in them") {
  CHECK(to_units(read("12.34"), 2) == 1234);
  CHECK(to_units(read("12.3"), 2) == 1230);
  CHECK(to_units(Decimal{1200, 2}, 0) == 12);
  CHECK(to_units(read("-1e3"), 0) == -1000);
  CHECK(to_units(read("0"), 18) == 0);
  CHECK(to_units(read("12.345"), 2) == std::unexpected(DecimalError::TooManyPlaces));
  CHECK(to_units(read("100"), 18) == std::unexpected(DecimalError::TooLong));
  CHECK(to_units(read("1"), 19) == std::unexpected(DecimalError::TooLong));
}

TEST_CASE("units are printed without trailing zeros and read back") {
  CHECK(units_to_string(123450, 2) == "1234.5");
  CHECK(units_to_string(-5, 2) == "-0.05");
  CHECK(units_to_string(100, 2) == "1");
  CHECK(units_to_string(100, 0) == "100");
  CHECK(units_to_string(0, 3) == "0");
  CHECK(units_to_string(std::numeric_limits<std::int64_t>::min(), 0) == "-9223372036854775808");
  for (const char* text : {"0", "-2.05", "100", "0.000000000000000001"}) CHECK(to_string(read(text)) == text);
}

}  // namespace
}  // namespace baton
