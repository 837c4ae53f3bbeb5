// The life of an SLA. Every trigger begins an instance of its own; several of one name may run (O6):
//
//   --trigger or tick, and `when` holds--> running
//   running <--a stage that pauses begins / ends--> paused, the time left kept (T5)
//   running         --some time before it is due--> running, the warning reported
//   running, paused --what is owed happens--------> met
//   running, paused --a cancelling event----------> cancelled
//   running         --due-------------------------> breached, and raises its escalation
//   breached        --what is owed happens late---> (closes the escalation that it raised)
//
// At its very instant a deadline is kept, since events come before timers (S3). The calendar is the owner's of the
// beginning (T4); who owes is looked up at every moment.
#include "engine/flow/slas.hpp"

#include <algorithm>

#include "engine/flow/escalations.hpp"
#include "engine/flow/pauses.hpp"
#include "engine/flow/scopes.hpp"
#include "engine/flow/targets.hpp"

namespace baton {
namespace {

constexpr std::uint32_t warns = 0, is_due = 1, ticks = 2, first_date = 3;  // Timer::detail

const Sla& text_of(const Step& step, StructureId structure, SlaId sla) {
  return step.program.policy().structures[structure.index].slas[sla.index];
}
const Sla& text_of(const Step& step, const RunningSla& running) {
  return text_of(step, running.structure, running.sla);
}

// One report a decision for each instance, in the order of beginning: the latest.
void note(Step& step, RunningSla& running) {
  SlaReport said = report(step, running);
  running.told_owner = said.owner;
  std::vector<SlaReport>& reports = step.decision.slas;
  const auto earlier = std::ranges::lower_bound(reports, said.began, {}, &SlaReport::began);
  if (earlier == reports.end() || earlier->began != said.began) {
    reports.insert(earlier, std::move(said));
  } else {
    *earlier = std::move(said);
  }
}

bool is_owed_by_another(const Step& step, const RunningSla& running) {
  const Holder owner = report(step, running).owner;
  return owner.role != running.told_owner.role || owner.person != running.told_owner.person;
}

// A breached one is kept while an escalation that it raised runs: what is owed may still come, late.
void forget_ended(Step& step) {
  const auto raised = [&](const RunningSla& sla) {
    return std::ranges::any_of(step.account.escalations,
                               [&](const RunningEscalation& running) { return running.raised_by == sla.began; });
  };
  std::erase_if(step.account.slas, [&](const RunningSla& sla) {
    return sla.ended() && !(sla.state == SlaState::Breached && raised(sla));
  });
}

// ---- clocks

const Calendar& calendar_for(const Step& step, const RunningSla& running) {
  return step.program.org().calendars[running.calendar.index];
}

Instant before_due(const Zone& org_zone, const Calendar& calendar, Instant due, const Span& span) {
  if (!span.business) return subtract(org_zone, due, span);
  if (span.unit == Unit::Day) return calendar.business_days_before(calendar.zone().to_local(due).day, span.count);
  return calendar.subtract_business_ms(due, family_units(span) * 60'000);
}

// No warning where its moment has passed when the deadline is set.
void set_warning(const Step& step, RunningSla& running) {
  const auto& span = text_of(step, running).warns_before;
  running.warn_at = std::nullopt;
  if (!span || *running.due == far_future) return;
  const Instant at = before_due(step.program.org().zone, calendar_for(step, running), *running.due, *span);
  if (at > step.now) running.warn_at = at;
}

// Whether it changed.
bool settle_pause(const Step& step, RunningSla& running) {
  const Sla& text = text_of(step, running);
  const bool pause = is_paused(step, text.paused_account_stages, text.paused_record_stages, running.record);
  if (pause == (running.state == SlaState::Paused)) return false;
  const Calendar& calendar = calendar_for(step, running);
  if (pause) {
    running.state = SlaState::Paused;
    running.left_ms = time_left_ms(calendar, running.working, step.now, *running.due);
    running.due = std::nullopt;
  } else {
    const bool still_to_warn = running.warn_at.has_value();
    running.state = SlaState::Running;
    running.due = due_after(calendar, running.working, step.now, running.left_ms);
    if (still_to_warn) set_warning(step, running);
  }
  return true;
}

// ---- the transitions

void begin(Step& step, SlaId sla, RecordIndex record) {
  const Sla& text = text_of(step, step.account.structure, sla);
  RunningSla running;
  running.structure = step.account.structure;
  running.sla = sla;
  running.record = record;
  running.n = count_instance(step.account, "sla#" + (record ? std::to_string(*record) : ""), text.name);
  running.instance = count_instance(step.account, "sla", text.name);
  running.began = ++step.account.began;
  running.started_at = step.now;
  running.calendar = calendar_of(step.program, meant_by(step, text.owner, record).person);
  running.due = deadline(step.program.org().zone, calendar_for(step, running), step.now, text.within);
  running.working = text.within.business;
  set_warning(step, running);
  settle_pause(step, running);
  note(step, running);
  step.account.slas.push_back(std::move(running));
}

void end(Step& step, RunningSla& running, SlaState state) {
  running.state = state;
  running.due = running.warn_at = std::nullopt;
  note(step, running);
}

void breach(Step& step, RunningSla& running) {
  running.state = SlaState::Breached;
  note(step, running);
  if (const auto escalation = text_of(step, running).breach_escalates) {
    raise_escalation(step, *escalation, running.record, running.began);
  }
}

// ---- what is owed at the very instant of the trigger (O6)
//
// Events come before timers (S3), so what happened at the instant at which a date or a tick begins an SLA has passed
// by when it begins. Only SLAs that a timer can begin are remembered, and only for the instant at hand.

void remember_owed(Step& step, const Event& event, RecordIndex event_record) {
  std::erase_if(step.account.owed_happened, [&](const OwedHappened& owed) { return owed.at != step.now; });
  const std::vector<Sla>& slas = step.structure().slas;
  for (std::size_t i = 0; i < slas.size(); ++i) {
    if (slas[i].at_dates.empty() && !slas[i].every) continue;
    each_scope(step, slas[i].per, [&](RecordIndex record) {
      if (any_sets_off(step, slas[i].owes, event, event_record, record)) {
        step.account.owed_happened.push_back({step.now, step.account.structure, SlaId{i}, record});
      }
    });
  }
}

bool owed_just_happened(const Step& step, SlaId sla, RecordIndex record) {
  return std::ranges::any_of(step.account.owed_happened, [&](const OwedHappened& owed) {
    return owed.at == step.now && owed.structure == step.account.structure && owed.sla == sla && owed.record == record;
  });
}

// ---- ticks (T6)

// Periods go by the account's stages alone: those of all its records are counted from the account's entry.
bool goes_by_account(const Sla& text) {
  return !text.per || (text.every_record_stages == StageSet::all() && text.every_account_stages != StageSet::all());
}

bool counts_in(const Step& step, const Sla& text, RecordIndex record) {
  return text.every_account_stages.has(step.account.facts.stage) &&
         (!record || text.every_record_stages.has(step.account.records[*record].facts.stage));
}

Instant tick_at(const Step& step, const SlaPeriod& period, std::int64_t k) {
  Span span = *text_of(step, period.structure, period.sla).every;
  span.count *= k;
  const Org& org = step.program.org();
  return deadline(org.zone, org.calendars[org.default_calendar.index], period.since, span);
}

auto find_period(std::vector<SlaPeriod>& periods, StructureId structure, SlaId sla, RecordIndex record) {
  return std::ranges::find_if(periods, [&](const SlaPeriod& period) {
    return period.structure == structure && period.sla == sla && period.record == record;
  });
}

// The latest entry from outside into the stages that the SLA goes by, which the account and the record are in now: that
// of whichever came last.
Instant entered_at(Step& step, StructureId structure, SlaId sla, RecordIndex record) {
  if (!record) return step.account.stage_since;
  if (!goes_by_account(text_of(step, structure, sla))) {
    return std::max(step.account.records[*record].stage_since, step.account.stage_since);
  }
  return find_period(step.account.periods, structure, sla, std::nullopt)->since;
}

void follow_period(Step& step, StructureId structure, SlaId sla, RecordIndex record) {
  std::vector<SlaPeriod>& periods = step.account.periods;
  const auto found = find_period(periods, structure, sla, record);
  const bool in = counts_in(step, text_of(step, structure, sla), record);
  if (!in && found != periods.end()) periods.erase(found);
  if (!in || found != periods.end()) return;
  periods.push_back({structure, sla, record, entered_at(step, structure, sla, record), 0});
}

// Keeps the latest entry into S from outside for the SLAs of every structure, so that a change of structure finds it.
void follow_periods(Step& step) {
  const std::vector<Structure>& structures = step.program.policy().structures;
  for (std::size_t i = 0; i < structures.size(); ++i) {
    for (std::size_t j = 0; j < structures[i].slas.size(); ++j) {
      const Sla& sla = structures[i].slas[j];
      if (!sla.every) continue;
      if (sla.per && goes_by_account(sla)) follow_period(step, StructureId{i}, SlaId{j}, std::nullopt);
      each_scope(step, sla.per, [&](RecordIndex record) { follow_period(step, StructureId{i}, SlaId{j}, record); });
    }
  }
  for (SlaPeriod& period : step.account.periods) {  // those of a structure that was not in force
    while (tick_at(step, period, period.ticks + 1) < step.now) ++period.ticks;
  }
}

// ---- timers

Timer timer_at(const Step& step, Instant at, RecordIndex record, SlaId sla, std::uint32_t detail) {
  Timer timer;
  timer.at = at;
  timer.record = record ? *record + 1 : 0;
  timer.kind = Timer::Kind::Sla;
  timer.declaration = sla.index;
  timer.detail = detail;
  timer.name = text_of(step, step.account.structure, sla).name;
  timer.what = detail == ticks ? "tick" : "date";
  timer.in_words = "SLA " + timer.name + " begins";
  return timer;
}

Timer timer_of(const Step& step, const RunningSla& running, Instant at, std::uint32_t detail) {
  Timer timer;
  timer.at = at;
  timer.record = running.record ? *running.record + 1 : 0;
  timer.kind = Timer::Kind::Sla;
  timer.declaration = running.sla.index;
  timer.beginning = running.began;
  timer.detail = detail;
  timer.instance = running.instance;
  timer.name = text_of(step, running).name;
  timer.what = detail == warns ? "warning" : "due";
  timer.in_words = "SLA " + timer.name + (detail == warns ? " warns" : " is due");
  return timer;
}

template <class Found>
void each_date(const Step& step, Found found) {
  const std::vector<Sla>& slas = step.structure().slas;
  for (std::size_t i = 0; i < slas.size(); ++i) {
    for (std::uint32_t j = 0; j < slas[i].at_dates.size(); ++j) {
      each_scope(step, slas[i].per, [&](RecordIndex record) {
        if (!holds(slas[i].when, step.view(record))) return;  // unless an event changes that, it begins nothing
        const auto firing = next_firing(step, record, slas[i].at_dates[j], sla_key(slas[i], j));
        if (firing) found(SlaId{i}, j, record, *firing);
      });
    }
  }
}

void fire_beginning(Step& step, const Timer& timer) {
  const SlaId sla{timer.declaration};
  const Sla& text = text_of(step, step.account.structure, sla);
  const RecordIndex record = timer.record == 0 ? RecordIndex{} : RecordIndex{timer.record - 1};
  if (timer.detail == ticks) {
    for (SlaPeriod& period : step.account.periods) {
      if (period.structure == step.account.structure && period.sla == sla && period.record == record) ++period.ticks;
    }
  } else {
    const std::uint32_t date = timer.detail - first_date;
    const auto firing = next_firing(step, record, text.at_dates[date], sla_key(text, date));
    if (!firing) return;
    mark_fired(step, record, sla_key(text, date), firing->for_value);
  }
  if (!holds(text.when, step.view(record))) return;
  begin(step, sla, record);
  if (!owed_just_happened(step, sla, record)) return;
  end(step, step.account.slas.back(), SlaState::Met);
  forget_ended(step);
}

}  // namespace

void end_slas(Step& step, const Event& event, RecordIndex record) {
  follow_periods(step);
  remember_owed(step, event, record);
  for (RunningSla& running : step.account.slas) {
    const Sla& text = text_of(step, running);
    if (any_sets_off(step, text.owes, event, record, running.record)) {
      if (!running.ended()) end(step, running, SlaState::Met);
      settle_raised(step, running.began);
    } else if (!running.ended() && any_sets_off(step, text.cancelled_on, event, record, running.record)) {
      end(step, running, SlaState::Cancelled);
    }
  }
  forget_ended(step);
}

void begin_slas(Step& step, const Event& event, RecordIndex record) {
  follow_periods(step);
  const std::vector<Sla>& slas = step.structure().slas;
  for (std::size_t i = 0; i < slas.size(); ++i) {
    const auto scope = scope_of(step, slas[i].per, record);
    if (scope && begun_by(step, slas[i].on, slas[i].when, event, record, *scope)) begin(step, SlaId{i}, *scope);
  }
}

void update_sla_pauses(Step& step) {
  follow_periods(step);
  for (RunningSla& running : step.account.slas) {
    if (running.ended()) continue;
    if (settle_pause(step, running) || is_owed_by_another(step, running)) note(step, running);
  }
}

void sla_timers(const Step& step, std::vector<Timer>& timers) {
  for (const RunningSla& running : step.account.slas) {
    if (running.state != SlaState::Running) continue;
    if (running.warn_at) timers.push_back(timer_of(step, running, *running.warn_at, warns));
    if (*running.due != far_future) timers.push_back(timer_of(step, running, *running.due, is_due));
  }
  for (const SlaPeriod& period : step.account.periods) {
    if (period.structure != step.account.structure) continue;
    if (text_of(step, period.structure, period.sla).per && !period.record) continue;  // kept for the records' sake
    if (!holds(text_of(step, period.structure, period.sla).when, step.view(period.record))) continue;
    const Instant at = tick_at(step, period, period.ticks + 1);
    if (at < end_of_time) timers.push_back(timer_at(step, at, period.record, period.sla, ticks));
  }
  each_date(step, [&](SlaId sla, std::uint32_t date, RecordIndex record, const Firing& firing) {
    timers.push_back(timer_at(step, firing.at, record, sla, first_date + date));
  });
}

void fire_sla_timer(Step& step, const Timer& timer) {
  if (timer.detail >= ticks) return fire_beginning(step, timer);
  const auto running = std::ranges::find(step.account.slas, timer.beginning, &RunningSla::began);
  if (running == step.account.slas.end()) return;
  if (timer.detail == is_due) {
    breach(step, *running);
    forget_ended(step);
  } else {
    running->warn_at = std::nullopt;
    note(step, *running);
  }
}

SlaReport report(const Step& step, const RunningSla& running) {
  SlaReport said;
  said.sla = text_of(step, running).name;
  said.record = step.name_of(running.record);
  said.n = running.n;
  said.state = running.state;
  said.owner = meant_by(step, text_of(step, running).owner, running.record);
  said.due = running.due;
  if (said.due == far_future) said.due.reset();  // T2: beyond the end of time there is none
  said.began = running.began;
  return said;
}

}  // namespace baton
