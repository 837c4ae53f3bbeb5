#include "dsl/hours.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace baton::dsl {
namespace {

constexpr int minutes_per_day = 1'440;
constexpr std::array<std::string_view, 7> day_names = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view days_help = "write a day or a range of days, for example `Fri` or `Mon-Thu`";
constexpr std::string_view times_help = "write a range of times, for example `09:00-17:00`";

struct Piece {
  std::string_view text;
  std::size_t begin = 0;

  Piece part(std::size_t from, std::size_t length = std::string_view::npos) const {
    return {text.substr(from, length), begin + from};
  }
};

HoursError wrong(const Piece& piece, std::string message, std::string_view help) {
  return {std::move(message), std::string(help), piece.begin, piece.begin + piece.text.size()};
}

std::string quoted(const Piece& piece) {
  return "`" + std::string(piece.text) + "`";
}

std::vector<Piece> split(const Piece& piece, std::string_view separators) {
  std::vector<Piece> pieces;
  for (std::size_t at = 0; (at = piece.text.find_first_not_of(separators, at)) != std::string_view::npos;) {
    const std::size_t end = std::min(piece.text.find_first_of(separators, at), piece.text.size());
    pieces.push_back(piece.part(at, end - at));
    at = end;
  }
  return pieces;
}

std::optional<int> weekday_named(std::string_view name) {
  if (name.size() != 3) return std::nullopt;
  const auto same = [&](std::string_view day) {
    return std::ranges::equal(day, name,
                              [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
  };
  const auto found = std::ranges::find_if(day_names, same);
  if (found == day_names.end()) return std::nullopt;
  return static_cast<int>(found - day_names.begin());
}

// HH:MM as minutes, 00:00 to 24:00.
std::optional<int> minute_of(std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (colon == std::string_view::npos || colon == 0 || colon > 2 || text.size() != colon + 3) return std::nullopt;
  int hour = 0;
  for (const char c : text.substr(0, colon)) {
    if (!is_digit(c)) return std::nullopt;
    hour = hour * 10 + (c - '0');
  }
  if (!is_digit(text[colon + 1]) || !is_digit(text[colon + 2])) return std::nullopt;
  const int minute = (text[colon + 1] - '0') * 10 + (text[colon + 2] - '0');
  if (minute > 59 || hour * 60 + minute > minutes_per_day) return std::nullopt;
  return hour * 60 + minute;
}

std::expected<std::vector<int>, HoursError> parse_days(const Piece& piece) {
  const std::size_t dash = piece.text.find('-');
  const Piece first = piece.part(0, dash);
  const Piece last = dash == std::string_view::npos ? first : piece.part(dash + 1);
  for (const Piece& day : {first, last}) {
    if (weekday_named(day.text)) continue;
    const Piece& shown = day.text.empty() ? piece : day;
    return std::unexpected(wrong(shown, quoted(shown) + " is no day of the week", days_help));
  }
  std::vector<int> days{*weekday_named(first.text)};
  while (days.back() != *weekday_named(last.text)) days.push_back((days.back() + 1) % 7);
  return days;
}

std::expected<Shift, HoursError> parse_times(const Piece& piece) {
  const std::size_t dash = piece.text.find('-');
  if (dash == std::string_view::npos) {
    return std::unexpected(wrong(piece, quoted(piece) + " is no range of times", times_help));
  }
  const Piece from = piece.part(0, dash);
  const Piece to = piece.part(dash + 1);
  for (const Piece& time : {from, to}) {
    if (minute_of(time.text)) continue;
    const Piece& shown = time.text.empty() ? piece : time;
    return std::unexpected(wrong(shown, quoted(shown) + " is no time of day", times_help));
  }
  Shift shift{0, *minute_of(from.text), *minute_of(to.text)};
  if (shift.from_minute == minutes_per_day) {
    return std::unexpected(wrong(from, "`24:00` can only be an end", "write `00:00` of the next day"));
  }
  if (shift.from_minute == shift.to_minute) {
    return std::unexpected(wrong(piece, quoted(piece) + " ends when it begins", "write `00:00-24:00` for a whole day"));
  }
  if (shift.to_minute < shift.from_minute) shift.to_minute += minutes_per_day;
  return shift;
}

std::expected<void, HoursError> parse_group(const Piece& group, std::vector<Shift>& shifts) {
  const std::vector<Piece> words = split(group, blanks);
  const auto days = parse_days(words.front());
  if (!days) return std::unexpected(days.error());
  if (words.size() == 1) {
    return std::unexpected(wrong(words.front(), quoted(words.front()) + " has no times", times_help));
  }
  for (std::size_t word = 1; word < words.size(); ++word) {
    auto shift = parse_times(words[word]);
    if (!shift) return std::unexpected(shift.error());
    for (const int day : *days) {
      shift->weekday = day;
      shifts.push_back(*shift);
    }
  }
  return {};
}

}  // namespace

std::expected<std::vector<Shift>, HoursError> parse_hours(std::string_view text) {
  std::vector<Shift> shifts;
  const Piece all{text, 0};
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    const Piece group = all.part(at, comma - at);
    if (group.text.find_first_not_of(blanks) == std::string_view::npos) {
      return std::unexpected(wrong(group, "days and times are missing here", days_help));
    }
    if (const auto read = parse_group(group, shifts); !read) return std::unexpected(read.error());
    at = comma + 1;
  }
  return shifts;
}

}  // namespace baton::dsl
