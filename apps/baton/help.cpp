// `baton help`: the page of a diagnostic's code, or all codes in one line each.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "apps/baton/cli.hpp"
#include "dsl/pages.hpp"

namespace baton::app {
namespace {

std::string line_of(const dsl::CodeInfo& info) {
  return fmt::format("{}  {:<7}  {}", info.code, info.severity == dsl::Severity::Error ? "error" : "warning",
                     info.title);
}

void print_page(std::string_view name) {
  fmt::print("{}", dsl::show_page(dsl::read_page(dsl::page_text(name)), colours(STDOUT_FILENO)));
}

int help(const std::string& topic) {
  const auto& codes = dsl::all_codes();
  if (topic.empty()) {
    for (const dsl::CodeInfo& info : codes) fmt::print("{}\n", line_of(info));
    return all_well;
  }
  if (topic == "examples") {
    print_page("README");
    return all_well;
  }
  const auto found = std::find_if(codes.begin(), codes.end(), [&](const auto& info) { return info.code == topic; });
  if (found == codes.end()) {
    throw Stop(wrong_usage, fmt::format("no message has the code `{}`; `baton help` lists them all", topic));
  }
  print_page(found->code);
  fmt::print("\nWhat the examples leave out is in `baton help examples`.\n");
  return all_well;
}

}  // namespace

void add_help(CLI::App& app, int& status) {
  auto topic = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("help", "What the code of a message means");
  command->add_option("CODE", *topic, "such as B402; without one, all of them in a line each");
  command->footer("Examples:\n  baton help B402\n  baton help");
  command->callback([&status, topic] { status = help(*topic); });
}

}  // namespace baton::app
