// Characters of UTF-8 texts, and what of them nobody can see.
#pragma once

#include <string>
#include <string_view>

namespace baton::dsl {

struct Character {
  char32_t code = 0xFFFD;
  std::size_t bytes = 1;
};

// The character at `at`; broken UTF-8 is one replacement character a byte. Nothing at the end: code 0xFFFD.
Character decode(std::string_view text, std::size_t at);
// Marks that turn the direction of what follows, join, hide or take no room.
bool is_invisible(char32_t code);
// Those, control characters, and what is no character at all: no terminal is to be played tricks with.
bool is_unshowable(char32_t code);
std::string code_point(char32_t code);  // "U+202E"
// The text with what cannot be shown said by its code point, at most `most_bytes` of it, then `…`.
std::string legible(std::string_view text, std::size_t most_bytes);

}  // namespace baton::dsl
