#include "dsl/parse_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "dsl/characters.hpp"
#include "dsl/org_file.hpp"
#include "dsl/parse.hpp"
#include "dsl/parse_scan.hpp"

namespace baton::dsl {

std::uint32_t ParseState::skip_blanks(std::uint32_t at) const {
  return at + static_cast<std::uint32_t>(scan_blanks(text_.substr(at)));
}

// ---- the tree

std::uint32_t ParseState::open(Part part, std::uint32_t at) {
  tree_.push_back({part, at, at, 0});
  return static_cast<std::uint32_t>(tree_.size() - 1);
}

void ParseState::close(std::uint32_t node, std::uint32_t at) {
  // Tokens of a way that was given up lie at or behind `at`; the last one before it ends the node.
  while (!tokens_.empty() && tokens_.back().begin >= at) tokens_.pop_back();
  tree_[node].end = std::max(tree_[node].begin, tokens_.empty() ? 0 : tokens_.back().end);
  tree_[node].next = static_cast<std::uint32_t>(tree_.size());
}

void ParseState::token(std::uint32_t begin, std::uint32_t end) {
  while (!tokens_.empty() && tokens_.back().begin >= begin) tokens_.pop_back();
  tokens_.push_back({begin, end});
}

void ParseState::clear_tree() {
  tree_.clear();
  tokens_.clear();
}

// ---- failures

bool ParseState::advance_to(std::uint32_t at) {
  if (silent > 0 || at < furthest_) return false;
  if (at > furthest_) {
    furthest_ = at;
    expected_.clear();
    words_.clear();
    continued_ = false;
    before_ = tokens_.empty() ? Token{at, at} : tokens_.back();
  }
  return true;
}

void ParseState::expect_at(std::uint32_t at, Expected expected) {
  if (too_deep_ || !advance_to(at) || at == muted_at || (continued_ && at == item_.at)) return;
  if (std::ranges::find(expected_, expected) != expected_.end()) return;
  expected_.push_back(expected);
  usage_there_ = usage;
}

void ParseState::failed(std::uint32_t at, std::string_view label) {
  expect_at(at, {label, false});
}

void ParseState::failed_word(std::uint32_t at, std::string_view word) {
  if (silent == 0 && at == item_.at) item_.words.push_back(word);
  if (!too_deep_ && advance_to(at)) words_.push_back(word);
  expect_at(at, {word, true});
}

void ParseState::fail_too_deep(std::uint32_t at) {
  advance_to(at);
  too_deep_ = true;
}

ParseState::ItemStart ParseState::begin_item(std::uint32_t at) {
  ItemStart enclosing = std::move(item_);
  item_ = {at, {}};
  if (furthest_ < at) advance_to(at);
  if (furthest_ > at) return enclosing;  // the item before this one broke off there, and is to blame if this one fails
  // What could have continued that item could stand here as well; on a line of its own a new item is likelier.
  item_.words = words_;
  continued_ = !expected_.empty() && column(at) != indent(at);
  if (!continued_) expected_.clear();
  return enclosing;
}

// ---- reporting

namespace {

// A word as a reader sees one, well formed or not: `100kg`, `2026-1-5`.
std::size_t word_length(std::string_view text) {
  const auto is_inside = [&](std::size_t at) {
    if (is_name_character(text[at])) return true;
    const bool joins = text[at] == '.' || text[at] == '-' || text[at] == ':';
    return joins && at > 0 && at + 1 < text.size() && is_digit(text[at - 1]) && is_digit(text[at + 1]);
  };
  std::size_t length = 0;
  while (length < text.size() && is_inside(length)) ++length;
  return length;
}

// The length of a sign of currency at the beginning of a text; 0 if there is none.
std::size_t currency_sign(std::string_view text) {
  for (const std::string_view sign : {"$", "\xE2\x82\xAC", "\xC2\xA3", "\xC2\xA5"}) {  // dollar, euro, pound, yen
    if (text.starts_with(sign)) return sign.size();
  }
  return 0;
}

// Digits with commas between them, as money is often written: `250,000`, `1.5m`.
std::size_t amount_length(std::string_view text) {
  std::size_t length = word_length(text);
  while (length > 0 && length + 3 < text.size() && text[length] == ',' &&
         std::ranges::all_of(text.substr(length + 1, 3), is_digit)) {
    length += 1 + word_length(text.substr(length + 1));
  }
  return length;
}

// The amount as it is to be written here; nothing if it is none.
std::string plain_amount(std::string_view text) {
  std::string plain(text);
  std::ranges::replace(plain, ',', '_');
  return scan_number(plain) == plain.size() ? plain : std::string();
}

// What a word behind a number was to be; nothing if it is no unit, or one that is well written.
std::string unit_meant(std::string_view word) {
  using Habit = std::pair<std::string_view, std::string_view>;
  static constexpr Habit habits[] = {{"working", "business days"},
                                     {"work", "business days"},
                                     {"workdays", "business days"},
                                     {"workday", "business days"},
                                     {"weekdays", "business days"},
                                     {"bd", "business days"},
                                     {"min", "minutes"},
                                     {"mins", "minutes"},
                                     {"h", "hours"},
                                     {"hr", "hours"},
                                     {"hrs", "hours"},
                                     {"d", "days"},
                                     {"wk", "weeks"},
                                     {"wks", "weeks"},
                                     {"mo", "months"},
                                     {"mos", "months"},
                                     {"qtr", "quarters"},
                                     {"qtrs", "quarters"},
                                     {"yr", "years"},
                                     {"yrs", "years"}};
  if (!singular_unit(word).empty()) return {};
  const auto habit = std::ranges::find(habits, word, &Habit::first);
  if (habit != std::end(habits)) return std::string(habit->second);
  return did_you_mean(word, {"minutes", "hours", "days", "weeks", "months", "quarters", "years", "minute", "hour",
                             "day", "week", "month", "quarter", "year"})
      .value_or("");
}

}  // namespace

ParseState::Token ParseState::found(std::uint32_t at) const {
  const std::string_view text = text_.substr(std::min<std::size_t>(at, text_.size()));
  std::size_t length =
      std::max({scan_name(text, true), scan_text(text), scan_number(text), scan_date(text), scan_date_time(text)});
  if (length == 0) length = word_length(text);
  if (length == 0 && text.size() > 1 && text[0] == '.' && is_digit(text[1])) length = 1 + word_length(text.substr(1));
  if (const std::size_t sign = currency_sign(text)) length = sign + amount_length(text.substr(sign));
  if (length == 0 && text.starts_with('"')) length = std::min(text.find_first_of("\r\n"), text.size());
  for (const std::string_view sign : {"->", "<=", ">=", "==", "!=", "&&", "||", "=>"}) {
    if (length == 0 && text.starts_with(sign)) length = sign.size();
  }
  if (length == 0 && !text.empty()) {
    do {
      ++length;
    } while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80);
  }
  return {at, at + static_cast<std::uint32_t>(length)};
}

