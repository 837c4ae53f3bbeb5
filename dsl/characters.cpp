#include "dsl/characters.hpp"

#include <fmt/format.h>

namespace baton::dsl {

Character decode(std::string_view text, std::size_t at) {
  if (at >= text.size()) return {};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || at + length > text.size()) return {};
  char32_t code = lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return {};
    code = code << 6 | (byte(at + i) & 0x3F);
  }
  return {code, length};
}

bool is_invisible(char32_t code) {
  const auto within = [code](char32_t first, char32_t last) { return code >= first && code <= last; };
  return code == 0xAD || code == 0x61C || code == 0xFEFF || within(0x200B, 0x200F) || within(0x2028, 0x202E) ||
         within(0x2060, 0x2069);
}

bool is_unshowable(char32_t code) {
  // Joiners (U+200C, U+200D) belong to the spelling of some languages.
  if (code == 0x200C || code == 0x200D) return false;
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0xFFFD || is_invisible(code);
}

std::string code_point(char32_t code) {
  return fmt::format("U+{:04X}", static_cast<std::uint32_t>(code));
}

std::string legible(std::string_view text, std::size_t most_bytes) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    if (result.size() >= most_bytes) return result + "\xE2\x80\xA6";
    const Character character = decode(text, at);
    const bool hidden =
        is_unshowable(character.code) && text[at] != '\n' && text[at] != '\t' && character.code != 0xFFFD;
    if (hidden) {
      result += code_point(character.code);
    } else {
      result += text.substr(at, character.bytes);
    }
    at += character.bytes;
  }
  return result;
}

}  // namespace baton::dsl
