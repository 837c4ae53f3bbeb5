// Working time against what the tests of other libraries expect, as far as their conventions are ours. docs/time.md
// lists how many agree, and what is left out and why: each row of it is held to here, to the number.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "dsl/zones.hpp"
#include "engine/model/calendar.hpp"

namespace baton::dsl {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::int64_t second_ms = 1'000;
constexpr std::int64_t minute_ms = 60 * second_ms;
constexpr std::int64_t hour_ms = 60 * minute_ms;
constexpr std::int64_t day_ms = 24 * hour_ms;

std::optional<json> vectors(const std::string& name) {
  const fs::path path = fs::path(BATON_SOURCE_DIR) / ".." / "shared" / "vectors" / (name + ".json");
  std::ifstream in(path);
  if (!in) {
    std::cout << "skipped: " << name << " is not at hand\n";
    return std::nullopt;
  }
  return json::parse(in);
}

// What became of the vectors of one library, by its words in docs/time.md: `agree`, or why they are left out.
struct Tally {
  std::map<std::string, std::size_t> rows;

  void leave_out(const std::string& why) { ++rows[why]; }
};

std::string to_text(const std::map<std::string, std::size_t>& rows) {
  std::string text;
  for (const auto& [why, count] : rows) text += std::to_string(count) + " | " + why + "\n";
  return text;
}

// The rows of the table in docs/time.md: `| LIBRARY | NUMBER | WHY | ... |`.
std::map<std::string, std::size_t> documented(const std::string& library) {
  std::map<std::string, std::size_t> rows;
  std::ifstream in(std::string(BATON_SOURCE_DIR) + "/docs/time.md");
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("| " + library + " | ")) continue;
    const std::size_t number = library.size() + 5;
    const std::size_t why = line.find(" | ", number) + 3;
    rows[line.substr(why, line.find(" | ", why) - why)] = std::stoul(line.substr(number));
  }
  return rows;
}

template <class Value>
void agree(Tally& tally, const json& vector, const Value& ours, const Value& theirs) {
  INFO(vector.dump());
  CHECK(ours == theirs);
  if (ours == theirs) ++tally.rows["agree"];
}

// ---- reading

int number(const std::string& text, std::size_t from, std::size_t length) {
  return text.size() < from + length ? 0 : std::stoi(text.substr(from, length));
}

Day parse_day(const std::string& text) {
  const auto part = [&](std::size_t from) {
    return text.size() > from ? static_cast<unsigned>(number(text, from, 2)) : 1;
  };
  return day_of({number(text, 0, 4), part(5), part(8)});
}

// "2015-02-28T10:13:00.000", with `Z` or an offset or, in UTC, without.
Instant parse_instant(const std::string& text) {
  std::int64_t ms = parse_day(text.substr(0, 10)).number * day_ms;
  if (text.size() <= 10) return Instant{ms};
  ms += number(text, 11, 2) * hour_ms + number(text, 14, 2) * minute_ms + number(text, 17, 2) * second_ms;
  const std::size_t point = text.find('.', 19);
  if (point != std::string::npos) ms += number(text, point + 1, 3);
  const std::size_t sign = text.find_first_of("+-", 19);
  if (sign == std::string::npos) return Instant{ms};
  const std::int64_t offset = number(text, sign + 1, 2) * hour_ms + number(text, sign + 4, 2) * minute_ms;
  return Instant{text[sign] == '+' ? ms - offset : ms + offset};
}

int parse_minutes(const std::string& text) {
  return number(text, 0, 2) * 60 + number(text, 3, 2);
}

// { "mon": { "09:00": "17:00" }, ... }
std::vector<Shift> shifts_by_name(const json& hours) {
  static const std::map<std::string, int> weekdays = {{"mon", 0}, {"tue", 1}, {"wed", 2}, {"thu", 3},
                                                      {"fri", 4}, {"sat", 5}, {"sun", 6}};
  std::vector<Shift> shifts;
  for (const auto& [day, times] : hours.items()) {
    for (const auto& [from, to] : times.items()) {
      shifts.push_back({weekdays.at(day), parse_minutes(from), parse_minutes(to.get<std::string>())});
    }
  }
  return shifts;
}

std::vector<Day> days_in(const json& dates) {
  std::vector<Day> days;
  for (const json& date : dates) {
    const std::string text = date.is_object() ? date.at("d").get<std::string>() : date.get<std::string>();
    if (!text.starts_with("*")) {
      days.push_back(parse_day(text));
      continue;
    }
    for (int year = 1970; year < 2100; ++year) days.push_back(parse_day(std::to_string(year) + text.substr(1)));
  }
  return days;
}

