// What shells complete `baton` with: made from the program's own commands, options and arguments.
#pragma once

#include <string>

#include "apps/baton/usage.hpp"

namespace baton::app {

std::string bash_completion(const CLI::App& app);
std::string zsh_completion(const CLI::App& app);
std::string fish_completion(const CLI::App& app);

}  // namespace baton::app
