// Events that need no declaration, named in the text: they are events of the policy like any other.
#include "lowered.hpp"

namespace baton::dsl {
namespace {

using test::lower_text;
using test::Lowered;
using test::vocabulary;

Lowered lower_body(const std::string& body) {
  return lower_text({vocabulary, "structure s {\n" + body + "\n}"});
}

const Handoff& only_handoff(const Lowered& lowered) {
  REQUIRE(lowered.structure("s").handoffs.size() == 1);
  return lowered.structure("s").handoffs[0];
}

TEST_CASE("an undeclared event is part of the policy once, and only if something names it") {
  const Lowered lowered = lower_body(
      "AE owns comms for 3 days after handoff.accepted where handoff is \"sold\"\n"
      "AM owns comms for 3 days after handoff.accepted\n"
      "escalation e { on handoff.accepted, account.updated where key  tier position head }");
  const Policy& policy = lowered.policy;
  const auto accepted = policy.event_of(EventKind::HandoffAccepted);
  REQUIRE(accepted);
  CHECK(policy.events.size() == 7);  // the five declared ones and these two
  CHECK(policy.events[accepted->index].name == "handoff.accepted");
  CHECK_FALSE(policy.event_of(EventKind::HandoffReturned));
  REQUIRE(policy.anchors.size() == 2);
  CHECK(policy.anchors[0].event.where.field == FieldRef{Scope::Event, {}, *accepted, FieldId(0)});
  CHECK(policy.anchors[0].text == "handoff.accepted where handoff is \"sold\"");
  CHECK(policy.anchors[1].event.where.is_always());
  const auto updated = policy.event_of(EventKind::AccountUpdated);
  REQUIRE(updated);
  CHECK(policy.events[updated->index].payload.size() == policy.account_fields.size());
  CHECK(lowered.structure("s").escalations[0].on.size() == 2);
}

TEST_CASE("a handoff's event names the record that the text is per; account.updated is always the account's") {
  const Lowered lowered = lower_body(
      "AE owns closing for 3 days after handoff.accepted\n"
      "AM owns closing for 3 days after account.updated\n"
      "AM owns comms for 3 days after handoff.accepted\n"
      "escalation e per deal { on handoff.returned when deal.amount > 5  tier position head }");
  const auto& anchors = lowered.policy.anchors;
  REQUIRE(anchors.size() == 3);
  CHECK(anchors[0].record == RecordTypeId(0));
  CHECK_FALSE(anchors[1].record);
  CHECK_FALSE(anchors[2].record);
  CHECK(lowered.structure("s").escalations[0].on.size() == 1);
}

TEST_CASE("every: stages of the record and of the account") {
  const Lowered lowered = lower_body(
      "sla a per contract { every 1 month during live, account customer  position head owes contract.ended within 3 "
      "days "
      "}\n"
      "sla b per contract { every 1 month during account customer  position head owes contract.ended within 3 days }\n"
      "sla c { every 1 month during customer  position head owes churned within 3 days }\n"
      "sla d { every 1 month  position head owes churned within 3 days }");
  const StageSet all = StageSet::all(), customer = StageSet::of(StageId(1)), live = StageSet::of(StageId(0));
  const std::vector<std::pair<StageSet, StageSet>> expected{
      {customer, live}, {customer, all}, {customer, all}, {all, all}};
  const auto& slas = lowered.structure("s").slas;
  REQUIRE(slas.size() == expected.size());
  for (std::size_t i = 0; i < slas.size(); ++i) {
    INFO(slas[i].name);
    CHECK(slas[i].every_account_stages == expected[i].first);
    CHECK(slas[i].every_record_stages == expected[i].second);
  }
}

TEST_CASE("N1: `during` of who stays means the record's stages where a record's responsibility moves") {
  const StageSet customer = StageSet::of(StageId(1)), open = StageSet::of(StageId(0));
  const Lowered of_deal =
      lower_body("handoff h { moves closing from AE to AM  AE stays during open, account customer }");
  CHECK(only_handoff(of_deal).stays[0].record_stages == open);
  CHECK(only_handoff(of_deal).stays[0].account_stages == customer);
  const Lowered of_account = lower_body("handoff h { moves comms from AE to AM  AE stays during customer }");
  CHECK(only_handoff(of_account).stays[0].record_stages == StageSet::all());
  CHECK(only_handoff(of_account).stays[0].account_stages == customer);
}

}  // namespace
}  // namespace baton::dsl
