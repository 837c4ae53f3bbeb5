// Widths are those of the widest common sans-serif font, so that whichever font draws it nothing runs over; columns and
// rows take what their texts need. The account's panels share their columns.
#include <fmt/format.h>

#include <algorithm>

#include "engine/host/drawing.hpp"
#include "engine/host/matrix_page.hpp"

namespace baton::host {
namespace {

constexpr double margin = 28, gap = 4, band = 26, pad = 10, name_size = 13, word_size = 11, title_size = 20;
constexpr double least_column = 84, widest_name = 210, least_page = 560;
constexpr const char *ink = "#1c2430", *soft = "#5d6777", *none = "#f4f6f8", *line_colour = "#d5dae2";

struct Font {
  double size = name_size;
  const char* fill = ink;
  bool bold = false;
  const char* anchor = "start";
};

// One structure, drawn from `top` down.
class Picture {
 public:
  Picture(const Policy& policy, const Matrix& matrix) : policy_(policy), matrix_(matrix) { measure(); }

  double width() const { return width_; }

  // Returns where the next one may begin.
  double draw(double top, double page_width, std::string& out) {
    y_ = top;
    page_width_ = page_width;
    draw_heading();
    draw_legend();
    for (const MatrixPanel& panel : matrix_.panels) draw(panel);
    draw_notes();
    out += out_;
    return y_;
  }

 private:
  // ---- measures

  static double case_width(const Policy& policy, const MatrixCase& one) {
    double width = 2 * pad + text_width(role_words(policy, one.role), name_size, true);
    if (!one.words.empty()) width += 6 + text_width(one.words, word_size);
    if (one.note != 0) width += 2 + text_width(std::to_string(one.note), word_size);
    return width;
  }

  std::vector<double> column_widths(const MatrixPanel& panel) const {
    std::vector<double> widths;
    for (std::size_t i = 0; i < panel.columns.size(); ++i) {
      double width = std::max(least_column, text_width(panel.columns[i], word_size, true) + 8);
      for (const MatrixRow& row : panel.rows) {
        for (const MatrixCase& one : row.cells[i].cases) width = std::max(width, case_width(policy_, one));
      }
      widths.push_back(width);
    }
    return widths;
  }

  void measure() {
    std::vector<double> of_account;
    for (const MatrixPanel& panel : matrix_.panels) {
      title_width_ = std::max(title_width_, text_width(panel.title, name_size, true));
      for (const MatrixRow& row : panel.rows) {
        if (row.part.empty()) {
          name_width_ = std::max(name_width_, std::min(widest_name, text_width(row.name, name_size)));
        } else {
          group_width_ = std::max(group_width_, text_width(row.group, name_size) + 12);
          part_width_ = std::max(part_width_, text_width(row.part, name_size));
        }
      }
      widths_.push_back(column_widths(panel));
      if (panel.record) continue;
      of_account.resize(widths_.back().size());
      for (std::size_t i = 0; i < of_account.size(); ++i) of_account[i] = std::max(of_account[i], widths_.back()[i]);
    }
    names_ = std::max({title_width_, name_width_, group_width_ + part_width_}) + 16;
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      if (!matrix_.panels[i].record) widths_[i] = of_account;
      double width = names_;
      for (const double column : widths_[i]) width += column + gap;
      width_ = std::max(width_, width);
    }
    width_ = std::max({width_, least_page, text_width(heading(), title_size, true)});
  }

  const std::string& heading() const { return matrix_.title.empty() ? matrix_.name : matrix_.title; }

  // ---- pieces

