// Escalations, a state machine each (O5, O8): calling -> acknowledged -> closed; calling climbs tier by tier.
#pragma once

#include <expected>

#include "engine/flow/step.hpp"

namespace baton {

// escalation.acknowledged, .closed. An error, for nothing running, changes nothing.
std::expected<void, std::string> take_escalation_event(Step& step, const Event& event, RecordIndex record);
// `event` has just been applied: acknowledges or ends what it acknowledges or ends (S2, S4).
void end_escalations(Step& step, const Event& event, RecordIndex record);
// Begins what `event` triggers. A second trigger of a running one is noted, not restarted.
void begin_escalations(Step& step, const Event& event, RecordIndex record);
// A breach or an overdue handoff raises it (O5); its conditions are asked. `raised_by`: running number of the raiser.
void raise_escalation(Step& step, EscalationId escalation, RecordIndex record, std::uint64_t raised_by);
// What raised it has ended well: closes those that it raised.
void settle_raised(Step& step, std::uint64_t raised_by);
// After every step: begins or ends pauses (T5), and looks up anew whom the tiers at hand call (T4). Ends nothing.
void update_escalation_pauses(Step& step);

void escalation_timers(const Step& step, std::vector<Timer>& timers);
void fire_escalation_timer(Step& step, const Timer& timer);
// Whom each of the running ones calls at this moment.
std::vector<std::vector<PersonId>> calls_now(const Step& step);
EscalationReport report(const Step& step, const RunningEscalation& running);

}  // namespace baton
