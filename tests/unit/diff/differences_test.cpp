// What find_differences says is held against the statements themselves: random changes of a policy that keep it sound,
// random histories fed to the engine, and at every moment each responsibility's owner under both versions. Where they
// differ a reported box holds the moment, and nowhere else.
#include "engine/host/differences.hpp"
#include "engine/host/clause_words.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "dsl/project.hpp"
#include "engine/decide/compile.hpp"
#include "engine/flow/replay_witness.hpp"
#include "engine/host/diff_report.hpp"
#include "tests/dice.hpp"

namespace baton::test {
namespace {

dsl::Project load(const char* folder) {
  dsl::Project project = dsl::load(std::string(BATON_SOURCE_DIR) + folder);
  REQUIRE(project.program);
  return project;
}

// ---- changes that keep a policy sound: whatever says the same bound is changed together

void replace(Condition& condition, const FieldRef& field, Scalar from, Scalar to) {
  for (Condition& child : condition.children) replace(child, field, from, to);
  const bool same = condition.op == Condition::Op::Compare && condition.field == field && condition.value == from;
  if (same) condition.value = to;
}

void collect(const Condition& condition, std::vector<const Condition*>& into) {
  for (const Condition& child : condition.children) collect(child, into);
  if (condition.op == Condition::Op::Compare) into.push_back(&condition);
}

void change_bound(Policy& policy, Structure& structure, Dice& dice) {
  std::vector<const Condition*> comparisons;
  for (const Statement& statement : structure.statements) collect(statement.condition, comparisons);
  std::erase_if(comparisons,
                [&](const Condition* one) { return policy.field(one->field).type.kind != TypeKind::Money; });
  if (comparisons.empty()) return;
  const Condition chosen = *comparisons[dice.below(comparisons.size())];
  const Scalar to = chosen.value / 2 + static_cast<Scalar>(dice.below(4)) * chosen.value / 3;
  for (Statement& statement : structure.statements) replace(statement.condition, chosen.field, chosen.value, to);
}

void change_window(Structure& structure, Dice& dice) {
  std::vector<Span> spans;
  for (const Statement& statement : structure.statements) {
    for (const Window& window : statement.windows) spans.push_back(window.span);
  }
  if (spans.empty()) return;
  const Span from = spans[dice.below(spans.size())];
  const std::int64_t count = 1 + static_cast<std::int64_t>(dice.below(static_cast<std::size_t>(from.count) * 2));
  for (Statement& statement : structure.statements) {
    for (Window& window : statement.windows) {
      if (window.span == from) window.span.count = count;
    }
  }
}

void change_owner(Policy& policy, Structure& structure, Dice& dice) {
  Statement& statement = structure.statements[dice.below(structure.statements.size())];
  if (statement.verb != Verb::Supports) statement.role = RoleId{dice.below(policy.roles.size())};
}

void change_activity(Policy& policy, Dice& dice) {
  Leaf& leaf = policy.leaves[dice.below(policy.leaves.size())];
  StageSet& stages = leaf.per ? leaf.record_stages : leaf.account_stages;
  stages = StageSet{stages.bits & ~StageSet::of(StageId{dice.below(2)}).bits};
}

Policy changed(Policy policy, const Org& org, Dice& dice) {
  if (dice.one_in(4)) change_activity(policy, dice);
  for (std::size_t i = 0; i < 1 + dice.below(3); ++i) {
    Structure& structure = policy.structures[org.structures[dice.below(org.structures.size())].use.index];
    const std::size_t what = dice.below(3);
    if (what == 0) change_bound(policy, structure, dice);
    if (what == 1) change_window(structure, dice);
    if (what == 2) change_owner(policy, structure, dice);
  }
  return policy;
}

// ---- histories

Scalar random_value(const Policy& policy, const Type& type, Instant now, Dice& dice) {
  switch (type.kind) {
    case TypeKind::Enum:
      return static_cast<Scalar>(dice.below(type.labels.size()));
    case TypeKind::Bool:
      return static_cast<Scalar>(dice.below(2));
    case TypeKind::Money:
      return static_cast<Scalar>(dice.below(60)) * 250'000;  // 0 to 150k
    case TypeKind::Number:
      return type.min + static_cast<Scalar>(dice.below(static_cast<std::size_t>(type.max - type.min) + 1));
    case TypeKind::Date:
      return now.ms / 86'400'000 + static_cast<Scalar>(dice.below(200));
    case TypeKind::Text:
      return static_cast<Scalar>(dice.below(policy.texts.size() + 1)) - 1;
  }
  return 0;
}

Witness random_history(const Policy& policy, Dice& dice) {
  Witness history;
  Instant now{1'767'600'000'000};
  WitnessEvent first{now, std::nullopt, std::nullopt, {}, {}, {}};
  for (std::size_t i = 0; i < policy.account_fields.size(); ++i) {
    FieldRef ref;
    ref.field = FieldId{i};
    first.values.push_back({ref, random_value(policy, policy.account_fields[i].type, now, dice)});
  }
  history.events.push_back(first);
  for (std::size_t i = 0; i < 1 + dice.below(8); ++i) {
    now.ms += static_cast<std::int64_t>(dice.below(60 * 24)) * 3'600'000;
    const EventId type{dice.below(policy.events.size())};
    const EventType& event = policy.events[type.index];
    if (event.kind != EventKind::Declared) continue;
    WitnessEvent made{now, type, event.record, event.record ? "R1" : "", {}, {}};
    for (const PayloadField& field : event.payload) {
      made.values.push_back({field.target, random_value(policy, policy.field(field.target).type, now, dice)});
    }
    history.events.push_back(std::move(made));
  }
  history.at = Instant{now.ms + static_cast<std::int64_t>(dice.below(100 * 24)) * 3'600'000};
  std::vector<RecordTypeId> records;
  for (const WitnessEvent& event : history.events) {
    if (event.record) records.push_back(*event.record);
  }
  if (!records.empty() && !dice.one_in(3)) {
    history.record = records[dice.below(records.size())];
    history.record_id = "R1";
  }
  return history;
}

std::vector<Coordinate> point_of(const Space& space, const View& view, const Zone& zone) {
  std::vector<Coordinate> point(space.size(), 0);
  for (std::size_t i = 0; i < space.size(); ++i) {
    const auto& record = space.dimensions()[i].record;
    if (!record || record == view.record_type) point[i] = space.coordinate(DimensionId{i}, view, zone);
  }
  return point;
}

// By asking every statement in turn; nullopt: the policy is not sound there. Nobody owns what is not there to be owned.
std::optional<std::optional<RoleId>> owner_at(const Program& program, LeafId leaf, const View& view) {
  if (!program.is_active(leaf, view)) return std::optional<RoleId>{};
  const auto row = program.structure_row(view);
  if (!row) return std::nullopt;
  const StructureId structure = program.org().structures[*row].use;
  const std::vector<StatementId> holding = program.holding(structure, leaf, view);
  if (holding.size() != 1) return std::nullopt;
  return program.policy().structures[structure.index].statements[holding.front().index].role;
}

struct Tally {
  std::size_t moments = 0, differing = 0;
};

void compare_at(const host::Versions& versions, const host::Differences& found, const View& view, Tally& tally) {
  const Policy& policy = versions.after->policy();
  const std::vector<Coordinate> point = point_of(versions.after->parts().space, view, versions.after->org().zone);
  for (std::size_t i = 0; i < policy.leaves.size(); ++i) {
    const LeafId leaf{i};
    const std::vector<LeafId>&only_before = versions.joint.only_before, &only_after = versions.joint.only_after;
    const bool in_one = std::ranges::find(only_before, leaf) != only_before.end() ||
                        std::ranges::find(only_after, leaf) != only_after.end();
    if (in_one || policy.leaves[i].per != view.record_type) continue;
    if (!versions.before->is_active(leaf, view) && !versions.after->is_active(leaf, view)) continue;
    const auto before = owner_at(*versions.before, leaf, view), after = owner_at(*versions.after, leaf, view);
    REQUIRE(before);
    REQUIRE(after);
    ++tally.moments;
    tally.differing += *before != *after ? 1 : 0;
    std::size_t exact = 0, wide = 0;
    for (const host::OwnerDifference& one : found.owners) {
      if (one.leaf != leaf) continue;
      const auto holds = [&](const Box& box) { return box.has(point); };
      const bool as_said = one.before == *before && one.after == *after;
      const bool here = std::ranges::any_of(one.boxes, holds);
      INFO(policy.leaves[i].name);
      CHECK(here == (as_said && *before != *after));
      wide += here ? 1U : 0U;
      exact += static_cast<std::size_t>(std::ranges::count_if(one.exact, holds));
    }
    INFO(policy.leaves[i].name);
    CHECK(wide == (*before == *after ? 0U : 1U));
    CHECK(exact == wide);
  }
}

// An escalation's words where it would be raised if it were triggered now.
std::optional<host::ClauseWords> escalation_at(const Program& program, const std::string& name, const View& view) {
  const Structure& structure =
      program.policy().structures[program.org().structures[*program.structure_row(view)].use.index];
  for (const host::ClauseWords& clause : host::clauses_of(program.policy(), structure)) {
    if (clause.name == name && (clause.when == nullptr || holds(*clause.when, view))) return clause;
  }
  return std::nullopt;
}

void compare_escalations(const host::Versions& versions, const std::vector<host::ClauseChange>& changes,
                         const std::string& name, const View& view, Tally& tally) {
  const std::vector<Coordinate> point = point_of(versions.after->parts().space, view, versions.after->org().zone);
  const auto before = escalation_at(*versions.before, name, view), after = escalation_at(*versions.after, name, view);
  const bool same = before ? after && before->parts == after->parts : !after;
  const auto here = std::ranges::count_if(changes, [&](const host::ClauseChange& change) {
    return change.clause == name && std::ranges::any_of(change.exact, [&](const Box& box) { return box.has(point); });
  });
  INFO(name);
  CHECK(here == (same ? 0 : 1));
  ++tally.moments;
  tally.differing += same ? 0 : 1;
}

Tally compare(const dsl::Project& project, const Policy& later, const Org& later_org, std::size_t histories,
              Dice& dice) {
  const host::Versions versions(*project.policy, *project.org, later, later_org);
  const host::Differences found = host::find_differences(versions, {});
  CHECK(found.not_proved.empty());
  Tally tally;
  for (std::size_t i = 0; i < histories; ++i) {
    const Witness history = random_history(versions.after->policy(), dice);
    const auto replay = replay_witness(versions.after, history);
    if (!replay) continue;
    const auto view = witness_view(replay->engine, history);
    if (view) compare_at(versions, found, *view, tally);
  }
  return tally;
}

}  // namespace

TEST_CASE("diff: a policy does not differ from itself", "[diff]") {
  for (const char* folder : {"/tests/corpus/pictures/small", "/examples/acme", "/examples/ravenstack"}) {
    INFO(folder);
    const dsl::Project project = load(folder);
    const host::Versions versions(*project.policy, *project.org, *project.policy, *project.org);
    const host::Differences found = host::find_differences(versions, {});
    CHECK(found.owners.empty());
    CHECK(found.not_proved.empty());
    host::DiffReport report =
        host::make_diff_report(versions, {}, [](const Witness&) { return std::vector<std::string>{}; });
    host::compare_wording(report, *project.policy, *project.org, *project.policy, *project.org);
    CHECK(host::diff_text(report, {}) ==
          "no difference in which role owns what: proved for every account at every moment\n");
  }
}

TEST_CASE("diff: a reported box holds every moment at which owners differ, and no other", "[diff]") {
  const dsl::Project project = load("/tests/corpus/pictures/small");
  Tally all;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    INFO("seed " << seed);
    Dice dice(seed);
    const Policy later = changed(*project.policy, *project.org, dice);
    const Tally tally = compare(project, later, *project.org, 60, dice);
    all.moments += tally.moments;
    all.differing += tally.differing;
  }
  CHECK(all.moments > 2'000);
  CHECK(all.differing > 100);
}

TEST_CASE("diff: other structures for the same accounts", "[diff]") {
  const dsl::Project project = load("/examples/acme");
  Tally all;
  for (std::uint64_t seed = 1; seed <= 24; ++seed) {
    INFO("seed " << seed);
    Dice dice(seed);
    Org later = *project.org;
    for (StructureRow& row : later.structures)
      row.use = project.org->structures[dice.below(later.structures.size())].use;
    const Tally tally = compare(project, changed(*project.policy, later, dice), later, 100, dice);
    all.moments += tally.moments;
    all.differing += tally.differing;
  }
  CHECK(all.moments > 200);
  CHECK(all.differing > 100);
}

TEST_CASE("diff: an escalation differs exactly where its words or what it asks differ", "[diff]") {
  const dsl::Project before = load("/tests/corpus/diff/bounds"), after = load("/tests/corpus/diff/asked");
  const host::Versions versions(*before.policy, *before.org, *after.policy, *after.org);
  const std::vector<host::ClauseChange> changes = host::clause_changes(versions, {});
  Dice dice(11);
  Tally tally;
  for (int i = 0; i < 1'000; ++i) {
    const Witness history = random_history(versions.after->policy(), dice);
    const auto replay = replay_witness(versions.after, history);
    const auto view = replay ? witness_view(replay->engine, history) : std::nullopt;
    if (view && !view->record_type) compare_escalations(versions, changes, "escalation late", *view, tally);
  }
  CHECK(tally.moments > 200);
  CHECK(tally.differing > 50);
  CHECK(tally.differing + 50 < tally.moments);
}

TEST_CASE("diff: versions with other names", "[diff]") {
  const dsl::Project before = load("/tests/corpus/diff/bounds"), after = load("/tests/corpus/diff/names");
  Dice dice(7);
  const Tally later = compare(before, *after.policy, *after.org, 1'000, dice);
  const Tally earlier = compare(after, *before.policy, *before.org, 1'000, dice);
  CHECK(later.differing > 50);
  CHECK(earlier.differing > 50);
}

}  // namespace baton::test
