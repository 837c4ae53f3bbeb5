// `baton test`: runs a project's tests and proves its cases and invariants.
#include <fmt/format.h>
#include <re2/re2.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <tuple>

#include "apps/baton/cli.hpp"
#include "apps/baton/recorded.hpp"
#include "apps/baton/seen_from.hpp"
#include "dsl/testing/claims.hpp"
#include "dsl/testing/coverage_report.hpp"
#include "dsl/testing/mutation.hpp"
#include "dsl/testing/render_results.hpp"
#include "dsl/testing/run_tests.hpp"
#include "engine/host/text.hpp"
#include "engine/host/words.hpp"

namespace baton::app {
namespace {

struct TestOptions {
  std::vector<std::string> operands;
  std::string filter;
  std::string junit;
  std::string format = "human";
  bool allow_none = false;
  bool verbose = false;
  bool times = false;
  std::string coverage;  // a file, or to be printed; empty: none
  std::optional<std::size_t> coverage_min;
  bool mutate = false;
  std::size_t mutate_max = 0;  // 0: all
  std::size_t jobs = std::max(1U, std::thread::hardware_concurrency());
};

constexpr const char* print_it = "-";

// RE2 takes time in proportion to the title, whatever the expression.
std::unique_ptr<RE2> compile_filter(const std::string& text) {
  RE2::Options options;
  options.set_log_errors(false);
  auto filter = std::make_unique<RE2>(text, options);
  if (!filter->ok()) {
    throw Stop(wrong_usage, fmt::format("`{}` is no regular expression: {}", text, filter->error()));
  }
  return filter;
}

// One thing to be run or proved; exactly one of the two is set.
struct Item {
  const dsl::Test* test = nullptr;
  const dsl::Claims* claims = nullptr;

  const Origin& at() const { return test != nullptr ? test->at : claims->at; }
  const std::string& title() const { return test != nullptr ? test->title : claims->title; }
};

void check_coverage_file(const std::string& path) {
  const bool known = path.empty() || path == print_it || path.ends_with(".info") || path.ends_with(".html");
  if (!known)
    throw Stop(wrong_usage, fmt::format("`--coverage={}`: the file is to end in `.info` (LCOV) or `.html`", path));
}

// In order of files, then places.
std::vector<Item> items_of(const dsl::Project& project, const RE2& filter) {
  std::vector<Item> items;
  if (!project.suite) return items;
  const auto add = [&](const Item& item) {
    if (RE2::PartialMatch(item.title(), filter)) items.push_back(item);
  };
  for (const dsl::Test& test : project.suite->tests) add({&test, nullptr});
  for (const dsl::Claims& claims : project.suite->claims) add({nullptr, &claims});
  const auto place = [&](const Item& item) {
    const auto span = project.sources.find(item.at());
    return std::tuple(span ? span->source : 0, item.at().line, item.at().column);
  };
  std::ranges::stable_sort(items, {}, place);
  return items;
}

template <class Work>
void timed(dsl::TestResult& result, const Work& work) {
  using Clock = std::chrono::steady_clock;
  const auto begun = Clock::now();
  result = work();
  result.duration_us = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun).count();
}

void prove_claims(const std::vector<Item>& items, const dsl::Project& project, dsl::TestReport& report) {
  std::optional<dsl::ClaimsRunner> runner;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].claims == nullptr) continue;
    if (!runner) runner.emplace(project.program, *project.suite, project.sources);
    timed(report.results[i], [&] { return runner->run(*items[i].claims); });
  }
}

// Claims are proved one after another on this thread, tests run on all. Each result has a place of its own, so the
// number of threads never shows.
dsl::TestReport run_all(const std::vector<Item>& items, std::size_t jobs, const dsl::Project& project,
                        dsl::TestRunner& runner, dsl::Coverage* coverage) {
  dsl::TestReport report;
  report.results.resize(items.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < items.size(); i = next++) {
      if (items[i].test != nullptr) timed(report.results[i], [&] { return runner.run(*items[i].test, coverage); });
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < std::min(jobs, items.size()); ++i) threads.emplace_back(work);
  prove_claims(items, project, report);
  work();
  threads.clear();
  return report;
}

