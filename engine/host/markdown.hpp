#pragma once

#include <string>
#include <string_view>

namespace baton::host {

// A text that Markdown leaves as it is, in a table as well.
std::string escape_markdown(std::string_view text);

}  // namespace baton::host
