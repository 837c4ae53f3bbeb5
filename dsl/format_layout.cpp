#include "dsl/format_layout.hpp"

#include <algorithm>

#include "dsl/format_columns.hpp"

namespace baton::dsl {

namespace {

constexpr std::uint32_t block_indent = 2;
constexpr std::uint32_t hanging_indent = 4;

class LayoutPrinter {
 public:
  explicit LayoutPrinter(const std::vector<FormatToken>& tokens)
      : tokens_(tokens),
        padding_{std::vector<std::uint32_t>(tokens.size(), 0), std::vector<std::uint32_t>(tokens.size(), 0)} {
    breaks_before_.reserve(tokens.size());
    std::uint32_t breaks = 0;
    for (std::uint32_t i = 0; i < tokens.size(); ++i) {
      if (must_break_before(i)) ++breaks;
      breaks_before_.push_back(breaks);
    }
  }

  std::string print(std::vector<FormatItem>& items) {
    for (FormatItem& item : items) measure(item);
    print_items(items, 0);
    print_comments_above(static_cast<std::uint32_t>(tokens_.size() - 1), 0);
    if (!out_.empty()) out_ += '\n';
    return std::move(out_);
  }

 private:
  // ---- widths

  // A comment ends the line in front of the token, or stands on the one above it.
  bool must_break_before(std::uint32_t token) const {
    return !tokens_[token].above.empty() || (token > 0 && !tokens_[token - 1].beside.empty());
  }
  // No comment stands between these tokens.
  bool is_unbroken(std::uint32_t first, std::uint32_t last) const {
    return breaks_before_[first] == breaks_before_[last];
  }

  void measure(Chunk& chunk) {
    if (chunk.pieces.empty()) {
      const std::string_view text = tokens_[chunk.first].text;
      const auto begins_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
      chunk.width = static_cast<std::uint32_t>(std::ranges::count_if(text, begins_character));
      return;
    }
    for (Chunk& piece : chunk.pieces) {
      measure(piece);
      chunk.width += piece.width;
      if (&piece != &chunk.pieces.front() && piece.gap != Gap::None) ++chunk.width;
    }
  }

  void measure(FormatItem& item) {
    measure(item.header);
    std::uint32_t width = item.header.width;
    if (item.block) {
      width += item.block->items.empty() ? 3 : 5;  // ` {}`, ` { ` and ` }`
      for (FormatItem& inner : item.block->items) {
        measure(inner);
        width += inner.width.value_or(0) + (&inner == &item.block->items.front() ? 0 : item.block->apart);
      }
    }
    const bool may = !item.block || item.block->on_one_line;
    if (may && is_unbroken(item.first(), item.last())) item.width = width;
  }

  bool fits(std::uint32_t width) const { return column_ + width <= max_line; }

  // ---- lines

  void start_line(std::uint32_t indent) {
    if (!out_.empty()) out_ += '\n';
    out_.append(indent, ' ');
    column_ = line_indent_ = indent;
    at_beginning_ = false;
  }
  void keep_empty_line(bool there_is_one) {
    if (there_is_one && !at_beginning_) out_ += '\n';
  }
  void write_blanks(std::uint32_t count) {
    out_.append(count, ' ');
    column_ += count;
  }
  void write_token(const Chunk& token) {
    out_ += tokens_[token.first].text;
    column_ += token.width;
    write_comment_beside(token.first);
  }
  void write_brace(std::uint32_t token) {
    out_ += tokens_[token].text;
    ++column_;
    write_comment_beside(token);
  }
  void write_comment_beside(std::uint32_t token) {
    if (tokens_[token].beside.empty()) return;
    out_.append(2 + padding_.comment[token], ' ').append(tokens_[token].beside);
  }

  // Between items, where empty lines are kept.
  void print_comments_above(std::uint32_t token, std::uint32_t indent) {
    for (const FormatComment& comment : tokens_[token].above) {
      keep_empty_line(comment.after_empty_line);
      start_line(indent);
      out_ += comment.text;
    }
  }

  // ---- items

  void print_items(const std::vector<FormatItem>& items, std::uint32_t indent) {
    set_columns(tokens_, items, indent, padding_);
    for (const FormatItem& item : items) {
      print_comments_above(item.first(), indent);
      keep_empty_line(tokens_[item.first()].after_empty_line);
      start_line(indent);
      print_item(item, indent);
    }
  }

