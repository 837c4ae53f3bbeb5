#include "engine/host/event_reader.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/host/world.hpp"

using namespace baton;
using namespace baton::host;

namespace {

struct Reading {
  Policy policy = test::small_policy();
  Org org = test::small_org();
  Vocabulary vocabulary{policy, org};
  EventReader reader{vocabulary};

  // The error of a line, "ignored", or "" where it is an event.
  std::string judge(std::string_view line) {
    const auto envelope = reader.read(line);
    if (!envelope) return envelope.error();
    if (reader.declared(*envelope) == nullptr) return "ignored";
    const auto event = reader.bind(*envelope);
    return event ? "" : event.error();
  }
  Event event(const std::string& line) {
    const auto envelope = reader.read(line);
    REQUIRE(envelope.has_value());
    const auto event = reader.bind(*envelope);
    INFO((event ? "" : event.error()));
    REQUIRE(event.has_value());
    return *event;
  }
};

std::string line(const std::string& type, const std::string& data, const std::string& subject = "acme") {
  return R"({"specversion":"1.0","id":"e-1","source":"crm","type":")" + type + R"(","subject":")" + subject +
         R"(","time":"2026-02-02T15:00:00Z","data":)" + data + "}";
}
std::string updated(const std::string& data) {
  return line("account.updated", data);
}

}  // namespace

TEST_CASE("lines that are not readable say why") {
  const std::string deep = std::string(200, '[') + std::string(200, ']');
  const std::pair<std::string, std::string> rows[] = {
      {"{", "the line is not JSON"},
      {"[1]", "the line is not a JSON object"},
      {"12", "the line is not a JSON object"},
      {"{} {}", "the line holds more than one object"},
      {"{\"a\":1", "the line is not JSON"},
      {"{\"a\":tru}", "the line is not JSON: `tru` is no value"},
      {"{\"a\":01}", "the line is not JSON: `01` is no value"},
      {"{\"a\":nan}", "the line is not JSON: `nan` is no value"},
      {"{\"a\":\"\\x\"}", "the line is not JSON: a text holds an escape that is none"},
      {"{\"a\":\"\xFF\"}", "the line is not valid UTF-8"},
      {"{\"a\":" + deep + "}", "the line is nested too deeply"},
      {"{\"a\":1,\"b\":2,\"a\":3}", "the key `a` is given twice"},
      {"{\"data\":{\"x\":[{\"y\":1,\"y\":1}]}}", "the key `y` is given twice"},
      {"{}", "`specversion` is missing"},
      {R"({"specversion":"0.3"})", "`specversion` is `0.3`: it must be `1.0`"},
      {R"({"specversion":1.0})", "`specversion` is the number 1.0: it is a text, in quotes"},
      {R"({"specversion":"1.0","id":"1"})", "`source` is missing"},
      {R"({"specversion":"1.0","id":"","source":"s","type":"t"})", "`id` is empty"},
      {R"({"specversion":"1.0","id":7,"source":"s","type":"t"})", "`id` is the number 7: it is a text, in quotes"},
      {R"({"specversion":"1.0","id":"1","source":"s","type":"t","time":"2026-02-02"})",
       "`time` is `2026-02-02`: a time is written `2026-02-02T15:00:00Z`, or with an offset"},
      {R"({"specversion":"1.0","id":"1","source":"s","type":"t","time":"2026-02-02T10:00:00"})",
       "`time` is `2026-02-02T10:00:00`: a time needs `Z` or an offset such as `-05:00` at its end"},
      {R"({"specversion":"1.0","id":"1","source":"s","type":"t","time":"2026-02-30T10:00:00Z"})",
       "`time` is `2026-02-30T10:00:00Z`: a time is written `2026-02-02T15:00:00Z`, or with an offset"},
      {R"({"specversion":"1.0","id":"1","source":"s","type":"t","time":"1969-12-31T23:59:59Z"})",
       "`time` is `1969-12-31T23:59:59Z`: times run from 1970 to 2100"},
      {R"({"specversion":"1.0","id":"1","source":"s","type":"t","sequence":5})",
       "`sequence` is the number 5: it is a text, in quotes"},
  };
  Reading reading;
  for (const auto& [input, error] : rows) {
    INFO(input);
    CHECK(reading.judge(input) == error);
  }
}

