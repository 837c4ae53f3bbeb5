#include "tests/unit/reference/random_events.hpp"

#include <random>

#include "engine/flow/engine.hpp"

namespace baton::testing {

namespace {

constexpr std::int64_t minute_ms = 60'000, hour_ms = 60 * minute_ms, day_ms = 24 * hour_ms;
constexpr std::int64_t begin_ms = 1'767'225'600'000;  // 2026-01-01

class Stream {
 public:
  Stream(const Program& program, std::uint64_t seed)
      : program_(program), policy_(program.policy()), org_(program.org()), bits_(seed) {}

  Event next(const std::vector<Instant>& timers) {
    Event event;
    event.at = now_ = next_instant(timers);
    event.source = "dice";
    event.id = std::to_string(++number_);
    while (event.id.size() < 6) event.id.insert(0, "0");  // S1 compares texts
    event.subject = "a" + std::to_string(below(3));
    if (chance(75)) {
      declared(event);
    } else {
      undeclared(event);
    }
    event.type = event.kind == EventKind::Declared ? event.type : policy_.event_of(event.kind);
    if (event.kind != EventKind::Declared) event.type_name = std::string(name_of(event.kind));
    return event;
  }

 private:
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(bits_() % bound); }
  bool chance(std::size_t percent) { return below(100) < percent; }

  Instant next_instant(const std::vector<Instant>& timers) {
    if (chance(10)) return now_;
    if (chance(25) && !timers.empty()) {
      const Instant timer = timers[below(timers.size())];
      if (timer >= now_ && timer.ms < now_.ms + 400 * day_ms) return timer;
    }
    const auto some = [&](std::int64_t unit, std::size_t most) {
      return Instant{now_.ms + unit * static_cast<std::int64_t>(below(most))};
    };
    if (chance(30)) return some(minute_ms, 90);
    if (chance(50)) return some(hour_ms, 60);
    return chance(85) ? some(day_ms, 30) : some(day_ms, 200);
  }

