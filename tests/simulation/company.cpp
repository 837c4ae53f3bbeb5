#include "tests/simulation/company.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

#include "dsl/holidays.hpp"
#include "dsl/hours.hpp"

namespace baton::simulation {
namespace {

namespace fs = std::filesystem;

constexpr const char* zones[] = {"America/New_York", "Europe/London",  "Europe/Berlin",       "America/Sao_Paulo",
                                 "Asia/Tokyo",       "Asia/Kolkata",   "Australia/Lord_Howe", "Africa/Cairo",
                                 "Asia/Beirut",      "America/Havana", "Pacific/Auckland",    "America/Los_Angeles"};
constexpr const char* hours[] = {"Mon-Fri 09:00-17:00",
                                 "Mon-Fri 09:00-17:30",
                                 "Mon-Thu 09:00-12:30 13:30-18:00, Fri 09:00-14:00",
                                 "Sun-Thu 08:00-16:00",
                                 "Mon-Fri 00:00-08:00",
                                 "Sun-Thu 22:00-06:00",
                                 "Mon-Sat 10:00-13:00 14:00-19:00"};
constexpr const char* structures[] = {
    "ae_am",     "ae_csm_am",        "ae_keeps_expansion", "full_cycle", "renewals_manager",
    "csm_as_am", "am_renewals_only", "account_director",   "sdr_ae_am",  "sdr_renewals_manager"};
constexpr const char* modules[] = {
    "ae_am",     "ae_csm_am",        "ae_keeps_expansion", "full_cycle", "renewals_manager",
    "csm_as_am", "am_renewals_only", "account_director",   "sdr_ae"};
constexpr const char* roles[] = {"SDR", "AE", "AM", "CSM", "RM", "GM", "AD"};
constexpr const char* leaders[] = {"boss", "sales_head", "success_head", "director"};

// What is the same in all versions of a company is drawn from `lasting`, what a new version may change from `passing`.
class Company {
 public:
  Company(const fs::path& folder, std::uint64_t seed, int version)
      : folder_(folder), lasting_(seed), passing_(seed * 31 + static_cast<std::uint64_t>(version)), version_(version) {}
  void write();

 private:
  void put(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }
  void calendars();
  std::string holidays();
  void people();
  void person(const std::string& id, const std::string& title, const std::string& manager);
  void teams();
  void team(const std::string& role, int number);
  void structures_and_coverage();
  std::string policy();

