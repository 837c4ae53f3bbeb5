#include "engine/host/text.hpp"

#include <fmt/format.h>

namespace baton::host {
namespace {

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// Length of the well-formed character at the front (RFC 3629); 0 if there is none.
std::size_t character_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC2 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) return 0;
  }
  if (length > 2) {
    const auto second = static_cast<unsigned char>(text[1]);
    const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool surrogate = lead == 0xED && second >= 0xA0;
    const bool beyond = lead == 0xF4 && second >= 0x90;
    if (overlong || surrogate || beyond) return 0;
  }
  return length;
}

// Of a text that is one character.
char32_t code_of(std::string_view character) {
  const auto lead = static_cast<unsigned char>(character.front());
  if (character.size() == 1) return lead;
  char32_t code = lead & (0xFFU >> (character.size() + 1));
  for (const char c : character.substr(1)) code = code << 6 | (static_cast<unsigned char>(c) & 0x3F);
  return code;
}

// What moves a terminal's cursor, or lets a text read otherwise than it is written.
bool is_trick(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x061C || code == 0x200B || code == 0x200E ||
         code == 0x200F || (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

// Takes `count` digits off the front as a number; nullopt if they are not there.
std::optional<int> take_number(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int number = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    number = number * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return number;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Day> take_day(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day) return std::nullopt;
  const CivilDate date{*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day)};
  return is_valid(date) ? std::optional(day_of(date)) : std::nullopt;
}

// The digits behind the point of a second; those behind the milliseconds are dropped.
std::optional<int> take_milliseconds(std::string_view& text) {
  int milliseconds = 0;
  int digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), ++digits) {
    if (digits < 3) milliseconds = milliseconds * 10 + (text.front() - '0');
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 3; ++digits) milliseconds *= 10;
  return milliseconds;
}

std::optional<std::int64_t> take_time_of_day(std::string_view& text, bool seconds_needed) {
  const auto hour = take_number(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  std::int64_t ms = (*hour * 60LL + *minute) * 60'000;
  if (!take(text, ':')) return seconds_needed ? std::nullopt : std::optional(ms);
  const auto second = take_number(text, 2);
  if (!second || *second > 59) return std::nullopt;
  ms += *second * 1000LL;
  if (take(text, '.')) {
    const auto fraction = take_milliseconds(text);
    if (!fraction) return std::nullopt;
    ms += *fraction;
  }
  return ms;
}

std::optional<std::int64_t> take_offset_ms(std::string_view& text) {
  if (take(text, 'Z') || take(text, 'z')) return 0;
  const bool west = text.starts_with('-');
  if (!take(text, '-') && !take(text, '+')) return std::nullopt;
  const auto hours = take_number(text, 2);
  if (!hours || *hours > 23 || !take(text, ':')) return std::nullopt;
  const auto minutes = take_number(text, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  const std::int64_t ms = (*hours * 60LL + *minutes) * 60'000;
  return west ? -ms : ms;
}

}  // namespace

std::string_view utf8_prefix(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && is_continuation(text[bytes])) --bytes;
  return text.substr(0, bytes);
}

std::string cut_utf8(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  return std::string(utf8_prefix(text, bytes)) + "…";
}

std::string mend_utf8(std::string_view text) {
  std::string mended;
  mended.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    mended += length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return mended;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

bool looks_like_utf16(std::string_view beginning) {
  if (beginning.starts_with("\xFF\xFE") || beginning.starts_with("\xFE\xFF")) return true;
  if (beginning.size() < 2) return false;
  const auto printable = [](char c) { return c >= 0x20 && c < 0x7F; };
  return (beginning[0] == '\0' && printable(beginning[1])) || (printable(beginning[0]) && beginning[1] == '\0');
}

std::expected<void, std::string> check_id(std::string_view id) {
  constexpr std::size_t max_id_bytes = 256;
  if (id.empty()) return std::unexpected(fmt::format("is empty: an id has 1 to {} bytes", max_id_bytes));
  if (id.size() > max_id_bytes) return std::unexpected(fmt::format("is longer than {} bytes", max_id_bytes));
  for (std::size_t i = 0; i < id.size(); ++i) {
    const auto byte = static_cast<unsigned char>(id[i]);
    // U+0080 to U+009F are control characters too; in UTF-8 they are C2 80 to C2 9F.
    const bool c1 = byte == 0xC2 && i + 1 < id.size() && static_cast<unsigned char>(id[i + 1]) < 0xA0;
    if (byte < 0x20 || byte == 0x7F || c1) return std::unexpected("holds a control character");
  }
  return {};
}

std::optional<Day> parse_day(std::string_view text) {
  const auto day = take_day(text);
  return text.empty() ? day : std::nullopt;
}

std::optional<std::int64_t> parse_time_of_day(std::string_view text) {
  const auto ms = take_time_of_day(text, false);
  return text.empty() ? ms : std::nullopt;
}

std::expected<Instant, std::string> parse_rfc3339(std::string_view text) {
  const auto malformed = std::unexpected<std::string>("a time is written `2026-02-02T15:00:00Z`, or with an offset");
  const auto day = take_day(text);
  if (!day || (!take(text, 'T') && !take(text, 't'))) return malformed;
  const auto time = take_time_of_day(text, true);
  if (!time) return malformed;
  if (text.empty()) return std::unexpected("a time needs `Z` or an offset such as `-05:00` at its end");
  const auto offset = take_offset_ms(text);
  if (!offset || !text.empty()) return malformed;
  const Instant at{day->number * 86'400'000LL + *time - *offset};
  if (at < beginning_of_time || at >= end_of_time) return std::unexpected("times run from 1970 to 2100");
  return at;
}

std::string visible(std::string_view text) {
  std::string made;
  made.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    if (length == 0) {
      made += fmt::format("\\x{:02X}", static_cast<unsigned char>(text.front()));
      text.remove_prefix(1);
      continue;
    }
    const char32_t code = code_of(text.substr(0, length));
    if (!is_trick(code)) {
      made += text.substr(0, length);
    } else if (code < 0x80) {
      made += fmt::format("\\x{:02X}", static_cast<std::uint32_t>(code));
    } else {
      made += fmt::format("\\u{{{:04X}}}", static_cast<std::uint32_t>(code));
    }
    text.remove_prefix(length);
  }
  return made;
}

std::string counted(std::uint64_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace baton::host
