// A witness told to a tiny interpreter of the lifecycles, written from the rules alone: what the engine above this
// layer does, as far as ownership needs it. Confirms findings, and refuses histories that no engine would take.
#pragma once

#include <map>
#include <string>

#include "engine/decide/findings.hpp"

namespace baton::test {

class Replay {
 public:
  explicit Replay(const Program& program) : program_(program), policy_(program.policy()) {}

  // False: an event was refused (V1), or came before an earlier one.
  bool take(const Witness& witness) {
    for (const WitnessEvent& event : witness.events) {
      if (event.at < now_ || !take(event)) return false;
    }
    if (witness.at < now_) return false;
    let_pass(witness.at, true);
    now_ = witness.at;
    return begun_;
  }

  View view(const Witness& witness) {
    count_records();
    View view{&account_, nullptr, std::nullopt, nullptr, now_};
    if (witness.record) {
      view.record = &records_.at({*witness.record, witness.record_id});
      view.record_type = witness.record;
    }
    return view;
  }
  bool has_record(const Witness& witness) const {
    return !witness.record || records_.contains({*witness.record, witness.record_id});
  }

 private:
  using RecordKey = std::pair<RecordTypeId, std::string>;
  // A trigger by date: whose, which transition; and the moment it was computed for.
  using TimerKey = std::tuple<bool, RecordKey, std::size_t>;
  struct Pending {
    Instant moment;
    bool done = false;
  };

  bool take(const WitnessEvent& event) {
    let_pass(event.at, false);
    now_ = event.at;
    const bool first = !begun_;
    if (first) account_ = initial_account_facts(policy_);
    const EventType* type = event.type ? &policy_.events[event.type->index] : nullptr;
    RecordFacts* record = nullptr;
    bool first_of_record = false;
    if (type != nullptr && type->record) {
      const RecordKey key{*type->record, event.record_id};
      first_of_record = !records_.contains(key);
      record = &records_.try_emplace(key, initial_record_facts(policy_, *type->record)).first->second;
    }
    std::vector<Scalar> own(type != nullptr ? type->own.size() : 0, unknown);
    for (const WitnessEvent::Value& value : event.values) {
      const std::size_t i = value.target.field.index;
      if (value.target.scope == Scope::Event) own[i] = value.value;
      if (value.target.scope == Scope::Account) account_.fields[i] = value.value;
      if (value.target.scope == Scope::Record) record->fields[i] = value.value;
    }
    if (!all_known(policy_.account_fields, account_.fields)) return false;
    if (record != nullptr && !all_known(policy_.records[type->record->index].fields, record->fields)) return false;
    begun_ = true;
    if (first) enter_account(policy_.lifecycle.start);
    if (first_of_record) enter_record(*record, *type->record, policy_.records[type->record->index].lifecycle.start);
    if (type != nullptr) react(*event.type, record, own);
    now_known(event.at);
    return true;
  }

