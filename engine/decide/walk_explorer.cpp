#include "engine/decide/walk_explorer.hpp"

#include <algorithm>
#include <utility>

namespace baton {
namespace {

constexpr std::size_t max_timers = 16, max_record_fields = 32, max_other_bits = 64;  // so many bits hold them

std::uint16_t bit(std::size_t position) {
  return static_cast<std::uint16_t>(1U << position);
}

StageTimer timer_of(const Lifecycle& lifecycle, std::size_t transition, bool of_record) {
  return {of_record, static_cast<std::uint32_t>(transition), *lifecycle.transitions[transition].at};
}

}  // namespace

std::size_t SituationHash::operator()(const Situation& situation) const noexcept {
  std::uint64_t hash = situation.account_stage;
  const auto mix = [&](std::uint64_t part) { hash = (hash ^ part) * 0x9e3779b97f4a7c15ULL, hash ^= hash >> 29; };
  mix(situation.record_stage);
  for (const std::uint8_t place : situation.order) mix(place);
  mix(situation.passed);
  mix(situation.reached);
  mix(situation.settable);
  mix(situation.others);
  return hash;
}

// ---- what a situation holds

bool Explorer::can_ever_be_set(const FieldRef& field) const {
  if (field.scope == Scope::Account || policy_.field(field).initial) return true;
  return std::ranges::any_of(policy_.events, [&](const EventType& event) { return sets(event, field); });
}

void Explorer::add_timers(const Lifecycle& lifecycle, bool of_record) {
  for (std::size_t i = 0; i < lifecycle.transitions.size(); ++i) {
    if (!lifecycle.transitions[i].at) continue;
    const StageTimer timer = timer_of(lifecycle, i, of_record);
    walk_.timers_.push_back(timer);
    if (timer.trigger.kind == DateTrigger::Kind::After) {
      if (!walk_.position_of(timer.trigger.anchor)) walk_.anchors_.push_back(timer.trigger.anchor);
      anchor_of_timer_.push_back(static_cast<int>(*walk_.position_of(timer.trigger.anchor)));
      date_of_timer_.push_back(-1);
      timer_possible_.push_back(true);
      continue;
    }
    auto found = std::ranges::find(walk_.dates_, timer.trigger.date);
    if (found == walk_.dates_.end()) found = walk_.dates_.insert(found, timer.trigger.date);
    date_of_timer_.push_back(static_cast<int>(found - walk_.dates_.begin()));
    anchor_of_timer_.push_back(-1);
    timer_possible_.push_back(can_ever_be_set(timer.trigger.date));
    if (timer.trigger.date.scope == Scope::Record) walk_.query_.record_fields.push_back(timer.trigger.date.field);
  }
}

// A counted type takes a bit a stage. Any other type takes one if some event cannot begin such a record, and so needs
// one to be there already.
bool Explorer::lay_out_others() {
  walk_.others_bit_.assign(policy_.records.size(), -1);
  walk_.counted_.assign(policy_.records.size(), false);
  for (const RecordType& type : policy_.records) walk_.stage_counts_.push_back(type.lifecycle.stages.size());
  std::size_t used = 0;
  for (std::size_t i = 0; i < policy_.records.size(); ++i) {
    const RecordTypeId type{i};
    walk_.counted_[i] = std::ranges::binary_search(walk_.query_.counted, type);
    const bool followed = std::ranges::any_of(policy_.events, [&](const EventType& event) {
      return event.record == type && !can_begin_record(policy_, event, type);
    });
    if (!walk_.counted_[i] && !followed) continue;
    walk_.others_bit_[i] = static_cast<int>(used);
    used += walk_.counted_[i] ? 2 * policy_.records[i].lifecycle.stages.size() : 1;
  }
  return used <= max_other_bits;
}

bool Explorer::prepare() {
  walk_.anchors_ = walk_.query_.anchors;
  add_timers(policy_.lifecycle, false);
  if (walk_.query_.record) add_timers(policy_.records[walk_.query_.record->index].lifecycle, true);
  auto& fields = walk_.query_.record_fields;
  std::ranges::sort(fields);
  fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
  sooner_.assign(walk_.timers_.size(), 0);
  for (std::size_t i = 0; i < walk_.timers_.size(); ++i) {
    for (std::size_t k = 0; k < walk_.timers_.size(); ++k) {
      const Span& earlier = walk_.timers_[k].trigger.span;
      const Span& later = walk_.timers_[i].trigger.span;
      const bool comparable = date_of_timer_[i] >= 0 && date_of_timer_[i] == date_of_timer_[k] && !earlier.business &&
                              !later.business && family_of(earlier.unit) == family_of(later.unit);
      if (comparable && family_units(earlier) > family_units(later)) sooner_[i] |= bit(k);
    }
  }
  return lay_out_others() && walk_.anchors_.size() <= max_anchors && walk_.timers_.size() <= max_timers &&
         fields.size() <= max_record_fields;
}

// ---- the search

bool Explorer::run(const WalkLimits& limits) {
  limits_ = limits;
  walk_.nodes_.push_back({});
  known_.emplace(Situation{}, 0);
  for (std::uint32_t node = 0; node < walk_.nodes_.size() && !over_budget_; ++node) expand(node);
  return !over_budget_;
}

void Explorer::expand(std::uint32_t node) {
  for (std::size_t i = 0; i < policy_.events.size(); ++i) by_event(node, EventId{i});
  by_update(node);
  by_time(node);
  by_time_elsewhere(node);
}

void Explorer::keep(std::uint32_t parent, Draft&& draft) {
  const auto next = static_cast<std::uint32_t>(walk_.nodes_.size());
  const auto [entry, added] = known_.emplace(draft.situation, next);
  const Situation& before = walk_.nodes_[parent].situation;
  const bool moves_stage = before.account_stage != draft.situation.account_stage ||
                           before.record_stage != draft.situation.record_stage || draft.step.moved != 0;
  const bool is_event = draft.step.kind == WalkStep::Kind::Event && draft.step.dates_set == 0 &&
                        (entry->second != parent || draft.step.moved != 0);
  const bool is_timer =
      draft.step.kind == WalkStep::Kind::Timer && draft.step.names == WalkStep::Names::Nothing && moves_stage;
  if ((is_event || is_timer) && !draft.step.first_of_account) {
    walk_.has_all_edges_ = walk_.edges_.size() < limits_.edges;
    if (walk_.has_all_edges_) walk_.edges_.push_back({parent, entry->second, draft.step});
  }
  if (!added) return;
  if (walk_.nodes_.size() >= limits_.situations) {
    over_budget_ = true;
    return;
  }
  walk_.nodes_.push_back({draft.situation, parent, walk_.nodes_[parent].depth + 1, std::move(draft.step)});
}

void Explorer::begin_account(Draft& draft) const {
  if (draft.situation.account_stage != not_begun) return;
  draft.step.first_of_account = true;
  enter(draft, Whose::Account, policy_.lifecycle.start);
}

void Explorer::begin_record(Draft& draft) const {
  if (draft.situation.record_stage != not_begun) return;
  draft.step.first_of_record = true;
  enter(draft, Whose::Record, policy_.records[walk_.query_.record->index].lifecycle.start);
}

// account.updated may begin an account, and may set the account's dates. Where the text names it, it is an event like
// any other.
void Explorer::by_update(std::uint32_t node) {
  if (policy_.event_of(EventKind::AccountUpdated)) return;
  Draft draft{walk_.nodes_[node].situation, {}, 0};
  draft.step.kind = WalkStep::Kind::Updated;
  begin_account(draft);
  move(draft, std::exchange(draft.moving, std::uint16_t{0}));
  for (Draft& next : with_dates({std::move(draft)})) keep(node, std::move(next));
}

// What speaks of a handoff or an escalation needs one to speak of. Whether one is open then is not followed: the replay
// of the history tells.
bool Explorer::may_happen(const EventType& event) const {
  const auto any = [&](auto list) {
    return std::ranges::any_of(policy_.structures,
                               [&](const Structure& structure) { return !(structure.*list).empty(); });
  };
  switch (event.kind) {
    case EventKind::ItemDone:
    case EventKind::HandoffAccepted:
    case EventKind::HandoffReturned:
      return any(&Structure::handoffs);
    case EventKind::EscalationAcknowledged:
    case EventKind::EscalationClosed:
      return any(&Structure::escalations);
    default:
      return true;
  }
}

// The event, with each record that it may name.
void Explorer::by_event(std::uint32_t node, EventId event) {
  const EventType& type = policy_.events[event.index];
  const Situation situation = walk_.nodes_[node].situation;
  if (situation.account_stage == not_begun && !can_begin_account(policy_, type)) return;
  if (!may_happen(type)) return;
  Draft draft{situation, {}, 0};
  draft.step.event = event;
  if (type.record) return by_event_naming(node, draft, *type.record);
  take_event(node, draft);
  if (!is_about_what_runs(type.kind)) return;
  for (std::size_t i = 0; i < policy_.records.size(); ++i) by_event_naming(node, draft, RecordTypeId{i});
}

void Explorer::by_event_naming(std::uint32_t node, const Draft& draft, RecordTypeId type) {
  const Situation& situation = draft.situation;
  const bool begins = can_begin_record(policy_, policy_.events[draft.step.event.index], type);
  if (type == walk_.query_.record && (begins || situation.record_stage != not_begun)) {
    Draft at_hand = draft;
    at_hand.step.names = WalkStep::Names::RecordAtHand;
    take_event(node, std::move(at_hand));
  }
  Draft other = draft;
  other.step.other = type;
  const int first_bit = walk_.others_bit_[type.index];
  const bool counted = walk_.counted_[type.index];
  if (begins) {
    Draft fresh = other;
    fresh.step.names = WalkStep::Names::NewOther;
    take_event(node, std::move(fresh));
  }
  if (first_bit < 0 || (begins && !counted)) return;
  other.step.names = WalkStep::Names::ExistingOther;
  const std::size_t stages = counted ? policy_.records[type.index].lifecycle.stages.size() : 1;
  for (std::size_t stage = 0; stage < stages; ++stage) {
    if ((counted ? others_in(situation, type, stage) : situation.others >> first_bit & 1) == 0) continue;
    Draft existing = other;
    if (counted) existing.step.other_from = static_cast<std::uint8_t>(stage);
    take_event(node, std::move(existing));
  }
}

// S2: fields; stage of the record, then of the account; anchors; then what dates bring about at once.
void Explorer::take_event(std::uint32_t node, Draft draft) {
  const EventId event = draft.step.event;
  const EventType& type = policy_.events[event.index];
  begin_account(draft);
  const bool at_hand = draft.step.names == WalkStep::Names::RecordAtHand;
  const bool names_other = !at_hand && draft.step.names != WalkStep::Names::Nothing;
  if (at_hand) {
    begin_record(draft);
    const auto& fields = walk_.query_.record_fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (sets(type, {Scope::Record, *walk_.query_.record, {}, fields[i]})) draft.situation.settable |= 1U << i;
    }
  }
  Drafts drafts{std::move(draft)};
  if (at_hand) {
    drafts = with_transitions(std::move(drafts), Whose::Record, event);
  } else if (names_other) {
    drafts = with_other_stage(std::move(drafts));
  }
  drafts = with_transitions(std::move(drafts), Whose::Account, event);
  drafts = with_anchors(std::move(drafts), event);
  for (Draft& each : drafts) move(each, std::exchange(each.moving, std::uint16_t{0}));
  for (Draft& next : with_dates(std::move(drafts))) keep(node, std::move(next));
}

