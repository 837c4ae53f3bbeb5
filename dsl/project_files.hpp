// The files of a project: org.yaml, every .baton file below the folder, and the library modules that they use.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "dsl/ast.hpp"
#include "dsl/diagnostics.hpp"

namespace baton::dsl {

inline constexpr std::size_t max_project_files = 2'000;
inline constexpr std::size_t max_project_depth = 32;

struct ProjectFiles {
  bool readable = true;              // false: the folder or a file in it could not be read
  std::optional<std::uint32_t> org;  // the source of org.yaml
  std::vector<ast::File> files;      // parsed: the project's own by path, then the library's modules by name
};

// Reads and parses. Library modules are taken as far as `use` asks for them; cycles are errors.
ProjectFiles read_project_files(const std::filesystem::path& folder, Sources& sources, Emitter& emitter);

// Every .baton file below the folder, sorted, hidden ones left out. Reports what is too deep, and too many of them;
// nothing if the folder cannot be looked through.
std::optional<std::vector<std::filesystem::path>> list_policies(const std::filesystem::path& folder, Emitter& emitter);

// The whole file, or as much as shows that it is too large; nothing if it cannot be read.
std::optional<std::string> read_text_file(const std::filesystem::path& path);

}  // namespace baton::dsl
