#include "dsl/zones.hpp"

#include <catch2/catch.hpp>

namespace baton::dsl {
namespace {

Instant utc_noon(CivilDate date) {
  return Instant{day_of(date).number * 86'400'000LL + 43'200'000};
}

int hours_at(const Zone& zone, CivilDate date) {
  const LocalTime local = zone.to_local(utc_noon(date));
  return static_cast<int>((local.day.number - day_of(date).number) * 24 + local.ms_of_day / 3'600'000 - 12);
}

TEST_CASE("T2: daylight saving goes on beyond the zone's table") {
  const std::optional<Zone> zone = load_zone("America/New_York");
  REQUIRE(zone);
  CHECK(zone->name() == "America/New_York");
  for (const int year : {1987, 2026, 2038, 2060, 2099}) {
    INFO(year);
    CHECK(hours_at(*zone, {year, 1, 15}) == -5);
    CHECK(hours_at(*zone, {year, 7, 15}) == -4);
  }
  const LocalTime before{day_of({2060, 3, 14}), 2 * 3'600'000 - 1};  // the second Sunday of March 2060
  CHECK(to_string(zone->to_instant(before)) == "2060-03-14T06:59:59.999Z");
  CHECK(to_string(zone->to_instant({day_of({2060, 3, 14}), 3 * 3'600'000})) == "2060-03-14T07:00:00Z");
}

TEST_CASE("zones change when their law says so") {
  const std::optional<Zone> kolkata = load_zone("Asia/Kolkata");
  REQUIRE(kolkata);
  CHECK(to_string(kolkata->start_of(day_of({2026, 1, 15}))) == "2026-01-14T18:30:00Z");
  // Samoa skipped 30 December 2011.
  const std::optional<Zone> apia = load_zone("Pacific/Apia");
  REQUIRE(apia);
  CHECK(to_string(apia->start_of(day_of({2011, 12, 30}))) == "2011-12-30T10:00:00Z");
  CHECK(to_string(apia->start_of(day_of({2011, 12, 31}))) == "2011-12-30T10:00:00Z");
  // Brazil has had no daylight saving since 2019.
  const std::optional<Zone> sao_paulo = load_zone("America/Sao_Paulo");
  REQUIRE(sao_paulo);
  CHECK(hours_at(*sao_paulo, {2018, 12, 1}) == -2);
  CHECK(hours_at(*sao_paulo, {2026, 12, 1}) == -3);
  const std::optional<Zone> utc = load_zone("UTC");
  REQUIRE(utc);
  CHECK(hours_at(*utc, {2026, 7, 1}) == 0);
}

TEST_CASE("only names of the tz database are zones") {
  for (const char* name : {"",
                           "localtime",
                           "posixrules",
                           "Factory",
                           "/etc/localtime",
                           "../UTC",
                           "Europe/../UTC",
                           "file:/etc/localtime",
                           "libc:UTC",
                           "posix/UTC",
                           "right/UTC",
                           "Fixed/UTC+05:30:00",
                           "Europe/",
                           "/UTC",
                           "Europe//Paris",
                           "Europe",
                           "Europe/Pariss",
                           "New York",
                           "zone.tab",
                           "UTC\n"}) {
    INFO(name);
    CHECK(!load_zone(name));
  }
  CHECK(!load_zone(std::string("UTC\0", 4)));
  CHECK(!load_zone(std::string(100'000, 'a')));
}

TEST_CASE("every zone that is suggested exists") {
  for (const std::string& name : well_known_zones()) {
    INFO(name);
    CHECK(load_zone(name));
  }
}

TEST_CASE("a zone is guessed from a slip or from its city") {
  CHECK(nearest_zone("Europe/Berln") == "Europe/Berlin");
  CHECK(nearest_zone("Berlin") == "Europe/Berlin");
  CHECK(nearest_zone("new york") == "America/New_York");
  CHECK(nearest_zone("US/Chicago") == "America/Chicago");
  CHECK(nearest_zone("Mars") == std::nullopt);
  CHECK(nearest_zone("") == std::nullopt);
}

}  // namespace
}  // namespace baton::dsl
