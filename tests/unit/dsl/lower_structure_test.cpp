// What lowering makes of structures: statements by part, layers, instances, children, the top level.
#include "lowered.hpp"

namespace baton::dsl {
namespace {

using test::lower_text;
using test::Lowered;
using test::vocabulary;
using Names = std::vector<std::string>;

Lowered lower_body(const std::string& body) {
  return lower_text({vocabulary, "structure s {\n" + body + "\n}"});
}

Names names_of(const std::vector<Handoff>& handoffs) {
  Names names;
  for (const Handoff& handoff : handoffs) names.push_back(handoff.name);
  return names;
}

std::string leaf_names(const Policy& policy, const std::vector<LeafId>& leaves) {
  std::string text;
  for (const LeafId leaf : leaves) text += (text.empty() ? "" : " ") + policy.leaves[leaf.index].name;
  return text;
}

TEST_CASE("N1: a statement about the account and about records becomes one for each part") {
  const Lowered lowered = lower_body("AM owns comms, renewal, closing, relationship");
  CHECK(lowered.statements("s") ==
        Names{"AM owns comms, relationship", "AM owns closing", "AM owns renewal.lead, renewal.number"});
  const auto& statements = lowered.structure("s").statements;
  CHECK(to_string(statements[0].at) == "file1.baton:2:1");
  CHECK(to_string(statements[2].at) == "file1.baton:2:1");
}

TEST_CASE("N2: everything leaves the metrics out after owns, and means only them after carries") {
  const Lowered lowered = lower_body("AE owns everything\nAM carries everything");
  CHECK(lowered.statements("s") == Names{"AE owns comms, relationship", "AE owns closing",
                                         "AE owns renewal.lead, renewal.number", "AM carries nrr, grr"});
}

TEST_CASE("N1: during means the record's stages in what is per record") {
  const Lowered lowered = lower_body("AM owns renewal during live, account customer\nAE owns comms during customer");
  const auto& statements = lowered.structure("s").statements;
  const StageSet customer = StageSet::of(StageId(1)), live = StageSet::of(StageId(0));
  CHECK(statements[0].account_stages == customer);
  CHECK(statements[0].record_stages == live);
  CHECK(statements[1].account_stages == customer);
  CHECK(statements[1].record_stages == StageSet::all());
}

TEST_CASE("an event that names the record means this record's occurrence, any other the account's") {
  const Lowered lowered = lower_body(
      "AE owns comms for 3 days after deal.won\n"
      "AE owns closing for 3 days after deal.won\n"
      "AM owns closing for 3 days after contract.signed\n"
      "AM owns closing for 3 days after entering won\n"
      "AM owns closing for 3 days after entering account customer\n"
      "AM owns comms for 3 days after entering customer\n"
      "AM owns comms for 4 days after deal.won where by is \"bot\"\n"
      "AE owns relationship for 4 days after deal.won where by is \"bot\"");
  const auto& anchors = lowered.policy.anchors;
  Names texts;
  for (const Anchor& anchor : anchors) texts.push_back(anchor.text + (anchor.record ? " of the record" : ""));
  CHECK(texts == Names{"deal.won", "deal.won of the record", "contract.signed", "entering won of the record",
                       "entering customer", "deal.won where by is \"bot\""});
}

TEST_CASE("R6: otherwise is a layer of its own, as a word and as a block") {
  const Lowered lowered = lower_body(
      "AE owns comms when key\n"
      "AM owns comms otherwise\n"
      "otherwise {\n"
      "  AM owns relationship when key\n"
      "  otherwise { CSM owns relationship when arr > 3 }\n"
      "  AE owns relationship otherwise\n"
      "}");
  const Structure& structure = lowered.structure("s");
  std::vector<std::optional<std::uint32_t>> enclosing;
  for (const Layer& layer : structure.layers) enclosing.push_back(layer.enclosing);
  CHECK(enclosing == std::vector<std::optional<std::uint32_t>>{{}, 0, 0, 2, 2});
  std::vector<std::uint32_t> layers;
  for (const Statement& statement : structure.statements) layers.push_back(statement.layer);
  CHECK(layers == std::vector<std::uint32_t>{0, 1, 2, 3, 4});
}

const char* const base = R"(structure base (window = 90 days, limit = 10k) {
  AE owns comms for window after deal.won when arr > limit
  AM owns comms otherwise
  AM owns renewal
  AE owns relationship
  handoff h { moves comms from AE to AM  overdue escalates late }
  handoff merges { moves relationship from AM to CSM }
  relationship moves at once between AE, AM, CSM because "known"
  escalation late { tier AE and AM for 1 hour  tier position head }
  credit deal.won { AE 70%  AM 30% }
}
)";

