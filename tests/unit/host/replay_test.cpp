#include "engine/host/replay.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

#include "engine/host/decision_json.hpp"
#include "tests/unit/host/world.hpp"

using namespace baton;
using namespace baton::host;

namespace {

struct Result {
  std::string decisions;
  std::vector<std::string> rejects;
  std::string summary, note, error;
};

Result replay_lines(const std::vector<std::string>& lines, ReplayOptions options = {}) {
  const std::string path =
      (std::filesystem::temp_directory_path() / ("baton-replay-" + std::to_string(std::random_device{}()) + ".jsonl"))
          .string();
  {
    std::ofstream file(path, std::ios::binary);
    for (const std::string& line : lines) file << line << "\n";
  }
  options.files = {path};
  const auto program = test::small_program();
  Engine engine(program);
  Result result;
  ReplaySinks sinks;
  sinks.decision = [&](Decision&& decision) { append_decision(result.decisions, decision, *program); };
  sinks.reject = [&](Reject&& reject) { result.rejects.push_back(std::to_string(reject.line) + ": " + reject.error); };
  const auto counts = replay(engine, *program, options, sinks);
  std::filesystem::remove(path);
  if (!counts) {
    result.error = counts.error();
    return result;
  }
  result.summary = summary(*counts, options.until.has_value());
  result.note = ties_note(*counts);
  return result;
}

std::string event(const std::string& id, const std::string& time, const std::string& data,
                  const std::string& type = "account.updated", const std::string& more = "") {
  return R"({"specversion":"1.0","id":")" + id + R"(","source":"crm","type":")" + type +
         R"(","subject":"acme","time":")" + time + "\"" + more + R"(,"data":)" + data + "}";
}

const std::string first = event("1", "2026-01-01T00:00:00Z", R"({"segment":"smb","arr":10})");

}  // namespace

TEST_CASE("every line is accounted for, in the order of the contract's tests") {
  const Result result = replay_lines({
      first,
      "",
      "   \r",
      "{not json",
      event("2", "2026-01-02T00:00:00Z", "{}", "mail.sent"),
      event("2", "2026-01-03T00:00:00Z", R"({"arr":"much"})"),  // invalid: its identity is not used up
      event("2", "2026-01-04T00:00:00Z", R"({"arr":20})"),
      event("2", "2026-01-05T00:00:00Z", R"({"arr":"much"})"),  // a repeat first of all
      R"({"specversion":"1.0","id":"9","source":"crm","type":"account.updated","subject":"acme","data":{}})",
  });
  CHECK(result.summary == "read 7 = decided 2 + ignored 1 + duplicate 1 + rejected 3");
  CHECK(result.rejects == std::vector<std::string>{"4: the line is not JSON", "9: `time` is missing",
                                                   "6: `arr` is the text `much`: an amount is written 1234.50"});
}

TEST_CASE("S1: neither the order of delivery nor jobs nor memory shows in the decisions") {
  std::vector<std::string> lines = {first};
  for (int i = 0; i < 3000; ++i) {
    const std::string day = (i % 28 < 9 ? "0" : "") + std::to_string(i % 28 + 1);
    lines.push_back(event("u" + std::to_string(i), "2026-02-" + day + "T00:00:00Z",
                          "{\"arr\":" + std::to_string(i) + "}", "account.updated",
                          R"(,"sequence":")" + std::to_string(10'000 + i) + "\""));
    if (i % 10 == 0) lines.push_back(lines.back());
  }
  const Result expected = replay_lines(lines);
  CHECK(expected.summary == "read 3301 = decided 3001 + ignored 0 + duplicate 300 + rejected 0");
  std::shuffle(lines.begin(), lines.end(), std::mt19937(3));
  ReplayOptions options;
  options.jobs = 3;
  options.sort_bound = 50'000;
  options.identity_bound = 100;
  const Result other = replay_lines(lines, options);
  CHECK(other.summary == expected.summary);
  CHECK((other.decisions == expected.decisions));
}

TEST_CASE("what the policy does not declare is counted by type; a reject knows the account it names") {
  const auto program = test::small_program();
  Engine engine(program);
  const std::string path = (std::filesystem::temp_directory_path() / "baton-replay-types.jsonl").string();
  std::ofstream(path) << event("1", "2026-01-02T00:00:00Z", "{}", "mail.sent") << "\n"
                      << event("2", "2026-01-02T00:00:00Z", "{}", "mail.sent") << "\n"
                      << event("3", "2026-01-02T00:00:00Z", "{}", "note.made") << "\n"
                      << event("4", "soon", "{}") << "\n"
                      << event("5", "2026-01-02T00:00:00Z", R"({"arr":"much"})") << "\n"
                      << "{not json\n";
  ReplayOptions options;
  options.files = {path};
  std::vector<Reject> rejects;
  ReplaySinks sinks;
  sinks.decision = [](Decision&&) {};
  sinks.reject = [&](Reject&& reject) { rejects.push_back(std::move(reject)); };
  const auto counts = replay(engine, *program, options, sinks);
  std::filesystem::remove(path);
  REQUIRE(counts.has_value());
  CHECK(counts->undeclared.events == std::map<std::string, std::uint64_t>{{"mail.sent", 2}, {"note.made", 1}});
  REQUIRE(rejects.size() == 3);
  CHECK(rejects[0].subject == "acme");
  CHECK(rejects[1].subject == std::nullopt);
  CHECK(rejects[2].subject == "acme");
  CHECK(to_text(rejects[1]) == path + ":6: the line is not JSON\n");
  CHECK(to_text({7, "a\x1B.jsonl", "why", ""}) == "a\\x1B.jsonl:7: why\n");
  CHECK(to_text({7, "-", "why", ""}) == "standard input:7: why\n");
}

