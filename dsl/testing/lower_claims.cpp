// Cases and invariants to claims about owners.
//
// A row of a table is a claim like any other: under all that its cells say, the owner is always the one it names. A
// cell becomes the condition that an author would have written for it, so it is typed and reported like one. Leaves of
// the account and of records are claimed apart, because fields and stages mean something else for each (N1).
#include <algorithm>
#include <utility>

#include "dsl/testing/suite_parts.hpp"

namespace baton::dsl {
namespace {

void not_here(const SuiteContext& suite, const SourceSpan& where, std::string message, std::string help) {
  suite.report().error("B806", where, std::move(message)).help = std::move(help);
}

// ---- cells

ast::Expr named(const ast::Name& column) {
  ast::Expr expr;
  expr.kind = ast::Expr::Kind::Name;
  expr.span = column.span;
  expr.text = column.text;
  return expr;
}

ast::Expr node(ast::Expr::Kind kind, const SourceSpan& span, std::vector<ast::Expr> children, std::string op = {}) {
  ast::Expr expr;
  expr.kind = kind;
  expr.span = span;
  expr.children = std::move(children);
  expr.op = std::move(op);
  return expr;
}

// What a cell says about its column's field.
ast::Expr condition_of(const ast::Name& column, const ast::CaseCell& cell) {
  using Kind = ast::CaseCell::Kind;
  const ast::Expr field = named(column);
  const auto compare = [&](std::string op, const ast::Expr& value) {
    if (value.kind == ast::Expr::Kind::Name && value.text == "unknown") {
      const auto known = op == "==" ? ast::Expr::Kind::IsUnknown : ast::Expr::Kind::IsKnown;
      return node(known, cell.span, {field});
    }
    return node(ast::Expr::Kind::Compare, cell.span, {field, value}, std::move(op));
  };
  switch (cell.kind) {
    case Kind::Value:
      return compare("==", cell.values[0]);
    case Kind::Not:
      return compare("!=", cell.values[0]);
    case Kind::Compare:
      return compare(cell.op, cell.values[0]);
    case Kind::Range:
      return node(ast::Expr::Kind::And, cell.span, {compare(">=", cell.values[0]), compare("<=", cell.values[1])});
    case Kind::Set: {
      std::vector<ast::Expr> children{field};
      children.insert(children.end(), cell.values.begin(), cell.values.end());
      return node(ast::Expr::Kind::In, cell.span, std::move(children));
    }
    case Kind::Any:
    case Kind::Condition:
      break;
  }
  return cell.values.front();
}

bool has_field(const std::vector<Field>& fields, std::string_view name) {
  return std::ranges::any_of(fields, [&](const Field& field) { return field.name == name; });
}

// What a column is about.
struct Column {
  enum class Kind { Field, AccountStage, RecordStage, When, Owner, Unread };
  Kind kind = Kind::Field;
  std::optional<RecordTypeId> record;  // RecordStage
};

Column column_of(const SuiteContext& suite, const ast::Name& name) {
  using Kind = Column::Kind;
  if (name.text.empty()) return {Kind::Unread, {}};
  if (name.text == "owner") return {Kind::Owner, {}};
  if (name.text == "when") return {Kind::When, {}};
  if (name.text == "stage" && !has_field(suite.policy().account_fields, "stage")) return {Kind::AccountStage, {}};
  const std::size_t dot = name.text.find('.');
  if (dot == std::string::npos || name.text.substr(dot + 1) != "stage") return {};
  if (name.text.substr(0, dot) == "account") return {Kind::AccountStage, {}};
  const RecordTypeId* record = suite.context.names.records.find(name.text.substr(0, dot));
  if (!record || has_field(suite.policy().records[record->index].fields, "stage")) return {};
  return {Kind::RecordStage, *record};
}

StageSet all_stages(const Lifecycle& lifecycle) {
  StageSet stages;
  for (std::size_t i = 0; i < lifecycle.stages.size(); ++i) stages.add(StageId(i));
  return stages;
}

// The stages that a cell names; nullopt after an error.
std::optional<StageSet> stages_of(const SuiteContext& suite, const ast::CaseCell& cell,
                                  const std::optional<RecordTypeId>& record) {
  using Kind = ast::CaseCell::Kind;
  if (cell.kind == Kind::Any) return StageSet::all();
  if (cell.kind != Kind::Value && cell.kind != Kind::Set && cell.kind != Kind::Not) {
    not_here(suite, cell.span, "stages have no order", "write a stage, `{a, b}`, `not` and a stage, or `any`");
    return std::nullopt;
  }
  StageSet named;
  for (const ast::Expr& value : cell.values) {
    const auto stage = use_stage(suite.context, {suite.written(value.span), value.span}, record);
    if (!stage) return std::nullopt;
    named.add(*stage);
  }
  if (cell.kind != Kind::Not) return named;
  return StageSet{all_stages(lifecycle_of(suite.context, record)).bits & ~named.bits};
}

// ---- tables

struct Owner {
  std::optional<RoleId> role;  // none: nobody
};

std::optional<Owner> owner_of(const SuiteContext& suite, const ast::CaseCell& cell) {
  const bool is_name = cell.kind == ast::CaseCell::Kind::Value && cell.values[0].kind == ast::Expr::Kind::Name;
  if (!is_name) {
    not_here(suite, cell.span, "the owner of a case is one role", "write a role, or `nobody`");
    return std::nullopt;
  }
  if (cell.values[0].text == "nobody") return Owner{};
  const auto role = use_role(suite.context, {cell.values[0].text, cell.values[0].span}, nullptr);
  return role ? std::optional(Owner{role}) : std::nullopt;
}

class CasesLowerer {
 public:
  CasesLowerer(SuiteContext& suite, const ast::CasesDecl& declared) : suite_(suite), declared_(declared) {}
  Claims lower();

