// `baton who`: one account at one moment, for people or as JSON.
#include <fmt/format.h>
#include <unistd.h>

#include <thread>

#include "apps/baton/cli.hpp"
#include "engine/host/answer_text.hpp"
#include "engine/host/decision_json.hpp"

namespace baton::app {
namespace {

struct WhoOptions {
  std::vector<std::string> operands;
  std::vector<std::string> events;
  std::string at;
  bool json = false;
};

// A statement on one line.
std::string quote(const dsl::Sources& sources, const Origin& at) {
  const auto span = sources.find(at);
  if (!span) return "";
  const std::string& text = sources[span->source].text;
  if (at.end <= at.begin || at.end > text.size()) return "";
  std::string made;
  for (const char c : std::string_view(text).substr(at.begin, at.end - at.begin)) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!space) {
      made += c;
    } else if (!made.empty() && made.back() != ' ') {
      made += ' ';
    }
  }
  while (made.ends_with(' ')) made.pop_back();
  return made;
}

int who(WhoOptions options) {
  const std::string folder = take_project(options.operands);
  if (options.operands.empty()) throw Stop(wrong_usage, "no account is given");
  if (options.operands.size() > 1) throw Stop(wrong_usage, fmt::format("`{}` is no folder", options.operands.front()));
  const std::string& account = options.operands.front();
  const dsl::Project project = open_project(folder);
  const Program& program = *project.program;

  host::ReplayOptions replay_options;
  replay_options.files = options.events;
  replay_options.jobs = std::max(1U, std::thread::hardware_concurrency());
  if (!options.at.empty()) replay_options.until = parse_time(options.at, program.org().zone);
  Rejects rejects("");
  host::ReplaySinks sinks;
  sinks.decision = [](Decision&&) {};
  sinks.reject = [&](host::Reject&& reject) { rejects.take(reject); };
  Engine engine(project.program);
  std::optional<host::ReplayCounts> counts;
  {
    Progress progress;
    sinks.progress = [&](std::uint64_t lines, std::uint64_t events) {
      progress.show(lines, events);
      return true;
    };
    const auto replayed = host::replay(engine, program, replay_options, sinks);
    if (!replayed) throw Stop(wrong_usage, replayed.error());
    counts = *replayed;
  }
  rejects.close();
  if (counts->rejected > 0) fmt::print(stderr, "{}\n", host::summary(*counts, replay_options.until.has_value()));

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
    style.quote = [&](const Origin& origin) { return quote(project.sources, origin); };
    fmt::print("{}", host::snapshot_text(*snapshot, program, style));
  }
  return counts->rejected > 0 ? some_rejected : all_well;
}

}  // namespace

void add_who(CLI::App& app, int& status) {
  CLI::App* command =
      app.add_subcommand("who", "Who owns what on an account, why (and why not someone else), and what comes next");
  auto options = std::make_shared<WhoOptions>();
  command
      ->add_option("PROJECT ACCOUNT", options->operands,
                   "the project's folder (default: the current one), then the account's id")
      ->required()
      ->expected(1, 2);
  command->add_option("--events", options->events, "files of events, or `-`")->type_name("FILE")->required();
  command->add_option("--at", options->at, "the moment to look at (default: the last event's time)")->type_name("TIME");
  command->add_flag("--json", options->json, "one JSON object");
  command->footer(
      "Examples:\n"
      "  baton who acme A-0014 --events events.jsonl\n"
      "  baton who acme A-0014 --events events.jsonl --at 2025-09-15T09:00 --json");
  command->callback([options, &status] { status = who(*options); });
}

}  // namespace baton::app
