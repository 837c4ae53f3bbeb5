#include <cstdio>

#include "dsl/library.hpp"
#include "engine/model/time.hpp"

int main() {
  const auto& modules = baton::dsl::library_modules();
  std::printf("the installed library has %zu modules and knows the weekday of 2026-02-02: %d\n", modules.size(),
              baton::weekday_of(baton::day_of({2026, 2, 2})));
  return modules.empty() ? 1 : 0;
}
