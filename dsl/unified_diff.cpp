#include "dsl/unified_diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <vector>

namespace baton::dsl {

namespace {

using Lines = std::span<const std::string_view>;

constexpr std::size_t context_lines = 3;
constexpr int max_differences = 2'000;

struct Edit {
  char sign;  // ` `, `-` or `+`
  std::string_view line;
};

// Each line with its end; the last one may have none.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

void add(std::vector<Edit>& edits, char sign, Lines lines) {
  for (const std::string_view line : lines) edits.push_back({sign, line});
}

// The shortest way from one list of lines to the other. `furthest[k]` is how far in `before` a path with so many
// differences comes on diagonal k (place in `before` minus place in `after`).
class ShortestEdits {
 public:
  ShortestEdits(Lines before, Lines after) : before_(before), after_(after) {}

  std::vector<Edit> find() {
    for (int differences = 0; differences <= max_differences; ++differences) {
      if (reaches_end_with(differences)) return follow_back();
    }
    std::vector<Edit> edits;
    add(edits, '-', before_);
    add(edits, '+', after_);
    return edits;
  }

 private:
  using Furthest = std::vector<int>;  // index: diagonal + differences + 1

  int size_before() const { return static_cast<int>(before_.size()); }
  int size_after() const { return static_cast<int>(after_.size()); }

  // The way to a diagonal was by a line added, not by one removed.
  static bool was_added(const Furthest& earlier, int differences, int diagonal) {
    if (diagonal == -differences) return true;
    if (diagonal == differences) return false;
    const auto at = [&](int k) { return earlier[static_cast<std::size_t>(k + differences)]; };
    return at(diagonal - 1) < at(diagonal + 1);
  }
  static int start_on(const Furthest& earlier, int differences, int diagonal) {
    const auto at = [&](int k) { return earlier[static_cast<std::size_t>(k + differences)]; };
    return was_added(earlier, differences, diagonal) ? at(diagonal + 1) : at(diagonal - 1) + 1;
  }

  bool reaches_end_with(int differences) {
    const Furthest start{0, 0, 0};
    const Furthest& earlier = steps_.empty() ? start : steps_.back();
    Furthest furthest(static_cast<std::size_t>(2 * differences + 3), -1);
    bool at_end = false;
    for (int diagonal = -differences; diagonal <= differences && !at_end; diagonal += 2) {
      int x = differences == 0 ? 0 : start_on(earlier, differences, diagonal);
      int y = x - diagonal;
      while (x < size_before() && y < size_after() && y >= 0 && line(before_, x) == line(after_, y)) ++x, ++y;
      furthest[static_cast<std::size_t>(diagonal + differences + 1)] = x;
      at_end = x >= size_before() && y >= size_after();
    }
    steps_.push_back(std::move(furthest));
    return at_end;
  }

  std::vector<Edit> follow_back() {
    std::vector<Edit> edits;
    int x = size_before(), y = size_after();
    for (int differences = static_cast<int>(steps_.size()) - 1; differences > 0; --differences) {
      const Furthest& earlier = steps_[static_cast<std::size_t>(differences - 1)];
      const bool added = was_added(earlier, differences, x - y);
      const int start = start_on(earlier, differences, x - y);
      for (; x > start; --x, --y) edits.push_back({' ', line(before_, x - 1)});
      edits.push_back(added ? Edit{'+', line(after_, y - 1)} : Edit{'-', line(before_, x - 1)});
      (added ? y : x) -= 1;
    }
    for (; x > 0; --x) edits.push_back({' ', line(before_, x - 1)});
    std::ranges::reverse(edits);
    return edits;
  }

  static std::string_view line(Lines lines, int index) { return lines[static_cast<std::size_t>(index)]; }

