// `baton who`: one account at one moment, for people or as JSON.
#include <fmt/format.h>
#include <unistd.h>

#include <thread>

#include "apps/baton/cli.hpp"
#include "dsl/quote.hpp"
#include "engine/host/answer_text.hpp"
#include "engine/host/decision_json.hpp"
#include "engine/host/text.hpp"

namespace baton::app {
namespace {

struct WhoOptions {
  std::vector<std::string> operands;
  std::vector<std::string> events;
  std::string at;
  bool json = false;
};

int who(WhoOptions options) {
  const std::string folder = take_project(options.operands);
  if (options.operands.empty()) throw Stop(wrong_usage, "no account is given; it stands before `--events`");
  if (options.operands.size() > 1) throw Stop(wrong_usage, fmt::format("`{}` is no folder", options.operands.front()));
  const std::string& account = options.operands.front();
  const dsl::Project project = open_project(folder);
  const Program& program = *project.program;

  host::ReplayOptions replay_options;
  replay_options.files = options.events;
  replay_options.jobs = std::max(1U, std::thread::hardware_concurrency());
  if (!options.at.empty()) replay_options.until = parse_time(options.at, program.org().zone);
  // The answer is about one account: only lines that may have told of it are shown.
  Rejects rejects("", "`baton run --rejects FILE`");
  std::uint64_t of_others = 0;
  Progress progress;
  host::ReplaySinks sinks;
  sinks.decision = [](Decision&&) {};
  sinks.reject = [&](host::Reject&& reject) {
    const bool of_other = reject.subject && *reject.subject != account && *reject.subject != "org";
    if (of_other) {
      ++of_others;
    } else {
      progress.clear();
      rejects.take(reject);
    }
  };
  Engine engine(project.program);
  std::optional<host::ReplayCounts> counts;
  {
    sinks.progress = [&](std::uint64_t lines, std::uint64_t events) {
      progress.show(lines, events);
      return true;
    };
    const auto replayed = host::replay(engine, program, replay_options, sinks);
    progress.clear();
    if (!replayed) throw Stop(wrong_usage, replayed.error());
    counts = *replayed;
  }
  rejects.close();
  if (of_others > 0) {
    fmt::print(stderr, "{} about other accounts could not be used; `baton run` says why\n",
               host::counted(of_others, "line"));
  }
  tell_undeclared(counts->undeclared, program, false);

  const auto at = replay_options.until ? replay_options.until : counts->last;
  const auto snapshot = at ? engine.snapshot(account, *at) : std::nullopt;
  if (!snapshot) {
    const std::string then = replay_options.until ? " up to " + to_string(*replay_options.until) : "";
    throw Stop(wrong_usage, fmt::format("no event{} is about an account `{}`", then, account));
  }
  if (options.json) {
    fmt::print("{}", host::snapshot_json(*snapshot, program));
  } else {
    host::AnswerStyle style;
    style.colour = colours(STDOUT_FILENO);
    style.quote = [&](const Origin& origin) { return dsl::quote(project.sources, origin); };
    fmt::print("{}", host::snapshot_text(*snapshot, program, style));
  }
  return rejects.count() > 0 ? some_rejected : all_well;
}

}  // namespace

void add_who(CLI::App& app, int& status) {
  CLI::App* command =
      app.add_subcommand("who", "Who owns what on an account, why (and why not someone else), what comes next");
  auto options = std::make_shared<WhoOptions>();
  command->add_option("PROJECT ACCOUNT", options->operands)->expected(0, 2);
  add_value(command, "--events", options->events, "FILE", "a file of events, or several; - for standard input")
      ->required();
  add_value(command, "--at", options->at, "TIME",
            "the moment to look at, such as 2026-12-31 (its midnight) or 2026-12-31T17:00 (default: the last event's "
            "time)");
  command->add_flag("--json", options->json, "one JSON object, for programs");
  set_page(command, {"baton who [PROJECT] ACCOUNT --events FILE... [options]",
                     {{"PROJECT", "the project's folder (default: the current one)"},
                      {"ACCOUNT", "the account's id, as the events name it"}},
                     "Examples:\n"
                     "  baton who acme A-0014 --events events.jsonl\n"
                     "  baton who acme A-0014 --events events.jsonl --at 2025-09-15T09:00"});
  command->callback([options, &status] { status = who(*options); });
}

}  // namespace baton::app
