// What is known and what therefore holds: conditions, windows, statements and rows, each asked as it is written.
#pragma once

#include "engine/reference/world.hpp"

namespace baton::reference {

// Whose facts are asked, and when.
struct Sight {
  const Policy& policy;
  const Org& org;
  const Account& account;
  Place place;  // the record, if one is meant
  Instant now;
  Place event_place = std::nullopt;          // the record that the event at hand names
  const std::vector<Scalar>* own = nullptr;  // the event's own fields
};

Scalar value(const Sight& sight, const FieldRef& field);
bool holds(const Sight& sight, const Condition& condition);
Instant latest(const Sight& sight, AnchorId anchor);
bool holds(const Sight& sight, const Window& window);
// The instant at which the window begins or ends; far_future: neither.
Instant edge(const Sight& sight, const Window& window);

bool is_active(const Sight& sight, LeafId leaf);
// The statements (owns, carries, nobody) that give the leaf an owner: one, in a sound policy.
std::vector<StatementId> ruling(const Sight& sight, LeafId leaf);
std::vector<StatementId> supporting(const Sight& sight, LeafId leaf);

StructureId structure_row(const Sight& sight);
std::optional<TeamId> covering_team(const Sight& sight, RoleId role);

}  // namespace baton::reference
