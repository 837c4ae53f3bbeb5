// Years of companies' lives, run through the engine as `baton run` runs them, and watched (watch.hpp).
//
//   simulation [--seed N] [--seeds COUNT] [--years N] [--accounts N] [--verbose]
//
// Of each seed a company and its life are made. The life is replayed; then again with more events put at the very
// instants at which deadlines were seen to pass. After that the same lines must give the same decisions out of order,
// twice told, and without those that were refused; cut anywhere, the beginning of the decisions; and the next version
// of the company, with amended policy, hours and teams, must stand the same watch. Every third seed is the example.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iostream>

#include "dsl/project.hpp"
#include "engine/host/decision_json.hpp"
#include "engine/host/replay.hpp"
#include "tests/simulation/life.hpp"
#include "tests/simulation/watch.hpp"

namespace baton::simulation {
namespace {

namespace fs = std::filesystem;

// No life gives as many decisions: what fires again and again at one instant would go on for ever.
constexpr std::size_t most_decisions_per_line = 50;

struct Company {
  fs::path folder;
  std::shared_ptr<const Program> program;
  std::vector<naive::WorkingMinutes> calendars;
};

struct Run {
  std::vector<std::string> decisions;  // as JSON
  std::vector<Moment> timers;
  std::map<std::string, std::string> open;  // by account: a handoff
  std::vector<Instant> times;
  host::ReplayCounts counts;
  std::vector<std::uint64_t> refused;  // lines, from 1
  std::vector<std::string> complaints;
  std::map<std::string, std::size_t> checked;
};

fs::path folder_of(std::uint64_t seed) {
  return fs::temp_directory_path() / fmt::format("baton-simulation-{}-{}", getpid(), seed);
}

Company open_company(const fs::path& folder) {
  const dsl::Project project = dsl::load(folder);
  if (!project.program)
    throw std::runtime_error("the company cannot be resolved; see `baton check " + folder.string() + "`");
  return {folder, project.program, calendars_of(folder, project.program->org())};
}

fs::path written(const fs::path& folder, const std::vector<std::string>& lines) {
  const fs::path path = folder / "events.jsonl";
  std::ofstream out(path);
  for (const std::string& line : lines) out << line << '\n';
  return path;
}

void note(Run& run, const Decision& decision, const Program& program) {
  host::append_decision(run.decisions.emplace_back(), decision, program);
  run.times.push_back(decision.at);
  for (const HandoffReport& report : decision.handoffs) {
    run.open[decision.subject] = report.state < HandoffState::Finished ? report.handoff : "";
  }
  if (decision.cause.event.empty()) run.timers.push_back({decision.at, decision.subject, run.open[decision.subject]});
}

Run replay(const Company& company, const fs::path& work, const std::vector<std::string>& lines, Instant until,
           bool watched, std::size_t jobs = 1) {
  Run run;
  Engine engine(company.program);
  Watch watch(*company.program, engine, company.calendars);
  host::ReplayOptions options;
  options.files = {written(work, lines).string()};
  options.until = until;
  options.jobs = jobs;
  host::ReplaySinks sinks;
  sinks.decision = [&](Decision&& decision) {
    note(run, decision, *company.program);
    if (run.decisions.size() > 10'000 + most_decisions_per_line * lines.size())
      throw std::runtime_error("the engine does not come to an end");
    if (watched) watch.see(decision);
  };
  sinks.reject = [&](host::Reject&& reject) { run.refused.push_back(reject.line); };
  sinks.progress = [](std::uint64_t, std::uint64_t) { return true; };
  const auto counts = host::replay(engine, *company.program, options, sinks);
  if (!counts) throw std::runtime_error(counts.error());
  run.counts = *counts;
  if (watched) watch.finish(until);
  run.complaints = watch.complaints();
  run.checked = watch.checked();
  return run;
}

class Simulation {
 public:
  Simulation(std::uint64_t seed, const Scale& scale, bool verbose)
      : seed_(seed), scale_(scale), verbose_(verbose), dice_(seed), work_(folder_of(seed)) {
    scale_.first_year += static_cast<int>(seed % 3);  // 2028 has a leap day
    // Long enough for what has begun to play out.
    end_ = naive::instant_of(naive::day_number({scale_.first_year + scale_.years, 5, 1}) * naive::minutes_per_day);
    fs::create_directories(work_);
  }

  bool run();

 private:
  bool is_example() const { return seed_ % 3 == 0; }
  Company company(int version);
  void watch(const std::string& what, const Run& run);
  void same(const std::string& what, const std::vector<std::string>& a, const std::vector<std::string>& b);
  std::vector<Line> aimed(const std::vector<Line>& lines, const Run& run, const Program& program);
  void tell_otherwise(const Company& company, const std::vector<std::string>& lines, const Run& whole);
  void cut(const Company& company, const std::vector<std::string>& lines, const Run& whole);

  std::uint64_t seed_;
  Scale scale_;
  bool verbose_;
  Dice dice_;
  fs::path work_;
  Instant end_;
  bool passed_ = true;
};

Company Simulation::company(int version) {
  const fs::path example = fs::path(BATON_SOURCE_DIR) / "examples" / "acme";
  if (is_example() && version == 0) return open_company(example);
  const fs::path folder = work_ / fmt::format("version{}", version);
  if (is_example()) {
    amend_company(example, folder);
  } else {
    write_company(folder, seed_, version);
  }
  return open_company(folder);
}

void Simulation::watch(const std::string& what, const Run& run) {
  for (const std::string& complaint : run.complaints) fmt::print("seed {}, {}: {}\n", seed_, what, complaint);
  passed_ = passed_ && run.complaints.empty();
  if (!verbose_) return;
  fmt::print("seed {}, {}: {}; {} decisions", seed_, what, host::summary(run.counts, false), run.decisions.size());
  for (const auto& [kind, count] : run.checked) fmt::print(", {} {}", count, kind);
  fmt::print("\n");
}

void Simulation::same(const std::string& what, const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a == b) return;
  passed_ = false;
  const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  fmt::print("seed {}, {}: decisions differ, first number {}\n  {}  {}", seed_, what, left - a.begin(),
             left == a.end() ? "nothing\n" : *left, right == b.end() ? "nothing\n" : *right);
}

// Something more at the very instants at which something was due.
std::vector<Line> Simulation::aimed(const std::vector<Line>& lines, const Run& run, const Program& program) {
  std::vector<Line> more = lines;
  if (run.timers.empty()) return more;
  for (int n = 0; n < 60 * scale_.years; ++n) {
    more.push_back(at_the_last_moment(program, dice_.pick(run.timers), dice_));
  }
  return more;
}

void Simulation::tell_otherwise(const Company& company, const std::vector<std::string>& lines, const Run& whole) {
  std::vector<std::string> shuffled = lines;
  for (int n = 0; n < 20; ++n) shuffled.push_back(dice_.pick(lines));  // told twice
  for (std::size_t i = shuffled.size() - 1; i > 0; --i) {
    std::swap(shuffled[i], shuffled[static_cast<std::size_t>(dice_.between(0, static_cast<std::int64_t>(i)))]);
  }
  same("out of order and told twice", replay(company, work_, shuffled, end_, false, 2).decisions, whole.decisions);
  std::vector<std::string> accepted;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!std::ranges::binary_search(whole.refused, i + 1)) accepted.push_back(lines[i]);
  }
  same("without what was refused", replay(company, work_, accepted, end_, false).decisions, whole.decisions);
}