  void print_item(const FormatItem& item, std::uint32_t indent) {
    if (item.width && column_ + *item.width + padding_in(item) <= max_width(item)) return print_on_one_line(item);
    print_chunk(item.header, item.block ? 2 : 0);
    if (!item.block) return;
    write_blanks(1);
    write_brace(item.block->open);
    at_beginning_ = true;
    print_items(item.block->items, indent + block_indent);
    print_comments_above(item.block->close, indent + block_indent);
    start_line(indent);
    write_brace(item.block->close);
  }

  std::uint32_t padding_in(const FormatItem& item) const {
    std::uint32_t padding = 0;
    for (const std::uint32_t stop : item.stops) padding += stop == no_token ? 0 : padding_.before[stop];
    return padding;
  }

  void print_on_one_line(const FormatItem& item) {
    print_chunk(item.header, 0);
    if (!item.block) return;
    write_blanks(1 + padding_.before[item.block->open]);
    write_brace(item.block->open);
    for (const FormatItem& inner : item.block->items) {
      write_blanks(&inner == &item.block->items.front() ? 1 : item.block->apart);
      print_on_one_line(inner);
    }
    if (!item.block->items.empty()) write_blanks(1);
    write_brace(item.block->close);
  }

  // ---- pieces

  // `behind`: the width of what stands on the same line behind the chunk.
  void print_chunk(const Chunk& chunk, std::uint32_t behind) {
    if (chunk.pieces.empty()) return write_token(chunk);
    const std::uint32_t hanging = line_indent_ + hanging_indent;
    const bool whole = fits(chunk.width + behind) && is_unbroken(chunk.first, chunk.last);
    const std::vector<Stretch> stretches =
        whole ? std::vector<Stretch>(chunk.pieces.size()) : stretches_of(chunk, behind);
    for (std::size_t i = 0; i < chunk.pieces.size(); ++i) {
      const Chunk& piece = chunk.pieces[i];
      if (i > 0) begin_piece(piece, hanging, !whole && (chunk.breaks_all || !stretch_fits(piece, stretches[i])));
      print_chunk(piece, stretches[i].behind);
    }
  }

  void begin_piece(const Chunk& piece, std::uint32_t hanging, bool at_break) {
    if (must_break_before(piece.first)) {
      for (const FormatComment& comment : tokens_[piece.first].above) {
        start_line(hanging);
        out_ += comment.text;
      }
      start_line(hanging);
    } else if (piece.gap == Gap::Break && at_break) {
      start_line(hanging);
    } else {
      write_blanks((piece.gap == Gap::None ? 0 : 1) + padding_.before[piece.first]);
    }
  }

  // The pieces from one up to where the line may be broken next.
  struct Stretch {
    std::uint32_t last = 0;    // its last token
    std::uint32_t behind = 0;  // the width behind the first piece
  };
  static std::vector<Stretch> stretches_of(const Chunk& chunk, std::uint32_t behind) {
    std::vector<Stretch> stretches(chunk.pieces.size());
    for (std::size_t i = chunk.pieces.size(); i-- > 0;) {
      const Chunk& piece = chunk.pieces[i];
      stretches[i] = {piece.last, i + 1 == chunk.pieces.size() ? behind : 0};
      if (i + 1 == chunk.pieces.size() || chunk.pieces[i + 1].gap == Gap::Break) continue;
      const Chunk& next = chunk.pieces[i + 1];
      stretches[i] = {stretches[i + 1].last, (next.gap == Gap::None ? 0 : 1) + next.width + stretches[i + 1].behind};
    }
    return stretches;
  }
  // With a blank in front.
  bool stretch_fits(const Chunk& first, const Stretch& stretch) const {
    return is_unbroken(first.first, stretch.last) && fits(1 + first.width + stretch.behind);
  }

  const std::vector<FormatToken>& tokens_;
  Padding padding_;
  std::vector<std::uint32_t> breaks_before_;  // how many tokens up to this one must begin a line
  std::string out_;
  std::uint32_t column_ = 0, line_indent_ = 0;
  bool at_beginning_ = true;  // of the file or of a block: nothing stands there yet
};

}  // namespace

std::string print_layout(const std::vector<FormatToken>& tokens, std::vector<FormatItem> items) {
  return LayoutPrinter(tokens).print(items);
}

}  // namespace baton::dsl
