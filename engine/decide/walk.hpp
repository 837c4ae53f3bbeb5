// Every stage that some history reaches, with the orders of anchors that are possible there (R1, R3).
//
// A breadth-first search over what a proof has to know of a history: the stages of the account and of one record, in
// which order the anchors last happened, how many other records the stages hold, which date triggers of the lifecycles
// have passed, and which fields of the record an event has been able to set. Conditions on fields are not looked at: a
// transition with one may be taken or not. So the search reaches everything that is possible and perhaps a little more:
// what it does not reach is refuted, what it reaches is confirmed by a witness. Cost: one visit for each distinct
// situation, a few hundred for ordinary policies; over its limit of situations there is no answer.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "engine/model/policy.hpp"

namespace baton {

// What a proof asks about. Lists are sorted and hold nothing twice.
struct WalkQuery {
  std::optional<RecordTypeId> record;  // the record at hand, if the question is one per record
  std::vector<AnchorId> anchors;       // whose last moments matter
  std::vector<RecordTypeId> counted;   // whose stages `any RECORD is STAGE` asks about
  std::vector<FieldId> record_fields;  // of the record at hand, that matter
  friend auto operator<=>(const WalkQuery&, const WalkQuery&) = default;
};

// A transition by date, of the account's lifecycle or of the lifecycle of the record at hand.
struct StageTimer {
  bool of_record = false;
  std::uint32_t transition = 0;  // into the lifecycle's transitions
  DateTrigger trigger;
};

inline constexpr std::size_t max_situations = 200'000;
inline constexpr std::size_t max_edges = 200'000;
inline constexpr std::uint8_t not_begun = 0xff;  // a stage before the first event
inline constexpr std::size_t max_anchors = 12;

// How far a walk goes.
struct WalkLimits {
  std::size_t situations = max_situations;
  std::size_t edges = max_edges;
};

// One situation. Plain bits, so that it can be hashed and compared as a whole.
struct Situation {
  std::uint8_t account_stage = not_begun;
  std::uint8_t record_stage = not_begun;
  // By position in Walk::anchors(): 0 never happened, else the place in the order of last occurrences, from 1;
  // equal places were moved by one event.
  std::array<std::uint8_t, max_anchors> order{};
  std::uint16_t passed = 0;    // by position in Walk::timers(): its moment has come
  std::uint16_t reached = 0;   // by position in Walk::dates() (no more than timers): the date itself has come
  std::uint32_t settable = 0;  // by position in WalkQuery::record_fields: some event could set it
  std::uint64_t others = 0;    // see Walk::others_bit: how many other records the stages hold
  friend bool operator==(const Situation&, const Situation&) = default;
};

// A condition that must be true, or false, for the step to happen as it does.
struct Requirement {
  const Condition* condition = nullptr;
  bool value = true;
};

// One step of a history.
struct WalkStep {
  enum class Kind { Event, Updated, Timer };
  enum class Names { Nothing, RecordAtHand, ExistingOther, NewOther };
  Kind kind = Kind::Event;
  Names names = Names::Nothing;
  EventId event;                                              // Kind::Event
  RecordTypeId other;                                         // Names::*Other: its type
  std::uint8_t other_from = not_begun, other_to = not_begun;  // its stages, where they are counted
  bool first_of_account = false, first_of_record = false;
  std::uint8_t timer = 0;       // Kind::Timer: into Walk::timers()
  std::uint16_t moved = 0;      // by position in Walk::anchors(): this step moves it
  std::uint16_t dates_set = 0;  // by position in Walk::dates(): this step sets it
  std::vector<Requirement> requirements;
};

class Walk {
 public:
  struct Node {
    Situation situation;
    std::uint32_t parent = 0;  // into nodes(); the first node is its own parent
    std::uint32_t depth = 0;
    WalkStep step;  // from the parent to here
  };

  // An event from one situation to another (or the same), or a date that moves a stage. Not kept are events that set a
  // date that triggers count from.
  struct Edge {
    std::uint32_t from = 0, to = 0;  // into nodes()
    WalkStep step;
  };

  // nullopt: more situations than the limit, or more anchors, records or dates than a situation holds.
  static std::optional<Walk> explore(const Policy& policy, const WalkQuery& query, const WalkLimits& limits);

  const WalkQuery& query() const { return query_; }
  const std::vector<AnchorId>& anchors() const { return anchors_; }  // the query's, then those of timers
  const std::vector<StageTimer>& timers() const { return timers_; }
  const std::vector<FieldRef>& dates() const { return dates_; }  // that timers count from
  // In order of discovery, so shortest histories come first; nodes()[0] is before the first event.
  const std::vector<Node>& nodes() const { return nodes_; }
  // Every such step between situations of begun accounts, up to the limit of edges.
  const std::vector<Edge>& edges() const { return edges_; }
  bool has_all_edges() const { return has_all_edges_; }
  // The steps that lead to a node, first to last.
  std::vector<const WalkStep*> path(std::uint32_t node) const;
  // Is some record of the type, the one at hand included, in one of the stages? For counted types only.
  bool any_record(const Situation& situation, RecordTypeId type, StageSet stages) const;
  std::optional<std::size_t> position_of(AnchorId anchor) const;

 private:
  friend class Explorer;
  WalkQuery query_;
  std::vector<AnchorId> anchors_;
  std::vector<StageTimer> timers_;
  std::vector<FieldRef> dates_;
  std::vector<int> others_bit_;            // by RecordTypeId: first bit of Situation::others, or -1 where not followed
  std::vector<bool> counted_;              // by RecordTypeId: one bit a stage; else one bit: there is another record
  std::vector<std::size_t> stage_counts_;  // by RecordTypeId: its lifecycle's
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  bool has_all_edges_ = true;
};

// Can the event be the first of an account / of a record that it names: does its payload hold every field that must be
// known (V1)?
bool can_begin_account(const Policy& policy, const EventType& event);
bool can_begin_record(const Policy& policy, const EventType& event, RecordTypeId type);
// Does the event's payload set the field?
bool sets(const EventType& event, const FieldRef& field);

}  // namespace baton
