#include "engine/flow/scopes.hpp"

namespace baton {

std::optional<RecordIndex> scope_of(const Step& step, std::optional<RecordTypeId> per, RecordIndex record) {
  if (!per) return RecordIndex{};
  if (!record || step.account.records[*record].type != *per) return std::nullopt;
  return record;
}

bool begun_by(const Step& step, std::span<const EventTrigger> on, const Condition& when, const Event& event,
              RecordIndex event_record, RecordIndex scope) {
  if (!any_sets_off(step, on, event, event_record, scope)) return false;
  const std::vector<Scalar> own = own_fields(step.program, event);
  View view = step.view(event_record);
  view.event_fields = &own;
  return holds(when, view);
}

}  // namespace baton
