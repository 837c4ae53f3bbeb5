// The syntax tree between the grammar and the AST: what each rule matched, flat, in the order of the text.
//
// The grammar only marks parts and undoes its marks when it tries another way; plain functions (parse_build*.cpp) make
// the AST from it afterwards. So no action of the grammar ever has to be undone, and the AST's shape does not bind the
// grammar's. One tree is made for each top-level item and dropped when that has been built.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "dsl/ast.hpp"
#include "dsl/parse_parts.hpp"

namespace baton::dsl {

struct SyntaxNode {
  Part part;
  std::uint32_t begin = 0, end = 0;  // bytes of the source, without blanks and comments around
  std::uint32_t next = 0;            // index of the first node behind this one's children
};

using SyntaxTree = std::vector<SyntaxNode>;

// A node and its children, for reading.
class Node {
 public:
  Node(const SyntaxTree& tree, std::uint32_t index, std::uint32_t source, std::string_view text)
      : tree_(&tree), index_(index), source_(source), text_(text) {}

  Part part() const { return node().part; }
  SourceSpan span() const { return {source_, node().begin, node().end}; }
  std::string_view text() const { return text_.substr(node().begin, node().end - node().begin); }

  // Holds what a Node needs, not the Node: the parent may be a temporary that a loop outlives.
  class Iterator {
   public:
    Iterator(const Node& parent, std::uint32_t index)
        : tree_(parent.tree_), index_(index), source_(parent.source_), text_(parent.text_) {}
    Node operator*() const { return Node(*tree_, index_, source_, text_); }
    Iterator& operator++() {
      index_ = (*tree_)[index_].next;
      return *this;
    }
    bool operator==(const Iterator& other) const { return index_ == other.index_; }

   private:
    const SyntaxTree* tree_;
    std::uint32_t index_;
    std::uint32_t source_;
    std::string_view text_;
  };
  Iterator begin() const { return {*this, index_ + 1}; }
  Iterator end() const { return {*this, node().next}; }

  std::optional<Node> find(Part part) const {
    for (const Node child : *this) {
      if (child.part() == part) return child;
    }
    return std::nullopt;
  }
  bool has(Part part) const { return find(part).has_value(); }

 private:
  const SyntaxNode& node() const { return (*tree_)[index_]; }

  const SyntaxTree* tree_;
  std::uint32_t index_;
  std::uint32_t source_;
  std::string_view text_;
};

}  // namespace baton::dsl
