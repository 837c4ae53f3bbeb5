#include "engine/flow/snapshot.hpp"

#include <algorithm>

#include "engine/flow/escalations.hpp"
#include "engine/flow/handoffs.hpp"
#include "engine/flow/ownership.hpp"
#include "engine/flow/seats.hpp"
#include "engine/flow/slas.hpp"
#include "engine/flow/stays.hpp"
#include "engine/flow/timers.hpp"

namespace baton {

namespace {

std::vector<Snapshot::Owner::Secondary> secondaries_of(const Step& step, RecordIndex record, LeafId leaf) {
  const auto owner = leaf_states(step.account, record)[leaf.index].owner;
  std::vector<Snapshot::Owner::Secondary> result;
  for (const Secondary& secondary : secondaries(step, record, leaf, owner, step.now)) {
    result.push_back({secondary.role, holder_of(step.account, record, secondary.role).person, secondary.until});
  }
  return result;
}

std::vector<Snapshot::Owner::Support> supports_of(const Step& step, RecordIndex record, LeafId leaf) {
  std::vector<Snapshot::Owner::Support> result;
  for (const StatementId statement : leaf_states(step.account, record)[leaf.index].supports) {
    const auto& role = step.structure().statements[statement.index].role;
    if (!role || std::ranges::find(result, *role, &Snapshot::Owner::Support::role) != result.end()) continue;
    result.push_back({*role, holder_of(step.account, record, *role).person});
  }
  return result;
}

void add_seat(const Step& step, RecordIndex record, Snapshot::Owner& owner) {
  const RoleId role = *owner.holder.role;
  owner.why_not = why_not(step.program, step.world, step.account, record, role, step.now);
  const Seat* seat = seat_for(step.account, record, role);
  owner.pinned = seat != nullptr && seat->pinned && seat->person == owner.holder.person;
  if (owner.pinned) owner.pinned_until = seat->pinned_until;
}

Snapshot::Owner owner_of(const Step& step, RecordIndex record, LeafId leaf) {
  Snapshot::Owner owner;
  owner.leaf = leaf;
  owner.holder = *holder_of_leaf(step, record, leaf);
  owner.secondary = secondaries_of(step, record, leaf);
  owner.supports = supports_of(step, record, leaf);
  owner.because = reason_for(step, record, leaf);
  if (owner.holder.role) add_seat(step, record, owner);
  return owner;
}

std::vector<Snapshot::Owner> owners_of(const Step& step, RecordIndex record) {
  std::vector<Snapshot::Owner> owners;
  for (const LeafId leaf : active_leaves(step, record)) owners.push_back(owner_of(step, record, leaf));
  return owners;
}

void add_running(const Step& step, Snapshot& snapshot) {
  for (const auto& running : step.account.handoffs) {
    if (!running.ended()) snapshot.handoffs.push_back(report(step, running));
  }
  for (const auto& running : step.account.escalations) {
    if (!running.ended()) snapshot.escalations.push_back(report(step, running));
  }
  for (const auto& running : step.account.slas) {
    if (!running.ended()) snapshot.slas.push_back(report(step, running));
  }
}

}  // namespace

Snapshot snapshot_of(const Step& step) {
  Snapshot snapshot;
  snapshot.account = step.account.id;
  snapshot.at = step.now;
  snapshot.stage = step.account.facts.stage;
  snapshot.structure = step.account.structure;
  snapshot.owners = owners_of(step, std::nullopt);
  for (std::uint32_t i = 0; i < step.account.records.size(); ++i) {
    snapshot.records.push_back({*step.name_of(i), step.account.records[i].facts.stage, owners_of(step, i)});
  }
  add_running(step, snapshot);
  const auto timers = timers_of(step);
  if (const Timer* first = first_of(timers)) snapshot.next = NextChange{first->at, first->in_words};
  return snapshot;
}

}  // namespace baton
