// The projects that documentation shows: files in fences, completed with what the examples of a page leave out.
#pragma once

#include <map>
#include <set>
#include <string>

#include "dsl/pages.hpp"
#include "dsl/project.hpp"

namespace baton::dsl::test {

using Files = std::map<std::string, std::string>;  // by path

bool is_policy(const std::string& path);

// The files among the blocks; those of one path are joined, one without a path is the policy or org.yaml.
Files files_of(const std::vector<PageBlock>& blocks);

// What an example gives, with what it leaves out: the default policies with whose name (`role.baton`) no line of it
// begins, and the keys that its org.yaml does not have.
Files completed(const Files& given, const Files& defaults);

// Writes the files to a folder that is gone afterwards, and proves the project there.
Project check_files(const Files& files);

std::set<std::string> codes_of(const Project& project);
std::string shown(const Project& project);  // its diagnostics, as on a terminal

}  // namespace baton::dsl::test
