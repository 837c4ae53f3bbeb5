// Streams of events: mostly such as fit the policy, at moments at which something may hang on a millisecond.
#include <algorithm>

#include "tests/differential/world.hpp"

namespace baton::differential {
namespace {

constexpr std::int64_t minute_ms = 60'000, hour_ms = 60 * minute_ms, day_ms = 24 * hour_ms;

std::string quoted(const std::string& text) {
  return '"' + text + '"';
}

class Stream {
 public:
  Stream(const Plan& plan, Dice& dice) : plan_(plan), dice_(dice) {
    static const std::vector<std::int64_t> starts = {20'458, 20'515, 20'540, 20'745, 20'750, 20'482, 40'000};
    now_ = dice.pick(starts) * day_ms + dice.between(0, 23) * hour_ms;
    accounts_ = dice.some<std::string>({"zeta", "alpha", "mid"}, 1 + dice.below(3));
    pace_ = dice.below(3);
  }

  std::vector<WorldEvent> write(std::size_t count) {
    std::vector<WorldEvent> events;
    for (std::size_t i = 0; i < count; ++i) {
      move_on(events);
      WorldEvent event = any_event();
      event.at = {now_};
      event.source = dice_.percent(80) ? "crm" : "desk";
      event.id = "e" + std::to_string(dice_.percent(3) && i > 0 ? dice_.below(i) : i);
      if (dice_.percent(30)) event.sequence = std::to_string(dice_.below(3));
      events.push_back(std::move(event));
    }
    if (dice_.percent(70)) dice_.shuffle(events);
    return events;
  }
  Instant end() { return {now_ + dice_.between(0, 120) * day_ms}; }

 private:
  // To a moment at which a window or a deadline of the policy may end, if it began at an earlier event.
  std::int64_t after_a_span(const std::vector<WorldEvent>& events) {
    const std::string& span = dice_.pick(plan_.spans);
    const double count = std::stod(span);
    const auto has = [&](const char* word) { return span.find(word) != std::string::npos; };
    const double unit = has("minute")    ? minute_ms
                        : has("hour")    ? hour_ms
                        : has("week")    ? 7 * day_ms
                        : has("month")   ? 30 * day_ms
                        : has("quarter") ? 91 * day_ms
                        : has("year")    ? 365 * day_ms
                                         : day_ms;
    const std::int64_t length = static_cast<std::int64_t>(count * unit);
    const std::size_t back = dice_.below(std::min<std::size_t>(events.size(), 4));
    static const std::vector<std::int64_t> off = {0, 0, 0, -1, 1, -hour_ms, hour_ms, day_ms};
    return events[events.size() - 1 - back].at.ms + length + dice_.pick(off);
  }

  void move_on(const std::vector<WorldEvent>& events) {
    if (events.empty() || dice_.percent(12)) return;  // the same instant
    if (!plan_.spans.empty() && dice_.percent(35)) {
      const std::int64_t there = after_a_span(events);
      if (there > now_ && there < now_ + 200 * day_ms) {
        now_ = there;
        return;
      }
    }
    static const std::vector<std::vector<std::int64_t>> paces = {
        {minute_ms, 7 * minute_ms, hour_ms, 5 * hour_ms, day_ms},
        {hour_ms, 9 * hour_ms, day_ms, 2 * day_ms, 5 * day_ms},
        {day_ms, 4 * day_ms, 11 * day_ms, 30 * day_ms, hour_ms}};
    now_ += dice_.pick(paces[pace_]) * dice_.between(1, 3);
    if (dice_.percent(10)) now_ -= now_ % day_ms;  // a midnight, of UTC
    if (events.back().at.ms > now_) now_ = events.back().at.ms;
  }

  // ---- values

  std::string json(const PlanField& field) {
    if (field.optional && dice_.percent(15)) return "null";
    switch (field.type.kind) {
      case TypeKind::Enum:
        return quoted(dice_.pick(field.type.labels));
      case TypeKind::Bool:
        return dice_.percent(50) ? "true" : "false";
      case TypeKind::Text:
        return quoted(dice_.percent(70) ? dice_.pick(field.words) : std::string("other"));
      case TypeKind::Date:
        return quoted(to_string(Day{static_cast<std::int32_t>(now_ / day_ms + date_off())}));
      case TypeKind::Money:
        return quoted(text_of_units(near(field), field.type.decimals));
      case TypeKind::Number:
        return text_of_units(std::clamp(near(field), field.type.min, field.type.max), field.type.decimals);
    }
    return "null";
  }
  Scalar near(const PlanField& field) { return dice_.pick(field.constants) + dice_.between(-1, 1); }
  std::int64_t date_off() {
    static const std::vector<std::int64_t> offs = {-20, -1, 0, 1, 5, 9, 10, 11, 29, 30, 31, 45, 90, 91, 150, 400};
    return dice_.pick(offs);
  }

  void tell(WorldEvent& event, const std::string& key, const PlanField& field) {
    event.values.push_back({key, json(field)});
  }

  std::string record_id(const RecordOf& record) {
    return plan_.records[*record].name.substr(0, 1) + std::to_string(1 + dice_.below(3));
  }

  // ---- events

  WorldEvent any_event() {
    WorldEvent event;
    event.subject = dice_.pick(accounts_);
    if (dice_.percent(1)) {
      event.type = "weather.changed";
    } else if (dice_.percent(10)) {
      updated(event);
    } else if (dice_.percent(22)) {
      undeclared(event);
    } else {
      declared(event);
    }
    return event;
  }

  void declared(WorldEvent& event) {
    const PlanEvent& type = dice_.pick(plan_.events);
    event.type = type.name;
    if (type.record) event.values.push_back({plan_.records[*type.record].name, quoted(record_id(type.record))});
    for (const PlanEvent::Tells& tells : type.tells) {
      if (dice_.percent(95)) tell(event, tells.key, plan_.fields_of(tells.of)[tells.field]);
    }
    if (type.own && dice_.percent(70)) tell(event, plan_.own_fields[*type.own].name, plan_.own_fields[*type.own]);
  }

  void updated(WorldEvent& event) {
    event.type = "account.updated";
    for (const PlanField& field : plan_.fields) {
      if (dice_.percent(70)) tell(event, field.name, field);
    }
  }

  void of_record(WorldEvent& event, std::size_t chance) {
    if (plan_.records.empty() || !dice_.percent(chance)) return;
    const std::size_t record = dice_.below(plan_.records.size());
    event.values.push_back({plan_.records[record].name, quoted(record_id(record))});
  }
  void say(WorldEvent& event, const std::string& key, const std::string& text) {
    event.values.push_back({key, quoted(text)});
  }

  void undeclared(WorldEvent& event) {
    const std::size_t kind = dice_.below(10);
    if (kind < 4 && !plan_.handoffs.empty()) return of_handoff(event, kind);
    if (kind < 6) return of_seat(event);
    if (kind < 8 && !plan_.escalations.empty()) {
      event.type = dice_.percent(60) ? "escalation.acknowledged" : "escalation.closed";
      say(event, "escalation", dice_.pick(plan_.escalations));
      return of_record(event, 50);
    }
    if (kind == 8) return away(event);
    if (!dice_.percent(30)) return declared(event);
    event.type = "person.left";
    event.subject = "org";
    say(event, "person", dice_.pick(plan_.people));
  }

  void of_handoff(WorldEvent& event, std::size_t kind) {
    say(event, "handoff", dice_.pick(plan_.handoffs));
    of_record(event, 35);
    if (kind < 2 && !plan_.items.empty()) {
      event.type = "handoff.item_done";
      return say(event, "item", dice_.pick(plan_.items));
    }
    event.type = kind == 2 ? "handoff.returned" : "handoff.accepted";
    if (kind == 2) say(event, "reason", "not yet");
  }

  void of_seat(WorldEvent& event) {
    say(event, "role", dice_.pick(plan_.roles));
    of_record(event, 20);
    event.type = dice_.percent(35) ? "seat.released" : "seat.assigned";
    if (event.type == "seat.released") return;
    say(event, "person", dice_.pick(plan_.people));
    if (dice_.percent(40))
      say(event, "until", to_string(Day{static_cast<std::int32_t>(now_ / day_ms + dice_.between(0, 40))}));
  }

  void away(WorldEvent& event) {
    event.type = "person.away";
    event.subject = "org";
    const std::size_t who = dice_.below(plan_.people.size());
    say(event, "person", plan_.people[who]);
    const std::int64_t from = now_ / day_ms + dice_.between(-3, 10);
    say(event, "from", to_string(Day{static_cast<std::int32_t>(from)}));
    say(event, "to", to_string(Day{static_cast<std::int32_t>(from + dice_.between(0, 25))}));
    const std::size_t cover = dice_.below(plan_.people.size());
    if (cover != who) say(event, "cover", plan_.people[cover]);
  }

  const Plan& plan_;
  Dice& dice_;
  std::int64_t now_ = 0;
  std::size_t pace_ = 0;
  std::vector<std::string> accounts_;
};

}  // namespace

std::string to_json(const WorldEvent& event) {
  std::string line = R"({"specversion":"1.0","id":)" + quoted(event.id) + R"(,"source":)" + quoted(event.source) +
                     R"(,"type":)" + quoted(event.type) + R"(,"subject":)" + quoted(event.subject) + R"(,"time":)" +
                     quoted(to_string(event.at));
  if (!event.sequence.empty()) line += R"(,"sequence":)" + quoted(event.sequence);
  line += R"(,"data":{)";
  for (std::size_t i = 0; i < event.values.size(); ++i) {
    line += (i > 0 ? "," : "") + quoted(event.values[i].key) + ":" + event.values[i].json;
  }
  return line + "}}";
}

std::vector<WorldEvent> stream(const Plan& plan, Dice& dice, std::size_t count, Instant& until) {
  Stream writer(plan, dice);
  std::vector<WorldEvent> events = writer.write(count);
  until = writer.end();
  return events;
}

}  // namespace baton::differential
