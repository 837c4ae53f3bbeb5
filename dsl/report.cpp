#include "dsl/report.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "dsl/history.hpp"

namespace baton::dsl {

namespace {

// One finding being put into words.
class Report {
 public:
  Report(const Program& program, const Finding& finding, const Sources& sources, Emitter& emitter)
      : program_(program), policy_(program.policy()), finding_(finding), sources_(sources), emitter_(emitter) {}

  void gap();
  void overlap();
  void dead_statement();
  void silent_handoff();
  void never_received();
  void competing_handoffs();
  void structure_rows();
  void coverage_rows();
  void dead_row();
  void unreachable_stage();
  void not_proved();

 private:
  const Structure& structure() const { return policy_.structures[finding_.structure->index]; }
  const Statement& statement(std::size_t i) const { return structure().statements[finding_.statements[i].index]; }
  const Leaf& leaf() const { return policy_.leaves[finding_.leaf->index]; }
  std::string role_name(std::optional<RoleId> role) const {
    return role ? '`' + policy_.roles[role->index].name + '`' : "nobody";
  }
  const char* verb() const { return leaf().metric ? "carries" : "owns"; }
  std::string in_structure() const { return fmt::format(" in `{}`", structure().name); }

  // An error (or warning) at the first of the places that are in a file of the project.
  Diagnostic& place(const char* code, Severity severity, std::string message);
  void label_statements(Diagnostic& diagnostic, std::size_t first) const;
  void label_rows(Diagnostic& diagnostic, const char* text) const;
  void add_witness(Diagnostic& diagnostic) const;
  std::string example_text() const;

