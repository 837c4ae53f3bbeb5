// From the parts that the grammar marked to items and pieces, of which the layout is made.
//
// What is a block, where a line may be broken and which parts stand in columns is decided here, part by part; the
// rest is the same for every construct.
#pragma once

#include <optional>

#include "dsl/format_layout.hpp"
#include "dsl/parse_tree.hpp"

namespace baton::dsl {

class FormatBuilder {
 public:
  explicit FormatBuilder(std::vector<FormatToken>& tokens) : tokens_(tokens) {}

  // Adds an item of the top level, or of a block, behind those before it.
  void add_item(std::vector<FormatItem>& items, Node node);

 private:
  // Consecutive tokens, `end` not among them.
  struct Range {
    std::uint32_t begin, end;
  };
  std::string_view text(std::uint32_t token) const { return tokens_[token].text; }
  std::uint32_t token_at(std::uint32_t offset) const;  // the first one at or behind that place
  std::uint32_t first_token(std::optional<Node> node) const;
  Range tokens_of(Node node) const;

  // ---- pieces
  Chunk chunk(Node node, Range range);
  static Chunk token_chunk(std::uint32_t token);
  static void append(Chunk& chunk, Chunk piece);
  Gap gap_before(std::uint32_t token, std::optional<Part> part, Part parent) const;

  // ---- items and blocks
  FormatItem item(Node node);
  std::optional<std::uint32_t> block_begin(Node node, Range range) const;
  FormatBlock block(Node node, Range braces);
  std::vector<FormatItem> items_in(Node holder, Range inside);
  static void append_comma(Chunk& chunk, std::uint32_t comma);
  bool may_stand_on_one_line(Part part, const FormatBlock& block) const;
  bool goes_on(const std::vector<FormatItem>& items, Node node) const;

  // ---- columns
  void set_columns(FormatItem& item, Node node) const;

  std::vector<FormatToken>& tokens_;
};

}  // namespace baton::dsl
