// yaml-cpp's event stream, turned into nodes with spans. Events rather than its own node graph: only they let us stop
// at a limit before memory is spent, see every key of a map, and refuse what org files have no use for.
//
// yaml-cpp tells where a node begins, in bytes; where a scalar ends is found by reading the text from there.
#include "dsl/yaml.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <unordered_map>

namespace baton::dsl {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct Refused {  // thrown through yaml-cpp, caught in parse_yaml
  Diagnostic diagnostic;
};

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// The length of the UTF-8 sequence at the front of `text`; 0 if there is none.
std::size_t utf8_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return lead == 0 ? 0 : 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  const auto second = static_cast<unsigned char>(text[1]);
  if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)) return 0;
  if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) return 0;
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
  return std::ranges::all_of(text.substr(1, length - 1), continues) ? length : 0;
}

// Finds the bytes of a scalar that begins at `begin`.
void locate_quoted(YamlNode& node, std::string_view text, std::uint32_t begin) {
  const char quote = text[begin];
  std::size_t at = begin + 1;
  for (; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      if (quote == '"' || at + 1 >= text.size() || text[at + 1] != quote) break;
      ++at;
    }
  }
  const auto end = static_cast<std::uint32_t>(std::min(at, text.size()));
  node.inner.end = end;
  node.inner.begin = begin + 1;
  node.span.end = std::min<std::uint32_t>(end + 1, static_cast<std::uint32_t>(text.size()));
}

// A plain text may run over several lines; a block (`>`, `|`) begins after its first line.
void locate_plain(YamlNode& node, std::string_view text, std::uint32_t begin) {
  std::size_t at = begin;
  if (at < text.size() && (text[at] == '>' || text[at] == '|')) at = std::min(text.find('\n', at), text.size());
  for (const char c : node.text) {
    if (is_blank(c)) continue;
    while (at < text.size() && is_blank(text[at])) ++at;
    if (at == text.size() || text[at] != c) break;
    ++at;
  }
  node.span.end = node.inner.end = static_cast<std::uint32_t>(at);
}

