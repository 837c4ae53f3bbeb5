#include "engine/flow/decide_step.hpp"

#include <algorithm>

#include "engine/flow/escalations.hpp"
#include "engine/flow/handoffs.hpp"
#include "engine/flow/ownership.hpp"
#include "engine/flow/seats.hpp"
#include "engine/flow/slas.hpp"
#include "engine/flow/stages.hpp"

namespace baton {

namespace {

bool waits_for_someone(const AccountState& account) {
  return std::ranges::any_of(account.seats, [](const Seat& seat) { return seat.flagged && !seat.person; });
}

// Fields of the account count for the loads; owners, handoffs and stays for who is needed; nothing else touches a seat.
void settle_seats(Step& step) {
  const Changed& changed = step.changed;
  const bool concerned = changed.account || changed.owners || !changed.records.empty();
  if (concerned || waits_for_someone(step.account)) fill_seats(step);
  date_handoffs(step);
}

// From the structure to the seats: what every step has in common.
void settle(Step& step) {
  settle_handoffs(step);
  settle_ownership(step);
  settle_seats(step);
  update_escalation_pauses(step);
  update_sla_pauses(step);
}

void take_facts(Step& step, const Event& event, RecordIndex record) {
  set_fields(step, event, record);
  move_stages(step, event, record);
  move_anchors(step, event, record);
  settle_structure(step);
}

void take_ends(Step& step, const Event& event, RecordIndex record) {
  if (!event.type) return;
  end_escalations(step, event, record);
  end_slas(step, event, record);
  note_handoff_event(step, event, record);
}

void take_beginnings(Step& step, const Event& event, RecordIndex record) {
  if (!event.type) return;
  begin_escalations(step, event, record);
  begin_slas(step, event, record);
  give_credit(step, event, record);
}

std::expected<void, std::string> take_seat_event(Step& step, const Event& event, RecordIndex record) {
  const auto taken =
      event.kind == Event::Kind::SeatAssigned ? assign_seat(step, event, record) : release_seat(step, event, record);
  if (taken) step.changed.owners = true;
  return taken;
}

// Events that speak of one running thing by name. After that they are events like any other: what the text says is set
// off by them follows.
std::expected<void, std::string> take_named(Step& step, const Event& event, RecordIndex record) {
  switch (event.kind) {
    case Event::Kind::ItemDone:
    case Event::Kind::HandoffAccepted:
    case Event::Kind::HandoffReturned:
      return take_handoff_event(step, event, record);
    case Event::Kind::SeatAssigned:
    case Event::Kind::SeatReleased:
      return take_seat_event(step, event, record);
    case Event::Kind::EscalationAcknowledged:
    case Event::Kind::EscalationClosed:
      return take_escalation_event(step, event, record);
    default:
      return {};
  }
}

}  // namespace

Decision begin_decision(const AccountState& account, bool is_new, Instant now) {
  Decision decision;
  decision.subject = account.id;
  decision.at = now;
  if (is_new) return decision;
  decision.stage_from = account.facts.stage;
  decision.structure_from = account.structure;
  return decision;
}

std::expected<void, std::string> take_event(Step& step, const Event& event, RecordIndex record) {
  forget_ended_handoffs(step);
  if (const auto taken = take_named(step, event, record); !taken) return taken;
  take_facts(step, event, record);
  take_ends(step, event, record);
  settle(step);
  take_beginnings(step, event, record);
  return {};
}

void take_timer(Step& step, const Timer& timer) {
  forget_ended_handoffs(step);
  const RecordIndex record = timer.record == 0 ? RecordIndex{} : RecordIndex{timer.record - 1};
  switch (timer.kind) {
    case Timer::Kind::Stage:
      fire_stage_timer(step, timer);
      break;
    case Timer::Kind::Seat:
      fire_seat_timer(step, timer);
      break;
    case Timer::Kind::Window:
      settle_ownership_of(step, record);
      step.changed.owners = true;
      break;
    case Timer::Kind::Handoff:
      fire_handoff_timer(step, timer);
      break;
    case Timer::Kind::Escalation:
      fire_escalation_timer(step, timer);
      break;
    case Timer::Kind::Sla:
      fire_sla_timer(step, timer);
      break;
    case Timer::Kind::Org:
    case Timer::Kind::Review:
      break;
  }
  settle_structure(step);
  settle(step);
}

void take_news_of_people(Step& step) {
  step.changed.owners = true;
  settle(step);
}

Instant finish_decision(Step& step, const Picture& before) {
  write_changes(step, before);
  report_handoffs(step);
  step.decision.stage_to = step.account.facts.stage;
  step.decision.structure_to = step.account.structure;
  const std::vector<Timer> timers = timers_of(step);
  const Timer* first = first_of(timers);
  if (first == nullptr) return far_future;
  step.decision.next = NextChange{first->at, first->in_words};
  return first->at;
}

}  // namespace baton