TEST_CASE("with --until later events are read and counted") {
  ReplayOptions options;
  options.until = Instant{1'767'398'400'000};  // 2026-01-03
  const Result result = replay_lines(
      {first, event("2", "2026-01-03T00:00:00Z", R"({"arr":1})"), event("3", "2026-01-03T00:00:01Z", R"({"arr":1})")},
      options);
  CHECK(result.summary == "read 3 = decided 2 + ignored 0 + duplicate 0 + rejected 0 + later 1");
}

TEST_CASE("S1: ties of one account without a sequence are counted") {
  const std::string at = "2026-01-02T00:00:00Z";
  CHECK(replay_lines({first, event("2", at, "{}"), event("3", "2026-01-03T00:00:00Z", "{}")}).note == "");
  CHECK(replay_lines({first, event("2", at, "{}"), event("3", at, "{}"),
                      event("4", at, "{}", "account.updated", R"(,"sequence":"7")")})
            .note ==
        "note: 2 events of one account at one instant had no sequence, so source and id decided their order");
}

TEST_CASE("a rejected line is cut at 4 KiB between characters, and is JSON whatever it held") {
  const std::string umlauts = [] {
    std::string text = "x";
    for (int i = 0; i < 4000; ++i) text += "ü";
    return text;
  }();
  CHECK(to_json({7, "a.jsonl", "why", std::string("a\xFF\"")})
            .find("\"line\":7,\"file\":\"a.jsonl\",\"error\":\"why\"") != std::string::npos);
  std::vector<Reject> rejects;
  const auto program = test::small_program();
  Engine engine(program);
  const std::string path = (std::filesystem::temp_directory_path() / "baton-replay-long.jsonl").string();
  std::ofstream(path) << umlauts << "\n\xFF\n" << std::string((1 << 20) + 1, ' ') << "x\n";
  ReplayOptions options;
  options.files = {path};
  ReplaySinks sinks;
  sinks.decision = [](Decision&&) {};
  sinks.reject = [&](Reject&& reject) { rejects.push_back(std::move(reject)); };
  REQUIRE(replay(engine, *program, options, sinks).has_value());
  std::filesystem::remove(path);
  REQUIRE(rejects.size() == 3);
  CHECK(rejects[0].input.size() == 4095);
  CHECK(rejects[2].error == "the line is longer than 1 MiB");
  CHECK(rejects[1].error == "the line is not valid UTF-8");
  CHECK(to_json(rejects[1]).ends_with("\"input\":\"\xEF\xBF\xBD\"}\n"));
}

TEST_CASE("beyond a thousand undeclared types an event is counted with the others, and a known type still by itself") {
  const auto program = test::small_program();
  Engine engine(program);
  const std::string path = (std::filesystem::temp_directory_path() / "baton-replay-many-types.jsonl").string();
  {
    std::ofstream file(path);
    for (std::size_t i = 0; i < UndeclaredTypes::most_types + 2; ++i) {
      file << event("a" + std::to_string(i), "2026-01-02T00:00:00Z", "{}", "mail." + std::to_string(i)) << "\n";
    }
    file << event("b", "2026-01-02T00:00:00Z", "{}", "mail.0") << "\n";
  }
  ReplayOptions options;
  options.files = {path};
  ReplaySinks sinks;
  sinks.decision = [](Decision&&) {};
  sinks.reject = [](Reject&&) {};
  const auto counts = replay(engine, *program, options, sinks);
  std::filesystem::remove(path);
  REQUIRE(counts.has_value());
  CHECK(counts->undeclared.events.size() == UndeclaredTypes::most_types);
  CHECK(counts->undeclared.events.at("mail.0") == 2);
  CHECK(counts->undeclared.others == 2);
}

TEST_CASE("a replay ends where it is told to, while it reads and while it decides") {
  for (const bool deciding : {false, true}) {
    INFO(deciding);
    const auto program = test::small_program();
    Engine engine(program);
    const std::string path = (std::filesystem::temp_directory_path() / "baton-replay-stopped.jsonl").string();
    std::ofstream(path) << first << "\n";
    ReplayOptions options;
    options.files = {path};
    std::size_t decisions = 0;
    ReplaySinks sinks;
    sinks.decision = [&](Decision&&) { ++decisions; };
    sinks.reject = [](Reject&&) {};
    sinks.progress = [&](std::uint64_t lines, std::uint64_t events) {
      CHECK(lines == 1);
      return deciding && events == 0;
    };
    const auto counts = replay(engine, *program, options, sinks);
    std::filesystem::remove(path);
    CHECK(counts.error() == "stopped");
    CHECK((decisions > 0) == deciding);
  }
}
