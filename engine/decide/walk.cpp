#include "engine/decide/walk.hpp"

#include <algorithm>
#include <cassert>

#include "engine/decide/walk_explorer.hpp"

namespace baton {
namespace {

bool holds_all_required(const std::vector<Field>& fields, const EventType& event, FieldRef ref) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    ref.field = FieldId{i};
    if (fields[i].required() && !sets(event, ref)) return false;
  }
  return true;
}

void collect_counted(const Condition& condition, std::vector<RecordTypeId>& counted) {
  if (condition.op == Condition::Op::AnyRecordIs) counted.push_back(condition.record);
  for (const Condition& child : condition.children) collect_counted(child, counted);
}

void collect_counted(const Policy& policy, const Lifecycle& lifecycle, std::vector<RecordTypeId>& counted) {
  for (const Transition& transition : lifecycle.transitions) {
    collect_counted(transition.when, counted);
    if (transition.on) collect_counted(transition.on->where, counted);
    if (transition.at && transition.at->kind == DateTrigger::Kind::After) {
      collect_counted(policy.anchors[transition.at->anchor.index].event.where, counted);
    }
  }
}

template <class T>
void sort_unique(std::vector<T>& list) {
  std::ranges::sort(list);
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

// What is asked about, and what the stages of that depend on in turn.
std::vector<RecordTypeId> all_counted(const Policy& policy, const WalkQuery& query) {
  std::vector<RecordTypeId> counted = query.counted;
  for (const AnchorId anchor : query.anchors) collect_counted(policy.anchors[anchor.index].event.where, counted);
  collect_counted(policy, policy.lifecycle, counted);
  if (query.record) collect_counted(policy, policy.records[query.record->index].lifecycle, counted);
  sort_unique(counted);
  for (std::size_t known = 0; known < counted.size();) {
    known = counted.size();
    for (std::size_t i = 0; i < known; ++i)
      collect_counted(policy, policy.records[counted[i].index].lifecycle, counted);
    sort_unique(counted);
  }
  return counted;
}

}  // namespace

bool sets(const EventType& event, const FieldRef& field) {
  return std::ranges::any_of(event.payload, [&](const PayloadField& payload) { return payload.target == field; });
}

bool can_begin_account(const Policy& policy, const EventType& event) {
  return may_begin(event.kind) && holds_all_required(policy.account_fields, event, FieldRef{});
}

bool can_begin_record(const Policy& policy, const EventType& event, RecordTypeId type) {
  return may_begin(event.kind) &&
         holds_all_required(policy.records[type.index].fields, event, FieldRef{Scope::Record, type, {}, {}});
}

std::vector<const WalkStep*> Walk::path(std::uint32_t node) const {
  std::vector<const WalkStep*> steps;
  for (; node != 0; node = nodes_[node].parent) steps.push_back(&nodes_[node].step);
  std::ranges::reverse(steps);
  return steps;
}

bool Walk::any_record(const Situation& situation, RecordTypeId type, StageSet stages) const {
  if (query_.record == type && situation.record_stage != not_begun && stages.has(StageId{situation.record_stage})) {
    return true;
  }
  assert(counted_[type.index]);
  const std::uint64_t counts = situation.others >> others_bit_[type.index];
  for (std::size_t stage = 0; stage < max_stages / 2; ++stage) {
    if (stages.has(StageId{stage}) && stage < stage_counts_[type.index] && (counts >> 2 * stage & 3) != 0) return true;
  }
  return false;
}

std::optional<std::size_t> Walk::position_of(AnchorId anchor) const {
  const auto found = std::ranges::find(anchors_, anchor);
  if (found == anchors_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - anchors_.begin());
}

std::optional<Walk> Walk::explore(const Policy& policy, const WalkQuery& query, const WalkLimits& limits) {
  Walk walk;
  walk.query_ = query;
  walk.query_.counted = all_counted(policy, query);
  Explorer explorer(policy, walk);
  if (!explorer.prepare() || !explorer.run(limits)) return std::nullopt;
  return walk;
}

}  // namespace baton
