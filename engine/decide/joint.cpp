#include "engine/decide/joint.hpp"

#include <algorithm>
#include <optional>

#include "engine/decide/walk.hpp"

namespace baton {
namespace {

template <class Item>
std::optional<std::size_t> find(const std::vector<Item>& items, const std::string& name) {
  const auto found = std::ranges::find(items, name, &Item::name);
  if (found == items.end()) return std::nullopt;
  return static_cast<std::size_t>(found - items.begin());
}

std::string quoted(const std::string& name) {
  return '`' + name + '`';
}

// One scale, and values that mean the same.
bool alike(const Type& a, const Type& b) {
  return a.kind == b.kind && a.decimals == b.decimals && a.ordered == b.ordered;
}

// Where the earlier version's ids lie in the joint policy, and what is written in them rewritten.
class Joiner {
 public:
  Joiner(const Policy& before, const Policy& after) : before_(before), joint_{} { joint_.policy = after; }

  Joint run(const Org& org_before) {
    map_fields(before_.account_fields, policy().account_fields, account_fields_, "");
    account_stages_ = stages_of(before_.lifecycle, policy().lifecycle, "the account");
    map_records();
    map_texts();
    map_events();
    map_roles();
    map_leaves();
    for (const Anchor& anchor : before_.anchors) anchors_.push_back(map(anchor));
    for (std::size_t i = 0; i < before_.structures.size(); ++i) {
      joint_.old_structures.push_back(StructureId{policy().structures.size()});
      policy().structures.push_back(map(before_.structures[i]));
    }
    for (const StructureRow& row : org_before.structures) {
      joint_.old_rows.push_back({joint_.old_structures[row.use.index], map(row.where), row.otherwise, row.at});
    }
    joint_.old_coverage.resize(policy().roles.size());
    for (std::size_t i = 0; i < org_before.coverage.size(); ++i) {
      for (const CoverageRow& row : org_before.coverage[i]) {
        joint_.old_coverage[roles_[i].index].push_back({row.team, map(row.where), row.otherwise, row.at});
      }
    }
    return std::move(joint_);
  }

 private:
  using StageMap = std::vector<std::optional<StageId>>;

  Policy& policy() { return joint_.policy; }
  void say(std::string sentence) { joint_.vocabulary.push_back(std::move(sentence)); }

  // ---- vocabulary

  void map_fields(const std::vector<Field>& from, std::vector<Field>& to, std::vector<FieldId>& map,
                  const std::string& prefix) {
    const std::vector<Field> later = to;
    for (const Field& field : from) {
      const auto same = find(later, field.name);
      if (same && alike(field.type, later[*same].type)) {
        map.push_back(FieldId{*same});
        compare_labels(field, later[*same], prefix);
        continue;
      }
      say(quoted(prefix + field.name) + (same ? " is of another kind" : " is gone"));
      map.push_back(FieldId{to.size()});
      to.push_back(field);
      if (same) to.back().name += " (before)";
    }
    for (const Field& field : later) {
      if (!find(from, field.name)) say(quoted(prefix + field.name) + " is new");
    }
  }

  void compare_labels(const Field& from, const Field& to, const std::string& prefix) {
    const auto tell = [&](const Field& a, const Field& b, const char* what) {
      for (const std::string& label : a.type.labels) {
        if (std::ranges::find(b.type.labels, label) != b.type.labels.end()) continue;
        say("the label " + quoted(label) + " of " + quoted(prefix + from.name) + what);
      }
    };
    tell(from, to, " is gone");
    tell(to, from, " is new");
  }

  StageMap stages_of(const Lifecycle& from, const Lifecycle& to, const std::string& of) {
    StageMap map;
    for (const Stage& stage : from.stages) {
      const auto same = find(to.stages, stage.name);
      if (!same) say("the stage " + quoted(stage.name) + " of " + of + " is gone");
      map.push_back(same ? std::optional(StageId{*same}) : std::nullopt);
    }
    for (const Stage& stage : to.stages) {
      if (!find(from.stages, stage.name)) say("the stage " + quoted(stage.name) + " of " + of + " is new");
    }
    return map;
  }

  void map_records() {
    const std::size_t later = policy().records.size();
    for (const RecordType& record : before_.records) {
      const auto same = find(policy().records, record.name);
      records_.push_back(RecordTypeId{same.value_or(policy().records.size())});
      if (!same) {
        say("the record " + quoted(record.name) + " is gone");
        policy().records.push_back(record);  // its transitions are rewritten below
        policy().records.back().lifecycle.transitions.clear();
      }
      RecordType& there = policy().records[records_.back().index];
      record_fields_.emplace_back();
      map_fields(record.fields, there.fields, record_fields_.back(), record.name + ".");
      record_stages_.push_back(stages_of(record.lifecycle, there.lifecycle, "a " + record.name));
    }
    for (std::size_t i = 0; i < later; ++i) {
      if (!find(before_.records, policy().records[i].name)) {
        say("the record " + quoted(policy().records[i].name) + " is new");
      }
    }
  }

