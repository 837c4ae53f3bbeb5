// A fixed number of random policies; `differential` does as many as one likes.
#include <catch2/catch.hpp>

#include "tests/differential/run.hpp"

namespace baton::differential {
namespace {

Result ask(Question question, std::uint64_t policies) {
  Options options;
  options.question = question;
  options.policies = policies;
  std::string said;
  Result result = run(options, [&said](const std::string& line) { said += line + '\n'; });
  INFO(said);
  CHECK_FALSE(result.difference);
  return result;
}

TEST_CASE("the engine decides as the reference interpreter does") {
  const Result result = ask(Question::Reference, 30);
  CHECK(result.totals.sound > 15);
  CHECK(result.totals.findings > 2);
  CHECK(result.totals.decisions > 1'000);
}

TEST_CASE("a comparison of versions names every owner that differs, and no other") {
  const Result result = ask(Question::Versions, 20);
  CHECK(result.totals.versions > 5);
}

TEST_CASE("S1, P1: neither the order of delivery nor files nor jobs show in the decisions") {
  const Result result = ask(Question::Orders, 20);
  CHECK(result.totals.deliveries > 40);
}

TEST_CASE("what differs is made smaller while it still differs") {
  const Folder folder;
  World world = generate(3, {});
  REQUIRE(prepare(world, folder).runs());
  const auto differs = [](const World& smaller) -> std::optional<Difference> {
    const bool has_role = to_text(smaller.policy).find("\nrole ") != std::string::npos;
    if (smaller.events.empty() || !has_role) return std::nullopt;
    return Difference{"made up", smaller.until, "", "", ""};
  };
  const Shrunk small = shrink(world, *differs(world), differs);
  CHECK(small.world.events.size() == 1);
  CHECK(small.world.policy.parts.size() <= 6);
}

}  // namespace
}  // namespace baton::differential
