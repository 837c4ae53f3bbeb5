// Diagnostics as people read them: the line, carets under the narrowest wrong thing, what to do.
//
// Carets are placed by display columns, not bytes: a tab is shown as four blanks, wide characters take two columns,
// combining ones none, and what cannot be shown (control characters, broken UTF-8) is shown as U+FFFD, so that no
// policy can play tricks with a terminal. Of a very long line only the part round the carets is shown.
// Cost: proportional to the lines shown.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "dsl/characters.hpp"
#include "dsl/render.hpp"

namespace baton::dsl {

namespace {

constexpr std::size_t widest_line = 160;    // columns of a source line that are shown
constexpr std::size_t widest_bytes = 8192;  // before the carets and behind them that are looked at

struct Palette {
  std::string_view error, warning, frame, strong, reset;
};
constexpr Palette plain{"", "", "", "", ""};
constexpr Palette ansi{"\x1b[1;31m", "\x1b[1;33m", "\x1b[1;34m", "\x1b[1m", "\x1b[0m"};

// ---- characters and their widths

using Range = std::pair<char32_t, char32_t>;

bool in_ranges(char32_t code, const auto& ranges) {
  return std::ranges::any_of(ranges, [&](const Range& r) { return code >= r.first && code <= r.second; });
}

// Columns that a terminal gives a character: the common blocks of East Asian width and of combining marks.
std::size_t width_of(char32_t code) {
  static constexpr std::array<Range, 7> none{{{0x300, 0x36F},
                                              {0x483, 0x489},
                                              {0x591, 0x5BD},
                                              {0x64B, 0x65F},
                                              {0x200B, 0x200D},
                                              {0x20D0, 0x20FF},
                                              {0xFE00, 0xFE0F}}};
  static constexpr std::array<Range, 9> wide{{{0x1100, 0x115F},
                                              {0x2E80, 0x303E},
                                              {0x3041, 0x33FF},
                                              {0x3400, 0x9FFF},
                                              {0xA000, 0xA4CF},
                                              {0xAC00, 0xD7A3},
                                              {0xF900, 0xFAFF},
                                              {0xFF00, 0xFF60},
                                              {0x1F300, 0x1FAFF}}};
  if (in_ranges(code, none)) return 0;
  return in_ranges(code, wide) || (code >= 0x20000 && code <= 0x3FFFD) ? 2 : 1;
}

struct Cell {
  std::size_t offset;  // of its first byte in the text
  std::size_t width;
  std::string shown;
};

std::vector<Cell> cells_of(std::string_view text) {
  std::vector<Cell> cells;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = decode(text, at);
    if (character.code == '\t') {
      cells.push_back({at, 4, "    "});
    } else if (is_unshowable(character.code)) {
      cells.push_back({at, 1, "\xEF\xBF\xBD"});
    } else {
      cells.push_back({at, width_of(character.code), std::string(text.substr(at, character.bytes))});
    }
    at += character.bytes;
  }
  return cells;
}

std::string showable(std::string_view text) {
  std::string result;
  for (const Cell& cell : cells_of(text)) result += cell.shown;
  return result;
}

// ---- one line of a source

struct Mark {
  std::uint32_t line = 0;
  SourceSpan span;
  std::string_view text;
  bool primary = false;
};

std::string_view line_text(std::string_view text, std::uint32_t offset) {
  offset = std::min(offset, static_cast<std::uint32_t>(text.size()));
  const std::size_t before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  if (begin == 0 && text.starts_with("\xEF\xBB\xBF")) begin = 3;
  std::string_view line =
      text.substr(begin, std::min(text.find('\n', offset), text.size()) - std::min(begin, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// A line cut to what fits, and the offset of each shown cell.
struct ShownLine {
  std::string text;
  std::vector<Cell> cells;
  std::size_t lead = 0;  // columns before the first cell: the mark of a cut
  bool cut_at_end = false;
};

ShownLine show_line(std::string_view line, std::size_t focus) {
  ShownLine result;
  // Of a line without end only the neighbourhood is read, between whole characters.
  const auto is_inside = [&](std::size_t at) { return (static_cast<unsigned char>(line[at]) & 0xC0) == 0x80; };
  std::size_t begin = focus > widest_bytes ? focus - widest_bytes : 0;
  while (begin > 0 && begin < line.size() && is_inside(begin)) --begin;
  const std::string_view near = line.substr(std::min(begin, line.size()), 2 * widest_bytes);
  std::vector<Cell> cells = cells_of(near);
  for (Cell& cell : cells) cell.offset += begin;
  std::size_t total = 0, before_focus = 0;
  for (const Cell& cell : cells) {
    if (cell.offset < focus) before_focus += cell.width;
    total += cell.width;
  }
  const std::size_t skip = total > widest_line && before_focus > widest_line / 2 ? before_focus - widest_line / 2 : 0;
  if (skip > 0) {
    result.text = "...";
    result.lead = 3;
  }
  std::size_t column = 0;
  for (Cell& cell : cells) {
    column += cell.width;
    if (column <= skip) continue;
    if (column > skip + widest_line) {
      result.cut_at_end = true;
      break;
    }
    result.text += cell.shown;
    result.cells.push_back(std::move(cell));
  }
  if (result.cut_at_end) result.text += "...";
  return result;
}

// ---- one diagnostic

class HumanRenderer {
 public:
  HumanRenderer(const Sources& sources, bool colour) : sources_(sources), paint_(colour ? ansi : plain) {}

  std::string render(const Diagnostic& diagnostic) {
    out_.clear();
    const bool is_error = diagnostic.severity == Severity::Error;
    accent_ = is_error ? paint_.error : paint_.warning;
    out_ += fmt::format("{}{}[{}]{}{}: {}{}\n", accent_, severity_word(diagnostic.severity), diagnostic.code,
                        paint_.reset, paint_.strong, showable(diagnostic.message), paint_.reset);
    margin_ = 2;
    if (diagnostic.where) snippets(diagnostic);
    for (const std::string& note : diagnostic.notes) aside(note);
    if (!diagnostic.help.empty()) {
      out_ += fmt::format("{}help{}: {}\n", paint_.strong, paint_.reset, showable(diagnostic.help));
    }
    for (const std::string& line : diagnostic.suggestion) frame("|", "   " + showable(line));
    aside("more: baton help " + diagnostic.code);
    return out_;
  }

 private:
  void frame(std::string_view sign, std::string_view rest) {
    out_ += fmt::format("{:{}} {}{}{}{}\n", "", margin_, paint_.frame, sign, paint_.reset, rest);
  }

  // A note may have several lines; those after the first are set under its text.
  void aside(std::string_view text) {
    std::string_view sign = "=";
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      frame(sign, " " + showable(text.substr(at, end - at)));
      sign = " ";
      at = end + 1;
    }
  }

  std::vector<Mark> marks_of(const Diagnostic& diagnostic) const {
    std::vector<Mark> marks;
    const auto add = [&](const SourceSpan& span, std::string_view text, bool primary) {
      marks.push_back({sources_.position(span.source, span.begin).line, span, text, primary});
    };
    add(*diagnostic.where, diagnostic.label, true);
    for (const Label& label : diagnostic.also) add(label.span, label.text, false);
    return marks;
  }

  void snippets(const Diagnostic& diagnostic) {
    std::vector<Mark> marks = marks_of(diagnostic);
    std::uint32_t last_line = 0;
    for (const Mark& mark : marks) last_line = std::max(last_line, mark.line);
    margin_ = fmt::format("{}", last_line).size() + 1;
    std::string_view arrow = "-->";
    while (!marks.empty()) {  // one snippet a file, the primary's first
      const std::uint32_t source = marks.front().span.source;
      const auto others = std::stable_partition(marks.begin(), marks.end(),
                                                [&](const Mark& mark) { return mark.span.source == source; });
      snippet(std::vector<Mark>(marks.begin(), others), arrow);
      marks.erase(marks.begin(), others);
      arrow = ":::";
    }
    frame("|", "");
  }

  void snippet(std::vector<Mark> marks, std::string_view arrow) {
    const SourceSpan& first = marks.front().span;
    const auto at = sources_.position(first.source, first.begin);
    out_ += fmt::format("{:{}}{}{}{} {}:{}:{}\n", "", margin_, paint_.frame, arrow, paint_.reset,
                        showable(sources_[first.source].path), at.line, at.column);
    frame("|", "");
    std::ranges::stable_sort(marks, {}, [](const Mark& mark) { return std::pair(mark.line, mark.span.begin); });
    std::uint32_t shown = 0;
    std::size_t focus = 0;
    for (const Mark& mark : marks) {
      if (mark.line != shown) {
        if (shown != 0 && mark.line > shown + 1) out_ += fmt::format("{}...{}\n", paint_.frame, paint_.reset);
        focus = mark.span.begin;
        source_line(mark, focus);
        shown = mark.line;
      }
      underline(mark, focus);
    }
  }

  void source_line(const Mark& mark, std::size_t focus) {
    const ShownLine line = shown_line(mark, focus);
    out_ += fmt::format("{}{:>{}} |{}{}{}\n", paint_.frame, mark.line, margin_, paint_.reset,
                        line.text.empty() ? "" : " ", line.text);
  }

  ShownLine shown_line(const Mark& mark, std::size_t focus) const {
    const std::string& text = sources_[mark.span.source].text;
    const std::string_view line = line_text(text, mark.span.begin);
    const std::size_t begin = static_cast<std::size_t>(line.data() - text.data());
    return show_line(line, focus > begin ? focus - begin : 0);
  }

  void underline(const Mark& mark, std::size_t focus) {
    const std::string& text = sources_[mark.span.source].text;
    const std::size_t line_begin = static_cast<std::size_t>(line_text(text, mark.span.begin).data() - text.data());
    const ShownLine line = shown_line(mark, focus);
    std::size_t before = line.lead, under = 0;
    for (const Cell& cell : line.cells) {
      const std::size_t offset = line_begin + cell.offset;
      if (offset < mark.span.begin) before += cell.width;
      if (offset >= mark.span.begin && offset < mark.span.end) under += cell.width;
    }
    const std::string carets(std::max<std::size_t>(under, 1), mark.primary ? '^' : '-');
    const std::string_view colour = mark.primary ? accent_ : paint_.frame;
    frame("|", fmt::format(" {:{}}{}{}{}{}{}", "", before, colour, carets, mark.text.empty() ? "" : " ",
                           showable(mark.text), paint_.reset));
  }

  const Sources& sources_;
  const Palette& paint_;
  std::string_view accent_;
  std::size_t margin_ = 2;
  std::string out_;
};

std::string count_of(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string rest_line(const Selection& selection) {
  if (selection.errors_left == 0) return "and " + count_of(selection.warnings_left, "more warning") + "\n";
  std::string line = "and " + count_of(selection.errors_left, "more error");
  if (selection.warnings_left > 0) line += " and " + count_of(selection.warnings_left, "warning");
  return line + "\n";
}

}  // namespace

std::string render_human(const Selection& selection, const Sources& sources, bool colour) {
  HumanRenderer renderer(sources, colour);
  std::string result;
  for (const Diagnostic* diagnostic : selection.shown) {
    if (!result.empty()) result += "\n";
    result += renderer.render(*diagnostic);
  }
  if (selection.errors_left + selection.warnings_left > 0) result += "\n" + rest_line(selection);
  return result;
}

}  // namespace baton::dsl
