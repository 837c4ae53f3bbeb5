// Escalations, SLAs and credits.
#include <algorithm>

#include "dsl/lower_parts.hpp"

namespace baton::dsl {
namespace {

// Pauses hold in any of their stages, unlike `during`, which leaves the other lifecycle free.
StageSets lower_pauses(Context& context, const std::vector<ast::PauseDecl>& pauses,
                       const std::optional<RecordTypeId>& record) {
  StageSets sets{{}, {}};
  for (const ast::PauseDecl& pause : pauses) {
    for (const ast::StageRef& ref : pause.stages) {
      const bool is_record = record && !ref.of_account;
      const auto stage = use_stage(context, ref.stage, is_record ? record : std::nullopt);
      if (stage) (is_record ? sets.record : sets.account).add(*stage);
    }
  }
  return sets;
}

std::optional<LeafId> lower_owner_of(Context& context, const ast::Name& name, const TextScope& scope) {
  const std::vector<LeafId>* leaves = context.names.responsibilities.use(name, context.report);
  if (!leaves || leaves->empty()) return std::nullopt;
  if (leaves->size() > 1) {
    std::vector<std::string> parts;
    for (const LeafId leaf : *leaves) parts.push_back(context.policy.leaves[leaf.index].name);
    context.report.error("B217", name.span, quoted(name.text) + " has several parts, which may have several owners")
        .help = "name one of them: " + quoted_list(parts);
    return std::nullopt;
  }
  const LeafId leaf = leaves->front();
  const auto& per = context.policy.leaves[leaf.index].per;
  if (per && per != scope.record && !context.broken_leaves.contains(leaf)) {
    const std::string& record = context.policy.records[per->index].name;
    context.report
        .error("B204", name.span,
               "no particular " + record + " is meant here, so " + quoted(name.text) + " has no one owner")
        .help = "say `per " + record + "` after the name, or name what is owned for the account";
    return std::nullopt;
  }
  return leaf;
}

void lower_tier(Context& context, const ast::TierDecl& declared, const TextScope& scope, Escalation& escalation) {
  Tier tier;
  tier.lasts = lower_length(context, declared.lasts, scope.bindings);
  tier.at = context.origin(declared.span);
  for (const ast::TargetDecl& target : declared.targets) {
    if (auto lowered = lower_target(context, target, scope)) tier.targets.push_back(std::move(*lowered));
  }
  escalation.tiers.push_back(std::move(tier));
}

void lower_every(Context& context, const ast::SlaDecl& declared, const TextScope& scope, Sla& sla) {
  if (!declared.every) return;
  sla.every = lower_length(context, *declared.every, scope.bindings);
  if (sla.every && sla.every->business) {
    const SourceSpan where = span_of(*declared.every);
    context.report
        .error("B521", where, quoted(context.report.slice(where)) + " is working time, but periods go by the calendar")
        .help = "count in days, weeks, months, quarters or years";
  }
  const StageSets stages = lower_stages(context, declared.every_during, scope.record);
  sla.every_account_stages = stages.account;
  sla.every_record_stages = stages.record;
}

}  // namespace

std::optional<Target> lower_target(Context& context, const ast::TargetDecl& declared, const TextScope& scope) {
  using Kind = ast::TargetDecl::Kind;
  Target target;
  target.managers = declared.managers;
  target.at = context.origin(declared.span);
  switch (declared.kind) {
    case Kind::OwnerOf: {
      const auto leaf = lower_owner_of(context, declared.name, scope);
      if (!leaf) return std::nullopt;
      target.kind = Target::Kind::OwnerOf;
      target.leaf = *leaf;
      return target;
    }
    case Kind::Role: {
      const auto role = use_role(context, declared.name, scope.bindings);
      if (!role) return std::nullopt;
      target.kind = Target::Kind::Role;
      target.role = *role;
      return target;
    }
    case Kind::Position:
      target.kind = Target::Kind::Position;
      break;
    case Kind::Person:
      target.kind = Target::Kind::Person;
      break;
    case Kind::Team:
      target.kind = Target::Kind::Team;
      break;
  }
  target.name = declared.name.text;
  return target;
}

void lower_escalation(Context& context, const ast::EscalationDecl& declared, const Bindings* bindings, Draft& draft) {
  Escalation escalation;
  escalation.name = declared.name.text;
  escalation.title = declared.title.value_or(ast::Text{}).text;
  escalation.per = use_per(context, declared.per);
  escalation.top_level = bindings == nullptr;
  escalation.at = context.origin(declared.span);
  if (declared.per && !escalation.per) return;
  context.escalations.try_emplace(to_string(escalation.at),
                                  Context::EscalationUse{declared.name, !declared.on.empty()});
  const TextScope scope{bindings, escalation.per, std::nullopt};
  Beginning beginning = lower_beginning(context, declared.on, declared.qualifiers, scope);
  escalation.on = std::move(beginning.on);
  escalation.at_dates = std::move(beginning.at_dates);
  escalation.when = std::move(beginning.when);
  for (const ast::TierDecl& tier : declared.tiers) lower_tier(context, tier, scope, escalation);
  for (const ast::Name& name : declared.notify) {
    const auto role = use_role(context, name, bindings);
    auto& notify = escalation.notify;
    if (role && std::find(notify.begin(), notify.end(), *role) == notify.end()) notify.push_back(*role);
  }
  const StageSets paused = lower_pauses(context, declared.pauses, escalation.per);
  escalation.paused_account_stages = paused.account;
  escalation.paused_record_stages = paused.record;
  escalation.acknowledged_on = lower_triggers(context, declared.acknowledged_on, bindings);
  escalation.closed_on = lower_triggers(context, declared.closed_on, bindings);
  draft.structure.escalations.push_back(std::move(escalation));
}

void lower_sla(Context& context, const ast::SlaDecl& declared, const Bindings* bindings, Draft& draft) {
  Sla sla;
  sla.name = declared.name.text;
  sla.title = declared.title.value_or(ast::Text{}).text;
  sla.per = use_per(context, declared.per);
  sla.top_level = bindings == nullptr;
  sla.at = context.origin(declared.span);
  if (declared.per && !sla.per) return;
  const TextScope scope{bindings, sla.per, std::nullopt};
  Beginning beginning = lower_beginning(context, declared.on, declared.qualifiers, scope);
  sla.on = std::move(beginning.on);
  sla.at_dates = std::move(beginning.at_dates);
  sla.when = std::move(beginning.when);
  lower_every(context, declared, scope, sla);
  const auto owner = declared.owner ? lower_target(context, *declared.owner, scope) : std::nullopt;
  sla.owes = lower_triggers(context, declared.owes, bindings);
  const auto within = lower_length(context, declared.within, bindings);
  sla.warns_before = lower_length(context, declared.warns_before, bindings);
  const StageSets paused = lower_pauses(context, declared.pauses, sla.per);
  sla.paused_account_stages = paused.account;
  sla.paused_record_stages = paused.record;
  sla.cancelled_on = lower_triggers(context, declared.cancelled_on, bindings);
  if (!owner || !within) return;
  sla.owner = *owner;
  sla.within = *within;
  draft.structure.slas.push_back(std::move(sla));
  draft.breach_escalates.push_back(declared.breach_escalates ? &*declared.breach_escalates : nullptr);
}

}  // namespace baton::dsl
