#include "engine/model/event_kind.hpp"

#include <algorithm>

namespace baton {

std::string_view name_of(EventKind kind) {
  switch (kind) {
    case EventKind::Declared:
      return "";
    case EventKind::AccountUpdated:
      return "account.updated";
    case EventKind::ItemDone:
      return "handoff.item_done";
    case EventKind::HandoffAccepted:
      return "handoff.accepted";
    case EventKind::HandoffReturned:
      return "handoff.returned";
    case EventKind::SeatAssigned:
      return "seat.assigned";
    case EventKind::SeatReleased:
      return "seat.released";
    case EventKind::EscalationAcknowledged:
      return "escalation.acknowledged";
    case EventKind::EscalationClosed:
      return "escalation.closed";
    case EventKind::PersonLeft:
      return "person.left";
    case EventKind::PersonAway:
      return "person.away";
  }
  return "";
}

std::optional<EventKind> undeclared_event(std::string_view name) {
  const auto found = std::ranges::find(undeclared_events, name, name_of);
  return found == undeclared_events.end() ? std::nullopt : std::optional(*found);
}

bool is_about_org(EventKind kind) {
  return kind == EventKind::PersonLeft || kind == EventKind::PersonAway;
}

bool may_begin(EventKind kind) {
  return kind == EventKind::Declared || kind == EventKind::AccountUpdated || kind == EventKind::SeatAssigned;
}

bool is_about_what_runs(EventKind kind) {
  return kind != EventKind::Declared && kind != EventKind::AccountUpdated && !is_about_org(kind);
}

}  // namespace baton
