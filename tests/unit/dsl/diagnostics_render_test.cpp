#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "dsl/diagnostics.hpp"

namespace {

using namespace baton::dsl;

SourceSpan span_of(const Sources& sources, std::uint32_t source, const std::string& part) {
  const auto begin = static_cast<std::uint32_t>(sources[source].text.find(part));
  return {source, begin, begin + static_cast<std::uint32_t>(part.size())};
}

}  // namespace

TEST_CASE("human: the form of the style guide") {
  Sources sources;
  std::string text(8, '\n');
  const auto source = sources.add({"policies/renewals.baton", text + "  AM owns renewal when arr >= 10k\n"});
  Emitter emitter;
  Diagnostic& diagnostic = emitter.error("B402", span_of(sources, source, "AM owns renewal when arr >= 10k"),
                                         "nobody owns `renewal.lead` for some accounts");
  diagnostic.label = "the only statement about `renewal.lead`";
  diagnostic.notes = {"for example: a customer with arr = 9999.99, segment = smb, region = latam"};
  diagnostic.help = "say who owns the rest";
  diagnostic.suggestion = {"AM owns renewal otherwise"};
  CHECK(render(emitter.all(), sources, Format::Human, false) ==
        "error[B402]: nobody owns `renewal.lead` for some accounts\n"
        "  --> policies/renewals.baton:9:3\n"
        "   |\n"
        " 9 |   AM owns renewal when arr >= 10k\n"
        "   |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the only statement about `renewal.lead`\n"
        "   |\n"
        "   = for example: a customer with arr = 9999.99, segment = smb, region = latam\n"
        "help: say who owns the rest\n"
        "   |   AM owns renewal otherwise\n"
        "   = more: baton help B402\n");
}

TEST_CASE("human: labels on several lines and in several files") {
  Sources sources;
  const auto first = sources.add({"a.baton", "one\ntwo\nthree\nfour\n"});
  const auto second = sources.add({"b.baton", "other\n"});
  Emitter emitter;
  Diagnostic& diagnostic = emitter.warning("B403", span_of(sources, first, "two"), "`two` and `four` differ");
  diagnostic.also = {{span_of(sources, first, "four"), "here"}, {span_of(sources, second, "other"), "and there"}};
  CHECK(render(emitter.all(), sources, Format::Human, false) ==
        "warning[B403]: `two` and `four` differ\n"
        "  --> a.baton:2:1\n"
        "   |\n"
        " 2 | two\n"
        "   | ^^^\n"
        "...\n"
        " 4 | four\n"
        "   | ---- here\n"
        "  ::: b.baton:1:1\n"
        "   |\n"
        " 1 | other\n"
        "   | ----- and there\n"
        "   |\n"
        "   = more: baton help B403\n");
}

TEST_CASE("human: a span of several lines underlines the first line only") {
  Sources sources;
  const auto source = sources.add({"a.baton", "structure s {\n  AE owns a\n}\n"});
  Emitter emitter;
  emitter.error("B401", {source, 0, 27}, "m");
  CHECK(render(emitter.all(), sources, Format::Human, false) ==
        "error[B401]: m\n"
        "  --> a.baton:1:1\n"
        "   |\n"
        " 1 | structure s {\n"
        "   | ^^^^^^^^^^^^^\n"
        "   |\n"
        "   = more: baton help B401\n");
}

TEST_CASE("human: at most 50 are shown, errors before warnings, with a count of the rest") {
  Sources sources;
  const auto source = sources.add({"a.baton", "x\n"});
  Emitter emitter;
  for (int i = 0; i < 30; ++i) emitter.warning("B404", {source, 0, 1}, "w");
  for (int i = 0; i < 60; ++i) emitter.error("B402", "e");
  const std::string shown = render(emitter.all(), sources, Format::Human, false);
  CHECK(shown.ends_with("\nand 10 more errors and 30 warnings\n"));
  CHECK(shown.find("warning[") == std::string::npos);
}

TEST_CASE("human: control characters in a policy do not reach the terminal") {
  Sources sources;
  const auto source = sources.add({"a.baton", "a \x1b[31m b\n"});
  Emitter emitter;
  emitter.error("B102", {source, 7, 8}, "bad \x1b here");
  CHECK(render(emitter.all(), sources, Format::Human, false).find('\x1b') == std::string::npos);
}

TEST_CASE("github: one command a diagnostic, with what would end it escaped") {
  Sources sources;
  const auto source = sources.add({"a,b.baton", "role X\n"});
  Emitter emitter;
  emitter.error("B110", {source, 5, 6}, "100% wrong").help = "choose";
  CHECK(render(emitter.all(), sources, Format::Github, false) ==
        "::error file=a%2Cb.baton,line=1,col=6,title=B110 a role named like a clause::100%25 wrong%0Ahelp: choose\n");
}