  static bool all_known(const std::vector<Field>& fields, const std::vector<Scalar>& values) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (!fields[i].optional && values[i] == unknown) return false;
    }
    return true;
  }

  void react(EventId event, RecordFacts* record, const std::vector<Scalar>& own) {
    const std::optional<RecordTypeId> type = policy_.events[event.index].record;
    const auto see = [&] {
      count_records();
      return View{&account_, record, type, &own, now_};
    };
    const auto transition = [&](const Lifecycle& lifecycle, StageId stage) -> std::optional<StageId> {
      for (const Transition& t : lifecycle.transitions) {
        if (t.on && t.on->event == event && t.from.has(stage) && holds(t.on->where, see()) && holds(t.when, see())) {
          return t.to;
        }
      }
      return std::nullopt;
    };
    if (record != nullptr) {
      if (const auto to = transition(policy_.records[type->index].lifecycle, record->stage)) {
        enter_record(*record, *type, *to);
      }
    }
    if (const auto to = transition(policy_.lifecycle, account_.stage)) enter_account(*to);
    for (std::size_t i = 0; i < policy_.anchors.size(); ++i) {
      const Anchor& anchor = policy_.anchors[i];
      if (anchor.kind != Anchor::Kind::Event || anchor.event.event != event) continue;
      if (anchor.record && anchor.record != type) continue;
      if (holds(anchor.event.where, see())) (anchor.record ? record->anchors : account_.anchors)[i] = now_;
    }
  }

  void enter_account(StageId stage) {
    account_.stage = stage;
    for (std::size_t i = 0; i < policy_.anchors.size(); ++i) {
      const Anchor& anchor = policy_.anchors[i];
      if (anchor.kind == Anchor::Kind::Entering && !anchor.record && anchor.stage == stage) account_.anchors[i] = now_;
    }
  }
  void enter_record(RecordFacts& record, RecordTypeId type, StageId stage) {
    record.stage = stage;
    for (std::size_t i = 0; i < policy_.anchors.size(); ++i) {
      const Anchor& anchor = policy_.anchors[i];
      if (anchor.kind == Anchor::Kind::Entering && anchor.record == type && anchor.stage == stage) {
        record.anchors[i] = now_;
      }
    }
  }
  void count_records() {
    account_.records_in_stage.assign(policy_.records.size(), {});
    for (std::size_t i = 0; i < policy_.records.size(); ++i) {
      account_.records_in_stage[i].assign(policy_.records[i].lifecycle.stages.size(), 0);
    }
    for (const auto& [key, record] : records_) ++account_.records_in_stage[key.first.index][record.stage.index];
  }

  // ---- triggers by date (S5)

  // The moment of a trigger, and the date it hangs on (far_future for anchors).
  std::pair<Instant, Instant> moment(const DateTrigger& trigger, const RecordFacts* record) const {
    const Zone& zone = program_.org().zone;
    if (trigger.kind == DateTrigger::Kind::After) {
      const bool of_record = policy_.anchors[trigger.anchor.index].record.has_value();
      const Instant at = (of_record ? record->anchors : account_.anchors)[trigger.anchor.index];
      return {at == never ? far_future : add(zone, at, trigger.span), far_future};
    }
    const bool of_record = trigger.date.scope == Scope::Record;
    const Scalar date = (of_record ? record->fields : account_.fields)[trigger.date.field.index];
    if (date == unknown) return {far_future, far_future};
    const Instant start = zone.start_of(Day{static_cast<std::int32_t>(date)});
    return {subtract(zone, start, trigger.span), start};
  }

  template <class Visit>
  void each_trigger(const Visit& visit) {
    const auto of = [&](const Lifecycle& lifecycle, bool of_record, const RecordKey& key, RecordFacts* record) {
      for (std::size_t i = 0; i < lifecycle.transitions.size(); ++i) {
        if (lifecycle.transitions[i].at) visit(TimerKey{of_record, key, i}, lifecycle.transitions[i], record);
      }
    };
    of(policy_.lifecycle, false, {}, nullptr);
    for (auto& [key, record] : records_) of(policy_.records[key.first.index].lifecycle, true, key, &record);
  }

  void fire(const Transition& transition, const TimerKey& key, RecordFacts* record) {
    count_records();
    const View view{&account_, record, record != nullptr ? std::optional(std::get<1>(key).first) : std::nullopt,
                    nullptr, now_};
    const StageId stage = record != nullptr ? record->stage : account_.stage;
    if (!transition.from.has(stage) || !holds(transition.when, view)) return;
    if (record != nullptr) {
      enter_record(*record, std::get<1>(key).first, transition.to);
    } else {
      enter_account(transition.to);
    }
  }

  // Dates that have become known: a moment already past fires at once if the date is still ahead.
  void now_known(Instant now) {
    each_trigger([&](const TimerKey& key, const Transition& transition, RecordFacts* record) {
      const auto [at, date] = moment(*transition.at, record);
      const auto found = timers_.find(key);
      if (found != timers_.end() && found->second.moment == at) return;
      timers_[key] = {at, at <= now};
      if (at <= now && date > now) fire(transition, key, record);
    });
  }

  void let_pass(Instant until, bool included) {
    while (true) {
      std::optional<TimerKey> next;
      for (const auto& [key, pending] : timers_) {
        const bool due = pending.moment < until || (included && pending.moment == until);
        if (!pending.done && due && (!next || pending.moment < timers_[*next].moment)) next = key;
      }
      if (!next) return;
      Pending& pending = timers_[*next];
      pending.done = true;
      now_ = pending.moment;
      each_trigger([&](const TimerKey& key, const Transition& transition, RecordFacts* record) {
        if (key == *next) fire(transition, key, record);
      });
      now_known(now_);
    }
  }

  const Program& program_;
  const Policy& policy_;
  AccountFacts account_;
  std::map<RecordKey, RecordFacts> records_;
  std::map<TimerKey, Pending> timers_;
  Instant now_ = never;
  bool begun_ = false;
};

// Does the history show what the finding says?
inline bool shows(const Program& program, const Finding& finding) {
  Replay replay(program);
  if (!replay.take(*finding.witness) || !replay.has_record(*finding.witness)) return false;
  const View view = replay.view(*finding.witness);
  const auto holds_row = [&](const auto& rows, std::size_t row) { return holds(rows[row].where, view); };
  switch (finding.kind) {
    case Finding::Kind::Gap:
    case Finding::Kind::Overlap: {
      if (!program.is_active(*finding.leaf, view)) return false;
      const auto holding = program.holding(*finding.structure, *finding.leaf, view);
      if (finding.kind == Finding::Kind::Gap) return holding.empty();
      for (const StatementId id : finding.statements) {
        if (std::ranges::find(holding, id) == holding.end()) return false;
      }
      return true;
    }
    case Finding::Kind::StructureGap:
      return !program.structure_row(view).has_value();
    case Finding::Kind::CoverageGap:
      return !program.coverage_row(*finding.role, view).has_value();
    case Finding::Kind::StructureOverlap:
      return holds_row(program.org().structures, finding.rows[0]) &&
             holds_row(program.org().structures, finding.rows[1]);
    case Finding::Kind::CoverageOverlap:
      return holds_row(program.org().coverage[finding.role->index], finding.rows[0]) &&
             holds_row(program.org().coverage[finding.role->index], finding.rows[1]);
    default:
      return true;
  }
}

}  // namespace baton::test
