// Text to syntax tree. All syntax errors of a file are reported in one run: after an error the parser goes on at the
// next statement, inside blocks too.
#pragma once

#include <functional>

#include "dsl/ast.hpp"
#include "dsl/diagnostics.hpp"
#include "dsl/parse_tree.hpp"

namespace baton::dsl {

inline constexpr std::size_t max_source_bytes = 4 << 20;
inline constexpr int max_nesting = 200;

ast::File parse(const Sources& sources, std::uint32_t source, Emitter& emitter);
// What the grammar marked, one tree for each item of the top level; what could not be read is reported.
void parse_trees(const Sources& sources, std::uint32_t source, Emitter& emitter,
                 const std::function<void(const SyntaxTree&)>& take);
// A condition on its own (org.yaml, mapping files): all of `source` from `begin` to `end`.
std::optional<ast::Expr> parse_condition(const Sources& sources, const SourceSpan& span, Emitter& emitter);

}  // namespace baton::dsl
