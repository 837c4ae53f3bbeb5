// Help pages and the words for wrong usage. CLI11 takes the command line apart; what people read is written here.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <utility>
#include <vector>

namespace baton::app {

// What a help page says besides the options, which it takes from the command.
struct Page {
  std::string usage;                                           // "baton run [PROJECT] EVENTS... [options]"
  std::vector<std::pair<std::string, std::string>> arguments;  // name and meaning
  std::string end;                                             // examples, as they stand; at most 80 columns wide
};
void set_page(CLI::App* command, Page page);

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
// A whole number from 1 to `most`.
CLI::Validator count_up_to(std::size_t most);

// "`--frob` is no option of `baton run`; did you mean ...": what was wrong about a command line. `command` is the one
// that was called, or the program itself.
std::string words_for(const CLI::ParseError& error, const CLI::App& command);

}  // namespace baton::app
