// Section 8: tests and their steps, cases, invariants.
#include <fmt/format.h>

#include <algorithm>

#include "dsl/parse_build.hpp"

namespace baton::dsl {

bool Builder::add_test(Node item, ast::File& file) {
  switch (item.part()) {
    case Part::Test:
      file.tests.push_back(
          {text(*item.find(Part::Text)), skip(item), steps(item), item.span(), item.has(Part::Broken)});
      return true;
    case Part::Given:
      file.givens.push_back({text(*item.find(Part::Text)), steps(item), item.span(), item.has(Part::Broken)});
      return true;
    case Part::Cases:
      file.cases.push_back(cases(item));
      return true;
    case Part::Invariant:
      file.invariants.push_back(invariant(item));
      return true;
    default:
      return false;
  }
}

std::optional<ast::Text> Builder::skip(Node item) {
  const auto node = item.find(Part::Skip);
  if (!node) return std::nullopt;
  return text(*node->begin());
}

// ---- steps

ast::TimeRef Builder::time(Node node) {
  return {value(*node.begin()), node.span()};
}

ast::IdRef Builder::id_ref(Node node) {
  const Node written = *node.begin();
  if (written.part() == Part::Text) return {text(written).text, true, written.span()};
  return {std::string(written.text()), false, written.span()};
}

std::vector<ast::PayloadEntry> Builder::payload(Node parent) {
  std::vector<ast::PayloadEntry> result;
  const auto node = parent.find(Part::Payload);
  if (!node) return result;
  for (const Node entry : *node) {
    auto child = entry.begin();
    ast::Name key = name(*child);
    const auto earlier =
        std::ranges::find(result, key.text, [](const ast::PayloadEntry& before) { return before.key.text; });
    if (earlier != result.end()) {
      Diagnostic& diagnostic = emitter_.error("B111", key.span, fmt::format("`{}` is said twice", key.text));
      diagnostic.also.push_back({earlier->key.span, "first said here"});
      diagnostic.help = "keep one of the two";
      continue;
    }
    result.push_back({std::move(key), value(*++child)});
  }
  return result;
}

std::optional<ast::TestStep> Builder::step(Node node) {
  using Kind = ast::TestStep::Kind;
  ast::TestStep result;
  result.span = node.span();
  if (const auto at = node.find(Part::Time)) result.time = time(*at);
  switch (node.part()) {
    case Part::StepStructure:
      result.kind = Kind::Structure;
      result.name = first_name(node);
      return result;
    case Part::StepGiven:
    case Part::StepEvents:
      result.kind = node.part() == Part::StepGiven ? Kind::Given : Kind::Events;
      result.text = text(*node.find(Part::Text));
      return result;
    case Part::StepAccount:
      result.kind = Kind::Account;
      if (const auto id = node.find(Part::Id)) result.account = id_ref(*id);
      result.selects = !node.has(Part::Payload);
      result.payload = payload(node);
      return result;
    case Part::StepOn:
      result.kind = Kind::On;
      result.name = first_name(node);
      result.payload = payload(node);
      return result;
    case Part::StepAt:
    case Part::StepExpect:
      result.kind = node.part() == Part::StepAt ? Kind::At : Kind::Expect;
      for (const Node child : node) {
        if ((result.expect = expectation(child))) break;
      }
      if (result.expect) result.kind = Kind::Expect;
      return result;
    default:
      return std::nullopt;
  }
}

std::vector<ast::TestStep> Builder::steps(Node item) {
  std::vector<ast::TestStep> result;
  for (const Node child : item) {
    if (auto found = step(child)) result.push_back(std::move(*found));
  }
  return result;
}

// ---- cases

namespace {

ast::CaseCell::Kind kind_of(Part part) {
  using Kind = ast::CaseCell::Kind;
  switch (part) {
    case Part::CellValue:
      return Kind::Value;
    case Part::CellSet:
      return Kind::Set;
    case Part::CellRange:
      return Kind::Range;
    case Part::CellCompare:
      return Kind::Compare;
    case Part::CellNot:
      return Kind::Not;
    case Part::CellCondition:
      return Kind::Condition;
    default:
      return Kind::Any;
  }
}

bool is_when(const std::vector<ast::Name>& columns, std::size_t column) {
  return column < columns.size() && columns[column].text == "when";
}

// In the column `when` a single word is a condition like any other, and so is `not` and a word.
void make_condition(ast::CaseCell& cell) {
  using Kind = ast::CaseCell::Kind;
  if (cell.kind == Kind::Not) {
    ast::Expr negation;
    negation.kind = ast::Expr::Kind::Not;
    negation.span = cell.span;
    negation.children = std::move(cell.values);
    cell.values = {std::move(negation)};
  }
  if (cell.kind == Kind::Not || cell.kind == Kind::Value) cell.kind = Kind::Condition;
}

}  // namespace

ast::CaseCell Builder::cell(Node node) {
  ast::CaseCell result;
  result.kind = kind_of(node.part());
  result.span = node.span();
  for (const Node child : node) {
    if (child.part() == Part::Operator) {
      result.op = child.text();
    } else if (child.part() == Part::Number) {
      const ast::Number bound = number(child);
      ast::Expr& value = result.values.emplace_back();
      value.kind = ast::Expr::Kind::Number;
      value.span = bound.span;
      value.number = bound.value;
      value.percent = bound.percent;
    } else {
      result.values.push_back(node.part() == Part::CellCondition ? condition(child) : value(child));
    }
  }
  return result;
}

// The head: names of fields, `stage`, `deal stage`, `when`, `owner`.
std::vector<ast::Name> Builder::columns(Node head) {
  std::vector<ast::Name> result;
  for (const Node child : head) {
    ast::Name column = name(child);
    const auto first = child.part() == Part::CellValue ? child.find(Part::Name) : std::nullopt;
    if (first) {
      column.text = first->text();
      if (first->span().end != child.span().end) column.text += ".stage";
    } else if (child.part() != Part::CellValue || column.text != "when") {
      emitter_.error("B101", column.span, fmt::format("`{}` is no field", column.text)).help =
          "the first row of the table names the columns: `| segment | arr | owner |`";
      column.text.clear();
    }
    const auto earlier = std::ranges::find(result, column.text, &ast::Name::text);
    if (earlier != result.end() && !column.text.empty()) {
      Diagnostic& diagnostic =
          emitter_.error("B111", column.span, fmt::format("the column `{}` is there twice", column.text));
      diagnostic.also.push_back({earlier->span, "first here"});
      diagnostic.help = "keep one of the two";
    }
    result.push_back(std::move(column));
  }
  return result;
}

ast::CaseRow Builder::row(Node node, const ast::CasesDecl& cases) {
  ast::CaseRow result;
  result.span = node.span();
  for (const Node child : node) {
    result.cells.push_back(cell(child));
    if (is_when(cases.columns, result.cells.size() - 1)) make_condition(result.cells.back());
  }
  if (result.cells.size() != cases.columns.size()) {
    emitter_
        .error("B101", result.span,
               fmt::format("this row has {} cells, but the first one names {} columns", result.cells.size(),
                           cases.columns.size()))
        .help = "write `any` where a case holds for all values";
    result.cells.clear();
  }
  return result;
}

ast::CasesDecl Builder::cases(Node node) {
  ast::CasesDecl result;
  result.span = node.span();
  result.title = text(*node.find(Part::Text));
  result.skip_because = skip(node);
  Seen seen;
  for (const Node child : node) {
    if (child.part() == Part::StepStructure && is_first(seen, child, "structure")) result.structure = first_name(child);
    if (child.part() == Part::When && is_first(seen, child, "when")) result.when = condition(*child.begin());
    if (child.part() == Part::Stated && is_first(seen, child, "expect")) result.leaves = names(child);
    if (child.part() != Part::CaseRow) continue;
    const bool head = result.columns.empty();
    if (head) result.columns = columns(child);
    if (!head) result.rows.push_back(row(child, result));
    seen.emplace_back(Part::CaseRow, child.span());
  }
  require(seen, node, Part::Stated, "these cases do not say what is owned", "write `expect NAME` above the table");
  require(seen, node, Part::CaseRow, "these cases have no table",
          "write `| FIELD | owner |` and a row for each case below it");
  std::erase_if(result.rows, [](const ast::CaseRow& row) { return row.cells.empty(); });
  return result;
}

// ---- invariants

ast::ClaimDecl Builder::claim(Node node) {
  using Kind = ast::ClaimDecl::Kind;
  ast::ClaimDecl result;
  result.span = node.span();
  if (const auto during = node.find(Part::During)) result.during = stages(*during);
  if (const auto when = node.find(Part::When)) result.when = condition(*when->begin());
  result.carries = node.has(Part::Carries);
  result.everything = node.has(Part::Everything);
  result.nobody = node.has(Part::Nobody);
  result.leaves = names(node);
  if (result.nobody) {
    result.role = name(*node.find(Part::Nobody));
  } else {
    result.role = result.leaves.front();
    result.leaves.erase(result.leaves.begin());
  }
  const bool nothing = node.has(Part::NothingWord);
  const auto never = node.find(Part::Never);
  result.kind = nothing ? Kind::OwnsNothing : never ? Kind::Never : Kind::Always;
  if (nothing && (never || result.nobody)) {
    emitter_.error("B101", node.span(), "this says `not` twice").help = "write `ROLE owns nothing`";
  }
  return result;
}

ast::InvariantDecl Builder::invariant(Node node) {
  ast::InvariantDecl result;
  result.span = node.span();
  result.title = text(*node.find(Part::Text));
  result.skip_because = skip(node);
  Seen seen;
  for (const Node child : node) {
    if (child.part() == Part::StepStructure && is_first(seen, child, "structure")) result.structure = first_name(child);
    if (child.part() != Part::Claim) continue;
    result.claims.push_back(claim(child));
    seen.emplace_back(Part::Claim, child.span());
  }
  require(seen, node, Part::Claim, "this invariant claims nothing", "write `ROLE never owns NAME`");
  return result;
}

}  // namespace baton::dsl
