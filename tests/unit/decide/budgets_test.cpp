// R5: what the proof says when it runs out of budget: part of what it would have said, and that the rest is not proved.
#include <catch2/catch.hpp>
#include <set>

#include "analyse_world.hpp"
#include "engine/decide/claims.hpp"

namespace baton::test {
namespace {

// Something of everything that the proof finds.
struct Faulty : Company {
  FieldRef region = field("region", enum_type({"amer", "emea", "apac"}));
  FieldRef arr = defaulted("arr", money_type(), 0);
  AnchorId entering = Company::entering(customer);
  LeafId relationship = leaf("relationship"), expansion = leaf("expansion", StageSet::of(customer));
  LeafId closing = leaf_per(deal, "closing");
  StructureId large = structure("large");
  StructureId small{1};

  Faulty() {
    owns(ae, {relationship}).condition = below(arr, 100);
    owns(am, {relationship}).condition = at_least(arr, 100);
    owns(ae, {expansion}).windows = {for_after(days(90), entering)};
    owns(am, {expansion}).condition = at_least(arr, 50);
    owns(ae, {closing}).condition = in(region, {0, 1});
    supports(csm, {expansion}).account_stages = StageSet::of(prospect);
    structure("small");
    owns(csm, {relationship, expansion, closing});
    org->structures = {{large, is(region, 0), false, {}}, {small, in(region, {0, 1}), false, {}}};
    org->coverage.resize(3);
    org->coverage[ae.index] = {{TeamId{0}, below(arr, 10), false, {}}, {TeamId{1}, below(arr, 20), false, {}}};
    org->coverage[csm.index] = {{TeamId{0}, is(region, 2), false, {}}};
  }