std::string ParseState::shown(const Token& token) const {
  if (token.begin == token.end) return "the end of the file";
  return fmt::format("`{}`", text_.substr(token.begin, token.end - token.begin));
}

std::string ParseState::expectation() const {
  constexpr std::size_t most = 6;
  std::string result;
  const std::size_t count = std::min(expected_.size(), most);
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) result += i + 1 == count ? " or " : ", ";
    result += expected_[i].literal ? fmt::format("`{}`", expected_[i].label) : std::string(expected_[i].label);
  }
  return result;
}

std::optional<std::string> ParseState::meant(const Token& token, const std::vector<std::string_view>& words) const {
  return did_you_mean(text_.substr(token.begin, token.end - token.begin),
                      std::vector<std::string>(words.begin(), words.end()));
}

namespace {

// `NOT key`: `NOT` was read as a field, and `key` as the beginning of the next item. Its length; 0: it is not there.
std::uint32_t not_in_capitals(std::string_view before) {
  return before.ends_with(" NOT") || before.ends_with(" Not") ? 3 : 0;
}

}  // namespace

// A misspelt keyword at the beginning of an item is read as a name, and the failure then stands behind it.
bool ParseState::report_misspelt_item() {
  const auto before = static_cast<std::uint32_t>(text_.find_last_not_of(" \t", std::max(item_.at, 1U) - 1) + 1);
  if (const std::uint32_t length = not_in_capitals(text_.substr(0, before))) {
    const Token word{before - length, before};
    emitter_.error("B101", span(word.begin, word.end), fmt::format("{} is no word of a condition", shown(word))).help =
        "write `not`";
    return true;
  }
  const Token token = found(item_.at);
  const std::string_view word = text_.substr(token.begin, token.end - token.begin);
  if (furthest_ == item_.at || std::ranges::find(item_.words, word) != item_.words.end()) return false;
  const auto intended = meant(token, item_.words);
  if (!intended) return false;
  Diagnostic& diagnostic =
      emitter_.error("B101", span(token.begin, token.end), fmt::format("{} begins nothing here", shown(token)));
  diagnostic.help = fmt::format("did you mean `{}`?", *intended);
  return true;
}

