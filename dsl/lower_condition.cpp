// Conditions: names bound, both sides of every comparison brought to one type.
//
// In `A OP B` one side is a field. What stands opposite an enum's field is a label first; any other name is a parameter
// of the structure, then a field.
#include <algorithm>
#include <string>
#include <utility>

#include "dsl/lower_parts.hpp"
#include "dsl/parse_scan.hpp"

namespace baton::dsl {
namespace {

using Kind = ast::Expr::Kind;

// One side of a comparison.
struct Operand {
  const ast::Expr* written = nullptr;
  const ast::Expr* value = nullptr;  // what it stands for: itself, or its parameter's value
  std::optional<FieldRef> field;
  bool failed = false;  // an error was given
};

class ConditionLowerer {
 public:
  ConditionLowerer(Context& context, const TextScope& scope) : context_(context), scope_(scope) {}

  Condition lower(const ast::Expr& expr);

 private:
  Condition lower_here(const ast::Expr& expr);
  Condition use_let(const ast::Name& name);
  std::vector<Condition> lower_children(const ast::Expr& expr);
  Condition lower_compare(const ast::Expr& expr);
  Condition compare_with_value(const Operand& field, Relation relation, const Operand& value, const ast::Expr& expr);
  Condition compare_fields(const Operand& left, Relation relation, const Operand& right, const ast::Expr& expr);
  Condition lower_in(const ast::Expr& expr);
  Condition not_in(Condition in);
  Condition lower_known(const ast::Expr& expr);
  Condition lower_record(const ast::Expr& expr);
  Condition lower_name(const ast::Expr& expr);
  Condition lower_bool_field(const ast::Name& name);
  Condition no_comparison(const ast::Name& name, const Type& type);

  Operand read(const ast::Expr& expr);
  Operand read_opposite(const ast::Expr& expr, const Type& type);
  void report_no_field(const Operand& left, const Operand& right, const ast::Expr& expr);
  bool check_order(const Operand& field, const ast::Expr& expr);
  const Type& type_of(const Operand& operand) const { return context_.policy.field(*operand.field).type; }
  std::string name_of(const Operand& field) const { return context_.policy.field_name(*field.field); }
  Wanted wanted(const Operand& field, const Operand& value) const {
    Wanted result{type_of(field), name_of(field)};
    if (value.value != value.written) result.used_at = value.written->span;
    return result;
  }
  std::string written(const ast::Expr& expr) const { return quoted(context_.report.slice(expr.span)); }
  Condition not_yes_or_no(const SourceSpan& where, const std::string& what) {
    context_.report
        .error("B306", where,
               quoted(context_.report.slice(where)) + " is " + what + ", so it is neither true nor false")
        .help = "compare it with something";
    return Condition::always();
  }