  std::set<std::string> told(const ProofBudget& budget) const {
    std::set<std::string> lines;
    for (const Finding& finding : analyse(program(), budget, {})) {
      const std::string role = finding.role ? ' ' + policy->roles[finding.role->index].name : "";
      if (finding.leaves.empty()) lines.insert(kind_name(finding.kind) + role);
      for (const LeafId leaf : finding.leaves) {
        lines.insert(kind_name(finding.kind) + ' ' + policy->leaves[leaf.index].name + role);
      }
    }
    return lines;
  }
};

bool is_open(const std::string& line) {
  return line.starts_with("not proved") || line.starts_with("moves left out");
}

TEST_CASE("R5: with less of a budget the proof says nothing else, and says that it has not proved the rest") {
  const Faulty company;
  const std::set<std::string> all = company.told({});
  CHECK(all.contains("gap expansion"));
  CHECK(all.contains("overlap expansion AE"));
  CHECK(all.contains("dead expansion CSM"));
  CHECK(all.contains("silent relationship AE"));
  CHECK(all.contains("structure gap"));
  CHECK(all.contains("structure overlap"));
  CHECK(all.contains("coverage gap AE"));
  CHECK(all.contains("coverage overlap AE"));
  CHECK(all.contains("coverage gap CSM"));
  CHECK(std::ranges::none_of(all, is_open));

  std::vector<ProofBudget> budgets;
  for (std::uint64_t steps = 1; steps <= 64; steps += 1 + steps / 8) budgets.push_back({.steps = steps});
  for (std::uint64_t steps = 0; steps <= 64; steps += 1 + steps / 4) budgets.push_back({.move_steps = steps});
  for (std::size_t count = 0; count <= 64; count += 1 + count / 4) {
    budgets.push_back({.walk = {.situations = count}});
    budgets.push_back({.walk = {.edges = count}});
  }
  std::size_t less = 0;
  for (const ProofBudget& budget : budgets) {
    INFO(budget.steps << " steps, " << budget.move_steps << " moves, " << budget.walk.situations << " situations, "
                      << budget.walk.edges << " edges");
    const std::set<std::string> told = company.told(budget);
    for (const std::string& line : told) {
      INFO(line);
      CHECK((is_open(line) || all.contains(line)));
    }
    if (told == all) continue;
    ++less;
    CHECK(std::ranges::any_of(told, is_open));
  }
  CHECK(less > 20);
}

TEST_CASE("R5: after fifty overlaps of one responsibility the rest is not told") {
  Company company;
  const FieldRef arr = company.field("arr", money_type());
  const LeafId leaf = company.leaf("x");
  company.structure("s");
  for (Scalar i = 0; i < 12; ++i) company.owns(company.ae, {leaf}).condition = at_least(arr, i);
  CHECK(company.told() == Told{"gap x 0,1,2,3,4,5,6,7,8,9,10,11"});  // one role twice is no overlap
  for (std::size_t i = 0; i < 12; i += 2) company.policy->structures[0].statements[i].role = company.am;
  company.owns_otherwise(company.csm, {leaf});
  const Told all = company.told();
  CHECK(std::ranges::count_if(all, [](const std::string& line) { return line.starts_with("overlap"); }) == 36);
  for (Scalar i = 12; i < 20; ++i) {
    company.owns(i % 2 == 0 ? company.ae : company.am, {leaf}).condition = at_least(arr, i);
  }
  const Told more = company.told();
  CHECK(std::ranges::count_if(more, [](const std::string& line) { return line.starts_with("overlap"); }) == 50);
}

// ---- tables with too many boxes

// Of 2^16 boxes: more than a table holds.
struct Wide : Company {
  std::vector<FieldRef> flags;
  Condition many;
  Wide() {
    std::vector<Condition> parts;
    for (int i = 0; i < 16; ++i) {
      for (const char* name : {"a", "b"}) flags.push_back(defaulted(name + std::to_string(i), bool_type(), 0));
      parts.push_back(Condition::any_of({is(flags[flags.size() - 2], 1), is(flags.back(), 1)}));
    }
    many = Condition::all_of(std::move(parts));
  }
  // AE owns the leaf where all of that holds, AM otherwise.
  StructureId divided(LeafId by_many) {
    const StructureId made = structure("s");
    owns(ae, {by_many}).condition = many;
    owns_otherwise(am, {by_many});
    return made;
  }
};

TEST_CASE("R5: what has too many boxes is asked row by row, and not proved") {
  Wide company;
  const LeafId leaf = company.leaf("x");
  const StructureId s = company.divided(leaf);
  company.supports(company.csm, {leaf}).condition = company.many;
  company.org->structures = {{s, Condition::always(), true, {}}, {s, company.many, false, {}}};
  company.org->coverage.resize(3);
  company.org->coverage[company.ae.index] = {{TeamId{0}, company.many, false, {}},
                                             {TeamId{1}, Condition::always(), true, {}},
                                             {TeamId{2}, Condition::always(), true, {}}};
  const Program program = company.program();

  AccountFacts account = initial_account_facts(*company.policy);
  const View view{&account, nullptr, {}, nullptr, new_year};
  CHECK(program.owner(s, leaf, view) == StatementId{1});
  CHECK(program.supports(s, leaf, view).empty());
  CHECK(program.structure_row(view) == 0U);
  CHECK(program.coverage_row(company.ae, view) == 1U);
  for (std::size_t i = 0; i < company.flags.size(); i += 2) account.fields[company.flags[i].field.index] = 1;
  CHECK(program.owner(s, leaf, view) == StatementId{0});
  CHECK(program.supports(s, leaf, view) == std::vector{StatementId{2}});
  CHECK(program.structure_row(view) == 1U);
  CHECK(program.coverage_row(company.ae, view) == 0U);

  Told open;
  for (const Finding& finding : analyse(program, {}, {})) {
    if (finding.kind != Finding::Kind::NotProved) continue;
    open.push_back(finding.leaf ? "leaf" : finding.role ? "role" : "structures");
  }
  CHECK(open == Told{"leaf", "structures"});  // whether a seat is needed depends on the structure
}

TEST_CASE("R5: a support, and the rows of one role, with too many boxes") {
  Wide company;
  const LeafId leaf = company.leaf("x");
  const StructureId s = company.structure("s");
  company.owns(company.ae, {leaf});
  company.supports(company.csm, {leaf}).condition = company.many;  // not said to be dead
  company.org->structures = {{s, Condition::always(), false, {}}};
  company.org->coverage.resize(3);
  company.org->coverage[company.ae.index] = {{TeamId{0}, company.many, false, {}}};
  company.org->coverage[company.am.index] = {{TeamId{0}, company.many, false, {}}};  // of a role that is never needed
  const std::vector<Finding> findings = analyse(company.program(), {}, {});
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].kind == Finding::Kind::NotProved);
  CHECK(findings[0].role == company.ae);
}