namespace {

bool is_currency(std::string_view word) {
  const bool is_name = word == "euro" || word == "euros" || word == "dollar" || word == "dollars";
  return is_name || currency_places(word).has_value();
}

struct Mistake {
  std::string_view code;
  std::string message;
  std::string_view help;
};

// Tokens that are wrong in themselves, whatever was expected.
std::optional<Mistake> mistake_of(std::string_view token) {
  const char first = token.empty() ? ' ' : token.front();
  if (first == '"' && scan_text(token) == 0) {
    return Mistake{"B104", "this text has no closing quote", "a text begins and ends with `\"` on one line"};
  }
  if (first >= '0' && first <= '9' && scan_number(token) == 0 && scan_date(token) == 0 && scan_date_time(token) == 0) {
    const std::string_view digits = token.substr(0, token.find_first_not_of("0123456789"));
    std::string_view tail = token.substr(digits.size());
    if (!singular_unit(tail).empty() || tail == "d" || tail == "h") {
      return Mistake{"B106", "is not a duration", "write the number, a blank and the unit: `90 days`, `4 hours`"};
    }
    if (std::ranges::count(token, '-') == 2) {
      return Mistake{"B107", "is not a date", "a date is written `2026-01-15`, a time `2026-01-15T09:00`"};
    }
    return Mistake{"B105", "is not a number", "numbers are written `100`, `1_000`, `2.5`, `250k`, `1.5m` or `40%`"};
  }
  if (first == '.' && token.size() > 1) {
    return Mistake{"B105", "is not a number", "write a digit before the point: `0.5`"};
  }
  if (token.starts_with("\xE2\x80\x9C") || token.starts_with("\xE2\x80\x9D") || token.starts_with("\xE2\x80\x9E") ||
      first == '\'') {
    return Mistake{"B102", "is not the quote that texts begin and end with", "use the straight double quote: \"text\""};
  }
  if (token.starts_with("\xC2\xA0")) {
    return Mistake{"B102", "there is a no-break space here", "replace it by an ordinary blank"};
  }
  if (const Character character = decode(token, 0); !token.empty() && is_invisible(character.code)) {
    return Mistake{"B102", "there is an invisible character here, " + code_point(character.code), "remove it"};
  }
  if (static_cast<unsigned char>(first) >= 0x80) {
    return Mistake{"B102", "may stand only in a text or in a comment",
                   "names are made of the letters a to z, digits and `_`"};
  }
  if (!token.empty() && (first < ' ' || first == 0x7F)) {
    return Mistake{"B102", "there is a control character here", "remove it"};
  }
  return std::nullopt;
}

}  // namespace