class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const Source& source, std::uint32_t index) : text_(source.text), index_(index) {
    if (text_.starts_with(byte_order_mark)) skipped_ = byte_order_mark.size();
  }

  YamlNode take() { return std::move(root_); }
  // What was wrong although the file could be read on.
  const std::vector<Diagnostic>& mended() const { return mended_; }
  SourceSpan span_at(const YAML::Mark& mark) const {
    const std::size_t begin = std::min(text_.size(), static_cast<std::size_t>(std::max(mark.pos, 0)) + skipped_);
    const auto at = static_cast<std::uint32_t>(begin);
    return {index_, at, at};
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) refuse(mark, 3, "B701", "a second document in one file", "keep one document, without `---`");
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    YamlNode node;
    node.span = node.inner = span_at(mark);
    add(mark, std::move(node));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse(mark, 1, "B702", "an alias (`*name`) in place of a value", "write the value out");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    add(mark, scalar(mark, tag == "!", value));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlNode::Kind::List);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlNode::Kind::Map);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    YamlNode node;
    std::optional<YamlNode> key;
    std::unordered_map<std::string, SourceSpan> seen;
  };

  [[noreturn]] void refuse(const YAML::Mark& mark, std::uint32_t length, std::string code, std::string message,
                           std::string help) const {
    SourceSpan span = span_at(mark);
    span.end = std::min<std::uint32_t>(span.begin + length, static_cast<std::uint32_t>(text_.size()));
    refuse(span, std::move(code), std::move(message), std::move(help));
  }
  [[noreturn]] static void refuse(SourceSpan span, std::string code, std::string message, std::string help) {
    Diagnostic diagnostic;
    diagnostic.code = std::move(code);
    diagnostic.message = std::move(message);
    diagnostic.where = span;
    diagnostic.help = std::move(help);
    throw Refused{std::move(diagnostic)};
  }
  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) const {
    if (anchor != 0) refuse(mark, 1, "B702", "an anchor (`&name`) before a value", "write values out where they stand");
  }
  void refuse_tag(const YAML::Mark& mark, const std::string& tag) const {
    if (tag.empty() || tag == "?" || tag == "!") return;
    refuse(mark, 1, "B702", "a tag (`" + tag + "`) before a value", "leave it out: what a value means is fixed");
  }

  YamlNode scalar(const YAML::Mark& mark, bool quoted, const std::string& value) const {
    YamlNode node;
    node.kind = YamlNode::Kind::Scalar;
    node.text = value;
    node.span = node.inner = span_at(mark);
    const std::uint32_t begin = node.span.begin;
    const bool has_quote = quoted && begin < text_.size() && (text_[begin] == '"' || text_[begin] == '\'');
    has_quote ? locate_quoted(node, text_, begin) : locate_plain(node, text_, begin);
    node.verbatim = text_.substr(node.inner.begin, node.inner.end - node.inner.begin) == value;
    return node;
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YamlNode::Kind kind) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (stack_.size() >= max_yaml_depth) {
      const std::string limit = std::to_string(max_yaml_depth);
      refuse(mark, 1, "B113", "lists and maps nested more than " + limit + " deep", "flatten the file");
    }
    stack_.emplace_back();
    stack_.back().node.kind = kind;
    stack_.back().node.span = span_at(mark);
    count(mark);
  }

  void close() {
    YamlNode node = std::move(stack_.back().node);
    stack_.pop_back();
    place(std::move(node));
  }

  void add(const YAML::Mark& mark, YamlNode node) {
    count(mark);
    place(std::move(node));
  }

  void count(const YAML::Mark& mark) {
    if (++nodes_ > max_yaml_nodes) refuse(mark, 1, "B114", "a file with too many values", "split the organisation");
  }

  void place(YamlNode node) {
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = stack_.back();
    const std::uint32_t end = node.span.end;
    if (parent.node.kind == YamlNode::Kind::List) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.key) {
      take_key(parent, std::move(node));
    } else {
      if (node.kind == YamlNode::Kind::Null) split_at_colon(*parent.key, node);
      const bool is_missing = node.kind == YamlNode::Kind::Null && !text_.substr(node.span.begin).starts_with('~');
      if (is_missing) node.span = node.inner = parent.key->span;
      parent.node.entries.emplace_back(std::move(*parent.key), std::move(node));
      parent.key.reset();
    }
    parent.node.span.end = std::max(parent.node.span.end, end);
  }

  // `id:eva` is one text to YAML, a key without a value. It is read as it was meant.
  void split_at_colon(YamlNode& key, YamlNode& value) {
    const std::string mended = with_blank_behind_colon(key);
    if (mended.empty()) return;
    Diagnostic diagnostic;
    diagnostic.code = "B701";
    diagnostic.message = "`" + key.text + "` has no blank behind its colon";
    diagnostic.where = key.span;
    diagnostic.help = "put a space after the colon: `" + mended + "`";
    mended_.push_back(std::move(diagnostic));
    const auto colon = static_cast<std::uint32_t>(key.text.find(':'));
    value = key;
    value.text.erase(0, colon + 1);
    value.span.begin = value.inner.begin = key.span.begin + colon + 1;
    key.text.resize(colon);
    key.span.end = key.inner.end = key.span.begin + colon;
  }

  void take_key(Open& parent, YamlNode key) {
    if (key.kind != YamlNode::Kind::Scalar) {
      refuse(key.span, "B706", "a key that is no text", "write `key: value`");
    }
    const auto [first, is_new] = parent.seen.emplace(key.text, key.span);
    if (!is_new) {
      Diagnostic diagnostic;
      diagnostic.code = "B704";
      diagnostic.message = "`" + key.text + "` is given twice";
      diagnostic.where = key.span;
      diagnostic.label = "again here";
      diagnostic.also.push_back({first->second, "first here"});
      diagnostic.help = "keep one of them";
      mended_.push_back(std::move(diagnostic));
    }
    parent.key = std::move(key);
  }

  std::string_view text_;
  std::uint32_t index_;
  std::size_t skipped_ = 0;
  std::size_t documents_ = 0;
  std::size_t nodes_ = 0;
  YamlNode root_;
  std::vector<Open> stack_;
  std::vector<Diagnostic> mended_;
};

// The bracket that is open where yaml-cpp gave up, if it was opened on an earlier line, another kind of bracket closes
// it, or the file ends with it open. Brackets in quotes and comments do not count.
std::optional<std::uint32_t> open_bracket(std::string_view text, std::size_t end) {
  std::vector<std::size_t> open;
  for (std::size_t at = 0; at < std::min(end + 1, text.size()); ++at) {
    const char c = text[at];
    const bool begins = at == 0 || is_blank(text[at - 1]) || std::string_view("[{,:").contains(text[at - 1]);
    if (c == '#' && begins) {
      at = std::min(text.find('\n', at), text.size());
    } else if ((c == '"' || c == '\'') && begins) {
      YamlNode quoted;
      locate_quoted(quoted, text, static_cast<std::uint32_t>(at));
      at = quoted.inner.end;
    } else if ((c == '{' || c == '[') && at < end && (begins || !open.empty())) {
      open.push_back(at);
    } else if ((c == '}' || c == ']') && !open.empty()) {
      const bool fits = text[open.back()] == (c == '}' ? '{' : '[');
      if (!fits) return static_cast<std::uint32_t>(open.back());
      open.pop_back();
    }
  }
  if (open.empty()) return std::nullopt;
  const std::string_view between = text.substr(open.back(), std::min(end, text.size()) - open.back());
  if (between.find('\n') == std::string_view::npos && end < text.size()) return std::nullopt;
  return static_cast<std::uint32_t>(open.back());
}

