// What a test expects of owners, stages and books. What runs (handoffs, escalations, SLAs, credits) is in
// lower_expected_flow.cpp.
//
// A list of leaves may be about the account and about its records at once; it becomes one expectation for each.
#include <algorithm>

#include "dsl/testing/suite_parts.hpp"

namespace baton::dsl {
namespace {

using Kind = ast::Expectation::Kind;

const SeenAccount* account_at_hand(const TestScope& scope) {
  const auto found = scope.accounts.find(scope.account);
  return found == scope.accounts.end() ? nullptr : &found->second;
}

std::string record_word(const SuiteContext& suite, RecordTypeId type) {
  return suite.policy().records[type.index].name;
}

void cannot_ask(const SuiteContext& suite, const SourceSpan& where, std::string message, std::string help) {
  suite.report().error("B808", where, std::move(message)).help = std::move(help);
}

class ExpectationLowerer {
 public:
  ExpectationLowerer(const SuiteContext& suite, const ast::Expectation& from, const TestScope& scope)
      : suite_(suite), from_(from), scope_(scope) {}
  std::vector<Expected> lower();

 private:
  using Lowered = std::vector<Expected>;
  Lowered owns();
  Lowered owner();
  Lowered stage();
  Lowered structure();
  Lowered next();
  Lowered book();
  Lowered running();
  Lowered about_leaves(const Party& party, const std::vector<LeafId>& leaves);
  std::optional<ExpectedRecord> record_of_part(const std::optional<RecordTypeId>& per, const std::string& leaf,
                                               bool& failed);
  std::optional<ExpectedRecord> only_record(RecordTypeId type, const std::string& leaf, bool& failed);
  bool any_per_record() const;
  std::vector<LeafId> leaves();
  bool because();
  bool place(ExpectedReason& reason);
  Expected with(decltype(Expected::what) what) const {
    Expected expected = common_;
    expected.what = std::move(what);
    return expected;
  }

