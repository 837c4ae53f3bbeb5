#include "engine/decide/witness_times.hpp"

#include <algorithm>

namespace baton {
namespace {

bool has(std::uint16_t bits, std::size_t position) {
  return (bits >> position & 1) != 0;
}

class Scheduler {
 public:
  Scheduler(const Org& org, const Walk& walk, const Moment& moment) : org_(org), walk_(walk), moment_(moment) {
    for (std::uint32_t node = moment.node; node != 0; node = walk.nodes()[node].parent) {
      table_.steps.push_back(&walk.nodes()[node].step);
      table_.after.push_back(&walk.nodes()[node].situation);
    }
    std::ranges::reverse(table_.steps);
    std::ranges::reverse(table_.after);
    fixed_.resize(table_.steps.size());
    table_.at.resize(table_.steps.size());
  }

  std::optional<Timetable> run() {
    fix_anchors();
    fix_last_timers();
    for (std::size_t i = table_.steps.size(); i-- > 0;) {
      if (!place(i)) return std::nullopt;
    }
    for (std::size_t i = 0; i < table_.steps.size(); ++i) set_other_dates(i);
    return std::move(table_);
  }

 private:
  bool is_timer(std::size_t step) const {
    return table_.steps[step]->kind == WalkStep::Kind::Timer && table_.steps[step]->names == WalkStep::Names::Nothing;
  }
  // Which of the step's timers (or dates) it makes pass; nullopt: the date itself is reached.
  std::optional<std::size_t> timer_of(std::size_t step) const {
    const std::uint8_t timer = table_.steps[step]->timer;
    return timer == not_begun ? std::nullopt : std::optional<std::size_t>(timer);
  }
  std::size_t date_of(std::size_t step) const {
    if (const auto timer = timer_of(step)) {
      const auto& dates = walk_.dates();
      return static_cast<std::size_t>(std::ranges::find(dates, walk_.timers()[*timer].trigger.date) - dates.begin());
    }
    const std::uint16_t before = step == 0 ? 0 : table_.after[step - 1]->reached;
    return static_cast<std::size_t>(__builtin_ctz(static_cast<unsigned>(table_.after[step]->reached & ~before)));
  }
  bool counts_from_anchor(std::size_t step) const {
    const auto timer = timer_of(step);
    return timer && walk_.timers()[*timer].trigger.kind == DateTrigger::Kind::After;
  }
  // The last step before `step` that moved what its timer counts from; nullopt: it is the default.
  std::optional<std::size_t> source_of(std::size_t step) const {
    for (std::size_t i = step; i-- > 0;) {
      if (counts_from_anchor(step)
              ? has(table_.steps[i]->moved, *walk_.position_of(walk_.timers()[*timer_of(step)].trigger.anchor))
              : has(table_.steps[i]->dates_set, date_of(step))) {
        return i;
      }
    }
    return std::nullopt;
  }
  // Does nothing after `step` set the date (move the anchor) anew?
  bool is_last(std::size_t step) const {
    for (std::size_t i = step + 1; i < table_.steps.size(); ++i) {
      if (counts_from_anchor(step)
              ? has(table_.steps[i]->moved, *walk_.position_of(walk_.timers()[*timer_of(step)].trigger.anchor))
              : has(table_.steps[i]->dates_set, date_of(step))) {
        return false;
      }
    }
    return true;
  }
  Instant after_anchor(std::size_t step, Instant anchor) const {
    return moment_after(org_, anchor, walk_.timers()[*timer_of(step)].trigger.span);
  }
  Instant before_day(std::size_t step, Day date) const {
    const auto timer = timer_of(step);
    return timer ? moment_before(org_, date, walk_.timers()[*timer].trigger.span) : org_.zone.start_of(date);
  }
  Scalar final_date(std::size_t date) const {
    return std::ranges::find(moment_.values, walk_.dates()[date], &Moment::Value::field)->value;
  }

