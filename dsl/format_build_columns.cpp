// Which parts of an item begin columns.
#include "dsl/format_build.hpp"

namespace baton::dsl {

namespace {

struct Kind {
  Part part;
  Columns columns;
};

constexpr Kind kinds[] = {
    {Part::Field, Columns::Field},
    {Part::Record, Columns::Record},
    {Part::Event, Columns::Event},
    {Part::Transition, Columns::Transition},
    {Part::Role, Columns::Role},
    {Part::Responsibility, Columns::Responsibility},
    {Part::Metric, Columns::Responsibility},
    {Part::Statement, Columns::Statement},
    {Part::StartWithin, Columns::Limit},
    {Part::FinishWithin, Columns::Limit},
    {Part::CutoverAfter, Columns::Limit},
    {Part::AcceptedOn, Columns::Reaction},
    {Part::CancelledOn, Columns::Reaction},
    {Part::OpensOn, Columns::Reaction},
    {Part::AcknowledgedOn, Columns::Reaction},
    {Part::ClosedOn, Columns::Reaction},
    {Part::Tier, Columns::Tier},
    {Part::ChecklistItem, Columns::ChecklistItem},
    {Part::Credit, Columns::Credit},
    {Part::Invariant, Columns::Invariant},
    {Part::CaseRow, Columns::Row},
};

Columns columns_of(Node node) {
  // `nobody` is longer than roles are, and rare: it would push them all aside.
  if (node.part() == Part::Statement && node.has(Part::Nobody)) return Columns::None;
  for (const Kind& kind : kinds) {
    if (kind.part == node.part()) return kind.columns;
  }
  return Columns::None;
}

std::optional<Node> first_of(Node node, std::initializer_list<Part> parts) {
  for (const Node child : node) {
    for (const Part part : parts) {
      if (child.part() == part) return child;
    }
  }
  return std::nullopt;
}

}  // namespace

void FormatBuilder::set_columns(FormatItem& item, Node node) const {
  item.columns = columns_of(node);
  const auto found = [&](std::initializer_list<Part> parts) { return first_token(first_of(node, parts)); };
  const auto word = [&](std::string_view wanted) {
    for (std::uint32_t token = item.first(); token <= item.last(); ++token) {
      if (text(token) == wanted) return token;
    }
    return no_token;
  };
  switch (item.columns) {
    case Columns::Field:
      item.stops = {word(":")};
      break;
    case Columns::Transition:
      item.stops = {word("->"), word("->") + 2};
      break;
    case Columns::Role:
      item.stops = {found({Part::Title}), found({Part::Also})};
      break;
    case Columns::Responsibility:
      item.stops = {found({Part::Per, Part::During})};
      break;
    case Columns::Statement:
      item.stops = {found({Part::Owns, Part::Carries, Part::Supports})};
      break;
    case Columns::Limit:
    case Columns::Reaction:
      item.stops = {item.first() + 1};
      break;
    case Columns::Tier:
      item.stops = {found({Part::Within})};
      break;
    case Columns::ChecklistItem:
      item.stops = {found({Part::Title}), found({Part::By, Part::Within, Part::DoneOn, Part::When, Part::Unless})};
      break;
    case Columns::Record:
    case Columns::Event:
    case Columns::Credit:
    case Columns::Invariant:
      item.stops = {item.block ? item.block->open : no_token};
      break;
    case Columns::Row:
      for (std::uint32_t token = item.first() + 1; token <= item.last(); ++token) {
        if (text(token) == "|") item.stops.push_back(token);
      }
      break;
    case Columns::None:
      break;
  }
}

}  // namespace baton::dsl
