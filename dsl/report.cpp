#include "dsl/report.hpp"

#include <algorithm>
#include <cctype>
#include <map>

#include <fmt/format.h>

#include "dsl/history.hpp"
#include "dsl/quote.hpp"
#include "dsl/report_words.hpp"
#include "engine/decide/table.hpp"

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
  void moves_left_out();

 private:
  const Structure& structure() const { return policy_.structures[finding_.structure->index]; }
  const Statement& statement(std::size_t i) const { return structure().statements[finding_.statements[i].index]; }
  const Leaf& leaf() const { return policy_.leaves[finding_.leaf->index]; }
  std::string leaves() const { return spoken_list(leaf_names(policy_, finding_.leaves)); }
  std::string leaves_to_paste() const { return plain_list(leaf_names(policy_, finding_.leaves)); }
  const std::string& name_of(RoleId role) const { return policy_.roles[role.index].name; }
  std::string role_name(std::optional<RoleId> role) const { return role ? '`' + name_of(*role) + '`' : "nobody"; }
  const char* verb() const { return leaf().metric ? "carries" : "owns"; }
  const char* verb_of_two() const { return leaf().metric ? "carry" : "own"; }
  const char* pronoun() const { return finding_.leaves.size() > 1 ? "them" : "it"; }
  std::string while_open() const;
  const char* when_of_move(const Statement& about) const;
  std::string in_structure() const { return fmt::format(" in `{}`", structure().name); }

  // An error (or warning) at the first of the places.
  Diagnostic& place(const char* code, Severity severity, std::string message);
  SourceSpan span_of(const Origin& at) const { return sources_.find(at).value(); }
  bool is_primary(const Diagnostic& diagnostic, const SourceSpan& span) const;
  void label_statements(Diagnostic& diagnostic) const;
  void label_statement(Diagnostic& diagnostic, const Statement& statement, std::string text) const;
  bool is_copy() const;
  void label_origin_of_copy(Diagnostic& diagnostic) const;
  void label_others(Diagnostic& diagnostic, const char* text) const;
  void add_witness(Diagnostic& diagnostic, std::string example) const;
  void add_witness(Diagnostic& diagnostic) const { add_witness(diagnostic, example_text(finding_)); }

  void gap_without_statement(Diagnostic& diagnostic) const;
  void suggest_rest(Diagnostic& diagnostic) const;
  std::optional<StatementId> innermost() const;
  bool is_written_otherwise(const Statement& statement) const;
  bool alone_in_layer(StatementId id) const;
  RoleId usual_role() const;
  std::optional<RoleId> receiver_without_statement(RoleId giver) const;
  void label_swap(Diagnostic& diagnostic) const;
  void suggest_move(Diagnostic& diagnostic) const;
  const Handoff* handoff_between() const;
  std::string new_handoff_name(const std::string& giver, const std::string& taker) const;

  const Program& program_;
  const Policy& policy_;
  const Finding& finding_;
  const Sources& sources_;
  Emitter& emitter_;
};

Diagnostic& Report::place(const char* code, Severity severity, std::string message) {
  Diagnostic& diagnostic = emitter_.error(code, std::move(message));
  diagnostic.severity = severity;
  diagnostic.where = span_of(finding_.places.front());
  return diagnostic;
}

// The places beside the first.
void Report::label_others(Diagnostic& diagnostic, const char* text) const {
  for (std::size_t i = 1; i < finding_.places.size(); ++i) {
    diagnostic.also.push_back({span_of(finding_.places[i]), text});
  }
}

void Report::add_witness(Diagnostic& diagnostic, std::string example) const {
  diagnostic.notes.push_back("for example: " + std::move(example));
  std::string history = "this history leads there:";
  for (const std::string& line : history_lines(policy_, program_.org().zone, *finding_.witness)) {
    history += "\n  " + line;
  }
  diagnostic.notes.push_back(std::move(history));
}

bool Report::is_primary(const Diagnostic& diagnostic, const SourceSpan& span) const {
  return span.source == diagnostic.where->source && span.begin == diagnostic.where->begin;
}