// ---- claims

using Kind = ClaimFinding::Kind;
const ConfirmClaim yes = [](const ClaimFinding&) { return true; }, no = [](const ClaimFinding&) { return false; };

std::vector<Kind> proved(const Program& program, const OwnershipClaim& claim, std::optional<StructureId> structure,
                         const ConfirmClaim& confirm, const ProofBudget& budget = {}) {
  std::vector<Kind> kinds;
  for (const ClaimFinding& finding : ClaimProver(program, budget).prove(claim, structure, confirm)) {
    kinds.push_back(finding.kind);
    CHECK(finding.witness.has_value() == (finding.kind == Kind::Broken));
  }
  return kinds;
}

TEST_CASE("R5: claims beyond the budget, or whose histories nobody confirms, are not proved") {
  Faulty company;
  const Program program = company.program();
  const OwnershipClaim never{.role = company.am, .leaves = {company.relationship}, .when = {}};
  CHECK(proved(program, never, company.large, yes) == std::vector{Kind::Broken});
  CHECK(proved(program, never, company.large, no) == std::vector{Kind::NotProved});
  CHECK(proved(program, never, company.large, yes, {.steps = 0}) == std::vector{Kind::NotProved});
  CHECK(proved(program, never, company.large, yes, {.walk = {.situations = 1}}) == std::vector{Kind::NotProved});
  CHECK(proved(program, never, company.small, yes).empty());
}

TEST_CASE("R5: claims about what has too many boxes are not proved") {
  Wide company;
  const LeafId leaf = company.leaf("x");
  const StructureId s = company.divided(leaf);
  const StructureId plain = company.structure("plain");
  company.owns(company.ae, {leaf});
  const Program program = company.program();
  const OwnershipClaim never{.role = company.csm, .leaves = {leaf}, .when = {}};
  CHECK(proved(program, never, s, yes) == std::vector{Kind::NotProved});
  CHECK(proved(program, never, plain, yes).empty());
  OwnershipClaim always{
      .kind = OwnershipClaim::Kind::Always, .role = company.ae, .leaves = {leaf}, .when = company.many};
  CHECK(proved(program, always, plain, yes).empty());
}

TEST_CASE("a claim where no account is, is about nothing; without a structure nothing is claimed") {
  Company company;
  company.policy->lifecycle.stages.push_back({"limbo", {}});
  const StageId limbo{5};
  const LeafId leaf = company.leaf("x", StageSet::of(company.customer) | StageSet::of(limbo));
  const LeafId closing = company.leaf_per(company.deal, "closing", StageSet::of(company.open));
  const StructureId s = company.structure("s");
  company.owns(company.ae, {leaf, closing});
  OwnershipClaim never{.role = company.ae, .leaves = {leaf}, .when = {}};
  CHECK(proved(company.program(), never, {}, yes).empty());
  company.org->structures = {{s, Condition::always(), true, {}}, {s, Condition::always(), false, {}}};
  CHECK(proved(company.program(), never, {}, yes) == std::vector{Kind::Broken});
  never.account_stages = StageSet::of(limbo);
  CHECK(proved(company.program(), never, {}, yes) == std::vector{Kind::Impossible});
}

TEST_CASE("a claim where its leaves are never active: nobody owns them there") {
  Company company;
  const LeafId leaf = company.leaf("x", StageSet::of(company.customer));
  const LeafId closing = company.leaf_per(company.deal, "closing", StageSet::of(company.open));
  const StructureId s = company.structure("s");
  company.owns(company.ae, {leaf, closing});
  company.org->structures = {{s, Condition::always(), true, {}}};
  OwnershipClaim claim{.role = company.ae, .leaves = {leaf}, .when = {}};
  claim.account_stages = StageSet::of(company.prospect);
  CHECK(proved(company.program(), claim, {}, yes).empty());
  claim.kind = OwnershipClaim::Kind::Always;
  CHECK(proved(company.program(), claim, {}, yes) == std::vector{Kind::NotActive});
  OwnershipClaim of_deals{
      .role = company.ae, .leaves = {closing}, .record_stages = StageSet::of(company.won), .when = {}};
  CHECK(proved(company.program(), of_deals, {}, yes).empty());
  of_deals.kind = OwnershipClaim::Kind::Always;
  CHECK(proved(company.program(), of_deals, {}, yes) == std::vector{Kind::NotActive});
}

