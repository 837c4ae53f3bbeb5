#include "engine/host/dot.hpp"

#include <fmt/format.h>

#include "engine/host/drawing.hpp"

namespace baton::host {
namespace {

constexpr double widest_line = 270;

// Ids are made of names and numbers, so nothing in them needs escaping.
std::string quoted_id(std::string_view id) {
  return fmt::format("\"{}\"", id);
}

}  // namespace

void Label::add(std::string_view text, int size, std::string_view colour, bool bold, std::string_view fill) {
  for (const std::string& line : wrapped(text, widest_line, size, bold)) {
    const std::string escaped = escape_xml(line);
    rows_ += fmt::format("<tr><td align=\"left\"{}><font point-size=\"{}\" color=\"{}\">{}{}{}</font></td></tr>",
                         fill.empty() ? "" : fmt::format(" bgcolor=\"{}\"", fill), size, colour, bold ? "<b>" : "",
                         escaped.empty() ? " " : escaped, bold ? "</b>" : "");
  }
}

Label& Label::bold(std::string_view text, int size) {
  add(text, size, "#1c2430", true, "");
  return *this;
}

Label& Label::plain(std::string_view text, int size) {
  add(text, size, "#1c2430", false, "");
  return *this;
}

Label& Label::soft(std::string_view text, int size) {
  add(text, size, "#5d6777", false, "");
  return *this;
}

Label& Label::banner(std::string_view text, std::string_view fill, std::string_view ink, int size) {
  add(text, size, ink, true, fill);
  return *this;
}

Label& Label::framed(std::string_view edge) {
  frame_ = fmt::format(" color=\"{}\" bgcolor=\"#ffffff\"", edge);
  return *this;
}

std::string Label::html() const {
  return fmt::format("<<table border=\"{}\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"{}\"{}>{}</table>>",
                     frame_.empty() ? 0 : 1, frame_.empty() ? 2 : 4, frame_, rows_);
}

Dot::Dot(std::string_view name, std::string_view direction) {
  text_ = fmt::format(
      "digraph {} {{\n"
      "  graph [rankdir={}, bgcolor=\"white\", fontname=\"Helvetica\", nodesep=0.3, ranksep=0.55, pad=0.1]\n"
      "  node [shape=box, style=\"rounded,filled\", fillcolor=\"#ffffff\", color=\"#8d97a6\", fontname=\"Helvetica\", "
      "fontsize=12, margin=\"0.1,0.05\"]\n"
      "  edge [color=\"#6b7686\", fontname=\"Helvetica\", fontsize=10, arrowsize=0.7]\n",
      quoted_id(name), direction);
}

void Dot::node(const std::string& id, const Label& label, std::string_view attributes) {
  text_ +=
      fmt::format("  {} [label={}{}{}]\n", quoted_id(id), label.html(), attributes.empty() ? "" : ", ", attributes);
}

void Dot::edge(const std::string& from, const std::string& to, const Label& label, std::string_view attributes) {
  std::string list = label.empty() ? "" : "label=" + label.html();
  if (!list.empty() && !attributes.empty()) list += ", ";
  list += attributes;
  text_ += fmt::format("  {} -> {}{}\n", quoted_id(from), quoted_id(to), list.empty() ? "" : " [" + list + "]");
}

void Dot::line(std::string_view text) {
  text_ += fmt::format("  {}\n", text);
}

std::string Dot::finish() const {
  return text_ + "}\n";
}

}  // namespace baton::host
