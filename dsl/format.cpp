#include "dsl/format.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "dsl/format_build.hpp"
#include "dsl/parse.hpp"

namespace baton::dsl {

namespace {

// What must not change: the tokens, and the comments.
struct Words {
  std::vector<std::string_view> tokens, comments;
  friend bool operator==(const Words&, const Words&) = default;
};

Words words_of(std::string_view text) {
  Words words;
  for (const FormatToken& token : scan_tokens(text)) {
    words.tokens.push_back(token.text);
    for (const FormatComment& comment : token.above) words.comments.push_back(comment.text);
    if (!token.beside.empty()) words.comments.push_back(token.beside);
  }
  return words;
}

}  // namespace

std::optional<std::string> format(const Sources& sources, std::uint32_t source, Emitter& emitter) {
  Emitter found;
  std::vector<SyntaxTree> trees;
  parse_trees(sources, source, found, [&](const SyntaxTree& tree) { trees.push_back(tree); });
  for (const Diagnostic& diagnostic : found.all()) emitter.add(diagnostic);
  if (found.has_errors()) return std::nullopt;

  const std::string& text = sources[source].text;
  std::vector<FormatToken> tokens = scan_tokens(text);
  for (std::size_t i = 1; i + 1 < tokens.size(); ++i) {
    if (tokens[i].text == ",") move_comments_behind(tokens, i);
  }
  FormatBuilder builder(tokens);
  std::vector<FormatItem> items;
  for (const SyntaxTree& tree : trees) builder.add_item(items, Node(tree, 0, source, text));
  std::string result = print_layout(tokens, std::move(items));
  if (words_of(result) != words_of(text)) {
    throw std::logic_error(
        fmt::format("the layout of `{}` would lose text; it is left as it is", sources[source].path));
  }
  return result;
}

}  // namespace baton::dsl
