// Sections 5 to 7: handoffs, escalations, SLAs and credits.
#include <fmt/format.h>

#include "dsl/parse_build.hpp"

namespace baton::dsl {

// ---- handoffs

ast::ItemDecl Builder::checklist_item(Node node) {
  ast::ItemDecl result{.name = first_name(node),
                       .title = title(node),
                       .by = {},
                       .within = {},
                       .done_on = {},
                       .qualifiers = qualifiers(node),
                       .span = node.span()};
  Seen seen;
  for (const Node clause : node) {
    if (clause.part() == Part::By && is_first(seen, clause, "by")) result.by = first_name(clause);
    if (clause.part() == Part::Within && is_first(seen, clause, "within")) result.within = length_in(clause);
    if (clause.part() == Part::DoneOn && is_first(seen, clause, "done on")) result.done_on = event_ref(*clause.begin());
  }
  return result;
}

ast::ChecklistDecl Builder::checklist(Node node) {
  ast::ChecklistDecl result;
  result.span = node.span();
  for (const Node child : node) {
    if (child.part() == Part::Name) result.name = name(child);
    if (child.part() == Part::ChecklistItem) result.items.push_back(checklist_item(child));
  }
  return result;
}

void Builder::moves(Node clause, ast::HandoffDecl& handoff) {
  handoff.everything = clause.has(Part::Everything);
  handoff.moves = names(clause);
  const auto one_role = [&](Part part) {
    const std::vector<ast::Name> roles = names(*clause.find(part));
    if (roles.size() > 1) {
      emitter_.error("B101", roles[1].span, "a handoff goes from one role to one role").help =
          "write a handoff for each pair of roles";
    }
    return roles.front();
  };
  handoff.from = one_role(Part::FromRole);
  handoff.to = one_role(Part::ToRole);
  if (handoff.from.text == handoff.to.text) {
    not_yet({handoff.from.span.source, handoff.from.span.begin, handoff.to.span.end},
            "a handoff between two people of one role is");
  }
}

void Builder::handoff_clause(Node clause, ast::HandoffDecl& handoff, Seen& seen) {
  const auto first = [&](std::string_view words) { return is_first(seen, clause, words); };
  switch (clause.part()) {
    case Part::Moves:
      if (first("moves")) moves(clause, handoff);
      break;
    case Part::StartWithin:
      if (first("start within")) handoff.start_within = length_in(clause);
      break;
    case Part::FinishWithin:
      if (first("finish within")) handoff.finish_within = length_in(clause);
      break;
    case Part::CutoverAfter:
      if (first("cutover after")) handoff.cutover_after = length_in(clause);
      break;
    case Part::Ahead:
      if (first("ahead")) handoff.ahead = length_in(clause);
      not_yet(clause.span(), "`ahead` is");
      break;
    case Part::OpensOn:
      if (first("opens on")) handoff.opens_on = events(clause);
      not_yet(clause.span(), "`opens on` is");
      break;
    case Part::CancelledOn:
      if (first("cancelled on")) handoff.cancelled_on = events(clause);
      break;
    case Part::AcceptedOn:
      if (first("accepted on")) handoff.accepted_on = events(clause);
      break;
    case Part::OverdueEscalates:
      if (first("overdue escalates")) handoff.overdue_escalates = first_name(clause);
      break;
    case Part::InFlight:
      if (first("in_flight")) handoff.in_flight = first_name(clause);
      break;
    case Part::Checklist:
      handoff.checklists.push_back(checklist(clause));
      break;
    case Part::Stays:
      handoff.stays.push_back({first_name(clause), qualifiers(clause), clause.span()});
      break;
    default:
      break;
  }
}

ast::HandoffDecl Builder::handoff(Node node) {
  ast::HandoffDecl result;
  result.span = node.span();
  result.name = first_name(node);
  result.title = title(node);
  Seen seen;
  for (const Node clause : node) handoff_clause(clause, result, seen);
  require(seen, node, Part::Moves, fmt::format("the handoff `{}` does not say what it moves", result.name.text),
          "write `moves NAME, ... from ROLE to ROLE`");
  return result;
}

ast::MovesAtOnceDecl Builder::moves_at_once(Node node) {
  ast::MovesAtOnceDecl result;
  result.span = node.span();
  result.everything = node.has(Part::Everything);
  result.moves = names(node);
  if (const auto between = node.find(Part::Between)) {
    result.between = true;
    result.from = names(*between);
  } else {
    result.from = names(*node.find(Part::FromRole));
    result.to = names(*node.find(Part::ToRole));
  }
  if (const auto because = node.find(Part::Because)) result.because = text(*because->begin());
  return result;
}

// ---- escalations

ast::TargetDecl Builder::target(Node node) {
  ast::TargetDecl result;
  result.span = node.span();
  for (const Node child : node) {
    switch (child.part()) {
      case Part::ManagerOf:
        ++result.managers;
        continue;
      case Part::OwnerOf:
        result.kind = ast::TargetDecl::Kind::OwnerOf;
        break;
      case Part::Position:
        result.kind = ast::TargetDecl::Kind::Position;
        break;
      case Part::Person:
        result.kind = ast::TargetDecl::Kind::Person;
        break;
      case Part::Team:
        result.kind = ast::TargetDecl::Kind::Team;
        break;
      default:
        result.name = name(child);
        continue;
    }
    result.name = id(child);
  }
  return result;
}

ast::TierDecl Builder::tier(Node node) {
  ast::TierDecl result;
  result.span = node.span();
  for (const Node child : node) {
    if (child.part() == Part::Target) result.targets.push_back(target(child));
    if (child.part() == Part::Within) result.lasts = length_in(child);
  }
  return result;
}

void Builder::escalation_clause(Node clause, ast::EscalationDecl& escalation, Seen& seen) {
  const auto first = [&](std::string_view words) { return is_first(seen, clause, words); };
  switch (clause.part()) {
    case Part::On:
      if (first("on")) escalation.on = triggers(clause);
      break;
    case Part::When:
    case Part::Unless:
      escalation.qualifiers.push_back(*qualifier(clause));
      break;
    case Part::Tier:
      seen.emplace_back(Part::Tier, clause.span());
      escalation.tiers.push_back(tier(clause));
      break;
    case Part::Notify:
      if (first("notify")) escalation.notify = names(clause);
      break;
    case Part::Pauses:
      escalation.pauses.push_back({stages(clause), clause.span()});
      break;
    case Part::AcknowledgedOn:
      if (first("acknowledged on")) escalation.acknowledged_on = events(clause);
      break;
    case Part::ClosedOn:
      if (first("closed on")) escalation.closed_on = events(clause);
      break;
    case Part::InFlight:
      if (first("in_flight")) escalation.in_flight = first_name(clause);
      break;
    default:
      break;
  }
}

ast::EscalationDecl Builder::escalation(Node node) {
  ast::EscalationDecl result;
  result.span = node.span();
  result.name = first_name(node);
  result.title = title(node);
  if (const auto per = node.find(Part::Per)) result.per = first_name(*per);
  Seen seen;
  for (const Node clause : node) escalation_clause(clause, result, seen);
  require(seen, node, Part::Tier, fmt::format("the escalation `{}` calls nobody", result.name.text),
          "say who is called: `tier owner of NAME for 30 minutes`, then `tier position NAME`");
  return result;
}

// ---- SLAs and credits

void Builder::sla_clause(Node clause, ast::SlaDecl& sla, Seen& seen) {
  const auto first = [&](std::string_view words) { return is_first(seen, clause, words); };
  switch (clause.part()) {
    case Part::On:
      if (first("on")) sla.on = triggers(clause);
      break;
    case Part::Every:
      if (!first("every")) break;
      sla.every = length_in(clause);
      if (clause.has(Part::StageList)) sla.every_during = stages(clause);
      break;
    case Part::When:
    case Part::Unless:
      sla.qualifiers.push_back(*qualifier(clause));
      break;
    case Part::Owes:
      if (!first("owes")) break;
      sla.owner = target(*clause.find(Part::Target));
      sla.owes = events(clause);
      if (const auto within = clause.find(Part::Within); within && is_first(seen, *within, "within")) {
        sla.within = length_in(*within);
      }
      break;
    case Part::Within:
      if (first("within")) sla.within = length_in(clause);
      break;
    case Part::Warns:
      if (first("warns")) sla.warns_before = length_in(clause);
      break;
    case Part::Pauses:
      sla.pauses.push_back({stages(clause), clause.span()});
      break;
    case Part::CancelledOn:
      if (first("cancelled on")) sla.cancelled_on = events(clause);
      break;
    case Part::BreachEscalates:
      if (first("breach escalates")) sla.breach_escalates = first_name(clause);
      break;
    case Part::InFlight:
      if (first("in_flight")) sla.in_flight = first_name(clause);
      break;
    default:
      break;
  }
}

ast::SlaDecl Builder::sla(Node node) {
  ast::SlaDecl result;
  result.span = node.span();
  result.name = first_name(node);
  result.title = title(node);
  if (const auto per = node.find(Part::Per)) result.per = first_name(*per);
  Seen seen;
  for (const Node clause : node) sla_clause(clause, result, seen);
  const std::string& named = result.name.text;
  if (result.on.empty()) {
    require(seen, node, Part::Every, fmt::format("the SLA `{}` does not say when it begins", named),
            "write `on EVENT`, `on 120 days before DATE` or `every 1 quarter during STAGE`");
  }
  require(seen, node, Part::Owes, fmt::format("the SLA `{}` does not say who owes what", named),
          "write `owner of NAME owes EVENT within 10 business days`");
  if (result.owner) {
    require(seen, node, Part::Within, fmt::format("the SLA `{}` does not say by when", named),
            "write `within 10 business days` behind what is owed");
  }
  return result;
}

ast::CreditDecl Builder::credit(Node node) {
  ast::CreditDecl result;
  result.span = node.span();
  result.on = event_ref(*node.find(Part::EventRef));
  for (const Node child : node) {
    if (child.part() != Part::Share) continue;
    result.shares.push_back({first_name(child), number(*child.find(Part::Number))});
    if (!result.shares.back().percent.percent) {
      emitter_.error("B101", result.shares.back().percent.span, "a share is written with `%`").help =
          fmt::format("write `{}%`", child.find(Part::Number)->text());
    }
  }
  if (result.shares.empty() && !node.has(Part::Broken)) {
    emitter_.error("B112", result.on.event.span, "this credit goes to nobody").help =
        "name roles and their shares: `ROLE 70%  ROLE 30%`";
  }
  return result;
}

}  // namespace baton::dsl
