// Text in, text out: what a test shows is compared, whole, with a file beside its input. With BATON_REWRITE_GOLDENS=1
// in the environment these files are written anew, to be read in the diff.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace baton::test {

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// All .baton files of these folders of tests/corpus, in order of their names.
inline std::vector<std::filesystem::path> corpus_files(std::initializer_list<const char*> folders) {
  std::vector<std::filesystem::path> files;
  for (const char* folder : folders) {
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(BATON_SOURCE_DIR) / "tests/corpus" / folder)) {
      if (entry.path().extension() == ".baton") files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  return files;
}

inline void compare_with_golden(const std::filesystem::path& golden, const std::string& shown) {
  if (std::getenv("BATON_REWRITE_GOLDENS") != nullptr) std::ofstream(golden, std::ios::binary) << shown;
  INFO(golden.string());
  CHECK(shown == read_file(golden));
}

// Colours change nothing else.
inline void check_colours(std::string coloured, const std::string& plain) {
  CHECK(coloured != plain);
  for (std::size_t at = coloured.find("\033["); at != std::string::npos; at = coloured.find("\033[")) {
    coloured.erase(at, coloured.find('m', at) - at + 1);
  }
  CHECK(coloured == plain);
}

// NAME.expected beside NAME.baton.
inline std::filesystem::path expected_beside(std::filesystem::path input) {
  return input.replace_extension(".expected");
}

}  // namespace baton::test
