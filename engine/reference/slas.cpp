// SLAs (O6, T5, T6): who owes what, and by when.
#include <algorithm>

#include "engine/reference/step.hpp"
#include "engine/reference/time.hpp"

namespace baton::reference {

namespace {

enum Detail : std::size_t { warns, is_due, tick, first_date };

const Sla& text_of(const Policy& policy, const OpenSla& sla) {
  return policy.structures[sla.structure.index].slas[sla.sla.index];
}

bool has_ended(const OpenSla& sla) {
  return sla.state != SlaState::Running && sla.state != SlaState::Paused;
}

Holder owed_by(const Step& step, const OpenSla& sla) {
  return meant_by(step, text_of(step.policy, sla).owner, sla.place);
}

void note(Step& step, OpenSla& sla) {
  const Holder owner = owed_by(step, sla);
  sla.told = {owner.role, owner.person};
  const std::string& name = text_of(step.policy, sla).name;
  const auto due = sla.due == far_future ? std::nullopt : sla.due;  // T2: never is no deadline
  const SlaReport said{name, step.name_of(sla.place), sla.n, sla.state, owner, due, sla.number};
  auto& all = step.decision.slas;
  std::erase_if(all, [&](const SlaReport& other) { return other.began == said.began; });
  all.push_back(said);
  std::ranges::sort(all, {}, &SlaReport::began);
}

// A moment that has passed when the deadline is set is no warning.
void set_warning(Step& step, OpenSla& sla) {
  const auto& before = text_of(step.policy, sla).warns_before;
  sla.warn_at.reset();
  if (!before || *sla.due == far_future) return;
  const Instant at = before_deadline(step.org, sla.calendar, *sla.due, *before);
  if (at > step.now) sla.warn_at = at;
}

bool settle_pause(Step& step, OpenSla& sla) {
  const Sla& text = text_of(step.policy, sla);
  const bool pause = is_paused(step, text.paused_account_stages, text.paused_record_stages, sla.place);
  if (has_ended(sla) || pause == (sla.state == SlaState::Paused)) return false;
  const Calendar& calendar = step.org.calendars[sla.calendar.index];
  if (pause) {
    sla.state = SlaState::Paused;
    sla.left_ms = time_left(calendar, text.within.business, step.now, *sla.due);
    sla.due.reset();
    return true;
  }
  sla.state = SlaState::Running;
  sla.due = after_left(calendar, text.within.business, step.now, sla.left_ms);
  if (sla.warn_at) set_warning(step, sla);
  return true;
}

void begin(Step& step, SlaId id, Place place) {
  OpenSla sla;
  sla.structure = step.account.structure;
  sla.sla = id;
  sla.place = place;
  const Sla& text = text_of(step.policy, sla);
  sla.number = ++step.account.numbers;
  sla.n = count(step.account, "sla of " + (place ? std::to_string(*place) : "account") + "/" + text.name);
  sla.instance = count(step.account, "sla/" + text.name);
  sla.calendar = calendar_of(step.org, meant_by(step, text.owner, place).person);
  sla.due = deadline(step.org, sla.calendar, step.now, text.within);
  set_warning(step, sla);
  settle_pause(step, sla);
  note(step, sla);
  step.account.slas.push_back(std::move(sla));
}

void end(Step& step, OpenSla& sla, SlaState state) {
  sla.state = state;
  sla.due.reset();
  sla.warn_at.reset();
  note(step, sla);
}

// A breached one is kept while what it raised runs: what is owed may still come, late.
void forget_ended(Step& step) {
  const auto& escalations = step.account.escalations;
  std::erase_if(step.account.slas, [&](const OpenSla& sla) {
    const bool runs =
        std::ranges::find(escalations, std::optional(sla.number), &OpenEscalation::raised_by) != escalations.end();
    return has_ended(sla) && !(sla.state == SlaState::Breached && runs);
  });
}

std::string key(const Sla& text, std::size_t date) {
  return "sla " + text.name + " " + std::to_string(date);
}
std::string tick_key(const Step& step, std::size_t sla) {
  return "tick " + std::to_string(step.account.structure.index) + " " + std::to_string(sla);
}
std::string owed_key(const Step& step, std::size_t sla) {
  return std::to_string(step.account.structure.index) + " " + std::to_string(sla);
}

// The latest entry into the stages from outside; nullopt: it is not in them.
std::optional<Instant> entry(const Life& life, StageSet stages) {
  std::optional<Instant> at;
  for (auto one = life.entered.rbegin(); one != life.entered.rend() && stages.has(one->second); ++one) at = one->first;
  return at;
}

// From when the periods are counted (T6).
std::optional<Instant> counted_from(const Step& step, const Sla& text, Place place) {
  const auto of_account = entry(step.account.life, text.every_account_stages);
  if (!place || !of_account) return of_account;
  const auto of_record = entry(step.life(place), text.every_record_stages);
  if (!of_record) return std::nullopt;
  const bool by_account = text.every_record_stages == StageSet::all() && text.every_account_stages != StageSet::all();
  return by_account ? *of_account : std::max(*of_account, *of_record);
}

// The next tick from now on that has not been: of the past ones only the last can be at this very instant.
std::optional<Instant> next_tick(const Step& step, std::size_t sla, Place place) {
  const Sla& text = step.structure().slas[sla];
  const auto since = counted_from(step, text, place);
  if (!since) return std::nullopt;
  const auto last = step.account.ticked.find({place, tick_key(step, sla)});
  const Instant done = last == step.account.ticked.end() ? never : last->second;
  Span span = *text.every;
  for (std::int64_t k = 1;; ++k) {
    span.count = k * text.every->count;
    const Instant at = deadline(step.org, step.org.default_calendar, *since, span);
    if (at >= end_of_time) return std::nullopt;
    if (at >= step.now && at != done) return at;
  }
}

}  // namespace

void end_slas(Step& step) {
  for (std::size_t i = 0; i < step.structure().slas.size(); ++i) {
    const Sla& text = step.structure().slas[i];
    for (const Place& place : places_of(step, text.per)) {
      if (any_sets_off(step, text.owes, place)) step.account.owed.insert({place, owed_key(step, i), step.now});
    }
  }
  for (OpenSla& sla : step.account.slas) {
    const Sla& text = text_of(step.policy, sla);
    if (any_sets_off(step, text.owes, sla.place)) {
      if (!has_ended(sla)) end(step, sla, SlaState::Met);
      close_raised(step, sla.number);
    } else if (!has_ended(sla) && any_sets_off(step, text.cancelled_on, sla.place)) {
      end(step, sla, SlaState::Cancelled);
    }
  }
  forget_ended(step);
}

void begin_slas(Step& step) {
  for (std::size_t i = 0; i < step.structure().slas.size(); ++i) {
    const Sla& text = step.structure().slas[i];
    const auto place = place_for(step, text.per, step.event_place);
    if (!place || !any_sets_off(step, text.on, *place) || !holds(step.sight_of_event(*place), text.when)) continue;
    begin(step, SlaId{i}, *place);
  }
}

void settle_slas(Step& step) {
  for (OpenSla& sla : step.account.slas) {
    const bool is_paused_or_resumed = settle_pause(step, sla);
    const Holder owner = owed_by(step, sla);
    const bool by_another = !has_ended(sla) && sla.told != std::pair(owner.role, owner.person);
    if (is_paused_or_resumed || by_another) note(step, sla);
  }
}

void add_sla_timers(const Step& step, std::vector<Timer>& timers) {
  for (const OpenSla& sla : step.account.slas) {
    if (sla.state != SlaState::Running) continue;
    const auto add = [&](Instant at, std::size_t detail, const char* what) {
      timers.push_back({at, 0, sla.place, Timer::Kind::Sla, sla.sla.index, sla.number, detail, sla.instance,
                        text_of(step.policy, sla).name, what});
    };
    if (sla.warn_at) add(*sla.warn_at, warns, "warning");
    if (*sla.due != far_future) add(*sla.due, is_due, "due");
  }
  for (std::size_t i = 0; i < step.structure().slas.size(); ++i) {
    const Sla& text = step.structure().slas[i];
    for (const Place& place : places_of(step, text.per)) {
      if (!holds(step.sight(place), text.when)) continue;  // as things are it would begin nothing
      const auto add = [&](Instant at, std::size_t detail, const char* what) {
        timers.push_back({at, 0, place, Timer::Kind::Sla, i, 0, detail, 0, text.name, what});
      };
      if (text.every) {
        if (const auto at = next_tick(step, i, place)) add(*at, tick, "tick");
      }
      for (std::size_t j = 0; j < text.at_dates.size(); ++j) {
        if (const auto moment = moment_of(step, place, text.at_dates[j], key(text, j))) {
          add(moment->at, first_date + j, "date");
        }
      }
    }
  }
}

void fire_sla(Step& step, const Timer& timer) {
  if (timer.detail <= is_due) {
    OpenSla& sla = *std::ranges::find(step.account.slas, timer.beginning, &OpenSla::number);
    if (timer.detail == warns) {
      sla.warn_at.reset();
      return note(step, sla);
    }
    sla.state = SlaState::Breached;
    note(step, sla);
    const auto escalation = text_of(step.policy, sla).breach_escalates;
    if (escalation) raise(step, sla.structure, *escalation, sla.place, sla.number);
    return forget_ended(step);
  }
  const Sla& text = step.structure().slas[timer.declaration];
  if (timer.detail == tick) {
    step.account.ticked[{timer.place, tick_key(step, timer.declaration)}] = step.now;
  } else {
    const std::size_t date = timer.detail - first_date;
    const auto moment = moment_of(step, timer.place, text.at_dates[date], key(text, date));
    mark_fired(step, timer.place, key(text, date), moment->value);
  }
  if (!holds(step.sight(timer.place), text.when)) return;
  begin(step, SlaId{timer.declaration}, timer.place);
  if (!step.account.owed.contains({timer.place, owed_key(step, timer.declaration), step.now})) return;
  end(step, step.account.slas.back(), SlaState::Met);
  forget_ended(step);
}

}  // namespace baton::reference
