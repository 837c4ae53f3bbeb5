// Reads the pages' Markdown line by line and lays it out for a terminal. What the pages do not use (links, emphasis,
// tables, nested lists) is not known here; a test reads every page, so nothing else gets in.
#include "dsl/pages.hpp"

#include <algorithm>

namespace baton::dsl {
namespace {

constexpr std::size_t widest_line = 80;
constexpr std::string_view fence = "```";

// Takes the next line off the front of `text`.
std::string_view next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

std::string heading_of(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of("# "), line.size()));
  return std::string(line);
}

// The file whose fence opens with "```LANGUAGE PATH"; takes its lines off the front of `rest`.
PageBlock read_file(std::string_view opening, std::string_view& rest) {
  opening.remove_prefix(fence.size());
  const std::size_t blank = std::min(opening.find(' '), opening.size());
  PageBlock file{PageBlock::Kind::File, {}, std::string(opening.substr(0, blank)), {}};
  if (blank < opening.size()) file.path = opening.substr(blank + 1);
  while (!rest.empty()) {
    const std::string_view line = next_line(rest);
    if (line == fence) break;
    file.text.append(line) += '\n';
  }
  return file;
}

// Adds a line of prose: it begins a paragraph or an item, or goes on with the one before.
void read_prose(std::string_view line, bool begins, std::vector<PageBlock>& blocks) {
  const bool item = line.starts_with("- ");
  if (item) line.remove_prefix(2);
  if (item || begins) {
    blocks.push_back({item ? PageBlock::Kind::Item : PageBlock::Kind::Paragraph, std::string(line), {}, {}});
  } else {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    (blocks.back().text += ' ') += line;
  }
}

// Where the first word ends: at a blank that is not inside of backticks.
std::size_t end_of_word(std::string_view text) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '`') quoted = !quoted;
    if (text[i] == ' ' && !quoted) return i;
  }
  return text.size();
}

// Breaks a line between words; what follows the first line is indented.
std::string wrap(std::string_view text, std::string_view indent) {
  std::string result;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t end = end_of_word(text);
    if (column > 0 && column + 1 + end > widest_line) {
      (result += '\n') += indent;
      column = indent.size();
    } else if (column > 0) {
      result += ' ';
      ++column;
    }
    result += text.substr(0, end);
    column += end;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result + "\n";
}

std::string indented(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::string_view line = next_line(text);
    if (!line.empty()) (result += "    ") += line;
    result += '\n';
  }
  return result;
}

std::string show_block(const PageBlock& block) {
  switch (block.kind) {
    case PageBlock::Kind::Paragraph:
      return wrap(block.text, "");
    case PageBlock::Kind::Item:
      return wrap("- " + block.text, "  ");
    case PageBlock::Kind::File:
      return (block.path.empty() ? "" : "  " + block.path + "\n") + indented(block.text);
  }
  return {};
}

}  // namespace

std::string_view page_text(std::string_view name) {
  const auto found = std::ranges::find(page_texts(), name, &PageText::name);
  return found == page_texts().end() ? std::string_view() : found->text;
}

std::vector<PageSection> read_page(std::string_view markdown) {
  std::vector<PageSection> sections;
  bool begins = true;  // the next line of prose begins a paragraph
  while (!markdown.empty()) {
    const std::string_view line = next_line(markdown);
    if (line.starts_with('#')) sections.push_back({heading_of(line), {}});
    if (sections.empty()) continue;
    if (line.starts_with(fence)) sections.back().blocks.push_back(read_file(line, markdown));
    const bool prose = !line.empty() && !line.starts_with('#') && !line.starts_with(fence);
    if (prose) read_prose(line, begins, sections.back().blocks);
    begins = !prose;
  }
  return sections;
}

std::string prose_of(const PageSection& section) {
  std::string result;
  for (const PageBlock& block : section.blocks) {
    if (block.kind == PageBlock::Kind::File) continue;
    (result += result.empty() ? "" : " ") += block.text;
  }
  return result;
}

std::string show_page(const std::vector<PageSection>& page, bool colour) {
  const auto strong = [&](const std::string& text) { return colour ? "\x1b[1m" + text + "\x1b[0m" : text; };
  std::string result;
  for (const PageSection& section : page) {
    (result += result.empty() ? "" : "\n") += strong(section.heading) + "\n";
    bool after_item = false;
    for (const PageBlock& block : section.blocks) {
      const bool item = block.kind == PageBlock::Kind::Item;
      if (!(item && after_item)) result += '\n';
      result += show_block(block);
      after_item = item;
    }
  }
  return result;
}

}  // namespace baton::dsl
