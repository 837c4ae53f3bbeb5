// Handoffs, from O2 to O4: who opens one, what it holds, when it is due, how it ends.
#include <algorithm>
#include <set>
#include <utility>

#include "engine/reference/step.hpp"
#include "engine/reference/time.hpp"

namespace baton::reference {

namespace {

enum Detail : std::size_t { start_by, due, cutover, first_item };

bool applies(const Step& step, const OpenHandoff& handoff, std::size_t item) {
  return holds(step.sight(handoff.place), text_of(step.policy, handoff).checklist[item].applies);
}

bool is_complete(const Step& step, const OpenHandoff& handoff) {
  for (std::size_t i = 0; i < handoff.items.size(); ++i) {
    if (!handoff.items[i].done && applies(step, handoff, i)) return false;
  }
  return handoff.accepted;
}

// Cancelled and superseded are ends as good as finished; only a cutover leaves the work undone.
void end(Step& step, OpenHandoff& handoff, HandoffState state) {
  handoff.from = giver_of(step, handoff);
  handoff.to = holder_of(step.account, handoff.place, *handoff.to.role);
  handoff.ended = state;
  handoff.touched = true;
  if (state != HandoffState::CutOver) close_raised(step, handoff.number);
}

// It ends and the structure rules at once: the move that it held back happens.
void end_and_move(Step& step, OpenHandoff& handoff, HandoffState state) {
  end(step, handoff, state);
  for (const LeafId leaf : handoff.leaves) step.life(handoff.place).owners[leaf] = handoff.to.role;
}

void work(OpenHandoff& handoff) {
  handoff.started = handoff.touched = true;
  handoff.returned = false;
}

void do_item(OpenHandoff& handoff, std::size_t item) {
  if (handoff.items[item].done) return;
  handoff.items[item].done = true;
  work(handoff);
}

void accept(OpenHandoff& handoff) {
  if (handoff.accepted) return;
  handoff.accepted = true;
  work(handoff);
}

void give_back(OpenHandoff& handoff) {
  for (Item& item : handoff.items) item.done = false;
  handoff.accepted = false;
  handoff.returned = handoff.touched = true;
}

// The newest, should one of an older text still be open beside it.
OpenHandoff* open_one(Step& step, const std::string& name, Place place) {
  OpenHandoff* found = nullptr;
  for (OpenHandoff& handoff : step.account.handoffs) {
    if (!handoff.ended && handoff.place == place && text_of(step.policy, handoff).name == name) found = &handoff;
  }
  return found;
}

OpenHandoff& open(Step& step, Place place, HandoffId id) {
  Account& account = step.account;
  OpenHandoff handoff;
  handoff.structure = account.structure;
  handoff.handoff = id;
  const Handoff& text = text_of(step.policy, handoff);
  handoff.place = place;
  handoff.number = ++account.numbers;
  handoff.n = count(account, "handoff of " + (place ? std::to_string(*place) : "account") + "/" + text.name);
  handoff.instance = count(account, "handoff/" + text.name);
  handoff.from.role = text.from;
  handoff.to.role = text.to;
  handoff.opened_at = step.now;
  handoff.items.resize(text.checklist.size());
  for (std::size_t i = 0; i < handoff.items.size(); ++i) handoff.items[i].applied = applies(step, handoff, i);
  account.handoffs.push_back(std::move(handoff));
  return account.handoffs.back();
}

std::optional<Instant> date(const Step& step, const OpenHandoff& handoff, std::optional<RoleId> whose,
                            const std::optional<Span>& span) {
  if (!span) return std::nullopt;
  const auto person = whose ? holder_of(step.account, handoff.place, *whose).person : std::nullopt;
  const Instant at = deadline(step.org, calendar_of(step.org, person), handoff.opened_at, *span);
  return at < end_of_time ? std::optional(at) : std::nullopt;
}

HandoffState state_of(const OpenHandoff& handoff) {
  if (handoff.ended) return *handoff.ended;
  if (handoff.overdue) return HandoffState::Overdue;
  if (handoff.returned) return HandoffState::Returned;
  return handoff.started ? HandoffState::Started : HandoffState::Open;
}

HandoffReport report(const Step& step, const OpenHandoff& handoff) {
  const Handoff& text = text_of(step.policy, handoff);
  HandoffReport said;
  said.handoff = text.name;
  said.n = handoff.n;
  said.record = step.name_of(handoff.place);
  said.state = state_of(handoff);
  said.moves.assign(handoff.leaves.begin(), handoff.leaves.end());
  said.from = giver_of(step, handoff);
  said.to = handoff.ended ? handoff.to : holder_of(step.account, handoff.place, *handoff.to.role);
  said.start_by = handoff.start_by;
  said.due = handoff.due;
  said.cutover = handoff.cutover;
  for (std::size_t i = 0; i < text.checklist.size(); ++i) {
    if (!handoff.items[i].done && applies(step, handoff, i)) said.missing.push_back(text.checklist[i].name);
  }
  said.accepted = handoff.accepted;
  return said;
}

// ---- who stays

bool has_moved(const OpenHandoff& handoff) {
  return handoff.ended == HandoffState::Finished || handoff.ended == HandoffState::CutOver;
}

bool stays(const Sight& sight, const Stay& stay) {
  if (!stay.account_stages.has(sight.account.life.stage)) return false;
  if (sight.place && !stay.record_stages.has(sight.account.records[*sight.place].life.stage)) return false;
  return holds(sight, stay.condition) &&
         std::ranges::all_of(stay.windows, [&](const Window& window) { return holds(sight, window); });
}

bool ends_by_time(const Window& window) {
  return window.kind != Window::Kind::FromAfter && window.kind != Window::Kind::FromBefore;
}

// A stay whose time is up does not come back when its anchor moves: it belonged to this move.
bool is_over(const Sight& sight, const Stay& stay) {
  return std::ranges::any_of(stay.windows,
                             [&](const Window& window) { return ends_by_time(window) && !holds(sight, window); });
}

std::optional<Instant> end_of(const Sight& sight, const Stay& stay) {
  std::optional<Instant> first;
  for (const Window& window : stay.windows) {
    if (!ends_by_time(window)) continue;
    const Instant at = edge(sight, window);
    if (at != far_future && at > sight.now && (!first || at < *first)) first = at;
  }
  return first;
}

bool is_followed(const Step& step, const OpenHandoff& handoff) {
  return std::ranges::any_of(step.account.handoffs, [&](const OpenHandoff& other) {
    return other.number > handoff.number && other.ended && other.place == handoff.place &&
           text_of(step.policy, other).name == text_of(step.policy, handoff).name;
  });
}

// Nobody stays any more, and what hangs on that has been looked at since.
bool is_forgotten(const Step& step, const OpenHandoff& handoff) {
  if (!handoff.ended) return false;
  if (!has_moved(handoff) || is_followed(step, handoff)) return true;
  if (handoff.over.size() < text_of(step.policy, handoff).stays.size()) return false;
  return std::ranges::all_of(handoff.over,
                             [&](const auto& over) { return over.second <= step.settled_at(handoff.place); });
}

}  // namespace

const Handoff& text_of(const Policy& policy, const OpenHandoff& handoff) {
  return policy.structures[handoff.structure.index].handoffs[handoff.handoff.index];
}

OpenHandoff* holding_handoff(Account& account, Place place, LeafId leaf) {
  for (OpenHandoff& handoff : account.handoffs) {
    if (!handoff.ended && handoff.place == place && handoff.leaves.contains(leaf)) return &handoff;
  }
  return nullptr;
}

Holder giver_of(const Step& step, const OpenHandoff& handoff) {
  if (handoff.ended) return handoff.from;
  const Staff staff{step.org, step.world, step.now};
  if (handoff.from.person && staff.is_gone(*handoff.from.person)) {
    if (const auto manager = staff.manager(*handoff.from.person)) return {handoff.from.role, manager, std::nullopt};
  }
  return holder_of(step.account, handoff.place, *handoff.from.role);
}

// O4: for nothing open they reject the line, for an unknown item too.
bool take_handoff_event(Step& step) {
  OpenHandoff* handoff = open_one(step, step.event->name, step.event_place);
  if (handoff == nullptr) return false;
  if (step.event->kind == EventKind::HandoffAccepted) accept(*handoff);
  if (step.event->kind == EventKind::HandoffReturned) give_back(*handoff);
  if (step.event->kind != EventKind::ItemDone) return true;
  const auto& checklist = text_of(step.policy, *handoff).checklist;
  const auto item = std::ranges::find(checklist, step.event->item, &ChecklistItem::name);
  if (item == checklist.end()) return false;
  do_item(*handoff, static_cast<std::size_t>(item - checklist.begin()));
  return true;
}

void note_handoff_event(Step& step) {
  for (OpenHandoff& handoff : step.account.handoffs) {
    if (handoff.ended) continue;
    const Handoff& text = text_of(step.policy, handoff);
    for (std::size_t i = 0; i < text.checklist.size(); ++i) {
      const auto& done_on = text.checklist[i].done_on;
      if (done_on && sets_off(step, *done_on, handoff.place)) do_item(handoff, i);
    }
    if (any_sets_off(step, text.accepted_on, handoff.place)) accept(handoff);
    if (any_sets_off(step, text.cancelled_on, handoff.place)) end_and_move(step, handoff, HandoffState::Cancelled);
  }
}

void finish_handoffs(Step& step) {
  for (OpenHandoff& handoff : step.account.handoffs) {
    if (handoff.ended) continue;
    for (std::size_t i = 0; i < handoff.items.size(); ++i) {
      Item& item = handoff.items[i];
      const bool applied = std::exchange(item.applied, applies(step, handoff, i));
      if (applied != item.applied) handoff.touched = true;  // other items are missing
    }
    if (is_complete(step, handoff)) end_and_move(step, handoff, HandoffState::Finished);
  }
}

void supersede_unknown(Step& step) {
  for (OpenHandoff& handoff : step.account.handoffs) {
    const auto& known = step.structure().handoffs;
    const bool is_known = std::ranges::find(known, text_of(step.policy, handoff).name, &Handoff::name) != known.end();
    if (!handoff.ended && !is_known) end(step, handoff, HandoffState::Superseded);
  }
}

void take_leaf(Step& step, Place place, HandoffId id, LeafId leaf) {
  const Handoff& text = step.structure().handoffs[id.index];
  OpenHandoff* running = open_one(step, text.name, place);
  const bool joins = running != nullptr && running->from.role == text.from && running->to.role == text.to;
  OpenHandoff& handoff = joins ? *running : open(step, place, id);
  handoff.leaves.insert(leaf);
  handoff.touched = true;
}

// The report of one that ends says all that it lost at that moment.
void release_leaf(Step& step, OpenHandoff& handoff, LeafId leaf, HandoffState as) {
  handoff.touched = true;
  handoff.leaves.erase(leaf);
  handoff.lost.insert(leaf);
  if (!handoff.leaves.empty()) return;
  end(step, handoff, as);
  handoff.leaves = handoff.lost;
}

void date_handoffs(Step& step) {
  const Staff staff{step.org, step.world, step.now};
  for (OpenHandoff& handoff : step.account.handoffs) {
    if (handoff.ended) continue;
    const bool giver_has_left = handoff.from.person && staff.is_gone(*handoff.from.person);
    if (!giver_has_left) handoff.from = holder_of(step.account, handoff.place, *handoff.from.role);
    handoff.to = holder_of(step.account, handoff.place, *handoff.to.role);
    if (handoff.dated) continue;
    const Handoff& text = text_of(step.policy, handoff);
    handoff.start_by = date(step, handoff, text.to, text.start_within);
    handoff.due = date(step, handoff, text.to, text.finish_within);
    handoff.cutover = date(step, handoff, text.to, text.cutover_after);
    for (std::size_t i = 0; i < text.checklist.size(); ++i) {
      handoff.items[i].due = date(step, handoff, text.checklist[i].by, text.checklist[i].within);
    }
    handoff.dated = true;
  }
}

void forget_handoffs(Step& step) {
  for (OpenHandoff& handoff : step.account.handoffs) {
    if (!has_moved(handoff)) continue;
    const auto& texts = text_of(step.policy, handoff).stays;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (is_over(step.sight(handoff.place), texts[i])) handoff.over.emplace(i, step.now);
    }
  }
  std::set<std::uint64_t> forgotten;
  for (const OpenHandoff& handoff : step.account.handoffs) {
    if (is_forgotten(step, handoff)) forgotten.insert(handoff.number);
  }
  std::erase_if(step.account.handoffs, [&](const OpenHandoff& handoff) { return forgotten.contains(handoff.number); });
}

