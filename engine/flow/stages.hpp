// What an event says about an account and its records, written down in S2's order: fields, stages, anchors. And the
// stages that a date brings about (S5, S6).
#pragma once

#include "engine/flow/event.hpp"
#include "engine/flow/step.hpp"

namespace baton {

// An account, or a record, before its first event: the start stage, entered now, and every default (O1, V1).
std::unique_ptr<AccountState> begin_account(const Program& program, std::string id, Instant now);
std::uint32_t begin_record(Step& step, RecordTypeId type, std::string id);
RecordIndex find_record(const AccountState& account, RecordTypeId type, const std::string& id);

void set_fields(Step& step, const Event& event, RecordIndex record);
// The first transition that `event` sets off: of the records that it concerns, then of the account.
void move_stages(Step& step, const Event& event, RecordIndex record);
// Every occurrence moves an anchor (O1). Entries move theirs when a stage is entered.
void move_anchors(Step& step, const Event& event, RecordIndex record);

// Transitions by date that exist now, were their moment now.
void stage_timers(const Step& step, std::vector<Timer>& timers);
void fire_stage_timer(Step& step, const Timer& timer);
// Is a date to end the record's stage, or the account's, at this very instant?
bool stage_ends_now(const Step& step, RecordIndex record);

}  // namespace baton