Diagnostic& ParseState::not_a_number(std::uint32_t begin, std::uint32_t end) {
  return emitter_.error("B105", span(begin, end), fmt::format("{} is not a number", shown({begin, end})));
}

// `$250k`
bool ParseState::report_amount(const Token& token) {
  const std::string_view text = text_.substr(token.begin, token.end - token.begin);
  const std::size_t sign = currency_sign(text);
  if (sign == 0) return false;
  const std::string plain = plain_amount(text.substr(sign));
  not_a_number(token.begin, token.end).help =
      fmt::format("write `{}`; the currency is said once, in `org.yaml`", plain.empty() ? "250k" : plain);
  return true;
}

// The number that stands right before a place, on its line.
std::string_view ParseState::number_before(std::uint32_t at) const {
  std::size_t end = at;
  while (end > 0 && (text_[end - 1] == ' ' || text_[end - 1] == '\t')) --end;
  std::size_t begin = end;
  while (begin > 0 && (is_name_character(text_[begin - 1]) || text_[begin - 1] == '.')) --begin;
  const std::string_view word = text_.substr(begin, end - begin);
  return !word.empty() && scan_number(word) == word.size() ? word : std::string_view();
}

namespace {

constexpr std::uint32_t to_seconds = 17;  // of `2026-01-05T10:00:31`

bool is_second(std::string_view text, std::uint32_t begin) {
  return begin >= to_seconds && scan_date_time(text.substr(begin - to_seconds, to_seconds + 2)) == to_seconds + 2;
}

std::size_t digits_after(std::string_view text, std::uint32_t at) {
  const auto rest = text.substr(at);
  return std::min(rest.find_first_not_of("0123456789"), rest.size());
}

}  // namespace

// What people write behind a number out of habit: `250,000`, `250 EUR`, `60 dayz`.
bool ParseState::report_after_number(std::uint32_t at) {
  const std::string_view number = number_before(at);
  if (number.empty()) return false;
  const auto begin = static_cast<std::uint32_t>(number.data() - text_.data());
  if ((text_[at] == '.' || text_[at] == ',') && is_second(text_, begin)) {
    const std::uint32_t time = begin - to_seconds;
    emitter_
        .error("B107", span(time, at + 1 + static_cast<std::uint32_t>(digits_after(text_, at + 1))),
               "a time has no parts of a second")
        .help = fmt::format("write whole seconds: `{}`", text_.substr(time, at - time));
    return true;
  }
  const std::string_view amount = text_.substr(begin, amount_length(text_.substr(begin)));
  if (begin + number.size() == at && amount.size() > number.size() && !plain_amount(amount).empty()) {
    not_a_number(begin, begin + static_cast<std::uint32_t>(amount.size())).help =
        fmt::format("write `{}`, without commas", plain_amount(amount));
    return true;
  }
  const std::uint32_t end = found(at).end;
  const std::string_view word = text_.substr(at, end - at);
  const std::string unit = unit_meant(word);
  if (is_currency(word)) {
    not_a_number(begin, end).help = fmt::format("write `{}`; the currency is said once, in `org.yaml`", number);
  } else if (!unit.empty() && is_digit(number.back())) {
    emitter_.error("B106", span(begin, end), fmt::format("{} is not a duration", shown({begin, end}))).help =
        fmt::format("did you mean `{} {}`?", number, unit);
  } else {
    return false;
  }
  return true;
}

bool ParseState::report_broken_token(const Token& token) {
  const auto mistake = mistake_of(text_.substr(token.begin, token.end - token.begin));
  if (!mistake) return false;
  const bool about_token = mistake->message.starts_with("is ") || mistake->message.starts_with("may ");
  Diagnostic& diagnostic = emitter_.error(
      std::string(mistake->code), span(token.begin, token.end),
      about_token ? fmt::format("{} {}", shown(token), mistake->message) : std::string(mistake->message));
  diagnostic.help = mistake->help;
  return true;
}