const Lifecycle& Explorer::lifecycle_of(const Draft& draft, Whose whose) const {
  if (whose == Whose::Account) return policy_.lifecycle;
  const RecordTypeId type = whose == Whose::Record ? *walk_.query_.record : draft.step.other;
  return policy_.records[type.index].lifecycle;
}

void Explorer::enter(Draft& draft, Whose whose, StageId stage) const {
  const auto number = static_cast<std::uint8_t>(stage.index);
  if (whose == Whose::Other) {
    draft.step.other_to = number;
    return;
  }
  (whose == Whose::Account ? draft.situation.account_stage : draft.situation.record_stage) = number;
  draft.moving |= entering(whose, stage);
}

std::uint16_t Explorer::entering(Whose whose, StageId stage) const {
  std::uint16_t moved = 0;
  for (std::size_t i = 0; i < walk_.anchors_.size(); ++i) {
    const Anchor& anchor = policy_.anchors[walk_.anchors_[i].index];
    const bool same = whose == Whose::Account ? !anchor.record : anchor.record && anchor.record == walk_.query_.record;
    if (anchor.kind == Anchor::Kind::Entering && same && anchor.stage == stage) moved |= bit(i);
  }
  return moved;
}

// The first transition that applies is taken; one with conditions may apply or not.
Explorer::Drafts Explorer::with_transitions(Drafts drafts, Whose whose, EventId event) const {
  Drafts results;
  for (Draft& draft : drafts) {
    const std::uint8_t stage = whose == Whose::Account  ? draft.situation.account_stage
                               : whose == Whose::Record ? draft.situation.record_stage
                                                        : draft.step.other_to;
    const Lifecycle& lifecycle = lifecycle_of(draft, whose);
    Drafts waiting{std::move(draft)};  // for which no transition has applied so far
    for (const Transition& transition : lifecycle.transitions) {
      if (!transition.on || transition.on->event != event || !transition.from.has(StageId{stage})) continue;
      waiting = try_transition(std::move(waiting), transition, whose, results);
    }
    std::ranges::move(waiting, std::back_inserter(results));
  }
  return results;
}

