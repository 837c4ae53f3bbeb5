// Text to syntax tree. All syntax errors of a file are reported in one run: after an error the parser goes on at the
// next statement, inside blocks too.
#pragma once

#include "dsl/ast.hpp"
#include "dsl/diagnostics.hpp"

namespace baton::dsl {

inline constexpr std::size_t max_source_bytes = 4 << 20;
inline constexpr int max_nesting = 200;

ast::File parse(const Sources& sources, std::uint32_t source, Emitter& emitter);
// A condition on its own (org.yaml, mapping files): all of `source` from `begin` to `end`.
std::optional<ast::Expr> parse_condition(const Sources& sources, const SourceSpan& span, Emitter& emitter);

}  // namespace baton::dsl
