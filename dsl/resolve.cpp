// How names that cannot be bound, or are bound twice, are said to the reader.
#include "dsl/resolve.hpp"

#include <algorithm>

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
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + quoted(name);
  return list;
}

std::string a_or_an(std::string_view noun) {
  const bool vowel = !noun.empty() && std::string_view("aeiouAEIOUS").find(noun.front()) != std::string_view::npos &&
                     (noun.front() != 'S' || noun.starts_with("SLA"));
  return (vowel ? "an " : "a ") + std::string(noun);
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
  if (name.text.empty()) return dropped_ = {};  // a name that could not be read: an error was given
  Diagnostic& diagnostic =
      error("B201", name.span, "there is no " + std::string(kind.singular) + ' ' + quoted(name.text) + std::string(of));
  diagnostic.help = suggest(kind, name.text, candidates);
  return diagnostic;
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