  fs::path folder_;
  Dice lasting_, passing_;
  int version_;
  std::ostringstream org_;
  std::map<std::string, int> people_in_;  // by role
  std::map<std::string, int> teams_of_;
};

std::string Company::holidays() {
  std::string text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//simulation//EN\r\n";
  for (int n = 0; n < 80; ++n) {
    const std::int64_t day = naive::day_number({2025, 1, 1}) + passing_.between(0, 365 * 7);
    const naive::Date date = naive::date_of(day);
    text += fmt::format("BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:{:04}{:02}{:02}\r\nEND:VEVENT\r\n", date.year, date.month,
                        date.day);
  }
  return text + "END:VCALENDAR\r\n";
}

void Company::calendars() {
  org_ << "calendar: c0\ncalendars:\n";
  for (int n = 0; n < 4; ++n) {
    const std::string zone = lasting_.pick(zones), usual = lasting_.pick(hours);
    const std::string now = version_ > 0 && passing_.percent(40) ? passing_.pick(hours) : usual;
    put(fmt::format("c{}.ics", n), holidays());
    org_ << fmt::format("  c{}: {{ timezone: {}, hours: \"{}\", holidays: c{}.ics }}\n", n, zone, now, n);
  }
}

void Company::person(const std::string& id, const std::string& title, const std::string& manager) {
  org_ << "  - { id: " << id << ", title: " << title << ", calendar: c" << lasting_.between(0, 3);
  if (!manager.empty()) org_ << ", manager: " << manager;
  const auto kind = lasting_.between(1, 10);
  if (kind <= 3) org_ << ", capacity: { accounts: " << lasting_.between(2, 12) << " }";
  if (kind == 4) org_ << ", capacity: { arr: 300k }";
  if (lasting_.percent(30)) {
    const naive::Date from = naive::date_of(naive::day_number({2026, 1, 1}) + passing_.between(0, 900));
    const naive::Date to = naive::date_of(naive::day_number(from) + passing_.between(0, 30));
    org_ << fmt::format(", away: [ {{ from: {:04}-{:02}-{:02}, to: {:04}-{:02}-{:02} }} ]", from.year, from.month,
                        from.day, to.year, to.month, to.day);
  }
  org_ << " }\n";
}

void Company::people() {
  org_ << "people:\n";
  for (const char* leader : leaders) person(leader, "Leader", leader == std::string("boss") ? "" : "boss");
  for (const std::string role : roles) {
    people_in_[role] = static_cast<int>(lasting_.between(2, 5));
    teams_of_[role] = static_cast<int>(lasting_.between(1, 2));
    for (int n = 0; n < people_in_[role]; ++n) {
      person(fmt::format("{}{}", role, n), "Somebody", lasting_.pick(leaders));
    }
  }
  org_ << "positions: { head_of_sales: sales_head, head_of_cs: success_head, account_director: director }\n";
}

void Company::team(const std::string& role, int number) {
  static constexpr const char* rules[] = {"round_robin", "least_loaded", "weighted"};
  org_ << fmt::format("  - {{ id: {}_team{}, role: {}, members: [", role, number, role);
  const int teams = teams_of_[role];
  bool any = false;
  for (int n = 0; n < people_in_[role]; ++n) {
    const bool moved = version_ > 0 && passing_.percent(20);  // to the other team
    if (teams > 1 && (n % teams == number) == moved && n != number) continue;
    org_ << (any ? ", " : "");
    any = true;
    org_ << (lasting_.percent(25) ? fmt::format("{{ id: {}{}, weight: 50% }}", role, n) : fmt::format("{}{}", role, n));
  }
  org_ << "], assign: " << lasting_.pick(rules);
  org_ << ", fallback: " << lasting_.pick(leaders) << " }\n";
}

void Company::teams() {
  org_ << "teams:\n";
  for (const std::string role : roles) {
    for (int number = 0; number < teams_of_[role]; ++number) team(role, number);
  }
}

void Company::structures_and_coverage() {
  const std::string smb = lasting_.pick(structures), mid = lasting_.pick(structures), large = lasting_.pick(structures);
  const std::string amended = version_ > 0 && passing_.percent(50) ? passing_.pick(structures) : mid;
  org_ << "structures:\n  - { use: " << smb << ", where: segment is smb and not key }\n  - { use: " << amended
       << ", where: segment is mid_market and not key }\n  - { use: " << large
       << ", where: segment is enterprise and not key }\n";
  org_ << "  - { use: shorter, where: key }\n";
  org_ << "coverage:\n";
  for (const std::string role : roles) {
    org_ << "  " << role << ":\n";
    if (teams_of_[role] > 1) org_ << "    - { team: " << role << "_team1, where: region is amer or region is latam }\n";
    org_ << "    - { team: " << role << "_team0, otherwise: true }\n";
  }
}

std::string Company::policy() {
  std::string text;
  for (const char* module : modules) text += fmt::format("use {}\n", module);
  text += fmt::format("\nstructure shorter \"Key accounts\" = ae_keeps_expansion with ae_window = {} days\n",
                      passing_.between(20, 120));
  return text + "\neverything moves at once between SDR, AE, AM, CSM, RM, GM, AD because \"agreed beforehand\"\n";
}

void Company::write() {
  fs::create_directories(folder_);
  org_ << "org: simulated\ntimezone: " << lasting_.pick(zones) << "\ncurrency: USD\nfiscal_year: 02-01\n";
  calendars();
  people();
  teams();
  structures_and_coverage();
  put("org.yaml", org_.str());
  put("policy.baton", policy());
}

std::string text_of(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

naive::WorkingMinutes calendar_from(const fs::path& folder, const YAML::Node& node, const std::string& org_zone) {
  std::vector<Day> holidays;
  const YAML::Node files = node["holidays"];
  const auto add = [&](const YAML::Node& file) {
    const auto days = dsl::read_holidays(text_of(folder / file.as<std::string>())).value();
    holidays.insert(holidays.end(), days.begin(), days.end());
  };
  if (files && files.IsScalar()) add(files);
  if (files && files.IsSequence()) std::ranges::for_each(files, add);
  const std::string zone = node["timezone"] ? node["timezone"].as<std::string>() : org_zone;
  return {naive::WallClock(zone), dsl::parse_hours(node["hours"].as<std::string>()).value(), holidays};
}

}  // namespace

void write_company(const fs::path& folder, std::uint64_t seed, int version) {
  Company(folder, seed, version).write();
}

void amend_company(const fs::path& example, const fs::path& folder) {
  fs::copy(example, folder, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  const auto amend = [&](const char* file, const std::string& old, const std::string& fresh) {
    std::string text = text_of(folder / file);
    std::size_t changed = 0;
    for (std::size_t at = text.find(old); at != std::string::npos; at = text.find(old, at + fresh.size()), ++changed) {
      text.replace(at, old.size(), fresh);
    }
    if (changed == 0) throw std::runtime_error("the example says no longer: " + old);
    std::ofstream(folder / file) << text;
  };
  amend("acme.baton", "ae_window = 60 days", "ae_window = 45 days");
  amend("acme.baton", "within 10 business days", "within 8 business days");
  amend("org.yaml", "Mon-Fri 09:00-17:30", "Mon-Thu 08:30-18:00");
  amend("org.yaml", "members: [emma, felix]", "members: [emma, felix, rosa]");
}

std::vector<naive::WorkingMinutes> calendars_of(const fs::path& folder, const Org& org) {
  const YAML::Node yaml = YAML::LoadFile((folder / "org.yaml").string());
  std::vector<naive::WorkingMinutes> calendars;
  for (const Calendar& calendar : org.calendars) {
    calendars.push_back(calendar_from(folder, yaml["calendars"][calendar.id()], yaml["timezone"].as<std::string>()));
  }
  return calendars;
}

}  // namespace baton::simulation
