// From the parts that the grammar marked to the AST. What is well formed but makes no sense on its own (30 February, a
// clause said twice, a handoff that moves nothing) is found here.
#pragma once

#include "dsl/diagnostics.hpp"
#include "dsl/parse_tree.hpp"

namespace baton::dsl {

class Builder {
 public:
  explicit Builder(Emitter& emitter) : emitter_(emitter) {}

  // Adds what an item of the top level says to the file.
  void add_item(Node item, ast::File& file);
  ast::Expr condition(Node node);

 private:
  // The clauses seen so far in one block.
  using Seen = std::vector<std::pair<Part, SourceSpan>>;
  bool is_first(Seen& seen, Node clause, std::string_view words);
  void require(const Seen& seen, Node item, Part part, std::string_view what, std::string_view help);
  void not_yet(SourceSpan where, std::string_view what);

  // parse_build_condition.cpp: values and conditions
  ast::Name name(Node node);
  ast::Name first_name(Node parent);          // its first child that is a name
  std::vector<ast::Name> names(Node parent);  // all its children that are names
  ast::Name id(Node parent);                  // a name, or a text that stands for one
  ast::Text text(Node node);
  std::optional<ast::Text> title(Node parent);
  ast::Number number(Node node);
  ast::Duration duration(Node quantity);
  ast::Length length(Node node);  // a Length
  ast::Length length_in(Node parent);
  Day day(std::string_view digits, SourceSpan where);
  ast::Expr value(Node node);
  ast::Expr date_time(Node node);
  ast::Expr quantity(Node node);
  ast::Expr comparison(Node node);
  ast::Expr in_test(ast::Expr left, Node test);
  ast::Expr record_test(Node node);
  ast::Expr joined(Node node, ast::Expr::Kind kind);

  // parse_build_vocabulary.cpp
  bool add_vocabulary(Node item, ast::File& file);
  ast::TypeExpr type(Node node);
  ast::FieldDecl field(Node node);
  std::vector<ast::FieldDecl> fields(Node parent);
  ast::EventField event_field(Node node);
  ast::EventDecl event(Node node);
  ast::TransitionDecl transition(Node node);
  ast::LifecycleDecl lifecycle(Node node);
  ast::RoleDecl role(Node node);
  ast::ResponsibilityDecl responsibility(Node node);
  ast::UseDecl use(Node node);

  // parse_build_structure.cpp: stages, events, qualifiers, structures
  std::vector<ast::StageRef> stages(Node parent);
  ast::EventRef event_ref(Node node);
  std::vector<ast::EventRef> events(Node parent);
  ast::Anchor anchor(Node node);
  ast::DateRef date_ref(Node node);
  std::vector<std::variant<ast::EventRef, ast::DateRef>> triggers(Node parent);
  std::optional<ast::Qualifier> qualifier(Node node);
  std::vector<ast::Qualifier> qualifiers(Node parent);
  ast::Statement statement(Node node);
  std::vector<ast::BodyItem> body(Node parent, ast::StructureDecl& structure);
  ast::StructureDecl structure(Node node);

  // parse_build_flow.cpp: handoffs, escalations, SLAs, credits
  ast::ItemDecl checklist_item(Node node);
  ast::ChecklistDecl checklist(Node node);
  void moves(Node clause, ast::HandoffDecl& handoff);
  void handoff_clause(Node clause, ast::HandoffDecl& handoff, Seen& seen);
  ast::HandoffDecl handoff(Node node);
  ast::MovesAtOnceDecl moves_at_once(Node node);
  ast::TargetDecl target(Node node);
  ast::TierDecl tier(Node node);
  void escalation_clause(Node clause, ast::EscalationDecl& escalation, Seen& seen);
  ast::EscalationDecl escalation(Node node);
  void sla_clause(Node clause, ast::SlaDecl& sla, Seen& seen);
  ast::SlaDecl sla(Node node);
  ast::CreditDecl credit(Node node);

  // parse_build_tests.cpp, parse_build_expectation.cpp: tests, cases, invariants
  bool add_test(Node item, ast::File& file);
  std::optional<ast::Text> skip(Node item);
  std::vector<ast::TestStep> steps(Node item);
  std::optional<ast::TestStep> step(Node node);
  std::vector<ast::PayloadEntry> payload(Node parent);
  ast::CasesDecl cases(Node node);
  ast::CaseCell cell(Node node);
  ast::CaseRow row(Node node, const ast::CasesDecl& cases);
  std::vector<ast::Name> columns(Node head);
  ast::InvariantDecl invariant(Node node);
  ast::ClaimDecl claim(Node node);
  ast::TimeRef time(Node node);
  ast::IdRef id_ref(Node node);
  ast::PartyRef party(Node node);
  std::vector<ast::PartyRef> parties(Node parent);
  ast::ReasonRef reason(Node node);
  std::optional<ast::Expectation> expectation(Node node);
  void expect_owner(Node node, ast::Expectation& expectation);
  void expect_credit(Node node, ast::Expectation& expectation);
  void expect_book(Node node, ast::Expectation& expectation);
  void expect_clause(Node clause, ast::Expectation& expectation, Seen& seen);

  Emitter& emitter_;
};

}  // namespace baton::dsl
