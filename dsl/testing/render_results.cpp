#include "dsl/testing/render_results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "dsl/characters.hpp"
#include "dsl/render.hpp"
#include "dsl/testing/result_words.hpp"

namespace baton::dsl {

using Json = nlohmann::ordered_json;
using Outcome = TestResult::Outcome;

// ---- words that the forms share

std::string_view outcome_word(Outcome outcome) {
  static constexpr std::string_view words[] = {"passed", "failed", "error", "skipped"};
  return words[static_cast<std::size_t>(outcome)];
}

std::string_view kind_word(TestResult::Kind kind) {
  static constexpr std::string_view words[] = {"test", "cases", "invariant"};
  return words[static_cast<std::size_t>(kind)];
}

std::string headline(const Failure& failure) {
  return failure.expected.empty() ? failure.found
                                  : fmt::format("expected {}, found {}", failure.expected, failure.found);
}

std::string whole_text(const Failure& failure) {
  std::string text;
  if (!failure.expected.empty()) text += "expected " + failure.expected + "\n   ";
  text += (failure.expected.empty() ? "" : "found ") + failure.found + "\n";
  if (!failure.why.empty()) text += "         " + failure.why + "\n";
  for (const std::string& line : failure.timeline) text += "    " + line + "\n";
  return text;
}

namespace {

// ---- for people

constexpr std::size_t longest_line = 2000;  // in bytes
constexpr std::size_t longest_title = 300;

std::string paint(const ResultStyle& style, const char* code, std::string_view text) {
  return style.colour ? fmt::format("\033[{}m{}\033[0m", code, text) : std::string(text);
}

std::string place(const Origin& at) {
  return fmt::format("{}:{}", at.file, at.line);
}

std::string title_of(const TestResult& result) {
  const std::string kind = result.kind == TestResult::Kind::Test ? "" : std::string(kind_word(result.kind)) + " ";
  return fmt::format("{}{} ({})", kind, legible(result.title, longest_title), place(result.at));
}

// What stood beside an earlier failure of the test is not shown again; the moment always is.
std::vector<std::string> new_lines(const std::vector<std::string>& timeline, std::set<std::string>& shown) {
  std::vector<std::string> lines;
  bool left_out = false;
  for (const std::string& line : timeline) {
    const bool is_new = shown.insert(line).second || line.starts_with('>');
    if (is_new && left_out) lines.emplace_back("  (as above)");
    left_out = !is_new;
    if (is_new) lines.push_back(line);
  }
  return lines;
}

std::string result_human(const TestResult& result, const ResultStyle& style) {
  static constexpr const char* colours[] = {"32", "31", "31", "33"};
  static constexpr const char* marks[] = {"passed ", "FAILED ", "ERROR  ", "skipped"};
  const auto outcome = static_cast<std::size_t>(result.outcome);
  std::string text = fmt::format("{} {}", paint(style, colours[outcome], marks[outcome]), title_of(result));
  text += result.note.empty() ? "\n" : ": " + legible(result.note, longest_line) + "\n";
  std::set<std::string> shown;
  for (Failure failure : result.failures) {
    if (result.kind == TestResult::Kind::Test) failure.timeline = new_lines(failure.timeline, shown);
    text += fmt::format("\n  {}\n", paint(style, "2", to_string(failure.at)));
    const std::string whole = whole_text(failure);
    for (std::string_view rest = whole; !rest.empty();) {
      const std::size_t end = rest.find('\n');
      text += fmt::format("  {}\n", legible(rest.substr(0, end), longest_line));
      rest.remove_prefix(end + 1);
    }
  }
  return result.failures.empty() ? text : text + "\n";
}

bool is_shown(const TestResult& result, const ResultStyle& style) {
  return style.verbose || result.outcome == Outcome::Failed || result.outcome == Outcome::Error;
}

bool is_proof(const TestResult& result) {
  return result.kind != TestResult::Kind::Test && result.outcome == Outcome::Passed;
}

// docs/testing.md says the same, and more.
constexpr std::string_view proof_rests_on =
    "proved: for every account that the declared events can bring about, whatever their values, number, order and\n"
    "times, from 1970 to 2099; of roles, not of the people who sit for them";

// ---- counting

struct Tally {
  std::size_t all = 0, passed = 0, failed = 0, errors = 0, skipped = 0;
};

Tally tally(const TestReport& report, TestResult::Kind kind) {
  Tally result;
  for (const TestResult& one : report.results) {
    if (one.kind != kind) continue;
    ++result.all;
    std::size_t* const counts[] = {&result.passed, &result.failed, &result.errors, &result.skipped};
    ++*counts[static_cast<std::size_t>(one.outcome)];
  }
  return result;
}

std::string rest_of(const Tally& tally) {
  std::string text;
  if (tally.failed > 0) text += fmt::format(", {} failed", tally.failed);
  if (tally.errors > 0) text += fmt::format(", {} {}", tally.errors, tally.errors == 1 ? "error" : "errors");
  if (tally.skipped > 0) text += fmt::format(", {} skipped", tally.skipped);
  return text;
}

std::string proved(const Tally& tally, std::string_view one, std::string_view many) {
  if (tally.all == 0) return "";
  return fmt::format("; {} {} proved{}", tally.passed, tally.passed == 1 ? one : many, rest_of(tally));
}

// ---- JSON

Json place_json(const Origin& at) {
  return {{"file", at.file}, {"line", at.line}, {"column", at.column}};
}

Json failure_json(const Failure& failure) {
  Json json{{"expected", nullptr},
            {"found", failure.found},
            {"why", failure.why},
            {"timeline", failure.timeline},
            {"at", place_json(failure.at)}};
  if (!failure.expected.empty()) json["expected"] = failure.expected;
  return json;
}

Json result_json(const TestResult& result, bool times) {
  Json json{{"kind", kind_word(result.kind)},
            {"title", result.title},
            {"at", place_json(result.at)},
            {"outcome", outcome_word(result.outcome)},
            {"expectations", result.expectations},
            {"note", result.note},
            {"failures", Json::array()}};
  for (const Failure& failure : result.failures) json["failures"].push_back(failure_json(failure));
  if (times) json["duration_us"] = result.duration_us;
  return json;
}

}  // namespace

std::string summary(const TestReport& report) {
  const Tally tests = tally(report, TestResult::Kind::Test);
  return fmt::format("{} {}: {} passed{}{}{}", tests.all, tests.all == 1 ? "test" : "tests", tests.passed,
                     rest_of(tests),
                     proved(tally(report, TestResult::Kind::Cases), "table of cases", "tables of cases"),
                     proved(tally(report, TestResult::Kind::Invariant), "invariant", "invariants"));
}

std::string results_human(const TestReport& report, const ResultStyle& style) {
  std::string text;
  for (const TestResult& result : report.results) {
    if (is_shown(result, style)) text += result_human(result, style);
  }
  if (style.verbose && std::ranges::any_of(report.results, is_proof)) text += std::string(proof_rests_on) + "\n";
  return text + summary(report) + "\n";
}

std::string results_github(const TestReport& report) {
  std::string text;
  const auto command = [&](std::string_view kind, const Origin& at, const std::string& title, const std::string& body) {
    text += fmt::format("::{} file={},line={},col={},title={}::{}\n", kind, escape_command(at.file, true), at.line,
                        at.column, escape_command(title, true), escape_command(body, false));
  };
  for (const TestResult& result : report.results) {
    const std::string title = fmt::format("{} {}", kind_word(result.kind), result.title);
    if (result.outcome == Outcome::Skipped) command("notice", result.at, title, "skipped: " + result.note);
    for (const Failure& failure : result.failures) command("error", failure.at, title, whole_text(failure));
  }
  return text;
}

std::string results_json(const TestReport& report, const std::string& diagnostics, bool times) {
  Json results = Json::array();
  for (const TestResult& result : report.results) results.push_back(result_json(result, times));
  Json found = Json::parse(diagnostics, nullptr, false);
  const Json json{{"passed", report.count(Outcome::Passed)},
                  {"failed", report.count(Outcome::Failed)},
                  {"errors", report.count(Outcome::Error)},
                  {"skipped", report.count(Outcome::Skipped)},
                  {"results", std::move(results)},
                  {"diagnostics", found.is_object() ? found["diagnostics"] : Json::array()}};
  // Texts may hold bytes that are no UTF-8 (the author's): those are replaced, never thrown over.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace baton::dsl