  void map_texts() {
    for (const std::string& text : before_.texts) {
      const auto same = std::ranges::find(policy().texts, text);
      texts_.push_back(same - policy().texts.begin());
      if (same == policy().texts.end()) policy().texts.push_back(text);
    }
  }

  void map_events() {
    const std::size_t later = policy().events.size();
    for (const EventType& event : before_.events) {
      const auto same = find(policy().events, event.name);
      events_.push_back(EventId{same.value_or(policy().events.size())});
      own_fields_.emplace_back();
      if (same) {
        map_fields(event.own, policy().events[*same].own, own_fields_.back(), event.name + ".");
        tell_what_it_told(event, policy().events[*same]);
        continue;
      }
      say("the event " + quoted(event.name) + " is gone");
      EventType kept = event;
      if (kept.record) kept.record = records_[kept.record->index];
      for (std::size_t i = 0; i < kept.own.size(); ++i) own_fields_.back().push_back(FieldId{i});
      policy().events.push_back(std::move(kept));
      for (PayloadField& payload : policy().events.back().payload) payload.target = map(payload.target);
    }
    for (std::size_t i = 0; i < later; ++i) {
      if (!find(before_.events, policy().events[i].name)) {
        say("the event " + quoted(policy().events[i].name) + " is new");
      }
    }
  }

  // An event may still tell what only the earlier version asks of it.
  void tell_what_it_told(const EventType& event, EventType& later) {
    for (PayloadField payload : event.payload) {
      payload.target = map(payload.target);
      if (payload.target.scope != Scope::Event || sets(later, payload.target)) continue;
      payload.optional = true;
      later.payload.push_back(std::move(payload));
    }
  }

  void map_roles() {
    for (const Role& role : before_.roles) {
      const auto same = find(policy().roles, role.name);
      roles_.push_back(RoleId{same.value_or(policy().roles.size())});
      if (!same) policy().roles.push_back(role);
    }
  }

  void map_leaves() {
    const std::size_t later = policy().leaves.size();
    for (const Leaf& leaf : before_.leaves) {
      const auto same = find(policy().leaves, leaf.name);
      const auto per = leaf.per ? std::optional(records_[leaf.per->index]) : std::nullopt;
      const bool kept = same && policy().leaves[*same].per == per && policy().leaves[*same].metric == leaf.metric;
      leaves_.push_back(LeafId{kept ? *same : policy().leaves.size()});
      const StageSet account = map(std::nullopt, leaf.account_stages);
      const StageSet record = leaf.per ? map(leaf.per, leaf.record_stages) : StageSet::all();
      if (kept) {
        const Leaf& there = policy().leaves[*same];
        if (there.account_stages != account || there.record_stages != record) {
          say(quoted(leaf.name) + " is there to own in other stages");
        }
        continue;
      }
      Leaf old = leaf;
      old.per = per;
      old.account_stages = account;
      old.record_stages = record;
      if (same) old.name += " (before)";
      joint_.only_before.push_back(leaves_.back());
      policy().leaves.push_back(std::move(old));
    }
    for (std::size_t i = 0; i < later; ++i) {
      if (std::ranges::find(leaves_, LeafId{i}) == leaves_.end()) joint_.only_after.push_back(LeafId{i});
    }
    joint_.old_leaves = policy().leaves;
    for (std::size_t i = 0; i < leaves_.size(); ++i) {
      Leaf& old = joint_.old_leaves[leaves_[i].index];
      old.account_stages = map(std::nullopt, before_.leaves[i].account_stages);
      if (old.per) old.record_stages = map(before_.leaves[i].per, before_.leaves[i].record_stages);
    }
  }

  // ---- what is written in ids

  FieldRef map(FieldRef ref) const {
    switch (ref.scope) {
      case Scope::Account:
        ref.field = account_fields_[ref.field.index];
        break;
      case Scope::Record:
        ref.field = record_fields_[ref.record.index][ref.field.index];
        ref.record = records_[ref.record.index];
        break;
      case Scope::Event:
        ref.field = own_fields_[ref.event.index][ref.field.index];
        ref.event = events_[ref.event.index];
        break;
    }
    return ref;
  }

  StageSet map(const std::optional<RecordTypeId>& of, const StageSet& stages) const {
    if (stages == StageSet::all()) return stages;
    const StageMap& map = of ? record_stages_[of->index] : account_stages_;
    StageSet result;
    for (std::size_t i = 0; i < map.size(); ++i) {
      if (stages.has(StageId{i}) && map[i]) result.add(*map[i]);
    }
    return result;
  }

