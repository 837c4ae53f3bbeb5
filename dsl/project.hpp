// A project: a folder with org.yaml and .baton files, read, resolved, compiled and proved.
#pragma once

#include <filesystem>
#include <memory>

#include "dsl/diagnostics.hpp"
#include "dsl/testing/suite.hpp"
#include "engine/decide/findings.hpp"
#include "engine/decide/program.hpp"

namespace baton::dsl {

struct Project {
  Sources sources;
  Emitter emitter;
  bool readable = true;            // false: the folder or a file could not be read (exit 2)
  std::shared_ptr<Policy> policy;  // null if nothing could be resolved
  std::shared_ptr<Org> org;
  std::shared_ptr<const Suite> suite;      // tests, cases, invariants; null if policy or org.yaml could not be resolved
  std::shared_ptr<const Program> program;  // null while there are errors
};

// Reads and resolves the project; diagnostics are in the result.
Project load(const std::filesystem::path& folder);
// load, then prove: findings become diagnostics.
Project check(const std::filesystem::path& folder);

}  // namespace baton::dsl
