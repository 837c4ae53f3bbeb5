// Responsibilities and metrics: leaves, groups of leaves, and the stages in which they are active.
#include <algorithm>

#include "dsl/lower_parts.hpp"

namespace baton::dsl {
namespace {

// What all items of one declaration share.
struct Common {
  bool metric = false;
  std::optional<RecordTypeId> per;
  StageSets stages;
  bool broken = false;
};

std::optional<LeafId> add_leaf(Context& context, const ast::Name& name, const SourceSpan& where, const Common& common) {
  const LeafId id(context.policy.leaves.size());
  if (!context.names.responsibilities.declare(name, {id}, context.report)) return std::nullopt;
  context.policy.leaves.push_back(
      {name.text, common.metric, common.per, common.stages.account, common.stages.record, context.origin(where)});
  if (common.broken) context.broken_leaves.insert(id);
  return id;
}

void add_item(Context& context, const ast::ResponsibilityDecl::Item& item, const Common& common) {
  if (item.parts.empty()) {
    add_leaf(context, item.name, item.name.span, common);
    return;
  }
  std::vector<LeafId> parts;
  for (const ast::Name& part : item.parts) {
    const auto leaf = add_leaf(context, {item.name.text + '.' + part.text, part.span}, part.span, common);
    if (leaf) parts.push_back(*leaf);
  }
  context.names.responsibilities.declare(item.name, std::move(parts), context.report);
}

}  // namespace

void lower_responsibilities(Context& context) {
  for (const ast::File& file : context.files) {
    for (const ast::ResponsibilityDecl& declared : file.responsibilities) {
      Common common{declared.metric, use_per(context, declared.per), {}, false};
      common.broken = declared.per && (!common.per || lifecycle_of(context, common.per).stages.empty());
      if (!common.broken) common.stages = lower_stages(context, declared.during, common.per);
      for (const ast::ResponsibilityDecl::Item& item : declared.items) add_item(context, item, common);
    }
  }
}

std::vector<LeafId> use_leaves(Context& context, const std::vector<ast::Name>& names) {
  std::vector<LeafId> leaves;
  for (const ast::Name& name : names) {
    const std::vector<LeafId>* named = context.names.responsibilities.use(name, context.report);
    if (!named) continue;
    for (const LeafId leaf : *named) {
      const bool repeated = std::find(leaves.begin(), leaves.end(), leaf) != leaves.end();
      if (!repeated && !context.broken_leaves.contains(leaf)) leaves.push_back(leaf);
    }
  }
  return leaves;
}

}  // namespace baton::dsl