  Scalar value(const Field& field) {
    if (field.optional && chance(20)) return unknown;
    const auto between = [&](Scalar low, Scalar high) {
      return low + static_cast<Scalar>(below(static_cast<std::size_t>(high - low + 1)));
    };
    constexpr Scalar amounts[] = {0,         100,        999'999,    1'000'000,  4'999'999,
                                  5'000'000, 10'000'000, 25'000'000, 100'000'000};
    switch (field.type.kind) {
      case TypeKind::Enum:
        return between(0, static_cast<Scalar>(field.type.labels.size()) - 1);
      case TypeKind::Bool:
        return between(0, 1);
      case TypeKind::Money:
        return chance(70) ? amounts[below(std::size(amounts))] : between(-5'000, 30'000'000);
      case TypeKind::Number:
        return between(field.type.min, field.type.max);
      case TypeKind::Date:
        return now_.ms / day_ms + between(-5, chance(50) ? 30 : 250);
      case TypeKind::Text:
        return between(other_text, static_cast<Scalar>(policy_.texts.size()) - 1);
    }
    return 0;
  }

  void name_record(Event& event, RecordTypeId type) {
    event.record = type;
    event.record_id = "r" + std::to_string(below(3));
  }

  void declared(Event& event) {
    event.type = EventId{below(policy_.events.size())};
    while (policy_.events[event.type->index].kind != EventKind::Declared)
      event.type = EventId{below(policy_.events.size())};
    const EventType& type = policy_.events[event.type->index];
    event.type_name = type.name;
    if (type.record) name_record(event, *type.record);
    for (const PayloadField& payload : type.payload) {
      if (payload.target.scope == Scope::Event && payload.initial && chance(50)) {
        event.values.push_back({payload.target, *payload.initial});
      } else if (chance(80)) {
        event.values.push_back({payload.target, value(policy_.field(payload.target))});
      }
    }
    // What the first event must give, where it can.
    for (std::size_t i = 0; i < policy_.account_fields.size(); ++i)
      updates(event, {Scope::Account, {}, {}, FieldId{i}});
  }

  // An event may bring a field that its type does not declare: the engine takes what it is given.
  void updates(Event& event, const FieldRef& target) {
    const Field& field = policy_.field(target);
    for (const Event::Value& given : event.values) {
      if (given.target == target) return;
    }
    if (field.required() ? chance(50) : chance(5)) event.values.push_back({target, value(field)});
  }

  void undeclared(Event& event) {
    const Structure& structure = policy_.structures[below(policy_.structures.size())];
    constexpr EventKind kinds[] = {EventKind::AccountUpdated,
                                   EventKind::AccountUpdated,
                                   EventKind::ItemDone,
                                   EventKind::ItemDone,
                                   EventKind::ItemDone,
                                   EventKind::HandoffAccepted,
                                   EventKind::HandoffAccepted,
                                   EventKind::HandoffReturned,
                                   EventKind::SeatAssigned,
                                   EventKind::SeatReleased,
                                   EventKind::EscalationAcknowledged,
                                   EventKind::EscalationClosed,
                                   EventKind::PersonAway,
                                   EventKind::PersonLeft};
    event.kind = kinds[below(std::size(kinds))];
    if (event.kind == EventKind::PersonLeft && chance(70)) event.kind = EventKind::AccountUpdated;
    if (is_about_org(event.kind)) return about_org(event);
    if (event.kind == EventKind::AccountUpdated) {
      for (std::size_t i = 0; i < policy_.account_fields.size(); ++i) {
        if (chance(60))
          event.values.push_back({{Scope::Account, {}, {}, FieldId{i}}, value(policy_.account_fields[i])});
      }
      return;
    }
    event.role = RoleId{below(policy_.roles.size())};
    event.person = PersonId{below(org_.people.size())};
    if (chance(40)) event.until = Instant{now_.ms + static_cast<std::int64_t>(below(40)) * day_ms / 2};
    const bool of_handoff = event.kind == EventKind::ItemDone || event.kind == EventKind::HandoffAccepted ||
                            event.kind == EventKind::HandoffReturned;
    if (of_handoff && !structure.handoffs.empty()) {
      const Handoff& handoff = structure.handoffs[below(structure.handoffs.size())];
      event.name = handoff.name;
      if (!handoff.checklist.empty()) event.item = handoff.checklist[below(handoff.checklist.size())].name;
    } else if (!structure.escalations.empty()) {
      event.name = structure.escalations[below(structure.escalations.size())].name;
    }
    if (!policy_.records.empty() && chance(40)) name_record(event, RecordTypeId{below(policy_.records.size())});
  }

  void about_org(Event& event) {
    event.subject = "org";
    event.person = PersonId{below(org_.people.size())};
    const auto today = static_cast<std::int32_t>(now_.ms / day_ms);
    event.away.from = Day{today + static_cast<std::int32_t>(below(10))};
    event.away.to = Day{event.away.from.number + static_cast<std::int32_t>(below(15))};
    if (chance(50)) event.away.cover = PersonId{below(org_.people.size())};
  }

  const Program& program_;
  const Policy& policy_;
  const Org& org_;
  std::mt19937_64 bits_;
  Instant now_{begin_ms};
  std::size_t number_ = 0;
};

}  // namespace

std::vector<Event> random_events(const Program& program, std::uint64_t seed, std::size_t count) {
  Stream stream(program, seed);
  Engine engine(std::make_shared<const Program>(std::make_shared<Policy>(program.policy()),
                                                std::make_shared<Org>(program.org())));
  std::vector<Instant> timers;  // what has been announced
  std::vector<Event> events;
  for (std::size_t i = 0; i < count; ++i) {
    events.push_back(stream.next(timers));
    const auto note = [&](Decision&& decision) {
      if (decision.next) timers.push_back(decision.next->at);
      if (timers.size() > 5) timers.erase(timers.begin());
    };
    static_cast<void>(engine.apply(events.back(), note));
  }
  return events;
}

}  // namespace baton::testing
