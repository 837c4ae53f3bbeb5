// The history is told step by step. Every field is given its final value as early as an event can set it; where a step
// demands something else (a `where` that must match, a transition that must not be taken), the fields are set for that
// step and set back at the end: the account's by account.updated, a record's by an event that changes nothing else.
// What a step demands of a record and does not bring itself is set by an earlier step (then the history is told once
// more) or, where no step could, by such an event right before it.
#include "engine/decide/witness.hpp"

#include <algorithm>
#include <cctype>
#include <functional>
#include <ranges>

#include "engine/decide/witness_times.hpp"
#include "engine/decide/witness_values.hpp"

namespace baton {
namespace {

// The account or one of its records.
struct Subject {
  std::optional<RecordTypeId> type;  // nullopt: the account
  std::string id;
  std::uint8_t stage = not_begun;  // of other records, where stages are counted
  std::vector<Scalar> current, wanted;
};

class Historian {
 public:
  Historian(const Policy& policy, const Org& org, const Walk& walk, const Moment& moment)
      : policy_(policy), org_(org), walk_(walk), moment_(moment) {}

  std::optional<Witness> tell(const Continuation& then) {
    while (true) {
      const std::size_t known = aims_.size();
      if (std::optional<Witness> witness = tell_once(then)) return witness;
      if (aims_.size() == known) return std::nullopt;
    }
  }

 private:
  // What a record's field is to be before a step.
  struct Aim {
    std::size_t step, subject, field;
    Scalar value;
  };

  std::optional<Witness> tell_once(const Continuation& then) {
    std::optional<Timetable> table = make_timetable(org_, walk_, moment_);
    if (!table) return std::nullopt;
    table_ = std::move(*table);
    witness_ = {};
    subjects_.clear();
    at_hand_.reset();
    add_subject(std::nullopt);
    if (walk_.query().record) at_hand_ = add_subject(walk_.query().record);
    for (const Aim& aim : aims_ | std::views::reverse) {
      if (aim.subject == at_hand_) subjects_[aim.subject].wanted[aim.field] = aim.value;
    }
    for (const Moment::Value& value : moment_.values) {
      wanted_of(value.field)[value.field.field.index] = value.value;
    }
    for (std::size_t step = 0; step < table_.steps.size(); ++step) {
      if (!take(step)) return std::nullopt;
    }
    if (!restore_record(moment_.now, moment_.values)) return std::nullopt;
    update_account(moment_.now, subjects_.front().wanted);
    witness_.at = moment_.now;
    if (!go_on(then)) return std::nullopt;
    witness_.record = walk_.query().record;
    if (at_hand_) witness_.record_id = subjects_[*at_hand_].id;
    return std::move(witness_);
  }

  const std::vector<Field>& fields_of(const Subject& subject) const {
    return subject.type ? policy_.records[subject.type->index].fields : policy_.account_fields;
  }
  std::vector<Scalar>& wanted_of(const FieldRef& field) {
    return subjects_[field.scope == Scope::Record ? *at_hand_ : 0].wanted;
  }

  std::size_t add_subject(std::optional<RecordTypeId> type) {
    Subject subject;
    subject.type = type;
    for (const Field& field : fields_of(subject)) {
      subject.current.push_back(field.initial.value_or(unknown));
      subject.wanted.push_back(field.required() ? plain_value(field) : subject.current.back());
    }
    if (type) {
      const auto same = std::ranges::count(subjects_, type, &Subject::type);
      const auto first = static_cast<unsigned char>(policy_.records[type->index].name.front());
      subject.id = static_cast<char>(std::toupper(first)) + std::to_string(same + 1);
    }
    subjects_.push_back(std::move(subject));
    return subjects_.size() - 1;
  }

  Scalar plain_value(const Field& field) const {
    if (field.type.kind == TypeKind::Text) return other_text;
    if (field.type.kind == TypeKind::Date) return org_.zone.to_local(moment_.now).day.number + 365;
    const ValueRange range = range_of(field.type);
    return std::clamp<Scalar>(0, range.least, range.greatest);
  }

  // ---- steps

  bool take(std::size_t step) {
    const WalkStep& walk_step = *table_.steps[step];
    switch (walk_step.kind) {
      case WalkStep::Kind::Timer:
        return walk_step.names == WalkStep::Names::Nothing;  // other records' dates are not told
      case WalkStep::Kind::Updated:
        update_account(table_.at[step], wanted_at(step, 0), walk_step.first_of_account);
        return true;
      case WalkStep::Kind::Event:
        return take_event(step);
    }
    return false;
  }

