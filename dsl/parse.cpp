// Text to syntax tree: checks that the source can be read at all, then reads it item by item.
//
//   bytes ─ grammar (parse_grammar*.hpp) ─> marked parts (parse_tree.hpp) ─ parse_build*.cpp ─> ast::File
//
// The parts of one item at the top level are built and dropped before the next is read. What could not be read was
// reported where it stands and is missing from the AST; everything else is there.
#include "dsl/parse.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/parse_build.hpp"
#include "dsl/parse_grammar_file.hpp"

namespace baton::dsl {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// The length of the UTF-8 character at the beginning of the text, 0 if there is none.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const bool overlong = (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xF0 && byte(1) < 0x90);
  const bool surrogate = lead == 0xED && byte(1) > 0x9F;
  const bool too_large = lead == 0xF4 && byte(1) > 0x8F;
  return overlong || surrogate || too_large ? 0 : length;
}

// Only the span is looked at: a file may hold thousands of conditions.
bool check_utf8(std::string_view whole, SourceSpan span, Emitter& emitter) {
  const std::string_view text = whole.substr(0, span.end);
  for (std::size_t at = span.begin; at < text.size();) {
    const std::size_t length = utf8_length(text.substr(at));
    if (length == 0) {
      const auto begin = static_cast<std::uint32_t>(at);
      emitter.error("B103", {span.source, begin, begin + 1}, "this is not UTF-8 text").help = "save the file as UTF-8";
      return false;
    }
    at += length;
  }
  return true;
}

bool is_readable(const Sources& sources, std::uint32_t source, Emitter& emitter) {
  const std::string& text = sources[source].text;
  if (text.size() > max_source_bytes) {
    emitter.error("B114", {source, 0, 0}, fmt::format("`{}` is larger than 4 MiB", sources[source].path)).help =
        "split it into several files; all of a project are read together";
    return false;
  }
  return check_utf8(text, {source, 0, static_cast<std::uint32_t>(text.size())}, emitter);
}

// The words of the first lines of what could not be read: they may be names that it declares. Of a line without end
// only the beginning is looked at.
void collect_unread(const SyntaxTree& tree, std::string_view text, std::vector<std::string>& words) {
  constexpr std::size_t most_bytes = 1'000;
  for (const SyntaxNode& node : tree) {
    if (node.part != Part::Broken) continue;
    std::string_view line = text.substr(node.begin, most_bytes);
    line = line.substr(0, line.find('\n'));
    std::ranges::move(names_in(line, true), std::back_inserter(words));
  }
}

}  // namespace

void parse_trees(const Sources& sources, std::uint32_t source, Emitter& emitter,
                 const std::function<void(const SyntaxTree&)>& take) {
  if (!is_readable(sources, source, emitter)) return;
  const std::string& text = sources[source].text;
  ParseState state(sources, source, emitter, static_cast<std::uint32_t>(text.size()));
  state.usage =
      "a file holds `account`, `record`, `event`, `lifecycle`, `role`, `responsibility`, `let`, `structure`, "
      "`handoff`, `escalation`, `sla`, `credit`, `test`, `cases`, `invariant` and `use`";
  grammar::Input in(text.data(), text.data() + text.size(), "");
  grammar::go_to(in, state.skip_blanks(text.starts_with(byte_order_mark) ? 3 : 0));
  while (!in.empty()) {
    grammar::read_item<grammar::item>(in, state, ParseState::no_offset);
    take(state.tree());
    state.clear_tree();
  }
}

ast::File parse(const Sources& sources, std::uint32_t source, Emitter& emitter) {
  ast::File file;
  Builder builder(emitter);
  const std::string_view text = sources[source].text;
  parse_trees(sources, source, emitter, [&](const SyntaxTree& tree) {
    for (std::uint32_t at = 0; at < tree.size(); at = tree[at].next) {
      builder.add_item(Node(tree, at, source, text), file);
    }
    collect_unread(tree, text, file.unread);
  });
  return file;
}

std::optional<ast::Expr> parse_condition(const Sources& sources, const SourceSpan& span, Emitter& emitter) {
  const std::string& text = sources[span.source].text;
  if (!check_utf8(text, span, emitter)) return std::nullopt;
  ParseState state(sources, span.source, emitter, span.end);
  state.usage = "a condition reads `segment is smb and arr >= 100k`";
  grammar::Input in(text.data(), text.data() + span.end, "");
  grammar::go_to(in, state.skip_blanks(span.begin));
  state.begin_item(grammar::offset(in));
  if (!grammar::run<grammar::condition>(in, state) || !in.empty()) {
    state.failed(grammar::offset(in), "the end of the condition");
    state.report_and_recover(false);
    return std::nullopt;
  }
  return Builder(emitter).condition(Node(state.tree(), 0, span.source, text));
}

}  // namespace baton::dsl
