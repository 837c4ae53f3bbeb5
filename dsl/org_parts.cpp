#include "dsl/org_parts.hpp"

#include <algorithm>

#include "dsl/characters.hpp"
#include "dsl/zones.hpp"

namespace baton::dsl {
namespace {

constexpr std::size_t most_names_in_help = 12;

std::string quoted(std::string_view text) {
  return "`" + std::string(text) + "`";
}

bool has_control_character(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Character character = decode(text, at);
    if (character.code < 0x20 || (character.code >= 0x7F && character.code < 0xA0)) return true;
    at += character.bytes;
  }
  return false;
}

}  // namespace

void NameTable::declare_unread(const YamlNode* id) {
  if (id != nullptr && id->kind == YamlNode::Kind::Scalar && !id->text.empty()) {
    const std::string mended = with_blank_behind_colon(*id);
    add_unread(mended.empty() ? id->text : mended.substr(mended.find(' ') + 1));
  } else {
    set_incomplete();
  }
}

std::optional<std::size_t> NameTable::declare(const YamlNode& name, Emitter& emitter) {
  const auto [entry, is_new] = index_.emplace(name.text, names_.size());
  if (!is_new) {
    Diagnostic& error = emitter.error("B707", name.span, "the " + kind_ + " " + quoted(name.text) + " is there twice");
    error.label = "again here";
    error.also.push_back({spans_[entry->second], "first here"});
    error.help = "give each " + kind_ + " an id of its own";
    return std::nullopt;
  }
  names_.push_back(name.text);
  spans_.push_back(name.span);
  return entry->second;
}

void NameTable::add_known(std::string name) {
  index_.emplace(name, names_.size());
  names_.push_back(std::move(name));
  spans_.emplace_back();
}

std::optional<std::size_t> NameTable::find(const std::string& name) const {
  const auto entry = index_.find(name);
  if (entry == index_.end()) return std::nullopt;
  return entry->second;
}

std::optional<std::size_t> NameTable::use(const YamlNode& name, Emitter& emitter, std::string_view code,
                                          std::string_view owner) const {
  if (!expect_id(name, "the name of a " + kind_, emitter)) return std::nullopt;
  const auto found = find(name.text);
  if (found || incomplete_ || unread_.contains(name.text)) return found;
  Diagnostic& error =
      emitter.error(std::string(code), name.span, std::string(owner) + " " + kind_ + " " + quoted(name.text));
  error.help = help_with_names(name.text, names_);
  if (code != "B708") error.sought = kind_;  // the policy's to declare
  return found;
}

std::string help_with_names(std::string_view wrong, const std::vector<std::string>& names) {
  if (const auto near = did_you_mean(wrong, names)) return "did you mean " + quoted(*near) + "?";
  if (names.empty() || names.size() > most_names_in_help) return "";
  std::string help = "one of";
  for (std::size_t n = 0; n < names.size(); ++n) help += (n == 0 ? " " : ", ") + quoted(names[n]);
  return help;
}

std::string zone_help(std::string_view wrong) {
  const auto near = nearest_zone(wrong);
  return near ? "did you mean " + quoted(*near) + "?" : "one is written `Europe/Berlin` or `America/New_York`";
}

SourceSpan place_of(const YamlNode& node, const Sources& sources) {
  SourceSpan place = node.span;
  const std::string_view text = sources[place.source].text;
  const std::size_t newline = std::min(text.find('\n', place.begin), text.size());
  place.end = std::min(place.end, static_cast<std::uint32_t>(newline));
  return place;
}

bool expect_map(const YamlNode& node, std::string_view what, Emitter& emitter) {
  if (node.kind == YamlNode::Kind::Map) return true;
  if (const std::string mended = with_blank_behind_colon(node); !mended.empty()) {
    emitter.error("B706", node.span, quoted(node.text) + " has no blank behind its colon").help =
        "put a space after the colon: " + quoted(mended);
    return false;
  }
  emitter.error("B706", node.span, std::string(what) + " should be keys and values, not " + std::string(describe(node)))
      .help = "write `key: value`, one a line, or `{ key: value, key: value }`";
  return false;
}

bool expect_list(const YamlNode& node, std::string_view what, Emitter& emitter) {
  if (node.kind == YamlNode::Kind::List) return true;
  emitter.error("B706", node.span, std::string(what) + " should be a list, not " + std::string(describe(node))).help =
      "write one `- item` a line, or `[ item, item ]`";
  return false;
}

