#include "engine/host/replace_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace baton::host {

namespace fs = std::filesystem;

namespace {

// A file beside another one, gone again unless it takes the other's place.
class FileBeside {
 public:
  explicit FileBeside(const fs::path& path)
      : name_((path.parent_path() / ("." + path.filename().string() + ".XXXXXX")).string()),
        descriptor_(mkstemp(name_.data())) {}
  ~FileBeside() {
    if (descriptor_ >= 0) close(descriptor_);
    if (!name_.empty()) unlink(name_.c_str());
  }
  FileBeside(const FileBeside&) = delete;
  FileBeside& operator=(const FileBeside&) = delete;

  // Each step tells by errno why it failed.
  bool is_open() {
    if (descriptor_ < 0) name_.clear();
    return descriptor_ >= 0;
  }
  bool take_owner_and_permissions(const struct stat& of) {
    // Only the system's administrator may give files away; to keep the group is worth a try.
    if (fchown(descriptor_, of.st_uid, of.st_gid) != 0 && fchown(descriptor_, static_cast<uid_t>(-1), of.st_gid) != 0) {
      errno = 0;
    }
    return fchmod(descriptor_, of.st_mode & 07777) == 0;
  }
  bool write_all(std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = write(descriptor_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return false;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    return fsync(descriptor_) == 0;
  }
  bool rename_to(const fs::path& path) {
    if (rename(name_.c_str(), path.c_str()) != 0) return false;
    name_.clear();
    return true;
  }

 private:
  std::string name_;
  int descriptor_;
};

}  // namespace

std::expected<void, std::string> replace_file(const std::string& path, std::string_view text) {
  const auto failed = [&] { return std::unexpected("`" + path + "` cannot be written: " + std::strerror(errno)); };
  std::error_code error;
  const fs::path target = fs::canonical(path, error);
  struct stat state {};
  if (error || stat(target.c_str(), &state) != 0 || access(target.c_str(), W_OK) != 0) return failed();
  FileBeside beside(target);
  if (!beside.is_open() || !beside.take_owner_and_permissions(state) || !beside.write_all(text) ||
      !beside.rename_to(target)) {
    return failed();
  }
  return {};
}

}  // namespace baton::host