// Adds to `taken` each way in which the transition applies; returns those in which it does not.
Explorer::Drafts Explorer::try_transition(Drafts waiting, const Transition& transition, Whose whose,
                                          Drafts& taken) const {
  Drafts missed;
  for (Draft& draft : waiting) {
    const Condition* const conditions[] = {&transition.on->where, &transition.when};
    bool possible = true;
    for (const Condition* condition : conditions) {
      const Truth now = truth(*condition, draft);
      if (now != Truth::True) {
        missed.push_back(draft);
        if (now == Truth::Open) missed.back().step.requirements.push_back({condition, false});
      }
      if (now == Truth::Open) draft.step.requirements.push_back({condition, true});
      possible = now != Truth::False;
      if (!possible) break;
    }
    if (!possible) continue;
    enter(draft, whose, transition.to);
    taken.push_back(std::move(draft));
  }
  return missed;
}

// A record other than the one at hand: begun by the event or there before, alone in its stage or not.
Explorer::Drafts Explorer::with_other_stage(Drafts drafts) const {
  const RecordTypeId type = drafts.front().step.other;
  const EventId event = drafts.front().step.event;
  const int first_bit = walk_.others_bit_[type.index];
  if (first_bit < 0) return drafts;
  if (!walk_.counted_[type.index]) {
    for (Draft& draft : drafts) draft.situation.others |= std::uint64_t{1} << first_bit;
    return drafts;
  }
  for (Draft& draft : drafts) {
    draft.step.other_to = draft.step.names == WalkStep::Names::NewOther
                              ? static_cast<std::uint8_t>(policy_.records[type.index].lifecycle.start.index)
                              : draft.step.other_from;
  }
  Drafts results;
  for (Draft& draft : with_transitions(std::move(drafts), Whose::Other, event)) change_count(results, std::move(draft));
  return results;
}

