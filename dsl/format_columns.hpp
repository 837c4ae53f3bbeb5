// Columns: items of a kind on consecutive lines begin their parts below each other, and the comments behind them too.
//
// An empty line, an item of another kind and an opened block end a run. The columns are set from left to right. A line
// that a column would push beyond the limit is left out of that one and of those behind it; an item that takes several
// lines takes part in the first column only.
#pragma once

#include "dsl/format_layout.hpp"

namespace baton::dsl {

// Blanks besides those that stand there anyway.
struct Padding {
  std::vector<std::uint32_t> before;   // each token
  std::vector<std::uint32_t> comment;  // before the comment beside it
};

void set_columns(const std::vector<FormatToken>& tokens, const std::vector<FormatItem>& items, std::uint32_t indent,
                 Padding& padding);

}  // namespace baton::dsl