TEST_CASE("what the policy does not declare is ignored, whatever it holds") {
  Reading reading;
  CHECK(reading.judge(line("mail.sent", "{}")) == "ignored");
  CHECK(reading.judge(R"({"specversion":"1.0","id":"1","source":"s","type":"mail.sent"})") == "ignored");
}

TEST_CASE("V1: values that do not fit their type reject the line, by name and with a way out") {
  const std::pair<const char*, const char*> rows[] = {
      {R"({"arr":12.345})", "`arr` is `12.345`: USD has 2 digits behind the point"},
      {R"({"arr":"250k"})", "`arr` is the text `250k`: an amount is written 1234.50"},
      {R"({"arr":true})", "`arr` is true: an amount is written 1234.50"},
      {R"({"arr":1000000000000000})",
       "`arr` is `1000000000000000`: an amount has at most 15 digits before the point and 2 behind it"},
      {R"({"arr":1e300})", "`arr` is `1e300`: an amount has at most 15 digits before the point and 2 behind it"},
      {R"({"arr":999999999999999999})",
       "`arr` is `999999999999999999`: an amount has at most 15 digits before the point and 2 behind it"},
      {R"({"score":999999999999999999})", "`score` is `999999999999999999`: it lies between 0 and 1"},
      {R"({"arr":null})", "`arr` is null: it must always be known"},
      {R"({"health":101})", "`health` is `101`: it lies between 0 and 100"},
      {R"({"health":12.5})", "`health` is `12.5`: it is a whole number"},
      {R"({"health":"high"})", "`health` is the text `high`: it is a number; it lies between 0 and 100"},
      {R"({"score":0.125})", "`score` is `0.125`: it has at most 2 digits behind the point"},
      {R"({"segment":"SMB"})", "`segment` is the text `SMB`: it is one of smb, mid_market, enterprise"},
      {R"({"key":"true"})", "`key` is the text `true`: it is true or false, without quotes"},
      {R"({"key":1})", "`key` is the number 1: it is true or false, without quotes"},
      {R"({"since":"2026-02-29"})", "`since` is the text `2026-02-29`: a date is written 2026-12-31"},
      {R"({"since":"2100-01-01"})", "`since` is the text `2100-01-01`: dates run from 1970 to 2099"},
      {R"({"industry":5})", "`industry` is the number 5: it is a text, in quotes"},
      {R"({"industry":["a"]})", "`industry` is a list: it is a text, in quotes"},
  };
  Reading reading;
  for (const auto& [data, error] : rows) {
    INFO(data);
    CHECK(reading.judge(updated(data)) == error);
  }
}

TEST_CASE("V1: numbers are read from their text, exactly") {
  const std::pair<const char*, Scalar> rows[] = {{R"({"arr":0.1})", 10},
                                                 {R"({"arr":"999999999999999.99"})", 99999999999999999},
                                                 {R"({"arr":-5})", -500},
                                                 {R"({"arr":"12.3400"})", 1234},
                                                 {R"({"arr":1.5e3})", 150000},
                                                 {R"({"score":0.29})", 29},
                                                 {R"({"health":1E2})", 100},
                                                 {R"({"health":null})", unknown},
                                                 {R"({"segment":"enterprise"})", 2},
                                                 {R"({"key":true})", 1},
                                                 {R"({"since":"1970-01-02"})", 1},
                                                 {R"({"industry":"education"})", 0},
                                                 {R"({"industry":"mining"})", other_text}};
  Reading reading;
  for (const auto& [data, value] : rows) {
    INFO(data);
    const Event event = reading.event(updated(data));
    REQUIRE(event.values.size() == 1);
    CHECK(event.values[0].value == value);
  }
  CHECK(reading.event(updated(R"({"shoe_size":44})")).values.empty());
}

