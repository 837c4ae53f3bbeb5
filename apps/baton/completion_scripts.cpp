// Each script is a fixed frame with tables set in. Whether a value is a file or a folder follows from the name that
// help pages give it.
#include "apps/baton/completion_scripts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace baton::app {
namespace {

enum class Kind { Words, File, Folder, Unknown };

Kind kind_of(const std::string& name, const std::vector<std::string>& values) {
  static const std::vector<std::string> files = {"FILE", "FILES", "EVENTS", "MAP"};
  static const std::vector<std::string> folders = {"PROJECT", "DIR", "FOLDER", "OLD", "NEW"};
  const auto among = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (!values.empty()) return Kind::Words;
  return among(files) ? Kind::File : among(folders) ? Kind::Folder : Kind::Unknown;
}

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

std::vector<std::string> names_of(const CLI::App& command) {
  std::vector<std::string> names;
  for (const OptionRow& row : option_rows(command)) names.insert(names.end(), row.names.begin(), row.names.end());
  return names;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : shown_commands(app)) names.push_back(command->get_name());
  return names;
}

// A project may be left out where files follow, so that files stand in its place. Files are offered with the folders
// that they are in.
Kind kind_at(const Page& page, std::size_t argument) {
  const Argument& one = page.arguments[argument];
  const Kind kind = kind_of(one.name, one.values);
  if (one.name != "PROJECT" || argument + 1 == page.arguments.size()) return kind;
  const Argument& next = page.arguments[argument + 1];
  return kind_of(next.name, next.values) == Kind::File ? Kind::File : kind;
}

bool repeats(const Page& page, std::size_t argument) {
  return page.usage.find(page.arguments[argument].name + "...") != std::string::npos;
}

// ---- bash

std::string bash_action(Kind kind, const std::vector<std::string>& values) {
  switch (kind) {
    case Kind::Words:
      return fmt::format("_baton_words '{}'", joined(values));
    case Kind::File:
      return "_baton_paths -f";
    case Kind::Folder:
      return "_baton_paths -d";
    case Kind::Unknown:
      break;
  }
  return ":";
}

std::string bash_options(const CLI::App& app) {
  std::string cases;
  for (const CLI::App* command : shown_commands(app)) {
    for (const OptionRow& row : option_rows(*command)) {
      if (row.value.empty()) continue;
      std::vector<std::string> patterns;
      for (const std::string& name : row.names) patterns.push_back(fmt::format("'{} {}'", command->get_name(), name));
      cases += fmt::format("    {}) action=({}) ;;\n", fmt::join(patterns, " | "),
                           bash_action(kind_of(row.value, row.values), row.values));
    }
  }
  return cases;
}

std::string bash_names(const CLI::App& app) {
  std::string cases;
  for (const CLI::App* command : shown_commands(app)) {
    cases += fmt::format("      {}) _baton_words '{}' ;;\n", command->get_name(), joined(names_of(*command)));
  }
  return cases;
}

std::string bash_arguments(const CLI::App& app) {
  std::string cases;
  for (const CLI::App* command : shown_commands(app)) {
    const Page& page = page_of(*command);
    for (std::size_t i = 0; i < page.arguments.size(); ++i) {
      const std::string pattern = repeats(page, i) ? fmt::format("'{} '*", command->get_name())
                                                   : fmt::format("'{} {}'", command->get_name(), i);
      cases += fmt::format("    {}) {} ;;\n", pattern, bash_action(kind_at(page, i), page.arguments[i].values));
    }
  }
  return cases;
}

constexpr const char* bash_frame = R"(# Completes `baton` in bash. Made by `baton completions bash`.

_baton_words() {{
  local line
  while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -W "$1" -- "$word")
}}

_baton_paths() {{
  local line
  compopt -o filenames 2>/dev/null
  while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen "$1" -- "$word")
}}

# Sets what completes the value of the option `$1` of the command; fails where it takes none.
_baton_value() {{
  case "$command $1" in
{options}    *) return 1 ;;
  esac
}}

_baton() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} command=${{COMP_WORDS[1]}} before action i operands=0
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    _baton_words '{commands}'
    return
  fi
  # `--format=json` comes as three words.
  before=${{COMP_WORDS[COMP_CWORD - 1]}}
  if [[ $word == = ]]; then
    word=
  elif [[ $before == = ]]; then
    before=${{COMP_WORDS[COMP_CWORD - 2]}}
  fi
  if [[ $before == -* ]] && _baton_value "$before"; then
    "${{action[@]}}"
    return
  fi
  if [[ $word == -* ]]; then
    case $command in
{names}    esac
    return
  fi
  for ((i = 2; i < COMP_CWORD; i++)); do
    if [[ ${{COMP_WORDS[i]}} != -* || ${{COMP_WORDS[i]}} == - ]]; then
      operands=$((operands + 1))
    elif [[ ${{COMP_WORDS[i + 1]}} == = ]]; then
      i=$((i + 2))
    elif _baton_value "${{COMP_WORDS[i]}}"; then
      i=$((i + 1))
    fi
  done
  case "$command $operands" in
{arguments}  esac
}}

complete -F _baton baton
)";

// ---- zsh