TEST_CASE("json and sarif: columns count characters from 1") {
  Sources sources;
  const auto source = sources.add({"a b.baton", "\xC3\xA4\xC3\xB6 x\n"});
  Emitter emitter;
  emitter.error("B101", span_of(sources, source, "x"), "m").also = {{{source, 0, 2}, "there"}};
  const auto json = nlohmann::json::parse(render(emitter.all(), sources, Format::Json, false));
  CHECK(json["diagnostics"][0]["at"]["column"] == 4);
  CHECK(json["diagnostics"][0]["also"][0]["label"] == "there");
  CHECK(json["left_out"] == 0);
  const auto sarif = nlohmann::json::parse(render(emitter.all(), sources, Format::Sarif, false));
  CHECK(sarif["version"] == "2.1.0");
  const auto& result = sarif["runs"][0]["results"][0];
  const auto& place = result["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == "a%20b.baton");
  CHECK(place["region"]["startColumn"] == 4);
  CHECK(sarif["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()]["id"] == "B101");
}

TEST_CASE("sarif: a path is written as a part of a URI") {
  Sources sources;
  const auto source = sources.add({"Rules/Z_{1}[2]:~9.baton", "x\n"});
  Emitter emitter;
  emitter.error("B101", {source, 0, 1}, "m");
  const auto sarif = nlohmann::json::parse(render(emitter.all(), sources, Format::Sarif, false));
  CHECK(sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] ==
        "Rules/Z_%7B1%7D%5B2%5D%3A~9.baton");
}

TEST_CASE("what stands nowhere is shown without a place, and with no more than twelve others") {
  Sources sources;
  const auto source = sources.add({"a:b\r.baton", "xxxxxxxxxxxxxxxxxxxxxxxx\n"});
  Emitter emitter;
  emitter.error("B402", "nowhere\r");
  Diagnostic& many = emitter.error("B401", {source, 0, 1}, "everywhere");
  for (std::uint32_t i = 1; i < 24; ++i) many.also.push_back({{source, i, i + 1}, "here"});
  CHECK(
      render(emitter.all(), sources, Format::Github, false).starts_with("::error title=B402 nobody owns it::nowhere"));
  CHECK(render(emitter.all(), sources, Format::Github, false).find("\n::error file=a%3Ab%0D.baton,line=1,col=1,") !=
        std::string::npos);
  const auto json = nlohmann::json::parse(render(emitter.all(), sources, Format::Json, false));
  CHECK(json["diagnostics"][0]["at"].is_null());
  CHECK(json["diagnostics"][1]["also"].size() == 12);
}

TEST_CASE("sarif: the rules are the codes that are shown, each with its page") {
  Sources sources;
  Emitter emitter;
  emitter.error("B402", "m");
  emitter.error("B401", "m");
  emitter.error("B402", "n");
  const auto sarif = nlohmann::json::parse(render(emitter.all(), sources, Format::Sarif, false));
  const auto& rules = sarif["runs"][0]["tool"]["driver"]["rules"];
  REQUIRE(rules.size() == 2);
  CHECK(rules[0]["id"] == "B401");
  CHECK(rules[1]["shortDescription"]["text"] == "nobody owns it");
  const std::string full = rules[1]["fullDescription"]["text"];
  CHECK(full.starts_with("Some account can reach a moment"));
  CHECK(full.find('\n') == std::string::npos);
  CHECK(rules[1]["help"]["text"].get<std::string>().starts_with("B402 nobody owns it\n"));
  CHECK(rules[1]["help"]["markdown"].get<std::string>().starts_with("# B402 nobody owns it\n"));
  CHECK(sarif["runs"][0]["results"][2]["ruleIndex"] == 1);
}

TEST_CASE("sorting: by file and place, equal ones once") {
  Sources sources;
  const auto b = sources.add({"b.baton", "xy\n"});
  const auto a = sources.add({"a.baton", "xy\n"});
  Emitter emitter;
  emitter.error("B201", {b, 0, 1}, "third");
  emitter.error("B201", {a, 1, 2}, "second");
  emitter.error("B201", {a, 1, 2}, "second");
  emitter.error("B201", "first");
  emitter.sort(sources);
  REQUIRE(emitter.all().size() == 3);
  CHECK(emitter.all()[0].message == "first");
  CHECK(emitter.all()[1].message == "second");
  CHECK(emitter.all()[2].message == "third");
}

TEST_CASE("did you mean: small slips only") {
  const std::vector<std::string> names = {"AE", "AM", "renewal", "relationship", "comms"};
  CHECK(did_you_mean("renwal", names) == "renewal");
  CHECK(did_you_mean("relatoinship", names) == "relationship");
  CHECK(did_you_mean("ae", names) == "AE");
  CHECK(did_you_mean("AX", names) == std::nullopt);
  CHECK(did_you_mean("removal", names) == std::nullopt);
  CHECK(did_you_mean("closing", names) == std::nullopt);
}

TEST_CASE("codes: sorted, once each, and every title short and without a full stop") {
  const auto& codes = all_codes();
  for (std::size_t i = 0; i < codes.size(); ++i) {
    INFO(codes[i].code);
    if (i > 0) CHECK(codes[i - 1].code < codes[i].code);
    CHECK_FALSE(codes[i].title.ends_with('.'));
    CHECK(codes[i].title.size() <= 80);
  }
}

TEST_CASE("human: of a line without end only the place is shown") {
  Sources sources;
  const std::string filler(3'000'000, 'x');
  const auto source = sources.add({"long.baton", "\xC3\xA4" + filler + " wrong " + filler + "\n"});
  Emitter emitter;
  emitter.error("B201", span_of(sources, source, "wrong"), "there is no field `wrong`");
  const std::string shown = render(emitter.all(), sources, Format::Human, false);
  CHECK(shown.size() < 1000);
  CHECK(shown.find("long.baton:1:3000003\n") != std::string::npos);
  CHECK(shown.find("xxx wrong xxx") != std::string::npos);
  CHECK(shown.find(" ^^^^^\n") != std::string::npos);
}
