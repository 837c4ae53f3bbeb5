// Every basic block of the readers calls __sanitizer_cov_trace_pc (GCC's -fsanitize-coverage=trace-pc). A block counts
// anew when it is run twice, three times, four, eight, ... times as often as before, as in every fuzzer of this kind.
// Blocks that fall together in the table only hide a little.
#include "tests/fuzz/ways.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace {

constexpr std::uint32_t table_bits = 16;
std::uint8_t taken[1 << table_bits];  // how often, up to 255

}  // namespace

extern "C" void __sanitizer_cov_trace_pc();
extern "C" void __sanitizer_cov_trace_pc() {
  const auto block = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)));
  std::uint8_t& count = taken[block * 0x9E37'79B1U >> (32 - table_bits)];
  if (count != 255) ++count;
}

namespace baton::fuzz {

bool took_a_new_way() {
  static std::array<std::uint8_t, 1 << table_bits> known{};  // as bits: 1, 2-3, 4-7, ... times
  bool found = false;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (taken[i] == 0) continue;
    const auto often = static_cast<std::uint8_t>(std::bit_floor(taken[i]));
    found = found || (known[i] & often) == 0;
    known[i] |= often;
    taken[i] = 0;
  }
  return found;
}

}  // namespace baton::fuzz
