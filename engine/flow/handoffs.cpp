// The life of a handoff. Rows are its state, columns what happens:
//
//             work      return    due       complete  cutover   withdraw   displace
//   open      started   returned  overdue   finished  cut_over  cancelled  superseded
//   started   started   returned  overdue   finished  cut_over  cancelled  superseded
//   returned  started   returned  overdue   finished  cut_over  cancelled  superseded
//   overdue   overdue   overdue   overdue   finished  cut_over  cancelled  superseded
//
// While it runs its giver holds its leaves (LeafState::held_by); when it has finished or was cut over they go to whom
// section 4 names. It runs under the text that it began with (O2). Its deadlines are set once, when the seats have
// been filled, on the receiver's calendar, an item's on its doer's (T4). An item whose `when` does not hold does not
// count; one that comes to apply after its time gives its missed deadline then.
#include "engine/flow/handoffs.hpp"

#include <algorithm>
#include <utility>

#include "engine/flow/escalations.hpp"
#include "engine/flow/people.hpp"
#include "engine/flow/seats.hpp"
#include "engine/flow/stays.hpp"
#include "engine/flow/triggers.hpp"

namespace baton {

namespace {

// Timer::detail: the three dates, then one for each item.
constexpr std::uint32_t start_date = 0, due_date = 1, cutover_date = 2, first_item = 3;

LeafState& leaf_state(Step& step, RecordIndex record, LeafId leaf) {
  auto& leaves = record ? step.account.records[*record].leaves : step.account.leaves;
  return leaves[leaf.index];
}

void touch(Step& step, RunningHandoff& running) {
  running.touched = true;
  step.changed.owners = true;
  (running.record ? step.account.records[*running.record].outlook : step.account.outlook).known = false;
}

bool ends_well(HandoffState state) {
  return state != HandoffState::CutOver;
}

// Its leaves go to whom section 4 names; ownership follows them on if that has changed meanwhile.
void let_go(Step& step, RunningHandoff& running, bool to_the_ruled) {
  for (const LeafId leaf : running.leaves) {
    LeafState& state = leaf_state(step, running.record, leaf);
    state.held_by = std::nullopt;
    if (to_the_ruled) state.owner = state.ruled;
  }
}

bool applies(const Step& step, const RunningHandoff& running, const ChecklistItem& item) {
  return item.applies.is_always() || holds(item.applies, step.view(running.record));
}

// Which items apply by the facts as they are now. Whether that has changed.
bool look_at_items(const Step& step, RunningHandoff& running) {
  const auto& checklist = text_of(step, running).checklist;
  bool changed = false;
  for (std::size_t i = 0; i < running.items.size(); ++i) {
    const bool applied = std::exchange(running.items[i].applies, applies(step, running, checklist[i]));
    changed = changed || applied != running.items[i].applies;
  }
  return changed;
}

void move(Step& step, RunningHandoff& running, HandoffMove as) {
  const Holder giver = giver_of(step, running), receiver = receiver_of(step, running);
  running.state = after(running.state, as);
  touch(step, running);
  if (!running.ended()) return;
  look_at_items(step, running);  // its last report, too, goes by the facts as they are (S2)
  running.from = giver;
  running.to = receiver;
  let_go(step, running, as != HandoffMove::Displace);
  if (ends_well(running.state)) settle_raised(step, running.began);
}

bool is_complete(const RunningHandoff& running) {
  return running.accepted &&
         std::ranges::all_of(running.items, [](const RunningItem& item) { return item.done || !item.applies; });
}

void do_item(Step& step, RunningHandoff& running, std::size_t item) {
  if (running.items[item].done) return;
  running.items[item].done = running.begun = true;
  move(step, running, HandoffMove::Work);
}

void accept(Step& step, RunningHandoff& running) {
  if (running.accepted) return;
  running.accepted = running.begun = true;
  move(step, running, HandoffMove::Work);
}

void give_back(Step& step, RunningHandoff& running) {
  running.accepted = false;
  for (RunningItem& item : running.items) item.done = false;
  move(step, running, HandoffMove::Return);
}

// The newest running handoff of that name; one of an old text may run beside it after a change of structure.
RunningHandoff* find_running(Step& step, const std::string& name, RecordIndex record) {
  auto& handoffs = step.account.handoffs;
  const auto found = std::find_if(handoffs.rbegin(), handoffs.rend(), [&](const RunningHandoff& running) {
    return !running.ended() && running.record == record && text_of(step, running).name == name;
  });
  return found == handoffs.rend() ? nullptr : &*found;
}

std::string nothing_open(const Step& step, const Event& event, RecordIndex record) {
  std::string text = "no handoff `" + event.name + "` is open for `" + step.account.id + "`";
  if (const auto name = step.name_of(record)) {
    text += ", " + step.program.policy().records[name->type.index].name + " `" + name->id + "`";
  }
  return text;
}

// ---- opening

RunningHandoff& open(Step& step, RecordIndex record, HandoffId handoff) {
  AccountState& account = step.account;
  const Handoff& text = step.structure().handoffs[handoff.index];
  RunningHandoff& running = account.handoffs.emplace_back();
  running.structure = account.structure;
  running.handoff = handoff;
  running.record = record;
  running.n = count_instance(account, "handoff of " + (record ? std::to_string(*record) : "account"), text.name);
  running.instance = count_instance(account, "handoff", text.name);
  running.began = ++account.began;
  running.from.role = text.from;
  running.to.role = text.to;
  running.opened_at = step.now;
  running.items.resize(text.checklist.size());
  for (std::size_t i = 0; i < running.items.size(); ++i) {
    running.items[i].applies = applies(step, running, text.checklist[i]);
  }
  return running;
}

// ---- deadlines

const Calendar& calendar_of(const Step& step, RecordIndex record, std::optional<RoleId> role) {
  const Org& org = step.program.org();
  const Holder holder = role ? holder_of(step.account, record, *role) : Holder{};
  return org.calendars[(holder.person ? org.people[holder.person->index].calendar : org.default_calendar).index];
}

std::optional<Instant> deadline_of(const Step& step, const RunningHandoff& running, std::optional<RoleId> whose,
                                   const std::optional<Span>& span) {
  if (!span) return std::nullopt;
  const Instant at =
      deadline(step.program.org().zone, calendar_of(step, running.record, whose), running.opened_at, *span);
  return at < end_of_time ? std::optional(at) : std::nullopt;
}

// ---- timers

Timer timer_at(const Step& step, const RunningHandoff& running, Instant at, std::uint32_t detail) {
  const Handoff& text = text_of(step, running);
  Timer timer;
  timer.at = std::max(at, step.now);
  timer.record = running.record ? *running.record + 1 : 0;
  timer.kind = Timer::Kind::Handoff;
  timer.declaration = running.handoff.index;
  timer.beginning = running.began;
  timer.instance = running.instance;
  timer.detail = detail;
  timer.name = text.name;
  const std::string subject = "handoff " + text.name;
  if (detail == start_date) {
    timer.what = "start";
    timer.in_words = subject + " should have started";
  } else if (detail == due_date) {
    timer.what = "due";
    timer.in_words = subject + " becomes overdue";
  } else if (detail == cutover_date) {
    timer.what = "cutover";
    timer.in_words = subject + " is cut over";
  } else {
    const std::string& item = text.checklist[detail - first_item].name;
    timer.what = "item " + item;
    timer.in_words = "item " + item + " of " + subject + " should be done";
  }
  return timer;
}

bool giver_has_left(const Step& step, const RunningHandoff& running) {
  return running.from.person && is_gone(step.program, step.world, *running.from.person, step.now);
}

// Who sits there now; of a giver who has left the name stays, for their manager is found by it.
void remember_persons(const Step& step, RunningHandoff& running) {
  if (!giver_has_left(step, running)) running.from = holder_of(step.account, running.record, *running.from.role);
  running.to = holder_of(step.account, running.record, *running.to.role);
}

// Does it name another giver or receiver than its latest report?
bool has_other_persons(const Step& step, const RunningHandoff& running) {
  return !running.ended() && (giver_of(step, running).person != running.told_giver ||
                              receiver_of(step, running).person != running.told_receiver);
}

// Of one handoff of one record only the last that ended still names who stays.
bool has_successor(const Step& step, const RunningHandoff& running) {
  return std::ranges::any_of(step.account.handoffs, [&](const RunningHandoff& other) {
    return other.began > running.began && other.ended() && other.record == running.record &&
           text_of(step, other).name == text_of(step, running).name;
  });
}

}  // namespace

void forget_ended_handoffs(Step& step) {
  auto& handoffs = step.account.handoffs;
  std::vector<std::uint64_t> over;
  for (const RunningHandoff& running : handoffs) {
    const bool kept = !running.ended() || (may_name_secondaries(step, running) && !has_successor(step, running));
    if (!kept) over.push_back(running.began);
  }
  if (over.empty()) return;
  std::erase_if(handoffs,
                [&](const RunningHandoff& running) { return std::ranges::find(over, running.began) != over.end(); });
  for (std::uint32_t i = 0; i < handoffs.size(); ++i) {
    if (handoffs[i].ended()) continue;
    for (const LeafId leaf : handoffs[i].leaves) leaf_state(step, handoffs[i].record, leaf).held_by = i;
  }
}

namespace {

void escalate_overdue(Step& step, const RunningHandoff& running) {
  const auto escalation = text_of(step, running).overdue_escalates;
  if (escalation) raise_escalation(step, *escalation, running.record, running.began);
}

}  // namespace

HandoffState after(HandoffState state, HandoffMove move) {
  const bool overdue = state == HandoffState::Overdue;
  switch (move) {
    case HandoffMove::Work:
      return overdue ? HandoffState::Overdue : HandoffState::Started;
    case HandoffMove::Return:
      return overdue ? HandoffState::Overdue : HandoffState::Returned;
    case HandoffMove::Due:
      return HandoffState::Overdue;
    case HandoffMove::Complete:
      return HandoffState::Finished;
    case HandoffMove::Cutover:
      return HandoffState::CutOver;
    case HandoffMove::Withdraw:
      return HandoffState::Cancelled;
    case HandoffMove::Displace:
      return HandoffState::Superseded;
  }
  return state;
}

const Handoff& text_of(const Step& step, const RunningHandoff& running) {
  return step.program.policy().structures[running.structure.index].handoffs[running.handoff.index];
}

std::expected<void, std::string> take_handoff_event(Step& step, const Event& event, RecordIndex record) {
  RunningHandoff* running = find_running(step, event.name, record);
  if (running == nullptr) return std::unexpected(nothing_open(step, event, record));
  if (event.kind == Event::Kind::HandoffAccepted) accept(step, *running);
  if (event.kind == Event::Kind::HandoffReturned) give_back(step, *running);
  if (event.kind != Event::Kind::ItemDone) return {};
  const auto& checklist = text_of(step, *running).checklist;
  const auto item = std::ranges::find(checklist, event.item, &ChecklistItem::name);
  if (item == checklist.end()) {
    return std::unexpected("handoff `" + event.name + "` has no item `" + event.item + "`");
  }
  do_item(step, *running, static_cast<std::size_t>(item - checklist.begin()));
  return {};
}

void note_handoff_event(Step& step, const Event& event, RecordIndex record) {
  if (!event.type) return;
  for (RunningHandoff& running : step.account.handoffs) {
    if (running.ended()) continue;
    const Handoff& text = text_of(step, running);
    for (std::size_t i = 0; i < text.checklist.size(); ++i) {
      const auto& done_on = text.checklist[i].done_on;
      if (done_on && sets_off(step, *done_on, event, record, running.record)) do_item(step, running, i);
    }
    if (any_sets_off(step, text.accepted_on, event, record, running.record)) accept(step, running);
    if (any_sets_off(step, text.cancelled_on, event, record, running.record)) {
      move(step, running, HandoffMove::Withdraw);
    }
  }
}

void settle_handoffs(Step& step) {
  for (RunningHandoff& running : step.account.handoffs) {
    if (running.ended()) continue;
    if (look_at_items(step, running)) touch(step, running);
    if (is_complete(running)) move(step, running, HandoffMove::Complete);
  }
}

void drop_unknown_handoffs(Step& step) {
  const auto& known = step.structure().handoffs;
  for (RunningHandoff& running : step.account.handoffs) {
    if (running.ended()) continue;
    const bool goes_on = std::ranges::find(known, text_of(step, running).name, &Handoff::name) != known.end();
    if (!goes_on) move(step, running, HandoffMove::Displace);
  }
}

std::uint32_t take_leaf(Step& step, RecordIndex record, HandoffId handoff, LeafId leaf) {
  const Handoff& text = step.structure().handoffs[handoff.index];
  RunningHandoff* running = find_running(step, text.name, record);
  const bool same_roles = running != nullptr && running->from.role == text.from && running->to.role == text.to;
  if (!same_roles) running = &open(step, record, handoff);
  running->leaves.push_back(leaf);
  touch(step, *running);
  return static_cast<std::uint32_t>(running - step.account.handoffs.data());
}

void release_leaf(Step& step, std::uint32_t index, LeafId leaf, HandoffMove as) {
  RunningHandoff& running = step.account.handoffs[index];
  if (running.leaves.size() == 1) {
    move(step, running, as);
    running.leaves = running.held_before;  // its report says all that this step takes from it
    return;
  }
  leaf_state(step, running.record, leaf).held_by = std::nullopt;
  std::erase(running.leaves, leaf);
  touch(step, running);
}

void date_handoffs(Step& step) {
  for (RunningHandoff& running : step.account.handoffs) {
    if (running.dated || running.ended()) continue;
    const Handoff& text = text_of(step, running);
    running.dated = true;
    running.start_by = deadline_of(step, running, text.to, text.start_within);
    running.due = deadline_of(step, running, text.to, text.finish_within);
    running.cutover = deadline_of(step, running, text.to, text.cutover_after);
    for (std::size_t i = 0; i < text.checklist.size(); ++i) {
      running.items[i].due = deadline_of(step, running, text.checklist[i].by, text.checklist[i].within);
    }
  }
}

void report_handoffs(Step& step) {
  for (RunningHandoff& running : step.account.handoffs) {
    if (!running.ended()) remember_persons(step, running);
    if (!running.touched && !has_other_persons(step, running)) continue;
    const HandoffReport& said = step.decision.handoffs.emplace_back(report(step, running));
    running.told_giver = said.from.person;
    running.told_receiver = said.to.person;
    running.held_before = running.leaves;
    running.touched = false;
  }
  forget_ended_handoffs(step);
}

void handoff_timers(const Step& step, std::vector<Timer>& timers) {
  for (const RunningHandoff& running : step.account.handoffs) {
    if (running.ended()) continue;
    const auto add = [&](const std::optional<Instant>& at, std::uint32_t detail) {
      if (at) timers.push_back(timer_at(step, running, *at, detail));
    };
    if (!running.begun && !running.start_missed) add(running.start_by, start_date);
    if (!running.overdue) add(running.due, due_date);
    add(running.cutover, cutover_date);
    for (std::size_t i = 0; i < running.items.size(); ++i) {
      const RunningItem& item = running.items[i];
      if (item.applies && !item.done && !item.due_passed) add(item.due, first_item + static_cast<std::uint32_t>(i));
    }
  }
}

void fire_handoff_timer(Step& step, const Timer& timer) {
  const auto found = std::ranges::find(step.account.handoffs, timer.beginning, &RunningHandoff::began);
  if (found == step.account.handoffs.end()) return;
  touch(step, *found);
  if (timer.detail == start_date) {
    found->start_missed = true;
  } else if (timer.detail == due_date) {
    found->overdue = true;
    move(step, *found, HandoffMove::Due);
    escalate_overdue(step, *found);
  } else if (timer.detail == cutover_date) {
    move(step, *found, HandoffMove::Cutover);
  } else {
    found->items[timer.detail - first_item].due_passed = true;
  }
}

Holder giver_of(const Step& step, const RunningHandoff& running) {
  if (running.ended()) return running.from;
  if (giver_has_left(step, running)) {
    const auto manager = standing_manager(step.program, step.world, *running.from.person, step.now);
    if (manager) return {running.from.role, manager, std::nullopt};
  }
  return holder_of(step.account, running.record, *running.from.role);
}

Holder receiver_of(const Step& step, const RunningHandoff& running) {
  return running.ended() ? running.to : holder_of(step.account, running.record, *running.to.role);
}

HandoffReport report(const Step& step, const RunningHandoff& running) {
  const Handoff& text = text_of(step, running);
  HandoffReport result;
  result.handoff = text.name;
  result.n = running.n;
  result.record = step.name_of(running.record);
  result.state = running.state;
  result.moves = running.leaves;
  result.from = giver_of(step, running);
  result.to = receiver_of(step, running);
  result.start_by = running.start_by;
  result.due = running.due;
  result.cutover = running.cutover;
  for (std::size_t i = 0; i < running.items.size(); ++i) {
    if (running.items[i].applies && !running.items[i].done) result.missing.push_back(text.checklist[i].name);
  }
  result.accepted = running.accepted;
  return result;
}

}  // namespace baton
