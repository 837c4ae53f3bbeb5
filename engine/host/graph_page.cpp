// Each layout stays an SVG of its own inside the page; its ids get a prefix, as ids are those of the whole file.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "engine/host/drawing.hpp"
#include "engine/host/graph.hpp"

namespace baton::host {
namespace {

constexpr double margin = 28, title_size = 18, title_height = 34;

struct Part {
  double width = 0, height = 0;
  std::string body;  // what stands between <svg ...> and </svg>
  std::string view;
};

std::optional<std::string> attribute(std::string_view tag, std::string_view name) {
  const std::string start = fmt::format(" {}=\"", name);
  const std::size_t at = tag.find(start);
  if (at == std::string_view::npos) return std::nullopt;
  const std::size_t begin = at + start.size();
  return std::string(tag.substr(begin, tag.find('"', begin) - begin));
}

// "123pt" as 123.
std::optional<double> points(const std::optional<std::string>& text) {
  double value = 0;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), value).ec != std::errc()) return std::nullopt;
  return value;
}

std::string with_prefixed_ids(std::string_view text, std::size_t number) {
  constexpr std::string_view id = " id=\"";
  std::string made;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = std::min(text.find(id, at), text.size());
    made += text.substr(at, next - at);
    if (next < text.size()) made += fmt::format("{}p{}_", id, number);
    at = next < text.size() ? next + id.size() : next;
  }
  return made;
}

std::optional<Part> part_of(std::string_view svg, std::size_t number) {
  std::size_t begin = svg.find("<svg");
  if (begin == std::string_view::npos) return std::nullopt;
  std::string tag(svg.substr(begin, svg.find('>', begin) - begin));
  std::ranges::replace(tag, '\n', ' ');
  const std::size_t end = svg.rfind("</svg>");
  const auto width = points(attribute(tag, "width")), height = points(attribute(tag, "height"));
  const auto view = attribute(tag, "viewBox");
  if (!width || !height || !view || end == std::string_view::npos) return std::nullopt;
  begin += tag.size() + 1;
  return Part{*width, *height, with_prefixed_ids(svg.substr(begin, end - begin), number), *view};
}

}  // namespace

std::expected<std::string, std::string> joined_svg(std::span<const Layout> layouts) {
  std::string body;
  double y = margin, width = 320;
  for (std::size_t i = 0; i < layouts.size(); ++i) {
    const std::optional<Part> part = part_of(layouts[i].svg, i);
    if (!part) return std::unexpected(fmt::format("Graphviz gave no picture of `{}`", layouts[i].title));
    body +=
        fmt::format("<text x=\"{:.0f}\" y=\"{:.0f}\" font-size=\"{}\" font-weight=\"700\" fill=\"#1c2430\">{}</text>\n",
                    margin, y + title_size, title_size, escape_xml(layouts[i].title));
    body += fmt::format("<svg x=\"{:.0f}\" y=\"{:.1f}\" width=\"{}\" height=\"{}\" viewBox=\"{}\">{}</svg>\n", margin,
                        y + title_height, part->width, part->height, part->view, part->body);
    width = std::max({width, part->width, text_width(layouts[i].title, title_size, true)});
    y += title_height + part->height + margin;
  }
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"{0:.0f}\" "
      "height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} {1:.0f}\" font-family=\"{2}\">\n"
      "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{3}</svg>\n",
      width + 2 * margin, y, sans, body);
}

}  // namespace baton::host
