// What lowering makes of the vocabulary: fields, events, lifecycles, conditions.
#include <algorithm>

#include "lowered.hpp"

namespace baton::dsl {
namespace {

using test::lower_text;
using test::Lowered;
using test::vocabulary;
using Op = Condition::Op;

Condition let_of(const Lowered& lowered, const std::string& name) {
  const auto& lets = lowered.policy.lets;
  const auto let = std::find_if(lets.begin(), lets.end(), [&](const NamedCondition& one) { return one.name == name; });
  REQUIRE(let != lets.end());
  return let->condition;
}

Condition condition(const std::string& text) {
  return let_of(lower_text({vocabulary, "let it = " + text}), "it");
}

TEST_CASE("V1: a payload updates the record's field, else the account's, else it is the event's own") {
  const Lowered lowered = lower_text({vocabulary});
  const auto& events = lowered.policy.events;
  const EventType& won = events[1];
  CHECK(won.record == RecordTypeId(0));
  REQUIRE(won.payload.size() == 4);
  CHECK(won.payload[0].target == FieldRef{Scope::Record, RecordTypeId(0), {}, FieldId(1)});
  CHECK(won.payload[1].key == "account.arr");
  CHECK(won.payload[1].target == FieldRef{Scope::Account, {}, {}, FieldId(1)});
  CHECK(won.payload[2].target == FieldRef{Scope::Account, {}, {}, FieldId(0)});
  CHECK(won.payload[3].target == FieldRef{Scope::Event, {}, EventId(1), FieldId(0)});
  CHECK(won.payload[3].optional);
  CHECK_FALSE(won.payload[0].optional);
  CHECK(events[2].payload[0].target.scope == Scope::Record);  // a contract's `arr` is its own
  CHECK_FALSE(events[4].record.has_value());
}

TEST_CASE("a range holds as many digits as its bounds are written with") {
  const Lowered lowered =
      lower_text({"account { a: 0..100   b: 0..1.00   c: -0.5..2 = 1.5 }\nevent e\n"
                  "lifecycle account { start s   s -> t on e }"});
  const auto& fields = lowered.policy.account_fields;
  CHECK(fields[0].type.decimals == 0);
  CHECK(fields[1].type.decimals == 2);
  CHECK(fields[1].type.max == 100);
  CHECK(fields[2].type.min == -5);
  CHECK(fields[2].initial == 15);
}

TEST_CASE("money is counted in the minor units of the org's currency") {
  const char* text = "account { arr: money = 2.5k }\nevent e\nlifecycle account { start s   s -> t on e when arr > 3 }";
  const Lowered cents = lower_text({text}), yen = lower_text({text}, {.money_places = 0, .zone = {}});
  CHECK(cents.policy.account_fields[0].initial == 250'000);
  CHECK(cents.policy.lifecycle.transitions[0].when.value == 300);
  CHECK(yen.policy.account_fields[0].initial == 2'500);
  CHECK(yen.policy.lifecycle.transitions[0].when.value == 3);
}

TEST_CASE("a lifecycle has the stages that its start and transitions name; `or` makes two transitions") {
  const Lowered lowered = lower_text({vocabulary});
  const Lifecycle& contract = lowered.policy.records[1].lifecycle;
  REQUIRE(contract.stages.size() == 2);
  CHECK(contract.stages[1].name == "over");
  REQUIRE(contract.transitions.size() == 2);
  CHECK(contract.transitions[0].on->event == EventId(3));
  CHECK(contract.transitions[1].at->date == FieldRef{Scope::Record, RecordTypeId(1), {}, FieldId(1)});
  CHECK(contract.transitions[1].at->span == Span{30, Unit::Day, false});
}

TEST_CASE("conditions: either side of a comparison may be the field") {
  const Condition left = condition("arr < 5"), right = condition("5 > arr");
  for (const Condition& one : {left, right}) {
    CHECK(one.op == Op::Compare);
    CHECK(one.relation == Relation::Less);
    CHECK(one.value == 500);
  }
  CHECK(condition("mid_market <= segment").relation == Relation::GreaterEqual);
}

TEST_CASE("conditions: not, and, or are kept small") {
  CHECK(condition("key").value == 1);
  CHECK(condition("not not key").op == Op::Compare);
  CHECK(condition("key and true").op == Op::Compare);
  CHECK(condition("key or true").op == Op::True);
  const Condition mixed = condition("key or arr > 3 and not renews is known");
  CHECK(mixed.op == Op::Or);
  REQUIRE(mixed.children.size() == 2);
  CHECK(mixed.children[1].op == Op::And);
  CHECK(mixed.children[1].children[1].op == Op::Not);
}

TEST_CASE("conditions: no record is in a stage, a date, a let of a let") {
  const Condition none = condition("no deal in {open, won}");
  CHECK(none.op == Op::Not);
  CHECK(none.children[0].op == Op::AnyRecordIs);
  CHECK(none.children[0].stages.bits == 0b11);
  CHECK(condition("renews >= 1970-02-01").value == 31);
  const Lowered lowered = lower_text({vocabulary, "let b = a and key\nlet a = arr > 3"});
  CHECK(let_of(lowered, "b").children.size() == 2);
}

TEST_CASE("a label comes before a parameter opposite an enum, a parameter before a field elsewhere") {
  const Lowered lowered = lower_text({vocabulary, R"(structure s (smb = enterprise, limit = mid_market, arr = 7) {
    AE owns comms when segment is smb
    AE owns comms when segment is limit
    AE owns comms when deal_arr > arr
  }
  account { deal_arr: money = 0 })"});
  const auto& statements = lowered.structure("s").statements;
  CHECK(statements[0].condition.value == 0);
  CHECK(statements[1].condition.value == 1);
  CHECK(statements[2].condition.op == Op::Compare);
  CHECK(statements[2].condition.value == 700);
}

TEST_CASE("texts that conditions name are kept once each") {
  const Lowered lowered =
      lower_text({"account { city: text = \"Rome\" }\nevent e\nlifecycle account { start s   s -> t on e }\n"
                  "let a = city is \"Rome\" or city in {\"Oslo\", \"Rome\"}"});
  CHECK(lowered.policy.texts == std::vector<std::string>{"Rome", "Oslo"});
  CHECK(lowered.policy.account_fields[0].initial == 0);
}

TEST_CASE("a condition of org.yaml names fields, lets and records of the policy") {
  Lowered lowered = lower_text({vocabulary, "let big = arr > 3"});
  const auto source = lowered.sources.add({"org.yaml", "big and segment is smb and no deal is open"});
  const auto expr = parse_condition(lowered.sources, {source, 0, 42}, lowered.emitter);
  REQUIRE(expr.has_value());
  const Condition where = lower_condition(*expr, lowered.policy, lowered.sources, {}, lowered.emitter);
  CHECK_FALSE(lowered.emitter.has_errors());
  REQUIRE(where.children.size() == 3);
  CHECK(where.children[0].value == 300);
}

}  // namespace
}  // namespace baton::dsl