// ---- questions that the others ask, in terms of ours

Instant next_open(const Calendar& calendar, Instant at) {
  return calendar.is_open(at) ? at : Instant{calendar.add_business_ms(at, 1).ms - 1};
}

Instant add_working(const Calendar& calendar, Instant from, std::int64_t ms) {
  return ms > 0 ? calendar.add_business_ms(from, ms) : calendar.subtract_business_ms(from, -ms);
}

void check_working_time(Tally& tally, const json& vector, const Calendar& calendar, Instant from, std::int64_t ms,
                        Instant theirs) {
  if (ms == 0) return tally.leave_out("no time at all is added");
  agree(tally, vector, to_string(add_working(calendar, from, ms)), to_string(theirs));
}

// Business days by their dates: the time of day differs by design.
void check_business_days(Tally& tally, const json& vector, const Calendar& calendar, Instant from, std::int64_t days,
                         Instant theirs) {
  const Day start = calendar.zone().to_local(from).day;
  if (days == 0) return tally.leave_out("no time at all is added");
  if (!calendar.is_open(from) && from != calendar.zone().start_of(start)) {
    return tally.leave_out("business days from outside of working hours: they roll first");
  }
  if (!calendar.is_business_day(start)) return tally.leave_out("business days from a day off: they roll first");
  const Instant ours = days > 0 ? calendar.add_business_days(from, days) : calendar.business_days_before(start, -days);
  agree(tally, vector, to_string(calendar.zone().to_local(ours).day), to_string(calendar.zone().to_local(theirs).day));
}

std::optional<std::int64_t> unit_ms(std::string unit) {
  std::ranges::transform(unit, unit.begin(), [](unsigned char c) { return std::tolower(c); });
  if (unit.ends_with("s")) unit.pop_back();
  static const std::map<std::string, std::int64_t> units = {
      {"millisecond", 1}, {"second", second_ms}, {"minute", minute_ms}, {"hour", hour_ms}};
  const auto found = units.find(unit);
  return found == units.end() ? std::nullopt : std::optional(found->second);
}

bool is_day(const std::string& unit) {
  return unit == "day" || unit == "days" || unit == "Day" || unit == "Days";
}

// ---- moment-business-time

Calendar moment_calendar(const json& config) {
  std::vector<Shift> shifts;
  for (const auto& [day, times] : config.at("workinghours").items()) {
    if (times.is_null()) continue;
    for (std::size_t n = 0; n + 1 < times.size(); n += 2) {
      const int weekday = (std::stoi(day) + 6) % 7;
      shifts.push_back(
          {weekday, parse_minutes(times[n].get<std::string>()), parse_minutes(times[n + 1].get<std::string>())});
    }
  }
  return Calendar("moment", Zone(), shifts, days_in(config.at("holidays")));
}

void check_difference(Tally& tally, const json& vector, const Calendar& calendar) {
  const std::string unit = vector["args"][1];
  if (!unit_ms(unit)) return tally.leave_out("differences in business days");
  const Instant to = parse_instant(vector["input"]);
  const Instant from = parse_instant(vector["args"][0]);
  const std::int64_t ms = calendar.business_ms_between(from, to) - calendar.business_ms_between(to, from);
  const double exact = static_cast<double>(ms) / static_cast<double>(*unit_ms(unit));
  const bool fraction = vector["args"].size() > 2 && vector["args"][2] == true;
  const double ours = fraction ? exact : std::trunc(exact);
  agree(tally, vector, std::round(ours * 1e6), std::round(vector["expected"].get<double>() * 1e6));
}

void check_moment(Tally& tally, const json& vector) {
  const std::string op = vector["op"];
  const Calendar calendar = moment_calendar(vector["config"]);
  const Instant input = parse_instant(vector["input"]);
  const json& expected = vector["expected"];
  if (op == "isWorkingDay") {
    return agree(tally, vector, calendar.is_business_day(calendar.zone().to_local(input).day), expected.get<bool>());
  }
  if (!vector["args"].empty() && vector["args"].back().is_object()) return tally.leave_out("breaks that count as work");
  if (op == "isWorkingTime" && expected == true && calendar.is_open(Instant{input.ms - 1}) &&
      !calendar.is_open(input)) {
    return tally.leave_out("hours that include their end");
  }
  if (op == "isWorkingTime") return agree(tally, vector, calendar.is_open(input), expected.get<bool>());
  if (op == "workingDiff") return check_difference(tally, vector, calendar);
  if (op == "nextWorkingTime" && !calendar.is_open(input)) {
    return agree(tally, vector, to_string(next_open(calendar, input)), to_string(parse_instant(expected)));
  }
  if (op != "addWorkingTime" && op != "subtractWorkingTime") return tally.leave_out("a question that Baton never asks");
  const std::int64_t sign = op == "addWorkingTime" ? 1 : -1;
  const std::string unit = vector["args"][1];
  const std::int64_t count = sign * vector["args"][0].get<std::int64_t>();
  const Instant theirs = parse_instant(expected);
  if (is_day(unit)) return check_business_days(tally, vector, calendar, input, count, theirs);
  std::int64_t ms = 0;
  for (std::size_t n = 0; n + 1 < vector["args"].size(); n += 2) {
    const auto one_ms = unit_ms(vector["args"][n + 1]);
    if (!one_ms) return tally.leave_out("a unit that there is not");
    ms += sign * vector["args"][n].get<std::int64_t>() * *one_ms;
  }
  check_working_time(tally, vector, calendar, input, ms, theirs);
}

