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

// The same history, in which each handoff that holds the leaf is finished before whatever comes next: all its items are
// done, and the receiver accepts it. `AtTheEnd`: those, too, that are open when the history ends. nullopt: no handoff
// holds the leaf, or the engine refuses an event.
enum class Finish { OnTheWay, AtTheEnd };
std::optional<Witness> finishing_handoffs(const std::shared_ptr<const Program>& program, const Witness& witness,
                                          LeafId leaf, Finish finish);

inline constexpr const char* witness_account = "witness";
// What the history tells, as the engine takes it.
std::vector<Event> events_of(const Program& program, const Witness& witness);

// What the engine knows of the account, and of the record that the witness is about.
std::optional<View> witness_view(const Engine& engine, const Witness& witness);

}  // namespace baton
