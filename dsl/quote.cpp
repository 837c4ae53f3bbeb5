#include "dsl/quote.hpp"

#include <algorithm>

namespace baton::dsl {

namespace {

std::string_view text_of(const Sources& sources, const Origin& at) {
  const auto span = sources.find(at);
  return span ? std::string_view(sources[span->source].text).substr(at.begin, at.end - at.begin) : "";
}

}  // namespace

std::string quote(const Sources& sources, const Origin& at) {
  std::string made;
  for (const char c : text_of(sources, at)) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank) {
      made += c;
    } else if (made.back() != ' ') {
      made += ' ';
    }
  }
  return made;
}

std::uint32_t last_line(const Sources& sources, const Origin& at) {
  return at.line + static_cast<std::uint32_t>(std::ranges::count(text_of(sources, at), '\n'));
}

}  // namespace baton::dsl
