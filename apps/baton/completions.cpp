// `baton completions`: what a shell completes `baton` with.
#include <fmt/format.h>

#include "apps/baton/cli.hpp"
#include "apps/baton/completion_scripts.hpp"

namespace baton::app {
namespace {

struct Shell {
  const char* name;
  std::string (*script)(const CLI::App&);
};
constexpr Shell shells[] = {{"bash", bash_completion}, {"zsh", zsh_completion}, {"fish", fish_completion}};

std::vector<std::string> shell_names() {
  std::vector<std::string> names;
  for (const Shell& shell : shells) names.emplace_back(shell.name);
  return names;
}

int completions(const CLI::App& app, const std::string& name) {
  for (const Shell& shell : shells) {
    if (name != shell.name) continue;
    fmt::print("{}", shell.script(app));
    return all_well;
  }
  throw Stop(wrong_usage, fmt::format("`{}` is no shell that has completions; there are some for {}", name,
                                      fmt::join(shell_names(), ", ")));
}

}  // namespace

void add_completions(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("completions", "What bash, zsh or fish completes `baton` with");
  auto shell = std::make_shared<std::string>();
  command->add_option("SHELL", *shell)->required();
  set_page(command, {"baton completions SHELL",
                     {{"SHELL", "bash, zsh or fish", shell_names()}},
                     "`cmake --install` puts them where the shells look. For one user alone:\n"
                     "\n"
                     "Examples:\n"
                     "  baton completions bash >>~/.bashrc\n"
                     "  baton completions zsh >~/.zfunc/_baton     with ~/.zfunc in $fpath\n"
                     "  baton completions fish >~/.config/fish/completions/baton.fish"});
  command->callback([&app, &status, shell] { status = completions(app, *shell); });
}

}  // namespace baton::app
