// A witness fed to the engine itself (rule R4).
#pragma once

#include <memory>
#include <vector>

#include "engine/decide/findings.hpp"
#include "engine/flow/engine.hpp"

namespace baton {

// A program in which every account is served by one structure. The others keep their places but are empty.
std::shared_ptr<const Program> serving_all(const Program& program, StructureId structure);

// The account after the witness, and every decision on the way.
struct WitnessReplay {
  explicit WitnessReplay(const std::shared_ptr<const Program>& program) : engine(program) {}

  Engine engine;
  std::vector<Decision> decisions;
};
// Null if the engine refused an event. What the history leaves open (complete_witness.hpp) is filled in: in the witness
// itself, or only for the replay.
std::unique_ptr<WitnessReplay> replay_completing(const std::shared_ptr<const Program>& program, Witness& witness);
std::unique_ptr<WitnessReplay> replay_witness(const std::shared_ptr<const Program>& program, const Witness& witness);

// Lets the receiver of every handoff that holds the leaf at the end of the witness accept it there, with all its items
// done. False: none holds it, or the engine refuses an event.
bool finish_handoffs(const std::shared_ptr<const Program>& program, Witness& witness, LeafId leaf);

inline constexpr const char* witness_account = "witness";
// What the history tells, as the engine takes it.
std::vector<Event> events_of(const Program& program, const Witness& witness);

// What the engine knows of the account, and of the record that the witness is about.
std::optional<View> witness_view(const Engine& engine, const Witness& witness);

}  // namespace baton