TEST_CASE("a declared event names its record and carries what it declares") {
  Reading reading;
  const Event event =
      reading.event(line("deal.opened", R"({"deal":"D-1","amount":"250000","note":null,"colour":"red"})"));
  CHECK(event.record == RecordTypeId(0));
  CHECK(event.record_id == "D-1");
  REQUIRE(event.values.size() == 2);
  CHECK(event.values[0].value == 25'000'000);
  CHECK(event.values[1].value == unknown);
  CHECK(to_string(event.at) == "2026-02-02T15:00:00Z");

  const std::pair<std::string, std::string> rows[] = {
      {line("deal.opened", "{}"), "`deal` is missing: it names the deal that this is about"},
      {line("deal.opened", R"({"deal":17})"), "`deal` is the number 17: an id is a text, in quotes"},
      {line("deal.opened", R"({"deal":""})"), "`deal` is empty: an id has 1 to 256 bytes"},
      {line("deal.opened", R"({"deal":"a\nb"})"), "`deal` holds a control character"},
      {line("deal.opened", "[]"), "`data` is a list: it is an object"},
      {line("account.churned", "{}", "org"), "`subject` is `org`: `account.churned` is about an account"},
      {line("account.churned", "{}", std::string(257, 'x')), "`subject` is longer than 256 bytes"},
      {R"({"specversion":"1.0","id":"1","source":"s","type":"account.churned","time":"2026-01-01T00:00:00Z"})",
       "`subject` is missing: it names the account"},
      {line("account.imported", "{}"), "`account.imported` is not yet understood by this version"},
      {line("account.merged", "{}"), "`account.merged` is not yet understood by this version"},
  };
  for (const auto& [input, error] : rows) {
    INFO(input);
    CHECK(reading.judge(input) == error);
  }
}

TEST_CASE("the events that need no declaration") {
  Reading reading;
  const std::pair<std::string, std::string> rows[] = {
      {line("handoff.item_done", R"({"handoff":"sales_to_am","item":"story"})"), ""},
      {line("handoff.item_done", R"({"handoff":"sales_to_am","item":"song"})"),
       "the handoff `sales_to_am` has no item `song`"},
      {line("handoff.accepted", R"({"handoff":"nothing"})"), "no handoff is called `nothing`"},
      {line("handoff.accepted", R"({})"), "`handoff` is missing"},
      {line("handoff.returned", R"({"handoff":"sales_to_am","reason":"too early"})"), ""},
      {line("seat.assigned", R"({"role":"AM","person":"kim","until":"2026-03-01"})"), ""},
      {line("seat.assigned", R"({"role":"XX","person":"kim"})"), "no role is called `XX`"},
      {line("seat.assigned", R"({"role":"AM","person":"zoe"})"), "nobody in org.yaml has the id `zoe`"},
      {line("seat.assigned", R"({"role":"AM","person":"kim","until":"soon"})"),
       "`until` is the text `soon`: it is a date, written 2026-12-31, or a time, written 2026-12-31T09:00:00Z"},
      {line("escalation.closed", R"({"escalation":"critical_issue","deal":"D-1"})"), ""},
      {line("escalation.closed", R"({"escalation":"x"})"), "no escalation is called `x`"},
      {line("person.left", R"({"person":"kim"})", "org"), ""},
      {line("person.left", R"({"person":"kim"})"),
       "`subject` is `acme`: `person.left` is about the org, its subject is `org`"},
      {line("person.away", R"({"person":"kim","from":"2026-07-01","to":"2026-07-14","cover":"lee"})", "org"), ""},
      {line("person.away", R"({"person":"kim","from":"2026-07-14","to":"2026-07-01"})", "org"),
       "`to` is 2026-07-01, before `from`, 2026-07-14"},
  };
  for (const auto& [input, error] : rows) {
    INFO(input);
    CHECK(reading.judge(input) == error);
  }
  // P6: `until` is the end of that day in the org's zone, here five hours behind UTC.
  const Event pinned = reading.event(line("seat.assigned", R"({"role":"AM","person":"kim","until":"2026-03-01"})"));
  CHECK(to_string(*pinned.until) == "2026-03-02T05:00:00Z");
  CHECK(reading.event(line("escalation.closed", R"({"escalation":"critical_issue","deal":"D-1"})")).record_id == "D-1");
}

