// The shipped library (`rules/`), embedded in the program.
#pragma once

#include <string_view>
#include <vector>

namespace baton::dsl {

struct LibraryModule {
  std::string_view name;  // as in `use NAME`
  std::string_view text;
};
const std::vector<LibraryModule>& library_modules();

}  // namespace baton::dsl
