// How Walk::explore goes from one situation to the next: every event in every stage, and the dates that pass.
#pragma once

#include <unordered_map>

#include "engine/decide/walk.hpp"

namespace baton {

struct SituationHash {
  std::size_t operator()(const Situation& situation) const noexcept;
};

class Explorer {
 public:
  Explorer(const Policy& policy, Walk& walk) : policy_(policy), walk_(walk) {}

  // Lays out what a situation holds; false if it does not fit.
  bool prepare();
  bool run(const WalkLimits& limits);

 private:
  // A situation in the making, and the step that makes it.
  struct Draft {
    Situation situation;
    WalkStep step;
    std::uint16_t moving = 0;  // anchors moved by the event itself, all at one place of the order
  };
  using Drafts = std::vector<Draft>;
  // Whose stage changes: the account's, that of the record at hand, or that of another record.
  enum class Whose { Account, Record, Other };

  void add_timers(const Lifecycle& lifecycle, bool of_record);
  bool lay_out_others();
  bool can_ever_be_set(const FieldRef& field) const;

  void expand(std::uint32_t node);
  void keep(std::uint32_t parent, Draft&& draft);

  void by_update(std::uint32_t node);
  void by_event(std::uint32_t node, EventId event);
  void by_event_naming(std::uint32_t node, const Draft& draft, RecordTypeId type);
  bool may_happen(const EventType& event) const;
  void by_time(std::uint32_t node);
  void by_time_elsewhere(std::uint32_t node);
  void take_event(std::uint32_t node, Draft draft);
  void begin_account(Draft& draft) const;
  void begin_record(Draft& draft) const;

  Drafts with_transitions(Drafts drafts, Whose whose, EventId event) const;
  Drafts try_transition(Drafts waiting, const Transition& transition, Whose whose, Drafts& taken) const;
  Drafts with_other_stage(Drafts drafts) const;
  void change_count(Drafts& results, Draft draft) const;
  std::uint64_t others_in(const Situation& situation, RecordTypeId type, std::size_t stage) const;
  void set_others(Situation& situation, RecordTypeId type, std::size_t stage, std::uint64_t count) const;
  Drafts with_anchors(Drafts drafts, EventId event) const;
  Drafts with_dates(Drafts drafts) const;
  void set_date(Drafts& results, const Draft& draft, std::size_t date) const;
  Drafts fire(Draft draft, std::size_t timer) const;

  const Lifecycle& lifecycle_of(const Draft& draft, Whose whose) const;
  void enter(Draft& draft, Whose whose, StageId stage) const;
  std::uint16_t entering(Whose whose, StageId stage) const;
  void move(Draft& draft, std::uint16_t moved) const;
  bool may_pass(const Situation& situation, std::size_t timer) const;
  bool in_sequence(std::uint16_t passed) const;
  bool date_may_be_set(const Draft& draft, std::size_t date) const;

  enum class Truth { False, True, Open };
  Truth truth(const Condition& condition, const Draft& draft) const;

  const Policy& policy_;
  Walk& walk_;
  std::vector<int> date_of_timer_;    // into Walk::dates_, or -1
  std::vector<int> anchor_of_timer_;  // into Walk::anchors_, or -1
  std::vector<bool> timer_possible_;
  std::vector<std::uint16_t> sooner_;  // by timer: those on the same date that must have passed before it
  std::unordered_map<Situation, std::uint32_t, SituationHash> known_;
  bool over_budget_ = false;
  WalkLimits limits_;
};

}  // namespace baton