TEST_CASE("seats, absences and records: what is missing, what is null, what is of another kind") {
  Reading reading;
  const std::pair<std::string, std::string> rows[] = {
      {line("seat.released", R"({"role":"AM"})"), ""},
      {line("seat.released", "{}"), "`role` is missing"},
      {line("seat.assigned", R"({"role":7,"person":"kim"})"), "`role` is the number 7: it is a text, in quotes"},
      {line("seat.assigned", R"({"role":"AM"})"), "`person` is missing"},
      {line("seat.assigned", R"({"role":"AM","person":"kim","until":null,"deal":null})"), ""},
      {line("seat.assigned", R"({"role":"AM","person":"kim","until":"2026-03-05T10:00:00Z"})"), ""},
      {line("seat.assigned", R"({"role":"AM","person":"kim","until":"2026-03-05T10:00"})"),
       "`until` is the text `2026-03-05T10:00`: it is a date, written 2026-12-31, or a time, written "
       "2026-12-31T09:00:00Z"},
      {line("seat.assigned", R"({"role":"AM","person":"kim"})"), ""},
      {line("person.away", R"({"person":"kim","from":"2026-07-01","to":"2026-07-14"})", "org"), ""},
      {line("handoff.returned", R"({"handoff":"sales_to_am"})"), ""},
      {line("deal.opened", R"({"deal":"D-1","amount":"much"})"),
       "`amount` is the text `much`: an amount is written 1234.50"},
      {line("seat.assigned", R"({"role":"AM","person":"kim","deal":7})"),
       "`deal` is the number 7: an id is a text, in quotes"},
      {line("seat.assigned", R"({"role":"AM","person":"kim","until":20260301})"),
       "`until` is the number 20260301: it is a date, written 2026-12-31, or a time, written 2026-12-31T09:00:00Z"},
      {line("escalation.acknowledged", R"({"escalation":"critical_issue"})"), ""},
      {line("escalation.closed", R"({"escalation":"critical_issue","deal":[]})"),
       "`deal` is a list: an id is a text, in quotes"},
      {line("escalation.closed", "{}"), "`escalation` is missing"},
      {line("handoff.item_done", R"({"item":"story"})"), "`handoff` is missing"},
      {line("handoff.item_done", R"({"handoff":"sales_to_am"})"), "`item` is missing"},
      {line("handoff.returned", "{}"), "`handoff` is missing"},
      {line("handoff.returned", R"({"handoff":"sales_to_am","reason":12})"), ""},
      {line("person.left", "{}", "org"), "`person` is missing"},
      {line("person.away", R"({"person":"zoe"})", "org"), "nobody in org.yaml has the id `zoe`"},
      {line("person.away", R"({"person":"kim","to":"2026-07-01"})", "org"), "`from` is missing"},
      {line("person.away", R"({"person":"kim","from":"2026-07-01"})", "org"), "`to` is missing"},
      {line("person.away", R"({"person":"kim","from":"July","to":"2026-07-01"})", "org"),
       "`from` is the text `July`: a date is written 2026-12-31"},
      {line("person.away", R"({"person":"kim","from":"2026-07-01","to":"2026-07-01","cover":null})", "org"), ""},
      {line("person.away", R"({"person":"kim","from":"2026-07-01","to":"2026-07-01","cover":"zoe"})", "org"),
       "nobody in org.yaml has the id `zoe`"},
      {line("deal.opened", "null"), "`deal` is missing: it names the deal that this is about"},
      {line("account.churned", "null"), ""},
      {line("account.updated", "null"), ""},
      {R"({"specversion":"1.0","id":"1","source":"s","type":"account.churned","subject":"acme"})", "`time` is missing"},
      {R"({"specversion":"1.0","id":"1","source":"s","type":"t","time":7})",
       "`time` is the number 7: it is a text, in quotes"},
  };
  for (const auto& [input, error] : rows) {
    INFO(input);
    CHECK(reading.judge(input) == error);
  }
  const Event pinned =
      reading.event(line("seat.assigned", R"({"role":"AM","person":"kim","until":"2026-03-01T12:00:00Z"})"));
  CHECK(to_string(*pinned.until) == "2026-03-01T12:00:00Z");
  CHECK(reading.event(line("handoff.returned", R"({"handoff":"sales_to_am","reason":12})")).reason.empty());
  CHECK(reading.event(line("handoff.returned", R"({"handoff":"sales_to_am","reason":"late"})")).reason == "late");
}

