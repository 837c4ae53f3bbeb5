// A Program end to end on a small policy: who owns what, until when, which structure, which team.
#include "engine/decide/program.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/decide/world.hpp"

namespace baton::test {
namespace {

constexpr StageId opportunity{0}, customer{1};

// AE and AM: expansion is the AE's for 90 days after entering `customer`; renewal is per contract.
struct AeAm {
  PolicyBuilder builder{{"opportunity", "customer"}};
  RecordTypeId contract = builder.record("contract", {"live", "lapsed"});
  FieldRef segment = builder.field("segment", enum_type({"smb", "mid", "large"}, true));
  FieldRef end = builder.field(contract, "end", date_type());
  AnchorId entering = builder.entering(customer);
  AnchorId amended = builder.after_event(builder.event("contract.amended", contract), contract);
  RoleId ae = builder.role("AE"), am = builder.role("AM"), rs = builder.role("RS");
  LeafId relationship = builder.leaf("relationship");
  LeafId expansion = builder.leaf("expansion", StageSet::of(customer));
  LeafId renewal = builder.leaf_per(contract, "renewal", StageSet::of(StageId{0}));
  StructureId structure = builder.structure("ae_am");
  AccountFacts account;
  RecordFacts record;

  AeAm() {
    builder.owns(ae, {relationship}).account_stages = StageSet::of(opportunity);
    builder.owns_otherwise(am, {relationship});
    builder.owns(ae, {expansion}).windows = {for_after(days(90), entering)};
    builder.owns_otherwise(am, {expansion});
    builder.owns(am, {renewal}).windows = {until_before(days(30), end)};
    builder.owns_otherwise(rs, {renewal});
    builder.supports(rs, {renewal}).windows = {from_before(days(120), end)};
    builder.supports(am, {renewal}).windows = {for_after(weeks(1), amended)};
    account = initial_account_facts(*builder.policy);
    account.fields[segment.field.index] = 1;
    account.stage = customer;
    account.anchors[entering.index] = new_year;
    record = initial_record_facts(*builder.policy, contract);
    record.fields[end.field.index] = date_after(365);
  }
  View of_account(Instant now) const { return {&account, nullptr, {}, nullptr, now}; }
  View of_contract(Instant now) const { return {&account, &record, contract, nullptr, now}; }
};

TEST_CASE("T1: the AE owns expansion for 90 days after entering `customer`, then the AM") {
  AeAm f;
  const Program program = f.builder.program();
  CHECK(program.owner(f.structure, f.expansion, f.of_account(after_days(90, -1))) == StatementId{2});
  CHECK(program.owner(f.structure, f.expansion, f.of_account(after_days(90))) == StatementId{3});
  CHECK(program.holding(f.structure, f.expansion, f.of_account(after_days(90))) == std::vector{StatementId{3}});
}

TEST_CASE("a leaf has an owner only where it is active") {
  AeAm f;
  const Program program = f.builder.program();
  CHECK(program.is_active(f.expansion, f.of_account(new_year)));
  CHECK_FALSE(program.is_active(f.renewal, f.of_account(new_year)));
  CHECK(program.is_active(f.renewal, f.of_contract(new_year)));
  f.record.stage = StageId{1};
  CHECK_FALSE(program.owner(f.structure, f.renewal, f.of_contract(new_year)));
  CHECK(program.supports(f.structure, f.renewal, f.of_contract(after_days(300))).empty());
  f.account.stage = opportunity;
  CHECK_FALSE(program.owner(f.structure, f.expansion, f.of_account(new_year)));
  CHECK(program.holding(f.structure, f.expansion, f.of_account(new_year)).empty());
  CHECK(program.owner(f.structure, f.relationship, f.of_account(new_year)) == StatementId{0});
}

TEST_CASE("supports are listed in order of declaration, each by its own windows") {
  AeAm f;
  const Program program = f.builder.program();
  const auto supports = [&](std::int64_t day) {
    std::vector<std::uint32_t> result;
    for (const StatementId id : program.supports(f.structure, f.renewal, f.of_contract(after_days(day)))) {
      result.push_back(id.index);
    }
    return result;
  };
  CHECK(supports(244).empty());
  CHECK(supports(245) == std::vector<std::uint32_t>{6});
  f.record.anchors[f.amended.index] = after_days(250);
  CHECK(supports(250) == std::vector<std::uint32_t>{6, 7});
  CHECK(supports(257) == std::vector<std::uint32_t>{6});
}

TEST_CASE("the next boundary: of the account's windows, or of the record's") {
  AeAm f;
  const Program program = f.builder.program();
  CHECK(program.next_boundary(f.structure, f.of_account(after_days(1))) == after_days(90));
  CHECK(program.next_boundary(f.structure, f.of_account(after_days(90))) == far_future);
  CHECK(program.next_boundary(f.structure, f.of_contract(after_days(1))) == after_days(245));
  CHECK(program.next_boundary(f.structure, f.of_contract(after_days(245))) == after_days(335));
  f.record.anchors[f.amended.index] = new_year;
  CHECK(program.next_boundary(f.structure, f.of_contract(after_days(1))) == after_days(7));
}

TEST_CASE("the next boundary sees the `stays` of handoffs, wherever the handoff's leaves are") {
  AeAm f;
  Handoff handoff;
  handoff.moves = {f.relationship};
  Stay stay;
  stay.windows = {until_after(days(10), f.entering)};
  handoff.stays.push_back(stay);
  f.builder.policy->structures[0].handoffs.push_back(handoff);
  const Program program = f.builder.program();
  CHECK(program.next_boundary(f.structure, f.of_account(after_days(1))) == after_days(10));
  CHECK(program.next_boundary(f.structure, f.of_contract(after_days(1))) == after_days(245));
}

TEST_CASE("structure and coverage rows: by condition, `otherwise` what is left, wherever it stands in the list") {
  AeAm f;
  f.builder.org->structures = {{f.structure, Condition::always(), true, {}},
                               {f.structure, is(f.segment, 0), false, {}}};
  f.builder.org->coverage.resize(3);
  f.builder.org->coverage[f.am.index] = {{TeamId{0}, is(f.segment, 0), false, {}},
                                         {TeamId{1}, at_least(f.segment, 2), false, {}}};
  const Program program = f.builder.program();
  const View view = f.of_account(new_year);
  CHECK(program.structure_row(view) == 0U);
  CHECK_FALSE(program.coverage_row(f.am, view));
  CHECK_FALSE(program.coverage_row(f.ae, view));
  f.account.fields[f.segment.field.index] = 0;
  CHECK(program.structure_row(view) == 1U);
  CHECK(program.coverage_row(f.am, view) == 0U);
  f.account.fields[f.segment.field.index] = 2;
  CHECK(program.coverage_row(f.am, view) == 1U);
}

TEST_CASE("P4: what happened before time began has passed every window") {
  AeAm f;
  f.account.anchors[f.entering.index] = time_immemorial;
  const Program program = f.builder.program();
  CHECK(program.owner(f.structure, f.expansion, f.of_account(beginning_of_time)) == StatementId{3});
}

}  // namespace
}  // namespace baton::test
