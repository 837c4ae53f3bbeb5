// Writes a year of events of a made-up company, one CloudEvent a line, sorted by time:
//
//   acme_events [SEED [ACCOUNTS [LIVES]]] > events.jsonl
//
// Each account has a story of its own: it is won or lost, handed over (now and then too late), opens tickets, grows,
// renews or churns. The same seed gives the same bytes. LIVES repeats each account's year for that many years' worth of
// tickets, which is how a stream of any length is made for measuring.
#include <algorithm>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <string>
#include <vector>

namespace {

constexpr std::int64_t minute = 60, hour = 60 * minute, day = 24 * hour;
constexpr std::int64_t year_begins = 1735689600;  // 2025-01-01T00:00:00Z
constexpr std::int64_t year_ends = year_begins + 365 * day;

struct Line {
  std::int64_t at;
  std::string subject, type, data;
};

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : bits_(seed) {}
  // Uniform enough for a story, and the same on every machine.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(bits_() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool chance(int percent) { return between(1, 100) <= percent; }

 private:
  std::mt19937_64 bits_;
};

std::string date_text(std::int64_t at) {
  const std::time_t seconds = at;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[16];
  std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
  return text;
}

std::string time_text(std::int64_t at) {
  const std::time_t seconds = at;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::string quoted(const std::string& key, const std::string& value) {
  return "\"" + key + "\":\"" + value + "\"";
}

class Company {
 public:
  Company(std::uint64_t seed, int lives) : dice_(seed), lives_(lives) {}

  void live(int number);
  void people();
  void write();

 private:
  struct Account {
    std::string id, segment, region;
    std::int64_t arr = 0;
    std::int64_t now = 0;
    int deals = 0, tickets = 0;
  };

  void say(const Account& account, std::int64_t at, const std::string& type, const std::string& data = "") {
    if (at < year_ends) lines_.push_back({at, account.id, type, data});
  }
  std::int64_t later(const Account& account, std::int64_t low_days, std::int64_t high_days) {
    return account.now + dice_.between(low_days, high_days) * day + dice_.between(0, 59) * minute;
  }

  Account meet(int number);
  bool win(Account& account);
  void hand_over(const Account& account);
  void hand_over_to(const Account& account, const std::string& handoff, const std::vector<std::string>& items);
  void support(Account& account, std::int64_t until);
  void grow(Account& account, std::int64_t until);
  void review(const Account& account, std::int64_t until);
  void renew(Account& account, std::int64_t signed_at, std::int64_t end);

  Dice dice_;
  int lives_;
  std::vector<Line> lines_;
};

Company::Account Company::meet(int number) {
  static const char* const segments[] = {"smb", "smb", "smb", "mid_market", "mid_market", "enterprise"};
  static const char* const regions[] = {"amer", "amer", "emea", "emea", "apac", "latam"};
  static const char* const industries[] = {"software", "education", "retail", "health", "logistics"};
  Account account;
  char id[32];
  std::snprintf(id, sizeof id, "A-%04d", number);
  account.id = id;
  account.segment = segments[dice_.between(0, 5)];
  account.region = regions[dice_.between(0, 5)];
  account.now = year_begins + dice_.between(0, 200) * day + dice_.between(8, 16) * hour;
  say(account, account.now, "account.updated",
      quoted("segment", account.segment) + "," + quoted("region", account.region) + "," +
          quoted("industry", industries[dice_.between(0, 4)]));
  return account;
}

// From the first meeting to the signature; false if the deal is lost.
bool Company::win(Account& account) {
  account.now = later(account, 1, 10);
  if (dice_.chance(70)) say(account, account.now, "lead.qualified");
  account.now = later(account, 1, 20);
  const std::int64_t scale = account.segment == "enterprise"   ? 100'000
                             : account.segment == "mid_market" ? 25'000
                                                               : 3'000;
  account.arr = scale + dice_.between(0, 40) * scale / 10;
  const std::string deal = quoted("deal", account.id + "-D1");
  say(account, account.now, "deal.opened", deal + ",\"kind\":\"new\"," + quoted("amount", std::to_string(account.arr)));
  account.deals = 1;
  account.now = later(account, 10, 60);
  if (dice_.chance(20)) {
    say(account, account.now, "deal.closed_lost", deal + ",\"reason\":\"no budget\"");
    return false;
  }
  const std::string money = std::to_string(account.arr);
  say(account, account.now, "deal.closed_won", deal + "," + quoted("amount", money) + "," + quoted("arr", money));
  if (dice_.chance(8)) say(account, account.now + hour, "account.updated", "\"key\":true");
  return true;
}

// Most AEs hand over in time. Some forget an item, and the account is cut over unfinished.
void Company::hand_over_to(const Account& account, const std::string& handoff, const std::vector<std::string>& items) {
  const std::string name = quoted("handoff", handoff);
  std::int64_t at = account.now + dice_.between(2, 30) * hour;
  for (const std::string& item : items) {
    if (dice_.chance(88)) say(account, at, "handoff.item_done", name + "," + quoted("item", item));
    at += dice_.between(2, 20) * hour;
  }
}

void Company::hand_over(const Account& account) {
  if (account.segment == "smb" && account.region == "latam") return;  // one person, nothing to hand over
  std::vector<std::string> items = {"expectations", "stakeholders", "risks", "story"};
  const bool enterprise = account.segment == "enterprise";
  if (enterprise) hand_over_to(account, "sales_to_am", items);
  if (account.region == "emea") items.emplace_back("data_terms");
  hand_over_to(account, enterprise ? "sales_to_success" : "sales_to_am", items);
  const std::int64_t intro = account.now + dice_.between(4, 7) * day;
  if (dice_.chance(95)) say(account, intro, "intro.held");
  if (dice_.chance(90)) say(account, intro + dice_.between(1, 60) * hour, "handover.approved");
}

void Company::support(Account& account, std::int64_t until) {
  const std::int64_t every = account.segment == "enterprise" ? 15 : 40;
  for (std::int64_t at = later(account, 1, every); at < until;
       at += dice_.between(1, 2 * every) * day + dice_.between(0, 600) * minute) {
    const std::string ticket = quoted("ticket", account.id + "-T" + std::to_string(++account.tickets));
    const char* severity = dice_.chance(12) ? "critical" : dice_.chance(40) ? "high" : "low";
    say(account, at, "ticket.opened", ticket + "," + quoted("severity", severity));
    std::int64_t next = at + dice_.between(5, 400) * minute;
    say(account, next, "ticket.acknowledged", ticket);
    if (dice_.chance(30)) {
      say(account, next += dice_.between(1, 10) * hour, "ticket.waiting", ticket);
      say(account, next += dice_.between(2, 50) * hour, "ticket.resumed", ticket);
    }
    say(account, next + dice_.between(1, 60) * hour, "ticket.resolved", ticket);
  }
}

void Company::grow(Account& account, std::int64_t until) {
  for (std::int64_t at = later(account, 40, 150); at < until; at += dice_.between(60, 200) * day) {
    const std::string deal = quoted("deal", account.id + "-D" + std::to_string(++account.deals));
    const std::int64_t amount = account.arr / dice_.between(3, 8);
    say(account, at, "deal.opened", deal + ",\"kind\":\"expansion\"," + quoted("amount", std::to_string(amount)));
    const std::int64_t closed = at + dice_.between(5, 40) * day;
    if (dice_.chance(40)) {
      say(account, closed, "deal.closed_lost", deal);
      continue;
    }
    account.arr += amount;
    say(account, closed, "deal.closed_won",
        deal + "," + quoted("amount", std::to_string(amount)) + "," + quoted("arr", std::to_string(account.arr)));
  }
}

void Company::review(const Account& account, std::int64_t until) {
  for (std::int64_t at = later(account, 20, 60); at < until; at += dice_.between(20, 60) * day) {
    const std::int64_t health = dice_.between(20, 100);
    say(account, at, "account.updated", "\"health\":" + std::to_string(health));
    if (health < 30) {
      say(account, at + hour, "risk.raised", "\"reason\":\"usage drops\"");
      say(account, at + dice_.between(2, 200) * hour, "risk.cleared");
    }
    if (dice_.chance(45)) say(account, at + dice_.between(1, 10) * day, "qbr.held");
  }
}

// Half of the contracts end within the year; their renewals are opened in time, late, or not at all.
void Company::renew(Account& account, std::int64_t signed_at, std::int64_t end) {
  const std::string contract = quoted("contract", account.id + "-C1");
  const std::string money = quoted("arr", std::to_string(account.arr));
  say(account, signed_at, "contract.signed", contract + "," + money + "," + quoted("end", date_text(end)));
  const std::int64_t kickoff = end - 120 * day + dice_.between(1, 25) * day;
  if (kickoff > signed_at && dice_.chance(85)) say(account, kickoff, "renewal.opened", contract);
  const std::int64_t decided = end - dice_.between(1, 40) * day;
  if (decided <= signed_at) return;
  if (dice_.chance(85)) {
    say(account, decided, "renewal.won", contract + "," + money + "," + quoted("end", date_text(end + 365 * day)));
  } else {
    say(account, decided, "renewal.lost", contract + ",\"reason\":\"price\"");
    say(account, end, "account.churned", "\"reason\":\"price\"");
  }
}

void Company::live(int number) {
  Account account = meet(number);
  if (!win(account)) return;
  hand_over(account);
  const std::int64_t signed_at = account.now + dice_.between(1, 5) * hour;
  account.now = later(account, 15, 75);
  say(account, account.now, "onboarding.completed");
  renew(account, signed_at, signed_at + (dice_.chance(50) ? 183 : 365) * day);
  for (int life = 0; life < lives_; ++life) support(account, year_ends);
  grow(account, year_ends);
  review(account, year_ends);
}

// Somebody leaves, somebody falls ill.
void Company::people() {
  const auto org = [&](std::int64_t at, const char* type, const std::string& data) {
    lines_.push_back({at, "org", type, data});
  };
  org(year_begins + 150 * day + 15 * hour, "person.away",
      quoted("person", "noor") + "," + quoted("from", date_text(year_begins + 151 * day)) + "," +
          quoted("to", date_text(year_begins + 165 * day)) + "," + quoted("cover", "pavel"));
  org(year_begins + 222 * day + 22 * hour, "person.left", quoted("person", "gus"));
}

void Company::write() {
  std::stable_sort(lines_.begin(), lines_.end(), [](const Line& a, const Line& b) { return a.at < b.at; });
  std::int64_t number = 0;
  for (const Line& line : lines_) {
    std::printf("{\"specversion\":\"1.0\",\"id\":\"e-%" PRId64
                "\",\"source\":\"crm\",\"type\":\"%s\",\"subject\":\"%s\","
                "\"time\":\"%s\",\"sequence\":\"%09" PRId64 "\",\"data\":{%s}}\n",
                number, line.type.c_str(), line.subject.c_str(), time_text(line.at).c_str(), number, line.data.c_str());
    ++number;
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto argument = [&](int i, int otherwise) { return argc > i ? std::atoi(argv[i]) : otherwise; };
  const int accounts = argument(2, 200);
  Company company(static_cast<std::uint64_t>(argument(1, 1)), argument(3, 1));
  for (int number = 1; number <= accounts; ++number) company.live(number);
  company.people();
  company.write();
  return 0;
}