  // The values to aim for at a step: the final ones, but dates that set off timers as the timetable says.
  std::vector<Scalar> wanted_at(std::size_t step, std::size_t subject) const {
    std::vector<Scalar> wanted = subjects_[subject].wanted;
    for (const Aim& aim : aims_) {
      if (aim.subject == subject && step < aim.step) wanted[aim.field] = aim.value;
    }
    for (std::size_t date = 0; date < walk_.dates().size(); ++date) {
      const FieldRef& field = walk_.dates()[date];
      if ((field.scope == Scope::Record ? at_hand_ : std::optional<std::size_t>(0)) != subject) continue;
      const auto entry = table_.dates.find({step, date});
      if (entry != table_.dates.end()) {
        wanted[field.field.index] = entry->second;
      } else if (is_set_later(step, date)) {
        wanted[field.field.index] = subjects_[subject].current[field.field.index];
      }
    }
    return wanted;
  }
  bool is_set_later(std::size_t step, std::size_t date) const {
    return std::any_of(table_.steps.begin() + static_cast<std::ptrdiff_t>(step), table_.steps.end(),
                       [&](const WalkStep* later) { return (later->dates_set >> date & 1) != 0; });
  }

  std::optional<std::size_t> subject_of(const WalkStep& step) {
    switch (step.names) {
      case WalkStep::Names::Nothing:
        return 0;
      case WalkStep::Names::RecordAtHand:
        return at_hand_;
      case WalkStep::Names::NewOther:
        return add_subject(step.other);
      case WalkStep::Names::ExistingOther:
        break;
    }
    for (std::size_t i = 1; i < subjects_.size(); ++i) {
      if (i != at_hand_ && subjects_[i].type == step.other && subjects_[i].stage == step.other_from) return i;
    }
    return std::nullopt;
  }

  bool take_event(std::size_t step) {
    const WalkStep& walk_step = *table_.steps[step];
    const EventType& type = policy_.events[walk_step.event.index];
    const std::optional<std::size_t> named = subject_of(walk_step);
    if (!named) return false;
    const std::vector<Scalar> account = wanted_at(step, 0), record = wanted_at(step, *named);
    if (walk_step.first_of_account && !carries_all(type, account)) update_account(table_.at[step], account, true);
    auto chosen = choose(step, type, *named, account, record, Fixed::AsTheyAre);
    if (!chosen) {
      const auto better = choose(step, type, *named, account, record, Fixed::Free);
      if (!better || aim_for(step, *named, *better) || !bring_about(step, *named, *better)) return false;
      chosen = choose(step, type, *named, account, record, Fixed::AsTheyAre);
    }
    if (!chosen) return false;
    update_account(table_.at[step], account_before(type, *chosen, walk_step.first_of_account, account));
    tell_event(table_.at[step], walk_step.event, *named, account, record, *chosen);
    subjects_[*named].stage = walk_step.other_to;
    return true;
  }

  // The account as the event must find it. An update that begins the account brings all that it needs.
  std::vector<Scalar> account_before(const EventType& type, const std::vector<Assignment>& chosen, bool begins,
                                     const std::vector<Scalar>& wanted) const {
    const std::vector<Scalar>& current = subjects_.front().current;
    const auto with_chosen = [&](std::vector<Scalar> values) {
      for (const Assignment& assignment : chosen) {
        const bool of_account = assignment.field.scope == Scope::Account;
        if (of_account && !sets(type, assignment.field)) values[assignment.field.field.index] = assignment.value;
      }
      return values;
    };
    std::vector<Scalar> before = with_chosen(current);
    return begins && before != current ? with_chosen(wanted) : before;
  }

  // Can the event, as the account's first, bring every value that is no default?
  bool carries_all(const EventType& type, const std::vector<Scalar>& wanted) const {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const bool given = wanted[i] == policy_.account_fields[i].initial.value_or(unknown);
      if (!given && !sets(type, FieldRef{Scope::Account, {}, {}, FieldId{i}})) return false;
    }
    return true;
  }

  // One aim for each step and field, so that telling the history again comes to an end. False: nothing new.
  bool aim_for(std::size_t step, std::size_t subject, const std::vector<Assignment>& wished) {
    const std::size_t known = aims_.size();
    for (const Assignment& assignment : wished) {
      const std::size_t field = assignment.field.field.index;
      if (!is_missing(subject, assignment)) continue;
      const bool is_known = std::ranges::any_of(
          aims_, [&](const Aim& aim) { return aim.step == step && aim.subject == subject && aim.field == field; });
      if (!is_known) aims_.push_back({step, subject, field, assignment.value});
    }
    std::ranges::stable_sort(aims_, std::greater<>(), &Aim::step);  // the next one counts
    return aims_.size() > known;
  }

