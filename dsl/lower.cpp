// Syntax trees to the Policy, pass by pass. Order of declarations and of files does not matter: each pass completes
// what the next one names.
#include "dsl/lower.hpp"

#include "dsl/lower_parts.hpp"

namespace baton::dsl {
namespace {

void lower_lets(Context& context) {
  for (std::size_t i = 0; i < context.lets.size(); ++i) {
    const Condition condition = lower_let(context, i);
    context.policy.lets.push_back({context.lets[i].declared->name.text, condition});
  }
}

void report_escalations_nowhere(Context& context) {
  for (const auto& [name, found] : context.raised) {
    if (!found) context.report.unknown(kinds::escalation, *name, {}).help = "no structure has one of this name";
  }
}

// A record that nothing asks the stage of needs no lifecycle; it has one stage then.
void complete_lifecycles(Policy& policy) {
  if (policy.lifecycle.stages.empty()) policy.lifecycle.stages.push_back({"known", {}});
  for (RecordType& record : policy.records) {
    if (record.lifecycle.stages.empty()) record.lifecycle.stages.push_back({"known", record.at});
  }
}

}  // namespace

void declare_from_policy(Context& context, std::vector<ast::LetDecl>& lets) {
  for (std::size_t i = 0; i < context.policy.records.size(); ++i) {
    context.names.records.declare({context.policy.records[i].name, {}}, RecordTypeId(i), context.report);
  }
  lets.reserve(context.policy.lets.size());
  for (const NamedCondition& let : context.policy.lets) {
    lets.push_back({{let.name, {}}, {}, {}});
    context.names.lets.declare(lets.back().name, context.lets.size(), context.report);
    context.lets.push_back({&lets.back(), false, let.condition});
  }
}

Policy lower(const std::vector<ast::File>& files, const Sources& sources, const LowerOptions& options,
             Emitter& emitter) {
  Policy policy;
  policy.money_places = options.money_places;
  Context context{files, options, Reporter(sources, emitter), policy};
  for (const ast::File& file : files) context.report.do_not_judge(file.unread);
  declare_vocabulary(context);
  lower_lifecycles(context);
  lower_responsibilities(context);
  lower_lets(context);
  lower_structures(context);
  add_beginnings(context);
  report_escalations_nowhere(context);
  complete_lifecycles(policy);
  if (!emitter.has_errors()) warn_unused(context);  // after an error a name may only seem unused
  return policy;
}

Condition lower_condition(const ast::Expr& expr, Policy& policy, const Sources& sources, const LowerOptions& options,
                          Emitter& emitter) {
  const std::vector<ast::File> no_files;
  std::vector<ast::LetDecl> lets;
  Context context{no_files, options, Reporter(sources, emitter), policy};
  context.report.do_not_judge(options.unread);
  declare_from_policy(context, lets);
  return lower_expr(context, expr, {});
}

}  // namespace baton::dsl
