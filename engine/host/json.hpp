// One line of JSON as a flat tree, strictly checked.
//
// simdjson's on-demand parser does the scanning; every value is walked, since what is skipped is not checked: keys
// given twice, numbers that are none and nesting bombs must reject the line. Numbers keep the text in which they were
// written, so that no value ever passes through a binary fraction. Cost: one pass and no allocation per line once the
// buffers have grown.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace baton::host {

struct JsonValue {
  enum class Kind { Null, Bool, Number, String, Array, Object };
  Kind kind = Kind::Null;
  bool truth = false;     // Bool
  std::string_view text;  // Number: as written; String: unescaped
  std::string_view key;   // its name where it is a member of an object, unescaped
  std::uint32_t end = 0;  // position behind its last descendant
};

// "the number 12", "the text `abc`", "an object": how a message names what it saw.
std::string describe(const JsonValue& value);

inline constexpr int max_json_depth = 64;

class JsonReader {
 public:
  JsonReader();
  ~JsonReader();
  JsonReader(JsonReader&&) noexcept;
  JsonReader& operator=(JsonReader&&) noexcept;

  // The whole text as one value, an object; the error says why it is none. Values stay valid until the next parse.
  std::expected<const JsonValue*, std::string> parse_object(std::string_view line);

  // The member of an object; nullptr if there is none.
  const JsonValue* member(const JsonValue& object, std::string_view key) const;
  // The first child and the sibling after `child`; nullptr when there is none.
  const JsonValue* first_child(const JsonValue& parent) const;
  const JsonValue* next_sibling(const JsonValue& parent, const JsonValue& child) const;

 private:
  struct Parser;
  std::uint32_t position(const JsonValue& value) const;
  std::unique_ptr<Parser> parser_;
  std::vector<JsonValue> values_;  // in order of appearance, parents before children
};

// A number by JSON's grammar.
bool is_json_number(std::string_view text);
// Appends `text` as a JSON string with the fewest escapes.
void append_json_string(std::string& out, std::string_view text);

}  // namespace baton::host
