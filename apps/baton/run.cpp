// `baton run`: replays events and writes a decision for each, and for every deadline and window that time alone brings.
#include <fmt/format.h>

#include <thread>

#include "apps/baton/cli.hpp"
#include "engine/host/decision_json.hpp"
#include "engine/host/output.hpp"

namespace baton::app {
namespace {

struct RunOptions {
  std::vector<std::string> operands;
  std::string output = "-";
  std::string rejects;
  std::string until;
  std::size_t jobs = std::max(1U, std::thread::hardware_concurrency());
};

int run(RunOptions options) {
  const std::string folder = take_project(options.operands);
  if (options.operands.empty()) throw Stop(wrong_usage, "no events are given; name a file, or `-` for standard input");
  const dsl::Project project = open_project(folder);
  const Program& program = *project.program;

  host::ReplayOptions replay_options;
  replay_options.files = options.operands;
  replay_options.jobs = options.jobs;
  if (!options.until.empty()) replay_options.until = parse_time(options.until, program.org().zone);

  keep_apart(options.operands, {options.output, options.rejects});
  Rejects rejects(options.rejects);
  auto output = host::open_output(options.output);
  if (!output) throw Stop(wrong_usage, output.error());
  Progress progress;
  std::string buffer;
  host::ReplaySinks sinks;
  sinks.decision = [&](Decision&& decision) {
    buffer.clear();
    host::append_decision(buffer, decision, program);
    (*output)->write(buffer);
  };
  sinks.reject = [&](host::Reject&& reject) {
    progress.clear();
    rejects.take(reject);
  };
  sinks.progress = [&](std::uint64_t lines, std::uint64_t events) {
    progress.show(lines, events);
    return !(*output)->failed();
  };

  Engine engine(project.program);
  const auto counts = host::replay(engine, program, replay_options, sinks);
  progress.clear();
  const auto closed = (*output)->close();
  if ((*output)->reader_gone()) return all_well;
  if (!closed) throw Stop(wrong_usage, closed.error());
  if (!counts) throw Stop(wrong_usage, counts.error());
  rejects.close();
  fmt::print(stderr, "{}\n", host::summary(*counts, replay_options.until.has_value()));
  if (const std::string note = host::ties_note(*counts); !note.empty()) fmt::print(stderr, "{}\n", note);
  return counts->rejected > 0 ? some_rejected : all_well;
}

}  // namespace

void add_run(CLI::App& app, int& status) {
  CLI::App* command =
      app.add_subcommand("run", "Replay events: who owns what after each, what changes hands, who is called");
  auto options = std::make_shared<RunOptions>();
  command
      ->add_option("PROJECT EVENTS", options->operands,
                   "the project's folder (default: the current one), then files of events (JSON Lines, also .gz and "
                   ".zst) or `-`")
      ->required();
  command->add_option("-o,--output", options->output, "where decisions go (default: standard output)")
      ->type_name("FILE");
  command->add_option("--rejects", options->rejects, "where lines that cannot be used go, with the reason")
      ->type_name("FILE");
  command
      ->add_option("--until", options->until,
                   "go on to this time (a bare date is its midnight); later events are only counted")
      ->type_name("TIME");
  command->add_option("--jobs", options->jobs, "how many threads read; changes no answer")->check(CLI::Range(1, 256));
  command->footer(
      "Examples:\n"
      "  baton run acme events.jsonl -o decisions.jsonl\n"
      "  baton run acme 2025.jsonl.gz 2026.jsonl.gz --rejects rejects.jsonl\n"
      "  baton run acme events.jsonl --until 2026-12-31      what the rest of the year brings by itself");
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace baton::app