  bool is_missing(std::size_t subject, const Assignment& assignment) const {
    return assignment.field.scope == Scope::Record &&
           subjects_[subject].current[assignment.field.field.index] != assignment.value;
  }

  // No step before this one could bring the values: events that change nothing else do.
  bool bring_about(std::size_t step, std::size_t subject, const std::vector<Assignment>& wished) {
    if (subject != at_hand_ || step == 0 || table_.after[step - 1]->record_stage == not_begun) return false;
    for (const Assignment& assignment : wished) {
      if (!is_missing(subject, assignment)) continue;
      const std::optional<EventId> event = harmless_event(assignment.field, *table_.after[step - 1]);
      if (!event) return false;
      std::vector<Scalar> record = subjects_[subject].current;
      record[assignment.field.field.index] = assignment.value;
      tell_event(table_.at[step], *event, subject, subjects_.front().current, record, {});
    }
    return true;
  }

  // Values for which the step happens as it should; of a record's fields that it does not set, as they are or as they
  // might have been.
  enum class Fixed { AsTheyAre, Free };
  std::optional<std::vector<Assignment>> choose(std::size_t step, const EventType& type, std::size_t named,
                                                const std::vector<Scalar>& account, const std::vector<Scalar>& record,
                                                Fixed fixed) const {
    const WalkStep& walk_step = *table_.steps[step];
    std::vector<Variable> variables;
    for (const FieldRef& field : baton::fields_of(walk_step.requirements)) {
      const bool settable = sets(type, field);
      const std::size_t index = field.field.index;
      if (field.scope == Scope::Event) {
        const Field& own = policy_.field(field);
        variables.push_back({field, own.initial ? *own.initial : own.optional ? unknown : plain_value(own), !settable});
      } else if (field.scope == Scope::Account) {
        const bool is_date = std::ranges::find(walk_.dates(), field) != walk_.dates().end();
        const Scalar now = subjects_.front().current[index];
        variables.push_back({field, settable || walk_step.first_of_account ? account[index] : now, is_date});
      } else {
        const Scalar now = subjects_[named].current[index];
        variables.push_back({field, settable ? record[index] : now, !settable && fixed == Fixed::AsTheyAre});
      }
    }
    return satisfy(policy_, walk_step.requirements, variables, [&](RecordTypeId asked, StageSet stages) {
      return walk_.any_record(*table_.after[step], asked, stages);
    });
  }

  // ---- events

  void tell_event(Instant at, EventId event, std::size_t named, const std::vector<Scalar>& account,
                  const std::vector<Scalar>& record, const std::vector<Assignment>& chosen) {
    const EventType& type = policy_.events[event.index];
    WitnessEvent told{at, event, subjects_[named].type, subjects_[named].id, {}, {}};
    for (const PayloadField& payload : type.payload) {
      const FieldRef& target = payload.target;
      const Field& field = policy_.field(target);
      const std::size_t index = target.field.index;
      const auto assigned = std::ranges::find(chosen, target, &Assignment::field);
      const bool must_be_given = !payload.optional && !payload.initial && field.required();
      if (target.scope == Scope::Event) {
        const Scalar value = assigned != chosen.end() ? assigned->value : must_be_given ? plain_value(field) : unknown;
        if (value != unknown || must_be_given) told.values.push_back({target, value});
        continue;
      }
      const bool of_account = target.scope == Scope::Account;
      Scalar& current = subjects_[of_account ? 0 : named].current[index];
      Scalar value = (of_account ? account : record)[index];
      if (assigned != chosen.end()) value = assigned->value;
      if (value != current || payload.initial || (must_be_given && current == unknown)) {
        told.values.push_back({target, value});
      }
      current = value;
    }
    witness_.events.push_back(std::move(told));
  }

  void update_account(Instant at, const std::vector<Scalar>& wanted, bool even_if_equal = false) {
    WitnessEvent update{at, policy_.event_of(EventKind::AccountUpdated), std::nullopt, {}, {}, {}};
    std::vector<Scalar>& current = subjects_.front().current;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (wanted[i] != current[i]) update.values.push_back({FieldRef{Scope::Account, {}, {}, FieldId{i}}, wanted[i]});
    }
    current = wanted;
    if (even_if_equal || !update.values.empty()) witness_.events.push_back(std::move(update));
  }

