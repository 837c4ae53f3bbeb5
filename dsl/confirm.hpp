// Replays a finding's witness through the engine itself (rule R4): a finding that the engine does not confirm is not
// reported as one.
#pragma once

#include "dsl/structure_programs.hpp"
#include "engine/decide/findings.hpp"

namespace baton::dsl {

// Holds engines' programs for the structures already asked about, so that many findings cost one compilation each.
class Replayer {
 public:
  explicit Replayer(const Program& program);
  ~Replayer();
  // Does the engine, fed with the witness, arrive at the finding? What the witness leaves open is filled in: which of
  // the handoffs that are open is accepted, say.
  bool confirms(Finding& finding);

 private:
  std::shared_ptr<const Program> program_for(const Finding& finding);

  const Program& program_;
  StructurePrograms alone_;
};

}  // namespace baton::dsl
