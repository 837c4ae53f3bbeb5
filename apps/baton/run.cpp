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
  tell_undeclared(counts->undeclared, program, true);
  return counts->rejected > 0 ? some_rejected : all_well;
}

}  // namespace

void add_run(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("run", "Replay events and write a decision for each, and for each deadline");
  auto options = std::make_shared<RunOptions>();
  command->add_option("PROJECT EVENTS", options->operands);
  add_value(command, "-o,--output", options->output, "FILE", "where decisions go (default: standard output)");
  add_value(command, "--rejects", options->rejects, "FILE",
            "where lines that cannot be used go, with the reason, as JSON Lines (default: the first ten are shown)");
  add_value(command, "--until", options->until, "TIME",
            "go on to this time, such as 2026-12-31 (its midnight) or 2026-12-31T17:00; later events are only counted");
  add_value(command, "--jobs", options->jobs, "N", "how many threads read, 1 to 256; changes no answer")
      ->check(count_up_to(256));
  set_page(command, {"baton run [PROJECT] EVENTS... [options]",
                     {{"PROJECT", "the project's folder (default: the current one)"},
                      {"EVENTS", "files of events (JSON Lines, also .gz and .zst), or - for standard input"}},
                     "Examples:\n"
                     "  baton run acme events.jsonl -o decisions.jsonl\n"
                     "  baton run acme 2025.jsonl.gz 2026.jsonl.gz --rejects rejects.jsonl\n"
                     "  baton run acme events.jsonl --until 2026-12-31"});
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace baton::app
