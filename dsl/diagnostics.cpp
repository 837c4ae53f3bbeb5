// Sources and their positions, the collector of diagnostics, and the speller behind "did you mean".
#include "dsl/diagnostics.hpp"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <tuple>

namespace baton::dsl {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// The offset at which each line begins. A byte order mark is no part of the first line.
std::vector<std::uint32_t> find_line_starts(std::string_view text) {
  std::vector<std::uint32_t> starts{text.starts_with(byte_order_mark) ? 3u : 0u};
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    starts.push_back(static_cast<std::uint32_t>(at + 1));
  }
  return starts;
}

bool begins_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
}

}  // namespace

std::uint32_t Sources::add(Source source) {
  sources_.push_back(std::move(source));
  line_starts_.emplace_back();
  return static_cast<std::uint32_t>(sources_.size() - 1);
}

Sources::Position Sources::position(std::uint32_t source, std::uint32_t offset) const {
  const std::string& text = sources_[source].text;
  auto& starts = line_starts_[source];
  if (starts.empty()) starts = find_line_starts(text);
  offset = std::clamp(offset, starts.front(), std::max(starts.front(), static_cast<std::uint32_t>(text.size())));
  const auto next = std::upper_bound(starts.begin(), starts.end(), offset);
  const auto characters = std::count_if(text.begin() + *(next - 1), text.begin() + offset, begins_character);
  return {static_cast<std::uint32_t>(next - starts.begin()), static_cast<std::uint32_t>(characters + 1)};
}

Origin Sources::origin(const SourceSpan& span) const {
  const Position at = position(span.source, span.begin);
  return {sources_[span.source].path, at.line, at.column, span.begin, span.end};
}

std::optional<SourceSpan> Sources::find(const Origin& origin) const {
  if (origin.line == 0) return std::nullopt;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    if (sources_[i].path == origin.file) return SourceSpan{static_cast<std::uint32_t>(i), origin.begin, origin.end};
  }
  return std::nullopt;
}

Diagnostic& Emitter::error(std::string code, SourceSpan where, std::string message) {
  Diagnostic& diagnostic = error(std::move(code), std::move(message));
  diagnostic.where = where;
  return diagnostic;
}

Diagnostic& Emitter::warning(std::string code, SourceSpan where, std::string message) {
  Diagnostic& diagnostic = error(std::move(code), where, std::move(message));
  diagnostic.severity = Severity::Warning;
  return diagnostic;
}

Diagnostic& Emitter::error(std::string code, std::string message) {
  Diagnostic& diagnostic = diagnostics_.emplace_back();
  diagnostic.code = std::move(code);
  diagnostic.message = std::move(message);
  return diagnostic;
}

void Emitter::add(Diagnostic diagnostic) {
  diagnostics_.push_back(std::move(diagnostic));
}

void Emitter::withdraw(const std::function<bool(const Diagnostic&)>& follows) {
  std::erase_if(diagnostics_, follows);
}

bool Emitter::has_errors() const {
  return error_count() > 0;
}

std::size_t Emitter::error_count() const {
  return static_cast<std::size_t>(std::count_if(diagnostics_.begin(), diagnostics_.end(),
                                                [](const auto& d) { return d.severity == Severity::Error; }));
}

void Emitter::sort(const Sources& sources) {
  // What is about the project as a whole comes first.
  const auto key = [&](const Diagnostic& d) {
    return std::tuple(d.where.has_value(), d.where ? std::string_view(sources[d.where->source].path) : "",
                      d.where ? d.where->begin : 0, std::string_view(d.code), std::string_view(d.message));
  };
  std::stable_sort(diagnostics_.begin(), diagnostics_.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
  const auto same = [&](const Diagnostic& a, const Diagnostic& b) { return key(a) == key(b); };
  diagnostics_.erase(std::unique(diagnostics_.begin(), diagnostics_.end(), same), diagnostics_.end());
}

// ---- did you mean

namespace {

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

// Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

// How many slips a word of this length may have: `AE` is no misspelling of `AM`.
std::size_t tolerated_slips(std::size_t length) {
  return length < 3 ? 0 : length < 6 ? 1 : length < 12 ? 2 : 3;
}

}  // namespace

std::optional<std::string> did_you_mean(std::string_view wrong, const std::vector<std::string>& candidates) {
  const std::string wanted = lower_case(wrong);
  const std::string* best = nullptr;
  std::size_t best_distance = tolerated_slips(wanted.size()) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t longer = std::max(candidate.size(), wanted.size());
    const std::size_t shorter = std::min(candidate.size(), wanted.size());
    if (longer - shorter >= best_distance) continue;
    const std::size_t distance = edit_distance(wanted, lower_case(candidate));
    if (distance >= best_distance) continue;
    best = &candidate;
    best_distance = distance;
  }
  if (!best) return std::nullopt;
  return *best;
}

}  // namespace baton::dsl
