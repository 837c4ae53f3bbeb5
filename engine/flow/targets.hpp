// Whom a tier of an escalation calls, and who owes an SLA: a Target looked up at this very moment (T4).
#pragma once

#include "engine/flow/step.hpp"

namespace baton {

// The owner of a leaf (of the record if the leaf is per such a record, else the account's), the account's seat of a
// role, a position, a person, a team (its fallback, else the member next in line), or a manager of one of them. Covers
// are not asked: a manager is the owner's, not the cover's (O5). Nobody: person null.
Holder meant_by(const Step& step, const Target& target, RecordIndex record);

// The calendar of the person; the default one for nobody (T4).
CalendarId calendar_of(const Program& program, std::optional<PersonId> person);

}  // namespace baton
