// Handoffs, a state machine each (O2-O4): see the table in handoffs.cpp.
#pragma once

#include <expected>

#include "engine/flow/event.hpp"
#include "engine/flow/step.hpp"

namespace baton {

// ---- the machine, pure

enum class HandoffMove {
  Work,      // an item is done, or the receiver accepts
  Return,    // handoff.returned
  Due,       // the day by which it should have finished
  Complete,  // every item that applies is done and it is accepted
  Cutover,   // its time is up
  Withdraw,  // its last leaf went back to the giver, or `cancelled on`
  Displace,  // its last leaf went elsewhere, or the structure knows it no more
};
HandoffState after(HandoffState state, HandoffMove move);

const Handoff& text_of(const Step& step, const RunningHandoff& running);

// ---- events

// handoff.item_done, .accepted, .returned. An error, for nothing open or an unknown item, changes nothing (O4).
std::expected<void, std::string> take_handoff_event(Step& step, const Event& event, RecordIndex record);
// `done on`, `accepted on` and `cancelled on` of those that run.
void note_handoff_event(Step& step, const Event& event, RecordIndex record);
// Facts have changed: which items apply now, and which handoffs are complete (S4: before anything opens).
void settle_handoffs(Step& step);
// Another structure rules: those that it has no text for end as superseded (O2). Their leaves stay with the giver, for
// ownership to move on.
void drop_unknown_handoffs(Step& step);

// ---- leaves

// The leaf moves under this handoff of the account's structure: joins the running one or opens one (O3). Returns its
// index, for LeafState::held_by.
std::uint32_t take_leaf(Step& step, RecordIndex record, HandoffId handoff, LeafId leaf);
// The leaf goes back to the giver (Withdraw) or elsewhere (Displace).
void release_leaf(Step& step, std::uint32_t index, LeafId leaf, HandoffMove as);

// ---- after the seats are filled

void date_handoffs(Step& step);
// Writes the changed ones, and those between other persons now, into the decision, and forgets as below.
void report_handoffs(Step& step);
// Forgets those that ended and name nobody who stays. Asked before a step, too: an anchor that moves again does not
// bring back a stay that has run out unseen, while nothing was owned.
void forget_ended_handoffs(Step& step);

void handoff_timers(const Step& step, std::vector<Timer>& timers);
void fire_handoff_timer(Step& step, const Timer& timer);

// ---- asking

// Who gives and who takes: those who sit there now; a giver who has left is represented by their manager.
Holder giver_of(const Step& step, const RunningHandoff& running);
Holder receiver_of(const Step& step, const RunningHandoff& running);
HandoffReport report(const Step& step, const RunningHandoff& running);

}  // namespace baton
