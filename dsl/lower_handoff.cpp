// Handoffs and moves at once: which moves they cover, and what a handoff asks for.
#include <algorithm>

#include "dsl/lower_parts.hpp"

namespace baton::dsl {
namespace {

void lower_item(Context& context, const ast::ItemDecl& declared, const TextScope& scope,
                std::vector<ChecklistItem>& checklist) {
  ChecklistItem item;
  item.name = declared.name.text;
  item.title = declared.title.value_or(ast::Text{}).text;
  if (declared.by) item.by = use_role(context, *declared.by, scope.bindings);
  item.within = lower_length(context, declared.within, scope.bindings);
  if (declared.done_on) item.done_on = lower_trigger(context, *declared.done_on, scope.bindings);
  item.applies = lower_conditions(context, declared.qualifiers, scope);
  item.at = context.origin(declared.span);
  checklist.push_back(std::move(item));
}

// A checklist in place, or by the name of one at the top level, whose roles and words no instance renames (N3).
void lower_checklists(Context& context, const ast::HandoffDecl& declared, const TextScope& scope,
                      std::vector<ChecklistItem>& checklist) {
  NameTable<bool> items(kinds::item);
  for (const ast::ChecklistDecl& written : declared.checklists) {
    const ast::ChecklistDecl* list = &written;
    TextScope list_scope = scope;
    if (written.name && written.items.empty()) {
      const auto* named = context.names.checklists.use(*written.name, context.report);
      if (!named) continue;
      list = *named;
      list_scope.bindings = nullptr;
    }
    for (const ast::ItemDecl& item : list->items) {
      if (items.declare(item.name, true, context.report)) lower_item(context, item, list_scope, checklist);
    }
  }
}

std::optional<Stay> lower_stay(Context& context, const ast::StayDecl& declared, const TextScope& scope) {
  const auto role = use_role(context, declared.role, scope.bindings);
  if (!role) return std::nullopt;
  Stay stay;
  stay.role = *role;
  for (const ast::Qualifier& qualifier : declared.qualifiers) {
    if (qualifier.kind == ast::Qualifier::Kind::During) {
      const StageSets stages = lower_stages(context, qualifier.stages, scope.record);
      stay.account_stages = stay.account_stages & stages.account;
      stay.record_stages = stay.record_stages & stages.record;
    } else if (auto window = lower_window(context, qualifier, scope)) {
      stay.windows.push_back(*window);
    }
  }
  stay.condition = lower_conditions(context, declared.qualifiers, scope);
  return stay;
}

}  // namespace

std::vector<LeafId> moved_leaves(Context& context, bool everything, const std::vector<ast::Name>& names) {
  if (!everything) return use_leaves(context, names);
  std::vector<LeafId> leaves;
  for (std::size_t i = 0; i < context.policy.leaves.size(); ++i) {
    if (!context.broken_leaves.contains(LeafId(i))) leaves.push_back(LeafId(i));
  }
  return leaves;
}

std::optional<RecordTypeId> record_of(const Policy& policy, const std::vector<LeafId>& leaves) {
  if (leaves.empty()) return std::nullopt;
  const auto record = policy.leaves[leaves.front().index].per;
  const bool all =
      std::all_of(leaves.begin(), leaves.end(), [&](LeafId leaf) { return policy.leaves[leaf.index].per == record; });
  return all ? record : std::nullopt;
}

void lower_handoff(Context& context, const ast::HandoffDecl& declared, const Bindings* bindings, Draft& draft) {
  const auto from = use_role(context, declared.from, bindings);
  const auto to = use_role(context, declared.to, bindings);
  Handoff handoff;
  handoff.name = declared.name.text;
  handoff.title = declared.title.value_or(ast::Text{}).text;
  handoff.everything = declared.everything;
  handoff.top_level = bindings == nullptr;
  handoff.moves = moved_leaves(context, declared.everything, declared.moves);
  handoff.at = context.origin(declared.span);
  handoff.start_within = lower_length(context, declared.start_within, bindings);
  handoff.finish_within = lower_length(context, declared.finish_within, bindings);
  handoff.cutover_after = lower_length(context, declared.cutover_after, bindings);
  const TextScope scope{bindings, record_of(context.policy, handoff.moves), std::nullopt};
  lower_checklists(context, declared, scope, handoff.checklist);
  for (const ast::StayDecl& stay : declared.stays) {
    if (auto lowered = lower_stay(context, stay, scope)) handoff.stays.push_back(std::move(*lowered));
  }
  handoff.accepted_on = lower_triggers(context, declared.accepted_on, bindings);
  handoff.cancelled_on = lower_triggers(context, declared.cancelled_on, bindings);
  // One role renamed to the other by an instance leaves nothing to hand over.
  if (!from || !to || *from == *to) return;
  handoff.from = *from;
  handoff.to = *to;
  draft.structure.handoffs.push_back(std::move(handoff));
  draft.overdue_escalates.push_back(declared.overdue_escalates ? &*declared.overdue_escalates : nullptr);
}

namespace {

std::vector<RoleId> use_roles(Context& context, const std::vector<ast::Name>& names, const Bindings* bindings) {
  std::vector<RoleId> roles;
  for (const ast::Name& name : names) {
    const auto role = use_role(context, name, bindings);
    if (role && std::find(roles.begin(), roles.end(), *role) == roles.end()) roles.push_back(*role);
  }
  return roles;
}

}  // namespace

void lower_moves_at_once(Context& context, const ast::MovesAtOnceDecl& declared, const Bindings* bindings,
                         Draft& draft) {
  MoveAtOnce move;
  move.moves = moved_leaves(context, declared.everything, declared.moves);
  move.from = use_roles(context, declared.from, bindings);
  move.to = declared.between ? move.from : use_roles(context, declared.to, bindings);
  move.everything = declared.everything;
  move.top_level = bindings == nullptr;
  move.because = declared.because ? declared.because->text : "";
  move.at = context.origin(declared.span);
  // Roles that an instance merged have nothing to move between them.
  const bool nothing_moves = move.from.empty() || move.to.empty() || (move.from.size() == 1 && move.from == move.to);
  if (!nothing_moves) draft.structure.moves_at_once.push_back(std::move(move));
}

}  // namespace baton::dsl
