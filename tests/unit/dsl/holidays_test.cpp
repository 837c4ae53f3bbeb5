#include "dsl/holidays.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "dsl/hours.hpp"

namespace baton::dsl {
namespace {

namespace fs = std::filesystem;

std::string calendar_of(const std::string& events) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\n" + events + "END:VCALENDAR\r\n";
}

std::string event(const std::string& lines) {
  return "BEGIN:VEVENT\r\nSUMMARY:Day\r\n" + lines + "END:VEVENT\r\n";
}

// The days as text, blank separated; or the error.
std::string days_of(const std::string& text) {
  const auto days = read_holidays(text);
  if (!days) return days.error();
  std::string result;
  for (const Day day : *days) result += (result.empty() ? "" : " ") + to_string(day);
  return result;
}

TEST_CASE("T3: all-day events that are not cancelled are days off") {
  struct Row {
    const char* lines;
    const char* days;
  };
  const Row rows[] = {
      {"DTSTART;VALUE=DATE:20260101\r\n", "2026-01-01"},
      {"DTSTART;VALUE=DATE:20260101\r\nSTATUS:CONFIRMED\r\n", "2026-01-01"},
      {"DTSTART;VALUE=DATE:20260101\r\nSTATUS:CANCELLED\r\n", ""},
      {"DTSTART:20260101T090000Z\r\nDTEND:20260101T170000Z\r\n", ""},
      {"DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20260102\r\n", "2026-01-01"},
      {"DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227\r\n", "2026-12-24 2026-12-25 2026-12-26"},
      {"DTSTART;VALUE=DATE:20261224\r\nDURATION:P2D\r\n", "2026-12-24 2026-12-25"},
      {"DTSTART;VALUE=DATE:20261224\r\nDURATION:P1W\r\n",
       "2026-12-24 2026-12-25 2026-12-26 2026-12-27 2026-12-28 2026-12-29 2026-12-30"},
      {"DTSTART;VALUE=DATE:20260101\r\nDTEND:20260101T050001Z\r\n", "2026-01-01"},
      {"DTSTART;VALUE=DATE:20200525\r\nRRULE:FREQ=YEARLY;BYDAY=-1MO;BYMONTH=5;COUNT=3\r\n",
       "2020-05-25 2021-05-31 2022-05-30"},
      {"DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;UNTIL=20280101\r\n", "2026-01-01 2027-01-01 2028-01-01"},
      {"DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;COUNT=4\r\nEXDATE;VALUE=DATE:20270101,20290101\r\n",
       "2026-01-01 2028-01-01"},
      {"DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;UNTIL=20250101\r\n", "2026-01-01"},
      {"DTSTART;VALUE=DATE:20960229\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=9\r\n", "2096-02-29"},
      {"DTSTART;VALUE=DATE:20260101\r\nRDATE;VALUE=DATE:20260301\r\n", "2026-01-01 2026-03-01"},
      {"DTSTART;VALUE=DATE:19680101\r\nRRULE:FREQ=YEARLY;COUNT=4\r\n", "1970-01-01 1971-01-01"},
      {"DTSTART;VALUE=DATE:20991231\r\nRRULE:FREQ=YEARLY\r\n", "2099-12-31"},
      {"DTSTART;VALUE=DATE:20991230\r\nDTEND;VALUE=DATE:21000105\r\n", "2099-12-30 2099-12-31"},
  };
  for (const Row& row : rows) {
    INFO(row.lines);
    CHECK(days_of(calendar_of(event(row.lines))) == row.days);
  }
}

TEST_CASE("a repeated event's own changes replace what they change") {
  const std::string series = event("UID:a\r\nDTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;COUNT=3\r\n");
  const std::string moved = event("UID:a\r\nRECURRENCE-ID;VALUE=DATE:20270101\r\nDTSTART;VALUE=DATE:20270104\r\n");
  const std::string gone =
      event("UID:a\r\nRECURRENCE-ID;VALUE=DATE:20280101\r\nDTSTART;VALUE=DATE:20280101\r\nSTATUS:CANCELLED\r\n");
  CHECK(days_of(calendar_of(series + moved + gone)) == "2026-01-01 2027-01-04");
}

TEST_CASE("several calendars in one file, folded lines and bytes of Latin-1 are read") {
  const std::string folded =
      "BEGIN:VEVENT\r\nSUMMARY:Ma\xF1"
      "ana\r\nDTSTART;VALUE=DA\r\n TE:20260101\r\nEND:VEVENT\r\n";
  CHECK(days_of(calendar_of(folded)) == "2026-01-01");
  const std::string two =
      calendar_of(event("DTSTART;VALUE=DATE:20260101\r\n")) + calendar_of(event("DTSTART;VALUE=DATE:20260601\r\n"));
  CHECK(days_of(two) == "2026-01-01 2026-06-01");
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string result;
  for (std::size_t n = 0; n < times; ++n) result += text;
  return result;
}

TEST_CASE("what is wrong with a file of holidays is said") {
  const char* const never = "the RRULE of `Day` cannot be read, or names a day that never comes";
  const std::string another_weekday = "FREQ=DAILY;INTERVAL=7;BYDAY=MO";
  const std::string yearly = event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY\r\n");
  struct Row {
    std::string text;
    const char* error;
  };
  const Row rows[] = {
      {"", "it has no `BEGIN:VCALENDAR`"},
      {"date,name\n2026-01-01,New Year\n", "it has no `BEGIN:VCALENDAR`"},
      {std::string("BEGIN:VCALENDAR\0", 16), "it is no text file"},
      {std::string(max_holiday_bytes + 1, ' '), "it is larger than 4 MiB"},
      {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "a `BEGIN:` has no `END:`"},
      {"BEGIN:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR\nEND:VCALENDAR\n", "line 3 ends something that has not begun"},
      {calendar_of(event("")), "`Day` has no DTSTART"},
      {calendar_of("BEGIN:VEVENT\r\nSUMMARY:A\xF1o\r\nEND:VEVENT\r\n"),
       "an event whose name is not UTF-8 has no DTSTART"},
      {calendar_of("BEGIN:VEVENT\r\nEND:VEVENT\r\n"), "an event without a name has no DTSTART"},
      {calendar_of(event("DTSTART;VALUE=DATE:someday\r\n")), "the DTSTART of `Day` cannot be read"},
      {calendar_of(event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=OFTEN\r\n")), "the RRULE of `Day` cannot be read"},
      {calendar_of(event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=SECONDLY\r\n")),
       "`Day` lasts all day and repeats within the day"},
      {calendar_of(event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=DAILY;BYHOUR=1,2,3\r\n")),
       "`Day` lasts all day and repeats within the day"},
      {calendar_of(event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=MINUTELY\r\n")),
       "`Day` lasts all day and repeats within the day"},
      {calendar_of(event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=HOURLY\r\n")),
       "`Day` lasts all day and repeats within the day"},
      {calendar_of(event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=DAILY;BYSECOND=5\r\n")),
       "`Day` lasts all day and repeats within the day"},
      {calendar_of(event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=DAILY;BYMINUTE=5\r\n")),
       "`Day` lasts all day and repeats within the day"},
      {calendar_of(event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=DAILY\r\n")), "`Day` repeats more than 2000 times"},
      {calendar_of(event("DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20990101\r\n")),
       "`Day` lasts longer than a year"},
      {calendar_of(event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n")), never},
      {calendar_of(event("DTSTART;VALUE=DATE:20260101\r\nRRULE:" + another_weekday + "\r\n")), never},
      {calendar_of(event("DTSTART;VALUE=DATE:20260101\r\nRRULE:" + another_weekday + ";COUNT=3\r\n")), never},
      {calendar_of(event("DTSTART;VALUE=DATE:20260101\r\nRRULE:" + another_weekday + ";UNTIL=20280101\r\n")), never},
      {calendar_of(repeated(yearly, max_holiday_rules + 1)), "it has more than 200 rules by which events repeat"},
  };
  for (const Row& row : rows) {
    INFO(row.text.substr(0, 300));
    CHECK(days_of(row.text) == row.error);
  }
  std::string deep;
  for (int n = 0; n < 100'000; ++n) deep += "BEGIN:VCALENDAR\n";
  CHECK(days_of(deep) == "line 11 begins too much inside what has not ended");
}

TEST_CASE("no cut or garbled file brings the reader of holidays down") {
  const std::string whole = calendar_of(
      event("UID:a\r\nDTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20260103\r\nRRULE:FREQ=YEARLY;COUNT=3\r\n") +
      event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=MONTHLY;BYDAY=3MO;UNTIL=20300101\r\nEXDATE;VALUE=DATE:"
            "20260101\r\n"));
  std::uint64_t random = 2'463'534'242;
  const auto next = [&](std::size_t limit) {
    random ^= random << 13, random ^= random >> 7, random ^= random << 17;
    return static_cast<std::size_t>(random % limit);
  };
  for (int n = 0; n < 2'000; ++n) {
    std::string text = whole;
    for (std::size_t changes = 1 + next(4); changes > 0; --changes)
      text[next(text.size())] = static_cast<char>(next(256));
    const auto days = read_holidays(text);
    CHECK((!days || std::ranges::is_sorted(*days)));
  }
}

TEST_CASE("files of holidays as they are found are read") {
  const fs::path folder = fs::path(BATON_SOURCE_DIR) / ".." / "shared" / "data" / "holidays";
  if (!fs::is_directory(folder)) {
    std::cout << "skipped: no files of holidays at hand\n";
    return;
  }
  int files = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".ics") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const auto days = read_holidays({std::istreambuf_iterator<char>(in), {}});
    INFO(entry.path().filename() << ": " << (days ? "" : days.error()));
    REQUIRE(days);
    CHECK(days->size() >= 8);
    if (entry.path().filename() == "autogen-USHolidays.ics") {
      CHECK(std::ranges::binary_search(*days, day_of({2026, 7, 4})));
      CHECK(std::ranges::binary_search(*days, day_of({2026, 11, 26})));
    }
    ++files;
  }
  std::cout << "files of holidays read: " << files << "\n";
}

// ---- working hours

std::string shifts_of(const std::string& text) {
  static constexpr const char* names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  const auto shifts = parse_hours(text);
  if (!shifts) {
    const HoursError& error = shifts.error();
    return error.message + " @ " + text.substr(error.begin, error.end - error.begin);
  }
  std::string result;
  for (const Shift& shift : *shifts) {
    result += (result.empty() ? "" : " ") + std::string(names[shift.weekday]) + std::to_string(shift.from_minute) +
              "-" + std::to_string(shift.to_minute);
  }
  return result;
}

TEST_CASE("working hours are read as the language says, and the wrong bit is named") {
  struct Row {
    const char* text;
    const char* shifts;
  };
  const Row rows[] = {
      {"Mon-Fri 09:00-17:00", "Mon540-1020 Tue540-1020 Wed540-1020 Thu540-1020 Fri540-1020"},
      {"Mon-Tue 09:00-12:30 13:30-18:00, Fri 9:00-14:00", "Mon540-750 Tue540-750 Mon810-1080 Tue810-1080 Fri540-840"},
      {"Sun-Mon 22:00-06:00", "Sun1320-1800 Mon1320-1800"},
      {"Sat 00:00-24:00", "Sat0-1440"},
      {"sat 16:00-00:00", "Sat960-1440"},
      {"  MON\t09:00-10:00 ,Tue 09:00-10:00\n", "Mon540-600 Tue540-600"},
      {"", "days and times are missing here @ "},
      {"Mon 09:00-17:00,", "days and times are missing here @ "},
      {"Mon", "`Mon` has no times @ Mon"},
      {"Monday 09:00-17:00", "`Monday` is no day of the week @ Monday"},
      {"Mon-Fry 09:00-17:00", "`Fry` is no day of the week @ Fry"},
      {"Mon- 09:00-17:00", "`Mon-` is no day of the week @ Mon-"},
      {"09:00-17:00", "`09:00` is no day of the week @ 09:00"},
      {"Mon,Wed 09:00-12:00", "`Mon` has no times @ Mon"},
      {"Mon 9-17", "`9` is no time of day @ 9"},
      {"Mon 09:00", "`09:00` is no range of times @ 09:00"},
      {"Mon 09:00-", "`09:00-` is no time of day @ 09:00-"},
      {"Mon 09:00-17:60", "`17:60` is no time of day @ 17:60"},
      {"Mon 09:00-24:01", "`24:01` is no time of day @ 24:01"},
      {"Mon 24:00-02:00", "`24:00` can only be an end @ 24:00"},
      {"Mon 09:00-09:00", "`09:00-09:00` ends when it begins @ 09:00-09:00"},
  };
  for (const Row& row : rows) CHECK(shifts_of(row.text) == row.shifts);
}

}  // namespace
}  // namespace baton::dsl
