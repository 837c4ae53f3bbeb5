#include "engine/host/drawing.hpp"

#include <array>

#include "engine/host/text.hpp"

namespace baton::host {
namespace {

constexpr std::array<Shade, 10> shades{{
    {"#ffe7b3", "#c98a00", "#5c3d00", "#6b4a08", "#ffe9bd"},  // amber
    {"#cfe0fc", "#3b6fc9", "#15346e", "#234784", "#dbe8ff"},  // blue
    {"#cdebd3", "#2f8a4b", "#10451f", "#1f5a33", "#d6f5dd"},  // green
    {"#e2d6fa", "#7a52c7", "#3b2173", "#4b3488", "#ece3ff"},  // violet
    {"#c5ebe8", "#1f8f88", "#0b4642", "#165a55", "#d2f6f3"},  // teal
    {"#ffd9c2", "#cf6a2c", "#632a08", "#743b1a", "#ffe4d4"},  // orange
    {"#fad1dc", "#c43f66", "#641530", "#752843", "#ffdfe8"},  // rose
    {"#e3ecb9", "#83951f", "#3f4a05", "#4f5a17", "#f0f7cf"},  // lime
    {"#d6dbe6", "#5d6b85", "#273044", "#3d485c", "#e4e9f3"},  // slate
    {"#f3d2f0", "#a745a0", "#511a4d", "#652c61", "#fbe2f9"},  // pink
}};

// Widths of DejaVu Sans in thousandths of its size, rounded up by kind of character.
int width_of(unsigned char c) {
  constexpr std::string_view narrow = "iljI.,:;'|!()[]/\\ ", slim = "frt-\"{}*", wide = "mwMW@%&+=<>~#^QO";
  if (narrow.find(static_cast<char>(c)) != std::string_view::npos) return 400;
  if (slim.find(static_cast<char>(c)) != std::string_view::npos) return 500;
  if (wide.find(static_cast<char>(c)) != std::string_view::npos) return c == 'W' || c == 'm' || c == '@' ? 1000 : 870;
  if (c >= 'A' && c <= 'Z') return 760;
  return 640;
}

}  // namespace

std::string escape_xml(std::string_view text) {
  std::string made;
  for (const char c : mend_utf8(text)) {
    switch (c) {
      case '<':
        made += "&lt;";
        break;
      case '>':
        made += "&gt;";
        break;
      case '&':
        made += "&amp;";
        break;
      case '"':
        made += "&quot;";
        break;
      case '\'':
        made += "&#39;";
        break;
      default: {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 && c != '\t' && c != '\n') {
          made += "\xEF\xBF\xBD";
        } else {
          made += c;
        }
      }
    }
  }
  return made;
}

double text_width(std::string_view text, double size, bool bold) {
  long total = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      total += width_of(byte);
    } else if ((byte & 0xC0) != 0x80) {
      total += byte >= 0xE0 ? 1000 : 700;  // beyond Latin, Greek and Cyrillic: as wide as high
    }
  }
  return static_cast<double>(total) * size / 1000 * (bold ? 1.12 : 1.0);
}

std::vector<std::string> wrapped(std::string_view text, double width, double size, bool bold) {
  std::vector<std::string> lines;
  std::string line;
  const auto fits = [&](const std::string& tried) { return text_width(tried, size, bold) <= width; };
  const auto end_line = [&] {
    lines.push_back(line);
    line.clear();
  };
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    std::string word(text.substr(0, space));
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    if (!line.empty() && !fits(line + ' ' + word)) end_line();
    while (!fits(word) && word.size() > 1) {
      std::size_t kept = word.size() - 1;
      while (kept > 1 && !fits(std::string(utf8_prefix(word, kept)))) --kept;
      const std::string_view prefix = utf8_prefix(word, kept);
      if (prefix.empty()) break;
      line = std::string(prefix);
      word.erase(0, prefix.size());
      end_line();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  if (!line.empty() || lines.empty()) end_line();
  return lines;
}

Shade shade_of(RoleId role) {
  return shades[role.index % shades.size()];
}

Shade shade_of_nobody() {
  return {"#f1f1f1", "#8a8a8a", "#4a4a4a", "#3a3a3a", "#d8d8d8"};
}

}  // namespace baton::host