  const Program& program_;
  const Policy& policy_;
  const Finding& finding_;
  const Sources& sources_;
  Emitter& emitter_;
};

Diagnostic& Report::place(const char* code, Severity severity, std::string message) {
  Diagnostic& diagnostic = emitter_.error(code, std::move(message));
  diagnostic.severity = severity;
  for (const Origin& origin : finding_.places) {
    if (auto span = sources_.find(origin)) {
      diagnostic.where = span;
      break;
    }
  }
  return diagnostic;
}

std::string Report::example_text() const {
  std::string who = "an account";
  std::vector<std::string> facts;
  for (const auto& [name, value] : finding_.example) {
    if (name == "stage") {
      who = fmt::format("an account in stage `{}`", value);
    } else if (name.find(' ') != std::string::npos) {
      facts.push_back(name + ' ' + value);
    } else if (!value.empty() && std::string_view("<>=").find(value.front()) != std::string_view::npos) {
      facts.push_back(name + ' ' + value);
    } else {
      facts.push_back(name + " = " + value);
    }
  }
  return facts.empty() ? who : fmt::format("{} with {}", who, fmt::join(facts, ", "));
}

void Report::add_witness(Diagnostic& diagnostic) const {
  if (!finding_.example.empty()) diagnostic.notes.push_back("for example: " + example_text());
  if (!finding_.witness) return;
  std::string history = "this history leads there:";
  for (const std::string& line : history_lines(policy_, program_.org().zone, *finding_.witness)) {
    history += "\n  " + line;
  }
  diagnostic.notes.push_back(std::move(history));
}

void Report::label_statements(Diagnostic& diagnostic, std::size_t first) const {
  for (std::size_t i = first; i < finding_.statements.size(); ++i) {
    const auto span = sources_.find(statement(i).at);
    if (!span) continue;
    const bool here =
        diagnostic.where && span->source == diagnostic.where->source && span->begin == diagnostic.where->begin;
    if (!here) diagnostic.also.push_back({*span, fmt::format("{} {} it here", role_name(statement(i).role), verb())});
  }
}

void Report::gap() {
  Diagnostic& diagnostic = place(
      "B402", Severity::Error, fmt::format("nobody {} `{}` for some accounts{}", verb(), leaf().name, in_structure()));
  const std::size_t about = finding_.statements.size();
  if (about == 0) {
    diagnostic.label = fmt::format("no statement says who {} `{}`", verb(), leaf().name);
    diagnostic.help = fmt::format("say who {} it, or write `nobody owns {} because \"...\"`", verb(), leaf().name);
  } else {
    diagnostic.label = about == 1 ? fmt::format("the only statement about `{}`", leaf().name)
                                  : fmt::format("one of {} statements about `{}`", about, leaf().name);
    diagnostic.help = "say who has the rest";
    const auto named = std::find_if(finding_.statements.begin(), finding_.statements.end(),
                                    [&](StatementId id) { return structure().statements[id.index].role.has_value(); });
    const std::string role = named == finding_.statements.end()
                                 ? "ROLE"
                                 : policy_.roles[structure().statements[named->index].role->index].name;
    diagnostic.suggestion = {fmt::format("{} {} {} otherwise", role, verb(), leaf().name)};
  }
  label_statements(diagnostic, 0);
  add_witness(diagnostic);
}

void Report::overlap() {
  const auto first = statement(0).role, second = statement(1).role;
  const std::string message =
      first && second ? fmt::format("{} and {} both {} `{}` for some accounts{}", role_name(first), role_name(second),
                                    leaf().metric ? "carry" : "own", leaf().name, in_structure())
                      : fmt::format("{} {} `{}` where nobody should{}", role_name(first ? first : second), verb(),
                                    leaf().name, in_structure());
  Diagnostic& diagnostic = place("B401", Severity::Error, message);
  diagnostic.label = "these two hold at the same moment";
  label_statements(diagnostic, 0);
  add_witness(diagnostic);
  diagnostic.help = "let one of them give way: narrow it with `when`, `unless` or `during`, or end it with `otherwise`";
}

void Report::dead_statement() {
  const Statement& dead = statement(0);
  const bool otherwise = structure().layers[dead.layer].enclosing.has_value();
  Diagnostic& diagnostic = place("B403", Severity::Error,
                                 otherwise ? fmt::format("nothing is left for this `otherwise`{}", in_structure())
                                           : fmt::format("this statement can never hold{}", in_structure()));
  diagnostic.label = otherwise ? "the other statements already name an owner for every account"
                               : "no possible account meets all of this at any moment";
  diagnostic.help = "remove it, or widen what it asks for";
}

void Report::silent_handoff() {
  const std::string from = role_name(finding_.role), to = role_name(finding_.other_role);
  Diagnostic& diagnostic = place(
      "B404", Severity::Warning,
      fmt::format("`{}` can pass from {} to {} with nothing said about it{}", leaf().name, from, to, in_structure()));
  diagnostic.label = "from here on it is somebody else's";
  label_statements(diagnostic, 0);
  add_witness(diagnostic);
  const std::string giver = policy_.roles[finding_.role->index].name,
                    taker = policy_.roles[finding_.other_role->index].name;
  diagnostic.help = "declare the handoff, or say that none is needed";
  diagnostic.suggestion = {fmt::format("handoff NAME {{ moves {} from {} to {}  finish within 10 business days }}",
                                       leaf().name, giver, taker),
                           fmt::format("{} moves at once from {} to {} because \"...\"", leaf().name, giver, taker)};
}

void Report::never_received() {
  const Handoff& handoff = structure().handoffs[finding_.handoff->index];
  const std::string taker = policy_.roles[handoff.to.index].name;
  Diagnostic& diagnostic = place("B405", Severity::Error,
                                 fmt::format("handoff `{}` moves `{}` to `{}`, who never {} it{}", handoff.name,
                                             leaf().name, taker, verb(), in_structure()));
  diagnostic.label = "can never hand this over";
  diagnostic.help =
      fmt::format("let `{}` own `{}` after the handoff, or take it out of the handoff", taker, leaf().name);
}

void Report::competing_handoffs() {
  Diagnostic& diagnostic = place("B406", Severity::Error,
                                 fmt::format("two handoffs cover the move of `{}` from {} to {}{}", leaf().name,
                                             role_name(finding_.role), role_name(finding_.other_role), in_structure()));
  diagnostic.label = "covers it too";
  for (std::size_t i = 1; i < finding_.places.size(); ++i) {
    if (auto span = sources_.find(finding_.places[i])) diagnostic.also.push_back({*span, "covers it here"});
  }
  diagnostic.help = "one move has one handoff: take the responsibility out of one of them";
}

// Rows beside the first that apply to the same account.
void Report::label_rows(Diagnostic& diagnostic, const char* text) const {
  for (std::size_t i = 1; i < finding_.places.size(); ++i) {
    if (auto span = sources_.find(finding_.places[i])) diagnostic.also.push_back({*span, text});
  }
}

void Report::structure_rows() {
  const bool none = finding_.kind == Finding::Kind::StructureGap;
  Diagnostic& diagnostic = place(none ? "B751" : "B752", Severity::Error,
                                 none ? "no structure serves some accounts" : "two structures serve the same account");
  diagnostic.label = none ? "neither this row nor any other applies to them" : "applies to it";
  if (!none) label_rows(diagnostic, "applies to it as well");
  add_witness(diagnostic);
  diagnostic.help =
      none ? "end the list with a structure for the rest" : "narrow one of the rows, or make it `otherwise: true`";
  if (none) diagnostic.suggestion = {"- { use: STRUCTURE, otherwise: true }"};
}

void Report::coverage_rows() {
  const bool none = finding_.kind == Finding::Kind::CoverageGap;
  const std::string role = role_name(finding_.role);
  Diagnostic& diagnostic =
      place(none ? "B753" : "B754", Severity::Error,
            none ? fmt::format("no team covers the seat of {} for some accounts that need one", role)
                 : fmt::format("two teams cover the seat of {} for the same account", role));
  diagnostic.label = none ? "neither this row nor any other applies to them" : "covers it";
  if (!none) label_rows(diagnostic, "covers it as well");
  add_witness(diagnostic);
  diagnostic.help =
      none ? fmt::format("name a team for the rest under `coverage: {}:`", policy_.roles[finding_.role->index].name)
           : "narrow one of the rows, or make it `otherwise: true`";
  if (none) diagnostic.suggestion = {"- { team: TEAM, otherwise: true }"};
}

void Report::dead_row() {
  Diagnostic& diagnostic = place("B755", Severity::Error, "this row can never apply");
  diagnostic.label = "no possible account is left for it";
  diagnostic.help = "remove it, or widen its `where`";
}

void Report::unreachable_stage() {
  const Lifecycle& lifecycle =
      finding_.lifecycle ? policy_.records[finding_.lifecycle->index].lifecycle : policy_.lifecycle;
  const std::string whose = finding_.lifecycle ? policy_.records[finding_.lifecycle->index].name : "account";
  const std::string& stage = lifecycle.stages[finding_.stage->index].name;
  Diagnostic& diagnostic = place("B407", Severity::Warning, fmt::format("no {} ever enters stage `{}`", whose, stage));
  diagnostic.label = "nothing leads here from the start";
  diagnostic.help = fmt::format("add a transition to `{}`, or remove the stage", stage);
}

void Report::not_proved() {
  const std::string what = finding_.leaf   ? fmt::format("who {} `{}`", verb(), leaf().name)
                           : finding_.role ? fmt::format("which team covers {}", role_name(finding_.role))
                                           : std::string("which structure serves an account");
  Diagnostic& diagnostic = place("B408", Severity::Error,
                                 fmt::format("could not prove {}{}", what, finding_.structure ? in_structure() : ""));
  diagnostic.label = "too many combinations of conditions and windows to look at";
  diagnostic.notes.push_back("this is neither a pass nor a mistake found: the proof was given up at its limit");
  diagnostic.help = "say it with fewer conditions on different things, or split the responsibility";
}

}  // namespace

void report(const Program& program, const std::vector<Finding>& findings, const Sources& sources, Emitter& emitter) {
  for (const Finding& finding : findings) {
    Report words(program, finding, sources, emitter);
    switch (finding.kind) {
      case Finding::Kind::Gap:
        words.gap();
        break;
      case Finding::Kind::Overlap:
        words.overlap();
        break;
      case Finding::Kind::DeadStatement:
        words.dead_statement();
        break;
      case Finding::Kind::SilentHandoff:
        words.silent_handoff();
        break;
      case Finding::Kind::NeverReceived:
        words.never_received();
        break;
      case Finding::Kind::CompetingHandoffs:
        words.competing_handoffs();
        break;
      case Finding::Kind::StructureGap:
      case Finding::Kind::StructureOverlap:
        words.structure_rows();
        break;
      case Finding::Kind::CoverageGap:
      case Finding::Kind::CoverageOverlap:
        words.coverage_rows();
        break;
      case Finding::Kind::DeadRow:
        words.dead_row();
        break;
      case Finding::Kind::UnreachableStage:
        words.unreachable_stage();
        break;
      case Finding::Kind::NotProved:
        words.not_proved();
        break;
    }
  }
}

}  // namespace baton::dsl
