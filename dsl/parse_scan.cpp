#include "dsl/parse_scan.hpp"

#include <algorithm>
#include <array>

namespace baton::dsl {

namespace {

std::size_t scan_digits(std::string_view text, bool underscores) {
  std::size_t at = 0;
  while (at < text.size() && (is_digit(text[at]) || (underscores && at > 0 && text[at] == '_'))) ++at;
  return at;
}

// Matches a pattern in which `d` stands for a digit.
bool matches(std::string_view text, std::string_view pattern) {
  return text.size() >= pattern.size() && std::equal(pattern.begin(), pattern.end(), text.begin(),
                                                     [](char p, char c) { return p == 'd' ? is_digit(c) : p == c; });
}

// A token of digits must not run on into a word or a broken date: `100kg` and `2026-1-5` are no numbers.
bool runs_on(std::string_view text, std::size_t at) {
  if (at >= text.size()) return false;
  return is_name_character(text[at]) || (text[at] == '-' && at + 1 < text.size() && is_digit(text[at + 1]));
}

// clang-format off
constexpr std::string_view reserved_words[] = {
    "owns", "carries", "supports", "nobody", "otherwise", "when", "where", "unless", "during", "for", "from",
    "until", "after", "before", "entering", "and", "or", "not", "is", "in", "because", "everything", "nothing",
    "true", "false"};

constexpr std::string_view clause_words[] = {
    "accepted", "account", "acknowledged", "ahead", "also", "as", "breach", "by", "cancelled", "cases", "checklist",
    "closed", "credit", "cutover", "done", "escalation", "event", "every", "extends", "finish", "handoff",
    "in_flight", "invariant", "let", "lifecycle", "manager", "metric", "moves", "notify", "on", "opens", "overdue",
    "owner", "pauses", "per", "person", "position", "record", "responsibility", "reviewed", "role", "sla", "start",
    "stays", "structure", "team", "test", "tier", "use", "warns", "with", "within"};
// clang-format on

}  // namespace

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_name_character(char c) {
  return is_name_start(c) || is_digit(c);
}
bool is_reserved(std::string_view word) {
  return std::ranges::find(reserved_words, word) != std::end(reserved_words);
}
bool is_clause_word(std::string_view word) {
  return std::ranges::find(clause_words, word) != std::end(clause_words);
}

std::string_view singular_unit(std::string_view word) {
  if (word.ends_with('s')) word.remove_suffix(1);
  constexpr std::array<std::string_view, 7> units = {"minute", "hour", "day", "week", "month", "quarter", "year"};
  return std::ranges::find(units, word) != units.end() ? word : std::string_view();
}

std::size_t scan_name(std::string_view text, bool dotted) {
  std::size_t at = 0;
  while (at < text.size() && is_name_start(text[at])) {
    while (at < text.size() && is_name_character(text[at])) ++at;
    if (!dotted || at + 1 >= text.size() || text[at] != '.' || !is_name_start(text[at + 1])) break;
    ++at;
  }
  return at;
}

std::vector<std::string> names_in(std::string_view text, bool dotted) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const std::size_t length = scan_name(text, dotted);
    if (length > 0) names.emplace_back(text.substr(0, length));
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return names;
}

std::size_t scan_any_name(std::string_view text) {
  return scan_name(text, true);
}

std::size_t scan_free_name(std::string_view text) {
  const std::size_t length = scan_name(text, true);
  return is_reserved(text.substr(0, length)) ? 0 : length;
}

std::size_t scan_field_key(std::string_view text) {
  const std::size_t length = scan_name(text, true);
  const std::size_t colon = length + scan_blanks(text.substr(length));
  return length > 0 && colon < text.size() && text[colon] == ':' ? length : 0;
}

std::size_t scan_text(std::string_view text) {
  if (!text.starts_with('"')) return 0;
  const std::size_t end = text.find_first_of("\"\n\r", 1);
  return end != std::string_view::npos && text[end] == '"' ? end + 1 : 0;
}

std::size_t scan_number(std::string_view text) {
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  const std::size_t whole = scan_digits(text.substr(sign), true);
  if (whole == 0) return 0;
  std::size_t at = sign + whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t places = scan_digits(text.substr(at + 1), true);
    if (places > 0) at += 1 + places;
  }
  if (at < text.size() && (text[at] == 'k' || text[at] == 'm' || text[at] == '%')) ++at;
  return runs_on(text, at) ? 0 : at;
}

std::size_t scan_date(std::string_view text) {
  return matches(text, "dddd-dd-dd") && !runs_on(text, 10) ? 10 : 0;
}

std::size_t scan_date_time(std::string_view text) {
  if (!matches(text, "dddd-dd-ddTdd:dd")) return 0;
  std::size_t at = 16;
  if (matches(text.substr(at), ":dd")) at += 3;
  if (text.substr(at).starts_with('Z')) {
    ++at;
  } else if (matches(text.substr(at), "+dd:dd") || matches(text.substr(at), "-dd:dd")) {
    at += 6;
  }
  return runs_on(text, at) ? 0 : at;
}

std::size_t scan_unit(std::string_view text) {
  const std::size_t length = scan_name(text, true);
  return singular_unit(text.substr(0, length)).empty() ? 0 : length;
}

std::size_t scan_blanks(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == '#') {
      at = std::min(text.find('\n', at), text.size());
    } else if (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r') {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

}  // namespace baton::dsl
