// Values for which conditions are true (or false), as near as possible to those that are wanted.
#pragma once

#include <functional>
#include <span>

#include "engine/decide/feasible_values.hpp"
#include "engine/decide/walk.hpp"

namespace baton {

// A field that conditions mention, and what may be done about it.
struct Variable {
  FieldRef field;
  Scalar wanted = unknown;
  bool fixed = false;  // keeps `wanted`
};

struct Assignment {
  FieldRef field;
  Scalar value = unknown;
};

// Every field that the conditions mention, each once.
std::vector<FieldRef> fields_of(std::span<const Requirement> requirements);

// Values for the variables such that every requirement is met, or nullopt. `any_record` answers AnyRecordIs.
std::optional<std::vector<Assignment>> satisfy(const Policy& policy, std::span<const Requirement> requirements,
                                               const std::vector<Variable>& variables,
                                               const std::function<bool(RecordTypeId, StageSet)>& any_record);

}  // namespace baton
