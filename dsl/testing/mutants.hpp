// The ways in which people get a policy wrong, each as a change of one resolved structure.
//
// Only what the project has written or set is changed, not the shipped library's text, unless nothing is its own.
#pragma once

#include <string>
#include <vector>

#include "dsl/diagnostics.hpp"
#include "engine/model/org.hpp"

namespace baton::dsl {

struct Mutant {
  // Worst first: who owns what, then how it changes hands, then who is called, what is owed, who is credited.
  enum class Kind { Statement, Handoff, Escalation, Sla, Credit };
  Kind kind = Kind::Statement;
  StructureId structure;
  std::string text;     // "`AM owns renewal` dropped"
  Origin at;            // what was changed
  Structure changed;    // the structure with the mistake
  bool owners = false;  // it is about who owns; if everybody owns the same all the same, it is no mistake
};

// By kind, then in order of declaration.
std::vector<Mutant> mutants_of(const Policy& policy, const Org& org, StructureId structure, const Sources& sources,
                               bool own);

}  // namespace baton::dsl