  const SuiteContext& suite_;
  const ast::Expectation& from_;
  const TestScope& scope_;
  Expected common_;  // text, reason, record
};

ExpectationLowerer::Lowered ExpectationLowerer::lower() {
  common_.text = suite_.written(from_.span);
  if (!because()) return {};
  switch (from_.kind) {
    case Kind::Owns:
    case Kind::Supports:
      return owns();
    case Kind::Owner:
    case Kind::Secondary:
      return owner();
    case Kind::Stage:
      return stage();
    case Kind::Structure:
      return structure();
    case Kind::NextChange:
      return next();
    case Kind::Book:
      return book();
    case Kind::Rejected:
      return {with(ExpectRejected{from_.text ? from_.text->text : ""})};
    default:
      return running();
  }
}

// ---- why

// The line of a file of the project, by its path or by the end of its path.
bool ExpectationLowerer::place(ExpectedReason& reason) {
  reason.kind = ExpectedReason::Kind::Place;
  reason.line = static_cast<std::uint32_t>(from_.because->line);
  if (!from_.because->file) return true;
  const std::string& written = from_.because->file->text;
  const Sources& sources = suite_.report().sources();
  std::vector<std::string> paths;
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    const std::string& path = sources[i].path;
    paths.push_back(path);
    if (path != written && !path.ends_with('/' + written)) continue;
    reason.file = path;
    return true;
  }
  const auto near = did_you_mean(written, paths);
  cannot_ask(suite_, from_.because->span, "the project has no file " + quoted(written),
             near ? "did you mean " + quoted(*near) + "?" : "write its path below the project's folder");
  return false;
}

bool ExpectationLowerer::because() {
  if (!from_.because || from_.because->line > 10'000'000) return true;
  using Reason = ast::ReasonRef::Kind;
  const ast::ReasonRef& written = *from_.because;
  if (from_.nothing) {
    cannot_ask(suite_, written.span, "there is no one reason for owning nothing", "leave the reason out");
    return false;
  }
  ExpectedReason reason;
  reason.name = written.name.text;
  bool known = true;
  switch (written.kind) {
    case Reason::Handoff: {
      const auto names = handoff_names(suite_.policy(), scope_.structure);
      known = std::ranges::find(names, written.name.text) != names.end();
      if (!known) suite_.report().unknown(kinds::handoff, written.name, names);
      break;
    }
    case Reason::Structure:
      reason.kind = ExpectedReason::Kind::Structure;
      known = use_structure(suite_, written.name).has_value();
      break;
    case Reason::Seat:
      reason.kind = ExpectedReason::Kind::Seat;
      break;
    case Reason::Line:
    case Reason::Place:
      known = place(reason);
      break;
  }
  common_.because = std::move(reason);
  return known;
}

// ---- owners

// The one record of the type that the test has named: then nobody need name it again.
std::optional<ExpectedRecord> ExpectationLowerer::only_record(RecordTypeId type, const std::string& leaf,
                                                              bool& failed) {
  std::vector<std::string> ids;
  if (const SeenAccount* account = account_at_hand(scope_)) {
    for (const auto& [seen, id] : account->records) {
      if (seen == type) ids.push_back(id);
    }
  }
  if (ids.size() == 1 && !scope_.may_hold_more()) return ExpectedRecord{type, ids.front()};
  failed = true;
  if (scope_.unread) return std::nullopt;
  const std::string word = record_word(suite_, type);
  cannot_ask(suite_, from_.span, quoted(leaf) + " is owned once for each " + word,
             "say which " + word + " is meant: " + quoted("of " + (ids.empty() ? std::string("ID") : ids.front())));
  return std::nullopt;
}

std::optional<ExpectedRecord> ExpectationLowerer::record_of_part(const std::optional<RecordTypeId>& per,
                                                                 const std::string& leaf, bool& failed) {
  if (per && !from_.record) return only_record(*per, leaf, failed);
  if (per) {
    const RecordSearch search = use_record(suite_, *from_.record, scope_, per);
    failed = search.failed;
    return search.record;
  }
  if (!from_.record || any_per_record()) return std::nullopt;
  failed = true;
  cannot_ask(suite_, from_.record->span, quoted(leaf) + " is the account's, not a record's",
             "leave " + quoted("of " + from_.record->text) + " out");
  return std::nullopt;
}

// `of RECORD` is said of what is per record, in a list with what is not.
bool ExpectationLowerer::any_per_record() const {
  return std::ranges::any_of(from_.leaves, [&](const ast::Name& name) {
    const std::vector<LeafId>* leaves = suite_.context.names.responsibilities.find(name.text);
    return leaves && !leaves->empty() && suite_.policy().leaves[leaves->front().index].per;
  });
}

// The leaves named; of `everything`, those of the account or, with `of RECORD`, of that record.
std::vector<LeafId> ExpectationLowerer::leaves() {
  if (!from_.everything) {
    bool fit = true;
    for (const ast::Name& name : from_.leaves) {
      fit = (from_.kind == Kind::Supports || check_carried(suite_, name, from_.carries)) && fit;
    }
    return fit ? use_leaves(suite_.context, from_.leaves) : std::vector<LeafId>();
  }
  std::optional<RecordTypeId> type;
  if (from_.record) {
    const RecordSearch search = use_record(suite_, *from_.record, scope_, std::nullopt);
    if (search.failed) return {};
    type = search.record->type;
    if (!type) {
      cannot_ask(suite_, from_.span, "it is not known what " + quoted(from_.record->text) + " is",
                 "name the responsibilities instead of `everything`");
    }
  }
  std::vector<LeafId> all = every_leaf(suite_.policy(), from_.carries);
  std::erase_if(all, [&](LeafId leaf) { return suite_.policy().leaves[leaf.index].per != type; });
  return all;
}

ExpectationLowerer::Lowered ExpectationLowerer::about_leaves(const Party& party, const std::vector<LeafId>& named) {
  Lowered result;
  for (const auto& [per, part] : parts_of(suite_.policy(), named)) {
    bool failed = false;
    const auto record = record_of_part(per, suite_.policy().leaves[part.front().index].name, failed);
    if (failed) return {};
    Expected expected = from_.kind == Kind::Supports
                            ? with(ExpectSupports{party, part})
                            : with(ExpectOwns{party, part, false, from_.carries, from_.everything});
    expected.record = record;
    result.push_back(std::move(expected));
  }
  return result;
}

ExpectationLowerer::Lowered ExpectationLowerer::owns() {
  const auto party = lower_party(suite_, from_.party);
  if (!from_.nothing) {
    const std::vector<LeafId> named = leaves();
    return party ? about_leaves(*party, named) : Lowered();
  }
  if (party && party->kind == Party::Kind::Nobody) {
    cannot_ask(suite_, from_.span, "nobody is nothing's owner", "name a role: `AE owns nothing`");
    return {};
  }
  Expected expected = with(ExpectOwns{party.value_or(Party{}), {}, true, from_.carries, false});
  if (from_.record) {
    RecordSearch search = use_record(suite_, *from_.record, scope_, std::nullopt);
    if (search.failed) return {};
    expected.record = std::move(search.record);
  }
  return party ? Lowered{std::move(expected)} : Lowered();
}

ExpectationLowerer::Lowered ExpectationLowerer::owner() {
  const auto party = lower_party(suite_, from_.party);
  const auto leaf = use_leaf(suite_, from_.leaves.front());
  if (!party || !leaf) return {};
  bool failed = false;
  const Leaf& named = suite_.policy().leaves[leaf->index];
  const auto record = record_of_part(named.per, named.name, failed);
  if (failed) return {};
  const auto until = from_.until ? std::optional(instant_of(suite_, *from_.until)) : std::nullopt;
  Expected expected = from_.kind == Kind::Owner ? with(ExpectOwner{*leaf, *party, from_.negated})
                                                : with(ExpectSecondary{*leaf, *party, from_.negated, until});
  expected.record = record;
  if (from_.kind == Kind::Secondary && from_.negated && until) {
    cannot_ask(suite_, from_.until->span, "`is not` and `until` do not go together", "leave one of the two out");
    return {};
  }
  return {std::move(expected)};
}

// ---- stages and structures

// The type of a record that has the stage, where the test does not show what the record is.
std::optional<RecordTypeId> type_with_stage(const Policy& policy, std::string_view stage) {
  for (std::size_t i = 0; i < policy.records.size(); ++i) {
    if (find_stage(policy.records[i].lifecycle, stage)) return RecordTypeId(i);
  }
  return std::nullopt;
}

ExpectationLowerer::Lowered ExpectationLowerer::stage() {
  std::optional<ExpectedRecord> record;
  std::optional<RecordTypeId> type;
  if (from_.record) {
    RecordSearch search = use_record(suite_, *from_.record, scope_, std::nullopt);
    if (search.failed) return {};
    record = std::move(search.record);
    if (!record->type) record->type = type_with_stage(suite_.policy(), from_.name.text);
    if (!record->type) {
      suite_.report().unknown(kinds::stage, from_.name, {}, " of a record").help = "name a stage of that record";
      return {};
    }
    type = record->type;
  }
  const auto stage = use_stage(suite_.context, from_.name, type);
  if (!stage) return {};
  Expected expected = with(ExpectStage{*stage, from_.negated});
  expected.record = std::move(record);
  return {std::move(expected)};
}

ExpectationLowerer::Lowered ExpectationLowerer::structure() {
  const auto structure = use_structure(suite_, from_.name);
  if (!structure) return {};
  return {with(ExpectStructure{*structure, from_.negated})};
}

// ---- what comes, and books

ExpectationLowerer::Lowered ExpectationLowerer::next() {
  ExpectNext expected;
  if (from_.at) expected.at = instant_of(suite_, *from_.at);
  if (from_.text) expected.what = from_.text->text;
  return {with(std::move(expected))};
}

ExpectationLowerer::Lowered ExpectationLowerer::book() {
  const auto person = use_person(suite_, from_.party.id);
  ExpectBook expected;
  if (from_.nothing) expected.count = 0;
  if (from_.count) {
    const auto count = to_units(from_.count->value, 0);
    if (!count || *count < 0 || from_.count->percent) {
      cannot_ask(suite_, from_.count->span, quoted(suite_.written(from_.count->span)) + " is no number of accounts",
                 "write a whole number");
      return {};
    }
    expected.count = static_cast<std::uint64_t>(*count);
  }
  for (const ast::IdRef& account : from_.accounts) {
    expected.accounts.push_back(account.text);
    if (scope_.accounts.contains(account.text) || scope_.may_hold_more()) continue;
    std::vector<std::string> ids;
    for (const auto& [id, seen] : scope_.accounts) ids.push_back(id);
    const auto near = did_you_mean(account.text, ids);
    suite_.report().error("B802", account.span, "this test has no account " + quoted(account.text)).help =
        near ? "did you mean " + quoted(*near) + "?" : "begin it: " + quoted("account " + account.text + " { ... }");
  }
  if (!person) return {};
  expected.person = *person;
  return {with(std::move(expected))};
}

// ---- what runs

ExpectationLowerer::Lowered ExpectationLowerer::running() {
  Expected expected = common_;
  bool sound = true;
  if (from_.record) {
    RecordSearch search = use_record(suite_, *from_.record, scope_, std::nullopt);
    sound = !search.failed;
    expected.record = std::move(search.record);
  }
  switch (from_.kind) {
    case Kind::Handoff:
      sound = lower_handoff(suite_, from_, scope_, expected) && sound;
      break;
    case Kind::Escalation:
      sound = lower_escalation(suite_, from_, scope_, expected) && sound;
      break;
    case Kind::Sla:
      sound = lower_sla(suite_, from_, scope_, expected) && sound;
      break;
    case Kind::Credit:
      sound = lower_credit(suite_, from_, scope_, expected) && sound;
      break;
    default:
      sound = lower_nothing(suite_, from_, scope_, expected) && sound;
      break;
  }
  return sound ? Lowered{std::move(expected)} : Lowered();
}

}  // namespace

