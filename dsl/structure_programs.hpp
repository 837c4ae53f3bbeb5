// The program as it would be if one structure served every account: what witnesses and tests that name a structure are
// replayed in. Each is compiled once, when it is first asked for; any thread may ask.
#pragma once

#include <deque>
#include <memory>
#include <mutex>

#include "engine/decide/program.hpp"

namespace baton::dsl {

class StructurePrograms {
 public:
  explicit StructurePrograms(const Program& program);

  // Ids are those of the whole program; the other structures keep their places but are empty.
  std::shared_ptr<const Program> program_for(StructureId structure);

 private:
  struct Slot {
    std::once_flag once;
    std::shared_ptr<const Program> program;
  };
  const Program& program_;
  std::deque<Slot> slots_;  // by StructureId
};

}  // namespace baton::dsl
