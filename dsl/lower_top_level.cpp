// What stands outside structures and applies in each: copied into every one, unless its own of the same name wins. And
// the names that can be bound only once a structure is complete: which escalation a breach raises.
#include <algorithm>

#include "dsl/lower_parts.hpp"

namespace baton::dsl {
namespace {

// Calls `visit` with each declaration of one kind of all files, the first of each name.
template <class Declaration, class Visit>
void for_each_distinct(Context& context, NameKind kind, std::vector<Declaration> ast::File::*declarations,
                       const Visit& visit) {
  NameTable<bool> names(kind);
  for (const ast::File& file : context.files) {
    for (const Declaration& declared : file.*declarations) {
      if (names.declare(declared.name, true, context.report)) visit(declared);
    }
  }
}

template <class Named>
bool has_name(const std::vector<Named>& all, const std::string& name) {
  return std::any_of(all.begin(), all.end(), [&](const Named& named) { return named.name == name; });
}

void copy_in(const Draft& top, Draft& draft) {
  Structure& structure = draft.structure;
  for (std::size_t i = 0; i < top.structure.handoffs.size(); ++i) {
    if (has_name(structure.handoffs, top.structure.handoffs[i].name)) continue;
    structure.handoffs.push_back(top.structure.handoffs[i]);
    draft.overdue_escalates.push_back(top.overdue_escalates[i]);
  }
  for (std::size_t i = 0; i < top.structure.slas.size(); ++i) {
    if (has_name(structure.slas, top.structure.slas[i].name)) continue;
    structure.slas.push_back(top.structure.slas[i]);
    draft.breach_escalates.push_back(top.breach_escalates[i]);
  }
  for (const Escalation& escalation : top.structure.escalations) {
    if (!has_name(structure.escalations, escalation.name)) structure.escalations.push_back(escalation);
  }
  const auto& moves = top.structure.moves_at_once;
  structure.moves_at_once.insert(structure.moves_at_once.end(), moves.begin(), moves.end());
  std::vector<Credit> credits;
  for (const Credit& credit : top.structure.credits) {
    const bool own = std::any_of(structure.credits.begin(), structure.credits.end(),
                                 [&](const Credit& other) { return other.on.event == credit.on.event; });
    if (!own) credits.push_back(credit);
  }
  structure.credits.insert(structure.credits.end(), credits.begin(), credits.end());
}

// The escalation that is raised: of this structure. What stands at the top level applies where it can (N3).
std::optional<EscalationId> bind_raised(Context& context, const Structure& structure, const ast::Name* name,
                                        bool top_level, const std::optional<RecordTypeId>& record) {
  if (!name) return std::nullopt;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < structure.escalations.size(); ++i) {
    const Escalation& escalation = structure.escalations[i];
    names.push_back(escalation.name);
    if (escalation.name != name->text) continue;
    context.raised[name] = true;
    context.escalations.at(to_string(escalation.at)).raised = true;
    if (!escalation.per || escalation.per == record) return EscalationId(i);
    const std::string& type = context.policy.records[escalation.per->index].name;
    context.report
        .error("B621", name->span,
               "the escalation " + quoted(name->text) + " is per " + type + ", but no particular " + type +
                   " is meant here")
        .help = "raise one that is not per " + type;
    return std::nullopt;
  }
  context.raised.try_emplace(name, false);
  if (!top_level) context.report.unknown(kinds::escalation, *name, names);
  return std::nullopt;
}

void bind_escalations(Context& context, Draft& draft) {
  Structure& structure = draft.structure;
  for (std::size_t i = 0; i < structure.handoffs.size(); ++i) {
    Handoff& handoff = structure.handoffs[i];
    handoff.overdue_escalates = bind_raised(context, structure, draft.overdue_escalates[i], handoff.top_level,
                                            record_of(context.policy, handoff.moves));
  }
  for (std::size_t i = 0; i < structure.slas.size(); ++i) {
    Sla& sla = structure.slas[i];
    sla.breach_escalates = bind_raised(context, structure, draft.breach_escalates[i], sla.top_level, sla.per);
  }
}

// At most one rule for an event: two that are asked at the same event must differ in what they ask.
void check_credits(Context& context, const Structure& structure) {
  for (std::size_t i = 0; i < structure.credits.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const Credit &first = structure.credits[j], &second = structure.credits[i];
      if (first.on.event != second.on.event || exclude_each_other(first.on.where, second.on.where)) continue;
      const Sources& sources = context.report.sources();
      Diagnostic& diagnostic = context.report.error("B622", sources.find(second.at).value(),
                                                    "two rules give the credit for " + quoted(second.name));
      diagnostic.also.push_back({sources.find(first.at).value(), "the other rule"});
      diagnostic.help = "tell them apart: `where FIELD is ...` with different values of one field";
    }
  }
}

}  // namespace

Draft lower_top_level(Context& context) {
  Draft top;
  for_each_distinct(context, kinds::escalation, &ast::File::escalations,
                    [&](const auto& declared) { lower_escalation(context, declared, nullptr, top); });
  for_each_distinct(context, kinds::handoff, &ast::File::handoffs,
                    [&](const auto& declared) { lower_handoff(context, declared, nullptr, top); });
  for_each_distinct(context, kinds::sla, &ast::File::slas,
                    [&](const auto& declared) { lower_sla(context, declared, nullptr, top); });
  for (const ast::File& file : context.files) {
    for (const auto& declared : file.moves_at_once) lower_moves_at_once(context, declared, nullptr, top);
    for (const auto& declared : file.credits) lower_credit(context, declared, nullptr, top);
  }
  return top;
}

void complete_draft(Context& context, Draft& draft, const Draft& top) {
  copy_in(top, draft);
  bind_escalations(context, draft);
  check_credits(context, draft.structure);
}

}  // namespace baton::dsl
