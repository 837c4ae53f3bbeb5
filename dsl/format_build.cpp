#include "dsl/format_build.hpp"

#include <algorithm>
#include <utility>

namespace baton::dsl {

namespace {

// What a line may be broken before: whatever qualifies what stands in front of it.
bool begins_phrase(Part part) {
  switch (part) {
    case Part::During:
    case Part::For:
    case Part::From:
    case Part::Until:
    case Part::When:
    case Part::Unless:
    case Part::Where:
    case Part::Otherwise:
    case Part::Because:
    case Part::Per:
    case Part::By:
    case Part::Within:
    case Part::DoneOn:
    case Part::FromRole:
    case Part::ToRole:
    case Part::Between:
    case Part::Instance:
    case Part::Extends:
    case Part::Initial:
    case Part::Reviewed:
    case Part::Also:
    case Part::Title:
    case Part::Bar:
    case Part::Less:
    case Part::Skip:
    case Part::Reason:
    case Part::OfRecord:
    case Part::UntilTime:
    case Part::Calls:
    case Part::OwedBy:
    case Part::StartBy:
    case Part::Due:
    case Part::Cutover:
    case Part::Missing:
    case Part::Accepted:
    case Part::Amount:
      return true;
    default:
      return false;
  }
}

// Words of the grammar before which a line may be broken, and the part that they stand in; Broken: any.
bool begins_phrase(std::string_view word, Part parent) {
  if (word == "and" || word == "or" || word == "with") return true;
  return (word == "on" && parent == Part::Transition) || (word == "during" && parent == Part::Every) ||
         (word == "moves" && parent == Part::MovesAtOnce) || (word == "expect" && parent == Part::StepAt);
}

// Sets of values are written `{emea, apac}`.
bool has_tight_braces(Part part) {
  return part == Part::InTest || part == Part::AnyRecord || part == Part::NoRecord || part == Part::CellSet;
}

bool may_have_block(Part part) {
  switch (part) {
    case Part::Account:
    case Part::Record:
    case Part::Event:
    case Part::Lifecycle:
    case Part::Structure:
    case Part::OtherwiseBlock:
    case Part::Handoff:
    case Part::Checklist:
    case Part::Escalation:
    case Part::Sla:
    case Part::Credit:
    case Part::Test:
    case Part::Given:
    case Part::Cases:
    case Part::Invariant:
    case Part::StepAccount:
    case Part::StepOn:
      return true;
    default:
      return false;
  }
}

// Always opened, even if there is but one item.
bool is_kept_open(Part part) {
  return part == Part::Checklist || part == Part::Test || part == Part::Given || part == Part::Cases;
}

// The end of the line ends a row.
void keep_on_line(Chunk& chunk) {
  if (chunk.gap == Gap::Break) chunk.gap = Gap::Space;
  for (Chunk& piece : chunk.pieces) keep_on_line(piece);
}

}  // namespace

// ---- tokens

std::uint32_t FormatBuilder::token_at(std::uint32_t offset) const {
  const auto found = std::ranges::lower_bound(tokens_, offset, {}, &FormatToken::begin);
  return static_cast<std::uint32_t>(found - tokens_.begin());
}

std::uint32_t FormatBuilder::first_token(std::optional<Node> node) const {
  return node ? token_at(node->span().begin) : no_token;
}

FormatBuilder::Range FormatBuilder::tokens_of(Node node) const {
  return {token_at(node.span().begin), token_at(node.span().end)};
}

// ---- pieces

Chunk FormatBuilder::token_chunk(std::uint32_t token) {
  Chunk chunk;
  chunk.first = chunk.last = token;
  return chunk;
}

void FormatBuilder::append(Chunk& chunk, Chunk piece) {
  chunk.last = piece.last;
  chunk.pieces.push_back(std::move(piece));
}

Gap FormatBuilder::gap_before(std::uint32_t token, std::optional<Part> part, Part parent) const {
  const std::string_view before = text(token - 1), word = text(token);
  if (word == ":" && parent == Part::Claim) return Gap::Space;
  for (const std::string_view tight : {",", ")", "?", "..", ":"}) {
    if (word == tight) return Gap::None;
  }
  if (before == "(" || before == "..") return Gap::None;
  if (has_tight_braces(parent) && (before == "{" || word == "}")) return Gap::None;
  if (before == ",") return Gap::Break;
  return (part ? begins_phrase(*part) : begins_phrase(word, parent)) ? Gap::Break : Gap::Space;
}

Chunk FormatBuilder::chunk(Node node, Range range) {
  Chunk result;
  result.first = range.begin;
  result.breaks_all = node.part() == Part::Or || node.part() == Part::And;
  const auto add = [&](Chunk piece, std::optional<Part> part) {
    if (!result.pieces.empty()) piece.gap = gap_before(piece.first, part, node.part());
    append(result, std::move(piece));
  };
  std::uint32_t token = range.begin;
  for (const Node child : node) {
    const Range inner = tokens_of(child);
    if (inner.begin >= range.end) break;
    for (; token < inner.begin; ++token) add(token_chunk(token), std::nullopt);
    add(chunk(child, inner), child.part());
    token = inner.end;
  }
  for (; token < range.end; ++token) add(token_chunk(token), std::nullopt);
  return result.pieces.size() == 1 ? std::move(result.pieces.front()) : result;
}

// ---- items and blocks

void FormatBuilder::add_item(std::vector<FormatItem>& items, Node node) {
  if (!goes_on(items, node)) return items.push_back(item(node));
  FormatItem& before = items.back();
  Chunk both;
  both.first = before.first();
  append(both, std::move(before.header));
  Chunk condition = chunk(node, tokens_of(node));
  condition.gap = Gap::Break;
  append(both, std::move(condition));
  before.header = std::move(both);
}

// `on EVENT when CONDITION`: two clauses to the grammar, one line to the reader.
bool FormatBuilder::goes_on(const std::vector<FormatItem>& items, Node node) const {
  if (node.part() != Part::When && node.part() != Part::Unless) return false;
  const FormatToken& token = tokens_[first_token(node)];
  return !items.empty() && items.back().takes_condition && token.above.empty() && !token.after_empty_line;
}

FormatItem FormatBuilder::item(Node node) {
  const Range range = tokens_of(node);
  const auto open = block_begin(node, range);
  FormatItem result;
  result.header = chunk(node, {range.begin, open.value_or(range.end)});
  result.takes_condition = node.part() == Part::On || node.part() == Part::Every;
  if (open) {
    move_comments_behind(tokens_, *open);
    result.block = block(node, {*open, range.end});
  }
  if (node.part() == Part::CaseRow) keep_on_line(result.header);
  set_columns(result, node);
  return result;
}

// The brace that opens the block with which the item ends.
std::optional<std::uint32_t> FormatBuilder::block_begin(Node node, Range range) const {
  if (!may_have_block(node.part()) || text(range.end - 1) != "}") return std::nullopt;
  std::uint32_t depth = 0;
  for (std::uint32_t token = range.end; token-- > range.begin;) {
    if (text(token) == "}") ++depth;
    if (text(token) == "{" && --depth == 0) return token;
  }
  return std::nullopt;
}

FormatBlock FormatBuilder::block(Node node, Range braces) {
  FormatBlock result;
  result.open = braces.begin;
  result.close = braces.end - 1;
  const auto body = node.has(Part::Payload) ? node.find(Part::Payload) : node.find(Part::Body);
  result.items = items_in(body.value_or(node), {result.open + 1, result.close});
  result.is_list = !result.items.empty() && text(result.items.front().last()) == ",";
  result.apart = result.is_list ? 1 : node.part() == Part::Credit ? 2 : 3;
  result.on_one_line = may_stand_on_one_line(node.part(), result);
  return result;
}

// The parts that the grammar marks, each with the comma behind it.
std::vector<FormatItem> FormatBuilder::items_in(Node holder, Range inside) {
  std::vector<FormatItem> items;
  for (const Node child : holder) {
    const Range inner = tokens_of(child);
    if (inner.begin < inside.begin) continue;
    add_item(items, child);
    if (text(inner.end) == ",") append_comma(items.back().header, inner.end);
  }
  return items;
}

void FormatBuilder::append_comma(Chunk& chunk, std::uint32_t comma) {
  if (chunk.pieces.empty()) {
    Chunk outer;
    outer.first = chunk.first;
    append(outer, std::move(chunk));
    chunk = std::move(outer);
  }
  append(chunk, token_chunk(comma));
}

bool FormatBuilder::may_stand_on_one_line(Part part, const FormatBlock& block) const {
  if (block.items.empty()) return true;
  for (const FormatItem& item : block.items) {
    if (item.block) return false;
    if (&item != &block.items.front() && tokens_[item.first()].after_empty_line) return false;
  }
  constexpr std::size_t few = 3;
  if (is_kept_open(part)) return false;
  if (block.apart < 3) return true;  // names, values or shares
  return block.items.size() <= (part == Part::Record ? few : 1);
}

}  // namespace baton::dsl
