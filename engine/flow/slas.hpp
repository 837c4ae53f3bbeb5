// SLAs, a state machine each (T4-T6, O6): running <-> paused -> met | breached | cancelled. And credits (O7, O8).
#pragma once

#include "engine/flow/step.hpp"

namespace baton {

// `event` has just been applied: meets or cancels running SLAs.
void end_slas(Step& step, const Event& event, RecordIndex record);
// Begins what `event` triggers.
void begin_slas(Step& step, const Event& event, RecordIndex record);
void update_sla_pauses(Step& step);

// Deadlines and warnings of running SLAs, the date triggers that begin one (S5), and the ticks of `every` (T6).
void sla_timers(const Step& step, std::vector<Timer>& timers);
void fire_sla_timer(Step& step, const Timer& timer);
SlaReport report(const Step& step, const RunningSla& running);

// Splits the credit for `event` by largest remainder (O7) into decision.credits.
void give_credit(Step& step, const Event& event, RecordIndex record);

}  // namespace baton
