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

namespace {

using namespace baton::app;

constexpr const char* about =
    "Baton: who owns an account, when does it change hands, and who is called when it goes wrong.\n"
    "A project is a folder with org.yaml (people, teams, calendars) and .baton files (the policy).";

constexpr const char* examples =
    "Examples:\n"
    "  baton check acme                              is every responsibility owned, always?\n"
    "  baton run acme events.jsonl -o decisions.jsonl\n"
    "  baton who acme A-0014 --events events.jsonl   who owns what on this account, and why\n"
    "  baton matrix acme ae_am                       who owns what in which stage\n"
    "  baton import --map map.yaml deals.csv -o events.jsonl\n"
    "\n"
    "Exit status: 0 all well; 1 something in the project is wrong; 2 wrong usage or an unreadable file;\n"
    "3 some input was rejected.";

// Commands that the contract knows and this version does not have.
constexpr std::string_view later_commands[] = {"book", "test", "diff", "fmt", "init", "graph"};

int run(int argc, char** argv) {
  CLI::App app(about, "baton");
  app.footer(examples);
  app.require_subcommand(1);
  app.set_version_flag("--version", "baton " BATON_VERSION);
  int status = all_well;
  add_check(app, status);
  add_run(app, status);
  add_who(app, status);
  add_matrix(app, status);
  add_import(app, status);
  add_help(app, status);
  for (const std::string_view name : later_commands) {
    if (argc > 1 && name == argv[1]) {
      throw Stop(wrong_usage,
                 fmt::format("`baton {}` is not yet part of this version; `baton --help` lists what is", name));
    }
  }
  const auto is_named = [&](const CLI::App* command) { return command->get_name() == argv[1]; };
  if (argc > 1 && argv[1][0] != '-' && app.get_subcommands(is_named).empty()) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
    const auto near = baton::dsl::did_you_mean(argv[1], names);
    throw Stop(wrong_usage, near ? fmt::format("`{}` is no command; did you mean `{}`?", argv[1], *near)
                                 : fmt::format("`{}` is no command; `baton --help` lists them", argv[1]));
  }
  if (argc < 2) {
    fmt::print(stderr, "{}", app.help());
    return wrong_usage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    const bool to_command = argv[1][0] != '-';
    throw Stop(wrong_usage, fmt::format("{}; `baton {}{}--help` shows how it is used", error.what(),
                                        to_command ? argv[1] : "", to_command ? " " : ""));
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
    spdlog::error("{}", stop.what());
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