  // nullopt: a label that is gone.
  std::optional<Scalar> value(const FieldRef& old, Scalar value) {
    const Type& type = before_.field(old).type;
    if (type.kind == TypeKind::Text) return texts_[static_cast<std::size_t>(value)];
    if (type.kind != TypeKind::Enum) return value;
    const std::vector<std::string>& labels = policy().field(map(old)).type.labels;
    const auto there = std::ranges::find(labels, type.labels[static_cast<std::size_t>(value)]);
    return there == labels.end() ? std::nullopt : std::optional<Scalar>(there - labels.begin());
  }

  static bool satisfies(Scalar value, Relation relation, Scalar bound) {
    switch (relation) {
      case Relation::Equal:
        return value == bound;
      case Relation::NotEqual:
        return value != bound;
      case Relation::Less:
        return value < bound;
      case Relation::LessEqual:
        return value <= bound;
      case Relation::Greater:
        return value > bound;
      case Relation::GreaterEqual:
        return value >= bound;
    }
    return false;
  }

  // A comparison of labels by the earlier version's order, as the set of labels that it means.
  Condition map_comparison(const Condition& from, Condition to) {
    const Type& type = before_.field(from.field).type;
    if (type.kind != TypeKind::Enum || type.labels == policy().field(to.field).type.labels) {
      to.value = *value(from.field, from.value);
      return to;
    }
    to.op = Condition::Op::In;
    for (std::size_t label = 0; label < type.labels.size(); ++label) {
      if (!satisfies(static_cast<Scalar>(label), from.relation, from.value)) continue;
      if (const auto kept = value(from.field, static_cast<Scalar>(label))) to.values.push_back(*kept);
    }
    if (to.values.empty()) to.op = Condition::Op::False;
    return to;
  }

  Condition map(const Condition& from) {
    Condition to = from;
    for (Condition& child : to.children) child = map(child);
    switch (from.op) {
      case Condition::Op::Compare:
        to.field = map(from.field);
        return map_comparison(from, std::move(to));
      case Condition::Op::In:
        to.field = map(from.field);
        to.values.clear();
        for (const Scalar each : from.values) {
          if (const auto kept = value(from.field, each)) to.values.push_back(*kept);
        }
        if (to.values.empty()) to.op = Condition::Op::False;
        return to;
      case Condition::Op::CompareFields:
        to.other = map(from.other);
        [[fallthrough]];
      case Condition::Op::Known:
        to.field = map(from.field);
        return to;
      case Condition::Op::AnyRecordIs:
        to.record = records_[from.record.index];
        to.stages = map(from.record, from.stages);
        return to;
      default:
        return to;
    }
  }

  EventTrigger map(const EventTrigger& from) { return {events_[from.event.index], map(from.where)}; }
  std::vector<EventTrigger> map(const std::vector<EventTrigger>& from) {
    std::vector<EventTrigger> to;
    for (const EventTrigger& trigger : from) to.push_back(map(trigger));
    return to;
  }

  // A stage that is gone is never entered: an anchor of its own that nothing moves.
  AnchorId map(const Anchor& from) {
    Anchor to = from;
    if (from.record) to.record = records_[from.record->index];
    if (from.kind == Anchor::Kind::Event) {
      to.event = map(from.event);
    } else {
      const StageMap& stages = from.record ? record_stages_[from.record->index] : account_stages_;
      to.stage = stages[from.stage.index].value_or(StageId{max_stages - 1});
    }
    const auto same = std::ranges::find_if(policy().anchors, [&](const Anchor& anchor) {
      return anchor.kind == to.kind && anchor.record == to.record && anchor.text == to.text &&
             (to.kind == Anchor::Kind::Event
                  ? anchor.event.event == to.event.event && anchor.event.where == to.event.where
                  : anchor.stage == to.stage);
    });
    if (same != policy().anchors.end()) return AnchorId{static_cast<std::size_t>(same - policy().anchors.begin())};
    policy().anchors.push_back(std::move(to));
    return AnchorId{policy().anchors.size() - 1};
  }

  DateTrigger map(DateTrigger trigger) {
    if (trigger.kind == DateTrigger::Kind::Before) {
      trigger.date = map(trigger.date);
    } else {
      trigger.anchor = anchors_[trigger.anchor.index];
    }
    return trigger;
  }
  void map_all(std::vector<DateTrigger>& triggers) {
    for (DateTrigger& trigger : triggers) trigger = map(trigger);
  }

