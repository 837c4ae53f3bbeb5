#include "dsl/format_tokens.hpp"

#include <algorithm>
#include <utility>

#include "dsl/parse_scan.hpp"

namespace baton::dsl {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::size_t sign_length(std::string_view text) {
  for (const std::string_view sign : {"->", "<=", ">=", ".."}) {
    if (text.starts_with(sign)) return sign.size();
  }
  return 1;
}

std::size_t token_length(std::string_view text) {
  for (const auto scan : {scan_any_name, scan_text, scan_date_time, scan_date, scan_number}) {
    if (const std::size_t length = scan(text)) return length;
  }
  return sign_length(text);
}

class TokenScanner {
 public:
  explicit TokenScanner(std::string_view text) : text_(text), at_(text.starts_with(byte_order_mark) ? 3 : 0) {}

  std::vector<FormatToken> scan() {
    for (scan_around(); at_ < text_.size(); scan_around()) scan_token();
    tokens_.push_back(std::move(next_));
    return std::move(tokens_);
  }

 private:
  // What is blank, and comments, up to the next token.
  void scan_around() {
    next_ = FormatToken{};
    int ends_of_line = tokens_.empty() ? 1 : 0;  // since the last token or comment
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '#') {
        take_comment(ends_of_line);
        ends_of_line = 0;
      } else if (text_[at_] == '\n') {
        ++ends_of_line;
      } else if (text_[at_] != ' ' && text_[at_] != '\t' && text_[at_] != '\r') {
        break;
      }
    }
    next_.begin = static_cast<std::uint32_t>(at_);
    next_.after_empty_line = ends_of_line > 1;
  }

  // Leaves the place before the end of the line.
  void take_comment(int ends_of_line) {
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    std::string_view comment = text_.substr(at_, end - at_);
    comment = comment.substr(0, comment.find_last_not_of(" \t\r") + 1);
    if (ends_of_line == 0 && !tokens_.empty()) {
      tokens_.back().beside = comment;
    } else {
      next_.above.push_back({comment, ends_of_line > 1});
    }
    at_ = end - 1;
  }

  void scan_token() {
    const std::size_t length = token_length(text_.substr(at_));
    next_.text = text_.substr(at_, length);
    at_ += length;
    tokens_.push_back(std::move(next_));
  }

  std::string_view text_;
  std::size_t at_;
  std::vector<FormatToken> tokens_;
  FormatToken next_;
};

}  // namespace

std::vector<FormatToken> scan_tokens(std::string_view text) {
  return TokenScanner(text).scan();
}

void move_comments_behind(std::vector<FormatToken>& tokens, std::size_t sign) {
  FormatToken& token = tokens[sign];
  std::vector<FormatComment> moved = std::exchange(token.above, {});
  std::string_view beside = std::exchange(tokens[sign - 1].beside, {});
  if (beside.empty() && moved.empty()) return;
  if (!token.beside.empty()) moved.push_back({token.beside});
  token.beside = beside;
  std::vector<FormatComment>& above = tokens[sign + 1].above;
  above.insert(above.begin(), moved.begin(), moved.end());
}

}  // namespace baton::dsl
