// Section 3: the vocabulary.
#include <fmt/format.h>

#include "dsl/parse_build.hpp"
#include "dsl/parse_scan.hpp"

namespace baton::dsl {

ast::TypeExpr Builder::type(Node node) {
  using Kind = ast::TypeExpr::Kind;
  ast::TypeExpr result;
  result.span = node.span();
  result.optional = node.has(Part::Optional);
  if (node.has(Part::Number)) {
    result.kind = Kind::Range;
    auto bound = node.begin();
    result.low = number(*bound);
    result.high = number(*++bound);
    return result;
  }
  result.labels = names(node);
  if (node.has(Part::Bar) || node.has(Part::Less)) {
    result.kind = node.has(Part::Less) ? Kind::Ordered : Kind::Enum;
    return result;
  }
  const std::string word = result.labels.front().text;
  if (word == "bool")
    result.kind = Kind::Bool;
  else if (word == "money")
    result.kind = Kind::Money;
  else if (word == "date")
    result.kind = Kind::Date;
  else if (word == "text")
    result.kind = Kind::Text;
  else {
    Diagnostic& diagnostic =
        emitter_.error("B101", result.labels.front().span, fmt::format("there is no type `{}`", word));
    diagnostic.help = "a type is `money`, `bool`, `text`, `date`, a range such as `0..100`, or values such as `a | b`";
    if (const auto meant = did_you_mean(word, {"bool", "money", "date", "text"})) {
      diagnostic.help = fmt::format("did you mean `{}`?", *meant);
    }
  }
  result.labels.clear();
  return result;
}

ast::FieldDecl Builder::field(Node node) {
  ast::FieldDecl result{.name = first_name(node),
                        .type = type(*node.find(Part::Type)),
                        .initial = {},
                        .reviewed = {},
                        .span = node.span()};
  Seen seen;
  for (const Node clause : node) {
    if (clause.part() == Part::Initial && is_first(seen, clause, "=")) result.initial = value(*clause.begin());
    if (clause.part() == Part::Reviewed && is_first(seen, clause, "reviewed every")) {
      const ast::Length every = length_in(clause);
      if (const auto* duration = std::get_if<ast::Duration>(&every)) result.reviewed = *duration;
      SourceSpan word = clause.span();
      word.end = word.begin + 8;
      not_yet(word, "`reviewed every` is");
    }
  }
  return result;
}

std::vector<ast::FieldDecl> Builder::fields(Node parent) {
  std::vector<ast::FieldDecl> result;
  for (const Node child : parent) {
    if (child.part() == Part::Field) result.push_back(field(child));
  }
  return result;
}

ast::EventField Builder::event_field(Node node) {
  ast::EventField result{.name = first_name(node), .type = {}, .initial = {}, .span = node.span()};
  if (const auto declared = node.find(Part::Type)) result.type = type(*declared);
  if (const auto initial = node.find(Part::Initial)) result.initial = value(*initial->begin());
  return result;
}

ast::EventDecl Builder::event(Node node) {
  ast::EventDecl result{.name = first_name(node), .fields = {}, .span = node.span()};
  for (const Node child : node) {
    if (child.part() == Part::EventField) result.fields.push_back(event_field(child));
  }
  return result;
}

ast::TransitionDecl Builder::transition(Node node) {
  ast::TransitionDecl result{
      .from = names(node), .to = {}, .triggers = triggers(node), .when = {}, .span = node.span()};
  result.to = std::move(result.from.back());
  result.from.pop_back();
  if (const auto when = node.find(Part::When)) result.when = condition(*when->begin());
  return result;
}

ast::LifecycleDecl Builder::lifecycle(Node node) {
  ast::LifecycleDecl result{.of = first_name(node), .start = {}, .transitions = {}, .span = node.span()};
  Seen seen;
  for (const Node child : node) {
    if (child.part() == Part::Start && is_first(seen, child, "start")) result.start = first_name(child);
    if (child.part() == Part::Transition) result.transitions.push_back(transition(child));
  }
  require(seen, node, Part::Start, fmt::format("the lifecycle of `{}` does not say where it starts", result.of.text),
          "name the first stage: `start STAGE`");
  return result;
}

ast::RoleDecl Builder::role(Node node) {
  ast::RoleDecl result{.name = first_name(node), .title = title(node), .also = {}, .span = node.span()};
  if (const auto also = node.find(Part::Also)) {
    for (const Node other : *also) result.also.push_back(text(other));
  }
  if (is_clause_word(result.name.text) || is_reserved(result.name.text)) {
    emitter_.error("B110", result.name.span, fmt::format("a role cannot be called `{}`", result.name.text)).help =
        fmt::format("clauses begin with `{}`; choose another name for the role", result.name.text);
  }
  return result;
}

ast::ResponsibilityDecl Builder::responsibility(Node node) {
  ast::ResponsibilityDecl result;
  result.metric = node.part() == Part::Metric;
  result.span = node.span();
  Seen seen;
  for (const Node child : node) {
    if (child.part() == Part::Item) {
      std::vector<ast::Name> all = names(child);
      result.items.push_back({all.front(), {all.begin() + 1, all.end()}});
    } else if (child.part() == Part::Per && is_first(seen, child, "per")) {
      result.per = first_name(child);
    } else if (child.part() == Part::During && is_first(seen, child, "during")) {
      result.during = stages(child);
    }
  }
  return result;
}

ast::UseDecl Builder::use(Node node) {
  if (const auto path = node.find(Part::Text)) return {false, text(*path).text, path->span()};
  const ast::Name module = first_name(node);
  return {true, module.text, module.span};
}

bool Builder::add_vocabulary(Node item, ast::File& file) {
  switch (item.part()) {
    case Part::Use:
      file.uses.push_back(use(item));
      return true;
    case Part::Account:
      file.accounts.push_back({fields(item), item.span()});
      return true;
    case Part::Record:
      file.records.push_back({first_name(item), fields(item), item.span()});
      return true;
    case Part::Event:
      file.events.push_back(event(item));
      return true;
    case Part::Lifecycle:
      file.lifecycles.push_back(lifecycle(item));
      return true;
    case Part::Role:
      file.roles.push_back(role(item));
      return true;
    case Part::Responsibility:
    case Part::Metric:
      file.responsibilities.push_back(responsibility(item));
      return true;
    case Part::Let:
      file.lets.push_back({first_name(item), condition(*item.find(Part::Or)), item.span()});
      return true;
    default:
      return false;
  }
}

}  // namespace baton::dsl