  static std::string attributes(const Font& font) {
    std::string made = fmt::format("font-size=\"{}\" fill=\"{}\"", font.size, font.fill);
    if (font.bold) made += " font-weight=\"700\"";
    if (font.anchor != std::string_view("start")) made += fmt::format(" text-anchor=\"{}\"", font.anchor);
    return made;
  }
  void text(double x, double y, std::string_view words, const Font& font) {
    out_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" {}>{}</text>\n", x, y, attributes(font), escape_xml(words));
  }
  void box(double x, double y, double width, double height, const char* fill, const char* edge = nullptr) {
    out_ += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"4\" fill=\"{}\"", x, y,
                        width, height, fill);
    if (edge != nullptr) out_ += fmt::format(" stroke=\"{}\" stroke-opacity=\"0.45\"", edge);
    out_ += "/>\n";
  }
  static Shade shade(const std::optional<RoleId>& role) { return role ? shade_of(*role) : shade_of_nobody(); }

  // ---- parts

  void draw_heading() {
    text(margin, y_ + title_size, heading(), {title_size, ink, true});
    y_ += title_size + 12;
    const std::string serves = matrix_.name + (matrix_.serves.empty() ? "" : " serves " + matrix_.serves);
    for (const std::string& line : wrapped(serves, page_width_ - 2 * margin, 12)) {
      text(margin, y_ + 12, line, {12, soft});
      y_ += 17;
    }
    y_ += 8;
  }

  void draw_legend() {
    double x = margin;
    const auto entry = [&](const std::optional<RoleId>& role, const std::string& words) {
      const std::string name = role_words(policy_, role);
      const double chip = text_width(name, 12, true) + 14, width = chip + 8 + text_width(words, 12);
      if (x > margin && x + width > page_width_ - margin) {
        x = margin;
        y_ += 28;
      }
      box(x, y_, chip, 21, shade(role).fill, shade(role).edge);
      text(x + chip / 2, y_ + 15, name, {12, shade(role).ink, true, "middle"});
      text(x + chip + 6, y_ + 15, words, {12, soft});
      x += width + 22;
    };
    for (const RoleId role : matrix_.roles) entry(role, policy_.roles[role.index].title);
    if (matrix_.has_nobody) entry(std::nullopt, "on purpose");
    y_ += 34;
    const std::string words = stack_words(matrix_);
    if (words.empty()) return;
    for (const std::string& line : wrapped(words, page_width_ - 2 * margin, 12)) {
      text(margin, y_ + 6, line, {12, soft});
      y_ += 17;
    }
    y_ += 12;
  }

  void draw(const MatrixPanel& panel) {
    const std::vector<double>& widths = widths_[static_cast<std::size_t>(&panel - matrix_.panels.data())];
    text(margin, y_ + 14, panel.title, {name_size, ink, true});
    double x = margin + names_;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      text(x + widths[i] / 2, y_ + 14, panel.columns[i], {word_size, soft, true, "middle"});
      x += widths[i] + gap;
    }
    y_ += 22;
    out_ += fmt::format("<path d=\"M{:.1f} {:.1f}H{:.1f}\" stroke=\"{}\"/>\n", margin, y_, x - gap, line_colour);
    y_ += 6;
    for (std::size_t i = 0; i < panel.rows.size(); ++i) draw_row(panel, i, widths);
    y_ += 18;
  }

  // The parts of a group stand beside its name, which is written once.
  double draw_name(const MatrixPanel& panel, std::size_t at) {
    const MatrixRow& row = panel.rows[at];
    if (!row.part.empty()) {
      const bool first = at == 0 || panel.rows[at - 1].part.empty() || panel.rows[at - 1].group != row.group;
      if (first) text(margin, y_ + 17, row.group, {});
      text(margin + group_width_, y_ + 17, row.part, {name_size, soft});
      return band;
    }
    const std::vector<std::string> lines = wrapped(row.name, std::max(widest_name, names_ - 16), name_size);
    for (std::size_t i = 0; i < lines.size(); ++i) text(margin, y_ + 17 + 17 * static_cast<double>(i), lines[i], {});
    return band + 17 * static_cast<double>(lines.size() - 1);
  }

  void draw_row(const MatrixPanel& panel, std::size_t at, const std::vector<double>& widths) {
    double height = draw_name(panel, at);
    for (const MatrixCell& cell : panel.rows[at].cells) {
      height = std::max(height, static_cast<double>(cell.cases.size()) * (band + 2) - 2);
    }
    double x = margin + names_;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      draw_cell(panel.rows[at].cells[i], x, widths[i], height);
      x += widths[i] + gap;
    }
    y_ += height + gap;
  }

  void draw_cell(const MatrixCell& cell, double x, double width, double height) {
    if (cell.cases.empty()) return box(x, y_, width, height, none);
    const double each = (height + 2) / static_cast<double>(cell.cases.size()) - 2;
    double y = y_;
    for (const MatrixCase& one : cell.cases) {
      const Shade colours = shade(one.role);
      box(x, y, width, each, colours.fill, colours.edge);
      std::string spans =
          fmt::format("<tspan font-weight=\"700\">{}</tspan>", escape_xml(role_words(policy_, one.role)));
      if (!one.words.empty()) {
        spans += fmt::format("<tspan dx=\"6\" font-size=\"{}\">{}</tspan>", word_size, escape_xml(one.words));
      }
      if (one.note != 0) spans += fmt::format("<tspan dx=\"2\" dy=\"-4\" font-size=\"9\">{}</tspan>", one.note);
      out_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" {}>{}</text>\n", x + width / 2, y + each / 2 + 4.5,
                          attributes({name_size, colours.ink, false, "middle"}), spans);
      y += each + 2;
    }
  }

  void draw_notes() {
    for (std::size_t i = 0; i < matrix_.notes.size(); ++i) {
      text(margin + 12, y_ + 12, std::to_string(i + 1), {9, soft, false, "end"});
      for (const std::string& line : wrapped(matrix_.notes[i], page_width_ - 2 * margin - 18, 12)) {
        text(margin + 18, y_ + 14, line, {12, soft});
        y_ += 17;
      }
    }
    if (!matrix_.has_handoffs) return;
    if (!matrix_.notes.empty()) y_ += 6;
    text(margin, y_ + 14, handoff_remark, {12, soft});
    y_ += 17;
  }

  const Policy& policy_;
  const Matrix& matrix_;
  std::vector<std::vector<double>> widths_;  // by panel and column
  double title_width_ = 0, name_width_ = 0, group_width_ = 0, part_width_ = 0, names_ = 0, width_ = 0;
  double y_ = 0, page_width_ = 0;
  std::string out_;
};

}  // namespace

std::string stack_words(const Matrix& matrix) {
  const auto stacked = [](const MatrixCell& cell) { return cell.cases.size() > 1; };
  const auto any_in = [&](const MatrixRow& row) { return std::ranges::any_of(row.cells, stacked); };
  const bool any = std::ranges::any_of(
      matrix.panels, [&](const MatrixPanel& panel) { return std::ranges::any_of(panel.rows, any_in); });
  if (!any) return "";
  return std::string("several in one cell: the first owns, another where its words hold") +
         (matrix.notes.empty() ? "" : "; small numbers are those of the notes below");
}

std::string matrix_svg(const Policy& policy, std::span<const Matrix> matrices) {
  std::vector<Picture> pictures;
  double width = 0;
  for (const Matrix& matrix : matrices) {
    pictures.emplace_back(policy, matrix);
    width = std::max(width, pictures.back().width() + 2 * margin);
  }
  std::string body;
  double y = margin;
  for (Picture& picture : pictures) {
    if (y > margin) y += 2 * margin;
    y = picture.draw(y, width, body);
  }
  const double height = y + margin;
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} {1:.0f}\" "
      "font-family=\"{2}\">\n<title>Who owns what</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{3}"
      "</svg>\n",
      width, height, sans, body);
}

}  // namespace baton::host
