// Everything that will happen by itself, worked out anew each time that it is asked for (S3, S5).
#include <algorithm>

#include "engine/reference/step.hpp"
#include "engine/reference/time.hpp"

namespace baton::reference {

namespace {

const Lifecycle& lifecycle_of(const Step& step, Place place) {
  return place ? step.policy.records[step.account.records[*place].name.type.index].lifecycle : step.policy.lifecycle;
}

std::string transition_key(std::size_t transition) {
  return "transition " + std::to_string(transition);
}

bool is_open(const Step& step, Place place, const Transition& transition) {
  return transition.from.has(step.life(place).stage) && holds(step.sight(place), transition.when);
}

// Every instant after now at which a window of the place's text begins or ends.
std::vector<Instant> edges(const Step& step, Place place) {
  std::vector<Instant> all;
  const Sight sight = step.sight(place);
  const auto add = [&](const std::vector<Window>& windows) {
    for (const Window& window : windows) {
      const Instant at = edge(sight, window);
      if (at > step.now && at < end_of_time) all.push_back(at);
    }
  };
  for (const Statement& statement : step.structure().statements) add(statement.windows);
  for (const OpenHandoff& handoff : step.account.handoffs) {
    if (!handoff.ended || handoff.place != place) continue;
    for (const Stay& stay : text_of(step.policy, handoff).stays) add(stay.windows);
  }
  std::ranges::sort(all);
  return all;
}

// When it was last told who stays: when the owners were asked for, or a handoff was listed.
Instant staying_since(const Step& step, Place place) {
  return std::max(step.settled_at(place), step.life(place).handed_at);
}

}  // namespace

// Already past when the date becomes known it fires at once, if the date is still ahead; once for each value (S5).
std::optional<Moment> moment_of(const Step& step, Place place, const DateTrigger& trigger, const std::string& key) {
  Moment moment{far_future, far_future};
  if (trigger.kind == DateTrigger::Kind::Before) {
    if (trigger.date.scope == Scope::Record && !place) return std::nullopt;
    const Sight sight = step.sight(place);
    const Scalar date = value(sight, trigger.date);
    if (date == unknown) return std::nullopt;
    const Life& life = step.life(trigger.date.scope == Scope::Record ? place : std::nullopt);
    const Day day{static_cast<std::int32_t>(date)};
    moment.value = start_of(step.org.zone, day);
    if (moment.value <= step.now) return std::nullopt;
    moment.at = std::max(before_date(step.org, day, trigger.span), life.field_since[trigger.date.field.index]);
    if (moment.at >= moment.value) return std::nullopt;
  } else {
    moment.value = latest(step.sight(place), trigger.anchor);
    if (moment.value == never) return std::nullopt;
    moment.at = deadline(step.org, step.org.default_calendar, moment.value, trigger.span);
  }
  if (moment.at < step.now || moment.at >= end_of_time) return std::nullopt;
  if (step.account.fired.contains({place, key, moment.value})) return std::nullopt;
  return moment;
}

void mark_fired(Step& step, Place place, const std::string& key, Instant value) {
  step.account.fired.insert({place, key, value});
}

void add_stage_timers(const Step& step, std::vector<Timer>& timers) {
  for (const Place& place : step.places()) {
    const auto& transitions = lifecycle_of(step, place).transitions;
    for (std::size_t i = 0; i < transitions.size(); ++i) {
      if (!transitions[i].at || !is_open(step, place, transitions[i])) continue;
      const auto moment = moment_of(step, place, *transitions[i].at, transition_key(i));
      if (!moment) continue;
      const std::string name =
          place ? step.policy.records[step.account.records[*place].name.type.index].name : "account";
      timers.push_back({moment->at, 0, place, Timer::Kind::Stage, i, 0, 0, 0, name, "reached"});
    }
  }
}

void fire_stage(Step& step, const Timer& timer) {
  const Transition& transition = lifecycle_of(step, timer.place).transitions[timer.declaration];
  const std::string key = transition_key(timer.declaration);
  mark_fired(step, timer.place, key, moment_of(step, timer.place, *transition.at, key)->value);
  enter(step, timer.place, transition.to);
}

// S7: the first moment at which an owner, a support or a secondary is another than when that was last settled.
void add_window_timers(const Step& step, std::vector<Timer>& timers) {
  for (const Place& place : step.places()) {
    const Instant ruled_at = step.settled_at(place), stayed_at = staying_since(step, place);
    const std::string ruling = roles_ruling(step, place, ruled_at), staying = roles_staying(step, place, stayed_at);
    std::vector<Instant> moments = edges(step, place);
    if (std::min(ruled_at, stayed_at) < step.now) moments.insert(moments.begin(), step.now);
    for (const Instant at : moments) {
      if (roles_ruling(step, place, at) == ruling && roles_staying(step, place, at) == staying) continue;
      timers.push_back(
          {at, 0, place, Timer::Kind::Window, step.account.structure.index, 0, 0, 0, step.structure().name, "passed"});
      break;
    }
  }
}

std::vector<Timer> timers_of(const Step& step) {
  std::vector<Timer> timers;
  add_stage_timers(step, timers);
  add_seat_timers(step, timers);
  add_window_timers(step, timers);
  add_handoff_timers(step, timers);
  add_escalation_timers(step, timers);
  add_sla_timers(step, timers);
  return timers;
}

std::uint32_t count(Account& account, const std::string& what) {
  return ++account.counts[what];
}

}  // namespace baton::reference
