// The events that the language knows without their being declared, and what they are called.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace baton {

enum class EventKind {
  Declared,        // by the policy
  AccountUpdated,  // any fields of the account
  ItemDone,        // of a handoff
  HandoffAccepted,
  HandoffReturned,
  SeatAssigned,  // with the record's id: the record's own seat
  SeatReleased,
  EscalationAcknowledged,
  EscalationClosed,
  PersonLeft,  // about the org
  PersonAway,  // about the org
};

inline constexpr std::array undeclared_events{
    EventKind::AccountUpdated, EventKind::ItemDone,     EventKind::HandoffAccepted,        EventKind::HandoffReturned,
    EventKind::SeatAssigned,   EventKind::SeatReleased, EventKind::EscalationAcknowledged, EventKind::EscalationClosed,
    EventKind::PersonLeft,     EventKind::PersonAway};

// nullopt: the language knows no event of this name that is executed.
std::optional<EventKind> undeclared_event(std::string_view name);
// "" for Declared.
std::string_view name_of(EventKind kind);
bool is_about_org(EventKind kind);
// May it be the first event of an account or of a record?
bool may_begin(EventKind kind);
// Does it speak of one handoff, seat or escalation, and so of the record that this belongs to?
bool is_about_what_runs(EventKind kind);

}  // namespace baton
