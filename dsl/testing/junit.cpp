// JUnit's XML. There is no one schema; this is what Jenkins' junit-10.xsd and the one of Ant's task both take, with the
// place of a failure in its text, since neither has an attribute for it.
#include <fmt/format.h>

#include <algorithm>

#include "dsl/characters.hpp"
#include "dsl/testing/render_results.hpp"
#include "dsl/testing/result_words.hpp"

namespace baton::dsl {

namespace {

using Outcome = TestResult::Outcome;

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

// How many bytes the character at the beginning takes; 0 if they are no UTF-8, or a character that XML forbids.
std::size_t character_at(std::string_view text) {
  const auto [code, bytes] = decode(text, 0);
  static constexpr char32_t least[] = {0, 0x80, 0x800, 0x10000};  // by bytes - 1: shorter ones take fewer bytes
  const bool broken = code < least[bytes - 1] || (code == 0xFFFD && bytes == 1) || code > 0x10FFFF;
  const bool forbidden = (code < 0x20 && code != '\n' && code != '\t') || (code >= 0xD800 && code <= 0xDFFF) ||
                         code == 0xFFFE || code == 0xFFFF;
  return broken || forbidden ? 0 : bytes;
}

std::string_view entity(char c, bool attribute) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return attribute ? "&quot;" : "";
    case '\n':
      return attribute ? "&#10;" : "";
    case '\t':
      return attribute ? "&#9;" : "";
    default:
      return "";
  }
}

// XML has no way to write control characters and bytes that are no UTF-8: those are replaced.
std::string escape(std::string_view text, bool attribute) {
  std::string result;
  while (!text.empty()) {
    const std::size_t size = character_at(text);
    if (size == 0) {
      result += replacement;
      text.remove_prefix(1);
      continue;
    }
    const std::string_view replaced = entity(text.front(), attribute);
    result += replaced.empty() ? text.substr(0, size) : replaced;
    text.remove_prefix(size);
  }
  return result;
}

std::string attribute(std::string_view name, std::string_view value) {
  return fmt::format(" {}=\"{}\"", name, escape(value, true));
}

std::string seconds(std::int64_t duration_us) {
  return fmt::format("{}.{:06}", duration_us / 1'000'000, duration_us % 1'000'000);
}

std::string failure_element(const TestResult& result) {
  const bool error = result.outcome == Outcome::Error;
  const std::string_view name = error ? "error" : "failure";
  const Failure& first = error ? result.failures.back() : result.failures.front();
  std::string text;
  for (const Failure& failure : result.failures) text += to_string(failure.at) + "\n" + whole_text(failure) + "\n";
  return fmt::format("      <{}{}{}>{}</{}>\n", name, attribute("type", error ? "error" : "expectation"),
                     attribute("message", headline(first)), escape(text, false), name);
}

std::string test_case(const TestResult& result, bool times) {
  std::string text = "    <testcase" + attribute("name", result.title) + attribute("classname", result.at.file);
  if (times) text += attribute("time", seconds(result.duration_us));
  if (result.outcome == Outcome::Passed) return text + "/>\n";
  text += ">\n";
  text += result.outcome == Outcome::Skipped ? "      <skipped" + attribute("message", result.note) + "/>\n"
                                             : failure_element(result);
  return text + "    </testcase>\n";
}

std::string counts(const std::vector<TestResult>& results, bool with_skipped) {
  const auto count = [&](Outcome outcome) {
    return std::to_string(std::ranges::count(results, outcome, &TestResult::outcome));
  };
  return attribute("tests", std::to_string(results.size())) + attribute("failures", count(Outcome::Failed)) +
         attribute("errors", count(Outcome::Error)) +
         (with_skipped ? attribute("skipped", count(Outcome::Skipped)) : "");
}

std::string suite(const std::vector<TestResult>& results, bool times) {
  const std::string& file = results.front().at.file;
  std::string text = "  <testsuite" + attribute("name", file) + counts(results, true);
  if (times) {
    std::int64_t sum_us = 0;
    for (const TestResult& result : results) sum_us += result.duration_us;
    text += attribute("time", seconds(sum_us));
  }
  text += ">\n";
  for (const TestResult& result : results) text += test_case(result, times);
  return text + "  </testsuite>\n";
}

}  // namespace

std::string results_junit(const TestReport& report, bool times) {
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + attribute("name", "baton") +
                     counts(report.results, false) + ">\n";
  for (auto first = report.results.begin(); first != report.results.end();) {
    const auto last = std::find_if(first, report.results.end(),
                                   [&](const TestResult& result) { return result.at.file != first->at.file; });
    text += suite({first, last}, times);
    first = last;
  }
  return text + "</testsuites>\n";
}

}  // namespace baton::dsl
