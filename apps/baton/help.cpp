// `baton help`: the page of a command or of a message's code, or all of them in one line each.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>

#include "apps/baton/cli.hpp"
#include "dsl/pages.hpp"

namespace baton::app {
namespace {

// The topic that tells what the examples of the pages leave out.
constexpr std::string_view examples = "examples";

std::string line_of(const dsl::CodeInfo& info) {
  return fmt::format("{}  {:<7}  {}", info.code, info.severity == dsl::Severity::Error ? "error" : "warning",
                     info.title);
}

void print_page(std::string_view name) {
  fmt::print("{}", dsl::show_page(dsl::read_page(dsl::page_text(name)), colours(STDOUT_FILENO)));
}

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : shown_commands(app)) names.push_back(command->get_name());
  return names;
}

int list_topics(const CLI::App& app) {
  fmt::print(
      "`baton help TOPIC` tells of a command or of the code of a message.\n\nCommands: {}\n\nCodes, with "
      "what their examples leave out in `baton help {}`:\n",
      fmt::join(commands_of(app), ", "), examples);
  for (const dsl::CodeInfo& info : dsl::all_codes()) fmt::print("  {}\n", line_of(info));
  return all_well;
}

int help(const CLI::App& app, const std::string& topic) {
  if (topic.empty()) return list_topics(app);
  std::vector<std::string> topics = commands_of(app);
  if (std::find(topics.begin(), topics.end(), topic) != topics.end()) {
    fmt::print("{}", app.get_subcommand(topic)->help());
    return all_well;
  }
  if (topic == examples) {
    print_page("README");
    return all_well;
  }
  topics.emplace_back(examples);
  std::string code = topic;
  std::transform(code.begin(), code.end(), code.begin(), [](unsigned char c) { return std::toupper(c); });
  for (const dsl::CodeInfo& info : dsl::all_codes()) {
    if (info.code == code) {
      print_page(info.code);
      fmt::print("\nWhat the examples leave out is in `baton help {}`.\n", examples);
      return all_well;
    }
    topics.emplace_back(info.code);
  }
  const auto near = dsl::did_you_mean(topic, topics);
  if (near) throw Stop(wrong_usage, fmt::format("there is no help on `{}`; did you mean `{}`?", topic, *near));
  throw Stop(wrong_usage, fmt::format("there is no help on `{}`; there is on {}, and on the codes of messages, which "
                                      "`baton help` lists",
                                      topic, fmt::join(commands_of(app), ", ")));
}

}  // namespace

void add_help(CLI::App& app, int& status) {
  auto topic = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("help", "A command's page, or what the code of a message means");
  command->add_option("TOPIC", *topic);
  std::vector<std::string> topics = commands_of(app);
  topics.emplace_back(examples);
  for (const dsl::CodeInfo& info : dsl::all_codes()) topics.emplace_back(info.code);
  set_page(command, {"baton help [TOPIC]",
                     {{"TOPIC", "a command, or a code such as B402 (default: lists them all)", topics}},
                     "Examples:\n"
                     "  baton help B402\n"
                     "  baton help run"});
  command->callback([&app, &status, topic] { status = help(app, *topic); });
}

}  // namespace baton::app
