#include "engine/host/markdown.hpp"

#include <cctype>

namespace baton::host {

std::string escape_markdown(std::string_view text) {
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto is_word = [&](std::size_t at) {
      return at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '_');
    };
    if (c == '&') {
      made += "&amp;";
    } else if (c == '<') {
      made += "&lt;";
    } else if (c == '>') {
      made += "&gt;";
    } else if (c == '|') {
      made += "&#124;";
    } else if (c == '\n' || c == '\r') {
      made += ' ';
    } else {
      const bool within_word = c == '_' && i > 0 && is_word(i - 1) && is_word(i + 1);
      if (!within_word && std::string_view("\\`*_{}[]~#$").find(c) != std::string_view::npos) made += '\\';
      made += c;
    }
  }
  return made;
}

}  // namespace baton::host