  Lines before_, after_;
  std::vector<Furthest> steps_;
};

std::vector<Edit> edits_between(Lines before, Lines after) {
  const auto begin = std::ranges::mismatch(before, after);
  const std::size_t same_begin = static_cast<std::size_t>(begin.in1 - before.begin());
  const std::size_t most = std::min(before.size(), after.size()) - same_begin;
  std::size_t same_end = 0;
  while (same_end < most && before[before.size() - 1 - same_end] == after[after.size() - 1 - same_end]) ++same_end;

  std::vector<Edit> edits;
  add(edits, ' ', before.first(same_begin));
  ShortestEdits middle(before.subspan(same_begin, before.size() - same_begin - same_end),
                       after.subspan(same_begin, after.size() - same_begin - same_end));
  for (const Edit& edit : middle.find()) edits.push_back(edit);
  add(edits, ' ', before.last(same_end));
  return edits;
}

class DiffWriter {
 public:
  DiffWriter(std::span<const Edit> edits, bool colour) : edits_(edits), colour_(colour) {}

  std::string write(std::string_view name) {
    write_line("\033[1m", fmt::format("--- {}", name));
    write_line("\033[1m", fmt::format("+++ {}", name));
    for (std::size_t at = 0; at < edits_.size();) {
      const std::size_t change = next_change(at);
      if (change == edits_.size()) break;
      const std::size_t begin = change - std::min(change - at, context_lines);
      skip(begin - at);
      at = end_of_hunk(change);
      write_hunk(edits_.subspan(begin, at - begin));
    }
    return std::move(out_);
  }

 private:
  std::size_t next_change(std::size_t at) const {
    while (at < edits_.size() && edits_[at].sign == ' ') ++at;
    return at;
  }
  // Changes with fewer than two contexts of lines between them stand in one hunk.
  std::size_t end_of_hunk(std::size_t change) const {
    for (;;) {
      std::size_t end = change;
      while (end < edits_.size() && edits_[end].sign != ' ') ++end;
      const std::size_t next = next_change(end);
      if (next == edits_.size() || next - end > 2 * context_lines) return std::min(end + context_lines, edits_.size());
      change = next;
    }
  }
  void skip(std::size_t lines) {
    before_ += lines;
    after_ += lines;
  }

  void write_hunk(std::span<const Edit> hunk) {
    const auto size = [&](char other) {
      return static_cast<std::size_t>(std::ranges::count_if(hunk, [&](const Edit& e) { return e.sign != other; }));
    };
    const std::size_t removed = size('+'), added = size('-');
    write_line("\033[36m", fmt::format("@@ -{} +{} @@", range(before_, removed), range(after_, added)));
    for (const Edit& edit : hunk) write_edit(edit);
    before_ += removed;
    after_ += added;
  }
  // The first line, from 1, and how many there are; of none, the line before.
  static std::string range(std::size_t begin, std::size_t size) {
    return size == 1 ? fmt::format("{}", begin + 1) : fmt::format("{},{}", size == 0 ? begin : begin + 1, size);
  }

  void write_edit(const Edit& edit) {
    std::string_view line = edit.line;
    const bool has_end = line.ends_with('\n');
    if (has_end) line.remove_suffix(1);
    const char* colour = edit.sign == '-' ? "\033[31m" : edit.sign == '+' ? "\033[32m" : "";
    write_line(colour, fmt::format("{}{}", edit.sign, line));
    if (!has_end) write_line("", "\\ No newline at end of file");
  }
  void write_line(std::string_view colour, std::string_view line) {
    const bool coloured = colour_ && !colour.empty();
    out_ += fmt::format("{}{}{}\n", coloured ? colour : "", line, coloured ? "\033[0m" : "");
  }

  std::span<const Edit> edits_;
  bool colour_;
  std::size_t before_ = 0, after_ = 0;  // lines passed
  std::string out_;
};

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after, std::string_view name, bool colour) {
  if (before == after) return {};
  const std::vector<std::string_view> lines_before = lines_of(before), lines_after = lines_of(after);
  const std::vector<Edit> edits = edits_between(lines_before, lines_after);
  return DiffWriter(edits, colour).write(name);
}

}  // namespace baton::dsl
