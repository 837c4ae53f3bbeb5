#include "dsl/format_columns.hpp"

#include <algorithm>
#include <span>

namespace baton::dsl {

namespace {

// Finds where the stops of an item stand if it stands on one line, in one go: tables may have many columns.
class StopPlaces {
 public:
  static std::vector<std::uint32_t> of(const FormatItem& item) {
    StopPlaces places(item);
    places.look_in(item.header, 0);
    if (item.block) places.pass(item.block->open, item.header.width + 1);
    return std::move(places.places_);
  }

 private:
  explicit StopPlaces(const FormatItem& item) : item_(item), places_(item.stops.size(), 0) {}

  void look_in(const Chunk& chunk, std::uint32_t place) {
    if (chunk.pieces.empty()) return pass(chunk.first, place);
    for (const Chunk& piece : chunk.pieces) {
      if (&piece != &chunk.pieces.front() && piece.gap != Gap::None) ++place;
      look_in(piece, place);
      place += piece.width;
    }
  }
  void pass(std::uint32_t token, std::uint32_t place) {
    while (next_ < places_.size() && item_.stops[next_] == no_token) ++next_;
    if (next_ < places_.size() && item_.stops[next_] == token) places_[next_++] = place;
  }

  const FormatItem& item_;
  std::vector<std::uint32_t> places_;
  std::size_t next_ = 0;  // the stop to be found next
};

// In lines a blank stands before the colon of a field, even before that of the longest name.
std::uint32_t least_padding(const FormatItem& item) {
  return item.columns == Columns::Field ? 1 : 0;
}

bool stands_on_one_line(const FormatItem& item, std::uint32_t indent) {
  return item.width && indent + *item.width + least_padding(item) <= max_width(item);
}

// A table is one, though its rows stand apart.
bool begins_run(const std::vector<FormatToken>& tokens, const FormatItem& item) {
  if (item.columns == Columns::Row) return false;
  const FormatToken& token = tokens[item.first()];
  return token.after_empty_line || std::ranges::any_of(token.above, &FormatComment::after_empty_line);
}

// The width of the piece that begins with a token, if all up to there stands on the item's first line.
std::optional<std::uint32_t> width_on_first_line(const std::vector<FormatToken>& tokens, const FormatItem& item,
                                                 std::uint32_t stop) {
  for (std::uint32_t token = item.first(); token < stop; ++token) {
    if (!tokens[token].beside.empty() || !tokens[token + 1].above.empty()) return std::nullopt;
  }
  for (const Chunk& piece : item.header.pieces) {
    if (piece.first == stop) return piece.width;
  }
  return 1;
}

class Run {
 public:
  Run(const std::vector<FormatToken>& tokens, std::span<const FormatItem> items, std::uint32_t indent, Padding& padding)
      : tokens_(tokens), padding_(padding) {
    for (const FormatItem& item : items) {
      members_.push_back({&item, StopPlaces::of(item), stands_on_one_line(item, indent), indent + least_padding(item)});
    }
  }

  void set() {
    std::size_t columns = 0;
    for (const Member& member : members_) columns = std::max(columns, member.item->stops.size());
    for (std::size_t column = 0; column < columns; ++column) set_column(column);
    set_comments();
  }

 private:
  struct Member {
    const FormatItem* item;
    std::vector<std::uint32_t> places;  // of its stops
    bool on_one_line;
    std::uint32_t shift;    // of what stands behind the columns so far
    bool left_out = false;  // a column would have made the line too long
  };

  // The width that the line has at least, before this column moves it; nothing if the item has no such column.
  std::optional<std::uint32_t> width(const Member& member, std::size_t column) const {
    const FormatItem& item = *member.item;
    if (member.left_out || column >= item.stops.size() || item.stops[column] == no_token) return std::nullopt;
    if (member.on_one_line) return *item.width + member.shift;
    if (column > 0) return std::nullopt;
    const auto piece = width_on_first_line(tokens_, item, item.stops[column]);
    const std::uint32_t end = member.places[column] + member.shift + piece.value_or(0);
    return piece && end <= max_line ? std::optional(end) : std::nullopt;
  }

  // The line that reaches furthest sets the column; those that this would make too long are left out.
  void set_column(std::size_t column) {
    const auto place = [&](const Member& member) { return member.places[column] + member.shift; };
    std::uint32_t target = 0;
    for (const Member& member : members_) {
      if (width(member, column)) target = std::max(target, place(member));
    }
    for (Member& member : members_) {
      const auto before = width(member, column);
      if (!before) continue;
      const std::uint32_t added = target - place(member);
      member.left_out = *before + added > max_width(*member.item);
      if (member.left_out) continue;
      padding_.before[member.item->stops[column]] += added;
      member.shift += added;
    }
  }

  void set_comments() {
    const auto width = [&](const Member& member) -> std::optional<std::uint32_t> {
      const bool has_comment = member.on_one_line && !tokens_[member.item->last()].beside.empty();
      return has_comment ? std::optional(*member.item->width + member.shift) : std::nullopt;
    };
    std::uint32_t target = 0;
    for (const Member& member : members_) target = std::max(target, width(member).value_or(0));
    for (const Member& member : members_) {
      if (const auto own = width(member)) padding_.comment[member.item->last()] = target - *own;
    }
  }

  const std::vector<FormatToken>& tokens_;
  Padding& padding_;
  std::vector<Member> members_;
};

}  // namespace

void set_columns(const std::vector<FormatToken>& tokens, const std::vector<FormatItem>& items, std::uint32_t indent,
                 Padding& padding) {
  const auto can_be_aligned = [&](const FormatItem& item) {
    return item.columns != Columns::None && (!item.block || stands_on_one_line(item, indent));
  };
  for (const FormatItem& item : items) {
    if (item.columns == Columns::Field) padding.before[item.stops.front()] = least_padding(item);
  }
  for (std::size_t begin = 0, end = 0; begin < items.size(); begin = end) {
    end = begin + 1;
    if (!can_be_aligned(items[begin])) continue;
    while (end < items.size() && items[end].columns == items[begin].columns && can_be_aligned(items[end]) &&
           !begins_run(tokens, items[end])) {
      ++end;
    }
    Run(tokens, std::span(items).subspan(begin, end - begin), indent, padding).set();
  }
}

}  // namespace baton::dsl