// ---- working_hours (Ruby)

std::optional<Zone> rails_zone(const std::string& name) {
  static const std::map<std::string, std::string> names = {{"Paris", "Europe/Paris"},
                                                           {"Tokyo", "Asia/Tokyo"},
                                                           {"UTC", "UTC"},
                                                           {"Eastern Time (US & Canada)", "America/New_York"}};
  const auto found = names.find(name);
  return load_zone(found == names.end() ? name : found->second);
}

std::string text_of(const json& value) {
  return value.contains("t") ? value["t"] : value["d"];
}

void check_gem(Tally& tally, const json& vector) {
  const json& config = vector["config"];
  const std::string op = vector["op"];
  const auto zone = rails_zone(config["time_zone"]);
  REQUIRE(zone);
  if (!config["holiday_hours"].empty()) return tally.leave_out("hours of their own for single days");
  const Calendar calendar("gem", *zone, shifts_by_name(config["working_hours"]), days_in(config["holidays"]));
  const json& expected = vector["expected"];
  const Instant at = vector["args"][0].contains("t") ? parse_instant(text_of(vector["args"][0]))
                                                     : zone->start_of(parse_day(text_of(vector["args"][0])));
  if (op == "in_working_hours") return agree(tally, vector, calendar.is_open(at), expected.get<bool>());
  if (op == "working_day")
    return agree(tally, vector, calendar.is_business_day(zone->to_local(at).day), expected.get<bool>());
  if (op == "working_time_between") {
    const Instant to = parse_instant(text_of(vector["args"][1]));
    const std::int64_t ms = calendar.business_ms_between(at, to) - calendar.business_ms_between(to, at);
    const double theirs_ms = std::round(expected.get<double>() * 1'000);
    if (at.ms % second_ms != 0 || to.ms % second_ms != 0) return tally.leave_out("parts of a second, which they round");
    if (std::abs(static_cast<double>(ms) - theirs_ms) == hour_ms &&
        config["working_hours"].dump().find("24:00") != std::string::npos) {
      return tally.leave_out("a day of 25 hours, which they count as 24");
    }
    return agree(tally, vector, static_cast<double>(ms), theirs_ms);
  }
  if (!expected.contains("t")) return tally.leave_out("a question that Baton never asks");
  const Instant theirs = parse_instant(text_of(expected));
  if (op == "advance_to_working_time")
    return agree(tally, vector, to_string(next_open(calendar, at)), to_string(theirs));
  if (op == "next_working_time" && !calendar.is_open(at)) {
    return agree(tally, vector, to_string(next_open(calendar, at)), to_string(theirs));
  }
  if (op == "add_days") return check_business_days(tally, vector, calendar, at, vector["args"][1], theirs);
  if (op.starts_with("add_") && unit_ms(op.substr(4))) {
    if (!vector["args"][1].is_number_integer()) return tally.leave_out("parts of a second, which they round");
    const std::int64_t ms = vector["args"][1].get<std::int64_t>() * *unit_ms(op.substr(4));
    return check_working_time(tally, vector, calendar, at, ms, theirs);
  }
  tally.leave_out("a question that Baton never asks");
}

// ---- biz (Ruby)

void check_biz(Tally& tally, const json& vector) {
  const json& config = vector["config"];
  const std::string op = vector["op"];
  if (!config["shifts"].empty()) return tally.leave_out("hours of their own for single days");
  if (op == "on_break" || op == "on_holiday") return tally.leave_out("a question that Baton never asks");
  if (!config["breaks"].empty()) return tally.leave_out("breaks of single days");
  const auto zone = load_zone(config["time_zone"]);
  REQUIRE(zone);
  const Calendar calendar("biz", *zone, shifts_by_name(config["hours"]), days_in(config["holidays"]));
  if (op == "in_hours") {
    return agree(tally, vector, calendar.is_open(parse_instant(vector["args"][0])), vector["expected"].get<bool>());
  }
  const std::string unit = vector["args"][0];
  const std::int64_t count = vector["args"][1].get<std::int64_t>() * (op == "after" ? 1 : -1);
  const Instant from = parse_instant(vector["args"][2]);
  const Instant theirs = parse_instant(vector["expected"]);
  if (!is_day(unit)) return check_working_time(tally, vector, calendar, from, count * unit_ms(unit).value(), theirs);
  check_business_days(tally, vector, calendar, from, count, theirs);
}

// ---- numpy

std::optional<std::vector<Shift>> shifts_of_mask(const json& kwargs) {
  if (kwargs.contains("busdaycal")) return std::nullopt;
  const json mask = kwargs.contains("weekmask") ? kwargs["weekmask"] : json("1111100");
  static constexpr std::array<const char*, 7> names = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  std::vector<Shift> shifts;
  for (int weekday = 0; weekday < 7; ++weekday) {
    bool works = false;
    const auto position = static_cast<std::size_t>(weekday);
    if (mask.is_array()) {
      works = mask.size() == 7 && mask[position] == 1;
    } else {
      const std::string text = mask;
      const bool digits = text.size() == 7 && text.find_first_not_of("01") == std::string::npos;
      works = digits ? text[position] == '1' : text.find(names[position]) != std::string::npos;
    }
    if (works) shifts.push_back({weekday, 9 * 60, 10 * 60});
  }
  return shifts;
}

// Business days in [from, to): each has one hour.
std::int64_t count_days(const Calendar& calendar, Day from, Day to) {
  const Zone utc;
  return calendar.business_ms_between(utc.start_of(from), utc.start_of(to)) / hour_ms;
}

Day offset_days(const Calendar& calendar, Day from, std::int64_t count) {
  const Zone utc;
  const Instant at =
      count > 0 ? calendar.add_business_days(utc.start_of(from), count) : calendar.business_days_before(from, -count);
  return utc.to_local(at).day;
}

void check_offset(Tally& tally, const json& vector, const Calendar& calendar) {
  const Day from = parse_day(vector["args"][0]);
  const std::int64_t count = vector["args"][1];
  const std::string roll = vector["kwargs"].value("roll", "raise");
  const bool rolls = !calendar.is_business_day(from);
  const bool ours =
      !rolls || (count > 0 ? roll == "backward" || roll == "preceding" : roll == "forward" || roll == "following");
  if (count == 0) return tally.leave_out("no time at all is added");
  if (!ours) return tally.leave_out("business days from a day off: they roll first");
  agree(tally, vector, to_string(offset_days(calendar, from, count)), to_string(parse_day(vector["expected"])));
}

void check_numpy(Tally& tally, const json& vector) {
  const json& args = vector["args"];
  const auto shifts = shifts_of_mask(vector["kwargs"]);
  const bool plain = std::ranges::all_of(args, [](const json& arg) { return arg.is_string() || arg.is_number(); });
  if (vector.contains("raises")) return tally.leave_out("numpy refuses it");
  if (!shifts || !plain || args[0] == "NaT") return tally.leave_out("arrays and missing dates");
  const Calendar calendar("numpy", Zone(), *shifts, days_in(vector["kwargs"].value("holidays", json::array())));
  if (vector["op"] == "is_busday") {
    return agree(tally, vector, calendar.is_business_day(parse_day(args[0])), vector["expected"].get<bool>());
  }
  if (vector["op"] == "busday_offset") return check_offset(tally, vector, calendar);
  const Day from = parse_day(args[0]);
  const Day to = parse_day(args[1]);
  if (to < from) return tally.leave_out("counts backwards");
  agree(tally, vector, count_days(calendar, from, to), vector["expected"].get<std::int64_t>());
}

void check_all(const std::string& name, const std::string& library, void (*check)(Tally&, const json&)) {
  const auto all = vectors(name);
  if (!all) return;
  Tally tally;
  for (const json& vector : *all) check(tally, vector);
  CHECK(to_text(tally.rows) == to_text(documented(library)));
}

TEST_CASE("T3: working time is what moment-business-time expects") {
  check_all("moment_business_time", "moment-business-time", check_moment);
}
TEST_CASE("T3: working time is what working_hours expects") {
  check_all("working_hours_gem", "working_hours", check_gem);
}
TEST_CASE("T3: working time is what biz expects") {
  check_all("zendesk_biz", "biz", check_biz);
}
TEST_CASE("T3: business days are what numpy expects") {
  check_all("numpy_busday", "numpy", check_numpy);
}

}  // namespace
}  // namespace baton::dsl