  Context& context_;
  const TextScope& scope_;
};

Relation relation_of(const std::string& op) {
  if (op == "==") return Relation::Equal;
  if (op == "!=") return Relation::NotEqual;
  if (op == "<") return Relation::Less;
  if (op == "<=") return Relation::LessEqual;
  return op == ">" ? Relation::Greater : Relation::GreaterEqual;
}

Condition known(const FieldRef& field) {
  Condition condition;
  condition.op = Condition::Op::Known;
  condition.field = field;
  return condition;
}

bool is_order(Relation relation) {
  return relation != Relation::Equal && relation != Relation::NotEqual;
}

bool has_order(const Type& type) {
  switch (type.kind) {
    case TypeKind::Enum:
      return type.ordered;
    case TypeKind::Bool:
    case TypeKind::Text:
      return false;
    default:
      return true;
  }
}

bool is_label(const Type& type, const ast::Expr& expr) {
  return type.kind == TypeKind::Enum && expr.kind == Kind::Name &&
         std::find(type.labels.begin(), type.labels.end(), expr.text) != type.labels.end();
}

// May two fields be compared? Numbers, money, dates and enums of one type.
bool comparable(const Type& left, const Type& right) {
  if (left.kind != right.kind) return false;
  switch (left.kind) {
    case TypeKind::Enum:
      return left.labels == right.labels && left.ordered == right.ordered;
    case TypeKind::Number:
      return left.decimals == right.decimals;
    case TypeKind::Money:
    case TypeKind::Date:
      return true;
    default:
      return false;
  }
}

// Lets stand for what they say, so they can nest and multiply without end in a short text.
constexpr std::size_t max_condition_depth = 400;
constexpr std::size_t max_condition_parts = 10'000;

std::size_t count_nodes(const Condition& condition) {
  std::size_t nodes = 1;
  for (const Condition& child : condition.children) nodes += count_nodes(child);
  return nodes;
}

std::size_t depth_of(const Condition& condition) {
  std::size_t deepest_child = 0;
  for (const Condition& child : condition.children) deepest_child = std::max(deepest_child, depth_of(child));
  return deepest_child + 1;
}

Condition ConditionLowerer::lower(const ast::Expr& expr) {
  ++context_.depth;
  Condition condition = lower_here(expr);
  --context_.depth;
  return condition;
}

Condition ConditionLowerer::lower_here(const ast::Expr& expr) {
  switch (expr.kind) {
    case Kind::Or:
      return Condition::any_of(lower_children(expr));
    case Kind::And:
      return Condition::all_of(lower_children(expr));
    case Kind::Not:
      return Condition::negation(lower(expr.children.front()));
    case Kind::Compare:
      return lower_compare(expr);
    case Kind::In:
      return lower_in(expr);
    case Kind::IsKnown:
      return lower_known(expr);
    case Kind::IsUnknown:
      return Condition::negation(lower_known(expr));
    case Kind::AnyRecord:
      return lower_record(expr);
    case Kind::NoRecord:
      return Condition::negation(lower_record(expr));
    case Kind::Name:
      return lower_name(expr);
    case Kind::Bool:
      return expr.boolean ? Condition::always() : Condition::negation(Condition::always());
    default:
      return not_yes_or_no(expr.span, describe(expr));
  }
}

std::vector<Condition> ConditionLowerer::lower_children(const ast::Expr& expr) {
  std::vector<Condition> parts;
  parts.reserve(expr.children.size());
  for (const ast::Expr& child : expr.children) parts.push_back(lower(child));
  return parts;
}

Operand ConditionLowerer::read(const ast::Expr& expr) {
  Operand operand{&expr, &expr, std::nullopt, false};
  if (expr.kind != Kind::Name) return operand;
  if (const ast::Expr* value = find_parameter(context_, expr.text, scope_.bindings)) operand.value = value;
  if (operand.value->kind != Kind::Name) return operand;
  const FieldSearch search = search_field(context_, {operand.value->text, expr.span}, scope_);
  operand.field = search.field;
  operand.failed = search.reported;
  return operand;
}

// The side opposite a field of this type.
Operand ConditionLowerer::read_opposite(const ast::Expr& expr, const Type& type) {
  if (is_label(type, expr)) return {&expr, &expr, std::nullopt, false};
  Operand operand = read(expr);
  if (is_label(type, *operand.value)) operand.field.reset();
  const bool nothing = !operand.field && !operand.failed && operand.value->kind == Kind::Name;
  if (nothing && type.kind != TypeKind::Enum) {
    report_unknown_field(context_, {operand.value->text, expr.span}, scope_);
    operand.failed = true;
  }
  return operand;
}

void ConditionLowerer::report_no_field(const Operand& left, const Operand& right, const ast::Expr& expr) {
  for (const Operand* operand : {&left, &right}) {
    if (operand->value->kind != Kind::Name) continue;
    report_unknown_field(context_, {operand->value->text, operand->written->span}, scope_);
    return;
  }
  context_.report.error("B307", expr.span, written(expr) + " compares two values, so it is always the same").help =
      "name a field on one side";
}

Condition ConditionLowerer::lower_compare(const ast::Expr& expr) {
  Relation relation = relation_of(expr.op);
  Operand left = read(expr.children[0]);
  if (left.failed) return Condition::always();
  Operand right = left.field ? read_opposite(expr.children[1], type_of(left)) : read(expr.children[1]);
  if (right.failed) return Condition::always();
  if (!left.field && right.field) {
    std::swap(left, right);
    right = read_opposite(expr.children[0], type_of(left));
    if (right.failed) return Condition::always();
    relation = flipped(relation);
  }
  if (!left.field) {
    report_no_field(left, right, expr);
    return Condition::always();
  }
  if (right.field) return compare_fields(left, relation, right, expr);
  return compare_with_value(left, relation, right, expr);
}

bool ConditionLowerer::check_order(const Operand& field, const ast::Expr& expr) {
  if (has_order(type_of(field))) return true;
  Diagnostic& diagnostic = context_.report.error(
      "B303", expr.span, quoted(name_of(field)) + " is " + describe(type_of(field)) + ", without an order");
  diagnostic.help = "compare with `is`, `is not` or `in`";
  if (type_of(field).kind == TypeKind::Enum) {
    diagnostic.help += "; an order is declared with `<` between the labels";
  }
  return false;
}

Condition ConditionLowerer::compare_with_value(const Operand& field, Relation relation, const Operand& value,
                                               const ast::Expr& expr) {
  const auto scalar = lower_value(*value.value, wanted(field, value), context_.policy, context_.report);
  if (!scalar || (is_order(relation) && !check_order(field, expr))) return Condition::always();
  Condition condition;
  condition.op = Condition::Op::Compare;
  condition.field = *field.field;
  condition.relation = relation;
  condition.value = *scalar;
  return condition;
}

Condition ConditionLowerer::compare_fields(const Operand& left, Relation relation, const Operand& right,
                                           const ast::Expr& expr) {
  const Type &left_type = type_of(left), &right_type = type_of(right);
  if (!comparable(left_type, right_type)) {
    const std::string left_words = quoted(name_of(left)), right_words = quoted(name_of(right));
    std::string message =
        left_words + " is " + describe(left_type) + ", but " + right_words + " is " + describe(right_type);
    if (left_type == right_type) {
      message = left_words + " and " + right_words + " cannot be compared: each is " + describe(left_type);
    }
    Diagnostic& diagnostic = context_.report.error("B301", expr.span, std::move(message));
    diagnostic.help = "two fields can be compared if both are money, dates, or numbers or ordered labels of one type";
    return Condition::always();
  }
  if (is_order(relation) && !check_order(left, expr)) return Condition::always();
  Condition condition;
  condition.op = Condition::Op::CompareFields;
  condition.field = *left.field;
  condition.relation = relation;
  condition.other = *right.field;
  return condition;
}

Condition ConditionLowerer::lower_in(const ast::Expr& expr) {
  const Operand field = read(expr.children.front());
  if (field.failed) return Condition::always();
  if (!field.field) {
    report_no_field(field, field, expr);
    return Condition::always();
  }
  Condition condition;
  condition.op = Condition::Op::In;
  condition.field = *field.field;
  for (std::size_t i = 1; i < expr.children.size(); ++i) {
    const Operand value = read_opposite(expr.children[i], type_of(field));
    if (value.failed) continue;
    if (value.field) {
      context_.report
          .error("B307", value.written->span, written(*value.written) + " is a field, but a list holds values")
          .help = "compare two fields with `is`";
      continue;
    }
    const auto scalar = lower_value(*value.value, wanted(field, value), context_.policy, context_.report);
    if (scalar) condition.values.push_back(*scalar);
  }
  if (condition.values.empty()) return Condition::always();
  return expr.op == "not in" ? not_in(std::move(condition)) : condition;
}

// As `is not` it is a comparison: false where the value is unknown (T7).
Condition ConditionLowerer::not_in(Condition in) {
  const FieldRef field = in.field;
  Condition other = Condition::negation(std::move(in));
  if (!context_.policy.field(field).optional) return other;
  return Condition::all_of({known(field), std::move(other)});
}

Condition ConditionLowerer::lower_known(const ast::Expr& expr) {
  const ast::Expr& name = expr.children.front();
  if (name.kind != Kind::Name) {
    context_.report.error("B307", name.span, written(name) + " is a value, and always known").help = "name a field";
    return Condition::always();
  }
  const auto field = use_field(context_, {name.text, name.span}, scope_);
  return field ? known(*field) : Condition::always();
}

Condition ConditionLowerer::lower_record(const ast::Expr& expr) {
  const RecordTypeId* record = context_.names.records.use({expr.text, expr.text_span}, context_.report);
  if (!record) return Condition::always();
  Condition condition;
  condition.op = Condition::Op::AnyRecordIs;
  condition.record = *record;
  for (const ast::Expr& child : expr.children) {
    const auto stage = use_stage(context_, {child.text, child.span}, *record);
    if (stage) condition.stages.add(*stage);
  }
  return condition.stages.empty() ? Condition::always() : condition;
}

Condition ConditionLowerer::lower_name(const ast::Expr& expr) {
  ast::Name name{expr.text, expr.span};
  if (const ast::Expr* value = find_parameter(context_, expr.text, scope_.bindings)) {
    if (value->kind == Kind::Bool) return lower(*value);
    if (value->kind != Kind::Name) return not_yes_or_no(expr.span, describe(*value));
    name.text = value->text;
  }
  return context_.names.lets.find(name.text) ? use_let(name) : lower_bool_field(name);
}

Condition ConditionLowerer::use_let(const ast::Name& name) {
  const std::size_t let = *context_.names.lets.use(name, context_.report);
  const LetState& state = context_.lets[let];
  const bool known = state.condition.has_value();
  const bool too_deep = context_.depth + (known ? state.depth : 0) > max_condition_depth;
  Condition condition = too_deep ? Condition::always() : lower_let(context_, let);
  const bool too_long = !too_deep && context_.nodes_from_lets + state.nodes > max_condition_parts;
  if (!too_deep && !too_long) {
    context_.nodes_from_lets += state.nodes;
    return condition;
  }
  if (std::exchange(context_.lets_too_large, true)) return Condition::always();
  context_.report
      .error("B113", name.span,
             too_deep ? "the lets that " + quoted(name.text) + " names are nested too deeply"
                      : "with what " + quoted(name.text) + " stands for this condition has more than " +
                            std::to_string(max_condition_parts) + " parts")
      .help = "say it in fewer steps";
  return Condition::always();
}

// A field alone, or with a value right behind it: `segment smb`.
Condition ConditionLowerer::no_comparison(const ast::Name& name, const Type& type) {
  const std::string next(context_.report.next_on_line(name.span));
  const bool is_number = !next.empty() && (is_digit(next.front()) || next.front() == '-');
  const bool is_amount = is_number && (type.kind == TypeKind::Money || type.kind == TypeKind::Number);
  const bool is_label = std::ranges::find(type.labels, next) != type.labels.end();
  if (!is_amount && !is_label) {
    // What could not be read behind the field was to be the comparison.
    if (context_.report.is_broken_off(name.span)) return Condition::always();
    return not_yes_or_no(name.span, describe(type));
  }
  context_.report.withdraw_behind(name.span);
  SourceSpan both = name.span;
  const std::string_view text = context_.report.sources()[both.source].text;
  both.end = static_cast<std::uint32_t>(text.find(next, both.end) + next.size());
  context_.report.error("B306", both, quoted(name.text + ' ' + next) + " does not say how the two are compared").help =
      "write " + quoted(name.text + (is_label ? " is " : " >= ") + next);
  return Condition::always();
}

Condition ConditionLowerer::lower_bool_field(const ast::Name& name) {
  const auto field = use_field(context_, name, scope_);
  if (!field) return Condition::always();
  const Type& type = context_.policy.field(*field).type;
  if (type.kind != TypeKind::Bool) return no_comparison(name, type);
  Condition condition;
  condition.op = Condition::Op::Compare;
  condition.field = *field;
  condition.value = 1;
  return condition;
}

}  // namespace

Condition lower_expr(Context& context, const ast::Expr& expr, const TextScope& scope) {
  context.depth = 0;
  context.nodes_from_lets = 0;
  return ConditionLowerer(context, scope).lower(expr);
}

Condition lower_let(Context& context, std::size_t let) {
  LetState& state = context.lets[let];
  if (state.condition) return *state.condition;
  if (state.lowering) {
    context.report.error("B212", state.declared->name.span, quoted(state.declared->name.text) + " is defined by itself")
        .help = "say what it means without naming it";
    return Condition::always();
  }
  state.lowering = true;
  const std::size_t nodes_outside = std::exchange(context.nodes_from_lets, 0);
  Condition condition = ConditionLowerer(context, {}).lower(state.declared->condition);
  context.nodes_from_lets = nodes_outside;
  state.nodes = count_nodes(condition);
  state.depth = depth_of(condition);
  state.condition = std::move(condition);
  state.lowering = false;
  return *state.condition;
}

Condition lower_conditions(Context& context, const std::vector<ast::Qualifier>& qualifiers, const TextScope& scope) {
  std::vector<Condition> parts;
  for (const ast::Qualifier& qualifier : qualifiers) {
    if (!qualifier.condition) continue;
    const bool unless = qualifier.kind == ast::Qualifier::Kind::Unless;
    Condition part = lower_expr(context, *qualifier.condition, scope);
    parts.push_back(unless ? Condition::negation(std::move(part)) : std::move(part));
  }
  return Condition::all_of(std::move(parts));
}

}  // namespace baton::dsl
