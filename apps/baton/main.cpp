// The program: one file a subcommand. Whatever happens, a command ends with a plain sentence and an exit status.
#include <fmt/format.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <new>
#include <system_error>

#include "apps/baton/cli.hpp"
#include "engine/host/text.hpp"

namespace {

using namespace baton::app;

constexpr const char* about =
    "Baton says who owns an account, when it changes hands, and who is called when something goes wrong. A project is "
    "a folder with org.yaml (people, teams, calendars) and .baton files (the policy).";

constexpr const char* examples =
    "Examples:\n"
    "  baton check acme\n"
    "  baton test acme\n"
    "  baton run acme events.jsonl -o decisions.jsonl\n"
    "  baton who acme A-0014 --events events.jsonl\n"
    "  baton matrix acme ae_am\n"
    "  baton import --map map.yaml deals.csv -o events.jsonl\n"
    "  baton fmt acme\n"
    "\n"
    "`baton COMMAND --help` tells more of each.\n"
    "\n"
    "Exit status:\n"
    "  0  all well\n"
    "  1  something in the project is wrong\n"
    "  2  wrong usage, or a file that cannot be read\n"
    "  3  some input was rejected";

constexpr std::size_t longest_sentence = 1'000;  // bytes, of what ends a command

// Commands that the contract knows and this version does not have.
constexpr std::string_view later_commands[] = {"book"};

// The words for a first argument that is neither a command nor an option of the program itself.
std::string words_for_first(const std::string& first, const CLI::App& app) {
  if (first.size() > 1 && first.front() == '-') {
    return fmt::format(
        "`{}` is no option of `baton`; options stand after the command, and `baton --help` lists the "
        "commands",
        first);
  }
  for (const std::string_view name : later_commands) {
    if (name == first) {
      return fmt::format("`baton {}` is not yet part of this version; `baton --help` lists what is", name);
    }
  }
  std::vector<std::string> names;
  for (const CLI::App* command : shown_commands(app)) names.push_back(command->get_name());
  const auto near = baton::dsl::did_you_mean(first, names);
  return near ? fmt::format("`{}` is no command; did you mean `{}`?", first, *near)
              : fmt::format("`{}` is no command; `baton --help` lists them", first);
}

int run(int argc, char** argv) {
  CLI::App app(about, "baton");
  app.require_subcommand(1);
  int status = all_well;
  add_check(app, status);
  add_run(app, status);
  add_who(app, status);
  add_matrix(app, status);
  add_graph(app, status);
  add_test(app, status);
  add_diff(app, status);
  add_import(app, status);
  add_fmt(app, status);
  add_init(app, status);
  add_completions(app, status);
  add_manual(app, status);
  add_help(app, status);
  app.set_version_flag("--version", "baton " BATON_VERSION, "the version of this program");
  set_page(&app, {"baton COMMAND ...", {}, examples});
  if (argc < 2) {
    fmt::print(stderr, "{}", app.help());
    return wrong_usage;
  }
  const std::string first = argv[1];
  const bool is_option = first == "-h" || first == "--help" || first == "--version";
  const auto commands = app.get_subcommands([&](const CLI::App* one) { return one->get_name() == first; });
  if (commands.empty() && !is_option) throw Stop(wrong_usage, words_for_first(first, app));
  const CLI::App& command = is_option ? app : *commands.front();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    throw Stop(wrong_usage, fmt::format("{}; `baton {}{}--help` shows how it is used", words_for(error, command),
                                        is_option ? "" : first, is_option ? "" : " "));
  }
  if (std::fflush(stdout) != 0 && errno != EPIPE) throw Stop(wrong_usage, "standard output cannot be written");
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  // A reader that stops reading, as `baton run ... | head` does, shows as a failed write.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    spdlog::set_default_logger(spdlog::stderr_color_mt("baton"));
    spdlog::set_pattern("%^%l%$: %v");
    return run(argc, argv);
  } catch (const Stop& stop) {
    // What was typed and what files hold may be long, and play tricks with a terminal.
    spdlog::error("{}", baton::host::cut_utf8(baton::host::visible(stop.what()), longest_sentence));
    return stop.status;
  } catch (const std::system_error& error) {
    if (error.code() == std::errc::broken_pipe) return all_well;  // the reader has had enough
    std::fprintf(stderr, "error: %s\n", error.what());
  } catch (const std::bad_alloc&) {
    std::fputs("error: there is not enough memory\n", stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
  } catch (...) {
    std::fputs("error: something went wrong that has no name\n", stderr);
  }
  return wrong_usage;
}
