// Which parts of the structures a run of tests has exercised.
//
// Looked at after every decision, of an event or of a timer, and at every expectation: which statement rules each
// active responsibility, in which stage, how the conditions of the statements that are asked come out, which handoffs,
// tiers and SLAs run. Counted is in how many tests, so the order in which tests run never shows.
#pragma once

#include <array>
#include <mutex>
#include <vector>

#include "engine/flow/engine.hpp"

namespace baton::dsl {

// The comparisons that a condition is made of, from left to right.
std::vector<const Condition*> atoms_of(const Condition& condition);

// In how many tests each part of one structure was seen.
struct StructureHits {
  using Count = std::uint32_t;

  std::vector<Count> statements;  // by StatementId: ruled, or supported, an active responsibility
  // By StatementId, then by atom of its condition: came out false, true, while the statement was asked: a
  // responsibility of it active, its stages and windows holding, no enclosing layer ruling.
  std::vector<std::vector<std::array<Count, 2>>> atoms;
  // By EscalationId and SlaId, then by atom of `when`: came out false, true, when it was asked: at an event of `on`;
  // where something else begins it, at every moment.
  std::vector<std::vector<std::array<Count, 2>>> escalation_atoms, sla_atoms;
  std::vector<Count> handoffs;            // by HandoffId: was open
  std::vector<std::vector<Count>> tiers;  // by EscalationId: was called
  std::vector<Count> slas;                // by SlaId: ran
  std::vector<std::vector<Count>> cells;  // by LeafId, then stage (the record's if it is per one): active

  StructureHits() = default;
  StructureHits(const Policy& policy, const Structure& structure);
};

// By StructureId; a structure that was never used is empty.
using Hits = std::vector<StructureHits>;

// Watches one test.
class CoverageProbe {
 public:
  explicit CoverageProbe(const Policy& policy) : policy_(policy), hits_(policy.structures.size()) {}

  // `program` is the one that the engine runs: its ids are those of the policy, some of its structures may be empty.
  void look(const Program& program, const Engine& engine, const std::string& account, Instant now);
  // Behind the event.
  void look_at_event(const Program& program, const Engine& engine, const Event& event);
  const Hits& hits() const { return hits_; }

 private:
  StructureHits& of(StructureId structure);
  void look_at_part(const Program& program, const AccountState& account, const RecordState* record, Instant now);
  void look_at_conditions(const Program& program, const std::vector<LeafState>& leaves, const View& view,
                          StructureId structure);
  void look_at_running(const AccountState& account);
  void look_at_begun_otherwise(const View& view, StructureId structure);

  const Policy& policy_;
  Hits hits_;
};

// What all tests have exercised; added to from any thread.
class Coverage {
 public:
  explicit Coverage(const Policy& policy) : hits_(policy.structures.size()) {}

  void add(const Hits& hits);
  const Hits& hits() const { return hits_; }  // once no test runs any more

 private:
  std::mutex adding_;
  Hits hits_;
};

}  // namespace baton::dsl