  void map_all(std::vector<Window>& windows) {
    for (Window& window : windows) {
      const bool of_date = window.kind == Window::Kind::UntilBefore || window.kind == Window::Kind::FromBefore;
      if (of_date) {
        window.date = map(window.date);
      } else {
        window.anchor = anchors_[window.anchor.index];
      }
    }
  }
  void map_all(std::vector<LeafId>& leaves) {
    for (LeafId& leaf : leaves) leaf = leaves_[leaf.index];
  }
  void map_all(std::vector<RoleId>& roles) {
    for (RoleId& role : roles) role = roles_[role.index];
  }

  Statement map(Statement statement) {
    const std::optional<RecordTypeId> per = before_.leaves[statement.leaves.front().index].per;
    if (statement.role) statement.role = roles_[statement.role->index];
    map_all(statement.leaves);
    statement.account_stages = map(std::nullopt, statement.account_stages);
    if (per) statement.record_stages = map(per, statement.record_stages);
    map_all(statement.windows);
    statement.condition = map(statement.condition);
    return statement;
  }

  Handoff map(Handoff handoff) {
    const auto of = handoff.moves.empty() ? std::nullopt : before_.leaves[handoff.moves.front().index].per;
    map_all(handoff.moves);
    handoff.from = roles_[handoff.from.index];
    handoff.to = roles_[handoff.to.index];
    for (ChecklistItem& item : handoff.checklist) {
      if (item.by) item.by = roles_[item.by->index];
      if (item.done_on) item.done_on = map(*item.done_on);
      item.applies = map(item.applies);
    }
    for (Stay& stay : handoff.stays) {
      stay.role = roles_[stay.role.index];
      map_all(stay.windows);
      stay.account_stages = map(std::nullopt, stay.account_stages);
      if (of) stay.record_stages = map(of, stay.record_stages);
      stay.condition = map(stay.condition);
    }
    handoff.accepted_on = map(handoff.accepted_on);
    handoff.cancelled_on = map(handoff.cancelled_on);
    return handoff;
  }

  Target map(Target target) {
    if (target.kind == Target::Kind::OwnerOf) target.leaf = leaves_[target.leaf.index];
    if (target.kind == Target::Kind::Role) target.role = roles_[target.role.index];
    return target;
  }

  Escalation map(Escalation escalation) {
    const auto per = escalation.per;
    if (per) escalation.per = records_[per->index];
    escalation.on = map(escalation.on);
    map_all(escalation.at_dates);
    escalation.when = map(escalation.when);
    for (Tier& tier : escalation.tiers) {
      for (Target& target : tier.targets) target = map(target);
    }
    map_all(escalation.notify);
    escalation.paused_account_stages = map(std::nullopt, escalation.paused_account_stages);
    if (per) escalation.paused_record_stages = map(per, escalation.paused_record_stages);
    escalation.acknowledged_on = map(escalation.acknowledged_on);
    escalation.closed_on = map(escalation.closed_on);
    return escalation;
  }

  Sla map(Sla sla) {
    const auto per = sla.per;
    if (per) sla.per = records_[per->index];
    sla.on = map(sla.on);
    map_all(sla.at_dates);
    sla.every_account_stages = map(std::nullopt, sla.every_account_stages);
    if (per) sla.every_record_stages = map(per, sla.every_record_stages);
    sla.when = map(sla.when);
    sla.owner = map(sla.owner);
    sla.owes = map(sla.owes);
    sla.paused_account_stages = map(std::nullopt, sla.paused_account_stages);
    if (per) sla.paused_record_stages = map(per, sla.paused_record_stages);
    sla.cancelled_on = map(sla.cancelled_on);
    return sla;
  }

  Structure map(const Structure& from) {
    Structure to = from;
    for (Statement& statement : to.statements) statement = map(std::move(statement));
    for (Handoff& handoff : to.handoffs) handoff = map(std::move(handoff));
    for (MoveAtOnce& moves : to.moves_at_once) {
      map_all(moves.moves);
      map_all(moves.from);
      map_all(moves.to);
    }
    for (Escalation& escalation : to.escalations) escalation = map(std::move(escalation));
    for (Sla& sla : to.slas) sla = map(std::move(sla));
    for (Credit& credit : to.credits) {
      credit.on = map(credit.on);
      for (Credit::Share& share : credit.shares) share.role = roles_[share.role.index];
    }
    return to;
  }

  const Policy& before_;
  Joint joint_;
  std::vector<FieldId> account_fields_;
  std::vector<std::vector<FieldId>> record_fields_, own_fields_;
  StageMap account_stages_;
  std::vector<StageMap> record_stages_;
  std::vector<RecordTypeId> records_;
  std::vector<Scalar> texts_;
  std::vector<EventId> events_;
  std::vector<RoleId> roles_;
  std::vector<LeafId> leaves_;
  std::vector<AnchorId> anchors_;
};

}  // namespace

Joint join(const Policy& before, const Org& org_before, const Policy& after) {
  return Joiner(before, after).run(org_before);
}

}  // namespace baton
