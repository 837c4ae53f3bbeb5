// What pictures share: escaping, how wide a text will be, where it breaks, and a colour for each role.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/policy.hpp"

namespace baton::host {

// For XML and HTML, in text and in attributes; what neither may hold becomes U+FFFD.
std::string escape_xml(std::string_view text);

// At most how many units a line takes at this font size, whichever common sans-serif font draws it: measured as DejaVu
// Sans, the widest of them.
double text_width(std::string_view text, double size, bool bold = false);
// Breaks at spaces (and within words that are too long) so that no line is wider.
std::vector<std::string> wrapped(std::string_view text, double width, double size, bool bold = false);

// Pale fills under dark text, told apart in print as well; and the reverse for dark screens.
struct Shade {
  const char* fill;
  const char* edge;
  const char* ink;
  const char* dark_fill;
  const char* dark_ink;
};
Shade shade_of(RoleId role);  // the same in every picture of a project
Shade shade_of_nobody();

inline constexpr const char* sans = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

}  // namespace baton::host