namespace {

bool is_owner_verb(std::string_view text) {
  const std::string_view word = text.substr(0, scan_name(text, true));
  return word == "owns" || word == "carries" || word == "supports";
}

// Habits from other languages, and what is written here instead.
std::string_view habit(std::string_view token) {
  if (token == "=" || token == "==") return "write `is` to ask whether two things are equal";
  if (token == "!=" || token == "<>") return "write `is not` to ask whether two things differ";
  if (token == "&&") return "write `and`";
  if (token == "||") return "write `or`";
  if (token == "!") return "write `not`";
  if (token == "=>") return "write `->`";
  if (token == ";") return "leave it out: a new line is enough";
  if (token == "//" || token == "/" || token == "-") return "a comment begins with `#`";
  return {};
}

}  // namespace

// Something was left out at the end of a line: the place is there, not on the line after it.
bool ParseState::report_unfinished() {
  const bool on_later_line = text_.substr(before_.end, furthest_ - before_.end).find('\n') != std::string_view::npos;
  if (furthest_ == item_.at || before_.end > furthest_ || !on_later_line || expected_.empty()) return false;
  emitter_
      .error("B101", span(before_.begin, before_.end),
             fmt::format("expected {} after {}", expectation(), shown(before_)))
      .help = usage_there_;
  return true;
}

std::string ParseState::help_for(const Token& token) const {
  const std::string_view word = text_.substr(token.begin, token.end - token.begin);
  if (furthest_ == item_.at && word == "}") return "remove it: it closes nothing";
  if (furthest_ == item_.at && is_owner_verb(text_.substr(skip_blanks(token.end)))) {
    return "statements stand inside of `structure NAME { ... }`";
  }
  std::vector<std::string_view> words = words_;
  const std::string unit = expects_only("a unit") ? unit_meant(word) : std::string();
  if (!unit.empty()) return fmt::format("did you mean `{} {}`?", number_before(token.begin), unit);
  if (expects_only("a unit")) words = {"business", "minutes", "hours", "days", "weeks", "months", "quarters", "years"};
  const auto intended = word.empty() ? std::nullopt : meant(token, words);
  if (intended) return fmt::format("did you mean `{}`?", *intended);
  return std::string(habit(word).empty() ? usage_there_ : habit(word));
}

bool ParseState::expects_only(std::string_view what) const {
  return expected_.size() == 1 && expected_[0].label.starts_with(what);
}

void ParseState::report() {
  const bool unequal = furthest_ > 0 && text_.substr(furthest_ - 1, 2) == "<>";  // its `<` was read as `less than`
  const Token token = unequal ? Token{furthest_ - 1, furthest_ + 1} : found(furthest_);
  const std::string_view word = text_.substr(token.begin, token.end - token.begin);
  if (std::exchange(too_deep_, false)) {
    emitter_
        .error("B113", span(token.begin, token.end),
               fmt::format("this is nested more than {} levels deep", max_nesting))
        .help = "give a part of it a name with `let`";
    return;
  }
  const bool is_behind_number =
      !expects_only("a unit") && (report_after_number(furthest_) || report_after_number(item_.at));
  if (is_behind_number || report_amount(token)) return;
  const bool goes_on = token.end < text_.size() && static_cast<unsigned char>(text_[token.end]) >= 0x80;
  if (goes_on && report_broken_token(found(token.end))) return;
  if (report_broken_token(token) || report_misspelt_item() || report_unfinished()) return;
  if (expects_only("a name") && is_reserved(word)) {
    emitter_
        .error("B109", span(token.begin, token.end), fmt::format("`{}` is a reserved word and cannot be a name", word))
        .help = fmt::format("choose another name, or make it longer: `{}_`", word);
    return;
  }
  const std::string expected = expectation();
  std::string message = expected.empty() ? fmt::format("{} was not expected here", shown(token))
                                         : fmt::format("expected {}, found {}", expected, shown(token));
  emitter_.error(expects_only("a unit") ? "B106" : "B101", span(token.begin, token.end), std::move(message)).help =
      help_for(token);
}