// What `check` has to say. Warnings alone are only counted: they are no business of the tests.
void show_diagnostics(const dsl::Project& project, const std::string& folder, const std::string& format) {
  if (format == "json" || project.emitter.all().empty()) return;
  if (!project.emitter.has_errors()) {
    fmt::print(stderr, "{}; `baton check {}` shows more\n", host::counted(project.emitter.all().size(), "warning"),
               folder);
    return;
  }
  if (format == "github") {
    const dsl::Sources seen = seen_from_here(folder, project.sources);
    fmt::print("{}", dsl::render(project.emitter.all(), seen, dsl::Format::Github, false));
  } else {
    fmt::print("{}", dsl::render(project.emitter.all(), project.sources, dsl::Format::Human, colours(STDOUT_FILENO)));
  }
  fmt::print(stderr, "{}\n",
             project.program ? fmt::format("`{}` is not sound; its tests are run all the same", folder)
                             : fmt::format("`{}` cannot be read as a policy, so no test was run", folder));
}

void write_file(const std::string& path, const std::string& text) {
  auto output = host::open_output(path);
  if (!output) throw Stop(wrong_usage, output.error());
  (*output)->write(text);
  if (const auto closed = (*output)->close(); !closed) throw Stop(wrong_usage, closed.error());
}

void show_report(const dsl::TestReport& report, const dsl::Project& project, const std::string& folder,
                 const TestOptions& options) {
  if (options.format == "json") {
    const dsl::Sources seen = seen_from_here(folder, project.sources);
    const std::string diagnostics = dsl::render(project.emitter.all(), seen, dsl::Format::Json, false);
    fmt::print("{}", dsl::results_json(seen_from_here(folder, report), diagnostics, options.times));
  } else if (options.format == "github") {
    fmt::print("{}{}\n", dsl::results_github(seen_from_here(folder, report)), dsl::summary(report));
  } else {
    fmt::print("{}", dsl::results_human(report, {colours(STDOUT_FILENO), options.verbose}));
  }
}

// A reader of JUnit's XML sees nothing else: the first error of a project that is not sound stands there as a test.
void write_junit(dsl::TestReport report, const dsl::Project& project, const std::string& folder,
                 const TestOptions& options) {
  const auto& found = project.emitter.all();
  const auto first = std::ranges::find(found, dsl::Severity::Error, &dsl::Diagnostic::severity);
  if (first != found.end()) {
    dsl::TestResult& broken = *report.results.emplace(report.results.begin());
    broken.title = project.program ? "the project is sound" : "the project can be read";
    broken.outcome = dsl::TestResult::Outcome::Error;
    broken.at = first->where ? project.sources.origin(*first->where) : Origin{"org.yaml", 1, 1, 0, 0};
    broken.failures.push_back({"", fmt::format("{}: {}", first->code, first->message), first->help, {}, broken.at});
  }
  write_file(options.junit, dsl::results_junit(seen_from_here(folder, std::move(report)), options.times));
}

// The files of the project are read; a report must not take the place of one.
void keep_project(const dsl::Project& project, const std::string& folder, std::vector<std::string> written) {
  std::erase_if(written, [](const std::string& path) { return path.empty() || path == print_it; });
  std::vector<std::string> read;
  for (std::uint32_t i = 0; i < project.sources.size(); ++i) {
    read.push_back((std::filesystem::path(folder) / project.sources[i].path).string());
  }
  keep_apart(read, written);
}

void write_lcov(const dsl::CoverageReport& report, const std::string& folder, const std::string& path) {
  const std::string text = dsl::coverage_lcov(report, [&](const std::string& file) {
    return stands_in(folder, file) ? std::optional(seen_from_here(folder, file)) : std::nullopt;
  });
  if (text.empty()) {
    fmt::print(stderr, "`{}` is empty: all that is counted stands in the library, which has no file here\n", path);
  }
  write_file(path, text);
}

// Beside results that are for programs the coverage goes to standard error. False: less than what is asked for.
bool show_coverage(const dsl::CoverageReport& report, const dsl::Project& project, const std::string& folder,
                   const TestOptions& options) {
  std::FILE* to = options.format == "human" ? stdout : stderr;
  if (options.coverage == print_it) {
    fmt::print(to, "\n{}", dsl::coverage_human(report));
  } else if (options.coverage.ends_with(".html")) {
    write_file(options.coverage, dsl::coverage_html(report, project.sources));
  } else if (!options.coverage.empty()) {
    write_lcov(report, folder, options.coverage);
  }
  if (!options.coverage_min) return true;
  const std::size_t percent = report.counted().percent();
  if (percent >= *options.coverage_min) return true;
  fmt::print(stderr, "coverage is {}%, and `--coverage-min` asks for {}%\n", percent, *options.coverage_min);
  return false;
}

