#include "apps/baton/usage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <sstream>

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

// The name of the values that an option takes, and those that it is limited to. CLI11 hands out a validator's
// description behind the name and a colon.
std::pair<std::string, std::string> value_of(const CLI::Option& option) {
  if (option.get_type_size() == 0) return {};
  const std::string name = option.get_type_name();
  const std::size_t colon = std::min(name.find(':'), name.size());
  return {name.substr(0, colon), colon < name.size() ? name.substr(colon + 1) : ""};
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::istringstream stream(text);
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

OptionRow row_of(const CLI::Option& option) {
  OptionRow row;
  for (const std::string& name : option.get_snames()) row.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) row.names.push_back("--" + name);
  const auto [value, values] = value_of(option);
  row.value = value;
  row.values = words_of(values);
  row.meaning = option.get_description();
  return row;
}

// "-o, --output FILE".
std::string shown(const OptionRow& row) {
  return fmt::format("{}{}{}", fmt::join(row.names, ", "), row.value.empty() ? "" : " ", row.value);
}

std::vector<const CLI::Option*> options_of(const CLI::App& command) {
  return command.get_options([](const CLI::Option* option) { return option->nonpositional(); });
}

class PageFormatter : public CLI::FormatterBase {
 public:
  explicit PageFormatter(Page page) : page_(std::move(page)) {}
  const Page& page() const { return page_; }

  std::string make_help(const CLI::App* command, std::string, CLI::AppFormatMode) const override {
    std::vector<Row> commands, arguments, options;
    for (const CLI::App* one : shown_commands(*command)) commands.emplace_back(one->get_name(), one->get_description());
    for (const Argument& argument : page_.arguments) arguments.emplace_back(argument.name, argument.meaning);
    for (const OptionRow& row : option_rows(*command)) options.emplace_back(shown(row), row.meaning);
    std::string out = wrapped("Usage: ", 7, page_.usage) + "\n" + wrapped("", 0, command->get_description());
    out += table("Commands", commands) + table("Arguments", arguments) + table("Options", options);
    if (page_.list) out += "\n" + page_.list();
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

const Page& page_of(const CLI::App& command) {
  static const Page none;
  const auto formatter = std::dynamic_pointer_cast<PageFormatter>(command.get_formatter());
  return formatter ? formatter->page() : none;
}

std::vector<OptionRow> option_rows(const CLI::App& command) {
  std::vector<OptionRow> rows;
  for (const CLI::Option* option : options_of(command)) {
    if (option != command.get_help_ptr()) rows.push_back(row_of(*option));
  }
  rows.push_back({{"-h", "--help"}, "", "this page", {}});
  return rows;
}

std::vector<const CLI::App*> shown_commands(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* command) { return !command->get_group().empty(); });
}

CLI::Validator one_of(std::vector<std::string> values) {
  std::string description = fmt::format("{}", fmt::join(values, " "));
  const auto check = [values = std::move(values)](std::string& text) -> std::string {
    if (std::find(values.begin(), values.end(), text) != values.end()) return {};
    const auto near = dsl::did_you_mean(text, values);
    if (near) return fmt::format("`{}` is not known; did you mean `{}`?", text, *near);
    return fmt::format("`{}` is not known; it takes {}", text, fmt::join(values, ", "));
  };
  return {check, description};
}

CLI::Validator offers(std::function<std::vector<std::string>()> values) {
  struct Offer : CLI::Validator {
    explicit Offer(std::function<std::vector<std::string>()> names) {
      desc_function_ = [names = std::move(names)] { return fmt::format("{}", fmt::join(names(), " ")); };
    }
  };
  return Offer(std::move(values));
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
        return fmt::format("`{}` needs `{}`", full_name(command), shown(row_of(*option)));
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
