// The page of each diagnostic code (`docs/diagnostics/`), embedded in the program: what it means, the smallest wrong
// project and the right one. Written in a little of Markdown: headings, paragraphs, lists and fenced files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace baton::dsl {

struct PageText {
  std::string_view name;  // the file's, without `.md`: "B402"
  std::string_view text;  // Markdown
};
const std::vector<PageText>& page_texts();  // sorted by name

// The text of the page of that name; empty if there is none.
std::string_view page_text(std::string_view name);

struct PageBlock {
  enum class Kind { Paragraph, Item, File };
  Kind kind = Kind::Paragraph;
  std::string text;      // a paragraph or an item as one line; a file as it stands
  std::string language;  // of a file: "baton", "yaml"
  std::string path;      // of a file, if the page names it: "holidays/us.ics"
};

struct PageSection {
  std::string heading;  // "Wrong"; of the first section, the page's own
  std::vector<PageBlock> blocks;
};

// The sections of a page; the first has the page's title.
std::vector<PageSection> read_page(std::string_view markdown);

// The paragraphs of a section, as plain text on one line.
std::string prose_of(const PageSection& section);

// As a terminal shows it: lines of at most 80 columns, files indented. `colour`: ANSI.
std::string show_page(const std::vector<PageSection>& page, bool colour);

}  // namespace baton::dsl
