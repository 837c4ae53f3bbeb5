// What runs: handoffs, escalations and SLAs. Each is followed from its first report to its last; its deadlines are
// counted anew, and whatever the policy sets off must have begun.
#include <algorithm>

#include "engine/host/decision_json.hpp"
#include "tests/simulation/watch.hpp"

namespace baton::simulation {
namespace {

template <class List, class Name>
const auto* named(const List& list, const Name& name) {
  const auto found = std::ranges::find_if(list, [&](const auto& one) { return one.name == name; });
  return found == list.end() ? nullptr : &*found;
}

bool is_over(HandoffState state) {
  return state >= HandoffState::Finished;
}
bool is_over(EscalationState state) {
  return state == EscalationState::Closed || state == EscalationState::Exhausted;
}
bool is_over(SlaState state) {
  return state == SlaState::Met || state == SlaState::Breached || state == SlaState::Cancelled;
}

}  // namespace

// ---- handoffs

// Counted from now, on the receiver's calendar, an item's on its doer's (T4).
void Watch::open_handoff(HandoffCase& handoff, const HandoffReport& report) {
  const auto from_now = [&](std::optional<RoleId> whose, const std::optional<Span>& span) -> std::optional<Instant> {
    if (!span) return std::nullopt;
    const auto person = whose ? sitting(*whose, report.record) : std::nullopt;
    return deadline(calendar_of(person), now_, *span);
  };
  const Handoff& text = *handoff.text;
  ++checked_["handoffs"];
  expect(report.start_by == from_now(text.to, text.start_within),
         "another start_by: counting gives " + to_string(from_now(text.to, text.start_within).value_or(never)));
  expect(report.due == from_now(text.to, text.finish_within),
         "another due: counting gives " + to_string(from_now(text.to, text.finish_within).value_or(never)));
  expect(report.cutover == from_now(text.to, text.cutover_after), "another cutover");
  for (const ChecklistItem& item : text.checklist) handoff.item_due.push_back(from_now(item.by, item.within));
}

void Watch::expect_handoff(const HandoffCase& handoff) {
  const HandoffReport& last = handoff.last;
  const auto come = [&](const std::string& what, bool still, std::optional<Instant> at) {
    const bool to_come = !handoff.ended && still && !handoff.reported.contains(what);
    must_come(timer_id("handoff", last.handoff, handoff.instance, what),
              to_come && at ? std::optional(std::max(*at, now_)) : std::nullopt);
  };
  come("start", !handoff.begun, last.start_by);
  come("due", true, last.due);
  come("cutover", true, last.cutover);
  for (std::size_t i = 0; i < handoff.item_due.size(); ++i) {
    const std::string& item = handoff.text->checklist[i].name;
    const bool missing = std::ranges::find(last.missing, item) != last.missing.end();
    come("item " + item, missing, handoff.item_due[i]);
  }
}

// What has been done so far, and which of its deadlines have passed.
void Watch::note_progress(HandoffCase& handoff, const HandoffReport& report) {
  const View view = view_of(*state_, report.record, now_);
  for (const ChecklistItem& item : handoff.text->checklist) {
    const bool missing = std::ranges::find(report.missing, item.name) != report.missing.end();
    const bool applies = reader_.holds(item.applies, view);
    if (!missing && applies) handoff.begun = true;
    expect(!missing || applies, report.handoff + " misses " + item.name + ", which does not apply");
  }
  if (report.accepted || report.state == HandoffState::Started) handoff.begun = true;  // O4: a return is no start
  const std::string& what = decision_->cause.what;
  if (decision_->id == timer_id("handoff", report.handoff, handoff.instance, what)) handoff.reported.insert(what);
}

// O5: what ends well closes the escalation that it has raised.
void Watch::what_it_raised_is_closed(const Account& account, const HandoffReport& report) {
  for (const auto& [key, escalation] : account.escalations) {
    const bool raised = escalation.raised_by == CaseName{report.handoff, record_key(report.record), report.n};
    if (!raised || escalation.ended) continue;
    const auto closed = [&](const EscalationReport& one) {
      return one.escalation == std::get<0>(key) && one.n == std::get<2>(key) && is_over(one.state);
    };
    expect(std::ranges::any_of(decision_->escalations, closed), report.handoff + " ended well, what it raised goes on");
  }
}

void Watch::see_handoff(Account& account, HandoffCase& handoff, const HandoffReport& report, bool fresh) {
  const std::string name = report.handoff + " of " + record_key(report.record);
  expect(fresh || !handoff.ended, name + " ends twice");
  expect(!report.moves.empty(), name + " moves nothing");
  const HandoffReport& last = handoff.last;
  expect(fresh || (report.start_by == last.start_by && report.due == last.due && report.cutover == last.cutover),
         name + ": a date that was fixed has moved");
  note_progress(handoff, report);
  handoff.last = report;
  handoff.ended = is_over(report.state);
  if (handoff.ended) ++checked_["handoffs " + std::string(host::name_of(report.state))];
  const auto passed = [&](const char* what) { return handoff.reported.contains(what); };
  const bool complete = report.accepted && report.missing.empty();
  expect(report.state != HandoffState::Finished || complete, name + " finished early");
  expect(report.state != HandoffState::CutOver || passed("cutover"), name + " is cut over early");
  expect(report.state != HandoffState::Overdue || passed("due"), name + " is overdue early");
  expect_handoff(handoff);
  if (handoff.ended && report.state != HandoffState::CutOver) what_it_raised_is_closed(account, report);
}

void Watch::see_handoffs(Account& account, const Decision& decision) {
  for (const HandoffReport& report : decision.handoffs) {
    const auto [found, fresh] = account.handoffs.try_emplace({report.handoff, record_key(report.record), report.n});
    HandoffCase& handoff = found->second;
    if (fresh) {
      handoff.text = named(structure_now().handoffs, report.handoff);
      handoff.instance = ++account.instances["handoff/" + report.handoff];
      if (!expect(handoff.text != nullptr, "a handoff that the structure does not know")) return;
      const bool counted =
          report.n == 1 || account.handoffs.contains({report.handoff, record_key(report.record), report.n - 1});
      expect(counted, "a handoff is counted wrongly");
      open_handoff(handoff, report);
    }
    see_handoff(account, handoff, report, fresh);
  }
  no_handoff_runs_twice(account);
}

// O3: what moves in the same way joins the one that runs.
void Watch::no_handoff_runs_twice(const Account& account) {
  std::set<std::tuple<std::string, std::string, std::optional<RoleId>, std::optional<RoleId>>> running;
  for (const auto& [name, handoff] : account.handoffs) {
    if (handoff.ended) continue;
    const HandoffReport& last = handoff.last;
    expect(running.emplace(last.handoff, std::get<1>(name), last.from.role, last.to.role).second,
           last.handoff + " of " + std::get<1>(name) + " runs twice at once");
  }
}

// ---- what events set off

// Does the decision's event set one of these off, for a clause of that record?
bool Watch::sets_off(const std::vector<EventTrigger>& on, const std::optional<RecordName>& scope) const {
  const auto& record = decision_->record;
  if (scope && record && scope->type == record->type && scope->id != record->id) return false;
  return std::ranges::any_of(on, [&](const EventTrigger& trigger) {
    return program_.policy().events[trigger.event.index].name == decision_->cause.type &&
           reader_.holds(trigger.where, view_of(*state_, record ? record : scope, now_));
  });
}

bool Watch::begins(const std::vector<EventTrigger>& on, const Condition& when, std::optional<RecordTypeId> per) const {
  const auto& record = decision_->record;
  if (per && (!record || record->type != *per)) return false;
  return sets_off(on, per ? record : std::nullopt) && reader_.holds(when, view_of(*state_, record, now_));
}

// T5: is the account, or the record, in a stage in which its clock stands still?
template <class Text>
bool Watch::stands_still(const Text& text, const std::optional<RecordName>& record) const {
  const View view = view_of(*state_, record, now_);
  return text.paused_account_stages.has(view.account->stage) ||
         (view.record && text.paused_record_stages.has(view.record->stage));
}

// ---- SLAs

void Watch::see_sla(SlaCase& sla, const SlaReport& report, bool fresh) {
  const Sla& text = *sla.text;
  const std::string name = report.sla + " of " + record_key(report.record);
  expect(fresh || !sla.ended, name + " ends twice");
  const bool paused = stands_still(text, report.record);
  if (fresh) {
    const std::size_t index = calendar_of(report.owner.person);
    sla.clock.calendar = text.within.business ? std::optional(index) : std::nullopt;
    sla.clock.due = deadline(index, now_, text.within);
    ++checked_["SLAs"];
  }
  sla.last = report;
  sla.ended = is_over(report.state);
  const bool counting = !sla.ended && !paused;
  if (!sla.ended && paused && !sla.paused) pause(sla.clock);
  if (counting && sla.paused) resume(sla.clock);
  sla.paused = paused;
  const auto due = counting ? std::optional(sla.clock.due) : std::nullopt;
  const SlaState state = paused ? SlaState::Paused : SlaState::Running;
  expect(sla.ended || report.state == state, name + " is paused wrongly");
  expect(sla.ended || report.due == due, name + " is due another time: counting gives " + to_string(sla.clock.due));
  const std::string timer = timer_id("sla", report.sla, sla.instance, "due");
  expect(report.state != SlaState::Breached || decision_->id == timer, name + " is breached early");
  must_come(timer, due);
  if (text.warns_before) expect_warning(sla, fresh, counting);
}

// Only business days are counted here: no shipped SLA warns otherwise.
void Watch::expect_warning(SlaCase& sla, bool fresh, bool counting) {
  const Span& span = *sla.text->warns_before;
  if (!expect(span.business && span.unit == Unit::Day, "a kind of warning that nobody counts yet")) return;
  const std::size_t index = sla.clock.calendar.value_or(program_.org().default_calendar.index);
  const naive::Minute shows = calendar(index).clock().shows(naive::minute_of(sla.clock.due));
  const Day last{static_cast<std::int32_t>(shows / naive::minutes_per_day)};
  const Instant at = calendar(index).days_before(last, span.count);
  const std::string timer = timer_id("sla", sla.last.sla, sla.instance, "warning");
  if (decision_->id == timer || (fresh && at <= now_)) sla.warned = true;  // or too late to warn
  must_come(timer, counting && !sla.warned ? std::optional(at) : std::nullopt);
}

void Watch::see_slas(Account& account, const Decision& decision) {
  std::map<std::string, int> fresh_ones;
  for (const SlaReport& report : decision.slas) {
    const auto [found, fresh] = account.slas.try_emplace({report.sla, record_key(report.record), report.n});
    SlaCase& sla = found->second;
    if (fresh) {
      ++fresh_ones[report.sla];
      sla.text = named(structure_now().slas, report.sla);
      sla.instance = ++account.instances["sla/" + report.sla];
      if (!expect(sla.text != nullptr, "an SLA that the structure does not know")) return;
    }
    see_sla(sla, report, fresh);
  }
  slas_begun(account, decision, fresh_ones);
}

// Every trigger begins one; nothing else but a date or a tick does. Of an event that owes something those end that ran.
void Watch::slas_begun(Account& account, const Decision& decision, const std::map<std::string, int>& fresh) {
  const Cause& cause = decision.cause;
  for (const Sla& text : structure_now().slas) {
    const auto found = fresh.find(text.name);
    const int begun = found == fresh.end() ? 0 : found->second;
    const bool by_time =
        cause.kind == "sla" && cause.name == text.name && (cause.what == "tick" || cause.what == "date");
    const bool by_event = !cause.event.empty() && begins(text.on, text.when, text.per);
    expect(begun == (by_event || by_time ? 1 : 0), "SLA " + text.name + " began " + std::to_string(begun) + " times");
  }
  if (cause.event.empty()) return;
  for (const auto& [name, sla] : account.slas) {
    if (sla.ended || fresh.contains(std::get<0>(name))) continue;
    expect(!sets_off(sla.text->owes, sla.last.record), "what " + std::get<0>(name) + " owes has happened, it runs on");
    expect(!sets_off(sla.text->cancelled_on, sla.last.record), std::get<0>(name) + " is cancelled, it runs on");
  }
}

// T6: at each k-th period after the entry an SLA begins, if its condition holds then.
void Watch::ticks_are_right(Account& account, Instant before) {
  View view;
  view.account = &account.facts;
  const Cause* cause = decision_ ? &decision_->cause : nullptr;
  for (const Sla& text : program_.policy().structures[account.structure.index].slas) {
    if (!text.every || text.per || !account.entered.contains(text.name)) continue;
    const auto tick = [&](std::int64_t k) {
      return reader_.add(account.entered[text.name], text.every->unit, text.every->count * k);
    };
    std::int64_t& passed = account.ticks[text.name];
    const bool fires = cause && cause->kind == "sla" && cause->name == text.name && cause->what == "tick";
    for (; tick(passed + 1) < before; ++passed) {
      expect(tick(passed + 1) <= account.since || !reader_.holds(text.when, view), "missing: a tick of " + text.name);
    }
    if (!fires) continue;
    ++checked_["ticks"];
    expect(tick(passed + 1) == before, "a tick of " + text.name + " at another time");
    ++passed;
  }
}

// Since when the account is in the stages that an SLA's periods go by: kept for every structure that it may come to.
void Watch::follow_entries(Account& account, const Decision& decision) {
  for (const Structure& structure : program_.policy().structures) {
    for (const Sla& text : structure.slas) {
      if (!text.every || text.per) continue;
      const bool in = text.every_account_stages.has(state_->facts.stage);
      if (!in) account.entered.erase(text.name);
      if (in && account.entered.try_emplace(text.name, decision.at).second) account.ticks[text.name] = 0;
    }
  }
}

// ---- escalations

// A clock for each person called (O8), or one on the default calendar.
void Watch::start_clocks(EscalationCase& escalation, const EscalationReport& report) {
  ++checked_["tiers"];
  escalation.clocks.clear();
  escalation.paused = false;
  const std::optional<Span>& lasts = escalation.text->tiers[report.tier - 1].lasts;
  if (!lasts) return;
  const auto start = [&](std::size_t index) {
    const auto working = lasts->business ? std::optional(index) : std::nullopt;
    escalation.clocks.push_back({working, deadline(index, now_, *lasts)});
  };
  for (const PersonId person : report.calls) start(calendar_of(person));
  if (report.calls.empty()) start(program_.org().default_calendar.index);
}

void Watch::see_escalation(EscalationCase& escalation, const EscalationReport& report, bool fresh) {
  const std::vector<Tier>& tiers = escalation.text->tiers;
  const std::string name = report.escalation + " of " + record_key(report.record);
  expect(fresh || !escalation.ended, name + " ends twice");
  expect(fresh || report.tier >= escalation.last.tier, name + " steps back");
  const bool calling = report.state == EscalationState::Calling;
  if (calling && (fresh || report.tier != escalation.last.tier)) start_clocks(escalation, report);
  const bool paused = stands_still(*escalation.text, report.record);
  if (calling && paused != escalation.paused) {
    for (Clock& clock : escalation.clocks) paused ? pause(clock) : resume(clock);
    escalation.paused = paused;
  }
  escalation.last = report;
  escalation.ended = is_over(report.state);
  std::optional<Instant> until;
  for (const Clock& clock : escalation.clocks) {
    if (calling && !paused) until = std::max(until.value_or(clock.due), clock.due);
  }
  expect(report.until == until, name + " ends another time: counting gives " + to_string(until.value_or(never)));
  const auto away = [&](PersonId person) { return !is_there(person, now_); };
  const bool last = report.tier == tiers.size();
  expect(!calling || last || std::ranges::none_of(report.calls, away), name + " calls somebody who is away");
  for (std::size_t number = 1; number <= tiers.size(); ++number) {
    const std::string what = number == tiers.size() ? "exhausted" : "tier " + std::to_string(number + 1);
    must_come(timer_id("escalation", report.escalation, escalation.instance, what),
              number == report.tier ? until : std::nullopt);
  }
}

// Has a handoff or an SLA of this decision raised it?
bool Watch::is_raised(const Escalation& escalation, const Decision& decision) const {
  const auto& structures = program_.policy().structures;
  const auto raises = [&](const std::optional<EscalationId>& id, const Structure& structure) {
    return id && structure.escalations[id->index].name == escalation.name;
  };
  const bool late = decision.cause.what == "due";
  return late && std::ranges::any_of(structures, [&](const Structure& structure) {
           const auto by_handoff = [&](const Handoff& text) {
             return text.name == decision.cause.name && raises(text.overdue_escalates, structure);
           };
           const auto by_sla = [&](const Sla& text) {
             return text.name == decision.cause.name && raises(text.breach_escalates, structure);
           };
           return decision.cause.kind == "handoff" ? std::ranges::any_of(structure.handoffs, by_handoff)
                                                   : std::ranges::any_of(structure.slas, by_sla);
         });
}

void Watch::see_escalations(Account& account, const Decision& decision) {
  std::set<std::string> fresh_ones;
  for (const EscalationReport& report : decision.escalations) {
    const auto [found, fresh] =
        account.escalations.try_emplace({report.escalation, record_key(report.record), report.n});
    EscalationCase& escalation = found->second;
    if (fresh) {
      fresh_ones.insert(report.escalation);
      escalation.text = named(structure_now().escalations, report.escalation);
      escalation.instance = ++account.instances["escalation/" + report.escalation];
      if (!expect(escalation.text != nullptr, "an escalation that the structure does not know")) return;
      ++checked_["escalations"];
      if (decision.cause.kind == "handoff") {
        for (const HandoffReport& handoff : decision.handoffs) {
          if (handoff.handoff == decision.cause.name)
            escalation.raised_by = {handoff.handoff, record_key(handoff.record), handoff.n};
        }
      }
    }
    see_escalation(escalation, report, fresh);
  }
  escalations_begun(account, decision, fresh_ones);
}

// What an event or a missed deadline raises is running afterwards, once; nothing begins otherwise.
void Watch::escalations_begun(Account& account, const Decision& decision, const std::set<std::string>& fresh) {
  const bool by_event = !decision.cause.event.empty();
  for (const Escalation& text : structure_now().escalations) {
    const bool called = (by_event && begins(text.on, text.when, text.per)) || is_raised(text, decision);
    const bool by_date = decision.cause.kind == "escalation" && decision.cause.what == "date";
    expect(called || by_date || !fresh.contains(text.name), "escalation " + text.name + " began by itself");
    if (!called || !reader_.holds(text.when, view_of(*state_, decision.record, now_))) continue;
    int running = 0;
    for (const auto& [name, one] : account.escalations) {
      const bool same =
          std::get<0>(name) == text.name && (!text.per || std::get<1>(name) == record_key(decision.record));
      running += same && !one.ended;
    }
    expect(running == 1, "escalation " + text.name + " runs " + std::to_string(running) + " times");
  }
  if (!by_event) return;
  for (const auto& [name, one] : account.escalations) {
    if (one.ended || fresh.contains(std::get<0>(name))) continue;
    expect(!sets_off(one.text->closed_on, one.last.record), std::get<0>(name) + " is closed, it runs on");
  }
}

}  // namespace baton::simulation
