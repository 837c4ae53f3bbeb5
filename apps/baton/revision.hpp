// A version of a project that git keeps, as a folder for as long as it is needed.
#pragma once

#include <filesystem>
#include <string>

namespace baton::app {

// A folder of one's own below the system's folder for such things; removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// Writes what the project's folder held at the revision into `target`: a branch, a tag, `HEAD~1`, a commit's id. Stops
// where git is absent, or knows neither the revision nor the folder in it.
void extract_revision(const std::string& revision, const std::string& folder, const std::filesystem::path& target);

}  // namespace baton::app
