#include "dsl/structure_programs.hpp"

#include "engine/flow/replay_witness.hpp"

namespace baton::dsl {

StructurePrograms::StructurePrograms(const Program& program) : program_(program) {
  for (std::size_t i = 0; i < program.policy().structures.size(); ++i) slots_.emplace_back();
}

std::shared_ptr<const Program> StructurePrograms::program_for(StructureId structure) {
  Slot& slot = slots_[structure.index];
  std::call_once(slot.once, [&] { slot.program = serving_all(program_, structure); });
  return slot.program;
}

}  // namespace baton::dsl
