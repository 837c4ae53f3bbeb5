#include "tests/unit/pictures/lives.hpp"

#include <algorithm>

namespace baton::test {

Life::Life(const Policy& policy, const Org& org, std::uint64_t seed)
    : policy_(policy), org_(org), random_(seed), account_(initial_account_facts(policy)) {
  now_ = org.zone.start_of(Day{20'000 + below(400)});
  for (std::size_t i = 0; i < account_.fields.size(); ++i) account_.fields[i] = value_for(policy.account_fields[i]);
  enter(policy.lifecycle.start, nullptr, false);
}

Scalar Life::value_for(const Field& field) {
  if (field.optional && below(3) == 0) return unknown;
  switch (field.type.kind) {
    case TypeKind::Enum:
      return below(static_cast<int>(field.type.labels.size()));
    case TypeKind::Bool:
      return below(2);
    case TypeKind::Money:
      return static_cast<Scalar>(below(40)) * 1'000'000;  // 0 to 390k
    case TypeKind::Number:
      return std::uniform_int_distribution<Scalar>(field.type.min, field.type.max)(random_);
    case TypeKind::Date:
      return org_.zone.to_local(now_).day.number + below(200);
    case TypeKind::Text:
      return below(static_cast<int>(policy_.texts.size()) + 1) - 1;
  }
  return 0;
}

View Life::view(const Record* record) const {
  View made;
  made.account = &account_;
  made.now = now_;
  made.event_fields = &own_;
  if (record != nullptr) {
    made.record = &record->facts;
    made.record_type = record->type;
  }
  return made;
}

void Life::look(const std::function<void(const View&)>& at) const {
  at(view(nullptr));
  for (const Record& record : records_) at(view(&record));
}

Life::Record& Life::record_for(RecordTypeId type) {
  std::vector<std::size_t> known;
  for (std::size_t i = 0; i < records_.size(); ++i) {
    if (records_[i].type == type) known.push_back(i);
  }
  if (!known.empty() && below(3) != 0)
    return records_[known[static_cast<std::size_t>(below(static_cast<int>(known.size())))]];
  Record& record = records_.emplace_back(Record{type, initial_record_facts(policy_, type)});
  const RecordType& declared = policy_.records[type.index];
  for (std::size_t i = 0; i < declared.fields.size(); ++i) record.facts.fields[i] = value_for(declared.fields[i]);
  enter(declared.lifecycle.start, &record, true);
  return record;
}

void Life::enter(StageId stage, Record* record, bool of_record) {
  (of_record ? record->facts.stage : account_.stage) = stage;
  for (std::size_t i = 0; i < policy_.anchors.size(); ++i) {
    const Anchor& anchor = policy_.anchors[i];
    if (anchor.kind != Anchor::Kind::Entering || anchor.stage != stage) continue;
    if (of_record ? anchor.record == record->type : !anchor.record) {
      (of_record ? record->facts.anchors : account_.anchors)[i] = now_;
    }
  }
  count_records();
}

void Life::count_records() {
  for (auto& counts : account_.records_in_stage) std::ranges::fill(counts, 0U);
  for (const Record& record : records_) ++account_.records_in_stage[record.type.index][record.facts.stage.index];
}

void Life::move(const Lifecycle& lifecycle, EventId event, Record* record, bool of_record) {
  const StageId stage = of_record ? record->facts.stage : account_.stage;
  for (const Transition& one : lifecycle.transitions) {
    if (!one.from.has(stage) || !one.on || one.on->event != event) continue;
    if (!holds(one.on->where, view(record)) || !holds(one.when, view(record))) continue;
    return enter(one.to, record, of_record);
  }
}

void Life::happen(EventId id) {
  const EventType& event = policy_.events[id.index];
  Record* record = event.record ? &record_for(*event.record) : nullptr;
  own_.assign(event.own.size(), unknown);
  for (const PayloadField& field : event.payload) {
    const Scalar value = value_for(policy_.field(field.target));
    if (value == unknown && field.target.scope != Scope::Event && !policy_.field(field.target).optional) continue;
    if (field.target.scope == Scope::Event) own_[field.target.field.index] = value;
    if (field.target.scope == Scope::Account) account_.fields[field.target.field.index] = value;
    if (field.target.scope == Scope::Record && record != nullptr)
      record->facts.fields[field.target.field.index] = value;
  }
  if (record != nullptr) move(policy_.records[record->type.index].lifecycle, id, record, true);
  move(policy_.lifecycle, id, record, false);
  for (std::size_t i = 0; i < policy_.anchors.size(); ++i) {
    const Anchor& anchor = policy_.anchors[i];
    if (anchor.kind != Anchor::Kind::Event || anchor.event.event != id) continue;
    if (!holds(anchor.event.where, view(record))) continue;
    if (!anchor.record) account_.anchors[i] = now_;
    if (record != nullptr && anchor.record == record->type) record->facts.anchors[i] = now_;
  }
}

void Life::step() {
  now_ = Instant{now_.ms + static_cast<std::int64_t>(below(70 * 24)) * 3'600'000};
  // An event that leads on is as likely as all others together, or few lives would get far.
  std::vector<EventId> leading;
  for (const Transition& one : policy_.lifecycle.transitions) {
    if (one.from.has(account_.stage) && one.on) leading.push_back(one.on->event);
  }
  if (!leading.empty() && below(3) == 0)
    return happen(leading[static_cast<std::size_t>(below(static_cast<int>(leading.size())))]);
  if (below(3) != 0) happen(EventId{static_cast<std::size_t>(below(static_cast<int>(policy_.events.size())))});
}

}  // namespace baton::test
