// The files of a new project, made from `templates/` for a structure of the shipped library.
//
// A template is a file as it stands in a project, with two kinds of marks: `@ORG@`, `@STRUCTURE@`, `@MODULE@` and
// `@VERSION@` stand for names, and a line that ends in `#@ROLE` is kept only where the structure needs that role.
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
};

std::vector<NewFile> new_project(const ShippedStructure& structure, const std::string& org);

}  // namespace baton::app
