// JSON as lines of events bring it and as decisions are written: what is none, and how every character is escaped.
#include "engine/host/json.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "engine/host/text.hpp"

using namespace baton::host;

namespace {

std::string error_of(const std::string& line) {
  JsonReader reader;
  const auto read = reader.parse_object(line);
  return read ? "" : read.error();
}

std::string as_json(const std::string& text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

}  // namespace

TEST_CASE("a text is written with the fewest escapes and read back as it was") {
  CHECK(as_json("a \"b\" \\ /") == R"("a \"b\" \\ /")");
  CHECK(as_json("\b\f\n\r\t\x01\x1F") == R"("\b\f\n\r\t\u0001\u001f")");
  CHECK(as_json("Zürich 東京") == "\"Zürich 東京\"");
  std::string all;
  for (char c = 0; c >= 0 && c < 0x7F; ++c) all += c;
  CHECK(nlohmann::json::parse(as_json(all)).get<std::string>() == all);
}

TEST_CASE("what is no JSON is named") {
  const std::pair<std::string, std::string> rows[] = {
      {"", "the line is empty"},
      {"   ", "the line is empty"},
      {"{\"a\":\"b}", "the line is not JSON: a text is not closed"},
      {"{\"a\":\"b\x01\"}", "the line is not JSON: a control character inside a text"},
      {"{\"a\":-}", "the line is not JSON: `-` is no value"},
      {"{\"a\":1.}", "the line is not JSON: `1.` is no value"},
      {"{\"a\":1e+}", "the line is not JSON: `1e+` is no value"},
      {"{\"a\":[1 2]}", "the line is not JSON"},
      {"{\"a\" 1}", "the line is not JSON"},
      {"{\"a\":1,}", "the line is not JSON"},
      {"{\"a\":-0.5e-3,\"b\":[],\"c\":{},\"d\":false}", ""},
  };
  for (const auto& [line, error] : rows) {
    INFO(line);
    CHECK(error_of(line) == error);
  }
}

TEST_CASE("a value is described by its kind and what it holds") {
  JsonReader reader;
  const auto object = reader.parse_object(R"({"a":null,"b":true,"c":false,"d":-1.5,"e":"x","f":[1],"g":{"h":1}})");
  REQUIRE(object.has_value());
  std::vector<std::string> seen;
  for (const auto* value = reader.first_child(**object); value != nullptr;
       value = reader.next_sibling(**object, *value)) {
    seen.push_back(describe(*value));
  }
  CHECK(seen ==
        std::vector<std::string>{"null", "true", "false", "the number -1.5", "the text `x`", "a list", "an object"});
}

TEST_CASE("characters that are no UTF-8 by RFC 3629") {
  for (const char* text : {"\x80", "\xC3", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
                           "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82"}) {
    CHECK_FALSE(is_utf8(text));
  }
  for (const char* text :
       {"\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    CHECK(is_utf8(text));
  }
}

TEST_CASE("V2: an id holds no control character, in one byte or in two; what only resembles one may stand") {
  for (const char* id : {"a\x7F", "a\x1F", "a\xC2\x80", "a\xC2\x9Fz"}) CHECK_FALSE(check_id(id).has_value());
  for (const char* id : {"a b", "a\xC2\xA0z", "a\xC3\x80", "\xC2"}) CHECK(check_id(id).has_value());
  CHECK(looks_like_utf16("\xFE\xFF"));
  CHECK_FALSE(looks_like_utf16("\x7F\x7F"));
  CHECK_FALSE(looks_like_utf16(std::string_view("\0\x01", 2)));
}

TEST_CASE("each character that turns or hides text is shown escaped, its neighbours are not") {
  const std::pair<const char*, const char*> rows[] = {
      {"\u061C", "\\u{061C}"}, {"\u200B", "\\u{200B}"}, {"\u200E", "\\u{200E}"}, {"\u200F", "\\u{200F}"},
      {"\u2028", "\\u{2028}"}, {"\uFEFF", "\\u{FEFF}"}, {"\u2010", "\u2010"},    {"\u2027", "\u2027"},
      {"\u202F", "\u202F"},    {"\u2065", "\u2065"},    {"\u206A", "\u206A"},    {"\u00A0", "\u00A0"}};
  for (const auto& [text, shown] : rows) CHECK(visible(text) == shown);
}

TEST_CASE("a text is cut between characters, with a sign that it was cut") {
  CHECK(cut_utf8("short", 5) == "short");
  CHECK(cut_utf8("Zürich", 2) == "Z…");
  CHECK(utf8_prefix("\x80\x80\x80", 1).empty());
}

TEST_CASE("times and days that are cut short or go too far are none") {
  for (const char* text :
       {"2026", "2026-", "2026-02", "2026-02-", "2026-02-0", "2026/02/02", "2026-02x02", "2026-02-02x", "2o26-02-02"}) {
    INFO(text);
    CHECK_FALSE(parse_day(text).has_value());
  }
  for (const char* text :
       {"1", "15", "15.00", "15:0", "15:60", "24:00", "15:00:0", "15:00:60", "15:00:00.", "15:00x", "15:00:00.1x"}) {
    INFO(text);
    CHECK_FALSE(parse_time_of_day(text).has_value());
  }
  CHECK(parse_time_of_day("15:00:30.2") == 54'030'200);
  for (const char* offset : {"+24:00", "+05", "+0500", "+05:6", "+05:60", "x", "+x5:00"}) {
    INFO(offset);
    CHECK_FALSE(parse_rfc3339("2026-02-02T15:00:00" + std::string(offset)).has_value());
  }
  CHECK(to_string(*parse_rfc3339("2026-02-02T15:00:00+05:30")) == "2026-02-02T09:30:00Z");
}
