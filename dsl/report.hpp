// What the proof found, in words: findings to diagnostics.
#pragma once

#include "dsl/diagnostics.hpp"
#include "engine/decide/findings.hpp"

namespace baton::dsl {

void report(const Program& program, const std::vector<Finding>& findings, const Sources& sources, Emitter& emitter);

}  // namespace baton::dsl
