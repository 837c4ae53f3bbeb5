// Any text as a file of holidays; the days must come sorted, each once, and within time.
#include "dsl/holidays.hpp"

#include <algorithm>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto days = baton::dsl::read_holidays(std::string(reinterpret_cast<const char*>(bytes), size));
  if (!days) return 0;
  const auto not_before = [](baton::Day a, baton::Day b) { return b.number <= a.number; };
  if (std::ranges::adjacent_find(*days, not_before) != days->end()) std::abort();
  if (!days->empty() && days->front().number < 0) std::abort();
  return 0;
}
