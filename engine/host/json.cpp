#include "engine/host/json.hpp"

#include <simdjson.h>

#include <algorithm>

#include "engine/host/text.hpp"

namespace baton::host {
namespace {

namespace ondemand = simdjson::ondemand;
using simdjson::error_code;

std::string words_for(error_code error) {
  switch (error) {
    case simdjson::UTF8_ERROR:
      return "the line is not valid UTF-8";
    case simdjson::EMPTY:
      return "the line is empty";
    case simdjson::UNCLOSED_STRING:
      return "the line is not JSON: a text is not closed";
    case simdjson::UNESCAPED_CHARS:
      return "the line is not JSON: a control character inside a text";
    case simdjson::STRING_ERROR:
      return "the line is not JSON: a text holds an escape that is none";
    default:
      return "the line is not JSON";
  }
}

std::string_view trimmed_token(std::string_view token) {
  const std::size_t last = token.find_last_not_of(" \t\r\n");
  return token.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

std::string_view take_digits(std::string_view& text) {
  const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

}  // namespace

bool is_json_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::string_view whole = take_digits(text);
  if (whole.empty() || (whole.size() > 1 && whole.front() == '0')) return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (take_digits(text).empty()) return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (take_digits(text).empty()) return false;
  }
  return text.empty();
}

// Walks the document and fills the flat tree.
struct JsonReader::Parser {
  ondemand::parser parser;
  std::string padded;
  std::vector<JsonValue>* values = nullptr;
  std::vector<std::string_view> keys;
  std::string error;

  bool fail(std::string words) {
    if (error.empty()) error = std::move(words);
    return false;
  }
  bool check(error_code code) { return code == simdjson::SUCCESS || fail(words_for(code)); }

  bool parse(std::string_view line) {
    error.clear();
    padded.assign(line);
    padded.reserve(line.size() + simdjson::SIMDJSON_PADDING);
    ondemand::document document;
    if (!check(parser.iterate(padded.data(), padded.size(), padded.capacity()).get(document))) return false;
    ondemand::json_type type{};
    if (!check(document.type().get(type))) return false;
    if (type != ondemand::json_type::object) return fail("the line is not a JSON object");
    ondemand::object object;
    if (!check(document.get_object().get(object))) return false;
    values->push_back({JsonValue::Kind::Object, false, {}, {}, 0});
    if (!walk_object(object, 0, 1)) return false;
    const char* rest = nullptr;
    if (document.current_location().get(rest) == simdjson::SUCCESS) return fail("the line holds more than one object");
    return true;
  }

  bool walk_object(ondemand::object object, std::size_t at, int depth) {
    for (auto next : object) {
      ondemand::field field;
      if (!check(std::move(next).get(field))) return false;
      std::string_view key;
      if (!check(field.unescaped_key().get(key))) return false;
      if (!walk(field.value(), key, depth)) return false;
    }
    (*values)[at].end = static_cast<std::uint32_t>(values->size());
    return check_keys(at);
  }

  bool walk_array(ondemand::array array, std::size_t at, int depth) {
    for (auto next : array) {
      ondemand::value value;
      if (!check(std::move(next).get(value))) return false;
      if (!walk(value, {}, depth)) return false;
    }
    (*values)[at].end = static_cast<std::uint32_t>(values->size());
    return true;
  }

  bool walk(ondemand::value value, std::string_view key, int depth) {
    ondemand::json_type type{};
    if (!check(value.type().get(type))) return false;
    const std::size_t at = values->size();
    values->push_back({JsonValue::Kind::Null, false, {}, key, static_cast<std::uint32_t>(at + 1)});
    switch (type) {
      case ondemand::json_type::object: {
        if (depth >= max_json_depth) return fail("the line is nested too deeply");
        (*values)[at].kind = JsonValue::Kind::Object;
        ondemand::object object;
        return check(value.get_object().get(object)) && walk_object(object, at, depth + 1);
      }
      case ondemand::json_type::array: {
        if (depth >= max_json_depth) return fail("the line is nested too deeply");
        (*values)[at].kind = JsonValue::Kind::Array;
        ondemand::array array;
        return check(value.get_array().get(array)) && walk_array(array, at, depth + 1);
      }
      case ondemand::json_type::string: {
        (*values)[at].kind = JsonValue::Kind::String;
        return check(value.get_string().get((*values)[at].text));
      }
      default:
        return scalar(trimmed_token(value.raw_json_token()), (*values)[at]);
    }
  }

  // A scalar is judged by its own text; the loop around it moves the parser on.
  bool scalar(std::string_view token, JsonValue& into) {
    into.text = token;
    if (token == "null") {
      into.kind = JsonValue::Kind::Null;
    } else if (token == "true" || token == "false") {
      into.kind = JsonValue::Kind::Bool;
      into.truth = token == "true";
    } else if (is_json_number(token)) {
      into.kind = JsonValue::Kind::Number;
    } else {
      return fail("the line is not JSON: `" + cut_utf8(token, 40) + "` is no value");
    }
    return true;
  }

  // A key given twice rejects: readers elsewhere would not agree on which one counts.
  bool check_keys(std::size_t at) {
    keys.clear();
    for (std::size_t i = at + 1; i < (*values)[at].end; i = (*values)[i].end) keys.push_back((*values)[i].key);
    std::sort(keys.begin(), keys.end());
    const auto twice = std::adjacent_find(keys.begin(), keys.end());
    return twice == keys.end() || fail("the key `" + cut_utf8(*twice, 80) + "` is given twice");
  }
};

JsonReader::JsonReader() : parser_(std::make_unique<Parser>()) {}
JsonReader::~JsonReader() = default;
JsonReader::JsonReader(JsonReader&&) noexcept = default;
JsonReader& JsonReader::operator=(JsonReader&&) noexcept = default;

std::expected<const JsonValue*, std::string> JsonReader::parse_object(std::string_view line) {
  values_.clear();
  parser_->values = &values_;
  if (!parser_->parse(line)) return std::unexpected(parser_->error);
  return &values_.front();
}

std::uint32_t JsonReader::position(const JsonValue& value) const {
  return static_cast<std::uint32_t>(&value - values_.data());
}

const JsonValue* JsonReader::first_child(const JsonValue& parent) const {
  const std::uint32_t at = position(parent) + 1;
  return at < parent.end ? &values_[at] : nullptr;
}

const JsonValue* JsonReader::next_sibling(const JsonValue& parent, const JsonValue& child) const {
  return child.end < parent.end ? &values_[child.end] : nullptr;
}

const JsonValue* JsonReader::member(const JsonValue& object, std::string_view key) const {
  for (const JsonValue* child = first_child(object); child != nullptr; child = next_sibling(object, *child)) {
    if (child->key == key) return child;
  }
  return nullptr;
}

std::string describe(const JsonValue& value) {
  switch (value.kind) {
    case JsonValue::Kind::Null:
      return "null";
    case JsonValue::Kind::Bool:
      return value.truth ? "true" : "false";
    case JsonValue::Kind::Number:
      return "the number " + cut_utf8(value.text, 40);
    case JsonValue::Kind::String:
      return "the text `" + cut_utf8(value.text, 80) + "`";
    case JsonValue::Kind::Array:
      return "a list";
    case JsonValue::Kind::Object:
      return "an object";
  }
  return "";
}

void append_json_string(std::string& out, std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    switch (byte) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += "\\u00";
        out += hex[byte >> 4];
        out += hex[byte & 15];
    }
  }
  out.append(text, plain);
  out += '"';
}

}  // namespace baton::host
