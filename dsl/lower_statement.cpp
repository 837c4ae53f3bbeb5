// Who owns what: the statements of a structure's body, and the layers that `otherwise` makes.
//
// A statement may name leaves of the account and of records together. It becomes one statement for each of these parts,
// because stages, windows and fields mean something else in each (N1).
#include <algorithm>
#include <map>

#include "dsl/lower_parts.hpp"

namespace baton::dsl {
namespace {

using Kind = ast::Qualifier::Kind;
using Parts = std::map<std::optional<RecordTypeId>, std::vector<LeafId>>;

const ast::Qualifier* find_qualifier(const ast::Statement& text, Kind kind) {
  const auto found = std::find_if(text.qualifiers.begin(), text.qualifiers.end(),
                                  [kind](const ast::Qualifier& qualifier) { return qualifier.kind == kind; });
  return found == text.qualifiers.end() ? nullptr : &*found;
}

// N2: `everything` is all responsibilities that are no metric, or all metrics.
std::vector<LeafId> all_leaves(const Context& context, bool metrics) {
  std::vector<LeafId> leaves;
  for (std::size_t i = 0; i < context.policy.leaves.size(); ++i) {
    const bool usable = context.policy.leaves[i].metric == metrics && !context.broken_leaves.contains(LeafId(i));
    if (usable) leaves.push_back(LeafId(i));
  }
  return leaves;
}

// Metrics are carried, everything else is owned (N2).
bool check_verb(Context& context, const ast::Statement& text, const ast::Name& name) {
  const std::vector<LeafId>* leaves = context.names.responsibilities.find(name.text);
  if (!leaves || leaves->empty() || text.verb == ast::Statement::Verb::Supports) return true;
  const bool metric = context.policy.leaves[leaves->front().index].metric;
  const bool carries = text.verb == ast::Statement::Verb::Carries;
  if (metric == carries) return true;
  Diagnostic& diagnostic =
      context.report.error("B216", name.span,
                           quoted(name.text) + (metric ? " is a metric: it is carried, not owned"
                                                       : " is no metric: it is owned, not carried"));
  diagnostic.help = std::string("write ") + (metric ? "`carries`" : "`owns`");
  return false;
}

std::vector<LeafId> leaves_of(Context& context, const ast::Statement& text) {
  if (text.everything) return all_leaves(context, text.verb == ast::Statement::Verb::Carries);
  std::vector<ast::Name> fitting;
  for (const ast::Name& name : text.names) {
    if (check_verb(context, text, name)) fitting.push_back(name);
  }
  return use_leaves(context, fitting);
}

// A gap is a decision only with its reason, and only a gap has one.
void check_because(Context& context, const ast::Statement& text) {
  const ast::Qualifier* because = find_qualifier(text, Kind::Because);
  if (text.nobody && text.verb == ast::Statement::Verb::Supports) {
    context.report.error("B220", text.role.span, "`nobody` supports nothing").help =
        "leave the statement out: whom no statement names as a supporter is none; "
        "what nobody is to own is `nobody owns ... because \"...\"`";
    return;
  }
  if (text.nobody && !because) {
    context.report.error("B218", text.role.span, "`nobody` needs a reason").help =
        "say why at the end: `because \"...\"`";
  } else if (!text.nobody && because) {
    context.report.error("B218", because->span, "a reason belongs to `nobody` alone").help =
        "keep it as a comment: `# ...`";
  }
}

Verb verb_of(ast::Statement::Verb verb) {
  switch (verb) {
    case ast::Statement::Verb::Carries:
      return Verb::Carries;
    case ast::Statement::Verb::Supports:
      return Verb::Supports;
    case ast::Statement::Verb::Owns:
      break;
  }
  return Verb::Owns;
}

void lower_qualifiers(Context& context, const ast::Statement& text, const TextScope& scope, Statement& statement) {
  for (const ast::Qualifier& qualifier : text.qualifiers) {
    if (qualifier.kind == Kind::During) {
      const StageSets sets = lower_stages(context, qualifier.stages, scope.record);
      statement.account_stages = statement.account_stages & sets.account;
      statement.record_stages = statement.record_stages & sets.record;
    } else if (qualifier.kind == Kind::Because) {
      statement.because = qualifier.because.text;
    } else if (auto window = lower_window(context, qualifier, scope)) {
      statement.windows.push_back(*window);
    }
  }
  statement.condition = lower_conditions(context, text.qualifiers, scope);
}

void lower_statement(Context& context, const ast::Statement& text, std::uint32_t layer, const Bindings& bindings,
                     Structure& structure) {
  check_because(context, text);
  if (find_qualifier(text, Kind::Otherwise)) {
    structure.layers.push_back({layer});
    layer = static_cast<std::uint32_t>(structure.layers.size() - 1);
  }
  std::optional<RoleId> role;
  if (!text.nobody) role = use_role(context, text.role, &bindings);
  Parts parts;
  for (const LeafId leaf : leaves_of(context, text)) parts[context.policy.leaves[leaf.index].per].push_back(leaf);
  for (auto& [record, leaves] : parts) {
    Statement statement;
    statement.verb = verb_of(text.verb);
    statement.role = role;
    statement.leaves = std::move(leaves);
    statement.layer = layer;
    statement.at = context.origin(text.span);
    lower_qualifiers(context, text, {&bindings, record, std::nullopt}, statement);
    if (role || text.nobody) structure.statements.push_back(std::move(statement));
  }
}

Window::Kind window_kind(Kind kind) {
  switch (kind) {
    case Kind::From:
      return Window::Kind::FromAfter;
    case Kind::UntilBefore:
      return Window::Kind::UntilBefore;
    case Kind::FromBefore:
      return Window::Kind::FromBefore;
    case Kind::UntilAfter:
      return Window::Kind::UntilAfter;
    default:
      return Window::Kind::ForAfter;
  }
}

}  // namespace

std::optional<Window> lower_window(Context& context, const ast::Qualifier& qualifier, const TextScope& scope) {
  if (!qualifier.length) return std::nullopt;  // no window
  Window window;
  window.kind = window_kind(qualifier.kind);
  const auto span = lower_length(context, *qualifier.length, scope.bindings);
  if (span && span->business) {
    context.report
        .error("B521", span_of(*qualifier.length),
               quoted(context.report.slice(span_of(*qualifier.length))) +
                   " is working time, but owners change by the calendar")
        .help = "count in hours, days, weeks, months, quarters or years";
  }
  bool bound = false;
  if (window.kind == Window::Kind::UntilBefore || window.kind == Window::Kind::FromBefore) {
    const auto date = use_date(context, qualifier.date, scope);
    bound = date.has_value();
    window.date = date.value_or(FieldRef{});
  } else {
    const auto anchor = lower_anchor(context, qualifier.anchor, scope);
    bound = anchor.has_value();
    window.anchor = anchor.value_or(AnchorId{});
  }
  if (!span || !bound) return std::nullopt;
  window.span = *span;
  return window;
}

void lower_body(Context& context, const std::vector<ast::BodyItem>& items, std::uint32_t layer,
                const Bindings& bindings, Structure& structure) {
  for (const ast::BodyItem& item : items) {
    if (const auto* statement = std::get_if<ast::Statement>(&item)) {
      lower_statement(context, *statement, layer, bindings, structure);
      continue;
    }
    structure.layers.push_back({layer});
    const auto inner = static_cast<std::uint32_t>(structure.layers.size() - 1);
    lower_body(context, std::get<ast::OtherwiseBlock>(item).items, inner, bindings, structure);
  }
}

}  // namespace baton::dsl
