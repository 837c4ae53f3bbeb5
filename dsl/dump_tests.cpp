// Section 8 as canonical text: one line a step, a row or a claim.
#include <fmt/format.h>

#include "dsl/dump.hpp"

namespace baton::dsl {

namespace {

using namespace ast;

std::string shown(const Name& name) {
  return name.text;
}
std::string shown(const IdRef& id) {
  return id.quoted ? fmt::format("\"{}\"", id.text) : id.text;
}
std::string shown(const Text& text) {
  return fmt::format("\"{}\"", text.text);
}
std::string shown(const Number& number) {
  return to_string(number.value) + (number.percent ? "%" : "");
}
std::string shown(const Expr& expr) {
  return dump(expr);
}
std::string shown(const TimeRef& time) {
  return dump(time.value);
}
std::string shown(const StageRef& stage) {
  return (stage.of_account ? "account " : "") + stage.stage.text;
}
std::string shown(const PayloadEntry& entry) {
  return fmt::format("{}: {}", entry.key.text, dump(entry.value));
}

std::string shown(const PartyRef& party) {
  static constexpr std::string_view words[] = {"", "position ", "person ", "team ", "owner of ", ""};
  std::string result;
  for (std::uint32_t i = 0; i < party.managers; ++i) result += "manager of ";
  return result + std::string(words[static_cast<std::size_t>(party.kind)]) + shown(party.id);
}

std::string shown(const Expectation::Share& share) {
  return shown(share.party) + " " + shown(share.percent);
}

std::string shown(const ReasonRef& reason) {
  switch (reason.kind) {
    case ReasonRef::Kind::Handoff:
      return "handoff " + reason.name.text;
    case ReasonRef::Kind::Structure:
      return "structure " + reason.name.text;
    case ReasonRef::Kind::Seat:
      return "seat";
    case ReasonRef::Kind::Line:
      return fmt::format("line {}", reason.line);
    case ReasonRef::Kind::Place:
      break;
  }
  return fmt::format("\"{}:{}\"", reason.file->text, reason.line);
}

std::string shown(const TestStep& step);
std::string shown(const CaseCell& cell);
std::string shown(const ClaimDecl& claim);

template <class T>
std::string list(const std::vector<T>& values, std::string_view separator = ", ") {
  std::string result;
  for (const T& value : values) result += (result.empty() ? "" : std::string(separator)) + shown(value);
  return result;
}

template <class T>
std::string clause(std::string_view words, const std::optional<T>& value) {
  return value ? fmt::format(" {} {}", words, shown(*value)) : "";
}
template <class T>
std::string clause(std::string_view words, const std::vector<T>& values) {
  return values.empty() ? "" : fmt::format(" {} {}", words, list(values));
}
template <class T>
std::string clause(std::string_view words, const std::optional<std::vector<T>>& values) {
  return values ? fmt::format(" {} {}", words, values->empty() ? "nothing" : list(*values)) : "";
}

// ---- expectations

std::string owned(const Expectation& expectation) {
  if (expectation.nothing) return "nothing";
  return expectation.everything ? "everything" : list(expectation.leaves);
}

std::string is_or_not(const Expectation& expectation) {
  return expectation.negated ? " is not " : " is ";
}

std::string running(std::string_view kind, const Expectation& e) {
  std::string result = fmt::format("{} {}{}", kind, e.name.text, clause("of", e.record));
  if (e.state) result += " " + e.state->text;
  result += clause("from", e.from) + clause("to", e.to) + clause("start by", e.start_by);
  result += clause("tier", e.tier) + clause("calls", e.calls) + clause("until", e.until);
  result += clause("owner", e.owner) + clause("due", e.due) + clause("cutover", e.cutover);
  result += clause("missing", e.missing);
  if (e.accepted) result += *e.accepted ? " accepted" : " not accepted";
  return result;
}

std::string book(const Expectation& e) {
  if (e.nothing) return fmt::format("book of {} is empty", shown(e.party.id));
  if (e.count) return fmt::format("book of {} has {} accounts", shown(e.party.id), shown(*e.count));
  return fmt::format("book of {} has {}", shown(e.party.id), list(e.accounts));
}

std::string without_reason(const Expectation& e) {
  using Kind = Expectation::Kind;
  const std::string record = clause("of", e.record);
  switch (e.kind) {
    case Kind::Owns:
      return fmt::format("{} {} {}{}", shown(e.party), e.carries ? "carries" : "owns", owned(e), record);
    case Kind::Supports:
      return fmt::format("{} supports {}{}", shown(e.party), owned(e), record);
    case Kind::Owner:
    case Kind::Secondary:
      return fmt::format("{} of {}{}{}{}{}", e.kind == Kind::Owner ? "owner" : "secondary", list(e.leaves), record,
                         is_or_not(e), shown(e.party), clause("until", e.until));
    case Kind::Stage:
      return fmt::format("stage{}{}{}", record, is_or_not(e), e.name.text);
    case Kind::Structure:
      return fmt::format("structure{}{}", is_or_not(e), e.name.text);
    case Kind::Handoff:
      return running("handoff", e);
    case Kind::Escalation:
      return running("escalation", e);
    case Kind::Sla:
      return running("sla", e);
    case Kind::Credit:
      return fmt::format("credit {} {}{}", e.name.text, list(e.shares), clause("amount", e.amount));
    case Kind::NextChange:
      if (e.negated) return "no next change";
      return fmt::format("next change at {}{}", shown(*e.at), e.text ? " " + shown(*e.text) : "");
    case Kind::Nothing:
      return fmt::format("no {}{}{}", e.of_kind, e.name.text.empty() ? "" : " " + e.name.text, record);
    case Kind::Book:
      return book(e);
    case Kind::Rejected:
      break;
  }
  return "rejected" + (e.text ? " " + shown(*e.text) : "");
}

std::string shown(const Expectation& expectation) {
  return without_reason(expectation) + clause("because", expectation.because);
}

// ---- steps

std::string braces(const std::vector<PayloadEntry>& payload) {
  return payload.empty() ? "{}" : fmt::format("{{ {} }}", list(payload));
}

std::string shown(const TestStep& step) {
  using Kind = TestStep::Kind;
  switch (step.kind) {
    case Kind::Structure:
      return "structure " + step.name.text;
    case Kind::Given:
      return "given " + shown(step.text);
    case Kind::Events:
      return "events " + shown(step.text);
    case Kind::Account:
      return fmt::format("account{}{}", step.account ? " " + shown(*step.account) : "",
                         step.selects ? "" : " " + braces(step.payload));
    case Kind::On:
      return fmt::format("on {} {} {}", shown(*step.time), step.name.text, braces(step.payload));
    case Kind::At:
      return "at " + shown(*step.time);
    case Kind::Expect:
      break;
  }
  return fmt::format("{}expect {}", step.time ? fmt::format("at {} ", shown(*step.time)) : "", shown(*step.expect));
}

// ---- cases and invariants

std::string shown(const CaseCell& cell) {
  using Kind = CaseCell::Kind;
  switch (cell.kind) {
    case Kind::Any:
      return "any";
    case Kind::Set:
      return fmt::format("{{{}}}", list(cell.values));
    case Kind::Range:
      return fmt::format("{}..{}", shown(cell.values[0]), shown(cell.values[1]));
    case Kind::Compare:
      return fmt::format("{} {}", cell.op, shown(cell.values[0]));
    case Kind::Not:
      return "not " + shown(cell.values[0]);
    case Kind::Condition:
      return "when " + shown(cell.values[0]);
    case Kind::Value:
      break;
  }
  return shown(cell.values[0]);
}

std::string shown(const ClaimDecl& claim) {
  using Kind = ClaimDecl::Kind;
  std::string scope = clause("during", claim.during) + clause("when", claim.when);
  if (!scope.empty()) scope = scope.substr(1) + " : ";
  const std::string_view verb = claim.carries ? "carries" : "owns";
  const std::string what = claim.everything ? "everything" : list(claim.leaves);
  if (claim.kind == Kind::OwnsNothing) return fmt::format("{}{} {} nothing", scope, claim.role.text, verb);
  return fmt::format("{}{}{} {} {}", scope, claim.role.text, claim.kind == Kind::Never ? " never" : "", verb, what);
}

std::string headline(std::string_view what, const Text& title, const std::optional<Text>& skip) {
  return fmt::format("{} {}{}\n", what, shown(title), clause("skip because", skip));
}

template <class T>
std::string lines(const std::vector<T>& values) {
  std::string result;
  for (const T& value : values) result += "  " + shown(value) + "\n";
  return result;
}

std::string shown(const CasesDecl& cases) {
  std::string result = headline("cases", cases.title, cases.skip_because);
  if (cases.structure) result += fmt::format("  structure {}\n", cases.structure->text);
  if (cases.when) result += fmt::format("  when {}\n", dump(*cases.when));
  result += fmt::format("  expect {}\n  | {} |\n", list(cases.leaves), list(cases.columns, " | "));
  for (const CaseRow& row : cases.rows) result += fmt::format("  | {} |\n", list(row.cells, " | "));
  return result;
}

}  // namespace

std::string dump_tests(const File& file) {
  std::string out;
  for (const GivenDecl& given : file.givens) out += fmt::format("given {}\n{}", shown(given.title), lines(given.steps));
  for (const TestDecl& test : file.tests) {
    out += headline("test", test.title, test.skip_because) + lines(test.steps);
  }
  for (const CasesDecl& cases : file.cases) out += shown(cases);
  for (const InvariantDecl& invariant : file.invariants) {
    out += headline("invariant", invariant.title, invariant.skip_because);
    if (invariant.structure) out += fmt::format("  structure {}\n", invariant.structure->text);
    out += lines(invariant.claims);
  }
  return out;
}

}  // namespace baton::dsl