  void fix_anchors() {
    for (std::size_t anchor = 0; anchor < walk_.anchors().size(); ++anchor) {
      for (std::size_t i = table_.steps.size(); i-- > 0;) {
        if (!has(table_.steps[i]->moved, anchor)) continue;
        fixed_[i] = moment_.anchors[anchor];
        break;
      }
    }
  }

  void fix_last_timers() {
    for (std::size_t i = 0; i < table_.steps.size(); ++i) {
      if (!is_timer(i) || !is_last(i)) continue;
      if (counts_from_anchor(i)) {
        fixed_[i] = after_anchor(i, moment_.anchors[*walk_.position_of(walk_.timers()[*timer_of(i)].trigger.anchor)]);
      } else if (final_date(date_of(i)) != unknown) {
        fixed_[i] = before_day(i, Day{static_cast<std::int32_t>(final_date(date_of(i)))});
      }
    }
  }

  // From the last step to the first: as late as the next one allows. At one instant events come before timers (S3),
  // so an event that follows a timer comes a moment later.
  bool place(std::size_t step) {
    Instant bound = moment_.now;
    if (step + 1 < table_.steps.size()) {
      bound = table_.at[step + 1];
      if ((is_timer(step) || table_.steps[step]->dates_set != 0) && !is_timer(step + 1)) bound.ms -= 1;
    }
    if (!fixed_[step] && is_timer(step)) place_source(step, bound);
    if (fixed_[step] && *fixed_[step] > bound) return false;
    table_.at[step] = fixed_[step].value_or(bound);
    return table_.at[step] >= beginning_of_time;
  }

  // A timer that a later change makes obsolete: what it counts from is put where it fires no later than `bound`.
  void place_source(std::size_t step, Instant bound) {
    const std::optional<std::size_t> source = source_of(step);
    if (!source) return;
    if (counts_from_anchor(step)) {
      if (!fixed_[*source]) {
        fixed_[*source] = latest_since(org_, walk_.timers()[*timer_of(step)].trigger.span, bound);
      }
      fixed_[step] = after_anchor(step, *fixed_[*source]);
      return;
    }
    const auto timer = timer_of(step);
    const Day latest =
        timer ? latest_ahead(org_, walk_.timers()[*timer].trigger.span, bound) : org_.zone.to_local(bound).day;
    const Scalar day = table_.dates.try_emplace({*source, date_of(step)}, latest.number).first->second;
    fixed_[step] = before_day(step, Day{static_cast<std::int32_t>(day)});
  }

  // Dates that are set anew later and set off nothing by themselves in between: far ahead, past, or tomorrow.
  void set_other_dates(std::size_t step) {
    for (std::size_t date = 0; date < walk_.dates().size(); ++date) {
      if (!has(table_.steps[step]->dates_set, date)) continue;
      const bool last = std::none_of(table_.steps.begin() + static_cast<std::ptrdiff_t>(step) + 1, table_.steps.end(),
                                     [&](const WalkStep* later) { return has(later->dates_set, date); });
      const Day today = org_.zone.to_local(table_.at[step]).day;
      bool passed = false;
      for (std::size_t i = 0; i < walk_.timers().size(); ++i) {
        const DateTrigger& trigger = walk_.timers()[i].trigger;
        passed = passed || (trigger.kind == DateTrigger::Kind::Before && trigger.date == walk_.dates()[date] &&
                            has(table_.after[step]->passed, i));
      }
      const std::int32_t ahead = has(table_.after[step]->reached, date) ? -30 : passed ? 1 : 20 * 365;
      if (last) {
        table_.dates[{step, date}] = final_date(date);
      } else {
        table_.dates.try_emplace({step, date}, today.number + ahead);
      }
    }
  }

  const Org& org_;
  const Walk& walk_;
  const Moment& moment_;
  Timetable table_;
  std::vector<std::optional<Instant>> fixed_;
};

}  // namespace

std::optional<Timetable> make_timetable(const Org& org, const Walk& walk, const Moment& moment) {
  return Scheduler(org, walk, moment).run();
}

}  // namespace baton
