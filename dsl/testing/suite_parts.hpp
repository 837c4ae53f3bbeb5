// What the parts of lowering a suite share: the names of the policy and of org.yaml, and what a test has said so far.
// Internal.
#pragma once

#include "dsl/lower_parts.hpp"
#include "dsl/testing/suite.hpp"

namespace baton::dsl {

struct SuiteContext {
  Context& context;  // the policy's names
  const Org& org;
  std::map<std::string, const ast::GivenDecl*> givens{};  // by title
  std::set<const ast::GivenDecl*> used_givens{};

  const Policy& policy() const { return context.policy; }
  Reporter& report() const { return context.report; }
  const Zone& zone() const { return context.options.zone; }
  // The text of a span on one line, without comments.
  std::string written(const SourceSpan& span) const;
};

// ---- names and moments (lower_parties.cpp)

Instant instant_of(const SuiteContext& suite, const ast::TimeRef& time);
std::optional<StructureId> use_structure(const SuiteContext& suite, const ast::Name& name);
// A leaf, not a group.
std::optional<LeafId> use_leaf(const SuiteContext& suite, const ast::Name& name);
// Metrics are carried, everything else is owned (N2).
bool check_carried(const SuiteContext& suite, const ast::Name& name, bool carries);
// All leaves that are carried, or all that are owned (N2).
std::vector<LeafId> every_leaf(const Policy& policy, bool metrics);
// Account-wide leaves, and those of each record type.
using LeafParts = std::map<std::optional<RecordTypeId>, std::vector<LeafId>>;
LeafParts parts_of(const Policy& policy, const std::vector<LeafId>& leaves);

std::optional<PersonId> find_person(const Org& org, std::string_view id);
std::optional<PersonId> use_person(const SuiteContext& suite, const ast::IdRef& id);
std::optional<Party> lower_party(const SuiteContext& suite, const ast::PartyRef& party);
// Reports a name that stands for nobody.
void report_nobody(const SuiteContext& suite, const ast::IdRef& id, std::string_view kind,
                   const std::vector<std::string>& candidates);

// ---- events (lower_event.cpp)

struct AccountValue {
  Event::Value value;
  SourceSpan where;
};
std::vector<AccountValue> lower_account_values(const SuiteContext& suite,
                                               const std::vector<ast::PayloadEntry>& payload);

struct SeenEvent {
  Event event;         // without time, id and subject
  bool sound = false;  // no error was given
};
// What `on TIME EVENT { ... }` says; nullopt if the event is unknown.
std::optional<SeenEvent> lower_event(const SuiteContext& suite, const ast::TestStep& step);

// ---- expectations (lower_expectation.cpp, lower_expected_flow.cpp)

// What a test has said of an account until now.
struct SeenAccount {
  std::vector<AccountValue> values;  // for its first event
  std::optional<SourceSpan> given;   // where
  bool begun = false;                // an event has been
  std::vector<std::pair<RecordTypeId, std::string>> records;
};

struct TestScope {
  std::optional<StructureId> structure;
  std::map<std::string, SeenAccount> accounts;
  std::string account;    // the one at hand
  bool recorded = false;  // events of a file have been taken: there may be more than the test shows
  bool unread = false;    // a step was wrong: what rests on it is not judged
  bool may_hold_more() const { return recorded || unread; }
};

// One for each part of the account that the expectation is about: leaves of the account, of its deals, ...
std::vector<Expected> lower_expectation(const SuiteContext& suite, const ast::Expectation& expectation,
                                        const TestScope& scope);

// The record that the expectation names, of a type if one is given.
struct RecordSearch {
  std::optional<ExpectedRecord> record;
  bool failed = false;  // an error was given
};
RecordSearch use_record(const SuiteContext& suite, const ast::IdRef& id, const TestScope& scope,
                        const std::optional<RecordTypeId>& type);
// What runs: handoffs, escalations, SLAs, credits.
bool lower_handoff(const SuiteContext& suite, const ast::Expectation& from, const TestScope& scope, Expected& into);
bool lower_escalation(const SuiteContext& suite, const ast::Expectation& from, const TestScope& scope, Expected& into);
bool lower_sla(const SuiteContext& suite, const ast::Expectation& from, const TestScope& scope, Expected& into);
bool lower_credit(const SuiteContext& suite, const ast::Expectation& from, const TestScope& scope, Expected& into);
bool lower_nothing(const SuiteContext& suite, const ast::Expectation& from, const TestScope& scope, Expected& into);
// The names of what the structures at hand declare.
std::vector<std::string> handoff_names(const Policy& policy, const std::optional<StructureId>& structure);
std::vector<std::string> escalation_names(const Policy& policy, const std::optional<StructureId>& structure);

// ---- tests, cases, invariants

Test lower_test(SuiteContext& suite, const ast::TestDecl& declared);              // lower_steps.cpp
Claims lower_cases(SuiteContext& suite, const ast::CasesDecl& declared);          // lower_claims.cpp
Claims lower_invariant(SuiteContext& suite, const ast::InvariantDecl& declared);  // lower_claims.cpp

}  // namespace baton::dsl