void report_handoffs(Step& step) {
  for (OpenHandoff& handoff : step.account.handoffs) {
    const HandoffReport said = report(step, handoff);
    const bool same_persons = said.from.person == handoff.told_from && said.to.person == handoff.told_to;
    if (!handoff.touched && (same_persons || handoff.ended)) continue;
    step.decision.handoffs.push_back(said);
    if (handoff.touched) step.life(handoff.place).handed_at = step.now;
    handoff.told_from = said.from.person;
    handoff.told_to = said.to.person;
    handoff.touched = false;
    handoff.lost.clear();
  }
}

std::vector<Owned::Secondary> secondaries(const Step& step, Place place, LeafId leaf, Instant at) {
  std::vector<Owned::Secondary> result;
  Sight sight = step.sight(place);
  sight.now = at;
  for (const OpenHandoff& handoff : step.account.handoffs) {
    if (!has_moved(handoff) || handoff.place != place || !handoff.leaves.contains(leaf)) continue;
    const auto& texts = text_of(step.policy, handoff).stays;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const Stay& stay = texts[i];
      const auto over = handoff.over.find(i);
      if (over != handoff.over.end() && over->second <= at) continue;
      const bool is_named = std::ranges::find(result, stay.role, &Owned::Secondary::role) != result.end();
      const bool owns = step.life(place).owners.at(leaf) == stay.role;
      if (is_named || owns || !stays(sight, stay)) continue;
      result.push_back({stay.role, holder_of(step.account, place, stay.role).person, end_of(sight, stay)});
    }
  }
  return result;
}