bool expect_keys(const YamlNode& node, const KnownKeys& known, Emitter& emitter) {
  if (!expect_map(node, known.of, emitter)) return false;
  bool all_known = true;
  for (const auto& [key, value] : node.entries) {
    if (std::ranges::find(known.keys, key.text) != known.keys.end()) continue;
    all_known = false;
    if (std::ranges::find(known.not_yet, key.text) != known.not_yet.end()) {
      emitter.error("B190", key.span, quoted(key.text) + " of " + std::string(known.of) + " is not executed yet").help =
          "leave it out for now";
      continue;
    }
    const std::vector<std::string> names(known.keys.begin(), known.keys.end());
    emitter.error("B703", key.span, quoted(key.text) + " is no key of " + std::string(known.of)).help =
        help_with_names(key.text, names);
  }
  return all_known;
}

const YamlNode* require(const YamlNode& map, std::string_view key, std::string_view of, Emitter& emitter) {
  if (const YamlNode* found = map.find(key)) return found;
  SourceSpan place = map.span;
  if (!map.entries.empty()) place = map.entries.front().first.span;
  emitter.error("B705", place, std::string(of) + " has no " + quoted(key)).help = "add " + quoted(key);
  return nullptr;
}

std::optional<std::string> read_text(const YamlNode& node, std::string_view what, Emitter& emitter) {
  if (node.kind == YamlNode::Kind::Scalar && !node.text.empty()) return node.text;
  const std::string seen(node.kind == YamlNode::Kind::Scalar ? "an empty text" : describe(node));
  emitter.error("B706", node.span, std::string(what) + " should be a single value, not " + seen).help =
      "write `key: value`";
  return std::nullopt;
}

bool expect_id(const YamlNode& node, std::string_view what, Emitter& emitter) {
  if (!read_text(node, what, emitter)) return false;
  const bool long_id = node.text.size() > max_id_bytes;
  if (!long_id && !has_control_character(node.text)) return true;
  emitter.error("B723", node.span, std::string(what) + (long_id ? " is too long" : " holds a control character")).help =
      "an id has 1 to 256 bytes and no control characters";
  return false;
}

std::optional<Day> read_day(const YamlNode& node, Emitter& emitter) {
  if (!read_text(node, "a date", emitter)) return std::nullopt;
  const std::string& text = node.text;
  const auto number = [&](std::size_t from, std::size_t length) {
    unsigned value = 0;
    for (const char c : text.substr(from, length)) value = value * 10 + static_cast<unsigned>(c - '0');
    return value;
  };
  const auto fits = [&](std::size_t n) { return n == 4 || n == 7 ? text[n] == '-' : text[n] >= '0' && text[n] <= '9'; };
  bool well_formed = text.size() == 10;
  for (std::size_t n = 0; well_formed && n < text.size(); ++n) well_formed = fits(n);
  if (!well_formed) {
    emitter.error("B710", node.span, quoted(text) + " is no date").help = "write a date as `2026-01-31`";
    return std::nullopt;
  }
  const CivilDate date{static_cast<int>(number(0, 4)), number(5, 2), number(8, 2)};
  if (!is_valid(date)) {
    emitter.error("B710", node.span, quoted(text) + " is not in the calendar").help = "correct the month or the day";
    return std::nullopt;
  }
  if (date.year < 1970 || date.year >= 2100) {
    emitter.error("B710", node.span, quoted(text) + " is out of range").help = "time runs from 1970 to 2100";
    return std::nullopt;
  }
  return day_of(date);
}

std::optional<bool> read_bool(const YamlNode& node, std::string_view what, Emitter& emitter) {
  if (node.kind == YamlNode::Kind::Scalar) {
    if (node.text == "true" || node.text == "True" || node.text == "TRUE") return true;
    if (node.text == "false" || node.text == "False" || node.text == "FALSE") return false;
  }
  const std::string seen = node.kind == YamlNode::Kind::Scalar ? "`" + node.text + "`" : std::string(describe(node));
  emitter.error("B706", node.span, std::string(what) + " should be `true` or `false`, not " + seen).help =
      "write `true`, or leave it out";
  return std::nullopt;
}

std::string text_or_empty(const YamlNode& map, std::string_view key, Emitter& emitter) {
  const YamlNode* node = map.find(key);
  if (node == nullptr) return "";
  return read_text(*node, quoted(key), emitter).value_or("");
}

}  // namespace baton::dsl