// The lines up to some moment give the decisions up to that moment.
void Simulation::cut(const Company& company, const std::vector<std::string>& lines, const Run& whole) {
  for (int n = 0; n < 2 && !whole.times.empty(); ++n) {
    const Instant at{dice_.pick(whole.times).ms + (dice_.percent(50) ? 0 : dice_.between(1, 90'000'000))};
    const Run part = replay(company, work_, lines, at, n == 0);
    watch("cut at " + to_string(at), part);
    const auto decided = std::ranges::upper_bound(whole.times, at) - whole.times.begin();
    same("cut at " + to_string(at), part.decisions, {whole.decisions.begin(), whole.decisions.begin() + decided});
  }
}

bool Simulation::run() {
  const Company first = company(0);
  const std::vector<Line> life = live(*first.program, scale_, seed_);
  const Run untroubled = replay(first, work_, to_json(life), end_, true);
  watch("first told", untroubled);
  std::vector<std::string> lines = to_json(aimed(life, untroubled, *first.program));
  const Run whole = replay(first, work_, lines, end_, true);
  watch("at the last moment", whole);
  tell_otherwise(first, lines, whole);
  cut(first, lines, whole);
  watch("under the next version", replay(company(1), work_, lines, end_, true));
  if (passed_) fs::remove_all(work_);
  return passed_;
}

struct Options {
  std::uint64_t seed = 1, seeds = 1;
  Scale scale;
  bool verbose = false;
};

template <class Number>
bool read(Number& number, std::string_view text) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() && number > 0;
}

bool read(Options& options, const std::vector<std::string_view>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--verbose") {
      options.verbose = true;
      continue;
    }
    if (i + 1 == words.size()) return false;
    const std::string_view option = words[i], value = words[++i];
    const bool fits = option == "--seed"       ? read(options.seed, value)
                      : option == "--seeds"    ? read(options.seeds, value)
                      : option == "--years"    ? read(options.scale.years, value)
                      : option == "--accounts" ? read(options.scale.accounts, value)
                                               : false;
    if (!fits) return false;
  }
  return true;
}

int simulate(const Options& options) {
  int failed = 0;
  for (std::uint64_t seed = options.seed; seed < options.seed + options.seeds; ++seed) {
    if (Simulation(seed, options.scale, options.verbose).run()) continue;
    ++failed;
    fmt::print("FAILED; its files are in {}; again: simulation --seed {} --years {} --accounts {} --verbose\n",
               folder_of(seed).string(), seed, options.scale.years, options.scale.accounts);
  }
  fmt::print("{} of {} companies lived as they should\n", options.seeds - static_cast<std::uint64_t>(failed),
             options.seeds);
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace baton::simulation

int main(int argc, char** argv) {
  using namespace baton::simulation;
  Options options;
  try {
    if (!read(options, {argv + 1, argv + argc})) {
      std::cerr << "simulation [--seed N] [--seeds COUNT] [--years N] [--accounts N] [--verbose]\n";
      return 2;
    }
    return simulate(options);
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 2;
  }
}