std::uint64_t Explorer::others_in(const Situation& situation, RecordTypeId type, std::size_t stage) const {
  return situation.others >> (static_cast<std::size_t>(walk_.others_bit_[type.index]) + 2 * stage) & 3;
}

void Explorer::set_others(Situation& situation, RecordTypeId type, std::size_t stage, std::uint64_t count) const {
  const std::size_t first_bit = static_cast<std::size_t>(walk_.others_bit_[type.index]) + 2 * stage;
  situation.others = (situation.others & ~(std::uint64_t{3} << first_bit)) | count << first_bit;
}

// The step's record leaves `other_from` and is now in `other_to`. Where there were two or more, one or more are left.
void Explorer::change_count(Drafts& results, Draft draft) const {
  const WalkStep& step = draft.step;
  if (step.other_from == step.other_to) return results.push_back(std::move(draft));
  set_others(draft.situation, step.other, step.other_to,
             std::min<std::uint64_t>(others_in(draft.situation, step.other, step.other_to) + 1, 2));
  if (step.other_from != not_begun) {
    const std::uint64_t before = others_in(draft.situation, step.other, step.other_from);
    Draft fewer = draft;
    set_others(fewer.situation, step.other, step.other_from, before - 1);
    results.push_back(std::move(fewer));
    if (before == 1) return;
  }
  results.push_back(std::move(draft));
}

