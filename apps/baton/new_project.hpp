// The files of a new project, made from `templates/` for a structure of the shipped library.
//
// A template is a file as it stands in a project, with two kinds of marks: `@ORG@`, `@STRUCTURE@`, `@MODULE@` and
// `@VERSION@` stand for names, `@PROJECT@` (as YAML has it), `@FOLDER@` and `@HOOKS@` (as a shell has them) for the
// project's place in its repository; and a line that ends in `#@ROLE` is kept only where the structure needs that role.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace baton::app {

struct ShippedStructure {
  std::string name;                // "sdr_ae_am"
  std::string title;               // "SDR, AE + AM"
  std::string module;              // as in `use sdr_ae`
  std::vector<std::string> roles;  // those that a team must cover
};

// All structures of the library, by module.
const std::vector<ShippedStructure>& shipped_structures();

// The structure of that name, or the first one of the module of that name; null where there is none.
const ShippedStructure* find_structure(std::string_view name);

struct NewFile {
  std::string path;  // below the project's folder
  std::string text;
  bool executable = false;

  // The project works without it: its README, and what runs it before a commit and on a pull request.
  bool is_beside() const { return path.starts_with('.') || path == "README.md"; }
};

// `folder`: in the repository, from its top; "." where the project is the whole of it.
std::vector<NewFile> new_project(const ShippedStructure& structure, const std::string& org, const std::string& folder);

// As a shell reads it.
std::string shell_quoted(const std::string& text);

}  // namespace baton::app