TEST_CASE("N3: an instance sets numbers and renames roles; a role that is there already merges") {
  const Lowered lowered = lower_text({vocabulary, base, "structure i = base with window = 2 weeks, AM as CSM"});
  const Structure& instance = lowered.structure("i");
  CHECK(lowered.statements("i") ==
        Names{"AE owns comms", "CSM owns comms", "CSM owns renewal.lead, renewal.number", "AE owns relationship"});
  CHECK(instance.statements[0].windows[0].span == Span{2, Unit::Week, false});
  CHECK(instance.statements[0].condition.value == 1'000'000);
  CHECK(to_string(instance.statements[0].at) == "file1.baton:2:3");
  CHECK(names_of(instance.handoffs) == Names{"h"});  // from CSM to CSM nothing is handed over
  CHECK(instance.moves_at_once[0].from == std::vector{RoleId(0), RoleId(2)});
  CHECK(lowered.structure("base").statements[0].windows[0].span == Span{90, Unit::Day, false});
}

TEST_CASE("N3: shares of merged roles are added") {
  const Lowered lowered = lower_text({vocabulary, base, "structure i = base with AM as AE"});
  const auto& shares = lowered.structure("i").credits[0].shares;
  REQUIRE(shares.size() == 1);
  CHECK(shares[0].percent_units == 10'000);
}

TEST_CASE("an instance of an instance sets and renames what the first one made") {
  const Lowered lowered = lower_text({vocabulary, base,
                                      "structure i = base with window = 30 days, limit = 5, AM as CSM\n"
                                      "structure j = i with window = 10 days, CSM as AE"});
  const Structure& second = lowered.structure("j");
  CHECK(lowered.statements("j") ==
        Names{"AE owns comms", "AE owns comms", "AE owns renewal.lead, renewal.number", "AE owns relationship"});
  CHECK(second.statements[0].windows[0].span == Span{10, Unit::Day, false});
  CHECK(second.statements[0].condition.value == 500);
}

TEST_CASE("extends replaces statements by leaf, handoffs and escalations by name, credits by event") {
  const Lowered lowered = lower_text({vocabulary, base, R"(structure child (window = 60 days) extends base {
    CSM owns renewal.lead when key
    otherwise { AE owns renewal.lead }
    handoff h { moves comms from AE to CSM  overdue escalates late }
    handoff more { moves renewal from AE to CSM }
    escalation late { tier position other }
    credit deal.won { CSM 100% }
  })"});
  const Structure& child = lowered.structure("child");
  CHECK(lowered.statements("child") == Names{"AE owns comms", "AM owns comms", "AM owns renewal.number",
                                             "AE owns relationship", "CSM owns renewal.lead", "AE owns renewal.lead"});
  CHECK(child.statements[0].windows[0].span == Span{60, Unit::Day, false});
  CHECK(child.statements[4].layer == 0);
  CHECK(child.statements[5].layer == 2);
  CHECK(child.layers[2].enclosing == 0);
  CHECK(names_of(child.handoffs) == Names{"h", "merges", "more"});
  CHECK(child.handoffs[0].to == RoleId(2));
  CHECK(child.handoffs[0].overdue_escalates == EscalationId(0));
  CHECK(child.escalations[0].tiers[0].targets[0].name == "other");
  REQUIRE(child.credits.size() == 1);
  CHECK(child.credits[0].shares[0].role == RoleId(2));
}

TEST_CASE("extends replaces SLAs and what they raise by name, and adds those that are new") {
  const Lowered lowered = lower_text({vocabulary, R"(structure base {
    AE owns relationship
    sla reply { on deal.won   owner of relationship owes deal.opened within 1 day   breach escalates late }
    sla visit { on deal.opened   owner of relationship owes deal.won within 2 days }
    escalation late { tier position head }
  }
  structure child extends base {
    AM owns comms
    sla visit { on deal.opened   owner of comms owes deal.won within 3 days   breach escalates worse }
    sla extra { on churned   owner of comms owes deal.opened within 4 days   breach escalates late }
    escalation worse { tier position top }
  }
  sla reply { on deal.won   owner of relationship owes deal.opened within 9 days }
  sla common { on churned   owner of relationship owes deal.opened within 5 days })"});
  const Structure& child = lowered.structure("child");
  Names shown;
  for (const Sla& sla : child.slas) {
    const auto raised = sla.breach_escalates;
    shown.push_back(sla.name + " within " + to_string(sla.within) + ", " +
                    (raised ? child.escalations[raised->index].name : "nothing"));
  }
  CHECK(shown == Names{"reply within 1 day, late", "visit within 3 days, worse", "extra within 4 days, late",
                       "common within 5 days, nothing"});
  CHECK(lowered.structure("base").slas.size() == 3);
}

TEST_CASE("what a child says of a group replaces each of its leaves") {
  const Lowered lowered = lower_text({vocabulary, base, "structure child extends base { CSM owns renewal }"});
  CHECK(lowered.statements("child").back() == "CSM owns renewal.lead, renewal.number");
  CHECK(lowered.statements("child").size() == 4);
}

TEST_CASE("O3b: the top level is copied into every structure, and a structure's own of that name wins") {
  const Lowered lowered = lower_text({vocabulary, base, R"(
    handoff h { moves everything from AE to CSM }
    handoff all { moves everything from AM to CSM  overdue escalates late }
    comms moves at once from CSM to AE because "so"
    escalation late { tier position top }
    escalation fire { on churned  tier position top }
    credit deal.won { CSM 100% }
    credit deal.opened { CSM 100% }
    structure other { AE owns comms }
  )"});
  const Structure& own = lowered.structure("base");
  CHECK(names_of(own.handoffs) == Names{"h", "merges", "all"});
  CHECK_FALSE(own.handoffs[0].top_level);
  CHECK(own.handoffs[2].top_level);
  CHECK(own.handoffs[2].everything);
  CHECK(leaf_names(lowered.policy, own.handoffs[2].moves) ==
        "closing renewal.lead renewal.number comms relationship nrr grr");
  CHECK(own.handoffs[2].overdue_escalates == EscalationId(0));
  CHECK(own.escalations.size() == 2);
  CHECK_FALSE(own.escalations[0].top_level);
  CHECK(own.moves_at_once.size() == 2);
  CHECK(own.credits.size() == 2);
  const Structure& other = lowered.structure("other");
  CHECK(names_of(other.handoffs) == Names{"h", "all"});
  CHECK(other.escalations[0].tiers[0].targets[0].name == "top");
  CHECK(other.credits.size() == 2);
}

TEST_CASE("the order of files and of declarations does not matter") {
  const std::string instance = "structure i = base with window = 2 weeks";
  const Lowered one = lower_text({vocabulary, base, instance}), two = lower_text({instance, base, vocabulary});
  CHECK(one.statements("i") == two.statements("i"));
}

}  // namespace
}  // namespace baton::dsl
