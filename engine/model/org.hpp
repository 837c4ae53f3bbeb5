// The organisation: people, teams, calendars, and which structure serves which accounts (org.yaml, resolved).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/calendar.hpp"
#include "engine/model/policy.hpp"

namespace baton {

struct Away {
  Day from, to;  // inclusive, in the person's zone
  std::optional<PersonId> cover;
};

struct Capacity {
  std::optional<std::int64_t> accounts;
  // Upper bounds on the sum of an account field over the accounts that the person serves, in the field's units.
  std::vector<std::pair<FieldId, std::int64_t>> sums;
};

struct Person {
  std::string id;
  std::string name;
  std::string title;
  std::optional<PersonId> manager;
  CalendarId calendar;  // the org's default where none is given
  Capacity capacity;
  std::optional<Day> from, until;
  std::vector<Away> away;
  Origin at;
};

struct Position {
  std::string id;
  PersonId holder;
  Origin at;
};

enum class Assign { RoundRobin, LeastLoaded, Weighted };

struct Member {
  PersonId person;
  std::int64_t weight = 10'000;  // hundredths of a percent; 100 % where none is given
};

struct Team {
  std::string id;
  RoleId role;
  std::vector<Member> members;
  Assign assign = Assign::RoundRobin;
  std::optional<PersonId> fallback;
  Origin at;
};

// Rows choose by condition; an `otherwise` row takes what no other row does.
struct StructureRow {
  StructureId use;
  Condition where;
  bool otherwise = false;
  Origin at;
};
struct CoverageRow {
  TeamId team;
  Condition where;
  bool otherwise = false;
  Origin at;
};

struct Org {
  std::string name;
  Zone zone;
  std::string currency = "USD";
  int money_places = 2;
  unsigned fiscal_month = 1, fiscal_day = 1;
  CalendarId default_calendar;
  std::vector<Calendar> calendars;
  std::vector<Person> people;
  std::vector<Position> positions;
  std::vector<Team> teams;
  std::vector<StructureRow> structures;
  std::vector<std::vector<CoverageRow>> coverage;  // by RoleId; empty where a role has none
};

}  // namespace baton
