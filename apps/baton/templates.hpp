// The files of a new project (`templates/`), embedded in the program.
#pragma once

#include <string_view>
#include <vector>

namespace baton::app {

struct Template {
  std::string_view path;  // below templates/: "org.yaml", "tests/ae_am.baton"
  std::string_view text;
};
const std::vector<Template>& templates();

}  // namespace baton::app
