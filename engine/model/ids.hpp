// Typed ids into flat vectors. An id is only meaningful together with the vector that it indexes;
// giving each kind its own type makes it impossible to look a role up in the table of people.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace baton {

template <class Tag>
struct Id {
  std::uint32_t index = 0;

  constexpr Id() = default;
  constexpr explicit Id(std::size_t position) : index(static_cast<std::uint32_t>(position)) {}

  friend constexpr auto operator<=>(Id, Id) = default;
};

using FieldId = Id<struct FieldTag>;            // into the fields of the account or of one record type
using RecordTypeId = Id<struct RecordTypeTag>;  // into Policy::records
using EventId = Id<struct EventTag>;            // into Policy::events
using StageId = Id<struct StageTag>;            // into the stages of one lifecycle
using RoleId = Id<struct RoleTag>;              // into Policy::roles
using LeafId = Id<struct LeafTag>;              // into Policy::leaves
using AnchorId = Id<struct AnchorTag>;          // into Policy::anchors
using StructureId = Id<struct StructureTag>;    // into Policy::structures
using StatementId = Id<struct StatementTag>;    // into Structure::statements
using HandoffId = Id<struct HandoffTag>;        // into Structure::handoffs
using EscalationId = Id<struct EscalationTag>;  // into Structure::escalations
using SlaId = Id<struct SlaTag>;                // into Structure::slas
using PersonId = Id<struct PersonTag>;          // into Org::people
using PositionId = Id<struct PositionTag>;      // into Org::positions
using TeamId = Id<struct TeamTag>;              // into Org::teams
using CalendarId = Id<struct CalendarTag>;      // into Org::calendars

// A set of stages of one lifecycle (at most 64) as a bit mask.
struct StageSet {
  std::uint64_t bits = 0;

  static constexpr StageSet all() { return StageSet{~std::uint64_t{0}}; }
  static constexpr StageSet of(StageId stage) { return StageSet{std::uint64_t{1} << stage.index}; }
  constexpr bool has(StageId stage) const { return (bits >> stage.index & 1) != 0; }
  constexpr void add(StageId stage) { bits |= std::uint64_t{1} << stage.index; }
  constexpr bool empty() const { return bits == 0; }

  friend constexpr StageSet operator&(StageSet a, StageSet b) { return {a.bits & b.bits}; }
  friend constexpr StageSet operator|(StageSet a, StageSet b) { return {a.bits | b.bits}; }
  friend constexpr bool operator==(StageSet, StageSet) = default;
};

inline constexpr std::size_t max_stages = 64;

}  // namespace baton

template <class Tag>
struct std::hash<baton::Id<Tag>> {
  std::size_t operator()(baton::Id<Tag> id) const noexcept { return id.index; }
};
