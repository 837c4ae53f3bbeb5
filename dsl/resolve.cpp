// How names that cannot be bound, or are bound twice, are said to the reader.
#include "dsl/resolve.hpp"

#include <algorithm>

#include "dsl/parse_scan.hpp"

namespace baton::dsl {
namespace {

// A list of names helps only while it can be taken in at a glance.
constexpr std::size_t short_list = 8;
// Nor does anybody read more of a word that has no end.
constexpr std::size_t longest_quote = 200;

}  // namespace

std::string quoted(std::string_view text) {
  if (text.size() <= longest_quote) return '`' + std::string(text) + '`';
  std::size_t end = longest_quote;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // between characters
  return '`' + std::string(text.substr(0, end)) + "...`";
}

std::string quoted_list(const std::vector<std::string>& names) {
  std::string list;
  const std::size_t shown = names.size() > short_list ? short_list - 1 : names.size();
  for (std::size_t i = 0; i < shown; ++i) list += (i == 0 ? "" : ", ") + quoted(names[i]);
  if (shown < names.size()) list += " and " + std::to_string(names.size() - shown) + " more";
  return list;
}

std::string a_or_an(std::string_view noun) {
  return (noun.find_first_of("aeiouAEIOU") == 0 ? "an " : "a ") + std::string(noun);
}

std::string suggest(NameKind kind, std::string_view wrong, const std::vector<std::string>& candidates) {
  if (const auto near = did_you_mean(wrong, candidates)) return "did you mean " + quoted(*near) + "?";
  if (candidates.empty()) return "no " + std::string(kind.singular) + " is declared";
  if (candidates.size() == 1) return "the only " + std::string(kind.singular) + " is " + quoted(candidates.front());
  if (candidates.size() <= short_list) return "the " + std::string(kind.plural) + " are " + quoted_list(candidates);
  return {};
}

Diagnostic* Reporter::first_at(std::string_view code, const SourceSpan& where) {
  if (seen_.emplace(std::string(code), where.source, where.begin, where.end).second) return nullptr;
  dropped_ = {};
  return &dropped_;
}

Diagnostic& Reporter::error(std::string_view code, const SourceSpan& where, std::string message) {
  if (Diagnostic* dropped = first_at(code, where)) return *dropped;
  return emitter_.error(std::string(code), where, std::move(message));
}

Diagnostic& Reporter::warning(std::string_view code, const SourceSpan& where, std::string message) {
  if (Diagnostic* dropped = first_at(code, where)) return *dropped;
  return emitter_.warning(std::string(code), where, std::move(message));
}

Diagnostic& Reporter::unknown(NameKind kind, const ast::Name& name, const std::vector<std::string>& candidates,
                              std::string_view of) {
  if (name.text.empty() || is_unread(name.text)) return dropped_ = {};  // it could not be read: an error was given
  // `risk raised` for `risk.raised`: the second word could not be read, and that is the same mistake.
  const std::string joined = name.text + '.' + std::string(next_on_line(name.span));
  const bool blank_for_dot = std::ranges::find(candidates, joined) != candidates.end();
  if (blank_for_dot) withdraw_behind(name.span);
  Diagnostic& diagnostic =
      error("B201", name.span, "there is no " + std::string(kind.singular) + ' ' + quoted(name.text) + std::string(of));
  diagnostic.help = blank_for_dot ? "did you mean " + quoted(joined) + "?" : suggest(kind, name.text, candidates);
  diagnostic.sought = kind.singular;
  return diagnostic;
}

bool Reporter::is_unread(const std::string& name) const {
  const std::string_view text = name;
  return unread_.contains(text) || unread_.contains(text.substr(0, text.find('.'))) ||
         unread_.contains(text.substr(text.rfind('.') + 1));
}

std::string_view Reporter::next_on_line(const SourceSpan& span) const {
  const std::string_view text = sources_[span.source].text;
  if (span.end >= text.size()) return {};
  const std::size_t at = text.find_first_not_of(" \t", span.end);
  if (at == span.end || at == std::string_view::npos) return {};
  const std::string_view behind = text.substr(at);
  return behind.substr(0, std::max(scan_name(behind, true), scan_number(behind)));
}

bool Reporter::is_behind(const Diagnostic& diagnostic, const SourceSpan& span) const {
  if (!diagnostic.code.starts_with("B10") || !diagnostic.where) return false;
  const SourceSpan& where = *diagnostic.where;
  if (where.source != span.source || where.begin < span.end) return false;
  return sources_[span.source].text.substr(span.end, where.begin - span.end).find('\n') == std::string::npos;
}

bool Reporter::is_broken_off(const SourceSpan& span) const {
  return std::ranges::any_of(emitter_.all(), [&](const Diagnostic& one) { return is_behind(one, span); });
}

void Reporter::withdraw_behind(const SourceSpan& span) {
  emitter_.withdraw([&](const Diagnostic& one) { return is_behind(one, span); });
}

void Reporter::declared_twice(NameKind kind, const ast::Name& again, const SourceSpan& first) {
  Diagnostic& diagnostic =
      error("B202", again.span, "the " + std::string(kind.singular) + ' ' + quoted(again.text) + " is declared twice");
  diagnostic.label = "declared again here";
  diagnostic.also.push_back({first, "first declared here"});
  diagnostic.help = "remove one of the two, or give it another name";
}

std::string_view Reporter::slice(const SourceSpan& span) const {
  const std::string_view text = sources_[span.source].text;
  if (span.begin >= text.size() || span.end < span.begin) return {};
  return text.substr(span.begin, span.end - span.begin);
}

bool Reporter::is_library(const SourceSpan& span) const {
  return sources_[span.source].path.starts_with("rules/");
}

}  // namespace baton::dsl
