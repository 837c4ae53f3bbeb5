// `baton manual`, which the build calls: the manual pages, in roff, from the same pages that `--help` shows.
#include <fmt/format.h>

#include <filesystem>
#include <sstream>

#include "apps/baton/cli.hpp"

namespace baton::app {
namespace {

// Text that roff reads as it stands: no escapes, no requests at a line's begin, and a minus that can be copied.
std::string roff(std::string_view text) {
  std::string made;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) made += "\\&";
    made += c == '\\' ? "\\e" : c == '-' ? "\\-" : std::string(1, c);
    line_begins = c == '\n';
  }
  return made;
}

// Prose: what stands in backticks is bold.
std::string prose(std::string_view text) {
  std::string made;
  bool inside = false;
  for (std::size_t at = text.find('`'); at != std::string_view::npos; at = text.find('`')) {
    made += roff(text.substr(0, at)) + (inside ? "\\fR" : "\\fB");
    inside = !inside;
    text.remove_prefix(at + 1);
  }
  return made + roff(text);
}

std::string capitals(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c;
  return text;
}

std::string entry(const std::string& name, const std::string& meaning) {
  return fmt::format(".TP\n{}\n{}\n", name, prose(meaning));
}

// The free text at a page's end: "Examples:" begins a section, lines set in are shown as they stand.
std::string free_text(const std::string& text) {
  std::string made;
  bool inside = false;  // of lines that are shown as they stand
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const bool set_in = line.starts_with("  ");
    if (set_in != inside && !line.empty()) {
      made += set_in ? ".nf\n" : ".fi\n";
      inside = set_in;
    }
    if (line.empty()) continue;
    const bool heading = !set_in && line.back() == ':' && line.find(' ') == line.rfind(' ') && line.size() < 20;
    made += heading ? fmt::format(".SH {}\n", capitals(line.substr(0, line.size() - 1)))
                    : (set_in ? roff(line.substr(2)) : ".PP\n" + prose(line)) + "\n";
  }
  return made + (inside ? ".fi\n" : "");
}

std::string page(const CLI::App& command, const std::string& name, const std::string& date,
                 const std::string& see_also) {
  const Page& words = page_of(command);
  const bool whole = command.get_parent() == nullptr;
  std::string made = fmt::format(".TH {} 1 \"{}\" \"baton {}\" \"Baton\"\n", capitals(name), date, BATON_VERSION);
  made += fmt::format(".SH NAME\n{} \\- {}\n", roff(name),
                      whole ? "who owns an account, as code, proved and run" : prose(command.get_description()));
  made += fmt::format(".SH SYNOPSIS\n{}\n.SH DESCRIPTION\n{}\n", roff(words.usage), prose(command.get_description()));
  std::string commands, arguments, options;
  for (const CLI::App* one : shown_commands(command)) {
    commands += entry(fmt::format("\\fBbaton\\-{}\\fR(1)", roff(one->get_name())), one->get_description());
  }
  for (const Argument& argument : words.arguments) {
    arguments += entry(fmt::format("\\fI{}\\fR", roff(argument.name)), argument.meaning);
  }
  for (const OptionRow& row : option_rows(command)) {
    const std::string names = fmt::format("\\fB{}\\fR", roff(fmt::format("{}", fmt::join(row.names, ", "))));
    const std::string value = row.value.empty() ? "" : fmt::format(" \\fI{}\\fR", roff(row.value));
    options += entry(names + value, row.meaning);
  }
  if (!commands.empty()) made += ".SH COMMANDS\n" + commands;
  if (!arguments.empty()) made += ".SH ARGUMENTS\n" + arguments;
  made += ".SH OPTIONS\n" + options + (words.list ? free_text(words.list()) : "") + free_text(words.end);
  return made + fmt::format(".SH SEE ALSO\n{}\n", see_also);
}

void write(const std::filesystem::path& path, const std::string& text) {
  auto output = host::open_output(path.string());
  if (!output) throw Stop(wrong_usage, output.error());
  (*output)->write(text);
  if (const auto closed = (*output)->close(); !closed) throw Stop(wrong_usage, closed.error());
}

int manual(const CLI::App& app, const std::string& folder, const std::string& date) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw Stop(wrong_usage, fmt::format("`{}` cannot be made: {}", folder, error.message()));
  std::string all;
  for (const CLI::App* command : shown_commands(app)) {
    const std::string name = "baton-" + command->get_name();
    write(std::filesystem::path(folder) / (name + ".1"), page(*command, name, date, "\\fBbaton\\fR(1)"));
    all += fmt::format("{}\\fB{}\\fR(1)", all.empty() ? "" : ",\n", roff(name));
  }
  write(std::filesystem::path(folder) / "baton.1", page(app, "baton", date, all));
  return all_well;
}

}  // namespace

void add_manual(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("manual", "Writes the manual pages, in roff");
  auto folder = std::make_shared<std::string>();
  auto date = std::make_shared<std::string>();
  command->add_option("DIR", *folder)->required();
  command->add_option("DATE", *date)->required();
  command->group("");  // for the build
  set_page(command, {"baton manual DIR DATE",
                     {{"DIR", "the folder to write them to: baton.1, and one for each command"},
                      {"DATE", "the date that the pages bear"}},
                     "Examples:\n"
                     "  baton manual share/man/man1 2026-01-15"});
  command->callback([&app, &status, folder, date] { status = manual(app, *folder, *date); });
}

}  // namespace baton::app
