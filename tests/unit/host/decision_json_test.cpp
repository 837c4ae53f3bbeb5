#include "engine/host/decision_json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "engine/host/answer_text.hpp"
#include "tests/unit/host/world.hpp"

using namespace baton;
using namespace baton::host;

namespace {

Origin place(std::uint32_t line, std::uint32_t column) {
  return {"ae_am.baton", line, column, 0, 0};
}

Holder holder(std::size_t role, std::optional<std::size_t> person, std::optional<std::size_t> team) {
  Holder made;
  made.role = RoleId(role);
  if (person) made.person = PersonId(*person);
  if (team) made.team = TeamId(*team);
  return made;
}

HandoffReport handoff() {
  HandoffReport report;
  report.handoff = "sales_to_am";
  report.moves = {LeafId(1)};
  report.from = holder(0, 0, 0);
  report.to = holder(1, 1, 1);
  report.due = Instant{1'771'365'600'000};
  report.missing = {"story"};
  return report;
}

std::string written(const Decision& decision) {
  std::string out;
  append_decision(out, decision, *test::small_program());
  return out;
}

}  // namespace

TEST_CASE("a decision has every key of the contract, in its order") {
  Decision decision;
  decision.id = "crm/e-17";
  decision.subject = "acme \"quoted\"";
  decision.at = Instant{1'770'044'400'000};
  decision.cause.event = "crm/e-17";
  decision.cause.type = "deal.closed_won";
  decision.record = RecordName{RecordTypeId(0), "D-1"};
  decision.stage_from = StageId(0);
  decision.stage_to = StageId(1);
  decision.structure_to = StructureId(0);
  decision.changes = {
      {LeafId(1), std::nullopt, std::nullopt, holder(1, 1, 1), {Because::Kind::Clause, "ae_am", place(21, 3)}}};
  decision.assigned = {{RoleId(1),
                        std::nullopt,
                        PersonId(1),
                        TeamId(1),
                        "least_loaded",
                        {{PersonId(2), PassedOver::Why::Away, Day{20'000}}}}};
  decision.handoffs = {handoff()};
  decision.escalations = {
      {"critical_issue", std::nullopt, 1, EscalationState::Calling, 2, {PersonId(0)}, {}, std::nullopt, {{1, "away"}}}};
  decision.slas = {{"qbr", std::nullopt, 1, SlaState::Paused, holder(1, std::nullopt, 1), std::nullopt}};
  decision.credits = {{"deal.closed_won", RoleId(0), PersonId(0), 7'050, 12'345}};
  decision.next = NextChange{Instant{1'770'044'400'500}, "handoff sales_to_am should have started"};
  CHECK(
      written(decision) ==
      R"({"specversion":"1.0","id":"crm/e-17","source":"baton/acme","type":"baton.decision.v1","subject":"acme \"quoted\"","time":"2026-02-02T15:00:00Z",)"
      R"("data":{"cause":{"event":"crm/e-17","type":"deal.closed_won"},"record":{"deal":"D-1"},"stage":{"from":"prospect","to":"customer"},"structure":{"from":null,"to":"ae_am"},)"
      R"("changes":[{"responsibility":"relationship","record":null,"from":null,"to":{"role":"AM","person":"kim","team":"am_amer"},"because":{"kind":"clause","name":"ae_am","at":"ae_am.baton:21:3"}}],)"
      R"("assigned":[{"role":"AM","record":null,"person":"kim","team":"am_amer","how":"least_loaded","passed_over":[{"person":"lee","why":"away"}]}],)"
      R"("handoffs":[{"handoff":"sales_to_am","n":1,"record":null,"state":"open","moves":["relationship"],"from":{"role":"AE","person":"dana"},"to":{"role":"AM","person":"kim"},"start_by":null,"due":"2026-02-17T22:00:00Z","cutover":null,"missing":["story"],"accepted":false}],)"
      R"("escalations":[{"escalation":"critical_issue","record":null,"n":1,"state":"calling","tier":2,"calls":["dana"],"until":null,"skipped":[{"tier":1,"why":"away"}]}],)"
      R"("slas":[{"sla":"qbr","record":null,"n":1,"state":"paused","owner":{"role":"AM","person":null},"due":null}],)"
      R"("credits":[{"credit":"deal.closed_won","role":"AE","person":"dana","percent":70.5,"amount":"123.45"}],)"
      R"("next":{"at":"2026-02-02T15:00:00.500Z","what":"handoff sales_to_am should have started"}}})"
      "\n");
}

TEST_CASE("O5: whom an escalation notifies is said once, and only where there is somebody") {
  EscalationReport begun;
  begun.escalation = "critical_issue";
  begun.calls = {PersonId(0)};
  EscalationReport goes_on = begun;
  begun.notified = {PersonId(1), PersonId(2)};
  Decision decision;
  decision.escalations = {begun, goes_on};
  const auto json = nlohmann::ordered_json::parse(written(decision));
  CHECK(json["data"]["escalations"][0]["notified"].dump() == R"(["kim","lee"])");
  CHECK(!json["data"]["escalations"][1].contains("notified"));
}

TEST_CASE("a timer's decision names the timer; what is void is null or []") {
  Decision decision;
  decision.id = "timer/acme/handoff/sales_to_am/1/due";
  decision.subject = "acme";
  decision.cause = {"", "", "handoff", "sales_to_am", "due"};
  const auto json = nlohmann::ordered_json::parse(written(decision));
  CHECK(json["data"]["cause"].dump() ==
        R"({"timer":"handoff sales_to_am due","kind":"handoff","name":"sales_to_am","what":"due"})");
  CHECK(json["data"]["record"].is_null());
  CHECK(json["data"]["next"].is_null());
  for (const char* list : {"changes", "assigned", "handoffs", "escalations", "slas", "credits"}) {
    CHECK(json["data"][list].dump() == "[]");
  }
}

namespace {

Snapshot snapshot() {
  Snapshot made;
  made.account = "acme";
  made.at = Instant{1'770'044'400'000};
  made.stage = StageId(1);
  Snapshot::Owner owner;
  owner.leaf = LeafId(1);
  owner.holder = holder(0, 0, 0);
  owner.because = {Because::Kind::Handoff, "sales_to_am", place(30, 3)};
  owner.supports = {{RoleId(1), PersonId(1)}};
  owner.why_not = {{PersonId(2), PassedOver::Why::Away, Day{20'500}}};
  made.owners = {owner};
  Snapshot::Owner closing;
  closing.holder = holder(0, 0, 0);
  closing.because = {Because::Kind::Clause, "ae_am", place(12, 3)};
  made.records = {{{RecordTypeId(0), "D-1"}, StageId(0), {closing}},
                  {{RecordTypeId(0), "D-2"}, StageId(1), {}},
                  {{RecordTypeId(0), "D-3"}, StageId(0), {closing}}};
  made.handoffs = {handoff()};
  made.next = NextChange{Instant{1'771'365'600'000}, "handoff sales_to_am should be finished"};
  return made;
}

}  // namespace

TEST_CASE("who --json: one object, every record ever named") {
  CHECK(
      snapshot_json(snapshot(), *test::small_program()) ==
      R"({"account":"acme","at":"2026-02-02T15:00:00Z","stage":"customer","structure":"ae_am",)"
      R"("owners":{"relationship":{"role":"AE","person":"dana","team":"sales","secondary":[],"supports":[{"role":"AM","person":"kim"}],"because":{"kind":"handoff","name":"sales_to_am","at":"ae_am.baton:30:3"}}},)"
      R"("records":{"deal":{"D-1":{"stage":"open","owners":{"closing":{"role":"AE","person":"dana","team":"sales","secondary":[],"supports":[],"because":{"kind":"clause","name":"ae_am","at":"ae_am.baton:12:3"}}}},)"
      R"("D-2":{"stage":"won","owners":{}},"D-3":{"stage":"open","owners":{"closing":{"role":"AE","person":"dana","team":"sales","secondary":[],"supports":[],"because":{"kind":"clause","name":"ae_am","at":"ae_am.baton:12:3"}}}}}},)"
      R"("handoffs":[{"handoff":"sales_to_am","n":1,"record":null,"state":"open","moves":["relationship"],"from":{"role":"AE","person":"dana"},"to":{"role":"AM","person":"kim"},"start_by":null,"due":"2026-02-17T22:00:00Z","cutover":null,"missing":["story"],"accepted":false}],)"
      R"("escalations":[],"slas":[],"next":{"at":"2026-02-17T22:00:00Z","what":"handoff sales_to_am should be finished"}})"
      "\n");
}

TEST_CASE("who, for people") {
  AnswerStyle style;
  style.quote = [](const Origin& at) { return at.line == 12 ? std::string("AE owns closing") : std::string(); };
  CHECK(snapshot_text(snapshot(), *test::small_program(), style) ==
        R"(acme  is in stage customer, structure ae_am "AE + AM"
as of Mon 2 Feb 2026, 10:00 (America/New_York)

Who owns what
  AE  Dana Ruiz  relationship
                 until handoff sales_to_am is finished (ae_am.baton:30)
                 AM Kim Osei supports

2 of type deal are open: D-1, D-3
  AE  Dana Ruiz  closing
                 because `AE owns closing` (ae_am.baton:12)

Nothing is owned for deal D-2 (won)

Why not someone else
  AE  Lee Park is away until 2026-02-16

Changing hands
  sales_to_am: open, not yet started
      relationship from AE Dana Ruiz to AM Kim Osei
      still missing: story
                     the receiver's acceptance
      due Tue 17 Feb 2026, 17:00

What happens next
  Tue 17 Feb 2026, 17:00  handoff sales_to_am should be finished
)");
}
