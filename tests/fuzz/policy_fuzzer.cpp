// Any text as a policy: it is parsed, its names and types are resolved, what is wrong is shown, and a text without
// syntax errors is laid out. The layout must be one that the formatter leaves alone and that reads without an error.
#include <cstdlib>

#include "dsl/format.hpp"
#include "dsl/lower.hpp"
#include "dsl/parse.hpp"

namespace {

using namespace baton::dsl;

std::string laid_out(const std::string& text) {
  Sources sources;
  Emitter emitter;
  const auto source = sources.add({"fuzz.baton", text});
  const auto made = format(sources, source, emitter);
  if (!made) std::abort();  // what was read before is no longer readable
  return *made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  Sources sources;
  Emitter emitter;
  const auto source = sources.add({"fuzz.baton", text});
  const ast::File file = parse(sources, source, emitter);
  const bool readable = !emitter.has_errors();
  lower({file}, sources, LowerOptions{}, emitter);
  emitter.sort(sources);
  for (const Format form : {Format::Human, Format::Json, Format::Github}) {
    render(emitter.all(), sources, form, false);
  }
  if (readable) {
    const std::string once = laid_out(text);
    if (laid_out(once) != once) std::abort();
  }
  return 0;
}
