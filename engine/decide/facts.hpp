// What is known of one account, and of one of its records, at a moment: all that ownership depends on.
#pragma once

#include <vector>

#include "engine/model/policy.hpp"

namespace baton {

struct RecordFacts {
  StageId stage;
  std::vector<Scalar> fields;    // by FieldId of the record type
  std::vector<Instant> anchors;  // by AnchorId; `never` where it has not happened, or is not this record type's
};

struct AccountFacts {
  StageId stage;
  std::vector<Scalar> fields;    // by FieldId
  std::vector<Instant> anchors;  // by AnchorId; `never` for records' anchors
  // How many records are in a stage: [RecordTypeId][StageId].
  std::vector<std::vector<std::uint32_t>> records_in_stage;
};

// One account, one of its records or none, the fields of the event at hand or none, and the moment.
struct View {
  const AccountFacts* account = nullptr;
  const RecordFacts* record = nullptr;
  std::optional<RecordTypeId> record_type;
  const std::vector<Scalar>* event_fields = nullptr;  // the event's own, by FieldId
  Instant now;
};

// Facts of an account (or record) that has not had its first event: the start stage, defaults, no anchors.
AccountFacts initial_account_facts(const Policy& policy);
RecordFacts initial_record_facts(const Policy& policy, RecordTypeId type);

// The value of a field, `unknown` also where the view has no such record or event.
Scalar value_of(const FieldRef& ref, const View& view);
// The latest occurrence of an anchor, the account's or the record's; `never` if there was none.
Instant latest(AnchorId anchor, const View& view);

// Is the condition true? Straight over the tree; comparisons with unknown values are false (T7).
bool holds(const Condition& condition, const View& view);
// Does the window hold at view.now? `org_zone` as in T1.
bool holds(const Window& window, const View& view, const Zone& org_zone);
// The instant at which the window changes its mind, given the facts (it may have passed); far_future if it does not.
Instant boundary(const Window& window, const View& view, const Zone& org_zone);
// Stages, windows and condition of the statement, its layer left out of account.
bool holds_by_itself(const Statement& statement, const View& view, const Zone& org_zone);

}  // namespace baton