RecordSearch use_record(const SuiteContext& suite, const ast::IdRef& id, const TestScope& scope,
                        const std::optional<RecordTypeId>& type) {
  std::vector<std::string> ids;
  std::vector<RecordTypeId> types;
  if (const SeenAccount* account = account_at_hand(scope)) {
    for (const auto& [seen, known] : account->records) {
      if (!type || seen == *type) ids.push_back(known);
      if (known == id.text && (!type || seen == *type)) types.push_back(seen);
    }
  }
  if (types.size() == 1) return {ExpectedRecord{types.front(), id.text}};
  if (!types.empty() || scope.may_hold_more()) return {ExpectedRecord{type, id.text}};
  const std::string word = type ? record_word(suite, *type) : "record";
  Diagnostic& diagnostic =
      suite.report().error("B802", id.span, "no event of this account has named the " + word + ' ' + quoted(id.text));
  diagnostic.help = suggest({word, word + "s"}, id.text, ids);
  if (ids.empty()) diagnostic.help = "name it in an event above";
  return {std::nullopt, true};
}

std::vector<Expected> lower_expectation(const SuiteContext& suite, const ast::Expectation& expectation,
                                        const TestScope& scope) {
  return ExpectationLowerer(suite, expectation, scope).lower();
}

}  // namespace baton::dsl
