// What a test expects of what runs: handoffs, escalations, SLAs; and of credits.
#include <algorithm>
#include <iterator>

#include "dsl/testing/suite_parts.hpp"

namespace baton::dsl {
namespace {

std::vector<const Structure*> structures_of(const Policy& policy, const std::optional<StructureId>& chosen) {
  std::vector<const Structure*> structures;
  for (std::size_t i = 0; i < policy.structures.size(); ++i) {
    if (!chosen || chosen->index == i) structures.push_back(&policy.structures[i]);
  }
  return structures;
}

template <class Member>
std::vector<std::string> names_of(const Policy& policy, const std::optional<StructureId>& chosen, Member member) {
  std::vector<std::string> names;
  for (const Structure* structure : structures_of(policy, chosen)) {
    for (const auto& declared : structure->*member) {
      if (std::ranges::find(names, declared.name) == names.end()) names.push_back(declared.name);
    }
  }
  return names;
}

// " in the structure `ae_am`", where the test has chosen one.
std::string in_structure(const SuiteContext& suite, const TestScope& scope) {
  if (!scope.structure) return {};
  return " in the structure " + quoted(suite.policy().structures[scope.structure->index].name);
}

template <class Member>
bool is_declared(const SuiteContext& suite, const TestScope& scope, NameKind kind, const ast::Name& name,
                 Member member) {
  const auto names = names_of(suite.policy(), scope.structure, member);
  if (std::ranges::find(names, name.text) != names.end()) return true;
  suite.report().unknown(kind, name, names, in_structure(suite, scope));
  return false;
}

// The states in the order of their enumeration.
template <class State, std::size_t Count>
std::optional<State> state_of(const std::optional<ast::Name>& name, const std::string_view (&words)[Count]) {
  if (!name) return std::nullopt;
  const auto found = std::ranges::find(words, name->text);
  return static_cast<State>(found - std::begin(words));
}

std::optional<Instant> moment(const SuiteContext& suite, const std::optional<ast::TimeRef>& time) {
  return time ? std::optional(instant_of(suite, *time)) : std::nullopt;
}

// A party that may be left out; false after an error.
bool party_of(const SuiteContext& suite, const std::optional<ast::PartyRef>& written, std::optional<Party>& into) {
  if (written) into = lower_party(suite, *written);
  return into.has_value() == written.has_value();
}

// The items that are named belong to the handoff.
bool check_items(const SuiteContext& suite, const ast::Expectation& from, const TestScope& scope) {
  std::vector<std::string> items;
  for (const Structure* structure : structures_of(suite.policy(), scope.structure)) {
    for (const Handoff& handoff : structure->handoffs) {
      if (handoff.name != from.name.text) continue;
      for (const ChecklistItem& item : handoff.checklist) items.push_back(item.name);
    }
  }
  bool sound = true;
  for (const ast::Name& item : *from.missing) {
    if (std::ranges::find(items, item.text) != items.end()) continue;
    suite.report().unknown(kinds::item, item, items, " in the handoff " + quoted(from.name.text));
    sound = false;
  }
  return sound;
}

// Hundredths of a percent.
std::optional<std::int64_t> percent_units(const SuiteContext& suite, const ast::Number& percent) {
  const auto units = to_units(percent.value, 2);
  if (percent.percent && units && *units > 0 && *units <= 10'000) return *units;
  suite.report().error("B808", percent.span, quoted(suite.written(percent.span)) + " is no share of a credit").help =
      "a share lies between 0.01% and 100%";
  return std::nullopt;
}

}  // namespace

std::vector<std::string> handoff_names(const Policy& policy, const std::optional<StructureId>& structure) {
  return names_of(policy, structure, &Structure::handoffs);
}
std::vector<std::string> escalation_names(const Policy& policy, const std::optional<StructureId>& structure) {
  return names_of(policy, structure, &Structure::escalations);
}

bool lower_handoff(const SuiteContext& suite, const ast::Expectation& from, const TestScope& scope, Expected& into) {
  static constexpr std::string_view states[] = {"open",     "started",  "returned",  "overdue",
                                                "finished", "cut_over", "cancelled", "superseded"};
  ExpectHandoff expected;
  expected.handoff = from.name.text;
  if (!is_declared(suite, scope, kinds::handoff, from.name, &Structure::handoffs)) return false;
  expected.state = state_of<HandoffState>(from.state, states);
  bool sound = party_of(suite, from.from, expected.from);
  sound = party_of(suite, from.to, expected.to) && sound;
  expected.start_by = moment(suite, from.start_by);
  expected.due = moment(suite, from.due);
  expected.cutover = moment(suite, from.cutover);
  if (from.missing) {
    sound = check_items(suite, from, scope) && sound;
    expected.missing.emplace();
    for (const ast::Name& item : *from.missing) expected.missing->push_back(item.text);
  }
  expected.accepted = from.accepted;
  into.what = std::move(expected);
  return sound;
}

bool lower_escalation(const SuiteContext& suite, const ast::Expectation& from, const TestScope& scope, Expected& into) {
  static constexpr std::string_view states[] = {"calling", "acknowledged", "closed", "exhausted"};
  ExpectEscalation expected;
  expected.escalation = from.name.text;
  if (!is_declared(suite, scope, kinds::escalation, from.name, &Structure::escalations)) return false;
  expected.state = state_of<EscalationState>(from.state, states);
  expected.until = moment(suite, from.until);
  bool sound = true;
  if (from.tier) {
    const auto tier = to_units(from.tier->value, 0);
    if (!tier || *tier < 1 || *tier > 1'000 || from.tier->percent) {
      suite.report().error("B808", from.tier->span, quoted(suite.written(from.tier->span)) + " is no tier").help =
          "tiers are counted from 1";
      return false;
    }
    expected.tier = static_cast<std::uint32_t>(*tier);
  }
  if (from.calls) {
    expected.calls.emplace();
    for (const ast::PartyRef& written : *from.calls) {
      const auto party = lower_party(suite, written);
      sound = party && sound;
      if (party && party->kind != Party::Kind::Nobody) expected.calls->push_back(*party);
    }
  }
  into.what = std::move(expected);
  return sound;
}

bool lower_sla(const SuiteContext& suite, const ast::Expectation& from, const TestScope& scope, Expected& into) {
  static constexpr std::string_view states[] = {"running", "paused", "met", "breached", "cancelled"};
  ExpectSla expected;
  expected.sla = from.name.text;
  if (!is_declared(suite, scope, kinds::sla, from.name, &Structure::slas)) return false;
  expected.state = state_of<SlaState>(from.state, states);
  expected.due = moment(suite, from.due);
  const bool sound = party_of(suite, from.owner, expected.owner);
  into.what = std::move(expected);
  return sound;
}

bool lower_credit(const SuiteContext& suite, const ast::Expectation& from, const TestScope& scope, Expected& into) {
  ExpectCredit expected;
  expected.credit = from.name.text;
  bool sound = is_declared(suite, scope, {"credit", "credits"}, from.name, &Structure::credits);
  for (const ast::Expectation::Share& share : from.shares) {
    const auto party = lower_party(suite, share.party);
    const auto units = percent_units(suite, share.percent);
    sound = party && units && sound;
    if (party && units) expected.shares.push_back({*party, *units});
  }
  if (from.amount) {
    const auto amount = to_units(from.amount->value, suite.policy().money_places);
    if (amount && !from.amount->percent) {
      expected.amount = *amount;
    } else {
      suite.report()
          .error("B808", from.amount->span, quoted(suite.written(from.amount->span)) + " is no amount of money")
          .help = "write it in the org's currency: `12.50`";
      sound = false;
    }
  }
  into.what = std::move(expected);
  return sound;
}

bool lower_nothing(const SuiteContext& suite, const ast::Expectation& from, const TestScope& scope, Expected& into) {
  using Kind = ExpectNothing::Kind;
  ExpectNothing expected;
  expected.name = from.name.text;
  bool sound = true;
  if (from.of_kind == "handoff") {
    sound = from.name.text.empty() || is_declared(suite, scope, kinds::handoff, from.name, &Structure::handoffs);
  } else if (from.of_kind == "escalation") {
    expected.kind = Kind::Escalation;
    sound = from.name.text.empty() || is_declared(suite, scope, kinds::escalation, from.name, &Structure::escalations);
  } else if (from.of_kind == "credit") {
    expected.kind = Kind::Credit;
    sound = from.name.text.empty() || is_declared(suite, scope, {"credit", "credits"}, from.name, &Structure::credits);
    if (from.record) {
      suite.report().error("B808", from.record->span, "credits are given by events, none is kept for a record").help =
          "leave " + quoted("of") + " out";
      sound = false;
    }
  } else {
    expected.kind = Kind::Sla;
    sound = from.name.text.empty() || is_declared(suite, scope, kinds::sla, from.name, &Structure::slas);
  }
  into.what = std::move(expected);
  return sound;
}

}  // namespace baton::dsl
