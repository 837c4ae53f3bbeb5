// Escalations and SLAs are account-wide or per a record: where they begin, and whether an event begins them.
#pragma once

#include <span>

#include "engine/flow/triggers.hpp"

namespace baton {

// Where that which is `per` such records begins when something about `record` sets it off: the account (a void
// RecordIndex) or this record; nullopt: it is about no such record, so nowhere.
std::optional<RecordIndex> scope_of(const Step& step, std::optional<RecordTypeId> per, RecordIndex record);

// Every place where it can be: the account, or each record of the type.
template <class Visit>
void each_scope(const Step& step, std::optional<RecordTypeId> per, Visit visit) {
  if (!per) return visit(RecordIndex{});
  for (std::uint32_t i = 0; i < step.account.records.size(); ++i) {
    if (step.account.records[i].type == *per) visit(RecordIndex{i});
  }
}

// Does `event` set off one of `on`, and does `when` hold for it?
bool begun_by(const Step& step, std::span<const EventTrigger> on, const Condition& when, const Event& event,
              RecordIndex event_record, RecordIndex scope);

}  // namespace baton
