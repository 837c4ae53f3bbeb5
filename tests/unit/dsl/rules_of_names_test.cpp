// What names mean where: the parts of N2 and N3 that the other tests of lowering leave out.
#include "lowered.hpp"

namespace baton::dsl {
namespace {

using test::lower_text;
using test::Lowered;
using test::vocabulary;
using Names = std::vector<std::string>;

std::string route(const Policy& policy, const Handoff& handoff) {
  return handoff.name + " " + policy.roles[handoff.from.index].name + "->" + policy.roles[handoff.to.index].name;
}
Names routes(const Lowered& lowered, const std::string& structure) {
  Names all;
  for (const Handoff& handoff : lowered.structure(structure).handoffs) all.push_back(route(lowered.policy, handoff));
  return all;
}

TEST_CASE("N2: a name before a verb begins a clause, whatever condition stands before it") {
  const Lowered lowered = lower_text({vocabulary, R"(structure s {
    AE owns comms when key
    AM owns comms unless key
    AE carries nrr when segment is smb or key
    AM supports comms when arr >= 10k
    nobody owns relationship when key and not key because "so"
    handoff h { moves comms from AE to AM  checklist { a when key }
                AE stays until 30 days after entering customer when key
                AM stays when key }
  })"});
  CHECK(lowered.statements("s") ==
        Names{"AE owns comms", "AM owns comms", "AE carries nrr", "AM supports comms", "nobody owns relationship"});
  const Handoff& handoff = lowered.structure("s").handoffs[0];
  REQUIRE(handoff.stays.size() == 2);
  CHECK(handoff.stays[0].role == RoleId(0));
  CHECK(handoff.stays[1].role == RoleId(1));
}

TEST_CASE("N2: everything after moves means responsibilities and metrics") {
  const Lowered lowered =
      lower_text({vocabulary, "structure s { AE owns comms  handoff h { moves everything from AE to AM } }"});
  CHECK(lowered.structure("s").handoffs[0].moves.size() == lowered.policy.leaves.size());
}

TEST_CASE("N3: an instance renames what its structure declares, and nothing of the top level") {
  const Lowered lowered = lower_text({vocabulary, R"(
    handoff top { moves relationship from AE to AM }
    escalation fire { on churned  tier AM for 1 hour  tier position head  notify AM }
    structure base (wait = 2 days) {
      AE owns comms
      handoff own { moves comms from AE to AM  start within wait  AM stays when key
                    checklist { a by AM within wait } }
      escalation inner { on churned  tier AM for wait  tier position head  notify AM }
      sla kept { on churned  owner of comms owes deal.won within wait }
    }
    structure i = base with wait = 5 days, AM as CSM
  )"});
  CHECK(routes(lowered, "base") == Names{"own AE->AM", "top AE->AM"});
  CHECK(routes(lowered, "i") == Names{"own AE->CSM", "top AE->AM"});
  const Structure& instance = lowered.structure("i");
  const Handoff& own = instance.handoffs[0];
  const Span five{5, Unit::Day, false};
  CHECK(own.start_within == five);
  CHECK(own.stays[0].role == RoleId(2));
  CHECK(own.checklist[0].by == RoleId(2));
  CHECK(own.checklist[0].within == five);
  CHECK(instance.slas[0].within == five);
  REQUIRE(instance.escalations.size() == 2);
  CHECK(instance.escalations[0].tiers[0].targets[0].role == RoleId(2));
  CHECK(instance.escalations[0].tiers[0].lasts == five);
  CHECK(instance.escalations[0].notify == std::vector{RoleId(2)});
  CHECK(instance.escalations[1].tiers[0].targets[0].role == RoleId(1));
  CHECK(instance.escalations[1].notify == std::vector{RoleId(1)});
}

TEST_CASE("N1: `when` of an account's transition may name the record of its event") {
  const Lowered lowered = lower_text({R"(
    account { key: bool = false }
    record deal { kind: new | expansion }
    event deal.opened { deal, kind }
    lifecycle account { start a  a -> b on deal.opened when deal.kind is new }
    lifecycle deal { start open  open -> done on deal.opened when key }
    role AE
    responsibility x
    structure s { AE owns x }
  )"});
  const Condition& when = lowered.policy.lifecycle.transitions[0].when;
  CHECK(when.op == Condition::Op::Compare);
  CHECK(when.field == FieldRef{Scope::Record, RecordTypeId(0), {}, FieldId(0)});
}

}  // namespace
}  // namespace baton::dsl
