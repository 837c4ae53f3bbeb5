// The reference walks where the engine computes: both arrive at the same instants.
#include <catch2/catch.hpp>

#include "dsl/project.hpp"
#include "engine/reference/time.hpp"
#include "tests/dice.hpp"

namespace baton {
using test::Dice;

namespace {

constexpr Unit units[] = {Unit::Minute, Unit::Hour, Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Year};

;

Instant some_instant(Dice& dice) {
  return Instant{dice.between(1'600'000'000, 1'900'000'000) * 1000 + dice.between(0, 1) * dice.between(0, 999)};
}
Span plain_span(Dice& dice) {
  return {dice.between(1, 40), dice.pick(units), false};
}
Span business_span(Dice& dice) {
  return {dice.between(1, 12), units[dice.below(3)], true};
}

// New York, London, Berlin, Sao Paulo, Tokyo: with breaks, holidays and changes of clocks.
std::shared_ptr<const Org> acme() {
  static const dsl::Project project = dsl::load(std::string(BATON_SOURCE_DIR) + "/examples/acme");
  REQUIRE(project.org);
  return project.org;
}

TEST_CASE("T2: plain spans, walked and computed") {
  Dice dice(2026);
  for (int i = 0; i < 400; ++i) {
    const Zone& zone = acme()->calendars[static_cast<std::size_t>(i) % acme()->calendars.size()].zone();
    const Instant from = some_instant(dice);
    const Span span = plain_span(dice);
    INFO(zone.name() << ' ' << to_string(from) << ' ' << to_string(span));
    CHECK(to_string(reference::later(zone, from, span)) == to_string(add(zone, from, span)));
    CHECK(to_string(reference::earlier(zone, from, span)) == to_string(subtract(zone, from, span)));
  }
}

TEST_CASE("T3: business time, walked and computed") {
  Dice dice(2026);
  const Org& org = *acme();
  for (int i = 0; i < 120; ++i) {
    const CalendarId id(static_cast<std::size_t>(i) % org.calendars.size());
    const Calendar& calendar = org.calendars[id.index];
    const Instant from = some_instant(dice);
    const Span span = business_span(dice);
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
  const Instant a_moment_later{eve_of_gap.ms + 1};
  CHECK(to_string(reference::later(zone, a_moment_later, {1, Unit::Day, false})) == "2026-03-08T07:00:00Z");
  const Instant eve_of_fold{1'793'424'600'000};  // 2026-10-31T01:30 there
  CHECK(to_string(reference::later(zone, eve_of_fold, {1, Unit::Day, false})) == "2026-11-01T05:30:00Z");
}

}  // namespace
}  // namespace baton