  // ---- the end

  // A minute later, so that what time brings about at the moment itself has been decided.
  bool go_on(const Continuation& then) {
    if (then.until) witness_.at = std::max(witness_.at, *then.until);
    if (then.step == nullptr && then.values.empty()) return true;
    witness_.at.ms += 60'000;
    for (const Moment::Value& value : then.values) wanted_of(value.field)[value.field.field.index] = value.value;
    if (!then.values.empty()) change_account(witness_.at);
    if (!restore_record(witness_.at, then.values)) return false;
    if (then.step == nullptr) return true;
    table_.steps.push_back(then.step);
    table_.after.push_back(then.after);
    table_.at.push_back(witness_.at);
    return take(table_.steps.size() - 1);
  }

  // Where the text waits for account.updated, other events that bring the values do nothing else.
  void change_account(Instant at) {
    const Situation& last = *table_.after.back();
    const auto updated = policy_.event_of(EventKind::AccountUpdated);
    for (std::size_t i = 0; updated && !is_harmless(*updated, last) && i < subjects_.front().wanted.size(); ++i) {
      if (subjects_.front().current[i] == subjects_.front().wanted[i]) continue;
      const auto event = harmless_event({Scope::Account, {}, {}, FieldId{i}}, last);
      if (event) tell_event(at, *event, 0, subjects_.front().wanted, {}, {});
    }
    update_account(at, subjects_.front().wanted);
  }

  // Gives the record at hand its wanted values by events that change nothing else; those of `needed` it must be given.
  bool restore_record(Instant at, const std::vector<Moment::Value>& needed) {
    if (!at_hand_) return true;
    for (std::size_t i = 0; i < subjects_[*at_hand_].wanted.size(); ++i) {
      const Subject& subject = subjects_[*at_hand_];
      if (subject.current[i] == subject.wanted[i]) continue;
      const FieldRef field{Scope::Record, *subject.type, {}, FieldId{i}};
      const std::optional<EventId> event = harmless_event(field, *table_.after.back());
      if (event) {
        tell_event(at, *event, *at_hand_, subjects_.front().current, subject.wanted, {});
      } else if (std::ranges::find(needed, field, &Moment::Value::field) != needed.end()) {
        return false;
      }
    }
    return true;
  }

  // Does it move neither a stage nor what is counted from?
  bool is_harmless(EventId event, const Situation& last) const {
    const auto moves = [&](const Lifecycle& lifecycle, std::uint8_t stage) {
      return std::ranges::any_of(lifecycle.transitions, [&](const Transition& transition) {
        return transition.on && transition.on->event == event && transition.from.has(StageId{stage});
      });
    };
    if (moves(policy_.lifecycle, last.account_stage)) return false;
    const auto& record = policy_.events[event.index].record;
    if (record && moves(policy_.records[record->index].lifecycle, last.record_stage)) return false;
    return std::ranges::none_of(walk_.anchors(), [&](AnchorId id) {
      const Anchor& anchor = policy_.anchors[id.index];
      return anchor.kind == Anchor::Kind::Event && anchor.event.event == event;
    });
  }

  // One that the history has not told yet, if there is one: a ticket is rarely opened twice.
  std::optional<EventId> harmless_event(const FieldRef& field, const Situation& last) const {
    const auto record = field.scope == Scope::Record ? std::optional(field.record) : std::nullopt;
    std::optional<EventId> told;
    for (std::size_t i = 0; i < policy_.events.size(); ++i) {
      const EventId event{i};
      if (policy_.events[i].kind != EventKind::Declared || policy_.events[i].record != record) continue;
      if (!sets(policy_.events[i], field) || !is_harmless(event, last)) continue;
      if (std::ranges::find(witness_.events, std::optional(event), &WitnessEvent::type) == witness_.events.end()) {
        return event;
      }
      if (!told) told = event;
    }
    return told;
  }

  const Policy& policy_;
  const Org& org_;
  const Walk& walk_;
  const Moment& moment_;
  Timetable table_;
  Witness witness_;
  std::vector<Subject> subjects_;
  std::optional<std::size_t> at_hand_;
  std::vector<Aim> aims_;  // learned from the steps that failed
};

}  // namespace

std::optional<Witness> make_witness(const Policy& policy, const Org& org, const Walk& walk, const Moment& moment,
                                    const Continuation& then) {
  return Historian(policy, org, walk, moment).tell(then);
}

}  // namespace baton
