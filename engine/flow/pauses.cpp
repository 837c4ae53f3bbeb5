#include "engine/flow/pauses.hpp"

namespace baton {

bool is_paused(const Step& step, StageSet account_stages, StageSet record_stages, RecordIndex record) {
  if (account_stages.has(step.account.facts.stage)) return true;
  return record && record_stages.has(step.account.records[*record].facts.stage);
}

std::int64_t time_left_ms(const Calendar& calendar, bool working, Instant now, Instant due) {
  if (due == far_future) return far_future.ms;
  return working ? calendar.business_ms_between(now, due) : due.ms - now.ms;
}

Instant due_after(const Calendar& calendar, bool working, Instant now, std::int64_t left_ms) {
  if (left_ms == far_future.ms) return far_future;
  return working ? calendar.add_business_ms(now, left_ms) : Instant{now.ms + left_ms};
}

}  // namespace baton
