// The syntax tree as canonical text, for tests: one line a clause, conditions with all their parentheses.
#pragma once

#include <string>

#include "dsl/ast.hpp"

namespace baton::dsl {

std::string dump(const ast::File& file);
std::string dump(const ast::Expr& expr);
// The tests, cases and invariants of the file; dump has them at its end.
std::string dump_tests(const ast::File& file);

}  // namespace baton::dsl
