// What `baton matrix` and `baton graph` share.
#pragma once

#include "apps/baton/cli.hpp"

namespace baton::app {

// The structure of that name, or with an empty name those that org.yaml chooses.
std::vector<StructureId> chosen_structures(const Program& program, const std::string& wanted);
// To a file, or `-` for standard output. A picture is never written over a file of the project.
void write_picture(const dsl::Project& project, const std::string& folder, const std::string& text,
                   const std::string& path);

}  // namespace baton::app
