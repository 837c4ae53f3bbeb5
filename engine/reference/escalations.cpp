// Escalations (O5, O8): one tier after the other, until somebody answers.
#include <algorithm>
#include <set>

#include "engine/reference/step.hpp"
#include "engine/reference/time.hpp"

namespace baton::reference {

namespace {

using Skipped = EscalationReport::Skipped;

enum Detail : std::size_t { tier_ends, first_date };

const Escalation& text_of(const Policy& policy, const OpenEscalation& open) {
  return policy.structures[open.structure.index].escalations[open.escalation.index];
}

OpenEscalation* open_one(Step& step, const std::string& name, Place place) {
  for (OpenEscalation& open : step.account.escalations) {
    if (open.place == place && text_of(step.policy, open).name == name) return &open;
  }
  return nullptr;
}

// The last tier calls away or not; one who has left is represented by the manager.
std::optional<PersonId> reached(const Step& step, PersonId meant, bool is_last) {
  const Staff staff{step.org, step.world, step.now};
  const auto present = staff.present(meant);
  if (present || !is_last) return present;
  if (!staff.is_gone(meant)) return meant;
  const auto manager = staff.manager(meant);
  if (!manager) return std::nullopt;
  const auto for_manager = staff.present(*manager);
  return for_manager ? for_manager : manager;
}

std::vector<PersonId> called_by(const Step& step, const OpenEscalation& open, std::size_t tier) {
  const auto& tiers = text_of(step.policy, open).tiers;
  std::vector<PersonId> called;
  for (const Target& target : tiers[tier].targets) {
    const auto meant = meant_by(step, target, open.place).person;
    const auto person = meant ? reached(step, *meant, tier + 1 == tiers.size()) : std::nullopt;
    if (person && std::ranges::find(called, *person) == called.end()) called.push_back(*person);
  }
  return called;
}

std::optional<Instant> until_of(const OpenEscalation& open) {
  std::optional<Instant> latest;
  if (open.state != EscalationState::Calling) return latest;
  for (const Clock& clock : open.clocks) {
    if (clock.until && (!latest || *latest < *clock.until)) latest = clock.until;
  }
  return latest;
}

void note(Step& step, const OpenEscalation& open, std::vector<Skipped> skipped = {},
          std::vector<PersonId> notified = {}) {
  EscalationReport said;
  said.escalation = text_of(step.policy, open).name;
  said.record = step.name_of(open.place);
  said.n = open.n;
  said.state = open.state;
  said.tier = static_cast<std::uint32_t>(open.tier + 1);
  said.calls = open.calls;
  said.until = until_of(open) == far_future ? std::nullopt : until_of(open);  // T2: never is no deadline
  said.skipped = std::move(skipped);
  said.notified = std::move(notified);
  said.began = open.number;
  auto& all = step.decision.escalations;
  for (const EscalationReport& other : all) {
    if (other.began != said.began) continue;
    said.skipped.insert(said.skipped.begin(), other.skipped.begin(), other.skipped.end());
    if (said.notified.empty()) said.notified = other.notified;
  }
  std::erase_if(all, [&](const EscalationReport& other) { return other.began == said.began; });
  all.push_back(said);
  std::ranges::sort(all, {}, &EscalationReport::began);  // in the order of beginning
}

void start_clocks(Step& step, OpenEscalation& open) {
  const auto& lasts = text_of(step.policy, open).tiers[open.tier].lasts;
  open.clocks.clear();
  if (!lasts) return;
  std::vector<CalendarId> calendars;
  for (const PersonId person : open.calls) calendars.push_back(calendar_of(step.org, person));
  if (calendars.empty()) calendars.push_back(step.org.default_calendar);
  for (const CalendarId calendar : calendars) {
    open.clocks.push_back({calendar, deadline(step.org, calendar, step.now, *lasts), 0, lasts->business});
  }
}

bool settle_pause(Step& step, OpenEscalation& open) {
  const Escalation& text = text_of(step.policy, open);
  const bool pause = is_paused(step, text.paused_account_stages, text.paused_record_stages, open.place);
  if (open.state != EscalationState::Calling || pause == open.paused) return false;
  open.paused = pause;
  for (Clock& clock : open.clocks) {
    const Calendar& calendar = step.org.calendars[clock.calendar.index];
    if (pause) {
      clock.left_ms = time_left(calendar, clock.business, step.now, *clock.until);
      clock.until.reset();
    } else {
      clock.until = after_left(calendar, clock.business, step.now, clock.left_ms);
    }
  }
  return true;
}

// This tier, or the next one that reaches somebody new; the last one in any case.
std::vector<Skipped> call(Step& step, OpenEscalation& open, std::size_t tier) {
  const std::size_t last = text_of(step.policy, open).tiers.size() - 1;
  std::vector<Skipped> skipped;
  std::vector<PersonId> called = called_by(step, open, tier);
  const auto is_new = [&](PersonId person) { return std::ranges::find(open.calls, person) == open.calls.end(); };
  while (tier < last && std::ranges::none_of(called, is_new)) {
    skipped.push_back({static_cast<std::uint32_t>(tier + 1),
                       called.empty() ? "it would call nobody" : "it would call only people just called"});
    called = called_by(step, open, ++tier);
  }
  open.tier = tier;
  open.calls = called;
  open.paused = false;
  start_clocks(step, open);
  settle_pause(step, open);
  return skipped;
}

std::vector<PersonId> notified(const Step& step, const Escalation& text, Place place) {
  std::vector<PersonId> people;
  for (const RoleId role : text.notify) {
    const auto person = holder_of(step.account, place, role).person;
    if (person && std::ranges::find(people, *person) == people.end()) people.push_back(*person);
  }
  return people;
}

void begin(Step& step, StructureId structure, EscalationId id, Place place, std::optional<std::uint64_t> raiser) {
  OpenEscalation open;
  open.structure = structure;
  open.escalation = id;
  open.place = place;
  const Escalation& text = text_of(step.policy, open);
  if (const OpenEscalation* running = open_one(step, text.name, place)) return note(step, *running);
  open.number = ++step.account.numbers;
  open.n = count(step.account, "escalation of " + (place ? std::to_string(*place) : "account") + "/" + text.name);
  open.instance = count(step.account, "escalation/" + text.name);
  open.raised_by = raiser;
  std::vector<Skipped> skipped = call(step, open, 0);
  note(step, open, std::move(skipped), notified(step, text, place));
  step.account.escalations.push_back(std::move(open));
}

void acknowledge(Step& step, OpenEscalation& open) {
  if (open.state != EscalationState::Calling) return;
  open.state = EscalationState::Acknowledged;
  open.paused = false;
  open.clocks.clear();
  note(step, open);
}

void end(Step& step, OpenEscalation& open, EscalationState state) {
  open.state = state;
  open.clocks.clear();
  note(step, open);
}

void forget_ended(Step& step) {
  std::erase_if(step.account.escalations, [](const OpenEscalation& open) {
    return open.state == EscalationState::Closed || open.state == EscalationState::Exhausted;
  });
}

std::string key(const Escalation& text, std::size_t date) {
  return "escalation " + text.name + " " + std::to_string(date);
}

}  // namespace

bool take_escalation_event(Step& step) {
  OpenEscalation* open = open_one(step, step.event->name, step.event_place);
  if (open == nullptr) return false;
  if (step.event->kind == EventKind::EscalationAcknowledged) {
    acknowledge(step, *open);
  } else {
    end(step, *open, EscalationState::Closed);
  }
  forget_ended(step);
  return true;
}

void end_escalations(Step& step) {
  for (OpenEscalation& open : step.account.escalations) {
    const Escalation& text = text_of(step.policy, open);
    if (any_sets_off(step, text.closed_on, open.place)) {
      end(step, open, EscalationState::Closed);
    } else if (any_sets_off(step, text.acknowledged_on, open.place)) {
      acknowledge(step, open);
    }
  }
  forget_ended(step);
}

void begin_escalations(Step& step) {
  for (std::size_t i = 0; i < step.structure().escalations.size(); ++i) {
    const Escalation& text = step.structure().escalations[i];
    const auto place = place_for(step, text.per, step.event_place);
    if (!place || !any_sets_off(step, text.on, *place) || !holds(step.sight_of_event(*place), text.when)) continue;
    begin(step, step.account.structure, EscalationId{i}, *place, std::nullopt);
  }
}

std::vector<PersonId> calls_now(const Step& step, const OpenEscalation& open) {
  return open.state == EscalationState::Calling ? called_by(step, open, open.tier) : open.calls;
}

// A tier that calls nobody now is over, unless it is paused or the last.
void settle_escalations(Step& step) {
  for (OpenEscalation& open : step.account.escalations) {
    bool is_changed = settle_pause(step, open);
    std::vector<Skipped> skipped;
    const std::vector<PersonId> called = calls_now(step, open);
    const std::size_t next = open.tier + 1, tiers = text_of(step.policy, open).tiers.size();
    const bool may_pass_on = open.state == EscalationState::Calling && !open.paused && next < tiers;
    if (called.empty() && may_pass_on) {
      skipped = call(step, open, next);
      skipped.insert(skipped.begin(), {static_cast<std::uint32_t>(next), "it calls nobody any more"});
      is_changed = true;
    } else if (called != open.calls) {
      open.calls = called;
      is_changed = true;
    }
    if (is_changed) note(step, open, std::move(skipped));
  }
}

void raise(Step& step, StructureId structure, EscalationId id, Place of, std::uint64_t raiser) {
  const Escalation& text = step.policy.structures[structure.index].escalations[id.index];
  const auto place = place_for(step, text.per, of);
  if (place && holds(step.sight(of), text.when)) begin(step, structure, id, *place, raiser);
}

void close_raised(Step& step, std::uint64_t raiser) {
  for (OpenEscalation& open : step.account.escalations) {
    if (open.raised_by == raiser) end(step, open, EscalationState::Closed);
  }
  forget_ended(step);
}

void add_escalation_timers(const Step& step, std::vector<Timer>& timers) {
  for (const OpenEscalation& open : step.account.escalations) {
    const auto until = until_of(open);
    if (!until || *until == far_future) continue;
    const Escalation& text = text_of(step.policy, open);
    const bool is_last = open.tier + 1 == text.tiers.size();
    timers.push_back({*until, 0, open.place, Timer::Kind::Escalation, open.escalation.index, open.number, tier_ends,
                      open.instance, text.name, is_last ? "exhausted" : "tier " + std::to_string(open.tier + 2)});
  }
  for (std::size_t i = 0; i < step.structure().escalations.size(); ++i) {
    const Escalation& text = step.structure().escalations[i];
    for (std::size_t j = 0; j < text.at_dates.size(); ++j) {
      for (const Place& place : places_of(step, text.per)) {
        if (!holds(step.sight(place), text.when)) continue;  // as things are it would begin nothing
        const auto moment = moment_of(step, place, text.at_dates[j], key(text, j));
        if (!moment) continue;
        timers.push_back({moment->at, 0, place, Timer::Kind::Escalation, i, 0, first_date + j, 0, text.name, "date"});
      }
    }
  }
}

void fire_escalation(Step& step, const Timer& timer) {
  if (timer.detail == tier_ends) {
    OpenEscalation& open = *std::ranges::find(step.account.escalations, timer.beginning, &OpenEscalation::number);
    if (open.tier + 1 == text_of(step.policy, open).tiers.size()) {
      end(step, open, EscalationState::Exhausted);
      return forget_ended(step);
    }
    std::vector<Skipped> skipped = call(step, open, open.tier + 1);
    return note(step, open, std::move(skipped));
  }
  const Escalation& text = step.structure().escalations[timer.declaration];
  const std::size_t date = timer.detail - first_date;
  const auto moment = moment_of(step, timer.place, text.at_dates[date], key(text, date));
  mark_fired(step, timer.place, key(text, date), moment->value);
  if (!holds(step.sight(timer.place), text.when)) return;
  begin(step, step.account.structure, EscalationId{timer.declaration}, timer.place, std::nullopt);
}

}  // namespace baton::reference
