// The reference walks where the engine computes: both arrive at the same instants.
#include <catch2/catch.hpp>

#include <random>

#include "dsl/project.hpp"
#include "engine/reference/time.hpp"

namespace baton {
namespace {

constexpr Unit units[] = {Unit::Minute, Unit::Hour, Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Year};

class Dice {
 public:
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(bits_() % static_cast<std::uint64_t>(high - low + 1));
  }
  Instant instant() { return Instant{between(1'600'000'000, 1'900'000'000) * 1000 + between(0, 1) * between(0, 999)}; }
  Span plain() { return {between(1, 40), units[between(0, 6)], false}; }
  Span business() { return {between(1, 12), units[between(0, 2)], true}; }

 private:
  std::mt19937_64 bits_{2026};
};

// New York, London, Berlin, Sao Paulo, Tokyo: with breaks, holidays and changes of clocks.
std::shared_ptr<const Org> acme() {
  static const dsl::Project project = dsl::load(std::string(BATON_SOURCE_DIR) + "/examples/acme");
  REQUIRE(project.org);
  return project.org;
}

TEST_CASE("T2: plain spans, walked and computed") {
  Dice dice;
  for (int i = 0; i < 400; ++i) {
    const Zone& zone = acme()->calendars[static_cast<std::size_t>(i) % acme()->calendars.size()].zone();
    const Instant from = dice.instant();
    const Span span = dice.plain();
    INFO(zone.name() << ' ' << to_string(from) << ' ' << to_string(span));
    CHECK(to_string(reference::later(zone, from, span)) == to_string(add(zone, from, span)));
    CHECK(to_string(reference::earlier(zone, from, span)) == to_string(subtract(zone, from, span)));
  }
}

TEST_CASE("T3: business time, walked and computed") {
  Dice dice;
  const Org& org = *acme();
  for (int i = 0; i < 120; ++i) {
    const CalendarId id(static_cast<std::size_t>(i) % org.calendars.size());
    const Calendar& calendar = org.calendars[id.index];
    const Instant from = dice.instant();
    const Span span = dice.business();
    INFO(calendar.id() << ' ' << to_string(from) << ' ' << to_string(span));
    const Instant due = reference::deadline(org, id, from, span);
    CHECK(to_string(due) == to_string(deadline(org.zone, calendar, from, span)));
    CHECK(reference::time_left(calendar, true, from, due) == calendar.business_ms_between(from, due));
    const Day day = reference::date_in(calendar.zone(), from);
    CHECK(to_string(reference::before_date(org, day, span)) ==
          to_string(before_date(org.zone, org.calendars[org.default_calendar.index], day, span)));
  }
}

TEST_CASE("T2: a local time that does not exist is the first instant after the gap, one that exists twice the first") {
  const Zone& zone = acme()->zone;  // New York: the gap of 2026-03-08 at 02:00, the fold of 2026-11-01 at 01:00
  const Instant eve_of_gap{1'772'868'600'000};  // 2026-03-07T02:30 there
  CHECK(to_string(reference::later(zone, eve_of_gap, {1, Unit::Day, false})) == "2026-03-08T07:00:00Z");
  const Instant eve_of_fold{1'793'424'600'000};  // 2026-10-31T01:30 there
  CHECK(to_string(reference::later(zone, eve_of_fold, {1, Unit::Day, false})) == "2026-11-01T05:30:00Z");
}

}  // namespace
}  // namespace baton
