// Any text as a file of events of examples/first: each line is read, bound to the policy's names and types, and given
// to the engine; the decisions are written.
#include <cstdlib>

#include "dsl/project.hpp"
#include "engine/host/decision_json.hpp"
#include "engine/host/event_reader.hpp"
#include "engine/host/input.hpp"
#include "engine/host/text.hpp"

namespace {

using namespace baton;

std::shared_ptr<const Program> first_program() {
  auto project = dsl::load(BATON_SOURCE_DIR "/examples/first");
  if (!project.program) std::abort();
  return project.program;
}

// One file: the engine takes events in the order of their time.
class Replay {
 public:
  explicit Replay(const std::shared_ptr<const Program>& program, const host::Vocabulary& vocabulary)
      : program_(*program), reader_(vocabulary), engine_(program) {}

  void take(std::string_view line) {
    const auto envelope = reader_.read(line);
    if (!envelope || reader_.declared(*envelope) == nullptr || !envelope->at || *envelope->at < last_) return;
    const auto event = reader_.bind(*envelope);
    if (!event) return;
    last_ = event->at;
    (void)engine_.apply(*event, [this](Decision&& decision) { write(decision); });
  }

 private:
  void write(const Decision& decision) {
    written_.clear();
    host::append_decision(written_, decision, program_);
    if (!host::is_utf8(written_)) std::abort();
  }

  const Program& program_;
  host::EventReader reader_;
  Engine engine_;
  Instant last_ = beginning_of_time;
  std::string written_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const std::shared_ptr<const Program> program = first_program();
  static const host::Vocabulary vocabulary(program->policy(), program->org());
  Replay replay(program, vocabulary);
  host::LineReader lines(host::source_of(std::string(reinterpret_cast<const char*>(bytes), size)));
  host::Line line;
  for (auto more = lines.next(line); more && *more; more = lines.next(line)) replay.take(line.text);
  return 0;
}
