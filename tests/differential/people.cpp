// People, calendars, teams, and who serves which accounts: org.yaml as text.
#include <algorithm>

#include "engine/model/time.hpp"
#include "tests/differential/world.hpp"

namespace baton::differential {
namespace {

const std::vector<std::string> zones = {"UTC",
                                        "America/New_York",
                                        "Europe/Berlin",
                                        "Asia/Kathmandu",
                                        "Australia/Lord_Howe",
                                        "America/Sao_Paulo",
                                        "Pacific/Chatham",
                                        "Asia/Tokyo",
                                        "Africa/Casablanca",
                                        "America/St_Johns"};
const std::vector<std::string> hours = {"Mon-Fri 09:00-17:00",
                                        "Mon-Thu 09:00-12:30 13:30-18:00, Fri 09:00-14:00",
                                        "Sun-Thu 22:00-06:00",
                                        "Mon-Sun 00:00-24:00",
                                        "Tue 10:00-11:00, Sat 08:15-08:45",
                                        "Fri-Mon 20:00-02:30"};

// "key: value" lines of an entry in braces, each of which may be left out.
Piece entry(std::vector<Piece> pairs) {
  Piece piece = row(std::move(pairs), ", ");
  piece.before = "  - { ";
  piece.after = " }";
  return optional(std::move(piece));
}

Piece section(const std::string& name, std::vector<Piece> entries) {
  Piece piece = row(std::move(entries), "\n");
  piece.before = name + ":\n";
  return optional(std::move(piece));
}

class OrgWriter {
 public:
  OrgWriter(const Plan& plan, Dice& dice) : plan_(plan), dice_(dice) {}

  Piece write() {
    calendars_ = dice_.some<std::string>({"east", "west", "nights"}, dice_.below(4));
    std::vector<Piece> sections{"org: acme", "timezone: " + dice_.pick(zones)};
    static const std::vector<std::string> currencies = {"JPY", "", "USD", "KWD"};
    sections.push_back(optional("currency: " + currencies[static_cast<std::size_t>(plan_.money_places)]));
    if (!calendars_.empty()) {
      sections.push_back(optional("calendar: " + calendars_.front()));
      sections.push_back(calendars());
    }
    sections.push_back(people());
    sections.push_back(optional("positions: { " + plan_.positions.front() + ": " + plan_.people.front() + " }"));
    sections.push_back(teams());
    sections.push_back(structures());
    sections.push_back(coverage());
    return row(std::move(sections), "\n");
  }

 private:
  Piece calendars() {
    std::vector<Piece> lines;
    for (const std::string& name : calendars_) {
      std::string line = "  " + name + ": { hours: \"" + dice_.pick(hours) + "\"";
      if (dice_.percent(60)) line += ", timezone: " + dice_.pick(zones);
      if (dice_.percent(60)) line += ", holidays: holidays.ics";
      lines.push_back(optional(line + " }"));
    }
    return section("calendars", std::move(lines));
  }

  Piece person(std::size_t i) {
    std::vector<Piece> pairs{"id: " + plan_.people[i]};
    if (i > 0 && dice_.percent(75)) pairs.push_back(optional("manager: " + plan_.people[dice_.below(i)]));
    if (!calendars_.empty() && dice_.percent(60)) pairs.push_back(optional("calendar: " + dice_.pick(calendars_)));
    if (dice_.percent(15)) pairs.push_back(optional("capacity: { accounts: " + std::to_string(dice_.below(3)) + " }"));
    if (dice_.percent(20)) pairs.push_back(away(i));
    return entry(std::move(pairs));
  }

