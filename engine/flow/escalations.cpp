// The life of an escalation, one per (account, name, record) at a time (O5):
//
//   --trigger, and `when` holds--> calling tier 1
//   calling tier k       --its time is up--------------------> calling the next tier that reaches someone new
//   calling the last one --its time is up--------------------> exhausted
//   calling              --acknowledged----------------------> acknowledged: nobody else is called
//   calling, acknowledged --closed, or its cause ended well--> closed
//   calling <--a stage that pauses begins / ends--> calling without a clock, the time left kept (T5)
//
// A tier that would call nobody, or only people just called, is skipped at once; the last tier never is, and calls its
// people away or not. Every called person has a clock on their own calendar; the tier ends at the latest (O8). Whom it
// calls is looked up again at every step, its deadlines are not. A tier that then reaches nobody any more has nobody to
// wait for: unless it is paused, or the last, it passes to the next one at once.
#include "engine/flow/escalations.hpp"

#include <algorithm>

#include "engine/flow/pauses.hpp"
#include "engine/flow/people.hpp"
#include "engine/flow/scopes.hpp"
#include "engine/flow/seats.hpp"
#include "engine/flow/targets.hpp"

namespace baton {
namespace {

using Skipped = EscalationReport::Skipped;

constexpr std::uint32_t tier_ends = 0, first_date = 1;  // Timer::detail; dates count on from there

const Escalation& text_of(const Step& step, const RunningEscalation& running) {
  return step.program.policy().structures[running.structure.index].escalations[running.escalation.index];
}

RunningEscalation* running_one(const Step& step, const std::string& name, RecordIndex record) {
  const auto found = std::ranges::find_if(step.account.escalations, [&](const RunningEscalation& running) {
    return !running.ended() && running.record == record && text_of(step, running).name == name;
  });
  return found == step.account.escalations.end() ? nullptr : &*found;
}

// One report a decision for each escalation, in the order of beginning: the latest, with all that was skipped and
// notified.
void note(Step& step, const RunningEscalation& running, std::vector<Skipped> skipped = {},
          std::vector<PersonId> notified = {}) {
  EscalationReport said = report(step, running);
  said.skipped = std::move(skipped);
  said.notified = std::move(notified);
  std::vector<EscalationReport>& reports = step.decision.escalations;
  const auto earlier = std::ranges::lower_bound(reports, said.began, {}, &EscalationReport::began);
  if (earlier == reports.end() || earlier->began != said.began) {
    reports.insert(earlier, std::move(said));
    return;
  }
  said.skipped.insert(said.skipped.begin(), earlier->skipped.begin(), earlier->skipped.end());
  if (said.notified.empty()) said.notified = earlier->notified;
  *earlier = std::move(said);
}

// ---- whom a tier calls

// The last tier calls away or not, and someone who has left is represented by the manager.
std::optional<PersonId> reached(const Step& step, PersonId meant, bool last_tier) {
  const auto there = present(step.program, step.world, meant, step.now);
  if (there || !last_tier) return there;
  if (!is_gone(step.program, step.world, meant, step.now)) return meant;
  const auto manager = standing_manager(step.program, step.world, meant, step.now);
  if (!manager) return std::nullopt;
  const auto for_manager = present(step.program, step.world, *manager, step.now);
  return for_manager ? for_manager : manager;
}

std::vector<PersonId> called_by(const Step& step, const RunningEscalation& running, const Tier& tier, bool last_tier) {
  std::vector<PersonId> called;
  for (const Target& target : tier.targets) {
    const Holder meant = meant_by(step, target, running.record);
    if (!meant.person) continue;
    const auto person = reached(step, *meant.person, last_tier);
    if (person && std::ranges::find(called, *person) == called.end()) called.push_back(*person);
  }
  return called;
}

// Persons are looked up at every moment (T4): whom the tier at hand calls now. Nobody is called by an empty seat.
std::vector<PersonId> called_now(const Step& step, const RunningEscalation& running) {
  if (running.state != EscalationState::Calling) return running.calls;
  const std::vector<Tier>& tiers = text_of(step, running).tiers;
  return called_by(step, running, tiers[running.tier - 1], running.tier == tiers.size());
}

bool all_among(const std::vector<PersonId>& people, const std::vector<PersonId>& others) {
  return std::ranges::all_of(people,
                             [&](PersonId person) { return std::ranges::find(others, person) != others.end(); });
}

// ---- clocks

void start_clocks(const Step& step, RunningEscalation& running, const Tier& tier) {
  running.clocks.clear();
  if (!tier.lasts) return;
  const Org& org = step.program.org();
  const auto start = [&](CalendarId calendar) {
    RunningEscalation::Clock clock;
    clock.calendar = calendar;
    clock.until = deadline(org.zone, org.calendars[calendar.index], step.now, *tier.lasts);
    clock.working = tier.lasts->business;
    running.clocks.push_back(clock);
  };
  for (const PersonId person : running.calls) start(calendar_of(step.program, person));
  if (running.calls.empty()) start(org.default_calendar);
}

// Whether it changed.
bool settle_pause(const Step& step, RunningEscalation& running) {
  const Escalation& text = text_of(step, running);
  const bool pause = is_paused(step, text.paused_account_stages, text.paused_record_stages, running.record);
  if (running.state != EscalationState::Calling || pause == running.paused) return false;
  running.paused = pause;
  for (RunningEscalation::Clock& clock : running.clocks) {
    const Calendar& calendar = step.program.org().calendars[clock.calendar.index];
    if (pause) {
      clock.left_ms = time_left_ms(calendar, clock.working, step.now, *clock.until);
      clock.until = std::nullopt;
    } else {
      clock.until = due_after(calendar, clock.working, step.now, clock.left_ms);
    }
  }
  return true;
}

// When the tier at hand ends; nullopt: paused, or not by itself.
std::optional<Instant> tier_ends_at(const RunningEscalation& running) {
  if (running.state != EscalationState::Calling) return std::nullopt;
  std::optional<Instant> latest;
  for (const RunningEscalation::Clock& clock : running.clocks) {
    if (clock.until && (!latest || *latest < *clock.until)) latest = clock.until;
  }
  return latest;
}

// ---- the transitions

// Calls `tier`, or the next one above it that reaches someone new. Returns what it skipped, behind what was before.
std::vector<Skipped> call(const Step& step, RunningEscalation& running, std::uint32_t tier,
                          std::vector<Skipped> skipped = {}) {
  const std::vector<Tier>& tiers = text_of(step, running).tiers;
  for (;; ++tier) {
    const bool last = tier >= tiers.size();
    std::vector<PersonId> called = called_by(step, running, tiers[tier - 1], last);
    const bool nobody_new = all_among(called, running.calls);  // nobody at all, too
    if (!nobody_new || last) {
      running.tier = tier;
      running.calls = std::move(called);
      break;
    }
    skipped.push_back({tier, called.empty() ? "it would call nobody" : "it would call only people just called"});
  }
  start_clocks(step, running, tiers[tier - 1]);
  running.paused = false;
  settle_pause(step, running);
  return skipped;
}

bool may_pass_on(const Step& step, const RunningEscalation& running) {
  return running.state == EscalationState::Calling && !running.paused &&
         running.tier < text_of(step, running).tiers.size();
}

// Calls whom the tier at hand means now, or passes on if that is nobody. Returns what it passed over.
std::vector<Skipped> call_again(const Step& step, RunningEscalation& running) {
  std::vector<PersonId> called = called_now(step, running);
  if (!called.empty() || !may_pass_on(step, running)) {
    running.calls = std::move(called);
    return {};
  }
  return call(step, running, running.tier + 1, {{running.tier, "it calls nobody any more"}});
}

std::vector<PersonId> seated(const Step& step, const std::vector<RoleId>& roles, RecordIndex record) {
  std::vector<PersonId> people;
  for (const RoleId role : roles) {
    const auto person = holder_of(step.account, record, role).person;
    if (person && std::ranges::find(people, *person) == people.end()) people.push_back(*person);
  }
  return people;
}

void begin(Step& step, StructureId structure, EscalationId escalation, RecordIndex record,
           std::optional<std::uint64_t> raised_by) {
  const Escalation& text = step.program.policy().structures[structure.index].escalations[escalation.index];
  if (const RunningEscalation* running = running_one(step, text.name, record)) return note(step, *running);
  RunningEscalation running;
  running.structure = structure;
  running.escalation = escalation;
  running.record = record;
  running.n = count_instance(step.account, "escalation#" + (record ? std::to_string(*record) : ""), text.name);
  running.instance = count_instance(step.account, "escalation", text.name);
  running.began = ++step.account.began;
  running.raised_by = raised_by;
  std::vector<Skipped> skipped = call(step, running, 1);
  note(step, running, std::move(skipped), seated(step, text.notify, record));
  step.account.escalations.push_back(std::move(running));
}

void acknowledge(Step& step, RunningEscalation& running) {
  if (running.state != EscalationState::Calling) return;
  running.state = EscalationState::Acknowledged;
  running.paused = false;
  running.clocks.clear();
  note(step, running);
}

void end(Step& step, RunningEscalation& running, EscalationState state) {
  running.state = state;
  running.clocks.clear();
  note(step, running);
}

void forget_ended(Step& step) {
  std::erase_if(step.account.escalations, [](const RunningEscalation& running) { return running.ended(); });
}

// ---- what sets it off

// The structure whose text the raiser began under.
StructureId structure_of_raiser(const Step& step, std::uint64_t raised_by) {
  for (const RunningHandoff& handoff : step.account.handoffs) {
    if (handoff.began == raised_by) return handoff.structure;
  }
  for (const RunningSla& sla : step.account.slas) {
    if (sla.began == raised_by) return sla.structure;
  }
  return step.account.structure;
}

template <class Found>
void each_date(const Step& step, Found found) {
  const std::vector<Escalation>& escalations = step.structure().escalations;
  for (std::uint32_t i = 0; i < escalations.size(); ++i) {
    for (std::uint32_t j = 0; j < escalations[i].at_dates.size(); ++j) {
      each_scope(step, escalations[i].per, [&](RecordIndex record) {
        if (!holds(escalations[i].when, step.view(record))) return;  // unless an event changes that, it begins nothing
        const auto firing = next_firing(step, record, escalations[i].at_dates[j], escalation_key(escalations[i], j));
        if (firing) found(i, j, record, *firing);
      });
    }
  }
}

void fire_date(Step& step, const Timer& timer) {
  const EscalationId id{timer.declaration};
  const Escalation& text = step.structure().escalations[id.index];
  const RecordIndex record = timer.record == 0 ? RecordIndex{} : RecordIndex{timer.record - 1};
  const std::uint32_t date = timer.detail - first_date;
  const auto firing = next_firing(step, record, text.at_dates[date], escalation_key(text, date));
  if (!firing) return;
  mark_fired(step, record, escalation_key(text, date), firing->for_value);
  if (holds(text.when, step.view(record))) begin(step, step.account.structure, id, record, std::nullopt);
}

}  // namespace

std::expected<void, std::string> take_escalation_event(Step& step, const Event& event, RecordIndex record) {
  RunningEscalation* running = running_one(step, event.name, record);
  if (running == nullptr) {
    const std::string of = record ? " of `" + step.account.records[*record].id + "`" : "";
    return std::unexpected("no escalation `" + event.name + "`" + of + " is running");
  }
  if (event.kind == Event::Kind::EscalationAcknowledged) {
    acknowledge(step, *running);
  } else {
    end(step, *running, EscalationState::Closed);
  }
  forget_ended(step);
  return {};
}

void end_escalations(Step& step, const Event& event, RecordIndex record) {
  for (RunningEscalation& running : step.account.escalations) {
    const Escalation& text = text_of(step, running);
    if (any_sets_off(step, text.closed_on, event, record, running.record)) {
      end(step, running, EscalationState::Closed);
    } else if (any_sets_off(step, text.acknowledged_on, event, record, running.record)) {
      acknowledge(step, running);
    }
  }
  forget_ended(step);
}

void begin_escalations(Step& step, const Event& event, RecordIndex record) {
  const std::vector<Escalation>& escalations = step.structure().escalations;
  for (std::uint32_t i = 0; i < escalations.size(); ++i) {
    const auto scope = scope_of(step, escalations[i].per, record);
    if (scope && begun_by(step, escalations[i].on, escalations[i].when, event, record, *scope)) {
      begin(step, step.account.structure, EscalationId{i}, *scope, std::nullopt);
    }
  }
}

void raise_escalation(Step& step, EscalationId escalation, RecordIndex record, std::uint64_t raised_by) {
  const StructureId structure = structure_of_raiser(step, raised_by);
  const Escalation& text = step.program.policy().structures[structure.index].escalations[escalation.index];
  const auto scope = scope_of(step, text.per, record);
  if (scope && holds(text.when, step.view(record))) begin(step, structure, escalation, *scope, raised_by);
}

void settle_raised(Step& step, std::uint64_t raised_by) {
  for (RunningEscalation& running : step.account.escalations) {
    if (running.raised_by == raised_by) end(step, running, EscalationState::Closed);
  }
  forget_ended(step);
}

void update_escalation_pauses(Step& step) {
  for (RunningEscalation& running : step.account.escalations) {
    const bool turned = settle_pause(step, running);
    const auto before = std::pair(running.tier, running.calls);
    std::vector<Skipped> skipped = call_again(step, running);
    if (turned || std::pair(running.tier, running.calls) != before) note(step, running, std::move(skipped));
  }
}

void escalation_timers(const Step& step, std::vector<Timer>& timers) {
  for (const RunningEscalation& running : step.account.escalations) {
    const auto at = tier_ends_at(running);
    if (!at || *at == far_future) continue;
    const Escalation& text = text_of(step, running);
    const bool last = running.tier >= text.tiers.size();
    Timer timer;
    timer.at = *at;
    timer.record = running.record ? *running.record + 1 : 0;
    timer.kind = Timer::Kind::Escalation;
    timer.declaration = running.escalation.index;
    timer.beginning = running.began;
    timer.detail = tier_ends;
    timer.instance = running.instance;
    timer.name = text.name;
    timer.what = last ? "exhausted" : "tier " + std::to_string(running.tier + 1);
    timer.in_words = "escalation " + text.name + (last ? " has called everyone" : " passes to " + timer.what);
    timers.push_back(std::move(timer));
  }
  each_date(step, [&](std::uint32_t escalation, std::uint32_t date, RecordIndex record, const Firing& firing) {
    Timer timer;
    timer.at = firing.at;
    timer.record = record ? *record + 1 : 0;
    timer.kind = Timer::Kind::Escalation;
    timer.declaration = escalation;
    timer.detail = first_date + date;
    timer.name = step.structure().escalations[escalation].name;
    timer.what = "date";
    const bool runs = running_one(step, timer.name, record) != nullptr;
    timer.in_words = "escalation " + timer.name + (runs ? " is called for again" : " begins");
    timers.push_back(std::move(timer));
  });
}

void fire_escalation_timer(Step& step, const Timer& timer) {
  if (timer.detail != tier_ends) return fire_date(step, timer);
  const auto found = std::ranges::find(step.account.escalations, timer.beginning, &RunningEscalation::began);
  if (found == step.account.escalations.end()) return;
  if (found->tier >= text_of(step, *found).tiers.size()) {
    end(step, *found, EscalationState::Exhausted);
    forget_ended(step);
  } else {
    std::vector<Skipped> skipped = call(step, *found, found->tier + 1);
    note(step, *found, std::move(skipped));
  }
}

std::vector<std::vector<PersonId>> calls_now(const Step& step) {
  std::vector<std::vector<PersonId>> calls;
  for (const RunningEscalation& running : step.account.escalations) calls.push_back(called_now(step, running));
  return calls;
}

EscalationReport report(const Step& step, const RunningEscalation& running) {
  EscalationReport said;
  said.escalation = text_of(step, running).name;
  said.record = step.name_of(running.record);
  said.n = running.n;
  said.state = running.state;
  said.tier = running.tier;
  said.calls = called_now(step, running);
  said.until = tier_ends_at(running);
  if (said.until == far_future) said.until.reset();  // T2: beyond the end of time there is none
  said.began = running.began;
  return said;
}

}  // namespace baton