// ---- going on

std::uint32_t ParseState::column(std::uint32_t at) const {
  // Mostly asked for a place a little behind the last one: a line without end is not searched again and again.
  const bool onward = at >= line_known_to_;
  const std::uint32_t from = onward ? line_known_to_ : 0;
  const std::size_t line = text_.substr(from, at - from).rfind('\n');
  const std::uint32_t begin = line != std::string_view::npos ? from + static_cast<std::uint32_t>(line) + 1
                              : onward                       ? line_begin_
                                                             : 0;
  line_known_to_ = at;
  line_begin_ = begin;
  return at - begin;
}

std::uint32_t ParseState::indent(std::uint32_t at) const {
  const std::uint32_t line = at - column(at);
  const std::size_t first = text_.find_first_not_of(" \t", line);
  return static_cast<std::uint32_t>(std::min(first, text_.size())) - line;
}

// The next line that begins at or left of the item's column, or the `}` that closes the block that it stands in.
std::uint32_t ParseState::recovery_point(std::uint32_t begin, std::uint32_t from, bool in_block) const {
  const std::uint32_t item_column = column(begin);
  std::size_t open_braces = 0;
  for (std::uint32_t at = begin; at < text_.size();) {
    const std::uint32_t next = skip_blanks(at);
    const bool new_line = text_.substr(at, next - at).find('\n') != std::string_view::npos;
    at = next;
    if (at >= text_.size()) break;
    const char c = text_[at];
    const bool line_ends_item = new_line && at > begin && at >= from && column(at) <= item_column;
    if (c == '}') {
      if (open_braces == 0 && in_block) return at;
      if (open_braces > 0) --open_braces;
      ++at;
    } else if (line_ends_item) {
      return at;
    } else {
      if (c == '{') ++open_braces;
      at = std::max(found(at).end, at + 1);
    }
  }
  return static_cast<std::uint32_t>(text_.size());
}

std::uint32_t ParseState::report_and_recover(bool in_block) {
  const std::uint32_t from = std::max(furthest_, item_.at);
  if (from != reported_at_) report();
  reported_at_ = from;
  const std::uint32_t at = recovery_point(item_.at, from, in_block);
  furthest_ = at;
  expected_.clear();
  words_.clear();
  return at;
}

bool ParseState::is_outside(std::uint32_t at, std::uint32_t brace) const {
  static constexpr std::string_view openers[] = {"account",        "record",     "event",     "lifecycle", "role",
                                                 "responsibility", "metric",     "let",       "use",       "structure",
                                                 "handoff",        "escalation", "sla",       "credit",    "test",
                                                 "cases",          "invariant",  "checklist", "given"};
  const std::string_view word = text_.substr(at, scan_name(text_.substr(at), false));
  return std::ranges::find(openers, word) != std::end(openers) && column(at) == indent(at) &&
         column(at) <= indent(brace) && text_.substr(brace, at - brace).find('\n') != std::string_view::npos;
}

void ParseState::report_unclosed(std::uint32_t brace, std::uint32_t at) {
  if (std::exchange(unclosed_reported_, true)) return;
  Diagnostic& diagnostic = emitter_.error("B108", span(brace, brace + 1), "this `{` is never closed");
  if (at < text_.size()) {
    const Token token = found(at);
    diagnostic.also.push_back({span(token.begin, token.end), "the next item begins here"});
  }
  diagnostic.help = "write `}` where the block ends";
}

}  // namespace baton::dsl
