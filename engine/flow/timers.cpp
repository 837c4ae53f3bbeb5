#include "engine/flow/timers.hpp"

#include <algorithm>

#include "engine/flow/escalations.hpp"
#include "engine/flow/handoffs.hpp"
#include "engine/flow/outlook.hpp"
#include "engine/flow/seats.hpp"
#include "engine/flow/slas.hpp"
#include "engine/flow/stages.hpp"

namespace baton {

std::vector<Timer> timers_of(const Step& step) {
  std::vector<Timer> timers;
  timers.reserve(16);
  for (const auto add : {stage_timers, seat_timers, window_timers, handoff_timers, escalation_timers, sla_timers}) {
    add(step, timers);
  }
  return timers;
}

const Timer* first_of(const std::vector<Timer>& timers) {
  const auto first = std::ranges::min_element(timers, [](const Timer& a, const Timer& b) { return a < b; });
  return first == timers.end() ? nullptr : &*first;
}

const char* to_string(Timer::Kind kind) {
  constexpr const char* names[] = {"org", "review", "stage", "seat", "window", "handoff", "escalation", "sla"};
  return names[static_cast<std::size_t>(kind)];
}

std::string id_part(std::string_view text) {
  std::string part;
  part.reserve(text.size());
  for (const char c : text) {
    if (c == '%') {
      part += "%25";
    } else if (c == '/') {
      part += "%2F";
    } else {
      part += c;
    }
  }
  return part;
}

std::string id_of(const std::string& subject, const Timer& timer, std::uint32_t instance) {
  std::string id = "timer/" + id_part(subject) + "/" + to_string(timer.kind) + "/" + id_part(timer.name) + "/";
  id.append(std::to_string(instance)).append("/").append(id_part(timer.what));
  return id;
}

void TimerQueue::set(std::uint32_t account, Instant at) {
  if (account >= earliest_.size()) earliest_.resize(account + 1, far_future);
  if (earliest_[account] == at) return;
  earliest_[account] = at;
  if (at == far_future) return;
  entries_.push({at, account});
  if (entries_.size() > 4 * earliest_.size() + 1024) rebuild();
}

Instant TimerQueue::earliest() {
  while (!entries_.empty() && earliest_[entries_.top().account] != entries_.top().at) entries_.pop();
  return entries_.empty() ? far_future : entries_.top().at;
}

std::vector<std::uint32_t> TimerQueue::take(Instant at) {
  std::vector<std::uint32_t> accounts;
  while (earliest() == at) {
    const std::uint32_t account = entries_.top().account;
    entries_.pop();
    earliest_[account] = far_future;
    accounts.push_back(account);
  }
  return accounts;  // the heap gives accounts of one instant in order
}

void TimerQueue::rebuild() {
  std::vector<Entry> entries;
  for (std::uint32_t account = 0; account < earliest_.size(); ++account) {
    if (earliest_[account] != far_future) entries.push_back({earliest_[account], account});
  }
  entries_ = decltype(entries_)(std::greater<>(), std::move(entries));
}

}  // namespace baton
