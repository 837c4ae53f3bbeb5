// What the grammar carries along: the tree it builds, the furthest place at which it failed and what it would have
// accepted there, and how it goes on after an error.
//
// The furthest failure is nearly always where the author slipped, so no rule has to say what it reports: every token
// that fails notes its label, groups replace the labels inside them by their own, and look-aheads are silenced.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dsl/diagnostics.hpp"
#include "dsl/parse_tree.hpp"

namespace baton::dsl {

class ParseState {
 public:
  ParseState(const Sources& sources, std::uint32_t source, Emitter& emitter, std::uint32_t end)
      : emitter_(emitter), text_(std::string_view(sources[source].text).substr(0, end)), source_(source) {}

  std::string_view text() const { return text_; }
  SourceSpan span(std::uint32_t begin, std::uint32_t end) const { return {source_, begin, end}; }
  // The offset of the first token at or after `at`, behind blanks and comments.
  std::uint32_t skip_blanks(std::uint32_t at) const;

  // ---- the tree
  std::uint32_t open(Part part, std::uint32_t at);
  void close(std::uint32_t node, std::uint32_t at);  // `at`: where the input stands
  std::uint32_t mark() const { return static_cast<std::uint32_t>(tree_.size()); }
  void undo(std::uint32_t mark) { tree_.resize(mark); }
  void token(std::uint32_t begin, std::uint32_t end);  // a token was read
  const SyntaxTree& tree() const { return tree_; }
  void clear_tree();

  // ---- failures
  void failed(std::uint32_t at, std::string_view label);
  void failed_word(std::uint32_t at, std::string_view word);  // a keyword or a sign, its own label
  // A rule that has gone too deep: fails everything up to the item at hand.
  void fail_too_deep(std::uint32_t at);
  bool is_stuck() const { return too_deep_; }

  // What is saved and restored around rules that group, silence or nest.
  std::uint32_t muted_at = no_offset;  // failures here are the enclosing group's to report
  int silent = 0;                      // inside a look-ahead
  int depth = 0;
  std::string_view usage;  // how the construct at hand is written, for help

  // ---- items of blocks
  struct ItemStart {
    std::uint32_t at = no_offset;
    std::vector<std::string_view> words;  // keywords that would have been accepted here
  };
  ItemStart begin_item(std::uint32_t at);  // returns the enclosing one, to be restored
  void end_item(ItemStart enclosing) { item_ = std::move(enclosing); }

  // Reports the failure of the item at hand; returns where to go on. Inside a block a `}` that closes it is not passed.
  std::uint32_t report_and_recover(bool in_block);
  // The item at `at` begins where only something outside of the block opened at `brace` can.
  bool is_outside(std::uint32_t at, std::uint32_t brace) const;
  void report_unclosed(std::uint32_t brace, std::uint32_t at);
  // Only blanks stand before `at` on its line.
  bool begins_line(std::uint32_t at) const { return column(at) == indent(at); }

  static constexpr std::uint32_t no_offset = 0xFFFFFFFF;

 private:
  struct Token {
    std::uint32_t begin, end;
  };
  struct Expected {
    std::string_view label;
    bool literal;  // shown in backticks
    friend bool operator==(const Expected&, const Expected&) = default;
  };
  std::uint32_t column(std::uint32_t at) const;
  mutable std::uint32_t line_known_to_ = 0, line_begin_ = 0;  // of the place last asked for
  std::uint32_t indent(std::uint32_t at) const;
  std::uint32_t recovery_point(std::uint32_t begin, std::uint32_t from, bool in_block) const;
  Token found(std::uint32_t at) const;
  void report();
  bool report_unfinished();
  std::string help_for(const Token& token) const;
  bool expects_only(std::string_view what) const;
  bool report_misspelt_item();
  bool report_broken_token(const Token& token);
  bool report_amount(const Token& token);
  bool report_after_number(std::uint32_t at);
  std::string_view number_before(std::uint32_t at) const;
  Diagnostic& not_a_number(std::uint32_t begin, std::uint32_t end);
  bool advance_to(std::uint32_t at);
  void expect_at(std::uint32_t at, Expected expected);
  std::string expectation() const;
  std::string shown(const Token& token) const;
  std::optional<std::string> meant(const Token& token, const std::vector<std::string_view>& words) const;

  Emitter& emitter_;
  std::string_view text_;
  std::uint32_t source_;
  SyntaxTree tree_;
  std::vector<Token> tokens_;

  std::uint32_t furthest_ = 0;
  Token before_{0, 0};  // the token before that place
  std::vector<Expected> expected_;
  std::vector<std::string_view> words_;
  std::string_view usage_there_;
  ItemStart item_;
  bool continued_ = false;  // what could go on the item before counts, not what could begin one
  bool too_deep_ = false;
  bool unclosed_reported_ = false;
  std::uint32_t reported_at_ = no_offset;  // one mistake gives one diagnostic
};

}  // namespace baton::dsl
