// Small texts: cutting at a character's boundary, mending bytes that are no UTF-8, ids, RFC 3339 times.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "engine/model/time.hpp"

namespace baton::host {

// At most `bytes` bytes, never within a character, with `…` where something was cut off.
std::string cut_utf8(std::string_view text, std::size_t bytes);
// The longest beginning of at most `bytes` bytes that does not end within a character.
std::string_view utf8_prefix(std::string_view text, std::size_t bytes);
// Bytes that are no UTF-8 become U+FFFD, one for each.
std::string mend_utf8(std::string_view text);
bool is_utf8(std::string_view text);
// By its mark, or by the zero byte that half of every Latin letter is; spreadsheets write such files.
bool looks_like_utf16(std::string_view beginning);

// V2: 1 to 256 bytes without control characters. The error completes "`subject` ...".
std::expected<void, std::string> check_id(std::string_view id);

// "2026-02-02" (RFC 3339's full-date); nullopt if it is none or not a day of the calendar.
std::optional<Day> parse_day(std::string_view text);
// RFC 3339 with an offset, from 1970 to 2100; digits behind the milliseconds are dropped. The error completes
// "`time` is `...`: ".
std::expected<Instant, std::string> parse_rfc3339(std::string_view text);
// "15:00", "15:00:30", "15:00:30.250": milliseconds since midnight.
std::optional<std::int64_t> parse_time_of_day(std::string_view text);

// As a terminal may show it: control characters, what turns the direction of writing (U+202A to U+202E, U+2066 to
// U+2069 and the like) and bytes that are no UTF-8 are written as escapes: `\x1B`, `\u{202E}`, `\xFF`.
std::string visible(std::string_view text);

// "1 event", "2 events".
std::string counted(std::uint64_t count, std::string_view noun);

}  // namespace baton::host
