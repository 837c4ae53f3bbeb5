// Each kind of expectation, holding and failing; what is found is compared whole.
#include "tests/unit/dsl/test_world.hpp"

namespace baton::dsl::test {
namespace {

struct Row {
  const char* text;
  Expected expected;
  const char* found;  // nullptr: it holds
  const char* why = "";
};

Expected of_record(Expected expected, const std::string& id) {
  expected.record = ExpectedRecord{std::nullopt, id};
  return expected;
}
Expected because(Expected expected, ExpectedReason reason) {
  expected.because = std::move(reason);
  return expected;
}
template <class What>
Expected that(What what) {
  Expected expected;
  expected.what = std::move(what);
  return expected;
}
Party nobody() {
  return {};
}

// Asks one expectation after another of the company's history; each row says what is found.
void check_rows(const Company& company, const std::vector<TestStep>& history, const char* time,
                const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    INFO(row.text);
    auto steps = history;
    Expected expected = row.expected;
    expected.text = row.text;
    steps.push_back(company.expects(expected, time, 9));
    const TestResult result = company.run(std::move(steps));
    CHECK(result.expectations == 1);
    if (row.found == nullptr) {
      CHECK(result.outcome == TestResult::Outcome::Passed);
      if (!result.failures.empty()) CHECK(result.failures.front().found == "");
      continue;
    }
    CHECK(result.outcome == TestResult::Outcome::Failed);
    if (result.failures.empty()) continue;
    CHECK(result.failures.front().expected == row.text);
    CHECK(result.failures.front().found == row.found);
    CHECK(result.failures.front().why == row.why);
    CHECK(result.failures.front().at.line == 9);
  }
}

ExpectOwns owns(Party party, std::vector<LeafId> leaves) {
  ExpectOwns what;
  what.party = std::move(party);
  what.leaves = std::move(leaves);
  return what;
}
ExpectOwns owns_nothing(Party party, bool carries = false) {
  ExpectOwns what;
  what.party = std::move(party);
  what.nothing = true;
  what.carries = carries;
  return what;
}

TEST_CASE("expectations of owners", "[testing]") {
  const Company c;
  const LeafId comms = c.leaf("comms"), relationship = c.leaf("relationship"), closing = c.leaf("closing");
  const LeafId renewal = c.leaf("renewal"), nrr = c.leaf("nrr");
  const char* const held = "since handoff to_am is open and the giver holds what it moves (file0.baton:32:3)";
  const char* const window = "since `AE owns comms for 90 days after entering customer` (file0.baton:23:3)";
  Party owner_of_comms;
  owner_of_comms.kind = Party::Kind::OwnerOf;
  owner_of_comms.leaf = comms;
  check_rows(
      c, c.history(), "2026-02-02T16:00",
      {{"AE owns comms, relationship", that(owns(c.role("AE"), {comms, relationship})), nullptr},
       {"AM owns comms, relationship", that(owns(c.role("AM"), {comms, relationship})),
        "AE (dana) owns comms; AE (dana) owns relationship", window},
       {"dana owns comms", that(owns(c.person("dana"), {comms})), nullptr},
       {"kim owns comms", that(owns(c.person("kim"), {comms})), "AE (dana) owns comms", window},
       {"team sellers owns comms", that(owns(c.team_party("sellers"), {comms})), nullptr},
       {"manager of dana owns comms", that(owns(c.person("dana", 1), {comms})), "AE (dana) owns comms", window},
       {"nobody owns renewal", that(owns(nobody(), {renewal})), "AM (kim) owns renewal",
        "since `AM owns renewal otherwise` (file0.baton:29:3)"},
       {"AM carries nrr", that(owns(c.role("AM"), {nrr})), nullptr},
       {"AE carries nrr", that(owns(c.role("AE"), {nrr})), "AM (kim) carries nrr",
        "since `AM carries nrr` (file0.baton:30:3)"},
       {"AE owns closing of D1", of_record(that(owns(c.role("AE"), {closing})), "D1"),
        "closing does not apply to deal D1 in stage won (account: customer)"},
       {"AE owns closing of D9", of_record(that(owns(c.role("AE"), {closing})), "D9"), "the account has no deal D9"},
       {"RS owns nothing", that(owns_nothing(c.role("RS"))), nullptr},
       {"AE carries nothing", that(owns_nothing(c.role("AE"), true)), nullptr},
       {"kim carries nothing", that(owns_nothing(c.person("kim"), true)), "AM (kim) carries nrr",
        "since `AM carries nrr` (file0.baton:30:3)"},
       {"AE owns nothing", that(owns_nothing(c.role("AE"))), "AE (dana) owns comms; AE (dana) owns relationship",
        window},
       {"owner of comms is AE", that(ExpectOwner{comms, c.role("AE"), false}), nullptr},
       {"owner of comms is not AE", that(ExpectOwner{comms, c.role("AE"), true}), "AE (dana) owns comms", window},
       {"owner of relationship is owner of comms", that(ExpectOwner{relationship, owner_of_comms, false}), nullptr},
       {"AE owns relationship because handoff to_am",
        because(that(owns(c.role("AE"), {relationship})), {ExpectedReason::Kind::Handoff, "to_am", "", 0}), nullptr},
       {"AE owns relationship because structure ours",
        because(that(owns(c.role("AE"), {relationship})), {ExpectedReason::Kind::Structure, "ours", "", 0}),
        "AE (dana) owns relationship, for another reason", held},
       {"AE owns comms because line 23",
        because(that(owns(c.role("AE"), {comms})), {ExpectedReason::Kind::Place, "", "", 23}), nullptr},
       {"AE owns comms because \"file0.baton:24\"",
        because(that(owns(c.role("AE"), {comms})), {ExpectedReason::Kind::Place, "", "file0.baton", 24}),
        "AE (dana) owns comms, for another reason", window},
       {"RS supports comms", that(ExpectSupports{c.role("RS"), {comms}}), nullptr},
       {"AM supports comms", that(ExpectSupports{c.role("AM"), {comms}}), "RS (an empty seat) supports comms"},
       {"RS supports renewal", that(ExpectSupports{c.role("RS"), {renewal}}), "nobody supports renewal"}});
}

TEST_CASE("expectations of reasons: a seat, a structure, a handoff, a place", "[testing]") {
  const Company c;
  const LeafId nrr = c.leaf("nrr"), comms = c.leaf("comms"), relationship = c.leaf("relationship");
  auto history = c.history();
  const Expected carries = that(owns(c.role("AM"), {nrr}));
  const char* const clause = "since `AM carries nrr` (file0.baton:30:3)";
  const char* const window = "since `AE owns comms for 90 days after entering customer` (file0.baton:23:3)";
  const ExpectedReason seat{ExpectedReason::Kind::Seat, "", "", 0};
  const auto place = [](std::string file, std::uint32_t line) {
    return ExpectedReason{ExpectedReason::Kind::Place, "", std::move(file), line};
  };
  check_rows(
      c, history, "2026-02-02T16:00",
      {{"AM carries nrr because seat", because(carries, seat), "AM (kim) carries nrr, for another reason", clause}});
  Event moved = c.event("2026-02-03T09:00", "angry.call");
  moved.kind = Event::Kind::SeatAssigned;
  moved.type.reset();
  moved.type_name = "seat.assigned";
  moved.role = c.role("AM").role;
  moved.person = c.person("lee").person;
  history.push_back(c.happens(moved));
  check_rows(
      c, history, "2026-02-03T10:00",
      {{"AM carries nrr because seat", because(carries, seat), nullptr},
       {"lee carries nrr because seat", because(that(owns(c.person("lee"), {nrr})), seat), nullptr},
       {"AE owns comms because seat", because(that(owns(c.role("AE"), {comms})), seat),
        "AE (dana) owns comms, for another reason", window},
       {"because structure ours", because(carries, {ExpectedReason::Kind::Structure, "ours", "", 0}), nullptr},
       {"because structure theirs", because(carries, {ExpectedReason::Kind::Structure, "theirs", "", 0}),
        "AM (lee) carries nrr, for another reason", clause},
       {"because handoff to_am", because(carries, {ExpectedReason::Kind::Handoff, "to_am", "", 0}),
        "AM (lee) carries nrr, for another reason", clause},
       {"because handoff to_rs",
        because(that(owns(c.role("AE"), {relationship})), {ExpectedReason::Kind::Handoff, "to_rs", "", 0}),
        "AE (dana) owns relationship, for another reason",
        "since handoff to_am is open and the giver holds what it moves (file0.baton:32:3)"},
       {"because the line before", because(carries, place("", 29)), "AM (lee) carries nrr, for another reason", clause},
       {"because the line behind", because(carries, place("", 31)), "AM (lee) carries nrr, for another reason", clause},
       {"because the line of another file", because(carries, place("file1.baton", 30)),
        "AM (lee) carries nrr, for another reason", clause},
       {"because the end of the file's name", because(carries, place("0.baton", 30)),
        "AM (lee) carries nrr, for another reason", clause},
       {"because the line", because(carries, place("file0.baton", 30)), nullptr}});
}

TEST_CASE("expectations of what does not apply in a stage, or to a record", "[testing]") {
  const Company c;
  const LeafId renewal = c.leaf("renewal"), closing = c.leaf("closing"), comms = c.leaf("comms");
  auto history = c.history();
  history.push_back(c.happens(c.event("2026-02-20T09:00", "lost")));
  const char* const not_now = "renewal does not apply in stage prospect";
  const char* const over = "closing does not apply to deal D1 in stage won (account: prospect)";
  check_rows(
      c, history, "2026-02-20T10:00",
      {{"AM owns renewal", that(owns(c.role("AM"), {renewal})), not_now},
       {"owner of renewal is not AM", that(ExpectOwner{renewal, c.role("AM"), true}), not_now},
       {"secondary of renewal is nobody", that(ExpectSecondary{renewal, nobody(), false, std::nullopt}), not_now},
       {"RS supports renewal", that(ExpectSupports{c.role("RS"), {renewal}}), not_now},
       {"nobody supports comms", that(ExpectSupports{nobody(), {comms}}), "RS (an empty seat) supports comms"},
       {"secondary of comms is nobody", that(ExpectSecondary{comms, nobody(), false, std::nullopt}), nullptr},
       {"secondary of comms is not nobody", that(ExpectSecondary{comms, nobody(), true, std::nullopt}),
        "secondary of comms is nobody"},
       {"secondary of closing of D1 is AE",
        of_record(that(ExpectSecondary{closing, c.role("AE"), false, std::nullopt}), "D1"), over},
       {"secondary of closing of D9 is AE",
        of_record(that(ExpectSecondary{closing, c.role("AE"), false, std::nullopt}), "D9"),
        "the account has no deal D9"},
       {"RS supports closing of D9", of_record(that(ExpectSupports{c.role("RS"), {closing}}), "D9"),
        "the account has no deal D9"},
       {"AE owns nothing of D1", of_record(that(owns_nothing(c.role("AE"))), "D1"), nullptr}});
}

TEST_CASE("expectations of secondaries", "[testing]") {
  const Company c;
  const LeafId relationship = c.leaf("relationship");
  // Cut over after ten days; the AE stays until thirty days after entering.
  check_rows(
      c, c.history(), "2026-02-13",
      {{"secondary is AE", that(ExpectSecondary{relationship, c.role("AE"), false, at("2026-03-04T15:00")}), nullptr},
       {"secondary is AE until another day", that(ExpectSecondary{relationship, c.role("AE"), false, at("2026-03-05")}),
        "secondary of relationship is AE (dana) until 2026-03-04T15:00"},
       {"secondary is not AE", that(ExpectSecondary{relationship, c.role("AE"), true, std::nullopt}),
        "secondary of relationship is AE (dana) until 2026-03-04T15:00"},
       {"secondary is RS", that(ExpectSecondary{c.leaf("comms"), c.role("RS"), false, std::nullopt}),
        "secondary of comms is nobody"}});
}

TEST_CASE("expectations of stages, structures, books and what comes next", "[testing]") {
  const Company c;
  ExpectBook kim{c.person("kim").person, 1, {"acme"}}, lee{c.person("lee").person, 1, {}};
  ExpectBook empty{c.person("kim").person, 0, {}};
  const StageId won = named<StageId>(c.policy().records[0].lifecycle.stages, "won");
  check_rows(c, c.history(), "2026-02-02T15:00",
             {{"stage is customer", that(ExpectStage{c.stage("customer"), false}), nullptr},
              {"stage is prospect", that(ExpectStage{c.stage("prospect"), false}), "the stage is customer"},
              {"stage is not customer", that(ExpectStage{c.stage("customer"), true}), "the stage is customer"},
              {"stage of D1 is won", of_record(that(ExpectStage{won, false}), "D1"), nullptr},
              {"stage of D1 is not won", of_record(that(ExpectStage{won, true}), "D1"), "the stage of deal D1 is won"},
              {"stage of D2 is won", of_record(that(ExpectStage{won, false}), "D2"), "the account has no record D2"},
              {"structure is ours", that(ExpectStructure{c.structure("ours"), false}), nullptr},
              {"structure is theirs", that(ExpectStructure{c.structure("theirs"), false}), "the structure is ours"},
              {"book of kim has acme", that(kim), nullptr},
              {"book of kim is empty", that(empty), "book of kim has 1 account: acme"},
              {"book of lee has 1 accounts", that(lee), "book of lee is empty"},
              {"next change", that(ExpectNext{at("2026-02-04T15:00"), "started"}), nullptr},
              {"next change at another time", that(ExpectNext{at("2026-02-05"), ""}),
               "the next change is at 2026-02-04T15:00: handoff to_am should have started"},
              {"no next change", that(ExpectNext{std::nullopt, ""}),
               "the next change is at 2026-02-04T15:00: handoff to_am should have started"},
              {"rejected", that(ExpectRejected{""}), "the event just before was taken"}});
}

TEST_CASE("expectations of handoffs", "[testing]") {
  const Company c;
  ExpectHandoff any{"to_am", {}, {}, {}, {}, {}, {}, {}, {}};
  ExpectHandoff full = any;
  full.state = HandoffState::Open;
  full.from = c.role("AE");
  full.to = c.person("kim");
  full.start_by = at("2026-02-04T15:00");
  full.due = at("2026-02-07T15:00");
  full.cutover = at("2026-02-12T15:00");
  full.missing = {"notes"};
  full.accepted = false;
  ExpectHandoff finished = any, accepted = any;
  finished.state = HandoffState::Finished;
  accepted.accepted = true;
  ExpectHandoff unknown = any;
  unknown.handoff = "to_rs";
  const char* const open =
      "handoff to_am is open, from AE (dana) to AM (kim), start by 2026-02-04T15:00, due 2026-02-07T15:00, "
      "cutover 2026-02-12T15:00, missing notes, not accepted";
  check_rows(c, c.history(), "2026-02-02T16:00",
             {{"handoff to_am", that(any), nullptr},
              {"handoff to_am open ...", that(full), nullptr},
              {"handoff to_am finished", that(finished), open},
              {"handoff to_am accepted", that(accepted), open},
              {"handoff to_rs", that(unknown), "there has been no handoff to_rs"},
              {"no handoff", that(ExpectNothing{ExpectNothing::Kind::Handoff, ""}), open}});
  ExpectHandoff cut_over = any;
  cut_over.state = HandoffState::CutOver;
  check_rows(c, c.history(), "2026-02-12T15:00",
             {{"handoff to_am cut_over", that(cut_over), nullptr},
              {"handoff to_am", that(any),
               "handoff to_am is cut_over, from AE (dana) to AM (kim), start by 2026-02-04T15:00, due "
               "2026-02-07T15:00, cutover 2026-02-12T15:00, missing notes, not accepted"},
              {"no handoff to_am", that(ExpectNothing{ExpectNothing::Kind::Handoff, "to_am"}), nullptr}});
}

TEST_CASE("expectations of escalations", "[testing]") {
  const Company c;
  auto history = c.history();
  history.push_back(c.happens(c.event("2026-03-02T09:00", "angry.call")));
  ExpectEscalation any{"angry", {}, {}, {}, {}};
  ExpectEscalation first = any, second = any, closed = any, calls_nobody = any, until = any;
  first.state = EscalationState::Calling;
  first.tier = 1;
  first.calls = {c.role("AE")};
  until.until = at("2026-03-02T11:00");
  second.tier = 2;
  second.calls = {c.person("dana", 1)};
  closed.state = EscalationState::Closed;
  calls_nobody.calls = std::vector<Party>{nobody()};
  const char* const calling = "escalation angry is calling, tier 1, calls dana until 2026-03-02T11:00";
  check_rows(c, history, "2026-03-02T10:59",
             {{"calls AE", that(first), nullptr},
              {"until", that(until), nullptr},
              {"calls manager of dana", that(second), calling},
              {"closed", that(closed), calling},
              {"calls nobody", that(calls_nobody), calling},
              {"no escalation", that(ExpectNothing{ExpectNothing::Kind::Escalation, "angry"}), calling}});
  check_rows(c, history, "2026-03-02T11:00", {{"calls manager of dana", that(second), nullptr}});
  history.push_back(c.happens(c.event("2026-03-02T11:30", "calmed")));
  check_rows(c, history, "2026-03-02T12:00",
             {{"closed", that(closed), nullptr},
              {"calls", that(any), "escalation angry is closed, tier 2, calls boss"},
              {"no escalation", that(ExpectNothing{ExpectNothing::Kind::Escalation, ""}), nullptr}});
}

TEST_CASE("expectations of SLAs and credits", "[testing]") {
  const Company c;
  auto history = c.history();
  ExpectCredit shares{"deal.won", {{c.role("AE"), 7000}, {c.person("kim"), 3000}}, 100'001};
  ExpectCredit half{"deal.won", {{c.role("AE"), 5000}, {c.role("AM"), 5000}}, std::nullopt};
  ExpectCredit amount = shares;
  amount.amount = 5;
  const char* const given = "credit deal.won goes to AE (dana) 70% with 700.01, AM (kim) 30% with 300";
  check_rows(c, history, "2026-02-02T15:00",
             {{"credit 70 30", that(shares), nullptr},
              {"credit 50 50", that(half), given},
              {"credit amount", that(amount), given},
              {"no credit", that(ExpectNothing{ExpectNothing::Kind::Credit, ""}),
               "the latest event gives credit to AE (dana) 70% with 700.01, AM (kim) 30% with 300"},
              {"no credit of another event", that(ExpectNothing{ExpectNothing::Kind::Credit, "asked"}), nullptr}});
  history.push_back(c.happens(c.event("2026-03-02T09:00", "asked")));
  check_rows(c, history, "2026-03-02T10:00",
             {{"credit 70 30", that(shares), "the latest event gives no credit deal.won"},
              {"no credit", that(ExpectNothing{ExpectNothing::Kind::Credit, "deal.won"}), nullptr}});
  ExpectSla any{"reply", {}, {}, {}}, met = any, running = any, breached = any;
  met.state = SlaState::Met;
  breached.state = SlaState::Breached;
  running.state = SlaState::Running;
  running.owner = c.role("AE");
  running.due = at("2026-03-03T09:00");
  check_rows(c, history, "2026-03-02T10:00",
             {{"sla running", that(running), nullptr},
              {"sla met", that(met), "sla reply is running, owner AE (dana), due 2026-03-03T09:00"},
              {"no sla", that(ExpectNothing{ExpectNothing::Kind::Sla, ""}),
               "sla reply is running, owner AE (dana), due 2026-03-03T09:00"}});
  check_rows(c, history, "2026-03-03T09:00",
             {{"sla breached", that(breached), nullptr},
              {"sla", that(any), "sla reply is breached, owner AE (dana), due 2026-03-03T09:00"}});
  history.push_back(c.happens(c.event("2026-03-03T09:00", "replied")));
  check_rows(c, history, "2026-03-03T09:00", {{"sla met at its very instant", that(met), nullptr}});
}

}  // namespace
}  // namespace baton::dsl::test
