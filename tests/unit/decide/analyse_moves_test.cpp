#include <catch2/catch.hpp>

#include "analyse_world.hpp"

namespace baton::test {
namespace {

// Who owns the leaf before and after the history's last step, or before and after its last instant.
bool shows_move(const Program& program, const Finding& finding) {
  const auto owner_at = [&](const Witness& witness) -> std::optional<RoleId> {
    Replay replay(program);
    if (!replay.take(witness) || !replay.has_record(witness)) return std::nullopt;
    const View view = replay.view(witness);
    if (!program.is_active(*finding.leaf, view)) return std::nullopt;
    const auto holding = program.holding(*finding.structure, *finding.leaf, view);
    if (holding.size() != 1) return std::nullopt;
    return program.policy().structures[finding.structure->index].statements[holding[0].index].role;
  };
  const Witness& whole = *finding.witness;
  if (owner_at(whole) != finding.other_role) return false;
  Witness before = whole;
  if (before.events.back().at == before.at) {
    before.events.pop_back();
    before.at = before.events.back().at;
  } else {
    before.at.ms -= 1;
  }
  return owner_at(before) == finding.role;
}

Told silent(const Company& company) {
  const Program program = company.program();
  Told lines;
  for (const Finding& finding : analyse(program, ProofBudget{}, [&](const Finding& f) {
         return f.kind == Finding::Kind::SilentHandoff ? shows_move(program, f) : shows(program, f);
       })) {
    if (finding.kind != Finding::Kind::SilentHandoff) continue;
    const auto& roles = company.policy->roles;
    lines.push_back(company.policy->leaves[finding.leaf->index].name + ' ' + roles[finding.role->index].name + " to " +
                    roles[finding.other_role->index].name);
  }
  return lines;
}

TEST_CASE("R8: an event that moves a leaf is silent unless a handoff or `moves at once` covers it") {
  Company company;
  const LeafId leaf =
      company.leaf("relationship", StageSet::of(company.opportunity) | StageSet::of(company.onboarding));
  company.structure("s");
  company.owns(company.ae, {leaf}).account_stages = StageSet::of(company.opportunity);
  company.owns_otherwise(company.am, {leaf});
  // The way back leads over churned, where the leaf is not active.
  CHECK(silent(company) == Told{"relationship AE to AM"});
  Handoff handoff;
  handoff.name = "h";
  handoff.moves = {leaf};
  handoff.from = company.ae;
  handoff.to = company.am;
  company.policy->structures[0].handoffs = {handoff};
  CHECK(silent(company) == Told{});
  company.policy->structures[0].handoffs = {};
  company.policy->structures[0].moves_at_once.push_back({{leaf}, {company.ae}, {company.am}, false, false, "why", {}});
  CHECK(silent(company) == Told{});
}

TEST_CASE("R8: a window that ends moves a leaf; an anchor that comes again moves it back") {
  Company company;
  const EventId held = company.event("qbr.held");
  const AnchorId last = company.after_event(held);
  const LeafId leaf = company.leaf("x");
  company.structure("s");
  company.owns(company.ae, {leaf}).windows = {for_after(days(30), last)};
  company.owns_otherwise(company.am, {leaf});
  CHECK(silent(company) == Told{"x AE to AM", "x AM to AE"});
}

TEST_CASE("R8: a field that changes moves a leaf") {
  Company company;
  const FieldRef arr = company.field("arr", money_type());
  const LeafId leaf = company.leaf("x");
  company.structure("s");
  company.owns(company.ae, {leaf}).condition = below(arr, 1'000'000);
  company.owns_otherwise(company.am, {leaf});
  CHECK(silent(company) == Told{"x AE to AM", "x AM to AE"});
}

TEST_CASE("R8: roles that never follow each other are not reported") {
  Company company;
  const LeafId leaf = company.leaf("x", StageSet::of(company.prospect) | StageSet::of(company.onboarding));
  company.structure("s");
  company.owns(company.ae, {leaf}).account_stages = StageSet::of(company.prospect);
  company.owns_otherwise(company.am, {leaf});
  CHECK(silent(company) == Told{});
}

TEST_CASE("R8: a change of structure moves a leaf; the new structure has to cover it (O2)") {
  Company company;
  const FieldRef key = company.defaulted("key", bool_type(), 0);
  const LeafId leaf = company.leaf("x");
  const StructureId first = company.structure("first");
  company.owns(company.ae, {leaf});
  const StructureId second = company.structure("second");
  company.owns(company.am, {leaf});
  company.org->structures = {{first, is(key, 0), false, {}}, {second, is(key, 1), false, {}}};
  company.org->coverage.resize(3);
  const auto swaps = [&] {
    const Program program = company.program();
    Told lines;
    for (const Finding& finding : analyse(program, ProofBudget{}, {})) {
      if (!finding.left_structure) continue;
      Replay replay(program);
      CHECK(replay.take(*finding.witness));
      CHECK(program.structure_row(replay.view(*finding.witness)) == finding.structure->index);
      lines.push_back(company.policy->structures[finding.left_structure->index].name + " to " +
                      company.policy->structures[finding.structure->index].name);
    }
    return lines;
  };
  CHECK(swaps() == Told{"first to second", "second to first"});
  company.policy->structures[1].moves_at_once.push_back({{leaf}, {company.ae}, {company.am}, false, false, "why", {}});
  CHECK(swaps() == Told{"second to first"});
}

// "silent x", "moves left out x", with "from first" for a change of structure; without confirmation.
Told moves_told(const Company& company, const ProofBudget& budget) {
  Told lines;
  for (const Finding& finding : analyse(company.program(), budget, {})) {
    if (finding.kind != Finding::Kind::SilentHandoff && finding.kind != Finding::Kind::MovesLeftOut) continue;
    lines.push_back(Company::kind_name(finding.kind) + ' ' + company.policy->leaves[finding.leaf->index].name);
    if (finding.left_structure)
      lines.back() += " from " + company.policy->structures[finding.left_structure->index].name;
  }
  return lines;
}

TEST_CASE("R5, R8: changes of owner that were left out are said, unless each is declared") {
  Company company;
  const LeafId leaf = company.leaf("x", StageSet::of(company.opportunity) | StageSet::of(company.onboarding));
  company.structure("s");
  company.owns(company.ae, {leaf}).account_stages = StageSet::of(company.opportunity);
  company.owns_otherwise(company.am, {leaf});
  ProofBudget few_edges, few_steps;
  few_edges.walk.edges = 0;
  few_steps.move_steps = 1;  // enough for the first edge
  CHECK(moves_told(company, ProofBudget{}) == Told{"silent x"});
  CHECK(moves_told(company, few_edges) == Told{"moves left out x"});
  CHECK(moves_told(company, few_steps) == Told{"silent x", "moves left out x"});
  company.policy->structures[0].moves_at_once = {
      {{leaf}, {company.ae, company.am}, {company.ae, company.am}, false, false, "why", {}}};
  CHECK(moves_told(company, few_edges).empty());
}

TEST_CASE("R5, O2: so are those that a change of structure brings about") {
  Company company;
  const FieldRef key = company.defaulted("key", bool_type(), 0);
  const LeafId leaf = company.leaf("x");
  const StructureId first = company.structure("first");
  company.owns(company.ae, {leaf});
  const StructureId second = company.structure("second");
  company.owns(company.am, {leaf});
  company.org->structures = {{first, is(key, 0), false, {}}, {second, is(key, 1), false, {}}};
  company.org->coverage.resize(3);
  ProofBudget none;
  none.move_steps = 0;
  CHECK(moves_told(company, none) == Told{"moves left out x from first", "moves left out x from second"});
}

TEST_CASE("A receiver that never owns, and two handoffs for one move (O3b)") {
  Company company;
  const LeafId leaf = company.leaf("x");
  company.structure("s");
  company.owns(company.ae, {leaf});
  Handoff handoff;
  handoff.moves = {leaf};
  handoff.from = company.ae;
  handoff.to = company.am;
  company.policy->structures[0].handoffs = {handoff};
  CHECK(company.told() == Told{"never received x"});
  company.owns(company.am, {leaf}).account_stages = StageSet::of(company.customer);
  company.policy->structures[0].statements[0].account_stages.bits &= ~StageSet::of(company.customer).bits;
  CHECK(company.told() == Told{});
  company.policy->structures[0].handoffs.push_back(handoff);
  CHECK(company.told() == Told{"competing x"});
  company.policy->structures[0].handoffs[1].everything = true;
  CHECK(company.told() == Told{});
  company.policy->structures[0].handoffs[1] = handoff;
  company.policy->structures[0].handoffs[1].top_level = true;
  CHECK(company.told() == Told{});
}

}  // namespace
}  // namespace baton::test