  Piece away(std::size_t i) {
    const Day from{static_cast<std::int32_t>(20'458 + dice_.between(0, 200))};
    const Day to{from.number + static_cast<std::int32_t>(dice_.between(0, 40))};
    std::string text = "away: [ { from: " + to_string(from) + ", to: " + to_string(to);
    const std::size_t cover = dice_.below(plan_.people.size());
    if (cover != i && dice_.percent(70)) text += ", cover: " + plan_.people[cover];
    return optional(text + " } ]");
  }

  Piece people() {
    std::vector<Piece> entries;
    for (std::size_t i = 0; i < plan_.people.size(); ++i) entries.push_back(person(i));
    return section("people", std::move(entries));
  }

  // The first teams are each role's own; further ones are a second of some role.
  Piece teams() {
    std::vector<Piece> entries;
    static const std::vector<std::string> ways = {"round_robin", "least_loaded", "weighted"};
    for (std::size_t i = 0; i < plan_.teams.size(); ++i) {
      std::vector<std::string> members = dice_.some(plan_.people, 1 + dice_.below(3));
      dice_.shuffle(members);
      for (std::string& member : members) {
        if (dice_.percent(20))
          member = "{ id: " + member + ", weight: " + std::to_string(10 * dice_.between(1, 20)) + "% }";
      }
      std::vector<Piece> pairs{"id: " + plan_.teams[i], "role: " + plan_.roles[i % plan_.roles.size()]};
      Piece listed = list(members);
      listed.before = "members: [";
      listed.after = "]";
      pairs.push_back(std::move(listed));
      if (dice_.percent(80)) pairs.push_back(optional("assign: " + dice_.pick(ways)));
      if (dice_.percent(70)) pairs.push_back(optional("fallback: " + dice_.pick(plan_.people)));
      entries.push_back(entry(std::move(pairs)));
    }
    return section("teams", std::move(entries));
  }

  // Rows for these names, of which exactly one applies to each account.
  std::vector<Piece> rows(const std::string& key, const std::vector<std::string>& names) {
    if (names.size() == 1) return {entry({key + ": " + names[0], "otherwise: true"})};
    const auto named = [&](std::size_t i) { return Piece(key + ": " + names[i % names.size()]); };
    std::vector<Piece> entries;
    if (dice_.percent(50)) {
      entries.push_back(entry({named(0), where(condition(plan_, {}, dice_))}));
      entries.push_back(entry({named(1), "otherwise: true"}));
      return entries;
    }
    std::size_t i = 0;
    for (Piece& alternative : alternatives(plan_, {}, dice_)) {
      const std::string words = to_text(alternative);
      const bool unless = words.starts_with("unless ");
      const std::string asked = unless ? "not (" + words.substr(7) + ")" : words.substr(5);
      entries.push_back(entry({named(i++), where(Piece(asked))}));
    }
    return entries;
  }
  static Piece where(const Piece& condition) {
    std::string quoted;
    for (const char c : to_text(condition)) quoted += c == '"' ? std::string("\\\"") : std::string(1, c);
    return "where: \"" + quoted + "\"";
  }

  Piece structures() { return section("structures", rows("use", plan_.structures)); }

  Piece coverage() {
    std::vector<Piece> sections;
    for (std::size_t i = 0; i < plan_.roles.size(); ++i) {
      std::vector<std::string> mine;
      for (std::size_t t = i; t < plan_.teams.size(); t += plan_.roles.size()) mine.push_back(plan_.teams[t]);
      Piece part = section("  " + plan_.roles[i], rows("team", mine));
      sections.push_back(std::move(part));
    }
    return section("coverage", std::move(sections));
  }

  const Plan& plan_;
  Dice& dice_;
  std::vector<std::string> calendars_;
};

}  // namespace

void plan_people(Plan& plan, Dice& dice) {
  static const std::vector<std::string> people = {"ann", "bob", "cyd", "dan", "eva", "fay", "gus", "hal"};
  plan.people.assign(people.begin(), people.begin() + 3 + static_cast<std::ptrdiff_t>(dice.below(6)));
  plan.positions = {"head"};
  const std::size_t teams = plan.roles.size() + dice.below(3);
  for (std::size_t i = 0; i < teams; ++i) plan.teams.push_back("team" + std::to_string(i));
}

Piece org_text(const Plan& plan, Dice& dice) {
  return OrgWriter(plan, dice).write();
}

std::string holidays_text(Dice& dice) {
  std::string text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//acme//holidays//EN\n";
  for (int i = 0; i < 6; ++i) {
    std::string day = to_string(Day{static_cast<std::int32_t>(20'458 + dice.between(0, 240))});
    std::erase(day, '-');
    text += "BEGIN:VEVENT\nUID:h" + std::to_string(i) + "@acme\nDTSTAMP:20260101T000000Z\nDTSTART;VALUE=DATE:" + day +
            "\nSUMMARY:Holiday\nEND:VEVENT\n";
  }
  return text + "END:VCALENDAR\n";
}

}  // namespace baton::differential
