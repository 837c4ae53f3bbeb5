#include "apps/baton/new_project.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "apps/baton/templates.hpp"
#include "dsl/library.hpp"
#include "dsl/lower.hpp"
#include "dsl/parse.hpp"

namespace baton::app {
namespace {

// The roles that own, carry or support something. Handoffs name no others that matter: who owns nothing gives nothing.
std::vector<std::string> roles_of(const Structure& structure, const Policy& policy) {
  std::set<std::uint32_t> used;
  for (const Statement& statement : structure.statements) {
    if (statement.role) used.insert(statement.role->index);
  }
  std::vector<std::string> names;
  for (const std::uint32_t role : used) names.push_back(policy.roles[role].name);
  return names;
}

std::vector<ShippedStructure> read_structures() {
  dsl::Sources sources;
  dsl::Emitter emitter;
  std::vector<dsl::ast::File> files;
  for (const dsl::LibraryModule& module : dsl::library_modules()) {
    const auto source = sources.add({std::string(module.name), std::string(module.text)});
    files.push_back(dsl::parse(sources, source, emitter));
  }
  const Policy policy = dsl::lower(files, sources, {}, emitter);
  std::vector<ShippedStructure> structures;
  for (const Structure& structure : policy.structures) {
    structures.push_back({structure.name, structure.title, structure.at.file, roles_of(structure, policy)});
  }
  return structures;
}

void replace_all(std::string& text, std::string_view mark, std::string_view by) {
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + by.size())) {
    text.replace(at, mark.size(), by);
  }
}

// Without the lines of roles that are not needed, and without the marks of those that are.
std::string keep_roles(std::string_view text, const std::vector<std::string>& roles) {
  constexpr std::string_view mark = " #@";
  std::string kept;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    const std::size_t marked = line.rfind(mark);
    if (marked == std::string_view::npos) {
      kept += line;
      continue;
    }
    const std::string_view role = line.substr(marked + mark.size(), line.size() - marked - mark.size() - 1);
    if (std::find(roles.begin(), roles.end(), role) != roles.end()) kept.append(line.substr(0, marked)).append("\n");
  }
  return kept;
}

std::string_view template_text(std::string_view path) {
  for (const Template& one : templates()) {
    if (one.path == path) return one.text;
  }
  throw std::logic_error("there is no template " + std::string(path));
}

std::string yaml_quoted(std::string text) {
  for (std::size_t at = 0; (at = text.find_first_of("\"\\", at)) != std::string::npos; at += 2) text.insert(at, "\\");
  return '"' + text + '"';
}

// The tests of a structure; of one that begins with an SDR, those of the structure that it extends and the SDR's.
std::string tests_of(const std::string& structure) {
  constexpr std::string_view sdr = "sdr_";
  if (!structure.starts_with(sdr)) return std::string(template_text("tests/" + structure + ".baton"));
  return tests_of(structure.substr(sdr.size())) + "\n" + std::string(template_text("tests/sdr.baton"));
}

}  // namespace

const std::vector<ShippedStructure>& shipped_structures() {
  static const std::vector<ShippedStructure> structures = read_structures();
  return structures;
}

const ShippedStructure* find_structure(std::string_view name) {
  for (const auto member : {&ShippedStructure::name, &ShippedStructure::module}) {
    for (const ShippedStructure& structure : shipped_structures()) {
      if (structure.*member == name) return &structure;
    }
  }
  return nullptr;
}

std::string shell_quoted(const std::string& text) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("/._-+").find(c) != std::string_view::npos;
  };
  if (!text.empty() && text.front() != '-' && std::all_of(text.begin(), text.end(), plain)) return text;
  std::string made = "'";
  for (const char c : text) made += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return made + "'";
}

std::vector<NewFile> new_project(const ShippedStructure& structure, const std::string& org, const std::string& folder) {
  std::vector<NewFile> files;
  for (const Template& one : templates()) {
    if (one.path.starts_with("tests/")) continue;
    files.push_back({std::string(one.path), std::string(one.text), one.path.starts_with(".githooks/")});
  }
  files.push_back({"tests.baton", tests_of(structure.name)});
  for (NewFile& file : files) {
    file.text = keep_roles(file.text, structure.roles);
    replace_all(file.text, "@ORG@", org);
    replace_all(file.text, "@STRUCTURE@", structure.name);
    replace_all(file.text, "@MODULE@", structure.module);
    replace_all(file.text, "@VERSION@", BATON_VERSION);
    replace_all(file.text, "@PROJECT@", yaml_quoted(folder));
    replace_all(file.text, "@FOLDER@", shell_quoted(folder));
    replace_all(file.text, "@HOOKS@", shell_quoted((folder == "." ? "" : folder + "/") + ".githooks"));
  }
  std::sort(files.begin(), files.end(), [](const NewFile& a, const NewFile& b) { return a.path < b.path; });
  return files;
}

}  // namespace baton::app