TEST_CASE("an event is about one record, and has the defaults of what it does not say") {
  Policy policy = test::small_policy();
  RecordType ticket = policy.records[0];
  ticket.name = "ticket";
  policy.records.push_back(ticket);
  policy.events[0].payload[1].initial = 3;  // `note`, the event's own
  policy.events[0].payload[0].initial = 4;  // `amount`, the deal's
  Reading reading{policy};
  CHECK(reading.judge(line("seat.released", R"({"role":"AM","deal":"D-1","ticket":"T-1"})")) ==
        "`deal` and `ticket` are both given: an event is about one record");
  CHECK(reading.event(line("seat.released", R"({"role":"AM","deal":null,"ticket":"T-1"})")).record_id == "T-1");
  const Event opened = reading.event(line("deal.opened", R"({"deal":"D-1"})"));
  REQUIRE(opened.values.size() == 1);
  CHECK(opened.values[0].target.scope == Scope::Event);
  CHECK(opened.values[0].value == 3);
}

TEST_CASE("the account of a line that is no event is still told, where it has one") {
  Reading reading;
  CHECK_FALSE(reading.reader.subject_of_last().has_value());
  CHECK_FALSE(reading.reader.read(R"({"specversion":"0.3","subject":"acme"})").has_value());
  CHECK(reading.reader.subject_of_last() == "acme");
  CHECK_FALSE(reading.reader.read(R"({"specversion":"0.3","subject":7})").has_value());
  CHECK_FALSE(reading.reader.subject_of_last().has_value());
  CHECK_FALSE(reading.reader.read("{").has_value());
  CHECK_FALSE(reading.reader.subject_of_last().has_value());
}

TEST_CASE("V1: numbers at the edges of their types") {
  const std::pair<const char*, const char*> rows[] = {
      {R"({"arr":-1000000000000000})",
       "`arr` is `-1000000000000000`: an amount has at most 15 digits before the point and 2 behind it"},
      {R"({"health":-1})", "`health` is `-1`: it lies between 0 and 100"},
      {R"({"health":1e300})", "`health` is `1e300`: it lies between 0 and 100"},
      {R"({"health":true})", "`health` is true: it is a number; it lies between 0 and 100"},
      {R"({"segment":null})", "`segment` is null: it must always be known"},
      {R"({"segment":2})", "`segment` is the number 2: it is one of smb, mid_market, enterprise"},
      {R"({"since":7})", "`since` is the number 7: a date is written 2026-12-31"},
      {R"({"since":"1969-12-31"})", "`since` is the text `1969-12-31`: dates run from 1970 to 2099"},
  };
  Reading reading;
  for (const auto& [data, error] : rows) {
    INFO(data);
    CHECK(reading.judge(updated(data)) == error);
  }
  CHECK(reading.event(updated(R"({"key":false})")).values[0].value == 0);
}
