// Section 4: stages, events, qualifiers, statements, structures.
#include <fmt/format.h>

#include "dsl/parse_build.hpp"

namespace baton::dsl {

// `account` counts for all stages named after it: `during account onboarding, customer`.
std::vector<ast::StageRef> Builder::stages(Node parent) {
  std::vector<ast::StageRef> result;
  bool of_account = false;
  const auto list = parent.find(Part::StageList);
  for (const Node child : *list) {
    of_account = of_account || child.has(Part::AccountWord);
    result.push_back({of_account, first_name(child)});
  }
  return result;
}

ast::EventRef Builder::event_ref(Node node) {
  ast::EventRef result{.event = first_name(node), .where = {}, .span = node.span()};
  if (const auto where = node.find(Part::Where)) result.where = condition(*where->begin());
  if (result.event.text == "account.imported" || result.event.text == "account.merged") {
    not_yet(result.event.span, fmt::format("`{}` is", result.event.text));
  }
  return result;
}

std::vector<ast::EventRef> Builder::events(Node parent) {
  std::vector<ast::EventRef> result;
  for (const Node child : parent) {
    if (child.part() == Part::EventRef) result.push_back(event_ref(child));
  }
  return result;
}

ast::Anchor Builder::anchor(Node node) {
  ast::Anchor result;
  result.span = node.span();
  result.entering = node.has(Part::Entering);
  if (result.entering) {
    const Node stage = *node.find(Part::Stage);
    result.of_account = stage.has(Part::AccountWord);
    result.name = first_name(stage);
    return result;
  }
  result.name = first_name(node);
  if (const auto where = node.find(Part::Where)) result.where = condition(*where->begin());
  return result;
}

ast::DateRef Builder::date_ref(Node node) {
  ast::DateRef result;
  result.span = node.span();
  result.length = length_in(node);
  if (const auto before = node.find(Part::BeforeDate)) {
    result.date = first_name(*before);
  } else {
    result.before = false;
    result.anchor = anchor(*node.find(Part::AfterAnchor)->begin());
  }
  return result;
}

std::vector<std::variant<ast::EventRef, ast::DateRef>> Builder::triggers(Node parent) {
  std::vector<std::variant<ast::EventRef, ast::DateRef>> result;
  for (const Node child : parent) {
    if (child.part() == Part::EventRef) result.emplace_back(event_ref(child));
    if (child.part() == Part::DateRef) result.emplace_back(date_ref(child));
  }
  return result;
}

namespace {

ast::Qualifier::Kind kind_of(Node node) {
  using Kind = ast::Qualifier::Kind;
  const bool before = node.has(Part::BeforeDate);
  switch (node.part()) {
    case Part::During:
      return Kind::During;
    case Part::For:
      return Kind::For;
    case Part::From:
      return before ? Kind::FromBefore : Kind::From;
    case Part::Until:
      return before ? Kind::UntilBefore : Kind::UntilAfter;
    case Part::When:
      return Kind::When;
    case Part::Unless:
      return Kind::Unless;
    case Part::Otherwise:
      return Kind::Otherwise;
    default:
      return Kind::Because;
  }
}

bool is_qualifier(Part part) {
  return part >= Part::During && part <= Part::Because;
}

}  // namespace

std::optional<ast::Qualifier> Builder::qualifier(Node node) {
  if (!is_qualifier(node.part())) return std::nullopt;
  ast::Qualifier result;
  result.kind = kind_of(node);
  result.span = node.span();
  if (node.part() == Part::During) result.stages = stages(node);
  if (node.has(Part::Length)) result.length = length_in(node);
  if (const auto after = node.find(Part::AfterAnchor)) result.anchor = anchor(*after->begin());
  if (const auto before = node.find(Part::BeforeDate)) result.date = first_name(*before);
  if (const auto asked = node.find(Part::Or)) result.condition = condition(*asked);
  if (node.part() == Part::Because) result.because = text(*node.begin());
  return result;
}

std::vector<ast::Qualifier> Builder::qualifiers(Node parent) {
  std::vector<ast::Qualifier> result;
  for (const Node child : parent) {
    if (auto found = qualifier(child)) result.push_back(std::move(*found));
  }
  return result;
}

ast::Statement Builder::statement(Node node) {
  ast::Statement result;
  result.span = node.span();
  const Node subject = *node.begin();
  result.nobody = subject.part() == Part::Nobody;
  result.role = name(subject);
  if (node.has(Part::Carries)) result.verb = ast::Statement::Verb::Carries;
  if (node.has(Part::Supports)) result.verb = ast::Statement::Verb::Supports;
  result.everything = node.has(Part::Everything);
  result.names = names(node);
  if (!result.nobody) result.names.erase(result.names.begin());
  result.qualifiers = qualifiers(node);
  for (const ast::Qualifier& qualifier : result.qualifiers) {
    if (qualifier.kind != ast::Qualifier::Kind::UntilAfter) continue;
    emitter_.error("B101", qualifier.span, "a statement has no `until ... after`").help =
        "write `for D after EVENT`; `until D after EVENT` says how long someone `stays` in a handoff";
  }
  return result;
}

std::vector<ast::BodyItem> Builder::body(Node parent, ast::StructureDecl& structure) {
  std::vector<ast::BodyItem> result;
  for (const Node child : parent) {
    switch (child.part()) {
      case Part::Statement:
        result.emplace_back(statement(child));
        break;
      case Part::OtherwiseBlock:
        result.emplace_back(ast::OtherwiseBlock{body(child, structure), child.span()});
        break;
      case Part::Handoff:
        structure.handoffs.push_back(handoff(child));
        break;
      case Part::MovesAtOnce:
        structure.moves_at_once.push_back(moves_at_once(child));
        break;
      case Part::Escalation:
        structure.escalations.push_back(escalation(child));
        break;
      case Part::Sla:
        structure.slas.push_back(sla(child));
        break;
      case Part::Credit:
        structure.credits.push_back(credit(child));
        break;
      default:
        break;
    }
  }
  return result;
}

namespace {

ast::Name as_name(Node node) {
  return {std::string(node.text()), node.span()};
}

}  // namespace

ast::StructureDecl Builder::structure(Node node) {
  ast::StructureDecl result;
  result.span = node.span();
  result.name = first_name(node);
  result.title = title(node);
  for (const Node child : node) {
    if (child.part() == Part::Parameter) {
      result.parameters.push_back({first_name(child), value(*++child.begin())});
    } else if (child.part() == Part::Extends) {
      result.extends = first_name(child);
    } else if (child.part() == Part::Body) {
      result.body = body(child, result);
    } else if (child.part() == Part::Instance) {
      result.instance_of = first_name(child);
      for (const Node argument : child) {
        if (argument.part() != Part::Argument) continue;
        const Node set_to = *++argument.begin();
        ast::Argument& added = result.arguments.emplace_back();
        added.name = as_name(*argument.begin());
        if (set_to.part() == Part::Rename)
          added.role = first_name(set_to);
        else
          added.value = value(set_to);
      }
    }
  }
  return result;
}

}  // namespace baton::dsl
