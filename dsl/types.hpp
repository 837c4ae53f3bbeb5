// Types of fields, and literals read against them: exact, in range, and with no more digits than the type holds.
#pragma once

#include <optional>
#include <string>

#include "dsl/resolve.hpp"
#include "engine/model/policy.hpp"

namespace baton::dsl {

// The type that a declaration says. After an error the nearest type that makes sense.
Type lower_type(const ast::TypeExpr& expr, int money_places, Reporter& report);

// What a value is asked of: a field, for messages.
struct Wanted {
  const Type& type;
  std::string name;                     // "arr", "contract.arr"
  std::optional<SourceSpan> used_at{};  // where a parameter stands for the value
};

// The literal as a value of the type; nullopt after an error. Text constants are added to `policy`.
std::optional<Scalar> lower_value(const ast::Expr& literal, const Wanted& wanted, Policy& policy, Reporter& report);
Scalar intern_text(const std::string& text, Policy& policy);

std::string describe(const Type& type);          // "an amount of money"
std::string describe(const ast::Expr& literal);  // "a duration"

}  // namespace baton::dsl
