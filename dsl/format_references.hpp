// Expectations that name a statement by its line (`because line 12`, `because "policy.baton:12"`), kept true where a
// layout moves the lines.
//
// A layout keeps all tokens, so the statement that was meant is found again by its tokens. A reference is rewritten
// only if its line no longer belongs to that statement. Without a file it means any file; where several statements
// stand on its line, those that speak of the responsibility that the expectation speaks of.
//
// Cost: every file is read twice, however many references there are.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace baton::dsl {

// A file of one project, or of those that are laid out in one run.
struct LaidOutFile {
  std::string path;  // relative to the project
  std::string before;
  std::string after;       // of a file that stays as it is: `before`
  bool may_change = true;  // false: it is no part of the run, or has errors
};

// A reference that should be written anew, and cannot be.
struct LostReference {
  std::size_t file = 0;
  std::uint32_t at_line = 0;  // where it is written, after the layout
  std::string text;           // as written
  std::uint32_t line = 0;     // where a statement that it can have meant now stands
  bool ambiguous = false;     // several statements can have been meant; it has been rewritten to the first of them
};

// Rewrites the references in `after`, which is laid out once more if need be.
std::vector<LostReference> follow_lines(std::vector<LaidOutFile>& files);

}  // namespace baton::dsl