void Report::label_statement(Diagnostic& diagnostic, const Statement& statement, std::string text) const {
  const SourceSpan span = span_of(statement.at);
  if (is_primary(diagnostic, span)) return;
  const bool told = std::any_of(diagnostic.also.begin(), diagnostic.also.end(), [&](const Label& label) {
    return label.span.source == span.source && label.span.begin == span.begin;
  });
  if (!told) diagnostic.also.push_back({span, std::move(text)});
}

void Report::label_statements(Diagnostic& diagnostic) const {
  for (const StatementId id : finding_.statements) {
    const Statement& about = structure().statements[id.index];
    label_statement(diagnostic, about, fmt::format("{} {} {} here", role_name(about.role), verb(), pronoun()));
  }
}

// Are the statements written in another structure, which this one is made from?
bool Report::is_copy() const {
  const Origin& at = statement(0).at;
  return std::any_of(policy_.structures.begin(), policy_.structures.end(), [&](const Structure& other) {
    return &other != &structure() &&
           std::any_of(other.statements.begin(), other.statements.end(),
                       [&](const Statement& there) { return there.at.file == at.file && there.at.begin == at.begin; });
  });
}

void Report::label_origin_of_copy(Diagnostic& diagnostic) const {
  if (is_copy()) diagnostic.also.push_back({span_of(structure().at), "in this structure"});
}

// ---- ownership

void Report::gap() {
  Diagnostic& diagnostic =
      place("B402", Severity::Error, fmt::format("nobody {} {} for some accounts{}", verb(), leaves(), in_structure()));
  const std::size_t about = finding_.statements.size();
  if (about == 0) {
    gap_without_statement(diagnostic);
  } else {
    diagnostic.label = about == 1 ? fmt::format("the only statement about {}", pronoun())
                                  : fmt::format("{} {} {} here", role_name(statement(0).role), verb(), pronoun());
    label_statements(diagnostic);
    label_origin_of_copy(diagnostic);
    suggest_rest(diagnostic);
  }
  add_witness(diagnostic);
}

