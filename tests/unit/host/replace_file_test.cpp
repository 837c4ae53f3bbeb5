// A file is exchanged as a whole or not at all.
#include "engine/host/replace_file.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

namespace {

namespace fs = std::filesystem;

struct Folder {
  fs::path path = fs::temp_directory_path() / ("baton_replace_" + std::to_string(std::random_device()()));
  Folder() { fs::create_directory(path); }
  ~Folder() { fs::remove_all(path); }
};

void write(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}
std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("a file is exchanged and keeps its permissions") {
  const Folder folder;
  const fs::path file = folder.path / "a.baton";
  write(file, "before\n");
  fs::permissions(file, fs::perms(0640));
  REQUIRE(baton::host::replace_file(file.string(), "after\n"));
  CHECK(read(file) == "after\n");
  CHECK(fs::status(file).permissions() == fs::perms(0640));
  CHECK(std::distance(fs::directory_iterator(folder.path), {}) == 1);
}

TEST_CASE("a link stays a link, and what it leads to is exchanged") {
  const Folder folder;
  write(folder.path / "real.baton", "before\n");
  fs::create_symlink("real.baton", folder.path / "link.baton");
  REQUIRE(baton::host::replace_file((folder.path / "link.baton").string(), "after\n"));
  CHECK(fs::is_symlink(folder.path / "link.baton"));
  CHECK(read(folder.path / "real.baton") == "after\n");
}

TEST_CASE("a file that is not there is not made") {
  const Folder folder;
  const std::string path = (folder.path / "none.baton").string();
  const auto replaced = baton::host::replace_file(path, "after\n");
  REQUIRE_FALSE(replaced);
  CHECK(replaced.error() == "`" + path + "` cannot be written: No such file or directory");
  CHECK(fs::is_empty(folder.path));
}
