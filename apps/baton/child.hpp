// Another program run on a text, as a pipe in a shell would, without a shell.
#pragma once

#include <expected>
#include <string>
#include <vector>

namespace baton::app {

struct ChildError {
  bool missing = false;  // there is no such program on the PATH
  std::string words;     // else: what it wrote to standard error, or how it ended
};

// Starts `command` (looked for on the PATH), gives it `input` and returns what it writes to standard output. Reading
// and writing take turns, so texts of any size pass.
std::expected<std::string, ChildError> run_child(const std::vector<std::string>& command, const std::string& input);

}  // namespace baton::app
