#include "dsl/parse_build.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace baton::dsl {

bool Builder::is_first(Seen& seen, Node clause, std::string_view words) {
  const auto earlier = std::ranges::find(seen, clause.part(), &std::pair<Part, SourceSpan>::first);
  if (earlier == seen.end()) {
    seen.emplace_back(clause.part(), clause.span());
    return true;
  }
  Diagnostic& diagnostic = emitter_.error("B111", clause.span(), fmt::format("`{}` is said twice", words));
  diagnostic.also.push_back({earlier->second, "first said here"});
  diagnostic.help = "keep one of the two";
  return false;
}

void Builder::require(const Seen& seen, Node item, Part part, std::string_view what, std::string_view help) {
  if (item.has(Part::Broken) || std::ranges::find(seen, part, &std::pair<Part, SourceSpan>::first) != seen.end())
    return;
  SourceSpan where = item.span();
  if (const auto titled = item.find(Part::Text)) where = titled->span();
  if (const auto named = item.find(Part::Name)) where = named->span();
  emitter_.error("B112", where, std::string(what)).help = help;
}

void Builder::not_yet(SourceSpan where, std::string_view what) {
  emitter_.error("B190", where, fmt::format("{} not yet executed by this version of baton", what)).help =
      "leave it out for now";
}

void Builder::add_item(Node item, ast::File& file) {
  if (add_vocabulary(item, file) || add_test(item, file)) return;
  switch (item.part()) {
    case Part::Structure:
      file.structures.push_back(structure(item));
      break;
    case Part::Handoff:
      file.handoffs.push_back(handoff(item));
      break;
    case Part::Checklist:
      file.checklists.push_back(checklist(item));
      break;
    case Part::MovesAtOnce:
      file.moves_at_once.push_back(moves_at_once(item));
      break;
    case Part::Escalation:
      file.escalations.push_back(escalation(item));
      break;
    case Part::Sla:
      file.slas.push_back(sla(item));
      break;
    case Part::Credit:
      file.credits.push_back(credit(item));
      break;
    default:
      break;
  }
}

}  // namespace baton::dsl
