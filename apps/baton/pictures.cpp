#include "apps/baton/pictures.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "engine/host/matrix.hpp"

namespace baton::app {

std::vector<StructureId> chosen_structures(const Program& program, const std::string& wanted) {
  if (wanted.empty()) return host::structures_in_use(program);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < program.policy().structures.size(); ++i) {
    names.push_back(program.policy().structures[i].name);
    if (names.back() == wanted) return {StructureId{i}};
  }
  const auto near = dsl::did_you_mean(wanted, names);
  throw Stop(wrong_usage,
             near ? fmt::format("no structure is called `{}`; did you mean `{}`?", wanted, *near)
                  : fmt::format("no structure is called `{}`; the project has `{}`", wanted, fmt::join(names, "`, `")));
}

void write_picture(const dsl::Project& project, const std::string& folder, const std::string& text,
                   const std::string& path) {
  std::vector<std::string> sources;
  for (std::uint32_t i = 0; i < project.sources.size(); ++i) {
    sources.push_back((std::filesystem::path(folder) / project.sources[i].path).string());
  }
  keep_apart(sources, {path});
  auto output = host::open_output(path);
  if (!output) throw Stop(wrong_usage, output.error());
  (*output)->write(text);
  const auto closed = (*output)->close();
  if (!closed && !(*output)->reader_gone()) throw Stop(wrong_usage, closed.error());
}

}  // namespace baton::app
