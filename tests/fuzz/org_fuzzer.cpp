// Any text as org.yaml, beside a policy in the words of the library; what is wrong is shown.
#include "dsl/library.hpp"
#include "dsl/org_file.hpp"
#include "dsl/parse.hpp"

namespace {

using namespace baton::dsl;

constexpr const char* one_holiday =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20260101\r\nSUMMARY:New Year\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n";

constexpr const char* structures =
    "structure ae_first { AE owns prospecting  AM owns everything otherwise }\n"
    "structure am_first { AM owns everything }\n";

// The vocabulary of the library with two structures that org.yaml may name.
baton::Policy standard_policy() {
  Sources sources;
  Emitter emitter;
  std::string text = structures;
  for (const LibraryModule& module : library_modules()) {
    if (module.name == "standard") text += module.text;
  }
  const auto source = sources.add({"standard.baton", std::move(text)});
  return lower({parse(sources, source, emitter)}, sources, LowerOptions{}, emitter);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const baton::Policy standard = standard_policy();
  Sources sources;
  Emitter emitter;
  const auto source = sources.add({"org.yaml", std::string(reinterpret_cast<const char*>(bytes), size)});
  const OrgBasics basics = read_org_basics(sources, source, emitter);
  baton::Policy policy = standard;
  const auto read_file = [](const std::string& path) {
    return path.empty() ? std::nullopt : std::optional<std::string>(one_holiday);
  };
  read_org(sources, source, policy, basics.options, read_file, emitter);
  emitter.sort(sources);
  render(emitter.all(), sources, Format::Human, false);
  return 0;
}