// O1: every occurrence moves an anchor; its `where` may match or not.
Explorer::Drafts Explorer::with_anchors(Drafts drafts, EventId event) const {
  for (std::size_t i = 0; i < walk_.anchors_.size(); ++i) {
    const Anchor& anchor = policy_.anchors[walk_.anchors_[i].index];
    if (anchor.kind != Anchor::Kind::Event || anchor.event.event != event) continue;
    Drafts results;
    for (Draft& draft : drafts) {
      const bool here = !anchor.record || draft.step.names == WalkStep::Names::RecordAtHand;
      const Truth where = here ? truth(anchor.event.where, draft) : Truth::False;
      if (where == Truth::Open) {
        Draft missed = draft;
        missed.step.requirements.push_back({&anchor.event.where, false});
        results.push_back(std::move(missed));
        draft.step.requirements.push_back({&anchor.event.where, true});
      }
      if (where != Truth::False) draft.moving |= bit(i);
      results.push_back(std::move(draft));
    }
    drafts = std::move(results);
  }
  return drafts;
}

// The anchors become the latest, at one place of the order; triggers that count from them begin anew (S5).
void Explorer::move(Draft& draft, std::uint16_t moved) const {
  if (moved == 0) return;
  Situation& situation = draft.situation;
  draft.step.moved |= moved;
  std::uint16_t used = 0;  // places that are still taken by others
  for (std::size_t i = 0; i < walk_.anchors_.size(); ++i) {
    if ((moved & bit(i)) == 0 && situation.order[i] != 0) used |= bit(situation.order[i]);
  }
  const auto rank = [&](std::uint8_t place) {
    return static_cast<std::uint8_t>(__builtin_popcount(used & ((2U << place) - 1)));
  };
  for (std::size_t i = 0; i < walk_.anchors_.size(); ++i) {
    if ((moved & bit(i)) != 0) {
      situation.order[i] = static_cast<std::uint8_t>(__builtin_popcount(used) + 1);
    } else if (situation.order[i] != 0) {
      situation.order[i] = rank(situation.order[i]);
    }
  }
  for (std::size_t i = 0; i < anchor_of_timer_.size(); ++i) {
    if (anchor_of_timer_[i] >= 0 && (moved & bit(static_cast<std::size_t>(anchor_of_timer_[i]))) != 0) {
      situation.passed = static_cast<std::uint16_t>(situation.passed & ~bit(i));
    }
  }
}

// ---- dates

