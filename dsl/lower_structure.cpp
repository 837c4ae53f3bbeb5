// Structures made complete: parameters set, roles renamed, `extends` applied, the top level's handoffs, escalations,
// SLAs and credits copied in.
//
// An instance, and what a child inherits, is the same text lowered once more under other bindings. So every statement
// keeps the place where it was written, and a value is checked where it is used.
#include <algorithm>

#include "dsl/lower_parts.hpp"

namespace baton::dsl {
namespace {

using Values = std::map<std::string, const ast::Expr*>;
using Roles = std::map<RoleId, RoleId>;

// What a structure's declaration rests on, if it names it and it is there.
const ast::Name* base_name(const ast::StructureDecl& declared) {
  if (declared.instance_of) return &*declared.instance_of;
  return declared.extends ? &*declared.extends : nullptr;
}

class StructureLowerer {
 public:
  explicit StructureLowerer(Context& context) : context_(context) {}
  void lower_all();

 private:
  // Bases first, so that what is wrong with a base is said of the base.
  void lower_in_order(const ast::StructureDecl& declared);
  bool rests_on_itself(const ast::StructureDecl& declared) const;
  bool rests_on_too_many(const ast::StructureDecl& declared);
  void report_circle(const ast::StructureDecl& declared);
  const ast::StructureDecl* base_of(const ast::StructureDecl& declared) const;

  Draft assemble(const ast::StructureDecl& declared, Values values, const Roles& roles);
  Draft assemble_instance(const ast::StructureDecl& declared, Values values, const Roles& roles);
  Draft lower_own(const ast::StructureDecl& declared, const Bindings& bindings);
  std::map<std::string, Bindings::Value> parameters_of(const ast::StructureDecl& declared) const;
  void set_inherited_parameters(const ast::StructureDecl& declared);

  void check_names(const ast::StructureDecl& declared);
  void check_arguments(const ast::StructureDecl& declared);
  void check_value(const ast::Argument& argument, const ast::StructureDecl& base);
  void check_role(const ast::Argument& argument, const ast::StructureDecl& base);

