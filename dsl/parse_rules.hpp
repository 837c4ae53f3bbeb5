// PEGTL rules of which the grammar is made: tokens that skip the blanks behind them, marks for the tree, labels for
// errors, blocks that recover. Included by dsl/parse*.cpp alone.
//
// Tokens are templates over their text (a PEGTL string a keyword costs ten times the compile time) and atomic, so that
// an error stands at a token's beginning. The control is switched off for all rules: nothing here throws or applies
// actions.
#pragma once

#include <tao/pegtl.hpp>
#include <utility>

#include "dsl/parse.hpp"
#include "dsl/parse_scan.hpp"
#include "dsl/parse_state.hpp"

namespace baton::dsl::grammar {

namespace pegtl = tao::pegtl;
using pegtl::opt;
using pegtl::plus;
using pegtl::seq;
using pegtl::sor;
using pegtl::star;

using Input = pegtl::memory_input<pegtl::tracking_mode::lazy, pegtl::eol::lf_crlf, const char*>;

template <class Rule>
struct Control : pegtl::normal<Rule> {
  static constexpr bool enable = false;
};

template <class Rule>
bool run(Input& in, ParseState& state) {
  return Control<Rule>::template match<pegtl::apply_mode::nothing, pegtl::rewind_mode::required, pegtl::nothing,
                                       Control>(in, state);
}

inline std::uint32_t offset(const Input& in) {
  return static_cast<std::uint32_t>(in.current() - in.begin());
}
inline void go_to(Input& in, std::uint32_t at) {
  in.bump(at - offset(in));
}

template <std::size_t Size>
struct Literal {
  char text[Size];
  constexpr Literal(const char (&from)[Size]) {
    for (std::size_t i = 0; i < Size; ++i) text[i] = from[i];
  }
  constexpr std::string_view view() const { return {text, Size - 1}; }
};

// The signature of a rule's own match function.
#define BATON_RULE_MATCH                                                                                 \
  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class, template <class...> class> \
  static bool match(Input& in, ParseState& state)

inline std::string_view rest(const Input& in) {
  return {in.current(), static_cast<std::size_t>(in.end() - in.current())};
}

// Passes a token of `length` bytes and what is blank behind it.
inline bool accept(Input& in, ParseState& state, std::size_t length) {
  const std::uint32_t begin = offset(in);
  const std::uint32_t end = begin + static_cast<std::uint32_t>(length);
  state.token(begin, end);
  go_to(in, state.skip_blanks(end));
  return true;
}

// ---- tokens

// A keyword: the text, not followed by what would make it a longer or a dotted name.
template <Literal Text>
struct word {
  using rule_t = word;
  using subs_t = pegtl::empty_list;
  BATON_RULE_MATCH {
    constexpr std::string_view wanted = Text.view();
    if (!state.is_stuck() && scan_name(rest(in), true) == wanted.size() && rest(in).starts_with(wanted)) {
      return accept(in, state, wanted.size());
    }
    state.failed_word(offset(in), wanted);
    return false;
  }
};

// Punctuation.
template <Literal Text>
struct sign {
  using rule_t = sign;
  using subs_t = pegtl::empty_list;
  BATON_RULE_MATCH {
    if (!state.is_stuck() && rest(in).starts_with(Text.view())) return accept(in, state, Text.view().size());
    state.failed_word(offset(in), Text.view());
    return false;
  }
};

// A token found by a scanner: its length at the beginning of the text, 0 if it is not there.
template <std::size_t (*Scan)(std::string_view), Part What, Literal Label>
struct scanned {
  using rule_t = scanned;
  using subs_t = pegtl::empty_list;
  BATON_RULE_MATCH {
    const std::size_t length = state.is_stuck() ? 0 : Scan(rest(in));
    if (length == 0) {
      state.failed(offset(in), Label.view());
      return false;
    }
    const std::uint32_t node = state.open(What, offset(in));
    accept(in, state, length);
    state.close(node, offset(in));
    return true;
  }
};

using name = scanned<scan_free_name, Part::Name, "a name">;        // may be dotted; no reserved word
using any_name = scanned<scan_any_name, Part::Name, "a name">;     // where only a name can stand
using field_key = scanned<scan_field_key, Part::Name, "a field">;  // before `:`
using text = scanned<scan_text, Part::Text, "a text in quotes">;
using number = scanned<scan_number, Part::Number, "a number">;
using date_time = scanned<scan_date_time, Part::DateTime, "a time">;
using date = scanned<scan_date, Part::Date, "a date">;
using unit = scanned<scan_unit, Part::Unit, "a unit such as `hours`, `days` or `months`">;

// ---- combinators

// Marks what the rules match as one part of the tree; a failure leaves no trace.
template <Part What, class... Rules>
struct node {
  using rule_t = node;
  using subs_t = pegtl::type_list<Rules...>;
  BATON_RULE_MATCH {
    const std::uint32_t mark = state.open(What, offset(in));
    if (run<seq<Rules...>>(in, state)) {
      state.close(mark, offset(in));
      return true;
    }
    state.undo(mark);
    return false;
  }
};

// Reports nothing where it begins: what may follow, but that nobody needs to be told.
template <class... Rules>
struct unsaid {
  using rule_t = unsaid;
  using subs_t = pegtl::type_list<Rules...>;
  BATON_RULE_MATCH {
    const std::uint32_t outer = std::exchange(state.muted_at, offset(in));
    const std::uint32_t mark = state.mark();
    const bool matched = run<seq<Rules...>>(in, state);
    state.muted_at = outer;
    if (!matched) state.undo(mark);
    return matched;
  }
};

// Reports one label instead of those inside, where it begins.
template <Literal Label, class... Rules>
struct expect {
  using rule_t = expect;
  using subs_t = pegtl::type_list<Rules...>;
  BATON_RULE_MATCH {
    const std::uint32_t begin = offset(in);
    const bool matched = run<unsaid<Rules...>>(in, state);
    if (!matched) state.failed(begin, Label.view());
    return matched;
  }
};

// Looks ahead: consumes nothing, marks nothing, reports nothing.
template <class... Rules>
struct ahead {
  using rule_t = ahead;
  using subs_t = pegtl::type_list<Rules...>;
  BATON_RULE_MATCH {
    const auto position = in.template mark<pegtl::rewind_mode::required>();
    const std::uint32_t mark = state.mark();
    ++state.silent;
    const bool matched = run<seq<Rules...>>(in, state);
    --state.silent;
    state.undo(mark);
    return matched;  // `position` takes the input back
  }
};
template <class... Rules>
struct not_ahead {
  using rule_t = not_ahead;
  using subs_t = pegtl::type_list<Rules...>;
  BATON_RULE_MATCH { return !run<ahead<Rules...>>(in, state); }
};

// Gives errors inside a line of help: how the construct is written.
template <Literal Usage, class... Rules>
struct usage {
  using rule_t = usage;
  using subs_t = pegtl::type_list<Rules...>;
  BATON_RULE_MATCH {
    const std::string_view outer = std::exchange(state.usage, Usage.view());
    const bool matched = run<seq<Rules...>>(in, state);
    state.usage = outer;
    return matched;
  }
};

// What may hold itself: no deeper than max_nesting.
template <class... Rules>
struct nested {
  using rule_t = nested;
  using subs_t = pegtl::type_list<Rules...>;
  BATON_RULE_MATCH {
    if (state.depth >= max_nesting) {
      state.fail_too_deep(offset(in));
      return false;
    }
    ++state.depth;
    const bool matched = run<seq<Rules...>>(in, state);
    --state.depth;
    return matched;
  }
};

template <class Rule, class Separator>
struct list : seq<Rule, star<Separator, Rule>> {};
using comma = unsaid<sign<",">>;

// Reads one item. An item that fails is reported and skipped; false if the block that it stands in ends before it.
template <class Item>
bool read_item(Input& in, ParseState& state, std::uint32_t brace) {
  const bool in_block = brace != ParseState::no_offset;
  const std::uint32_t begin = offset(in);
  ParseState::ItemStart enclosing = state.begin_item(begin);
  const bool outside = !run<Item>(in, state) && in_block && state.is_outside(begin, brace);
  if (outside) {
    state.report_unclosed(brace, begin);
  } else if (offset(in) == begin) {
    go_to(in, state.report_and_recover(in_block));
    state.close(state.open(Part::Broken, begin), offset(in));
  }
  state.end_item(std::move(enclosing));
  return !outside;
}

template <class Item>
void read_items(Input& in, ParseState& state, std::uint32_t brace) {
  while (!in.empty() && *in.current() != '}') {
    if (!read_item<Item>(in, state, brace)) return;
  }
  if (in.empty()) {
    state.report_unclosed(brace, offset(in));
  } else {
    accept(in, state, 1);
  }
}

// `{ items }`. Whoever comes to the brace is committed to it.
template <class Item>
struct block {
  using rule_t = block;
  using subs_t = pegtl::type_list<sign<"{">, Item>;
  BATON_RULE_MATCH {
    const std::uint32_t brace = offset(in);
    if (!run<sign<"{">>(in, state)) return false;
    read_items<Item>(in, state, brace);
    return true;
  }
};

// A rule that is compiled in a source of its own: DECLARE in a header, DEFINE there.
#define BATON_DECLARE_RULE(NAME)                         \
  bool match_##NAME(Input& in, ParseState& state);       \
  struct NAME {                                          \
    using rule_t = NAME;                                 \
    using subs_t = pegtl::empty_list;                    \
    BATON_RULE_MATCH { return match_##NAME(in, state); } \
  }
#define BATON_DEFINE_RULE(NAME, ...)                \
  bool match_##NAME(Input& in, ParseState& state) { \
    return run<__VA_ARGS__>(in, state);             \
  }

}  // namespace baton::dsl::grammar
