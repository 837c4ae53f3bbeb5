// Syntax trees to the resolved Policy: names bound (did you mean ...), types, units and ranges checked, lets and
// parameters set in, roles substituted, `extends` applied.
#pragma once

#include <memory>
#include <set>

#include "dsl/ast.hpp"
#include "dsl/diagnostics.hpp"
#include "engine/model/policy.hpp"

namespace baton::dsl {

struct LowerOptions {
  int money_places = 2;                     // minor units of the org's currency
  Zone zone;                                // the org's, for dates with a time
  std::vector<std::string> unread{};        // words of what could not be read: what they name is not judged
  std::set<std::string> asked_elsewhere{};  // names in conditions of org.yaml, which is read after the policy
};

// The policy of all files together; order does not matter. Errors go to the emitter; the result is complete enough for
// org.yaml to be read against it even then.
Policy lower(const std::vector<ast::File>& files, const Sources& sources, const LowerOptions& options,
             Emitter& emitter);

// A condition about an account (org.yaml's `where`), typed against the policy. May add text constants to `policy`.
Condition lower_condition(const ast::Expr& expr, Policy& policy, const Sources& sources, const LowerOptions& options,
                          Emitter& emitter);

}  // namespace baton::dsl
