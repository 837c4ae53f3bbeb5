#include "apps/baton/usage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "dsl/diagnostics.hpp"

namespace baton::app {
namespace {

constexpr std::size_t page_width = 80;

using Row = std::pair<std::string, std::string>;

// Words broken into lines that begin at a column; `first` stands before the first of them.
std::string wrapped(std::string_view first, std::size_t indent, std::string_view text) {
  std::string out(first);
  std::size_t column = first.size();
  if (column < indent) out.append(indent - column, ' ');
  column = std::max(column, indent);
  bool line_begins = true;
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    if (!line_begins && column + 1 + space > page_width) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
      line_begins = true;
    }
    out += line_begins ? "" : " ";
    column += space + (line_begins ? 0 : 1);
    out += text.substr(0, space);
    line_begins = false;
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return out + "\n";
}

std::string table(std::string_view title, const std::vector<Row>& rows) {
  if (rows.empty()) return "";
  std::size_t width = 0;
  for (const Row& row : rows) width = std::max(width, row.first.size());
  std::string out = fmt::format("\n{}:\n", title);
  for (const Row& row : rows) out += wrapped("  " + row.first, width + 4, row.second);
  return out;
}

// "-o, --output FILE".
std::string shown(const CLI::Option& option) {
  std::string made;
  for (const std::string& name : option.get_snames()) made += (made.empty() ? "-" : ", -") + name;
  for (const std::string& name : option.get_lnames()) made += (made.empty() ? "--" : ", --") + name;
  const bool has_value = option.get_type_size() != 0 && !option.get_type_name().empty();
  return has_value ? made + " " + option.get_type_name() : made;
}

std::vector<const CLI::Option*> options_of(const CLI::App& command) {
  return command.get_options([](const CLI::Option* option) { return option->nonpositional(); });
}

class PageFormatter : public CLI::FormatterBase {
 public:
  explicit PageFormatter(Page page) : page_(std::move(page)) {}

  std::string make_help(const CLI::App* command, std::string, CLI::AppFormatMode) const override {
    std::vector<Row> commands, options;
    for (const CLI::App* one : command->get_subcommands({}))
      commands.emplace_back(one->get_name(), one->get_description());
    for (const CLI::Option* option : options_of(*command)) {
      if (option != command->get_help_ptr()) options.emplace_back(shown(*option), option->get_description());
    }
    options.emplace_back("-h, --help", "this page");
    std::string out = wrapped("Usage: ", 7, page_.usage) + "\n" + wrapped("", 0, command->get_description());
    out += table("Commands", commands) + table("Arguments", page_.arguments) + table("Options", options);
    return out + "\n" + page_.end + "\n";
  }

 private:
  Page page_;
};

std::string full_name(const CLI::App& command) {
  return command.get_parent() == nullptr ? command.get_name()
                                         : command.get_parent()->get_name() + " " + command.get_name();
}

std::string unexpected(const std::string& word, const CLI::App& command) {
  if (word.size() < 2 || word.front() != '-') {
    return fmt::format("`{}` is one argument too many for `{}`", word, full_name(command));
  }
  const std::string name = word.substr(0, word.find('='));
  std::vector<std::string> known;
  for (const CLI::Option* option : options_of(command)) {
    for (const std::string& one : option->get_lnames()) known.push_back("--" + one);
  }
  const auto near = dsl::did_you_mean(name, known);
  return fmt::format("`{}` is no option of `{}`{}", name, full_name(command),
                     near ? fmt::format("; did you mean `{}`?", *near) : "");
}

// The option that CLI11's words begin with ("--until: ..."), and what they say of it.
std::pair<std::string, std::string> split(const std::string& what) {
  const std::size_t colon = what.find(": ");
  return colon == std::string::npos ? std::pair<std::string, std::string>{"", what}
                                    : std::pair{what.substr(0, colon), what.substr(colon + 2)};
}

}  // namespace

void set_page(CLI::App* command, Page page) {
  command->set_help_flag("-h,--help", "this page");
  command->formatter(std::make_shared<PageFormatter>(std::move(page)));
}

CLI::Validator one_of(std::vector<std::string> values) {
  const auto check = [values = std::move(values)](std::string& text) -> std::string {
    if (std::find(values.begin(), values.end(), text) != values.end()) return {};
    const auto near = dsl::did_you_mean(text, values);
    if (near) return fmt::format("`{}` is not known; did you mean `{}`?", text, *near);
    return fmt::format("`{}` is not known; it takes {}", text, fmt::join(values, ", "));
  };
  return {check, ""};
}

CLI::Validator count_up_to(std::size_t most) {
  const auto check = [most](std::string& text) -> std::string {
    const bool digits = !text.empty() && text.size() < 10 && text.find_first_not_of("0123456789") == std::string::npos;
    if (digits && std::stoul(text) >= 1 && std::stoul(text) <= most) return {};
    return fmt::format("`{}` is no whole number from 1 to {}", text, most);
  };
  return {check, ""};
}

std::string words_for(const CLI::ParseError& error, const CLI::App& command) {
  // An unknown option is the likeliest cause of whatever else is wrong.
  if (const auto rest = command.remaining(); !rest.empty()) return unexpected(rest.front(), command);
  if (error.get_name() == "RequiredError") {
    for (const CLI::Option* option : options_of(command)) {
      if (option->get_required() && option->count() == 0) {
        return fmt::format("`{}` needs `{}`", full_name(command), shown(*option));
      }
    }
  }
  const auto [name, words] = split(error.what());
  const CLI::Option* option = name.empty() ? nullptr : command.get_option_no_throw(name);
  if (option == nullptr) return error.what();
  if (option->get_positional()) return unexpected(option->results().back(), command);
  if (error.get_name() == "ValidationError") return fmt::format("`{}`: {}", name, words);
  if (error.get_name() == "ArgumentMismatch") {
    return option->count() > 1 ? fmt::format("`{}` is given more than once", name)
                               : fmt::format("`{}` is given without a value", name);
  }
  return error.what();
}

}  // namespace baton::app