// From AE to AM when the first deal is won; `small` accounts have another structure, of the same handoff.
struct Held : Company {
  FieldRef key = defaulted("key", bool_type(), 0);
  FieldRef amount = field(deal, "amount", money_type(), true);
  LeafId relationship = leaf("relationship"), closing = leaf_per(deal, "closing");
  StructureId s = structure("s");

  Held() {
    policy->events[closed_won.index].payload.push_back({"amount", amount, true, {}});
    owns(ae, {relationship}).account_stages = StageSet::of(prospect) | StageSet::of(opportunity);
    owns_otherwise(am, {relationship});
    owns(ae, {closing}).record_stages = StageSet::of(open);
    owns_otherwise(am, {closing});
    add_handoff(ae, am);
  }
  void add_handoff(RoleId from, RoleId to) {
    Handoff handoff;
    handoff.name = "sold";
    handoff.moves = {relationship, closing};
    handoff.from = from;
    handoff.to = to;
    policy->structures.back().handoffs.push_back(std::move(handoff));
  }
};

TEST_CASE(
    "O3: while a giver may hold, a claim about the receiver's stages is broken by the history that is confirmed") {
  Held company;
  OwnershipClaim always{
      .kind = OwnershipClaim::Kind::Always, .role = company.am, .leaves = {company.relationship}, .when = {}};
  always.account_stages = StageSet::of(company.customer);
  OwnershipClaim of_deals{
      .kind = OwnershipClaim::Kind::Always, .role = company.am, .leaves = {company.closing}, .when = {}};
  of_deals.record_stages = StageSet::of(company.won);
  Program program(
      std::make_shared<Policy>(with_conditions(*company.policy, {is(company.key, 1), at_least(company.amount, 5)})),
      company.org);
  for (OwnershipClaim* claim : {&always, &of_deals}) {
    if (claim == &of_deals)
      claim->when = at_least(company.amount, 5);
    else
      claim->when = is(company.key, 1);
    std::size_t offered = 0;
    CHECK(proved(program, *claim, company.s, [&](const ClaimFinding&) { return ++offered == 0; }) ==
          std::vector{Kind::NotProved});
    CHECK(offered > 1);
    CHECK(offered <= 400);
    for (std::size_t wanted = 1; wanted <= offered; ++wanted) {
      INFO(wanted << " of " << offered);
      std::size_t count = 0;
      CHECK(proved(program, *claim, company.s, [&](const ClaimFinding&) { return ++count == wanted; }) ==
            std::vector{Kind::Broken});
    }
  }
}

TEST_CASE("O3: who never owned it by a statement does not hold it, and nobody does where no account is") {
  Held company;
  OwnershipClaim always{
      .kind = OwnershipClaim::Kind::Always, .role = company.am, .leaves = {company.relationship}, .when = {}};
  always.account_stages = StageSet::of(company.customer);
  company.policy->structures[0].handoffs[0].from = company.csm;
  CHECK(proved(company.program(), always, company.s, no).empty());

  // The receiver owns it only in a window that cannot be open so early.
  const AnchorId entering = company.entering(company.customer);
  Structure& structure = company.policy->structures[0];
  structure.handoffs[0].from = company.ae;
  structure.statements[0].account_stages = StageSet::of(company.prospect);
  structure.statements[0].windows = {until_after(days(30), entering)};
  always.account_stages = StageSet::of(company.prospect);
  CHECK(proved(company.program(), always, company.s, yes) == std::vector{Kind::Broken});
  OwnershipClaim never{.role = company.ae, .leaves = {company.relationship}, .when = {}};
  never.account_stages = StageSet::of(company.prospect);
  structure.statements[0].account_stages = StageSet::of(company.opportunity);
  CHECK(proved(company.program(), never, company.s, no).empty());
}

}  // namespace
}  // namespace baton::test
