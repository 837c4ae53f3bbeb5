// The tokens of a file with the comments and empty lines around them: all that the layout may not lose.
//
// A comment belongs to a token: to the one before it on its line (`beside`), else to the one that follows (`above`).
// So it stays where its author put it, however the tokens are spread over lines.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace baton::dsl {

struct FormatComment {
  std::string_view text;  // from `#` on, without what is blank behind it
  bool after_empty_line = false;
};

struct FormatToken {
  std::string_view text;
  std::uint32_t begin = 0;  // byte of the source
  bool after_empty_line = false;
  std::vector<FormatComment> above;  // on lines of their own
  std::string_view beside;           // behind it, on its line; empty: none
};

// In the order of the text. The last one is empty: the end of the file.
std::vector<FormatToken> scan_tokens(std::string_view text);

// Comments in front of a sign that clings to what stands before it go behind the sign, in their order.
void move_comments_behind(std::vector<FormatToken>& tokens, std::size_t sign);

}  // namespace baton::dsl