void add_handoff_timers(const Step& step, std::vector<Timer>& timers) {
  for (const OpenHandoff& handoff : step.account.handoffs) {
    if (handoff.ended) continue;
    const Handoff& text = text_of(step.policy, handoff);
    const auto add = [&](const std::optional<Instant>& at, std::size_t detail, const std::string& what) {
      if (!at) return;
      timers.push_back({std::max(*at, step.now), 0, handoff.place, Timer::Kind::Handoff, handoff.handoff.index,
                        handoff.number, detail, handoff.instance, text.name, what});
    };
    if (!handoff.started && !handoff.start_missed) add(handoff.start_by, start_by, "start");
    if (!handoff.overdue) add(handoff.due, due, "due");
    add(handoff.cutover, cutover, "cutover");
    for (std::size_t i = 0; i < handoff.items.size(); ++i) {
      const Item& item = handoff.items[i];
      if (!item.done && !item.late && applies(step, handoff, i)) {
        add(item.due, first_item + i, "item " + text.checklist[i].name);
      }
    }
  }
}

void fire_handoff(Step& step, const Timer& timer) {
  const auto found = std::ranges::find(step.account.handoffs, timer.beginning, &OpenHandoff::number);
  OpenHandoff& handoff = *found;
  handoff.touched = true;
  if (timer.detail == start_by) {
    handoff.start_missed = true;
  } else if (timer.detail == due) {
    handoff.overdue = true;
    const auto& escalation = text_of(step.policy, handoff).overdue_escalates;
    if (escalation) raise(step, handoff.structure, *escalation, handoff.place, handoff.number);
  } else if (timer.detail == cutover) {
    end_and_move(step, handoff, HandoffState::CutOver);
  } else {
    handoff.items[timer.detail - first_item].late = true;
  }
}

}  // namespace baton::reference
