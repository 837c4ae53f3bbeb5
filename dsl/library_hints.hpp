// A project that names what the shipped library declares, without a `use` line.
#pragma once

#include <vector>

#include "dsl/ast.hpp"
#include "dsl/diagnostics.hpp"

namespace baton::dsl {

// Of the names that are declared nowhere: where a module of the library that the project does not use declares one, the
// error says which line to write, once a module; what follows from its absence is taken back.
void point_to_library(const std::vector<ast::File>& files, const Sources& sources, Emitter& emitter);

}  // namespace baton::dsl
