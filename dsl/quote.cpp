#include "dsl/quote.hpp"

#include <algorithm>

namespace baton::dsl {

std::string quote(const Sources& sources, const Origin& at) {
  const auto span = sources.find(at);
  if (!span) return "";
  const std::string& text = sources[span->source].text;
  if (at.end <= at.begin || at.end > text.size()) return "";
  std::string made;
  for (const char c : std::string_view(text).substr(at.begin, at.end - at.begin)) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!space) {
      made += c;
    } else if (!made.empty() && made.back() != ' ') {
      made += ' ';
    }
  }
  while (made.ends_with(' ')) made.pop_back();
  return made;
}

std::uint32_t last_line(const Sources& sources, const Origin& at) {
  const auto span = sources.find(at);
  if (!span || at.end <= at.begin) return at.line;
  const std::string_view text = std::string_view(sources[span->source].text).substr(at.begin, at.end - at.begin);
  return at.line + static_cast<std::uint32_t>(std::ranges::count(text, '\n'));
}

}  // namespace baton::dsl
