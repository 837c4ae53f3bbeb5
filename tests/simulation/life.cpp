#include "tests/simulation/life.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace baton::simulation {
namespace {

constexpr std::int64_t minute_ms = 60'000, hour_ms = 60 * minute_ms, day_ms = 24 * hour_ms;

std::string pair(const char* key, const std::string& value) {
  return fmt::format("\"{}\":\"{}\"", key, value);
}

std::string date_text(std::int64_t at_ms) {
  const naive::Date date = naive::date_of(at_ms / day_ms);
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

// The names that events may speak of.
struct Names {
  explicit Names(const Program& program);
  std::vector<std::string> people, roles, escalations, handoffs;
  std::map<std::string, std::vector<std::string>> items;  // by handoff, of all its texts
};

Names::Names(const Program& program) {
  for (const Person& person : program.org().people) people.push_back(person.id);
  for (const Role& role : program.policy().roles) roles.push_back(role.name);
  for (const Structure& structure : program.policy().structures) {
    for (const Escalation& escalation : structure.escalations) escalations.push_back(escalation.name);
    for (const Handoff& handoff : structure.handoffs) {
      for (const ChecklistItem& item : handoff.checklist) items[handoff.name].push_back(item.name);
    }
  }
  for (auto& [handoff, all] : items) {
    handoffs.push_back(handoff);
    std::ranges::sort(all);
    all.erase(std::ranges::unique(all).begin(), all.end());
  }
}

// One account, from the first meeting to the end of the simulation.
class Life {
 public:
  Life(std::vector<Line>& lines, const Names& names, Dice& dice, std::string id, std::int64_t now_ms)
      : lines_(lines), names_(names), dice_(dice), id_(std::move(id)), now_ms_(now_ms) {}

  void begin();
  void go_on() {
    wait();
    dice_.percent(4) ? anything() : something_sensible();
  }
  std::int64_t now_ms() const { return now_ms_; }
  void anything();
  void at_the_last_moment(const std::string& handoff);

 private:
  enum class Stage { Prospect, Opportunity, Onboarding, Customer, Churned };

  void say(const std::string& type, const std::string& data = "") { lines_.push_back({now_ms_, id_, type, data}); }
  void wait();
  void something_sensible();
  void sell();
  void decide_deal();
  void onboard();
  void be_customer();
  void support();
  void renew();
  void change();
  void hand_over();
  void hand_over_well();
  void seats();
  void escalate();
  std::string record(const char* type, int number) { return pair(type, fmt::format("{}-{}{}", id_, type[0], number)); }
  std::string some(const char* type, int count) { return record(type, static_cast<int>(dice_.between(1, count + 1))); }
  std::string money() { return std::to_string(dice_.between(1, 400) * 1'000); }

  std::vector<Line>& lines_;
  const Names& names_;
  Dice& dice_;
  std::string id_;
  std::int64_t now_ms_;
  Stage stage_ = Stage::Prospect;
  int deals_ = 0, contracts_ = 0, tickets_ = 0;
};

void Life::begin() {
  static constexpr const char* segments[] = {"smb", "mid_market", "enterprise"};
  static constexpr const char* regions[] = {"amer", "emea", "apac", "latam"};
  say("account.updated", pair("segment", dice_.pick(segments)) + "," + pair("region", dice_.pick(regions)));
}

void Life::wait() {
  const auto kind = dice_.between(1, 100);
  if (kind <= 5) return;  // two things at once
  if (kind <= 20) {
    now_ms_ += dice_.between(1, 120) * minute_ms;
  } else if (kind <= 55) {
    now_ms_ += dice_.between(1, 72) * hour_ms;
  } else {
    now_ms_ += dice_.between(1, kind <= 92 ? 20 : 100) * day_ms + dice_.between(0, day_ms);
  }
}

void Life::something_sensible() {
  switch (stage_) {
    case Stage::Prospect:
    case Stage::Churned:
      return sell();
    case Stage::Opportunity:
      return dice_.percent(60) ? decide_deal() : change();
    case Stage::Onboarding:
      return onboard();
    case Stage::Customer:
      return be_customer();
  }
}

void Life::sell() {
  if (dice_.percent(40)) return say("lead.qualified");
  stage_ = Stage::Opportunity;
  say("deal.opened", record("deal", ++deals_) + "," + pair("kind", "new") + "," + pair("amount", money()));
}

void Life::decide_deal() {
  const bool won = dice_.percent(75);
  stage_ = won ? Stage::Onboarding : Stage::Prospect;
  if (!won) return say("deal.closed_lost", record("deal", deals_));
  say("deal.closed_won", record("deal", deals_) + "," + pair("amount", money()) + "," + pair("arr", money()));
}

void Life::hand_over() {
  const std::string& handoff = dice_.pick(names_.handoffs);
  const std::string& item = dice_.pick(names_.items.at(handoff));
  const auto kind = dice_.between(1, 100);
  if (kind <= 55) return say("handoff.item_done", pair("handoff", handoff) + "," + pair("item", item));
  if (kind <= 70) return say("handoff.accepted", pair("handoff", handoff));
  if (kind <= 75) return say("handoff.returned", pair("handoff", handoff) + "," + pair("reason", "not complete"));
  say(kind <= 88 ? "intro.held" : "handover.approved");
}

// As it should be: every item, the introduction, the acceptance, mostly in time.
void Life::hand_over_well() {
  const std::string& handoff = dice_.pick(names_.handoffs);
  for (const std::string& item : names_.items.at(handoff)) {
    now_ms_ += dice_.between(0, 30) * hour_ms;
    if (dice_.percent(95)) say("handoff.item_done", pair("handoff", handoff) + "," + pair("item", item));
  }
  say("intro.held");
  if (dice_.percent(50)) say("handover.approved");
  if (dice_.percent(90)) say("handoff.accepted", pair("handoff", handoff));
}

void Life::onboard() {
  const auto kind = dice_.between(1, 100);
  if (kind <= 30) return hand_over_well();
  if (kind <= 60) return hand_over();
  if (kind <= 70) return support();
  if (kind <= 80) return seats();
  if (kind <= 83) {
    stage_ = Stage::Churned;
    return say("account.churned");
  }
  stage_ = Stage::Customer;
  say("onboarding.completed");
}

void Life::be_customer() {
  const auto kind = dice_.between(1, 100);
  if (kind <= 35) return support();
  if (kind <= 50) return renew();
  if (kind <= 55) return hand_over_well();
  if (kind <= 65) return hand_over();
  if (kind <= 75) return change();
  if (kind <= 80) return say("qbr.held");
  if (kind <= 85) return escalate();
  if (kind <= 90) return seats();
  if (kind <= 98) {
    const std::string deal = record("deal", ++deals_);
    say("deal.opened",
        deal + "," + pair("kind", dice_.percent(70) ? "expansion" : "renewal") + "," + pair("amount", money()));
    return;
  }
  stage_ = Stage::Churned;
  say("account.churned");
}

void Life::support() {
  static constexpr const char* severities[] = {"low", "high", "critical", "critical"};
  static constexpr const char* steps[] = {"acknowledged", "waiting", "resumed", "resolved"};
  if (tickets_ == 0 || dice_.percent(35)) {
    return say("ticket.opened", record("ticket", ++tickets_) + "," + pair("severity", dice_.pick(severities)));
  }
  const std::string ticket = record("ticket", static_cast<int>(dice_.between(std::max(1, tickets_ - 1), tickets_)));
  if (dice_.percent(10)) return say("ticket.raised", ticket + "," + pair("severity", "critical"));
  say(std::string("ticket.") + dice_.pick(steps), ticket);
}

void Life::renew() {
  const auto kind = dice_.between(1, 100);
  if (contracts_ == 0 || kind <= 25) {
    const std::string end = date_text(now_ms_ + dice_.between(5, 420) * day_ms);
    return say("contract.signed",
               record("contract", ++contracts_) + "," + pair("arr", money()) + "," + pair("end", end));
  }
  const std::string contract = some("contract", contracts_ - 1);
  if (kind <= 55) return say("renewal.opened", contract);
  if (kind <= 65) return say("renewal.lost", contract);
  const std::string end = date_text(now_ms_ + dice_.between(60, 420) * day_ms);
  say("renewal.won", contract + "," + pair("arr", money()) + "," + pair("end", end));
}

void Life::change() {
  static constexpr const char* fields[] = {"\"segment\":\"smb\"",
                                           "\"segment\":\"mid_market\"",
                                           "\"segment\":\"enterprise\"",
                                           "\"region\":\"amer\"",
                                           "\"region\":\"emea\"",
                                           "\"region\":\"apac\"",
                                           "\"key\":true",
                                           "\"key\":false",
                                           "\"health\":20",
                                           "\"health\":null",
                                           "\"health\":95",
                                           "\"arr\":\"900000\""};
  say("account.updated", dice_.pick(fields));
}

void Life::seats() {
  const std::string role = pair("role", dice_.pick(names_.roles));
  if (dice_.percent(30)) return say("seat.released", role);
  std::string data = role + "," + pair("person", dice_.pick(names_.people));
  if (dice_.percent(40)) data += "," + pair("until", date_text(now_ms_ + dice_.between(1, 90) * day_ms));
  if (contracts_ > 0 && dice_.percent(25)) data += "," + some("contract", contracts_ - 1);
  say("seat.assigned", data);
}

void Life::escalate() {
  const auto kind = dice_.between(1, 3);
  if (kind == 1) return say("risk.raised");
  if (kind == 2) return say("risk.cleared");
  say(dice_.percent(50) ? "escalation.acknowledged" : "escalation.closed",
      pair("escalation", dice_.pick(names_.escalations)));
}

// At any time, of any thing: what is too early, too late or twice.
void Life::anything() {
  static constexpr const char* bare[] = {"lead.qualified", "intro.held",   "handover.approved", "onboarding.completed",
                                         "qbr.held",       "risk.cleared", "account.churned"};
  switch (dice_.between(1, 8)) {
    case 1:
      return say(dice_.pick(bare));
    case 2:
      return say(dice_.percent(50) ? "deal.closed_won" : "deal.closed_lost",
                 some("deal", deals_) + "," + pair("amount", money()) + "," + pair("arr", money()));
    case 3:
      return hand_over();
    case 4:
      return support();
    case 5:
      return renew();
    case 6:
      return escalate();
    case 7:
      return seats();
    default:
      return change();
  }
}

// What may meet a deadline, or touches a handoff or a seat just when something else moves it.
void Life::at_the_last_moment(const std::string& handoff) {
  const auto kind = dice_.between(1, 100);
  if (kind <= 50 && names_.items.contains(handoff)) {
    const std::string& item = dice_.pick(names_.items.at(handoff));
    return say("handoff.item_done", pair("handoff", handoff) + "," + pair("item", item));
  }
  if (kind <= 75) return seats();
  anything();
}

// Ill for a day or a season, and gone for good.
void live_people(std::vector<Line>& lines, const Names& names, Dice& dice, std::int64_t begin_ms, std::int64_t end_ms) {
  for (const std::string& person : names.people) {
    for (std::int64_t at = begin_ms + dice.between(0, 300) * day_ms; at < end_ms;
         at += dice.between(30, 500) * day_ms) {
      const std::int64_t from = at + dice.between(-1, 20) * day_ms;
      std::string data = pair("person", person) + "," + pair("from", date_text(from)) + "," +
                         pair("to", date_text(from + dice.between(0, dice.percent(80) ? 10 : 90) * day_ms));
      if (dice.percent(50)) data += "," + pair("cover", dice.pick(names.people));
      lines.push_back({at + dice.between(0, day_ms), "org", "person.away", data});
    }
    if (dice.percent(12))
      lines.push_back({dice.between(begin_ms, end_ms), "org", "person.left", pair("person", person)});
  }
}

}  // namespace

std::vector<Line> live(const Program& program, const Scale& scale, std::uint64_t seed) {
  Dice dice(seed);
  const Names names(program);
  const std::int64_t begin_ms = naive::day_number({scale.first_year, 1, 1}) * day_ms;
  const std::int64_t end_ms = naive::day_number({scale.first_year + scale.years, 1, 1}) * day_ms;
  std::vector<Line> lines;
  for (int number = 1; number <= scale.accounts; ++number) {
    Life life(lines, names, dice, fmt::format("a{}", number), begin_ms + dice.between(0, 120 * day_ms));
    for (life.begin(); life.now_ms() < end_ms;) life.go_on();
  }
  live_people(lines, names, dice, begin_ms, end_ms);
  std::erase_if(lines, [&](const Line& line) { return line.at_ms >= end_ms; });
  return lines;
}

Line at_the_last_moment(const Program& program, const Moment& moment, Dice& dice) {
  std::vector<Line> lines;
  const Names names(program);
  Life(lines, names, dice, moment.account, moment.at.ms).at_the_last_moment(moment.handoff);
  return lines.front();
}

std::vector<std::string> to_json(std::vector<Line> lines) {
  std::ranges::stable_sort(lines, {}, &Line::at_ms);
  std::vector<std::string> texts;
  for (const Line& line : lines) {
    const std::size_t number = texts.size();
    texts.push_back(fmt::format(
        R"({{"specversion":"1.0","id":"e{}","source":"crm","type":"{}","subject":"{}","time":"{}","sequence":"{:07}","data":{{{}}}}})",
        number, line.type, line.subject, to_string(Instant{line.at_ms}), number, line.data));
  }
  return texts;
}

}  // namespace baton::simulation
