// Two texts line by line, as `diff -u` shows them.
//
// Myers' greedy algorithm (An O(ND) Difference Algorithm, 1986) between what both begin and end with. Its cost grows
// with the square of the differences; texts that differ in more than some two thousand lines are shown as one
// replacement.
#pragma once

#include <string>
#include <string_view>

namespace baton::dsl {

// Empty if the texts are equal. `name`: the file's, for both headings. `colour`: ANSI.
std::string unified_diff(std::string_view before, std::string_view after, std::string_view name, bool colour);

}  // namespace baton::dsl