// The role that owns most in the structure.
RoleId Report::usual_role() const {
  std::map<RoleId, std::size_t> owned;
  for (const Statement& statement : structure().statements) {
    if (statement.role && statement.verb != Verb::Supports) owned[*statement.role] += statement.leaves.size();
  }
  const auto most =
      std::max_element(owned.begin(), owned.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == owned.end() ? RoleId{} : most->first;
}

void Report::gap_without_statement(Diagnostic& diagnostic) const {
  diagnostic.label = fmt::format("no statement says who {} {}", verb(), pronoun());
  diagnostic.help = fmt::format("say who {} {}, or that nobody does and why", verb(), pronoun());
  if (!policy_.roles.empty()) {
    diagnostic.suggestion = {fmt::format("{} {} {}", name_of(usual_role()), verb(), leaves_to_paste())};
  }
  diagnostic.suggestion.push_back(fmt::format("nobody {} {} because \"...\"", verb(), leaves_to_paste()));
}

// The statement whose layer all the others enclose, if there is one: what its `otherwise` leaves is all that is left.
std::optional<StatementId> Report::innermost() const {
  for (const StatementId id : finding_.statements) {
    const std::uint32_t layer = structure().statements[id.index].layer;
    const bool inside_all = std::all_of(finding_.statements.begin(), finding_.statements.end(), [&](StatementId other) {
      const std::uint32_t its = structure().statements[other.index].layer;
      return its == layer || encloses(structure(), its, layer);
    });
    if (inside_all) return id;
  }
  return std::nullopt;
}

bool Report::is_written_otherwise(const Statement& statement) const {
  return quote(sources_, statement.at).contains("otherwise");
}

bool Report::alone_in_layer(StatementId id) const {
  const Statement& it = structure().statements[id.index];
  return it.leaves.size() == finding_.leaves.size() &&
         std::count_if(finding_.statements.begin(), finding_.statements.end(),
                       [&](StatementId other) { return structure().statements[other.index].layer == it.layer; }) == 1;
}

// Who takes over from a role by a handoff that moves all of it, if one does and there is none of it yet for them: else
// that handoff would lead to somebody who never owns it.
std::optional<RoleId> Report::receiver_without_statement(RoleId giver) const {
  const auto owns = [&](RoleId role) {
    return std::any_of(finding_.statements.begin(), finding_.statements.end(),
                       [&](StatementId id) { return structure().statements[id.index].role == role; });
  };
  const auto found =
      std::find_if(structure().handoffs.begin(), structure().handoffs.end(), [&](const Handoff& handoff) {
        return handoff.from == giver && !handoff.everything && !owns(handoff.to) &&
               std::all_of(finding_.leaves.begin(), finding_.leaves.end(), [&](LeafId leaf) {
                 return std::find(handoff.moves.begin(), handoff.moves.end(), leaf) != handoff.moves.end();
               });
      });
  return found == structure().handoffs.end() ? std::nullopt : std::optional(found->to);
}

// One statement that takes what all the others leave. Beside an `otherwise` a second one would take the same again: the
// one that is there is widened, or the new one goes into its block.
void Report::suggest_rest(Diagnostic& diagnostic) const {
  const auto named = std::find_if(finding_.statements.rbegin(), finding_.statements.rend(),
                                  [&](StatementId id) { return structure().statements[id.index].role.has_value(); });
  const RoleId last_named =
      named == finding_.statements.rend() ? usual_role() : *structure().statements[named->index].role;
  const RoleId role = receiver_without_statement(last_named).value_or(last_named);
  const std::string rest = fmt::format("{} {} {} otherwise", name_of(role), verb(), leaves_to_paste());
  const std::optional<StatementId> last = innermost();
  if (!last) {
    diagnostic.help = "let one of the `otherwise` take all that is left";
  } else if (structure().statements[last->index].layer == 0) {
    diagnostic.help = "say who has the rest";
    diagnostic.suggestion = {rest};
  } else if (is_written_otherwise(structure().statements[last->index]) && alone_in_layer(*last)) {
    const Statement& narrowed = structure().statements[last->index];
    diagnostic.help = fmt::format("let the `otherwise` of line {} take all that is left", narrowed.at.line);
    diagnostic.suggestion = {fmt::format("{} {} {} otherwise", narrowed.role ? name_of(*narrowed.role) : "nobody",
                                         verb(), leaves_to_paste()) +
                             (narrowed.role ? "" : fmt::format(" because \"{}\"", narrowed.because))};
  } else {
    diagnostic.help = "say who has the rest, at the end of the `otherwise` block";
    diagnostic.suggestion = {rest};
  }
  if (mixes_units(structure(), finding_.statements)) {
    diagnostic.help = "count both windows in the same unit: days and months are never exactly alike";
    diagnostic.suggestion.clear();
  } else if (is_copy()) {
    diagnostic.help = fmt::format("let what `{}` sets leave nothing between the statements, or say who has the rest",
                                  structure().name);
    diagnostic.suggestion.clear();
  }
}

void Report::overlap() {
  const auto first = statement(0).role, second = statement(1).role;
  const std::string message = first && second
                                  ? fmt::format("{} and {} both {} {} for some accounts{}", role_name(first),
                                                role_name(second), verb_of_two(), leaves(), in_structure())
                                  : fmt::format("{} {} {} for some accounts for which nobody should{}",
                                                role_name(first ? first : second), verb(), leaves(), in_structure());
  Diagnostic& diagnostic = place("B401", Severity::Error, message);
  diagnostic.label = fmt::format("{} {} {} here", role_name(first), verb(), pronoun());
  label_statement(diagnostic, statement(1), fmt::format("and {} here, at the same moment", role_name(second)));
  label_origin_of_copy(diagnostic);
  add_witness(diagnostic);
  const std::uint32_t a = statement(0).layer, b = statement(1).layer;
  if (mixes_units(structure(), finding_.statements)) {
    diagnostic.help = "count both windows in the same unit: days and months are never exactly alike";
  } else if (a != b) {
    diagnostic.help =
        "two `otherwise` side by side take the same rest: narrow one with `when` or `unless`, or leave it out";
  } else {
    diagnostic.help =
        "let one of them give way: narrow it with `when`, `unless` or `during`, or end it with `otherwise`";
  }
}

void Report::dead_statement() {
  const Statement& dead = statement(0);
  const bool otherwise = structure().layers[dead.layer].enclosing.has_value();
  Diagnostic& diagnostic = place("B403", Severity::Error,
                                 otherwise ? fmt::format("nothing is left for this `otherwise`{}", in_structure())
                                           : fmt::format("this statement can never hold{}", in_structure()));
  diagnostic.label = otherwise ? "the other statements already name an owner for every account"
                               : fmt::format("no account can meet all of this while {} {} active", leaves(),
                                             finding_.leaves.size() > 1 ? "are" : "is");
  label_origin_of_copy(diagnostic);
  diagnostic.help = otherwise ? "remove it, or narrow one of the others" : "remove it, or widen what it asks for";
}

// ---- handoffs

const Handoff* Report::handoff_between() const {
  const auto found = std::find_if(structure().handoffs.begin(), structure().handoffs.end(), [&](const Handoff& h) {
    return h.from == *finding_.role && h.to == *finding_.other_role && !h.at.file.starts_with("rules/") &&
           policy_.leaves[h.moves.front().index].per == leaf().per;
  });
  return found == structure().handoffs.end() ? nullptr : &*found;
}

std::string Report::new_handoff_name(const std::string& giver, const std::string& taker) const {
  std::string name = giver + "_to_" + taker;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto taken = [&] {
    return std::any_of(structure().handoffs.begin(), structure().handoffs.end(),
                       [&](const Handoff& handoff) { return handoff.name == name; });
  };
  while (taken()) name += "_too";
  return name;
}

void Report::suggest_move(Diagnostic& diagnostic) const {
  const std::string &giver = name_of(*finding_.role), &taker = name_of(*finding_.other_role);
  const std::string at_once =
      fmt::format("{} moves at once from {} to {} because \"...\"", leaves_to_paste(), giver, taker);
  const bool in_library = structure().from_library;
  if (const Handoff* near = handoff_between()) {
    std::vector<LeafId> moves = near->moves;
    moves.insert(moves.end(), finding_.leaves.begin(), finding_.leaves.end());
    diagnostic.help =
        fmt::format("let the handoff `{}` move {} too, or say that none is needed", near->name, pronoun());
    diagnostic.suggestion = {
        fmt::format("moves {} from {} to {}", plain_list(leaf_names(policy_, moves)), giver, taker), at_once};
    return;
  }
  diagnostic.help =
      fmt::format("declare a handoff{}, or say that none is needed", in_library ? " outside of the structures" : "");
  diagnostic.suggestion = {fmt::format("handoff {} {{ moves {} from {} to {}   finish within 10 business days }}",
                                       new_handoff_name(giver, taker), leaves_to_paste(), giver, taker),
                           at_once};
}

// A swap: the rows of org.yaml, then who owns under the one structure and under the other.
void Report::label_swap(Diagnostic& diagnostic) const {
  const Structure& left = policy_.structures[finding_.left_structure->index];
  diagnostic.label = fmt::format("an account that comes to `{}` ...", structure().name);
  diagnostic.also.push_back({span_of(finding_.places[1]), fmt::format("... from `{}`", left.name)});
  label_statement(diagnostic, left.statements[finding_.statements[1].index],
                  fmt::format("{} before", role_name(finding_.role)));
  label_statement(diagnostic, statement(0), fmt::format("{} from then on", role_name(finding_.other_role)));
}

// A move away from who still gives by a handoff.
std::string Report::while_open() const {
  if (!finding_.handoff) return "";
  return fmt::format(" while handoff `{}` is open", structure().handoffs[finding_.handoff->index].name);
}

const char* Report::when_of_move(const Statement& about) const {
  if (about.role == finding_.other_role) return " from then on";
  return about.role == finding_.role ? " before" : " was to take over";
}

void Report::silent_handoff() {
  const std::string from = role_name(finding_.role), to = role_name(finding_.other_role);
  const std::string where = finding_.left_structure
                                ? fmt::format(" when an account moves from `{}` to `{}`",
                                              policy_.structures[finding_.left_structure->index].name, structure().name)
                                : in_structure() + while_open();
  Diagnostic& diagnostic =
      place("B404", Severity::Warning,
            fmt::format("{} can pass from {} to {}{}, and nothing says how", leaves(), from, to, where));
  if (finding_.left_structure) {
    label_swap(diagnostic);
  } else {
    diagnostic.label = fmt::format("{} from then on", to);
    for (const StatementId id : finding_.statements) {
      const Statement& about = structure().statements[id.index];
      label_statement(diagnostic, about, role_name(about.role) + when_of_move(about));
    }
    label_origin_of_copy(diagnostic);
  }
  const std::string cause = cause_text(policy_, *finding_.witness);
  add_witness(diagnostic, example_text(finding_) + (cause.empty() ? "" : ", " + cause));
  suggest_move(diagnostic);
}

void Report::never_received() {
  const Handoff& handoff = structure().handoffs[finding_.handoff->index];
  const std::string& taker = name_of(handoff.to);
  Diagnostic& diagnostic =
      place("B405", Severity::Error,
            fmt::format("handoff `{}` moves {} to `{}`, who never {} {}{}", handoff.name, leaves(), taker, verb(),
                        pronoun(), handoff.top_level ? " in any structure" : in_structure()));
  diagnostic.label = fmt::format("`{}` is to take over", taker);
  diagnostic.help =
      fmt::format("say when `{}` {} {}, or take {} out of the handoff", taker, verb(), leaves(), pronoun());
}

void Report::competing_handoffs() {
  Diagnostic& diagnostic = place("B406", Severity::Error,
                                 fmt::format("the move of {} from {} to {} is covered twice{}", leaves(),
                                             role_name(finding_.role), role_name(finding_.other_role), in_structure()));
  diagnostic.label = "and here";
  label_others(diagnostic, "covered here");
  diagnostic.help = fmt::format("a move has one handoff, or is at once: take {} out of one of them", leaves());
}

// ---- org.yaml

void Report::structure_rows() {
  const bool none = finding_.kind == Finding::Kind::StructureGap;
  Diagnostic& diagnostic = place(none ? "B751" : "B752", Severity::Error,
                                 none ? "no structure serves some accounts" : "two structures serve the same account");
  const std::vector<StructureRow>& rows = program_.org().structures;
  diagnostic.label = !none             ? "this row applies to it"
                     : rows.size() > 1 ? "neither this row nor any other applies to them"
                                       : "this row does not apply to them";
  if (!none) label_others(diagnostic, "and this one too");
  add_witness(diagnostic);
  diagnostic.help = none ? "end the list with a structure for the rest"
                         : "narrow one of the rows, or take out its `where` and make it `otherwise: true`";
  if (none) {
    diagnostic.suggestion = {
        fmt::format("- {{ use: {}, otherwise: true }}", policy_.structures[rows.back().use.index].name)};
  }
}

void Report::coverage_rows() {
  const bool none = finding_.kind == Finding::Kind::CoverageGap;
  const std::string role = role_name(finding_.role);
  const std::vector<CoverageRow>& rows = program_.org().coverage[finding_.role->index];
  Diagnostic& diagnostic =
      place(none ? "B753" : "B754", Severity::Error,
            none ? fmt::format("no team covers the seat of {} for some accounts that need one", role)
                 : fmt::format("two teams cover the seat of {} for the same account", role));
  diagnostic.label = !none             ? "this row covers it"
                     : rows.empty()    ? "org.yaml has no team for this role"
                     : rows.size() > 1 ? "neither this row nor any other covers them"
                                       : "this row does not cover them";
  if (!none) label_others(diagnostic, "and this one too");
  add_witness(diagnostic);
  if (!none) {
    diagnostic.help = "narrow one of the rows, or take out its `where` and make it `otherwise: true`";
  } else if (rows.empty()) {
    diagnostic.help = "give it a team in org.yaml, under `teams` and under `coverage`";
    diagnostic.suggestion = coverage_lines(policy_, program_.org(), *finding_.role);
  } else {
    diagnostic.help =
        fmt::format("end the rows of `{}` under `coverage` with a team for the rest", name_of(*finding_.role));
    diagnostic.suggestion = {
        fmt::format("- {{ team: {}, otherwise: true }}", program_.org().teams[rows.back().team.index].id)};
  }
}

void Report::dead_row() {
  Diagnostic& diagnostic = place("B755", Severity::Error, "this row can never apply");
  const bool of_role = finding_.role.has_value();
  const bool otherwise = of_role ? program_.org().coverage[finding_.role->index][finding_.rows.front()].otherwise
                                 : program_.org().structures[finding_.rows.front()].otherwise;
  diagnostic.label = otherwise ? "the other rows already take every account" : "no account can meet this `where`";
  diagnostic.help = otherwise ? "remove it, or narrow one of the others" : "remove it, or widen its `where`";
}

// The first transition to the stage that an earlier one of the same event always forestalls, and the earlier one.
std::optional<std::pair<const Transition*, const Transition*>> taken_first(const Lifecycle& lifecycle, StageId stage) {
  for (const Transition& later : lifecycle.transitions) {
    if (later.to != stage || !later.on) continue;
    for (const Transition& earlier : lifecycle.transitions) {
      if (&earlier == &later) break;
      const bool always = earlier.on && earlier.on->event == later.on->event && earlier.on->where.is_always() &&
                          earlier.when.is_always();
      if (always && (earlier.from & later.from) == later.from) return std::pair(&earlier, &later);
    }
  }
  return std::nullopt;
}

void Report::unreachable_stage() {
  const Lifecycle& lifecycle =
      finding_.lifecycle ? policy_.records[finding_.lifecycle->index].lifecycle : policy_.lifecycle;
  const std::string whose = finding_.lifecycle ? policy_.records[finding_.lifecycle->index].name : "account";
  const std::string& stage = lifecycle.stages[finding_.stage->index].name;
  Diagnostic& diagnostic = place("B407", Severity::Warning, fmt::format("no {} ever enters stage `{}`", whose, stage));
  diagnostic.label = "nothing leads here from the start";
  diagnostic.help = fmt::format("add a transition to `{}`, or remove the stage", stage);
  const auto taken = taken_first(lifecycle, *finding_.stage);
  if (!taken) return;
  diagnostic.where = span_of(taken->second->origin);
  diagnostic.label = "never happens";
  diagnostic.also.push_back({span_of(taken->first->origin), "this one is always taken before it"});
  diagnostic.help = fmt::format("say by `when` which of the two `{}` means, or let the narrower one stand first",
                                policy_.events[taken->first->on->event.index].name);
}

void Report::not_proved() {
  const std::string what = finding_.leaf   ? fmt::format("who {} {}", verb(), leaves())
                           : finding_.role ? fmt::format("which team covers {}", role_name(finding_.role))
                                           : std::string("which structure serves an account");
  Diagnostic& diagnostic = place("B408", Severity::Error,
                                 fmt::format("could not prove {}{}", what, finding_.structure ? in_structure() : ""));
  if (finding_.unconfirmed) {
    diagnostic.label = "an account may be without exactly one owner, but no history was found that leads there";
    diagnostic.notes.push_back("this is neither a pass nor a mistake found: it was not decided");
    diagnostic.help = "say who owns what in fewer different ways, or end the last statement with `otherwise`";
    return;
  }
  diagnostic.label = "too many combinations of conditions and windows to look at";
  diagnostic.notes.push_back("this is neither a pass nor a mistake found: the proof was given up at its limit");
  diagnostic.help = "say it with fewer conditions on different things, or split the responsibility";
}

void Report::moves_left_out() {
  const std::string where = finding_.left_structure
                                ? fmt::format(" when an account moves from `{}` to `{}`",
                                              policy_.structures[finding_.left_structure->index].name, structure().name)
                                : in_structure();
  Diagnostic& diagnostic =
      place("B409", Severity::Warning,
            fmt::format("not all ways in which {} can pass from one role to another{} were tried", leaves(), where));
  diagnostic.label = "too many events, stages and dates to try them all";
  diagnostic.notes.push_back(
      "who owns it is proved for every moment; a change of owner that nobody declared may be left");
  diagnostic.help = "declare these changes by a handoff or `moves at once`, or ask about fewer events and dates";
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
      case Finding::Kind::MovesLeftOut:
        words.moves_left_out();
        break;
    }
  }
}

}  // namespace baton::dsl
