// What sets something off: an event, or a date (S5). Shared by stages, handoffs, escalations, SLAs and credits.
#pragma once

#include <span>

#include "engine/flow/event.hpp"
#include "engine/flow/step.hpp"

namespace baton {

// ---- events

// The event's own fields by FieldId, as View::event_fields wants them: what it brings, else the declared default,
// else unknown.
std::vector<Scalar> own_fields(const Program& program, const Event& event);

// Does `event`, whose record is `event_record`, set off `trigger` in what is per `scope` (nullopt: account-wide, or
// not begun yet)? The event's fields are set already (S2). An event that names a record of scope's type is meant for
// that record alone; any other is meant for all. `where` sees the event's record, else that of the scope.
bool sets_off(const Step& step, const EventTrigger& trigger, const Event& event, RecordIndex event_record,
              RecordIndex scope = std::nullopt);
bool any_sets_off(const Step& step, std::span<const EventTrigger> triggers, const Event& event,
                  RecordIndex event_record, RecordIndex scope = std::nullopt);

// ---- dates

// Which date trigger it is, for FiredTrigger::key. Escalations and SLAs are known by name, so a trigger that fired
// under one structure has fired for the item of that name in every other (O2).
std::uint64_t transition_key(std::optional<RecordTypeId> lifecycle, std::size_t transition);
std::uint64_t escalation_key(const Escalation& escalation, std::size_t at_date);
std::uint64_t sla_key(const Sla& sla, std::size_t at_date);

struct Firing {
  Instant at;         // not before step.now
  Instant for_value;  // the date (00:00 of it in the org's zone) or the anchor's occurrence
};

// When `trigger` fires next for the account or record, with no further event; nullopt: not at all. Already past when
// its date becomes known, `D before DATE` fires at once if the date is still ahead, else never. Once per value. Since
// it remembers when the date became known, a moment that nobody acted on needs no mark: it is missed, for good.
// Conditions and stages are not asked here: they are asked when it fires.
std::optional<Firing> next_firing(const Step& step, RecordIndex record, const DateTrigger& trigger, std::uint64_t key);

// The trigger's moment has come for this value, whether or not its conditions held: it does not fire for it again.
void mark_fired(Step& step, RecordIndex record, std::uint64_t key, Instant for_value);

}  // namespace baton
