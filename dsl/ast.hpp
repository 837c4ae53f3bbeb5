// The abstract syntax tree of one file. `parse` makes it; `lower` and `lower_suite` read it.
#pragma once

#include "dsl/ast_items.hpp"
#include "dsl/ast_tests.hpp"

namespace baton::dsl::ast {

struct File {
  std::vector<UseDecl> uses;
  std::vector<AccountDecl> accounts;
  std::vector<RecordDecl> records;
  std::vector<EventDecl> events;
  std::vector<LifecycleDecl> lifecycles;
  std::vector<RoleDecl> roles;
  std::vector<ResponsibilityDecl> responsibilities;
  std::vector<LetDecl> lets;
  std::vector<StructureDecl> structures;
  std::vector<HandoffDecl> handoffs;
  std::vector<ChecklistDecl> checklists;
  std::vector<MovesAtOnceDecl> moves_at_once;
  std::vector<EscalationDecl> escalations;
  std::vector<SlaDecl> slas;
  std::vector<CreditDecl> credits;
  std::vector<GivenDecl> givens;
  std::vector<TestDecl> tests;
  std::vector<CasesDecl> cases;
  std::vector<InvariantDecl> invariants;
  std::vector<std::string> unread;  // words of what could not be read: what they name is not judged
};

}  // namespace baton::dsl::ast