// The line of the place, or the one before it, that has a key without a blank behind its colon: `id:eva`.
std::optional<YamlNode> key_without_blank(std::string_view text, SourceSpan place) {
  std::size_t end = std::min<std::size_t>(place.begin, text.size());
  end = std::min(text.find('\n', end), text.size());
  for (int line = 0; line < 2; ++line) {
    const std::size_t newline = end == 0 ? std::string_view::npos : text.rfind('\n', end - 1);
    const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
    const std::size_t inked = std::min(text.find_first_not_of(" -", begin), end);
    YamlNode node;
    node.kind = YamlNode::Kind::Scalar;
    node.text = text.substr(inked, std::min(text.find_first_of(" \t\r\n,", inked), end) - inked);
    node.span = {place.source, static_cast<std::uint32_t>(inked), static_cast<std::uint32_t>(inked + node.text.size())};
    if (!with_blank_behind_colon(node).empty()) return node;
    if (begin == 0) break;
    end = begin - 1;
  }
  return std::nullopt;
}

bool is_fit_to_read(const Source& file, std::uint32_t source, Emitter& emitter) {
  if (file.text.size() > max_yaml_bytes) {
    emitter.error("B114", SourceSpan{source, 0, 0}, "the file is larger than 4 MiB").help = "split the organisation";
    return false;
  }
  if (const auto bad = first_bad_byte(file.text)) {
    const auto at = static_cast<std::uint32_t>(*bad);
    emitter.error("B103", SourceSpan{source, at, at + 1}, "a byte that is not UTF-8 text").help =
        "save the file as UTF-8";
    return false;
  }
  return true;
}

// yaml-cpp's own words for what is wrong, without its capitals and stops; tabs, the usual cause, are named.
void report(const YAML::Exception& error, const TreeBuilder& builder, std::string_view text, Emitter& emitter) {
  SourceSpan span = builder.span_at(error.mark);
  const std::size_t newline = span.begin == 0 ? std::string_view::npos : text.rfind('\n', span.begin - 1);
  const std::size_t line = newline == std::string_view::npos ? 0 : newline + 1;
  const std::size_t inked = text.find_first_not_of(" \t", line);
  const std::size_t tab = text.substr(0, inked).find('\t', line);
  if (tab != std::string_view::npos) {
    span.begin = static_cast<std::uint32_t>(tab);
    span.end = span.begin + 1;
    emitter.error("B701", span, "a tab where the line should be indented with spaces").help = "use spaces";
    return;
  }
  if (const auto key = key_without_blank(text, span)) {
    emitter.error("B701", key->span, "`" + key->text + "` has no blank behind its colon").help =
        "put a space after the colon: `" + with_blank_behind_colon(*key) + "`";
    return;
  }
  if (const auto open = open_bracket(text, span.begin)) {
    const std::string sign(1, text[*open]);
    emitter.error("B701", {span.source, *open, *open + 1}, "this `" + sign + "` is never closed").help =
        std::string("write `") + (sign == "{" ? "}" : "]") + "` where it ends, and a comma between what it holds";
    return;
  }
  span.end = std::min<std::uint32_t>(span.begin + 1, static_cast<std::uint32_t>(text.size()));
  emitter.error("B701", span, "this is not YAML: " + error.msg).help = "check the indentation, brackets and quotes";
}

}  // namespace

std::optional<std::size_t> first_bad_byte(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

const YamlNode* YamlNode::find(std::string_view key) const {
  const auto found = std::ranges::find_if(entries, [&](const Entry& entry) { return entry.first.text == key; });
  return found == entries.end() ? nullptr : &found->second;
}

std::string_view describe(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::Null:
      return "nothing";
    case YamlNode::Kind::Scalar:
      return "a single value";
    case YamlNode::Kind::List:
      return "a list";
    default:
      return "keys and values";
  }
}

std::string with_blank_behind_colon(const YamlNode& node) {
  if (node.kind != YamlNode::Kind::Scalar || !node.verbatim) return {};
  const std::size_t colon = node.text.find(':');
  const auto is_word = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  if (colon == 0 || colon == std::string::npos || colon + 1 == node.text.size()) return {};
  if (!std::ranges::all_of(node.text.substr(0, colon), is_word) || node.text[colon + 1] == '/') return {};
  if (node.text.find_first_of(" \n") < colon) return {};
  return node.text.substr(0, colon + 1) + " " + node.text.substr(colon + 1);
}

std::optional<YamlNode> parse_yaml(const Sources& sources, std::uint32_t source, Emitter& emitter) {
  const Source& file = sources[source];
  if (!is_fit_to_read(file, source, emitter)) return std::nullopt;
  TreeBuilder builder(file, source);
  try {
    std::istringstream stream(file.text);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
    for (const Diagnostic& diagnostic : builder.mended()) emitter.add(diagnostic);
    return builder.take();
  } catch (const Refused& refused) {
    emitter.add(refused.diagnostic);
  } catch (const YAML::Exception& error) {
    report(error, builder, file.text, emitter);
  }
  return std::nullopt;
}

}  // namespace baton::dsl
