// A YAML file as a tree of nodes that know where they were written.
//
// Deliberately less than YAML: no anchors, aliases or tags, one document, no key twice, bounded depth. Org files need
// none of these, and each is a way to make a small file large or a wrong file look right. Values stay text; what they
// mean is for the reader to say (so `id: 007` is the text "007" and `NO` is Norway).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/diagnostics.hpp"

namespace baton::dsl {

inline constexpr std::size_t max_yaml_bytes = 4 << 20;
inline constexpr std::size_t max_yaml_nodes = 500'000;
inline constexpr std::size_t max_yaml_depth = 20;

struct YamlNode {
  enum class Kind { Null, Scalar, List, Map };
  struct Entry;

  Kind kind = Kind::Null;
  std::string text;             // Scalar
  SourceSpan span;              // a scalar's with its quotes
  SourceSpan inner;             // Scalar: without its quotes
  bool verbatim = true;         // Scalar: `inner` holds exactly `text` (no escapes, not folded)
  std::vector<YamlNode> items;  // List
  std::vector<Entry> entries;   // Map

  const YamlNode* find(std::string_view key) const;  // Map
};

struct YamlNode::Entry {
  YamlNode first, second;  // key (a scalar) and value
};

// Where `text` stops being UTF-8 without NUL; nullopt if it does not.
std::optional<std::size_t> first_bad_byte(std::string_view text);

// What kind of thing a node is, as messages name it: "a list", "a text", "nothing".
std::string_view describe(const YamlNode& node);

// `id: eva` for the scalar `id:eva`; empty for what is not written so.
std::string with_blank_behind_colon(const YamlNode& node);

// The whole file; nullopt if it cannot be read. An empty file is a Null node; of a key given twice the first counts.
std::optional<YamlNode> parse_yaml(const Sources& sources, std::uint32_t source, Emitter& emitter);

}  // namespace baton::dsl
