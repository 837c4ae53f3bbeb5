// A policy from text, for tests of what lowering makes of it.
#pragma once

#include <catch2/catch.hpp>
#include <string>

#include "dsl/lower.hpp"
#include "dsl/parse.hpp"

namespace baton::dsl::test {

struct Lowered {
  Sources sources;
  Emitter emitter;
  Policy policy;

  const Structure& structure(const std::string& name) const {
    for (const Structure& structure : policy.structures) {
      if (structure.name == name) return structure;
    }
    FAIL("no structure " << name);
    return policy.structures.front();
  }
  // "AE owns comms, closing": role, verb and leaves of a statement.
  std::string words(const Statement& statement) const {
    static constexpr const char* verbs[] = {" owns ", " carries ", " supports "};
    std::string text = statement.role ? policy.roles[statement.role->index].name : "nobody";
    text += verbs[static_cast<int>(statement.verb)];
    for (std::size_t i = 0; i < statement.leaves.size(); ++i) {
      text += (i ? ", " : "") + policy.leaves[statement.leaves[i].index].name;
    }
    return text;
  }
  std::vector<std::string> statements(const std::string& structure_name) const {
    std::vector<std::string> all;
    for (const Statement& statement : structure(structure_name).statements) all.push_back(words(statement));
    return all;
  }
};

inline Lowered lower_text(const std::vector<std::string>& texts, const LowerOptions& options = {}) {
  Lowered lowered;
  std::vector<ast::File> files;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto source = lowered.sources.add({"file" + std::to_string(i) + ".baton", texts[i]});
    files.push_back(parse(lowered.sources, source, lowered.emitter));
  }
  lowered.policy = lower(files, lowered.sources, options, lowered.emitter);
  INFO(render(lowered.emitter.all(), lowered.sources, Format::Human, false));
  REQUIRE_FALSE(lowered.emitter.has_errors());
  return lowered;
}

// A small vocabulary that the tests share: an account, deals and contracts.
inline const char* const vocabulary = R"(
account { segment: smb < mid_market < enterprise   arr: money = 0   key: bool = false   renews: date? }
record deal     { kind: new | expansion   amount: money = 0 }
record contract { arr: money   end: date }
event deal.opened { deal, kind, amount }
event deal.won { deal, amount, account.arr, segment, by: text? }
event contract.signed { contract, arr, end }
event contract.ended { contract }
event churned
lifecycle account { start prospect   prospect -> customer on deal.won   customer -> prospect on churned }
lifecycle deal { start open   open -> won on deal.won }
lifecycle contract { start live   live -> over on contract.ended or 30 days before contract.end }
role AE
role AM
role CSM
responsibility closing per deal during open
responsibility renewal { lead, number } per contract
responsibility comms during customer
responsibility relationship
metric nrr, grr
)";

}  // namespace baton::dsl::test
