// A generated world as a project: written into a folder, read, resolved and proved as any other.
#pragma once

#include <filesystem>
#include <vector>

#include "dsl/project.hpp"
#include "engine/flow/event.hpp"
#include "tests/differential/world.hpp"

namespace baton::differential {

// A folder of its own, removed with all that is in it.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  void write(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path path_;
};

struct Compiled {
  dsl::Project project;
  std::vector<Finding> findings;

  bool runs() const { return project.program != nullptr; }
  bool sound() const { return runs() && !project.emitter.has_errors(); }
  std::string first_error() const;  // its code; empty: none
};
void write_project(const World& world, const Folder& folder);
Compiled compile(const World& world, const Folder& folder, bool prove = true);

// Leaves out the statements and rows of org.yaml that can never apply, which alters nothing else. False: there are
// none.
bool leave_out_dead(World& world, const Compiled& compiled);

// The events that can be read for this project, in S1's order.
std::vector<Event> bound_events(const World& world, const Program& program);

}  // namespace baton::differential
