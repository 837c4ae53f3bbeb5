#include "engine/host/matrix_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/host/answer_text.hpp"
#include "engine/host/drawing.hpp"
#include "engine/host/markdown.hpp"
#include "engine/host/words.hpp"

namespace baton::host {
namespace {

constexpr std::size_t widest_name = 30, widest_line = 110;

std::string superscript(std::size_t number) {
  static constexpr const char* digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string made;
  for (const char digit : std::to_string(number)) made += digits[digit - '0'];
  return made;
}

// "AE; AM from day 90¹"; `mark` writes the number of a note.
template <class Mark>
std::string cell_words(const Policy& policy, const MatrixCell& cell, const Mark& mark) {
  std::vector<std::string> parts;
  for (const MatrixCase& one : cell.cases) {
    std::string part = role_words(policy, one.role);
    if (!one.words.empty()) part += ' ' + one.words;
    if (one.note != 0) part += mark(one.note);
    parts.push_back(std::move(part));
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

std::string padded(std::string text, std::size_t width) {
  const std::size_t used = display_width(text);
  if (used < width) text.append(width - used, ' ');
  return text;
}

std::string rule(std::size_t width) {
  std::string made;
  for (std::size_t i = 0; i < width; ++i) made += "─";
  return made;
}

// Broken at spaces, at most so many characters a line.
std::vector<std::string> broken(std::string_view text, std::size_t width) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    const std::string word(text.substr(0, space));
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    if (!lines.back().empty() && display_width(lines.back()) + 1 + display_width(word) > width) lines.emplace_back();
    lines.back() += (lines.back().empty() ? "" : " ") + word;
  }
  return lines;
}

class TextTable {
 public:
  TextTable(const Policy& policy, const Matrix& matrix, bool colour) : policy_(policy), matrix_(matrix) {
    if (colour) bold_ = "\033[1m", dim_ = "\033[2m", plain_ = "\033[0m";
  }

  std::string write() {
    out_ = fmt::format("{}{}{}{}\n", bold_, matrix_.name, plain_,
                       matrix_.title.empty() ? "" : fmt::format(" \"{}\"", matrix_.title));
    if (!matrix_.serves.empty()) out_ += fmt::format("{}serves {}{}\n", dim_, matrix_.serves, plain_);
    for (const MatrixPanel& panel : matrix_.panels) names_ = std::max(names_, names_width(panel));
    for (const MatrixPanel& panel : matrix_.panels) add(panel);
    add_notes();
    return std::move(out_);
  }

 private:
  static std::size_t names_width(const MatrixPanel& panel) {
    std::size_t width = display_width(panel.title);
    for (const MatrixRow& row : panel.rows) {
      for (const std::string& line : broken(row.name, widest_name)) width = std::max(width, display_width(line));
    }
    return width;
  }

  std::string cell(const MatrixCell& cell) const {
    return cell.cases.empty() ? "·" : cell_words(policy_, cell, superscript);
  }

  void add_line(const std::vector<std::string>& columns, const std::vector<std::size_t>& widths) {
    std::string line = "  " + padded(columns[0], names_);
    for (std::size_t i = 1; i < columns.size(); ++i) line += "  " + padded(columns[i], widths[i - 1]);
    line.erase(line.find_last_not_of(' ') + 1);
    out_ += line;
  }

  void add(const MatrixPanel& panel) {
    std::vector<std::size_t> widths;
    std::size_t total = names_;
    for (std::size_t i = 0; i < panel.columns.size(); ++i) {
      std::size_t width = display_width(panel.columns[i]);
      for (const MatrixRow& row : panel.rows) width = std::max(width, display_width(cell(row.cells[i])));
      widths.push_back(width);
      total += width + 2;
    }
    std::vector<std::string> header{panel.title};
    header.insert(header.end(), panel.columns.begin(), panel.columns.end());
    out_ += fmt::format("\n{}", bold_);
    add_line(header, widths);
    out_ += fmt::format("{}\n  {}\n", plain_, rule(total));
    for (const MatrixRow& row : panel.rows) add(row, widths);
  }

  void add(const MatrixRow& row, const std::vector<std::size_t>& widths) {
    const std::vector<std::string> names = broken(row.name, widest_name);
    std::vector<std::string> columns{names.front()};
    for (const MatrixCell& one : row.cells) columns.push_back(cell(one));
    add_line(columns, widths);
    out_ += '\n';
    for (std::size_t i = 1; i < names.size(); ++i) out_ += "  " + names[i] + '\n';
  }

  void add_notes() {
    out_ += '\n';
    for (std::size_t i = 0; i < matrix_.notes.size(); ++i) {
      const std::vector<std::string> lines = broken(matrix_.notes[i], widest_line);
      const std::string number = superscript(i + 1);
      out_ += fmt::format("  {} {}\n", number, lines.front());
      for (std::size_t k = 1; k < lines.size(); ++k) {
        out_ += fmt::format("  {} {}\n", std::string(display_width(number), ' '), lines[k]);
      }
    }
    out_ += fmt::format("  {}A; B when X: B while X holds, else A. ·: nothing to own in this stage.{}\n", dim_, plain_);
    if (matrix_.has_handoffs) out_ += fmt::format("  {}{}{}\n", dim_, handoff_remark, plain_);
  }

  const Policy& policy_;
  const Matrix& matrix_;
  const char *bold_ = "", *dim_ = "", *plain_ = "";
  std::string out_;
  std::size_t names_ = 0;
};

}  // namespace

std::string matrix_text(const Policy& policy, const Matrix& matrix, bool colour) {
  return TextTable(policy, matrix, colour).write();
}

std::string matrix_markdown(const Policy& policy, const Matrix& matrix) {
  const auto mark = [](std::size_t number) { return fmt::format("\x01{}\x02", number); };
  const auto cell = [&](const MatrixCell& said) {
    std::string text = escape_markdown(cell_words(policy, said, mark)), made;
    for (const char c : text) {
      if (c == '\x01') {
        made += "<sup>";
      } else if (c == '\x02') {
        made += "</sup>";
      } else {
        made += c;
      }
    }
    return made;
  };
  std::string out = fmt::format("## {}\n\n`{}`{}\n", escape_markdown(matrix.title.empty() ? matrix.name : matrix.title),
                                matrix.name, matrix.serves.empty() ? "" : " serves " + escape_markdown(matrix.serves));
  for (const MatrixPanel& panel : matrix.panels) {
    out += fmt::format("\n| {} |", escape_markdown(panel.title));
    for (const std::string& column : panel.columns) out += fmt::format(" {} |", escape_markdown(column));
    out += "\n|---|";
    for (std::size_t i = 0; i < panel.columns.size(); ++i) out += "---|";
    out += '\n';
    for (const MatrixRow& row : panel.rows) {
      out += fmt::format("| **{}** |", escape_markdown(row.name));
      for (const MatrixCell& one : row.cells) out += one.cases.empty() ? "  |" : fmt::format(" {} |", cell(one));
      out += '\n';
    }
  }
  if (!matrix.notes.empty()) out += '\n';
  for (std::size_t i = 0; i < matrix.notes.size(); ++i) {
    out += fmt::format("<sup>{}</sup> {}{}\n", i + 1, escape_markdown(matrix.notes[i]),
                       i + 1 < matrix.notes.size() ? "  " : "");
  }
  if (matrix.has_handoffs) out += fmt::format("\n{}\n", handoff_remark);
  return out;
}

}  // namespace baton::host
