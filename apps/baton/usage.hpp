// Help pages and the words for wrong usage. CLI11 takes the command line apart; what people read is written here.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

namespace baton::app {

struct Argument {
  std::string name;  // "EVENTS"; says to completions whether it is a file or a folder (see completion_scripts.cpp)
  std::string meaning;
  std::vector<std::string> values{};  // where only these are taken
};

// What a help page says besides the options, which it takes from the command.
struct Page {
  std::string usage;  // "baton run [PROJECT] EVENTS... [options]"
  std::vector<Argument> arguments;
  std::string end;                         // examples, as they stand; at most 80 columns wide
  std::function<std::string()> list = {};  // what stands before the end and is made only where it is shown
};
void set_page(CLI::App* command, Page page);

// What help pages, manual pages and completions are made of.
struct OptionRow {
  std::vector<std::string> names;  // "-o", "--output"
  std::string value;               // "FILE"; empty: it takes none
  std::string meaning;
  std::vector<std::string> values;  // where it takes only these
};
std::vector<OptionRow> option_rows(const CLI::App& command);
std::vector<const CLI::App*> shown_commands(const CLI::App& app);  // without those that people need not know
const Page& page_of(const CLI::App& command);

// An option with one value (or several, where `into` is a list), which must not be empty. `value_name`: "FILE".
template <class Value>
CLI::Option* add_value(CLI::App* command, const std::string& names, Value& into, const std::string& value_name,
                       const std::string& meaning) {
  return command->add_option(names, into, meaning)
      ->type_name(value_name)
      ->check(
          CLI::Validator([](std::string& text) { return text.empty() ? "the value is empty" : std::string(); }, ""));
}
// The values that an option takes: lets others be refused by name.
CLI::Validator one_of(std::vector<std::string> values);
// Names the values where completions ask for them, and refuses none: the command says more about others.
CLI::Validator offers(std::function<std::vector<std::string>()> values);
// A whole number from 1 to `most`.
CLI::Validator count_up_to(std::size_t most);

// "`--frob` is no option of `baton run`; did you mean ...": what was wrong about a command line. `command` is the one
// that was called, or the program itself.
std::string words_for(const CLI::ParseError& error, const CLI::App& command);

}  // namespace baton::app
