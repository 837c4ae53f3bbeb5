#include "dsl/testing/words.hpp"

#include <fmt/format.h>

#include "dsl/history.hpp"
#include "engine/model/decimal.hpp"

namespace baton::dsl {

std::string_view state_word(HandoffState state) {
  static constexpr std::string_view words[] = {"open",     "started",  "returned",  "overdue",
                                               "finished", "cut_over", "cancelled", "superseded"};
  return words[static_cast<std::size_t>(state)];
}

std::string_view state_word(EscalationState state) {
  static constexpr std::string_view words[] = {"calling", "acknowledged", "closed", "exhausted"};
  return words[static_cast<std::size_t>(state)];
}

std::string_view state_word(SlaState state) {
  static constexpr std::string_view words[] = {"running", "paused", "met", "breached", "cancelled"};
  return words[static_cast<std::size_t>(state)];
}

std::string Words::people(const std::vector<PersonId>& ids) const {
  std::string text;
  for (const PersonId id : ids) text += (text.empty() ? "" : ", ") + person(id);
  return text.empty() ? "nobody" : text;
}

std::string Words::seat(std::optional<RoleId> role_id, std::optional<PersonId> person_id) const {
  if (!role_id) return person_id ? person(*person_id) : "nobody";
  return fmt::format("{} ({})", role(*role_id), person_id ? person(*person_id) : "an empty seat");
}

std::string Words::of(const std::optional<RecordName>& record) const {
  return record ? " of " + record->id : "";
}

std::string Words::record(const RecordName& name) const {
  return policy_.records[name.type.index].name + " " + name.id;
}

std::string Words::time(Instant at) const {
  return local_text(org_.zone, at);
}

std::string Words::owns(const Holder& who, LeafId id, const std::optional<RecordName>& record) const {
  return fmt::format("{} {} {}{}", holder(who), policy_.leaves[id.index].metric ? "carries" : "owns", leaf(id),
                     of(record));
}

std::string Words::report(const HandoffReport& report) const {
  std::string text = fmt::format("handoff {}{} is {}, from {} to {}", report.handoff, of(report.record),
                                 state_word(report.state), holder(report.from), holder(report.to));
  if (report.start_by) text += ", start by " + time(*report.start_by);
  if (report.due) text += ", due " + time(*report.due);
  if (report.cutover) text += ", cutover " + time(*report.cutover);
  text += report.missing.empty() ? ", missing nothing" : fmt::format(", missing {}", fmt::join(report.missing, ", "));
  return text + (report.accepted ? ", accepted" : ", not accepted");
}

std::string Words::report(const EscalationReport& report) const {
  std::string text = fmt::format("escalation {}{} is {}, tier {}, calls {}", report.escalation, of(report.record),
                                 state_word(report.state), report.tier, people(report.calls));
  if (report.until) text += " until " + time(*report.until);
  return text;
}

std::string Words::report(const SlaReport& report) const {
  std::string text = fmt::format("sla {}{} is {}, owner {}", report.sla, of(report.record), state_word(report.state),
                                 holder(report.owner));
  if (report.due) text += ", due " + time(*report.due);
  return text;
}

std::string Words::report(const CreditReport& report) const {
  std::string text = fmt::format("{} {}%", seat(report.role, report.person), units_to_string(report.percent_units, 2));
  if (report.amount) text += " with " + units_to_string(*report.amount, policy_.money_places);
  return text;
}

std::string Words::report(const NextChange& next) const {
  return fmt::format("{}: {}", time(next.at), next.what);
}

}  // namespace baton::dsl