  Context& context_;
  std::map<const ast::StructureDecl*, Structure> done_;
  std::map<const ast::StructureDecl*, std::set<RoleId>> roles_named_;
  std::set<const ast::StructureDecl*> broken_;
  std::set<const ast::Argument*> unfit_;  // of another kind than the parameter: an error was given
  Draft top_;
};

template <class Declarations>
void check_distinct(NameKind kind, const Declarations& declarations, Reporter& report) {
  NameTable<bool> names(kind);
  for (const auto& declared : declarations) names.declare(declared.name, true, report);
}

// ---- bases

const ast::StructureDecl* StructureLowerer::base_of(const ast::StructureDecl& declared) const {
  const ast::Name* name = base_name(declared);
  const auto* found = name ? context_.names.structures.find(name->text) : nullptr;
  return found ? *found : nullptr;
}

bool StructureLowerer::rests_on_itself(const ast::StructureDecl& declared) const {
  std::set<const ast::StructureDecl*> seen;
  for (const ast::StructureDecl* base = base_of(declared); base && seen.insert(base).second; base = base_of(*base)) {
    if (base == &declared) return true;
  }
  return false;
}

// Said once for a row of structures: of the first that is too far up.
bool StructureLowerer::rests_on_too_many(const ast::StructureDecl& declared) {
  constexpr std::size_t max_bases = 100;
  std::size_t bases = 0;
  for (const ast::StructureDecl* base = base_of(declared); base && bases <= max_bases + 1; base = base_of(*base))
    ++bases;
  if (bases <= max_bases) return false;
  if (bases == max_bases + 1) {
    context_.report
        .error("B113", base_name(declared)->span,
               "the structure " + quoted(declared.name.text) + " rests on more than " + std::to_string(max_bases) +
                   " others")
        .help = "extend a structure that stands on its own, or write out what it says";
  }
  return true;
}

// Once for all structures of the circle.
void StructureLowerer::report_circle(const ast::StructureDecl& declared) {
  if (broken_.contains(&declared)) return;
  for (const ast::StructureDecl* one = &declared; broken_.insert(one).second;) one = base_of(*one);
  const ast::Name& base = *base_name(declared);
  context_.report.error("B212", base.span, "the structure " + quoted(declared.name.text) + " rests on itself").help =
      "name a structure that does not rest on this one";
}

// ---- parameters and arguments

std::map<std::string, Bindings::Value> StructureLowerer::parameters_of(const ast::StructureDecl& declared) const {
  std::map<std::string, Bindings::Value> parameters;
  if (const ast::StructureDecl* base = base_of(declared)) parameters = parameters_of(*base);
  for (const ast::Argument& argument : declared.arguments) {
    const auto entry = parameters.find(argument.name.text);
    if (argument.value && entry != parameters.end() && !unfit_.contains(&argument))
      entry->second.value = &*argument.value;
  }
  for (const ast::Parameter& parameter : declared.parameters) {
    parameters[parameter.name.text] = {&parameter, &parameter.initial};
  }
  return parameters;
}

// Two values of one kind; durations of one unit family too (N3).
bool same_family(const ast::Expr& a, const ast::Expr& b) {
  if (a.kind != b.kind || a.percent != b.percent) return false;
  if (a.kind != ast::Expr::Kind::Duration) return true;
  return family_of(a.duration.unit) == family_of(b.duration.unit) && a.duration.business == b.duration.business;
}

void StructureLowerer::check_value(const ast::Argument& argument, const ast::StructureDecl& base) {
  const auto parameters = parameters_of(base);
  const auto entry = parameters.find(argument.name.text);
  if (entry == parameters.end()) {
    std::vector<std::string> names;
    for (const auto& [name, value] : parameters) names.push_back(name);
    Diagnostic& diagnostic = context_.report.error(
        "B214", argument.name.span, quoted(base.name.text) + " has no parameter " + quoted(argument.name.text));
    diagnostic.help = suggest(kinds::parameter, argument.name.text, names);
    return;
  }
  const ast::Expr& initial = entry->second.declared->initial;
  if (same_family(*argument.value, initial)) return;
  unfit_.insert(&argument);
  const std::string given(context_.report.slice(argument.value->span));
  const std::string declared(context_.report.slice(initial.span));
  Diagnostic& diagnostic = context_.report.error(
      "B310", argument.value->span,
      quoted(argument.name.text) + " is declared as " + quoted(declared) + ", so it cannot be " + quoted(given));
  diagnostic.also.push_back({entry->second.declared->name.span, "declared here"});
  using Kind = ast::Expr::Kind;
  const std::string unit = declared.substr(std::min(declared.find(' '), declared.size()));
  if (initial.kind == Kind::Duration && argument.value->kind == Kind::Duration) {
    diagnostic.help = "hours, days and months are counted differently: keep to the kind of unit of " + quoted(declared);
  } else if (initial.kind == Kind::Duration && argument.value->kind == Kind::Number && !argument.value->percent) {
    diagnostic.help = "write a unit behind the number: " + quoted(given + unit);
  } else {
    diagnostic.help = "give " + describe(initial);
  }
}

void StructureLowerer::check_role(const ast::Argument& argument, const ast::StructureDecl& base) {
  const auto from = use_role(context_, argument.name, nullptr);
  use_role(context_, *argument.role, nullptr);
  if (!from || roles_named_[&base].contains(*from)) return;
  std::vector<std::string> names;
  for (const RoleId role : roles_named_[&base]) names.push_back(context_.policy.roles[role.index].name);
  context_.report
      .error("B214", argument.name.span,
             quoted(base.name.text) + " does not name the role " + quoted(argument.name.text))
      .help = suggest(kinds::role, argument.name.text, names);
}

void StructureLowerer::check_arguments(const ast::StructureDecl& declared) {
  const ast::StructureDecl* base = base_of(declared);
  if (!base || !declared.instance_of) return;
  NameTable<bool> set(kinds::parameter);
  for (const ast::Argument& argument : declared.arguments) {
    if (!set.declare(argument.name, true, context_.report)) continue;
    if (argument.value) check_value(argument, *base);
    if (argument.role) check_role(argument, *base);
  }
}

// A child's parameter that an ancestor has too gives it another value there, and so is used.
void StructureLowerer::set_inherited_parameters(const ast::StructureDecl& declared) {
  const ast::StructureDecl* base = base_of(declared);
  if (!base) return;
  const auto inherited = parameters_of(*base);
  for (const ast::Parameter& parameter : declared.parameters) {
    if (inherited.contains(parameter.name.text)) context_.used_parameters.insert(&parameter);
  }
}

// ---- inheritance

template <class Named>
void replace_by_name(std::vector<Named>& into, std::vector<const ast::Name*>* into_raises, std::vector<Named>&& from,
                     const std::vector<const ast::Name*>* from_raises) {
  for (std::size_t i = 0; i < from.size(); ++i) {
    const auto old =
        std::find_if(into.begin(), into.end(), [&](const Named& named) { return named.name == from[i].name; });
    const auto at = static_cast<std::size_t>(old - into.begin());
    if (old == into.end()) {
      into.push_back(std::move(from[i]));
      if (into_raises) into_raises->push_back((*from_raises)[i]);
    } else {
      *old = std::move(from[i]);
      if (into_raises) (*into_raises)[at] = (*from_raises)[i];
    }
  }
}

std::set<LeafId> leaves_named(const std::vector<Statement>& statements) {
  std::set<LeafId> leaves;
  for (const Statement& statement : statements) leaves.insert(statement.leaves.begin(), statement.leaves.end());
  return leaves;
}

void drop_leaves(std::vector<LeafId>& leaves, const std::set<LeafId>& dropped) {
  std::erase_if(leaves, [&](LeafId leaf) { return dropped.contains(leaf); });
}

// What the child says about a leaf replaces all that its base says about it.
void extend_statements(Structure& base, Structure&& child) {
  const std::set<LeafId> replaced = leaves_named(child.statements);
  for (Statement& statement : base.statements) drop_leaves(statement.leaves, replaced);
  std::erase_if(base.statements, [](const Statement& statement) { return statement.leaves.empty(); });
  // Both bodies are layer 0; the layers inside the child's body move behind those of the base.
  const auto shift = static_cast<std::uint32_t>(base.layers.size()) - 1;
  const auto moved = [shift](std::uint32_t layer) { return layer == 0 ? 0 : layer + shift; };
  for (std::size_t i = 1; i < child.layers.size(); ++i) base.layers.push_back({moved(*child.layers[i].enclosing)});
  for (Statement& statement : child.statements) {
    statement.layer = moved(statement.layer);
    base.statements.push_back(std::move(statement));
  }
}

void extend_moves_at_once(Structure& base, Structure&& child) {
  std::set<LeafId> replaced;
  for (const MoveAtOnce& move : child.moves_at_once) replaced.insert(move.moves.begin(), move.moves.end());
  for (MoveAtOnce& move : base.moves_at_once) drop_leaves(move.moves, replaced);
  std::erase_if(base.moves_at_once, [](const MoveAtOnce& move) { return move.moves.empty(); });
  for (MoveAtOnce& move : child.moves_at_once) base.moves_at_once.push_back(std::move(move));
}

void extend_credits(Structure& base, Structure&& child) {
  std::erase_if(base.credits, [&](const Credit& credit) {
    return std::any_of(child.credits.begin(), child.credits.end(),
                       [&](const Credit& own) { return own.on.event == credit.on.event; });
  });
  for (Credit& credit : child.credits) base.credits.push_back(std::move(credit));
}

void extend(Draft& base, Draft&& child) {
  replace_by_name(base.structure.handoffs, &base.overdue_escalates, std::move(child.structure.handoffs),
                  &child.overdue_escalates);
  replace_by_name<Escalation>(base.structure.escalations, nullptr, std::move(child.structure.escalations), nullptr);
  replace_by_name(base.structure.slas, &base.breach_escalates, std::move(child.structure.slas),
                  &child.breach_escalates);
  extend_statements(base.structure, std::move(child.structure));
  extend_moves_at_once(base.structure, std::move(child.structure));
  extend_credits(base.structure, std::move(child.structure));
}

// ---- assembling

Draft StructureLowerer::lower_own(const ast::StructureDecl& declared, const Bindings& bindings) {
  Draft draft;
  draft.structure.layers.push_back({});
  lower_body(context_, declared.body, 0, bindings, draft.structure);
  for (const auto& escalation : declared.escalations) lower_escalation(context_, escalation, &bindings, draft);
  for (const auto& handoff : declared.handoffs) lower_handoff(context_, handoff, &bindings, draft);
  for (const auto& move : declared.moves_at_once) lower_moves_at_once(context_, move, &bindings, draft);
  for (const auto& sla : declared.slas) lower_sla(context_, sla, &bindings, draft);
  for (const auto& credit : declared.credits) lower_credit(context_, credit, &bindings, draft);
  return draft;
}

// `roles` renames what stands after the instance's own renaming.
Draft StructureLowerer::assemble_instance(const ast::StructureDecl& declared, Values values, const Roles& roles) {
  const auto renamed = [&roles](RoleId role) { return roles.contains(role) ? roles.at(role) : role; };
  Roles composed;
  for (const ast::Argument& argument : declared.arguments) {
    if (argument.value && !unfit_.contains(&argument)) values.try_emplace(argument.name.text, &*argument.value);
    if (!argument.role) continue;
    const RoleId* from = context_.names.roles.find(argument.name.text);
    const RoleId* to = context_.names.roles.find(argument.role->text);
    if (from && to) composed.try_emplace(*from, renamed(*to));
  }
  composed.insert(roles.begin(), roles.end());
  return assemble(*base_of(declared), std::move(values), composed);
}

Draft StructureLowerer::assemble(const ast::StructureDecl& declared, Values values, const Roles& roles) {
  if (declared.instance_of) return assemble_instance(declared, std::move(values), roles);
  Bindings bindings{parameters_of(declared), roles};
  for (auto& [name, parameter] : bindings.parameters) {
    parameter.value = values.try_emplace(name, parameter.value).first->second;
  }
  if (!declared.extends) return lower_own(declared, bindings);
  Draft draft = assemble(*base_of(declared), std::move(values), roles);
  extend(draft, lower_own(declared, bindings));
  return draft;
}

// ---- one structure after the other

void StructureLowerer::check_names(const ast::StructureDecl& declared) {
  check_distinct(kinds::parameter, declared.parameters, context_.report);
  check_distinct(kinds::handoff, declared.handoffs, context_.report);
  check_distinct(kinds::escalation, declared.escalations, context_.report);
  check_distinct(kinds::sla, declared.slas, context_.report);
}

void StructureLowerer::lower_in_order(const ast::StructureDecl& declared) {
  if (done_.contains(&declared)) return;
  Structure& structure = done_[&declared];
  const ast::Name* base = base_name(declared);
  if (rests_on_itself(declared)) {
    report_circle(declared);
  } else if (rests_on_too_many(declared)) {
    broken_.insert(&declared);
  } else if (base) {
    const auto* found = context_.names.structures.use(*base, context_.report);
    if (found) lower_in_order(**found);
    if (!found || broken_.contains(*found)) broken_.insert(&declared);
  }
  check_names(declared);
  if (!broken_.contains(&declared)) {
    context_.roles_named = &roles_named_[&declared];
    check_arguments(declared);
    set_inherited_parameters(declared);
    Draft draft = assemble(declared, {}, {});
    complete_draft(context_, draft, top_);
    structure = std::move(draft.structure);
    context_.roles_named = nullptr;
  }
  structure.name = declared.name.text;
  structure.title = declared.title.value_or(ast::Text{}).text;
  structure.from_library = context_.report.is_library(declared.name.span);
  structure.at = context_.origin(declared.name.span);
  if (structure.layers.empty()) structure.layers.push_back({});
}

void StructureLowerer::lower_all() {
  top_ = lower_top_level(context_);
  for (const ast::File& file : context_.files) {
    for (const ast::StructureDecl& declared : file.structures) {
      const auto* first = context_.names.structures.find(declared.name.text);
      if (!first || *first != &declared) continue;  // declared twice
      lower_in_order(declared);
    }
  }
  for (const std::string& name : context_.names.structures.names()) {
    context_.policy.structures.push_back(std::move(done_.at(*context_.names.structures.find(name))));
  }
}

}  // namespace

void lower_structures(Context& context) {
  StructureLowerer(context).lower_all();
}

}  // namespace baton::dsl