// What a wrong policy would do is no result of the tests: it changes no exit status.
void try_mistakes(const dsl::Project& project, const dsl::RecordedEvents& recorded, const TestOptions& options) {
  if (project.emitter.has_errors()) {
    fmt::print(stderr, "the policy is not sound, so no mistakes were tried\n");
    return;
  }
  using Clock = std::chrono::steady_clock;
  const auto begun = Clock::now();
  const auto report = dsl::mutate(project, recorded, {options.mutate_max, options.jobs});
  const auto tenths = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun).count() / 100;
  std::FILE* to = options.format == "human" ? stdout : stderr;
  fmt::print(to, "\n{}", dsl::mutation_human(report, fmt::format("{}.{}", tenths / 10, tenths % 10)));
}

int test(TestOptions options) {
  const std::string folder = take_project(options.operands);
  if (!options.operands.empty()) {
    throw Stop(wrong_usage, fmt::format("`{}` is no folder", options.operands.front()));
  }
  const auto filter = compile_filter(options.filter);
  check_coverage_file(options.coverage);
  const dsl::Project project = dsl::check(folder);
  keep_project(project, folder, {options.junit, options.coverage});
  show_diagnostics(project, folder, options.format);
  dsl::TestReport report;
  std::optional<dsl::CoverageReport> covered;
  if (project.program) {
    const std::vector<Item> items = items_of(project, *filter);
    RecordedFiles files(folder, *project.policy, *project.org);
    dsl::TestRunner runner(project.program, project.sources,
                           [&](const std::string& path) { return files.events_of(path); });
    std::optional<dsl::Coverage> coverage;
    if (!options.coverage.empty() || options.coverage_min) coverage.emplace(*project.policy);
    report = run_all(items, options.jobs, project, runner, coverage ? &*coverage : nullptr);
    if (coverage) {
      const auto words = [&](const Condition& condition) { return host::condition_words(*project.policy, condition); };
      covered = dsl::report_coverage(*coverage, *project.program, *project.suite, project.sources, words);
    }
    if (items.empty()) {
      fmt::print(stderr, "{}\n",
                 options.filter.empty() ? fmt::format("`{}` has no tests; `--allow-none` lets that pass", folder)
                                        : fmt::format("no test's title matches `{}`", options.filter));
    }
  }
  if (project.program || options.format == "json") show_report(report, project, folder, options);
  if (!options.junit.empty()) write_junit(report, project, folder, options);
  if (options.mutate && project.program) {
    RecordedFiles files(folder, *project.policy, *project.org);
    try_mistakes(
        project, [&](const std::string& path) { return files.events_of(path); }, options);
  }
  const bool enough = !covered || show_coverage(*covered, project, folder, options);
  if (!project.readable) return wrong_usage;
  const bool failed =
      report.count(dsl::TestResult::Outcome::Failed) + report.count(dsl::TestResult::Outcome::Error) > 0;
  const bool none = report.results.empty() && !options.allow_none;
  return project.emitter.has_errors() || failed || none || !enough ? something_wrong : all_well;
}

}  // namespace

void add_test(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("test", "Run the project's tests, prove its cases and invariants");
  auto options = std::make_shared<TestOptions>();
  command->add_option("PROJECT", options->operands)->expected(0, 1);
  add_value(command, "--filter", options->filter, "RE", "only those whose title matches this regular expression");
  add_value(command, "--junit", options->junit, "FILE", "write the results there as JUnit's XML, too");
  add_value(command, "--format", options->format, "FORMAT", "how to print results: human (default), json or github")
      ->check(one_of({"human", "json", "github"}));
  command->add_flag("--verbose", options->verbose, "list what passed and was skipped, too");
  command->add_flag("--times", options->times, "write into JSON and JUnit's XML how long each took");
  command->add_flag("--allow-none", options->allow_none, "that there is no test is not a failure");
  command->add_flag("--coverage{-}", options->coverage,
                    "show what of the policy the tests exercise; `--coverage=FILE` writes it, .info (LCOV) or .html");
  add_value(command, "--coverage-min", options->coverage_min, "N", "fail if less than N percent is exercised")
      ->check(count_up_to(100));
  command->add_flag("--mutate", options->mutate, "try mistakes in the policy; list those that no test notices");
  add_value(command, "--mutate-max", options->mutate_max, "N", "try N mistakes at most, picked evenly")
      ->check(count_up_to(1'000'000));
  add_value(command, "--jobs", options->jobs, "N", "how many run at once, 1 to 256; changes no answer")
      ->check(count_up_to(256));
  set_page(command, {"baton test [PROJECT] [options]",
                     {{"PROJECT", "the project's folder (default: the current one)"}},
                     "Examples:\n"
                     "  baton test acme\n"
                     "  baton test acme --filter 'renewal|churn' --verbose\n"
                     "  baton test acme --junit results.xml --format github   for pull requests"});
  command->callback([options, &status] { status = test(*options); });
}

}  // namespace baton::app