// In single quotes, with what _arguments gives a meaning to as it stands.
std::string zsh_text(const std::string& text) {
  std::string made;
  for (const char c : text) {
    if (c == '\'') {
      made += "'\\''";
      continue;
    }
    if (c == '[' || c == ']' || c == ':' || c == '\\') made += '\\';
    made += c;
  }
  return made;
}

std::string zsh_action(Kind kind, const std::vector<std::string>& values) {
  switch (kind) {
    case Kind::Words:
      return fmt::format("({})", joined(values));
    case Kind::File:
      return "_files";
    case Kind::Folder:
      return "_files -/";
    case Kind::Unknown:
      break;
  }
  return " ";
}

std::string zsh_option(const OptionRow& row) {
  const std::string value =
      row.value.empty() ? "" : fmt::format(":{}:{}", row.value, zsh_action(kind_of(row.value, row.values), row.values));
  const std::string rest = fmt::format("[{}]{}", zsh_text(row.meaning), value);
  if (row.names.size() == 1) return fmt::format("'{}{}'", row.names.front(), rest);
  return fmt::format("'({})'{{{}}}'{}'", joined(row.names), fmt::join(row.names, ","), rest);
}

std::string zsh_command(const CLI::App& command) {
  std::string lines;
  for (const OptionRow& row : option_rows(command)) lines += fmt::format(" \\\n        {}", zsh_option(row));
  const Page& page = page_of(command);
  for (std::size_t i = 0; i < page.arguments.size(); ++i) {
    lines += fmt::format(" \\\n        '{}:{}:{}'", repeats(page, i) ? "*" : std::to_string(i + 1),
                         page.arguments[i].name, zsh_action(kind_at(page, i), page.arguments[i].values));
  }
  return fmt::format("    {})\n      _arguments{}\n      ;;\n", command.get_name(), lines);
}

constexpr const char* zsh_frame = R"(#compdef baton
# Completes `baton` in zsh. Made by `baton completions zsh`.

_baton() {{
  local -a commands
  if (( CURRENT == 2 )); then
    commands=(
{commands}    )
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
{cases}  esac
}}

if [[ $funcstack[1] == _baton ]]; then
  _baton "$@"
else
  compdef _baton baton
fi
)";

// ---- fish

std::string fish_text(const std::string& text) {
  std::string made;
  for (const char c : text) made += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return made;
}

std::string fish_action(Kind kind, const std::vector<std::string>& values) {
  switch (kind) {
    case Kind::Words:
      return fmt::format(" -a '{}'", joined(values));
    case Kind::File:
      return " -F";
    case Kind::Folder:
      return " -a '(__fish_complete_directories)'";
    case Kind::Unknown:
      break;
  }
  return "";
}

std::string fish_command(const CLI::App& command) {
  const std::string here = fmt::format("complete -c baton -n '__fish_seen_subcommand_from {}'", command.get_name());
  std::string lines;
  for (const OptionRow& row : option_rows(command)) {
    std::string names;
    for (const std::string& name : row.names)
      names += name[1] == '-' ? " -l " + name.substr(2) : " -s " + name.substr(1);
    const std::string value = row.value.empty() ? "" : " -r" + fish_action(kind_of(row.value, row.values), row.values);
    lines += fmt::format("{}{}{} -d '{}'\n", here, names, value, fish_text(row.meaning));
  }
  const Page& page = page_of(command);
  std::vector<std::string> actions;
  for (std::size_t i = 0; i < page.arguments.size(); ++i) {
    const std::string action = fish_action(kind_at(page, i), page.arguments[i].values);
    if (action.empty() || std::find(actions.begin(), actions.end(), action) != actions.end()) continue;
    actions.push_back(action);
    lines += here + action + "\n";
  }
  return lines;
}

}  // namespace

std::string bash_completion(const CLI::App& app) {
  std::vector<std::string> first = command_names(app);
  for (const std::string& name : names_of(app)) first.push_back(name);
  return fmt::format(bash_frame, fmt::arg("options", bash_options(app)), fmt::arg("commands", joined(first)),
                     fmt::arg("names", bash_names(app)), fmt::arg("arguments", bash_arguments(app)));
}

std::string zsh_completion(const CLI::App& app) {
  std::string commands, cases;
  for (const CLI::App* command : shown_commands(app)) {
    commands += fmt::format("      '{}:{}'\n", command->get_name(), zsh_text(command->get_description()));
    cases += zsh_command(*command);
  }
  return fmt::format(zsh_frame, fmt::arg("commands", commands), fmt::arg("cases", cases));
}

std::string fish_completion(const CLI::App& app) {
  std::string script =
      "# Completes `baton` in fish. Made by `baton completions fish`.\n"
      "complete -c baton -f\n"
      "complete -c baton -n __fish_use_subcommand -s h -l help -d 'this page'\n"
      "complete -c baton -n __fish_use_subcommand -l version -d 'the version of this program'\n";
  for (const CLI::App* command : shown_commands(app)) {
    script += fmt::format("complete -c baton -n __fish_use_subcommand -a {} -d '{}'\n", command->get_name(),
                          fish_text(command->get_description()));
  }
  for (const CLI::App* command : shown_commands(app)) script += fish_command(*command);
  return script;
}

}  // namespace baton::app
