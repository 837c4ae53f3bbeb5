// Types and values of account and record fields.
//
// Every value is one Scalar, a whole number whose meaning its Type gives, so that facts are flat arrays of
// integers and every comparison is exact:
//   Enum    index of the label (declaration order)        Bool   0 or 1
//   Money   minor units of the org's currency             Number units of 10^-decimals
//   Date    days since 1970-01-01                         Text   index into Policy::texts, or other_text
// A text matters only through the constants that the policy compares it with; all others are one value.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace baton {

using Scalar = std::int64_t;

inline constexpr Scalar unknown = std::numeric_limits<Scalar>::min();  // an optional field without a value
inline constexpr Scalar other_text = -1;                               // a text that no condition of the policy names

enum class TypeKind { Enum, Bool, Money, Number, Date, Text };

struct Type {
  TypeKind kind = TypeKind::Text;
  std::vector<std::string> labels;  // Enum only
  bool ordered = false;             // Enum only: declared with `<`
  int decimals = 0;                 // Number: digits behind the point, as many as its bounds are written with
                                    // (`0..100` holds whole numbers, `0..1.00` hundredths); Money: the currency's
  Scalar min = 0;                   // Number only, inclusive, in units of 10^-decimals
  Scalar max = 0;                   // Number only, inclusive

  friend bool operator==(const Type&, const Type&) = default;
};

}  // namespace baton
