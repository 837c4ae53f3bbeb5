// A file's text exchanged for another so that whoever reads it meanwhile, or after a crash, finds one or the other.
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace baton::host {

// Writes beside the file and renames; permissions are kept, links are followed. The error is a sentence about the
// file, which is then as it was.
std::expected<void, std::string> replace_file(const std::string& path, std::string_view text);

}  // namespace baton::host
