// What a test expects: one function for what several kinds share, one for each kind that has a form of its own.
#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "dsl/parse_build.hpp"

namespace baton::dsl {

// ---- who

ast::PartyRef Builder::party(Node node) {
  using Kind = ast::PartyRef::Kind;
  ast::PartyRef result;
  result.span = node.span();
  for (const Node child : node) {
    switch (child.part()) {
      case Part::ManagerOf:
        ++result.managers;
        break;
      case Part::Nobody:
        result.kind = Kind::Nobody;
        result.id = {std::string(child.text()), false, child.span()};
        break;
      case Part::OwnerOf: {
        result.kind = Kind::OwnerOf;
        const ast::Name leaf = first_name(child);
        result.id = {leaf.text, false, leaf.span};
        break;
      }
      case Part::Id:
        result.id = id_ref(child);
        break;
      default:
        result.kind = child.part() == Part::Position ? Kind::Position
                      : child.part() == Part::Person ? Kind::Person
                                                     : Kind::Team;
        result.id = id_ref(*child.begin());
        break;
    }
  }
  return result;
}

std::vector<ast::PartyRef> Builder::parties(Node parent) {
  std::vector<ast::PartyRef> result;
  for (const Node child : parent) {
    if (child.part() == Part::Party) result.push_back(party(child));
  }
  return result;
}

// ---- why

namespace {

// "file.baton:12" to the file and the line; 0: no line.
std::uint64_t split_place(std::string& place) {
  const std::size_t colon = place.rfind(':');
  if (colon == std::string::npos) return 0;
  std::uint64_t line = 0;
  const char* end = place.data() + place.size();
  const auto read = std::from_chars(place.data() + colon + 1, end, line);
  if (read.ec != std::errc() || read.ptr != end) return 0;
  place.resize(colon);
  return line;
}

}  // namespace

ast::ReasonRef Builder::reason(Node node) {
  using Kind = ast::ReasonRef::Kind;
  ast::ReasonRef result;
  result.span = node.span();
  const Node kind = *node.begin();
  switch (kind.part()) {
    case Part::ReasonHandoff:
    case Part::ReasonStructure:
      result.kind = kind.part() == Part::ReasonHandoff ? Kind::Handoff : Kind::Structure;
      result.name = first_name(kind);
      return result;
    case Part::ReasonSeat:
      result.kind = Kind::Seat;
      return result;
    case Part::ReasonLine: {
      result.kind = Kind::Line;
      const auto line = to_units(number(*kind.begin()).value, 0);
      result.line = line && *line > 0 ? static_cast<std::uint64_t>(*line) : 0;
      break;
    }
    default:
      result.kind = Kind::Place;
      result.file = text(*kind.begin());
      result.line = split_place(result.file->text);
      break;
  }
  if (result.line == 0) {
    emitter_.error("B101", kind.span(), fmt::format("`{}` names no line", kind.text())).help =
        "write `line 12`, or \"file.baton:12\" for a line of another file";
  }
  return result;
}

// ---- what

using Kind = ast::Expectation::Kind;

void Builder::expect_owner(Node node, ast::Expectation& expectation) {
  expectation.party = party(*node.find(Part::Party));
  expectation.leaves = names(node);
  expectation.negated = node.has(Part::NotWord);
  expectation.nothing = node.has(Part::NothingWord);
  expectation.everything = node.has(Part::Everything);
  expectation.carries = node.has(Part::Carries);
  if (node.has(Part::Supports)) expectation.kind = Kind::Supports;
  if (expectation.kind == Kind::Supports && (expectation.nothing || expectation.everything)) {
    emitter_.error("B101", node.span(), "`supports` needs the name of a responsibility").help =
        "write `RS supports NAME`";
  }
}

void Builder::expect_credit(Node node, ast::Expectation& expectation) {
  expectation.name = first_name(node);
  for (const Node child : node) {
    if (child.part() == Part::Amount) expectation.amount = number(*child.begin());
    if (child.part() != Part::Share) continue;
    const Node percent = *child.find(Part::Number);
    expectation.shares.push_back({party(*child.find(Part::Party)), number(percent)});
    if (!expectation.shares.back().percent.percent) {
      emitter_.error("B101", percent.span(), "a share is written with `%`").help =
          fmt::format("write `{}%`", percent.text());
    }
  }
}

void Builder::expect_book(Node node, ast::Expectation& expectation) {
  expectation.nothing = node.has(Part::Empty);
  bool person = true;
  for (const Node child : node) {
    if (child.part() == Part::Count) expectation.count = number(*child.begin());
    if (child.part() != Part::Id) continue;
    if (std::exchange(person, false)) {
      expectation.party.kind = ast::PartyRef::Kind::Person;
      expectation.party.id = id_ref(child);
      expectation.party.span = child.span();
    } else {
      expectation.accounts.push_back(id_ref(child));
    }
  }
}

// What may follow in any order, each at most once.
void Builder::expect_clause(Node clause, ast::Expectation& expectation, Seen& seen) {
  const auto first = [&](std::string_view words) { return is_first(seen, clause, words); };
  const auto time_of = [&] { return time(*clause.find(Part::Time)); };
  switch (clause.part()) {
    case Part::OfRecord:
      if (first("of")) expectation.record = id_ref(*clause.begin());
      break;
    case Part::State:
      if (first("the state")) expectation.state = name(clause);
      break;
    case Part::FromRole:
      if (first("from")) expectation.from = party(*clause.begin());
      break;
    case Part::ToRole:
      if (first("to")) expectation.to = party(*clause.begin());
      break;
    case Part::StartBy:
      if (first("start by")) expectation.start_by = time_of();
      break;
    case Part::Due:
      if (first("due")) expectation.due = time_of();
      break;
    case Part::Cutover:
      if (first("cutover")) expectation.cutover = time_of();
      break;
    case Part::UntilTime:
      if (first("until")) expectation.until = time_of();
      break;
    case Part::Missing:
      if (!first("missing")) break;
      expectation.missing = names(clause);
      expectation.nothing = clause.has(Part::NothingWord);
      break;
    case Part::Accepted:
      if (first("accepted")) expectation.accepted = !clause.has(Part::NotWord);
      break;
    case Part::Tier:
      if (first("tier")) expectation.tier = number(*clause.begin());
      break;
    case Part::Calls:
      if (first("calls")) expectation.calls = parties(clause);
      break;
    case Part::OwedBy:
      if (first("owner")) expectation.owner = party(*clause.begin());
      break;
    case Part::Reason:
      expectation.because = reason(clause);
      break;
    default:
      break;
  }
}

namespace {

std::optional<Kind> kind_of(Part part) {
  switch (part) {
    case Part::ExpectOwns:
      return Kind::Owns;
    case Part::ExpectOwner:
      return Kind::Owner;
    case Part::ExpectSecondary:
      return Kind::Secondary;
    case Part::ExpectStage:
      return Kind::Stage;
    case Part::ExpectStructure:
      return Kind::Structure;
    case Part::ExpectHandoff:
      return Kind::Handoff;
    case Part::ExpectEscalation:
      return Kind::Escalation;
    case Part::ExpectSla:
      return Kind::Sla;
    case Part::ExpectCredit:
      return Kind::Credit;
    case Part::ExpectNext:
    case Part::ExpectNoNext:
      return Kind::NextChange;
    case Part::ExpectNone:
      return Kind::Nothing;
    case Part::ExpectBook:
      return Kind::Book;
    case Part::ExpectRejected:
      return Kind::Rejected;
    default:
      return std::nullopt;
  }
}

std::string_view running_kind(Node node) {
  if (node.has(Part::Handoff)) return "handoff";
  if (node.has(Part::Credit)) return "credit";
  return node.has(Part::Escalation) ? "escalation" : "sla";
}

}  // namespace

std::optional<ast::Expectation> Builder::expectation(Node node) {
  const auto kind = kind_of(node.part());
  if (!kind) return std::nullopt;
  ast::Expectation result;
  result.kind = *kind;
  result.span = node.span();
  Seen seen;
  for (const Node child : node) expect_clause(child, result, seen);
  switch (*kind) {
    case Kind::Owns:
    case Kind::Owner:
    case Kind::Secondary:
      expect_owner(node, result);
      break;
    case Kind::Credit:
      expect_credit(node, result);
      break;
    case Kind::Book:
      expect_book(node, result);
      break;
    case Kind::NextChange:
      result.negated = node.part() == Part::ExpectNoNext;
      if (const auto at = node.find(Part::Time)) result.at = time(*at);
      if (const auto what = node.find(Part::Text)) result.text = text(*what);
      break;
    case Kind::Rejected:
      if (const auto why = node.find(Part::Text)) result.text = text(*why);
      break;
    case Kind::Nothing:
      result.of_kind = running_kind(node);
      [[fallthrough]];
    default:
      result.negated = node.has(Part::NotWord);
      if (node.has(Part::Name)) result.name = first_name(node);
      break;
  }
  return result;
}

}  // namespace baton::dsl