 private:
  void row(const ast::CaseRow& row, const LeafParts& parts);
  bool cell(std::size_t column, const ast::CaseCell& cell, const std::optional<RecordTypeId>& per, Claim& claim,
            std::vector<Condition>& conditions);
  bool has_owner() const;

  SuiteContext& suite_;
  const ast::CasesDecl& declared_;
  std::vector<Column> columns_;
  Claims claims_;
};

bool CasesLowerer::has_owner() const {
  if (std::ranges::any_of(columns_, [](const Column& column) { return column.kind == Column::Kind::Owner; }))
    return true;
  const bool unread = std::ranges::any_of(columns_, [](const Column& c) { return c.kind == Column::Kind::Unread; });
  if (!declared_.columns.empty() && !unread) {
    const SourceSpan first = declared_.columns.front().span, last = declared_.columns.back().span;
    not_here(suite_, {first.source, first.begin, last.end}, "this table has no column `owner`",
             "add it: the role that owns each case, or `nobody`");
  }
  return false;
}

bool CasesLowerer::cell(std::size_t column, const ast::CaseCell& cell, const std::optional<RecordTypeId>& per,
                        Claim& claim, std::vector<Condition>& conditions) {
  const TextScope scope{nullptr, per, std::nullopt};
  switch (columns_[column].kind) {
    case Column::Kind::Owner: {
      const auto owner = owner_of(suite_, cell);
      if (owner) claim.role = owner->role;
      return owner.has_value();
    }
    case Column::Kind::AccountStage:
    case Column::Kind::RecordStage: {
      const auto& record = columns_[column].record;
      if (record && record != per) {
        const std::string word = suite_.policy().records[record->index].name;
        not_here(suite_, declared_.columns[column].span, "no particular " + word + " is meant here",
                 "a " + word + "'s stage stands beside what is owned per " + word);
        return false;
      }
      const auto stages = stages_of(suite_, cell, record);
      if (stages) (record ? claim.record_stages : claim.account_stages) = *stages;
      return stages.has_value();
    }
    case Column::Kind::When:
      if (cell.kind == ast::CaseCell::Kind::Any) return true;
      if (cell.kind != ast::CaseCell::Kind::Condition) break;
      conditions.push_back(lower_expr(suite_.context, cell.values.front(), scope));
      return true;
    case Column::Kind::Field:
      if (cell.kind == ast::CaseCell::Kind::Condition) break;
      if (cell.kind == ast::CaseCell::Kind::Any) {
        use_field(suite_.context, declared_.columns[column], scope);
        return true;
      }
      conditions.push_back(lower_expr(suite_.context, condition_of(declared_.columns[column], cell), scope));
      return true;
    case Column::Kind::Unread:
      return true;
  }
  const bool condition = columns_[column].kind == Column::Kind::When;
  not_here(suite_, cell.span,
           condition ? "a condition is needed here" : "a condition may stand only in the column `when`",
           condition ? "write `any`, or a condition such as `arr >= 10k`"
                     : "write `any`, a value, `{a, b}`, `10k..50k`, `>= 10k` or `not` and a value");
  return false;
}

void CasesLowerer::row(const ast::CaseRow& row, const LeafParts& parts) {
  for (const auto& [per, leaves] : parts) {
    Claim claim;
    claim.kind = Claim::Kind::Always;
    claim.leaves = leaves;
    claim.must_be_possible = true;
    claim.text = suite_.written(row.span);
    claim.at = suite_.context.origin(row.span);
    std::vector<Condition> conditions;
    if (declared_.when) conditions.push_back(lower_expr(suite_.context, *declared_.when, {nullptr, per, std::nullopt}));
    bool sound = true;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      sound = cell(i, row.cells[i], per, claim, conditions) && sound;
    }
    claim.when = Condition::all_of(std::move(conditions));
    if (sound) claims_.claims.push_back(std::move(claim));
  }
}

Claims CasesLowerer::lower() {
  claims_.kind = Claims::Kind::Cases;
  claims_.title = declared_.title.text;
  if (declared_.skip_because) claims_.skip_because = declared_.skip_because->text;
  claims_.at = suite_.context.origin(declared_.title.span);
  if (declared_.structure) claims_.structure = use_structure(suite_, *declared_.structure);
  for (const ast::Name& name : declared_.columns) columns_.push_back(column_of(suite_, name));
  const LeafParts parts = parts_of(suite_.policy(), use_leaves(suite_.context, declared_.leaves));
  if (!has_owner()) return std::move(claims_);
  for (const ast::CaseRow& each : declared_.rows) row(each, parts);
  return std::move(claims_);
}

// ---- invariants

std::vector<LeafId> claimed_leaves(const SuiteContext& suite, const ast::ClaimDecl& declared) {
  if (declared.everything || declared.kind == ast::ClaimDecl::Kind::OwnsNothing) {
    return every_leaf(suite.policy(), declared.carries);
  }
  bool fit = true;
  for (const ast::Name& name : declared.leaves) fit = check_carried(suite, name, declared.carries) && fit;
  return fit ? use_leaves(suite.context, declared.leaves) : std::vector<LeafId>();
}

// Where a claim is about all there is, a bare stage is the account's.
std::vector<ast::StageRef> stages_meant(const ast::ClaimDecl& declared) {
  std::vector<ast::StageRef> stages = declared.during;
  const bool all = declared.everything || declared.kind == ast::ClaimDecl::Kind::OwnsNothing;
  for (ast::StageRef& stage : stages) stage.of_account = stage.of_account || all;
  return stages;
}

void lower_claim(const SuiteContext& suite, const ast::ClaimDecl& declared, std::vector<Claim>& claims) {
  const auto role = declared.nobody ? std::nullopt : use_role(suite.context, declared.role, nullptr);
  const std::vector<ast::StageRef> during = stages_meant(declared);
  for (const auto& [per, leaves] : parts_of(suite.policy(), claimed_leaves(suite, declared))) {
    Claim claim;
    claim.kind = declared.kind == ast::ClaimDecl::Kind::Always ? Claim::Kind::Always : Claim::Kind::Never;
    claim.role = role;
    claim.leaves = leaves;
    if (!during.empty()) {
      const StageSets stages = lower_stages(suite.context, during, per);
      claim.account_stages = stages.account;
      claim.record_stages = stages.record;
    }
    if (declared.when) claim.when = lower_expr(suite.context, *declared.when, {nullptr, per, std::nullopt});
    claim.text = suite.written(declared.span);
    claim.at = suite.context.origin(declared.span);
    if (role || declared.nobody) claims.push_back(std::move(claim));
  }
}

}  // namespace

Claims lower_cases(SuiteContext& suite, const ast::CasesDecl& declared) {
  return CasesLowerer(suite, declared).lower();
}

Claims lower_invariant(SuiteContext& suite, const ast::InvariantDecl& declared) {
  Claims claims;
  claims.kind = Claims::Kind::Invariant;
  claims.title = declared.title.text;
  if (declared.skip_because) claims.skip_because = declared.skip_because->text;
  claims.at = suite.context.origin(declared.title.span);
  if (declared.structure) claims.structure = use_structure(suite, *declared.structure);
  for (const ast::ClaimDecl& claim : declared.claims) lower_claim(suite, claim, claims.claims);
  return claims;
}

}  // namespace baton::dsl