bool Explorer::date_may_be_set(const Draft& draft, std::size_t date) const {
  const FieldRef& field = walk_.dates_[date];
  const bool of_record = field.scope == Scope::Record;
  const bool begins = of_record ? draft.step.first_of_record : draft.step.first_of_account;
  if (begins && policy_.field(field).initial) return true;
  if (draft.step.kind == WalkStep::Kind::Updated) return !of_record;
  if (of_record && draft.step.names != WalkStep::Names::RecordAtHand) return false;
  return sets(policy_.events[draft.step.event.index], field);
}

Explorer::Drafts Explorer::with_dates(Drafts drafts) const {
  for (std::size_t date = 0; date < walk_.dates_.size(); ++date) {
    Drafts results;
    for (Draft& draft : drafts) {
      if (date_may_be_set(draft, date)) set_date(results, draft, date);
      results.push_back(std::move(draft));
    }
    drafts = std::move(results);
  }
  return drafts;
}

// Every way in which the triggers' moments may lie about the present. Those past fire at once if the date itself is
// still ahead (S5).
void Explorer::set_date(Drafts& results, const Draft& draft, std::size_t date) const {
  std::uint16_t all = 0;
  for (std::size_t i = 0; i < date_of_timer_.size(); ++i) {
    if (date_of_timer_[i] == static_cast<int>(date)) all |= bit(i);
  }
  Draft base = draft;
  base.step.dates_set |= bit(date);
  base.situation.passed = static_cast<std::uint16_t>(base.situation.passed & ~all);
  base.situation.reached = static_cast<std::uint16_t>(base.situation.reached & ~bit(date));
  results.push_back(base);
  Draft past = base;
  past.situation.passed |= all;
  past.situation.reached |= bit(date);
  results.push_back(std::move(past));
  for (std::uint16_t subset = all; subset != 0; subset = static_cast<std::uint16_t>((subset - 1) & all)) {
    if (!in_sequence(subset)) continue;
    Drafts fired{base};
    fired.front().situation.passed |= subset;
    for (std::size_t i = 0; i < date_of_timer_.size(); ++i) {
      if ((subset & bit(i)) == 0) continue;
      Drafts next;
      for (Draft& each : fired) std::ranges::move(fire(std::move(each), i), std::back_inserter(next));
      fired = std::move(next);
    }
    std::ranges::move(fired, std::back_inserter(results));
  }
}

bool Explorer::in_sequence(std::uint16_t passed) const {
  for (std::size_t i = 0; i < sooner_.size(); ++i) {
    if ((passed & bit(i)) != 0 && (sooner_[i] & ~passed) != 0) return false;
  }
  return true;
}

// A stage timer fires only if its transition exists then (S6).
Explorer::Drafts Explorer::fire(Draft draft, std::size_t timer) const {
  const StageTimer& stage_timer = walk_.timers_[timer];
  const Whose whose = stage_timer.of_record ? Whose::Record : Whose::Account;
  const std::uint8_t stage = stage_timer.of_record ? draft.situation.record_stage : draft.situation.account_stage;
  const Transition& transition = lifecycle_of(draft, whose).transitions[stage_timer.transition];
  const Truth when = truth(transition.when, draft);
  if (stage == not_begun || !transition.from.has(StageId{stage}) || when == Truth::False) return {std::move(draft)};
  Drafts results;
  if (when == Truth::Open) {
    results.push_back(draft);
    results.back().step.requirements.push_back({&transition.when, false});
    draft.step.requirements.push_back({&transition.when, true});
  }
  enter(draft, whose, transition.to);
  move(draft, std::exchange(draft.moving, std::uint16_t{0}));
  results.push_back(std::move(draft));
  return results;
}

