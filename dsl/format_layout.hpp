// What the layout decides on: items that begin lines, their pieces and where these may be broken, and blocks in braces.
//
// An item (a field, a statement, a clause, a handoff) is a header of pieces and, behind it, perhaps a block of items.
// It stands on one line if it may and fits. Otherwise its block is opened, one item a line, and a header that is still
// too long is broken: as late as possible, and first between its larger pieces. Items of a kind on consecutive lines
// are set in columns. The order of decisions is fixed and looks at widths alone, never at how the author broke lines.
//
// Cost: linear in the number of tokens times the depth of nesting.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dsl/format_tokens.hpp"

namespace baton::dsl {

// How long a line may become; comments may pass it, and what cannot be broken.
inline constexpr std::uint32_t max_line = 120;
inline constexpr std::uint32_t max_line_with_block = 100;

enum class Gap : std::uint8_t {
  None,
  Space,
  Break,  // a space, or the end of the line
};

// One token, or pieces that belong together.
struct Chunk {
  Gap gap = Gap::None;        // in front of it
  bool breaks_all = false;    // broken at one of its breaks, it is broken at all of them
  std::uint32_t first = 0;    // its tokens
  std::uint32_t last = 0;     // the last one
  std::vector<Chunk> pieces;  // none: the token `first`
  std::uint32_t width = 0;    // on one line, without the gap
};

struct FormatItem;

struct FormatBlock {
  std::uint32_t open = 0, close = 0;  // the braces
  std::vector<FormatItem> items;
  bool is_list = false;      // of names or values, with commas between
  bool on_one_line = false;  // if it fits
  std::uint32_t apart = 1;   // blanks between its items on one line
};

// Items of the same kind are set in columns.
enum class Columns : std::uint8_t {
  None,
  Field,
  Record,
  Event,
  Transition,
  Role,
  Responsibility,
  Statement,
  Limit,     // `start within`, `finish within`, `cutover after`
  Reaction,  // `accepted on`, `closed on` and the like
  Tier,
  ChecklistItem,
  Credit,
  Invariant,
  Row,
};

inline constexpr std::uint32_t no_token = 0xFFFFFFFF;

struct FormatItem {
  Chunk header;
  std::optional<FormatBlock> block;
  Columns columns = Columns::None;
  std::vector<std::uint32_t> stops;  // the token with which each column begins behind the first; no_token: it has none
  bool takes_condition = false;      // `when` behind it stands on its line
  std::optional<std::uint32_t> width;  // on one line; none: it cannot stand on one

  std::uint32_t first() const { return header.first; }
  std::uint32_t last() const { return block ? block->close : header.last; }
};

inline std::uint32_t max_width(const FormatItem& item) {
  if (item.columns == Columns::Row) return no_token;  // the end of the line ends a row
  return item.block && !item.block->is_list ? max_line_with_block : max_line;
}

std::string print_layout(const std::vector<FormatToken>& tokens, std::vector<FormatItem> items);

}  // namespace baton::dsl