bool Explorer::may_pass(const Situation& situation, std::size_t timer) const {
  if (situation.account_stage == not_begun || (situation.passed & bit(timer)) != 0 || !timer_possible_[timer]) {
    return false;
  }
  if (anchor_of_timer_[timer] >= 0) return situation.order[static_cast<std::size_t>(anchor_of_timer_[timer])] != 0;
  const FieldRef& date = walk_.timers_[timer].trigger.date;
  if (date.scope == Scope::Record) {
    if (situation.record_stage == not_begun) return false;
    const auto& fields = walk_.query_.record_fields;
    const auto position = std::ranges::find(fields, date.field) - fields.begin();
    if ((situation.settable >> position & 1) == 0 && !policy_.field(date).initial) return false;
  }
  return (sooner_[timer] & ~situation.passed) == 0;
}

void Explorer::by_time(std::uint32_t node) {
  const Situation situation = walk_.nodes_[node].situation;
  Draft draft{situation, {}, 0};
  draft.step.kind = WalkStep::Kind::Timer;
  for (std::size_t i = 0; i < walk_.timers_.size(); ++i) {
    if (!may_pass(situation, i)) continue;
    Draft passed = draft;
    passed.step.timer = static_cast<std::uint8_t>(i);
    passed.situation.passed |= bit(i);
    for (Draft& next : fire(std::move(passed), i)) keep(node, std::move(next));
  }
  for (std::size_t date = 0; date < walk_.dates_.size(); ++date) {
    std::uint16_t all = 0;
    for (std::size_t i = 0; i < date_of_timer_.size(); ++i) {
      if (date_of_timer_[i] == static_cast<int>(date)) all |= bit(i);
    }
    if ((situation.passed & all) != all || (situation.reached & bit(date)) != 0) continue;
    Draft reached = draft;
    reached.step.timer = not_begun;
    reached.situation.reached |= bit(date);
    keep(node, std::move(reached));
  }
}

// Another record, of a type whose stages are counted, may reach a stage by a date of its own.
void Explorer::by_time_elsewhere(std::uint32_t node) {
  const Situation situation = walk_.nodes_[node].situation;
  for (const RecordTypeId type : walk_.query_.counted) {
    for (const Transition& transition : policy_.records[type.index].lifecycle.transitions) {
      if (!transition.at) continue;
      if (transition.at->kind == DateTrigger::Kind::Before && !can_ever_be_set(transition.at->date)) continue;
      for (std::size_t stage = 0; stage < walk_.stage_counts_[type.index]; ++stage) {
        if (!transition.from.has(StageId{stage}) || others_in(situation, type, stage) == 0) continue;
        Draft draft{situation, {}, 0};
        draft.step.kind = WalkStep::Kind::Timer;
        draft.step.timer = not_begun;
        draft.step.names = WalkStep::Names::ExistingOther;
        draft.step.other = type;
        draft.step.other_from = static_cast<std::uint8_t>(stage);
        draft.step.other_to = static_cast<std::uint8_t>(transition.to.index);
        Drafts results;
        change_count(results, std::move(draft));
        for (Draft& next : results) keep(node, std::move(next));
      }
    }
  }
}

// ---- conditions, as far as a situation decides them

Explorer::Truth Explorer::truth(const Condition& condition, const Draft& draft) const {
  const auto negated = [](Truth t) { return t == Truth::True ? Truth::False : t == Truth::False ? Truth::True : t; };
  switch (condition.op) {
    case Condition::Op::True:
      return Truth::True;
    case Condition::Op::False:
      return Truth::False;
    case Condition::Op::Not:
      return negated(truth(condition.children.front(), draft));
    case Condition::Op::And:
    case Condition::Op::Or: {
      const Truth decides = condition.op == Condition::Op::And ? Truth::False : Truth::True;
      Truth result = negated(decides);
      for (const Condition& child : condition.children) {
        const Truth part = truth(child, draft);
        if (part == decides) return decides;
        if (part == Truth::Open) result = Truth::Open;
      }
      return result;
    }
    case Condition::Op::AnyRecordIs:
      return walk_.any_record(draft.situation, condition.record, condition.stages) ? Truth::True : Truth::False;
    default:
      return Truth::Open;
  }
}

}  // namespace baton
